"""An exhibit as a workbook: a table laid out for people with a chart, the rows, what they are."""

import io
import math
import re
from collections.abc import Sequence
from typing import Any, cast

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pages.parts.exhibit.exhibit import COUNT, Exhibit
from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL, Paper, dates, facts
from pages.parts.exhibit.layout import (
    Block,
    Record,
    chart_title,
    heading,
    laid_out,
    records,
    without_marks,
)
from pages.parts.exhibit.native_chart import native_chart, paper_colour, rows_covered
from pages.parts.figures import known
from pages.parts.language.safe import cell, printable
from pages.parts.language.words import capitalise

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_000  # characters that a cell of a workbook holds
HEAD, BAND = (PatternFill("solid", fgColor=paper_colour(name)) for name in ("council", "band"))
WRAPPED = Alignment(wrap_text=True, vertical="top")

# How wide columns are, in letters as workbooks count them, and how high a line, in points.
NARROWEST, WIDEST, ABOUT_WIDE = 11, 48, 110
NUMBER_WIDE = 8  # a number with its format
HEADING_WIDE = 20  # a longer heading takes a second line
ROWS_BESIDE = 3  # for the arrow of the filter
LOOKED_AT = 300  # rows that decide how wide a column is
LINE_HIGH = 15

# A chart stands beside a table that is narrow or long, else below it.
FEW_COLUMNS, MANY_ROWS = 5, 25
BEHIND = "Behind the chart: empty where there is no figure"
BEHIND_LINES = f"{BEHIND}, or where the line must stop"
YEAR = re.compile(r"\d{4}")


def workbook(paper: Paper) -> bytes:
    """Three sheets: tables and a chart of them, the figures as rows, and what the figures are."""
    book = Workbook()
    table = cast(Worksheet, book.active)
    table.title = "Table"
    _table(table, paper)
    _figures(book.create_sheet("Figures"), paper.exhibit)
    _about(book.create_sheet("About"), facts(paper))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _plain_year(text: object) -> object:
    """A year alone as a number, a period in words with a capital."""
    if not isinstance(text, str):
        return text
    return int(text) if YEAR.fullmatch(text) else capitalise(text.removeprefix("the "))


# The first sheet


def _table(sheet: Worksheet, paper: Paper) -> None:
    """Finding, tables with their chart, then source and notes."""
    exhibit = paper.exhibit
    _write(sheet, 1, [exhibit.finding])[0].font = Font(bold=True, size=14)
    subtitle = [without_marks(line) for line in exhibit.subtitle]
    for number, line in enumerate(subtitle, start=2):
        _write(sheet, number, [line])[0].font = Font(color=paper_colour("muted"))
    _under(sheet, _tables(sheet, len(subtitle) + 3, exhibit), paper)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _tables(sheet: Worksheet, top: int, exhibit: Exhibit) -> int:
    """The tables of an exhibit from row `top` on, and its chart; the answer is the next free row.

    A table for the chart alone is the last.
    """
    laid = laid_out(exhibit)
    drawn, first = laid.drawn, laid.first
    behind = [drawn.block] if drawn and drawn.apart else []
    _widths(sheet, [first, *laid.more, *behind])
    beside = len(first.heads) <= FEW_COLUMNS or len(first.rows) > MANY_ROWS
    head, below = _block(sheet, top, first, exhibit.place)
    free, chart_row = below, (head if beside else below)
    covered = rows_covered(drawn) + 1 if drawn else 0
    if not beside:
        free += covered
    for block in laid.more:
        _, free = _block(sheet, free, block, exhibit.place)
    if drawn and drawn.apart:
        stops = bool(exhibit.figures.layout.breaks)
        _write(sheet, free, [BEHIND_LINES if stops else BEHIND])[0].font = Font(italic=True)
        head, free = _block(sheet, free + 1, drawn.block, exhibit.place)
    if drawn:
        column = get_column_letter(len(first.heads) + 2) if beside else "A"
        chart = native_chart(
            sheet, head, drawn, chart_title(exhibit.measure, laid.period, drawn), exhibit.place
        )
        sheet.add_chart(chart, f"{column}{chart_row}")
    return max(free, chart_row + covered)


def _block(sheet: Worksheet, top: int, block: Block, council: str) -> tuple[int, int]:
    """A table, the row of the council marked: the row of its heads, and the next free row."""
    if block.title:
        _write(sheet, top, [block.title])[0].font = Font(bold=True)
        top += 1
    heads = _header(sheet, top, [block.heads[0], *map(_plain_year, block.heads[1:])])
    sides = [_aligned(block, place) for place in range(1, len(block.heads))]
    for entry, side in zip(heads[1:], sides, strict=True):
        entry.alignment = side
    for number, values in enumerate(block.rows, start=top + 1):
        own = values[0] == council
        name, *cells = _write(sheet, number, values)
        for entry in (name, *cells):
            entry.font = Font(bold=own)
            if own:
                entry.fill = BAND
        for entry, side, written in zip(cells, sides, block.formats, strict=True):
            entry.alignment = side
            entry.number_format = "General" if isinstance(entry.value, str) else written
    return top, top + len(block.rows) + 2


def _aligned(block: Block, place: int) -> Alignment:
    """Columns of numbers to the right, of words to the left and away from a number before them."""
    numbers = any(isinstance(row[place], (int, float)) for row in block.rows)
    if numbers or block.formats[place - 1] != "General":
        return Alignment(horizontal="right", vertical="top", wrap_text=True)
    return Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)


