"""What is loaded, where each figure stands, and what can be taken away."""

import csv as reading
import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import queries
from pages.parts.data_and_sources import downloads, loaded, trace
from pages.parts.figures.database import indicators, records
from pages.parts.figures.glossary import help_of

PAGE = "pages/data_and_sources.py"
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
    rows = loaded.data_sets()
    held = [row for row in rows if row["release"] is not None]
    assert app.subheader[0].value == (
        f"{len(held)} data sets are loaded, {len(rows) - len(held)} are not"
    )
    shown = [row for one in app.table for row in one.value.get("Data set", [])]
    assert len(shown) == len(held) > 15
    assert any("Education, health and care plans" in one.value for one in app.markdown)
    titles = [one.label for one in app.expander]
    assert any(title.startswith("18 checks passed") for title in titles)


def test_every_withheld_cell_is_counted(app_data: Path) -> None:
    (row,) = records(queries.run("loaded"))
    counted = loaded.withheld_table()["Cells"].str.replace(",", "").astype(int).sum()
    with queries.connect() as con:
        found = con.execute(
            "select count(*) from figure where not derived and status <> 'ok'"
        ).fetchone()
    assert found and counted == found[0] > 10_000
    assert row["figures"] > counted


def test_a_data_set_that_failed_is_named() -> None:
    row = {
        "publication": "Children in need",
        "title": "Referrals",
        "result": "failed",
        "message": "expected a CSV file, found a web page (HTML)",
        "newer": None,
    }
    assert loaded.troubles([row]) == [
        "Children in need, Referrals: the last attempt to read a newer file failed, so older "
        "figures stay. expected a CSV file, found a web page (HTML)"
    ]


def test_a_published_figure_leads_to_its_cell(open_page: Open) -> None:
    app = open_page(PAGE, council="trafford", show="trace-a-figure", indicator="ehcp_20wk_ex_pc")
    assert not app.exception
    assert app.subheader[0].value.startswith("Plans issued within 20 weeks")
    assert "53.4% in Trafford, 2024" in app.subheader[0].value.replace("\\", "")
    cell = app.table[0].value.set_index("What")["In the file"]
    assert cell["Printed"] == "53.4"
    assert cell["File"].replace("\\", "") == "timeliness_20_week.csv"
    assert cell["Column"].replace("\\", "") == "PC_plans_issued_20_weeks_ex"


def test_a_part_and_another_place_can_be_traced(open_page: Open) -> None:
    app = open_page(
        PAGE, show="trace-a-figure", indicator="ehcp_caseload", place="england", part="age.10"
    )
    assert not app.exception
    told = app.subheader[0].value.replace("\\", "")
    assert told == "EHC plans in force (Age: 10): 41,405 in England, January 2025"


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
    assert app.subheader


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
    assert not names & {"school", "school_ward", "ward_supplied", "month_supplied"}
    with queries.connect() as con:
        assert con.execute("select count(*) from figure").fetchone() == figures


def test_a_table_is_csv_without_formulas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "releases").mkdir()
    with duckdb.connect(str(tmp_path / "releases" / "a.duckdb")) as con:
        con.execute("create table said (words varchar, number integer)")
        con.execute("insert into said values ('=1+1', -1), ('plain, really', 2), (null, null)")
    (tmp_path / "current").write_text("a.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    rows = list(reading.reader(io.StringIO(downloads.csv("said").decode("utf-8-sig"))))
    assert rows == [["words", "number"], ["'=1+1", "-1"], ["plain, really", "2"], ["", ""]]
    with pytest.raises(KeyError):
        downloads.csv("school")


def test_acronyms_have_help(app_data: Path) -> None:
    told = help_of("EHC plans by FTE, in schools")
    assert told
    assert told.startswith("**EHC**: Education, health and care")
    assert "**FTE**" in told
    assert help_of("nothing of the kind") is None


@pytest.fixture(scope="module")
def originals(published: Path) -> dict[str, list[list[str]]]:
    """The rows of every published CSV file by its checksum, read without any of our own code."""
    found: dict[str, list[list[str]]] = {}

    def keep(data: bytes) -> None:
        text = data.decode("utf-8-sig", "replace")
        found[sha256(data).hexdigest()] = list(reading.reader(io.StringIO(text)))

    for path in sorted(published.rglob("*")):
        if path.suffix == ".csv":
            keep(path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".csv"):
                        keep(archive.read(name))
    return found


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
        prints = records(
            queries.run(
                "trace", indicator=indicator, area=area, period_end=end, topic=topic, part=part
            )
        )
        first = prints[0]
        rows_of_file = originals[first["sha256"]]
        header = [name.strip().lower() for name in rows_of_file[0]]
        text = rows_of_file[int(first["source_row"]) - 1][
            header.index(str(first["source_column"]).lower())
        ].strip()
        number = first["value"] is not None
        kinds[names[number]] += 1
        if number:
            assert float(text.replace(",", "").rstrip("%")) == first["value"]
            assert float(trace.printed(first)) == first["value"]
        else:
            assert text == first["symbol"]
    print(f"\n{len(picked)} figures traced: {kinds}")
    assert min(kinds.values()) > 10
