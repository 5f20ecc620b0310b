"""Special educational needs in England: pupils by year group, sex, free school meals, ethnicity.

These files are not embedded. DfE's catalogue gives them names that say nothing, so they are
recognised by their columns, and their release is named by its layout and by its last January.

The largest has 12.6 million rows, so none is held as a whole: DuckDB reads each twice, once to see
which labels and years it has, and once for its rows of all schools and all needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from etl.model import (
    ACADEMIC,
    SYMBOLS,
    DataSet,
    Extract,
    Indicator,
    Part,
    Publication,
    Refusal,
    Release,
)
from etl.publications import ethnicity
from etl.reading import csv_file, sql, staging, tidy
from etl.reading.faults import absent_rows, missing_column, missing_columns

PUBLICATION = "Special educational needs in England"
URL = "https://explore-education-statistics.service.gov.uk/find-statistics/special-educational-needs-in-england"
SERVICE = Publication(
    name=PUBLICATION,
    slug="special-educational-needs-in-england",
    page=URL,
)
TOPIC = "Special educational needs"
# Guidance of this publication swaps the letters for "not applicable" and "not available".
SEN_SYMBOLS = {**SYMBOLS, "z": "unavailable"}


def layout(id: str, title: str) -> Release:
    return Release(id=id, publication=PUBLICATION, title=title, url=URL, symbols=SEN_SYMBOLS)


# The ids sort from the oldest layout to the newest. Each file adds its last January to its id, so
# that a later census is a later release: sen-2026-layout-2027.
LAYOUT_2020 = layout("sen-2020-layout", "Layout of 2019/20 to 2023/24")
LAYOUT_2025 = layout("sen-2025-layout", "Layout of 2024/25")
LAYOUT_2026 = layout("sen-2026-layout", "2026 format")

PLAN = "sen_pupils_ehcp"
SUPPORT = "sen_pupils_support"
NONE = "sen_pupils_none"
# DfE spells each provision anew every few years. One that is not listed is refused and not guessed:
# an unknown row could be a sum of others.
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
    NONE: ("No identified SEN", "No SEN", "No SEN provision"),
}
# Rows that hold all others, by layout.
SUMS = ("Total", "All pupils")
# A level of the 2026 format. Constituencies are no councils and cross their borders.
CONSTITUENCY = "Parliamentary constituency"
# The middle of the names of columns, and our name of the part.
YEARS = {
    "early_years": "Early years",
    "reception": "Reception",
    **{f"year_{number}": f"Year {number}" for number in range(1, 15)},
    "not_followed": "Not followed",
}
# Our name of each part, and what it is called in the rows of the 2026 format.
MEALS = {
    "All": "Total",
    "Eligible": "Eligible for free school meals",
    "Not eligible": "Not eligible for free school meals",
}
SEXES: dict[str, str | tuple[str, ...]] = {
    "All": "Total",
    "Male": ("Male", "Boys"),
    "Female": ("Female", "Girls"),
}
MEALS_TOPIC, ETHNICITY_TOPIC, SEX_TOPIC = "Free school meals", "Ethnicity", "Sex"
# A name that is not documented is accepted in these spellings, which DfE uses, and in no other.
SPELLINGS = {
    "total_pupil_count": ("total_pupil_count", "pupil_count"),
    "pupil_sex_male": ("pupil_sex_male", "pupil_gender_boys"),
    "pupil_sex_female": ("pupil_sex_female", "pupil_gender_girls"),
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
            # The file alone knows its last January: see `named_by_its_end`.
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


def by_rows(
    file: str, column: str, labels: Mapping[str, str | tuple[str, ...]], topic: str, count: str
) -> list[Extract]:
    """The three provisions in the 2026 format, one row a part: our name of it to its labels."""
    return [
        Extract(
            release=LAYOUT_2026,
            file=file,
            periods=ACADEMIC,
            last_period=None,
            rows={
                "sen_provision": provisions,
                column: label,
                "phase_type_grouping": "Total",
                "sen_primary_need": "Total",
            },
            columns={count: Part(indicator, topic, part)},
            recognised_by=("phase_type_grouping", "sen_provision", "sen_primary_need", column),
            sparse=True,
        )
        for indicator, provisions in PROVISIONS.items()
        for part, label in labels.items()
    ]


def by_ethnicity() -> list[Extract]:
    """The three provisions by ethnicity in the 2026 format; a minor group is a part."""
    return [
        Extract(
            release=LAYOUT_2026,
            file="ethnicity_2026.csv",
            periods=ACADEMIC,
            last_period=None,
            rows={
                "sen_provision": provisions,
                "phase_type_grouping": "Total",
                "sen_primary_need": "Total",
            },
            columns={"pupil_count": indicator},
            topic=ETHNICITY_TOPIC,
            breakdown="ethnicity_minor",
            recognised_by=(
                "phase_type_grouping",
                "sen_provision",
                "sen_primary_need",
                "ethnicity_major",
                "ethnicity_minor",
            ),
            sparse=True,
        )
        for indicator, provisions in PROVISIONS.items()
    ]


CHARACTERISTICS = {
    "number_of_pupils": (MEALS_TOPIC, "All"),
    "fsm_eligible": (MEALS_TOPIC, "Eligible"),
    "fsm_not_eligible": (MEALS_TOPIC, "Not eligible"),
    **{f"ethnicity_{code}": (ETHNICITY_TOPIC, name) for code, name in ethnicity.GROUPS.items()},
}
BOTH_SEXES = {
    "number_of_pupils": (SEX_TOPIC, "All"),
    "pupil_sex_male": (SEX_TOPIC, "Male"),
    "pupil_sex_female": (SEX_TOPIC, "Female"),
}


def by_columns(
    release: Release,
    file: str,
    provision: str,
    need: str,
    columns: Mapping[str, tuple[str, str]],
    known_by: Sequence[str],
) -> list[Extract]:
    """The three provisions in an older file, one column a part: its topic and our name of it."""
    return [
        Extract(
            release=release,
            file=file,
            periods=ACADEMIC,
            last_period=None,
            rows={provision: labels, "phase_type_grouping": "Total", need: "Total"},
            columns={name: Part(indicator, *part) for name, part in columns.items()},
            recognised_by=(provision, need, *known_by),
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
    *by_rows("free_school_meals.csv", "fsm_eligibility", MEALS, MEALS_TOPIC, "pupil_count"),
    *by_rows("age_sex_2026.csv", "sex", SEXES, SEX_TOPIC, "total_pupil_count"),
    *by_ethnicity(),
    *by_columns(
        LAYOUT_2020,
        "characteristics_2020.csv",
        provision="pupil_sen_status",
        need="primary_need",
        columns=CHARACTERISTICS,
        # Two of its columns are enough: no other file of DfE has both.
        known_by=["fsm_eligible", "ethnicity_white_british"],
    ),
    *by_columns(
        LAYOUT_2025,
        "characteristics_2025.csv",
        provision="sen_status",
        need="sen_primary_need",
        columns=CHARACTERISTICS,
        known_by=["fsm_eligible", "ethnicity_white_british"],
    ),
    *by_columns(
        LAYOUT_2020,
        "age_sex_2020.csv",
        provision="pupil_sen_status",
        need="primary_need",
        columns=BOTH_SEXES,
        known_by=["age_10"],
    ),
    *by_columns(
        LAYOUT_2025,
        "age_sex_2025.csv",
        provision="sen_status",
        need="sen_primary_need",
        columns=BOTH_SEXES,
        known_by=["age_10"],
    ),
]
# File ids are those of the 2026 format: an older layout is another file, and never a stand-in.
DATA_SETS = [
    DataSet(
        id="sen_year_groups",
        publication=SERVICE,
        title="National curriculum year group, by SEN provision and need",
        file="year_groups_2026.csv",
        api_id="019df85e-5c5f-7007-abfd-d3067e63007d",
        file_ids=("ccf14a1e-e7d1-471b-97b7-eff354e6e945",),
    ),
    DataSet(
        id="sen_age_sex",
        publication=SERVICE,
        title="Age and sex, by SEN provision and need",
        file="age_sex_2026.csv",
        api_id="019df85d-2e6c-7411-942d-5fc8366e636c",
    ),
    DataSet(
        id="sen_free_meals",
        publication=SERVICE,
        title="Free school meals, by SEN provision and need",
        file="free_school_meals.csv",
        api_id="019df85d-6c83-73fa-9482-734b58f8dc61",
        file_ids=("d7e7092e-fad0-4625-837a-0c9778266ba7",),
    ),
    DataSet(
        id="sen_ethnicity",
        publication=SERVICE,
        title="Ethnicity, by SEN provision and need",
        file="ethnicity_2026.csv",
        api_id="019df85c-f5a6-7217-87ff-6ef033fc1e9c",
        file_ids=("63376464-c4c7-4ac7-a456-ccc2f5930e5b",),
        by_default=False,
    ),
]


def read(
    con: duckdb.DuckDBPyConnection,
    file: staging.PublishedFile,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> staging.Reading:
    """Read the rows of all schools and all needs of one file; constituencies are no areas here."""
    reading = staging.Reading(release_id=extracts[0].release_id)
    with staging.refusing(reading):
        csv = csv_file.opened(file.path, unnamed_index=True)
        present = {name.lower(): name for name in csv.names}
        extracts = as_spelled(present, extracts)
        faults = missing_columns(present, extracts)
        if faults:
            raise Refusal(faults)
        reading.rows = load(con, csv, present, extracts)
        refuse_unknown_labels(con, present, extracts)
        extracts = named_by_its_end(con, extracts)
        reading.release, reading.release_id = extracts[0].release, extracts[0].release_id
        if extracts[0].breakdown:
            labels, unknown = ethnicity.in_our_words(con)
            reading.notes += [*ethnicity.uneven_totals(con), *unknown]
            extracts = [replace(extract, labels=labels) for extract in extracts]
        tidy.take(con, reading, extracts, indicators)
        reading.notes += csv.notes + without_rows(con)
    return reading


def as_spelled(present: Mapping[str, str], extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts with the columns as a file spells them. Raises Refusal for another spelling."""
    names, faults = {}, []
    for name in dict.fromkeys(name for extract in extracts for name in extract.columns):
        spellings = SPELLINGS.get(name, (name,))
        names[name] = next((spelling for spelling in spellings if spelling in present), name)
        if len(spellings) > 1 and names[name] not in present:
            others = missing_column(name, dict(present)).partition(", ")[2]
            faults.append(f"expected the column {' or '.join(spellings)}, {others}")
    if faults:
        raise Refusal(faults)
    return [
        replace(extract, columns={names[name]: goal for name, goal in extract.columns.items()})
        for extract in extracts
    ]


