-- How many published cells hold no number, and why, by publication?
with final as (
    select
        release.publication,
        figure.status,
        count(*) as cells
    from figure
    join release using (release_id)
    where not figure.derived and figure.status <> 'ok'
    group by all
    order by release.publication, cells desc
)

from final;
