-- By which levels of assurance is a council's improvement plan followed?
with final as (
    select level, what, shown_by, title, coalesce(meeting_date::varchar, dated) as dated
    from plan_assurance
    join committee_paper using (document)
    where plan_assurance.la_code = $la
    order by level
)

from final;
