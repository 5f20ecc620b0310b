"""From shares and counts to the rows that the forms of this room draw."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pages.parts.exhibit.chart_comparison import COLUMN_LETTERS, Compared, compared
from pages.parts.exhibit.chart_list import list_settings, name_mark, widest, with_words
from pages.parts.exhibit.chart_rows import Drawing, Mark, axis_ends, frame_of, wrapped
from pages.parts.figures.counts import cell_words
from pages.parts.language.words import percent
from pages.parts.requests.data import Sources, Stage, Way
from pages.parts.requests.words import source_name


def refused(sources: Sources) -> Drawing:
    """Frame and settings of the form `refused`: a row for each of those who asked."""
    return compared(
        [
            Compared(
                name=source_name(source),
                council=source.refused.percent,
                england=source.england_refused.percent,
                text=source.refused.text,
                interval=source.refused.interval,
            )
            for source in sources.every
        ],
        sources.name,
    )


def counts(way: Way) -> Drawing:
    """Frame and settings of the form `way`: a row for each step."""
    marks = [mark for order, one in enumerate(way.stages) for mark in _marks(one, order, way.name)]
    marks += _heads(way.name, marks)
    own = [mark for mark in marks if mark.mark.startswith("column") and mark.role == "council"]
    bottom, top = axis_ends([mark.x for mark in marks if mark.x is not None], percent=False)
    return frame_of(marks), {
        "bottom": bottom,
        "top": top,
        "own": widest((mark.text for mark in own), bold=True),
        "short_own": widest((mark.short for mark in own), bold=True),
        **list_settings(marks),
    }


def _marks(stage: Stage, order: int, place: str) -> Iterator[Mark]:
    called = name_mark(stage.step.words, order)
    here = replace(called, mark="column", text=None, short=None)
    own = cell_words(stage.own, stage.count.indicator)
    yield called
    yield with_words(replace(here, role="council"), own)
    if stage.own and stage.own.value is not None:
        role = "others" if stage.step.others else "same"
        tip = f"{place}, {stage.step.words.lower()}: {own}"
        yield replace(here, mark="bar", role=role, x=stage.own.value, tip=tip)
    else:
        yield replace(here, mark="withheld", tip=own)
    if stage.rate:
        yield with_words(replace(here, role="share"), cell_words(stage.share, stage.rate.indicator))
    if stage.england is not None:
        yield with_words(replace(here, role="england"), percent(stage.england))


def _heads(place: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    for role, name in (("council", place), ("share", "share"), ("england", "England")):
        short = "\n".join(wrapped(name, COLUMN_LETTERS))
        yield Mark(
            mark="column head", role=role, name=marks[0].name, order=0, text=name, short=short
        )
