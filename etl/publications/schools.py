"""Schools and their wards: DfE's school-level file of SEN, for every council in England.

The "2026 format" has a row for each school, unit, provision and need, with the totals among them;
the older file has a row a school. Either is read in one pass, in DuckDB.
"""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.model import DataSet, Refusal, Release
from etl.publications import sen
from etl.reading import csv_file, release_ids, sql, staging

FILE = "school_level.csv"
DATA_SETS = [
    DataSet(
        id="sen_schools",
        publication=sen.SERVICE,
        title="School level, by SEN provision and need",
        file=FILE,
        file_ids=("02b27d86-137f-41d6-b5b4-27fa758db84b",),
    )
]
# As in data sets, and as the website writes it.
PERIOD = r"\d{6}|\d{4}/\d{2}"
# E05 is a ward of England, W05 one of Wales.
WARD = r"[EW]05\d{6}"
# Releases that stand behind no figure, only behind schools and what councils supplied.
SOURCES = """
    select release_id from {schema}school
    union select release_id from {schema}ward_supplied
    union select release_id from {schema}month_supplied
    union select release_id from {schema}ward_deprivation where release_id is not null
    union select release_id from {schema}plan_task where release_id is not null
    union select release_id from {schema}plan_risk where release_id is not null
    union select release_id from {schema}inspection
"""

# What each column is called, spaces written as underscores and capitals as small letters.
# The ward's name of the older file is not documented: these are the spellings that DfE uses.
NAMES = {
    "period": ["time_period"],
    "level": ["geographic_level"],
    "urn": ["school_urn", "urn"],
    "la_code": ["old_la_code", "la_code"],
    "number": ["school_laestab", "laestab", "la_estab"],
    "estab": ["estab", "estab_number", "establishment_number"],
    "name": ["school_name"],
    "phase": ["phase_type_grouping", "phase", "phase_of_education", "education_phase"],
    "type": ["establishment_type", "type_of_establishment", "school_type"],
    "ward_code": [
        "ward_code",
        "administrative_ward_code",
        "district_administrative_ward_code",
        "gss_ward_code",
        "ward",
    ],
    "ward_name": ["ward_name", "administrative_ward_name", "district_administrative_ward_name"],
    "unit": ["specialist_provision_unit_type"],
    "provision": ["sen_provision"],
    "need": ["sen_primary_need"],
    "count": ["pupil_count"],
    "pupils": ["total_pupils"],
    "sen_support": ["sen_support"],
    "ehc_plan": ["ehc_plan"],
}
PLACE = ["period", "level", "urn", "la_code", "number", "estab", "name", "phase", "type"]
PLACE += ["ward_code", "ward_name"]
LONG = ["unit", "provision", "need", "count"]
WIDE = ["pupils", "sen_support", "ehc_plan"]
REQUIRED = ["period", "la_code", "name", "ward_code"]
# What the newest files always have: without them the kind of a school would be guessed.
REQUIRED_LONG = [*REQUIRED, "phase", "type"]
MARKS = {"long": ["number", *LONG], "wide": ["urn", *WIDE]}


@dataclass
class Headers:
    """The columns of one file; `in_file` has the name there of each that we read."""

    names: list[str]
    in_file: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Reversed, so that the first of two alike is the one that counts.
        plain = {plain_name(name): name for name in reversed(self.names)}
        for role, spellings in NAMES.items():
            there = [plain[name] for name in spellings if name in plain]
            if there:
                self.in_file[role] = there[0]

    @property
    def is_long(self) -> bool:
        return set(MARKS["long"]) <= set(self.in_file)

    def column(self, role: str) -> str:
        """The column as SQL, empty text where the file has none."""
        return f"trim({sql.quoted(self.in_file[role])})" if role in self.in_file else "''"


def plain_name(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip().lower())


def recognises(columns: set[str]) -> bool:
    roles = set(Headers(sorted(columns)).in_file)
    return any(set(marks) <= roles for marks in MARKS.values())


