"""Statistical neighbours: the ten councils most like each, models of 2021 and 2025."""

import duckdb

from etl.model import DataSet, Publication, Refusal, Release
from etl.reading import csv_file, staging

PUBLICATION = "Statistical neighbours"
URL = "https://www.gov.uk/government/publications/local-authority-interactive-tool-lait"
SERVICE = Publication(name=PUBLICATION, slug="local-authority-interactive-tool-lait", page=URL)
MODELS = {
    "New_Statistical_Neighbour_Groupings_April_2021.csv": (
        2021,
        Release(
            id="neighbours-2021",
            publication=PUBLICATION,
            title="April 2021",
            url=URL,
            published_on="2021-04",
        ),
    ),
    "sn_model_2025_wide.csv": (
        2025,
        Release(
            id="neighbours-2025",
            publication=PUBLICATION,
            title="May 2025",
            url=URL,
            published_on="2025-05",
        ),
    ),
}
# Not in DfE's service: the files are supplied by hand, from the page of the publication.
DATA_SETS = [
    DataSet(
        id="neighbours_2025",
        publication=SERVICE,
        title="Statistical neighbours, model of 2025",
        file="sn_model_2025_wide.csv",
    ),
    DataSet(
        id="neighbours_2021",
        publication=SERVICE,
        title="Statistical neighbours, model of 2021",
        file="New_Statistical_Neighbour_Groupings_April_2021.csv",
    ),
]
# The five words of the model, in small letters as we keep them; another one is a shifted column.
WORDS = {"extremely close", "very close", "close", "somewhat close", "not close"}


def read(con: duckdb.DuckDBPyConnection, file: staging.PublishedFile) -> staging.Reading:
    """Read one model into the temporary table `neighbour_read`, by council code.

    The first neighbour stands in the first column named SN1 or SN_1; a closeness word follows
    each code. The 2021 file repeats the name SNP ten times, so columns are found by position.
    """
    model, release = MODELS[file.name]
    reading = staging.Reading(release_id=f"{release.id}/{file.name}")
    with staging.refusing(reading):
        lines = csv_file.count_lines(file.path)  # refuses what is not a text file
        rows = csv_file.rows_of(file.path)
        csv_file.refuse_cut_off(file.path, len(rows[0]), lines)
        reading.rows = len(rows) - 1
        start = first_neighbour(rows[0])
        neighbours = [
            neighbour
            for number, row in enumerate(rows[1:], start=2)
            # Below its councils the file of 2021 has empty rows and a heading, "Old SNs:".
            if any(cell.strip() for cell in row[start:])
            for neighbour in neighbours_of(number, row, start, model)
        ]
        if not neighbours:
            raise Refusal(["expected a row for each council, found only a header"])
        con.executemany("insert into neighbour_read values (?, ?, ?, ?, ?)", neighbours)
        reading.cells = len(neighbours)
    return reading


def first_neighbour(header: list[str]) -> int:
    for name in ("SN1", "SN_1"):
        if name in header:
            return header.index(name)
    raise Refusal([f"expected the column SN1 or SN_1, found {', '.join(header)}"])


def neighbours_of(
    number: int, row: list[str], start: int, model: int
) -> list[tuple[str, str, int, int, str]]:
    # A code and a word for each of ten.
    if len(row) < start + 20:
        raise Refusal([f"row {number}: expected ten neighbours, found {len(row)} columns"])
    own = row[0].strip()
    if not is_code(own):
        raise Refusal([f"row {number}: expected a three-digit council code, found {own!r}"])
    pairs = [
        (row[start + 2 * i].strip(), row[start + 2 * i + 1].strip().lower()) for i in range(10)
    ]
    for code, closeness in pairs:
        if not (is_code(code) and closeness in WORDS):
            raise Refusal(
                [f"row {number}: expected a council code and a closeness, found {code} {closeness}"]
            )
    return [
        (own, code, model, rank, closeness) for rank, (code, closeness) in enumerate(pairs, start=1)
    ]


def is_code(text: str) -> bool:
    return text.isdigit() and len(text) == 3
