-- From which cells does one council's figure come, its parts included?
with measure as (
    from indicator
    where indicator_id = $indicator
),

own as (
    from figure
    where indicator_id = $indicator and area_code = $area and period_end = $period_end
        and breakdown_topic is null
),

numerators as (
    select trim(unnest(string_split(numerator_id, '+'))) as indicator_id,
        numerator_breakdown as breakdown
    from measure
),

denominators as (
    select trim(unnest(string_split(denominator_id, '+'))) as indicator_id,
        denominator_lag as lag
    from measure
),

cells as (
    select 0 as step, 'figure' as part, own.*
    from own

    union all by name

    select 1 as step, 'divided' as part, figure.*
    from figure
    join numerators
        on figure.indicator_id = numerators.indicator_id
        and figure.breakdown is not distinct from numerators.breakdown
    where figure.area_code = $area and figure.period_end = $period_end

    union all by name

    select 2 as step, 'divided by' as part, figure.*
    from figure
    join denominators using (indicator_id)
    where figure.area_code = $area and figure.breakdown_topic is null
        and year(figure.period_end) = year($period_end::date) - denominators.lag
),

final as (
    select
        cells.step,
        cells.part,
        indicator.name as indicator,
        cells.period,
        cells.breakdown,
        cells.value,
        cells.status,
        cells.derived,
        cells.source_row,
        cells.source_column,
        source_file.* exclude (release_id)
    from cells
    join indicator using (indicator_id)
    join source_file using (release_id)
    order by cells.step, indicator.name
)

from final;
