-- Which ward figures are there for a council?
with published as (
    select distinct false as supplied, 'school' as basis, period_end
    from school
    join school_ward using (school_id, period_end)
    where school.la_code = $la
),

-- What the council supplied by ward of the school stays out where the published schools of the
-- same year are there: two tables of the same pupils could give small numbers away.
supplied as (
    select distinct true as supplied, basis, period_end
    from ward_supplied
    where la_code = $la
        and not (
            basis = 'school'
            and exists (
                from published where year(published.period_end) = year(ward_supplied.period_end)
            )
        )
),

final as (
    from published
    union all by name
    from supplied
    order by supplied, period_end desc, basis
)

from final;
