-- How does it stand with each data set: what is loaded, how old, what failed, what comes next?
with final as (
    select
        data_set.data_set_id,
        data_set.publication,
        data_set.title,
        data_set.page,
        data_set.result,
        data_set.message,
        data_set.newer,
        data_set.checked_at,
        coming.month as expected_month,
        release.title as release,
        release.file,
        release.published_on,
        release.retrieved_at,
        release.rows
    from data_set
    left join release using (release_id)
    left join coming on coming.publication = data_set.publication
    order by data_set.rowid
)

from final;
