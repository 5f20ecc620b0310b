"""Every page on a database of 2026: the generated release, loaded over the embedded figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking.sections import EHC_PLANS, address_of
from pages.parts.language.words import slug
from tests.pages.conftest import EVERY_PAGE
from tests.some import some

Open = Callable[..., AppTest]
NEW = some(
    [(section, part) for section in ("Requests", "Waiting") for part in EHC_PLANS[section]], 6
)


@pytest.fixture
def open_2026(open_page: Open, of_2026: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(of_2026 / "data"))
    return open_page


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_opens(page: str, open_2026: Open) -> None:
    app = open_2026(page)
    assert not app.exception and len(app.title) == 1


@pytest.mark.parametrize(("section", "part"), NEW, ids=[address_of(part) for _, part in NEW])
def test_what_is_new_is_drawn(section: str, part: str | tuple[str, str], open_2026: Open) -> None:
    app = open_2026("pages/ehc_plans.py", show=slug(section), measure=address_of(part))
    assert not app.exception
    assert app.selectbox(key="measure").value == address_of(part)
    assert "2025" in app.header[0].value and "Trafford" in app.header[0].value


def test_councils_are_compared_by_who_was_refused(open_2026: Open) -> None:
    app = open_2026("pages/compare.py", tab="ranking", indicator="ehcp_requests_family_refused_pc")
    assert not app.exception and "41.1%" in app.header[0].value
