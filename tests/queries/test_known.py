"""A database as it was known on a day: without what came out later, with what was printed then."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import queries
from etl.database import build, releases
from pages.parts.figures.calendar import latest_day, public_on
from queries import known

DAY = date(2023, 7, 25)
# Plans are counted in January, requests in the year before; both come out in one release.
CALENDAR = [
    ("Plans", "2022", "2022-01-31", "2022-05-12"),
    ("Plans", "2023", "2023-01-31", "2023-06"),
    ("Plans", "2024", "2024-01-31", "2024-06-13"),
    ("Plans", "2025", "2025-01-31", "2025-06"),
]
FILES = [
    ("plans-2022/all.csv", "Plans", "2022-05-12", "2024-01-01"),
    ("plans-2025/all.csv", "Plans", "2025-06", "2025-07-01"),
    ("plans-2025_v02/all.csv", "Plans", "2025-06", "2025-11-30"),
    ("tool-2026/all", "Tool", "2026-04", "2026-05-01"),
]
# Indicator, its numerator, denominator, lag, factor, whether derived, who prints it first.
INDICATORS = [
    ("plans", None, None, 0, None, False, None),
    ("requests", None, None, 0, None, False, None),
    ("refused", None, None, 0, None, False, None),
    ("refused_pc", "refused", "requests", 0, 100.0, False, None),
    ("ours_pc", "refused", "requests", 0, 100.0, True, None),
    ("growth", "plans", None, 0, None, True, None),
    ("pupils_pc", None, None, 0, None, False, "Plans"),
]
Make = Callable[..., duckdb.DuckDBPyConnection]
Cell = tuple[str, int, float | None, str, str]


def ends(indicator: str, year: int) -> tuple[str, date, date]:
    """The kind, first and last day of a period of an indicator."""
    if indicator in ("plans", "growth", "pupils_pc"):
        return "january", date(year, 1, 31), date(year, 1, 31)
    return "calendar", date(year, 1, 1), date(year, 12, 31)


@pytest.fixture
def then(tmp_path: Path) -> Iterator[Make]:
    """Makes a database of typed cells, and opens it as known on a day.

    A cell is an indicator, a year, a value, a sign and a release; those of `older` are superseded,
    those of `derived` have a numerator and a denominator besides.
    """
    opened: list[duckdb.DuckDBPyConnection] = []

    def make(
        *cells: Cell,
        older: tuple[Cell, ...] = (),
        derived: tuple[tuple[str, int, float | None, float | None, float | None], ...] = (),
        day: date = DAY,
    ) -> duckdb.DuckDBPyConnection:
        number = len(opened)
        base, made = tmp_path / f"base{number}.duckdb", tmp_path / f"then{number}.duckdb"
        with duckdb.connect(str(base)) as con:
            con.execute(build.SCHEMA.read_text(encoding="utf-8"))
            con.executemany(
                "insert into release_calendar values (?, ?, ?, ?, 'stated', 's')", CALENDAR
            )
            con.executemany(
                "insert into release values (?, ?, 't', 'f', null, ?, ?, 'abc', 1, 'OGL', null)",
                FILES,
            )
            con.executemany(
                "insert into indicator (indicator_id, topic, name, short_name, unit, decimals, "
                "polarity, definition, basis, timing, core, numerator_id, denominator_id, "
                "denominator_lag, multiplier, derived, first_in, design_effect, position) values "
                "(?, 't', 'n', 's', 'count', 1, 'none', 'd', 'b', 'flow', true, ?, ?, ?, ?, ?, ?, "
                "1, 1)",
                INDICATORS,
            )
            for table, some in (("figure", cells), ("superseded", older)):
                for indicator, year, value, sign, release in some:
                    put(con, table, indicator, year, value, sign, release)
            for indicator, year, value, above, below in derived:
                put(con, "figure", indicator, year, value, "", "plans-2025/all.csv", above, below)
        known.make(base, day, made)
        opened.append(duckdb.connect(str(made), read_only=True))
        return opened[-1]

    yield make
    for con in opened:
        con.close()


def put(
    con: duckdb.DuckDBPyConnection,
    table: str,
    indicator: str,
    year: int,
    value: float | None,
    sign: str,
    release: str,
    *parts: float | None,
) -> None:
    status = "ok" if value is not None else "suppressed"
    con.execute(
        f"insert into {table} values (?, 'A', ?, ?, ?, ?, null, null, ?, ?, ?, ?, ?, ?, ?, 2, 'c')",
        [
            indicator,
            str(year),
            *ends(indicator, year),
            value,
            sign or None,
            status,
            *(parts or (None, None)),
            bool(parts),
            release,
        ],
    )


def shown(con: duckdb.DuckDBPyConnection, indicator: str) -> list[tuple[Any, ...]]:
    return con.execute(
        "select period, value, status, release_id from figure where indicator_id = ? order by 1",
        [indicator],
    ).fetchall()


NEW, OLD, TOOL = "plans-2025/all.csv", "plans-2022/all.csv", "tool-2026/all"


def test_a_period_that_had_not_come_out_is_left_out(then: Make) -> None:
    cells = [("plans", year, float(year), "", NEW) for year in (2022, 2023, 2024)]
    assert [row[0] for row in shown(then(*cells), "plans")] == ["2022", "2023"]
    # Only the month is known: from its end.
    eve = then(*cells, day=date(2023, 6, 29))
    assert [row[0] for row in shown(eve, "plans")] == ["2022"]
    end = then(*cells, day=date(2023, 6, 30))
    assert [row[0] for row in shown(end, "plans")] == ["2022", "2023"]


def test_a_year_comes_with_the_count_of_the_january_after_it(then: Make) -> None:
    cells = [("requests", year, 1.0, "", NEW) for year in (2021, 2022, 2023)]
    assert [row[0] for row in shown(then(*cells), "requests")] == ["2021", "2022"]


def test_figures_of_a_collection_were_public_when_they_were_first_printed(then: Make) -> None:
    cells = [("pupils_pc", year, 4.0, "", TOOL) for year in (2023, 2024)]
    assert [row[0] for row in shown(then(*cells), "pupils_pc")] == ["2023"]


def test_the_value_printed_then_is_shown_and_not_the_revised_one(then: Make) -> None:
    con = then(
        ("plans", 2022, 110.0, "", NEW),
        ("plans", 2023, 120.0, "", NEW),
        older=(("plans", 2022, 100.0, "", OLD),),
    )
    assert shown(con, "plans") == [("2022", 100.0, "ok", OLD), ("2023", 120.0, "ok", NEW)]
    # Of the second nobody holds what was printed then.
    assert con.execute("from as_known").fetchall() == [(DAY, 2, 1)]


def test_of_later_prints_the_one_that_came_first_stands_in(then: Make) -> None:
    con = then(
        ("plans", 2023, 130.0, "", "plans-2025_v02/all.csv"),
        older=(("plans", 2023, 120.0, "", NEW),),
    )
    assert shown(con, "plans") == [("2023", 120.0, "ok", NEW)]


def test_a_second_edition_counts_from_the_day_it_was_read(then: Make) -> None:
    cells = ("plans", 2023, 130.0, "", "plans-2025_v02/all.csv")
    older = (("plans", 2023, 120.0, "", NEW),)
    before = then(cells, older=older, day=date(2025, 11, 29))
    assert shown(before, "plans")[0][1] == 120.0
    after = then(cells, older=older, day=date(2025, 11, 30))
    assert shown(after, "plans")[0][1] == 130.0


def test_what_was_withheld_since_is_shown_and_what_was_withheld_then_is_not(then: Make) -> None:
    con = then(
        ("plans", 2022, None, "c", NEW),
        ("refused", 2021, 7.0, "", NEW),
        older=(("plans", 2022, 3.0, "", OLD), ("refused", 2021, None, "c", OLD)),
    )
    assert shown(con, "plans") == [("2022", 3.0, "ok", OLD)]
    assert shown(con, "refused") == [("2021", None, "suppressed", OLD)]


def test_a_figure_that_no_later_release_has_is_shown(then: Make) -> None:
    con = then(older=(("plans", 2021, 90.0, "", OLD),))
    assert shown(con, "plans") == [("2021", 90.0, "ok", OLD)]
    assert con.execute("from superseded").fetchall() == []


def test_a_ratio_of_ours_is_worked_out_again_from_what_was_known(then: Make) -> None:
    con = then(
        ("requests", 2021, 100.0, "", NEW),
        ("refused", 2021, 30.0, "", NEW),
        older=(("requests", 2021, 80.0, "", OLD), ("refused", 2021, 20.0, "", OLD)),
        derived=(("ours_pc", 2021, 30.0, 30.0, 100.0),),
    )
    assert shown(con, "ours_pc") == [("2021", 25.0, "ok", OLD)]


def test_a_ratio_of_ours_without_one_of_its_counts_says_why_or_is_left_out(then: Make) -> None:
    withheld = then(
        ("requests", 2021, 100.0, "", NEW),
        ("refused", 2021, 30.0, "", NEW),
        older=(("refused", 2021, None, "c", OLD),),
        derived=(("ours_pc", 2021, 30.0, 30.0, 100.0),),
    )
    assert shown(withheld, "ours_pc") == [("2021", None, "suppressed", OLD)]
    later = then(
        ("requests", 2023, 100.0, "", NEW),
        ("refused", 2023, 30.0, "", NEW),
        derived=(("ours_pc", 2023, 30.0, 30.0, 100.0),),
    )
    assert shown(later, "ours_pc") == []


def test_counts_stand_beside_a_published_share_only_where_they_give_it(then: Make) -> None:
    counts = (("requests", 2021, 80.0, "", OLD), ("refused", 2021, 20.0, "", OLD))
    query = "select value, numerator, denominator from figure where indicator_id = 'refused_pc'"
    fits = then(older=(("refused_pc", 2021, 25.0, "", OLD), *counts))
    assert fits.execute(query).fetchall() == [(25.0, 20.0, 80.0)]
    other = then(older=(("refused_pc", 2021, 26.0, "", OLD), *counts))
    assert other.execute(query).fetchall() == [(26.0, None, None)]


def test_growth_is_worked_out_again_from_what_was_known(then: Make) -> None:
    con = then(
        ("plans", 2021, 100.0, "", NEW),
        ("plans", 2022, 110.0, "", NEW),
        older=(("plans", 2022, 120.0, "", OLD),),
        derived=(("growth", 2022, 10.0, 10.0, 100.0),),
    )
    assert shown(con, "growth")[0][1] == pytest.approx(20.0)


def test_after_all_of_it_everything_is_as_it_is_now(
    snapshot_data: Path, database: duckdb.DuckDBPyConnection
) -> None:
    tomorrow = date(2030, 1, 1)
    with queries.connect(known.as_known(releases.current(snapshot_data), tomorrow)) as con:
        for (table,) in database.execute("select table_name from duckdb_tables()").fetchall():
            if table != "as_known":
                rows = f"select t::varchar from (from {table}) as t order by all"
                assert con.execute(rows).fetchall() == database.execute(rows).fetchall(), table


@pytest.mark.parametrize(
    "day", ["2015-06-30", "2018-07-25", "2020-01-14", "2022-05-12", "2023-07-25", "2025-10-31"]
)
def test_no_figure_of_the_snapshot_came_out_later(snapshot_data: Path, day: str) -> None:
    evening = date.fromisoformat(day)
    path = known.as_known(releases.current(snapshot_data), evening)
    with queries.one_database(path), queries.connect() as con:
        periods = con.execute(
            "select distinct coalesce(first_in, publication), period_end, published_on from figure "
            "join indicator using (indicator_id) join release using (release_id)"
        ).fetchall()
        assert len(periods) > 10
        for publication, end, printed in periods:
            came_out = [public_on(publication, end), latest_day(printed)]
            assert min(day for day in came_out if day) <= evening, (publication, end)
        for table, column in (
            ("figure", "period_end"),
            ("inspection", "published_on"),
            ("school", "period_end"),
            ("committee_paper", "meeting_date"),
            ("figure_note", "period_end"),
        ):
            newest = con.execute(f"select max({column}) from {table}").fetchall()[0][0]
            assert newest is None or newest <= evening, table


@pytest.mark.parametrize(
    ("day", "papers"),
    [
        (date(2019, 8, 30), []),
        (date(2019, 8, 31), ["2019-08"]),
        (date(2022, 5, 30), ["2019-08", "2020-01"]),
        (date(2022, 5, 31), ["2019-08", "2020-01", "2022-05"]),
    ],
)
def test_a_paper_of_a_month_was_there_from_its_end_with_all_it_says(
    snapshot_data: Path, day: date, papers: list[str]
) -> None:
    with queries.connect(known.as_known(releases.current(snapshot_data), day)) as con:
        for table in ("committee_paper", "quoted_figure", "plan_task", "plan_risk"):
            found = con.execute(
                f"select distinct document[10:16] from {table} where document is not null"
            ).fetchall()
            assert {name for (name,) in found} <= set(papers), table
        held = con.execute("select document[10:16] from committee_paper order by 1").fetchall()
        assert [name for (name,) in held] == papers


def test_how_a_task_or_a_risk_stood_later_is_not_told(snapshot_data: Path, tmp_path: Path) -> None:
    base, made = tmp_path / "base.duckdb", tmp_path / "then.duckdb"
    base.write_bytes(releases.current(snapshot_data).read_bytes())
    with duckdb.connect(str(base)) as con:
        con.execute(
            "insert into plan_task by name select '991' as la_code, task, what, target_end, "
            "'complete' as status, status_on from (values ('1', 'A', date '2023-12-31', "
            "date '2023-07-24'), ('2', 'B', date '2023-12-31', date '2023-07-26')) "
            "t(task, what, target_end, status_on)"
        )
        con.execute(
            "insert into plan_risk by name select '991' as la_code, '1' as risk, 'A' as what, "
            "3 as likelihood, 4 as impact, date '2023-07-26' as assessed_on"
        )
    known.make(base, DAY, made)
    with duckdb.connect(str(made), read_only=True) as con:
        tasks = con.execute(
            "select task, status, status_on from plan_task where la_code = '991' order by task"
        ).fetchall()
        assert tasks == [("1", "complete", date(2023, 7, 24)), ("2", None, None)]
        risks = con.execute(
            "select likelihood, impact, assessed_on from plan_risk where la_code = '991'"
        ).fetchall()
        assert risks == [(None, None, None)]


def test_few_files_are_kept_and_one_that_was_forgotten_is_made_again(
    snapshot_data: Path, tmp_path: Path
) -> None:
    base = tmp_path / "base.duckdb"
    base.write_bytes(releases.current(snapshot_data).read_bytes())
    days = [date(2020, 1, day) for day in range(1, known.FILES + 3)]
    paths = [known.as_known(base, day) for day in days]
    assert [path.is_file() for path in paths] == [False, False, *[True] * known.FILES]
    with queries.connect(paths[0]) as con:
        assert con.execute("select day from as_known").fetchall() == [(days[0],)]
    assert paths[0].is_file()


def test_one_day_is_looked_at_from_a_later_one(snapshot_data: Path) -> None:
    later = known.as_known(releases.current(snapshot_data), date(2024, 7, 1))
    with queries.connect(known.as_known(later, DAY)) as con:
        nested = con.execute("select count(*), sum(value) from figure").fetchall()
        assert con.execute("select day from as_known").fetchall() == [(DAY,)]
    with queries.connect(known.as_known(releases.current(snapshot_data), DAY)) as con:
        assert con.execute("select count(*), sum(value) from figure").fetchall() == nested


def test_files_go_with_their_database(snapshot_data: Path, tmp_path: Path) -> None:
    base = tmp_path / "gone.duckdb"
    base.write_bytes(releases.current(snapshot_data).read_bytes())
    path = known.as_known(base, DAY)
    assert path.is_file() and tmp_path not in path.parents
    base.unlink()
    known.as_known(releases.current(snapshot_data), DAY)
    assert not path.is_file()


def test_a_folder_that_cannot_be_written_is_only_read(snapshot_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    base = folder / "read_only.duckdb"
    base.write_bytes(releases.current(snapshot_data).read_bytes())
    base.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert known.as_known(base, DAY).is_file()
        assert list(folder.iterdir()) == [base]
    finally:
        folder.chmod(0o700)


def test_one_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    base = tmp_path / "base.duckdb"
    base.write_bytes(b"no database")
    with pytest.raises(duckdb.Error):
        known.make(base, DAY, tmp_path / "then.duckdb")
    assert list(tmp_path.iterdir()) == [base]
