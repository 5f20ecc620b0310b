"""Special educational needs in England: pupils by year group, free school meals and ethnicity.

These files are not embedded. DfE's catalogue gives them names that say nothing, so they are
recognised by their columns, and their release is named by its layout.
"""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from etl import tidy
from etl.model import ACADEMIC, SYMBOLS, Extract, Indicator, Part, Refusal, Release

PUBLICATION = "Special educational needs in England"
URL = "https://explore-education-statistics.service.gov.uk/find-statistics/special-educational-needs-in-england"
TOPIC = "Special educational needs"
# Guidance of this publication swaps the letters for "not applicable" and "not available".
SEN_SYMBOLS = {**SYMBOLS, "z": "unavailable"}


def layout(id: str, title: str) -> Release:
    return Release(id=id, publication=PUBLICATION, title=title, url=URL, symbols=SEN_SYMBOLS)


# The ids sort from the oldest layout to the newest.
LAYOUT_2020 = layout("sen-2020-layout", "Layout of 2019/20 to 2023/24")
LAYOUT_2025 = layout("sen-2025-layout", "Layout of 2024/25")
LAYOUT_2026 = layout("sen-2026-layout", "2026 format")

PLAN = "sen_pupils_ehcp"
SUPPORT = "sen_pupils_support"
NONE = "sen_pupils_none"
PROVISIONS = {
    PLAN: (
        "Education, health and care plan",
        "Education, health and care plans",
        "Education, Health and Care plan",
        "Education, Health and Care plans",
        "EHC plan",
        "Statement or EHC",
        "Statement or EHC plan",
    ),
    SUPPORT: (
        "SEN support / SEN without an EHC plan",
        "SEN support",
        "SEN Support",
        "SEN No Statement or EHC",
    ),
    NONE: ("No identified SEN", "No SEN"),
}
SUMS = ("Total", "All pupils")
YEARS = {
    "early_years": "Early years",
    "reception": "Reception",
    **{f"year_{number}": f"Year {number}" for number in range(1, 15)},
    "not_followed": "Not followed",
}
MEALS = {
    "Total": "All",
    "Eligible for free school meals": "Eligible",
    "Not eligible for free school meals": "Not eligible",
}
MEALS_TOPIC, ETHNICITY_TOPIC = "Free school meals", "Ethnicity"
ETHNICITIES = {
    "white_british": "White British",
    "irish": "Irish",
    "traveller_of_irish_heritage": "Traveller of Irish heritage",
    "any_other_white_background": "Any other White background",
    "gypsy_roma": "Gypsy or Roma",
    "white_and_black_caribbean": "White and Black Caribbean",
    "white_and_black_african": "White and Black African",
    "white_and_asian": "White and Asian",
    "any_other_mixed_background": "Any other mixed background",
    "indian": "Indian",
    "pakistani": "Pakistani",
    "bangladeshi": "Bangladeshi",
    "any_other_asian_background": "Any other Asian background",
    "black_caribbean": "Black Caribbean",
    "black_african": "Black African",
    "any_other_black_background": "Any other Black background",
    "chinese": "Chinese",
    "any_other_ethnic_group": "Any other ethnic group",
    "unclassified": "Unclassified",
}
SCOPE = (
    "Year groups cover state-funded schools, and special schools that are not maintained: "
    "independent schools and colleges are not counted, so numbers fall after Year 11."
)


def pupils(id: str, name: str, definition: str) -> Indicator:
    """A count of pupils at school in the area, known once an analyst has loaded the file."""
    return Indicator(
        id=id,
        topic=TOPIC,
        name=name,
        short_name=name,
        unit="count",
        timing="snapshot",
        basis="pupils at schools in the area, wherever they live",
        definition=definition,
        core=False,
        caution=SCOPE,
        embedded=False,
    )


INDICATORS = [
    pupils(
        PLAN,
        "Pupils with an EHC plan, number",
        "Pupils with an education, health and care plan in the January school census",
    ),
    pupils(
        SUPPORT,
        "Pupils on SEN support, number",
        "Pupils on SEN support, without an EHC plan, in the January school census",
    ),
    pupils(
        NONE,
        "Pupils without SEN, number",
        "Pupils with no identified special educational need in the January school census",
    ),
]


def year_groups(
    release: Release, file: str, provision: str, need: str, total: str, year: str
) -> list[Extract]:
    """The three provisions of one layout: all phases and needs, one column a year group."""
    return [
        Extract(
            release=release,
            file=file,
            periods=ACADEMIC,
            last_period=None,
            rows={provision: labels, "phase_type_grouping": "Total", need: "Total"},
            columns={
                total: indicator,
                **{
                    year.format(code): Part(indicator, "Year group", name)
                    for code, name in YEARS.items()
                },
            },
            recognised_by=(provision, need, total, year.format("year_1")),
            sparse=True,
        )
        for indicator, labels in PROVISIONS.items()
    ]


