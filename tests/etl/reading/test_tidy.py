"""Each way in which one published file can be wrong, and the sentence that refuses it."""

import csv
import io
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.database import build
from etl.reading import sql
from etl.reading import staging as reading_staging
from tests.etl.publications.test_published import text_of
from tests.etl.writing import (
    ENGLAND,
    HEADERS,
    NORTH_WEST,
    REQUESTS,
    TOTALS,
    TOTALS_2026,
    TRAFFORD,
    Build,
    Read,
    Table,
    caseload,
    council,
    table,
)

RECEIVED = "requests_received_in_year"
TOTAL = f"'{TOTALS['requests.csv']}' or '{TOTALS_2026['requests.csv']}'"
CASELOAD = caseload(
    "ehcplans mainstream_total mainstream_total_pc",
    (ENGLAND, "202425", "638745", "278493", "43.6"),
    (NORTH_WEST, "202425", "92839", "41685", "44.9"),
    (TRAFFORD, "202425", "3143", "1348", "42.9"),
)
SYMBOLS = "a number or one of .. : c k low u x z"


def lines(changed: int, line: bytes) -> bytes:
    """The file of requests with one line put in place of another; line 1 is the header."""
    found = REQUESTS.encoded().split(b"\r\n")
    found[changed - 1] = line
    return b"\r\n".join(found)


def line(number: int) -> bytes:
    return REQUESTS.encoded().split(b"\r\n")[number - 1]


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/requests.csv", data)
    return packed.getvalue()


BROKEN_BYTES = {
    "an empty file": (b"", "expected a CSV file, found an empty file"),
    "only empty lines": (b"\r\n\r\n", "expected a CSV file, found an empty file"),
    "a web page": (
        b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>Sign in</body></html>\r\n",
        "expected a CSV file, found a web page (HTML)",
    ),
    "a zip named csv": (
        zipped(REQUESTS.encoded()),
        "expected a CSV file, found a zip or spreadsheet file",
    ),
    "Latin-1": (
        REQUESTS.text().replace("Trafford", "Môn").encode("latin-1"),
        "row 4: expected UTF-8 text, found the byte 0xf4: save the file as CSV UTF-8",
    ),
    "UTF-16": (
        REQUESTS.text().encode("utf-16"),
        "row 1: expected UTF-8 text, found the byte 0xff: save the file as CSV UTF-8",
    ),
    "a zero byte": (
        REQUESTS.encoded().replace(b"Trafford", b"Traf\0ford"),
        "row 4: expected text, found a zero byte: save the file as CSV UTF-8",
    ),
    "the last line cut off": (
        REQUESTS.encoded()[:-20],
        "row 4: expected 29 columns and a line end, found the file cut off",
    ),
    "old Mac line ends": (
        REQUESTS.text(end="\r").encode(),
        "row 1: expected line ends, found a carriage return alone",
    ),
    "two kinds of line end": (
        REQUESTS.text().replace("\n", "\r\n", 1).encode(),
        "expected 29 columns in each row, found rows that are not CSV",
    ),
    "semicolons": (
        REQUESTS.encoded().replace(b",", b";"),
        "row 1: expected column names parted by commas, found "
        "'time_period;time_identifier;geographic_level;country_code;co'",
    ),
    "semicolons below the header": (
        lines(3, line(3).replace(b",", b";")),
        "row 3: expected 29 columns, found 1",
    ),
    "a row with a column too few": (
        lines(3, line(3).rsplit(b",", 1)[0]),
        "row 3: expected 29 columns, found 28",
    ),
    "a row with two columns too many": (
        lines(3, line(3) + b",9,9"),
        "row 3: expected 29 columns, found 31",
    ),
    "an empty line in the middle": (
        lines(3, b"\r\n" + line(3)),
        "row 3: expected a row of figures, found an empty line",
    ),
    "a line end inside a cell": (
        lines(4, line(4).replace(b"Trafford", b'"Traf\r\nford"')),
        "expected one row a line, found 5 lines for 3 rows and header",
    ),
    "a quote that never ends": (
        lines(3, line(3).replace(b"24411", b'"24411')),
        "row 3: expected 29 columns, found a row that is not CSV",
    ),
    "a column without a name": (
        lines(1, line(1).replace(b",requests_rya,", b",,")),
        "row 1: expected a name for each column, found none for number 14",
    ),
    "only a header": (line(1) + b"\r\n", "expected rows of figures, found only a header"),
}

