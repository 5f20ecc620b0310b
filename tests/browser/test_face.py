"""What only a browser shows of the face: history, layout, what is asked of whom, accessibility."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.windows import LAPTOP, MAIN, PHONE, SMALL, Window

pytestmark = pytest.mark.browser

END = "text=This is not an official statistic"
WAITING = "[data-testid=stSkeleton], [data-stale=true]"
VIEWS = {
    "at a glance": "",
    "a trend": "ehc_plans?show=on-time",
    "parts": "ehc_plans?show=needs-and-ages",
    "who": "ehc_plans?show=who-has-a-plan",
    "year groups": "year_groups",
    "steps": "year_groups?show=steps",
    "same children": "year_groups?show=same-children",
    "wards": "wards",
    "wards ranked": "wards?view=ranked",
    "protection": "need_and_protection",
    "inspections": "need_and_protection?show=inspections",
    "workforce": "workforce",
    "compare": "compare",
    "ranking": "compare?tab=ranking",
    "map": "compare?tab=map",
    "papers": "paper_check",
    "papers on a line": "paper_check?show=on-the-published-line",
    "check a paper": "paper_check?show=check-a-paper",
    "no papers": "paper_check?council=camden",
    "sources": "data_and_sources",
    "trace": "data_and_sources?show=trace-a-figure",
    "words": "data_and_sources?show=words",
}
SHIFTS = """new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
        if (!entry.hadRecentInput) window.shifted = (window.shifted || 0) + entry.value
}).observe({ type: 'layout-shift', buffered: true })"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"

Visit = Callable[..., Page]


@pytest.fixture
def visit(window: Window, server: str) -> Visit:
    """Opens a page of a server as a new reader, and waits until all of it is drawn."""

    def opened(
        path: str, size: tuple[int, int] = LAPTOP, theme: str = "light", before: str = SHIFTS
    ) -> Page:
        page = window(size, theme)
        page.add_init_script(before)
        page.goto(f"{server}/{path}")
        whole(page)
        return page

    return opened


def whole(page: Page) -> None:
    """Wait until nothing of a page is still to come."""
    page.wait_for_selector(END, state="attached")
    page.wait_for_function(f"() => !document.querySelector('{WAITING}')")
    page.wait_for_timeout(400)


def query(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).click()
    whole(page)


# Nobody else is asked


