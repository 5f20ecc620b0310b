"""Figures of another size than they can be: as fractions, in thousands, with a nought too many.

Held against each other are percentages and rates with the published counts that they are made of,
England with its regions, regions with their councils, and each council with its own other years.
What is off for a whole measure refuses the database; one place or year is told as a doubt.
"""

import csv
from dataclasses import dataclass

from etl.disk import PROJECT
from etl.reading import sql

# What the middle council has of each measure, in the newest embedded year.
SIZES = PROJECT / "data" / "sizes.csv"


def usual_sizes() -> dict[str, float]:
    """What the middle of the councils has, by measure."""
    with SIZES.open(encoding="utf-8", newline="") as file:
        return {row["indicator_id"]: float(row["usual"]) for row in csv.DictReader(file)}


USUAL = ", ".join(f"({sql.literal(name)}, {size})" for name, size in usual_sizes().items())
# In the embedded figures since SINCE the middle of a year is at most 2.9 times or a third of that.
OFF_SIZE = 4
# Below this many places one council's mistake is much of the whole.
FEW_PLACES = 20
# Of the embedded figures 21 of 162 places at most differ so (placements of January 2018, when some
# plans were statements); of other measures one or none.
MOST_OFF, OFF_BY = 0.2, 0.05
# In the embedded figures no percentage or rate is more than half off from its own counts.
RATIO = 1.5
# In the embedded figures regions add to England within rounding, in every measure.
ENGLAND_OFF = 0.1
# From one year to the next the middle of the councils changed by a half at most since statements
# became plans (to March 2018, until when plans multiplied).
YEARLY = 5
SINCE = "date '2018-04-01'"
# A figure is doubted where it is five times (or a fifth of) what is usual in the council, and
# that is 20 times as far as the figures of its measure commonly lie from what is usual in their
# councils: half of them lie nearer. Some 20 of the embedded figures do.
JUMP, COMMON = 5, 20
LEAST = 20


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What is compared, in `words`, and the sentences of what is off, in SQL."""

    words: str
    faults: str = ""
    doubts: str = ""


AGAINST_COUNTS = """
    with
    ratio as (
        select indicator_id, numerator_id, numerator_breakdown, denominator_lag, multiplier,
            unnest(string_split(denominator_id, ' + ')) as denominator_id,
            len(string_split(denominator_id, ' + ')) as parts
        from indicator
        where not derived and numerator_id is not null and multiplier is not null
    ),
    counted as (
        select figure.indicator_id, figure.area_code, figure.period, figure.period_end,
            figure.value, any_value(multiplier) * any_value(part.value) / sum(whole.value)
                as expected,
            figure.numerator is null as is_off
        from figure
        join ratio using (indicator_id)
        join figure as part
            on part.indicator_id = numerator_id and part.area_code = figure.area_code
            and part.period_kind = figure.period_kind and part.period_end = figure.period_end
            and part.breakdown is not distinct from numerator_breakdown
        join figure as whole
            on whole.indicator_id = ratio.denominator_id and whole.area_code = figure.area_code
            and whole.breakdown is null
            and case when denominator_lag = 0
                then whole.period_kind = figure.period_kind
                    and whole.period_end = figure.period_end
                else year(whole.period_end) = year(figure.period_end) - denominator_lag end
        where figure.breakdown is null and figure.value is not null and part.value is not null
        group by figure.indicator_id, figure.area_code, figure.period, figure.period_end,
            figure.value, figure.numerator, parts
        having count(whole.value) = parts and sum(whole.value) > 0
    ),
    compared as (
        select counted.*, area.name, decimals,
            is_off and abs(value - expected) > 1 and (value > {ratio} * expected
                or expected > {ratio} * value) as is_doubted,
            is_off and abs(value - expected) > {off_by} * expected as is_apart
        from counted join area using (area_code) join indicator using (indicator_id)
    ),
    found as (
        select indicator_id, period, count(*) as places,
            count(*) filter (is_apart) as apart, count(*) filter (is_doubted) as doubted,
            array_to_string(list(format('{{}}: {{}} for {{}}', name, value,
                round(expected, decimals)) order by abs(ln(greatest(value, 0.01)
                / greatest(expected, 0.01))) desc, name) filter (is_apart)[:3], '; ') as shown
        from compared group by indicator_id, period, period_end
    )
