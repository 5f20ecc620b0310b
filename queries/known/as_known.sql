-- Makes a copy of a database what it would have been on the day in `as_known`.
-- Run statement by statement on the copy; nothing here is a question.

-- Where only the month is known, a release counts as public from its end.
create temp macro public_from(published_on) as
    case length(published_on)
        when 7 then last_day(try_strptime(published_on || '-01', '%Y-%m-%d')::date)
        else try_cast(published_on as date)
    end;

-- A later edition of a file was there when it was read, whenever the first one came out.
create temp table file_day as
select
    release_id,
    publication,
    coalesce(
        if(regexp_matches(release_id, '^[^/]+_v\d+/'), null, public_from(published_on)),
        retrieved_at::date) as public_on
from release;

create temp table cell_of_then as
with
every as (
    select *, false as older from figure where not derived
    union all
    select *, true as older from superseded
),

period_day as (
    select
        period.publication,
        period.period_end,
        min_by(public_from(published_on), last_day) as public_on
    from (
        select distinct coalesce(first_in, file_day.publication) as publication, period_end
        from every
        join indicator using (indicator_id)
        join file_day using (release_id)
    ) as period
    left join release_calendar
        on release_calendar.publication = period.publication
        and release_calendar.last_day >= period.period_end
    group by all
)

select
    every.*,
    file_day.public_on as printed_on,
    -- Printed in a file of then, or its period had come out then in a release that is not held.
    every.period_end <= day
        and coalesce(least(file_day.public_on, period_day.public_on) <= day, true) as was_public,
    coalesce(file_day.public_on > day, false) as is_later
from every
join indicator using (indicator_id)
join file_day using (release_id)
left join period_day
    on period_day.publication = coalesce(first_in, file_day.publication)
    and period_day.period_end = every.period_end
cross join as_known;

-- Of what several files print: the newest of then, else the one that came next.
create temp table older_cell as
from cell_of_then
where older and was_public
qualify row_number() over (
    partition by indicator_id, area_code, period_kind, period_end, breakdown_topic, breakdown
    order by is_later, if(is_later, printed_on, null), printed_on desc, release_id desc) = 1;

create temp table shown_cell as
with
paired as (
    select
        newest.is_later
            and (not older_cell.is_later or older_cell.printed_on < newest.printed_on) as is_older,
        newest.was_public,
        newest,
        older_cell
    from (from cell_of_then where not older) as newest
    left join older_cell
        on older_cell.indicator_id = newest.indicator_id
        and older_cell.area_code = newest.area_code
        and older_cell.period_kind = newest.period_kind
        and older_cell.period_end = newest.period_end
        and older_cell.breakdown_topic is not distinct from newest.breakdown_topic
        and older_cell.breakdown is not distinct from newest.breakdown
)
select unnest(if(coalesce(is_older, false), older_cell, newest))
from paired
where was_public or is_older

union all by name

-- No later release has it any more.
from older_cell
anti join (from cell_of_then where not older) as newest
    on older_cell.indicator_id = newest.indicator_id
    and older_cell.area_code = newest.area_code
    and older_cell.period_kind = newest.period_kind
    and older_cell.period_end = newest.period_end
    and older_cell.breakdown_topic is not distinct from newest.breakdown_topic
    and older_cell.breakdown is not distinct from newest.breakdown
where not is_later;

-- What each ratio is made of, as it was known.
create temp table ratio as
select
    indicator_id,
    numerator_id,
    numerator_breakdown,
    trim(unnest(string_split(denominator_id, '+'))) as part_id,
    len(string_split(denominator_id, '+')) as parts,
    denominator_lag as lag,
    multiplier,
    decimals
from indicator
where numerator_id is not null and denominator_id is not null;

