"""The page Compare on small typed tables: who is counted, what is drawn, what is said."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import queries
from pages.parts.compare import charts, drawing, exhibits, neighbours, tables, tabs, words
from pages.parts.compare.charts import BAND, EDGE, SHADES
from pages.parts.compare.choice import Asked, measures
from pages.parts.compare.data import Compared, Field, everywhere, field_of, group_at, reporters
from pages.parts.compare.drawing import Drawn, Flag, levels
from pages.parts.compare.grid import GRID_FILE as GRID_FILE
from pages.parts.compare.grid import Tile, tiles
from pages.parts.compare.tabs import TABS
from pages.parts.exhibit import pictures
from pages.parts.exhibit.chart_kit import GREY, GRID, INK, SEQUENCE, STYLES, WHITE, Form
from pages.parts.exhibit.chart_rows import text_width
from pages.parts.exhibit.exports import Paper
from pages.parts.figures.councils import Area, Choice, Council, Group, councils, groups
from pages.parts.figures.database import Indicator, Note, SeriesBreak
from pages.parts.figures.view import FigureRow, View

Open = Callable[..., AppTest]
Rows = list[tuple[str, int, float | None, str, float | None, float | None]]

AREAS = [
    ("E9", None, "England", "country", None, None, None),
    ("E1", None, "North", "region", "E9", None, None),
    ("A", "001", "Ashe", "la", "E1", None, None),
    ("B", "002", "Barr", "la", "E1", None, None),
    ("C", "003", "Cole", "la", "E1", None, None),
    ("B / C", "002 / 003", "Barr / Cole", "joint", "E1", None, None),
    ("D", "004", "Dene", "la", "E1", None, None),
    ("O", "008", "Old", "la", "E1", None, date(2022, 12, 31)),
    ("N", "009", "New", "la", "E1", date(2023, 1, 1), None),
]


def on(year: int) -> date:
    return date(year, 3, 31)


def indicator(
    polarity: str = "high", unit: str = "percent", method: str | None = "proportion"
) -> Indicator:
    return Indicator(
        indicator_id="i", topic="T", name="Plans on time", short_name="On time", unit=unit,
        decimals=1, polarity=polarity, definition="d", basis="", timing="snapshot", core=True,
        derived=False, derived_from=None, multiplier=100, interval_method=method, design_effect=1,
        caution=None,
    )  # type: ignore[arg-type] # fmt: skip


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Five councils of today, two with a joint return, one abolished and one new in 2023."""
    empty.executemany("insert into area values (?, ?, ?, ?, ?, ?, ?)", AREAS)
    return empty


def add(con: duckdb.DuckDBPyConnection, figures: Rows) -> None:
    con.executemany(
        "insert into figure (indicator_id, area_code, period, period_kind, period_start, "
        "period_end, value, status, numerator, denominator, derived, release_id) "
        "values ('i', $1, $2, 'reporting', $3, $3, $4, $5, $6, $7, false, 'r')",
        [(a, str(y), on(y), v, s, x, n) for a, y, v, s, x, n in figures],
    )


def field_from(
    con: duckdb.DuckDBPyConnection,
    figures: Rows,
    measure: Indicator | None = None,
    breaks: tuple[SeriesBreak, ...] = (),
) -> Field:
    add(con, figures)
    return field_of(
        queries.read(con, "compare_figures", FigureRow, indicator="i"),
        measure or indicator(),
        queries.read(con, "areas", Area),
        breaks,
    )


def ok(area: str, year: int, x: float, n: float) -> tuple[str, int, float, str, float, float]:
    return (area, year, 100 * x / n, "ok", x, n)


def hidden(area: str, year: int) -> tuple[str, int, None, str, None, None]:
    return (area, year, None, "suppressed", None, None)


