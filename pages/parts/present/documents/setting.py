"""Documents set by typst: data in, PDF out, in a face of our own so that no host changes it.

What is told is handed over as JSON and stands in the document as text, never as markup.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from pages.parts.exhibit.colours import PAIRS
from pages.parts.language.safe import printable, throughout

FOLDER = Path(__file__).parent
# What both weights of the face can show; a test compares it with the face.
SET = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u017f\u0192\u02c6-\u02c7\u02d8-\u02dd\u0384-\u038a\u038c"
    r"\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u2013-\u2015\u2018-\u201e\u2020-\u2022\u2026"
    r"\u2030\u2032\u2033\u2039\u203a\u2044\u20ac\u2122\u2190-\u2193\u2212\u221e\u2248\u2260"
    r"\u2264\u2265\u25a0\u25a1\u25b2\u25ba\u25bc\u25c4\u25cb\u25cf]"
)
INSTEAD = "\u25a1"  # an empty square, as other programs show a letter that they do not have


@lru_cache
def faces() -> typst.Fonts:
    """The faces of every document, and no other of the machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"]
    )


def pdf(form: str, told: Mapping[str, Any]) -> bytes:
    """A document of a form ('booklet', 'cards') as PDF/UA: tagged, with language and outline.

    `told` holds texts, numbers, lists and records; letters that the face lacks become a square.
    """
    colours = {name: pair[0] for name, pair in PAIRS.items()}
    data = json.dumps(throughout({**told, "colours": colours}, _settable))
    # Its stub takes the faces and the template for one type of input.
    made = typst.compile(  # type: ignore[type-var]
        (FOLDER / f"{form}.typ").read_bytes(),
        root=str(FOLDER),
        font_paths=faces(),
        ignore_system_fonts=True,
        sys_inputs={"told": data},
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)  # a list of bytes is of pictures
    return made


def day(when: date) -> dict[str, int]:
    """A date as typst takes it."""
    return {"year": when.year, "month": when.month, "day": when.day}


def _settable(text: str) -> str:
    return SET.sub(INSTEAD, printable(text))
