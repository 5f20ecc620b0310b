-- Which schools does a council have in one January census, and in which wards do they lie?
with placed as (
    select
        school_ward.school_id,
        max(ward_code) filter (where ward.valid_to is null) as ward_code,
        max(ward_code) filter (where ward.valid_to is not null) as former_ward_code
    from school_ward
    left join ward using (ward_code)
    where period_end = $period_end
    group by school_ward.school_id
),

final as (
    select
        school.school_id,
        school.name,
        school.kind,
        school.pupils,
        school.sen_support,
        school.ehc_plan,
        placed.ward_code,
        placed.former_ward_code,
        school.release_id,
        school.source_row
    from school
    left join placed using (school_id)
    where la_code = $la and period_end = $period_end
    order by school.name, school.school_id
)

from final;
