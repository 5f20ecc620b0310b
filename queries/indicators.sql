-- What is each indicator, and how is it to be shown?
with final as (
    from indicator
    order by position, indicator_id
)

from final;
