-- What must a reader know of the wards in which the schools of one census were placed?
with final as (
    select note, source
    from ward_note
    where la_code = $la and period_end = $period_end
    order by note
)

from final;
