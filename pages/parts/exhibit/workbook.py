"""An exhibit as a workbook: a table laid out for people with a chart, the rows, what they are."""

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.title import Title
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pages.parts.exhibit.colours import PAIRS
from pages.parts.exhibit.exhibit import COUNT, Exhibit
from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL, Paper, dates, facts
from pages.parts.language.safe import cell, printable
from pages.parts.language.words import INTERVAL, MONTHS, capitalise, digits, display_name

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_000  # characters that a cell of a workbook holds
HEAD, BAND = (PatternFill("solid", fgColor=PAIRS[n][0].lstrip("#")) for n in ("council", "band"))
WRAPPED = Alignment(wrap_text=True, vertical="top")

# How wide columns are, in letters as workbooks count them, and how high a line, in points.
NARROWEST, WIDEST, ABOUT_WIDE = 11, 48, 110
NUMBER_WIDE = 8  # a number with its format
HEADING_WIDE = 20  # a longer heading takes a second line
ROWS_BESIDE = 3  # for the arrow of the filter
LOOKED_AT = 300  # rows that decide how wide a column is
LINE_HIGH = 15

# Charts, in centimetres, and the rows of cells that one covers.
CHART_WIDE, CHART_HIGH, CHART_ROWS = 24, 9, 19
BAR_HIGH, ABOUT_BARS = 0.55, 3
MOST_LINES = 3  # more would need more colours than can be told apart
LINE_COLOURS = ("council", "england", "region")

COUNTS = "Counts behind the figures"
BEHIND = "Behind the chart: empty where there is no figure"
BEHIND_LINES = f"{BEHIND}, or where the line must stop"
BREAK = "Break"
ENGLAND = "England"
YEAR = re.compile(r"\d{4}")
DAY = re.compile(rf"(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)}) )?(\d{{4}})")
MARKS = re.compile(r"[a-z -]*\b(?:bars?|lines?|dots?|dashes|ticks?|rings?): ")
HEADINGS = {
    "value": "Figure",
    "in words": "As shown",
    "of": "Out of",
    "numerator": "Count (numerator)",
    "denominator": "Out of (denominator)",
    "interval low": f"{INTERVAL}, from",
    "interval high": f"{INTERVAL}, to",
}
OF_A_GRID = {"value", "interval low", "interval high"}

Record = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Figures with years across and places down, the council first and then England.

    `rows` has the row of the frame for each place and period there is.
    """

    periods: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Record]]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Where a block of cells stands: its header, its first column, how far it goes."""

    head: int
    columns: int
    rows: int


def workbook(paper: Paper) -> bytes:
    """Three sheets: a table and its chart, the figures as rows, and what the figures are."""
    book = Workbook()
    table = cast(Worksheet, book.active)
    table.title = "Table"
    _table(table, paper)
    _figures(book.create_sheet("Figures"), paper.exhibit)
    _about(book.create_sheet("About"), facts(paper))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def grid(exhibit: Exhibit) -> Grid | None:
    """The figures by place and period; None where they are not one figure for each of these."""
    frame = exhibit.figures.frame()
    numbers = set(exhibit.figures.formats) & set(map(str, frame.columns))
    if not {"place", "period", "value"} <= set(frame.columns) or numbers - OF_A_GRID:
        return None
    if frame.empty or frame.duplicated(["place", "period"]).any():
        return None
    rows: dict[str, dict[str, Record]] = {}
    for record in records(frame):
        rows.setdefault(display_name(str(record["place"])), {})[str(record["period"])] = record
    first = {exhibit.place: 0, ENGLAND: 1}
    places = sorted(rows, key=lambda place: first.get(place, 2))
    periods = sorted({period for row in rows.values() for period in row}, key=in_time)
    return Grid(periods=tuple(periods), rows={place: rows[place] for place in places})


def in_time(period: str) -> tuple[int, int, int]:
    """The last day that a period names, to sort by: year, month and day, 0 where not said."""
    days = DAY.findall(period)
    day, month, year = days[-1] if days else ("", "", "0")
    return int(year), MONTHS.index(month) + 1 if month else 0, int(day or 0)


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, None for what is absent."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def heading(name: str) -> str:
    """The name of a column as a person would write it."""
    return HEADINGS.get(name, capitalise(name))


