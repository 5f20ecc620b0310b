"""A council's own improvement plan and risk register: the templates and every fault of them."""

import re
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from openpyxl import load_workbook

from etl.council import plan, risks, supplied, template
from etl.database import checks
from etl.disk import PROJECT
from etl.model import Refusal
from etl.reading import staging as reading_staging
from tests.etl.chain import Chain
from tests.etl.writing import CHILDREN_IN_NEED, Table

FOLDER = PROJECT / "data" / "local"
TASK = (*plan.COLUMNS, *plan.OPTIONAL)
RISK = tuple(risks.COLUMNS)
STAFF = {
    "la_code": "358",
    "task": "1.9",
    "what": "Keep good staff",
    "target": "2026-03",
    "status": "behind",
    "date": "2026-01-15",
    "indicator": "sw_turnover_pc",
    "theme": "Leadership",
}
POSTS = {
    "la_code": "358",
    "risk": "R01",
    "what": "Vacant posts",
    "likelihood": "3",
    "impact": "4",
    "date": "2026-01-15",
}


def written(columns: tuple[str, ...], *rows: dict[str, str]) -> Table:
    return Table("own.csv", columns, tuple(tuple(row[name] for name in columns) for row in rows))


def read(
    con: duckdb.DuckDBPyConnection, folder: Path, columns: tuple[str, ...], *rows: dict[str, str]
) -> reading_staging.Reading:
    path = written(columns, *rows).write(folder)
    return template.read(con, reading_staging.PublishedFile(path.name, path, str(folder)))


def test_a_task_goes_into_the_table_with_its_place_in_the_file(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, tmp_path, TASK, STAFF)
    assert reading.faults == []
    assert staging.execute(
        "select task, theme, what, target_end::varchar, status, status_on::varchar, indicator_id, "
        "document, release_id, source_row from plan_task"
    ).fetchall() == [
        (
            *("1.9", "Leadership", "Keep good staff", "2026-03-31", "behind", "2026-01-15"),
            *("sw_turnover_pc", None, reading.release_id, 2),
        )
    ]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Blue", "complete"),
        ("Completed", "complete"),
        ("GREEN", "on track"),
        ("Amber", "behind"),
        ("red", "off track"),
        ("Off  track", "off track"),
    ],
)
def test_the_colours_of_a_plan_are_read_as_what_they_mean(
    word: str, status: str, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, tmp_path, TASK, STAFF | {"status": word}).faults == []
    assert staging.execute("select status from plan_task").fetchall() == [(status,)]


@pytest.mark.parametrize("word", ["", "Not stated"])
def test_a_status_that_nobody_stated_is_none(
    word: str, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    quiet = STAFF | {"status": word, "date": "", "indicator": ""}
    assert read(staging, tmp_path, TASK, quiet).faults == []
    assert staging.execute("select status, status_on, indicator_id from plan_task").fetchall() == [
        (None, None, None)
    ]


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ({"task": ""}, "column task: expected words of at most 20 letters, found ''"),
        (
            {"what": "w" * 201},
            f"column what: expected words of at most 200 letters, found '{'w' * 201}'",
        ),
        ({"target": "soon"}, "column target: expected a month such as 2026-09, found 'soon'"),
        (
            {"target": "1926-09"},
            "column target: expected a year from 1990 to next year, found '1926-09'",
        ),
        (
            {"status": "purple"},
            "column status: expected complete, on track, behind or off track, or nothing, "
            "found 'purple'",
        ),
        (
            {"date": ""},
            "column date: expected the day on which the status was true, found ''",
        ),
        (
            {"date": "15.1.26"},
            "column date: expected the day on which the status was true, found '15.1.26'",
        ),
        (
            {"indicator": "morale"},
            "column indicator: expected the name of a measure of the pages, or nothing, "
            "found 'morale'",
        ),
        (
            {"la_code": "Trafford"},
            "column la_code: expected a three-digit council code such as 301, found 'Trafford'",
        ),
    ],
    ids=["no number", "long", "month", "year", "colour", "no day", "day", "measure", "council"],
)
def test_a_task_that_cannot_be_right_is_refused(
    broken: dict[str, str], fault: str, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, tmp_path, TASK, STAFF | broken).faults == [
        f"local/own.csv: row 2, {fault}"
    ]
    assert staging.execute("from plan_task").fetchall() == []


def test_a_day_that_has_not_come_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    row = staging.execute("select (current_date + 1)::varchar").fetchone()
    assert row is not None
    assert read(staging, tmp_path, TASK, STAFF | {"date": row[0]}).faults == [
        "local/own.csv: row 2, column date: expected a day that has come on this computer, found "
        f"'{row[0]}'"
    ]


def test_two_rows_of_a_task_or_a_risk_are_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, tmp_path, TASK, STAFF, STAFF).faults == [
        "local/own.csv: rows 2 and 3: expected one row for task 1.9, found 2"
    ]
    assert read(staging, tmp_path, RISK, POSTS, POSTS).faults == [
        "local/own.csv: rows 2 and 3: expected one row for risk R01, found 2"
    ]


