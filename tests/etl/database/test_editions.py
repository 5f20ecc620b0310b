"""A file that comes again with other bytes: the newest gives the figures, the first stays known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.database import build, snapshot
from etl.model import Refusal
from etl.publications.catalogue import INDICATORS, RELEASES, release_of
from etl.reading import release_ids, sql, staging
from tests.etl.chain import Chain
from tests.etl.database.test_overlap import BOLTON, BURY, SALFORD, WIGAN
from tests.etl.writing import CHILDREN_IN_NEED, ENGLAND, REQUESTS, TRAFFORD, Table, table

RECEIVED = "requests_received_in_year"
FILE = "requests.csv"
PLACES = [ENGLAND, TRAFFORD, SALFORD, BOLTON, BURY, WIGAN]


def requests(*counts: str | None) -> Table:
    """Requests of 2023 and 2024 in England, Trafford and so on; None leaves the place out."""
    rows = [
        (place, period, count)
        for period in ("2023", "2024")
        for place, count in zip(PLACES, counts, strict=False)
        if count is not None
    ]
    return table(FILE, RECEIVED, *rows)


FIRST = requests("900", "100", "200", "x")
SECOND = requests("905", "100", "x", "50", "7")
THIRD = requests("905", "120", "210", "50")


@pytest.mark.parametrize(
    ("release_id", "issue", "number", "first", "next_one"),
    [
        ("ehcp-2025/a.csv", "ehcp-2025", 1, "ehcp-2025/a.csv", "ehcp-2025_v02/a.csv"),
        ("ehcp-2025_v02/a.csv", "ehcp-2025", 2, "ehcp-2025/a.csv", "ehcp-2025_v03/a.csv"),
        ("ehcp-2025_v99/a.csv", "ehcp-2025", 99, "ehcp-2025/a.csv", "ehcp-2025_v100/a.csv"),
        ("sen-2026-layout/b_v2.csv", "sen-2026-layout", 1, "sen-2026-layout/b_v2.csv",
         "sen-2026-layout_v02/b_v2.csv"),
    ],
)  # fmt: skip
def test_a_release_id_says_which_edition_it_is(
    release_id: str, issue: str, number: int, first: str, next_one: str
) -> None:
    assert release_ids.issue_of(release_id) == issue
    assert release_ids.number_of(release_id) == number
    assert release_ids.first_of(release_id) == first
    assert release_ids.numbered(release_id, number + 1) == next_one
    with duckdb.connect() as con:
        assert con.execute(
            f"select {release_ids.number_in('id')}, {release_ids.first_in('id')} "
            "from (select ? as id)",
            [release_id],
        ).fetchall() == [(number, first)]


@given(st.sampled_from(sorted(RELEASES)), st.integers(1, 200), st.sampled_from(["a.csv", "_v7.b"]))
def test_naming_an_edition_and_reading_its_name_are_inverse(
    issue: str, number: int, file: str
) -> None:
    release_id = release_ids.numbered(f"{issue}/{file}", number)
    assert release_ids.parts_of(release_id) == (issue, number, file)
    assert release_of(release_id) == RELEASES[issue]


@pytest.mark.parametrize("issue", RELEASES)
def test_an_edition_sorts_between_its_release_and_the_next(issue: str) -> None:
    edition = f"{issue}_v02/a.csv"
    assert f"{issue}/z.csv" < edition
    assert [other for other in RELEASES if issue < other and f"{other}/a.csv" < edition] == []


def test_the_same_bytes_are_no_new_edition(chain: Chain) -> None:
    before = chain.add(FIRST)
    again = chain.add(FIRST)
    assert again.content_hash == before.content_hash
    assert again.replaced == {}
    assert chain.releases() == ["ehcp-2025/requests.csv"]


def test_other_bytes_are_the_next_edition_and_give_the_figures(chain: Chain) -> None:
    chain.add(FIRST)
    summary = chain.add(SECOND)
    assert summary.replaced == {"ehcp-2025_v02/requests.csv": "ehcp-2025/requests.csv"}
    assert [reading.release_id for reading in summary.readings] == ["ehcp-2025_v02/requests.csv"]
    assert chain.figures() == {
        "England": "905",
        "Trafford": "100",
        "Salford": "x",
        "Bolton": "50",
        "Bury": "7",
    }
    assert chain.asked(
        "select distinct release_id from figure where indicator_id = 'ehcp_requests'"
    ) == [("ehcp-2025_v02/requests.csv",)]
    assert chain.releases() == ["ehcp-2025/requests.csv", "ehcp-2025_v02/requests.csv"]


def test_an_older_edition_keeps_what_the_next_prints_differently(chain: Chain) -> None:
    chain.add(FIRST)
    chain.add(SECOND)
    assert chain.figures(table="superseded") == {"England": "900", "Salford": "200", "Bolton": "x"}
    assert chain.asked(
        "select name, old_value, old_symbol, new_value, new_symbol, old_release_id, new_release_id "
        "from revision join area using (area_code) where period = '2024' order by 1"
    ) == [
        ("Bolton", None, "x", 50, None, "ehcp-2025/requests.csv", "ehcp-2025_v02/requests.csv"),
        ("England", 900, None, 905, None, "ehcp-2025/requests.csv", "ehcp-2025_v02/requests.csv"),
        ("Salford", 200, None, None, "x", "ehcp-2025/requests.csv", "ehcp-2025_v02/requests.csv"),
    ]


def test_a_difference_within_rounding_is_kept_and_is_no_revision(chain: Chain) -> None:
    chain.add(REQUESTS)
    chain.add(REQUESTS.having(4, "request_not_assess_pc", "26.99"))
    assert chain.asked("select value from superseded") == [(27,)]
    assert chain.asked("from revision") == []


def test_a_figure_that_the_next_edition_lacks_is_kept_and_told(chain: Chain) -> None:
    chain.add(SECOND)
    summary = chain.add(THIRD)
    assert "Bury" not in chain.figures()
    assert chain.figures(table="superseded") == {"Trafford": "100", "Salford": "x", "Bury": "7"}
    assert str(summary.vanished[0]) == (
        "Requests for an EHC needs assessment: 2 figures are gone, for instance Bury 2023, "
        "which was 7"
    )
    assert {(one.indicator_id, one.figures) for one in summary.vanished} == {
        ("ehcp_requests", 2),
        ("ehcp_requests_refused", 2),
        ("ehcp_requests_refused_pc", 2),
        ("ehcp_requests_refused_pc_ours", 2),
        ("ehcp_request_6wk", 2),
        ("ehcp_request_6wk_pc", 2),
    }
    assert chain.asked("select count(*) from revision join area using (area_code) "
                       "where name = 'Bury'") == [(0,)]  # fmt: skip


def test_an_edition_that_says_nothing_else_leaves_no_trace_of_the_one_before(chain: Chain) -> None:
    chain.add(FIRST)
    chain.add(FIRST.plus(*requests(None, None, None, None, None, "9").rows))
    assert chain.releases() == ["ehcp-2025_v02/requests.csv"]
    assert chain.asked("from superseded") == []


def test_an_older_content_that_comes_back_is_an_edition_of_its_own(chain: Chain) -> None:
    chain.add(FIRST)
    before = chain.figures()
    chain.add(SECOND)
    summary = chain.add(FIRST)
    assert chain.figures() == before
    assert chain.releases() == [
        "ehcp-2025/requests.csv",
        "ehcp-2025_v02/requests.csv",
        "ehcp-2025_v03/requests.csv",
    ]
    assert summary.readings[0].notes == [
        "the bytes are those of ehcp-2025/requests.csv: an older content came back"
    ]
    assert chain.asked(
        "select old_value, new_value from revision join area using (area_code) "
        "where name = 'England' and period = '2024' order by old_release_id"
    ) == [(900, 905), (905, 900)]


def test_the_content_of_every_edition_is_remembered(chain: Chain) -> None:
    summary = chain.add(FIRST, SECOND, THIRD, FIRST)
    assert [reading.notes for reading in summary.readings] == [
        [],
        [],
        [],
        ["the bytes are those of ehcp-2025/requests.csv: an older content came back"],
    ]


def test_a_figure_that_came_back_equal_has_no_history(chain: Chain) -> None:
    with_bury = requests("1", "2", "3", "4", "5")
    chain.add(with_bury)
    chain.add(requests("1", "2", "3", "4"))
    assert chain.figures(table="superseded") == {"Bury": "5"}
    chain.add(with_bury)
    assert chain.figures()["Bury"] == "5"
    assert chain.figures(table="superseded") == {}


def test_a_later_release_comes_after_every_edition_of_the_one_before(chain: Chain) -> None:
    chain.add(OLDER := table("sen2_mi.csv", "InreqEHC", (TRAFFORD, "2021", "415")))
    chain.add(table(FILE, RECEIVED, (TRAFFORD, "2021", "416"), (TRAFFORD, "2024", "1")))
    chain.add(table(FILE, RECEIVED, (TRAFFORD, "2021", "417"), (TRAFFORD, "2024", "1")))
    assert chain.figures("2021") == {"Trafford": "417"}
    assert chain.asked("select old_value, new_value from revision order by 1") == [
        (415, 416),
        (416, 417),
    ]
    again = chain.add(OLDER)
    assert again.replaced == {}
    assert chain.figures("2021") == {"Trafford": "417"}


def test_a_figure_that_an_edition_withdraws_is_again_that_of_the_release_before(
    chain: Chain,
) -> None:
    chain.add(table("sen2_mi.csv", "InreqEHC", (TRAFFORD, "2021", "415")))
    chain.add(table(FILE, RECEIVED, (TRAFFORD, "2021", "416"), (TRAFFORD, "2024", "1")))
    chain.add(table(FILE, RECEIVED, (TRAFFORD, "2024", "1")))
    assert chain.figures("2021") == {"Trafford": "415"}
    assert chain.figures("2021", "superseded") == {"Trafford": "416"}


def test_symbols_and_rounding_of_an_edition_are_those_of_its_release(chain: Chain) -> None:
    chain.add(CHILDREN_IN_NEED)
    chain.add(CHILDREN_IN_NEED.having(4, "At31_episodes", "[c]"))
    assert chain.asked(
        "select symbol, status, release_id from figure join area using (area_code) "
        "where name = 'Trafford' and period = '2025'"
    ) == [("[c]", "suppressed", "cin-2025_v02/b1_children_in_need_2013_to_2025.csv")]


@pytest.mark.parametrize("count", [2, 3])
def test_editions_in_one_build_are_as_editions_one_after_the_other(
    chain: Chain, tmp_path: Path, count: int
) -> None:
    tables = [FIRST, SECOND, THIRD][:count]
    for one in tables:
        last = chain.add(one)
    together = Chain(tmp_path / "together").add(*tables)
    assert together.content_hash == last.content_hash


def test_a_path_holds_a_file_once(chain: Chain, tmp_path: Path) -> None:
    FIRST.write(tmp_path / "files" / "a")
    SECOND.write(tmp_path / "files" / "b")
    with pytest.raises(Refusal) as refusal:
        build.build_from_files(tmp_path / "files", tmp_path / "built.duckdb")
    assert refusal.value.faults == [
        f"ehcp-2025/requests.csv: expected the file once, found it in {tmp_path / 'files' / 'a'} "
        f"and in {tmp_path / 'files' / 'b'}"
    ]


def test_a_file_twice_in_one_sequence_is_read_once(chain: Chain, tmp_path: Path) -> None:
    once = Chain(tmp_path / "once").add(FIRST)
    assert chain.add(FIRST, FIRST).content_hash == once.content_hash


def test_a_file_without_figures_is_replaced_as_a_whole(chain: Chain) -> None:
    """Of neighbours and schools only the newest edition is held."""
    header = ["LA number", "SN1", *(f"column {number}" for number in range(2, 21))]

    def model(first: int) -> Table:
        others = [word for number in range(10) for word in (str(400 + first + number), "Close")]
        return Table("sn_model_2025_wide.csv", tuple(header), (("358", *others),))

    places = table(
        "b1_children_in_need_2013_to_2025.csv",
        "At31_episodes",
        (ENGLAND, "2025", "10"),
        (TRAFFORD, "2025", "1"),
        *(
            ({**SALFORD, "old_la_code": str(400 + n), "new_la_code": f"E080001{n:02}",
              "la_name": f"Council {n}"}, "2025", "1")
            for n in range(11)
        ),
    )  # fmt: skip
    chain.add(places)
    chain.add(model(0), model(1))
    assert chain.asked("select min(neighbour_code), max(neighbour_code) from neighbour") == [
        ("E08000101", "E08000110")
    ]
    assert [one for one in chain.releases() if "sn_model" in one] == [
        "neighbours-2025/sn_model_2025_wide.csv"
    ]
    chain.add(model(0))
    assert [one for one in chain.releases() if "sn_model" in one] == [
        "neighbours-2025_v02/sn_model_2025_wide.csv"
    ]


def test_the_time_of_the_download_is_that_of_the_file(chain: Chain) -> None:
    day = datetime(2026, 6, 11, 9, 30, 5, tzinfo=UTC).replace(tzinfo=None)
    path = FIRST.write(chain.folder / "file")
    target = chain.folder / "built.duckdb"
    file = staging.PublishedFile(FILE, path, "https://dfe", day, "ehcp_requests")
    build.build_from_files([file], target)
    chain.last = target
    assert chain.asked("select retrieved_at, header from release where header is not null") == [
        (day, ",".join(FIRST.header))
    ]


def test_a_snapshot_keeps_editions(chain: Chain, tmp_path: Path) -> None:
    chain.add(FIRST, SECOND, THIRD)
    assert chain.last
    with duckdb.connect(str(chain.last), read_only=True) as con:
        snapshot.write(con, tmp_path / "snapshot")
        content = build.content_hash(con)
    again = build.build_from_snapshot(tmp_path / "snapshot", tmp_path / "again.duckdb")
    assert again.content_hash == content


Edition = dict[tuple[str, str], str]
AREAS = ["E92000001", "358", "355"]
TEXTS = st.one_of(st.integers(0, 5).map(str), st.sampled_from(["x", "z", "[x]", "0.5"]))
EDITIONS = st.lists(
    st.dictionaries(
        st.tuples(st.sampled_from(AREAS), st.sampled_from(["2023", "2024"])), TEXTS, min_size=1
    ),
    min_size=1,
    max_size=4,
)


@dataclass
class Sorted:
    """Cells sorted into figures and what is kept of older editions: (area, period) to text."""

    figures: Edition
    sources: dict[tuple[str, str, str], str]
    superseded: dict[str, Edition]
    revised: list[tuple[str, ...]]

    @property
    def cells(self) -> dict[str, Edition]:
        """Everything that is kept, by release: what the next build carries over."""
        newest = {release_id: dict(cells) for release_id, cells in self.superseded.items()}
        for (area, period, release_id), text in self.sources.items():
            newest.setdefault(release_id, {})[area, period] = text
        return newest


@pytest.fixture(scope="module")
def staged() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database with three places, in memory: each example is rolled back."""
    with duckdb.connect() as con:
        con.execute(build.SCHEMA.read_text(encoding="utf-8"))
        con.execute(staging.STAGING)
        build.fill_indicator(con, INDICATORS.values())
        con.execute(
            "insert into area (area_code, la_code, name, level) values "
            "('E92000001', null, 'England', 'country'), ('E08000009', '358', 'Trafford', 'la'), "
            "('E08000006', '355', 'Salford', 'la')"
        )
        yield con