create temp table made_of as
with
wanted as (
    select indicator_id, area_code, period_kind, period_end from figure
    where derived and breakdown is null
    union
    select indicator_id, area_code, period_kind, period_end from shown_cell
    where breakdown is null
)
select
    wanted.indicator_id,
    wanted.area_code,
    wanted.period_kind,
    wanted.period_end,
    any_value(multiplier) as multiplier,
    any_value(decimals) as decimals,
    any_value(above.value) as numerator,
    any_value(above.status) as numerator_status,
    any_value(above.symbol) as numerator_symbol,
    any_value(above.release_id) as release_id,
    bool_or(above.is_later) or bool_or(below.is_later) as is_later,
    case when count(below.value) = any_value(parts) then sum(below.value) end as denominator,
    max_by(below.status, below.status <> 'ok') as denominator_status,
    max_by(below.symbol, below.status <> 'ok') as denominator_symbol,
    count(above.status) > 0 and count(below.status) >= any_value(parts) as is_whole
from wanted
join ratio using (indicator_id)
left join shown_cell as above
    on above.indicator_id = numerator_id
    and above.area_code = wanted.area_code
    and above.breakdown is not distinct from numerator_breakdown
    and above.period_kind = wanted.period_kind
    and above.period_end = wanted.period_end
left join shown_cell as below
    on below.indicator_id = part_id
    and below.area_code = wanted.area_code
    and below.breakdown is null
    and (
        lag = 0 and below.period_kind = wanted.period_kind
            and below.period_end = wanted.period_end
        or lag > 0 and year(below.period_end) = year(wanted.period_end) - lag)
group by all;

create temp table figure_of_then as
with
counted as (
    select
        shown_cell.*,
        made_of.numerator as made_numerator,
        made_of.denominator as made_denominator,
        case
            when made_of.indicator_id is null then 'as printed'
            when made_of.denominator is null
                or shown_cell.value is null
                or abs(shown_cell.value
                    - made_of.numerator * made_of.multiplier / nullif(made_of.denominator, 0))
                <= 0.5 * pow(10, -made_of.decimals) + 1e-9
                or made_of.numerator = shown_cell.numerator
                and made_of.denominator = shown_cell.denominator
            then 'as made'
        end as counts
    from shown_cell
    left join made_of
        on made_of.indicator_id = shown_cell.indicator_id
        and made_of.area_code = shown_cell.area_code
        and made_of.period_kind = shown_cell.period_kind
        and made_of.period_end = shown_cell.period_end
        and shown_cell.breakdown is null
)
-- Published figures; counts stand beside them where they give the figure as it is printed.
select
    * exclude (older, printed_on, was_public, made_numerator, made_denominator, counts)
    replace (
        case
            when not older and numerator is null then null
            when counts = 'as printed' then numerator
            when counts = 'as made' then made_numerator
        end as numerator,
        case
            when not older and denominator is null then null
            when counts = 'as printed' then denominator
            when counts = 'as made' then made_denominator
        end as denominator)
from counted

union all by name

-- Ratios that we compute, by the same formula from what was known; none where a part was not.
select
    figure.* replace (
        made_of.numerator as numerator,
        made_of.denominator as denominator,
        made_of.release_id as release_id,
        made_of.numerator * made_of.multiplier / nullif(made_of.denominator, 0) as value,
        case
            when made_of.numerator is not null and made_of.denominator <> 0 then 'ok'
            when figure.status <> 'ok' then figure.status
            when made_of.numerator_status <> 'ok' then made_of.numerator_status
            when made_of.denominator_status <> 'ok' then made_of.denominator_status
            else 'not_applicable'
        end as status,
        case
            when made_of.numerator is not null and made_of.denominator <> 0 then null
            when figure.status <> 'ok' then figure.symbol
            when made_of.numerator_status <> 'ok' then made_of.numerator_symbol
            else made_of.denominator_symbol
        end as symbol),
    coalesce(made_of.is_later, false) as is_later
from figure
join made_of using (indicator_id, area_code, period_kind, period_end)
where figure.derived and figure.breakdown is null and is_whole

union all by name

-- Growth on the year before, the one figure that we compute from two years of one indicator.
select
    figure.* replace (
        if(figure.status = 'ok', 100 * (latest.value - past.value) / nullif(past.value, 0), null)
            as value,
        if(figure.status = 'ok', latest.value - past.value, null) as numerator,
        if(figure.status = 'ok', past.value, null) as denominator,
        latest.release_id as release_id),
    latest.is_later or past.is_later as is_later
