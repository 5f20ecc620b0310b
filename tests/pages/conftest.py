"""The app as the tests open it, on the database of the embedded snapshot."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.choice import Choice, councils, groups
from pages.parts.view import View, view

PROJECT = Path(__file__).parents[2]
SECONDS = 30

Open = Callable[..., AppTest]


@pytest.fixture
def app_data(snapshot_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the snapshot, in use for one test."""
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
    return snapshot_data


@pytest.fixture
def open_app(app_data: Path) -> Open:
    """Opens the app on its first page, with an address such as la='358'."""

    def opened(**address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=SECONDS)
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


@pytest.fixture
def open_page(open_app: Open) -> Open:
    """Opens the app, then one page of it, where AppTest leaves the sidebar out."""

    def opened(page: str, **address: str) -> AppTest:
        return open_app(**address).switch_page(page).run()

    return opened


@pytest.fixture
def choose(app_data: Path) -> Callable[..., Choice]:
    """A choice by DfE code and group key."""

    def chosen(la_code: str = "358", group: str = "sn25") -> Choice:
        council = next(one for one in councils() if one.la_code == la_code)
        return Choice(
            council=council, group=next(one for one in groups(council) if one.key == group)
        )

    return chosen


@pytest.fixture
def see(choose: Callable[..., Choice]) -> Callable[..., View]:
    """A view by indicator, DfE code and group key."""

    def seen(indicator: str, la_code: str = "358", group: str = "sn25") -> View:
        return view(indicator, choose(la_code, group))

    return seen