def _plain_year(text: object) -> object:
    """A year alone as a number, a period in words with a capital."""
    if not isinstance(text, str):
        return text
    return int(text) if YEAR.fullmatch(text) else capitalise(text.removeprefix("the "))


# The first sheet


def _without_marks(line: str) -> str:
    """A subtitle without what it says of the marks of our own chart: 'bars: Trafford'."""
    return " · ".join(part for part in line.split(" · ") if not MARKS.match(part))


def _table(sheet: Worksheet, paper: Paper) -> None:
    exhibit = paper.exhibit
    _write(sheet, 1, [exhibit.finding])[0].font = Font(bold=True, size=14)
    subtitle = [_without_marks(line) for line in exhibit.subtitle]
    for number, line in enumerate(subtitle, start=2):
        _write(sheet, number, [line])[0].font = Font(color=PAIRS["muted"][0].lstrip("#"))
    top = len(subtitle) + 3
    laid = grid(exhibit)
    bottom = _years_across(sheet, top, exhibit, laid) if laid else _as_rows(sheet, top, exhibit)
    _under(sheet, bottom + 2, paper)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _years_across(sheet: Worksheet, top: int, exhibit: Exhibit, laid: Grid) -> int:
    """Table, chart and counts; the answer is the last row that they need."""
    figures = exhibit.figures
    written = figures.formats.get("value", "General")
    cells = {
        place: [_figure(row.get(period), figures.words) for period in laid.periods]
        for place, row in laid.rows.items()
    }
    table = _block(sheet, top, "Place", laid.periods, cells, written, exhibit.place)
    sheet.column_dimensions["A"].width = min(max(map(len, (*cells, COUNTS))) + 2, WIDEST)
    for place in range(2, len(laid.periods) + 2):
        sheet.column_dimensions[get_column_letter(place)].width = NARROWEST + 1
    chart_top = top + table.rows + 2
    bottom = chart_top + CHART_ROWS
    counts = {
        place: [_counts(row.get(period)) for period in laid.periods]
        for place, row in laid.rows.items()
    }
    if any(text for row in counts.values() for text in row):
        _write(sheet, bottom, [COUNTS])[0].font = Font(bold=True)
        block = _block(sheet, bottom + 1, "Place", laid.periods, counts, COUNT, exhibit.place)
        bottom += block.rows + 3
    drawn = {place: cells[place] for place in _lines(cells)}
    stops = [period for period in laid.periods[:-1] if period in figures.breaks]
    if stops or any(isinstance(value, str) for row in drawn.values() for value in row):
        _write(sheet, bottom, [BEHIND_LINES if stops else BEHIND])[0].font = Font(italic=True)
        periods, drawn = _with_gaps(laid.periods, drawn, stops)
        table = _block(sheet, bottom + 1, "Place", periods, drawn, written, exhibit.place)
        bottom += table.rows + 2
    data = Block(head=table.head, columns=table.columns, rows=len(drawn))
    chart = _line_chart if len(laid.periods) > 1 else _columns_chart
    sheet.add_chart(chart(sheet, data, exhibit.measure, written), f"A{chart_top}")
    return bottom


def _lines(cells: Mapping[str, Sequence[object]]) -> list[str]:
    """The places that are drawn: all where they are few, else the council and England."""
    places = list(cells)
    return places if len(places) <= MOST_LINES else places[:2]


def _with_gaps(
    periods: Sequence[str], rows: Mapping[str, Sequence[object]], stops: Sequence[str]
) -> tuple[list[str], dict[str, list[object]]]:
    """The same without words, as a chart takes these for 0, and with an empty column at breaks."""
    after = [number for number, period in enumerate(periods, start=1) if period in stops]
    heads, kept = (
        list(periods),
        {
            place: [None if isinstance(value, str) else value for value in row]
            for place, row in rows.items()
        },
    )
    for number in reversed(after):
        for values in (heads, *kept.values()):
            cast(list[object], values).insert(number, BREAK if values is heads else None)
    return heads, kept


