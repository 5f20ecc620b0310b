"""What is made for an address without a page is what the page of that address shows."""

from collections.abc import Callable, Mapping

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.exhibit import player
from pages.parts.present import views

Open = Callable[..., AppTest]
Words = Mapping[str, str]

# The last of each page asks for what is not offered.
ADDRESSES: list[tuple[str, Words]] = [
    ("ehc_plans", {"council": "trafford", "show": "on-time", "with": "sn21"}),
    ("ehc_plans", {"council": "isles-of-scilly", "show": "who-has-a-plan"}),
    ("ehc_plans", {"council": "narnia", "show": "nothing", "measure": "<b>", "with": "sn1999"}),
    ("year_groups", {"council": "camden", "show": "steps"}),
    ("year_groups", {"council": "rutland", "show": "nothing", "step": "99"}),
    ("wards", {"council": "trafford", "show": "nothing", "measure": "none", "schools": "?"}),
    ("need_and_protection", {"council": "trafford", "show": "inspections"}),
    ("need_and_protection", {"council": "city-of-london", "show": "nothing"}),
    ("workforce", {"council": "rutland", "show": "caseload"}),
    ("workforce", {"council": "rutland", "measure": "nothing"}),
    ("compare", {"council": "trafford", "tab": "nothing", "from": "1066", "councils": "narnia"}),
    ("since_last_meeting", {"council": "trafford", "since": "2025-01-15"}),
    ("since_last_meeting", {"council": "trafford", "since": "2025-02-31", "show": "nothing"}),
]


@pytest.mark.parametrize(("page", "words"), ADDRESSES, ids=str)
def test_a_view_has_the_exhibits_of_its_page(page: str, words: Words, open_page: Open) -> None:
    app = open_page(f"pages/{page}.py", **words)
    assert not app.exception
    shown = [exhibit for exhibit, _ in app.session_state[player.SLIDES]]
    made = views.exhibits(page, words)
    assert [one.finding for one in made] == [one.finding for one in shown] != []
    assert [len(one.charts) for one in made] == [len(one.charts) for one in shown]


def test_each_page_that_can_be_a_slide_is_tried() -> None:
    assert {page for page, _ in ADDRESSES} == set(views.PAGES)


@pytest.mark.parametrize(
    ("page", "words", "why"),
    [
        ("overview", {}, "The page “overview” has nothing that can be a slide."),
        ("compare", {"indicator": "ehcp_caseload", "tab": "ranking"}, views.NOTHING),
        ("wards", {"council": "camden"}, "Figures by ward: DfE publishes"),
    ],
    ids=["no slides", "not compared", "not published"],
)
def test_why_there_is_no_view_is_one_sentence(
    page: str, words: Words, why: str, app_data: object
) -> None:
    with pytest.raises(views.NoView) as problem:
        views.exhibits(page, words)
    assert str(problem.value).startswith(why)
