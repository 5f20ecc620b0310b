"""Special educational needs in England as the stand-in publishes it: made-up pupils, true columns.

These files are not embedded, so there are no figures of ours to cut down. Every total is the sum
of its parts, and every percentage that of its row.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from bench import school_file
from tests.etl.writing import ENGLAND, NORTH_WEST, SALFORD, TRAFFORD, Table

SLUG = "special-educational-needs-in-england"
TITLE = "Special educational needs in England"
RELEASE = "2024-25"
IDENTIFIERS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_name,"
    "region_code,old_la_code,la_name,new_la_code,pcon_code,pcon_name,phase_type_grouping,"
    "sen_provision,sen_primary_need"
)
YEARS = ["early_years", "reception", *(f"year_{n}" for n in range(1, 15)), "not_followed"]
PROVISIONS = [school_file.PLAN, school_file.SUPPORT, school_file.NONE]
PLACES = {"England": ENGLAND, "North West": NORTH_WEST, "Trafford": TRAFFORD, "Salford": SALFORD}
SIZES = {"England": 300, "North West": 40, "Trafford": 3, "Salford": 4}
SEXES = ["Total", "Female", "Male"]
PERIODS = ["202324", "202425"]
MEALS = ["Total", "Eligible for free school meals", "Not eligible for free school meals"]
FILE_IDS = {
    "nc_year.csv": "ccf14a1e-e7d1-471b-97b7-eff354e6e945",
    "fsm.csv": "d7e7092e-fad0-4625-837a-0c9778266ba7",
    "school_level.csv": "02b27d86-137f-41d6-b5b4-27fa758db84b",
}
API_IDS = {
    "age_sex.csv": "019df85d-2e6c-7411-942d-5fc8366e636c",
    "nc_year.csv": "019df85e-5c5f-7007-abfd-d3067e63007d",
    "fsm.csv": "019df85d-6c83-73fa-9482-734b58f8dc61",
}


def tables() -> list[Table]:
    return [year_groups(), age_and_sex(), free_meals(), schools()]


def sheet(file: str, header: str, rows: Iterable[Mapping[str, str]]) -> Table:
    """A table in the 2026 format: its first column counts the rows and has no name."""
    names = tuple(header.split(","))
    common = {
        "time_identifier": "Academic year",
        "country_code": "E92000001",
        "country_name": "England",
        "phase_type_grouping": "Total",
        "sen_primary_need": "Total",
    }
    found = [tuple({**common, **row}.get(name, "") for name in names) for row in rows]
    numbered = ((str(number), *row) for number, row in enumerate(found, start=1))
    return Table(file, ("", *names), tuple(numbered))


def places() -> Iterable[tuple[Mapping[str, str], int]]:
    """Each place in each period, with the size of its smallest group."""
    for period, (name, place) in product(PERIODS, PLACES.items()):
        yield {**place, "time_period": period}, SIZES[name] + PERIODS.index(period)


def year_groups() -> Table:
    columns = ["total_pupil_count"]
    columns += [f"nc_{year}_pupil_{part}" for part in ("count", "percent") for year in YEARS]

    def rows() -> Iterable[Mapping[str, str]]:
        for place, size in places():
            for rank, provision in enumerate(PROVISIONS, start=1):
                pupils = dict.fromkeys(YEARS, size * rank * 4)
                yield {
                    **place,
                    "sen_provision": provision,
                    "total_pupil_count": str(sum(pupils.values())),
                    **{f"nc_{year}_pupil_count": str(pupils[year]) for year in YEARS},
                    **{f"nc_{year}_pupil_percent": f"{100 / len(YEARS):.5f}" for year in YEARS},
                }

    return sheet("nc_year.csv", f"{IDENTIFIERS},{','.join(columns)}", rows())


def age_and_sex() -> Table:
    """The columns by age of this file are not known, so it has the total only."""
    return split("age_sex.csv", "sex", SEXES, "total_pupil_count")


def free_meals() -> Table:
    return split("fsm.csv", "fsm_eligibility", MEALS, "pupil_count")


def split(file: str, column: str, labels: Sequence[str], count: str) -> Table:
    """Each provision as a whole and its two parts, of one quarter and three."""

    def rows() -> Iterable[Mapping[str, str]]:
        for place, size in places():
            for (rank, provision), (quarters, label) in product(
                enumerate(PROVISIONS, start=1), zip((4, 1, 3), labels, strict=True)
            ):
                yield {
                    **place,
                    "sen_provision": provision,
                    column: label,
                    count: str(size * rank * len(YEARS) * quarters),
                    "pupil_percent": str(25 * quarters),
                }

    return sheet(file, f"{IDENTIFIERS},{column},{count},pupil_percent", rows())


def schools() -> Table:
    """Four schools of Trafford, each with its totals and one need."""

    def rows() -> Iterable[Mapping[str, str]]:
        for number in range(1, 5):
            school = {
                **TRAFFORD,
                "time_period": "202425",
                "geographic_level": "School",
                "school_urn": str(106300 + number),
                "estab": str(2000 + number),
                "school_laestab": f"358{2000 + number}",
                "school_name": f"School {number}",
                "phase_type_grouping": "State-funded primary",
                "establishment_type": "Community school",
                "ward_code": f"E0501523{number}",
                "ward_name": f"Ward {number}",
                "specialist_provision_unit_type": school_file.ALL,
                "sen_primary_need": school_file.ALL,
            }
            pupils = {school_file.PLAN: 10 * number, school_file.SUPPORT: 30 * number}
            pupils |= {school_file.NONE: 160 * number, school_file.ALL: 200 * number}
            for provision, count in pupils.items():
                yield {**school, "sen_provision": provision, "pupil_count": str(count)}
            need = {"sen_primary_need": school_file.NEEDS[0], "pupil_count": "5"}
            yield {**school, "sen_provision": school_file.PLAN, **need}

    return sheet("school_level.csv", school_file.HEADER, rows())
