-- Which risks does a council's register have, and where does each stand?
with final as (
    select
        risk, what, likelihood, impact, assessed_on,
        coalesce(committee_paper.title, source_file.title) as title,
        coalesce(meeting_date::varchar, dated, strftime(retrieved_at, '%Y-%m-%d')) as dated
    from plan_risk
    left join committee_paper using (document)
    left join source_file using (release_id)
    where plan_risk.la_code = $la
    order by likelihood * impact desc nulls last, impact desc, risk
)

from final;
