-- How many are there at each age, or in each year group, in these places, in every period?
with published as (
    from figure
    where list_contains($indicators, indicator_id) and breakdown_topic = $topic
),

total as (
    select indicator_id, area_code, period_end, value
    from figure
    where list_contains($indicators, indicator_id) and breakdown_topic is null
),

final as (
    select
        published.indicator_id,
        coalesce(indicator.name, published.indicator_id) as indicator,
        published.area_code,
        area.name,
        published.breakdown,
        published.period,
        published.period_start,
        published.period_end,
        published.value,
        published.status,
        total.value as total,
        published.derived,
        published.source_row,
        published.source_column,
        source_file.* exclude (release_id)
    from published
    join area using (area_code)
    join source_file using (release_id)
    left join indicator using (indicator_id)
    left join total
        on published.indicator_id = total.indicator_id
        and published.area_code = total.area_code
        and published.period_end = total.period_end
    where list_contains($areas, published.area_code)
    order by published.area_code, published.period_end, published.indicator_id,
        published.source_row, published.breakdown
)

from final;