def read(con: duckdb.DuckDBPyConnection, file: staging.PublishedFile) -> staging.Reading:
    """Read one census into `school`, `school_ward` and `ward_read`."""
    reading = staging.Reading(release_id=f"sen-schools/{FILE}")
    with staging.refusing(reading), tempfile.TemporaryDirectory() as folder:
        newest = Headers(csv_file.columns_of(file.path)).is_long
        path = file.path if newest else in_utf8(file.path, Path(folder))
        csv = csv_file.opened(path, unnamed_index=True)
        headers = Headers(csv.names)
        refuse_missing(headers)
        if headers.is_long:
            load_long(con, csv, headers)
        else:
            load_wide(con, csv, headers)
        reading.notes += csv.notes
        year = name_release(con, reading)
        reading.rows = int(sum_of(con, "rows"))
        refuse_faults(con, headers)
        csv_file.refuse_odd_lines(csv, reading.rows)
        leave_out_uncounted(con, reading)
        insert(con, reading, year)
    return reading


def refuse_missing(headers: Headers) -> None:
    faults = [
        f"expected the column {' or '.join(NAMES[role])}, found {', '.join(headers.names)}"
        for role in (REQUIRED_LONG if headers.is_long else REQUIRED)
        if role not in headers.in_file
    ]
    if faults:
        raise Refusal(faults)


def in_utf8(path: Path, folder: Path) -> Path:
    """The older file as UTF-8: it was published in the Latin letters of Windows."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        copy = folder / FILE
        # Latin-1 with the quotation marks of Windows in names of schools; a letter it has not is no
        # reason to lose the file.
        copy.write_text(data.decode("cp1252", "replace"), encoding="utf-8", newline="")
        return copy
    return path


def source(csv: csv_file.CsvFile, headers: Headers, roles: Sequence[str]) -> str:
    """The rows of a file with our names, each with its number in the file."""
    columns = ", ".join(f"{headers.column(role)} as {role}" for role in roles)
    return f"select source_row, {columns} from ({csv.rows})"


def expanded(column: str) -> str:
    """R prints a round number such as 100000 as 1e+05."""
    return rf"""case when regexp_full_match({column}, '\d(\.\d+)?e\+\d+', 'i')
        then {column}::double::bigint::varchar else {column} end"""


# The number of DfE survives when a school becomes an academy; the URN does not, and may be blank.
SCHOOL_ID = rf"""
    case
        when regexp_full_match({expanded("number")}, '\d{{3}}/?\d{{4}}')
        then replace({expanded("number")}, '/', '')
        when regexp_full_match(la_code, '\d{{3}}') and regexp_full_match(estab, '\d{{4}}')
        then la_code || estab
        when regexp_full_match({expanded("urn")}, '\d{{6,7}}') then {expanded("urn")}
    end
"""
# Words first; where a file has none, the number tells (6 starts an independent school).
KIND = r"""
    case
        when words like '%special%' or words like '%hospital%' then 'special'
        when words like '%alternative%' or words like '%referral%'
            or regexp_matches(words, '\bap\b') then 'alternative provision'
        when words like '%state-funded%' then 'mainstream'
        when words like '%independent%' then 'independent'
        when words = '' and school_id[4] = '7' and length(school_id) = 7 then 'special'
        when words = '' and school_id[4:5] = '11' and length(school_id) = 7
            then 'alternative provision'
        when not regexp_matches(words, 'academy|free school|community|voluntary|foundation')
            and school_id[4] = '6' and length(school_id) = 7 then 'independent'
        else 'mainstream'
    end
