-- Of which councils are there schools in this database?
with final as (
    select distinct area.la_code, area.name
    from school
    join area using (la_code)
    order by area.name
)

from final;
