-- What did a committee paper say about the wards of one council, in one January?
with final as (
    select
        quoted_figure.quote_id,
        quoted_figure.title,
        quoted_figure.meeting_date,
        ward.ward_code,
        ward.name,
        quoted_figure.measure,
        try_cast(quoted_figure.value as double) as value,
        quoted_figure.quote
    from quoted_figure
    -- The paper names no codes; it uses the names of the wards before the boundaries changed.
    join ward
        on ward.la_code = $la
        and ward.valid_to is not null
        and contains(quoted_figure.area, ward.name)
    where contains(quoted_figure.section, 'wards')
        and try_cast(quoted_figure.period_end as date) = $period_end
    order by quoted_figure.quote_id, ward.name
)

from final;
