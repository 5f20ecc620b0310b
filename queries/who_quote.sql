-- What did a committee paper of this council say about free school meals and EHC plans?
with final as (
    select
        title,
        meeting_date,
        quote,
        nullif(period_as_written, 'not stated') as period_as_written,
        try_cast(value as double) as value
    from quoted_figure
    join committee_paper using (document)
    where measure = 'Free school meals among pupils with an EHC plan'
        and area = $council
        and meeting_date is not null
        and try_cast(value as double) is not null
    order by meeting_date desc, quote_id
)

from final;
