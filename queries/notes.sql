-- What must be known of single figures of one indicator?
with final as (
    select area_code, period_end, kind, note
    from figure_note
    where indicator_id = $indicator
    order by area_code, period_end
)

from final;
