"""Slides from a file without network or server: keys, the speaker's window, paper, sizes, access.

What moves through them is what moves through those of a page (tests/browser/test_face.py).
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.parts.exhibit import slide_markup
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.present import html, views
from tests.browser.windows import LAPTOP, PHONE, Window

pytestmark = pytest.mark.browser

HOSTILE = "<img src=https://elsewhere.test/x onerror=alert(1)><script>alert(2)</script>"
VIEWS = {
    "on time": ("ehc_plans", {"show": "on-time"}),
    "in need": ("need_and_protection", {}),
    "agency": ("workforce", {}),
    "ages": ("year_groups", {}),
    "rank": ("compare", {"tab": "ranking"}),
}
SIZES = """(slide) => {
    const size = (one) => parseFloat(getComputedStyle(one).fontSize)
    const seen = (one) => !one.closest('[opacity="0"]') && one.textContent.trim()
    const drawn = [...slide.querySelectorAll('.drawn:not(.narrow) text')].filter(seen)
    const lines = [...slide.querySelectorAll(
        '.drawn:not(.narrow) .mark-line.role-mark path')].filter((line) =>
        line.getAttribute('stroke') && line.getAttribute('opacity') !== '0')
    const scaled = (value, one) => value * one.getScreenCTM().a
    const wide = (one) => parseFloat(getComputedStyle(one).strokeWidth)
    const foot = (one) => one.getBoundingClientRect().bottom
    return {
        finding: size(slide.querySelector('h2')),
        label: Math.min(...drawn.map((one) => scaled(size(one), one))),
        source: size(slide.querySelector('.origin')),
        stroke: Math.min(...lines.map((one) => scaled(wide(one), one))),
        below: foot(slide) - foot(slide.querySelector('.origin')),
    }
}"""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def deck(snapshot_data: Path) -> Iterator[Deck]:
    """A slide for each view, a finding without a chart, and one that means harm."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
        made = {
            name: views.exhibits(page, {"council": "trafford", **words})[0]
            for name, (page, words) in VIEWS.items()
        }
        shown = [
            Slide(
                exhibit=exhibit,
                chart=exhibit.charts[0],
                page=VIEWS[name][0],
                address=f"https://figures.example.gov.uk/{VIEWS[name][0]}",
                note=f"Note on {name}",
                question=f"Question on {name}?",
            )
            for name, exhibit in made.items()
        ]
        plain = replace(made["agency"], charts=())
        harm = replace(plain, finding=HOSTILE, warning=HOSTILE, source=HOSTILE)
        shown += [
            Slide(exhibit=plain, chart=None, page="workforce"),
            Slide(exhibit=harm, chart=None, page="workforce", note=HOSTILE, question=HOSTILE),
        ]
        yield Deck(
            title="Scrutiny of 9 December",
            place="Trafford",
            asof=date(2026, 11, 28),
            frozen="Figures as held on 28 November 2026.",
            slides=tuple(shown),
        )


