-- Which councils exist today, in which region, and with whom do they report jointly?
with council as (
    select area_code, la_code, name, parent_code
    from area
    where level = 'la' and valid_to is null
),

region as (
    select area_code, name
    from area
    where level in ('region', 'subregion')
),

joint as (
    select area_code, name, unnest(string_split(la_code, ' / ')) as la_code
    from area
    where level = 'joint'
),

final as (
    select
        council.area_code,
        council.la_code,
        council.name,
        region.area_code as region_code,
        region.name as region_name,
        joint.area_code as joint_code,
        joint.name as joint_name
    from council
    left join region on council.parent_code = region.area_code
    left join joint using (la_code)
    order by council.name
)

from final;
