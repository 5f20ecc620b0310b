"""Ofsted's inspections of children's services: one row a report, in the compiled history.

The file is compiled from reports by program. What it got wrong is mended against Ofsted's own list
by `data/inspections_mended.csv`, which was reviewed by hand. What neither tells stays unknown.
"""

import csv
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import duckdb

from etl.disk import PROJECT
from etl.model import Refusal, Release
from etl.reading import csv_file, staging
from etl.reading.known_places import bare_name
from etl.reading.sql import SHOWN_FAULTS

FILE = "ilacs_history.csv"
MENDED = PROJECT / "data" / "inspections_mended.csv"
URL = "https://github.com/JT-39/ofsted-ilacs-scrape-tool"
REPORT = re.compile(r"https://files\.ofsted\.gov\.uk/v1/file/\d+")

GRADES = {
    "overall": "overall_effectiveness_grade",
    "leaders": "impact_of_leaders_grade",
    "help_and_protection": "help_and_protection_grade",
    "in_care": "in_care_grade",
    "care_leavers": "care_leavers_grade",
}
DATES = {
    "published_on": "publication_date",
    "started_on": "inspection_start_date",
    "ended_on": "inspection_end_date",
}
COLUMNS = {
    "name": "local_authority",
    **DATES,
    "framework": "inspection_framework",
    **GRADES,
    "report": "inspection_link",
}
# Ofsted's former name of a council, whose name shares no word with it.
CALLED = {"london corporation": "city of london"}
NOT_GIVEN = "not given"
WORDS = {
    **{word: word for word in ("outstanding", "good", "requires improvement", "inadequate")},
    "not_reported_post_reform": NOT_GIVEN,
    "inspection_pre_dates_judgement": NOT_GIVEN,
    "data_unreadable": None,
    "": None,
}
FRAMEWORKS = {"standard": "standard", "short": "short", "": None}
FIRST_YEAR = 1990

Row = dict[str, str | None]
# By name: the code, the first day, and the day on which it had ended.
Councils = dict[str, list[tuple[str, date, date]]]
Mends = dict[int, list[dict[str, str]]]


def recognises(columns: set[str]) -> bool:
    return {"inspection_link", *GRADES.values()} <= columns


def read(con: duckdb.DuckDBPyConnection, file: staging.PublishedFile) -> staging.Reading:
    """Read the history into `inspection`. Councils are those of the table `known_place`."""
    reading = staging.Reading(release_id=f"inspections/{FILE}")
    with staging.refusing(reading):
        opened = csv_file.opened(file.path)
        missing = sorted(set(COLUMNS.values()) - set(opened.names))
        if missing:
            raise Refusal([f"expected the column {name}, found none" for name in missing])
        with file.path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [
                {name: (line[column] or "").strip() for name, column in COLUMNS.items()}
                for line in csv.DictReader(lines)
            ]
        reading.rows = len(rows)
        inspections = whole_rows(rows, councils(con, rows))
        newest = date.fromisoformat(max(str(row["published_on"]) for row in inspections))
        release = Release(
            id=f"inspections-{newest}",
            publication="Inspections of children's services",
            title=f"Reports of Ofsted to {newest.day} {newest:%B %Y}, compiled by a third party",
            url=URL,
        )
        reading.release, reading.release_id = release, f"{release.id}/{FILE}"
        # The newest history holds every report; none of an older one is to be kept beside it.
        con.execute("delete from inspection")
        con.executemany(
            f"""
            insert into inspection (la_code, {", ".join(list(COLUMNS)[1:])}, mended, release_id,
                source_row)
            values ({", ".join("?" * (len(COLUMNS) + 3))})
            """,
            [
                [
                    row["la_code"],
                    *(row[name] for name in list(COLUMNS)[1:]),
                    row["mended"],
                    reading.release_id,
                    row["source_row"],
                ]
                for row in inspections
            ],
        )
    return reading


def councils(con: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, str]]) -> Councils:
    """The councils that each name of the file may mean."""
    names = {row["name"]: CALLED.get(row["name"].lower(), row["name"]) for row in rows}
    found = con.execute(
        f"""
        select distinct called.name, place,
            coalesce(case when change = 'began' then changed_on end, date '0001-01-01'),
            coalesce(case when change = 'ended' then changed_on end, date '9999-12-31')
        from (select unnest($names) as name, unnest($called) as meant) as called
        join known_place on {bare_name("meant")} = {bare_name("known_place.name")}
        where level = 'la'
        """,
        {"names": list(names), "called": list(names.values())},
    ).fetchall()
    known: Councils = {}
    for name, place, began, ended in found:
        known.setdefault(name, []).append((place, began, ended))
    return known