def sort_cells(con: duckdb.DuckDBPyConnection, found: dict[str, Edition]) -> Sorted:
    """What the build makes of the cells of some releases."""
    cells = [
        {"release_id": release_id, "area": area, "period": period, "text": text}
        for release_id, edition in found.items()
        for (area, period), text in edition.items()
    ]
    con.execute("begin")
    con.execute(
        """
        insert into cell
        select cell.release_id, 'ehcp_requests', cell.area, cell.period, 'calendar',
            make_date(cell.period::integer, 1, 1), make_date(cell.period::integer, 12, 31),
            null, null, cell.text, 2, 'requests'
        from (select unnest($cells) as cell)
        """,
        {"cells": cells},
    )
    build.fill_symbols(con)
    build.fill_published(con)
    build.fill_revision(con)
    shown = f"coalesce(la_code, area_code), period, coalesce(symbol, {sql.number_text('value')})"
    figures, superseded = (
        con.execute(
            f"select release_id, {shown} from {table} join area using (area_code)"
        ).fetchall()
        for table in ("published", "superseded")
    )
    revised = con.execute(
        "select coalesce(la_code, area_code), period, old_release_id, new_release_id "
        "from revision join area using (area_code) order by all"
    ).fetchall()
    con.execute("rollback")
    kept: dict[str, Edition] = {}
    for release_id, area, period, text in superseded:
        kept.setdefault(release_id, {})[area, period] = text
    return Sorted(
        figures={(area, period): text for _, area, period, text in figures},
        sources={(area, period, release_id): text for release_id, area, period, text in figures},
        superseded=kept,
        revised=revised,
    )


