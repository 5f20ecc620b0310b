"""An agenda as a file: TOML, which a person can read and write. data/agendas/README.md says how.

A file is read whole or refused with one sentence that names the item and the field.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pages.parts.agenda.records import Agenda, Item
from pages.parts.figures.known import FIRST
from pages.parts.language.safe import printable
from pages.parts.language.version import NAME_AND_VERSION
from pages.parts.language.words import day_words

KIND = "application/toml"
MOST_BYTES = 1_000_000
MOST_ITEMS = 40
MOST_WORDS = 20  # of a selection
LONGEST = {"title": 300, "note": 3_000, "question": 500, "council": 80, "measure": 120}
LONGEST_TITLE = 120  # of an agenda
LONGEST_WORD = 250

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PAGE = re.compile(r"[a-z][a-z_]{0,39}")
_COUNCIL = re.compile(r"[a-z0-9-]{1,80}")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_OF_AGENDA = {"title", "council", "asof", "item"}
_OF_ITEM = {"page", "council", "measure", "selection", "title", "note", "question"}


class NotAnAgenda(Exception):
    """A file that is no agenda; the message is one sentence that names item and field."""


def read(text: bytes, asof: date | None = None) -> Agenda:
    """The agenda of a file in UTF-8; `asof` is its day where it names none. Raises NotAnAgenda."""
    found = _parsed(text)
    _known(found, _OF_AGENDA, "The agenda")
    items = found.get("item", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _expected("The agenda, item", "tables that begin with [[item]]", items)
    if len(items) > MOST_ITEMS:
        raise _expected("The agenda", f"at most {MOST_ITEMS} items", f"{len(items)}", said=True)
    council = _word(found, "council", "The agenda", _COUNCIL, "the word of a council (kent)")
    return Agenda(
        title=_one_line(_text(found, "title", "The agenda", LONGEST_TITLE, needed=True)),
        council=council,
        asof=_day(found, asof),
        items=tuple(
            _item(item, f"Item {number}", council) for number, item in enumerate(items, start=1)
        ),
    )


def write(agenda: Agenda) -> bytes:
    """The file of an agenda, in UTF-8. Raises NotAnAgenda where `read` could not read it."""
    head = [
        f"# An agenda of {NAME_AND_VERSION}",
        f"title = {_quoted(_one_line(agenda.title))}",
        f"council = {_quoted(agenda.council)}",
        f"asof = {agenda.asof.isoformat()}",
    ]
    written = "\n\n".join(["\n".join(head), *map(_written, agenda.items)]) + "\n"
    content = written.encode("utf-8")
    read(content)
    return content


def cut(text: str, most: int) -> str:
    """A text that may be longer than a field holds, its end left out."""
    text = printable(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _parsed(text: bytes) -> dict[str, Any]:
    if len(text) > MOST_BYTES:
        raise _expected("The file", f"at most {MOST_BYTES:,} bytes", f"{len(text):,}", said=True)
    try:
        return tomllib.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotAnAgenda("The file: expected text in UTF-8, found other bytes.") from None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as problem:
        why = str(problem)[:200] or "tables without end"
        raise NotAnAgenda(f"The file: expected an agenda in TOML, found: {why}.") from None


def _item(found: Mapping[str, Any], where: str, council: str) -> Item:
    _known(found, _OF_ITEM, where)

    def text(field: str) -> str:
        return _text(found, field, where, LONGEST[field])

    whose = "the word of a council (kent)"
    return Item(
        page=_word(found, "page", where, _PAGE, "the name of a page (ehc_plans)"),
        council=_word(found, "council", where, _COUNCIL, whose) if "council" in found else council,
        measure=_one_line(text("measure")),
        selection=_selection(found.get("selection", {}), where),
        title=_one_line(text("title")),
        note=text("note"),
        question=text("question"),
    )


def _selection(found: object, where: str) -> dict[str, str]:
    """The words of an address but for the council, of which the item says its own."""
    place = f"{where}, selection"
    if not isinstance(found, dict) or len(found) > MOST_WORDS:
        raise _expected(place, f'at most {MOST_WORDS} words as {{ show = "on-time" }}', found)
    for key, word in found.items():
        if not _KEY.fullmatch(key) or key == "council":
            raise _expected(place, "names of choices, such as with or show", key)
        if not isinstance(word, str) or len(word) > LONGEST_WORD or word != printable(word):
            raise _expected(f"{place}, {key}", f"a text of at most {LONGEST_WORD} letters", word)
    return dict(found)


def _known(found: Mapping[str, Any], fields: set[str], where: str) -> None:
    for field in found:
        if field not in fields:
            raise _expected(where, f"no field but {', '.join(sorted(fields))}", field)


def _word(
    found: Mapping[str, Any], field: str, where: str, form: re.Pattern[str], expected: str
) -> str:
    word = found.get(field)
    if not isinstance(word, str) or not form.fullmatch(word):
        raise _expected(f"{where}, {field}", expected, word)
    return word


def _text(
    found: Mapping[str, Any], field: str, where: str, most: int, *, needed: bool = False
) -> str:
    text = found.get(field, "")
    if not isinstance(text, str):
        raise _expected(f"{where}, {field}", "a text", text)
    if len(text) > most:
        raise _expected(
            f"{where}, {field}", f"at most {most:,} letters", f"{len(text):,}", said=True
        )
    if needed and not _one_line(text):
        raise _expected(f"{where}, {field}", "a text", found.get(field))
    return printable(text)


def _day(found: Mapping[str, Any], asof: date | None) -> date:
    day = found.get("asof", asof)
    if not isinstance(day, date) or isinstance(day, datetime):
        raise _expected("The agenda, asof", "a day (2026-11-28)", day)
    if day < FIRST:
        raise _expected(
            "The agenda, asof", f"a day from {day_words(FIRST)}", day_words(day), said=True
        )
    return day


def _expected(where: str, expected: str, found: object, *, said: bool = False) -> NotAnAgenda:
    """'Item 3, question: expected at most 500 letters, found 1,204.'"""
    return NotAnAgenda(f"{where}: expected {expected}, found {found if said else _shown(found)}.")


def _shown(found: object) -> str:
    kinds: Mapping[type, str] = {list: "a list", dict: "a table", bool: "true or false"}
    if found is None or found == "":
        return "nothing"
    return kinds.get(type(found)) or f"“{_one_line(cut(str(found), 60))}”"


def _written(item: Item) -> str:
    fields: Mapping[str, str] = {
        "page": _quoted(item.page),
        "council": _quoted(item.council),
        "measure": _quoted(_one_line(item.measure)),
        "selection": _table(item.selection),
        "title": _quoted(_one_line(item.title)),
        "note": _quoted(item.note),
        "question": _quoted(item.question),
    }
    return "\n".join(["[[item]]", *(f"{key} = {value}" for key, value in fields.items())])


def _table(words: Mapping[str, str]) -> str:
    inside = ", ".join(f"{_key(key)} = {_quoted(value)}" for key, value in words.items())
    return f"{{ {inside} }}" if inside else "{}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON escapes all that TOML does, but for the last sign of ASCII."""
    return json.dumps(printable(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())