def compared(
    field: Field, area: str = "A", named: tuple[str, ...] = (), first: int = 2021
) -> Compared:
    """What the page compares, for one council against England only."""
    place = field.places[area]
    council = Council(
        area_code=area, la_code=place.la_codes[0], name=place.name, region_code=None,
        region_name=None, joint_name=None,
    )  # fmt: skip
    choice = Choice(
        council=council,
        group=Group(key="england", option="England only", label="", short="", areas=()),
    )
    own = field.reporter(area)
    assert own is not None
    last = field.ends[-1]
    view = View(
        indicator=field.indicator, choice=choice, name=own.name, reporter=own.area_code,
        joint=own.level == "joint", council=tuple(own.series.values()),
        england=tuple(field.places["E9"].series.values()), group=(), peers={}, means={},
        breaks=field.breaks, notes=(),
    )  # fmt: skip
    return Compared(
        field=field, choice=choice, view=view, first=max(on(first), field.ends[0]), last=last,
        named=named, group=(),
    )  # fmt: skip


def finding(compared: Compared, tab: str) -> str:
    """What the title of one tab says."""
    return words.finding(compared, TABS[tab].adds).text


def explained(compared: Compared, tab: str) -> str:
    """What stands under the chart of one tab."""
    return words.explained(compared, TABS[tab].explains).text


def of_councils(*values: float | None) -> Rows:
    """A figure of 2024 for so many councils in turn."""
    codes = [row[0] for row in AREAS if row[3] == "la" and row[0] != "O"]
    return [
        hidden(area, 2024) if value is None else ok(area, 2024, value, 100)
        for area, value in zip(codes, values, strict=True)
    ]


