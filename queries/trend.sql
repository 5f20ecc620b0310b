-- How did these indicators change in these places?
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
    where list_contains($indicators, indicator_id) and breakdown_topic is null
),

own as (
    select distinct indicator_id, area_code from published
),

asked as (
    select unnest($indicators) as indicator_id, wanted.area_code
    from wanted
),

-- A council with no figure of its own is shown by the joint return it takes part in.
place as (
    select
        asked.indicator_id,
        asked.area_code,
        case when own.area_code is null then coalesce(joint.joint_code, asked.area_code)
        else asked.area_code end as reported_by
    from asked
    left join own using (indicator_id, area_code)
    left join joint using (area_code)
),

final as (
    select
        place.indicator_id,
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
    join published
        on place.indicator_id = published.indicator_id
        and place.reported_by = published.area_code
    join area on place.reported_by = area.area_code
    order by place.indicator_id, place.area_code, published.period_end
)

from final;