def free_meals() -> list[Extract]:
    """Provision by free school meals, all phases and needs, in the 2026 format."""
    return [
        Extract(
            release=LAYOUT_2026,
            file="free_school_meals.csv",
            periods=ACADEMIC,
            last_period=None,
            rows={
                "sen_provision": labels,
                "fsm_eligibility": label,
                "phase_type_grouping": "Total",
                "sen_primary_need": "Total",
            },
            columns={"pupil_count": Part(indicator, MEALS_TOPIC, meals)},
            recognised_by=("phase_type_grouping", "sen_provision", "fsm_eligibility"),
            sparse=True,
        )
        for indicator, labels in PROVISIONS.items()
        for label, meals in MEALS.items()
    ]


def characteristics(release: Release, file: str, provision: str, need: str) -> list[Extract]:
    """Provision by free school meals and ethnicity in the older files, one column a group."""
    return [
        Extract(
            release=release,
            file=file,
            periods=ACADEMIC,
            last_period=None,
            rows={provision: labels, "phase_type_grouping": "Total", need: "Total"},
            columns={
                "number_of_pupils": Part(indicator, MEALS_TOPIC, "All"),
                "fsm_eligible": Part(indicator, MEALS_TOPIC, "Eligible"),
                "fsm_not_eligible": Part(indicator, MEALS_TOPIC, "Not eligible"),
                **{
                    f"ethnicity_{code}": Part(indicator, ETHNICITY_TOPIC, name)
                    for code, name in ETHNICITIES.items()
                },
            },
            recognised_by=(provision, need, "fsm_eligible", "ethnicity_white_british"),
            sparse=True,
        )
        for indicator, labels in PROVISIONS.items()
    ]


EXTRACTS = [
    *year_groups(
        LAYOUT_2020,
        "year_groups_2020.csv",
        provision="pupil_sen_status",
        need="primary_need",
        total="number_of_pupils",
        year="nc_{}",
    ),
    *year_groups(
        LAYOUT_2025,
        "year_groups_2025.csv",
        provision="sen_status",
        need="sen_primary_need",
        total="number_of_pupils",
        year="nc_{}",
    ),
    *year_groups(
        LAYOUT_2026,
        "year_groups_2026.csv",
        provision="sen_provision",
        need="sen_primary_need",
        total="total_pupil_count",
        year="nc_{}_pupil_count",
    ),
    *free_meals(),
    *characteristics(
        LAYOUT_2020, "characteristics_2020.csv", provision="pupil_sen_status", need="primary_need"
    ),
    *characteristics(
        LAYOUT_2025, "characteristics_2025.csv", provision="sen_status", need="sen_primary_need"
    ),
]


def read(
    con: duckdb.DuckDBPyConnection,
    file: tidy.PublishedFile,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> tidy.Reading:
    """Read one file as every other, without its rows of constituencies, which are no areas here."""
    reading = tidy.Reading(release_id=extracts[0].release_id)
    with tidy.refusing(reading):
        tidy.load_csv(con, file, reading, unnamed_index=True)
        present = tidy.column_names(con, "raw")
        faults = tidy.missing_columns(present, extracts)
        if faults:
            raise Refusal(faults)
        con.execute("delete from raw where geographic_level = 'Parliamentary constituency'")
        refuse_unknown_labels(con, present, extracts)
        tidy.take(con, reading, extracts, indicators)
        reading.release = named_by_its_end(con, extracts[0].release)
        reading.notes += without_rows(con)
    return reading


def refuse_unknown_labels(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extracts: Sequence[Extract]
) -> None:
    """Raise Refusal for a word that no record knows, and where nobody has a plan or support."""
    faults = []
    for column in dict.fromkeys(next(iter(extract.rows)) for extract in extracts):
        known = [label for labels in PROVISIONS.values() for label in labels] + list(SUMS)
        faults += unknown_labels(con, "raw", present[column.lower()], known)
    faults += [
        tidy.absent_rows(con, present, extract)
        for extract in extracts
        if indicator_of(extract) != NONE
        and not tidy.count(con, f"raw where {tidy.picked(present, extract)}")
    ]
    if faults:
        raise Refusal(faults)


def unknown_labels(
    con: duckdb.DuckDBPyConnection, table: str, column: str, known: list[str]
) -> list[str]:
    """A sentence for each label of a column that is none of those known."""
    name = tidy.quoted(column)
    found = con.execute(
        f"select {name}, min(source_row) from {table} where {name} not in "
        f"(select unnest($known)) group by 1 order by 2 limit {tidy.SHOWN_FAULTS}",
        {"known": known},
    ).fetchall()
    expected = " or ".join(map(repr, known))
    return [
        f"row {row}, column {column}: expected {expected}, found {label!r}" for label, row in found
    ]


def indicator_of(extract: Extract) -> str:
    goal = next(iter(extract.columns.values()))
    return goal.indicator if isinstance(goal, Part) else goal


def named_by_its_end(con: duckdb.DuckDBPyConnection, release: Release) -> Release:
    """The release with its last January, which the file alone knows."""
    row = con.execute("select max(year(period_end)) from taken").fetchone()
    return replace(release, title=f"{release.title}, to January {row[0] if row else ''}")


def without_rows(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A note where the file leaves out pupils without SEN, so that no share can be computed."""
    if tidy.count(con, f"taken where indicator_id = '{NONE}'"):
        return []
    return ["no rows of pupils without SEN: no share of all pupils can be computed from it"]