""".format(ratio=RATIO, off_by=OFF_BY)  # noqa: UP032
WHOLE_RATIO = f"places >= {FEW_PLACES} and apart > {MOST_OFF} * places"

TOTALS = """
    with
    total as (
        select figure.*, name, unit from figure
        join (select area_code, name, level from area) using (area_code)
        join (select indicator_id, unit from indicator) using (indicator_id)
        where breakdown is null and not derived and value is not null and unit in ('count', 'FTE')
            and level in ('country', 'region')
    ),
    part as (
        select figure.*, level,
            unnest(list_distinct([parent_code, 'E92000001'])) as inside
        from figure join area using (area_code)
        where breakdown is null and level in ('region', 'la', 'joint') and value is not null
    ),
    added as (
        select total.indicator_id, total.area_code, total.name, total.period, total.period_end,
            total.unit, total.value, part.level = 'region' as by_region, sum(part.value) as total,
            count(*) as parts, max(part.value) as largest
        from total
        join part on part.indicator_id = total.indicator_id and part.inside = total.area_code
            and part.period_kind = total.period_kind and part.period_end = total.period_end
            and part.level <> 'country'
        group by all
    )
"""
# Children in need rounds England and regions to 10.
ROUNDED = "5 * (parts + 1)"

SERIES = f"""
    with
    own as (
        select figure.*, area.name, measure.name as measure,
            median(value) over (partition by indicator_id, area_code, period_kind) as usual,
            count(*) over (partition by indicator_id, area_code, period_kind) as years
        from figure
        join area using (area_code)
        join indicator as measure using (indicator_id)
        where breakdown is null and not figure.derived and value > 0
            and level in ('la', 'joint') and period_end >= {SINCE}
    ),
    apart as (
        select *, abs(ln(value / usual)) as distance,
            median(abs(ln(value / usual))) over (partition by indicator_id) as common,
            count(*) over (partition by indicator_id) as figures
        from own where years >= 3
    )
