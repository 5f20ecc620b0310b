"""The figures of an exhibit as a person lays them out: tables, and which numbers a chart shows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pages.parts.exhibit.exhibit import COUNT, Exhibit, Layout, NativeForm
from pages.parts.language.words import INTERVAL, capitalise, digits, display_name

COUNTS = "Counts behind the figures"
BREAK = "Break"
NOT_WORKED_OUT = "Not worked out"
MARKS = re.compile(r"[a-z -]*\b(?:bars?|lines?|dots?|dashes|ticks?|rings?): ")
PLACES = ("place", "council")  # the columns that hold names of places
HEADINGS = {
    "value": "Figure",
    "in words": "As shown",
    "of": "Out of",
    "numerator": "Count (numerator)",
    "denominator": "Out of (denominator)",
    "interval low": f"{INTERVAL}, from",
    "interval high": f"{INTERVAL}, to",
}

Record = dict[str, Any]
Row = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """One table: its heads from left to right, the corner first, and rows below them.

    `formats` has the format of each column of numbers after the first.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    formats: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a native chart shows of a block: series by their place in it, rows or columns.

    The names of the series stand first in each row, or in the heads; `colours` has that of each by
    name. `apart` says that the block is not the first table but one for the chart alone. `bar` and
    `marked` are those of the layout.
    """

    block: Block
    series: tuple[int, ...]
    colours: tuple[str, ...]
    by_row: bool
    form: NativeForm
    apart: bool = False
    bar: str = ""
    marked: str = ""

    @property
    def along(self) -> list[str]:
        """What the series run along: periods, places, year groups."""
        return _along(self.block, self.by_row)

    @property
    def lines(self) -> list[tuple[str, Row]]:
        """Each series by its name, a number or None for each of `along`."""
        heads = self.block.heads[1:]
        names = [str(row[0]) for row in self.block.rows] if self.by_row else list(heads)
        cells = _series(self.block, self.series, self.by_row)
        return list(zip([names[number] for number in self.series], cells, strict=True))

    @property
    def format(self) -> str:
        """The format of the numbers of the first series."""
        return self.block.formats[0 if self.by_row else self.series[0]]

    def own(self, council: str) -> int | None:
        """Which bar of the only series stands out, the council's or the one that is marked.

        None where none does.
        """
        if self.form == "lines" or self.by_row or len(self.series) > 1:
            return None
        name = self.marked or council
        return self.along.index(name) if name in self.along else None


@dataclass(frozen=True, kw_only=True)
class Laid:
    """All tables of a first sheet, in their order, and what is drawn; the first is of `period`."""

    first: Block
    period: str
    more: tuple[Block, ...]
    drawn: Drawn | None
    each: tuple[Block, ...]  # the tables of figures alone, `first` among them

    def of_chart(self, exhibit: Exhibit, number: int) -> tuple[Block, Drawn | None]:
        """The table of a chart of the exhibit, and what is drawn of it.

        Each chart has its own table where there are as many; else all have the first.
        """
        if number == 0 or len(self.each) != len(exhibit.charts):
            return self.first, self.drawn
        block = self.each[number]
        return block, _drawn(block, exhibit.figures.layout, exhibit.place)


def laid_out(exhibit: Exhibit) -> Laid:
    """The tables of an exhibit: each figure a number, or the words that say why there is none.

    Raises KeyError where the layout names a column that the figures do not have.
    """
    layout = exhibit.figures.layout
    rows = records(exhibit.figures.frame())
    newest = ""
    if layout.across:
        parts = _by_each(rows, layout)
        newest = next(iter(parts))
        each = [_pivot(exhibit, parts[period], layout, period) for period in parts]
        counts = [_counts(parts[period], layout, period) for period in parts]
        first, *more = (block for pair in zip(each, counts, strict=True) for block in pair)
        assert first  # a pivot is a block, only counts may be absent
    else:
        first, more = _wide(exhibit, rows, layout), []
        each = [first]
    return Laid(
        first=first,
        period=newest or exhibit.period,
        more=tuple(block for block in more if block is not None),
        drawn=_drawn(first, layout, exhibit.place),
        each=tuple(each),
    )


def written(value: object, form: str) -> str:
    """A cell in words, its number in the format of a workbook ('#,##0.0', '0.0"%"').

    Empty for None; a number without a format as short as it is exact.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return str(value)
    if form == "General":
        return str(value)
    number, _, unit = form.partition('"')
    decimals = len(number.partition(".")[2])
    return f"{digits(value, decimals)}{unit.rstrip(chr(34))}"


