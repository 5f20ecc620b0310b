-- What did a committee paper of this council say about plans by year group?
with final as (
    select quote_id, title, meeting_date, section, line, quote, comparator, comparability
    from quoted_figure
    where measure = 'Shape of EHC plans by year group' and area = $council
    order by meeting_date desc, quote_id
)

from final;
