"""Every page run again, and for councils not seen before, against the simplest page."""

import itertools
from pathlib import Path
from unittest import mock

from streamlit.testing.v1 import AppTest

from bench.timing import Result, beside_floor, show
from pages.parts.asking.streamlit_private import APP_TEST_PAGES, ServerPages
from pages.parts.figures.councils import councils

ROOT = Path(__file__).parent.parent
TIMES = 20  # fewer than there are councils, so that a new one is new
PATIENCE = 60
FLOOR = "a page with a title and one control"

SIMPLEST_PAGE = """
import streamlit as st

st.title("The least that a page can be")
st.selectbox("Council", ["one", "another"])
"""


def names() -> list[str]:
    """Every page, by its file."""
    return sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("[a-z]*.py"))


def visit(name: str) -> AppTest:
    """The app with one page open. Raises RuntimeError when the page fails."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE).run()
    app.switch_page(name).run()
    if app.exception:
        raise RuntimeError(f"{name} failed: {app.exception[0].message}")
    return app


def run_again(name: str, simplest: AppTest) -> Result:
    """One page with nothing changed: every answer is already kept."""
    page = visit(name)
    return beside_floor(f"{name}, again", page.run, simplest.run, TIMES, note="one council")


def run_for_others(name: str, simplest: AppTest) -> Result:
    """One page for one council after another: no answer is kept yet."""
    page = visit(name)
    others = itertools.cycle(council.name for council in councils())

    def choose_next() -> None:
        page.selectbox(key="council").select(next(others)).run()

    return beside_floor(
        f"{name}, new council", choose_next, simplest.run, TIMES, note="a council each"
    )


def main() -> None:
    """Measure every page in this process, without a browser."""
    simplest = AppTest.from_string(SIMPLEST_PAGE, default_timeout=PATIENCE).run()
    with mock.patch(APP_TEST_PAGES, ServerPages):
        results = [run(name, simplest) for name in names() for run in (run_again, run_for_others)]
    show("Pages", FLOOR, results)