def whole_rows(rows: Sequence[dict[str, str]], known: Councils) -> list[Row]:
    """Rows as the table holds them, mended. Raises Refusal with a sentence for each fault."""
    mends = mends_by_row()
    faults: list[str] = []
    whole: list[Row] = []
    seen: dict[tuple[str | None, str | None], int] = {}
    for number, row in enumerate(rows, start=2):
        try:
            one = whole_row(row, number, known, mends.get(number, []))
            key = one["la_code"], one["published_on"]
            if key in seen:
                raise Refusal(
                    [
                        f"rows {seen[key]} and {number}: expected one report of "
                        f"{row['name']} published on {row['published_on']}, found two"
                    ]
                )
            seen[key] = number
            whole.append(one)
        except Refusal as refusal:
            faults += refusal.faults
    if not rows:
        faults = ["expected rows of inspections, found only a header"]
    if faults:
        raise Refusal(faults[:SHOWN_FAULTS])
    return whole


def mends_by_row() -> Mends:
    """The reviewed list of what is mended, by the row of the file as it was reviewed."""
    mends: Mends = {}
    with MENDED.open(encoding="utf-8", newline="") as lines:
        for mend in csv.DictReader(lines):
            mends.setdefault(int(mend["source_row"]), []).append(mend)
    return mends


def whole_row(
    row: dict[str, str],
    number: int,
    known: Councils,
    mends: Sequence[dict[str, str]],
) -> Row:
    raw = dict(row)
    published = day(raw["published_on"], "published_on", number)
    if not published:
        raise Refusal([expected(number, "published_on", "the day of a report", "")])
    la_code = council_of(raw["name"], published, number, known)
    mended = []
    for mend in mends:
        name = mend["column"]
        # A row that moved, or that its author put right, is not touched.
        there = mend["la_code"] == la_code and mend["published_on"] == published.isoformat()
        if there and raw[name] in (mend["found"], "data_unreadable"):
            raw[name] = mend["mended"]
            mended.append(f"{name}: {mend['found'] or 'nothing'} in the file; {mend['source']}")
    whole: Row = {"la_code": la_code, "published_on": published.isoformat()}
    for name in ("started_on", "ended_on"):
        on = day(raw[name], name, number)
        whole[name] = on.isoformat() if on else None
    for name in GRADES:
        whole[name] = word(raw[name], name, number, WORDS | {NOT_GIVEN: NOT_GIVEN})
    whole["framework"] = word(raw["framework"], "framework", number, FRAMEWORKS)
    if not REPORT.fullmatch(raw["report"]):
        address = "an address of files.ofsted.gov.uk"
        raise Refusal([expected(number, "report", address, raw["report"])])
    whole |= {"report": raw["report"], "source_row": str(number)}
    whole["mended"] = "; ".join(mended) or None
    return whole


def expected(number: int, name: str, what: str, found: str) -> str:
    return f"row {number}, column {COLUMNS[name]}: expected {what}, found '{found}'"


def word(found: str, name: str, number: int, known: dict[str, str | None]) -> str | None:
    if found not in known:
        words = ", ".join(word for word in known if word)
        raise Refusal([expected(number, name, f"one of {words}", found)])
    return known[found]


def day(found: str, name: str, number: int) -> date | None:
    """A day written 03/08/26, 03/08/2026 or 2026-08-03; None where none is written."""
    if not found:
        return None
    last = datetime.now(UTC).year + 1
    for form in ("%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            on = datetime.strptime(found, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if FIRST_YEAR <= on.year <= last:
            return on
    raise Refusal([expected(number, name, f"a day from {FIRST_YEAR} to {last}", found)])


def council_of(name: str, on: date, number: int, known: Councils) -> str:
    """The council that had this name on this day."""
    places = {place for place, began, ended in known.get(name, []) if began <= on < ended}
    if len(places) != 1:
        raise Refusal([expected(number, "name", "a council of that day in data/places.csv", name)])
    return places.pop()


def carry_over(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Add the inspections of `base`, none of them where a history was read."""
    con.execute(f"insert into inspection from {base}.inspection where not exists (from inspection)")
