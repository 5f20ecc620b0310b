"""What refuses a database or puts it in doubt: totals against their parts, and what vanished."""

from collections.abc import Sequence

import duckdb
import pytest

from etl.database import build, checks
from etl.model import Refusal
from tests.etl.chain import Chain
from tests.etl.writing import ENGLAND, LONDON, REQUESTS, TRAFFORD, Place, Table, council, table

DURATIONS = "d5_cpps_at31march_by_duration_2013_to_2025.csv"
BANDS = (
    "CPP_At31 3_months_or_less more_than_3_months_6_months more_than_6_months_less_than_1_year "
    "1_year_less_than_2_years 2_years_or_more"
)
COUNCILS = [council(str(500 + n), f"E0999{n:04}", f"Council {n:02}", LONDON) for n in range(30)]
ADDS = ("100", "40", "30", "20", "8", "2")
OFF = ("100", "40", "30", "20", "8", "12")
HIDDEN = ("100", "40", "30", "20", "c", "c")


def durations(*rows: tuple[Place, Sequence[str]]) -> Table:
    return table(DURATIONS, BANDS, *((place, "2025", *texts) for place, texts in rows))


def mixed(off: int, places: int = 30) -> Table:
    """Plans by duration of some councils, of which the first `off` do not add."""
    rows = [(one, OFF if n < off else ADDS) for n, one in enumerate(COUNCILS[:places])]
    return durations(*rows)


def of_parts(warnings: list[str]) -> list[str]:
    return [warning for warning in warnings if "parts" in warning]


def test_parts_that_add_say_nothing(chain: Chain) -> None:
    assert of_parts(chain.add(mixed(0)).warnings) == []


@pytest.mark.parametrize("off", [1, 6])
def test_some_parts_that_do_not_add_are_a_warning(chain: Chain, off: int) -> None:
    (warning,) = of_parts(chain.add(mixed(off)).warnings)
    assert warning.startswith(
        f"cp_number 2025, Duration: the parts do not add to the total in {off} of 30 places, "
        "for instance Council 00: 110 of 100"
    )


def test_many_parts_that_do_not_add_are_refused(chain: Chain) -> None:
    with pytest.raises(Refusal) as refusal:
        chain.add(mixed(7))
    assert refusal.value.faults == [
        "cp_number 2025, Duration: expected the parts to add to the total, found others in "
        "7 of 30 places, for instance Council 00: 110 of 100; Council 01: 110 of 100; "
        "Council 02: 110 of 100"
    ]


def test_few_places_are_never_refused(chain: Chain) -> None:
    assert len(of_parts(chain.add(mixed(19, places=19)).warnings)) == 1


def test_hidden_parts_are_not_added(chain: Chain) -> None:
    assert of_parts(chain.add(durations(*((one, HIDDEN) for one in COUNCILS))).warnings) == []


@pytest.mark.parametrize(
    ("parts", "warned"),
    [(("100", "40", "30", "20", "10", "30"), False), (("100", "40", "30", "20", "10", "40"), True)],
)
def test_england_is_rounded_and_so_are_its_parts(
    chain: Chain, parts: Sequence[str], warned: bool
) -> None:
    """Six numbers rounded to 10 are off by 30 at most."""
    summary = chain.add(durations((ENGLAND, parts)))
    assert bool(of_parts(summary.warnings)) == warned


def test_a_tolerant_build_leaves_out_the_file_whose_parts_do_not_add(chain: Chain) -> None:
    summary = chain.add(REQUESTS, mixed(7), tolerant=True)
    assert list(summary.refused) == [DURATIONS]
    assert chain.releases() == ["ehcp-2025/requests.csv"]


def test_a_finished_database_is_checked_for_its_parts(chain: Chain) -> None:
    chain.add(mixed(0))
    assert chain.last
    with duckdb.connect(str(chain.last)) as con:
        con.execute("update figure set value = value + 1 where breakdown = '2 years or more'")
        with pytest.raises(Refusal, match="found others in 30 of 30 places"):
            build.check_database(con)


def test_every_topic_that_adds_is_one_that_files_give(database: duckdb.DuckDBPyConnection) -> None:
    given = database.execute(
        "select distinct indicator_id, breakdown_topic from figure where breakdown is not null"
    ).fetchall()
    assert set(checks.ADDING) - set(given) == set()


def test_the_embedded_figures_add_but_for_faults_that_are_known(
    database: duckdb.DuckDBPyConnection,
) -> None:
    found = [warning.split(", for instance")[0] for warning in of_parts(checks.check(database))]
    assert found == [
        "ehcp_caseload 202324, Age at start: the parts do not add to the total in 5 of 163 places",
        "ehcp_caseload 202324, Age: the parts do not add to the total in 3 of 161 places",
        "ehcp_caseload 202324, Placement: the parts do not add to the total in 3 of 161 places",
        "ehcp_caseload 202324, Sex: the parts do not add to the total in 3 of 161 places",
        "ehcp_new 2022, Age at start: the parts do not add to the total in 17 of 162 places",
        "ehcp_new 2022, Sex: the parts do not add to the total in 17 of 162 places",
    ]


def test_one_vanished_figure_is_told_in_full(chain: Chain) -> None:
    hidden = table(REQUESTS.file, "requests_received_in_year", (TRAFFORD, "2023", "c"))
    chain.add(REQUESTS.plus(*hidden.rows))
    summary = chain.add(REQUESTS)
    assert str(summary.vanished[0]) == (
        "Requests for an EHC needs assessment: one figure is gone, Trafford 2023, which was c"
    )


def test_nothing_vanishes_without_a_database_before(chain: Chain) -> None:
    assert chain.add(REQUESTS).vanished == []


def test_a_change_without_a_count_in_its_month_is_refused(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    (check,) = (one for one in checks.MUST_HOLD if one.words.startswith("Every change"))
    empty.execute("insert into month_supplied values ('358', 'referrals', '2026-08-31', 9, 'f', 2)")
    empty.execute("insert into month_change values ('358', 'referrals', '2026-08-31', 'w', 'f', 2)")
    checks.refuse(empty, [check])
    empty.execute("insert into month_change values ('358', 'cp_open', '2026-08-31', 'w', 'f', 3)")
    with pytest.raises(Refusal) as refusal:
        checks.refuse(empty, [check])
    assert refusal.value.faults == [
        "f: row 3: expected a count of cp_open in the month of a change, found none"
    ]
