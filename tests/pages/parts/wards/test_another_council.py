"""A second council is rows: its wards, schools and paper are on the page without a line of code."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from etl.database import releases

Open = Callable[..., AppTest]
PAGE = "pages/wards.py"
CODE = "901"
BEGAN, ENDED, CENSUS = "2025-05-01", "2025-04-30", "2025-01-31"
WARDS = [
    ("N1", "Harbour", BEGAN, None),
    ("N2", "Moor End", BEGAN, None),
    ("O1", "Harbour", None, ENDED),
    ("O2", "Moor", None, ENDED),
]
SCHOOLS = [
    ("9011001", "Harbour Primary", "mainstream", 400, 80, 20, ("N1", "O1")),
    ("9011002", "Quay School", "mainstream", 300, 30, 9, ("N1", "O1")),
    ("9011003", "Moor Primary", "mainstream", 500, 40, 30, ("N2", "O2")),
    ("9011004", "Fell Academy", "mainstream", 450, 60, 15, ("N2", "O2")),
]
NOTE = "The paper counts nursery children too."
PLACED = "Quay School moved across the river in 2024."


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Port Example: a council, two sets of wards, four schools and two papers, typed as rows."""
    con.execute("insert into area values ('E06009901', ?, 'Port Example', 'la', 'E12000002', "
                "null, null)", [CODE])  # fmt: skip
    con.execute(
        "insert into release values ('s', 'Special educational needs in England', 'January 2025', "
        "'schools.csv', null, null, null, 'abc', 4, 'OGL', null)"
    )
    for code, name, began, ended in WARDS:
        con.execute("insert into ward (ward_code, name, la_code, valid_from, valid_to) "
                    "values (?, ?, ?, ?, ?)", [code, name, CODE, began, ended])  # fmt: skip
    for number, (*school, codes) in enumerate(SCHOOLS, start=2):
        id, name, kind, *counts = school
        con.execute("insert into school values (?, ?, ?, ?, null, ?, ?, ?, ?, 's', ?)",
                    [id, CENSUS, name, CODE, kind, *counts, number])  # fmt: skip
        con.executemany(
            "insert into school_ward values (?, ?, ?)", [[id, CENSUS, code] for code in codes]
        )
    con.execute("insert into ward_same values ('O1', 'N1', 'us')")
    con.execute("insert into ward_note values (?, ?, ?, 'us')", [CODE, CENSUS, PLACED])
    con.execute("insert into committee_paper values ('p', ?, 'SEND update', '2025-11-12', null, "
                "'Item 4', ?)", [CODE, ENDED])  # fmt: skip
    con.execute("insert into paper_note values ('p', 'wards', ?, 'us')", [NOTE])
    con.execute(
        "insert into quoted_figure (quote_id, document, measure, area, period_end, value, quote) "
        "values ('q', 'p', 'Pupils at SEN support', 'Harbour ward', ?, '15.5', "
        "'Harbour has 15.5% at SEN Support')",
        [CENSUS],
    )


@pytest.fixture(scope="module")
def two_councils(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the snapshot's database with the rows of Port Example."""
    folder = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(snapshot_data, folder)
    path = releases.current(folder).rename(folder / "releases" / "two.duckdb")
    (folder / "current").write_text(path.name, encoding="utf-8")
    with duckdb.connect(str(path)) as con:
        fill(con)
    return folder


@pytest.fixture
def page(two_councils: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(two_councils))
    return open_page


def words(app: AppTest) -> str:
    """All words of the page, without the backslashes that make them harmless."""
    kinds = ("title", "header", "caption", "markdown", "info")
    said = [element.value for kind in kinds for element in getattr(app, kind)]
    return re.sub(r"\\(.)", r"\1", "\n".join(said))


def test_the_paper_of_a_second_council_is_on_its_page(page: Open) -> None:
    app = page(PAGE, la=CODE)
    assert not app.exception
    text = words(app)
    assert "What the paper of November 2025 said" in text
    assert "Item 4 of 12 November 2025: “Harbour has 15.5% at SEN Support”." in text
    assert (
        "Its ward names are those before May 2025, although the new wards had been in force for "
        "six months."
    ) in text
    assert "Ward of the school, not of the child's home, wards before May 2025." in text
    assert NOTE in text and "Trafford" not in text
    first = app.table[-1].value.iloc[0].map(lambda cell: re.sub(r"\\(.)", r"\1", cell))
    assert list(first) == ["Harbour", "SEN support", "15.5%", "15.7%", "15.7%"]


def test_the_boundaries_of_a_second_council_are_told_from_its_rows(page: Open) -> None:
    text = words(page(PAGE, la=CODE))
    assert "Ward boundaries changed on 1 May 2025." in text
    assert "A ward is its code, not its name: one name is in both sets of wards." in text
    assert "Only Harbour kept all its postcodes, so only this ward compares" in text
    assert PLACED in text


def test_a_third_council_is_told_whose_schools_there_are(page: Open) -> None:
    text = words(page(PAGE, la="202"))
    assert "the schools of 2 other councils are among the figures here." in text
