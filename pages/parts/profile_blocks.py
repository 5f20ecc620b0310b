"""The blocks of the year-group page: finding, chart, words, table, source and file."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

import queries
from pages.parts import profile_drawing as drawing
from pages.parts import profile_words as told
from pages.parts import sources, tables
from pages.parts.blocks import draw, table
from pages.parts.choice import Choice
from pages.parts.database import Row, day, indicators, records
from pages.parts.profiles import (
    NEW_PLANS,
    PLANS,
    PUPILS,
    Pair,
    Profiles,
    Year,
    profiles,
    steps,
)
from pages.parts.safe import plain
from pages.parts.view import view

AGE, START, YEAR_GROUP = "Age", "Age at start", "Year group"
PROFILE, STEPS, CHILDREN = "By age", "Steps", "Same children"
STARTS, PUPILS_AT_SCHOOL, PAPER = "When plans start", "Pupils at school", "What the paper said"
SHARE = "Share of all EHC plans, maintained by the council, by age in January"
INTERVALS = "thin lines: 95% intervals"


def section(choice: Choice) -> str:
    """The part of the page that the reader chose; it lives in the address as `show`."""
    offered = [PROFILE, STEPS, CHILDREN, STARTS, PUPILS_AT_SCHOOL]
    offered += [PAPER] if quotes(choice) else []
    if st.session_state.get("show") not in offered:
        st.session_state.pop("show", None)
    shown = st.segmented_control(
        "Section",
        offered,
        default=PROFILE,
        required=True,
        key="show",
        bind="query-params",
        label_visibility="collapsed",
    )
    return shown if shown in offered else PROFILE


def step(seen: Profiles) -> Pair:
    """The step that the reader chose, members' own first; it lives in the address as `step`."""
    offered = seen.offered()
    if st.session_state.get("step") not in offered:
        st.session_state.pop("step", None)
    first = next(iter(offered.values()))
    label = "Step (first those behind Year 4 to 5 and Year 11 to 12)"
    return offered.get(
        str(st.selectbox(label, list(offered), key="step", bind="query-params")), first
    )


def by_age(choice: Choice) -> None:
    """Plans by single age, one chart for each January."""
    seen = profiles(PLANS, AGE, choice)
    if seen is None or not _any(seen, seen.years):
        _nothing(seen)
        return
    finding = told.peaks(seen)
    _heading(finding, SHARE, drawing.legend(seen, seen.newest), INTERVALS)
    for year in seen.years:
        if year.council.percents:
            _draw(
                "profile",
                drawing.profile(seen, year, beside=seen.years),
                f"age-{year.end.year}",
                finding,
            )
    _say(told.earlier_peaks(seen), told.unlike(seen))
    _note(told.MAINTAINED, *told.cautions(seen, seen.years), *_indicator_caution(seen))
    _behind(
        seen,
        seen.years,
        [(year.label, drawing.profile_table(seen, year)) for year in reversed(seen.years)],
        "age",
        drawing.export(seen, seen.years, source_line(seen, seen.newest)),
    )


def by_step(choice: Choice) -> None:
    """One step in the profile, and among all steps."""
    seen = profiles(PLANS, AGE, choice)
    if seen is None or not _any(seen, [seen.newest]):
        _nothing(seen)
        return
    _steps(seen, step(seen), SHARE)
    _note(told.MIXTURE, told.MAINTAINED)
    _behind_steps(seen)


