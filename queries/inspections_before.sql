-- What did the figures say in the two years before an inspection, beside those of other councils?
--
-- The grade of another council is that of its newest report until the day of this one.
with this as (
    select la_code, help_and_protection, published_on, coalesce(started_on, published_on) as began
    from inspection
    where la_code = $la and published_on = $published_on
),

graded as (
    select
        inspection.la_code,
        inspection.help_and_protection = this.help_and_protection as same
    from inspection
    cross join this
    where inspection.la_code <> this.la_code
        and inspection.published_on <= this.published_on
    qualify row_number() over (
        partition by inspection.la_code order by inspection.published_on desc
    ) = 1
),

published as (
    select figure.*, area.la_code
    from figure
    join area using (area_code)
    cross join this
    where list_contains($indicators, figure.indicator_id)
        and figure.breakdown_topic is null
        and figure.period_end < this.began
        and figure.period_end >= this.began - interval 2 year
        and not exists (
            select 1 from figure_note
            where figure_note.indicator_id = figure.indicator_id
                and figure_note.area_code = figure.area_code
                and figure_note.period_end = figure.period_end
                and figure_note.kind in ('fault', 'predecessor')
        )
),

own as (
    select published.* from published join this using (la_code)
),

others as (
    select
        published.indicator_id,
        published.period_end,
        graded.same,
        count(*) as councils,
        quantile_cont(published.value, 0.25) as low,
        median(published.value) as middle,
        quantile_cont(published.value, 0.75) as high
    from published
    join graded using (la_code)
    where published.value is not null and graded.same is not null
    group by all
),

final as (
    select
        own.indicator_id,
        own.area_code,
        own.period_start,
        own.period_end,
        own.value,
        own.status,
        alike.councils as same_councils,
        alike.low as same_low,
        alike.middle as same_middle,
        alike.high as same_high,
        unlike.councils as other_councils,
        unlike.low as other_low,
        unlike.middle as other_middle,
        unlike.high as other_high
    from own
    join indicator using (indicator_id)
    left join others as alike
        on own.indicator_id = alike.indicator_id
        and own.period_end = alike.period_end
        and alike.same
    left join others as unlike
        on own.indicator_id = unlike.indicator_id
        and own.period_end = unlike.period_end
        and not unlike.same
    order by indicator.position, own.period_end desc
)

from final;
