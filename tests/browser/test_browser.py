"""What a reader sees: painted charts, no sideways scrolling, an address that can be shared."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

SECONDS = 30_000
LAPTOP, PHONE = (1280, 720), (390, 844)
PAGES = ["", "ehc_plans", "year_groups", "wards", "need_and_protection", "workforce"]
MARKS = ".mark-line path, .mark-symbol path, .mark-rect path, .mark-shape path"
PAINTED = f"""() => {{
    const boxes = [...document.querySelectorAll('svg')].flatMap(svg =>
        [...svg.querySelectorAll('{MARKS}')].map(mark => mark.getBoundingClientRect()));
    return boxes.some(box => box.width > 20) && boxes.every(box => box.width >= 0);
}}"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"

expect.set_options(timeout=SECONDS)

Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Opens an address in a window of its own and waits for the page and its chart."""
    contexts = []

    def opened(address: str = "", size: tuple[int, int] = LAPTOP, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS)
        page.goto(f"{server}/{address}")
        page.wait_for_selector("h3")
        page.wait_for_function(PAINTED)
        return page

    yield opened
    for context in contexts:
        context.close()


def finding(page: Page) -> str:
    return page.locator("h3").first.inner_text()


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_shows_a_painted_chart_and_does_not_scroll_sideways(
    address: str, size: tuple[int, int], visit: Visit
) -> None:
    page = visit(address, size)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator("h1").count() == 1
    assert not page.evaluate(SIDEWAYS)


@pytest.mark.parametrize("address", [page for page in PAGES[1:] if page != "wards"])
def test_title_finding_and_chart_are_on_the_first_screen(address: str, visit: Visit) -> None:
    page = visit(address)
    chart = page.locator('[data-testid="stVegaLiteChart"]').first.bounding_box()
    assert chart is not None
    assert chart["y"] + chart["height"] <= LAPTOP[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_stands_on_white_in_both_themes(scheme: str, visit: Visit) -> None:
    page = visit("workforce", scheme=scheme)
    ground = page.locator('[data-testid="stVegaLiteChart"] svg').evaluate(
        "svg => getComputedStyle(svg).backgroundColor + (svg.querySelector('rect.background')"
        "?.getAttribute('fill') ?? '')"
    )
    assert "255, 255, 255" in ground or "#FFFFFF" in ground.upper()


def test_the_address_of_a_page_restores_the_view(visit: Visit) -> None:
    page = visit("ehc_plans")
    choose(page, "Council", "Camden")
    expect(page.locator("h3").first).to_contain_text("Camden")
    page.get_by_text("On time", exact=True).click()
    expect(page.locator("h3").first).to_contain_text("20 weeks")
    assert len(page.url) < 300
    again = visit(page.url.split("/", 3)[3])
    assert finding(again) == finding(page)
    assert "20 weeks" in finding(again) and "Camden" in finding(again)


def test_the_first_visit_to_a_server_may_be_to_any_page(browser: Browser, new_server: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(SECONDS)
    page.goto(f"{new_server}/ehc_plans?la=202&show=On+time")
    expect(page.locator("h3").first).to_contain_text("20 weeks")
    expect(page.locator("h3").first).to_contain_text("Camden")
    expect(page.get_by_role("link", name="At a glance")).to_be_visible()
    expect(page).to_have_title("EHC plans – Line of Sight")
    page.close()


def test_a_code_in_the_address_becomes_a_name(visit: Visit) -> None:
    page = visit("workforce?la=202&with=sn21")
    assert "Camden" in finding(page)
    assert "la=Camden" in page.url and "2021" in page.url


def test_a_group_that_the_new_council_is_not_in_is_left(visit: Visit) -> None:
    page = visit("workforce?with=gm")
    choose(page, "Council", "Camden")
    expect(page.locator("h3").first).to_contain_text("Camden")
    assert "Manchester" not in page.url


def test_the_council_stays_when_the_page_is_changed(visit: Visit) -> None:
    page = visit("ehc_plans?la=202")
    page.get_by_role("link", name="Workforce").click()
    expect(page.locator("h1")).to_have_text("Workforce")
    expect(page.locator("h3").first).to_contain_text("Camden")


def test_a_card_leads_to_its_chart(visit: Visit) -> None:
    page = visit("?la=358")
    page.get_by_text("See the chart").first.click()
    page.wait_for_selector('[data-testid="stVegaLiteChart"] svg')
    assert "measure=" in page.url or page.url.endswith("/workforce")


def test_a_switch_of_database_is_seen_at_the_next_interaction(visit: Visit, served: Path) -> None:
    page = visit("ehc_plans")
    old = (served / "current").read_text(encoding="utf-8").strip()
    new = "29990101T000000Z.duckdb"
    shutil.copy(served / "releases" / old, served / "releases" / new)
    with duckdb.connect(str(served / "releases" / new)) as con:
        con.execute("update load_run set run_id = 'the-new-one'")
        con.execute("update figure set value = 4321 where indicator_id = 'ehcp_caseload'")
    (served / "current").write_text(f"{new}\n", encoding="utf-8")
    page.get_by_text("Requests", exact=True).click()
    expect(page.get_by_text("the-new-one")).to_be_visible()
    page.get_by_text("Plans", exact=True).click()
    expect(page.locator("h3").first).to_contain_text("4,321")
    (served / "current").write_text(f"{old}\n", encoding="utf-8")
