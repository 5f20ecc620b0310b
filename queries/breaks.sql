-- Where does a series break, and why?
with final as (
    select indicator_id, after_period, after_end, kind, reason, source
    from series_break
    order by indicator_id, after_end
)

from final;
