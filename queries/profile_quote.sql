-- What did a committee paper of this council say about plans by year group?
with final as (
    select
        title,
        meeting_date,
        quote,
        comparator,
        (
            select string_agg(note, ' ' order by note)
            from paper_note
            where paper_note.document = quoted_figure.document and subject = 'year groups'
        ) as note
    from quoted_figure
    join committee_paper using (document)
    where measure = 'Shape of EHC plans by year group'
        and area = $council
        and meeting_date is not null
    order by meeting_date desc, quote_id
)

from final;
