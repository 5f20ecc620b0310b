-- Which wards does a council have, and had before its boundaries last changed?
with final as (
    select
        ward_code,
        name,
        locality,
        valid_from,
        valid_to,
        valid_to is not null as former,
        population_0_17,
        population_on,
        population_source,
        shape
    from ward
    where la_code = $la
    order by former, name, ward_code
)

from final;
