"""What the stand-in publishes by itself: the embedded figures, in the files DfE published them in.

Ids are those of DfE where they are known (the catalogue of the release of 2025, one API data set,
the zips); a publication, file or release whose id nobody wrote down has an invented one.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

import queries
from etl.model import Extract, Part
from etl.publications import catalogue
from etl.reading.sql import labels_of, number_text
from tests.etl.writing import (
    FILTERS,
    HEADERS,
    HEADERS_2026,
    PLACE_COLUMNS,
    RENAMED_2026,
    TOTALS,
    TOTALS_2026,
    Table,
    identifier,
)
from tests.standin import special_needs
from tests.standin.world import (
    ApiDataSet,
    Content,
    File,
    Publication,
    Release,
    Version,
    World,
    invented_id,
)

CUT_DOWN = """
    level in ('country', 'region', 'subregion')
    or area_code = 'E08000009'
    or area_code in (select neighbour_code from neighbour where area_code = 'E08000009')
"""
PLANS, NEED, WORKFORCE = (
    "education-health-and-care-plans",
    "children-in-need",
    "children-s-social-work-workforce",
)
TITLES = {
    PLANS: "Education, health and care plans",
    NEED: "Children in need",
    WORKFORCE: "Children's social work workforce",
    special_needs.SLUG: special_needs.TITLE,
}
PUBLICATION_IDS = {PLANS: "88312cc0-fe1d-4ab5-81df-33fd708185cb"}
RELEASE_IDS = {
    (PLANS, "2026"): "1721934a-2ad7-4d1b-1c73-08de96e6fc0e",
    (PLANS, "2025"): "4c3eb898-bfd5-4081-9a96-4aa9abe32090",
    (PLANS, "2024"): "2e60aacd-d46c-416a-af4d-9d2269506ff6",
    (PLANS, "2023"): "d5b44ad8-35b3-4aec-9881-09a36b39a231",
}
FILE_IDS_2025 = {
    "caseload.csv": "897aaeeb-39b2-4913-8739-d0773d99f674",
    "newplans.csv": "d486e98a-ac39-4c6d-bb92-40e1d81452e5",
    "requests.csv": "2cb3f1e5-7961-4034-9643-0adb38a1fefa",
    "ceased_plans.csv": "317bde93-3fed-4e19-9c07-ae00fce28c5d",
    "personal_budgets.csv": "852571af-a076-4f9a-ba3e-b6d00016acb9",
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": (
        "911dae20-ac5d-4e28-bee8-53a658761fa5"
    ),
}
FILE_IDS_2026: dict[str, str] = {
    "caseload.csv": "49e7efca-f010-4044-9f70-578032a23cf7",
    "newplans.csv": "f44121ed-383d-4246-9fe5-0bb8e065f15e",
    "requests.csv": "aec1cce1-d932-4bba-b0c6-8645c31f3cbb",
    "assessments.csv": "866331e6-4be2-4242-985a-c00c7ac274b5",
    "timeliness_20_week.csv": "90d7c9d3-d811-46f1-ae61-39ea674d4654",
    "sen_needs_caseload.csv": "43683cb0-0a78-40d1-aa0d-20b4909832ee",
    "annual_reviews.csv": "49159ef4-a116-47d7-9e16-61feb9981089",
    "ceased_plans.csv": "fa62d05f-22d2-4b97-a878-0e5106d260c3",
}
FILE_IDS = {
    "2026": FILE_IDS_2026,
    "2025": FILE_IDS_2025,
    special_needs.RELEASE: special_needs.FILE_IDS,
}
REFERRALS = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
REFERRALS_API_ID = "342f9a01-26f0-2a71-91a1-f8bc0bee8b11"
API_IDS = {REFERRALS: REFERRALS_API_ID, **special_needs.API_IDS}
# Our name of a release: the publication and the slug that DfE gives it.
RELEASES = {
    "ehcp-2025": (PLANS, "2025"),
    "ehcp-2022": (PLANS, "2022"),
    "cin-2025": (NEED, "2025"),
    "population-2024": (NEED, "2025"),
    "workforce-2025": (WORKFORCE, "2025"),
}
PUBLISHED = {
    (PLANS, "2026"): "2026-06-25T08:30:00+00:00",
    (PLANS, "2025"): "2025-06-26T08:30:00+00:00",
    (PLANS, "2022"): "2022-05-12T08:30:00+00:00",
    (NEED, "2025"): "2025-10-30T09:30:00+00:00",
    (WORKFORCE, "2025"): "2026-02-26T09:30:00+00:00",
    (special_needs.SLUG, special_needs.RELEASE): "2026-05-07T08:30:00+00:00",
}


def tables(con: duckdb.DuckDBPyConnection, areas: str = CUT_DOWN) -> dict[str, list[Table]]:
    """The published files of a database, by our name of the release: real headers, real names.

    Cells that we do not read are `x`. `areas` is the condition that picks places.
    """
    cells = con.execute(
        f"""
        with published as (from figure where not derived union all from superseded)
        select
            split_part(release_id, '/', 1) as release, split_part(release_id, '/', 2) as file,
            source_row, source_column, indicator_id, breakdown_topic, breakdown, area_code,
            if(period_kind = 'academic' and release_id like 'ehcp-2022%',
                year(period_end)::varchar, period) as period,
            coalesce(symbol, {number_text("value")}) as text
        from published join area using (area_code)
        where file in (select unnest($files)) and ({areas})
        order by release, file, source_row
        """,
        {"files": list(HEADERS)},
    ).fetchall()
    places = described_places(con)
    found: dict[tuple[str, str], dict[int, dict[str, str]]] = {}
    for release, file, row, column, indicator, topic, part, area, period, text in cells:
        extract = extract_of(f"{release}/{file}", column, indicator, topic, part)
        cells_of_row = found.setdefault((release, file), {}).setdefault(row, {})
        cells_of_row |= places[area] | {"time_period": period} | labels(extract, part)
        cells_of_row[column] = text
    answer: dict[str, list[Table]] = {}
    for (release, file), rows in found.items():
        answer.setdefault(release, []).append(table_of(file, rows.values()))
    return answer


def described_places(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The identifiers of each place, as a published row has them."""
    rows = con.execute(
        """
        select area.area_code, area.la_code, area.name, area.level,
            case when area.level in ('region', 'subregion') then area.area_code
                else area.parent_code end,
            case when area.level in ('region', 'subregion') then area.name else parent.name end
        from area left join area as parent on parent.area_code = area.parent_code
        """
    ).fetchall()
    found = {}
    for code, la_code, name, level, region_code, region_name in rows:
        place = {"geographic_level": "National"}
        if level != "country":
            place = {
                "geographic_level": "Regional",
                "region_code": region_code,
                "region_name": region_name,
            }
        if la_code:
            place |= {
                "geographic_level": "Local authority",
                "old_la_code": la_code,
                "new_la_code": code,
                "la_name": name,
            }
        found[code] = place
    return found


