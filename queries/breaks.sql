-- Where does one series break, and why?
with final as (
    select after_end, kind, reason
    from series_break
    where indicator_id = $indicator
    order by after_end
)

from final;