def without_marks(line: str) -> str:
    """A subtitle without what it says of the marks of our own chart: 'bars: Trafford'."""
    return " · ".join(part for part in line.split(" · ") if not MARKS.match(part))


def chart_title(measure: str, period: str, drawn: Drawn) -> str:
    """What a native chart shows, and when, unless the periods stand along its axis."""
    measure = drawn.bar or measure
    whole = drawn.form == "lines" or not period
    return capitalise(measure if whole else f"{measure}, {period}")


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, None for what is absent."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def heading(name: str) -> str:
    """The name of a column as a person would write it."""
    return HEADINGS.get(name, capitalise(name))


def _heading(name: str, layout: Layout, place: str) -> str:
    """The same beside other columns: that of the council's own figures has its name."""
    if layout.down == "period" and name == "value":
        return place
    return heading(name.replace(" of council", f" of {place}"))


def _by_each(rows: Sequence[Record], layout: Layout) -> dict[str, list[Record]]:
    """The rows of each table, the last of the frame first; one table where there is no `each`."""
    parts: dict[str, list[Record]] = {}
    for row in rows:
        parts.setdefault(str(row[layout.each]) if layout.each else "", []).append(row)
    return dict(reversed(parts.items()))


def _pivot(exhibit: Exhibit, rows: Sequence[Record], layout: Layout, title: str) -> Block:
    """One figure by two columns: names down, the values of `across` across."""
    words, value = exhibit.figures.words, layout.drawn[0]
    block = _crossed(rows, layout, lambda row: _figure(row, value, words, layout))
    written = exhibit.figures.formats.get(value, "General")
    name = heading(value) if layout.each else ""
    return replace(
        block,
        title=", ".join(text for text in (name, title) if text),
        formats=(written,) * (len(block.heads) - 1),
    )


def _counts(rows: Sequence[Record], layout: Layout, title: str) -> Block | None:
    """'203 of 380' for each figure, or its number alone; None where no count is known."""
    block = _crossed(rows, layout, lambda row: _count(row, layout))
    if not any(cell is not None for row in block.rows for cell in row[1:]):
        return None
    return replace(
        block,
        title=", ".join(text for text in (COUNTS, title) if text),
        formats=(COUNT,) * (len(block.heads) - 1),
    )


def _crossed(rows: Sequence[Record], layout: Layout, cell: Callable[[Record], object]) -> Block:
    """A cell for each name and each head, None where there is no row."""
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        found.setdefault(_named(row, layout.down), {})[_named(row, layout.across)] = cell(row)
    present = {head for row in found.values() for head in row}
    known = [head for head in layout.heads if head in present]
    heads = list(dict.fromkeys([*known, *(head for row in found.values() for head in row)]))
    return Block(
        heads=(heading(layout.down), *heads),
        rows=tuple((name, *(row.get(head) for head in heads)) for name, row in found.items()),
        formats=(),
    )


def _named(row: Record, column: str) -> str:
    text = str(row[column])
    return display_name(text) if column in PLACES else text


def _figure(row: Record, value: str, words: str, layout: Layout) -> object:
    """A figure, or why there is none; its count, where that is known, is no reason."""
    if row[value] is not None:
        return row[value]
    counted = layout.counts and row.get(layout.counts[0]) is not None
    return NOT_WORKED_OUT if counted else row.get(words)


