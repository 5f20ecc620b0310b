"""What a file prints otherwise than the one whose place it takes, and when that is too much."""

import re
from dataclasses import dataclass

import duckdb

from etl.database.editions import Edition, following, place_taken
from etl.model import head_and_end
from etl.publications import catalogue
from etl.reading import sql, staging
from etl.reading.release_ids import first_of, parts_of
from etl.reading.sql import SHOWN_FAULTS

# An amendment puts right some councils of a year or two. A shifted column, or years that are one
# too high, revise nearly all of a series.
MOST_REVISED = 0.2
# In fewer figures than this, those of a council or two are a fifth.
FEW = 20
# Figures of EHC plans that the releases of 2022 and 2025 both print are the same, the middle ratio
# being 1. Percentages as fractions, thousands or a nought too many change it ten times at least.
SCALE = 3
# In the embedded figures 12% of a measure at most are the same as a year before.
MOST_MOVED = 0.5
EXAMPLES = 3

# What the file before says of totals, from the database before or from this build.
HELD = """
    select indicator_id, coalesce(la_code, area_code) as area_key, name, period, period_kind,
        period_end, value, symbol
    from (select * from {base}.figure where not derived union all by name from {base}.superseded)
    join {base}.area using (area_code)
    where release_id = $before and breakdown is null
"""
READ = f"""
    select indicator_id, area_key, '' as name, period, period_kind, period_end,
        {sql.number_of("raw")} as value,
        case when not regexp_matches(raw, '{sql.NUMBER}') then raw end as symbol
    from cell
    where release_id = $before and breakdown is null
"""
# To follow "with before as (…),".
COMPARED = f"""
    now as (
        select cell.*, {sql.number_of("raw")} as value,
            case when not regexp_matches(raw, '{sql.NUMBER}') then raw end as symbol,
            coalesce((select any_value(name) from place
                where place.area_key = cell.area_key and place.release_id = cell.release_id),
                area_key) as name
        from cell
        where release_id = $now and breakdown is null
    ),
    pair as (
        select now.*, indicator.name as measure, before.value as old_value,
            before.symbol as old_symbol,
            (now.value is null) <> (before.value is null)
                or abs(now.value - before.value) > 0.5 * pow(10, -decimals) + 1e-9 as is_revised,
            now.value > 0 and (now.value = earlier.value or now.value = later.value) as is_moved
        from now
        join before using (indicator_id, area_key, period_kind, period_end)
        join indicator using (indicator_id)
        left join before as earlier on earlier.indicator_id = now.indicator_id
            and earlier.area_key = now.area_key and earlier.period_kind = now.period_kind
            and year(earlier.period_end) = year(now.period_end) - 1
        left join before as later on later.indicator_id = now.indicator_id
            and later.area_key = now.area_key and later.period_kind = now.period_kind
            and year(later.period_end) = year(now.period_end) + 1
    )
    select
        measure, count(*), count(*) filter (is_revised),
        median(value / old_value) filter (value > 0 and old_value > 0),
        count(*) filter (is_moved and is_revised),
        list(format('{{}} {{}}: {{}} to {{}}', name, period,
                coalesce(old_symbol, {sql.number_text("old_value")}),
                coalesce(symbol, {sql.number_text("value")}))
            order by abs(value - old_value) desc nulls last, area_key, period_end)
            filter (is_revised)[:{EXAMPLES}]
    from pair
    group by indicator_id, measure
    having count(*) filter (is_revised) > {MOST_REVISED} * count(*) and count(*) >= {FEW}
    order by indicator_id
"""


@dataclass(frozen=True, kw_only=True)
class Revised:
    """Of one measure, without breakdowns: how many figures are in both files and how many differ.

    `ratio` is the median of new by old, `moved` counts figures that are those of the year before
    or after.
    """

    measure: str
    figures: int
    revised: int
    ratio: float | None
    moved: int
    largest: list[str]

    @property
    def found(self) -> str:
        return (
            f"{self.revised:,} of {self.figures:,} figures of {self.measure}, the largest: "
            + "; ".join(self.largest)
        )

    @property
    def of_another_scale(self) -> bool:
        return self.ratio is not None and not 1 / SCALE < self.ratio < SCALE

    @property
    def of_another_year(self) -> bool:
        return self.moved > MOST_MOVED * self.figures


