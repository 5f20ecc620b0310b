"""The nine core indicators whose own files are not at hand, from DfE's LAIT extract."""

from collections.abc import Sequence

import duckdb

from etl.model import (
    JANUARY,
    MARCH_YEAR_ONLY,
    SYMBOLS,
    DataSet,
    Extract,
    Indicator,
    Periods,
    Publication,
    Refusal,
    Release,
)
from etl.publications import cin, sen
from etl.reading import sql, staging, tidy

# It is renewed measure by measure when the publications are that it collects, in no one month:
# `first_in` of an indicator names the one to wait for.
SERVICE = Publication(
    name="Local Authority Interactive Tool",
    slug="local-authority-interactive-tool-lait",
    page="https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
)
RELEASE_2026 = Release(
    id="lait-2026",
    publication=SERVICE.name,
    title="April 2026",
    url=SERVICE.page,
    published_on="2026-04",
    # Data of many publications: a dash stands where there is no value, whatever the reason was.
    symbols={**SYMBOLS, "-": "missing_unknown"},
)
FILE = "bds_long_0.parquet"
SEN = sen.TOPIC
IN_SCHOOLS = "pupils at schools in the area, wherever they live"
FIRST_IN = {
    SEN: sen.PUBLICATION,
    cin.NEED: cin.SERVICE.name,
    cin.PROTECTION: cin.SERVICE.name,
}
NO_PARTS = (
    "Taken from DfE's Local Authority Interactive Tool, which gives no counts, so how far the "
    "figure moves by chance cannot be worked out."
)
# The numbers of the tool for regions, Inner and Outer London among them; England is 970.
REGIONS = {
    "980": "E12000001",
    "981": "E12000002",
    "982": "E12000003",
    "983": "E12000004",
    "984": "E12000005",
    "985": "E12000006",
    "986": "E12000007",
    "987": "E13000001",
    "988": "E13000002",
    "989": "E12000008",
    "990": "E12000009",
}


def share(
    id: str, topic: str, name: str, short_name: str, definition: str, basis: str, **more: object
) -> Indicator:
    return Indicator(
        id=id,
        topic=topic,
        name=name,
        short_name=short_name,
        definition=definition,
        basis=basis,
        first_in=FIRST_IN[topic],
        **{"unit": "percent", "timing": "flow", "caution": NO_PARTS, **more},  # type: ignore[arg-type]
    )


INDICATORS = [
    share(
        "sen_ehcp_pc",
        SEN,
        "Pupils with an EHC plan",
        "Pupils with an EHC plan",
        "Pupils with an EHC plan as a share of all pupils in schools in the area",
        IN_SCHOOLS,
        timing="snapshot",
    ),
    share(
        "sen_support_pc",
        SEN,
        "Pupils on SEN support",
        "Pupils on SEN support",
        "Pupils on SEN support as a share of all pupils in schools in the area",
        IN_SCHOOLS,
        timing="snapshot",
    ),
    share(
        "sen_ehcp_primary_pc",
        SEN,
        "Primary pupils with an EHC plan",
        "Primary pupils with an EHC plan",
        "Share of pupils in state-funded primary schools with an EHC plan",
        IN_SCHOOLS,
        timing="snapshot",
    ),
    share(
        "sen_ehcp_secondary_pc",
        SEN,
        "Secondary pupils with an EHC plan",
        "Secondary pupils with an EHC plan",
        "Share of pupils in state-funded secondary schools with an EHC plan",
        IN_SCHOOLS,
        timing="snapshot",
    ),
    share(
        "cin_assess_45d_pc",
        cin.NEED,
        "Assessments done within 45 working days",
        "Assessed in 45 working days",
        "Assessments completed within 45 working days of the referral",
        "of assessments completed in the year",
        polarity="high",
    ),
    share(
        "cp_s47_rate",
        cin.PROTECTION,
        "Section 47 enquiry rate",
        "Section 47 enquiries",
        "Section 47 enquiries started in the year per 10,000 people aged 0 to 17",
        "per 10,000 people aged 0 to 17",
        unit="per 10,000",
    ),
    share(
        "cp_icpc_rate",
        cin.PROTECTION,
        "Initial child protection conference rate",
        "Initial protection conferences",
        "Children subject of an initial conference in the year per 10,000 people aged 0 to 17",
        "per 10,000 people aged 0 to 17",
        unit="per 10,000",
    ),
    share(
        "cp_icpc_15d_pc",
        cin.PROTECTION,
        "Conferences held within 15 working days",
        "Conference in 15 working days",
        "Initial conferences held within 15 working days of the strategy discussion",
        "of initial conferences in the year",
        polarity="high",
    ),
    share(
        "cp_review_ontime_pc",
        cin.PROTECTION,
        "Child protection reviews done on time",
        "Protection plan reviews on time",
        "Children on a plan for 3 months or more whose reviews were all within timescale",
        "of plans open 3 months or more on 31 March",
        polarity="high",
        timing="snapshot",
    ),
]


