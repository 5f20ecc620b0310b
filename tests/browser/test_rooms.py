"""What only a browser shows of Wards and Compare: a click that opens, and a list with room."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import LAPTOP, PHONE, Window

pytestmark = pytest.mark.browser

CHART = "[data-testid=stVegaLiteChart] svg"
Visit = Callable[[str, tuple[int, int]], Page]

BOX_OF = """(name) => {
    const marks = [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg path')]
    const box = marks.find((mark) => mark.__data__?.datum?.name === name).getBoundingClientRect()
    return [box.x + box.width / 2, box.y + box.height / 2]
}"""


@pytest.fixture
def visit(window: Window, server: str) -> Visit:
    """Opens a page in a window of one size, and waits until its chart is drawn."""

    def opened(path: str, size: tuple[int, int]) -> Page:
        page = window(size)
        page.goto(f"{server}/{path}")
        page.wait_for_selector(f"{CHART} text")
        page.wait_for_selector("text=This is not an official statistic", state="attached")
        page.wait_for_timeout(600)
        return page

    return opened


@pytest.mark.parametrize("tab", ["map", "ranking"])
def test_a_tile_and_a_dot_open_their_council(tab: str, visit: Visit) -> None:
    page = visit(f"compare?tab={tab}", LAPTOP)
    before = page.evaluate("history.length")
    page.evaluate("window.mine = true")
    page.mouse.click(*page.evaluate(BOX_OF, "salford"))
    page.wait_for_function("() => location.search.includes('council=salford')")
    finding = page.locator("[class*=st-key-exhibit-] h2").first
    expect(finding).to_contain_text("Salford")
    assert page.evaluate("history.length") == before + 1 and page.evaluate("window.mine")
    page.go_back()
    page.wait_for_function("() => !location.search.includes('council')")
    expect(finding).to_contain_text("Trafford")


def test_the_list_of_wards_stands_beside_the_map_or_below_it(visit: Visit) -> None:
    page = visit("wards", LAPTOP)
    listed = page.locator("[class*=st-key-listed-]").first
    named = page.locator(f"{CHART} text", has_text=re.compile("^Lostock & Barton$"))
    expect(listed).not_to_be_visible()
    expect(named).not_to_have_count(0)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(listed).to_be_visible()
    expect(named).to_have_count(0)
