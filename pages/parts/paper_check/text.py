"""The text of a paper made plain: no marks of layout, letters as they are read."""

import re
from collections.abc import Iterable, Sequence

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
PLAIN = str.maketrans(
    LIGATURES
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e", "")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\u2002\u2003\u2008\u200a", " ")
    | {"\u2212": "-", "\u2010": "-", "\u2011": "-"}
)
MOST_HEADING_WORDS = 12
LONGEST_TITLE = 120

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TAGS = re.compile(r"</?(?:b|i|u|p|em|strong|sup|sub|br|span)\s*/?>", re.I)
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_STARS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|__")
_SPACES = re.compile(r"\s+")
_BULLET = re.compile(r"^\s*(?:[-–—•●▪◦○*]|\d{1,2}[.)]|[a-z]\))\s+")
_RULE = re.compile(r"^[\s|:+-]*$")
_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|\bQ[1-4]\b", re.I)
_CELL_NUMBER = re.compile(r"^[<>~c£+-]*\s*\d[\d,. ]*\s*(?:%|per ?cent|k)?\s*[↑↓]?$", re.I)


def plain_text(text: str) -> str:
    """A line without control characters, marks of bold and links, and with single spaces."""
    text = _LINKED.sub(r"\1", _TAGS.sub("", text.translate(PLAIN)))
    text = _STARS.sub("", _CONTROL.sub(" ", text))
    text = re.sub(r"^\s*#{1,6}\s+", "", text)
    return _SPACES.sub(" ", text).strip()


def cell_texts(line: str) -> tuple[str, ...]:
    """The cells of a row that tabs or bars part; nothing where the line is no row.

    Empty cells stay, so that those after them stand below their headers.
    """
    if "\t" in line:
        cells = line.rstrip("\r\n").split("\t")
    elif line.strip().startswith("|") and line.count("|") > 2:
        if _RULE.match(line):
            return ()
        cells = line.strip().strip("|").split("|")
    else:
        return ()
    texts = tuple(plain_text(cell) for cell in cells)
    return texts if sum(1 for text in texts if text) > 1 else ()


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: no cell is a number, but for years and periods."""
    return not any(is_number(cell) for cell in cells)


def is_number(cell: str) -> bool:
    """Whether a cell is a number and no year or period."""
    return bool(_CELL_NUMBER.match(cell)) and not _YEAR.search(cell)


def heading(line: str) -> str:
    """The line, if it is a heading: marked as one, or short and without the end of a sentence."""
    marked = line.lstrip().startswith("#") or re.fullmatch(r"\s*\*\*[^*]+\*\*\s*", line)
    text = plain_text(line)
    words = text.split()
    if not words or len(words) > MOST_HEADING_WORDS or "\t" in line:
        return ""
    if marked:
        return text
    if _BULLET.match(line) and not re.match(r"^\d+(?:\.\d+)*\.?\s+[A-Z]", text):
        return ""
    ends = text[-1] in ".,;:?!" and not text.endswith("?")
    return "" if ends or not (text[0].isupper() or text[0].isdigit()) else text


def title_of(texts: Iterable[str]) -> str:
    """The first line that has letters, cut to the length of a title."""
    found = next((text for text in texts if re.search(r"[A-Za-z]{3}", text)), "")
    return found if len(found) <= LONGEST_TITLE else found[: LONGEST_TITLE - 1].rstrip() + "…"


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph; a word or number that the line end parted is whole again."""
    if re.search(r"[a-z]-$", before) and re.match(r"[a-z]{2}", after):
        return before[:-1] + after
    if re.search(r"\d,$", before) and re.match(r"\d{3}\b", after):
        return before + after
    return f"{before} {after}"
