"""The slides of an agenda: one for each chart of each view, or its one chart, all of one day."""

from dataclasses import replace

import pandas as pd

import queries
from pages.parts.agenda import frozen, toml
from pages.parts.agenda.records import Agenda, Item
from pages.parts.exhibit.exhibit import Exhibit, Figures, Layout
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.figures.councils import Council, by_slug, former_words
from pages.parts.language.words import display_name
from pages.parts.present import public, views

GONE = "This view has nothing to show"
NO_COUNCIL = "No council of that name is known here: {council}."
NO_EXHIBIT = "Its page does not show this finding now; the page itself may still be there."


def deck(agenda: Agenda, address: str | None = None) -> Deck:
    """The slides of an agenda, with the figures of its day.

    A view that has nothing to show is a slide that says so. `address` is the public address that
    the codes on slides lead to, '' for none; by default the one that is set.
    """
    base = public.public().address if address is None else address
    return _deck(toml.write(agenda), base)


@queries.kept(most=8)
def _deck(written: bytes, base: str) -> Deck:
    agenda = toml.read(written)
    with queries.one_database(frozen.database(agenda.asof)):
        slides = [slide for item in agenda.items for slide in _slides(item, agenda, base)]
        return Deck(
            title=agenda.title,
            place=place_of(agenda.council),
            asof=agenda.asof,
            frozen=frozen.said(agenda.asof),
            slides=tuple(slides),
        )


def words_of(item: Item) -> dict[str, str]:
    """The words of the address of an item."""
    return {"council": item.council, **item.selection}


def place_of(word: str) -> str:
    """What a council is called that an address names so; the word itself where it is not known."""
    council = _council(word)
    return display_name(council.name) if council else word


def _slides(item: Item, agenda: Agenda, base: str) -> list[Slide]:
    words = words_of(item)
    exhibit = _exhibit(item)
    charts = [chart for chart in exhibit.charts if chart.key == item.measure != exhibit.key]
    plain = Slide(
        exhibit=exhibit,
        chart=None,
        page=item.page,
        words=words,
        address=public.of_view(base, item.page, words, agenda.asof),
        note=item.note,
        question=item.question,
    )
    return [replace(plain, chart=chart) for chart in charts or exhibit.charts] or [plain]


def _exhibit(item: Item) -> Exhibit:
    """The finding of an item, or one that says why there is none."""
    if _council(item.council) is None:
        return _gone(item, NO_COUNCIL.format(council=item.council))
    try:
        shown = views.exhibits(item.page, words_of(item))
    except views.NoView as problem:
        return _gone(item, str(problem))
    found = [one for one in shown if item.measure in ("", one.key, *_charts(one))]
    if not found:
        return _gone(item, NO_EXHIBIT)
    # What is asked later, when a file is written, is asked of the same database.
    figures = replace(found[0].figures, frame=queries.pinned(found[0].figures.frame))
    return replace(found[0], figures=figures)


def _charts(exhibit: Exhibit) -> list[str]:
    return [chart.key for chart in exhibit.charts]


def _gone(item: Item, why: str) -> Exhibit:
    return Exhibit(
        key="gone",
        place=place_of(item.council),
        finding=GONE,
        measure="",
        basis="",
        period="",
        subtitle=(),
        warning=why,
        figures=Figures(frame=pd.DataFrame, layout=Layout(down="")),
        source="Source: none, as no figure is shown.",
    )


def _council(word: str) -> Council | None:
    known = by_slug()
    codes = {council.la_code: council for council in known.values()}
    return known.get(word) or codes.get(former_words().get(word, word))
