-- Up to which day do the figures of each publication go?
with final as (
    select
        coalesce(indicator.first_in, release.publication) as publication,
        max(period_end) as last_day
    from figure
    join indicator using (indicator_id)
    join release using (release_id)
    group by all
    order by all
)

from final;
