-- How many pupils of the schools in each ward have special educational needs?
with pupil as (
    from school
    where la_code = $la and period_end = $period_end and (kind = 'mainstream' or not $mainstream)
),

place as (
    select school_ward.ward_code, pupil.*
    from pupil
    join school_ward using (school_id, period_end)

    union all by name

    select 'council' as ward_code, *
    from pupil
),

added as (
    select
        ward_code,
        count(*) as schools,
        sum(pupils)::bigint as pupils,
        sum(sen_support)::bigint as sen_support,
        sum(ehc_plan)::bigint as ehc_plan
    from place
    group by ward_code
),

final as (
    select
        *,
        sen_support + ehc_plan as any_sen,
        100 * sen_support / nullif(pupils, 0) as sen_support_pc,
        100 * ehc_plan / nullif(pupils, 0) as ehc_plan_pc,
        100 * (sen_support + ehc_plan) / nullif(pupils, 0) as any_sen_pc
    from added
    order by ward_code
)

from final;