@pytest.mark.parametrize("view", ["", "ehc_plans?show=on-time", "wards", "compare?tab=map"])
def test_nothing_is_asked_of_another_address(view: str, window: Window, server: str) -> None:
    page = window()
    asked: list[str] = []

    def only_ours(route: object) -> None:
        url = route.request.url  # type: ignore[attr-defined]
        if not url.startswith((server, "data:", "blob:")):
            asked.append(url)
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/*", only_ours)
    page.goto(f"{server}/{view}")
    whole(page)
    assert asked == []


def test_the_style_sheet_is_in_the_answer_itself(server: str, window: Window) -> None:
    answer = window().goto(f"{server}/ehc_plans")
    assert answer is not None
    head = answer.text().partition("</head>")[0]
    assert '<style id="line-of-sight">' in head and "--los-council" in head


# History


def test_opening_a_page_is_one_entry_and_writes_nothing(visit: Visit) -> None:
    page = visit("ehc_plans?council=Salford&show=On+time")
    assert entries(page) == 2  # about:blank and this
    assert urlsplit(page.url).query == "council=Salford&show=On+time"


def test_each_choice_is_one_entry_and_back_restores_it(visit: Visit) -> None:
    page = visit("ehc_plans")
    start = entries(page)
    page.get_by_role("radio", name="On time").click()
    page.wait_for_url(re.compile("show=on-time"))
    whole(page)
    choose(page, "Council", "Salford")
    page.wait_for_url(re.compile("council=salford"))
    whole(page)
    assert entries(page) == start + 2
    page.get_by_role("link", name="Wards").click()
    page.wait_for_url(re.compile("/wards"))
    whole(page)
    assert query(page) == {"council": "salford"}
    assert entries(page) == start + 3
    page.go_back()
    whole(page)
    assert query(page) == {"council": "salford", "show": "on-time"}
    expect(page.locator("[class*=st-key-exhibit-] h2").first).to_contain_text("Salford")
    page.go_back()
    page.wait_for_function("() => !location.search.includes('council')")
    whole(page)
    expect(page.locator("[class*=st-key-exhibit-] h2").first).to_contain_text("Trafford")
    assert entries(page) == start + 3


def test_a_link_within_a_page_is_one_entry_and_back_restores_the_place(visit: Visit) -> None:
    page = visit("ehc_plans?show=on-time")
    start = entries(page)
    link = page.locator(".st-key-also a").first
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    scrolled = page.evaluate(f"document.querySelector('{MAIN}').scrollTop")
    assert scrolled > 0
    link.click()
    page.wait_for_url(re.compile("measure="))
    whole(page)
    assert entries(page) == start + 1
    page.go_back()
    page.wait_for_function("() => !location.search.includes('measure')")
    whole(page)
    page.wait_for_function(
        f"(wanted) => Math.abs(document.querySelector('{MAIN}').scrollTop - wanted) < 40",
        arg=scrolled,
    )


# Layout


# On a phone the rows of these tables break into lines that cannot be counted beforehand: 0.097.
UNSTEADY = ("sources", PHONE)


@pytest.mark.parametrize("size", [LAPTOP, PHONE, SMALL], ids=["laptop", "phone", "320 pixels"])
@pytest.mark.parametrize("name", VIEWS)
def test_nothing_moves_once_it_is_drawn_or_is_wider_than_the_window(
    name: str, size: tuple[int, int], visit: Visit
) -> None:
    page = visit(VIEWS[name], size)
    if size != SMALL and (name, size) != UNSTEADY:
        assert page.evaluate("window.shifted || 0") < 0.1
    assert not page.evaluate(SIDEWAYS)
    assert page.evaluate("""() => [...document.querySelectorAll('[data-testid=stMain] svg.marks')]
        .every((svg) => svg.getBoundingClientRect().right <= innerWidth + 1)""")


@pytest.mark.parametrize(
    "view",
    [
        "ehc_plans?show=on-time",
        "workforce",
        "need_and_protection",
        "need_and_protection?show=inspections",
        "year_groups",
    ],
)
def test_the_answer_stands_in_the_first_screen(view: str, visit: Visit) -> None:
    page = visit(view)
    for part in ("[class*=st-key-exhibit-] h2", "[class*=st-key-actions-]"):
        box = page.locator(part).first.bounding_box()
        assert box is not None and box["y"] > 0 and box["y"] + box["height"] <= 720, part
    room = page.locator("[data-testid=stVegaLiteChart]").first.bounding_box()
    assert room is not None


# Presenting


def test_a_finding_is_presented_with_keys_and_left_with_escape(visit: Visit) -> None:
    page = visit("ehc_plans?show=on-time")
    start = entries(page)
    page.get_by_role("link", name="Present").click()
    player = page.locator(".player")
    expect(player).to_be_visible()
    shown = player.locator(".slide.shown")
    expect(shown.locator("h2")).to_contain_text("20 weeks")
    expect(shown.locator("svg").first).to_be_visible()
    assert entries(page) == start + 1
    size = shown.locator("h2").evaluate("(head) => parseFloat(getComputedStyle(head).fontSize)")
    assert size >= 36
    drawn = shown.locator("svg text").evaluate_all(
        "(texts) => Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize)"
        " * text.getScreenCTM().a))"
    )
    assert drawn >= 24
    first = shown.locator("h2").inner_text()
    # It is shown before the key is let go of: the next frame that the browser draws has it.
    at_once = player.locator(".bar").evaluate("""(bar) => {
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))
        return [bar.textContent, bar.getRootNode().querySelector('.slide.shown h2').textContent]
    }""")
    assert at_once[0].startswith("2 of") and at_once[1] != first
    page.keyboard.press("ArrowLeft")
    expect(player.locator(".bar")).to_contain_text("1 of")
    page.keyboard.press("ArrowRight")
    expect(player.locator(".bar")).to_contain_text("2 of")
    assert shown.locator("h2").inner_text() != first
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    expect(player).to_have_count(0)
    assert "present" not in query(page) and entries(page) == start + 2


# Paper


def test_print_has_the_whole_table_and_no_controls(visit: Visit) -> None:
    page = visit("compare?tab=table")
    page.emulate_media(media="print")
    for hidden in (".st-key-top", ".st-key-controls", "[class*=st-key-actions-]"):
        expect(page.locator(hidden).first).to_be_hidden()
    table = page.locator("[data-testid=stTable]").last
    assert table.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1")
    expect(page.locator("[class*=st-key-paper-]").first).to_be_visible()


def test_no_page_of_a_print_is_empty(visit: Visit) -> None:
    """A long table in a line of text would not part, and would leave the rest of a page blank."""
    page = visit("need_and_protection?show=inspections")
    page.emulate_media(media="print")
    tables = page.locator("[data-testid=stTable] table")
    shown = tables.evaluate_all("(some) => some.map((one) => getComputedStyle(one).display)")
    assert len(shown) >= 3 and set(shown) == {"table"}


# Accessibility

# What Streamlit itself draws and we cannot change, each with its reason.
OF_STREAMLIT: dict[str, str] = {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_axe_finds_nothing_serious(view: str, theme: str, visit: Visit) -> None:
    found = Axe().run(visit(view, theme=theme)).response["violations"]
    grave = {
        each["id"]: [node["html"][:160] for node in each["nodes"]][:3]
        for each in found
        if (each["impact"] in ("serious", "critical") or each["id"] == "heading-order")
        and each["id"] not in OF_STREAMLIT
    }
    assert not grave


def test_the_window_is_named_after_what_it_shows(visit: Visit) -> None:
    title = visit("ehc_plans?show=on-time").title()
    assert "EHC plans" in title and "Trafford" in title and title.endswith("Line of Sight")
    assert title.split(" – ")[0] not in ("EHC plans", "Trafford")
