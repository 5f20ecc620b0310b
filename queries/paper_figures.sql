-- What did every release that is held print of these indicators in one place?
with joint as (
    select partner.area_code
    from area as council
    join area as partner
        on partner.level = 'joint'
        and list_contains(string_split(partner.la_code, ' / '), council.la_code)
    where council.area_code = $area
),

prints as (
    select false as superseded, figure.*
    from figure

    union all by name

    select true as superseded, superseded.*
    from superseded
),

asked as (
    select *
    from prints
    where list_contains($indicators, indicator_id)
        and breakdown_topic is not distinct from $topic
        and breakdown is not distinct from $part
        and (area_code = $area or area_code in (select area_code from joint))
),

own as (
    select distinct indicator_id
    from asked
    where area_code = $area
),

noted as (
    select
        indicator_id,
        area_code,
        period_end,
        min(note) filter (kind in ('fault', 'predecessor')) as note,
        min(note) filter (kind in ('caution', 'account')) as caution
    from figure_note
    group by all
),

final as (
    select
        asked.superseded,
        asked.indicator_id,
        asked.area_code,
        area.name,
        asked.period,
        asked.period_start,
        asked.period_end,
        asked.value,
        case
            when area.valid_to < asked.period_end or area.valid_from > asked.period_end then 'gone'
            when noted.note is not null then 'fault'
            else asked.status
        end as status,
        noted.note,
        noted.caution,
        asked.numerator,
        asked.denominator,
        asked.derived,
        asked.release_id,
        release.publication,
        release.published_on
    from asked
    join area using (area_code)
    join release using (release_id)
    left join own using (indicator_id)
    left join noted
        on asked.indicator_id = noted.indicator_id
        and asked.area_code = noted.area_code
        and asked.period_end = noted.period_end
    -- A council with no figure of its own is shown by the joint return it takes part in.
    where asked.area_code = $area or own.indicator_id is null
    order by asked.indicator_id, asked.period_end, asked.superseded, asked.release_id desc
)

from final;
