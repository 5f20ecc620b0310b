-- What percentage of the children who live in each ward are in income-deprived families?
with final as (
    select ward_code, year, percent, source, file, source_row
    from ward_deprivation
    where la_code = $la
    order by ward_code
)

from final;
