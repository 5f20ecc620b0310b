"""Figures that we compute: ratios of two published figures, and growth. Each says so."""

from collections.abc import Iterable
from datetime import date

import duckdb

from etl.model import Indicator
from etl.reading import sql

# A ratio that cannot be computed takes the most telling reason of its parts.
WORST_FIRST = [
    "suppressed",
    "unavailable",
    "unreliable",
    "not_applicable",
    "rounds_to_zero",
    "missing_unknown",
]
# The one derived figure that is no ratio of two indicators, but of two years of one.
GROWTH = "ehcp_caseload_growth"
# Children moved from statements to plans until March 2018: plans grew without one child more.
STATEMENTS_UNTIL = date(2018, 3, 31)
FEW = 20  # plans, from which one plan more would be growth of more than 5%


def attach_parts(con: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator]) -> None:
    """Fill `numerator` and `denominator` of published ratios, then add the derived ratios.

    Works on the temporary table `published`. A denominator with a lag is the figure of so many
    years before: DfE divides March 2025 by the population of the middle of 2024. Parts that do
    not give the published figure within rounding are left out: some percentages leave out
    councils or children whom the counts include.
    """
    con.execute(
        "create temp table ratio (indicator_id varchar, numerator_id varchar, "
        "numerator_breakdown varchar, denominator_id varchar, parts integer, lag integer, "
        "multiplier double, derived boolean)"
    )
    ratios = [
        row
        for indicator in indicators
        if indicator.numerator and indicator.id != GROWTH
        for row in ratio_rows(indicator)
    ]
    sql.insert(con, "ratio", ratios)
    con.execute(PART_VALUES)
    con.execute(RATIOS)


def ratio_rows(indicator: Indicator) -> list[list[object]]:
    """A row of the table `ratio` for each part of the denominator."""
    denominators = indicator.denominator.split(" + ") if indicator.denominator else [None]
    return [
        [
            indicator.id,
            indicator.numerator,
            indicator.numerator_breakdown,
            denominator,
            len(denominators),
            indicator.denominator_lag,
            indicator.multiplier,
            indicator.derived_from is not None,
        ]
        for denominator in denominators
    ]


PART_VALUES = f"""
create temp table part_value as
with
numerator as (
    select
        ratio.*, part.area_code, part.period, part.period_kind, part.period_start,
        part.period_end, part.value as numerator, part.symbol as numerator_symbol,
        part.status as numerator_status, part.release_id
    from ratio
    join published as part
        on part.indicator_id = ratio.numerator_id
        and part.breakdown is not distinct from ratio.numerator_breakdown
),
both_parts as (
    select
        numerator.*, part.value as denominator, part.symbol as denominator_symbol,
        part.status as denominator_status
    from numerator
    left join published as part
        on part.indicator_id = numerator.denominator_id
        and part.area_code = numerator.area_code
        and part.breakdown is null
        and case
            when lag = 0 then part.period_kind = numerator.period_kind
                and part.period_end = numerator.period_end
            -- Mid-2024 for the year to March 2025: by year, as day and kind of period differ.
            else year(part.period_end) = year(numerator.period_end) - lag
        end
)
select
    indicator_id, area_code, period, period_kind, period_start, period_end, release_id,
    multiplier, derived,
    any_value(numerator) as numerator,
    any_value(numerator_status) as numerator_status,
    any_value(numerator_symbol) as numerator_symbol,
    -- A sum of which a part is missing would be too small, and the ratio too large.
    case when count(denominator) = any_value(parts) then sum(denominator) end as denominator,
    min_by(denominator_status, list_position({WORST_FIRST!r}, denominator_status))
        as denominator_status,
    min_by(denominator_symbol, list_position({WORST_FIRST!r}, denominator_status))
        as denominator_symbol,
    count(denominator_status) = any_value(parts) as complete
from both_parts
group by all
"""

