-- What did a council supply month by month, and from which files?
with final as (
    select
        month_supplied.measure,
        supplied_measure.name,
        supplied_measure.kind,
        supplied_measure.definition,
        month_supplied.period_end,
        month_supplied.value,
        month_supplied.source_row,
        release.publication,
        release.title,
        release.file,
        release.url,
        release.published_on,
        release.retrieved_at,
        release.sha256,
        release.licence
    from month_supplied
    join supplied_measure using (measure)
    join release using (release_id)
    where month_supplied.la_code = $la
    order by supplied_measure.position, month_supplied.period_end
)

from final;
