"""What changed between two databases, in sentences and in JSON."""

import json
from pathlib import Path

import pytest

from etl.database import build, diff, snapshot
from etl.database.diff import Difference
from etl.model import Refusal
from tests.etl.chain import Chain
from tests.etl.database.test_editions import FIRST, SECOND, requests
from tests.etl.writing import CHILDREN_IN_NEED, ENGLAND, REQUESTS, SALFORD, TRAFFORD, Table, table

RECEIVED = "requests_received_in_year"


def changed(chain: Chain, before: list[Table], after: list[Table]) -> Difference:
    """The difference that the tables `after` make to a database of the tables `before`."""
    chain.add(*before)
    old = chain.last
    chain.add(*after)
    assert old and chain.last
    return diff.compare(old, chain.last)


def under(difference: Difference, heading: str, limit: int = 10) -> list[str]:
    """The sentences of one group."""
    lines = difference.lines(limit, home="358")
    if f"{heading}:" not in lines:
        return []
    rest = lines[lines.index(f"{heading}:") + 1 :]
    end = next((n for n, line in enumerate(rest) if not line.startswith("  ")), len(rest))
    return [line.strip() for line in rest[:end]]


def test_nothing_changed_in_the_same_database(chain: Chain) -> None:
    chain.add(REQUESTS)
    assert chain.last
    assert diff.compare(chain.last, chain.last).lines() == ["Nothing changed."]


def test_nothing_changed_where_the_same_file_was_read_again(chain: Chain) -> None:
    difference = changed(chain, [REQUESTS], [REQUESTS])
    assert difference.is_empty
    assert difference.lines() == ["Nothing changed."]


def test_two_builds_of_the_snapshot_do_not_differ(chain: Chain) -> None:
    chain.folder.mkdir()
    paths = [chain.folder / name for name in ("one.duckdb", "other.duckdb")]
    for path in paths:
        build.build_from_snapshot(snapshot.FOLDER, path)
    assert diff.compare(*paths).is_empty


def test_a_revised_value_says_by_how_much(chain: Chain) -> None:
    difference = changed(chain, [FIRST], [SECOND])
    assert under(difference, "Revised") == [
        "Requests for an EHC needs assessment: England 2023: 900 to 905 (+5); "
        "England 2024: 900 to 905 (+5)"
    ]
    (first, _) = difference.revised
    assert (first.old_value, first.new_value, first.by) == (900, 905, 5)
    assert (first.old_release_id, first.new_release_id) == (
        "ehcp-2025/requests.csv",
        "ehcp-2025_v02/requests.csv",
    )


def test_the_new_edition_is_told_as_a_file(chain: Chain) -> None:
    difference = changed(chain, [FIRST], [SECOND])
    assert under(difference, "New files") == [
        "requests.csv (Reporting year 2025, edition 2): 10 rows"
    ]
    assert difference.new_files[0].before == "ehcp-2025/requests.csv"
    assert difference.gone_files == []


def test_withheld_and_released_figures_are_told_apart(chain: Chain) -> None:
    difference = changed(chain, [FIRST], [SECOND])
    assert under(difference, "Newly withheld") == [
        "Requests for an EHC needs assessment: Salford 2023: 200 to x, not available; "
        "Salford 2024: 200 to x, not available"
    ]
    assert under(difference, "Newly released") == [
        "Requests for an EHC needs assessment: Bolton 2023: x, not available to 50; "
        "Bolton 2024: x, not available to 50"
    ]


def test_another_reason_for_no_figure_is_told(chain: Chain) -> None:
    difference = changed(chain, [requests("9", "c")], [requests("9", "x")])
    assert under(difference, "Withheld for another reason") == [
        "Requests for an EHC needs assessment: Trafford 2023: c, hidden (small number) to "
        "x, not available; Trafford 2024: c, hidden (small number) to x, not available",
        "Computed by us from these: 2",
    ]


