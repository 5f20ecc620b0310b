"""Questions to take along on one sheet of paper: what is found, what to ask, space to write.

The page prints it, and it is a file of its own too. All is escaped here.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from pages.parts.language.safe import printable
from pages.parts.language.version import NAME_AND_VERSION
from pages.parts.since_last_meeting.enquiry.lines import Line
from pages.parts.since_last_meeting.enquiry.words import TO_TAKE

CSS = Path(__file__).with_name("sheet.css")  # for the page it is in the style sheet of all pages


def markup(lines: Iterable[Line], whose: str, closing: str) -> str:
    """The sheet without a document around it; `whose` is the council and the day."""
    items = "".join(_item(number, line) for number, line in enumerate(lines, start=1))
    head = f"<h2>{escaped(TO_TAKE)}</h2><p>{escaped(whose)}</p>"
    return (
        f'<section class="sheet"><header>{head}</header>'
        f"<ol>{items}</ol><footer>{escaped(closing)}</footer></section>"
    )


def document(lines: Sequence[Line], whose: str, closing: str) -> bytes:
    """The sheet as an HTML file that needs nothing else, in UTF-8."""
    title = escaped(f"{TO_TAKE}: {whose}")
    style = f"@page{{size:A4;margin:12mm}}body{{margin:0}}{CSS.read_text(encoding='utf-8')}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body>{markup(lines, whose, closing)}</body></html>"
    ).encode()


def closing(known: str) -> str:
    """What stands at the foot: who made it, and of which day the figures are."""
    return " ".join(
        text for text in (f"{NAME_AND_VERSION}; not an official statistic.", known) if text
    )


def _item(number: int, line: Line) -> str:
    said = f"{line.finding}. {line.said}".strip()
    return (
        f"<li><b>{number}. {escaped(line.question)}</b><p>{escaped(said)}</p>"
        f"<small>{escaped(line.why)}. {escaped(line.source)}</small></li>"
    )


def escaped(text: str) -> str:
    return escape(printable(text))
