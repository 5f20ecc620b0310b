-- Which publication prints the figures of each indicator first?
with final as (
    select
        figure.indicator_id,
        max_by(coalesce(indicator.first_in, release.publication), figure.period_end)
            as publication
    from figure
    join indicator using (indicator_id)
    join release using (release_id)
    group by figure.indicator_id
    order by figure.indicator_id
)

from final;
