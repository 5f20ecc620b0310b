"""From two findings to a presentation, by keyboard alone from its first slide to its last."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.windows import LAPTOP, PHONE, Window

pytestmark = pytest.mark.browser

WAITING = "[data-testid=stSkeleton], [data-stale=true]"
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
ROW = "() => [...document.querySelectorAll('.st-key-links a')].every((link) => " + (
    "link.getBoundingClientRect().right <= "
    "document.querySelector('.st-key-find').getBoundingClientRect().left)"
)


def whole(page: Page) -> None:
    page.wait_for_selector("text=This is not an official statistic", state="attached")
    page.wait_for_function(f"() => !document.querySelector('{WAITING}')")
    page.wait_for_timeout(400)


def follow(page: Page, name: str) -> None:
    page.locator(".st-key-links").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    whole(page)


def add(page: Page) -> None:
    page.get_by_role("button", name="Add to agenda").first.click()
    expect(page.get_by_role("button", name="On the agenda").first).to_be_visible()
    whole(page)


def items(page: Page) -> Locator:
    return page.locator("[class*=st-key-head-] strong")


def test_two_findings_are_put_in_order_and_presented_by_keyboard_alone(
    window: Window, server: str
) -> None:
    page = window(LAPTOP)
    page.goto(f"{server}/ehc_plans?show=on-time")
    whole(page)
    assert page.evaluate(ROW), "a page of the row at the top is out of sight"
    actions = page.locator("[class*=st-key-actions-]").first
    tops = {
        round(box["y"]) for one in actions.locator("> div").all() if (box := one.bounding_box())
    }
    assert len(tops) == 1, "what can be done with a finding stands in one line"
    add(page)
    follow(page, "Workforce")
    add(page)
    follow(page, "Present")
    expect(items(page)).to_contain_text(["1. Plans is", "2. Agency s"])
    page.get_by_role("button", name="Move item 2 up").click()
    whole(page)
    expect(items(page)).to_contain_text(["1. Agency s", "2. Plans is"])

    page.get_by_role("link", name="Start").focus()
    page.keyboard.press("Enter")
    finding = page.locator(".slide h2:visible").first
    expect(finding).to_contain_text("Agency social workers")
    page.wait_for_timeout(500)
    page.keyboard.press("PageDown")
    expect(page.locator(".slide h2:visible").first).to_contain_text("Plans issued within 20 weeks")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(page.locator(".slide h2:visible").first).to_contain_text("Agency social workers")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    whole(page)
    expect(items(page)).to_have_count(2)
    assert "present=" not in page.url


@pytest.mark.parametrize("address", ["present", "present?agenda=trafford"])
def test_the_page_fits_a_telephone(address: str, window: Window, server: str) -> None:
    page = window(PHONE, "dark")
    page.goto(f"{server}/{address}")
    whole(page)
    assert not page.evaluate(SIDEWAYS)
