"""What a member takes along: a sheet of paper, and an agenda as a file that travels."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.parts.agenda import toml
from pages.parts.agenda.records import Item
from pages.parts.asking.links import Link
from pages.parts.since_last_meeting.enquiry import agenda, sheet
from pages.parts.since_last_meeting.enquiry.lines import Line
from pages.parts.since_last_meeting.enquiry.rules import Rule

Open = Callable[..., AppTest]
PAGE = "pages/since_last_meeting.py"
TODAY = date(2026, 11, 28)
WHOSE = "Trafford, 28 November 2026"


def line(
    finding: str = "Plans: 53.4%", question: str = "Which stage takes longest?", link: bool = True
) -> Line:
    return Line(
        name="ehcp_20wk_ex_pc",
        rule=Rule.CHANGED,
        why=Rule.CHANGED,
        finding=finding,
        said="It fell.",
        question=question,
        source="Source: a release, a file.",
        strip=None,
        link=Link(
            page="pages/ehc_plans.py",
            words={"council": "trafford", "with": "sn21", "show": "on-time"},
        )
        if link
        else None,
    )


def test_an_agenda_leads_back_to_each_view() -> None:
    made = agenda.agenda([line(), line(link=False)], "trafford", TODAY)
    assert (made.council, made.asof) == ("trafford", TODAY)
    first, second = made.items
    assert first == Item(
        page="ehc_plans",
        council="trafford",
        measure="ehcp_20wk_ex_pc",
        selection={"with": "sn21", "show": "on-time"},
        title="Plans: 53.4%",
        note=(
            "Plans: 53.4%. It fell.\nMoved the wrong way by more than chance.\n"
            "Source: a release, a file."
        ),
        question="Which stage takes longest?",
    )
    assert second.page == "since_last_meeting" and second.selection == {}


@given(st.text())
def test_no_text_breaks_an_agenda_or_a_sheet(text: str) -> None:
    made = agenda.agenda([line(question=text)], "trafford", TODAY)
    assert toml.read(toml.write(made)).items[0].question == made.items[0].question
    drawn = sheet.document([line(question=text)], WHOSE, "").decode("utf-8")
    assert drawn.count("<li>") == 1 and drawn.count("<script") == 0


def test_a_sheet_has_finding_question_and_source_of_each_and_escapes_them() -> None:
    drawn = sheet.markup([line(), line(question="<script>alert(1)</script>?")], WHOSE, "Made by")
    assert "<b>1. Which stage takes longest?</b><p>Plans: 53.4%. It fell.</p>" in drawn
    assert "Source: a release, a file." in drawn and WHOSE in drawn
    assert "<b>2. &lt;script&gt;" in drawn and "<script" not in drawn


def boxes(app: AppTest) -> dict[str, bool]:
    return {str(box.key): bool(box.value) for box in app.checkbox if "take-" in str(box.key)}


def test_an_address_ticks_boxes_and_a_tick_goes_into_the_address(open_page: Open) -> None:
    app = open_page(PAGE, show="lines-of-enquiry", take="sw_vacancy_pc,nonsense")
    assert not app.exception
    assert [name for name, ticked in boxes(app).items() if ticked] == ["take-sw_vacancy_pc"]
    assert any("ignored" in caption.value for caption in app.caption)
    app.checkbox(key="take-cp_2yr_open_pc").check().run()
    app.checkbox(key="take-sw_vacancy_pc").uncheck().run()
    assert app.query_params["take"] in ("cp_2yr_open_pc", ["cp_2yr_open_pc"])
    assert [name for name, ticked in boxes(app).items() if ticked] == ["take-cp_2yr_open_pc"]


def test_what_is_ticked_stays_through_another_section(open_page: Open) -> None:
    app = open_page(PAGE, show="lines-of-enquiry", take="sw_vacancy_pc")
    app.segmented_control(key="show").set_value("follow-up").run()
    assert boxes(app) == {}
    app.segmented_control(key="show").set_value("lines-of-enquiry").run()
    assert boxes(app)["take-sw_vacancy_pc"]


def test_files_are_there_once_something_is_ticked(open_page: Open) -> None:
    labels = [
        b.proto.label for b in open_page(PAGE, show="lines-of-enquiry").get("download_button")
    ]
    assert "Agenda" not in labels
    app = open_page(PAGE, show="lines-of-enquiry", take="sw_vacancy_pc")
    labels = [button.proto.label for button in app.get("download_button")]
    assert {"Agenda", "Sheet to print"} <= set(labels)


@pytest.mark.parametrize("council", ["trafford", "camden", "isles-of-scilly", "city-of-london"])
def test_lines_of_enquiry_open_for_every_kind_of_council(council: str, open_page: Open) -> None:
    app = open_page(PAGE, show="lines-of-enquiry", council=council)
    assert not app.exception
    assert "of enquiry for" in app.header[0].value
    assert 1 <= len(boxes(app)) <= 10
