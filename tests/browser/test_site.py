"""The plain pages of all councils in a real browser: from a folder, and from a web server."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from etl.database import releases
from pages.parts.present.site import site
from tests.browser.conftest import free_port
from tests.browser.windows import LAPTOP, PHONE, SMALL, Window

pytestmark = pytest.mark.browser

COUNCIL = "trafford"
SECTION = f"{COUNCIL}/ehc_plans/on-time/index.html"
LOOKED_AT = ("index.html", f"{COUNCIL}/index.html", SECTION, "measures.html", "404.html")


@pytest.fixture(scope="module")
def made(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one council, in a folder."""
    database = releases.current(snapshot_data)
    assert database
    folder = tmp_path_factory.mktemp("site") / "site"
    site.write(folder, database, [COUNCIL], 1, lambda *_: None)
    return folder


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx with the few words that the README gives."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        pytest.skip("nginx is not installed")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    types = "types { text/html html; text/css css; text/javascript js; image/svg+xml svg; }"
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; events {{}} http {{ access_log off; {temporary} "
        f"{types} server {{ listen 127.0.0.1:{port}; root {made}; error_page 404 /404.html; }} }}",
        encoding="utf-8",
    )
    words = ["-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "errors")]
    with subprocess.Popen([nginx, *words], stderr=subprocess.PIPE, text=True) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.communicate(timeout=20)


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            requests.get(url, timeout=2)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx did not start")


def refused_by(page: Page) -> list[str]:
    """What the browser complains of on a page, from now on."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def test_from_a_folder_it_needs_no_network_and_nothing_is_refused(
    made: Path, window: Window
) -> None:
    page = window(offline=True)
    told, asked = refused_by(page), []
    page.on("request", lambda request: asked.append(request.url))
    for path in (*LOOKED_AT[:-1], f"{COUNCIL}/wards/ehc-plan/index.html"):
        page.goto((made / path).as_uri())
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("#find")).to_be_visible()  # the script ran
    ground = page.evaluate("getComputedStyle(document.querySelector('.rooms')).backgroundColor")
    assert ground == "rgb(240, 242, 246)", "the style sheet is there"
    assert told == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}


def test_from_nginx_an_address_without_a_file_name_leads_to_the_view(
    server: str, window: Window
) -> None:
    page = window()
    told = refused_by(page)
    page.goto(f"{server}/{COUNCIL}/ehc_plans/on-time/#ehcp_20wk_all_pc")
    expect(page.locator("#ehcp_20wk_all_pc h2")).to_be_in_viewport()
    assert told == []
    assert page.goto(f"{server}/{COUNCIL}/no/such/page").status == 404  # type: ignore[union-attr]
    expect(page.locator("h1")).to_have_text("No such page")
    page.get_by_role("link", name="All councils").click()
    expect(page).to_have_url(f"{server}/index.html")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: str, server: str, window: Window) -> None:
    page = window(theme=theme)
    for path in LOOKED_AT if theme == "light" else LOOKED_AT[1:3]:
        page.goto(f"{server}/{path}")
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE, SMALL])
def test_nothing_is_wider_than_the_window(
    size: tuple[int, int], made: Path, window: Window
) -> None:
    page = window(size)
    for path in (*LOOKED_AT[:-1], f"{COUNCIL}/wards/ehc-plan/index.html"):
        page.goto((made / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path


def test_the_finding_and_the_chart_are_in_the_first_screen(made: Path, window: Window) -> None:
    page = window()
    page.goto((made / SECTION).as_uri())
    expect(page.locator("article h3").first).to_be_in_viewport(ratio=1)
    expect(page.locator(".chart svg").first).to_be_in_viewport(ratio=0.9)


def test_the_keyboard_finds_a_measure_of_the_council_in_sight(made: Path, window: Window) -> None:
    page = window()
    page.goto((made / COUNCIL / "index.html").as_uri())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("agency head")
    expect(page.locator("#found li").first).to_contain_text("· Trafford")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trafford/workforce/in-post/index.html#sw_agency_head"))
    page.keyboard.press("/")
    page.keyboard.type("<b>zzz")
    expect(page.locator("#found [role=status]")).to_have_text("Nothing found for “<b>zzz”")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_a_council_and_a_measure_are_found_in_one_query(made: Path, window: Window) -> None:
    page = window()
    page.goto((made / "index.html").as_uri())
    page.locator("#find").fill("trafford turnover")
    expect(page.locator("#found a").first).to_have_attribute(
        "href", "trafford/workforce/staying/index.html#sw_turnover_pc"
    )


def test_without_a_script_the_lists_are_there(made: Path, window: Window) -> None:
    page = window(java_script_enabled=False)
    page.goto((made / "index.html").as_uri())
    expect(page.locator("#find")).to_be_hidden()
    page.get_by_role("link", name="Trafford").click()
    page.get_by_role("link", name="Workforce").click()
    expect(page.locator("h1")).to_have_text("Workforce: In post, Trafford")
    page.get_by_role("link", name="All measures").click()
    assert page.locator(".measures a").count() > 60


def test_printed_each_page_has_its_tables_and_no_links_to_others(
    made: Path, window: Window
) -> None:
    page = window()
    page.goto((made / SECTION).as_uri())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("article table").first).to_be_visible()
    expect(page.locator(".rooms")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("article table").first).to_be_hidden()