def test_the_same_symbol_printed_otherwise_is_only_counted(chain: Chain) -> None:
    difference = changed(chain, [requests("9", "c")], [requests("9", "[c]")])
    assert difference.reworded == []
    assert difference.lines()[-1] == "Printed otherwise with the same meaning: 4 figures"


def test_a_change_within_rounding_is_only_counted(chain: Chain) -> None:
    difference = changed(chain, [REQUESTS], [REQUESTS.having(4, "request_not_assess_pc", "26.99")])
    assert difference.revised == []
    assert difference.printed_otherwise == 1


def test_new_periods_are_counted_by_indicator(chain: Chain) -> None:
    more = CHILDREN_IN_NEED.plus(
        *table(CHILDREN_IN_NEED.file, "At31_episodes", (TRAFFORD, "2022", "9"),
               (ENGLAND, "2022", "90"), (TRAFFORD, "2023", "8")).rows
    )  # fmt: skip
    difference = changed(chain, [CHILDREN_IN_NEED], [more])
    assert under(difference, "New periods") == [
        "Children in need at 31 March: 2022 to 2023 (2 periods), 3 figures"
    ]
    assert [(one.period, one.figures) for one in difference.new_periods] == [
        ("2022", 2),
        ("2023", 1),
    ]
    assert difference.new_figures == []


def test_a_new_figure_of_a_known_period_is_told(chain: Chain) -> None:
    difference = changed(chain, [FIRST], [SECOND])
    assert "Requests for an EHC needs assessment: Bury 2023: 7; Bury 2024: 7" in under(
        difference, "New figures for periods held before"
    )
    assert [area.name for area in difference.new_areas] == ["Bury"]


def test_a_vanished_figure_is_told_with_its_value(chain: Chain) -> None:
    difference = changed(chain, [SECOND], [FIRST])
    assert "Requests for an EHC needs assessment: Bury 2023: 7; Bury 2024: 7" in under(
        difference, "Vanished figures"
    )
    assert {one.release_id for one in difference.vanished} == {"ehcp-2025/requests.csv"}


def test_a_place_keeps_its_figures_when_its_name_is_spelled_anew(chain: Chain) -> None:
    spelled_anew = REQUESTS.having(4, "la_name", "TRAFFORD")
    difference = changed(chain, [REQUESTS], [spelled_anew])
    assert difference.vanished == difference.new_figures == difference.new_areas == []
    assert under(difference, "Areas with another name or code") == [
        "TRAFFORD (E08000009), before Trafford (E08000009)"
    ]


def test_changed_columns_are_named(chain: Chain) -> None:
    other = REQUESTS.renamed("requests_rya", "requests_received_age")
    difference = changed(chain, [REQUESTS], [other])
    assert under(difference, "Changed columns") == [
        "ehcp-2025_v02/requests.csv: new requests_received_age; gone requests_rya"
    ]


def test_columns_in_another_order_are_told(chain: Chain) -> None:
    other = REQUESTS.in_order(sorted(REQUESTS.header))
    difference = changed(chain, [REQUESTS], [other])
    assert under(difference, "Changed columns") == [
        "ehcp-2025_v02/requests.csv: the same columns in another order"
    ]


def test_what_came_in_with_two_editions_at_once_is_told(chain: Chain) -> None:
    """The figure reads as before, and yet something else was printed in between."""
    difference = changed(chain, [FIRST], [SECOND, FIRST])
    england = [(one.old_value, one.new_value) for one in difference.revised
               if one.area == "England" and one.period == "2024"]  # fmt: skip
    assert england == [(900, 905), (905, 900)]


def test_a_revision_that_was_known_is_not_told_again(chain: Chain) -> None:
    older = table("sen2_mi.csv", "InreqEHC", (TRAFFORD, "2021", "415"), (ENGLAND, "2021", "9"))
    newer = table("requests.csv", RECEIVED, (TRAFFORD, "2021", "416"), (ENGLAND, "2024", "9"))
    amended = newer.having(3, RECEIVED, "10")
    difference = changed(chain, [older, newer], [amended])
    assert [(one.area, one.old_value, one.new_value) for one in difference.revised] == [
        ("England", 9, 10)
    ]