def _figure(record: Record | None, words: str) -> object:
    """A figure, or the words that say why there is none; None without a row."""
    if record is None:
        return None
    value: object = record["value"]
    return record.get(words) if value is None else value


def _counts(record: Record | None) -> str | None:
    """'203 of 380', where both counts are known."""
    known = record or {}
    part, whole = known.get("numerator"), known.get("denominator")
    if part is None or whole is None:
        return None
    return " of ".join(digits(n, 0 if float(n).is_integer() else 1) for n in (part, whole))


def _block(
    sheet: Worksheet,
    top: int,
    corner: str,
    heads: Sequence[str],
    rows: Mapping[str, Sequence[object]],
    written: str,
    council: str,
) -> Block:
    """A header and a row for each place, that of the council bold."""
    _header(_write(sheet, top, [corner, *map(_plain_year, heads)]))
    for number, (place, values) in enumerate(rows.items(), start=top + 1):
        own = place == council
        for entry in _write(sheet, number, [place, *values]):
            entry.font = Font(bold=own)
            entry.number_format = written if entry.data_type == "n" else "General"
            if own:
                entry.fill = BAND
            if entry.column > 1:
                entry.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
    return Block(head=top, columns=len(heads) + 1, rows=len(rows))


def _as_rows(sheet: Worksheet, top: int, exhibit: Exhibit) -> int:
    """The rows as they are, and the first of their numbers as bars beside them."""
    frame = exhibit.figures.frame().drop(columns="status", errors="ignore")  # words say it
    names = [str(name) for name in frame.columns]
    rows = _filled(exhibit, frame)
    _header(_write(sheet, top, [heading(name) for name in names]))
    for number, record in enumerate(rows, start=top + 1):
        own = display_name(exhibit.place) in map(display_name, _texts(record))
        for name, entry in zip(names, _write(sheet, number, list(record.values())), strict=True):
            entry.font = Font(bold=own and "council" in names and "ward" not in names)
            entry.number_format = _format(exhibit, name, entry)
    for place, name in enumerate(names, start=1):
        _wide(sheet, place, [heading(name), *(record[name] for record in rows)])
    numbers = [name for name in (exhibit.figures.drawn, *exhibit.figures.formats) if name in names]
    bottom = top + len(rows) + 1
    if numbers and rows:
        bottom = _bars(sheet, top, exhibit, rows, numbers[0])
    return bottom


def _bars(sheet: Worksheet, top: int, exhibit: Exhibit, rows: list[Record], value: str) -> int:
    """Bars of one place and period; the answer is the last row that is used."""
    names, written = list(rows[0]), exhibit.figures.formats[value]
    drawn = _of_one_place(rows)
    label = _label(exhibit, drawn, value)
    bottom, data = top + len(rows) + 1, Block(head=top, columns=len(names), rows=len(drawn))
    across = (names.index(label) + 1, names.index(value) + 1)
    if drawn != rows[: len(drawn)] or any(isinstance(row[value], str) for row in drawn):
        _write(sheet, bottom + 1, [BEHIND])[0].font = Font(italic=True)
        numbers = {
            str(row[label]): [None if isinstance(row[value], str) else row[value]] for row in drawn
        }
        heads = [heading(value)]
        data = _block(sheet, bottom + 2, heading(label), heads, numbers, written, "")
        bottom, across = data.head + data.rows + 1, (1, 2)
    chart = _bar_chart(sheet, data, across, _title(value, drawn), written)
    sheet.add_chart(chart, f"{get_column_letter(len(names) + 2)}{top}")
    return bottom


def _of_one_place(rows: list[Record]) -> list[Record]:
    """The newest rows of the first place; all where there is but one of these."""
    own = [row for row in rows if row.get("place") == rows[0].get("place")]
    newest = max((str(row.get("period", "")) for row in own), key=in_time)
    drawn = [row for row in own if str(row.get("period", "")) == newest]
    return drawn if len(drawn) > 1 else rows


def _title(value: str, drawn: Sequence[Record]) -> str:
    """What the bars show: their column, and the place and the period where they are of one."""
    of = [{str(row[name]) for row in drawn} for name in ("place", "period") if name in drawn[0]]
    return ", ".join([heading(value), *(values.pop() for values in of if len(values) == 1)])


