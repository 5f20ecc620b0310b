"""Thirty people at once, a council each; against their clicks on a page with one control.

A real server on this machine, and clients that speak Streamlit's own protocol instead of browsers.
"""

import asyncio
import contextlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.pages import ROOT, SIMPLEST_PAGE
from bench.timing import Result, show
from pages.parts.figures.councils import councils

PEOPLE = 30
CLICKS = 4
THINKING = (2.0, 8.0)
PATIENCE = 60  # seconds to start or stop a server
LIMIT = 300  # seconds for all clicks
FLOOR = "the same clicks on a page with a title and one control"


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_up(port: int) -> None:
    """Return when the server answers. Raises TimeoutError when it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).ok:
                return
        time.sleep(0.2)
    raise TimeoutError("the server did not start")


@contextlib.contextmanager
def server(script: Path) -> Iterator[int]:
    """A server for `script` on the loopback address; gives its port."""
    port = free_port()
    options = f"--server.port {port} --server.address 127.0.0.1 --server.headless true"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *options.split()],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    try:
        wait_until_up(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


async def click(person: ClientConnection, page: str, view: str) -> tuple[float, list[str]]:
    """Open a page with a view; how long the run took, and the pages the app has."""
    message = BackMsg()
    message.rerun_script.page_script_hash = page
    message.rerun_script.query_string = view
    message.rerun_script.is_history_navigation = True  # controls take their values from the view
    start = time.perf_counter()
    await person.send(message.SerializeToString())
    pages: list[str] = []
    async for answer in person:
        forward = ForwardMsg.FromString(answer if isinstance(answer, bytes) else answer.encode())
        kind = forward.WhichOneof("type")
        if kind == "navigation":
            pages = [item.page_script_hash for item in forward.navigation.app_pages]
        if kind == "script_finished":
            break
    return (time.perf_counter() - start) * 1000, pages


async def sit_and_click(port: int, council: str, seed: int) -> list[float]:
    """One person with a council: opens the app, then thinks and goes to a page, a few times.

    Gives how long each took, the opening first.
    """
    choose = random.Random(seed)
    view = urlencode({"council": council})
    async with connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None) as person:
        opened, pages = await click(person, "", view)
        taken = [opened]
        for _ in range(CLICKS):
            await asyncio.sleep(choose.uniform(*THINKING))
            spent, _ = await click(person, choose.choice(pages or [""]), view)
            taken.append(spent)
    return taken


async def together(port: int, councils: list[str]) -> list[list[float]]:
    """What people who use the app at the same time wait, one for each council."""
    people = [sit_and_click(port, council, seed) for seed, council in enumerate(councils)]
    async with asyncio.timeout(LIMIT):
        return await asyncio.gather(*people)


def measure(script: Path, councils: list[str]) -> tuple[list[float], list[float]]:
    """Openings of one script and later clicks, after a first visitor has warmed it up."""
    with server(script) as port:
        asyncio.run(together(port, councils[-1:]))
        taken = asyncio.run(together(port, councils[:PEOPLE]))
    return [one[0] for one in taken], [spent for one in taken for spent in one[1:]]


def main() -> None:
    """Measure the app and the simplest page with the same people."""
    names = [council.name for council in councils()]
    with tempfile.TemporaryDirectory() as folder:
        simplest = Path(folder) / "simplest.py"
        simplest.write_text(SIMPLEST_PAGE, encoding="utf-8")
        floors = measure(simplest, names)
    taken = measure(ROOT / "app.py", names)
    opened = f"{PEOPLE} people opening a council each"
    clicked = f"{PEOPLE} people clicking"
    pause = f"{CLICKS} pages each, {THINKING[0]:.0f} to {THINKING[1]:.0f} s apart"
    results = [
        Result(name=opened, floor=floors[0], taken=taken[0], note="all at once"),
        Result(name=clicked, floor=floors[1], taken=taken[1], note=pause),
    ]
    show("A shared server", FLOOR, results)
