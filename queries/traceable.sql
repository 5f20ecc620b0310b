-- Which figures of one indicator are there for one place?
with final as (
    select
        figure.period_start,
        figure.period_end,
        figure.breakdown_topic,
        figure.breakdown
    from figure
    where figure.indicator_id = $indicator and figure.area_code = $area
    order by
        figure.period_end desc,
        figure.breakdown_topic nulls first,
        figure.breakdown
)

from final;
