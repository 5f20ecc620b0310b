"""A file in the shape of DfE's largest SEN file, by ethnicity, and how long it takes to load.

python -m bench.ethnicity_file          writes all 12,560,016 rows and measures the load
python -m bench.ethnicity_file FILE     only writes them to FILE
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import duckdb

from etl.database import build
from etl.publications import catalogue
from etl.reading import staging

ROWS = 12_560_016
YEARS = range(2015, 2026)
COUNCILS = 153
CONSTITUENCIES = 543
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_name,"
    "region_code,old_la_code,la_name,new_la_code,pcon_code,pcon_name,phase_type_grouping,"
    "sen_provision,sen_primary_need,ethnicity_major,ethnicity_minor,pupil_count,pupil_percent"
)
TOTAL = "Total"
PLAN = "Education, health and care plan"
SUPPORT = "SEN support / SEN without an EHC plan"
NONE = "No identified SEN"
GROUPS = {
    "Asian / Asian British": [
        "Any other Asian background",
        "Bangladeshi",
        "Chinese",
        "Indian",
        "Pakistani",
    ],
    "Black / African / Caribbean / Black British": [
        "African",
        "Any other Black / African / Caribbean background",
        "Caribbean",
    ],
    "Mixed / Multiple ethnic groups": [
        "Any other Mixed / Multiple ethnic background",
        "White and Asian",
        "White and Black African",
        "White and Black Caribbean",
    ],
    "Other ethnic group": ["Any other ethnic group"],
    "White": [
        "Any other White background",
        "English / Welsh / Scottish / Northern Irish / British",
        "Gypsy / Roma",
        "Irish",
        "Irish Traveller",
    ],
    "Unknown": ["Unknown"],
}
ALL = {major: f"All {major}" for major in GROUPS} | {
    "Other ethnic group": "All other ethnic groups"
}
PHASES = [
    TOTAL,
    "State-funded primary",
    "State-funded secondary",
    "State-funded special school",
    "State-funded AP school",
    "Non-maintained special school",
]
NEEDS = [
    TOTAL,
    "Autistic spectrum disorder",
    "Down syndrome",
    "Hearing impairment",
    "Moderate learning difficulty",
    "Multi-sensory impairment",
    "Other difficulty or disability",
    "Physical disability",
    "Profound and multiple learning difficulty",
    "SEN support but no specialist assessment of type of need",
    "Severe learning difficulty",
    '"Social, emotional and mental health"',
    "Specific learning difficulty",
    '"Speech, language and communication needs"',
    "Vision impairment",
]
PROVISIONS = [f'"{PLAN}"', SUPPORT, NONE]


def places() -> Iterator[tuple[int, str]]:
    """How large a place is, and its columns from the level to the constituency."""
    england = "E92000001,England"
    yield 1000, f"National,{england},,,,,,,"
    for region in range(1, 10):
        yield 100, f"Regional,{england},Region {region},E120000{region:02d},,,,,"
    for number in range(COUNCILS):
        la = 201 + number
        yield (
            10,
            f"Local authority,{england},Region 2,E12000002,{la},Council {la},E08{la:06d},,",
        )
    for number in range(CONSTITUENCIES):
        yield (
            5,
            (
                f"Parliamentary constituency,{england},Region 2,E12000002,,,,E14{number:06d},"
                f"Constituency {number}"
            ),
        )


def groups(size: int) -> Iterator[tuple[str, int]]:
    """Every pair of major and minor group with a count, each total the sum of its parts."""
    counts = {
        major: [size * (place + len(minor)) for place, minor in enumerate(minors)]
        for major, minors in GROUPS.items()
    }
    yield f"{TOTAL},{TOTAL}", sum(map(sum, counts.values()))
    for major, minors in GROUPS.items():
        if len(counts[major]) > 1 or major == "Other ethnic group":
            yield f"{major},{ALL[major]}", sum(counts[major])
        for minor, count in zip(minors, counts[major], strict=True):
            yield f"{major},{minor}", count


def write(path: Path, rows: int = ROWS, januaries: range = YEARS) -> int:
    """Write a file of so many rows; answer England's pupils with a plan in the last January."""
    settings = list(product(PHASES, PROVISIONS, NEEDS))
    settings.sort(key=lambda one: (one[0] != TOTAL) + (one[2] != TOTAL))  # whole first, then parts
    years = [f"{year}{(year + 1) % 100:02d}" for year in reversed(januaries)]
    everywhere = [(year, *place) for year in years for place in places()]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{HEADER}\n")
        for index, (year, size, place) in enumerate(everywhere):
            wanted = rows * (index + 1) // len(everywhere) - rows * index // len(everywhere)
            ends = [f"{group},{count},4.53\n" for group, count in groups(size)]
            lines = (
                f"{year},Academic year,{place},{phase},{provision},{need},{end}"
                for phase, provision, need in settings
                for end in ends
            )
            file.writelines(line for line, _ in zip(lines, range(wanted), strict=False))
    return next(count for _, count in groups(1000))


def loaded(path: Path, database: Path) -> tuple[staging.Reading, list[tuple[str, str]]]:
    """Load a file with the real reader; answer the reading and England's last total."""
    with build.opened(database) as con:
        file = staging.PublishedFile(path.name, path, str(path.parent))
        reader = catalogue.reader_of_file(file)
        assert reader, "no record knows these columns"
        reading = reader(con, file)
        return reading, england(con)


def england(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute(
        "select indicator_id, raw from cell where area_key = 'E92000001' and breakdown = 'All' "
        "and breakdown_topic = 'Ethnicity' and period = '202526' order by 1"
    ).fetchall()


def main() -> None:
    """Write the full file and load it once."""
    if sys.argv[1:]:
        write(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ethnicity.csv"
        expected = write(path)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        reading, found = loaded(path, Path(folder) / "ethnicity.duckdb")
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = path.stat().st_size / 1_000_000
    right = not reading.faults and {count for _, count in found} == {str(expected)}
    print(
        f"{reading.rows:,} rows, {size:.0f} MB: {reading.cells:,} figures in {seconds:.1f} s, at "
        f"most {peak:.0f} MB of memory ({before:.0f} MB before); England's total is "
        f"{'right' if right else f'WRONG: {reading.faults} {found}'}"
    )
    if not right:
        sys.exit(1)


if __name__ == "__main__":
    main()
