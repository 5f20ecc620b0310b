-- What share of England's pupils had special educational needs in January of one year?
with final as (
    select
        max(value) filter (where indicator_id = 'sen_support_pc') as sen_support_pc,
        max(value) filter (where indicator_id = 'sen_ehcp_pc') as ehc_plan_pc,
        sen_support_pc + ehc_plan_pc as any_sen_pc
    from figure
    where area_code = $england
        and breakdown_topic is null
        and month(period_end) = 1
        and year(period_end) = $year
)

from final;