"""

CHECKS = [
    Scale(
        words="Percentages and rates are of the size of their own published counts",
        faults=f"""
        {AGAINST_COUNTS}
        select format('{{}} {{}}: expected what the published counts give, found others in {{}} of '
            '{{}} places, for instance {{}}', indicator_id, period, apart, places, shown)
        from found where {WHOLE_RATIO} order by 1
        """,
        doubts=f"""
        {AGAINST_COUNTS}
        select format('{{}} {{}}: {{}} of {{}} figures are of another size than the published '
            'counts give, for instance {{}}', indicator_id, period, doubted, places, shown)
        from found where doubted > 0 and not ({WHOLE_RATIO}) order by 1
        """,
    ),
    Scale(
        words="The regions add up to England, where all nine have a figure",
        faults=f"""
        {TOTALS}
        select format('{{}} {{}}: expected the regions to add to England, {{:,.1f}}, found '
            '{{:,.1f}}', indicator_id, period, value, total)
        from added
        where by_region and parts = 9
            and abs(total - value) > {ENGLAND_OFF} * value + {ROUNDED}
        order by 1
        """,
        doubts=f"""
        {TOTALS}
        select format('{{}} {{}}: England is {{:,.1f}}, its regions add to {{:,.1f}}', indicator_id,
            period, value, total)
        from added
        where by_region and parts = 9 and abs(total - value) > {ROUNDED}
            and abs(total - value) <= {ENGLAND_OFF} * value + {ROUNDED}
        order by 1
        """,
    ),
    Scale(
        words="No measure has councils that add to many times their regions",
        faults=f"""
        {TOTALS},
        sized as (
            select indicator_id, period, median(total / value) as times, count(*) as places
            from added where not by_region and area_code <> 'E92000001' and value > 0
            group by indicator_id, period
        )
        select format('{{}} {{}}: expected the councils of a region to add to it at most, found '
            '{{:.1f}} times as much in the middle of {{}} regions', indicator_id, period, times,
            places)
        from sized where places >= 5 and times > {RATIO} order by 1
        """,
        # Counts are held against their councils in another check, where none is missing.
        doubts=f"""
        {TOTALS}
        select format('{{}} {{}}: {{}} is {{:,.1f}}, its councils add to more: {{:,.1f}}',
            indicator_id, period, name, value, total)
        from added
        where not by_region and total > value * 1.02 + {ROUNDED}
            and (unit = 'FTE' or largest > value + 5)
        order by 1
        """,
    ),
    Scale(
        words=f"In no year the middle of the councils is more than {YEARLY} times that before",
        faults=f"""
        with moved as (
            select now.indicator_id, now.period, median(now.value / before.value) as times,
                count(*) as places
            from figure as now
            join figure as before
                on before.indicator_id = now.indicator_id and before.area_code = now.area_code
                and before.period_kind = now.period_kind
                and year(before.period_end) = year(now.period_end) - 1
            join area on area.area_code = now.area_code and level in ('la', 'joint')
            where now.breakdown is null and before.breakdown is null and not now.derived
                and now.value > 0 and before.value > 0 and before.period_end >= {SINCE}
                and not exists (from series_break
                    where series_break.indicator_id = now.indicator_id
                        and after_end = before.period_end and kind = 'break')
            group by now.indicator_id, now.period
        )
        select format('{{}} {{}}: expected figures of the size of the year before, found {{:.4g}} '
            'times as much in the middle of {{}} councils', indicator_id, period, times, places)
        from moved
        where places >= {FEW_PLACES} and (times > {YEARLY} or times < 1.0 / {YEARLY}) order by 1
        """,
    ),
    Scale(
        words=f"The middle of the councils is within {OFF_SIZE} times of that in data/{SIZES.name}",
        faults=f"""
        with middle as (
            select indicator_id, period, median(value) as middle, count(*) as places
            from figure join area using (area_code)
            where breakdown is null and not derived and value > 0 and level in ('la', 'joint')
                and period_end >= {SINCE}
            group by indicator_id, period, period_kind
        )
        select format('{{}} {{}}: expected about {{:,.10g}} in the middle of the councils, found '
            '{{:,.10g}} in the middle of {{}}', indicator_id, period, usual, round(middle, 2),
            places)
        from middle
        join (values {USUAL}) as known(indicator_id, usual)
            using (indicator_id)
        where places >= {FEW_PLACES}
            and (middle > {OFF_SIZE} * usual or usual > {OFF_SIZE} * middle)
        order by 1
        """,
    ),
    Scale(
        words="",
        doubts=f"""
        {SERIES}
        select format('{{}}: {{}} far from the other years of {{}}: {{}}',
            indicator_id, case count(*) when 1 then 'one figure is' else count(*) || ' figures are'
            end, case count(*) when 1 then 'its council' else 'their councils' end,
            array_to_string(list(format('{{}} {{}} is {{}}, and {{}} in the middle of its years',
                name, period, value, round(usual, 1)) order by distance desc, name)[:3], '; '))
        from apart
        where figures >= {FEW_PLACES} and greatest(value, usual) >= {LEAST}
            and distance > ln({JUMP}) and distance > {COMMON} * common
            and not exists (from figure_note as note
                where note.indicator_id = apart.indicator_id and note.area_code = apart.area_code
                    and note.period_end = apart.period_end and note.kind = 'fault')
        group by indicator_id
        order by 1
        """,
    ),
]