def test_a_risk_goes_into_the_table_with_or_without_a_position(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    nowhere = POSTS | {"risk": "R02", "likelihood": "", "impact": ""}
    assert read(staging, tmp_path, RISK, POSTS, nowhere).faults == []
    assert staging.execute(
        "select risk, likelihood, impact, assessed_on::varchar, source_row from plan_risk"
    ).fetchall() == [("R01", 3, 4, "2026-01-15", 2), ("R02", None, None, "2026-01-15", 3)]


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (
            {"likelihood": "6"},
            "column likelihood: expected a number from 1 to 5, or nothing, found '6'",
        ),
        (
            {"impact": ""},
            "column impact: expected likelihood and impact together, or neither, found ''",
        ),
        (
            {"date": ""},
            "column date: expected the day on which the register said so, found ''",
        ),
        ({"what": ""}, "column what: expected words of at most 200 letters, found ''"),
    ],
    ids=["beyond", "half a position", "no day", "no words"],
)
def test_a_risk_that_cannot_be_right_is_refused(
    broken: dict[str, str], fault: str, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, tmp_path, RISK, POSTS | broken).faults == [
        f"local/own.csv: row 2, {fault}"
    ]
    assert staging.execute("from plan_risk").fetchall() == []


@pytest.mark.parametrize(
    ("name", "kind", "columns"), [("plan", plan, TASK), ("risk", risks, RISK)], ids=["plan", "risk"]
)
def test_the_template_has_its_columns_and_its_example_can_be_loaded(
    name: str,
    kind: ModuleType,
    columns: tuple[str, ...],
    staging: duckdb.DuckDBPyConnection,
    tmp_path: Path,
) -> None:
    header = (FOLDER / f"{name}_template.csv").read_text("utf-8").strip().split(",")
    assert tuple(header) == columns
    book = load_workbook(FOLDER / f"{name}_template.xlsx")
    assert [[cell.value for cell in row] for row in book.worksheets[0].rows] == [header]
    part = (FOLDER / "README.md").read_text("utf-8").split(f"`{name}_template`\n")[1]
    told = re.findall(r"^\| `(\w+)` \| .* \| `(.+)` \|$", part.split("\n## ")[0], re.MULTILINE)
    assert tuple(column for column, _ in told) == columns
    assert read(staging, tmp_path, columns, dict(told)).faults == []
    assert (
        template.template_of(
            reading_staging.PublishedFile("own.csv", tmp_path / "own.csv", str(tmp_path))
        )
        is kind
    )


def test_a_supplied_plan_takes_the_place_of_ours_and_stays_through_a_refresh(
    chain: Chain,
) -> None:
    tasks = "select count(*), count(status) from plan_task where la_code = '358'"
    chain.add(CHILDREN_IN_NEED)
    assert chain.asked(tasks) == [(34, 0)]
    chain.add(written(TASK, STAFF), reader_of=template.reader_of)
    assert chain.asked(tasks) == [(1, 1)]
    chain.add(CHILDREN_IN_NEED)
    assert chain.asked(tasks) == [(1, 1)]
    assert chain.asked("select count(*) from plan_risk where la_code = '358'") == [(10,)]


def test_what_a_council_supplied_was_published_by_nobody(chain: Chain) -> None:
    chain.add(CHILDREN_IN_NEED)
    chain.add(written(TASK, STAFF), reader_of=template.reader_of)
    chain.add(written(RISK, POSTS), reader_of=template.reader_of)
    own = "select published_on from release where title like 'Supplied by the council%'"
    assert chain.asked(own) == [(None,), (None,)]


def test_an_import_of_a_plan_is_listed_and_can_be_taken_back(chain: Chain) -> None:
    chain.add(CHILDREN_IN_NEED)
    chain.add(written(TASK, STAFF), reader_of=template.reader_of)
    assert chain.last
    with duckdb.connect(str(chain.last), read_only=True) as con:
        (held,) = supplied.held(con)
    assert str(held).endswith("Improvement plan of council 358, own.csv, 1 figure, 15 January 2026")
    chain.add(CHILDREN_IN_NEED, without=held.release_id)
    assert chain.asked("select count(*) from plan_task where la_code = '358'") == [(34,)]


def test_a_task_of_an_unknown_measure_is_refused(empty: duckdb.DuckDBPyConnection) -> None:
    (check,) = (one for one in checks.MUST_HOLD if one.words.startswith("Every task"))
    empty.execute(
        "insert into plan_task (la_code, task, what, target_end, indicator_id) "
        "values ('358', '1.1', 'w', '2020-01-31', 'morale')"
    )
    with pytest.raises(Refusal) as refusal:
        checks.refuse(empty, [check])
    assert refusal.value.faults == [
        "plan_task: task 1.1 of council 358: expected an indicator, found morale"
    ]
