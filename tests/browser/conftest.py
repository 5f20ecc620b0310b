"""A real server on a free port, and a real browser to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from queries import PROJECT
from tests.browser.windows import LAPTOP, SECONDS, Window

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START = 240.0  # seconds: how long it takes says how busy the machine is

expect.set_options(timeout=SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fail when it ends or does not answer in time."""
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not answer at {url}")


def installed_browser() -> str:
    """An installed Chromium or Chrome; the tests are skipped when there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=installed_browser(), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Opens windows, each of a reader who was never here; they are closed with the test."""
    contexts: list[BrowserContext] = []

    def opened(size: tuple[int, int] = LAPTOP, theme: str = "light", **more: Any) -> Page:
        contexts.append(
            browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if theme == "dark" else "light",
                **more,
            )
        )
        page = contexts[-1].new_page()
        page.set_default_timeout(SECONDS)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def served(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own, whose database a test may switch."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(snapshot_data, folder)
    return folder


@contextmanager
def serving(data: Path, log: Path) -> Iterator[str]:
    """The address of a server that has just started."""
    port = free_port()
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | {"LINE_OF_SIGHT_DATA": str(data)},
        )
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def server(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that many tests share."""
    with serving(served, tmp_path_factory.mktemp("server") / "log") as url:
        yield url


@pytest.fixture
def new_server(served: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has visited."""
    with serving(served, tmp_path / "log") as url:
        yield url
