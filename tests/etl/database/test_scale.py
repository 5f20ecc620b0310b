"""Figures of another size than they can be: a whole measure is refused, one place is told."""

import duckdb
import pytest

from etl.database import scale
from etl.model import Refusal
from tests.etl.chain import Chain
from tests.etl.writing import NORTH_WEST, Table, council, table

FILE = "csww_indicators_2017_to_2025.csv"
COLUMNS = "inpost_fte vacancy_fte vacancy_rate_fte"
COUNCILS = [council(str(500 + n), f"E0899{n:04}", f"Council {n:02}", NORTH_WEST) for n in range(24)]
YEARS = ["2023", "2024", "2025"]


def vacancies(rate: str = "30.0") -> Table:
    """70 social workers and 30 vacancies in each council and year: 30% of 100 posts."""
    rows = [(place, year, "70", "30", rate) for year in YEARS for place in COUNCILS]
    return table(FILE, COLUMNS, *rows)


def sized(warnings: list[str]) -> list[str]:
    words = ("of another size", "far from", "add to more")
    return [one for one in warnings if any(word in one for word in words)]


def test_figures_of_their_size_say_nothing(chain: Chain) -> None:
    assert sized(chain.add(vacancies()).warnings) == []


def test_percentages_printed_as_fractions_are_refused(chain: Chain) -> None:
    """Nothing wrong gets in, row 3: vacancies of 0.3%."""
    with pytest.raises(Refusal) as refusal:
        chain.add(vacancies("0.3"))
    assert refusal.value.faults[:3] == [
        f"sw_vacancy_pc {year}: expected what the published counts give, found others in 24 of 24 "
        "places, for instance Council 00: 0.3 for 30.0; Council 01: 0.3 for 30.0; Council 02: 0.3 "
        "for 30.0"
        for year in YEARS
    ]


def test_one_council_with_a_nought_too_many_is_told_and_shown_as_published(chain: Chain) -> None:
    """Nothing wrong gets in, row 3: one council's social workers ten times as many."""
    rows = vacancies().having(len(vacancies().rows) + 1, "inpost_fte", "700")
    summary = chain.add(rows)
    assert sized(summary.warnings) == [
        "sw_vacancy_pc 2025: 1 of 24 figures are of another size than the published counts give, "
        "for instance Council 23: 30.0 for 4.1",
        "sw_fte: one figure is far from the other years of its council: Council 23 2025 is 700.0, "
        "and 70.0 in the middle of its years",
    ]
    assert chain.figures("2025", indicator="sw_fte")["Council 23"] == "700"


def test_a_population_in_thousands_is_refused_with_nothing_else_held(chain: Chain) -> None:
    """Nothing wrong gets in, row 3: it adds up, and only its size is wrong."""
    file = "ons_mid-year_population_estimates_2012_to_2024.csv"
    rows = [(place, "2024", "60000000") for place in COUNCILS]
    with pytest.raises(Refusal) as refusal:
        chain.add(table(file, "population_estimate", *rows))
    assert refusal.value.faults == [
        "population_0_17 2024: expected about 62,500 in the middle of the councils, found "
        "60,000,000 in the middle of 24"
    ]


def test_the_list_of_sizes_tells_what_is_embedded(database: duckdb.DuckDBPyConnection) -> None:
    """All measures but appeals, of which there were 23 in the middle council in 2018, now 114."""
    rows = database.execute(
        f"""
        select indicator_id, max_by(middle, period_end), min_by(middle, period_end)
        from (
            select indicator_id, period_end, median(value) as middle from figure
            join area using (area_code)
            where breakdown is null and not derived and value > 0 and level in ('la', 'joint')
                and period_end >= {scale.SINCE}
            group by all having count(*) >= {scale.FEW_PLACES})
        group by all
        """
    ).fetchall()
    embedded = {name: now for name, now, first in rows if now >= 5 and now < scale.OFF_SIZE * first}
    assert scale.usual_sizes() == pytest.approx(embedded, rel=0.01)


@pytest.mark.parametrize("one", [one for one in scale.CHECKS if one.faults], ids=lambda o: o.words)
def test_no_embedded_figure_is_of_another_size(
    database: duckdb.DuckDBPyConnection, one: scale.Scale
) -> None:
    assert database.execute(one.faults).fetchall() == []


def test_the_embedded_figures_that_are_in_doubt_are_few(
    database: duckdb.DuckDBPyConnection,
) -> None:
    found = [
        str(row[0])
        for one in scale.CHECKS
        if one.doubts
        for row in database.execute(one.doubts).fetchall()
    ]
    assert len(found) == 11
    assert found[0] == (
        "cin_factors: one figure is far from the other years of its council: West Sussex 2023 is "
        "509.0, and 7447.0 in the middle of its years"
    )
