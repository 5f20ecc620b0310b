"""The app as the tests open it, on the database of the embedded snapshot."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import queries
from pages.parts.asking.streamlit_private import APP_TEST_PAGES, ServerPages
from pages.parts.figures.councils import Choice, councils, groups
from pages.parts.figures.view import View, view
from queries import PROJECT

SECONDS = 300  # of a run, also on a machine that does much else
SERVER = "http://localhost:8501"
EVERY_PAGE = sorted(f"pages/{path.name}" for path in (PROJECT / "pages").glob("[a-z]*.py"))

Open = Callable[..., AppTest]


@pytest.fixture
def app_data(snapshot_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the snapshot, in use for one test."""
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
    return snapshot_data


@pytest.fixture(autouse=True)
def records_are_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record that a page reads has values of the types that its fields announce."""
    read = queries.read

    def read_and_look(
        connection: duckdb.DuckDBPyConnection, name: str, record: type, **asked: object
    ) -> tuple[object, ...]:
        answer: tuple[object, ...] = read(connection, name, record, **asked)
        for field, announced in get_type_hints(record).items():
            allowed = types_of(announced)
            wrong = {type(getattr(row, field)) for row in answer} - allowed
            assert not wrong, f"queries/{name}.sql: {record.__name__}.{field} is {wrong}"
        return answer

    monkeypatch.setattr(queries, "read", read_and_look)


def types_of(announced: object) -> set[object]:
    """The classes of `float | None`, of a Literal's words, of a plain class; an int is a float."""
    if get_origin(announced) is Literal:
        return {type(word) for word in get_args(announced)}
    parts = get_args(announced)
    if parts:
        return set().union(*map(types_of, parts))
    return {float, int} if announced is float else {announced}


@pytest.fixture
def open_page(app_data: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens one page as a new visitor, with an address such as council='camden'."""
    monkeypatch.setattr(APP_TEST_PAGES, ServerPages)

    def opened(page: str = "pages/overview.py", **address: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=SECONDS)
        app.context = {"url": f"{SERVER}/{Path(page).stem}"}
        app.query_params.update(address)
        return app.switch_page(page).run()

    return opened


@pytest.fixture
def choose(app_data: Path) -> Callable[..., Choice]:
    """A choice by DfE code and group key."""

    def chosen(la_code: str = "358", group: str = "sn25") -> Choice:
        council = next(one for one in councils() if one.la_code == la_code)
        return Choice(
            council=council, group=next(one for one in groups(council) if one.key == group)
        )

    return chosen


@pytest.fixture
def see(choose: Callable[..., Choice]) -> Callable[..., View]:
    """A view by indicator, DfE code and group key."""

    def seen(indicator: str, la_code: str = "358", group: str = "sn25") -> View:
        return view(indicator, choose(la_code, group))

    return seen


TypedPart = tuple[str, str, date, str, str, float | None]
WithParts = Callable[[Iterable[TypedPart]], None]


@pytest.fixture
def with_parts(snapshot_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WithParts:
    """Puts the snapshot with typed parts in use: indicator, area, day, topic, part, count.

    A count that is None is hidden.
    """

    def used(rows: Iterable[TypedPart]) -> None:
        folder = tmp_path / "data"
        shutil.copytree(snapshot_data, folder)
        name = f"{tmp_path.name}.duckdb"  # answers are kept by this name
        built = (folder / "current").read_text(encoding="utf-8").strip()
        (folder / "releases" / built).rename(folder / "releases" / name)
        (folder / "current").write_text(name, encoding="utf-8")
        figures = [
            (
                *(indicator, area, str(end.year)),
                *(("calendar", date(end.year, 1, 1)) if end.month == 12 else ("academic", end)),
                *(end, topic, part),
                *((count, None, "ok") if count is not None else (None, "c", "suppressed")),
            )
            for indicator, area, end, topic, part, count in rows
        ]
        with duckdb.connect(str(folder / "releases" / name)) as con:
            con.executemany(
                "insert into figure (indicator_id, area_code, period, period_kind, period_start, "
                "period_end, breakdown_topic, breakdown, value, symbol, status, derived, "
                "release_id, source_row, source_column) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                "false, 'ehcp-2025/caseload.csv', 2, 'column')",
                figures,
            )
        monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))

    return used
