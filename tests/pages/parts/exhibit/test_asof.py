"""An older link says what was revised since it was made, once, in one sentence."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.exhibit import asof
from pages.parts.exhibit.exhibit import Concerned

Open = Callable[..., AppTest]
PAGE = "pages/ehc_plans.py"
VIEW = {"show": "on-time", "measure": "ehcp_20wk_ex_pc"}
TRAFFORD, ENGLAND = "E08000009", "E92000001"
TWENTY_WEEKS = Concerned(indicators=("ehcp_20wk_ex_pc",), areas=(TRAFFORD, ENGLAND))

# What two later releases say: name, published, read, then old and new figures.
RELEASES = [
    ("later-2026", "2026-06", "2026-07-02 10:00:00", [
        ("ehcp_20wk_ex_pc", TRAFFORD, "2024", 53.36, 53.1),
        ("ehcp_20wk_ex_pc", TRAFFORD, "2023", 62.4, 61.0),
        ("ehcp_20wk_ex_pc", ENGLAND, "2024", 46.42, 46.44),
        ("cin_number", TRAFFORD, "2025", 1234, 1508),
    ]),
    ("later-2027", "2027-06-12", "2027-06-20 10:00:00", [
        ("ehcp_20wk_ex_pc", TRAFFORD, "2024", 53.1, 52.9),
    ]),
]  # fmt: skip


@pytest.fixture
def revised(snapshot_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot with two made-up later releases that revise timeliness."""
    folder = tmp_path / "data"
    shutil.copytree(snapshot_data, folder)
    built = (folder / "current").read_text(encoding="utf-8").strip()
    path = (folder / "releases" / built).rename(folder / "releases" / f"{tmp_path.name}.duckdb")
    (folder / "current").write_text(path.name, encoding="utf-8")
    with duckdb.connect(str(path)) as con:
        for release, published, read, figures in RELEASES:
            con.execute(
                "insert into release (release_id, publication, title, file, published_on, "
                "retrieved_at, sha256, rows, licence) values (?, 'EHC plans', 'Later', 'f.csv', "
                "?, ?, ?, 1, 'OGL')",
                [release, published, read, release],
            )
            for indicator, area, period, old, new in figures:
                con.execute(
                    "insert into revision (indicator_id, area_code, period, old_value, "
                    "old_release_id, new_value, new_release_id) values (?, ?, ?, ?, 'old', ?, ?)",
                    [indicator, area, period, old, new, release],
                )
                con.execute(
                    "update figure set value = ?, release_id = ? where indicator_id = ? "
                    "and area_code = ? and period = ? and breakdown is null",
                    [new, release, indicator, area, period],
                )
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize(
    ("since", "told"),
    [
        (
            "2026-05-01",
            "These figures were revised in June 2027: 53.4% is now 52.9% (Trafford, 2024), "
            "and 1 more in this view.",
        ),
        ("2026-07-02", "These figures were revised in June 2027: 53.1% is now 52.9% "
         "(Trafford, 2024)."),
        ("2027-06-20", ""),
    ],
)  # fmt: skip
def test_what_was_revised_since_a_day(since: str, told: str) -> None:
    assert asof.sentence(TWENTY_WEEKS, date.fromisoformat(since)) == told


@pytest.mark.usefixtures("revised")
def test_a_release_read_later_than_it_was_published_counts_from_then() -> None:
    assert asof.sentence(TWENTY_WEEKS, date(2026, 7, 1)).startswith("These figures were revised")


@pytest.mark.usefixtures("revised")
def test_a_change_that_cannot_be_seen_is_not_told() -> None:
    england = Concerned(indicators=("ehcp_20wk_ex_pc",), areas=(ENGLAND,))
    assert asof.sentence(england, date(2020, 1, 1)) == ""


@pytest.mark.usefixtures("app_data")
def test_a_figure_that_is_no_longer_there_is_told_in_words() -> None:
    refused = Concerned(indicators=("ehcp_requests_refused_pc",), areas=(TRAFFORD,))
    assert asof.sentence(refused, date(2024, 1, 1)) == (
        "These figures were revised in June 2025: 8.2% is now “Not available” (Trafford, 2021), "
        "and 2 more in this view."
    )


@pytest.mark.usefixtures("revised")
def test_a_count_behind_a_figure_is_named() -> None:
    rate = Concerned(indicators=("cin_rate",), areas=(TRAFFORD,))
    assert asof.sentence(rate, date(2026, 5, 1)) == (
        "A figure behind these was revised in June 2026: Children in need, 1,234 is now 1,508 "
        "(Trafford, 31 March 2025)."
    )


def test_without_a_day_nothing_is_asked() -> None:
    assert asof.sentence(TWENTY_WEEKS, None) == ""


def test_the_page_says_it_once_above_the_chart(open_page: Open, revised: None) -> None:
    app = open_page(PAGE, **VIEW, asof="2026-05-01")
    assert not app.exception
    told = [info.value for info in app.info if "revised in" in info.value]
    assert len(told) == 1 and "53\\.4% is now" not in told[0] and "53.4% is now 52.9%" in told[0]
    kinds = [element.type for element in app.main]
    assert kinds.index("info") < kinds.index("vega_lite_chart")
    assert app.run().query_params == {"show": "on-time", "asof": "2026-05-01"}


@pytest.mark.parametrize(
    "written",
    ["2999-01-01", "2025-13-40", "yesterday", "", "2025-1-1", "<b>", "\u0662025-01-01", "20250101",
     ["2020-01-01", "2021-01-01"], "-2020-01-01"],
)  # fmt: skip
def test_a_day_to_come_or_a_malformed_one_is_ignored(
    written: str | list[str], open_page: Open, revised: None
) -> None:
    app = open_page(PAGE, **VIEW, asof=written)
    assert not app.exception and not app.info
    assert "asof" not in app.run().query_params


def test_the_link_of_today_is_pinned_to_the_database(open_page: Open, snapshot_data: Path) -> None:
    app = open_page(PAGE, **VIEW)
    built = (snapshot_data / "current").read_text(encoding="utf-8")
    assert app.code[0].value.endswith(f"&asof={built[:4]}-{built[4:6]}-{built[6:8]}")
