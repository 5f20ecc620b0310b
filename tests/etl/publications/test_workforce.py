"""Social workers: agency workers in heads stand beside full-time equivalents, never mixed."""

from etl.publications.workforce import INDICATORS
from tests.etl.writing import ENGLAND, NORTH_WEST, TRAFFORD, Build, table

WORKERS = table(
    "csww_indicators_2017_to_2025.csv",
    "inpost_fte inpost_headcount agency_fte agency_headcount agency_rate_fte agency_rate_headcount",
    (ENGLAND, "2025", "36186.3", "38292", "5415.9", "5566", "13", "12.7"),
    (NORTH_WEST, "2025", "5239.2", "5538", "1044.5", "1057", "16.6", "16"),
    (TRAFFORD, "2025", "105.3", "110", "43", "43", "29", "28.1"),
)


def test_agency_workers_are_counted_in_heads_beside_full_time_equivalents(built: Build) -> None:
    found = built(WORKERS).execute(
        "select indicator_id, area_code, value, numerator, round(denominator, 1) from figure "
        "where indicator_id in ('sw_agency_headcount_pc', 'sw_agency_pc') "
        "order by indicator_id, area_code"
    )
    assert found.fetchall() == [
        ("sw_agency_headcount_pc", "E08000009", 28.1, 43, 153),
        ("sw_agency_headcount_pc", "E12000002", 16.0, 1057, 6595),
        ("sw_agency_headcount_pc", "E92000001", 12.7, 5566, 43858),
        ("sw_agency_pc", "E08000009", 29.0, 43, 148.3),
        ("sw_agency_pc", "E12000002", 16.6, 1044.5, 6283.7),
        ("sw_agency_pc", "E92000001", 13.0, 5415.9, 41602.2),
    ]


def test_a_figure_in_heads_says_so_in_its_name() -> None:
    heads = [indicator for indicator in INDICATORS if "headcount" in indicator.id]
    assert len(heads) == 3
    assert all("headcount" in indicator.name for indicator in heads)
    assert all("headcount" in indicator.short_name for indicator in heads)
    assert not any(indicator.core for indicator in heads), "At a glance has one rate of agency work"
