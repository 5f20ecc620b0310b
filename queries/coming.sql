-- In which month does the next release of each publication come?
with final as (
    select publication, month, source
    from coming
    order by publication
)

from final;
