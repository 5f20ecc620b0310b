"""Councils that changed, and codes that changed under councils that did not."""

from dataclasses import dataclass
from datetime import date

import duckdb

from etl.model import Refusal

ENGLAND = "E92000001"
LONDON = "E12000007"
# Workforce and children in need print them as regions, inside the region London.
INNER_AND_OUTER_LONDON = {"E13000001", "E13000002"}


@dataclass(frozen=True, kw_only=True)
class Change:
    la_code: str
    valid_from: date | None = None
    valid_to: date | None = None


# Legal dates of the reorganisations since 2013 that ended or began a children's services council.
CHANGES = [
    *(Change(la_code=code, valid_to=date(2019, 3, 31)) for code in ("835", "836", "837")),
    *(Change(la_code=code, valid_from=date(2019, 4, 1)) for code in ("838", "839")),
    Change(la_code="928", valid_to=date(2021, 3, 31)),
    *(Change(la_code=code, valid_from=date(2021, 4, 1)) for code in ("940", "941")),
    Change(la_code="909", valid_to=date(2023, 3, 31)),
    *(Change(la_code=code, valid_from=date(2023, 4, 1)) for code in ("942", "943")),
]

# A newer file may print an older code (EHC plans 2025 goes back to the abolished code of
# Buckinghamshire), so the newest code cannot be read off the newest file alone.
NEWEST_CODE = {
    "E08000016": "E08000038",
    "E08000019": "E08000039",
    "E08000020": "E08000037",
    "E06000048": "E06000057",
    "E10000002": "E06000060",
    "E10000023": "E06000065",
    "E10000027": "E06000066",
}


def fill_area(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `area` from the places seen in the files: newest name, newest code, region as parent."""
    con.execute("create temp table recoded (old_code varchar, new_code varchar)")
    con.executemany("insert into recoded values (?, ?)", list(NEWEST_CODE.items()))
    con.execute("create temp table change (la_code varchar, valid_from date, valid_to date)")
    con.executemany(
        "insert into change values (?, ?, ?)",
        [(c.la_code, c.valid_from, c.valid_to) for c in CHANGES],
    )
    con.execute(
        """
        create temp table newest_place as
        with newest as (
            select * from place
            qualify row_number() over (
                -- A newer file may spell a name anew ("Yorkshire and The Humber"): the newest is
                -- shown.
                partition by area_key order by period_end desc, release_id desc) = 1
        )
        select
            coalesce(recoded.new_code, newest.ons_code) as area_code,
            newest.*, change.valid_from, change.valid_to
        from newest
        left join recoded on recoded.old_code = newest.ons_code
        left join change using (la_code)
        """
    )
    refuse_shared_codes(con)
    con.execute(
        """
        insert into area
        select
            area_code, la_code, name, level,
            case
                when level = 'country' then null
                when level = 'region' then $england
                when level = 'subregion' then $london
                when list_contains($inner_and_outer, region_code) then $london
                else region_code
            end,
            valid_from, valid_to
        from newest_place
        order by area_code
        """,
        {
            "england": ENGLAND,
            "london": LONDON,
            "inner_and_outer": sorted(INNER_AND_OUTER_LONDON),
        },
    )


def refuse_shared_codes(con: duckdb.DuckDBPyConnection) -> None:
    """Raise Refusal for places that the files tell apart and yet give one ONS code."""
    shared = con.execute(
        """
        select area_code, string_agg(area_key || ' ' || name, ' and ' order by area_key),
            max_by(release_id, period_end)
        from newest_place group by area_code having count(*) > 1 order by 1
        """
    ).fetchall()
    if shared:
        raise Refusal(
            [
                f"{release_id}: expected one place for the code {code}, found {places}"
                for code, places, release_id in shared
            ]
        )


def note_predecessors(con: duckdb.DuckDBPyConnection) -> None:
    """Write a note to each figure that stands under the code of a council that was not there yet.

    It is of a council before it, so the series of the new one begins after it.
    """
    con.execute(
        """
        insert into figure_note
        select
            indicator_id, area_code, period_end, 'predecessor',
            format('{} began on {} {}: the figure published under its code is of a council before '
                'it', name, day(valid_from), strftime(valid_from, '%B %Y')),
            'Legal date of the reorganisation'
        from figure
        join area using (area_code)
        where breakdown is null and value is not null and level = 'la' and period_end < valid_from
        order by all
        """
    )
