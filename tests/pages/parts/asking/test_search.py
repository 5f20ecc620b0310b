"""The search box finds measures, councils, wards, words and pages, and leads to what they are."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking.address import IGNORED
from pages.parts.asking.search import FIND, Found, index, link
from pages.parts.asking.sections import PAGES, held
from pages.parts.figures.councils import councils
from pages.parts.figures.glossary import meanings
from queries import PROJECT

Open = Callable[..., AppTest]

HOME_PAGE = "pages/overview.py"
FORMER = "former ward of"


def finds(typed: str) -> list[Found]:
    return [found for found in index() if typed.lower() in found.text.lower()]


def ways(app: AppTest) -> list[str]:
    """The addresses that the browser is asked to follow."""
    given = [json.loads(block.proto.json or "{}") for block in app.get("bidi_component")]
    return [data["go"] for data in given if data.get("go")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("agency", "Agency workers · Workforce · "),
        ("20 weeks", "On time, exceptions left out · EHC plans · Plans issued within 20 weeks"),
        ("Sale Moor", "Sale Moor · ward of Trafford"),
        ("clifford", "Clifford · former ward of Trafford"),
        ("camden", "Camden · council"),
        ("ofsted", "Inspections by Ofsted · what inspectors found"),
        ("sendiass", "SENDIASS · word · SEND Information"),
    ],
)
def test_what_is_typed_is_found(typed: str, found: str, app_data: object) -> None:
    assert any(one.text.startswith(found) for one in finds(typed))


def test_a_measure_is_found_by_the_words_of_its_definition(app_data: object) -> None:
    assert "ehcp_elsewhere_pc" in [found.part for found in finds("elective home education")]


def test_all_that_can_be_found_is_there_once(app_data: object) -> None:
    every = index()
    parts = [part for of in PAGES.values() for some in of.values() for part in some]
    assert [found.part for found in every if found.part is not None] == [
        part for part in parts if part in held()
    ]
    assert len([found for found in every if found.council and not found.ward]) == len(councils())
    assert len([found for found in every if found.meaning]) == len(meanings())
    texts = [found.text for found in every]
    assert len(texts) == len(set(texts))


def test_every_page_is_found_by_its_title(open_page: Open) -> None:
    options = open_page().selectbox(key=FIND).options
    pages = [option for option in options if option.endswith(" · page")]
    files = list((PROJECT / "pages").glob("[a-z]*.py"))
    assert len(pages) == len(files) and "At a glance · page" in pages


@pytest.mark.parametrize(
    "typed",
    [
        "agency",
        "by duration",
        "sale moor",
        FORMER,
        "salford",
        "isles of scilly",
        "trafford · c",
        "by ofsted",
    ],
)
def test_what_is_found_opens_at_an_address_that_stays(
    typed: str, open_page: Open, app_data: object
) -> None:
    for found in finds(typed)[:2]:
        way = link(found)
        if way is None:
            continue
        app = open_page(way.page, **way.words)
        assert not app.exception
        assert not [text for text in app.caption if IGNORED in text.value]
        app.run()  # the first run of a visit writes no address
        for key, word in way.words.items():
            assert app.query_params[key] in (word, [word])
        assert set(app.query_params) == set(way.words)


def test_a_choice_is_one_way_and_empties_the_box(open_page: Open) -> None:
    app = open_page(HOME_PAGE, council="camden")
    assert ways(app) == []
    chosen = finds("agency workers, headcount")[0]
    app.selectbox(key=FIND).set_value(chosen.text).run()
    assert ways(app) == ["/workforce?council=camden&measure=sw_agency_headcount"]
    assert app.selectbox(key=FIND).value is None
    app.run()
    assert ways(app) == []


def test_a_council_keeps_the_page_and_what_it_shows(open_page: Open) -> None:
    app = open_page("pages/ehc_plans.py", council="camden", show="on-time")
    app.selectbox(key=FIND).set_value("Salford · council").run()
    (way,) = ways(app)
    assert way.startswith("/ehc_plans?")
    assert {"council=salford", "show=on-time"} == set(way.partition("?")[2].split("&"))
    app.selectbox(key=FIND).set_value("Trafford · council").run()
    assert ways(app) == ["/ehc_plans?show=on-time"]


def test_a_group_that_a_council_is_not_in_is_left_behind(open_page: Open) -> None:
    app = open_page("pages/workforce.py", **{"with": "gm"})
    app.selectbox(key=FIND).set_value("Camden · council").run()
    assert ways(app) == ["/workforce?council=camden"]
    app.selectbox(key=FIND).set_value("Salford · council").run()
    assert set(ways(app)[0].partition("?")[2].split("&")) == {"council=salford", "with=gm"}


def test_a_word_is_said_and_leads_nowhere(open_page: Open) -> None:
    app = open_page(HOME_PAGE)
    word = finds("sendiass")[0]
    app.selectbox(key=FIND).set_value(word.text).run()
    assert ways(app) == []
    assert not app.exception
    assert any("impartial advice" in text.value for text in app.markdown)


def test_a_former_ward_opens_the_boundaries_it_stood_in(app_data: object) -> None:
    ways = [link(found) for found in finds(FORMER)]
    assert ways and all(way and way.words == {"vintage": "former"} for way in ways)
    current = finds("sale moor")[0]
    way = link(current)
    assert way is not None and (way.page, dict(way.words)) == ("pages/wards.py", {})