RATIOS = f"""
create temp table with_parts as
with
fitting_part as (
    select part_value.*
    from part_value
    join published using (indicator_id, area_code, period_kind, period_end)
    join indicator using (indicator_id)
    join indicator as part on part.indicator_id = indicator.numerator_id
    join area using (area_code)
    join release_rounding
        on release_rounding.release_id = published.release_id
    where published.breakdown is null
        and (
            part_value.denominator is null or published.value is null
            or abs(published.value
                - part_value.numerator * part_value.multiplier
                    / nullif(part_value.denominator, 0))
                -- As far as rounding can move it: half the last decimal of the published figure,
                -- and what its parts were rounded by. FTE are printed with one decimal, counts of
                -- England and regions to 10 in some releases, those of councils exactly.
                <= 0.5 * pow(10, -indicator.decimals) + 1e-9
                + part_value.multiplier / part_value.denominator
                * (1 + part_value.numerator / part_value.denominator)
                * case
                    when part.unit <> 'count' then 0.05
                    when level in ('la', 'joint') then 0
                    when rounded_to = 1 then 0
                    else rounded_to / 2
                end
        )
),
published_ratio as (
    select
        published.* replace (
            fitting_part.numerator as numerator, fitting_part.denominator as denominator)
    from published
    left join fitting_part
        on fitting_part.indicator_id = published.indicator_id
        and fitting_part.area_code = published.area_code
        and fitting_part.period_kind = published.period_kind
        and fitting_part.period_end = published.period_end
        and published.breakdown is null
),
derived_ratio as (
    select *,
        numerator * multiplier / nullif(denominator, 0) as value,
        case
            when list_position({WORST_FIRST!r}, numerator_status)
                -- 99 stands after every reason: a denominator that is there never explains the gap.
                <= coalesce(list_position({WORST_FIRST!r}, denominator_status), 99)
            then numerator_status
            else coalesce(denominator_status, 'not_applicable')
        end as worst_status
    from part_value
    where derived and complete
)
from published_ratio
union all
select
    indicator_id, area_code, period, period_kind, period_start, period_end,
    null, null, value,
    case
        when value is null
        then case when worst_status = numerator_status then numerator_symbol
            else denominator_symbol end
    end,
    case when value is null then worst_status else 'ok' end,
    numerator, denominator, true, release_id, null, null
from derived_ratio
"""


def add_growth(con: duckdb.DuckDBPyConnection) -> None:
    """Add the change in plans on a year earlier, or the reason why there is none.

    There is none across a break or a missing year, while statements were turned into plans, and
    from few plans: from 1 to 1,048 in the first year of plans would be 104,700%.
    """
    con.execute(
        """
        insert into with_parts
        with
        pair as (
            select now.*, before.value as before_value,
                exists (
                    from series_break
                    where series_break.indicator_id = now.indicator_id
                        and series_break.after_end >= before.period_end
                        and series_break.after_end < now.period_end
                ) as is_broken,
                if(now.status <> 'ok', now.status, before.status) as part_status,
                coalesce(now.symbol, before.symbol) as part_symbol
            from with_parts as now
            join with_parts as before
                on before.indicator_id = now.indicator_id
                and before.area_code = now.area_code
                and before.period_kind = now.period_kind
                and year(before.period_end) = year(now.period_end) - 1
            where now.indicator_id = 'ehcp_caseload'
                and now.breakdown is null and before.breakdown is null
        ),
        judged as (
            select * replace (
                case
                    when is_broken then 'across_break'
                    when part_status <> 'ok' then part_status
                    when period_end <= $statements_until then 'statements'
                    when before_value < $few then 'small_base'
                    else 'ok'
                end as status)
            from pair
        )
        select
            $growth, area_code, period, period_kind, period_start, period_end, null, null,
            if(status = 'ok', 100 * (value - before_value) / before_value, null),
            if(status = part_status, part_symbol, null),
            status,
            if(status = 'ok', value - before_value, null),
            if(status = 'ok', before_value, null),
            true, release_id, null, null
        from judged
        """,
        {"growth": GROWTH, "statements_until": STATEMENTS_UNTIL, "few": FEW},
    )