@pytest.fixture(scope="module")
def file(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the file."""
    path = tmp_path_factory.mktemp("taken along") / "agenda.html"
    path.write_bytes(html.html(deck))
    return path.as_uri()


@pytest.fixture
def opened(window: Window, file: str) -> Iterator[Open]:
    """Opens the file without a network; nothing but the file may be asked for, nothing fail."""
    asked: list[str] = []
    failed: list[str] = []

    def opened(size: tuple[int, int] = LAPTOP, theme: str = "light", **more: object) -> Page:
        page = window(size, theme, **more)
        page.context.set_offline(True)
        page.context.on("request", lambda request: asked.append(request.url))
        page.context.on("weberror", lambda error: failed.append(str(error.error)))
        page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
        page.goto(file)
        return page

    yield opened
    assert {url.split("#")[0] for url in asked} <= {file} and failed == []


def number(page: Page) -> str:
    return page.locator(".bar").inner_text()


def in_sight(page: Page) -> list[str]:
    """The findings that are not hidden, also not from those who listen."""
    return page.get_by_role("article").get_by_role("heading", level=2).all_inner_texts()


def grave(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    return {each["id"]: [node["html"][:160] for node in each["nodes"]][:3] for each in found}


def test_keys_alone_lead_from_the_first_slide_to_the_last(opened: Open, deck: Deck) -> None:
    page, many = opened(), len(deck.slides)
    seen = []
    for key in ("Home", "PageDown", "ArrowRight", "ArrowDown", " ", "PageDown", "PageDown"):
        page.keyboard.press(key)
        (finding,) = in_sight(page)
        seen.append(finding)
        expect(page.locator(".told")).to_have_text(f"Slide {len(seen)} of {many}. {finding}")
        assert number(page) == f"{len(seen)} of {many}"
        assert page.url.endswith(f"#slide-{len(seen)}")
    assert seen == [slide.exhibit.finding for slide in deck.slides]
    for key, at in {
        "PageDown": many,
        "ArrowLeft": many - 1,
        "PageUp": many - 2,
        "End": many,
    }.items():
        page.keyboard.press(key)
        assert number(page) == f"{at} of {many}"
    wide = page.locator(".progress i").evaluate(
        "(bar) => bar.offsetWidth / bar.parentElement.offsetWidth"
    )
    assert wide == 1
    page.reload()  # it stays where it was
    assert number(page) == f"{many} of {many}"


def test_a_black_screen_shows_the_same_slide_at_any_key(opened: Open) -> None:
    page = opened()
    page.keyboard.press("PageDown")
    for key, back in (("b", "PageDown"), (".", "x"), ("B", "b")):
        page.keyboard.press(key)
        black = page.locator(".blank")
        expect(black).to_be_visible()
        assert black.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
        assert black.evaluate("(box) => getComputedStyle(box).backgroundColor") == "rgb(0, 0, 0)"
        expect(page.locator(".told")).to_contain_text("black")
        page.keyboard.press(back)
        expect(black).to_be_hidden()
        assert number(page).startswith("2 of")


def test_all_slides_at_a_glance_are_chosen_by_arrows(opened: Open, deck: Deck) -> None:
    page = opened()
    page.keyboard.press("g")
    listed = page.get_by_role("dialog", name="All slides").get_by_role("button")
    assert listed.count() == len(deck.slides)
    expect(listed.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(listed.nth(4)).to_be_focused()  # four in a row
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert number(page).startswith("4 of")
    page.keyboard.press("g")
    expect(listed.nth(3)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    assert number(page).startswith("4 of") and page.locator(".overview").is_hidden()


def test_the_list_of_keys_is_what_the_keys_do(opened: Open) -> None:
    page = opened()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys.get_by_role("button")).to_have_count(12)
    keys.get_by_role("button", name="Next slide").click()
    assert number(page).startswith("2 of") and keys.is_hidden()
    page.keyboard.press("?")
    keys.get_by_role("button", name="Figures as a table").click()
    expect(page.locator(".slide.shown table").first).to_be_visible()
    expect(page.locator(".slide.shown .drawn").first).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator(".slide.shown .drawn").first).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("q")
    expect(page.get_by_role("dialog", name="Code of this view")).to_contain_text("ehc_plans")
    wide = page.locator(".large .code").bounding_box()
    assert wide is not None and wide["height"] > 500


def test_the_focus_stays_in_sight(opened: Open) -> None:
    """On the slides, in what lies over them, and where it was when that is shut again."""
    page = opened()
    focused = "() => document.activeElement.className || document.activeElement.tagName"
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
    assert reached == ["before", "after", "ask", "leave", "before"]
    ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("g")
    for _ in range(9):
        page.keyboard.press("Tab")
        assert page.evaluate("() => !!document.activeElement.closest('.overview')")
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "leave"
    page.keyboard.press("Enter")  # leaves the slides
    expect(page.get_by_role("button", name="Present")).to_be_focused()
    page.keyboard.press("p")
    assert number(page).startswith("1 of")


def test_the_window_of_the_speaker_follows_and_leads(opened: Open, deck: Deck, file: str) -> None:
    page = opened()
    other = page.context.new_page()
    other.goto(file)
    page.bring_to_front()
    with page.context.expect_page() as made:
        page.keyboard.press("n")
    speaker = made.value
    words = speaker.locator(".words")
    expect(words).to_contain_text("Question on on time?")
    page.keyboard.press("PageDown")
    expect(words).to_contain_text("Note on in need")
    first, second, third = (slide.exhibit.finding for slide in deck.slides[:3])
    expect(speaker.locator(".this .finding")).to_have_text(second)
    expect(speaker.locator(".next .finding")).to_have_text(third)
    expect(speaker.locator("h1")).to_have_text(f"Slide 2 of {len(deck.slides)}")
    expect(speaker.locator(".since")).to_contain_text("0:")
    assert speaker.locator(".this .small svg").first.is_visible()
    speaker.bring_to_front()
    speaker.keyboard.press("ArrowLeft")
    assert in_sight(page) == [first]
    speaker.get_by_role("button", name="Black").click()
    expect(page.locator(".blank")).to_be_visible()
    speaker.keyboard.press("PageDown")
    expect(page.locator(".blank")).to_be_hidden()
    speaker.keyboard.press("End")
    expect(speaker.locator(".next .finding")).to_have_text("This is the last slide.")
    assert HOSTILE in words.inner_text()
    assert number(other).startswith("1 of")  # another presentation stays where it is
    assert grave(speaker) == {}
    with speaker.expect_event("close"):  # it would follow nobody
        page.reload()


def test_axe_finds_nothing(opened: Open) -> None:
    page = opened()
    found = {"slide": grave(page)}
    for name, key in {"all": "g", "keys": "?", "code": "q", "table": "t"}.items():
        page.keyboard.press(key)
        found[name] = grave(page)
        page.keyboard.press("Escape" if name != "table" else "t")
    page.emulate_media(color_scheme="dark")
    found["dark slide"] = grave(page)
    page.keyboard.press("Escape")
    found["dark document"] = grave(page)
    assert not any(found.values()), found


def test_text_that_means_harm_is_text(opened: Open) -> None:
    page = opened()
    page.on("dialog", lambda box: pytest.fail(box.message))
    page.keyboard.press("End")
    page.keyboard.press("g")
    page.keyboard.press("Escape")
    assert in_sight(page) == [HOSTILE]
    assert page.locator("img").count() == 0 and page.locator("script").count() == 1


def test_without_a_script_it_is_a_document(opened: Open, deck: Deck) -> None:
    page = opened(java_script_enabled=False)
    assert in_sight(page) == [slide.exhibit.finding for slide in deck.slides]
    expect(page.get_by_role("heading", level=1)).to_have_text(deck.title)
    expect(page.get_by_text("Question on in need?")).to_be_visible()
    expect(page.get_by_role("img", name="Line chart")).to_have_count(3)
    assert page.locator("nav, .layer, #present").filter(visible=True).count() == 0
    page.get_by_text("Figures as a table").first.click()
    expect(page.get_by_role("columnheader", name="Period").first).to_be_visible()


def test_on_a_telephone_it_is_a_document_that_does_not_scroll_sideways(opened: Open) -> None:
    page = opened(PHONE)
    expect(page.get_by_role("button", name="Present")).to_be_visible()
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    page.get_by_role("button", name="Present").click()
    assert page.evaluate(wide) == 0 and number(page).startswith("1 of")


def test_it_prints_one_slide_a_page(opened: Open, deck: Deck) -> None:
    page = opened()
    page.keyboard.press("b")  # whatever is on the screen
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        texts = [sheet.extract_text() for sheet in paper.pages]
    assert len(texts) == len(deck.slides)
    for text, slide in zip(texts, deck.slides, strict=True):
        assert slide.exhibit.finding[:20] in text and "not an official statistic" in text
        assert "Note on" not in text


def test_sizes_are_those_of_the_last_row(opened: Open, deck: Deck) -> None:
    page = opened()
    for slide in deck.slides:
        found = page.locator(".slide.shown").evaluate(SIZES)
        assert found["finding"] >= slide_markup.FINDING
        assert found["source"] >= slide_markup.SOURCE
        assert found["below"] >= 0  # nothing is pushed from the slide
        if slide.chart is not None:
            assert found["label"] >= slide_markup.LABEL, slide.exhibit.finding
            assert found["stroke"] is None or found["stroke"] >= slide_markup.STROKE
        page.keyboard.press("PageDown")


def test_the_next_slide_stands_before_the_next_frame(opened: Open, deck: Deck) -> None:
    """The key's own event shows the whole slide: nothing is fetched, waited for or drawn later."""
    page = opened()
    for slide in deck.slides[1:]:
        finding, high = page.evaluate("""() => {
            document.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown' }))
            const shown = document.querySelector('.slide.shown')
            const chart = shown.querySelector('.drawn:not(.narrow) svg')
            return [shown.querySelector('h2').textContent,
                    chart ? chart.getBoundingClientRect().height : null]
        }""")
        assert finding == slide.exhibit.finding
        assert high is None if slide.chart is None else high > 200


def test_nothing_moves_by_itself_and_system_colours_keep_lines_apart(opened: Open) -> None:
    page = opened(forced_colors="active", reduced_motion="reduce")
    page.keyboard.press("PageDown")
    assert page.evaluate("() => document.getAnimations().length") == 0
    page.keyboard.press("Home")
    lines = page.locator(".slide.shown .mark-line.role-mark path[stroke]").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).stroke"
        " + one.getAttribute('stroke-dasharray'))"
    )
    assert len(set(lines)) >= 3
    ground = page.locator(".player").evaluate("(box) => getComputedStyle(box).backgroundColor")
    chart = page.locator(".slide.shown .drawn rect").first.evaluate(
        "(one) => getComputedStyle(one).fill"
    )
    assert chart == ground  # no white slab


def test_twenty_slides_are_below_five_megabytes(deck: Deck) -> None:
    largest = max(deck.slides[:5], key=lambda slide: len(slide_markup.parts(slide)["chart"]))
    many = replace(deck, slides=(largest,) * 20)
    assert len(html.html(many)) < 5_000_000
