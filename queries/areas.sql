-- Which places are there, and from when until when?
with final as (
    select area_code, la_code, name, level, parent_code, valid_from, valid_to
    from area
    order by area_code
)

from final;
