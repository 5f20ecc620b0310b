"""What must be true before a database may be shown."""

import duckdb

from etl import catalogue
from etl.model import Refusal

# Each query gives the rows that must not be there: one sentence a row.
MUST_BE_EMPTY = {
    "value_and_status": """
        select format('{}: expected a value exactly where the status is ok, found {} figures '
            'otherwise', indicator_id, count(*))
        from figure
        where (status = 'ok') <> (value is not null) or (value is not null and symbol is not null)
        group by indicator_id
    """,
    "figure_twice": """
        select format('{} {} {}: expected one figure, found {}', indicator_id, area_code, period,
            count(*))
        from figure
        group by indicator_id, area_code, period_kind, period_end, breakdown_topic, breakdown,
            period
        having count(*) > 1
    """,
    "unknown_indicator": """
        select format('{}: expected an indicator record, found none', indicator_id)
        from (select distinct indicator_id from figure) anti join indicator using (indicator_id)
    """,
    "unknown_release": """
        select format('{}: expected a release record, found none', release_id)
        from (select distinct release_id from figure) anti join release using (release_id)
    """,
    "unknown_status": """
        select format('{}: expected a status with words for the screen, found none', status)
        from (select distinct status from figure) anti join symbol_meaning using (status)
    """,
    "untraceable": """
        select format('{}: expected a row and a column for each published figure, found {} '
            'without', indicator_id, count(*))
        from figure
        where derived = (source_row is not null and source_column is not null)
        group by indicator_id
    """,
    "unknown_neighbour_council": """
        select format('neighbours of {} in the model of {}: expected 10, found {}', area_code,
            model, count(*))
        from neighbour group by area_code, model having count(*) <> 10
    """,
    "school_twice": """
        select format('school {} on {}: expected one row, found {} in {}', school_id, period_end,
            count(*), string_agg(release_id, ' and ' order by release_id))
        from school group by school_id, period_end having count(*) > 1
    """,
    "school_counts": """
        select format('school {} on {}: expected a part of {} pupils on SEN support or with an EHC '
            'plan, found {} and {}', school_id, period_end, pupils, sen_support, ehc_plan)
        from school
        where sen_support + ehc_plan > pupils or least(pupils, sen_support, ehc_plan) < 0
    """,
    "school_ward_twice": """
        select format('school {} on {}: expected ward {} once, found it {} times', school_id,
            period_end, ward_code, count(*))
        from school_ward group by school_id, period_end, ward_code having count(*) > 1
    """,
    "unknown_school": """
        select format('school_ward: expected a school, found {} on {}', school_id, period_end)
        from school_ward anti join school using (school_id, period_end)
    """,
    "unknown_ward": """
        select format('{}: expected a known ward, found {}', source, ward_code)
        from (
            select 'school_ward' as source, ward_code from school_ward
            union select release_id, ward_code from ward_supplied)
        anti join ward using (ward_code)
    """,
    "unknown_source": """
        select format('{}: expected a release record, found none', release_id)
        from (select release_id from school union select release_id from ward_supplied)
        anti join release using (release_id)
    """,
    "supplied_for_unknown_council": """
        select format('{}: row {}: expected the code of a council, found {}', release_id,
            min(source_row), la_code)
        from ward_supplied
        where la_code not in (select la_code from area where la_code is not null)
        group by release_id, la_code
    """,
    "supplied_for_another_council": """
        select format('{}: row {}: expected a ward of council {}, found {} {} of council {}',
            release_id, source_row, supplied.la_code, ward_code, name, ward.la_code)
        from ward_supplied as supplied
        join ward using (ward_code)
        where ward.la_code <> supplied.la_code
        order by source_row
        limit 10
    """,
    "unknown_break": """
        select format('series_break: expected an indicator, found {}', indicator_id)
        from series_break anti join indicator using (indicator_id)
    """,
}
TOTAL_AGAINST_COUNCILS = """
    with
    council as (
        select
            indicator_id, period_end, breakdown_topic, breakdown,
            unnest([parent_code, 'E92000001']) as area_code, value, status
        from figure join area using (area_code)
        where level in ('la', 'joint')
    ),
    added as (
        select * exclude (value, status), sum(value) as total, bool_and(status = 'ok') as complete
        from council
        group by all
    )
    select format('{} {}{}: {} is {:,}, its councils add to {:,}', figure.indicator_id, period,
        coalesce(', ' || figure.breakdown, ''), area.name, value::bigint, total::bigint)
    from figure
    join area using (area_code)
    join indicator using (indicator_id)
    join added
        on added.indicator_id = figure.indicator_id and added.area_code = figure.area_code
        and added.period_end = figure.period_end
        and added.breakdown_topic is not distinct from figure.breakdown_topic
        and added.breakdown is not distinct from figure.breakdown
    where unit = 'count' and figure.status = 'ok' and complete and abs(value - total) > 5
    order by 1
"""
UNKNOWN_NOTES = """
    select format('figure_note: expected a figure, found none for {} {} {}', indicator_id,
        area_code, period_end)
    from figure_note anti join figure using (indicator_id, area_code, period_end)
"""


def refuse_unknown_areas(con: duckdb.DuckDBPyConnection) -> None:
    """Raise Refusal for cells of places that no file describes."""
    found = con.execute(
        """
        select release_id, area_key, min(source_row) from cell
        where area_key not in (select area_code from area)
            and area_key not in (select la_code from area where la_code is not null)
        group by all order by all limit 10
        """
    ).fetchall()
    if found:
        raise Refusal(
            [
                f"{release_id}: row {row}: expected a known area, found {area}"
                for release_id, area, row in found
            ]
        )


def check(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Raise Refusal when the database must not be shown; answer with warnings otherwise."""
    faults = [
        str(row[0]) for query in MUST_BE_EMPTY.values() for row in con.execute(query).fetchall()
    ]
    if faults:
        raise Refusal(faults)
    doubts = [TOTAL_AGAINST_COUNCILS, UNKNOWN_NOTES]
    return [
        *without_figures(con),
        *(str(row[0]) for query in doubts for row in con.execute(query).fetchall()),
    ]


def without_figures(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = {row[0] for row in con.execute("select distinct indicator_id from figure").fetchall()}
    return [
        f"{indicator.id}: no figures in these files"
        for indicator in catalogue.INDICATORS.values()
        if indicator.embedded and indicator.id not in found
    ]
