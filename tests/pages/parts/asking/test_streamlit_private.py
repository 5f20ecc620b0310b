"""What we use of Streamlit that it does not promise: where, and what breaks without it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking import screen, streamlit_private
from queries import PROJECT

DOCUMENTED = {
    "streamlit",
    "streamlit.testing.v1",
    "streamlit.delta_generator",
    "streamlit.navigation.page",  # the class of what st.Page answers, named as a type
}
PRIVATE = {
    "pages/parts/asking/streamlit_private.py",
    "bench/sessions.py",  # a browser's side of the connection, which only the real messages measure
}

SMALL_PAGE = """
import streamlit as st
from pages.parts.asking import address, screen, streamlit_private

address.shown_on(screen.Page())
address.begin("small")
address.notices()
st.text(address.one("Fruit", "fruit", {"apple": "Apple", "cherry": "Cherry", "plum": "Plum"}))
st.text(streamlit_private.went_back_or_forward())
address.write()
"""


def imported(path: Path) -> Iterator[str]:
    """The modules of Streamlit that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_only_one_file_imports_what_streamlit_does_not_document() -> None:
    folders = ("pages", "bench", "tests")
    paths = [PROJECT / "app.py", *(p for name in folders for p in (PROJECT / name).rglob("*.py"))]
    users = {
        path.relative_to(PROJECT).as_posix()
        for path in paths
        for module in imported(path)
        if module.partition(".")[0] == "streamlit" and module not in DOCUMENTED
    }
    assert users == PRIVATE


@pytest.fixture
def opened() -> AppTest:
    """A page whose reader chose cherries after it was opened with apples in its address."""
    app = AppTest.from_string(SMALL_PAGE, default_timeout=30)
    app.query_params["fruit"] = "apple"
    app.run()
    app.selectbox(key="fruit").set_value("cherry").run()
    assert app.text[0].value == "cherry"
    return app


def test_a_click_is_right_though_a_slow_browser_sends_the_address_before_it(
    opened: AppTest,
) -> None:
    opened.query_params["fruit"] = "apple"
    opened.selectbox(key="fruit").set_value("plum").run()
    assert not opened.exception, "Streamlit no longer says whether a reader went back"
    assert [text.value for text in opened.text] == ["plum", "False"]


def test_a_link_within_a_page_is_obeyed(opened: AppTest) -> None:
    opened.query_params["fruit"] = "plum"
    opened.run()
    assert opened.text[0].value == "plum"


def test_the_address_is_obeyed_when_the_reader_goes_back(
    opened: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "went_back_or_forward", lambda: True)
    opened.query_params["fruit"] = "apple"
    opened.run()
    assert opened.text[0].value == "apple"


def test_pages_are_opened_in_tests_as_on_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Watched(streamlit_private.ServerPages):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            made.append(streamlit_private.PagesManager.uses_pages_directory)

    monkeypatch.setattr(streamlit_private.APP_TEST_PAGES, Watched)
    AppTest.from_string(SMALL_PAGE, default_timeout=30).run()
    assert made == [False], "AppTest makes its pages elsewhere: the tests would leave app.py out"
