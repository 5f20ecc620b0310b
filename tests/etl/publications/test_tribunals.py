"""Appeals to the SEND Tribunal: two tables, two counts of decisions, councils by code and name."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from etl.publications import tribunals
from tests.etl.writing import Read

ID = f"tribunals-2026/{tribunals.FILE_2026}"
HEADER = (
    "la_name,old_la_code,appeals_2024,decisions_2024,rate_2024,"
    "appeals_2025,decisions_2025,rate_2025"
)
TRAFFORD = "Trafford,358,43,1996,2.20%,56,2313,2.40%"
CENTRAL_BEDFORDSHIRE = "Central Bedfordshire,873,140,4894,2.90%,150,3051,4.90%"
CAMBRIDGESHIRE = "Cambridgeshire,823,169,2931,5.80%,145,3512,4.10%"
CITY = "City of London,201,-,18,0.00%,0,26,0.00%"
ENGLAND = "England Total,,22276,364912,6.10%,26977,405735,6.60%"


def typed(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / tribunals.FILE_2026
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def cells(staging: duckdb.DuckDBPyConnection, indicator: str) -> list[tuple[str, str, str]]:
    return staging.execute(
        "select area_key, period, raw from cell where indicator_id = ? order by all", [indicator]
    ).fetchall()


def test_the_new_count_is_a_measure_of_its_own(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(typed(tmp_path, TRAFFORD, ENGLAND)).faults == []
    assert cells(staging, "ehcp_appeal_rate") == []
    assert cells(staging, "ehcp_appeal_rate_new") == [
        ("358", "2024", "2.20%"),
        ("358", "2025", "2.40%"),
        ("E92000001", "2024", "6.10%"),
        ("E92000001", "2025", "6.60%"),
    ]


def test_councils_whose_codes_are_exchanged_are_known_by_name(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = typed(tmp_path, CENTRAL_BEDFORDSHIRE, CAMBRIDGESHIRE, ENGLAND)
    assert read(path).faults == []
    assert [one for one in cells(staging, "ehcp_appeals") if one[1] == "2025"] == [
        ("823", "2025", "150"),
        ("873", "2025", "145"),
        ("E92000001", "2025", "26977"),
    ]


def test_codes_that_are_right_need_no_exception(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    mended = CENTRAL_BEDFORDSHIRE.replace("873", "823")
    assert read(typed(tmp_path, mended, ENGLAND)).faults == []
    assert ("823", "2025", "150") in cells(staging, "ehcp_appeals")


def test_another_council_with_the_code_of_a_neighbour_is_refused(
    read: Read, tmp_path: Path
) -> None:
    path = typed(tmp_path, TRAFFORD.replace("358", "356"), ENGLAND)
    assert read(path).faults == [
        f"{ID}: row 2: expected a council with its own code, found Trafford with '356': "
        "if the name is right, say so in data/code_exceptions.csv"
    ]


def test_a_dash_beside_a_rate_of_nought_is_nought(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(typed(tmp_path, CITY, ENGLAND)).faults == []
    assert ("201", "2024", "0") in cells(staging, "ehcp_appeals")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            CITY.replace("0.00%", "1.00%", 1),
            "row 2, column appeals_2024: expected a number or one of .. : c k low u x z ~, "
            "found '-'",
        ),
        (TRAFFORD + ",1", "row 2: expected 8 columns, found 9"),
        (
            TRAFFORD.replace("56", "5.6"),
            "row 2, column appeals_2025: expected a whole number of 0 or more, found 5.6",
        ),
    ],
    ids=["dash", "too long", "no count"],
)
def test_a_row_that_is_not_as_recorded_is_refused(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, row: str, fault: str
) -> None:
    assert read(typed(tmp_path, row, ENGLAND)).faults == [f"{ID}: {fault}"]
    assert cells(staging, "ehcp_appeals") == []


def test_a_table_without_england_at_its_end_is_cut_off(read: Read, tmp_path: Path) -> None:
    assert read(typed(tmp_path, TRAFFORD)).faults == [
        f"{ID}: expected a row 'England Total' at the end, found none: the file is cut off"
    ]


def test_a_renamed_column_is_named(read: Read, tmp_path: Path) -> None:
    (fault,) = read(typed(tmp_path, header=HEADER.replace("rate_2025", "rate25"))).faults
    assert fault.startswith(f"{ID}: expected the column rate_2025, found rate_2024, rate25")


def older(folder: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """The table of 2025: title, two rows that name the columns, and notes below England."""
    years = "".join(f",{year},," for year in tribunals.YEARS_2025)
    names = ",".join(
        name.partition(" ")[2].join('""')
        for year in tribunals.YEARS_2025
        for name in tribunals.block_columns(year)
    )
    new = ",".join(name.partition(" ")[2].join('""') for name in tribunals.IN_DEVELOPMENT)
    lines = [
        '"SEND Appeal rate table 1' + '"' + "," * 36,
        "," * 36,
        "," * 36,
        f"Local Authority,LA code{years},,",
        f",,{names},{new}",
        "NORTH WEST" + "," * 36,
        *(",".join(row) for row in rows),
        '"1. A note' + '\nof two lines"' + "," * 36,
    ]
    path = folder / tribunals.FILE_2025
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def years(name: str, code: str, first: str, rest: str, new: str) -> tuple[str, ...]:
    """A row whose cells of 2014 are `first`, of each later year `rest`, of the new count `new`."""
    return (name, code, first, *(rest for _ in range(10)), new)


OLD_TRAFFORD = years("Trafford", "358", '43,"1,454",3.00%', '43,"3,338",1.30%', '"1,996",2.20%')
POOLE = years("Poole5", "", "3,538,0.60%", " .. , .. ,..", "  ,,"[:-1])
OLD_ENGLAND = years(
    '"England Total4,9"', "", '"4,108","251,096",1.60%', "1,2,3.20%", '"364,912",6.10%'
)


def test_the_older_table_has_both_counts_of_its_last_year(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(older(tmp_path, [OLD_TRAFFORD, OLD_ENGLAND])).faults == []
    last = "and area_key = '358' and period = '2024' order by 1"
    assert staging.execute(
        f"select indicator_id, raw, source_row, source_column from cell where true {last}"
    ).fetchall() == [
        ("ehcp_appeal_rate", "1.30%", 7, "2024 SEND Tribunal Appeal Rate2"),
        (
            "ehcp_appeal_rate_new",
            "2.20%",
            7,
            "2024 In development: SEND Tribunal Appeal Rate2",
        ),
        ("ehcp_appealable", "3,338", 7, "2024 Total Appealable Decisions1,9"),
        (
            "ehcp_appealable_new",
            "1,996",
            7,
            "2024 In development: Total Appealable Decisions1,8",
        ),
        ("ehcp_appeals", "43", 7, "2024 Appeals registered4"),
    ]


def test_a_council_that_ended_has_its_code_by_name_and_no_figure_of_the_new_count(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(older(tmp_path, [POOLE, OLD_ENGLAND])).faults == []
    assert ("836", "2014", "3") in cells(staging, "ehcp_appeals")
    assert [one for one in cells(staging, "ehcp_appeal_rate_new") if one[0] == "836"] == []


def test_a_year_without_its_heading_is_named(read: Read, tmp_path: Path) -> None:
    path = older(tmp_path, [OLD_TRAFFORD, OLD_ENGLAND])
    path.write_text(path.read_text("utf-8").replace(",2024,", ",2025,", 1), encoding="utf-8")
    assert "expected the column 2024 Appeals registered4" in read(path).faults[0]
