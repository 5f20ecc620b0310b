-- What are the lowest and the highest published figures among councils of one kind, by period?
with council as (
    select area_code, name, valid_from, valid_to
    from area
    where level = 'la' and starts_with(area_code, $kind)
),

kept_out as (
    select distinct indicator_id, area_code, period_end
    from figure_note
    where kind in ('fault', 'predecessor')
),

published as (
    select figure.*, council.name
    from figure
    join council using (area_code)
    anti join kept_out using (indicator_id, area_code, period_end)
    where list_contains($indicators, figure.indicator_id)
        and figure.breakdown_topic is null
        and figure.value is not null
        and coalesce(council.valid_to, figure.period_end) >= figure.period_end
        and coalesce(council.valid_from, figure.period_end) <= figure.period_end
),

ends as (
    select
        indicator_id,
        period,
        period_start,
        period_end,
        unnest(['lowest', 'highest']) as extreme,
        unnest([min(value), max(value)]) as value,
        unnest([arg_min(area_code, (value, name)), arg_max(area_code, (value, name))]) as area_code,
        count(*) as councils
    from published
    group by indicator_id, period, period_start, period_end
),

final as (
    select
        ends.extreme,
        ends.councils,
        published.indicator_id,
        published.area_code,
        published.name,
        published.period,
        published.period_start,
        published.period_end,
        published.value,
        published.status,
        published.numerator,
        published.denominator,
        published.derived,
        published.release_id,
        release.publication,
        release.published_on
    from ends
    join published using (indicator_id, period_end, area_code)
    join release on published.release_id = release.release_id
    order by published.indicator_id, published.period_end, ends.extreme
)

from final;