def _steps(seen: Profiles, pair: Pair, subtitle: str) -> None:
    year = seen.newest
    found = steps(seen, year)[pair]
    finding = told.step_sentence(found, pair, year, seen.topic)
    _heading(finding, subtitle, drawing.legend(seen, year), year.label)
    _draw("profile", drawing.profile(seen, year, pair), "step", finding)
    name = seen.choice.council.name
    earlier = [
        (one, told.step_sentence(steps(seen, one)[pair], pair, one, seen.topic))
        for one in seen.years[-2:-1]
        if one.council.added
    ]
    before = [f"In {one.label}, {text[:1].lower()}{text[1:]}." for one, text in earlier]
    _say(told.ratio_sentence(found, name), *before)
    _heading(
        "",
        "Ratio of steps: 1 is England’s step",
        "thick lines: 95% intervals",
        "thin lines: 99.8% intervals",
        f"{seen.council}, {year.label}",
    )
    standing = told.standing_out(seen, year)
    _draw("steps", drawing.all_steps(seen, year, pair), "steps", standing)
    _say(standing)
    _note(told.RULE, drawing.outside(seen, year, pair), *told.cautions(seen, [year]))


def same_children(choice: Choice) -> None:
    """One birth cohort from one January to the next, beside the cross-section."""
    seen = profiles(PLANS, AGE, choice)
    if seen is None or len(seen.years) < 2 or not _any(seen, [seen.newest]):
        _nothing(seen)
        return
    pair = step(seen)
    finding = told.cohort_sentence(seen, pair)
    _heading(
        finding,
        "Change in plans from each age to the next",
        f"bars: {seen.council}",
        "orange dashes: England",
    )
    for number, one in enumerate(drawing.changes(seen, pair)):
        _draw("profile", one, f"children-{number}", finding)
    _say(told.cohort_difference(seen, pair))
    _note(
        told.COUNTED_TWICE,
        f"No bar stands where the council had fewer than {told.LEAST_BASE} plans to begin with. "
        "Steps at which England more than doubles or halves are in the table only.",
        told.MAINTAINED,
        *told.cautions(seen, seen.years[-2:]),
    )
    _behind(
        seen,
        seen.years[-2:],
        [("", drawing.cohort_table(seen))],
        "children",
        drawing.export(seen, seen.years[-2:], source_line(seen, seen.newest)),
    )


def starts(choice: Choice) -> None:
    """Age when the plan started, of new plans and of plans in force."""
    for indicator, words in ((NEW_PLANS, "plans started in the year"), (PLANS, "plans in force")):
        seen = profiles(indicator, START, choice)
        if seen is None or not _any(seen, [seen.newest]):
            _nothing(seen)
            continue
        finding = told.start_sentence(seen)
        _heading(
            finding,
            f"Share of {words} by age when the plan started",
            drawing.legend(seen, seen.newest),
            INTERVALS,
            seen.newest.label,
        )
        key = f"start-{indicator[0]}"
        _draw("profile", drawing.profile(seen, seen.newest), key, finding)
        _say(told.half_sentence(seen))
        _note(*told.cautions(seen, [seen.newest]))
        _behind(
            seen,
            [seen.newest],
            [("", drawing.profile_table(seen, seen.newest))],
            key,
            drawing.export(seen, [seen.newest], source_line(seen, seen.newest)),
        )


def at_school(choice: Choice) -> None:
    """Pupils at school by year group, the other source, where it has been loaded."""
    seen = profiles(PUPILS, YEAR_GROUP, choice)
    if seen is None or not _any(seen, [seen.newest]):
        st.subheader("Pupils at school by year group", anchor=False)
        st.info(plain(told.NOT_LOADED if seen is None else _why(seen)))
        return
    with_all = bool(seen.newest.council.of)
    share = "all pupils of the year group" if with_all else "all pupils with an EHC plan"
    _steps(seen, step(seen), f"Pupils with an EHC plan as a share of {share}")
    _note("" if with_all else told.NO_DENOMINATOR, told.AT_SCHOOL)
    _behind_steps(seen)


