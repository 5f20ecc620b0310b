"""The check values that were worked out by hand from the published files, before this code."""

from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest

from etl.publications.catalogue import INDICATORS

# indicator: period, England, North West, Trafford, and Trafford's numerator and denominator.
CHECK_VALUES = {
    "ehcp_caseload": ("202425", 638745, 92839, 3143, 3143, None),
    "ehcp_caseload_growth": ("202425", 10.8, 12.1, 6.9, 204, 2939),
    "ehcp_new": ("2024", 97747, 15248, 393, 393, None),
    "ehcp_requests": ("2024", 154489, 24411, 515, 515, None),
    "ehcp_requests_refused_pc": ("2024", 25.2, 24.0, 27.0, 139, 515),
    "ehcp_request_6wk_pc": ("2024", 84.8, 88.7, 89.1, 484, None),
    "ehcp_assessments": ("2024", 105340, 16597, 431, 431, None),
    "ehcp_assess_no_plan_pc": ("2024", 6.1, 4.1, 9.5, 41, 431),
    "ehcp_20wk_ex_pc": ("2024", 46.4, 50.5, 53.4, 203, 380),
    "ehcp_20wk_all_pc": ("2024", 45.9, 49.6, 53.4, 203, 380),
    "ehcp_over_1yr_pc": ("2024", 7.2, 5.7, 1.3, 5, 380),
    "ehcp_review_held_pc": ("2024", 86.5, 87.8, 96.5, 2615, 2709),
    "ehcp_review_4wk_pc": ("2024", 44.4, 48.9, 69.3, 1777, 2563),
    "ehcp_ceased": ("2024", 44862, 6761, 256, 256, None),
    "ehcp_mainstream_pc": ("202425", 43.6, 44.9, 42.9, 1348, 3143),
    "ehcp_special_pc": ("202425", 30.4, 32.0, 30.6, 962, 3143),
    "ehcp_indep_special_pc": ("202425", 4.6, 4.3, 1.9, 59, 3143),
    "ehcp_fe_pc": ("202425", 13.8, 12.5, 18.0, 566, 3143),
    "ehcp_elsewhere_pc": ("202425", 7.8, 6.3, 7.2, 227, 3143),
    "ehcp_need_asd_pc": ("202425", 31.5, 27.9, 22.6, 709, 3143),
    "ehcp_need_semh_pc": ("202425", 20.7, 22.8, 26.3, 826, 3143),
    "ehcp_need_slcn_pc": ("202425", 21.3, 22.8, 24.1, 757, 3143),
    "ehcp_personal_budget_pc": ("202425", 3.1, 4.9, 10.1, 319, 3143),
    "ehcp_appeal_rate_new": ("2025", 6.6, None, 2.4, 56, 2313),
    "sen_ehcp_pc": ("2025", 5.3, 6.1, 5.3, None, None),
    "sen_support_pc": ("2025", 14.2, 14.4, 11.3, None, None),
    "sen_ehcp_primary_pc": ("2025", 3.5, 3.8, 3.1, None, None),
    "sen_ehcp_secondary_pc": ("2025", 3.1, 3.4, 3.1, None, None),
    "cin_number": ("2025", 402400, 62450, 1517, 1517, None),
    "cin_rate": ("2025", 330.3, 383.7, 267.4, 1517, 56737),
    "cin_referrals": ("2025", 632830, 86120, 1879, 1879, None),
    "cin_referral_rate": ("2025", 519.4, 529.1, 331.2, 1879, 56737),
    "cin_rereferral_pc": ("2025", 22.6, 21.7, 18.0, 339, 1879),
    "cin_referral_nfa_pc": ("2025", 6.5, 5.1, 3.6, 67, 1879),
    "cin_not_in_need_pc": ("2025", 30.8, 27.4, 22.9, 430, 1879),
    "cin_assess_45d_pc": ("2025", 85.7, 81.9, 91.7, None, None),
    "cp_s47_rate": ("2025", 189.3, 221.6, 150.0, None, None),
    "cp_icpc_rate": ("2025", 59.2, 72.3, 41.1, None, None),
    "cp_icpc_15d_pc": ("2025", 81.4, 76.8, 87.1, None, None),
    "cp_number": ("2025", 49420, 8280, 155, 155, None),
    "cp_rate": ("2025", 40.6, 50.9, 27.3, 155, 56737),
    "cp_start_rate": ("2025", 50.8, 62.4, 34.0, 193, 56737),
    "cp_repeat_pc": ("2025", 24.5, 23.3, 27.5, 53, 193),
    "cp_2yr_open_pc": ("2025", 2.3, 2.0, None, None, 155),
    "cp_review_ontime_pc": ("2025", 90.6, 89.3, 95.0, None, None),
    "sw_fte": ("2025", 36186.3, 5239.2, 105.3, 105.3, None),
    "sw_vacancy_pc": ("2025", 14.2, 15.7, 32.6, 51, 156.3),
    "sw_turnover_pc": ("2025", 11.8, 12.2, 15.6, 16.4, 105.3),
    "sw_agency_pc": ("2025", 13.0, 16.6, 29.0, 43, 148.3),
    "sw_vacancy_cover_pc": ("2025", 73.6, 76.1, 84.3, 43, 51),
    "sw_caseload": ("2025", 15.2, 15.8, 14.3, 1254, 87.7),
    "sw_absence_pc": ("2025", 3.5, 4.1, 1.7, 445, 26640.9),
}
ENGLAND, NORTH_WEST, TRAFFORD = "E92000001", "E12000002", "E08000009"
# The table of appeals has a heading for a region and no figures.
WITHOUT_REGIONS = {"ehcp_appeal_rate_new"}
# Absence divides by working days, which no file gives.
WITHOUT_DENOMINATOR = {"sw_absence_pc"}


