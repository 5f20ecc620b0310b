-- What is each indicator, and how is it to be shown?
-- Core is what is shown everywhere, once a file that has it was read.
with final as (
    select
        * replace (
            core and indicator_id in (select figure.indicator_id from figure) as core
        )
    from indicator
    order by position, indicator_id
)

from final;
