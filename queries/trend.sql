-- How did one indicator change in these places?
with wanted as (
    select unnest($areas) as area_code
),

joint as (
    select council.area_code, partner.area_code as joint_code
    from area as council
    join area as partner
        on partner.level = 'joint'
        and list_contains(string_split(partner.la_code, ' / '), council.la_code)
),

published as (
    from figure
    where indicator_id = $indicator and breakdown_topic is null
),

own as (
    select distinct area_code from published
),

-- A council with no figure of its own is shown by the joint return it takes part in.
place as (
    select
        wanted.area_code,
        case when own.area_code is null then coalesce(joint.joint_code, wanted.area_code)
        else wanted.area_code end as reported_by
    from wanted
    left join own using (area_code)
    left join joint using (area_code)
),

final as (
    select
        place.area_code,
        place.reported_by,
        area.name,
        area.level,
        published.period,
        published.period_kind,
        published.period_start,
        published.period_end,
        published.value,
        published.symbol,
        published.status,
        published.numerator,
        published.denominator,
        published.derived
    from place
    join published on place.reported_by = published.area_code
    join area on place.reported_by = area.area_code
    order by place.area_code, published.period_end
)

from final;
