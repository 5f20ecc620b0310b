-- Which reports of inspections of a council are there, and from which file?
with final as (
    select
        inspection.* exclude (release_id, published_on),
        inspection.published_on as reported_on,
        source_file.* exclude (release_id)
    from inspection
    join source_file using (release_id)
    where la_code = $la
    order by reported_on desc
)

from final;
