"""Decks typed in by hand for the tests of documents."""

from dataclasses import replace
from datetime import date

import pandas as pd

from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Layout
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.present.documents.booklet import Booklet, Section, booklet

HIDDEN = "hidden (small number)"
WARDS = pd.DataFrame(
    {
        "ward": ["Sale Moor", "Bowdon", "Timperley"],
        "percent": [12.34, None, 0.0],
        "in words": ["12.3%", HIDDEN, "0.0%"],
    }
)
BARS = {
    "mark": "bar",
    "encoding": {"x": {"field": "percent", "type": "quantitative"}, "y": {"field": "ward"}},
}
ADDRESS = "https://sight.example.gov.uk/wards?council=trafford&asof=2026-11-28"
HOSTILE = (
    '#image("/etc/passwd") $x$ *b* <img src=x onerror=alert(1)> =cmd|1 {{7*7}} \\ @x `y` "quoted"'
    " \x07 \ud800 ]]> &amp; 數 😀 // /* #sys.inputs"
)


def exhibit(
    frame: pd.DataFrame = WARDS, *, chart: bool = True, finding: str = "Sale Moor stands out"
) -> Exhibit:
    """Percentages of wards, one of them hidden."""
    drawn = Chart(key="wards", specification=BARS, frame=frame, alt="Bar chart of three wards.")
    return Exhibit(
        key="wards",
        place="Trafford",
        finding=finding,
        measure="Pupils with an EHC plan",
        basis="per cent of all pupils",
        period="January 2023",
        subtitle=("Pupils with an EHC plan · bars: wards",),
        charts=(drawn,) if chart else (),
        warning="Counts are small.",
        withheld="Hidden (small number) in this view: Bowdon.",
        notes=("Pupils are counted where they go to school.",),
        figures=Figures(
            frame=lambda: frame,
            layout=Layout(down="ward", columns=("percent",), drawn=("percent",)),
            formats={"percent": '0.0"%"'},
        ),
        source="Source: Special educational needs, January 2023, wards.csv.",
    )


def slide(made: Exhibit | None = None, **fields: str) -> Slide:
    """One slide of an exhibit, by default the typed one, with a question, a note and an address."""
    made = made or exhibit()
    said = {"question": "Why is it so?", "note": "Say it slowly.", "address": ADDRESS} | fields
    return Slide(exhibit=made, chart=next(iter(made.charts), None), page="wards", **said)


def deck(*slides: Slide, title: str = "Plans in Trafford") -> Deck:
    """A deck of slides of 28 November 2026."""
    return Deck(
        title=title,
        place="Trafford",
        asof=date(2026, 11, 28),
        frozen="Figures as of 28 November 2026.",
        slides=slides,
    )


def in_sections(*sections: Section, closing: tuple[str, ...] = ()) -> Booklet:
    """A booklet of 28 November 2026."""
    return replace(booklet(deck()), sections=sections, closing=closing)


GLANCE = Section(heading="At a glance", paragraphs=("One.",), slides=(slide(),))


def hostile() -> Deck:
    """A deck whose every text tries to be more than text."""
    frame = WARDS.assign(ward=[HOSTILE.replace("\ud800", ""), "=1+1", "@SUM(A1)"])
    return deck(
        slide(exhibit(frame, finding=HOSTILE), question=HOSTILE, note=HOSTILE), title=HOSTILE
    )