def test_a_council_without_a_tile_is_named_on_the_map(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = ("001", "002", "004", "009")
    grid = [Tile(la_code=code, row=1, column=n, short="ABC") for n, code in enumerate(codes)]
    monkeypatch.setattr(tabs, "tiles", lambda: grid)
    figures = [ok(area, 2024, 1, 2) for area in ("A", "B", "C", "D", "N")]
    shown = compared(field_from(con, figures))
    assert TABS["map"].notes(shown) == ["In the table and without a tile on this map yet: Cole."]


# Who is counted


def test_a_council_that_is_not_in_the_file_is_missing_and_counted(
    con: duckdb.DuckDBPyConnection,
) -> None:
    field = field_from(con, [ok("A", 2024, 1, 2), ok("B", 2024, 1, 2), ok("D", 2023, 1, 2)])
    period = field.at(on(2024))
    assert {area: entry.status for area, entry in period.entries.items()} == {
        "A": "ok",
        "B": "ok",
        "C": "missing_unknown",
        "D": "missing_unknown",
        "N": "missing_unknown",
    }
    assert (len(period.present), period.applies) == (2, 5)


def test_a_council_is_counted_only_while_it_is_there(con: duckdb.DuckDBPyConnection) -> None:
    field = field_from(con, [ok("A", 2022, 1, 2), ok("A", 2023, 1, 2), hidden("O", 2023)])
    assert "O" in field.at(on(2022)).entries and "N" not in field.at(on(2022)).entries
    assert "N" in field.at(on(2023)).entries and "O" not in field.at(on(2023)).entries


def test_a_figure_counts_even_where_the_council_was_not_there_yet(
    con: duckdb.DuckDBPyConnection,
) -> None:
    field = field_from(con, [ok("N", 2022, 1, 2), hidden("O", 2023), ok("A", 2023, 1, 2)])
    assert field.at(on(2022)).present == {"N": 50.0}


def test_a_joint_return_is_counted_once_for_both(con: duckdb.DuckDBPyConnection) -> None:
    field = field_from(con, [ok("A", 2024, 1, 2), ok("B / C", 2024, 1, 2)])
    assert set(field.at(on(2024)).entries) == {"A", "B / C", "D", "N"}
    assert field.reporter("B") is field.reporter("C") is field.places["B / C"]
    assert reporters(("B", "C", "D"), field, but="A") == ("B / C", "D")
    assert reporters(("B", "C", "D"), field, but="C") == ("D",)


def test_a_council_with_figures_of_its_own_is_not_hidden_by_a_joint_return(
    con: duckdb.DuckDBPyConnection,
) -> None:
    field = field_from(con, [ok("B / C", 2024, 1, 2), ok("B", 2023, 1, 2), ok("A", 2024, 1, 2)])
    assert field.reporter("B") is field.places["B"]
    assert field.reporter("C") is field.places["B / C"]


def test_a_year_without_any_figure_is_not_offered(con: duckdb.DuckDBPyConnection) -> None:
    field = field_from(con, [hidden("A", 2022), ok("A", 2023, 1, 2), ok("E9", 2022, 1, 2)])
    assert field.ends == [on(2023)]


def test_councils_to_which_it_does_not_apply_are_not_asked_for(
    con: duckdb.DuckDBPyConnection,
) -> None:
    field = field_from(con, [ok("A", 2024, 1, 2), ("B", 2024, None, "not_applicable", None, None)])
    assert field.at(on(2024)).applies == 4


# Neighbours


def test_neighbours_are_counted_once_and_the_missing_named(con: duckdb.DuckDBPyConnection) -> None:
    field = field_from(con, [ok("A", 2024, 1, 2), ok("B / C", 2024, 1, 2), hidden("D", 2024)])
    names = {"B": "Barr", "C": "Cole", "D": "Dene", "O": "Old"}
    figure = group_at(field, compared(field).choice.council, names, on(2024))
    assert (figure.n, figure.of) == (1, 4)
    assert {(member.name, member.status) for member in figure.missing} == {
        ("Cole", "joint"),
        ("Dene", "suppressed"),
        ("Old", "gone"),
    }
    assert figure.mean is None


def test_a_neighbour_in_ones_own_joint_return_is_no_neighbour(
    con: duckdb.DuckDBPyConnection,
) -> None:
    field = field_from(con, [ok("A", 2024, 1, 2), ok("B / C", 2024, 1, 2)])
    figure = group_at(
        field, compared(field, "B").choice.council, {"C": "Cole", "A": "Ashe"}, on(2024)
    )
    assert (figure.n, figure.of) == (1, 2)
    assert [(member.name, member.status) for member in figure.missing] == [("Cole", "joint")]


# What is said


def text(con: duckdb.DuckDBPyConnection, figures: Rows, tab: str, **how: str) -> str:
    return finding(compared(field_from(con, figures, indicator(**how))), tab)


def test_a_rank_is_said_with_its_range(con: duckdb.DuckDBPyConnection, app_data: Path) -> None:
    said = text(con, of_councils(50, 95, 60, 40, 5), "ranking")
    assert said == (
        "Plans on time: 50.0% in Ashe on 31 March 2024, 3rd of 5 councils (1st is best); by "
        "chance alone it could be anywhere from 2nd to 4th"
    )


def test_ties_share_a_rank_and_are_named(con: duckdb.DuckDBPyConnection, app_data: Path) -> None:
    page = compared(field_from(con, of_councils(50, 95, 50, 40, 5)))
    assert ", joint 2nd of 5 councils" in finding(page, "ranking")
    assert "The same figure: Cole." in explained(page, "ranking")


def test_no_rank_and_no_quarter_with_fewer_than_nine_in_ten(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    page = compared(field_from(con, of_councils(50, 95, None, 40, 5)))
    assert finding(page, "ranking").endswith("; no rank, as only 4 of 5 councils have a figure")
    assert "no quarters, as only 4 of 5" in finding(page, "distribution")
    assert "a rank among the others would mislead" in explained(page, "ranking")
    assert "4 of 5 councils have a figure (hidden (small number): 1)" in (
        explained(page, "ranking")
    )
    assert page.period.ranges == {}


@pytest.mark.parametrize("tab", TABS)
def test_a_measure_without_direction_is_never_good_or_bad(
    tab: str, con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    figures = [*of_councils(50, 95, 60, 40, 5), ok("E9", 2024, 10, 100), ok("A", 2023, 2, 100)]
    page = compared(field_from(con, figures, indicator("none")))
    said = finding(page, tab) + explained(page, tab)
    said += tables.full_table(page).to_string()
    assert not re.search(r"better|worse|best|worst|favourable", said)
    assert "igher than England's 10.0%" in said


@pytest.mark.parametrize(
    ("polarity", "quarter"), [("high", "least"), ("low", "most"), ("none", "lowest")]
)
def test_a_quarter_is_named_by_the_direction(
    polarity: str, quarter: str, con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    said = text(con, of_councils(1, 95, 60, 40, 50), "distribution", polarity=polarity)
    assert f"in the {quarter}" in said


def test_a_figure_printed_as_the_limit_is_above_it_before_rounding(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    """Of five, the upper quartile is the fourth: 60.04, and the best is 60.06."""
    said = text(con, of_councils(60.06, 60.04, 20, 30, 40), "distribution")
    assert ": 60.1%" in said and "(above 60.0%)" in said
    said = text(con, of_councils(60.04, 60.01, 20, 30, 40), "distribution")
    assert ": 60.0%" in said and "(above 60.0% before rounding)" in said


def test_without_an_interval_a_rank_has_no_range(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    page = compared(field_from(con, of_councils(50, 95, 60, 40, 5), indicator(method=None)))
    assert finding(page, "ranking").endswith(", 3rd of 5 councils (1st is best)")
    assert "How sure the rank is cannot be said." in explained(page, "ranking")


def test_the_table_counts_who_differs_beyond_chance(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    said = text(con, of_councils(50, 95, 60, 40, 5), "table")
    assert said.endswith(
        "; of 4 other councils 1 is better by more than chance, 1 is worse and 2 cannot be told "
        "apart"
    )


def test_a_change_is_told_by_the_interval_of_the_difference(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    figures = [ok("A", 2022, 20, 100), ok("A", 2023, 45, 100), ok("A", 2024, 50, 100)]
    page = compared(field_from(con, figures))
    # The year before leads, as on every page; the years that the reader chose come after it.
    assert finding(page, "trend") == "Plans on time: 50.0% in Ashe on 31 March 2024"
    said = explained(page, "trend")
    assert said.startswith("No clear change from 45.0% on 31 March 2023")
    over = "Over the years shown it rose by 30.0 percentage points from 20.0% on 31 March 2022 (95%"
    assert over in said
    assert said.count("45.0%") == 1


@pytest.mark.parametrize("kind", ["break", "caution"])
def test_no_change_crosses_a_break(
    kind: str, con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    figures = [ok("A", 2022, 20, 100), ok("A", 2023, 45, 100), ok("A", 2024, 50, 100)]
    mark = SeriesBreak(after_end=on(2022), kind=kind, reason="why")  # type: ignore[arg-type]
    page = compared(field_from(con, figures, breaks=(mark,)))
    why = {
        "break": "The series changes after 31 March 2022, so no change is told across that.",
        "caution": "Figures before and after 31 March 2022 are compared with care, so no change "
        "is told across.",
    }
    said = explained(page, "trend")
    assert said.startswith("No clear change from 45.0% on 31 March 2023")
    assert why[kind] in said and "20.0" not in said
    assert ("break" in said) is False
    late = SeriesBreak(after_end=on(2023), kind=kind, reason="why")  # type: ignore[arg-type]
    con.execute("delete from figure")
    newest = compared(field_from(con, figures, breaks=(late,)))
    assert finding(newest, "trend") == "Plans on time: 50.0% in Ashe on 31 March 2024"


def test_a_withheld_figure_is_told_as_withheld(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    for tab in TABS:
        con.execute("delete from figure")
        said = text(con, of_councils(None, 95, 60, 40, 5), tab)
        assert said == "Plans on time: no figure for Ashe on 31 March 2024. Hidden (small number)"


def test_a_council_that_was_not_there_is_told_as_not_there(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    page = compared(field_from(con, [ok("A", 2022, 1, 2), hidden("N", 2022)]), "N")
    said = finding(page, "map")
    assert said == "Plans on time: no figure for New on 31 March 2022. No such council at that time"


def test_counts_are_not_compared(con: duckdb.DuckDBPyConnection, app_data: Path) -> None:
    measure = indicator("none", unit="count", method=None)
    figures = [ok("A", 2023, 20, 100), *of_councils(50, 95, 60, 40, 5)]
    page = compared(field_from(con, figures, measure), named=("B",))
    assert not words.comparable(page)
    said = finding(page, "ranking")
    assert said.endswith("in Ashe on 31 March 2024, 30.0 more than a year earlier")
    drawn = drawing.trend(page)
    assert set(drawn.frame["mark"]) & {"quiet", "peer"} == set()
    assert "chosen" not in set(drawn.frame["role"])


# What is drawn


def rows(drawn: Drawn, mark: str) -> pd.DataFrame:
    return drawn.frame[drawn.frame["mark"] == mark]


def test_a_chosen_councils_line_does_not_cross_a_break(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    figures = [ok(area, year, 50, 100) for area in "ABC" for year in (2021, 2022, 2023, 2024)]
    mark = SeriesBreak(after_end=on(2022), kind="break", reason="why")
    drawn = drawing.trend(compared(field_from(con, figures, breaks=(mark,)), named=("B", "C")))
    lines = rows(drawn, "line")
    chosen = lines[lines["role"] == "chosen"]
    assert {frozenset(part["x"]) for _, part in chosen.groupby("segment")} == {
        frozenset({2021.0, 2022.0}),
        frozenset({2023.0, 2024.0}),
    }
    assert chosen["segment"].nunique() == 4
    assert list(rows(drawn, "break")["x"]) == [2022.5]
    assert {"Barr 50.0%", "Cole 50.0%", "Ashe 50.0%"} == set(rows(drawn, "label")["text"])


def test_the_crosshair_tells_the_chosen_and_the_middle_half(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    figures = [*of_councils(50, 95, 60, 40, 5), hidden("B", 2023), ok("C", 2023, 1, 2)]
    drawn = drawing.trend(compared(field_from(con, figures), named=("B",)))
    told = rows(drawn, "stop").iloc[-1]["text"].split("\n")
    assert told[0].startswith("Ashe 50.0%") and "Barr 95.0%" in " ".join(told)
    assert told[-1] == "Middle half of councils 40.0% to 60.0%"
    before = rows(drawn, "stop").iloc[0]["text"]
    assert "Barr: Hidden (small number)" in before and "Middle half" not in before
    spread = rows(drawing.distribution(compared(field_from(con, figures))), "stop")
    assert spread.iloc[-1]["text"].split("\n")[1:] == [
        "Middle half of councils 40.0% to 60.0%",
        "Median 50.0%",
        "Lowest 5.0%, highest 95.0% of 5 councils",
    ]


def test_the_group_has_dots_and_the_rest_the_band(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    page = compared(field_from(con, of_councils(50, 95, 60, 40, 5)), named=("B",))
    drawn = drawing.trend(replace(page, group=("B", "C")))
    assert list(rows(drawn, "peer")["y"]) == [60]  # the one that has no line
    assert set(rows(drawn, "band")["y2"]) == {60} and set(rows(drawn, "band")["y"]) == {40}


def test_ranked_dots_stand_in_the_order_of_rank(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    drawn = drawing.ranking(compared(field_from(con, of_councils(50, 95, 50, 40, 5)), named=("D",)))
    dots = rows(drawn, "dot").sort_values("x")
    assert list(dots["y"]) == [95, 50, 50, 40, 5]
    assert list(dots["role"]) == ["quiet", "council", "quiet", "chosen", "quiet"]
    assert list(dots["tip"])[1] == "Ashe: 50.0%, joint 2nd"
    band = rows(drawn, "band").iloc[0]
    assert (band["x"], band["x2"]) == (1.5, 4.5)
    assert set(rows(drawn, "label")["text"]) == {"Ashe 50.0%", "Dene"}
    assert drawn.settings["one"] == "1st (best)"
    assert drawn.height is not None and drawn.height > 0


def test_without_ranks_there_is_no_band_and_no_rank_on_the_axis(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    drawn = drawing.ranking(compared(field_from(con, of_councils(50, None, 60, 40, 5))))
    assert len(rows(drawn, "dot")) == 4 and rows(drawn, "band").empty
    assert drawn.settings["ticks"] == []


def test_the_middle_half_has_no_year_with_too_few_councils(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    figures = [*of_councils(50, 95, 60, 40, 5), ok("A", 2023, 50, 100), hidden("B", 2023)]
    page = compared(field_from(con, figures))
    drawn = drawing.distribution(page)
    assert list(rows(drawn, "band")["x"]) == [2023.5]
    table = tables.distribution_table(page)
    assert list(table["Councils behind it"]) == ["5 of 5", "1 of 5"]
    assert list(table["Median"]) == ["50.0%", "None"]


def test_withheld_tiles_are_hatched_and_never_shaded(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    con.execute("update area set la_code = '358' where area_code = 'A'")
    con.execute("update area set la_code = '356' where area_code = 'B'")
    con.execute("delete from area where level = 'joint'")
    drawn = drawing.tile_map(compared(field_from(con, of_councils(None, 95, 60, 40, 5))))
    tips = rows(drawn, "empty")["tip"]
    assert list(tips[tips != ""]) == ["Ashe: Hidden (small number)"]
    assert len(rows(drawn, "hatch")) > 0
    assert list(rows(drawn, "cell").query("tip != ''")["tip"]) == ["Barr: 95.0%"]


@pytest.mark.parametrize(("older", "newer"), [(None, 60.0), (60.0, None)])
def test_where_two_councils_share_a_tile_the_one_with_a_figure_is_shown(
    older: float | None,
    newer: float | None,
    con: duckdb.DuckDBPyConnection,
    app_data: Path,
) -> None:
    con.execute("delete from area where level = 'joint'")
    con.execute("update area set la_code = '835' where area_code = 'A'")
    con.execute("update area set la_code = '838' where area_code = 'B'")
    page = compared(field_from(con, of_councils(older, newer, 60, 40, 5)))
    drawn = drawing.tile_map(page)
    name = "Barr" if older is None else "Ashe"
    assert list(rows(drawn, "cell").query("tip != ''")["tip"]) == [f"{name}: 60.0%"]
    assert rows(drawn, "empty").query("tip != ''").empty


def test_a_table_is_sorted_as_asked_and_says_symbols_in_words(
    con: duckdb.DuckDBPyConnection, app_data: Path
) -> None:
    page = compared(field_from(con, of_councils(50, 95, 60, 40, None)), named=("D",))
    by_figure = tables.full_table(page, "figure")
    assert list(by_figure["Council"]) == ["Barr", "Cole", "▶ Ashe", "● Dene", "New"]
    assert list(by_figure["Figure"])[-1] == "Hidden (small number)"
    assert list(by_figure["Beside Ashe"]) == [
        "better",
        "cannot be told apart",
        "",
        "cannot be told apart",
        "",
    ]
    by_name = tables.full_table(page, "name")
    assert list(by_name["Council"]) == ["▶ Ashe", "Barr", "Cole", "● Dene", "New"]


some_flags = st.lists(
    st.tuples(st.integers(0, 720), st.integers(0, 190), st.integers(3, 35)), max_size=12
)


@given(some_flags)
def test_names_over_a_falling_curve_never_overlap(places: list[tuple[int, int, int]]) -> None:
    order = sorted(places, key=lambda place: (place[0], -place[1]))
    heights = sorted((up for _, up, _ in order), reverse=True)
    flags = [
        Flag(area=str(i), text="n" * letters, across=float(across), up=float(up))
        for i, ((across, _, letters), up) in enumerate(zip(order, heights, strict=True))
    ]
    high = levels(flags)
    for i, flag in enumerate(flags):
        assert high[flag.area] > flag.up
        for other in flags[i + 1 :]:
            if other.across < flag.across + flag.width and other.across > flag.across:
                assert high[flag.area] >= high[other.area] + 17


# The tile map


def test_every_council_of_today_has_one_tile_and_no_two_share_one(app_data: Path) -> None:
    codes = {council.la_code for council in councils()}
    today = [tile for tile in tiles() if tile.la_code in codes]
    assert len(today) == len(codes) == 153
    assert len({(tile.row, tile.column) for tile in today}) == 153
    assert len({tile.short for tile in today}) == 153
    assert all(re.fullmatch("[A-Z]{3}", tile.short) for tile in tiles())


def test_an_abolished_council_stands_where_its_successors_stand() -> None:
    spots: dict[str, set[tuple[int, int]]] = {}
    for tile in tiles():
        spots.setdefault(tile.la_code, set()).add((tile.row, tile.column))
    assert spots["909"] == spots["942"] | spots["943"]
    assert spots["928"] == spots["940"] | spots["941"]
    assert spots["835"] == spots["838"] and spots["837"] == spots["839"]


def test_the_grid_is_a_small_file_that_reads_as_england() -> None:
    assert GRID_FILE.stat().st_size < 6_000
    at = {tile.la_code: tile for tile in tiles()}
    northumberland, cornwall, kent, norfolk, cumberland = (
        at[code] for code in ("929", "908", "886", "926", "942")
    )
    assert northumberland.row == min(tile.row for tile in tiles())
    assert cornwall.column < kent.column and norfolk.row < kent.row
    assert cumberland.column < northumberland.column


# The forms of chart

ALLOWED = {
    *SEQUENCE.values(),
    GREY,
    GRID,
    INK,
    WHITE,
    BAND,
    EDGE,
    *SHADES,
    *(style.colour for style in STYLES.values()),
}


EACH_FORM = pytest.mark.parametrize(
    "form",
    [charts.ranking_chart, charts.distribution_chart, charts.tiles_chart],
    ids=lambda form: form.name,
)


@EACH_FORM
def test_forms_use_the_agreed_colours_and_large_type(form: Form) -> None:
    written = json.dumps(form.compiled)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", written)) <= ALLOWED
    sizes = [float(size) for size in re.findall(r'"(?:labelF|f)ontSize": (\d+)', written)]
    assert sizes and min(sizes) >= 14


def test_codes_have_room_on_the_tiles_of_a_phone(con: duckdb.DuckDBPyConnection) -> None:
    """On a phone of 320 pixels the map has 272, for twelve columns, as London is moved below."""
    least, _ = charts.CODE_SIZES
    widths = [text_width(tile.short, least) for tile in tiles()]
    tile = 272 / charts.APART
    assert sum(widths) / len(widths) < 0.95 * tile and max(widths) < 1.2 * tile
    assert max(tile.column for tile in tiles() if tile.row < charts.APART) < charts.APART
    london = [tile for tile in tiles() if tile.column >= charts.APART]
    others = [tile for tile in tiles() if tile.column < charts.APART]
    below = min(tile.row for tile in london) + charts.DOWN
    assert below > max(tile.row for tile in others) + 1  # with a row for its name
    assert max(tile.row for tile in london) + charts.DOWN < charts.FOOT_ROW
    drawn = drawing.tile_map(compared(field_from(con, of_councils(50, 95, 60, 40, 5))))
    key = [y for mark, x, y in zip(drawn.frame["mark"], drawn.frame["x"], drawn.frame["y"],
           strict=True) if mark == "words" and y < charts.APART]  # fmt: skip
    assert drawn.settings == {"keys": len(key)} and max(key) < len(key) <= charts.KEY_ROWS


def test_a_mark_opens_its_council(con: duckdb.DuckDBPyConnection) -> None:
    page = compared(field_from(con, of_councils(50, 95, 60, 40, 5)))
    opened = drawing.openable(page)
    assert opened["D"] == "dene"
    dots = drawing.ranking(page).frame
    assert set(dots[dots["mark"] == "dot"]["name"]) == {
        opened[area] for area in page.period.present
    }
    tile = drawing.tile_map(page).frame
    assert set(tile[tile["mark"].isin(["cell", "code"])]["name"].dropna()) <= set(opened.values())


@EACH_FORM
def test_an_unknown_setting_is_refused(form: Form) -> None:
    with pytest.raises(KeyError, match="colour"):
        form.specification({"colour": "red"})


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_shades_are_told_by_lightness_alone() -> None:
    light = [luminance(shade) for shade in SHADES]
    assert light == sorted(light, reverse=True)
    ratios = [(a + 0.05) / (b + 0.05) for a, b in pairwise(light)]
    assert min(ratios) > 1.3


# The page


def test_every_tab_is_drawn_alone_and_keeps_its_finding(open_page: Open) -> None:
    app = open_page("pages/compare.py", tab="ranking", councils="350,999", **{"from": "2019"})
    assert app.segmented_control(key="tab").value == "ranking"
    assert app.multiselect(key="councils").value == ["350"]
    assert app.selectbox(key="from").value == "2019"
    for tab in TABS:
        app.segmented_control(key="tab").set_value(tab).run()
        assert not app.exception
        assert len(app.get("vega_lite_chart")) == (tab != "table")
        assert app.header[0].value.startswith("Plans issued within 20 weeks")
        assert app.warning[0].value.startswith("The verdict depends on")
        assert list(app.table[0].value["With a figure"]) == ["10 of 10", "10 of 10"]


def test_the_reader_is_offered_the_tabs_that_there_are(open_page: Open) -> None:
    app = open_page("pages/compare.py")
    assert app.segmented_control(key="tab").options == [tab.label for tab in TABS.values()]
    assert list(TABS) == ["trend", "ranking", "distribution", "map", "table"]


def test_every_measure_can_be_compared(open_page: Open) -> None:
    app = open_page("pages/compare.py", tab="map")
    for code in measures():
        app.selectbox(key="indicator").set_value(code).run()
        assert not app.exception, code
        assert app.get("vega_lite_chart") or "depend on the size" in app.info[0].value


def test_years_stay_in_order(open_page: Open) -> None:
    app = open_page("pages/compare.py", **{"from": "2023", "to": "2020"})
    assert (app.selectbox(key="from").value, app.selectbox(key="to").value) == ("2023", "2024")


def test_the_address_is_short_with_many_councils(open_page: Open) -> None:
    many = [council.la_code for council in councils()][1:21]
    app = open_page("pages/compare.py", tab="distribution", councils=",".join(many))
    assert len(app.multiselect(key="councils").value) == 20
    query = "&".join(f"{key}={value[0]}" for key, value in app.query_params.items())
    assert len(query) < 200


@pytest.mark.parametrize("tab", [slug for slug, tab in TABS.items() if tab.chart])
def test_a_tab_can_be_taken_away_as_a_picture(tab: str, app_data: Path) -> None:
    field = everywhere("cp_repeat_pc")
    trafford = councils()[0]
    asked = Asked(
        choice=Choice(council=trafford, group=groups(trafford)[0]),
        indicator_id="cp_repeat_pc",
        named=("350",),
        first=field.ends[0],
        last=field.ends[-1],
        tab=tab,
    )
    made = pictures.png(Paper(exhibit=exhibits.exhibit(asked), link="compare"))
    assert made.startswith(b"\x89PNG")
    width, height = (int.from_bytes(made[i : i + 4], "big") for i in (16, 20))
    assert width == 1920 and height > 600


def test_missing_neighbours_are_named_with_the_reason(open_page: Open) -> None:
    app = open_page("pages/compare.py", indicator="cp_2yr_open_pc")
    notes = [text.value for text in app.markdown]  # read with care
    assert any("2025 model: Hertfordshire (Hidden" in note.replace("\\", "") for note in notes)
    assert list(app.table[0].value["Mean"]) == ["No figure", "No figure"]
    assert neighbours.ENOUGH.startswith("No figure with fewer than 7")


def test_a_figure_whose_counts_do_not_add_up_says_so_on_the_map_and_in_the_tables(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """True to the last word, row 9: Newham's plans of 2025."""
    rows = [ok(area, 2024, x, 100) for area, x in [("A", 50), ("B", 60), ("C", 70)]]
    add(con, [*rows, ok("D", 2024, 80, 100), ok("N", 2024, 90, 100)])
    note = Note(area_code="B", period_end=on(2024), kind="account", note="Four counts")
    field = field_of(
        queries.read(con, "compare_figures", FigureRow, indicator="i"),
        indicator(),
        queries.read(con, "areas", Area),
        (),
        [note],
    )
    assert field.unbalanced == {("B", on(2024))}
    asked = compared(field, first=2024)
    told = tables.full_table(asked).set_index("Council")["Figure"]
    assert told["Barr"] == "60.0% (the counts do not add up)"
    assert told["Cole"] == "70.0%"
    taken = tables.by_council(asked).set_index("council")["in words"]
    assert taken["Barr"] == "60.0% (the counts do not add up)"
    assert drawing._tip(asked, "B") == "Barr: 60.0% (the counts do not add up)"
    assert exhibits.unbalanced(asked) == ["The published counts do not add up, take care: Barr."]
    own = replace(asked, choice=compared(field, "B", first=2024).choice)
    assert exhibits.title(own, TABS["ranking"]).endswith("; the counts do not add up")
    assert "add up" not in exhibits.title(asked, TABS["ranking"])
    highest = replace(asked, field=replace(field, unbalanced=frozenset({("N", on(2024))})))
    assert finding(asked, "map").endswith("to 90.0% (New)")
    assert finding(highest, "map").endswith("to 80.0% (Dene)")
