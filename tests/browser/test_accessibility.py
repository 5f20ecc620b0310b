"""The accessibility statement says what axe finds now: usual, in large type, in forced colours."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pages.parts.data_and_sources.accessibility import FILE, checked
from tests.browser.test_face import SIDEWAYS, whole
from tests.browser.windows import LAPTOP, PHONE

pytestmark = pytest.mark.browser

WRITE = "LINE_OF_SIGHT_WRITE_ACCESSIBILITY"
LONGEST = timedelta(days=366)
USUAL, LARGE, FORCED = "as they open", "in large type", "in forced colours"
LOOKED_AT = {
    USUAL: ("", "ehc_plans?show=needs-and-ages", "wards", "compare?tab=ranking"),
    LARGE: ("", "ehc_plans?show=on-time", "data_and_sources?show=accessibility"),
    FORCED: ("", "need_and_protection", "since_last_meeting"),
}
AS_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] svg.marks')]
    .every((svg) => svg.getBoundingClientRect().right <= innerWidth + 1)"""

Opened = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def opened(browser: Browser, server: str) -> Opened:
    """Opens a view of the server in one of the ways."""
    contexts = {
        way: browser.new_context(
            viewport={"width": LAPTOP[0], "height": LAPTOP[1]},
            reduced_motion="reduce",
            **({"forced_colors": "active"} if way == FORCED else {}),
        )
        for way in LOOKED_AT
    }
    pages = {way: context.new_page() for way, context in contexts.items()}

    def view(path: str, way: str) -> Page:
        more = ("&" if "?" in path else "?") + "type=large" if way == LARGE else ""
        pages[way].goto(f"{server}/{path}{more}")
        whole(pages[way])
        return pages[way]

    return view


@pytest.fixture(scope="module")
def looked(opened: Opened, browser: Browser) -> dict[str, Any]:
    """What axe finds in all of these views, as the file for the statement says it."""
    broken: Counter[str] = Counter()
    rules: dict[str, Any] = {}
    version = ""
    for way, views in LOOKED_AT.items():
        for path in views:
            answer = Axe().run(opened(path, way)).response
            version = answer["testEngine"]["version"]
            for each in answer["violations"]:
                broken[each["id"]] += 1
                rules[each["id"]] = each
    return {
        "checker": f"axe-core {version}",
        "browser": f"Chromium {browser.version.partition('.')[0]}",
        "views": sum(map(len, LOOKED_AT.values())),
        "ways": tuple(LOOKED_AT),
        "found": [
            (name, rules[name]["help"], rules[name]["impact"], broken[name])
            for name in sorted(broken)
        ],
    }


def written(looked: dict[str, Any]) -> str:
    """The file for the statement."""
    today = datetime.now(UTC).date().isoformat()
    ways = ", ".join(f'"{way}"' for way in looked["ways"])
    lines = [
        "# Written by the tests in a browser, for the accessibility statement; see README.md.",
        f"on = {today}",
        *(f'{key} = "{looked[key]}"' for key in ("checker", "browser")),
        f"views = {looked['views']}",
        f"ways = [{ways}]",
    ]
    for rule, words, impact, views in looked["found"]:
        lines += ["", "[[found]]", f'rule = "{rule}"', f'words = "{words}"']
        lines += [f'impact = "{impact}"', f"views = {views}"]
    return "\n".join(lines) + "\n"


def test_the_statement_says_what_is_found_now(looked: dict[str, Any]) -> None:
    if os.environ.get(WRITE):
        FILE.write_text(written(looked), encoding="utf-8")
        checked.cache_clear()
    told = checked()
    assert [each.rule for each in told.found] == [rule for rule, *_ in looked["found"]]
    assert (told.views, told.ways) == (looked["views"], looked["ways"])
    assert datetime.now(UTC).date() - told.on < LONGEST


def test_nothing_found_is_grave(looked: dict[str, Any]) -> None:
    assert not [each for each in looked["found"] if each[2] in ("serious", "critical")]


def test_large_type_is_larger_and_nothing_is_cut_off(opened: Opened) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.st-key-opening h1')).fontSize)"
    tall = "document.querySelector('.st-key-opening h1').getBoundingClientRect().height"
    usual = opened("ehc_plans?show=on-time", USUAL).evaluate(tall)
    page = opened("ehc_plans?show=on-time", LARGE)
    assert page.evaluate(size) > 0 and page.evaluate(tall) >= 1.2 * usual
    for window in (LAPTOP, PHONE):
        page.set_viewport_size({"width": window[0], "height": window[1]})
        page.wait_for_timeout(800)
        assert not page.evaluate(SIDEWAYS) and page.evaluate(AS_WIDE)
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    assert "type=large" in (page.get_by_role("link", name="Wards").get_attribute("href") or "")


def test_nothing_moves_by_itself_where_a_reader_wants_no_motion(opened: Opened) -> None:
    page = opened("ehc_plans?show=on-time", USUAL)
    assert (
        page.evaluate(
            "document.getAnimations().filter((one) => one.playState === 'running').length"
        )
        == 0
    )


def test_forced_colours_leave_what_is_chosen_and_the_focus_in_sight(opened: Opened) -> None:
    page = opened("need_and_protection", FORCED)
    outline = "(one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]"
    assert page.locator("[role=radio][aria-checked=true]").first.evaluate(outline) == [
        "solid",
        "3px",
    ]
    page.keyboard.press("Tab")
    assert page.evaluate(f"({outline})(document.activeElement)")[0] != "none"