"""


def load_long(con: duckdb.DuckDBPyConnection, csv: csv_file.CsvFile, headers: Headers) -> None:
    """Load the "2026 format" into `school_read`: only the rows of all units and all needs count.

    A school's rows of one provision come together, so that each must have exactly one such row.
    """
    csv_file.run(
        con,
        f"""
        create or replace temp table school_part as
        with
        numbered as ({source(csv, headers, PLACE + LONG)}),
        marked as (
            select *, {SCHOOL_ID} as school_id,
                list_contains($sums, unit) and list_contains($sums, need) as is_total
            from numbered
        )
        select
            school_id, level, period, provision, count(*) as rows,
            count(*) filter (is_total) as totals,
            min(source_row) as first_row,
            any_value(source_row) filter (is_total) as source_row,
            any_value("count") filter (is_total) as "count",
            any_value(struct_pack(la_code, name, phase, type, ward_code, ward_name))
                filter (is_total and list_contains($sums, provision)) as place
        from marked
        group by all
        """,
        csv,
        {"sums": list(sen.SUMS)},
    )
    refuse_odd_parts(con, headers)
    con.execute(
        f"""
        create or replace temp table school_read as
        with whole as (
            select
                school_id, level, period, sum(rows) as rows, any_value(place) as place,
                coalesce(
                    any_value(source_row) filter (list_contains($sums, provision)),
                    min(first_row)) as source_row,
                any_value("count") filter (list_contains($sums, provision)) as pupils,
                any_value("count") filter (list_contains($support, provision)) as sen_support,
                any_value("count") filter (list_contains($plan, provision)) as ehc_plan
            from school_part
            group by all
        ),
        placed as (
            select * exclude (place), unnest(place),
                lower(trim(place.phase || ' ' || place.type)) as words
            from whole
        )
        select * replace (coalesce(sen_support, '0') as sen_support,
            coalesce(ehc_plan, '0') as ehc_plan), {KIND} as kind
        from placed
        """,
        {
            "sums": list(sen.SUMS),
            "support": list(sen.PROVISIONS[sen.SUPPORT]),
            "plan": list(sen.PROVISIONS[sen.PLAN]),
        },
    )


def load_wide(con: duckdb.DuckDBPyConnection, csv: csv_file.CsvFile, headers: Headers) -> None:
    """Load the older file, one row a school, into `school_read`."""
    csv_file.run(
        con,
        f"""
        create or replace temp table school_read as
        with
        numbered as ({source(csv, headers, PLACE + WIDE)}),
        named as (
            select *, {SCHOOL_ID} as school_id, lower(trim(phase || ' ' || type)) as words
            from numbered
        )
        select *, 1 as rows, {KIND} as kind from named
        """,
        csv,
    )


def refuse_odd_parts(con: duckdb.DuckDBPyConnection, headers: Headers) -> None:
    """Raise Refusal for unknown provisions, and for schools without exactly one row of a total."""
    known = [label for labels in sen.PROVISIONS.values() for label in labels] + list(sen.SUMS)
    con.execute(
        "create or replace temp view part_label as "
        f"select provision as {sql.quoted(headers.in_file['provision'])}, "
        "first_row as source_row from school_part"
    )
    faults = sen.unknown_labels(con, "part_label", headers.in_file["provision"], known)
    for label, labels in [
        (sen.SUMS[1], list(sen.SUMS)),
        *((sen.PROVISIONS[id][0], list(sen.PROVISIONS[id])) for id in (sen.PLAN, sen.SUPPORT)),
    ]:
        if not sql.count(con, f"school_part where provision in {tuple(labels)}"):
            faults.append(f"expected rows with {label!r} in sen_provision, found none")
    faults += sentences(
        con,
        """
        select format('row {}: expected one row of all units and all needs for {} of school {}, '
            'found {}', coalesce(source_row, first_row), provision, school_id, totals)
        from school_part where totals <> 1 and school_id is not null order by first_row
        """,
    )
    faults += sentences(
        con,
        f"""
        select format('row {{}}: expected a row of all pupils for school {{}}, found none',
            min(first_row), school_id)
        from school_part where school_id is not null
        group by school_id having not bool_or(provision in {sen.SUMS}) order by min(first_row)
        """,
    )
    if faults:
        raise Refusal(faults)


def sentences(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [row[0] for row in con.execute(f"{query} limit {sql.SHOWN_FAULTS}").fetchall()]


def name_release(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> int:
    """Name the release by its census; answer the year. Raises Refusal where it is not one."""
    periods = [
        str(row[0])
        for row in con.execute("select distinct period from school_read order by 1").fetchall()
    ]
    if not periods:
        raise Refusal(["expected rows of schools, found only a header"])
    if len(periods) > 1 or not re.fullmatch(PERIOD, periods[0]):
        raise Refusal(
            [
                "expected one time_period such as 202425, found "
                f"{' and '.join(map(repr, periods[: sql.SHOWN_FAULTS]))}"
            ]
        )
    period = periods[0].replace("/", "")
    period = period if len(period) == 6 else period[:4] + period[-2:]
    year = int(period[:4]) + 1
    if year % 100 != int(period[-2:]):
        raise Refusal([f"expected two years in a row such as 202425, found {periods[0]}"])
    release = Release(
        id=f"sen-schools-{period}",
        publication=sen.PUBLICATION,
        title=f"January {year}, school level",
        url=sen.URL,
    )
    reading.release, reading.release_id = release, f"{release.id}/{FILE}"
    return year


def refuse_faults(con: duckdb.DuckDBPyConnection, headers: Headers) -> None:
    """Raise Refusal with a sentence for each of the first rows that cannot be right."""
    con.execute(
        "create or replace temp view tested as select * replace "
        "(coalesce(school_id, '') as school_id) from school_read"
    )
    counts = LONG[-1:] * 3 if headers.is_long else WIDE
    # Old files leave cells empty, or with a point, where there is no number.
    symbols = (*sen.SEN_SYMBOLS, "", ".")
    queries = [
        *expecting("school_id = ''", "school_id", "a DfE number or a URN", headers, "number"),
        *expecting(
            r"not regexp_full_match(la_code, '\d{3}')",
            "la_code",
            "a three-digit council code",
            headers,
        ),
        *expecting("name = ''", "name", "the name of a school", headers),
        *expecting(
            f"not regexp_full_match(ward_code, '{WARD}') and lower(ward_code) not in {symbols}",
            "ward_code",
            "the code of a ward such as E05009308",
            headers,
        ),
        *expecting("level not in ('School', '')", "level", "the level School", headers),
    ]
    for role, count in zip(WIDE, counts, strict=True):
        queries += expecting(
            rf"not regexp_full_match({role}, '\d+|\d{{1,3}}(,\d{{3}})+') "
            f"and lower({role}) not in {symbols}",
            role,
            f"a whole number or one of {' '.join(sen.SEN_SYMBOLS)}",
            headers,
            count,
        )
    faults = [fault for query in queries for fault in sentences(con, query)]
    faults = faults or doubled(con) or too_many(con)
    if faults:
        raise Refusal(faults)


def expecting(
    condition: str, column: str, expected: str, headers: Headers, role: str = ""
) -> list[str]:
    """The query of one kind of fault: where, what was expected and what was found."""
    name = headers.in_file.get(role or column, role or column)
    words = sql.literal(f"row {{}}, column {name}: expected {expected}, found '{{}}'")
    return [
        f"select format({words}, source_row, {column}) from tested where {condition} "
        "order by source_row"
    ]


def doubled(con: duckdb.DuckDBPyConnection) -> list[str]:
    return sentences(
        con,
        """
        select format('rows {}: expected one row for school {}, found {}',
            string_agg(source_row::varchar, ' and ' order by source_row), school_id, count(*))
        from school_read group by school_id having count(*) > 1 order by min(source_row)
        """,
    )


def number(column: str) -> str:
    return f"try_cast(replace({column}, ',', '') as bigint)"


def too_many(con: duckdb.DuckDBPyConnection) -> list[str]:
    return sentences(
        con,
        f"""
        select format('row {{}}: expected at most the {{}} pupils of school {{}} on SEN support or '
            'with an EHC plan, found {{}} and {{}}', source_row, pupils, school_id, sen_support,
            ehc_plan)
        from school_read
        -- A shifted column shows here first: nobody counts in both.
        where {number("sen_support")} + {number("ehc_plan")} > {number("pupils")}
        order by source_row
        """,
    )


def leave_out_uncounted(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> None:
    """Leave out schools with a symbol for a count, as a note: no ward total can hold them."""
    uncounted = f"""
        from school_read
        where {number("pupils")} is null or {number("sen_support")} is null
            or {number("ehc_plan")} is null
    """
    row = con.execute(f"select count(*), min(source_row) {uncounted}").fetchone()
    if row and row[0]:
        reading.symbols = row[0]
        reading.notes.append(
            f"schools left out because their counts are not published: {row[0]:,}, the first in "
            f"row {row[1]}"
        )
        con.execute(f"delete {uncounted}")


def sum_of(con: duckdb.DuckDBPyConnection, column: str) -> int:
    row = con.execute(f"select coalesce(sum({column}), 0) from school_read").fetchone()
    return int(row[0]) if row else 0


def insert(con: duckdb.DuckDBPyConnection, reading: staging.Reading, year: int) -> None:
    """Add the schools read to `school`, `school_ward` and `ward_read`."""
    values = {"release_id": reading.release_id, "day": f"{year}-01-31"}
    con.execute(
        f"""
        insert into school
        select
            school_id, $day::date, name, la_code, nullif(phase, ''), kind, {number("pupils")},
            {number("sen_support")}, {number("ehc_plan")}, $release_id, source_row
        from school_read
        order by school_id
        """,
        values,
    )
    placed = f"from school_read where regexp_full_match(ward_code, '{WARD}')"
    con.execute(
        f"insert into school_ward select school_id, $day::date, ward_code {placed} order by 1",
        {"day": values["day"]},
    )
    con.execute(
        f"""
        insert into ward_read
        select ward_code, coalesce(mode(nullif(ward_name, '')), ward_code), mode(la_code),
            $day::date, $release_id
        {placed}
        group by ward_code
        """,
        values,
    )
    reading.cells = 3 * sql.count(con, "school_read")
    # A school without a ward still counts for its council.
    homeless = sql.count(con, "school_read") - sql.count(con, f"({placed})")
    if homeless:
        reading.notes.append(f"schools without a ward: {homeless:,}")


def carry_over(con: duckdb.DuckDBPyConnection, base: str, kept_by_hand: Sequence[str]) -> None:
    """Add the schools and the supplied ward figures of `base` that nothing read now replaces.

    A census of a council is replaced as a whole, whichever file gives it; so are its supplied
    figures of one day. The releases `kept_by_hand` are loaded with every build, and not carried
    over.
    """
    con.execute(
        f"""
        insert into school
        from {base}.school
        where {release_ids.first_in("release_id")} not in (
                select {release_ids.first_in("release_id")} from release)
            and not list_contains($kept_by_hand, release_id)
            and (la_code, period_end) not in (select (la_code, period_end) from school)
        """,
        {"kept_by_hand": list(kept_by_hand)},
    )
    con.execute(
        f"""
        insert into school_ward
        select held.* from {base}.school_ward as held
        join school using (school_id, period_end)
        where school.release_id not in (select release_id from release)
        """
    )
    con.execute(
        f"""
        insert into ward_supplied
        from {base}.ward_supplied
        where release_id not in (select release_id from release)
            and (la_code, period_end, basis)
                not in (select (la_code, period_end, basis) from ward_supplied)
        """
    )
    con.execute(
        f"""
        insert into ward_deprivation
        from {base}.ward_deprivation
        where release_id is not null
            and release_id not in (select release_id from release)
            and ward_code not in (select ward_code from ward_deprivation)
        """
    )
    con.execute(
        "insert into ward_read select ward_code, name, la_code, date '1900-01-01', '' "
        f"from {base}.ward"
    )


def fill_ward(con: duckdb.DuckDBPyConnection) -> None:
    """Add the wards that files name and that are not described by hand: newest name of each."""
    con.execute(
        """
        insert into ward by name
        select ward_code, name, la_code
        from ward_read
        where ward_code not in (select ward_code from ward)
            and ward_code in (
                select ward_code from school_ward union select ward_code from ward_supplied
                union select ward_code from ward_deprivation)
        qualify row_number() over (
            partition by ward_code order by period_end desc, release_id desc, name) = 1
        order by ward_code
        """
    )
