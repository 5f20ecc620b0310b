-- What has every council published of one indicator, in every period, beside regions and England?
with published as (
    from figure
    where indicator_id = $indicator and breakdown_topic is null
),

final as (
    select
        area.area_code,
        area.la_code,
        area.name,
        area.level,
        area.parent_code,
        area.valid_from,
        area.valid_to,
        published.period,
        published.period_start,
        published.period_end,
        published.value,
        published.symbol,
        published.status,
        published.numerator,
        published.denominator
    from area
    left join published using (area_code)
    order by area.area_code, published.period_end
)

from final;
