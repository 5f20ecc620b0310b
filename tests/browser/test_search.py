"""The search box by keyboard: one step in the history, and back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.windows import Window

pytestmark = pytest.mark.browser


ASKED = {  # what is typed: a word of the first answer, and where it leads
    "agency workers, headcount": ("Agency", r"/workforce\?council=camden&measure=sw_agency_hea"),
    "Sale Moor": ("ward of Trafford", r"/wards$"),
    "salford": ("council", r"/ehc_plans\?(council=salford&show=on-time|show=.*salford)$"),
    "compare": ("page", r"/compare\?council=camden$"),
}


@pytest.fixture
def page(window: Window, server: str) -> Page:
    page = window()
    page.goto(f"{server}/ehc_plans?council=camden&show=on-time")
    whole(page)
    return page


def whole(page: Page) -> None:
    page.wait_for_selector("text=This is not an official statistic", state="attached")
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.wait_for_timeout(700)


def to_the_box(page: Page) -> Locator:
    """The box by its key, which is heard as soon as the component for it has come."""
    box = page.get_by_role("combobox", name="Search")
    for _ in range(50):
        page.keyboard.press("/")
        page.wait_for_timeout(200)
        if box.evaluate("(box) => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    return box


def find(page: Page, typed: str, option: str) -> None:
    to_the_box(page)
    page.keyboard.type(typed)
    expect(page.get_by_role("option").first).to_contain_text(option)
    page.keyboard.press("Enter")


def test_what_is_found_is_one_step_and_back_returns(page: Page) -> None:
    start, before = page.evaluate("history.length"), page.url
    for typed, (option, address) in ASKED.items():
        find(page, typed, option)
        page.wait_for_url(re.compile(address))
        whole(page)
        assert page.evaluate("history.length") == start + 1
        assert re.search(address, page.url)
        page.go_back()  # so that the next step is again the one after the first
        page.wait_for_url(before)
        whole(page)
        expect(page.get_by_role("radio", name="On time")).to_be_checked()
        expect(page.locator("h2").first).to_contain_text("Camden")


def test_what_a_word_means_is_said_where_the_reader_is(page: Page) -> None:
    start, before = page.evaluate("history.length"), page.url
    find(page, "sendiass", "SENDIASS")
    expect(page.get_by_role("dialog")).to_contain_text("impartial advice")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == before and page.evaluate("history.length") == start


def test_a_slash_in_a_box_is_a_slash(page: Page) -> None:
    box = to_the_box(page)
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")
