-- What did a council supply month by month, and from which files?
select
    measure, supplied_measure.name, kind, definition, position, period_end, value, source_row,
    publication, title, file, url, published_on, retrieved_at, sha256, licence
from month_supplied
join supplied_measure using (measure)
join release using (release_id)
where la_code = $la
order by position, period_end;
