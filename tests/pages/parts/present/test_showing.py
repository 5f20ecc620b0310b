"""The page Present: findings put in order and kept, and what it says where there are none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.agenda import saved, toml
from pages.parts.agenda.records import Agenda
from pages.parts.exhibit import adding
from pages.parts.present import showing

Open = Callable[..., AppTest]
PAGE = "pages/present.py"
ON_TIME = {"show": "on-time"}


@pytest.fixture(autouse=True)
def nothing_kept(snapshot_data: Path) -> None:
    for path in (snapshot_data / "agendas").rglob("*.toml"):
        path.unlink()


def in_hand(app: AppTest) -> Agenda:
    held = app.session_state[adding.HANDS]
    return held.agendas[held.name]  # type: ignore[no-any-return]


def titles(app: AppTest) -> list[str]:
    return [item.measure for item in in_hand(app).items]


def test_findings_are_added_put_in_order_edited_and_kept(open_page: Open) -> None:
    app = open_page("pages/ehc_plans.py", council="camden", show="on-time")
    add = app.button(key="agenda-ehcp_20wk_ex_pc")
    assert add.label == "Add to agenda"
    app = add.click().run()
    assert app.button(key="agenda-ehcp_20wk_ex_pc").label == "On the agenda (1)"
    assert app.button(key="agenda-ehcp_20wk_ex_pc").disabled
    app.switch_page("pages/workforce.py").run()
    app.button(key="agenda-sw_agency_headcount_pc").click().run()

    app.switch_page(PAGE).run()
    assert not app.exception
    assert titles(app) == ["ehcp_20wk_ex_pc", "sw_agency_headcount_pc"]
    first = in_hand(app).items[0]
    assert (first.page, first.council, first.selection) == ("ehc_plans", "camden", ON_TIME)
    assert first.title.startswith("Plans issued within 20 weeks")
    assert in_hand(app).title == "Agenda for Camden"
    assert app.button(key="icon-move-item-1-up").disabled
    app.button(key="icon-move-item-2-up").click().run()
    assert titles(app) == ["sw_agency_headcount_pc", "ehcp_20wk_ex_pc"]
    turn = app.session_state[adding.HANDS].turn
    app.text_area(key=f"item-note-{turn}-0").set_value("Look at the *interval*.")
    app.text_input(key=f"item-question-{turn}-0").set_value("Who leaves?")
    next(b for b in app.button if b.label == "Take over").click().run()
    assert in_hand(app).items[0].question == "Who leaves?"
    assert any("Look at the \\*interval\\*" in text.value for text in app.markdown)

    app.button(key="keep-agenda").click().run()
    assert app.query_params["agenda"] in ("agenda-for-camden", ["agenda-for-camden"])
    assert saved.saved().agendas["agenda-for-camden"] == in_hand(app)
    app.button(key="icon-remove-item-1").click().run()
    assert titles(app) == ["ehcp_20wk_ex_pc"]
    assert any("changed since it was kept" in caption.value for caption in app.caption)
    app.button(key="remove-agenda").click().run()
    assert saved.saved().agendas == {} and titles(app) == ["ehcp_20wk_ex_pc"]


def test_an_empty_agenda_says_what_to_do_and_leads_to_the_example(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert any("Add to agenda" in text.value for text in app.markdown)
    ways = [link.proto for link in app.get("page_link") if "example" in link.proto.label]
    assert [way.query_string for way in ways] == ["agenda=trafford"]


def test_an_address_opens_an_agenda_and_its_slides_stay_while_they_are_shown(
    open_page: Open, later_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(PAGE, agenda="trafford", present="3")
    assert not app.exception
    shown = app.session_state[showing.PRESENTED]
    assert len(shown.deck.slides) == 8
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(later_data))
    app.run()
    assert not app.exception
    assert app.session_state[showing.PRESENTED] is shown
    assert in_hand(app).asof == shown.deck.asof


def test_a_dashboard_open_to_others_keeps_none_and_says_why(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.parts.asking.reader.may_keep", lambda: False)
    app = open_page(PAGE, agenda="trafford")
    assert saved.OPEN_TO_OTHERS in [text.value.replace("\\", "") for text in app.markdown]
    assert "keep-agenda" not in [button.key for button in app.button]


def test_lines_of_enquiry_go_onto_the_agenda_at_once(open_page: Open) -> None:
    app = open_page("pages/since_last_meeting.py", show="lines-of-enquiry", take="sw_vacancy_pc")
    app.button(key="agenda-all").click().run()
    (item,) = in_hand(app).items
    assert (item.page, item.measure) == ("workforce", "sw_vacancy_pc") and item.question
    assert toml.read(toml.write(in_hand(app))) == in_hand(app)
