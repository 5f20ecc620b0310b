-- On which days did the committee of a council meet, as far as its papers tell, the newest first?
with final as (
    select meeting_date as day, any_value(title) as title
    from committee_paper
    where la_code = $la and meeting_date is not null
    group by meeting_date
    order by meeting_date desc
)

from final;
