-- From which files do the ward figures of a council come?
with used as (
    select release_id, count(*) as used_rows
    from school
    where not $supplied and la_code = $la and period_end = $period_end
    group by release_id

    union all

    select release_id, count(*) as used_rows
    from ward_supplied
    where $supplied and la_code = $la and period_end = $period_end and basis = $basis
    group by release_id
),

final as (
    select
        source_file.* exclude (release_id),
        used.used_rows
    from used
    join source_file using (release_id)
    order by used.release_id
)

from final;
