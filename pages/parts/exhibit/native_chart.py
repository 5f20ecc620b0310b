"""The chart of a workbook as its program draws it: lines, or bars of either direction."""

import math

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from pages.parts.exhibit.colours import PAIRS
from pages.parts.exhibit.layout import Drawn
from pages.parts.language.safe import printable

# In centimetres, and the rows of cells that a chart of the usual height covers.
WIDE, HIGH, ROWS = 24, 9, 19
BAR_HIGH, ABOUT_BARS = 0.55, 3
LINE_WIDE, MARKER = 28_000, 6  # in English metric units, and in points

Native = LineChart | BarChart


def paper_colour(name: str) -> str:
    """A colour as a workbook writes it: '12436D'."""
    return PAIRS[name][0].lstrip("#")


def native_chart(sheet: Worksheet, head: int, drawn: Drawn, title: str, council: str) -> Native:
    """The chart of a block whose heads stand in row `head`; the bar of the council is the dark one.

    In a chart of several series each has its own colour.
    """
    chart = LineChart() if drawn.form == "lines" else _bars(drawn)
    for number, colour in zip(drawn.series, drawn.colours, strict=True):
        cells = _cells(sheet, head, drawn, number)
        chart.add_data(cells, from_rows=drawn.by_row, titles_from_data=True)
        _coloured(chart.series[-1], paper_colour(colour), drawn)
    chart.set_categories(_names(sheet, head, drawn))
    if len(drawn.series) == 1:
        chart.legend = None
        _own_bar(chart, drawn, council)
    _dressed(chart, title, drawn.format)
    chart.width, chart.height = WIDE, _height(drawn)
    return chart


def _bars(drawn: Drawn) -> BarChart:
    chart = BarChart()
    chart.gapWidth = 40
    if drawn.form == "bars":
        chart.type = "bar"
        chart.x_axis.scaling.orientation = "maxMin"  # the first row at the top, as in the table
        chart.y_axis.crosses = "max"
    return chart


def rows_covered(drawn: Drawn) -> int:
    """How many rows of cells lie behind a chart."""
    return math.ceil(_height(drawn) * ROWS / HIGH)


def _height(drawn: Drawn) -> float:
    if drawn.form != "bars":
        return HIGH
    return ABOUT_BARS + BAR_HIGH * len(drawn.block.rows) * len(drawn.series)


def _cells(sheet: Worksheet, head: int, drawn: Drawn, number: int) -> Reference:
    """A series with its name: a row of the block, or a column of it."""
    if drawn.by_row:
        row, last = head + 1 + number, len(drawn.block.heads)
        return Reference(sheet, min_col=1, max_col=last, min_row=row, max_row=row)
    column, last = number + 2, head + len(drawn.block.rows)
    return Reference(sheet, min_col=column, max_col=column, min_row=head, max_row=last)


def _names(sheet: Worksheet, head: int, drawn: Drawn) -> Reference:
    if drawn.by_row:
        last = len(drawn.block.heads)
        return Reference(sheet, min_col=2, max_col=last, min_row=head, max_row=head)
    return Reference(sheet, min_col=1, min_row=head + 1, max_row=head + len(drawn.block.rows))


def _coloured(series: Series, colour: str, drawn: Drawn) -> None:
    if drawn.form != "lines":
        series.graphicalProperties.solidFill = colour
        return
    dot = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
    series.smooth = False
    series.marker = Marker(symbol="circle", size=MARKER, spPr=dot)
    series.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.width = LINE_WIDE


def _own_bar(chart: Native, drawn: Drawn, council: str) -> None:
    """All bars but that of the council stand back, where it is one of them."""
    place = drawn.own(council)
    if drawn.form != "bars" or place is None:
        return
    (series,) = chart.series
    series.graphicalProperties.solidFill = paper_colour("quiet")
    own = DataPoint(idx=place)
    own.graphicalProperties.solidFill = paper_colour("council")
    series.dPt.append(own)


def _dressed(chart: Native, title: str, written: str) -> None:
    """Title, axes that are seen, gaps where there is no figure."""
    chart.title = printable(title)
    assert isinstance(chart.title, Title)
    chart.title.overlay = False  # else programs write it over the plot
    chart.display_blanks = "gap"
    chart.y_axis.number_format = written
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
    if chart.legend is not None:
        chart.legend.position = "b"