def load(
    con: duckdb.DuckDBPyConnection,
    csv: csv_file.CsvFile,
    present: dict[str, str],
    extracts: Sequence[Extract],
) -> int:
    """Load the rows of all schools and all needs into `raw`, what else there is into `census`.

    Answers with the number of rows. Raises Refusal where a year has no such rows of England.
    """
    provision = sql.quoted(present[next(iter(extracts[0].rows)).lower()])
    totals = {
        column: label
        for column, label in extracts[0].rows.items()
        if all(extract.rows[column] == label for extract in extracts)
    }
    whole = " and ".join(
        f"{sql.quoted(present[column.lower()])} = {sql.literal(str(label))}"
        for column, label in totals.items()
    )
    csv_file.run(
        con,
        f"""
        create or replace temp table census as
        select geographic_level, time_period, {provision}, {whole} as is_whole,
            count(*) as rows, min(source_row) as source_row
        from ({csv.rows})
        group by all
        """,
        csv,
    )
    rows = con.execute("select coalesce(sum(rows), 0)::bigint from census").fetchall()[0][0]
    csv_file.refuse_odd_lines(csv, rows)
    if not rows:
        raise Refusal(["expected rows of figures, found only a header"])
    refuse_unknown_levels(con)
    refuse_lost_years(con, totals)
    csv_file.run(
        con,
        f"""
        create or replace temp table raw as
        from ({csv.rows}) where {whole} and geographic_level <> '{CONSTITUENCY}'
        """,
        csv,
    )
    return int(rows)


