"""Parts that DfE counted by another rule: nothing mixed, and told once."""

import pytest

from etl.database import diff
from tests.etl.chain import Chain
from tests.etl.writing import ENGLAND, TRAFFORD, Place, Table, table, table_2026

AGE = "Age when plan started"
COLUMNS = "breakdown_topic breakdown new_ehc_plans"
SHOWN = """
    select period, breakdown, value from figure
    where indicator_id = 'ehcp_new' and breakdown_topic = 'Age at start'
        and area_code = 'E92000001'
    order by all
"""


def part(place: Place, period: str, label: str, value: str) -> tuple[str | Place, ...]:
    topic = "Sex" if label == "Male" else AGE
    return place, period, topic, label, value


def whole(label: str, place: Place, period: str, value: str) -> tuple[str | Place, ...]:
    return place, period, label, label, value


OLD = table(
    "newplans.csv",
    COLUMNS,
    *(whole("New EHC plans", ENGLAND, year, "97747") for year in ("2022", "2024")),
    whole("New EHC plans", TRAFFORD, "2024", "393"),
    part(ENGLAND, "2022", "age 10", "6900"),
    part(ENGLAND, "2024", "age 10", "7100"),
    part(TRAFFORD, "2024", "age 10", "30"),
    part(ENGLAND, "2024", "Male", "66000"),
)
NEW = table_2026(
    "newplans.csv",
    COLUMNS,
    *(whole("All new EHC plans", ENGLAND, year, "97747") for year in ("2022", "2024", "2025")),
    *(whole("All new EHC plans", TRAFFORD, year, "393") for year in ("2024", "2025")),
    part(ENGLAND, "2024", "Age 10", "8489"),
    part(TRAFFORD, "2024", "Age 10", "36"),
    part(ENGLAND, "2025", "Age 10", "9000"),
    part(ENGLAND, "2024", "Male", "66001"),
    part(ENGLAND, "2025", "Male", "67000"),
)


@pytest.fixture
def both(chain: Chain) -> diff.Difference:
    before = first(chain, OLD)
    chain.add(NEW)
    assert before and chain.last
    return diff.compare(before, chain.last)


def first(chain: Chain, one: Table) -> object:
    chain.add(one)
    return chain.last


def test_until_the_new_rule_is_held_nothing_is_said(chain: Chain) -> None:
    chain.add(OLD)
    assert chain.asked("select * from recount where indicator_id = 'ehcp_new'") == []
    assert chain.asked(SHOWN) == [("2022", "10", 6900), ("2024", "10", 7100)]


@pytest.mark.usefixtures("both")
def test_no_figure_by_the_old_rule_stands_beside_the_new(chain: Chain) -> None:
    assert chain.asked(SHOWN) == [("2024", "10", 8489), ("2025", "10", 9000)]
    kept = SHOWN.replace("from figure", "from superseded")
    assert chain.asked(kept) == [("2022", "10", 6900), ("2024", "10", 7100)]


@pytest.mark.usefixtures("both")
def test_figures_by_another_rule_are_no_revisions(chain: Chain) -> None:
    """What was revised under the same rule is one, as ever."""
    query = "select breakdown, old_value, new_value from revision"
    assert chain.asked(query) == [("male", 66000, 66001)]


def test_they_are_told_in_one_sentence(both: diff.Difference) -> None:
    (told,) = both.groups()["Counted by another rule"]
    assert told.startswith(
        "New EHC plans started in the year, age at start: 2 figures, for instance England 2024, "
        "10: 7,100 to 8,489; not counted anew, and so not shown any more: 1. DfE worked ages at "
        "the start of a plan out anew"
    )
    assert [change.breakdown for change in both.revised] == ["male"]
    assert both.vanished == []


@pytest.mark.usefixtures("both")
def test_built_again_over_itself_nothing_changes(chain: Chain) -> None:
    before = chain.last
    chain.add(NEW)
    assert before and chain.last
    assert diff.compare(before, chain.last).is_empty
