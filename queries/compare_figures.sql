-- What has every place published of one indicator, in every period?
with final as (
    select
        area_code,
        period,
        period_start,
        period_end,
        value,
        symbol,
        status,
        numerator,
        denominator
    from figure
    where indicator_id = $indicator and breakdown_topic is null
    order by area_code, period_end
)

from final;
