-- Which figures of these indicators, in these places, changed with files read after a day?
-- With no topic the counts that an indicator is made of are looked at too.
with measure as (
    from indicator
    where list_contains($indicators, indicator_id)
),

watched as (
    select indicator_id, true as own, null as breakdown
    from measure

    union

    select trim(unnest(string_split(numerator_id, '+'))), false, numerator_breakdown
    from measure
    where $topic is null

    union

    select trim(unnest(string_split(denominator_id, '+'))), false, null
    from measure
    where $topic is null
),

later as (
    select
        revision.*,
        watched.own,
        release.published_on,
        release.retrieved_at
    from revision
    join watched
        on revision.indicator_id = watched.indicator_id
        and (
            watched.own and revision.breakdown_topic is not distinct from $topic
            or not watched.own and revision.breakdown is not distinct from watched.breakdown
        )
    join release on revision.new_release_id = release.release_id
    where list_contains($areas, revision.area_code)
        and (
            release.retrieved_at::date > $asof::date
            or release.published_on > left($asof, length(release.published_on))
        )
),

changed as (
    select
        indicator_id,
        area_code,
        period,
        breakdown_topic,
        breakdown,
        bool_or(own) as own,
        arg_min_null(old_value, (retrieved_at, new_release_id)) as old_value,
        arg_max_null(published_on, (retrieved_at, new_release_id)) as published_on,
        max(retrieved_at) as retrieved_at
    from later
    group by all
),

final as (
    select
        changed.indicator_id,
        changed.own,
        changed.area_code,
        area.name,
        figure.period_start,
        figure.period_end,
        changed.breakdown,
        changed.old_value,
        figure.value,
        figure.status,
        changed.published_on,
        changed.retrieved_at
    from changed
    join area using (area_code)
    join figure
        on changed.indicator_id = figure.indicator_id
        and changed.area_code = figure.area_code
        and changed.period = figure.period
        and changed.breakdown_topic is not distinct from figure.breakdown_topic
        and changed.breakdown is not distinct from figure.breakdown
    order by figure.period_end desc, changed.indicator_id, changed.area_code, changed.breakdown
)

from final;
