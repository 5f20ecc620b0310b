-- What did a council supply about its wards, in the newest set of wards that it used?
with supplied as (
    select ward_supplied.*, ward.valid_to is not null as former
    from ward_supplied
    left join ward using (ward_code)
    where ward_supplied.la_code = $la
        and ward_supplied.period_end = $period_end
        and ward_supplied.basis = $basis
),

-- The same children in two sets of wards could give small numbers away.
final as (
    select ward_code, former, pupils, sen_support, ehc_plan, release_id, source_row
    from supplied
    where former = (select bool_and(former) from supplied)
    order by ward_code
)

from final;
