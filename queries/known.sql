-- Is this the database as it was known on a day, and how many of its figures are later prints?
with final as (
    select day, figures, later
    from as_known
)

from final;
