-- Which wards are there in any council, by name, and does each still exist?
with final as (
    select la_code, name, bool_and(valid_to is not null) as former
    from ward
    group by la_code, name
    order by name, la_code
)

from final;
