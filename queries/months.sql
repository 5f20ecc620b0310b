-- What did a council supply month by month, and from which files?
with final as (
    select
        month_supplied.measure,
        supplied_measure.name,
        supplied_measure.kind,
        supplied_measure.definition,
        month_supplied.period_end,
        month_supplied.value,
        month_change.words as change,
        month_supplied.source_row,
        source_file.* exclude (release_id)
    from month_supplied
    join supplied_measure using (measure)
    join source_file using (release_id)
    left join month_change using (la_code, measure, period_end)
    where month_supplied.la_code = $la
    order by supplied_measure.position, month_supplied.period_end
)

from final;