def test_a_release_that_is_left_out_is_told(chain: Chain) -> None:
    chain.add(REQUESTS, CHILDREN_IN_NEED)
    old, chain.last = chain.last, None
    chain.add(REQUESTS)
    assert old and chain.last
    difference = diff.compare(old, chain.last)
    assert under(difference, "Files no longer there") == [
        "b1_children_in_need_2013_to_2025.csv (Reporting year 2025): 3 rows"
    ]
    assert {one.indicator_id for one in difference.vanished} == {"cin_number"}


def test_tables_beside_the_figures_are_counted(chain: Chain) -> None:
    neighbours = [word for n in range(10) for word in (str(400 + n), "Close")]
    header = ("LA", "SN1", *(f"column {n}" for n in range(2, 21)))
    model = Table("sn_model_2025_wide.csv", header, (("358", *neighbours),))
    places = [
        ({**SALFORD, "old_la_code": str(400 + n), "new_la_code": f"E0899{n:04}",
          "la_name": f"Council {n}"}, "2024", "1")
        for n in range(10)
    ]  # fmt: skip
    base = REQUESTS.plus(*table("requests.csv", RECEIVED, *places).rows)
    difference = changed(chain, [base], [model])
    assert under(difference, "Other tables") == [
        "neighbour: 10 new or changed rows, 0 gone or changed"
    ]


@pytest.mark.parametrize(("home", "first"), [("358", "Trafford"), ("355", "Salford")])
def test_the_home_authority_is_named_first_and_then_england(
    chain: Chain, home: str, first: str
) -> None:
    chain.add(requests("9", "1", "2", "3", "4", "5"))
    old = chain.last
    chain.add(requests("10", "2", "3", "4", "5", "6"))
    assert old and chain.last
    lines = diff.compare(old, chain.last).lines(home=home)
    (told,) = [line for line in lines if "12, for instance" in line]
    assert told.split("for instance ")[1].startswith(f"{first} 2023")
    assert "; England 2023: 9 to 10 (+1)" in told


def test_the_council_of_the_settings_is_at_home() -> None:
    assert diff.home_of_settings() == "358"


def test_long_groups_are_cut_and_counted(chain: Chain) -> None:
    chain.add(CHILDREN_IN_NEED)
    old = chain.last
    chain.add(REQUESTS)
    assert old and chain.last
    found = under(diff.compare(old, chain.last), "New periods", limit=2)
    assert len(found) == 3
    assert found[2] == "… and 4 more"


def test_json_has_everything(chain: Chain) -> None:
    difference = changed(chain, [FIRST], [SECOND])
    answer = json.loads(json.dumps(difference.as_json()))
    assert set(answer) == set(Difference.__dataclass_fields__)
    assert answer["revised"][0]["by"] == 5
    assert len(answer["withheld"]) == len(difference.withheld) == 2


def test_both_ways_are_mirrored(chain: Chain) -> None:
    chain.add(FIRST, CHILDREN_IN_NEED)
    old = chain.last
    chain.add(SECOND)
    assert old and chain.last
    there, back = diff.compare(old, chain.last), diff.compare(chain.last, old)
    assert [-(one.by or 0) for one in there.revised] == [one.by for one in back.revised]
    assert [one.place for one in there.withheld] == [one.place for one in back.released]
    assert [str(one) for one in there.new_figures] == [str(one) for one in back.vanished]
    assert there.new_areas == back.vanished_areas


def test_a_file_that_is_no_database_is_refused(chain: Chain, tmp_path: Path) -> None:
    chain.add(REQUESTS)
    other = tmp_path / "other.duckdb"
    other.write_bytes(b"something else")
    assert chain.last
    for pair in ((chain.last, other), (other, chain.last)):
        with pytest.raises(Refusal, match=r"other\.duckdb: expected a whole database, found"):
            diff.compare(*pair)
