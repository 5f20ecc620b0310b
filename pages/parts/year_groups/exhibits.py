"""The exhibits of the year-group page: profiles by age, steps, the same children, starts."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.exhibit.chart_kit import Form
from pages.parts.exhibit.chart_rows import Drawing
from pages.parts.exhibit.exhibit import (
    COUNT,
    PERCENT,
    RATIO,
    Chart,
    Concerned,
    Exhibit,
    Figures,
    Layout,
    Table,
)
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.database import counted_anew, indicators
from pages.parts.figures.sources import Cell
from pages.parts.figures.view import View
from pages.parts.language.words import INTERVAL, reasons_listed, uncapitalise
from pages.parts.year_groups import drawing, tables, words
from pages.parts.year_groups.charts import HEIGHT, profile_chart, steps_chart
from pages.parts.year_groups.data import AGE_AT_START, Pair, Profiles, Year, step_name, steps

SHARE_OF_PLANS = "Share of all EHC plans, maintained by the council, by age in January"
INTERVALS = f"thin lines: {INTERVAL}s"
SHARES_AND_STEPS_OURS = "shares, steps and intervals are ours"


def by_age(profiles: Profiles) -> Exhibit:
    """Plans by single age, one chart for each January."""
    finding, years = words.peaks(profiles), profiles.years
    caution = indicators()[profiles.indicators[0]].caution
    return _exhibit(
        profiles,
        years,
        "age",
        finding=finding,
        subtitle=(SHARE_OF_PLANS, drawing.pooled(profiles, profiles.newest), INTERVALS),
        charts=[
            _chart(
                profile_chart,
                drawing.profile(profiles, year, beside=years),
                f"age-{year.end.year}",
                finding,
                height=HEIGHT,
            )
            for year in reversed(years)  # the finding is about the newest
            if year.council.percents
        ],
        said=(words.earlier_peaks(profiles), words.unlike(profiles)),
        notes=(words.MAINTAINED, *words.cautions(profiles, years), caution or ""),
        shown=[(year.label, tables.profile_table(profiles, year)) for year in reversed(years)],
        figures=_shares(profiles, years),
    )


def by_step(profiles: Profiles, pair: Pair, pupils: Profiles | None) -> Exhibit:
    """One step in the profile of ages, and among all steps; `pupils` are those by year group."""
    behind = words.children(pair, profiles.newest.end, pupils)
    notes = ("" if behind else words.NO_CHILDREN, words.MIXTURE, words.MAINTAINED)
    return _steps(profiles, pair, SHARE_OF_PLANS, *notes, behind=behind)


def at_school(profiles: Profiles, pair: Pair) -> Exhibit:
    """One step in the profile of year groups at school, and among all steps."""
    with_all = bool(profiles.newest.council.of)
    share = "all pupils of the year group" if with_all else "all pupils with an EHC plan"
    without = "" if with_all else words.NO_DENOMINATOR
    subtitle = f"Pupils with an EHC plan as a share of {share}"
    return _steps(profiles, pair, subtitle, without, words.AT_SCHOOL)


def same_children(profiles: Profiles, pair: Pair) -> Exhibit:
    """One birth cohort from one January to the next, beside the cross-section."""
    finding, years = words.cohort_sentence(profiles, pair), [profiles.before, profiles.newest]
    return _exhibit(
        profiles,
        years,
        "children",
        finding=finding,
        subtitle=("Change in plans from each age to the next",),
        charts=[
            _chart(profile_chart, drawn, f"children-{number}", finding, height=HEIGHT)
            for number, drawn in enumerate(drawing.changes(profiles, pair))
        ],
        said=(words.cohort_difference(profiles, pair),),
        notes=(
            words.COUNTED_TWICE,
            words.NOT_DRAWN,
            words.MAINTAINED,
            *words.cautions(profiles, years),
        ),
        shown=[("", tables.cohort_table(profiles))],
        figures=_shares(profiles, years),
    )


def starts(profiles: Profiles, which: str) -> Exhibit:
    """Age when the plan started, of the plans that `which` names."""
    finding, newest = words.start_sentence(profiles), profiles.newest
    key = f"start-{profiles.indicators[0]}"
    return _exhibit(
        profiles,
        [newest],
        key,
        finding=finding,
        subtitle=(
            f"Share of {which} by age when the plan started",
            drawing.pooled(profiles, newest),
            INTERVALS,
            newest.label,
        ),
        charts=[_chart(profile_chart, drawing.profile(profiles, newest), key, finding)],
        said=(words.half_sentence(profiles),),
        notes=(
            *words.cautions(profiles, [newest]),
            counted_anew(profiles.indicators[0], AGE_AT_START),
        ),
        shown=[("", tables.profile_table(profiles, newest))],
        figures=_shares(profiles, [newest]),
    )


def ages_after_school(profiles: Profiles, further: View) -> Exhibit:
    """The ages after school, beside plans in further education."""
    finding, newest = words.after_school(profiles), profiles.newest
    return _exhibit(
        profiles,
        [newest],
        "paper",
        finding=finding,
        subtitle=(SHARE_OF_PLANS, drawing.pooled(profiles, newest), newest.label),
        charts=[_chart(profile_chart, drawing.profile(profiles, newest), "paper", finding)],
        said=(words.CENSUS_COVERAGE, words.further_education(further)),
        notes=(words.NO_CHILDREN, words.MIXTURE, words.STEP_RULE),
        shown=_step_tables(profiles),
        figures=_ratios(profiles),
        others=sources.cells(further) if further.latest else (),
    )


def _exhibit(
    profiles: Profiles,
    years: Sequence[Year],
    key: str,
    *,
    finding: str,
    subtitle: Sequence[str],
    charts: Sequence[Chart],
    said: Sequence[str],
    notes: Sequence[str],
    shown: Sequence[Table],
    figures: Figures,
    others: Sequence[Cell] = (),
) -> Exhibit:
    """An exhibit on some years; `shown` are its tables, `others` cells beside the council's."""
    text = " ".join(sentence for sentence in said if sentence)
    return Exhibit(
        key=f"year-groups-{key}",
        place=profiles.council,
        finding=finding,
        measure=subtitle[0],
        basis=indicators()[profiles.indicators[0]].basis,
        period=" and ".join(year.label for year in years),
        subtitle=(" · ".join(part for part in subtitle if part),),
        charts=tuple(charts),
        said=(text,) if text else (),
        notes=tuple(note for note in notes if note),
        withheld=_withheld(profiles, years),
        tables=tuple(shown),
        figures=figures,
        source=_source_line(years[-1]),
        cells=(*others, *(row for year in years for row in year.council.rows)),
        concerned=Concerned(
            indicators=profiles.indicators,
            areas=(profiles.choice.council.area_code, ENGLAND),
            topic=profiles.topic,
        ),
    )


