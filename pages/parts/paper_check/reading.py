"""A paper, read whole: PDF, Word or text, told apart by what is in the file and not by its name.

A PDF or Word file is read by another process with a limit on time and memory, so that a hostile
file can harm nothing. Nothing of a paper is run, opened or taken for Markdown: it is text.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pages.parts.language.words import listed
from pages.parts.paper_check.records import Line, Paper
from pages.parts.paper_check.text import cell_texts, heading, is_header, plain_text, title_of

MOST_BYTES = 20_000_000
MOST_LETTERS = 3_000_000
MOST_LINES = 50_000
LONGEST_LINE = 10_000
MOST_NUMBERS = 10_000
MOST_SECONDS = 90
PROJECT = Path(__file__).parents[3]

PDF, WORD, TEXT = "pdf", "word", "text"
STARTS = (
    (b"PK\x03\x04", WORD),
    (b"\xd0\xcf\x11\xe0", "old"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "rich"),
)
OTHERS = {
    "old": "an old Office file, or one that is locked by a password; save it as .docx without one",
    "picture": "a picture; a paper is read where its text can be copied",
    "rich": "a rich text file; save it as .docx",
    "web": "a web page; save it as a PDF, or paste its text",
}
WANTED = "a PDF, a Word file (.docx) or text"


class Unreadable(Exception):
    """A paper that cannot be read; the message is one sentence that says why."""


def read(name: str, content: bytes) -> Paper:
    """The paper in a file; `name` is said in what is wrong with it, and is not kept.

    Raises Unreadable: too large, locked, damaged, of another kind, without any text.
    """
    shown = plain_text(Path(name).name)[:80] or "The file"
    if not content:
        raise Unreadable(f"{shown} is empty; expected {WANTED}.")
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"{shown} has {len(content) / 1e6:.0f} million bytes; at most "
            f"{MOST_BYTES / 1e6:.0f} million are read."
        )
    kind = _kind(content)
    if kind in OTHERS:
        raise Unreadable(f"{shown} is {OTHERS[kind]}.")
    paper = read_text(_decoded(shown, content)) if kind == TEXT else _apart(shown, kind, content)
    if not any(line.text.strip() for line in paper.lines):
        raise Unreadable(_no_text(shown, paper))
    return paper


def read_text(text: str, title: str = "") -> Paper:
    """The paper in a text, a Line for each of its lines that is not empty, numbered from 1.

    Cells are parted by tabs or bars. Raises Unreadable where it is too long.
    """
    if len(text) > MOST_LETTERS:
        raise Unreadable(f"The text has {len(text):,} letters; at most {MOST_LETTERS:,} are read.")
    raw = text.splitlines()
    if len(raw) > MOST_LINES:
        raise Unreadable(f"The text has {len(raw):,} lines; at most {MOST_LINES:,} are read.")
    lines = tuple(_text_lines(raw))
    _check_lines("The text", lines)
    return Paper(title=title or title_of(line.text for line in lines), lines=lines)


_NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+(?:teen|ty))\b|\bhalf\b",
    re.I,
)


def _check_lines(shown: str, lines: Sequence[Line]) -> None:
    """Raise Unreadable for more numbers, or more in one line, than any paper has."""
    found = sum(sum(1 for _ in _NUMBER.finditer(line.text)) for line in lines)
    if found > MOST_NUMBERS:
        raise Unreadable(f"{shown} has {found:,} numbers; at most {MOST_NUMBERS:,} are read.")
    for line in lines:
        if len(line.text) > LONGEST_LINE:
            raise Unreadable(
                f"{shown} has {len(line.text):,} letters in line {line.number}; at most "
                f"{LONGEST_LINE:,} in a line are read."
            )


def _text_lines(raw: Iterable[str]) -> Iterable[Line]:
    section = ""
    headers: tuple[str, ...] = ()
    for number, line in enumerate(raw, 1):
        text = plain_text(line)
        cells = cell_texts(line)
        if not cells and (text or not line.strip()):
            headers = ()  # the table has ended
        if not text:
            continue
        if not cells:
            section = heading(line) or section
        fitted = headers if len(headers) == len(cells) else ()
        if cells and not headers and is_header(cells):
            headers = cells
        yield Line(number=number, text=text, cells=cells, headers=fitted, section=section)


def _kind(content: bytes) -> str:
    if b"%PDF-" in content[:1024]:
        return PDF
    if content[:1024].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "web"
    return next((kind for start, kind in STARTS if content.startswith(start)), TEXT)


def _decoded(shown: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(f"{shown} is of a kind that is not read; expected {WANTED}.")


def _apart(shown: str, kind: str, content: bytes) -> Paper:
    """What the other process read; see documents.py."""
    command = [sys.executable, "-m", "pages.parts.paper_check.documents", kind]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, cwd=PROJECT, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(
            f"{shown} took longer than {MOST_SECONDS} seconds to read, so it was left."
        ) from None
    answer = _answer(done.stdout)
    if answer is None:
        raise Unreadable(
            f"{shown} could not be read: it is damaged, or it needs more memory than it may have."
        )
    if problem := answer.get("problem"):
        raise Unreadable(f"{shown} {problem}")
    lines = tuple(
        Line(**{**line, "cells": tuple(line["cells"]), "headers": tuple(line["headers"])})
        for line in answer["lines"]
    )
    _check_lines(shown, lines)
    if sum(len(line.text) for line in lines) > MOST_LETTERS:
        raise Unreadable(f"{shown} has more than {MOST_LETTERS:,} letters.")
    return Paper(
        title=answer["title"],
        lines=lines,
        pages=answer["pages"],
        without_text=tuple(answer["without_text"]),
    )


def _answer(output: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(output)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def pictures(paper: Paper) -> str | None:
    """A sentence on the pages that are pictures without text; None where there are none."""
    if not paper.without_text:
        return None
    numbers = listed([str(page) for page in paper.without_text])
    if len(paper.without_text) == 1:
        return f"Page {numbers} is a picture without text, so its figures are not read."
    return f"Pages {numbers} are pictures without text, so their figures are not read."


def _no_text(shown: str, paper: Paper) -> str:
    if paper.without_text:
        return (
            f"{shown} has no text: its pages are pictures. A paper is read where its text can "
            "be copied."
        )
    return f"{shown} has no text."