def refuse_unknown_levels(con: duckdb.DuckDBPyConnection) -> None:
    """Raise Refusal for a row of another kind: its cells may stand in the columns beside."""
    unknown = con.execute(
        f"""
        select min(source_row), geographic_level from census
        where geographic_level not in
            ('National', 'Regional', 'Local authority', '{CONSTITUENCY}')
        group by 2 order by 1 limit {sql.SHOWN_FAULTS}
        """
    ).fetchall()
    if unknown:
        raise Refusal(
            [
                f"row {row}, column geographic_level: expected the level National, Regional, "
                f"Local authority or {CONSTITUENCY}, found {level!r}"
                for row, level in unknown
            ]
        )


def refuse_lost_years(
    con: duckdb.DuckDBPyConnection, totals: Mapping[str, str | tuple[str, ...]]
) -> None:
    """Raise Refusal for a year without a row of England as a whole: mistyped, or labelled anew."""
    lost = con.execute(
        f"""
        select min(source_row), time_period from census
        where regexp_full_match(time_period, '{ACADEMIC.pattern}')
        group by time_period
        having not bool_or(is_whole and geographic_level = 'National')
        order by 1 limit {sql.SHOWN_FAULTS}
        """
    ).fetchall()
    expected = " and ".join(f"{label!r} in {column}" for column, label in totals.items())
    if lost:
        raise Refusal(
            [
                f"row {row}: expected rows of England with {expected} in {period}, found none"
                for row, period in lost
            ]
        )