def extract_of(
    release_id: str, column: str, indicator: str, topic: str | None, part: str | None
) -> Extract:
    """The record that a cell was read by: it says which row of the file the cell stands in."""
    for publication in catalogue.PUBLICATIONS:
        for extract in publication.EXTRACTS:
            if extract.release_id != release_id:
                continue
            for name, goal in {**extract.columns, **extract.optional}.items():
                if name.lower() != column.lower():
                    continue
                if isinstance(goal, Part):
                    if goal == Part(indicator, topic or "", part or ""):
                        return extract
                elif goal == indicator and extract.topic == topic:
                    return extract
    raise ValueError(f"{release_id}: no record reads {column} to {indicator} {topic} {part}")


def labels(extract: Extract, part: str | None) -> dict[str, str]:
    texts = {column: labels_of(label)[0] for column, label in extract.rows.items()}
    if extract.breakdown:
        return {**texts, extract.breakdown: part or ""}
    return {**texts, "breakdown": texts.get("breakdown_topic", "")}


def table_of(file: str, rows: Iterable[Mapping[str, str]]) -> Table:
    header = tuple(HEADERS[file].split(","))
    common = {
        "country_code": "E92000001",
        "country_name": "England",
        "time_identifier": identifier(file),
        **FILTERS.get(file, {}),
    }
    return Table(
        file,
        header,
        tuple(
            tuple(
                {**common, **row}.get(name, "" if name in PLACE_COLUMNS else "x") for name in header
            )
            for row in rows
        ),
    )