def too_many(
    con: duckdb.DuckDBPyConnection,
    newest: dict[str, Edition],
    edition: Edition,
    reading: staging.Reading,
) -> list[str]:
    """Faults where a file revises more of a measure than DfE ever does; the rest is a note.

    Between two editions of one release that is more than a fifth of the figures of a measure.
    Between two releases figures may all be worked out anew, which is told: only another scale, or
    the figures of another year, are faults.
    """
    taken = place_taken(newest, edition.release_id)
    # Of a release older than all that are held, the next one must tell the same of its years.
    before = newest.get(taken or following(newest, edition.release_id) or "")
    if not before or before.sha256 == edition.sha256:
        return []
    same_release = first_of(before.release_id) == first_of(edition.release_id)
    faults, notes = [], []
    for one in compared(con, before, reading.release_id):
        if one.of_another_year:
            faults.append(f"no figures of another year in the place of others, found {one.found}")
        elif one.of_another_scale:
            faults.append(f"figures of the scale of {before.release_id}, found {one.found}")
        elif same_release:
            faults.append(
                f"at most {MOST_REVISED:.0%} of a measure revised since {before.release_id}, "
                f"found {one.found}"
            )
        elif taken:
            notes.append(f"revised since {before.release_id}: {one.found}")
    reading.notes += notes
    more = len(faults) - SHOWN_FAULTS
    return [
        *(
            f"{edition.release_id}: expected {fault}: load it with --force if that is right"
            for fault in faults[:SHOWN_FAULTS]
        ),
        *([f"{edition.release_id}: {more} more measures of the same kind"] if more > 0 else []),
    ]


def compared(con: duckdb.DuckDBPyConnection, before: Edition, release_id: str) -> list[Revised]:
    """The measures of which more than a fifth is revised since the file before."""
    issue, number, file = parts_of(before.release_id)
    query, name = (
        (READ, f"{issue}_v{number:02}/{file}")
        if before.file
        else (HELD.format(base="base"), before.release_id)
    )
    rows = con.execute(
        f"with before as ({query}), {COMPARED}", {"before": name, "now": release_id}
    ).fetchall()
    return [
        Revised(measure=a, figures=b, revised=c, ratio=d, moved=e, largest=f)
        for a, b, c, d, e, f in rows
    ]


def other_year(file: staging.PublishedFile, reading: staging.Reading) -> list[str]:
    """A fault where a file ends in another year than its name says, or the service of its release.

    A download is known by its data set: the service may have no name for it but that of a record.
    """
    if file.data_set:
        named, ends = year_named(file.release or ""), year_of_release(reading)
        expected = f"{reading.release_id}: expected {file.release}, as DfE's service says"
        found = f"found figures of the release of {ends}"
    else:
        named = head_and_end(file.name)[1]
        ends = head_and_end(parts_of(reading.release_id)[2])[1]
        expected = f"{file.name}: expected {named} as its last year, as its name says"
        found = f"found {ends}"
    if not (named and ends) or named == ends:
        return []
    return [f"{expected}, {found}: load it with --force if that is right"]


def year_named(release: str) -> int:
    """The year of 'Reporting year 2026' and of 'Academic year 2025/26'; 0 of other titles."""
    title = re.fullmatch(r"(?:Reporting year (20\d\d)|Academic year 20\d\d/(\d\d))", release)
    return int(title[1] or f"20{title[2]}") if title else 0


def year_of_release(reading: staging.Reading) -> int:
    """The last year in the title of the release that a file was read as; 0 where there is none."""
    release = reading.release or catalogue.release_of(reading.release_id)
    years = re.findall(r"20\d\d", release.title)
    return int(years[-1]) if years else 0
