"""What a reader sees and does: a painted chart, an address that can be shared, files."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.windows import LAPTOP, MAIN, SECONDS, Window
from tests.some import some

pytestmark = pytest.mark.browser

MARKS = ".mark-line path, .mark-symbol path, .mark-rect path, .mark-shape path"
WITHOUT_CHART = "data_and_sources"
PAINTED = f"""() => {{
    if (location.pathname === '/' || location.pathname.endsWith('/{WITHOUT_CHART}')) return true;
    const boxes = [...document.querySelectorAll('svg')].flatMap(svg =>
        [...svg.querySelectorAll('{MARKS}')].map(mark => mark.getBoundingClientRect()));
    return boxes.some(box => box.width > 5) && boxes.every(box => box.width >= 0);
}}"""
DRAWN = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')].map(
    svg => svg.outerHTML.replace(/(clip|gradient_)[0-9]+/g, '$1'))"""

# The choices that are made on each page, by what the address then says: a label and an option of
# a list, or an option of a row of buttons.
CHOICES = {
    "": {"council=camden": ("Council", "Camden"), "with=region": ("Compare with", "Region")},
    "ehc_plans": {
        "council=st-helens": ("Council", "St. Helens"),
        "show=needs-and-ages": ("", "Needs and ages"),
        "measure=ehcp_need_semh_pc": ("Measure", "Need: emotional and mental health"),
    },
    "year_groups": {
        "with=gm": ("Compare with", "Greater Manchester"),
        "show=same-children": ("", "Same children"),
        "step=age-15-to-16": ("Step", "Age 15 to 16"),
    },
    "wards": {
        "provision=any-sen": ("", "Any SEN"),
        "schools=mainstream": ("", "Mainstream"),
        "vintage=former": ("", "Before May 2023"),
        "view=funnel-plot": ("", "Funnel plot"),
    },
    "need_and_protection": {
        "with=england": ("Compare with", "England only"),
        "show=child-protection-plans": ("", "Child protection plans"),
        "measure=cp_2yr_open_pc": ("Measure", "On a plan for 2 years or more"),
    },
    "workforce": {
        "council=isles-of-scilly": ("Council", "Isles of Scilly"),
        "show=caseload": ("", "Caseload"),
    },
    "compare": {
        "indicator=cin_rate": ("Measure", "Children in need: Children in need rate"),
        "tab=ranking": ("", "Ranking"),
    },
    "paper_check": {
        "topic=ehc-plans": ("Topic", "EHC plans"),
        "show=on-the-published-line": ("", "On the published line"),
    },
    "data_and_sources": {
        "show=trace-a-figure": ("", "Trace a figure"),
        "indicator=ehcp_caseload": ("Figure", "EHC plans: EHC plans in force"),
        "place=england": ("Place", "England"),
    },
}
DOWNLOADS = {
    "PNG": ("png", b"\x89PNG\r\n"),
    "SVG": ("svg", b"<?xml"),
    "CSV": ("zip", b"PK\x03\x04"),
    "Excel workbook": ("xlsx", b"PK\x03\x04"),
}


Visit = Callable[..., Page]


@pytest.fixture
def visit(window: Window, server: str) -> Visit:
    """Opens an address in a window of its own and waits for the page and its chart."""

    def opened(address: str = "", size: tuple[int, int] = LAPTOP, scheme: str = "light") -> Page:
        page = window(size, scheme)
        page.goto(f"{server}/{address}")
        page.wait_for_selector("h2")
        page.wait_for_function(PAINTED)
        return page

    return opened


def finding(page: Page) -> str:
    return page.locator("h2").first.inner_text()


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def settled(page: Page) -> None:
    """Wait until nothing runs and nothing more is drawn."""
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    page.wait_for_function(PAINTED)
    page.wait_for_timeout(700)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_stands_on_the_ground_of_the_theme(scheme: str, visit: Visit) -> None:
    page = visit("workforce", scheme=scheme)
    grounds = page.evaluate("""() => {
        const svg = document.querySelector('[data-testid="stVegaLiteChart"] svg')
        const app = document.querySelector('.stApp'), line = svg.querySelector('.mark-line path')
        return [app, svg].map((node) => getComputedStyle(node).backgroundColor)
            .concat(getComputedStyle(line).stroke)
    }""")
    assert grounds[0] == grounds[1]
    light = grounds[0] == "rgb(255, 255, 255)"
    assert light == (scheme == "light")
    assert grounds[2].startswith("rgb(")


