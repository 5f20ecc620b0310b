"""Which place is which: known by code, ONS code and name together, and how councils changed."""

import duckdb

from etl.disk import PROJECT
from etl.model import Refusal
from etl.reading.sql import SHOWN_FAULTS, bare_name

# Reviewed by hand: every place, what it was called and coded before, and what began or ended.
LIST = PROJECT / "data" / "places.csv"
ENGLAND = "E92000001"
LONDON = "E12000007"
# Workforce and children in need print them as regions, inside the region London.
INNER_AND_OUTER_LONDON = {"E13000001", "E13000002"}


def whole_region(column: str) -> str:
    """The region that a council lies in: London for its inner and its outer part."""
    parts = ", ".join(f"'{code}'" for code in sorted(INNER_AND_OUTER_LONDON))
    return f"case when {column} in ({parts}) then '{LONDON}' else {column} end"


def load_list(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the temporary table `known_place` from the reviewed list."""
    con.execute(
        """
        create temp table known_place as
        select * replace (changed_on::date as changed_on), true as listed
        from read_csv(
            ?, all_varchar = true, nullstr = '', header = true, delim = ',', quote = '"')
        """,
        [str(LIST)],
    )


def know_held(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Add the places of a database that the list does not tell of."""
    con.execute(
        f"""
        insert into known_place (place, ons_code, name, level, region_code, listed)
        select coalesce(la_code, area_code), area_code, name, level,
            case when level in ('la', 'joint') then parent_code end, false
        from {base}.area
        where coalesce(la_code, area_code) not in (select place from known_place)
        """
    )


CONTRADICTIONS = f"""
    with
    sighted as (
        select area_key as place, level, ons_code, name, source_row,
            {bare_name("name")} as bare_name,
            case when level in ('la', 'joint') then {whole_region("region_code")} end as region_code
        from place
        where release_id = $release_id
    ),
    -- Of a place that nobody told of before, the first row says what it is.
    new_place as (
        from sighted
        where place not in (select place from known_place)
        qualify row_number() over (partition by place order by source_row, ons_code, name) = 1
    ),
    known as (
        select place, level, ons_code, {bare_name("name")} as bare_name, region_code, change
        from known_place
        union all
        select place, level, ons_code, bare_name, region_code, null from new_place
    ),
    agreed as (
        select place, list(ons_code) as ons_codes, list(bare_name) as bare_names,
            any_value(region_code) as whole_region
        from known group by place
    ),
    -- A new council may be named like one that ended, and takes nothing else from another.
    taken as (
        select new_place.place, min(known.place) as other
        from new_place
        join known on known.place <> new_place.place and (known.ons_code = new_place.ons_code
            or (known.bare_name = new_place.bare_name and known.level = new_place.level
                and known.change is distinct from 'ended'))
        group by new_place.place
    )
    select
        source_row, place, name, ons_code, region_code, coalesce(other, place) as expected,
        other is null and list_contains(ons_codes, ons_code)
            and list_contains(bare_names, bare_name) as is_elsewhere
    from sighted
    join agreed using (place)
    left join taken using (place)
    where other is not null
        or not list_contains(ons_codes, ons_code)
        or not list_contains(bare_names, bare_name)
        or region_code <> whole_region
    order by source_row
    limit {SHOWN_FAULTS + 1}
"""


def contradictions(con: duckdb.DuckDBPyConnection, release_id: str) -> list[str]:
    """Faults of rows that give a known place another code, ONS code, name or region.

    A file in which two rows exchanged their codes or names would show one council's figures as the
    other's. What was renamed, recoded, merged or split stands in the reviewed list.
    """
    rows = con.execute(CONTRADICTIONS, {"release_id": release_id}).fetchall()
    faults = [
        f"{release_id}: row {row}: expected {told_place(con, expected, release_id, elsewhere)}, "
        f"found {words(place, ons_code, name, region if elsewhere else None)}: if that is right, "
        f"say so in data/{LIST.name}"
        for row, place, name, ons_code, region, expected, elsewhere in rows[:SHOWN_FAULTS]
    ]
    if len(rows) > SHOWN_FAULTS:
        faults.append(f"{release_id}: more rows that contradict a known place follow")
    return faults


def told_place(
    con: duckdb.DuckDBPyConnection, place: str, release_id: str, with_region: bool
) -> str:
    """A known place in words; one that is not known, as the file first tells of it."""
    row = con.execute(
        f"""
        select place, ons_code, name, region_code from (
            select place, ons_code, name, region_code, change = 'recoded' as is_old, 0 as source_row
            from known_place where place = $place
            union all
            select area_key, ons_code, name, {whole_region("region_code")}, false, source_row
            from place where area_key = $place and release_id = $release_id)
        order by source_row, is_old nulls first limit 1
        """,
        {"place": place, "release_id": release_id},
    ).fetchone()
    key, ons_code, name, region = row or (place, "", "", None)
    return words(key, ons_code, name, region if with_region else None)


def words(place: str, ons_code: str, name: str, region: str | None) -> str:
    codes = place if place == ons_code else f"{place}, {ons_code}"
    return f"{name} ({codes})" + (f" in the region {region}" if region else "")


def know_read(con: duckdb.DuckDBPyConnection, release_id: str) -> None:
    """Add the places that a file tells of for the first time: the next must not contradict it."""
    con.execute(
        f"""
        insert into known_place (place, ons_code, name, level, region_code, listed)
        select area_key, ons_code, name, level,
            case when level in ('la', 'joint') then {whole_region("region_code")} end, false
        from place
        where release_id = $release_id and area_key not in (select place from known_place)
        qualify row_number() over (partition by area_key order by source_row, ons_code, name) = 1
        """,
        {"release_id": release_id},
    )


def unlisted(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A doubt for each place that the reviewed list does not know, whose past nobody told."""
    rows = con.execute(
        """
        select name, coalesce(la_code, area_code) as place
        from area
        where place not in (select place from known_place where listed)
        order by place
        """
    ).fetchall()
    return [
        f"{name} ({place}): expected a line in data/{LIST.name} that tells of this place and of "
        "what it was before, found none"
        for name, place in rows
    ]


def fill_area(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `area` from the places seen in the files: newest name, newest code, region as parent.

    A newer file may print an older code (EHC plans 2025 goes back to the abolished code of
    Buckinghamshire), so the newest code is read off the list, not off the newest file.
    """
    con.execute(
        """
        create temp table newest_place as
        with
        newest as (
            select * from place
            qualify row_number() over (
                -- A newer file may spell a name anew ("Yorkshire and The Humber"): the newest is
                -- shown.
                partition by area_key order by period_end desc, release_id desc) = 1
        ),
        began_or_ended as (
            select place,
                max(changed_on) filter (change = 'began') as valid_from,
                max(changed_on - 1) filter (change = 'ended') as valid_to
            from known_place group by place
        )
        select
            coalesce(recoded."into", newest.ons_code) as area_code,
            newest.*, valid_from, valid_to
        from newest
        left join known_place as recoded
            on recoded.change = 'recoded' and recoded.place = newest.area_key
            and recoded.ons_code = newest.ons_code
        left join began_or_ended on began_or_ended.place = newest.area_key
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
