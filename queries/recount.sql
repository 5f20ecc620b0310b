-- By which rule were the parts of one indicator counted anew?
with final as (
    select reason
    from recount
    where indicator_id = $indicator and breakdown_topic = $topic
)

from final;