def extract(measure: str, indicator: str, periods: Periods, last_period: str) -> Extract:
    return Extract(
        release=RELEASE_2026,
        file=FILE,
        periods=periods,
        last_period=last_period,
        rows={"Short Desc": measure},
        columns={"Values": indicator},
    )


EXTRACTS = [
    extract("SEN_TotStat", "sen_ehcp_pc", JANUARY, "2025"),
    extract("SEN_TotSENSuP", "sen_support_pc", JANUARY, "2025"),
    extract("PrimStatements", "sen_ehcp_primary_pc", JANUARY, "2025"),
    extract("SecStatements", "sen_ehcp_secondary_pc", JANUARY, "2025"),
    extract("Continue_Assess_Comp", "cin_assess_45d_pc", MARCH_YEAR_ONLY, "2025"),
    extract("Section_47", "cp_s47_rate", MARCH_YEAR_ONLY, "2025"),
    extract("ISCP_Conf", "cp_icpc_rate", MARCH_YEAR_ONLY, "2025"),
    extract("CP_conf_15days", "cp_icpc_15d_pc", MARCH_YEAR_ONLY, "2025"),
    extract("RevCP", "cp_review_ontime_pc", MARCH_YEAR_ONLY, "2025"),
]

# Not in DfE's service: the file is supplied by hand, from the page of the publication.
DATA_SETS = [
    DataSet(id="lait", publication=SERVICE, title="Nine measures of the tool's data", file=FILE)
]


def read(
    con: duckdb.DuckDBPyConnection,
    file: staging.PublishedFile,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> staging.Reading:
    """Read the extract: its rows first get the identifiers that every DfE file has."""
    reading = staging.Reading(release_id=extracts[0].release_id)
    with staging.refusing(reading):
        load(con, file, reading)
        tidy.take(con, reading, extracts, indicators)
    return reading


def load(
    con: duckdb.DuckDBPyConnection, file: staging.PublishedFile, reading: staging.Reading
) -> None:
    """Load the Parquet file as text into `raw`. Raises Refusal when it cannot be read."""
    try:
        described = con.execute("describe from read_parquet(?)", [str(file.path)]).fetchall()
    except duckdb.Error as error:
        raise Refusal([f"expected a Parquet file, found {str(error).splitlines()[0]}"]) from error
    names = {row[0] for row in described}
    wanted = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise Refusal([f"expected the column {name}, found {sorted(names)}" for name in missing])
    con.execute(
        """
        create or replace temp table raw as
        with numbered as (
            select row_number() over () + 1 as source_row, *,
                -- A number in the file, so 001 would be 1: back to three digits.
                coalesce(lpad(try_cast("LA Number" as integer)::varchar, 3, '0'), '') as number
            from read_parquet($path)
        )
        select
            source_row, "Short Desc", coalesce("Values"::varchar, '') as "Values",
            coalesce("Years"::varchar, '') as time_period,
            case
                when number = '970' then 'National'
                when number in (select unnest($numbers)) then 'Regional'
                else 'Local authority'
            end as geographic_level,
            map($numbers, $codes)[number] as region_code,
            number as old_la_code
        from numbered
        """,
        {"path": str(file.path), "numbers": list(REGIONS), "codes": list(REGIONS.values())},
    )
    reading.rows = sql.count(con, "raw")