def _bar_chart(
    sheet: Worksheet, data: Block, across: tuple[int, int], title: str, written: str
) -> BarChart:
    """A bar for each row of a block; `across` has the columns of names and of numbers."""
    chart, last = BarChart(), data.head + data.rows
    chart.type = "bar"
    names, numbers = across
    chart.add_data(
        Reference(sheet, min_col=numbers, min_row=data.head, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=names, min_row=data.head + 1, max_row=last))
    chart.series[0].graphicalProperties.solidFill = PAIRS["council"][0].lstrip("#")
    chart.legend = None
    _dressed(chart, title, written)
    chart.gapWidth = 40
    chart.x_axis.scaling.orientation = "maxMin"  # the first row at the top, as in the table
    chart.y_axis.crosses = "max"
    chart.height = BAR_HIGH * data.rows + ABOUT_BARS
    return chart


def _label(exhibit: Exhibit, rows: Sequence[Record], value: str) -> str:
    """The column that tells rows apart: of words, with the most different ones, the first such."""
    numbers = {*exhibit.figures.formats, exhibit.figures.words, value}
    names = [name for name in rows[0] if name not in numbers and "code" not in name]
    return max(names, key=lambda name: len({str(row[name]) for row in rows}), default=value)


def _line_chart(sheet: Worksheet, data: Block, title: str, written: str) -> LineChart:
    chart = LineChart()
    _by_row(chart, sheet, data)
    for series, name in zip(chart.series, LINE_COLOURS, strict=False):
        colour = PAIRS[name][0].lstrip("#")
        series.smooth = False
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 28_000
        series.marker.symbol = "circle"
        series.marker.size = 6
        series.marker.graphicalProperties.solidFill = colour
        series.marker.graphicalProperties.line.solidFill = colour
    _dressed(chart, title, written)
    return chart


def _columns_chart(sheet: Worksheet, data: Block, title: str, written: str) -> BarChart:
    chart = BarChart()
    _by_row(chart, sheet, data)
    for series, name in zip(chart.series, LINE_COLOURS, strict=False):
        series.graphicalProperties.solidFill = PAIRS[name][0].lstrip("#")
    _dressed(chart, title, written)
    return chart


def _by_row(chart: LineChart | BarChart, sheet: Worksheet, data: Block) -> None:
    """A series for each row of a block, its header across."""
    first, last = data.head + 1, data.head + data.rows
    rows = Reference(sheet, min_col=1, max_col=data.columns, min_row=first, max_row=last)
    chart.add_data(rows, from_rows=True, titles_from_data=True)
    chart.set_categories(
        Reference(sheet, min_col=2, max_col=data.columns, min_row=data.head, max_row=data.head)
    )


def _dressed(chart: LineChart | BarChart, title: str, written: str) -> None:
    """Size, title, axes that are seen, gaps where there is no figure."""
    chart.title = printable(title)
    cast(Title, chart.title).overlay = False  # else programs write it over the plot
    chart.width, chart.height = CHART_WIDE, CHART_HIGH
    chart.display_blanks = "gap"
    chart.y_axis.number_format = written
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
    if chart.legend is not None:
        chart.legend.position = "b"


def _under(sheet: Worksheet, top: int, paper: Paper) -> None:
    """Source and notes, each over the width of the table."""
    exhibit = paper.exhibit
    said = {
        "Source": f"{facts(paper)['Source']} {dates(paper)}",
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
    _header(_write(sheet, 1, [heading(name) for name in names]))
    for number, record in enumerate(rows, start=2):
        for name, entry in zip(names, _write(sheet, number, list(record.values())), strict=True):
            entry.number_format = _format(exhibit, name, entry)
    for place, name in enumerate(names, start=1):
        _wide(sheet, place, [heading(name), *(record[name] for record in rows)])
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


def _texts(record: Record) -> Iterable[str]:
    return (value for value in record.values() if isinstance(value, str))


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


def _header(cells: Iterable[Cell]) -> None:
    for number, entry in enumerate(cells):
        entry.font = Font(bold=True, color="FFFFFF")
        entry.fill = HEAD
        side = "right" if number and isinstance(entry.value, int) else None
        entry.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side)


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
