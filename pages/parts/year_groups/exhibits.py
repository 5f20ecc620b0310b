"""The exhibits of the year-group page: profiles by age, steps, the same children, starts."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from pages.parts.exhibit.chart_kit import Form
from pages.parts.exhibit.exhibit import (
    COUNT,
    PERCENT,
    RATIO,
    Chart,
    Concerned,
    Exhibit,
    Figures,
    Table,
)
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.database import Row, indicators
from pages.parts.figures.view import View
from pages.parts.year_groups import drawing
from pages.parts.year_groups import words as year_groups_words
from pages.parts.year_groups.charts import profile_chart, steps_chart
from pages.parts.year_groups.data import Pair, Profiles, Year, steps

SHARE = "Share of all EHC plans, maintained by the council, by age in January"
INTERVALS = "thin lines: 95% intervals"


def by_age(seen: Profiles) -> Exhibit:
    """Plans by single age, one chart for each January."""
    finding = year_groups_words.peaks(seen)
    return _exhibit(
        seen,
        seen.years,
        "age",
        finding=finding,
        subtitle=(SHARE, drawing.legend(seen, seen.newest), INTERVALS),
        charts=[
            _chart(
                profile_chart,
                drawing.profile(seen, year, beside=seen.years),
                f"age-{year.end.year}",
                finding,
            )
            for year in seen.years
            if year.council.percents
        ],
        said=(year_groups_words.earlier_peaks(seen), year_groups_words.unlike(seen)),
        notes=(
            year_groups_words.MAINTAINED,
            *year_groups_words.cautions(seen, seen.years),
            *_indicator_caution(seen),
        ),
        tables=[(one.label, drawing.profile_table(seen, one)) for one in reversed(seen.years)],
        figures=_shares(seen, seen.years),
    )


def by_step(seen: Profiles, pair: Pair) -> Exhibit:
    """One step in the profile of ages, and among all steps."""
    return _steps(seen, pair, SHARE, year_groups_words.MIXTURE, year_groups_words.MAINTAINED)


def at_school(seen: Profiles, pair: Pair) -> Exhibit:
    """One step in the profile of year groups at school, and among all steps."""
    with_all = bool(seen.newest.council.of)
    share = "all pupils of the year group" if with_all else "all pupils with an EHC plan"
    without = "" if with_all else year_groups_words.NO_DENOMINATOR
    subtitle = f"Pupils with an EHC plan as a share of {share}"
    return _steps(seen, pair, subtitle, without, year_groups_words.AT_SCHOOL)


def same_children(seen: Profiles, pair: Pair) -> Exhibit:
    """One birth cohort from one January to the next, beside the cross-section."""
    finding, years = year_groups_words.cohort_sentence(seen, pair), seen.years[-2:]
    return _exhibit(
        seen,
        years,
        "children",
        finding=finding,
        subtitle=(
            "Change in plans from each age to the next",
            f"bars: {seen.council}",
            "orange dashes: England",
        ),
        charts=[
            _chart(profile_chart, one, f"children-{number}", finding)
            for number, one in enumerate(drawing.changes(seen, pair))
        ],
        said=(year_groups_words.cohort_difference(seen, pair),),
        notes=(
            year_groups_words.COUNTED_TWICE,
            f"No bar stands where the council had fewer than {year_groups_words.LEAST_BASE} plans "
            "to begin with. Steps at which England more than doubles or halves are in the table "
            "only.",
            year_groups_words.MAINTAINED,
            *year_groups_words.cautions(seen, years),
        ),
        tables=[("", drawing.cohort_table(seen))],
        figures=_shares(seen, years),
    )


def starts(seen: Profiles, words: str) -> Exhibit:
    """Age when the plan started; `words` say of which plans."""
    finding, key, newest = (
        year_groups_words.start_sentence(seen),
        f"start-{seen.indicators[0]}",
        seen.newest,
    )
    return _exhibit(
        seen,
        [newest],
        key,
        finding=finding,
        subtitle=(
            f"Share of {words} by age when the plan started",
            drawing.legend(seen, newest),
            INTERVALS,
            newest.label,
        ),
        charts=[_chart(profile_chart, drawing.profile(seen, newest), key, finding)],
        said=(year_groups_words.half_sentence(seen),),
        notes=year_groups_words.cautions(seen, [newest]),
        tables=[("", drawing.profile_table(seen, newest))],
        figures=_shares(seen, [newest]),
    )


def paper(seen: Profiles, further: View) -> Exhibit:
    """The ages after school, beside plans in further education."""
    finding, newest = year_groups_words.after_school(seen), seen.newest
    return _exhibit(
        seen,
        [newest],
        "paper",
        finding=finding,
        subtitle=(SHARE, drawing.legend(seen, newest), newest.label),
        charts=[_chart(profile_chart, drawing.profile(seen, newest), "paper", finding)],
        said=(year_groups_words.COVERAGE, year_groups_words.further_education(further)),
        notes=(year_groups_words.MIXTURE, year_groups_words.RULE),
        tables=_step_tables(seen),
        figures=_ratios(seen),
        others=sources.cells(further) if further.latest else (),
    )


def _exhibit(
    seen: Profiles,
    years: Sequence[Year],
    key: str,
    *,
    finding: str,
    subtitle: Sequence[str],
    charts: Sequence[Chart],
    said: Sequence[str],
    notes: Sequence[str],
    tables: Sequence[Table],
    figures: Figures,
    others: Sequence[Row] = (),
) -> Exhibit:
    """An exhibit on the years shown; `others` are cells beside those of the council."""
    one = indicators()[seen.indicators[0]]
    text = " ".join(sentence for sentence in said if sentence)
    return Exhibit(
        key=f"year-groups-{key}",
        place=seen.council,
        finding=finding,
        measure=subtitle[0],
        basis=one.basis,
        period=" and ".join(year.label for year in years),
        subtitle=(" · ".join(subtitle),),
        charts=tuple(charts),
        said=(text,) if text else (),
        notes=tuple(note for note in notes if note),
        withheld=_withheld(seen, years),
        tables=tuple(tables),
        figures=figures,
        source=source_line(seen, years[-1]),
        cells=(*others, *(row for year in years for row in year.council.rows)),
        concerned=Concerned(
            indicators=seen.indicators,
            areas=(seen.choice.council.area_code, ENGLAND),
            topic=seen.topic,
        ),
    )


def _steps(seen: Profiles, pair: Pair, subtitle: str, *notes: str) -> Exhibit:
    """The chosen step in its profile, and all steps beside England's."""
    year = seen.newest
    found = steps(seen, year)[pair]
    finding = year_groups_words.step_sentence(found, pair, year, seen.topic)
    earlier = [
        (one, year_groups_words.step_sentence(steps(seen, one)[pair], pair, one, seen.topic))
        for one in seen.years[-2:-1]
        if one.council.added
    ]
    before = [f"In {one.label}, {text[:1].lower()}{text[1:]}." for one, text in earlier]
    ratio = year_groups_words.ratio_sentence(found, seen.choice.council.name)
    standing = year_groups_words.standing_out(seen, year)
    scale = (
        "Ratio of steps: 1 is England’s step",
        "thick lines: 95% intervals",
        "thin lines: 99.8% intervals",
        f"{seen.council}, {year.label}",
    )
    return _exhibit(
        seen,
        [year],
        "steps",
        finding=finding,
        subtitle=(subtitle, drawing.legend(seen, year), year.label),
        charts=[
            _chart(
                profile_chart,
                drawing.profile(seen, year, pair),
                "step",
                finding,
                said=" ".join([ratio, *before]),
            ),
            _chart(
                steps_chart,
                drawing.all_steps(seen, year, pair),
                "steps",
                standing,
                caption=" · ".join(scale),
            ),
        ],
        said=(standing,),
        notes=(
            year_groups_words.RULE,
            drawing.outside(seen, year, pair),
            *year_groups_words.cautions(seen, [year]),
            *notes,
        ),
        tables=_step_tables(seen),
        figures=_ratios(seen),
    )