def figure(
    database: duckdb.DuckDBPyConnection, indicator: str, area: str, period: str
) -> tuple[float | None, str, float | None, float | None]:
    rows = database.execute(
        "select value, status, numerator, denominator from figure where indicator_id = ? "
        "and area_code = ? and period = ? and breakdown is null",
        [indicator, area, period],
    ).fetchall()
    assert len(rows) == 1, (indicator, area, period, rows)
    return rows[0]


def as_shown(value: float | None, decimals: int) -> float | None:
    if value is None:
        return None
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))


def test_there_are_52_core_indicators_among_the_embedded() -> None:
    core = {one.id for one in INDICATORS.values() if one.core and one.embedded}
    assert core == set(CHECK_VALUES)
    assert len(core) == 52


@pytest.mark.parametrize("indicator", CHECK_VALUES)
def test_figure_equals_its_check_value(database: duckdb.DuckDBPyConnection, indicator: str) -> None:
    period, *values = CHECK_VALUES[indicator][:4]
    decimals = INDICATORS[indicator].decimals
    expected = dict(zip((ENGLAND, NORTH_WEST, TRAFFORD), values, strict=True))
    if indicator in WITHOUT_REGIONS:
        del expected[NORTH_WEST]
    found = {
        area: as_shown(figure(database, indicator, area, period)[0], decimals) for area in expected
    }
    assert found == expected


@pytest.mark.parametrize("indicator", CHECK_VALUES)
def test_parts_of_a_ratio_equal_their_check_values(
    database: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    period, _, _, _, numerator, denominator = CHECK_VALUES[indicator]
    _, _, found_numerator, found_denominator = figure(database, indicator, TRAFFORD, period)
    if denominator is None or indicator in WITHOUT_DENOMINATOR:
        assert found_denominator is None
    else:
        assert found_denominator == pytest.approx(denominator)
        assert found_numerator == (numerator if numerator is None else pytest.approx(numerator))


def test_the_one_withheld_check_value_is_withheld(database: duckdb.DuckDBPyConnection) -> None:
    assert figure(database, "cp_2yr_open_pc", TRAFFORD, "2025")[:2] == (None, "suppressed")
