-- Up to which day are there figures of each indicator, and which publication prints the next?
-- An indicator that the newest file of its release no longer has is left out: what comes is unknown.
with file as (
    select
        release_id,
        publication,
        published_on,
        -- By our name for the file, without its years, so that the same file of two releases is one.
        publication || regexp_replace(lower(split_part(release_id, '/', 2)), '\d{4}', '', 'g')
            as series
    from release
),

newest as (
    select series, max(release_id) as release_id
    from file
    group by series
),

held as (
    select
        indicator_id,
        max(period_end) as last_day,
        max_by(release_id, (period_end, release_id)) as release_id
    from figure
    group by indicator_id
),

final as (
    select
        held.indicator_id,
        coalesce(indicator.first_in, file.publication) as publication,
        held.last_day,
        -- When a collection of others was published says nothing of their own releases.
        if(indicator.first_in is null, file.published_on, null) as published_on
    from held
    join indicator using (indicator_id)
    join file using (release_id)
    join newest using (release_id)
    order by held.indicator_id
)

from final;