from figure
join indicator using (indicator_id)
join shown_cell as latest
    on latest.indicator_id = indicator.numerator_id
    and latest.area_code = figure.area_code
    and latest.period_kind = figure.period_kind
    and latest.period_end = figure.period_end
    and latest.breakdown is null
join shown_cell as past
    on past.indicator_id = latest.indicator_id
    and past.area_code = latest.area_code
    and past.period_kind = latest.period_kind
    and year(past.period_end) = year(latest.period_end) - 1
    and past.breakdown is null
where figure.derived and indicator.denominator_id is null
    and (figure.status <> 'ok' or latest.value is not null and past.value > 0);

update as_known
set
    figures = (select count(*) from figure_of_then),
    later = (select count(*) from figure_of_then where is_later);

create temp table earlier_cell as
select cell_of_then.* exclude (older, printed_on, was_public, is_later)
from cell_of_then
anti join shown_cell
    on shown_cell.indicator_id = cell_of_then.indicator_id
    and shown_cell.area_code = cell_of_then.area_code
    and shown_cell.period_kind = cell_of_then.period_kind
    and shown_cell.period_end = cell_of_then.period_end
    and shown_cell.breakdown_topic is not distinct from cell_of_then.breakdown_topic
    and shown_cell.breakdown is not distinct from cell_of_then.breakdown
    and shown_cell.release_id = cell_of_then.release_id
where cell_of_then.older and not cell_of_then.is_later;

create temp table ordered as
select figure_of_then.* exclude (is_later)
from figure_of_then
join indicator using (indicator_id)
-- As a build sorts them: a question reads few blocks of the file.
order by topic, indicator_id, breakdown_topic nulls first, breakdown nulls first, area_code,
    period_end;

delete from figure;
insert into figure by name from ordered;
delete from superseded;
insert into superseded by name from earlier_cell;

delete from revision
where new_release_id in (
    select release_id from file_day, as_known where public_on > day);
delete from recount
where release not in (
    select regexp_replace(split_part(release_id, '/', 1), '_v\d+$', '')
    from file_day, as_known
    where public_on <= day);
delete from series_break where after_end > (select day from as_known);
delete from figure_note where period_end > (select day from as_known);
delete from neighbour
where model in (
    select try_cast(regexp_extract(release_id, '^neighbours-(\d{4})', 1) as integer)
    from file_day, as_known
    where public_on > day);
delete from inspection where published_on > (select day from as_known);
delete from school
where release_id in (select release_id from file_day, as_known where public_on > day)
    or period_end > (select day from as_known);
delete from school_ward where (school_id, period_end) not in (select (school_id, period_end) from school);
-- A council's own figures were published by nobody: those of later days were not there.
delete from ward_supplied where period_end > (select day from as_known);
delete from month_supplied where period_end > (select day from as_known);
delete from month_change where period_end > (select day from as_known);
delete from ward_deprivation where make_date(year, 12, 31) > (select day from as_known);
delete from ward_note where period_end > (select day from as_known);
update ward
set population_0_17 = null, population_on = null, population_source = null
where population_on > (select day from as_known);

-- Of a paper of which only the month is known, the last day of the month.
create temp table later_paper as
select document
from committee_paper, as_known
where coalesce(meeting_date, public_from(left(dated, 7))) > day;
delete from paper_note where document in (from later_paper);
delete from quoted_figure where document in (from later_paper);
delete from plan_task where document in (from later_paper);
delete from plan_risk where document in (from later_paper);
delete from plan_assurance where document in (from later_paper);
delete from committee_paper where document in (from later_paper);
-- A council's own plan: how a task or a risk stood later was not known.
update plan_task set status = null, status_on = null where status_on > (select day from as_known);
update plan_risk
set likelihood = null, impact = null, assessed_on = null
where assessed_on > (select day from as_known);