BROKEN_TABLES = {
    "unknown symbol": (
        REQUESTS.having(4, RECEIVED, "n/a"),
        [f"row 4, column {RECEIVED}: expected {SYMBOLS}, found 'n/a'"],
    ),
    "empty cell": (
        REQUESTS.having(4, RECEIVED, ""),
        [f"row 4, column {RECEIVED}: expected {SYMBOLS}, found ''"],
    ),
    "the word that databases print for nothing": (
        REQUESTS.having(4, RECEIVED, "\\0"),
        [f"row 4, column {RECEIVED}: expected {SYMBOLS}, found '\\\\0'"],
    ),
    "thousands parted wrongly": (
        REQUESTS.having(4, RECEIVED, "51,5"),
        [f"row 4, column {RECEIVED}: expected {SYMBOLS}, found '51,5'"],
    ),
    "column renamed": (
        REQUESTS.renamed(RECEIVED, "requests_received"),
        [
            f"expected the column {RECEIVED}, found requests_received, "
            "requests_decided_to_assess, requests_decided_not_to_assess"
        ],
    ),
    "column missing": (
        REQUESTS.without("request_outcome_six_weeks"),
        [
            "expected the column request_outcome_six_weeks, found request_outcome_six_weeks_pc, "
            "request_outcome_over_6_weeks, request_outcome_over_6_weeks_pc"
        ],
    ),
    "identifier missing": (
        REQUESTS.without("time_identifier"),
        ["expected the column time_identifier, found time_period"],
    ),
    "code of the region missing": (
        REQUESTS.without("region_code"),
        ["expected the column region_code, found region_name, country_code, old_la_code"],
    ),
    "needed column twice, with two contents": (
        REQUESTS.renamed("requests_rya", RECEIVED).having(3, RECEIVED, "24412"),
        [
            f"row 2, column {RECEIVED}: expected the same in each column of this name, "
            "found '154489' and 'x'"
        ],
    ),
    "total label absent": (
        REQUESTS.everywhere("breakdown_topic", "All requests"),
        [f"expected rows with {TOTAL} in breakdown_topic, found 'All requests'"],
    ),
    "total label spelled anew in one row": (
        REQUESTS.having(4, "breakdown_topic", "All requests"),
        [
            f"row 4: expected a row with {TOTAL} in breakdown_topic for area 358 in 2024, "
            "found others only"
        ],
    ),
    "row twice": (
        REQUESTS.plus(REQUESTS.rows[2]),
        [
            f"rows 4 and 5, column {column}: expected one figure for area 358 in 2024, found 2"
            for column in (
                "request_not_assess_pc",
                "request_outcome_six_weeks",
                "request_outcome_six_weeks_pc",
                "requests_decided_not_to_assess",
                RECEIVED,
            )
        ],
    ),
    "unreadable period": (
        REQUESTS.having(4, "time_period", "2024/25"),
        ["row 4, column time_period: expected a period such as 2024, found '2024/25'"],
    ),
    "wrong time identifier": (
        REQUESTS.having(4, "time_identifier", "Academic year"),
        ["row 4, column time_identifier: expected Calendar year, found 'Academic year'"],
    ),
    "a later period in one row": (
        REQUESTS.having(4, "time_period", "2025"),
        [
            "expected the last period 2024 of the release 'Reporting year 2025', or England and "
            "most areas in a later year, found 1 area without England in 2025 after 2 in 2024"
        ],
    ),
    "an older release": (
        REQUESTS.everywhere("time_period", "2023"),
        [
            "expected the last period 2024 of the release 'Reporting year 2025', found 2023: "
            "this looks like an older release"
        ],
    ),
    "unknown level": (
        REQUESTS.having(4, "geographic_level", "Ward"),
        [
            "row 4, column geographic_level: expected the level National, Regional or "
            "Local authority, found 'Ward'"
        ],
    ),
    "council code cut short": (
        REQUESTS.having(4, "old_la_code", "58"),
        ["row 4, column old_la_code: expected a three-digit council code, found '58'"],
    ),
    "council code empty": (
        REQUESTS.having(4, "old_la_code", ""),
        ["row 4, column old_la_code: expected a three-digit council code, found ''"],
    ),
    "ONS code cut short": (
        REQUESTS.having(4, "new_la_code", "E0800000"),
        ["row 4, column new_la_code: expected the ONS code of a council, found 'E0800000'"],
    ),
    "region without a code": (
        REQUESTS.having(3, "region_code", ""),
        ["row 3, column region_code: expected the code of a region, found ''"],
    ),
    "percentage over 100": (
        REQUESTS.having(4, "request_not_assess_pc", "140"),
        ["row 4, column request_not_assess_pc: expected a number from 0 to 100, found 140"],
    ),
    "negative count": (
        REQUESTS.having(4, RECEIVED, "-515"),
        [f"row 4, column {RECEIVED}: expected a whole number of 0 or more, found -515"],
    ),
    "fraction of a request": (
        REQUESTS.having(4, RECEIVED, "515.5"),
        [f"row 4, column {RECEIVED}: expected a whole number of 0 or more, found 515.5"],
    ),
    "endless number": (
        REQUESTS.having(4, RECEIVED, "1e400"),
        [f"row 4, column {RECEIVED}: expected a whole number of 0 or more, found 1e400"],
    ),
}


