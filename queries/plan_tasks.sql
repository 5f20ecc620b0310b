-- Which tasks does a council's improvement plan have, and how does each stand?
with final as (
    select
        task, theme, what, target_end, status, status_on, indicator_id, note,
        coalesce(committee_paper.title, source_file.title) as title,
        coalesce(meeting_date::varchar, dated, strftime(retrieved_at, '%Y-%m-%d')) as dated,
        plan_task.release_id is not null as supplied
    from plan_task
    left join committee_paper using (document)
    left join source_file using (release_id)
    where plan_task.la_code = $la
    order by
        list_transform(string_split(task, '.'), lambda part: lpad(part, 20, '0')), task
)

from final;
