"""The contract of the database: what its README says, and what an indicator may be."""

import dataclasses
import re

import duckdb
import pytest

from etl.database import build
from etl.disk import PROJECT
from etl.model import STATUS_WORDS, SYMBOLS, Extract, Indicator, Part, Periods, Release
from etl.publications import catalogue

README = PROJECT / "data" / "README.md"
INDICATORS = catalogue.INDICATORS
MINIMAL = {
    "id": "tested",
    "topic": "EHC plans",
    "name": "Tested",
    "short_name": "Tested",
    "unit": "count",
    "definition": "Things that were tested",
    "timing": "flow",
}


def documented() -> dict[str, list[str]]:
    """Each table of data/README.md with its columns, in the order written there."""
    tables = {}
    for section in README.read_text(encoding="utf-8").split("\n### ")[1:]:
        columns = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
        tables[section.split("\n", 1)[0].strip()] = columns
    return tables


def real(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = con.execute(
        "select table_name, column_name from information_schema.columns order by ordinal_position"
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return tables


def test_the_readme_names_every_table_and_column_in_order(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    expected = documented()
    found = real(empty)
    assert expected["superseded"] == [], "superseded has the columns of figure"
    assert found == expected | {"superseded": expected["figure"]}


def test_the_content_hash_covers_every_table_but_those_about_the_refresh(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    tables = {
        name for (name,) in empty.execute("select table_name from duckdb_tables()").fetchall()
    }
    assert set(build.CONTENT) == tables - {"load_run", "load_check", "data_set"}


def test_a_source_file_is_what_its_release_says(empty: duckdb.DuckDBPyConnection) -> None:
    columns = real(empty)
    assert [name for name in columns["release"] if name not in ("rows", "header")] == columns[
        "source_file"
    ]


def test_no_question_writes_out_the_columns_of_a_release() -> None:
    for path in sorted((PROJECT / "queries").glob("*.sql")):
        assert "release.sha256" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("record", [Indicator, Release, Periods, Extract, Part])
def test_records_cannot_be_changed(record: type) -> None:
    assert dataclasses.fields(record)
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize("record", [Indicator, Release, Periods, Extract])
def test_records_take_names_only(record: type) -> None:
    assert all(field.kw_only for field in dataclasses.fields(record))


def test_a_record_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        INDICATORS["cin_rate"].polarity = "low"  # type: ignore[misc]


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(TypeError, match="polarty"):
        Indicator(**MINIMAL, polarty="low")  # type: ignore[arg-type]


@pytest.mark.parametrize("key", MINIMAL)
def test_a_missing_key_is_an_error(key: str) -> None:
    with pytest.raises(TypeError, match=f"'{key}'"):
        Indicator(**{name: text for name, text in MINIMAL.items() if name != key})  # type: ignore[arg-type]


@pytest.mark.parametrize("parts", [{}, {"numerator": "a"}, {"denominator": "a"}])
def test_an_interval_needs_both_parts(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="tested: an interval needs a numerator and a denominator"):
        Indicator(**MINIMAL, interval_method="proportion", **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("siblings", [{"design_effect": 2.0}, {"design_effect": 0.5}])
def test_siblings_widen_an_interval(siblings: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="tested: a design effect widens an interval, from 1 on"):
        Indicator(**MINIMAL, **siblings)  # type: ignore[arg-type]


def test_a_percentage_ends_at_100_unless_said_otherwise() -> None:
    percent = MINIMAL | {"unit": "percent"}
    assert Indicator(**percent).maximum == 100  # type: ignore[arg-type]
    assert Indicator(**percent, maximum=1000).maximum == 1000  # type: ignore[arg-type]
    assert Indicator(**MINIMAL).maximum is None  # type: ignore[arg-type]


def test_no_two_indicators_share_a_name() -> None:
    listed = [i for publication in catalogue.PUBLICATIONS for i in publication.INDICATORS]
    assert len({i.id for i in listed}) == len({i.name for i in listed}) == len(listed)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_an_indicator_says_what_it_is(indicator: Indicator) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", indicator.id)
    assert indicator.topic in catalogue.TOPICS
    assert indicator.polarity in {"high", "low", "none"}
    assert indicator.timing in {"snapshot", "flow"}
    units = {"count", "percent", "per 10,000", "FTE", "cases per FTE", "days", "weeks"}
    assert indicator.unit in units
    assert indicator.interval_method in {None, "proportion", "rate"}
    assert (indicator.decimals == 0) == (indicator.unit == "count")
    assert indicator.name and indicator.short_name and indicator.definition
    assert indicator.basis or indicator.unit == "count" or not indicator.core


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_the_parts_of_an_indicator_are_indicators(indicator: Indicator) -> None:
    parts = [indicator.numerator or "", *(indicator.denominator or "").split(" + ")]
    assert [part for part in parts if part and part not in INDICATORS] == []
    assert (indicator.multiplier is not None) == (indicator.denominator is not None)
    assert indicator.denominator is None or indicator.numerator
    assert indicator.numerator_breakdown is None or indicator.numerator
    assert indicator.denominator_lag in {0, 1}


def test_the_breakdown_of_a_numerator_is_one_that_a_file_gives() -> None:
    given = {
        (goal.indicator, goal.breakdown)
        for publication in catalogue.PUBLICATIONS
        for extract in publication.EXTRACTS
        for goal in extract.columns.values()
        if isinstance(goal, Part)
    }
    wanted = {
        (i.numerator, i.numerator_breakdown) for i in INDICATORS.values() if i.numerator_breakdown
    }
    assert wanted - given == set()


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_an_indicator_is_published_or_derived(indicator: Indicator) -> None:
    published = {
        goal.indicator if isinstance(goal, Part) else goal
        for publication in catalogue.PUBLICATIONS
        for extract in publication.EXTRACTS
        for goal in (*extract.columns.values(), *extract.optional.values())
    }
    assert (indicator.id in published) != (indicator.derived_from is not None)


def test_every_column_of_a_record_goes_to_an_indicator() -> None:
    goals = {
        goal.indicator if isinstance(goal, Part) else goal
        for publication in catalogue.PUBLICATIONS
        for extract in publication.EXTRACTS
        for goal in extract.columns.values()
    }
    assert goals - set(INDICATORS) == set()


def test_every_symbol_has_a_status_with_words() -> None:
    for release in catalogue.RELEASES.values():
        assert set(release.symbols.values()) <= set(STATUS_WORDS)
        assert set(release.symbols) >= set(SYMBOLS)


def test_one_file_name_belongs_to_one_publication() -> None:
    owners: dict[str, set[str]] = {}
    for publication in catalogue.PUBLICATIONS:
        for extract in publication.EXTRACTS:
            owners.setdefault(extract.file.lower(), set()).add(extract.release.publication)
    assert {file: found for file, found in owners.items() if len(found) > 1} == {}
