-- How many are there of several indicators in each part of one topic, in every period?
with final as (
    select
        figure.indicator_id,
        indicator.name as indicator,
        figure.area_code,
        figure.breakdown,
        figure.period,
        figure.period_start,
        figure.period_end,
        figure.value,
        figure.status,
        figure.derived,
        figure.source_row,
        figure.source_column,
        source_file.* exclude (release_id)
    from figure
    join indicator using (indicator_id)
    join source_file using (release_id)
    where list_contains($indicators, figure.indicator_id)
        and figure.breakdown_topic = $topic
        and list_contains($areas, figure.area_code)
    order by figure.area_code, figure.period_end, figure.indicator_id, figure.breakdown
)

from final;
