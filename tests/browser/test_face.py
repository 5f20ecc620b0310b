"""What only a browser shows of the face: history, layout, what is asked of whom, accessibility."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from queries import PROJECT
from tests.browser.windows import LAPTOP, MAIN, PHONE, SMALL, Window, told_by

pytestmark = pytest.mark.browser

END = "text=This is not an official statistic"
WAITING = "[data-testid=stSkeleton], [data-stale=true]"
VIEWS = {
    "at a glance": "",
    "plans": "ehc_plans",
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
    "since the last meeting": "since_last_meeting",
    "sources": "data_and_sources",
    "trace": "data_and_sources?show=trace-a-figure",
    "words": "data_and_sources?show=words",
}
SHIFTS = """new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
        if (!entry.hadRecentInput) window.shifted = (window.shifted || 0) + entry.value
}).observe({ type: 'layout-shift', buffered: true })"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
CHART = "[data-testid=stVegaLiteChart]"
MARKS = ".mark-line path, .mark-symbol path, .mark-rect path, .mark-shape path"
PAINTED = f"""() => {{
    const boxes = [...document.querySelectorAll('svg')].flatMap(svg =>
        [...svg.querySelectorAll('{MARKS}')].map(mark => mark.getBoundingClientRect()))
    return boxes.some(box => box.width > 5) && boxes.every(box => box.width >= 0)
}}"""
# Of what is looked for within something, the words of what is not within it from side to side.
OUTSIDE = """([what, inner]) => [...document.querySelectorAll(what)].filter((one) => {
    const box = one.getBoundingClientRect(), room = one.closest(inner).getBoundingClientRect()
    return box.right > Math.min(innerWidth, room.right) + 1 || box.left < room.left - 1
}).map((one) => one.textContent)"""
CUT = """() => {
    const svg = document.querySelector('svg.marks'), room = svg.getBoundingClientRect()
    return [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect()
        return text.textContent && box.width > 0 && (box.left < room.left - 1 ||
            box.right > room.right + 1 || box.top < room.top - 1 || box.bottom > room.bottom + 1)
    }).map((text) => text.textContent)
}"""

Visit = Callable[..., Page]


@pytest.fixture
def visit(window: Window, server: str) -> Iterator[Visit]:
    """Opens a page of a server as a new reader, and waits until all of it is drawn.

    Nobody but this server is asked for anything.
    """
    asked: list[str] = []

    def opened(path: str, size: tuple[int, int] = LAPTOP, theme: str = "light") -> Page:
        page = window(size, theme)
        page.context.on("request", lambda request: asked.append(request.url))
        page.add_init_script(SHIFTS)
        refused = told_by(page)
        page.goto(f"{server}/{path}")
        whole(page)
        assert refused == []  # nothing is asked for that the policy refuses
        return page

    yield opened
    assert asked
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []


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


def test_every_page_is_among_the_views() -> None:
    pages = {path.stem for path in (PROJECT / "pages").glob("[a-z]*.py")}
    # An agenda is looked at in test_agenda.py, and At a glance has no name in an address.
    viewed = {view.partition("?")[0] for view in VIEWS.values()}
    assert pages - {"overview", "present"} == viewed - {""}


# Layout and accessibility: each view is opened twice, wide and light, narrow and dark


# On a phone the rows of these tables break into lines that cannot be counted beforehand: 0.097.
UNSTEADY = ("sources", PHONE)
ANSWERED = (  # finding and what can be done with it stand in the first screen
    "a trend",
    "year groups",
    "wards",
    "protection",
    "inspections",
    "workforce",
    "ranking",
    "map",
)
DRAWN = (  # so does the chart
    "plans",
    "year groups",
    "wards",
    "protection",
    "inspections",
    "workforce",
    "compare",
    "ranking",
    "map",
    "papers",
    "since the last meeting",
)
WITH_TILES = ("wards", "map")
# What Streamlit itself draws and we cannot change, each with its reason.
OF_STREAMLIT: dict[str, str] = {}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_whole_on_a_laptop_in_the_light(name: str, visit: Visit) -> None:
    page = visit(VIEWS[name])
    assert_steady_and_whole(name, page, LAPTOP)
    finding, actions = "[class*=st-key-exhibit-] h2", "[class*=st-key-actions-]"
    for part in ((finding, actions) if name in ANSWERED else ()) + ((CHART,) * (name in DRAWN)):
        box = page.locator(part).first.bounding_box()
        assert box is not None and box["y"] > 0 and box["y"] + box["height"] <= LAPTOP[1], part
    assert grave(page) == {}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_whole_on_a_phone_in_the_dark(name: str, visit: Visit) -> None:
    page = visit(VIEWS[name], PHONE, "dark")
    assert_steady_and_whole(name, page, PHONE)
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    assert_nothing_is_cut_off(name, page)
    assert grave(page) == {}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_fits_320_pixels(name: str, visit: Visit) -> None:
    assert_nothing_is_cut_off(name, visit(VIEWS[name], SMALL))


def assert_steady_and_whole(name: str, page: Page, size: tuple[int, int]) -> None:
    assert (name, size) == UNSTEADY or page.evaluate("window.shifted || 0") < 0.1
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("h1").count() == 1
    if name in DRAWN:
        page.wait_for_function(PAINTED)
    assert_nothing_is_cut_off(name, page)


def assert_nothing_is_cut_off(name: str, page: Page) -> None:
    """Once the charts have the size of the window."""
    page.wait_for_function("""() =>
        [...document.querySelectorAll('[data-testid=stMain] svg.marks')]
            .every((svg) => svg.getBoundingClientRect().right <= innerWidth + 1)""")
    assert not page.evaluate(SIDEWAYS)
    if name in WITH_TILES:
        assert page.evaluate(OUTSIDE, [f"{CHART} svg text", "svg"]) == []
        tabs = [".st-key-controls [role=radio]", "[data-testid=stButtonGroup]"]
        assert page.evaluate(OUTSIDE, tabs) == []
    if name == "a trend":
        page.wait_for_selector("svg.marks text:has-text('53.4%')", state="attached")
        assert page.evaluate(CUT) == []


def grave(page: Page) -> dict[str, list[str]]:
    """What axe finds serious, by its rule, with the beginning of some elements."""
    return {
        each["id"]: [node["html"][:160] for node in each["nodes"]][:3]
        for each in Axe().run(page).response["violations"]
        if (each["impact"] in ("serious", "critical") or each["id"] == "heading-order")
        and each["id"] not in OF_STREAMLIT
    }


# Presenting


def test_a_finding_is_presented_with_keys_and_left_with_escape(visit: Visit) -> None:
    page = visit("ehc_plans?show=on-time")
    start = entries(page)
    page.locator("[class*=st-key-actions-]").get_by_role("link", name="Present").click()
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
    for hidden in (".st-key-top", ".st-key-controls", "[class*=st-key-actions-]", ".st-key-foot"):
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


def test_the_window_is_named_after_what_it_shows(visit: Visit) -> None:
    title = visit("ehc_plans?show=on-time").title()
    assert "EHC plans" in title and "Trafford" in title and title.endswith("Line of Sight")
    assert title.split(" – ")[0] not in ("EHC plans", "Trafford")
