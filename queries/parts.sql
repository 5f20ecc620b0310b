-- How does one indicator break down in these places, in the newest period of the breakdown?
with published as (
    from figure
    where indicator_id = $indicator and breakdown_topic = $topic
),

newest as (
    select max(period_end) as period_end from published
),

total as (
    select area_code, period_end, value
    from figure
    where indicator_id = $indicator and breakdown_topic is null
),

final as (
    select
        published.area_code,
        area.name,
        published.breakdown,
        published.period,
        published.period_kind,
        published.period_start,
        published.period_end,
        published.value,
        published.symbol,
        published.status,
        total.value as total,
        published.derived,
        published.source_row,
        published.source_column,
        source_file.* exclude (release_id)
    from published
    join newest using (period_end)
    join area using (area_code)
    join source_file using (release_id)
    left join total
        on published.area_code = total.area_code and published.period_end = total.period_end
    where list_contains($areas, published.area_code)
    order by published.area_code, published.breakdown
)

from final;
