"""Release day of 2026: the files of all councils, by every way in, and the figures as published."""

import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest

from etl.database import diff, releases
from tests.etl.refreshing import Analyst
from tests.standin import published
from tests.standin.published import PLANS
from tests.standin.service import StandIn

# As published: England, the North West and Trafford, in 2025 and in January 2026.
CHECK_VALUES = """
    ehcp_caseload 718838 106277 3405
    ehcp_mainstream_pc 45.5 46 43.1
    ehcp_special_pc 29.4 30.7 30.2
    ehcp_fe_pc 14 12.6 16.7
    ehcp_elsewhere_pc 8.7 7.4 8.8
    ehcp_new 110708 17159 420
    ehcp_requests 162702 24881 537
    ehcp_requests_refused 43289 6799 96
    ehcp_requests_refused_pc 26.6 27.3 17.9
    ehcp_requests_family 47744 6590 180
    ehcp_requests_family_refused 23276 3255 74
    ehcp_requests_family_refused_pc 48.8 49.4 41.1
    ehcp_requests_school 90762 12448 355
    ehcp_requests_school_refused 15026 2007 21
    ehcp_requests_school_refused_pc 16.6 16.1 5.9
    ehcp_request_6wk 139031 22697 484
    ehcp_request_6wk_pc 87.4 92.5 93.4
    ehcp_requests_family 47744 6590 180
    ehcp_requests_family_refused 23276 3255 74
    ehcp_requests_family_refused_pc 48.8 49.4 41.1
    ehcp_requests_school 90762 12448 355
    ehcp_requests_school_refused 15026 2007 21
    ehcp_requests_school_refused_pc 16.6 16.1 5.9
    ehcp_assessments 118821 18929 518
    ehcp_assess_no_plan 7161 978 69
    ehcp_assess_no_plan_pc 6 5.2 13.3
    ehcp_20wk_all_of 102203 16223 430
    ehcp_20wk_all 46498 6920 204
    ehcp_20wk_all_pc 45.5 42.7 47.4
    ehcp_20wk_ex_of 95411 15030 430
    ehcp_20wk_ex 43997 6528 204
    ehcp_20wk_ex_pc 46.1 43.4 47.4
    ehcp_over_1yr 10365 1866 15
    ehcp_20_52wk 45275 7435 209
    ehcp_20_52wk_pc 44.3 45.8 48.6
    ehcp_over_1yr_pc 10.1 11.5 3.5
    ehcp_weeks 25.6 25.2 24.1
    ehcp_phase_due_next 142257 15043 0
    ehcp_phase_final 38887 4505 0
    ehcp_ceased 50346 7349 262
    ehcp_personal_budget 19219 4096 346
"""
EXPECTED = {
    line.split()[0]: [float(text) for text in line.split()[1:]]
    for line in CHECK_VALUES.strip().splitlines()
}
NEWEST = """
    select indicator_id, list(value order by level)
    from figure join area using (area_code)
    where area_code in ('E92000001', 'E12000002', 'E08000009') and breakdown is null
        and period in ('2025', '202526') and indicator_id in (select unnest($wanted))
    group by indicator_id
"""


@pytest.fixture(scope="module")
def files(of_2026: Path) -> list[Path]:
    return sorted((of_2026 / "files").iterdir())


@pytest.fixture(scope="module")
def loaded(standing: StandIn, of_2026: Path) -> Analyst:
    """A dashboard of 2025, after one command with a folder of the files of 2026."""
    return Analyst(of_2026 / "data", standing)


def asked(analyst: Analyst, query: str, **parameters: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(analyst.in_use), read_only=True) as con:
        return con.execute(query, parameters or None).fetchall()


def test_every_check_value_is_met(loaded: Analyst) -> None:
    """`level` sorts England, Trafford (la) and the region by their names."""
    found = dict(asked(loaded, NEWEST, wanted=list(EXPECTED)))
    assert found == {name: [one[0], one[2], one[1]] for name, one in EXPECTED.items()}


def test_reviews_are_those_of_the_new_count(loaded: Analyst) -> None:
    """As published of England and Trafford; the counts of meetings of 2024 stay beside them."""
    found = asked(
        loaded,
        "select indicator_id, list(value order by area_code desc) from figure "
        "where area_code in ('E92000001', 'E08000009') and indicator_id like 'ehcp_review%' "
        "and period = '2025' and not derived group by all",
    )
    assert dict(found) == {
        "ehcp_review_due": [596987, 2915],
        "ehcp_review_completed": [339027, 2051],
        "ehcp_review_completed_before": [100079, 673],
        "ehcp_review_not_completed": [157881, 191],
        "ehcp_review_decided_4wk": [161396, 1150],
        "ehcp_review_decided_over_4wk": [177631, 901],
    }
    held = "select count(*) from figure where indicator_id = 'ehcp_review_held' and period = '2024'"
    assert asked(loaded, held) == [(163,)]


