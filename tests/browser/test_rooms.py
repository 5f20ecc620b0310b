"""What only a browser shows of Wards and Compare: a click that opens, and rooms at every width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import LAPTOP, PHONE, SMALL, Window

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


@pytest.mark.parametrize(
    "view",
    ["wards", "compare?tab=map", "compare?tab=ranking", "need_and_protection?show=inspections"],
)
def test_finding_chart_and_actions_share_the_first_screen(view: str, visit: Visit) -> None:
    page = visit(view, LAPTOP)
    for part in ("h2", "[data-testid=stVegaLiteChart]", "[class*=st-key-actions-]"):
        box = page.locator(f"[class*=st-key-exhibit-] {part}").first.bounding_box()
        assert box is not None and box["y"] > 0 and box["y"] + box["height"] <= 720, part


@pytest.mark.parametrize("size", [LAPTOP, PHONE, SMALL], ids=["laptop", "phone", "320 pixels"])
@pytest.mark.parametrize("view", ["wards", "compare?tab=map"])
def test_no_tab_and_no_word_of_a_map_is_cut_off(
    view: str, size: tuple[int, int], visit: Visit
) -> None:
    page = visit(view, size)
    outside = """([what, inner]) => [...document.querySelectorAll(what)].filter((one) => {
        const box = one.getBoundingClientRect(), room = one.closest(inner).getBoundingClientRect()
        return box.right > Math.min(innerWidth, room.right) + 1 || box.left < room.left - 1
    }).map((one) => one.textContent)"""
    assert page.evaluate(outside, [f"{CHART} text", "svg"]) == []
    tabs = ".st-key-controls [role=radio]"
    assert page.evaluate(outside, [tabs, "[data-testid=stButtonGroup]"]) == []


@pytest.mark.parametrize(("size", "below"), [(LAPTOP, False), (PHONE, True)])
def test_the_list_of_wards_stands_beside_the_map_or_below_it(
    size: tuple[int, int], below: bool, visit: Visit
) -> None:
    page = visit("wards", size)
    listed = page.locator("[class*=st-key-listed-]").first
    expect(listed).to_be_visible(visible=below)
    inside = page.locator(f"{CHART} text").all_text_contents()
    assert ("Lostock & Barton" in inside) is not below
