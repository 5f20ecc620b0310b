-- When was each release first published, those that are not held included?
with final as (
    select publication, period, last_day, published_on, known, source
    from release_calendar
    order by publication, last_day
)

from final;
