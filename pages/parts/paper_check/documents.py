"""Read a PDF or a Word file from standard input, and write what it says as JSON.

Run by reading.py as a process of its own: `python -m pages.parts.paper_check.documents pdf`. Where
the system can limit the memory of a process, it is limited first.
"""

import io
import json
import logging
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from pages.parts.paper_check.reading import MOST_LINES
from pages.parts.paper_check.records import Line
from pages.parts.paper_check.text import (
    LONGEST_TITLE,
    MOST_HEADING_WORDS,
    is_header,
    is_number,
    joined,
    plain_text,
    title_of,
)

MOST_MEMORY = 2_000_000_000
MOST_UNPACKED = 150_000_000
MOST_PARTS = 5_000
MOST_PAGES = 400

Words = list[dict[str, Any]]
LOCKED = "is locked by a password; save it without one."
BROKEN = "is no whole PDF, or needs more memory than it may have, so it is not read."
NO_WORD = "is a packed file and no Word file (.docx)."


class Refused(Exception):
    """Why a document is not read, in words that follow its name."""


def main() -> None:
    """Read standard input as the kind that the command line names."""
    limit_memory()
    logging.disable(logging.CRITICAL)
    content = sys.stdin.buffer.read()
    try:
        answer = {"pdf": pdf, "word": word}[sys.argv[1]](content)
    except Refused as refusal:
        answer = {"problem": str(refusal)}
    sys.stdout.write(json.dumps(answer))


def limit_memory() -> None:
    """Let this process have so much memory and no more, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def answered(
    title: str, lines: Sequence[Line], pages: int | None = None, without: Sequence[int] = ()
) -> dict[str, Any]:
    """What reading.py makes a Paper of."""
    return {
        "title": title or title_of(line.text for line in lines),
        "lines": [asdict(line) for line in lines],
        "pages": pages,
        "without_text": list(without),
    }


def shown_title(title: str | None) -> str:
    """A title that a program wrote into the file, unless it is the name of a file."""
    text = plain_text(title or "")
    named = re.search(r"\.(docx?|pdf|pptx?|xlsx?)$|^Microsoft |^untitled|^Document\d*$", text, re.I)
    return "" if named or len(text) > LONGEST_TITLE else text


# Word


def word(content: bytes) -> dict[str, Any]:
    """The paragraphs and tables of a Word file, in their order."""
    import docx
    from docx.table import Table

    check_package(content)
    try:
        document = docx.Document(io.BytesIO(content))
        blocks = list(document.iter_inner_content())
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError, NotImplementedError) as error:
        raise Refused("is damaged: it is no whole Word file.") from error
    except RuntimeError as error:  # a package that is locked
        raise Refused(LOCKED) from error
    lines: list[Line] = []
    section = ""
    for block in blocks:
        if isinstance(block, Table):
            rows = [row_texts(row.cells) for row in block.rows]
            lines += table_lines(rows, len(lines), section, None)
        elif text := plain_text(block.text.replace("\n", " ")):
            style = (block.style.name or "") if block.style else ""
            if style.startswith(("Heading", "Title")):
                section = text
            lines.append(Line(number=len(lines) + 1, text=text, section=section))
        if len(lines) > MOST_LINES:
            raise Refused(f"has more than {MOST_LINES:,} lines.")
    return answered(shown_title(document.core_properties.title), lines)


def row_texts(cells: Sequence[Any]) -> list[str]:
    """The cells of a row of a Word table; one that spans columns is told once."""
    texts: list[str] = []
    for at, cell in enumerate(cells):
        spans = at > 0 and cell._tc is cells[at - 1]._tc
        text = " ".join(paragraph.text for paragraph in cell.paragraphs)
        texts.append("" if spans else plain_text(text))
    return texts


def check_package(content: bytes) -> None:
    """Refuse a package that is no Word file, or that would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Refused("is damaged: it is no whole Word file.") from error
    if not any(part.filename == "word/document.xml" for part in parts):
        raise Refused(NO_WORD)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Refused(
            f"unpacks to {unpacked / 1e6:,.0f} million bytes in {len(parts):,} parts; at most "
            f"{MOST_UNPACKED / 1e6:.0f} million in {MOST_PARTS:,} are read."
        )


# Tables of both


def table_lines(
    rows: Sequence[Sequence[str | None]], before: int, section: str, page: int | None
) -> Iterator[Line]:
    """The rows of a table; the first ones without a number are its headers, joined."""
    texts = [tuple(plain_text(cell or "") for cell in row) for row in rows]
    texts = [row for row in texts if any(row)]
    headers: tuple[str, ...] = ()
    body = False
    for number, cells in enumerate(texts, before + 1):
        header = not body and is_header(cells) and len(cells) > 1
        body = body or not header
        yield Line(
            number=number,
            text=" ".join(cell for cell in cells if cell),
            page=page,
            cells=cells,
            headers=() if header or len(headers) != len(cells) else headers,
            section=section,
        )
        if header:
            both = zip(headers, cells, strict=False)
            headers = tuple(spoken(a, b) for a, b in both) if headers else cells


def spoken(above: str, below: str) -> str:
    """What stands above a column in two rows of headers."""
    return above if above == below or not below else f"{above} {below}".strip()


# PDF


