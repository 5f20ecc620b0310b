"""The site: the figures of the dashboard, links that lead somewhere, and nothing made twice.

LINE_OF_SIGHT_BRIEFED says how many councils are made (3), the home authority first.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import queries
from etl.database import releases
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import by_slug
from pages.parts.present.site import site
from pages.parts.present.site.rooms import chosen, items, rooms
from tests.pages.parts.present.reading_html import Page, page

BRIEFED = int(os.environ.get("LINE_OF_SIGHT_BRIEFED", "3"))
# One with wards and papers, two with hardly a figure, one that shares its workforce return.
FIRST = ("trafford", "isles-of-scilly", "city-of-london", "north-northamptonshire")


@pytest.fixture(scope="module")
def database(snapshot_data: Path) -> Path:
    found = releases.current(snapshot_data)
    assert found
    return found


@pytest.fixture(scope="module")
def councils(database: Path) -> list[str]:
    with queries.one_database(database):
        known = list(by_slug())
    first = [name for name in FIRST if name in known]
    return [*first, *(name for name in known if name not in first)][:BRIEFED]


@pytest.fixture(scope="module")
def made(database: Path, councils: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "site"
    told: list[tuple[str, int, int]] = []
    site.write(folder, database, councils, 1, lambda *said: told.append(said))
    assert [done for _, done, _ in told] == list(range(1, len(councils) + 1))
    return folder


def shown(database: Path, council: str) -> Iterator[tuple[str, list[Exhibit]]]:
    """Each page of a council with what the dashboard shows there."""
    with queries.one_database(database):
        for room in rooms(chosen(council)):
            exhibits = [each for item in items(room, council) for each in item.exhibits]
            yield f"{council}/{room.path}/index.html", exhibits


def test_each_page_says_what_the_dashboard_shows(
    made: Path, database: Path, councils: list[str]
) -> None:
    told = 0
    for council in councils:
        for path, exhibits in shown(database, council):
            found = page(made / path).articles
            assert [each.key for each in found] == [each.key for each in exhibits], path
            for article, exhibit in zip(found, exhibits, strict=True):
                assert article.finding == exhibit.finding
                assert article.charts == len(exhibit.charts)
                frames = [frame for _, frame in exhibit.tables]
                frames += [more.table for more in exhibit.folded if more.table is not None]
                cells = [
                    " ".join(str(cell).split())
                    for frame in frames
                    for row in (frame.columns, *frame.itertuples(index=False))
                    for cell in row
                ]
                assert [" ".join(cell.split()) for cell in article.cells] == cells, exhibit.key
                told += len(cells)
    assert told > 1000


def test_every_link_leads_to_a_file_and_a_name_in_it(made: Path) -> None:
    pages = {path.resolve(): page(path) for path in made.rglob("*.html")}
    assert len(pages) > 20
    for path, found in pages.items():
        assert len(set(found.names)) == len(found.names), f"{path} has a name twice"
        for link in found.links:
            assert_leads(link, path, made.resolve(), pages)


def assert_leads(link: str, path: Path, root: Path, pages: dict[Path, Page]) -> None:
    parts = urlsplit(link)
    if parts.scheme:
        assert parts.scheme == "https", f"{path}: {link}"
        return
    start = (
        root / parts.path.lstrip("/") if parts.path.startswith("/") else path.parent / parts.path
    )
    target = start.resolve() if parts.path else path
    assert target.is_file(), f"{path}: {link}"
    assert target.is_relative_to(root), f"{path}: {link}"
    if parts.fragment:
        assert unquote(parts.fragment) in pages[target].names, f"{path}: {link}"


def test_what_the_search_knows_leads_somewhere(made: Path, councils: list[str]) -> None:
    text = (made / "find.js").read_text(encoding="utf-8")
    told = json.loads(text.removeprefix("window.FIND = ").strip().rstrip(";"))
    assert [name for name, _ in told["councils"]] == councils
    assert len(told["measures"]) > 60
    names = {path: page(path).names for path in made.rglob("*.html")}
    for council, _ in told["councils"]:
        for label, _, link in told["measures"]:
            path, _, name = link.partition("#")
            assert name in names[made / council / path], (council, label)
    assert all((made / link).is_file() for _, link in told["wards"])


def test_a_page_loads_nothing_from_elsewhere_and_has_no_style_or_script_in_it(made: Path) -> None:
    for path in made.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found = Page(text)
        assert "default-src &#39;none&#39;" in text
        assert "style" not in found.tags
        assert ' style="' not in text
        assert found.tags.count("script") == (0 if path.name == "404.html" else 2)
        assert " onerror" not in text
        assert "#fa" not in text, "a colour that waits for its name"


def test_every_page_says_its_version_and_its_day(made: Path) -> None:
    for path in made.rglob("*.html"):
        assert "Figures as loaded on" in " ".join(page(path).texts), path


def test_a_council_that_is_there_is_left_and_what_a_stopped_run_left_is_removed(
    made: Path, database: Path, councils: list[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.glob("*/**/*.html")}
    (made / ".making-trafford" / "ehc_plans").mkdir(parents=True)
    (made / ".old-leeds").mkdir()

    assert site.write(made, database, councils, 1, lambda *_: None) == 0

    assert {path: path.stat().st_mtime_ns for path in made.glob("*/**/*.html")} == before
    assert not list(made.glob(".*"))


def test_a_council_is_made_again_of_another_database_or_where_it_is_not_whole(
    made: Path, database: Path, tmp_path: Path
) -> None:
    assert site.is_made(made / "trafford", database)
    assert not site.is_made(made / "trafford", database.with_stem("another"))
    assert not site.is_made(tmp_path, database)
    (tmp_path / site.MADE).write_text("{", encoding="utf-8")
    assert not site.is_made(tmp_path, database)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, database: Path) -> None:
    (tmp_path / "minutes.txt").write_text("ours", encoding="utf-8")
    with pytest.raises(site.NotOurs, match="expected an empty folder"):
        site.write(tmp_path, database, ["trafford"], 1, lambda *_: None)
    assert [path.name for path in tmp_path.iterdir()] == ["minutes.txt"]
