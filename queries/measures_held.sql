-- Which indicators have figures, and by which topics?
with final as (
    select distinct indicator_id, breakdown_topic
    from figure
    order by indicator_id, breakdown_topic nulls first
)

from final;
