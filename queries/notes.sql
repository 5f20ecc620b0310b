-- What must be known of single figures?
with final as (
    select indicator_id, area_code, period_end, kind, note
    from figure_note
    order by indicator_id, area_code, period_end
)

from final;
