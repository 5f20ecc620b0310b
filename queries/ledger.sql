-- What did the papers that committees of one council were given quote, figure by figure?
with final as (
    select
        committee_paper.document as paper_id,
        committee_paper.title,
        committee_paper.meeting_date,
        committee_paper.dated,
        quoted_figure.quote_id,
        quoted_figure.line,
        coalesce(quoted_figure.section, '') as section,
        coalesce(quoted_figure.quote, '') as quote,
        coalesce(quoted_figure.vocabulary, '') as measure,
        coalesce(quoted_figure.area, '') as area,
        area.area_code,
        coalesce(quoted_figure.period_as_written, '') as period,
        coalesce(quoted_figure.period_basis, '') as period_basis,
        try_cast(quoted_figure.period_start as date) as period_start,
        try_cast(quoted_figure.period_end as date) as period_end,
        quoted_figure.value,
        quoted_figure.high,
        coalesce(quoted_figure.about = 'yes', false) as about,
        coalesce(quoted_figure.unit, '') as unit
    from committee_paper
    left join quoted_figure
        on committee_paper.document = quoted_figure.document
        and try_cast(quoted_figure.value as double) is not null
    left join area
        on quoted_figure.area = area.name and area.level in ('country', 'region', 'la')
    where committee_paper.la_code = $la_code
    order by
        coalesce(committee_paper.meeting_date::varchar, committee_paper.dated) desc,
        committee_paper.document,
        quoted_figure.quote_id
)

from final;
