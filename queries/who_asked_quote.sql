-- What did committee papers of this council print of who asks for an assessment?
with final as (
    select
        committee_paper.document,
        committee_paper.title,
        committee_paper.meeting_date,
        quoted_figure.measure,
        quoted_figure.period_as_written,
        quoted_figure.period_end::date as period_end,
        try_cast(quoted_figure.value as double) as value,
        quoted_figure.quote
    from quoted_figure
    join committee_paper using (document)
    where starts_with(quoted_figure.measure, 'Requests from ')
        and quoted_figure.area = $council
        and committee_paper.meeting_date is not null
        and try_cast(quoted_figure.value as double) is not null
    order by committee_paper.meeting_date desc, quoted_figure.quote_id
)

from final;
