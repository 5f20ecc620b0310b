-- What has every council, region and England published of one indicator, and in which files?
with final as (
    select
        area.name,
        area.level,
        area.la_code,
        figure.area_code,
        figure.period,
        figure.period_start,
        figure.period_end,
        figure.value,
        figure.symbol,
        figure.status,
        figure.numerator,
        figure.denominator,
        source_file.* exclude (release_id)
    from figure
    join area using (area_code)
    join source_file using (release_id)
    where figure.indicator_id = $indicator and figure.breakdown_topic is null
    order by
        list_position(['country', 'region', 'subregion', 'la', 'joint'], area.level),
        area.name,
        figure.area_code,
        figure.period_end
)

from final;
