"""Every view of every page is in its address, and no address does harm."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.parts.asking.address import IGNORED, many, one, slugs
from pages.parts.figures import councils as figures_councils
from pages.parts.figures.councils import councils
from pages.parts.language.words import display_name, slug
from queries import PROJECT
from tests.some import EVERY, paired, some

Open = Callable[..., AppTest]

EVERY_PAGE = sorted(f"pages/{path.name}" for path in (PROJECT / "pages").glob("[a-z]*.py"))
HOSTILE = "<script>alert(1)</script>"
FEW = (
    8 if EVERY else 3
)  # options of a list that are all tried; of a longer one the ends and another
NONSENSE: dict[str, dict[str, str | list[str]]] = {
    "unknown": {"council": "narnia", "with": "\x00"},
    "markup": {
        "council": HOSTILE,
        "show": HOSTILE,
        "measure": HOSTILE,
        "view": HOSTILE,
        "tab": HOSTILE,
    },
    "long": {"council": "x" * 10_000, "measure": "'; drop table figure; --", "step": "%00"},
    "repeated": {
        "council": ["camden", "leeds"],
        "show": ["", ""],
        "indicator": "🦄",
        "councils": "🦄,🦄",
    },
    "numbers": {"council": "../../etc/passwd", "from": "-1", "to": "9" * 400, "asof": HOSTILE},
}


def said(app: AppTest) -> list[str]:
    """All that a reader sees of a page, but the address."""
    texts = [text.value for kind in ("title", "header", "markdown", "caption", "info")
             for text in app.main.get(kind)]  # fmt: skip
    tables = [str(table.value) for table in app.main.get("table")]
    charts = [
        chart.proto.spec + str(chart.proto.datasets) for chart in app.main.get("vega_lite_chart")
    ]
    return [*texts, *tables, *charts]


def link(app: AppTest) -> dict[str, str]:
    """The address that the page offers, by key."""
    return dict(parse_qsl(urlsplit(app.code[0].value).query))


def views(app: AppTest) -> Iterator[str]:
    """The page as it opens, and then with each option of each of its controls.

    A section without measures takes controls away: the first section is then chosen again. So
    does a council without papers: Trafford is then chosen again.
    """
    yield "as it opens"
    kinds = {
        control.key: kind
        for kind in ("segmented_control", "selectbox")
        for control in app.main.get(kind)
    }
    for key, kind in kinds.items():
        if key not in {control.key for control in app.main.get(kind)}:
            if "show" not in {control.key for control in app.main.get("segmented_control")}:
                app.selectbox(key="council").set_value("trafford").run()
            show = app.segmented_control(key="show")
            show.set_value(show.options[0]).run()
        for option in few(key, app.get_by_key(key).options):
            control = next((c for c in app.main.get(kind) if c.key == key), None)
            if control is not None and option in control.options:
                control.set_value(option).run()
                yield f"{key}: {option}"


def few(key: str, options: list[str]) -> list[str]:
    """Of the sections of a page all; of another list its ends and one between."""
    if key == "show" or len(options) <= FEW:
        return options
    return [options[0], *some(options[1:-1], 1, key), options[-1]]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_choice_is_restored_from_the_address_that_the_page_offers(
    page: str, open_page: Open
) -> None:
    app = open_page(page, council="trafford")
    for name in views(app):
        assert not app.exception, name
        if not app.code or not app.code[0].value.startswith("http"):
            continue
        assert len(app.code[0].value) < 300
        again = open_page(page, **link(app))
        assert said(again) == said(app), name
        assert IGNORED not in {caption.value for caption in again.caption}


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_what_the_address_bar_says_is_enough(page: str, open_page: Open) -> None:
    app = open_page(page, council="camden", **{"with": "region"})
    assert app.run().query_params == {"council": "camden", "with": "region"}
    assert said(open_page(page, **app.query_params)) == said(app)


def test_the_usual_choices_are_not_written(open_page: Open) -> None:
    app = open_page("pages/ehc_plans.py", council="trafford", show="plans", measure="ehcp_caseload")
    assert app.run().query_params == {}
    app.segmented_control(key="show").set_value("on-time").run()
    assert app.query_params == {"show": "on-time"}
    app.selectbox(key="council").set_value("st-helens").run()
    assert app.query_params == {"council": "st-helens", "show": "on-time"}


def test_links_to_other_pages_keep_council_and_group_and_forget_the_rest(open_page: Open) -> None:
    app = open_page("pages/ehc_plans.py", council="camden", show="on-time", **{"with": "region"})
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert links["Workforce"] == links["At a glance"] == "council=camden&with=region"


def test_back_to_an_address_without_a_council_is_back_to_the_usual_one(open_page: Open) -> None:
    app = open_page("pages/ehc_plans.py", council="camden")
    app.query_params.clear()
    app.switch_page("pages/workforce.py").run()
    assert app.selectbox(key="council").value == "trafford"


def test_a_group_that_the_new_council_is_not_in_is_left(open_page: Open) -> None:
    app = open_page("pages/workforce.py", **{"with": "gm"})
    app.selectbox(key="council").set_value("camden").run()
    assert app.query_params == {"council": "camden"}
    assert IGNORED not in {caption.value for caption in app.caption}


@pytest.mark.parametrize(
    "address",
    [
        {"council": "camden"},
        {"council": "202"},
        {"council": "Camden"},
        {"la": "202"},
        {"la": "Camden"},
    ],
)
def test_a_council_by_slug_code_or_name_and_by_the_old_key(
    address: dict[str, str], open_page: Open
) -> None:
    app = open_page(**address)
    assert app.selectbox(key="council").value == "camden"
    assert app.run().query_params == {"council": "camden"}


def test_an_address_keeps_working_after_a_council_was_renamed(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing wrong gets in, row 1: an old address showed another council's figures."""
    listed = tmp_path / "places.csv"
    listed.write_text(
        "place,name,change\n202,Camden,\n202,London Borough of Camden,renamed\n", encoding="utf-8"
    )
    monkeypatch.setattr(figures_councils, "PLACES_FILE", listed)
    figures_councils.former_words.cache_clear()
    app = open_page(council="london-borough-of-camden")
    figures_councils.former_words.cache_clear()
    assert app.selectbox(key="council").value == "camden"
    assert not any(IGNORED in text for text in said(app))
    app = open_page(council="london-borough-of-narnia")
    assert any(IGNORED in text for text in said(app))