def contents(files: Mapping[str, Iterable[Table]]) -> dict[tuple[str, str], dict[str, bytes]]:
    """The bytes of each file, by publication and slug of release; those not embedded too."""
    needs = (special_needs.SLUG, special_needs.RELEASE)
    found = {needs: {table.file: table.encoded() for table in special_needs.tables()}}
    for release, members in files.items():
        if release in RELEASES:
            place = found.setdefault(RELEASES[release], {})
            place |= {table.file: table.encoded() for table in members}
    return found


def world(files: Mapping[tuple[str, str], Mapping[str, bytes]]) -> World:
    """What the service publishes when it has these files, by publication and slug of release."""
    found = World()
    for slug, title in TITLES.items():
        slugs = sorted({release for name, release in files if name == slug}, reverse=True)
        if slugs:
            releases = [release_of(slug, one, files[slug, one]) for one in slugs]
            id = PUBLICATION_IDS.get(slug) or invented_id("publication", slug)
            found.publications.append(Publication(id, slug, title, releases))
    add_api_data_sets(found)
    return found


def a_year_later(table: Table) -> Table:
    """The file of EHC plans in the release of 2026: another layout, and the last year again."""
    names = {name.lower(): place for place, name in enumerate(table.header)}
    period = names["time_period"]
    last = max(row[period] for row in table.rows)
    file = RENAMED_2026.get(table.file, table.file)
    labels = {TOTALS[table.file]: TOTALS_2026[file]}
    rows = []
    for row in table.rows:
        texts = [labels.get(text, text) for text in row]
        rows.append(texts)
        if row[period] == last:
            rows.append([*texts[:period], next_period(last), *texts[period + 1 :]])
    header = tuple(HEADERS_2026[file].split(","))
    places = [names.get(name.lower()) for name in header]
    return Table(
        file,
        header,
        tuple(tuple("x" if at is None else row[at] for at in places) for row in rows),
    )


def next_period(period: str) -> str:
    year = int(period[:4]) + 1
    return f"{year}{(year + 1) % 100:02d}" if len(period) == 6 else str(year)


def release_of(slug: str, release: str, files: Mapping[str, bytes]) -> Release:
    known = FILE_IDS.get(release, {})
    published = PUBLISHED.get((slug, release), f"{release[:4]}-06-26T08:30:00+00:00")
    return Release(
        id=RELEASE_IDS.get((slug, release)) or invented_id("release", slug, release),
        slug=release,
        title=title_of_release(release),
        published=published,
        files=[
            File(
                id=known.get(name) or invented_id("file", slug, release, name),
                name=name,
                title=title_of(name),
                content=Content(data),
                updated=published,
            )
            for name, data in files.items()
        ],
    )


def title_of_release(slug: str) -> str:
    return f"Academic year {slug.replace('-', '/')}" if "-" in slug else f"Reporting year {slug}"


def title_of(name: str) -> str:
    """Titles of the catalogue: those of Children in need begin with the code of the table."""
    words = name.removesuffix(".csv").replace("_", " ")
    if name.startswith("csww_"):
        return "1. Indicators"
    head, _, rest = words.partition(" ")
    if len(head) == 2 and head[1].isdigit():
        return f"{head.upper()} {rest}"
    return words.capitalize()


def add_api_data_sets(found: World) -> None:
    """Put what is in the API there, each with one version; that of referrals is the second one."""
    for publication, release, file in found.files():
        if file.name in API_IDS and release is publication.releases[0]:
            data_set = ApiDataSet(API_IDS[file.name], file.title, file.name, publication, [])
            found.data_sets.append(data_set)
            if file.name == REFERRALS:
                data_set.versions.append(first_version_of_referrals(file))
            number = (1, len(data_set.versions), 0)
            kind = "Minor" if data_set.versions else "Major"
            data_set.versions.append(
                Version(number, file.content, file.id, release, release.published, kind)
            )


def first_version_of_referrals(file: File) -> Version:
    lines = file.content.data.splitlines(keepends=True)
    before = b"".join(line for line in lines if not line.startswith(b"2025,"))
    release = release_of(NEED, "2024", {})
    id = invented_id("file", NEED, "2024", file.name)
    return Version((1, 0, 0), Content(before), id, release, release.published, "Major")


def of_database(path: Path, areas: str = CUT_DOWN) -> dict[str, list[Table]]:
    """The published files that the figures of a database came from, as `tables` gives them."""
    with duckdb.connect(str(path), read_only=True, config=queries.READING) as con:
        return tables(con, areas)
