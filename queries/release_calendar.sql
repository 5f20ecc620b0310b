-- In which month does each yearly release come?
with final as (
    select publication, month, source
    from release_calendar
    order by publication
)

from final;