@pytest.mark.parametrize("written", ["gm", "Greater Manchester", "greater-manchester"])
def test_a_group_by_key_or_by_name(written: str, open_page: Open) -> None:
    app = open_page(**{"with": written})
    assert app.selectbox(key="with").value == "gm"
    assert app.run().query_params == {"with": "gm"}


def test_names_of_councils_give_slugs_that_differ(app_data: Path) -> None:
    slugs = [slug(display_name(council.name)) for council in councils()]
    assert len(set(slugs)) == len(slugs) > 150
    assert {"trafford", "bristol", "st-helens", "kings-lynn"} & set(slugs) >= {
        "trafford",
        "bristol",
    }


@pytest.mark.parametrize(("page", "kind"), paired(EVERY_PAGE, [*NONSENSE], 2))
def test_nonsense_is_ignored_with_one_notice_and_not_repeated(
    page: str, kind: str, open_page: Open
) -> None:
    address = NONSENSE[kind]
    app = open_page(page, **address)
    assert not app.exception
    assert [caption.value for caption in app.caption].count(IGNORED) == 1
    assert app.selectbox(key="council").value == "trafford"
    shown = " ".join(said(app) + [code.value for code in app.code])
    assert not [text for text in address.values() if len(text) > 3 and str(text) in shown]
    assert app.run().query_params == {}
    assert IGNORED not in {caption.value for caption in app.caption}


def test_the_address_that_a_reader_came_by_stays_until_something_is_chosen(open_page: Open) -> None:
    typed = {"council": "Salford", "show": "On time"}
    app = open_page("pages/ehc_plans.py", **typed)
    assert app.query_params == typed
    app.selectbox(key="measure").set_value("ehcp_20wk_all_pc").run()
    assert app.query_params == {
        "council": "salford", "show": "on-time", "measure": "ehcp_20wk_all_pc",
    }  # fmt: skip


