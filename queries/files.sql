-- Which files were read, and what became of them: figures, withheld cells, revisions?
with used as (
    select release_id, count(*) as figures, count(symbol) as symbols
    from figure
    where not derived
    group by release_id
),

revised as (
    select new_release_id as release_id, count(*) as revised
    from revision
    group by new_release_id
),

final as (
    select
        source_file.*,
        release.rows,
        coalesce(used.figures, 0) as figures,
        coalesce(used.symbols, 0) as symbols,
        coalesce(revised.revised, 0) as revised
    from release
    join source_file using (release_id)
    left join used using (release_id)
    left join revised using (release_id)
    order by release.publication, release.release_id desc
)

from final;
