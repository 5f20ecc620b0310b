-- Who are the statistical neighbours of a council in one model?
with final as (
    select neighbour.neighbour_code as area_code, area.name, neighbour.rank, neighbour.closeness
    from neighbour
    join area on neighbour.neighbour_code = area.area_code
    where neighbour.area_code = $council and neighbour.model = $model
    order by neighbour.rank
)

from final;
