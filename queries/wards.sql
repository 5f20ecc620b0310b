-- Which wards does a council have, and had before its boundaries last changed?
with final as (
    select
        ward.ward_code,
        name,
        locality,
        valid_from,
        valid_to,
        valid_to is not null as former,
        population_0_17 as children,
        population_source as children_source,
        shape,
        ward_same.ward_code as same_as
    from ward
    left join ward_same on ward_same.former_ward_code = ward.ward_code
    where la_code = $la
    order by former, name, ward.ward_code
)

from final;
