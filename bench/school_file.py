"""A file in the shape of DfE's school-level SEN file, and how long it takes to load.

python -m bench.school_file          writes 24,000 schools (758,849 rows) and measures the load
python -m bench.school_file FILE     only writes them to FILE
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb

from etl.database import build
from etl.publications import schools
from etl.reading import staging

SCHOOLS = 24_000
ROWS = 758_849
WARDS = 8_000
COUNCILS = 153
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_name,"
    "region_code,old_la_code,new_la_code,la_name,school_urn,estab,school_name,school_laestab,"
    "open_date,sex_of_school_description,phase_type_grouping,establishment_type,middle_school,"
    "all_through,hospital_school,religious_denomination,admissions_policy,"
    "district_administrative_code,district_administrative_name,pcon_code,pcon_name,ward_code,"
    "ward_name,urban_rural,school_postcode,lsoa11,provision_for_spld,provision_for_mld,"
    "provision_for_sld,provision_for_pmld,provision_for_semh,provision_for_slcn,provision_for_hi,"
    "provision_for_vi,provision_for_msi,provision_for_pd,provision_for_asd,provision_for_oth,"
    "specialist_provision_unit_type,sen_provision,sen_primary_need,pupil_count"
)
ALL = "All pupils"
PLAN = "Education, health and care plan"
SUPPORT = "SEN support / SEN without an EHC plan"
NONE = "No identified SEN"
UNITS = [ALL, "Resourced provision", "SEN unit"]
NEEDS = [
    "Autistic spectrum disorder",
    "Down syndrome",
    "Hearing impairment",
    "Moderate learning difficulty",
    "Multi-sensory impairment",
    "Other difficulty/disability",
    "Physical disability",
    "Profound and multiple learning difficulty",
    "SEN support but no specialist assessment of type of need",
    "Severe learning difficulty",
    "Social, emotional and mental health",
    "Specific learning difficulty",
    "Speech, language and communications needs",
    "Visual impairment",
]
KINDS = [
    *[("State-funded primary", "Community school")] * 14,
    *[("State-funded secondary", "Academy converter")] * 3,
    ("State-funded special school", "Community special school"),
    ("State-funded AP school", "Pupil referral unit"),
    ("Independent school", "Other independent school"),
]
Totals = dict[str, list[int]]


def write(path: Path, count: int = SCHOOLS, rows: int = ROWS, wards: int = WARDS) -> Totals:
    """Write a file of so many schools and rows; answer pupils, support and plans of each ward."""
    random = Random(20261122)
    totals: Totals = {}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f",{HEADER}\n")  # the newest files number their rows in a column without a name
        number = 0
        for index in range(count):
            wanted = rows * (index + 1) // count - rows * index // count
            ward = f"E05{index * wards // count:06d}"
            start = place(index, ward)
            for *words, pupils in parts(random, wanted, totals.setdefault(ward, [0, 0, 0])):
                number += 1
                labels = ",".join(f'"{word}"' if "," in word else word for word in words)
                file.write(f"{number},{start},{labels},{pupils}\n")
    return totals


def place(index: int, ward: str) -> str:
    """The columns of a school that all its rows repeat."""
    la_code = 201 + index * COUNCILS // SCHOOLS
    estab = 2000 + index % 7000
    phase, kind = KINDS[index % len(KINDS)]
    urn = "1e+05" if index == 0 else str(100_000 + index)
    flags = ",".join("1" if (index + need) % 9 == 0 else "0" for need in range(12))
    return (
        f"202425,Academic year,School,E92000001,England,North West,E12000002,{la_code},"
        f"E08{la_code:06d},Council {la_code},{urn},{estab},School of the parish {index},"
        f"{la_code}{estab},1993-04-01,Mixed,{phase},{kind},Not applicable,Not applicable,No,"
        f"Does not apply,Not applicable,E08{la_code:06d},Council {la_code},E14{la_code:06d},"
        f"Constituency {la_code},{ward},Ward {ward},Urban: further from a larger town,"
        f"M{index % 99} {index % 9}AB,E01{index:06d},{flags}"
    )


def parts(random: Random, wanted: int, ward: list[int]) -> Iterator[tuple[str, str, str, int]]:
    """So many rows of one school: its totals, then its needs, then the same of its units."""
    pupils = random.randint(20, 900)
    plan, support = random.randint(0, pupils // 9), random.randint(0, pupils // 5)
    none = pupils - plan - support
    for position, added in enumerate((pupils, support, plan)):
        ward[position] += added
    rows = [(ALL, ALL, ALL, pupils), (ALL, PLAN, ALL, plan), (ALL, SUPPORT, ALL, support)]
    rows.append((ALL, NONE, ALL, none))
    rows += [(ALL, provision, need, 1) for provision in (PLAN, SUPPORT) for need in NEEDS]
    rows += [(unit, provision, ALL, 1) for unit in UNITS[1:] for provision in (PLAN, SUPPORT)]
    yield from rows[:wanted]


def loaded(path: Path, database: Path) -> Totals:
    """Load a file with the real reader; answer pupils, support and plans of each ward."""
    with build.opened(database) as con:
        reading = schools.read(con, staging.PublishedFile(path.name, path, str(path.parent)))
        assert not reading.faults, reading.faults
        return ward_totals(con)


def ward_totals(con: duckdb.DuckDBPyConnection) -> Totals:
    return {
        ward: counts
        for ward, *counts in con.execute(
            "select ward_code, sum(pupils)::bigint, sum(sen_support)::bigint, "
            "sum(ehc_plan)::bigint from school join school_ward using (school_id, period_end) "
            "group by 1"
        ).fetchall()
    }


def main() -> None:
    """Write the full file, load it once, and compare its wards with a plain sum."""
    if sys.argv[1:]:
        write(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school_level.csv"
        expected = write(path)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        found = loaded(path, Path(folder) / "schools.duckdb")
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = path.stat().st_size / 1_000_000
    print(
        f"{ROWS:,} rows of {SCHOOLS:,} schools in {len(found):,} wards, {size:.0f} MB: "
        f"{seconds:.1f} s, at most {peak:.0f} MB of memory ({before:.0f} MB before); "
        f"ward totals {'equal' if found == expected else 'DIFFER FROM'} the plain sum"
    )
    if found != expected:
        sys.exit(1)


if __name__ == "__main__":
    main()
