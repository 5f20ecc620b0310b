-- What did the newest report say of each council of today?
with final as (
    select
        area.name,
        inspection.published_on,
        inspection.overall,
        inspection.leaders,
        inspection.help_and_protection,
        inspection.in_care,
        inspection.care_leavers
    from inspection
    join area using (la_code)
    where area.level = 'la' and area.valid_to is null
    qualify row_number() over (partition by la_code order by published_on desc) = 1
    order by area.name
)

from final;