def named(found: list[Edition]) -> dict[str, Edition]:
    first = "ehcp-2025/requests.csv"
    return {release_ids.numbered(first, n): cells for n, cells in enumerate(found, start=1)}


@given(EDITIONS)
def test_the_newest_edition_gives_the_figures(
    staged: duckdb.DuckDBPyConnection, found: list[Edition]
) -> None:
    assert sort_cells(staged, named(found)).figures == found[-1]


@given(EDITIONS)
def test_first_published_values_can_be_told_again(
    staged: duckdb.DuckDBPyConnection, found: list[Edition]
) -> None:
    """The oldest of what is kept of a figure is what was printed first."""
    result = sort_cells(staged, named(found))
    oldest: Edition = {}
    for cells in [result.figures, *(cells for _, cells in sorted(result.superseded.items())[::-1])]:
        oldest |= cells
    first: Edition = {}
    for cells in reversed(found):
        first |= cells
    assert oldest == first


@given(EDITIONS)
def test_a_revision_is_a_figure_that_changed(
    staged: duckdb.DuckDBPyConnection, found: list[Edition]
) -> None:
    before, after = found[0], found[-1]
    names = list(named([before, after]))
    meaning = {"[x]": "x"}
    changed = [
        (*key, *names)
        for key in before.keys() & after.keys()
        if meaning.get(before[key], before[key]) != meaning.get(after[key], after[key])
        and {before[key], after[key]} not in ({"0", "0.5"}, {"1", "0.5"})
    ]
    assert sort_cells(staged, named([before, after])).revised == sorted(changed)


@settings(max_examples=30)
@given(
    EDITIONS, st.dictionaries(st.tuples(st.sampled_from(AREAS), st.just("2023")), TEXTS, min_size=1)
)
def test_one_after_the_other_is_the_same_as_all_at_once(
    staged: duckdb.DuckDBPyConnection, found: list[Edition], older_release: Edition
) -> None:
    all_named = {"ehcp-2022/sen2_mi.csv": older_release} | named(found)
    held: dict[str, Edition] = {}
    for release_id, cells in all_named.items():
        step = sort_cells(staged, held | {release_id: cells})
        held = step.cells
    assert step == sort_cells(staged, all_named)
