"""What a reader takes away: a citation, the figures as CSV and as a workbook.

Nothing here draws on a page or remembers anything, so many readers may be served at once.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pages.parts.exhibit.colours import PAIRS
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures import sources
from pages.parts.figures.sources import SourceFile
from pages.parts.language.safe import cell, printable
from pages.parts.language.version import NAME_AND_VERSION
from pages.parts.language.words import capitalise, in_a_sentence

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNOFFICIAL = f"{NAME_AND_VERSION}. This is not an official statistic."
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
NOTHING_WITHHELD = "No figure of {place} in this view is withheld or missing."
LONGEST_TEXT = 32_000  # characters that a cell of a workbook holds
HEAD = PatternFill("solid", fgColor=PAIRS["council"][0].lstrip("#"))

# How wide columns are, in letters as workbooks count them.
NARROWEST, WIDEST, ABOUT_WIDE = 11, 48, 110
NUMBER_WIDE = 8  # a number with its format
HEADING_WIDE = 20  # a longer heading takes a second line
ROWS_BESIDE = 3  # for the arrow of the filter
LOOKED_AT = 300  # rows that decide how wide a column is


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An exhibit on its way out, with the address that leads back to it."""

    exhibit: Exhibit
    link: str


def facts(paper: Paper) -> dict[str, str]:
    """What every file says about itself, by name; what is not known is left out."""
    exhibit = paper.exhibit
    every = {
        "Finding": exhibit.finding,
        "Measure": exhibit.measure,
        "Basis": exhibit.basis,
        "Place": exhibit.place,
        "Period": exhibit.period,
        "Source": exhibit.source.removeprefix("Source: "),
        "Release": "; ".join(dict.fromkeys(_release(file) for file in exhibit.releases)),
        "Retrieved": ", ".join(dict.fromkeys(_retrieved(file) for file in exhibit.releases)),
        "Caution": exhibit.warning,
        "Withheld": exhibit.withheld or NOTHING_WITHHELD.format(place=in_a_sentence(exhibit.place)),
        "Notes": " ".join(note for note in exhibit.notes if note != exhibit.withheld),
        "Link": paper.link,
        "Licence": LICENCE,
        "Made by": UNOFFICIAL,
    }
    return {name: text for name, text in every.items() if text}


def dates(paper: Paper) -> str:
    """When the releases were published and retrieved, in a sentence; empty without a release."""
    files = paper.exhibit.releases
    published = ", ".join(dict.fromkeys(day for file in files if (day := sources.published(file))))
    retrieved = ", ".join(dict.fromkeys(_retrieved(file) for file in files))
    if not files:
        return ""
    return (
        f"Published {published}; retrieved {retrieved}." if published else f"Retrieved {retrieved}."
    )


def citation(paper: Paper) -> str:
    """A reference to paste under a figure in a paper, a line each."""
    said = facts(paper)
    basis = said.get("Basis", "")
    known = basis.lower() in said["Measure"].lower()
    about = [said["Measure"], "" if known else basis, said["Place"], said["Period"]]
    lines = [
        f"{said['Finding']}.",
        f"{capitalise('; '.join(part for part in about if part))}.",
        f"Source: {said['Source']} {dates(paper)}",
        said["Withheld"],
        said["Link"],
        f"{said['Made by']} {said['Licence']}",
    ]
    return "\n".join(lines)


def csv(paper: Paper) -> bytes:
    """The figures and their basis, one table with one header row; `notes` says what they are."""
    frame, basis = paper.exhibit.figures.frame(), paper.exhibit.basis
    known = "basis" in frame.columns or not basis
    return csv_bytes(frame if known else frame.assign(basis=basis))


def notes(said: Mapping[str, str]) -> bytes:
    """What a file of figures says about itself, once: a paragraph for each fact."""
    text = "\r\n\r\n".join(f"{name}: {printable(text)}" for name, text in said.items())
    return f"{text}\r\n".encode("utf-8-sig")


def zipped(paper: Paper) -> bytes:
    """The figures as CSV and beside them a text that says what they are, in one file."""
    name = paper.exhibit.name
    return archive({f"{name}.csv": csv(paper), f"{name}-notes.txt": notes(facts(paper))})


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files by name as one zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as together:
        for name, content in files.items():
            together.writestr(name, content)
    return made.getvalue()


def workbook(paper: Paper) -> bytes:
    """Two sheets: the figures with their formats, and what the figures are."""
    book = Workbook()
    figures = cast(Worksheet, book.active)
    figures.title = "Figures"
    _figures(figures, paper.exhibit)
    _about(book.create_sheet("About"), facts(paper))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _figures(sheet: Worksheet, exhibit: Exhibit) -> None:
    """The sheet of figures; where the figure itself is absent, its cell holds the reason."""
    frame = exhibit.figures.frame()
    texts = [str(name) for name in frame.columns]
    sheet.append([_safe(text) for text in texts])
    first = next(iter(exhibit.figures.formats), "")
    for record in frame.to_dict("records"):
        row = {name: None if pd.isna(value) else value for name, value in record.items()}
        if row.get(first) is None and first:
            row[first] = row.get(exhibit.figures.words)
        sheet.append([_safe(value) for value in row.values()])
    for place, name in enumerate(texts, start=1):
        _column(sheet, place, exhibit.figures.formats.get(name))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _column(sheet: Worksheet, place: int, written: str | None) -> None:
    """One column: the style of its header, the format of its numbers, the room that it needs."""
    letter = get_column_letter(place)
    cells = sheet[letter]
    cells[0].font = Font(bold=True, color="FFFFFF")
    cells[0].fill = HEAD
    cells[0].alignment = Alignment(wrap_text=True, vertical="top")
    longest = 0
    for number, entry in enumerate(cells):
        if isinstance(entry.value, str):
            entry.data_type = "s"
        elif written:
            entry.number_format = written
        if 0 < number < LOOKED_AT and entry.value is not None:
            text = isinstance(entry.value, str)
            longest = max(longest, len(str(entry.value)) if text else NUMBER_WIDE)
    wide = max(longest, min(len(str(cells[0].value)), HEADING_WIDE)) + ROWS_BESIDE
    sheet.column_dimensions[letter].width = min(max(wide, NARROWEST), WIDEST)


def _about(sheet: Worksheet, said: dict[str, str]) -> None:
    for name, text in said.items():
        sheet.append([name, _safe(text)])
    for left, right in sheet.iter_rows(max_col=2):
        left.font = Font(bold=True)
        right.data_type = "s"
        for entry in (left, right):
            entry.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = NARROWEST
    sheet.column_dimensions["B"].width = ABOUT_WIDE


def _safe(value: object) -> object:
    """What a cell may hold: no formula, no character that a workbook cannot hold."""
    if isinstance(value, str):
        return str(cell(printable(value)))[:LONGEST_TEXT]
    return value


def _release(file: SourceFile) -> str:
    title, published = f"{file.publication}, {file.title}", sources.published(file)
    return f"{title}, published {published}" if published else title


def _retrieved(file: SourceFile) -> str:
    return sources.retrieved(file) or "on a day not known"


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that spreadsheets open as it is meant: UTF-8 with a mark, no formulas."""
    safe = frame.map(cell).rename(columns=lambda name: cell(name))
    return safe.to_csv(index=False).encode("utf-8-sig")
