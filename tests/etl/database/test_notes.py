"""Notes of single figures, kept by hand: each is true of a release, and of a value as printed."""

import csv

import duckdb
import pytest

from etl.database import snapshot
from etl.publications import catalogue
from tests.etl.chain import Chain
from tests.etl.writing import ENGLAND, YORKSHIRE, Place, Table, council, region, table, table_2026

BARNSLEY = council("370", "E08000038", "Barnsley", YORKSHIRE)
LEICESTER = council("856", "E06000016", "Leicester", region("E12000004", "East Midlands"))
NEW = "new_ehc_plans"
RECEIVED = "requests_received_in_year requests_decided_not_to_assess"


def new_plans(year: int, *rows: tuple[Place, str, str]) -> Table:
    """The file of new plans in the release of 2025 or 2026, with England by age and sex."""
    make, last = (table, "2024") if year == 2025 else (table_2026, "2025")
    age = "Age when plan started"
    parts = make(
        "newplans.csv",
        f"breakdown_topic breakdown {NEW}",
        (ENGLAND, last, age, "age 4", "900"),
        (ENGLAND, last, "Sex", "Male", "600"),
    )
    return make("newplans.csv", NEW, (ENGLAND, last, "1000"), *rows).plus(*parts.rows)


def noted(chain: Chain, indicator: str) -> list[tuple[object, ...]]:
    return chain.asked(
        "select name, year(period_end), kind from figure_note join area using (area_code) "
        f"where indicator_id = '{indicator}' order by all"
    )


FAULTY = new_plans(2025, (ENGLAND, "2022", "66356"), (BARNSLEY, "2022", "6078"))


def test_a_fault_that_the_newest_release_prints_is_told(chain: Chain) -> None:
    chain.add(FAULTY)
    assert noted(chain, "ehcp_new") == [("Barnsley", 2022, "fault")]


@pytest.mark.parametrize(
    ("printed", "told"),
    [("319", []), ("6078", [("Barnsley", 2022, "fault")])],
    ids=["corrected", "printed again"],
)
def test_a_fault_is_told_as_long_as_the_value_is_that_of_the_fault(
    chain: Chain, printed: str, told: list[tuple[object, ...]]
) -> None:
    chain.add(FAULTY)
    before = (ENGLAND, "2024", "990")
    chain.add(new_plans(2026, before, (ENGLAND, "2022", "66356"), (BARNSLEY, "2022", printed)))
    assert noted(chain, "ehcp_new") == told
    assert chain.figures("2022", indicator="ehcp_new")["Barnsley"] == printed


def test_an_edition_of_the_same_release_that_corrects_a_fault_has_no_note(chain: Chain) -> None:
    chain.add(FAULTY)
    chain.add(new_plans(2025, (ENGLAND, "2022", "66356"), (BARNSLEY, "2022", "319")))
    assert noted(chain, "ehcp_new") == []


def requests_2026(received: str) -> Table:
    source = "Source of request"
    asked = table_2026(
        "requests.csv",
        f"breakdown_topic breakdown {RECEIVED}",
        (ENGLAND, "2025", source, "Parent or young person", "47744", "23276"),
        (ENGLAND, "2025", source, "School or other education setting", "90762", "15026"),
    )
    return table_2026(
        "requests.csv",
        RECEIVED,
        (ENGLAND, "2025", "162702", "43289"),
        (LEICESTER, "2025", received, "0"),
    ).plus(*asked.rows)


def test_a_caution_stands_with_the_release_that_gives_it(chain: Chain) -> None:
    chain.add(requests_2026("199"))
    assert noted(chain, "ehcp_requests") == [("Leicester", 2025, "caution")]


def test_a_caution_on_a_value_goes_with_it(chain: Chain) -> None:
    chain.add(requests_2026("1204"))
    assert noted(chain, "ehcp_requests") == []


def test_what_is_not_held_has_no_notes(chain: Chain) -> None:
    chain.add(table("requests.csv", RECEIVED, (ENGLAND, "2024", "154489", "38895")))
    assert chain.asked("select * from figure_note where kind in ('fault', 'caution')") == []


def test_every_note_of_a_release_that_is_embedded_stands_at_a_figure(
    database: duckdb.DuckDBPyConnection,
) -> None:
    """Those of 2026 wait for its files; whether they name a measure and a place is known now."""
    with (snapshot.FOLDER / "figure_note.csv").open(encoding="utf-8", newline="") as file:
        notes = list(csv.DictReader(file))
    embedded = [note for note in notes if note["release"] != "ehcp-2026"]
    by_hand = database.execute(
        "select count(*) from figure_note where kind in ('fault', 'caution')"
    ).fetchall()
    assert by_hand == [(len(embedded),)]
    areas = {code for (code,) in database.execute("select area_code from area").fetchall()}
    assert {note["indicator_id"] for note in notes} <= set(catalogue.INDICATORS)
    assert {note["area_code"] for note in notes} <= areas
