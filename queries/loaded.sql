-- Which refresh built this database?
with final as (
    select run_id, finished_at, source, files, figures
    from load_run
    order by finished_at desc
    limit 1
)

from final;
