"""What is loaded, where each figure stands, and what can be taken away."""

import csv as reading
import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import queries
from pages.parts.data_and_sources import downloads, loaded, tables, trace
from pages.parts.data_and_sources.methods import METHODS
from pages.parts.figures.database import indicators
from pages.parts.figures.glossary import help_of

PAGE = "pages/data_and_sources.py"
FAILED = loaded.DataSet(
    data_set_id="cin_c1",
    publication="Children in need",
    title="Referrals",
    page="https://example.org/children-in-need",
    result="failed",
    message="expected a CSV file, found a web page (HTML)",
    newer=None,
    expected_month=10,
    release="2025",
    rows=160,
    published_on="2025-10",
    retrieved_at=datetime(2026, 11, 1, tzinfo=UTC),
)
Open = Callable[..., AppTest]


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "1 day ago"),
        (date(2026, 11, 10), "12 days ago"),
        (date(2026, 11, 1), "3 weeks ago"),
        (date(2026, 6, 20), "5 months ago"),
        (date(2025, 10, 1), "1 year ago"),
        (date(2023, 1, 1), "3 years ago"),
        (date(2027, 1, 1), "today"),
    ],
)
def test_age_in_words(since: date, words: str) -> None:
    assert loaded.age(since, date(2026, 11, 22)) == words


