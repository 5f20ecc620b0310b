"""Six questions of a member, answered from the home page in two clicks and without scrolling."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.windows import LAPTOP, MAIN, SECONDS

pytestmark = pytest.mark.browser

HEIGHT = LAPTOP[1]
FINDING = "[class*=st-key-exhibit-] h2"
UNDER = "[class*=st-key-exhibit-] [data-testid=stCaptionContainer]"


@pytest.fixture(scope="module")
def screen(browser: Browser, server: str) -> Iterator[Page]:
    """The screen of a town hall."""
    page = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    page.set_default_timeout(SECONDS)
    page.goto(server)
    yield page
    page.close()


@pytest.fixture
def home(screen: Page) -> Page:
    """The home page on that screen, as after a click on its name from the answer before."""
    screen.get_by_role("link", name="At a glance", exact=True).first.click()
    screen.locator(".ask .row .question a").nth(6).wait_for()
    return screen


def within_sight(page: Page, what: Locator) -> str:
    """The text of something that stands in the first screen; nothing was scrolled."""
    expect(what).to_be_visible()
    box = what.bounding_box()
    assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= HEIGHT
    assert page.evaluate(f"document.querySelector('{MAIN}').scrollTop") == 0
    return what.text_content() or ""


def clicks(page: Page, *what: Callable[[Page], Locator]) -> None:
    """Two clicks at most."""
    assert len(what) <= 2
    for click in what:
        click(page).click()


def go_to(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("link", name=name, exact=True)


def part(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("radio", name=name, exact=True)


def test_are_plans_on_time_and_how_are_neighbours(home: Page) -> None:
    row = home.get_by_role("row").filter(has_text="On time, exceptions left out").first
    clicks(home, lambda page: row.get_by_role("link").first)
    expect(home.locator(FINDING).first).to_contain_text("20 weeks")
    assert "53.4%" in within_sight(home, home.locator(FINDING).first)
    within_sight(home, home.locator("svg text").filter(has_text="Neighbours 40.4%").first)


def test_is_the_rise_from_year_4_to_5_unlike_elsewhere(home: Page) -> None:
    clicks(home, go_to("Year groups"), part("Steps"))
    expect(home.locator(FINDING).first).to_contain_text(re.compile("age 8|8 to 9|Year 4"))
    within_sight(home, home.locator(FINDING).first)


def test_which_wards_stand_out(home: Page) -> None:
    clicks(home, go_to("Wards"))
    expect(home.locator(FINDING).first).to_contain_text("Lostock & Barton stands out")
    within_sight(home, home.locator(FINDING).first)


def test_how_long_are_children_on_a_plan(home: Page) -> None:
    clicks(home, go_to("Protection"), part("Child protection plans"))
    expect(home.locator(FINDING).first).to_contain_text("duration")
    within_sight(home, home.locator(FINDING).first)


def test_how_many_agency_workers_in_heads_and_per_cent(home: Page) -> None:
    clicks(home, go_to("Workforce"))
    expect(home.locator(FINDING).first).to_contain_text("headcount")
    assert re.search(r"\d+\.\d%", within_sight(home, home.locator(FINDING).first))
    assert re.search(r"\d+ of \d+", within_sight(home, home.locator(UNDER).first))


def test_what_should_i_ask(home: Page) -> None:
    asked = home.locator(".ask .row .question a").all()
    assert len(asked) == 7 and all(link.inner_text().endswith("?") for link in asked)
    for link in asked:
        within_sight(home, link)