@pytest.mark.parametrize("name", BROKEN_BYTES)
def test_bytes_that_are_no_table_are_refused(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    data, sentence = BROKEN_BYTES[name]
    path = tmp_path / "requests.csv"
    path.write_bytes(data)
    assert read(path).faults == [f"ehcp-2025/requests.csv: {sentence}"]
    assert taken(staging) == 0


@pytest.mark.parametrize("name", BROKEN_TABLES)
def test_a_table_that_is_not_as_recorded_is_refused(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    broken, sentences = BROKEN_TABLES[name]
    faults = read(broken.write(tmp_path)).faults
    assert faults == [f"ehcp-2025/requests.csv: {sentence}" for sentence in sentences]
    assert taken(staging) == 0


def taken(staging: duckdb.DuckDBPyConnection) -> int:
    return sql.count(staging, "cell") + sql.count(staging, "place")


def test_an_academic_year_is_two_years_in_a_row(read: Read, tmp_path: Path) -> None:
    broken = CASELOAD.having(4, "time_period", "202326")
    assert read(broken.write(tmp_path)).faults == [
        "ehcp-2025/caseload.csv: row 4, column time_period: expected two years in a row such as "
        "202425, found '202326'"
    ]


def test_the_turn_of_a_century_is_two_years_in_a_row(read: Read, tmp_path: Path) -> None:
    older = table("caseload.csv", "ehcplans", (ENGLAND, "199900", "1")).rows[0]
    assert read(CASELOAD.plus(older).write(tmp_path)).faults == []


def test_every_fault_of_a_file_is_named_at_once(read: Read, tmp_path: Path) -> None:
    broken = REQUESTS.having(3, RECEIVED, "n/a").having(4, "request_not_assess_pc", "140")
    assert read(broken.write(tmp_path)).faults == [
        f"ehcp-2025/requests.csv: row 3, column {RECEIVED}: expected {SYMBOLS}, found 'n/a'",
        "ehcp-2025/requests.csv: row 4, column request_not_assess_pc: expected a number from 0 "
        "to 100, found 140",
    ]


def test_many_faults_of_one_kind_are_not_all_printed(read: Read, tmp_path: Path) -> None:
    rows = [council(str(n), f"E0800{n:04}", f"Council {n}", NORTH_WEST) for n in range(400, 407)]
    columns = "requests_received_in_year"
    broken = table("requests.csv", columns, *((row, "2024-ish", "1") for row in rows))
    faults = read(broken.write(tmp_path)).faults
    assert len(faults) == 6
    assert faults[-1] == (
        "ehcp-2025/requests.csv: column time_period: more rows of the same kind follow"
    )


def test_a_doubled_column_that_nobody_needs_is_a_note(read: Read, tmp_path: Path) -> None:
    reviews = table(
        "annual_reviews.csv",
        "review_expected total_review_meeting number_decsion_4weeks number_decision_gt_4weeks "
        "pc_decsion_4weeks",
        (ENGLAND, "2024", "524654", "453761", "154924", "193835", "44.4"),
    )
    reading = read(reviews.write(tmp_path))
    assert reading.faults == []
    assert reading.notes == ["the column review_meeting_prior_24 is there 2 times"]


def test_a_doubled_column_that_says_the_same_twice_is_a_note(read: Read, tmp_path: Path) -> None:
    doubled = REQUESTS.renamed("requests_rya", RECEIVED)
    rows = tuple((*row[:13], row[12], *row[14:]) for row in doubled.rows)
    reading = read(Table("requests.csv", doubled.header, rows).write(tmp_path))
    assert reading.faults == []
    assert reading.notes == [f"the column {RECEIVED} is there 2 times"]


Cell = tuple[str, str, str, str, str | None, str]


def cells(con: duckdb.DuckDBPyConnection) -> list[Cell]:
    return con.execute(
        "select indicator_id, area_key, period, raw, breakdown, lower(source_column) "
        "from cell order by all"
    ).fetchall()


def cells_of(data: bytes, folder: Path, file: str = "requests.csv") -> list[Cell]:
    """The cells that a file gives, read into a database of its own."""
    (folder / file).write_bytes(data)
    with duckdb.connect() as con:
        con.execute(reading_staging.STAGING)
        reader = build.catalogue.reader_of(file)
        assert reader
        reading = reader(con, reading_staging.PublishedFile(file, folder / file, ""))
        assert reading.faults == []
        assert len(cells(con)) == reading.cells
        return cells(con)


def test_each_mapped_cell_of_a_row_is_taken(tmp_path: Path) -> None:
    found = cells_of(REQUESTS.encoded(), tmp_path)
    assert [cell for cell in found if cell[1] == "358"] == [
        ("ehcp_request_6wk", "358", "2024", "484", None, "request_outcome_six_weeks"),
        ("ehcp_request_6wk_pc", "358", "2024", "89.1", None, "request_outcome_six_weeks_pc"),
        ("ehcp_requests", "358", "2024", "515", None, RECEIVED),
        ("ehcp_requests_refused", "358", "2024", "139", None, "requests_decided_not_to_assess"),
        ("ehcp_requests_refused_pc", "358", "2024", "27.0", None, "request_not_assess_pc"),
    ]
    assert len(found) == 15


def test_labels_of_rows_become_breakdowns(tmp_path: Path) -> None:
    parts = table(
        "caseload.csv",
        "breakdown_topic breakdown ehcplans",
        (TRAFFORD, "202425", "Child or young persons age", "Aged 10", "240"),
        (TRAFFORD, "202425", "Child or young persons age", "age 11", "250"),
        (TRAFFORD, "202425", "Age when plan started", "Aged 10", "90"),
        (TRAFFORD, "202425", "Sex", "Female", "900"),
        (TRAFFORD, "202425", "Ethnicity", "Not mapped", "1"),
    )
    rows = CASELOAD.plus(*parts.rows)
    found = cells_of(rows.encoded(), tmp_path, "caseload.csv")
    assert [(cell[3], cell[4]) for cell in found if cell[5] == "ehcplans" and cell[1] == "358"] == [
        ("240", "10"),
        ("250", "11"),
        ("3143", None),
        ("90", "10"),
        ("900", "female"),
    ]


def test_a_part_without_a_label_is_refused(read: Read, tmp_path: Path) -> None:
    assert read(CASELOAD.having(5, "breakdown", " ").write(tmp_path)).faults == [
        "ehcp-2025/caseload.csv: row 5, column breakdown: expected an age such as 10, under 3, "
        "20 and over or unknown, found ' '"
    ]
    sex = len(CASELOAD.rows) + 1
    assert read(CASELOAD.having(sex, "breakdown", " ").write(tmp_path)).faults == [
        f"ehcp-2025/caseload.csv: row {sex}, column breakdown: expected a label, found ' '"
    ]


def test_an_age_that_is_spelled_in_another_way_is_refused(read: Read, tmp_path: Path) -> None:
    assert read(CASELOAD.having(5, "breakdown", "10 years").write(tmp_path)).faults == [
        "ehcp-2025/caseload.csv: row 5, column breakdown: expected an age such as 10, under 3, "
        "20 and over or unknown, found '10 years'"
    ]


@pytest.mark.parametrize(
    "data",
    [
        REQUESTS.text().encode("utf-8-sig"),
        REQUESTS.text(end="\r\n").encode(),
        REQUESTS.text(quoting=csv.QUOTE_ALL).encode(),
        REQUESTS.text().replace(",,", ',"",').replace(",,", ',"",').encode(),
        REQUESTS.encoded() + b"\r\n\r\n",
        REQUESTS.text().replace("Trafford", "Traf\u2028ford").encode(),
    ],
    ids=["mark", "CRLF", "quoted", "quoted empties", "empty end", "line separator"],
)
def test_the_same_figures_in_another_dress_are_the_same(tmp_path: Path, data: bytes) -> None:
    assert cells_of(data, tmp_path) == cells_of(REQUESTS.text().encode(), tmp_path)


def test_names_of_columns_in_other_cases_are_the_same_names(tmp_path: Path) -> None:
    shouted = Table("requests.csv", tuple(map(str.upper, REQUESTS.header)), REQUESTS.rows)
    assert cells_of(shouted.encoded(), tmp_path) == cells_of(REQUESTS.encoded(), tmp_path)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(REQUESTS.header))
def test_the_order_of_columns_does_not_matter(tmp_path: Path, order: list[str]) -> None:
    shuffled = REQUESTS.in_order(order)
    assert cells_of(shuffled.encoded(), tmp_path) == cells_of(REQUESTS.encoded(), tmp_path)


FORMS = {
    "515": (515, None, "ok"),
    " 515 ": (515, None, "ok"),
    "0": (0, None, "ok"),
    "1,454": (1454, None, "ok"),
    "1.454e3": (1454, None, "ok"),
    "c": (None, "c", "suppressed"),
    "[C] ": (None, "[C]", "suppressed"),
    "z": (None, "z", "not_applicable"),
    "x": (None, "x", "unavailable"),
    ":": (None, ":", "unavailable"),
    "..": (None, "..", "unavailable"),
    "u": (None, "u", "unreliable"),
    "low": (None, "low", "rounds_to_zero"),
    "k": (None, "k", "rounds_to_zero"),
}


def test_a_symbol_is_kept_as_printed_and_never_a_number(built: Build) -> None:
    places = [
        council(str(500 + n), f"E0899{n:04}", f"Council {n}", NORTH_WEST)
        for n, _ in enumerate(FORMS)
    ]
    rows = zip(places, FORMS, strict=True)
    con = built(table("requests.csv", RECEIVED, *((place, "2024", text) for place, text in rows)))
    found = con.execute(
        "select value, symbol, status from figure where indicator_id = 'ehcp_requests' "
        "order by source_row"
    ).fetchall()
    assert dict(zip(FORMS, found, strict=True)) == FORMS


def test_a_count_with_a_percent_sign_is_refused(read: Read, tmp_path: Path) -> None:
    table = REQUESTS.having(4, "requests_received_in_year", "12%")
    assert read(table.write(tmp_path)).faults == [
        "ehcp-2025/requests.csv: row 4, column requests_received_in_year: expected a number "
        "without % (count), found 12%"
    ]


def test_a_percentage_may_carry_its_sign(built: Build) -> None:
    con = built(REQUESTS.having(4, "request_not_assess_pc", "3.00%"))
    found = con.execute(
        "select value, symbol from figure "
        "where indicator_id = 'ehcp_requests_refused_pc' and area_code = 'E08000009'"
    ).fetchall()
    assert found == [(3.0, None)]


@pytest.mark.published
@pytest.mark.parametrize("file", HEADERS)
def test_the_headers_typed_for_these_tests_are_the_published_ones(
    published: Path, file: str
) -> None:
    assert text_of(published, file).splitlines()[0] == HEADERS[file]
