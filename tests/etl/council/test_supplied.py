"""What a council supplied is listed by its name, and one import is taken back."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from etl.__main__ import cli
from etl.council import supplied
from etl.database import build, releases
from tests.etl.writing import CHILDREN_IN_NEED, Table, write_all

MONTH = ("la_code", "measure", "month", "count", "change")
WARD = ("la_code", "ward_code", "ward_name", "date")
WARD += ("pupils", "sen_support", "ehc_plan", "basis")
WRONG_YEAR = Table(
    "wrong_year.csv",
    MONTH,
    (("358", "cp_started", "2015-08", "17", "New team"), ("358", "cp_started", "2015-09", "3", "")),
)
RIGHT_YEAR = Table("right_year.csv", MONTH, (("358", "cp_started", "2025-08", "17", ""),))
WARDS = Table(
    "wards.csv",
    WARD,
    (("358", "E05099999", "Made-up Ward", "2025-01-16", "900", "90", "30", "home"),),
)

Load = Callable[[Table], Result]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that holds published figures and nothing that a council supplied."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "400")
    files = write_all(tmp_path / "dfe", [CHILDREN_IN_NEED])
    releases.publish(folder, lambda to: build.build_from_files(files, to))
    return folder


@pytest.fixture
def load(data: Path, tmp_path: Path) -> Load:
    def imported(file: Table) -> Result:
        result = run("import", str(file.write(tmp_path)))
        assert result.exit_code == 0, result.output
        return result

    return imported


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def asked(data: Path, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(releases.in_use(data)), read_only=True) as con:
        return con.execute(question).fetchall()


def imports(data: Path) -> list[supplied.Import]:
    with duckdb.connect(str(releases.in_use(data)), read_only=True) as con:
        return supplied.held(con)


def test_months_of_the_wrong_year_are_taken_back_and_the_right_ones_stay(
    data: Path, load: Load
) -> None:
    load(WRONG_YEAR)
    told = load(RIGHT_YEAR).stdout
    assert "Supplied before and still held: local-358-" in told
    assert "wrong_year.csv, 2 figures, 31 August 2015 to 30 September 2015" in told
    result = run("remove", "wrong_year.csv")
    assert result.exit_code == 0
    assert "Taken back: local-358-" in result.stdout
    months = asked(data, "select period_end::varchar, value from month_supplied")
    assert months == [("2025-08-31", 17)]
    assert asked(data, "from month_change") == []
    assert [one.file for one in imports(data)] == ["right_year.csv"]


def test_published_figures_stay_and_the_content_is_that_of_before_the_import(
    data: Path, load: Load
) -> None:
    content = "select content_hash from load_run"
    before = asked(data, content)
    load(WARDS)
    assert asked(data, "select name from ward where ward_code = 'E05099999'") == [("Made-up Ward",)]
    load(WRONG_YEAR)
    assert asked(data, content) != before
    for one in imports(data):
        assert run("remove", one.name).exit_code == 0
    assert asked(data, content) == before


def test_what_an_import_replaced_comes_back_by_a_rollback_and_not_by_itself(
    data: Path, load: Load
) -> None:
    question = "select value from month_supplied where year(period_end) = 2025"
    load(RIGHT_YEAR)
    load(Table("later.csv", MONTH, (("358", "cp_started", "2025-08", "99", ""),)))
    assert asked(data, question) == [(99,)]
    assert run("remove", "later.csv").exit_code == 0
    assert asked(data, question) == []
    assert run("rollback").exit_code == 0
    assert asked(data, question) == [(99,)]
    assert run("rollback").exit_code == 0
    assert asked(data, question) == [(17,)]


def test_the_names_are_listed_and_in_the_status_and_the_difference_tells(
    data: Path, load: Load
) -> None:
    assert run("remove").stdout == "No figures that a council supplied itself are held.\n"
    assert "Supplied by a council" not in run("status").stdout
    load(WARDS)
    (one,) = imports(data)
    line = (
        f"Supplied by a council: {one.name}: Ward figures of council 358, wards.csv, 3 figures, "
        "16 January 2025."
    )
    assert run("remove").stdout.splitlines() == [line, "python -m etl remove NAME takes one back."]
    assert line in run("status").stdout
    told = json.loads(run("status", "--json").stdout)["imports"]
    assert [(known["name"], known["figures"]) for known in told] == [(one.name, 3)]
    assert run("remove", one.name).exit_code == 0
    difference = run("diff").stdout
    assert "wards.csv" in difference
    assert "ward_supplied: 0 new or changed rows, 1 gone or changed" in difference
    assert "from the database before, without wards.csv" in run("status").stdout


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("local-358", "found several. Held: local-358-"),
        ("months.csv", "found none of that name. Held: local-358-"),
        ("%", "found none of that name"),
    ],
)
def test_a_name_that_is_not_of_one_import_changes_nothing(
    data: Path, load: Load, name: str, found: str
) -> None:
    load(WARDS)
    load(RIGHT_YEAR)
    before = releases.in_use(data)
    result = run("remove", name)
    assert result.exit_code == 1
    assert f"Refused: {name}: expected the name of one import, {found}" in result.stderr
    assert "Nothing changed." in result.stderr
    assert releases.in_use(data) == before