def test_what_is_loaded_and_what_is_not(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    known = loaded.data_sets()
    held = [data_set for data_set in known if data_set.release is not None]
    assert app.header[0].value == (
        f"{len(held)} data sets are loaded, {len(known) - len(held)} are not"
    )
    shown = [row for table in app.table for row in table.value.get("Data set", [])]
    assert len(shown) == len(held) > 15
    assert any("Education, health and care plans" in text.value for text in app.markdown)
    titles = [expander.label for expander in app.expander]
    passed = [check for check in loaded.checks() if check.kind == "passed"]
    assert len(passed) >= 18
    assert any(title.startswith(f"{len(passed)} checks passed") for title in titles)


def test_every_withheld_cell_is_counted(app_data: Path) -> None:
    counted = (
        tables.withheld_table(loaded.withheld())["Cells"].str.replace(",", "").astype(int).sum()
    )
    with queries.connect() as con:
        (without,) = con.execute(
            "select count(*) from figure where not derived and status <> 'ok'"
        ).fetchall()
        (figures,) = con.execute("select figures from load_run").fetchall()
    assert counted == without[0] > 10_000
    assert figures[0] > counted


def test_a_data_set_that_failed_is_named() -> None:
    assert loaded.troubles([FAILED]) == [
        "Children in need, Referrals: the last attempt to read a newer file failed, so older "
        "figures stay. expected a CSV file, found a web page (HTML)"
    ]


def test_the_page_says_the_command_where_the_database_in_use_is_gone(
    open_page: Open, app_data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "python -m etl rollback" not in [code.value for code in open_page(PAGE).code]
    shutil.copytree(app_data / "releases", tmp_path / "releases")
    (tmp_path / "current").write_text("gone.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    app = open_page(PAGE)
    assert "python -m etl rollback" in [code.value for code in app.code]
    assert "Sources tells whoever runs this dashboard what to do" in app.warning[0].value


def test_newer_figures_at_dfe_are_named() -> None:
    newer = replace(FAILED, result="unchanged", message=None, newer="2026")
    assert loaded.troubles([newer]) == [
        "Children in need, Referrals: DfE has newer figures (2026)."
    ]


def test_what_is_not_known_of_a_release_is_said() -> None:
    unknown = replace(FAILED, published_on=None, retrieved_at=None)
    (row,) = tables.data_sets_table([unknown], date(2026, 11, 22)).to_dict("records")
    assert row["Published"] == row["Read"] == "not known"


def test_methods_are_told_with_the_numbers_that_are_computed_with() -> None:
    told = {method.name: f"{method.words} {method.formula}" for method in METHODS}
    assert "Ten councils" in told["Statistical neighbours"]
    assert "a model of 2021 or of 2025" in told["Statistical neighbours"]
    assert "fewer than seven there is none" in told["Statistical neighbours"]
    assert "fewer than 90% of councils" in told["Ranks"]
    assert "with 153 councils $z = 3.59$ in place of $1.96$" in told["Ranks"]
    assert r"\mp \frac{1.96}{3\sqrt{O}}" in told["95% interval of a rate"]
    assert "exact Poisson limits under 10 events" in told["95% interval of a rate"]
    assert r"\ln\frac{r_1}{r_2} \pm 1.96\sqrt" in told[TWO]
    assert "$z = 3.09$ (99.8%)" in told["Wards: funnel limits of chance"]
    stands_out = told["What stands out: councils and wards"]
    assert "With fewer than ten none is said" in stands_out
    assert "at least 3 times as likely (Student's $t$, 4 degrees" in stands_out
    many = told["At a glance: so many tests at once"]
    assert "no more than 5% of them" in many and r"\frac{k}{m}\,0.05" in many
    assert "Under six there are no limits, under twelve" in told["Months: ordinary variation"]
    assert r"$\bar x \pm 2.66\,\overline{MR}$" in told["Months: ordinary variation"]
    assert "1 to 5 are hidden" in told["Small numbers of a council's own"]


def test_a_published_figure_leads_to_its_cell(open_page: Open) -> None:
    app = open_page(PAGE, council="trafford", show="trace-a-figure", indicator="ehcp_20wk_ex_pc")
    assert not app.exception
    assert app.header[0].value.startswith("Plans issued within 20 weeks")
    assert "53.4% in Trafford, 2024" in app.header[0].value.replace("\\", "")
    cell = app.table[0].value.set_index("What")["In the file"]
    assert cell["Printed"] == "53.4"
    assert cell["File"].replace("\\", "") == "timeliness_20_week.csv"
    assert cell["Column"].replace("\\", "") == "PC_plans_issued_20_weeks_ex"


def test_a_part_and_another_place_can_be_traced(open_page: Open) -> None:
    app = open_page(
        PAGE, show="trace-a-figure", indicator="ehcp_caseload", place="england", part="age.10"
    )
    assert not app.exception
    finding = app.header[0].value.replace("\\", "")
    assert finding == "EHC plans in force (Age: 10): 41,405 in England, January 2025"


def test_a_figure_that_nobody_published_is_said_to_be_none(open_page: Open) -> None:
    app = open_page(
        PAGE, show="trace-a-figure", indicator="sw_turnover_pc", place="kingston-upon-thames"
    )
    assert not app.exception
    assert "There is no figure of this measure for this place" in app.info[0].value


@pytest.mark.parametrize("show", ["methods", "words", "take-away"])
def test_the_other_parts_open(open_page: Open, show: str) -> None:
    app = open_page(PAGE, show=show)
    assert not app.exception
    assert app.header


TWO = "Rose, fell, and two councils beside each other"


def test_the_methods_say_which_tests_are_done() -> None:
    said = {method.name: f"{method.words} {method.formula}" for method in METHODS}
    assert "own 95% interval" in said["Higher or lower than England"]
    assert "England's figure is taken as fixed" in said["Higher or lower than England"]
    two = said[TWO]
    assert "two tests agree" in two and "fewer than five" in two
    assert all(name in two for name in ("Newcombe", "Fisher", "Zou and Donner"))


def test_every_measure_is_defined(open_page: Open) -> None:
    app = open_page(PAGE, show="words")
    assert len(app.table[0].value) == len(indicators())


def test_small_numbers_are_not_taken_away(app_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "taken.duckdb"
    path.write_bytes(downloads.database())
    with duckdb.connect(str(path)) as con:
        names = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
        figures = con.execute("select count(*) from figure").fetchone()
    assert names == set(downloads.tables())
    assert not names & {"school", "school_ward", "ward_supplied", "month_supplied", "month_change"}
    with queries.connect() as con:
        assert con.execute("select count(*) from figure").fetchone() == figures


def test_no_text_that_is_taken_away_tells_a_number_of_a_single_school(
    app_data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "taken.duckdb"
    path.write_bytes(downloads.database())
    with queries.connect() as con:
        schools = [name for (name,) in con.execute("select name from school").fetchall()]
    words = [re.match(r".+ (School|Academy|College|Nursery|Provision)", name) for name in schools]
    named = [name.lower() for name in schools] + [word[0].lower() for word in words if word]
    assert len(named) > 100
    with duckdb.connect(str(path)) as con:
        columns = con.execute(
            "select table_name, column_name from duckdb_columns() "
            "where data_type = 'VARCHAR' and not internal"
        ).fetchall()
        told = [
            (table, column, text)
            for table, column in columns
            for (text,) in con.table(table).project(f'"{column}"').distinct().fetchall()
            if text and re.search(r"\d", text) and any(name in text.lower() for name in named)
        ]
    assert len(columns) > 50 and told == []


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("13.9 with Ashe Academy (special, 203 plans)", False),
        ("Ashe Academy Barr has 203 pupils", False),
        ("Four schools, Ashe Academy Barr among them", True),  # no number of it
        ("Ashe has 203 plans in its academies", True),
    ],
)
def test_a_text_that_tells_a_number_of_a_school_is_left_out(
    text: str, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "releases").mkdir()
    with duckdb.connect(str(tmp_path / "releases" / "a.duckdb")) as con:
        con.execute("create table school (name varchar)")
        con.execute("insert into school values ('Ashe Academy Barr'), ('Cole')")
        con.execute("create table said (words varchar)")
        con.execute("insert into said values (?), (null)", [text])
    (tmp_path / "current").write_text("a.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    due = text if taken else downloads.LEFT_OUT
    rows = list(reading.reader(io.StringIO(downloads.table_csv("said").decode("utf-8-sig"))))
    assert rows[:2] == [["words"], [due]]
    path = tmp_path / "taken.duckdb"
    path.write_bytes(downloads.database())
    with duckdb.connect(str(path)) as con:
        assert con.execute("select words from said").fetchall() == [(due,), (None,)]


def test_a_table_is_csv_without_formulas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "releases").mkdir()
    with duckdb.connect(str(tmp_path / "releases" / "a.duckdb")) as con:
        con.execute("create table said (words varchar, number integer)")
        con.execute("insert into said values ('=1+1', -1), ('plain, really', 2), (null, null)")
    (tmp_path / "current").write_text("a.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    rows = list(reading.reader(io.StringIO(downloads.table_csv("said").decode("utf-8-sig"))))
    assert rows == [["words", "number"], ["'=1+1", "-1"], ["plain, really", "2"], ["", ""]]
    with pytest.raises(KeyError):
        downloads.table_csv("school")


def test_acronyms_have_help(app_data: Path) -> None:
    meanings = help_of("EHC plans by FTE, in schools")
    assert meanings
    assert meanings.startswith("**EHC**: Education, health and care")
    assert "**FTE**" in meanings
    assert help_of("nothing of the kind") is None


@pytest.fixture(scope="module")
def originals(embedded_files: Path) -> dict[str, list[list[str]]]:
    """The rows of every published CSV file by its checksum, read without any of our own code."""
    rows: dict[str, list[list[str]]] = {}

    def keep(data: bytes) -> None:
        text = data.decode("utf-8-sig", "replace")
        rows[sha256(data).hexdigest()] = list(reading.reader(io.StringIO(text)))

    for path in sorted(embedded_files.iterdir()):
        if path.suffix == ".csv":
            keep(path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".csv"):
                        keep(archive.read(name))
    return rows


def header_of(rows: list[list[str]]) -> list[str]:
    """The names of the columns; of the table of appeals a year and, in the row below, a name."""
    if not rows[0][0].startswith("SEND Appeal rate table"):
        return rows[0]
    years = list(accumulate(rows[3], lambda before, year: year or before))
    return [f"{year} {name}" for year, name in zip(years, rows[4], strict=True)]


@pytest.mark.published
def test_500_random_figures_stand_where_the_trace_says(
    app_data: Path, originals: dict[str, list[list[str]]]
) -> None:
    with queries.connect() as con:
        rows = con.execute(
            "select indicator_id, area_code, period_end, breakdown_topic, breakdown from figure "
            "where not derived and release_id not like 'lait-%' order by all"
        ).fetchall()
    picked = random.Random(22).sample(rows, 500)
    names = {1: "number", 0: "symbol"}
    kinds = {"number": 0, "symbol": 0}
    for indicator, area, end, topic, part in picked:
        asked = {"indicator": indicator, "area": area, "period_end": end}
        first = queries.rows("trace", trace.Print, **asked, topic=topic, part=part)[0]
        assert first.source_row and first.source_column
        rows_of_file = originals[first.sha256]
        header = [name.strip().lower() for name in header_of(rows_of_file)]
        column = header.index(first.source_column.lower())
        text = rows_of_file[first.source_row - 1][column].strip()
        number = first.value is not None
        kinds[names[number]] += 1
        if number:
            assert float(text.replace(",", "").rstrip("%")) == first.value
            assert float(trace.printed(first)) == first.value
        else:
            assert text == first.symbol
    print(f"\n{len(picked)} figures traced: {kinds}")
    assert min(kinds.values()) > 10
