"""The template of monthly figures: which measures there are, what a row must say, where it goes."""

from dataclasses import astuple, dataclass

import duckdb

from etl.council import dates
from etl.reading import faults, sql, staging

WHAT = "Monthly figures"
COLUMNS = ["la_code", "measure", "month", "count"]
OPTIONAL = ["change"]
# As many letters as fit beside a rule in half of a chart.
MOST_LETTERS = 40
DAY_COLUMN = "month"
MONTH = dates.month_end_of(DAY_COLUMN)


@dataclass(frozen=True)
class Measure:
    """One measure a council can supply: `kind` is 'flow' (in the month) or 'stock' (at its end)."""

    id: str
    name: str
    kind: str
    definition: str


MEASURES = [
    Measure(
        "referrals",
        "Referrals to children's social care",
        "flow",
        "Referrals received in the month",
    ),
    Measure(
        "assessments",
        "Assessments completed",
        "flow",
        "Assessments of children's social care completed in the month",
    ),
    Measure("s47_started", "Section 47 enquiries", "flow", "Enquiries started in the month"),
    Measure(
        "conferences",
        "Initial child protection conferences",
        "flow",
        "Children who were the subject of an initial conference in the month",
    ),
    Measure(
        "cp_started", "Child protection plans started", "flow", "Plans that started in the month"
    ),
    Measure("cp_ended", "Child protection plans ended", "flow", "Plans that ended in the month"),
    Measure(
        "cp_open",
        "Child protection plans at month end",
        "stock",
        "Children subject of a child protection plan on the last day of the month",
    ),
    Measure(
        "cin_open",
        "Children in need at month end",
        "stock",
        "Episodes of need open on the last day of the month",
    ),
]


# What a word means, in small letters: a measure may be called by its name.
WORDS = {
    "measure": {measure.id: measure.id for measure in MEASURES}
    | {measure.name.lower(): measure.id for measure in MEASURES}
}


def fill_measure(con: duckdb.DuckDBPyConnection) -> None:
    sql.insert(
        con,
        "supplied_measure",
        [(*astuple(measure), position) for position, measure in enumerate(MEASURES, start=1)],
    )


def faults_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first rows that cannot be right."""
    known = [measure.id for measure in MEASURES]
    return [
        *faults.rows_where(
            con,
            f"measure not in ({', '.join(map(sql.literal, known))})",
            "measure",
            "one of " + " ".join(known),
        ),
        *faults.rows_where(con, f"{MONTH} is null", "month", "a month such as 2026-09"),
        *faults.rows_where(
            con,
            f"{MONTH} >= current_date and not {dates.out_of_range(MONTH)}",
            "month",
            "a month that has ended on this computer",
        ),
        *faults.rows_where(con, dates.out_of_range(MONTH), "month", dates.years()),
        *faults.no_whole_numbers(con, "count"),
        *faults.rows_where(
            con,
            f"not regexp_full_match(change, '[^\\pC]{{0,{MOST_LETTERS}}}')",
            "change",
            f"a few words, at most {MOST_LETTERS} letters",
        ),
    ]


def conflicts_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first months that a measure has twice."""
    return [
        f"rows {' and '.join(map(str, rows))}: expected one row for {measure} in {end:%B %Y}, "
        f"found {len(rows)}"
        for measure, end, rows in con.execute(
            f"""
            select measure, {MONTH}, list(source_row order by source_row) from tested
            group by all having count(*) > 1 order by min(source_row) limit {sql.SHOWN_FAULTS}
            """
        ).fetchall()
    ]


def insert(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> None:
    """Add the tested rows to `month_supplied`, and what they tell of a change to `month_change`."""
    con.execute(
        f"""
        insert into month_supplied
        select la_code, measure, {MONTH}, count::bigint, $release_id, source_row
        from tested
        order by source_row
        """,
        {"release_id": reading.release_id},
    )
    con.execute(
        f"""
        insert into month_change
        select la_code, measure, {MONTH}, change, $release_id, source_row
        from tested
        where change <> ''
        order by source_row
        """,
        {"release_id": reading.release_id},
    )
    reading.cells = reading.rows


def carry_over(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Add the months of `base` that nothing read now replaces, each with its change."""
    # Changes first: whether a month is replaced is seen while only the new ones are there.
    for table in ("month_change", "month_supplied"):
        con.execute(
            f"""
            insert into {table}
            from {base}.{table}
            where release_id not in (select release_id from release)
                and (la_code, measure, period_end)
                    not in (select (la_code, measure, period_end) from month_supplied)
            """
        )
