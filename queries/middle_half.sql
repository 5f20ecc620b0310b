-- Between which figures does the middle half of councils lie, in every period of one indicator?
with fault as (
    select indicator_id, area_code, period_end
    from figure_note
    where kind in ('fault', 'predecessor')
),

council as (
    select figure.period_end, figure.value
    from figure
    join area using (area_code)
    left join fault using (indicator_id, area_code, period_end)
    where figure.indicator_id = $indicator
        and figure.breakdown_topic is null
        and figure.value is not null
        and area.level in ('la', 'joint')
        and fault.indicator_id is null
),

-- Quartile limits by linear interpolation, as analysis/ranks.py has them.
final as (
    select
        period_end,
        quantile_cont(value, 0.25) as low,
        quantile_cont(value, 0.75) as high,
        count(*) as councils
    from council
    group by period_end
    order by period_end
)

from final;
