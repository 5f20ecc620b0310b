"""What is handed out, before it is a file: sections of paragraphs and slides, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pages.parts.exhibit.slides import Deck, Slide


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, paragraphs below it, then slides; `listed` is a list after the paragraphs.

    A section without a heading goes on in that before it.
    """

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    slides: tuple[Slide, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Booklet:
    """A document in sections; all texts are plain. `frozen` says of which day its figures are.

    `closing` are paragraphs at the end: methods, sources, whose work it is.
    """

    title: str
    place: str
    asof: date
    frozen: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    closing: tuple[str, ...] = ()

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All slides in their order, numbered from 1 through the whole document."""
        return tuple(slide for section in self.sections for slide in section.slides)


def booklet(made: Deck | Booklet) -> Booklet:
    """A deck as a booklet of one section; a booklet as it is."""
    if isinstance(made, Booklet):
        return made
    return Booklet(
        title=made.title,
        place=made.place,
        asof=made.asof,
        frozen=made.frozen,
        sections=(Section(slides=made.slides),),
    )


def numbered(made: Booklet) -> Iterator[tuple[Section, tuple[tuple[int, Slide], ...]]]:
    """Each section with its slides and their numbers in the whole document."""
    number = 0
    for section in made.sections:
        first, number = number + 1, number + len(section.slides)
        yield section, tuple(enumerate(section.slides, start=first))
