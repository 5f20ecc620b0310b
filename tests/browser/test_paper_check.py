"""A paper in a browser: dropped in as a Word file, checked, printed."""

import io
from collections.abc import Callable

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import LAPTOP, Window

pytestmark = pytest.mark.browser

END = "text=This is not an official statistic"
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"

Visit = Callable[..., Page]


@pytest.fixture
def visit(window: Window, server: str) -> Visit:
    def opened(path: str, size: tuple[int, int] = LAPTOP) -> Page:
        page = window(size)
        page.goto(f"{server}/{path}")
        page.wait_for_selector(END, state="attached")
        return page

    return opened


def word_file() -> bytes:
    """A paper of Camden with a sentence and a table."""
    paper = docx.Document()
    paper.add_heading("EHC plans <script>window.run = true</script>")
    paper.add_paragraph("In January 2025 Camden maintained 1,999 EHC plans.")
    table = paper.add_table(rows=2, cols=3)
    for row, cells in enumerate([("", "2023", "2024"), ("New EHC plans", "201", "212")]):
        for place, text in enumerate(cells):
            table.cell(row, place).text = text
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def drop_in(page: Page) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("input[type=file]").set_input_files(
        {"name": "report.docx", "mimeType": kind, "buffer": word_file()}
    )
    expect(page.get_by_text("report.docx")).to_be_visible()
    page.get_by_role("button", name="Check it for Camden").click()
    expect(page.locator("h2").first).to_contain_text("Paper check: ")


def test_a_word_file_is_dropped_in_checked_and_printed_without_controls(visit: Visit) -> None:
    page = visit("paper_check?council=camden")
    drop_in(page)
    rows = page.locator("[data-testid=stTable]").first
    expect(rows).to_contain_text("1,999")
    expect(rows).to_contain_text("EHC plans in place")
    expect(rows.get_by_role("link", name="See the cell").first).to_have_attribute(
        "href",
        "/data_and_sources?council=camden&show=trace-a-figure&indicator=ehcp_caseload"
        "&place=camden&period=2025-01-31",
    )
    assert page.evaluate("window.run") is None
    page.emulate_media(media="print")
    expect(page.locator("[data-testid=stTable]").first).to_be_visible()
    for hidden in (".st-key-top", ".st-key-controls", ".st-key-handling", "[data-testid=stForm]"):
        for part in page.locator(hidden).all():
            expect(part).not_to_be_visible()
    assert not page.evaluate(SIDEWAYS)


def test_the_first_screen_has_finding_marks_and_first_rows(visit: Visit) -> None:
    page = visit("paper_check")
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg")
    page.wait_for_selector("[data-testid=stTable] tbody tr")
    for part in ("h2", "[data-testid=stVegaLiteChart]", "[data-testid=stTable] tbody tr"):
        box = page.locator(part).first.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 720, part
    expect(page.get_by_role("radio", name="Check a paper")).to_be_in_viewport()