def _step_tables(seen: Profiles) -> list[Table]:
    year = seen.newest
    return [("", drawing.steps_table(seen, year)), ("", drawing.profile_table(seen, year))]


def _shares(seen: Profiles, years: Sequence[Year]) -> Figures:
    return Figures(
        frame=partial(drawing.figures, seen, years),
        formats={"number": COUNT, "of": COUNT, "percent": PERCENT},
    )


def _ratios(seen: Profiles) -> Figures:
    frame: partial[pd.DataFrame] = partial(drawing.step_figures, seen, seen.newest)
    return Figures(frame=frame, formats=dict.fromkeys(drawing.RATIOS, RATIO), words="reason")


def _chart(
    form: Form, drawn: drawing.Drawing, key: str, finding: str, *, caption: str = "", said: str = ""
) -> Chart:
    shape = "Dots with intervals" if form is steps_chart else "Bars and lines"
    frame, settings = drawn
    return Chart(
        key=key,
        specification=form.specification(settings),
        frame=frame,
        alt=f"{finding}. {shape} by age or year group; the table below the charts holds every "
        "value.",
        caption=caption,
        said=said,
    )


def _withheld(seen: Profiles, years: Sequence[Year]) -> str:
    """The ages or year groups of the council without a number, by January and reason."""
    year_groups_words: list[str] = []
    for year in years:
        reasons: dict[str, list[str]] = {}
        for place, words in year.council.words.items():
            reasons.setdefault(words, []).append(seen.part(place))
        year_groups_words += [
            f"{year.label}: {words}: {', '.join(some)}" for words, some in reasons.items()
        ]
    return f"{seen.council}. {'. '.join(year_groups_words)}." if year_groups_words else ""


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