def test_an_unknown_key_is_left_out(open_page: Open) -> None:
    app = open_page(council="camden", utm_source="letter", q=HOSTILE)
    assert app.run().query_params == {"council": "camden"}
    assert IGNORED not in {caption.value for caption in app.caption}


# The controls by themselves

SMALL_PAGE = """
import streamlit as st
from pages.parts.asking import address, screen

address.shown_on(screen.Page())
address.begin("small")
address.notices()
st.text(address.one("Fruit", "fruit", {"apple": "Apple", "sour-cherry": "Sour cherry"},
                    aliases={"7": "apple"}, widget="WIDGET"))
st.text(",".join(address.many("Colours", "colours", {"1": "Red", "2": "Green", "3": "Blue"},
                              default=["1"], most=2)))
st.text(address.link(__import__("datetime").date(2026, 6, 1)))
address.write()
"""


def small_page(widget: str = "selectbox", **address: str | list[str]) -> AppTest:
    app = AppTest.from_string(SMALL_PAGE.replace("WIDGET", widget), default_timeout=30)
    app.query_params.update(address)
    return app.run()


@pytest.mark.parametrize("widget", ["selectbox", "segmented", "radio", "pills"])
def test_every_kind_of_control_reads_and_writes_the_address(widget: str) -> None:
    app = small_page(widget, fruit="sour-cherry")
    assert app.text[0].value == "sour-cherry"
    control = app.get_by_key("fruit")
    assert [option.replace("\\", "") for option in control.options] == ["Apple", "Sour cherry"]
    control.set_value("apple").run()
    assert app.text[0].value == "apple" and app.query_params == {}


@pytest.mark.parametrize(
    ("written", "slugs", "kept"),
    [
        ("2,3", "2,3", {"colours": "2,3"}),
        ("3,2", "3,2", {"colours": "3,2"}),
        ("green", "2", {"colours": "2"}),
        ("none", "", {"colours": "none"}),
        ("1", "1", {}),
        ("3,3,3", "3", {"colours": "3"}),
        ("3,9", "3", {"colours": "3"}),
        ("1,2,3", "1,2", {"colours": "1,2"}),
        ("9", "1", {}),
        ("", "1", {}),
    ],
)
def test_several_at_once_are_joined_by_commas(
    written: str, slugs: str, kept: dict[str, str]
) -> None:
    app = small_page(colours=written)
    assert app.text[1].value == slugs
    assert app.run().query_params == kept
    assert app.text[1].value == slugs


def test_the_link_says_all_choices_and_the_day() -> None:
    app = small_page(colours="2,3")
    assert app.text[2].value == "small?fruit=apple&colours=2,3&asof=2026-06-01"


@given(fruit=st.text(), colours=st.text(), other=st.text(min_size=1))
@settings(max_examples=25)
def test_no_text_in_an_address_does_harm(fruit: str, colours: str, other: str) -> None:
    app = small_page(fruit=fruit, colours=colours, other=other)
    assert not app.exception
    assert app.text[0].value in ("apple", "sour-cherry")
    assert set(app.text[1].value.split(",")) <= {"", "1", "2", "3"}
    assert [caption.value for caption in app.caption] in ([], [IGNORED])
    assert set(app.run().query_params) <= {"fruit", "colours"}
    again = small_page(**app.query_params)
    assert [text.value for text in again.text] == [text.value for text in app.text]
    assert not again.caption


@given(st.text())
def test_a_slug_is_short_plain_and_stays_what_it_is(text: str) -> None:
    short = slug(text)
    assert short == "" or set(short) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(short) == short


def test_slugs_of_labels() -> None:
    assert slugs(["On time", "St. Helens", "Year 4 to 5"]) == {
        "on-time": "On time",
        "st-helens": "St. Helens",
        "year-4-to-5": "Year 4 to 5",
    }
    assert one.__doc__ and many.__doc__