def _steps(profiles: Profiles, pair: Pair, subtitle: str, *notes: str, behind: str = "") -> Exhibit:
    """The chosen step in its profile, and all steps beside England's.

    `behind` says how many children there are, where the step itself does not.
    """
    year = profiles.newest
    step = steps(profiles, year)[pair]
    finding = words.step_sentence(step, pair, year, profiles.topic)
    standing = words.standing_out(profiles, year)
    scale = (
        "The council’s step divided by England’s: 1 is the same step",
        f"thick lines: {INTERVAL}s",
        "thin lines: wider intervals, for all steps at once",
        f"{profiles.council}, {year.label}",
    )
    beside = [words.ratio_sentence(step, profiles.place), *_earlier(profiles, pair)]
    return _exhibit(
        profiles,
        [year],
        "steps",
        finding=finding,
        subtitle=(subtitle, drawing.pooled(profiles, year), year.label),
        charts=[
            _chart(
                profile_chart,
                drawing.profile(profiles, year, pair),
                "step",
                finding,
                height=HEIGHT,
                said=" ".join(beside),
            ),
            _chart(
                steps_chart,
                drawing.all_steps(profiles, year, pair),
                "steps",
                standing,
                caption=" · ".join(scale),
            ),
        ],
        said=(standing, behind),
        notes=(
            words.STEP_RULE,
            drawing.off_the_axis(profiles, year, pair),
            *words.cautions(profiles, [year]),
            *notes,
        ),
        shown=_step_tables(profiles),
        figures=_ratios(profiles, pair),
    )


def _earlier(profiles: Profiles, pair: Pair) -> list[str]:
    """The same step in the period before the newest, where the council has counts of it."""
    sentences = []
    for year in profiles.years[-2:-1]:
        if year.council.added:
            step = steps(profiles, year)[pair]
            text = words.step_sentence(step, pair, year, profiles.topic)
            sentences.append(f"In {year.label}, {uncapitalise(text)}.")
    return sentences


def _step_tables(profiles: Profiles) -> list[Table]:
    year = profiles.newest
    return [
        ("", tables.steps_table(profiles, year)),
        ("", tables.profile_table(profiles, year)),
    ]


def _shares(profiles: Profiles, years: Sequence[Year]) -> Figures:
    return Figures(
        frame=partial(tables.figures, profiles, years),
        formats={"number": COUNT, "of": COUNT, "percent": PERCENT},
        layout=Layout(
            down=profiles.topic.lower(),
            across="place",
            each="period",
            counts=("number",),
            drawn=("percent",),
            form="columns",
        ),
    )


def _ratios(profiles: Profiles, pair: Pair | None = None) -> Figures:
    """Each step beside England's; that of `pair` stands out."""
    frame: partial[pd.DataFrame] = partial(tables.step_figures, profiles, profiles.newest)
    return Figures(
        frame=frame,
        formats=dict.fromkeys(tables.RATIOS, RATIO),
        words="reason",
        layout=Layout(
            down="step",
            columns=(*tables.RATIOS[1:3], tables.RATIOS[0], *tables.RATIOS[3:], "verdict"),
            drawn=tables.RATIOS[:1],
            bar="the council’s step divided by England’s, 1 being the same step",
            marked=step_name(pair, profiles.topic) if pair else "",
        ),
    )


def _chart(
    form: Form,
    drawn: Drawing,
    key: str,
    finding: str,
    *,
    height: float | None = None,
    caption: str = "",
    said: str = "",
) -> Chart:
    """A drawing as high as its place, or of a `height` where it shares its place with another."""
    shape = "Dots with intervals" if form is steps_chart else "Bars and lines"
    frame, settings = drawn
    return Chart(
        key=key,
        specification=form.specification(settings, height),
        frame=frame,
        alt=f"{finding}. {shape} by age or year group; the table below the charts holds every "
        "value.",
        caption=caption,
        said=said,
        texts=texts(frame),
    )


def _withheld(profiles: Profiles, years: Sequence[Year]) -> str:
    """The ages or year groups of the council without a number, by January and reason."""
    absent = [
        f"{year.label}: {reason}"
        for year in years
        for reason in reasons_listed(
            (why, profiles.part(position)) for position, why in year.council.words.items()
        )
    ]
    return f"{profiles.council}. {'. '.join(absent)}." if absent else ""


def _source_line(year: Year) -> str:
    """Source in one line of plain text: all counts of a period are in one file."""
    return sources.line_of(
        year.council.rows[:1], SHARES_AND_STEPS_OURS, absent="no published cell for this council"
    )