def _widths(sheet: Worksheet, blocks: Sequence[Block]) -> None:
    """The room that each column needs for all the tables of a sheet."""
    for place in range(max(len(block.heads) for block in blocks)):
        across = [block for block in blocks if len(block.heads) > place]
        heads = [block.heads[place] for block in across]
        values = [row[place] for block in across for row in block.rows[:LOOKED_AT]]
        _wide(sheet, place + 1, [max(heads, key=len), *values])


def _under(sheet: Worksheet, top: int, paper: Paper) -> None:
    """Source and notes, each over the width of the table."""
    exhibit = paper.exhibit
    said = {
        "Source": f"{facts(paper)['Source']} {dates(paper)}",
        "As known": known.said(),
        "Caution": exhibit.warning,
        "Withheld": exhibit.withheld,
    }
    texts = [f"{name}: {text}" for name, text in said.items() if text]
    texts += [note for note in exhibit.notes if note and note != exhibit.withheld]
    texts += [paper.link, f"{UNOFFICIAL} {LICENCE}"]
    for number, text in enumerate((text for text in texts if text), start=top):
        (entry,) = _write(sheet, number, [text])
        entry.alignment = WRAPPED
        wide, last = _across(sheet)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=last)
        sheet.row_dimensions[number].height = LINE_HIGH * math.ceil(len(text) / wide)


def _across(sheet: Worksheet) -> tuple[int, int]:
    """How many letters wide a text under the table may be, and its last column."""
    wide = 0
    for number in range(1, ABOUT_WIDE):
        wide += int(sheet.column_dimensions[get_column_letter(number)].width)
        if wide >= ABOUT_WIDE:
            break
    return wide, number


# The second and the third


def _figures(sheet: Worksheet, exhibit: Exhibit) -> None:
    """The sheet of figures; where the figure itself is absent, its cell holds the reason."""
    frame = exhibit.figures.frame()
    names = [str(name) for name in frame.columns]
    rows = _filled(exhibit, frame)
    for place, name in enumerate(names, start=1):
        _wide(sheet, place, [heading(name), *(record[name] for record in rows)])
    _header(sheet, 1, [heading(name) for name in names])
    for number, record in enumerate(rows, start=2):
        for name, entry in zip(names, _write(sheet, number, list(record.values())), strict=True):
            entry.number_format = _format(exhibit, name, entry)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _about(sheet: Worksheet, said: dict[str, str]) -> None:
    for number, (name, text) in enumerate(said.items(), start=1):
        left, right = _write(sheet, number, [name, text])
        left.font = Font(bold=True)
        left.alignment = right.alignment = WRAPPED
    sheet.column_dimensions["A"].width = NARROWEST
    sheet.column_dimensions["B"].width = ABOUT_WIDE


def _filled(exhibit: Exhibit, frame: pd.DataFrame) -> list[Record]:
    """The rows with words where the figure itself is absent, years as numbers."""
    first = next(iter(exhibit.figures.formats), "")
    rows = records(frame)
    for row in rows:
        if first and row.get(first) is None:
            row[first] = row.get(exhibit.figures.words)
        if isinstance(row.get("period"), str) and YEAR.fullmatch(row["period"]):
            row["period"] = int(row["period"])
    return rows


def _format(exhibit: Exhibit, name: str, entry: Cell) -> str:
    """The format of a cell by its column; counts are whole numbers where they are."""
    if not isinstance(entry.value, (int, float)):
        return "General"
    if name in ("numerator", "denominator"):
        return COUNT if float(entry.value).is_integer() else f"{COUNT}.0"
    return exhibit.figures.formats.get(name, "General")


def _write(sheet: Worksheet, number: int, values: Sequence[object]) -> list[Cell]:
    """Values from the left of a row, made harmless; the answer is its cells."""
    cells = []
    for place, value in enumerate(values, start=1):
        entry = cast(Cell, sheet.cell(row=number, column=place))
        entry.value = cast(Any, _safe(value))
        if isinstance(entry.value, str):
            entry.data_type = "s"
        cells.append(entry)
    return cells


def _header(sheet: Worksheet, number: int, heads: Sequence[object]) -> list[Cell]:
    """A row of heads, as high as its longest needs in the width that its column has."""
    lines = 1
    cells = _write(sheet, number, heads)
    for place, entry in enumerate(cells):
        entry.font = Font(bold=True, color="FFFFFF")
        entry.fill = HEAD
        entry.alignment = WRAPPED
        wide = sheet.column_dimensions[get_column_letter(place + 1)].width
        lines = max(lines, math.ceil((len(str(entry.value or "")) + 1) / wide))
    sheet.row_dimensions[number].height = LINE_HIGH * lines
    return cells


def _wide(sheet: Worksheet, place: int, values: Sequence[object]) -> None:
    """The room that a column needs, its heading being the first of its values."""
    head, *rest = values
    longest = max(
        (
            len(value) if isinstance(value, str) else NUMBER_WIDE
            for value in rest[:LOOKED_AT]
            if value is not None
        ),
        default=0,
    )
    wide = max(longest, min(len(str(head)), HEADING_WIDE)) + ROWS_BESIDE
    sheet.column_dimensions[get_column_letter(place)].width = min(max(wide, NARROWEST), WIDEST)


def _safe(value: object) -> object:
    """What a cell may hold: no formula, no character that a workbook cannot hold."""
    if isinstance(value, str):
        return str(cell(printable(value)))[:LONGEST_TEXT]
    return value
