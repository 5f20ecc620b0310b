"""A link leads to the address that the page itself would write, so that it is one step."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking.links import Link, to_measure
from pages.parts.asking.sections import PAGES, held

Open = Callable[..., AppTest]

EVERY_MEASURE = [
    part
    for sections in PAGES.values()
    for parts in sections.values()
    for part in parts
    if isinstance(part, str)
]


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("ehcp_caseload", {}),
        ("ehcp_new", {"measure": "ehcp_new"}),
        ("ehcp_20wk_ex_pc", {"show": "on-time"}),
        ("ehcp_20wk_all_pc", {"show": "on-time", "measure": "ehcp_20wk_all_pc"}),
        ("ehcp_mainstream_pc", {"show": "placements", "measure": "ehcp_mainstream_pc"}),
    ],
)
def test_what_the_page_shows_by_itself_is_left_out(measure: str, words: dict[str, str]) -> None:
    link = to_measure(measure)
    assert link is not None and (link.page, dict(link.words)) == ("pages/ehc_plans.py", words)


def test_a_measure_without_a_page_has_no_link() -> None:
    assert to_measure("unheard of") is None


def test_an_address_for_a_new_tab() -> None:
    assert Link(page="pages/overview.py").href == "/"
    words = {"council": "st-helens", "measure": "a b&c"}
    assert Link(page="pages/wards.py", words=words).href == (
        "/wards?council=st-helens&measure=a+b%26c"
    )


@pytest.mark.parametrize("measure", EVERY_MEASURE[::6])
def test_the_page_of_a_link_shows_the_measure_and_keeps_the_address(
    measure: str, open_page: Open
) -> None:
    link = to_measure(measure)
    assert link is not None
    app = open_page(link.page, **link.words)
    assert not app.exception
    if measure not in held():  # it waits for a file
        return
    assert app.selectbox(key="measure").value == measure
    for key, word in link.words.items():
        assert app.query_params[key] in (word, [word])
    assert set(app.query_params) == set(link.words)
