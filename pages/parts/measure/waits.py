"""How long families waited for the plans of one year: three bands of weeks side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd

from pages.parts.exhibit.chart_comparison import Compared, compared
from pages.parts.exhibit.exhibit import COUNT, PERCENT, Chart, Concerned, Exhibit, Figures, Layout
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.counts import counts, figure_words
from pages.parts.figures.database import NO_FIGURE, in_words, interval_words
from pages.parts.figures.view import Reported, View, at, file_row, view
from pages.parts.language.words import (
    INTERVAL,
    counted,
    digits,
    display_name,
    in_a_sentence,
    listed,
    period_label,
    reasons_listed,
    when,
)
from pages.parts.measure import charts, words

NAME = "Plans issued, by weeks from request to plan"
BANDS: Mapping[str, str] = {
    "ehcp_20wk_all_pc": "Within 20 weeks",
    "ehcp_20_52wk_pc": "Over 20 to 52 weeks",
    "ehcp_over_1yr_pc": "Over 52 weeks",
}
LEGEND = f"Thin lines: {INTERVAL}s. Points: the council's share less England's."


@dataclass(frozen=True, kw_only=True)
class Band:
    """One band of weeks in one period: the council's share and England's."""

    name: str
    view: View
    own: Reported
    england: Reported | None

    @property
    def text(self) -> str:
        """The council's share in words, or why there is none."""
        if self.own.value is None:
            return in_words(self.own, self.view.indicator)
        return figure_words(self.view.indicator, self.own.figure)


def bands(choice: Choice) -> tuple[Band, ...]:
    """The bands of the newest period, the shortest wait first; none where the council has none."""
    views = {name: view(indicator, choice) for indicator, name in BANDS.items()}
    latest = [view.latest for view in views.values()]
    end = max((figure.end for figure in latest if figure), default=date.min)
    return tuple(
        Band(name=name, view=view, own=own, england=at(view.england, end))
        for name, view in views.items()
        if (own := view.of(end))
    )


def exhibit(choice: Choice) -> Exhibit | None:
    """The bands of one council beside England; None where it has no figure of them."""
    found = bands(choice)
    if not found:
        return None
    first = found[0]
    place, period = display_name(first.view.name), period_label(first.own.start, first.own.end)
    return Exhibit(
        key="ehcp-weeks-waited",
        place=place,
        finding=finding(found),
        measure=NAME,
        basis=first.view.indicator.basis,
        period=period,
        subtitle=(" · ".join([NAME, first.view.indicator.basis, *_issued(found), place, period]),),
        charts=(_chart(found),),
        notes=notes(found),
        withheld=_withheld(found),
        tables=(("", table(found)),),
        table_note="In brackets: the published counts.",
        figures=Figures(
            frame=partial(figures, found),
            formats={
                "value": PERCENT,
                "numerator": COUNT,
                "denominator": COUNT,
                "interval low": PERCENT,
                "interval high": PERCENT,
            },
            layout=Layout(
                down="weeks",
                across="place",
                each="period",
                counts=("numerator", "denominator"),
                drawn=("value",),
            ),
        ),
        source=sources.line(first.view),
        definition=tuple(f"{band.view.indicator.definition}." for band in found),
        cells=tuple(dict.fromkeys(cell for band in found for cell in sources.cells(band.view))),
        concerned=Concerned(indicators=tuple(BANDS), areas=(first.view.reporter, ENGLAND)),
    )


def finding(found: Sequence[Band]) -> str:
    """The share of each band in one sentence, or that there is none."""
    first = found[0]
    issued = (
        f"Plans issued in {in_a_sentence(first.view.name)} {when(first.own.start, first.own.end)}"
    )
    told = [f"{band.text} {_waited(band)}" for band in found if band.own.value is not None]
    return f"{issued}: {listed(told)}" if told else f"{issued}: no figure of how long it took"


def _waited(band: Band) -> str:
    return band.name[:1].lower() + band.name[1:]


def _issued(found: Sequence[Band]) -> list[str]:
    """'380 plans', where it is known of how many the shares are."""
    of = found[0].own.figure.denominator
    return [] if of is None else [counted(int(of), "plan", "plans")]


def notes(found: Sequence[Band]) -> tuple[str, ...]:
    """What a reader must know of this period: notes of single figures, plans in no band."""
    end = found[0].own.end
    told = [
        note
        for band in found
        for note in words.figure_notes(
            replace(band.view, notes=tuple(one for one in band.view.notes if one.period_end == end))
        )
    ]
    return tuple(dict.fromkeys([*told, *_in_no_band(found)]))


def _in_no_band(found: Sequence[Band]) -> list[str]:
    """How many of the council's plans are in no band, where all counts are published."""
    of = found[0].own.figure.denominator
    parts = [band.own.figure.numerator for band in found]
    known = [part for part in parts if part is not None]
    if of is None or len(known) < len(BANDS) or not of - sum(known):
        return []
    left = int(of - sum(known))
    return [
        f"{counted(left, 'plan is', 'plans are')} in no band, of {digits(of, 0)}: the day of the "
        "request is not known."
    ]


def _withheld(found: Sequence[Band]) -> str:
    reasons = reasons_listed(
        (in_words(band.own, band.view.indicator), band.name)
        for band in found
        if band.own.value is None
    )
    return f"{display_name(found[0].view.name)}. {'. '.join(reasons)}." if reasons else ""


def _chart(found: Sequence[Band]) -> Chart:
    frame, settings = compared(
        [
            Compared(
                name=band.name,
                council=band.own.value,
                england=band.england.value if band.england else None,
                text=band.text,
                interval=band.own.interval,
            )
            for band in found
        ],
        display_name(found[0].view.name),
    )
    return Chart(
        key="ehcp-weeks-waited",
        specification=charts.parts_chart.specification(settings),
        frame=frame,
        alt=f"Bar chart of shares. {finding(found)}. The table below the chart holds every share.",
        legend=LEGEND,
    )


def table(found: Sequence[Band]) -> pd.DataFrame:
    """One row is a band; every cell is a text, shares with their counts."""
    return pd.DataFrame(
        [
            {
                "Weeks from request to plan": band.name,
                display_name(band.view.name): _with_counts(band.own, band.view),
                INTERVAL: interval_words(band.own.interval, band.view.indicator),
                "England": _with_counts(band.england, band.view),
            }
            for band in found
        ]
    )


def _with_counts(figure: Reported | None, view: View) -> str:
    if figure is None:
        return NO_FIGURE
    behind = "" if figure.value is None else counts(figure.figure, view.indicator.unit)
    return in_words(figure, view.indicator) + behind


def figures(found: Sequence[Band]) -> pd.DataFrame:
    """One row is a band of the council or of England, numbers unrounded."""
    return pd.DataFrame(
        [
            {"weeks": band.name, **file_row(band.view.indicator, place, figure)}
            for band in found
            for place, figure in ((band.view.name, band.own), ("England", band.england))
            if figure
        ]
    )
