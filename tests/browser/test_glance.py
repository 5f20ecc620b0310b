"""At a glance in a browser: one screen that asks, opened and left by pointer and by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.parts.overview.rows import FIRST, TOPICS
from tests.browser.windows import LAPTOP, MAIN, PHONE, SMALL, Window

pytestmark = pytest.mark.browser

# On the first screen, without the row at the top, the grid and what a first visit alone is told.
MOST_WORDS = 264
# Every text in sight within the window, but those and what is for the ear only.
IN_SIGHT = """() => {
    const texts = []
    const read = (node) => {
        for (const child of node.childNodes) {
            if (child.nodeType === 3 && child.textContent.trim()) {
                const range = document.createRange()
                range.selectNodeContents(child)
                const box = range.getBoundingClientRect()
                const drawn = box.width > 1 && box.height > 1
                const within = box.top >= 0 && box.top < innerHeight
                const left = child.parentElement.closest(
                    '.said, style, script, .st-key-top, .grid, .what p')
                if (drawn && within && !left) texts.push(child.textContent)
            } else if (child.nodeType === 1) {
                if (child.shadowRoot) read(child.shadowRoot)
                read(child)
            }
        }
    }
    read(document.querySelector('[data-testid=stMain]'))
    return texts.join(' ')
}"""

Visit = Callable[..., Page]


@pytest.fixture
def visit(window: Window, server: str) -> Visit:
    """Opens At a glance as a new reader, and waits until its rows are there."""

    def opened(address: str = "", size: tuple[int, int] = LAPTOP) -> Page:
        page = window(size)
        page.goto(f"{server}/{address}")
        rows(page).first.wait_for()
        whole(page)
        return page

    return opened


def rows(page: Page) -> Locator:
    return page.locator(".ask .row")


def whole(page: Page) -> None:
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.wait_for_timeout(500)


def scrolled(page: Page) -> float:
    return float(page.evaluate(f"document.querySelector('{MAIN}').scrollTop"))


def test_the_first_screen_asks_about_every_subject_in_few_words(visit: Visit) -> None:
    page = visit("?council=salford")
    boxes = [row.bounding_box() for row in rows(page).all()[:FIRST]]
    assert len(boxes) == FIRST
    assert all(box and box["height"] <= 55 and box["y"] + box["height"] <= 720 for box in boxes)
    seen = page.evaluate(IN_SIGHT)
    shown = [row.locator(".topic").inner_text() for row in rows(page).all()[:FIRST]]
    assert all(any(text.startswith(topic) for text in shown) for topic in TOPICS.values())
    assert len(seen.split()) <= MOST_WORDS
    assert seen.count("?") >= FIRST


def test_a_row_is_opened_by_keys_and_leads_to_its_chart_in_one_step(visit: Visit) -> None:
    page = visit("?council=kent")
    start = page.evaluate("history.length")
    button = rows(page).nth(1).get_by_role("button")
    button.focus()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    detail = page.locator(".ask .detail:not([hidden])")
    expect(detail).to_contain_text("England")
    page.get_by_role("button", name=re.compile("^All")).press("Enter")
    expect(rows(page).nth(FIRST)).to_be_visible()
    page.evaluate(f"document.querySelector('{MAIN}').scrollTop = 240")
    page.wait_for_timeout(400)
    detail.get_by_role("link", name="See the chart").focus()
    before = scrolled(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg")
    whole(page)
    assert "council=kent" in page.url and page.evaluate("history.length") == start + 1
    page.go_back()
    expect(detail).to_be_visible()
    expect(rows(page).nth(FIRST)).to_be_visible()
    page.wait_for_function(
        f"(wanted) => Math.abs(document.querySelector('{MAIN}').scrollTop - wanted) < 5",
        arg=before,
    )
    assert page.evaluate("history.length") == start + 1


def test_a_link_is_an_address_that_opens_the_same_view(visit: Visit, server: str) -> None:
    page = visit("?council=camden")
    href = rows(page).first.get_by_role("link").get_attribute("href")
    assert href
    page.goto(server + href)
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg")
    whole(page)
    assert page.url == server + href


def test_the_grid_is_sorted_by_its_headers(visit: Visit) -> None:
    page = visit("?council=kent")
    head = page.get_by_role("columnheader", name="Place (1st is best)")
    places = page.locator(".grid tbody .place")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    first = [re.match(r"(\d+)\w\w of (\d+)", text) for text in places.all_inner_texts()[:3]]
    shares = [int(found[1]) / int(found[2]) for found in first if found]
    assert len(shares) == 3 and shares == sorted(shares, reverse=True)
    assert not re.match(r"\d", places.last.inner_text()), "what has no place comes last"
    expect(page.locator(".grid [aria-sort]")).to_have_count(1)


def test_a_row_on_a_phone_loses_nothing(visit: Visit) -> None:
    page = visit("?council=kent", PHONE)
    for size in (PHONE, SMALL):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        whole(page)
        for kind in ("topic", "name", "value", "before", "all", "verdict", "question"):
            box = rows(page).first.locator(f".{kind}").bounding_box()
            assert box and box["width"] > 20 and box["x"] + box["width"] <= size[0], kind
        for kind in ("topic", "name", "value", "before", "verdict", "place"):
            box = page.locator(f".grid tbody tr >> nth=0 >> .{kind}").bounding_box()
            assert box and box["width"] > 20 and box["x"] + box["width"] <= size[0], kind


@pytest.mark.parametrize("council", ["city-of-london", "isles-of-scilly", "north-northamptonshire"])
def test_every_council_has_its_screen(council: str, visit: Visit) -> None:
    page = visit(f"?council={council}")
    assert page.locator("[data-testid=stException]").count() == 0
    expect(page.locator(".grid tbody tr")).to_have_count(52)
    expect(page.locator("h1")).to_have_count(1)
