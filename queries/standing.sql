-- What is the newest figure of every core indicator in every council, and in England?
with total as (
    select figure.*, area.name, area.level, area.valid_to
    from figure
    join indicator using (indicator_id)
    join area using (area_code)
    where indicator.core and figure.breakdown_topic is null
),

council as (
    from total where level in ('la', 'joint') and valid_to is null
),

newest as (
    select indicator_id, max(period_end) as period_end
    from council
    group by indicator_id
),

england as (
    select indicator_id, period_end, value from total where level = 'country'
),

final as (
    select
        council.indicator_id,
        council.area_code,
        council.name,
        council.period_end,
        council.value,
        council.status,
        council.numerator,
        council.denominator,
        england.value as england
    from council
    join newest using (indicator_id, period_end)
    left join england using (indicator_id, period_end)
    order by council.indicator_id, council.area_code
)

from final;
