-- What is the newest figure of every core indicator in every council that reports today?
with total as (
    select figure.*, area.name, area.level
    from figure
    join indicator using (indicator_id)
    join area using (area_code)
    where indicator.core and figure.breakdown_topic is null
        and area.level in ('la', 'joint') and area.valid_to is null
),

newest as (
    select indicator_id, max(period_end) as period_end
    from total
    group by indicator_id
),

final as (
    select
        total.indicator_id,
        total.area_code,
        total.name,
        total.period_end,
        total.value,
        total.status,
        total.numerator,
        total.denominator
    from total
    join newest using (indicator_id, period_end)
    order by total.indicator_id, total.area_code
)

from final;
