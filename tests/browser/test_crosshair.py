"""The crosshair of a chart in a real browser: by pointer, by finger, by keyboard, aloud."""

import re

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.windows import LAPTOP, PHONE, SECONDS, Window

pytestmark = pytest.mark.browser

VIEW = "/ehc_plans?council=trafford&show=on-time"
WORDS = "() => [...document.querySelectorAll('svg.marks text')].map(text => text.textContent)"
TOOLTIP = "() => document.querySelector('#vg-tooltip-element.visible')?.textContent ?? ''"
NEWEST = re.compile(r"Trafford 53\.4% \(203 of 380\)")


@pytest.fixture
def page(window: Window, server: str) -> Page:
    return drawn(window(LAPTOP), server)


@pytest.fixture
def phone(window: Window, server: str) -> Page:
    return drawn(window(PHONE, has_touch=True, is_mobile=True), server)


def drawn(page: Page, server: str) -> Page:
    """The same window with the chart of the view drawn."""
    page.goto(server + VIEW)
    page.wait_for_selector("svg.marks")
    page.wait_for_function(f"({WORDS})().some(text => text.includes('53.4%'))")
    return page


def told(page: Page) -> list[str]:
    """What the panel, or the words above a phone's plot, tell: they alone have counts."""
    return [text for text in page.evaluate(WORDS) if re.search(r"\d of \d", text)]


def plot(page: Page) -> dict[str, float]:
    box = page.locator("svg.marks .mark-area").first.bounding_box()
    assert box is not None
    return {key: float(value) for key, value in box.items()}


def slider(page: Page) -> Locator:
    return page.locator(".vega-bindings input[type=range]").first


def wait_until_told(page: Page, text: str) -> None:
    page.wait_for_function(
        f"text => ({WORDS})().some(one => one.includes(text))", arg=text, timeout=SECONDS
    )


def test_a_chart_answers_pointer_and_keys(page: Page) -> None:
    assert_the_whole_plot_answers_a_pointer_and_nothing_says_null_or_true(page)
    assert_it_is_one_tab_stop_and_arrow_keys_step_through_it_aloud(page)


def assert_the_whole_plot_answers_a_pointer_and_nothing_says_null_or_true(page: Page) -> None:
    box = plot(page)
    for across in range(1, 9):
        for down in (0.1, 0.5, 0.9):
            page.mouse.move(box["x"] + box["width"] * across / 9, box["y"] + box["height"] * down)
            page.wait_for_function(
                f"({WORDS})().some(text => /\\d of \\d/.test(text))", timeout=SECONDS
            )
            assert not re.search("null|true", " ".join(page.evaluate(WORDS)))
            assert page.evaluate(TOOLTIP) == ""
    page.mouse.move(5, 5)
    page.wait_for_function(f"!({WORDS})().some(text => /\\d of \\d/.test(text))", timeout=SECONDS)


def assert_it_is_one_tab_stop_and_arrow_keys_step_through_it_aloud(page: Page) -> None:
    stops = page.locator("[class*=st-key-plot-] :is(a, button, input, [tabindex='0'])")
    assert stops.filter(visible=True).count() == 1
    said = page.locator("[class*=st-key-say-] [role=status]").first
    slider(page).focus()
    page.keyboard.press("End")
    wait_until_told(page, "Trafford 53.4% (203 of 380)")
    assert NEWEST.search(said.text_content() or "")
    page.keyboard.press("ArrowLeft")
    wait_until_told(page, "Trafford 62.4% (262 of 420)")
    assert (said.text_content() or "").startswith("2023 · Trafford 62.4% (262 of 420) · 95% ")
    assert slider(page).get_attribute("aria-valuetext") == said.text_content()
    page.keyboard.press("Tab")
    page.wait_for_function(f"!({WORDS})().some(text => /\\d of \\d/.test(text))", timeout=SECONDS)


def test_a_tap_stays_and_tells_above_the_plot_of_a_phone(phone: Page) -> None:
    names = [text for text in phone.evaluate(WORDS) if text in ("Trafford", "England")]
    assert names == ["Trafford", "England"]  # the key
    box = plot(phone)
    phone.touchscreen.tap(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    wait_until_told(phone, "Trafford 53.4% (203 of 380)")
    lines = phone.locator("svg.marks text", has_text="203 of 380").first.bounding_box()
    assert lines is not None
    assert lines["y"] + lines["height"] <= box["y"] + 1
    assert lines["x"] >= 0 and lines["x"] + lines["width"] <= 390
