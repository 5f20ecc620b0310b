-- Where does one figure stand in the published files, and what did older releases print?
with prints as (
    select false as older, figure.*
    from figure

    union all by name

    select true as older, superseded.*
    from superseded
),

final as (
    select
        prints.older,
        indicator.name as indicator,
        prints.period,
        prints.breakdown,
        prints.value,
        prints.symbol,
        prints.status,
        prints.derived,
        prints.source_row,
        prints.source_column,
        source_file.*
    from prints
    join indicator using (indicator_id)
    join source_file using (release_id)
    where prints.indicator_id = $indicator
        and prints.area_code = $area
        and prints.period_end = $period_end
        and prints.breakdown_topic is not distinct from $topic
        and prints.breakdown is not distinct from $part
    order by prints.older, prints.release_id desc
)

from final;
