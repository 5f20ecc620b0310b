"""Ethnic groups of pupils: their names, and the totals among them in DfE's newest file."""

import re

import duckdb

from etl.model import Labels, Refusal
from etl.reading import sql

# The column of each group in the older files, and our name of it.
GROUPS = {
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
# The words of the newest file are those of DfE's dictionary for its service of data sets.
LABELS = {
    "Total": "All",
    "English / Welsh / Scottish / Northern Irish / British": "White British",
    "Irish Traveller": "Traveller of Irish heritage",
    "Gypsy / Roma": "Gypsy or Roma",
    "Any other Mixed / Multiple ethnic background": "Any other mixed background",
    "Caribbean": "Black Caribbean",
    "African": "Black African",
    "Any other Black / African / Caribbean background": "Any other Black background",
    "Unknown": "Unclassified",
    **{name: name for name in GROUPS.values()},
}


def uneven_totals(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Whether the rows "All ..." are what we take them for: the sums of their groups.

    Only one such label is documented. Raises Refusal where they are not so for England, since the
    file then means something else; elsewhere a difference is the publisher's, and a note.
    """
    uneven = con.execute(UNEVEN).fetchall()
    england = [
        f"row {row}: expected {parts:,.0f}, the sum of its groups, in {label!r} for England in "
        f"{period}, found {whole:,.0f}"
        for row, level, period, label, whole, parts in uneven
        if level == "National"
    ]
    if england:
        raise Refusal(england[: sql.SHOWN_FAULTS])
    if not uneven:
        return []
    return [
        f"totals of ethnic groups that are not the sum of their groups: {len(uneven):,}, the first "
        f"in row {uneven[0][0]}"
    ]


# Rows of areas whose figures are all numbers: the total of each major group, and of everybody.
UNEVEN = f"""
    with
    counted as (
        select
            source_row, geographic_level, {sql.area_key()} as place, time_period, sen_provision,
            ethnicity_major as major, ethnicity_minor as minor,
            {sql.number_of("trim(pupil_count)")} as value,
            starts_with(lower(ethnicity_minor), 'all ') as is_whole
        from raw
    ),
    grouped as (
        select
            geographic_level, place, time_period, sen_provision, major,
            any_value(minor) filter (is_whole) as label,
            min(source_row) filter (is_whole) as source_row,
            any_value(value) filter (is_whole) as whole,
            sum(value) filter (not is_whole) as parts,
            bool_and(value is not null) as is_known
        from counted
        where major <> 'Total'
        group by all
    ),
    everybody as (
        select
            geographic_level, place, time_period, sen_provision, 'Total' as label,
            any_value(counted.source_row) as source_row, any_value(value) as whole,
            sum(coalesce(grouped.whole, parts)) as parts, bool_and(is_known) as is_known
        from grouped
        join counted using (geographic_level, place, time_period, sen_provision)
        where counted.major = 'Total'
        group by all
    ),
    sums as (from grouped select * exclude (major) union all by name from everybody)
    select source_row, geographic_level, time_period, label, whole, parts
    from sums
    -- A part that is withheld makes every sum smaller, and proves nothing.
    where is_known and whole <> parts
    order by source_row
"""


def in_our_words(con: duckdb.DuckDBPyConnection) -> tuple[Labels, list[str]]:
    """Each label of `raw` in the words of the older files, and a note.

    A group that no record knows keeps the publisher's words: the note names it.
    """
    printed = [
        str(row[0])
        for row in con.execute("select distinct ethnicity_minor from raw order by 1").fetchall()
    ]
    words = {label.lower(): ours for label, ours in LABELS.items()}
    # Spaces around the slash come and go between files.
    same = {label: words.get(re.sub(r" */ *", " / ", label.lower()), label) for label in printed}
    unknown = [
        repr(label)
        for label, ours in same.items()
        if ours not in LABELS.values() and not label.lower().startswith("all ")
    ]
    listed = f"ethnic groups that no record knows, shown as printed: {', '.join(unknown)}"
    labels = Labels(same={label.lower(): ours for label, ours in same.items()})
    return labels, [listed] if unknown else []