def test_all_councils_are_there_and_add_up(loaded: Analyst) -> None:
    councils = asked(
        loaded,
        "select count(*), sum(value) from figure join area using (area_code) where level = 'la' "
        "and indicator_id = 'ehcp_requests' and breakdown is null and period = '2025'",
    )
    assert councils == [(153, 162702)]  # of which the Isle of Wight has no number
    doubted = "select words from load_check where kind = 'warning' and words like '%add to%'"
    assert not [
        words for (words,) in asked(loaded, doubted) if "ehcp_caseload 202526" in str(words)
    ]


def test_what_changed_can_be_read(loaded: Analyst) -> None:
    """Thousands of ages at the start in one sentence each; 15 councils corrected, and no note."""
    assert loaded.in_use
    difference = diff.compare(releases.previous(loaded.data, loaded.in_use), loaded.in_use)
    plans, new_plans = difference.groups("358")["Counted by another rule"]
    assert plans.startswith("EHC plans in force, age at start: ")
    assert new_plans.startswith("New EHC plans started in the year, age at start: ")
    assert difference.groups("358")["Revised"] == [
        "New EHC plans started in the year: 15, for instance Barnsley 2022: 6,078 to 319 (-5,759); "
        "Bradford 2022: 6,078 to 412 (-5,666); Calderdale 2022: 6,078 to 412 (-5,666)"
    ]
    of_plans = "kind = 'fault' and indicator_id not like 'ehcp_appeal%'"
    of_plans += " and indicator_id not like 'ehcp_phase%'"
    assert asked(loaded, f"select * from figure_note where {of_plans}") == []
    for indicator in ("ehcp_20wk_all_pc", "ehcp_20_52wk_pc", "ehcp_over_1yr_pc"):
        cautioned = asked(
            loaded,
            "select name, year(period_end) from figure_note join area using (area_code) "
            f"where kind = 'caution' and indicator_id = '{indicator}' order by all",
        )
        assert cautioned == [
            ("City of London", 2024),
            ("Dorset", 2024),
            ("Halton", 2025),
            ("Isle of Wight", 2025),
            ("Leicester", 2025),
            ("Lewisham", 2024),
            ("Norfolk", 2025),
        ]
    assert difference.vanished == []


def test_who_prints_no_transfer_due_is_no_zero(loaded: Analyst) -> None:
    """15 councils print none: 14 are doubted, and the Isles of Scilly may be right."""
    noted = asked(
        loaded,
        "select kind, count(*), max(value) from figure_note join figure "
        "using (indicator_id, area_code, period_end) where indicator_id = 'ehcp_phase_due_next' "
        "and value = 0 group by kind order by kind",
    )
    assert noted == [("caution", 1, 0.0), ("fault", 14, 0.0)]
    printed = asked(
        loaded,
        "select count(*) from figure where indicator_id = 'ehcp_phase_due_next' and value = 0",
    )
    assert printed == [(15,)]


def test_plans_in_no_band_are_told_apart(loaded: Analyst) -> None:
    """As published, 65 of England's plans have no day of request, of which Trafford has 2."""
    bands = asked(
        loaded,
        "select name, sum(value * if(indicator_id = 'ehcp_20wk_all_of', 1, -1)) "
        "from figure join area using (area_code) where period = '2025' "
        "and name in ('England', 'Trafford') and indicator_id in "
        "('ehcp_20wk_all_of', 'ehcp_20wk_all', 'ehcp_20_52wk', 'ehcp_over_1yr') "
        "group by name order by name",
    )
    assert bands == [("England", 65.0), ("Trafford", 2.0)]


def test_a_zip_gives_the_same_figures(
    loaded: Analyst, files: list[Path], snapshot_data: Path, tmp_path: Path
) -> None:
    shutil.copytree(snapshot_data, tmp_path / "data")
    other = Analyst(tmp_path / "data", loaded.service)
    archive = tmp_path / "2026.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for file in files:
            written.write(file, f"data/{file.name}")
    assert other.run("refresh", "--from", archive).code == 0
    assert other.content() == loaded.content() is not None


def test_the_service_gives_the_same_figures(
    loaded: Analyst, files: list[Path], service: StandIn, snapshot_data: Path, tmp_path: Path
) -> None:
    shutil.copytree(snapshot_data, tmp_path / "data")
    members = {file.name: file.read_bytes() for file in files}
    service.begin(published.world({(PLANS, "2026"): members}))
    other = Analyst(tmp_path / "data", service, timeout=60.0)
    answer = other.run("refresh", "--only", "ehcp")
    assert answer.code == 0, answer.text
    # The service has no address of phase transfers that a record knows.
    transfers = next(file for file in files if file.name == "phase_transfers.csv")
    assert other.run("refresh", "--from", transfers).code == 0
    assert other.content() == loaded.content() is not None
