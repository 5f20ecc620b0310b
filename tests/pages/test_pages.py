"""Every page opens for every kind of council, whatever the address says."""

import json
from collections.abc import Callable
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking.sections import PAGES, Part, address_of, held, label, page_of
from pages.parts.figures.database import indicators
from pages.parts.language.version import NAME_AND_VERSION
from pages.parts.language.words import slug
from pages.parts.page import WHOSE
from queries import PROJECT
from tests.pages.conftest import EVERY_PAGE
from tests.some import paired

Open = Callable[..., AppTest]

COUNCILS = {
    "Trafford": "358",
    "a London borough": "202",
    "City of London": "201",
    "Isles of Scilly": "420",
    "much withheld": "857",
    "new in 2021, joint workforce": "940",
    "joint workforce": "314",
    "no workforce figure": "207",
}
SECTIONS = [
    (page, section, parts)
    for page, sections in PAGES.items()
    for section, parts in sections.items()
]
NONSENSE: list[dict[str, str]] = [
    {"la": "Narnia", "with": "\x00"},
    {"la": "999", "show": "nothing", "measure": "'; drop table figure; --"},
    {"la": "<script>alert(1)</script>", "with": "sn1999"},
    {"la": "", "with": "", "measure": "é" * 200},
]


def glance(app: AppTest) -> str:
    """What the component of At a glance is given to draw."""
    given = [json.loads(block.proto.json or "{}") for block in app.get("bidi_component")]
    return next(data["markup"] for data in given if "markup" in data)


@pytest.mark.parametrize(("page", "kind"), paired(EVERY_PAGE, [*COUNCILS], 2))
def test_every_page_opens_for_every_kind_of_council(page: str, kind: str, open_page: Open) -> None:
    app = open_page(page, council=COUNCILS[kind])
    assert not app.exception
    assert len(app.title) == 1
    said = [*app.header, *app.info]
    assert said[0].value if said else "Every measure" in glance(app)
    assert any(f"{WHOSE} {NAME_AND_VERSION}. Database " in caption.value for caption in app.caption)


@pytest.mark.parametrize("council", COUNCILS.values(), ids=COUNCILS)
def test_the_inspections_of_every_kind_of_council_open(council: str, open_page: Open) -> None:
    app = open_page("pages/need_and_protection.py", council=council, show="inspections")
    assert not app.exception
    (chart,) = app.get("vega_lite_chart")
    assert "newest inspection" in app.header[0].value
    assert "Grades of inspections" in chart.proto.alt
    assert len(app.table) >= 2


@pytest.mark.parametrize(("page", "address"), paired(EVERY_PAGE, NONSENSE))
def test_nonsense_in_the_address_is_never_an_exception(
    page: str, address: dict[str, str], open_page: Open
) -> None:
    app = open_page(page, **address)
    assert not app.exception
    assert app.selectbox(key="council").value == "trafford"


def test_a_group_is_offered_to_its_members_only(open_page: Open) -> None:
    assert "Greater Manchester" in open_page().selectbox(key="with").options
    camden = open_page(council="camden")
    assert "Greater Manchester" not in camden.selectbox(key="with").options


@pytest.mark.parametrize(("page", "section", "parts"), SECTIONS, ids=str)
def test_every_measure_is_drawn_with_its_words(
    page: str, section: str, parts: tuple[Part, ...], open_page: Open
) -> None:
    app = open_page(page)
    app.segmented_control(key="show").set_value(slug(section)).run()
    for part in parts:
        if part not in held():  # it waits for a file
            assert label(part) not in app.selectbox(key="measure").options
            continue
        if app.selectbox(key="measure").value != address_of(part):
            app.selectbox(key="measure").set_value(address_of(part)).run()
        assert not app.exception
        charts = app.get("vega_lite_chart")
        assert len(charts) == (2 if part == "ehcp_requests" else 1)  # and the way to an appeal
        assert json.loads(charts[0].proto.spec)["background"] == "var(--los-ground)"
        assert app.header[0].value.split(":")[0].split()[0] in charts[0].proto.alt
        assert len(app.table) >= 1


def test_every_core_indicator_is_on_one_page(app_data: object) -> None:
    core = {indicator.indicator_id for indicator in indicators().values() if indicator.core}
    shown = [part for _, _, parts in SECTIONS for part in parts if isinstance(part, str)]
    assert len(shown) == len(set(shown))
    assert core <= set(shown)
    assert page_of("ehcp_20wk_ex_pc") == ("pages/ehc_plans.py", "On time")
    assert page_of("unheard of") is None


def test_labels_of_a_section_differ(app_data: object) -> None:
    for sections in PAGES.values():
        for parts in sections.values():
            assert len({label(part) for part in parts}) == len(parts)


def test_at_a_glance_has_every_core_indicator_and_a_way_to_each(open_page: Open) -> None:
    app = open_page("pages/overview.py", council="camden")
    core = [indicator for indicator in indicators().values() if indicator.core]
    assert len(core) == 52
    assert all(escape(indicator.name) in glance(app) for indicator in core)
    ways = [
        link.proto for link in app.get("page_link") if "council=camden" in link.proto.query_string
    ]
    assert len(ways) >= len(core)


def test_no_database_is_one_sentence(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    app = open_page("pages/overview.py")
    assert not app.exception
    assert "python -m etl refresh --from snapshot" in app.info[0].value
    assert len(app.title) == 1


def test_a_joint_return_is_shown_as_joint(open_page: Open) -> None:
    app = open_page("pages/workforce.py", council="richmond-upon-thames")
    assert "Richmond upon Thames" in app.header[0].value
    assert any("joint figure" in text.value for text in app.markdown)


def test_pages_do_not_import_the_pipeline() -> None:
    for path in [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert "import etl" not in text and "from etl" not in text, path.name


def test_no_page_restates_an_indicator(app_data: object) -> None:
    names = {indicator.name for indicator in indicators().values()} - {
        "EHC plans",
        "Children in need",
    }
    for path in (PROJECT / "pages").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if f'"{name}"' in text], path.name
