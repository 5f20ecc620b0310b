"""What a reader copies from a page, read back from the clipboard of the browser."""

import io
import re
from base64 import b64decode
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from pages.parts.exhibit.colours import PAIRS
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

VIEW = "ehc_plans?council=trafford&show=on-time"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
TEXT = """async (kind) => {
    const [item] = await navigator.clipboard.read()
    return (await item.getType(kind)).text()
}"""
PICTURE = """async () => {
    const [item] = await navigator.clipboard.read()
    const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}"""

Take = Callable[..., Page]


@pytest.fixture
def take(window: Window, server: str) -> Take:
    """A page of one measure on which what can be taken away is open."""

    def opened(theme: str = "light", before: str = "") -> Page:
        page = window(theme=theme, permissions=["clipboard-read", "clipboard-write"])
        if before:
            page.add_init_script(before)
        page.goto(f"{server}/{VIEW}")
        page.wait_for_selector("svg.marks")
        page.get_by_role("button", name="Take away").first.click()
        return page

    return opened


# Read from a dark page, as what is copied goes on white paper. What opens over the page stands
# outside the element that has the theme.
def test_in_the_dark_buttons_are_read_and_a_picture_is_on_white_with_words_around(
    take: Take,
) -> None:
    page = take(theme="dark")
    colour = page.get_by_role("button", name="Copy table").evaluate(
        "(button) => getComputedStyle(button).color"
    )
    assert min(int(part) for part in re.findall(r"\d+", colour)[:3]) > 180
    page.get_by_role("button", name="Copy picture").click()
    expect(page.get_by_text("Picture copied.")).to_be_visible()
    picture = Image.open(io.BytesIO(b64decode(page.evaluate(PICTURE)))).convert("RGB")
    drawn = page.locator("svg.marks").first.bounding_box()
    assert drawn is not None and picture.width > 2 * drawn["width"]
    assert picture.height > 2 * (drawn["height"] + 100)
    colours = {colour: count for count, colour in picture.getcolors(1_000_000) or []}
    light, dark = PAIRS["council"]
    assert max(colours, key=lambda colour: colours[colour]) == (255, 255, 255)
    assert colours.get(rgb(light), 0) > 500 and rgb(dark) not in colours


def rgb(written: str) -> tuple[int, ...]:
    """'#12436D' as three numbers."""
    return tuple(bytes.fromhex(written.lstrip("#")))


def test_a_copied_table_is_a_table_and_a_text_with_tabs(take: Take) -> None:
    page = take()
    assert_everything_that_can_be_pressed_is_large_enough(page)
    page.get_by_role("button", name="Copy table").click()
    expect(page.get_by_text("Table copied.")).to_be_visible()
    finding = page.locator("[class*=st-key-exhibit-] h2").first.inner_text()
    rows = page.evaluate(TEXT, "text/plain").split("\n")
    assert rows[0] == finding
    head = next(row.split("\t") for row in rows if row.startswith("Period\t"))
    newest = next(row.split("\t") for row in rows if row.startswith("2024\t"))
    assert dict(zip(head, newest, strict=True))["Trafford"] == "53.4%"
    html = page.evaluate(TEXT, "text/html")
    assert "<th>Trafford</th>" in html and "<td>53.4%</td>" in html
    assert finding.split(":")[0] in html and "Source: " in html


def test_without_a_clipboard_a_button_says_why_it_does_nothing(take: Take) -> None:
    page = take(before=NO_CLIPBOARD)
    for what in ("picture", "table"):
        expect(page.get_by_role("button", name=f"Copy {what}")).to_be_disabled()
    expect(page.get_by_text("Copying needs a secure address (https)").first).to_be_visible()


def assert_everything_that_can_be_pressed_is_large_enough(page: Page) -> None:
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_role("button", name="Copy table")).to_be_visible()
    names = ["PNG", "SVG", "Copy picture", "Excel workbook", "CSV", "All councils, all years"]
    for name in [*names, "Copy table"]:
        box = body.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 24, name