# Every choice of every page is restored in tests/pages/parts/asking/test_address.py.
@pytest.mark.parametrize(("address", "choices"), some(CHOICES.items(), 4))
def test_the_address_of_a_page_restores_the_view(
    address: str, choices: dict[str, tuple[str, str]], visit: Visit
) -> None:
    page = visit(address)
    for written, (label, option) in choices.items():
        if label:
            choose(page, label, option)
        else:
            page.get_by_text(option, exact=True).first.click()
        expect(page).to_have_url(re.compile(re.escape(written)))
    settled(page)
    assert len(page.url) < 300
    again = visit(page.url.split("/", 3)[3])
    settled(again)
    assert again.url == page.url
    assert again.locator(MAIN).inner_text() == page.locator(MAIN).inner_text()
    assert again.evaluate(DRAWN) == page.evaluate(DRAWN)


def test_going_back_undoes_a_choice(visit: Visit) -> None:
    page = visit("workforce")
    choose(page, "Council", "Camden")
    expect(page).to_have_url(re.compile(r"\?council=camden$"))
    page.get_by_text("Staying", exact=True).click()
    expect(page).to_have_url(re.compile("show=staying$"))
    expect(page.locator("h2").first).to_contain_text("turnover rate: 19.5% in Camden")
    page.go_back()
    expect(page.locator("h2").first).to_contain_text("in Camden")
    expect(page.locator("h2").first).not_to_contain_text("turnover")
    page.go_back()
    expect(page.locator("h2").first).to_contain_text("in Trafford")
    page.go_forward()
    expect(page.locator("h2").first).to_contain_text("in Camden")


def test_nonsense_in_an_address_is_one_small_notice(visit: Visit) -> None:
    page = visit(
        "workforce?council=%3Cscript%3Ealert(1)%3C/script%3E&show=%00&measure=" + "x" * 9999
    )
    expect(page.get_by_text("is not offered here, so it is ignored")).to_have_count(1)
    assert "Trafford" in finding(page)
    assert "alert(1)" not in page.locator(MAIN).inner_html()
    page.get_by_text("Staying", exact=True).click()
    expect(page).to_have_url(re.compile("/workforce.show=staying$"))
    assert "alert(1)" not in page.content()


def test_files_of_their_kind_a_link_and_a_citation_are_taken_away(visit: Visit) -> None:
    page = visit("ehc_plans?show=on-time")
    page.get_by_role("button", name="Take away").first.click()
    for label, (ending, start) in DOWNLOADS.items():
        with page.expect_download() as made:
            page.get_by_role("button", name=label, exact=True).click()
        assert made.value.suggested_filename == f"ehcp_20wk_ex_pc-trafford.{ending}"
        assert Path(made.value.path()).read_bytes().startswith(start)
    codes = page.locator('[data-testid="stCode"]')
    expect(codes).to_have_count(2)
    link, citation = codes.all_inner_texts()
    assert link.startswith(page.url.split("?")[0] + "?council=trafford&with=sn25&show=on-time&")
    assert "53.4%" in citation and link in citation
    assert finding(visit(link.split("/", 3)[3])) == finding(page)


def test_the_first_visit_to_a_server_may_be_to_any_page(browser: Browser, new_server: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(SECONDS)
    page.goto(f"{new_server}/ehc_plans?council=camden&show=on-time")
    expect(page.locator("h2").first).to_contain_text("20 weeks")
    expect(page.locator("h2").first).to_contain_text("Camden")
    expect(page.get_by_role("link", name="At a glance")).to_be_visible()
    expect(page).to_have_title("On time, exceptions left out – EHC plans – Camden – Line of Sight")
    page.close()


def test_a_code_in_the_address_becomes_a_name(visit: Visit) -> None:
    page = visit("workforce?la=202&with=sn21")
    assert "Camden" in finding(page)
    page.get_by_text("Staying", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?council=camden&with=sn21&show=staying$"))


def test_a_group_that_the_new_council_is_not_in_is_left(visit: Visit) -> None:
    page = visit("workforce?with=gm")
    choose(page, "Council", "Camden")
    expect(page.locator("h2").first).to_contain_text("Camden")
    expect(page).to_have_url(re.compile("council=camden$"))


def test_the_council_stays_when_the_page_is_changed(visit: Visit) -> None:
    page = visit("ehc_plans?council=camden&show=requests")
    page.get_by_role("link", name="Workforce").click()
    expect(page.locator("h1")).to_have_text("Workforce")
    expect(page.locator("h2").first).to_contain_text("Camden")
    expect(page).to_have_url(re.compile(r"/workforce\?council=camden$"))


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
    expect(page.locator("h2").first).to_contain_text("4,321")
    (served / "current").write_text(f"{old}\n", encoding="utf-8")
