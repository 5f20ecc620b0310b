"""A council's own ward figures: the template, every fault of it, and what an import changes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from etl.__main__ import cli
from etl.council import template
from etl.database import build, releases, snapshot
from etl.disk import PROJECT
from etl.reading import sql
from etl.reading import staging as reading_staging
from tests.etl.writing import CHILDREN_IN_NEED, SALFORD, Table, table, write_all

TEMPLATE = PROJECT / "data" / "local" / "ward_template.csv"
README = TEMPLATE.with_name("README.md")
COLUMNS = "la_code,ward_code,ward_name,date,pupils,sen_support,ehc_plan,basis"
HEADER = tuple(COLUMNS.split(","))


def wards(*rows: str, file: str = "wards.csv") -> Table:
    return Table(file, HEADER, tuple(tuple(row.split(",")) for row in rows))


OURS = wards(
    "358,E05015244,Bucklow-St Martins,2026-01-15,1821,296,253,home",
    "358,E05015239,Altrincham,2026-01-15,2400,200,40,home",
    "358,E05015239,Altrincham,2026-01-15,4780,428,113,school",
)


def read(con: duckdb.DuckDBPyConnection, file: Table, folder: Path) -> reading_staging.Reading:
    path = file.write(folder)
    return template.read(con, reading_staging.PublishedFile(path.name, path, str(folder)))


def test_a_file_of_the_template_is_read(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    reading = read(staging, OURS, tmp_path)
    assert (reading.faults, reading.rows, reading.cells) == ([], 3, 9)
    assert staging.execute(
        "select la_code, ward_code, period_end::varchar, pupils, sen_support, ehc_plan, basis, "
        "source_row from ward_supplied order by source_row limit 2"
    ).fetchall() == [
        ("358", "E05015244", "2026-01-15", 1821, 296, 253, "home", 2),
        ("358", "E05015239", "2026-01-15", 2400, 200, 40, "home", 3),
    ]


def test_the_release_says_who_supplied_it(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, OURS, tmp_path)
    assert reading.release
    assert reading.release.title == "Supplied by the council, not published by DfE"
    assert reading.release.publication == "Ward figures of council 358"
    assert re.fullmatch(r"local-358-[0-9a-f]{8}/wards\.csv", reading.release_id)


@pytest.mark.parametrize(
    "day", ["2026-01-15", "15/01/2026", " 2026-01-15 ", "15.01.2026", "15 January 2026"]
)
def test_a_day_may_be_written_as_a_spreadsheet_does(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, day: str
) -> None:
    assert read(staging, OURS.everywhere("date", day), tmp_path).faults == []
    assert staging.execute("select distinct period_end::varchar from ward_supplied").fetchall() == [
        ("2026-01-15",)
    ]


BROKEN = {
    "council": (
        OURS.having(3, "la_code", "Trafford"),
        "row 3, column la_code: expected a three-digit council code such as 301, found 'Trafford'",
    ),
    "two councils": (
        OURS.having(4, "la_code", "355"),
        "row 4, column la_code: expected the same council in each row, found '355'",
    ),
    "ward code": (
        OURS.having(2, "ward_code", "Bucklow"),
        "row 2, column ward_code: expected the code of a ward such as E05009308, found 'Bucklow'",
    ),
    "ward name": (
        OURS.having(2, "ward_name", " "),
        "row 2, column ward_name: expected the name of the ward, found ''",
    ),
    "date": (
        OURS.having(2, "date", "January 2026"),
        "row 2, column date: expected a day such as 2025-01-31, found 'January 2026'",
    ),
    "a year to come": (
        OURS.having(2, "date", "2062-01-15"),
        "row 2, column date: expected a year from 1990 to next year, found '2062-01-15'",
    ),
    "a year of two digits": (
        OURS.having(2, "date", "15/01/26"),
        "row 2, column date: expected a day such as 2025-01-31, found '15/01/26'",
    ),
    "no such day": (
        OURS.having(2, "date", "2026-02-30"),
        "row 2, column date: expected a day such as 2025-01-31, found '2026-02-30'",
    ),
    "basis": (
        OURS.having(2, "basis", "Home address"),
        "row 2, column basis: expected the word home or the word school, found 'Home address'",
    ),
    "a symbol": (
        OURS.having(3, "ehc_plan", "<5"),
        "row 3, column ehc_plan: expected a whole number of 0 or more, found '<5'",
    ),
    "a minus": (
        OURS.having(3, "sen_support", "-1"),
        "row 3, column sen_support: expected a whole number of 0 or more, found '-1'",
    ),
    "a part of a child": (
        OURS.having(3, "pupils", "10.5"),
        "row 3, column pupils: expected a whole number of 0 or more, found '10.5'",
    ),
    "nothing": (
        OURS.having(3, "pupils", ""),
        "row 3, column pupils: expected a whole number of 0 or more, found ''",
    ),
    "more than there are": (
        OURS.having(3, "pupils", "239"),
        "row 3: expected at most the 239 pupils on SEN support or with an EHC plan, "
        "found 200 and 40",
    ),
    "a ward twice": (
        OURS.having(4, "basis", "home"),
        "rows 3 and 4: expected one row for ward E05015239 by home on 2026-01-15, found 2",
    ),
    "a missing column": (OURS.without("basis"), "expected the column basis, found"),
    "no rows": (wards(), "expected rows of figures, found only a header"),
    "another file": (CHILDREN_IN_NEED, "expected the column ward_code, found"),
}


@pytest.mark.parametrize(("file", "fault"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_one_sentence(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, file: Table, fault: str
) -> None:
    reading = read(staging, file, tmp_path)
    assert any(f"local/{file.file}: {fault}" in found for found in reading.faults)
    assert len(reading.faults) == 1 or file in (CHILDREN_IN_NEED,)
    assert sql.count(staging, "ward_supplied") == 0


def test_the_template_has_the_columns_and_no_rows(
    staging: duckdb.DuckDBPyConnection,
) -> None:
    assert TEMPLATE.read_text("utf-8") == COLUMNS + "\n"
    file = reading_staging.PublishedFile(TEMPLATE.name, TEMPLATE, "")
    assert template.read(staging, file).faults == [
        "local/ward_template.csv: expected rows of figures, found only a header"
    ]


def test_the_readme_describes_each_column_with_an_example_that_is_accepted(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    part = README.read_text("utf-8").split("`ward_template`\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `(\w+)` \| .* \| `(.+)` \|$", part, re.MULTILINE)
    assert tuple(name for name, _ in found) == HEADER
    assert read(staging, wards(",".join(text for _, text in found)), tmp_path).faults == []


@dataclass(frozen=True)
class Council:
    """A copy of the project with its own data folder."""

    folder: Path
    files: Path

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli, list(words))

    def load(self, file: Table) -> Result:
        return self.run("import", str(file.write(self.files)))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        database = releases.current(self.folder)
        assert database
        with duckdb.connect(str(database), read_only=True) as con:
            return con.execute(query).fetchall()

    def supplied(self) -> list[tuple[Any, ...]]:
        return self.rows(
            "select period_end::varchar, basis, sum(pupils)::bigint, count(*) "
            "from ward_supplied group by all order by all"
        )


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Council]:
    """A council whose database holds children in need of Trafford and Salford."""

    def make() -> Council:
        monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path / "data"))
        salford = table(CHILDREN_IN_NEED.file, "At31_episodes", (SALFORD, "2025", "2000"))
        files = write_all(tmp_path / "dfe", [CHILDREN_IN_NEED.plus(*salford.rows)])
        releases.publish(tmp_path / "data", lambda to: build.build_from_files(files, to))
        return Council(tmp_path / "data", tmp_path / "files")

    return make


def test_an_import_adds_the_figures_and_keeps_everything_else(start: Callable[[], Council]) -> None:
    council = start()
    before = council.rows("from figure order by all")
    result = council.load(OURS)
    assert result.exit_code == 0, result.output
    assert council.supplied() == [
        ("2026-01-15", "home", 4221, 2),
        ("2026-01-15", "school", 4780, 1),
    ]
    assert council.rows("from figure order by all") == before
    assert council.rows("select count(*) from school") == [(103,)]
    assert council.rows(
        "select title, licence, rows, file from release where release_id like 'local%'"
    ) == [
        (
            "Supplied by the council, not published by DfE",
            "Not stated by the council",
            3,
            "wards.csv",
        )
    ]


def test_an_import_stays_through_a_later_refresh(start: Callable[[], Council]) -> None:
    council = start()
    council.load(OURS)
    supplied = council.rows("from ward_supplied order by all")
    source = council.folder.parent / "dfe"
    assert council.run("refresh", "--from", str(source)).exit_code == 0
    assert council.rows("from ward_supplied order by all") == supplied
    assert council.rows("select count(*) from release where release_id like 'local%'") == [(1,)]
    assert council.run("check").exit_code == 0


def test_a_second_file_replaces_its_day_and_basis_only(start: Callable[[], Council]) -> None:
    council = start()
    council.load(OURS)
    council.load(wards("358,E05015239,Altrincham,2025-01-15,2300,190,39,home"))
    assert [row[:3] for row in council.supplied()] == [
        ("2025-01-15", "home", 2300),
        ("2026-01-15", "home", 4221),
        ("2026-01-15", "school", 4780),
    ]
    council.load(wards("358,E05015239,Altrincham,2026-01-15,2500,190,39,home"))
    assert [row[:3] for row in council.supplied()] == [
        ("2025-01-15", "home", 2300),
        ("2026-01-15", "home", 2500),
        ("2026-01-15", "school", 4780),
    ]
    assert council.rows("select count(*) from release where release_id like 'local%'") == [(3,)]
    council.load(wards("358,E05015239,Altrincham,2026-01-15,4781,428,113,school"))
    assert council.rows("select count(*) from release where release_id like 'local%'") == [(3,)], (
        "a file of which nothing is left is forgotten"
    )


def test_the_same_file_twice_is_there_once(start: Callable[[], Council]) -> None:
    council = start()
    council.load(OURS)
    assert council.load(OURS).exit_code == 0
    assert council.rows("select count(*) from ward_supplied") == [(3,)]


def test_another_council_stands_beside_it(start: Callable[[], Council]) -> None:
    council = start()
    council.load(OURS)
    council.load(wards("355,E05000760,Barton,2026-01-15,2300,190,39,home"))
    assert council.rows("select la_code, count(*) from ward_supplied group by 1 order by 1") == [
        ("355", 1),
        ("358", 3),
    ]
    assert council.rows("select name, la_code from ward where ward_code = 'E05000760'") == [
        ("Barton", "355")
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "355,E05015239,Altrincham,2026-01-15,9,1,1,home",
            "row 2: expected a ward of council 355, found E05015239 Altrincham of council 358",
        ),
        (
            "999,E05000760,Barton,2026-01-15,9,1,1,home",
            "row 2: expected the code of a council, found 999",
        ),
        ("358,E05000760,Barton,2026-01-15,9,1,x,home", "row 2, column ehc_plan"),
    ],
)
def test_a_refused_import_changes_nothing(
    start: Callable[[], Council], row: str, fault: str
) -> None:
    council = start()
    before = releases.current(council.folder)
    result = council.load(wards(row))
    assert result.exit_code == 1
    assert fault in " ".join(result.output.split())
    assert releases.current(council.folder) == before
    assert list((council.folder / "releases").iterdir()) == [before]


def test_an_import_of_nothing_is_refused(start: Callable[[], Council]) -> None:
    result = start().run("import", "no_such_file.csv")
    assert result.exit_code == 1
    assert "no_such_file.csv: expected a CSV file, found none there" in result.output


def test_an_import_of_a_workbook_that_is_none_is_refused(
    start: Callable[[], Council], tmp_path: Path
) -> None:
    path = tmp_path / "wards.xlsx"
    path.write_bytes(b"PK\x03\x04workbook")
    result = start().run("import", str(path))
    assert result.exit_code == 1
    assert "expected a workbook (.xlsx), found a file that cannot be opened" in result.output


def test_an_import_without_a_file_is_wrong_usage(start: Callable[[], Council]) -> None:
    assert start().run("import").exit_code == 2


def test_supplied_figures_are_not_written_into_the_snapshot(
    start: Callable[[], Council], tmp_path: Path
) -> None:
    council = start()
    council.load(OURS)
    database = releases.current(council.folder)
    with duckdb.connect(str(database), read_only=True) as con:
        manifest = snapshot.write(con, tmp_path / "snapshot")
    assert [one["file"] for one in manifest["releases"]] == [CHILDREN_IN_NEED.file]


def test_a_known_ward_under_another_name_is_refused(start: Callable[[], Council]) -> None:
    council = start()
    assert (
        council.load(OURS.everywhere("basis", "HOME").having(4, "basis", "School")).exit_code == 0
    )
    before = council.supplied()
    wrong = OURS.having(2, "ward_name", "Altrincham")
    answer = council.load(wrong)
    assert answer.exit_code == 1
    assert (
        "row 2, column ward_name: expected Bucklow-St Martins for the ward E05015244, "
        "found 'Altrincham'"
    ) in answer.stderr
    assert council.supplied() == before
    same = OURS.having(2, "ward_name", "Bucklow St. Martins")
    assert council.load(same).exit_code == 0


def test_a_ward_of_another_council_is_refused(start: Callable[[], Council]) -> None:
    council = start()
    answer = council.load(OURS.everywhere("la_code", "355"))
    assert answer.exit_code == 1
    assert (
        "expected a ward of council 355, found E05015239 Altrincham of council 358" in answer.stderr
    )
    assert "Traceback" not in answer.stderr
