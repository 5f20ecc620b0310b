-- What did the last committee paper say about the wards of one council, in one January?
with paper as (
    select
        *,
        coalesce(wards_on, meeting_date) as named_on,
        (
            select string_agg(note, ' ' order by note)
            from paper_note
            where paper_note.document = committee_paper.document and subject = 'wards'
        ) as note
    from committee_paper
    where la_code = $la and meeting_date is not null
),

-- A paper names wards without their codes, and a name can be in both sets of wards.
ward_named as (
    select paper.document, ward.*
    from paper
    join ward
        on ward.la_code = paper.la_code
        and (valid_from is null or valid_from <= named_on)
        and (valid_to is null or valid_to >= named_on)
),

final as (
    select
        quoted_figure.quote_id,
        paper.title,
        paper.meeting_date,
        paper.agenda_item,
        paper.note,
        ward_named.ward_code,
        ward_named.name,
        ward_named.valid_to,
        quoted_figure.measure,
        try_cast(quoted_figure.value as double) as value,
        quoted_figure.quote
    from quoted_figure
    join paper using (document)
    join ward_named
        on ward_named.document = quoted_figure.document
        -- 'Ash ward' and 'Ash, Elm wards': whole names, for one can be a part of another.
        and list_contains(
            string_split(regexp_replace(quoted_figure.area, ' wards?$', ''), ', '), ward_named.name
        )
    where try_cast(quoted_figure.period_end as date) = $period_end
    qualify dense_rank() over (order by meeting_date desc, quoted_figure.document) = 1
    order by quoted_figure.quote_id, ward_named.name
)

from final;
