"""Questions to take along as an agenda: a file that travels, in TOML.

Each item leads back to its view: `page` and `selection` are the words of its address.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath

from pages.parts.language.safe import printable
from pages.parts.language.version import NAME_AND_VERSION
from pages.parts.since_last_meeting.enquiry.lines import Line
from pages.parts.since_last_meeting.enquiry.words import TO_TAKE

HERE = "since_last_meeting"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def agenda(lines: Iterable[Line], council: str, today: date) -> bytes:
    """The agenda of a council, `council` being its word in an address, in UTF-8."""
    head = [
        f"# {TO_TAKE}: an agenda of {NAME_AND_VERSION}",
        f"title = {_text(TO_TAKE)}",
        f"council = {_text(council)}",
        f"made_on = {today.isoformat()}",
    ]
    items = [_item(line, council) for line in lines]
    return ("\n\n".join(["\n".join(head), *items]) + "\n").encode("utf-8")


def _item(line: Line, council: str) -> str:
    page = PurePosixPath(line.link.page).stem if line.link else HERE
    words = {k: v for k, v in line.link.words.items() if k != "council"} if line.link else {}
    note = " ".join(text for text in (line.finding + ".", line.said) if text)
    fields = {
        "page": _text(page),
        "council": _text(council),
        "measure": _text(line.name),
        "selection": _table(words),
        "note": _text(note),
        "question": _text(line.question),
        "why": _text(line.why),
        "source": _text(line.source),
    }
    return "\n".join(["[[item]]", *(f"{key} = {value}" for key, value in fields.items())])


def _table(words: Mapping[str, str]) -> str:
    inside = ", ".join(f"{_key(key)} = {_text(value)}" for key, value in words.items())
    return f"{{ {inside} }}" if inside else "{}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """A basic string of TOML: JSON escapes all that TOML does, but for the last sign of ASCII."""
    return json.dumps(printable(text), ensure_ascii=False).replace("\x7f", "\\u007f")