def refuse_unknown_labels(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extracts: Sequence[Extract]
) -> None:
    """Raise Refusal for a provision that no record knows, and where nobody has a plan."""
    known = [label for labels in PROVISIONS.values() for label in labels] + list(SUMS)
    con.execute(
        "create or replace temp view labelled as "
        f"from census where geographic_level <> '{CONSTITUENCY}'"
    )
    provision = present[next(iter(extracts[0].rows)).lower()]
    faults = unknown_labels(con, "labelled", provision, known)
    faults += [
        absent_rows(con, present, extract)
        for extract in extracts
        if indicator_of(extract) != NONE
        and not sql.count(con, f"raw where {sql.picked(present, extract)}")
    ]
    if faults:
        raise Refusal(faults)


def unknown_labels(
    con: duckdb.DuckDBPyConnection, table: str, column: str, known: list[str]
) -> list[str]:
    """A sentence for each label of a column that is none of those known."""
    name = sql.quoted(column)
    unknown = con.execute(
        f"select {name}, min(source_row) from {table} where {name} not in "
        f"(select unnest($known)) group by 1 order by 2 limit {sql.SHOWN_FAULTS}",
        {"known": known},
    ).fetchall()
    expected = " or ".join(map(repr, known))
    return [
        f"row {row}, column {column}: expected {expected}, found {label!r}"
        for label, row in unknown
    ]


def indicator_of(extract: Extract) -> str:
    goal = next(iter(extract.columns.values()))
    return goal.indicator if isinstance(goal, Part) else goal


def named_by_its_end(con: duckdb.DuckDBPyConnection, extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts in a release named by its last January, which the file alone knows."""
    row = con.execute(
        f"""
        select max({ACADEMIC.year}) from raw
        where regexp_full_match(time_period, '{ACADEMIC.pattern}')
        """
    ).fetchone()
    if not row or row[0] is None:
        return list(extracts)
    layout = extracts[0].release
    release = replace(
        layout, id=f"{layout.id}-{row[0]}", title=f"{layout.title}, to January {row[0]}"
    )
    return [replace(extract, release=release) for extract in extracts]


def without_rows(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A note where the file leaves out pupils without SEN, so that no share can be computed."""
    if sql.count(con, f"taken where indicator_id = '{NONE}'"):
        return []
    return ["no rows of pupils without SEN: no share of all pupils can be computed from it"]