def _count(row: Record, layout: Layout) -> object:
    known = [row.get(name) for name in layout.counts]
    if not known or any(count is None for count in known):
        return None
    if len(known) == 1:
        return known[0]
    counts = [float(count) for count in known if count is not None]
    return " of ".join(digits(count, 0 if count.is_integer() else 1) for count in counts)


def _wide(exhibit: Exhibit, rows: Sequence[Record], layout: Layout) -> Block:
    """The columns that a person needs, without those that hold nothing."""
    formats, words = exhibit.figures.formats, exhibit.figures.words
    names = [name for name in layout.columns if any(row[name] not in (None, "") for row in rows)]
    main = layout.drawn[0] if layout.drawn else ""
    cells = [
        (
            _named(row, layout.down),
            *(
                row.get(words) if name == main and row[name] is None else row[name]
                for name in names
            ),
        )
        for row in rows
    ]
    return Block(
        heads=(heading(layout.down), *(_heading(name, layout, exhibit.place) for name in names)),
        rows=tuple(cells),
        formats=tuple(formats.get(name, "General") for name in names),
    )


def _drawn(first: Block, layout: Layout, place: str) -> Drawn | None:
    """The series of a chart, apart from the first table where that holds words or a line stops."""
    by_row = layout.across == "period"
    names = [str(row[0]) for row in first.rows] if by_row else list(first.heads[1:])
    wanted = [display_name(name) for name in layout.shown] or names
    if not layout.across:
        wanted = [_heading(name, layout, place) for name in layout.drawn]
    coloured = dict(zip(wanted, layout.colours, strict=False))
    series = tuple(names.index(name) for name in coloured if name in names)
    along = _along(first, by_row)
    stops = [number for number, name in enumerate(along[:-1]) if name in layout.breaks]
    words = any(isinstance(cell, str) for line in _series(first, series, by_row) for cell in line)
    if not series or not along:
        return None
    return Drawn(
        block=_apart(first, series, by_row, stops) if stops or words else first,
        series=tuple(range(len(series))) if stops or words else series,
        colours=tuple(coloured[names[number]] for number in series),
        by_row=by_row,
        form="columns" if layout.form == "lines" and len(along) == 1 else layout.form,
        apart=bool(stops or words),
        bar=layout.bar,
        marked=layout.marked,
    )


def _along(block: Block, by_row: bool) -> list[str]:
    """What a series runs along: the heads, or the names of the rows."""
    return list(block.heads[1:]) if by_row else [str(row[0]) for row in block.rows]


def _series(block: Block, series: Sequence[int], by_row: bool) -> list[Row]:
    if by_row:
        return [block.rows[number][1:] for number in series]
    return [tuple(row[number + 1] for row in block.rows) for number in series]


def _apart(block: Block, series: Sequence[int], by_row: bool, stops: Sequence[int]) -> Block:
    """The series without words, as a chart takes these for 0, and with a gap at each break."""
    along: list[str] = []
    lines: list[list[object]] = [[] for _ in series]
    for number, name in enumerate(_along(block, by_row)):
        along.append(name)
        for line, cells in zip(lines, _series(block, series, by_row), strict=True):
            line.append(None if isinstance(cells[number], str) else cells[number])
        if number in stops:
            along.append(BREAK)
            for line in lines:
                line.append(None)
    if by_row:
        named = [block.rows[number][0] for number in series]
        rows = tuple((name, *line) for name, line in zip(named, lines, strict=True))
        formats = (block.formats[0],) * len(along)
        return Block(heads=(block.heads[0], *along), rows=rows, formats=formats)
    heads = (block.heads[0], *(block.heads[number + 1] for number in series))
    across = tuple((name, *cells) for name, *cells in zip(along, *lines, strict=True))
    formats = tuple(block.formats[number] for number in series)
    return Block(heads=heads, rows=across, formats=formats)