def pdf(content: bytes) -> dict[str, Any]:
    """The paragraphs and tables of a PDF, page by page."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            count = len(document.pages)
            if count > MOST_PAGES:
                raise Refused(f"has {count} pages; at most {MOST_PAGES} are read.")
            lines: list[Line] = []
            without: list[int] = []
            section = ""
            for number, page in enumerate(document.pages, 1):
                read = list(page_lines(page, number, len(lines), section))
                if not read and page.images:
                    without.append(number)
                lines += read
                section = lines[-1].section if lines else section
                page.close()
                if len(lines) > MOST_LINES:
                    raise Refused(f"has more than {MOST_LINES:,} lines.")
            title = shown_title(str(document.metadata.get("Title") or ""))
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise Refused(LOCKED) from error
        raise Refused(BROKEN) from error
    except Refused:
        raise
    except Exception as error:  # a damaged PDF ends in whatever its reader comes upon
        raise Refused(BROKEN) from error
    return answered(title, lines, count, without)


def page_lines(page: Any, number: int, before: int, section: str) -> Iterator[Line]:
    """The lines of one page from its top: rows of ruled tables, rows in columns, paragraphs."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not any(within(item, box) for box in boxes))
    words = outside.extract_words(extra_attrs=["size", "fontname"], return_chars=False)
    rows = printed_rows(words)
    usual = usual_size(words)
    pieces: list[tuple[float, Any]] = [(table.bbox[1], table) for table in tables]
    pieces += [(block[0][0]["top"], block) for block in blocks(rows)]
    for _, piece in sorted(pieces, key=lambda piece: piece[0]):
        if not isinstance(piece, list):
            read = list(table_lines(piece.extract(), before, section, number))
        elif len(cells_of(piece[0])) > 1:
            read = list(table_lines(fitted(piece), before, section, number))
        else:
            text = plain_text(paragraph(piece))
            if not text:
                continue
            if is_heading(piece, text, usual):
                section = text
            read = [Line(number=before + 1, text=text, page=number, section=section)]
        before += len(read)
        yield from read


def within(item: Any, box: Sequence[float]) -> bool:
    """Whether the middle of a thing on a page lies in a box."""
    if "x0" not in item or "top" not in item:
        return False
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def printed_rows(words: Words) -> list[Words]:
    """Words that stand on one line of the page, from the left."""
    rows: list[Words] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        height = word["bottom"] - word["top"]
        if rows and abs(rows[-1][-1]["bottom"] - word["bottom"]) < height / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def cells_of(row: Words) -> list[Words]:
    """The words of a row, parted where the gap is wide."""
    cells = [[row[0]]]
    for word, after in pairwise(row):
        height = after["bottom"] - after["top"]
        if after["x0"] - word["x1"] > 1.5 * height:
            cells.append([])
        cells[-1].append(after)
    return cells


def in_columns(row: Words) -> bool:
    """Whether a row has several cells, of which one is a number."""
    cells = cells_of(row)
    return len(cells) > 1 and any(is_number(text_of(cell)) for cell in cells[1:])


def text_of(words: Words) -> str:
    return " ".join(word["text"] for word in words)


def blocks(rows: Sequence[Words]) -> Iterator[list[Words]]:
    """Rows that belong together: a table in columns with the line above it, or a paragraph."""
    kinds = [in_columns(row) for row in rows]
    for at in range(len(rows) - 1):
        kinds[at] = kinds[at] or (kinds[at + 1] and len(cells_of(rows[at])) > 1)
    block: list[Words] = []
    for at, row in enumerate(rows):
        if block and (kinds[at] != kinds[at - 1] or (not kinds[at] and parted(rows[at - 1], row))):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def parted(above: Words, below: Words) -> bool:
    """Whether a paragraph ends between two rows: a wide gap, another size, or a bullet."""
    height = above[0]["bottom"] - above[0]["top"]
    gap = below[0]["top"] - above[0]["bottom"]
    other = abs(above[0]["size"] - below[0]["size"]) > 0.5
    bullet = re.match(r"^([-–—•●▪◦○]|\d{1,2}[.)]|\d+\.\d+)$", below[0]["text"])
    return gap > 0.7 * height or other or bool(bullet) or bold(above) != bold(below)


def bold(row: Words) -> bool:
    return all("bold" in word["fontname"].lower() for word in row)


def paragraph(block: Sequence[Words]) -> str:
    text = text_of(block[0])
    for row in block[1:]:
        text = joined(text, text_of(row))
    return text


def usual_size(words: Words) -> float:
    """The size in which most words of the page are set."""
    sizes = Counter(round(word["size"], 1) for word in words)
    return sizes.most_common(1)[0][0] if sizes else 0


def is_heading(block: Sequence[Words], text: str, usual: float) -> bool:
    """Whether a paragraph is short, and larger than most or bold."""
    if len(text.split()) > MOST_HEADING_WORDS or text.endswith((".", ",", ";")):
        return False
    return block[0][0]["size"] > usual + 0.5 or bold(block[0])


def fitted(rows: Sequence[Words]) -> list[list[str]]:
    """Rows of words as rows of cells, each below the header that stands nearest over it."""
    widest = max((cells_of(row) for row in rows), key=len)
    middles = [middle(cell) for cell in widest]
    table = []
    for row in rows:
        cells = [""] * len(middles)
        for cell in cells_of(row):
            near = min(range(len(middles)), key=lambda at: abs(middles[at] - middle(cell)))
            cells[near] = f"{cells[near]} {text_of(cell)}".strip()
        table.append(cells)
    return table


def middle(words: Iterable[dict[str, Any]]) -> float:
    found = list(words)
    return float((found[0]["x0"] + found[-1]["x1"]) / 2)


if __name__ == "__main__":
    main()