def paper(choice: Choice) -> None:
    """What a committee paper said, beside what the published figures show."""
    seen = profiles(PLANS, AGE, choice)
    found = quotes(choice)
    if seen is None or not found:
        _nothing(seen)
        return
    quote = found[0]
    st.subheader("What the paper said, and what the published figures show", anchor=False)
    when = day(quote["meeting_date"])
    st.markdown(
        plain(
            f"The paper of {when.day} {when:%B %Y} spoke of “{quote['quote']}” and the "
            f"“{quote['comparator']}”. Its chart is not in the published text, so what it counted "
            "is not known. Plans by age are published from January 2024 on."
        )
    )
    st.markdown("\n".join(f"- {plain(line)}." for line in told.answers(seen)))
    _say(told.verdicts(seen))
    finding = told.after_school(seen)
    _heading(finding, SHARE, drawing.legend(seen, seen.newest), seen.newest.label)
    _draw("profile", drawing.profile(seen, seen.newest), "paper", finding)
    further = view("ehcp_fe_pc", choice)
    _say(told.COVERAGE, told.further_education(further))
    _note(told.MIXTURE, told.RULE)
    _behind_steps(seen, sources.cells(further) if further.latest else ())


def quotes(choice: Choice) -> list[Row]:
    """What papers of this council's committee said of year groups."""
    return records(queries.run("profile_quote", council=choice.council.name))


def _any(seen: Profiles, years: Sequence[Year]) -> bool:
    return any(year.council.percents or any(year.council.counts.values()) for year in years)


def _nothing(seen: Profiles | None) -> None:
    """A plain sentence where there is nothing to draw."""
    st.info(plain("There are no published figures by age." if seen is None else _why(seen)))


def _why(seen: Profiles) -> str:
    reason = seen.newest.council.reason or "there are no published figures for this council"
    return f"{reason[:1].upper()}{reason[1:]}."


def _heading(finding: str, *subtitle: str) -> None:
    if finding:
        st.subheader(plain(finding), anchor=False)
    st.caption(plain(" · ".join(subtitle)))


def _draw(form: str, drawn: drawing.Drawing, key: str, finding: str) -> None:
    shape = "Dots with intervals" if form == "steps" else "Bars and lines"
    alt = f"{finding}. {shape} by age or year group; the table below the charts holds every value."
    draw(form, *drawn, key=key, alt=alt)


def _say(*sentences: str) -> None:
    st.markdown(plain(" ".join(sentence for sentence in sentences if sentence)))


def _note(*notes: str) -> None:
    for note in notes:
        if note:
            st.caption(plain(note))


def _indicator_caution(seen: Profiles) -> list[str]:
    caution = indicators()[seen.indicators[0]].caution
    return [caution] if caution else []


def source_line(seen: Profiles, year: Year) -> str:
    """Source in one line of plain text."""
    rows = year.council.rows
    if not rows:
        return "Source: no published cell for this council."
    first = rows[0]
    origin = f"{first['publication']}, {first['title']}, {first['file']}"
    return f"Source: {origin}; shares, steps and intervals are ours."


def _behind_steps(seen: Profiles, others: Sequence[Row] = ()) -> None:
    year = seen.newest
    _behind(
        seen,
        [year],
        [("", drawing.steps_table(seen, year)), ("", drawing.profile_table(seen, year))],
        "steps",
        drawing.export_steps(seen, year, source_line(seen, year)),
        others,
    )


def _behind(
    seen: Profiles,
    years: Sequence[Year],
    frames: Sequence[tuple[str, pd.DataFrame]],
    key: str,
    export: pd.DataFrame,
    others: Sequence[Row] = (),
) -> None:
    """The tables that say what the charts show, the file, and the cells they come from."""
    with st.expander("Figures in a table", icon=":material/table:"):
        for heading, frame in frames:
            if heading:
                st.markdown(plain(heading))
            table(frame)
        st.download_button(
            "Download as CSV",
            data=lambda: tables.csv_bytes(export),
            file_name=f"year-groups-{key}-{seen.choice.council.la_code}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
            icon=":material/download:",
        )
    rows = [*others, *(row for year in years for row in year.council.rows)]
    with st.expander(plain(source_line(seen, years[-1])), icon=":material/link:"):
        lines = [sources.where(row) for row in rows]
        lines += dict.fromkeys(sources.release(row) for row in rows)
        st.markdown("\n".join(f"- {line}" for line in lines))
