"""The tracker of a plan: what nobody stated is not stated, what cannot be compared is not."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analysis.differences import Figure
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import SeriesBreak, indicators
from pages.parts.figures.view import Reported, View
from pages.parts.since_last_meeting.follow_up import data, exhibits, markup, words
from pages.parts.since_last_meeting.follow_up.data import Risk, Since, Task, then_and_now
from tests.conftest import PROJECT

Choose = Callable[..., Choice]
See = Callable[..., View]
Open = Callable[..., AppTest]
PAGE = "pages/since_last_meeting.py"
MARCH_2020 = date(2020, 3, 31)


def task(**instead: object) -> Task:
    usual = Task(
        task="1.9",
        theme="Leadership",
        what="Keep good staff",
        target_end=MARCH_2020,
        status=None,
        status_on=None,
        indicator_id=None,
        note=None,
        title="A plan",
        dated="2019-08 (day not stated)",
        supplied=False,
    )
    return replace(usual, **instead)  # type: ignore[arg-type]


def risk(name: str, likelihood: int | None, impact: int | None) -> Risk:
    return Risk(
        risk=name, what="Vacant posts", likelihood=likelihood, impact=impact,
        assessed_on=date(2026, 1, 15) if likelihood else None, title="A register",
        dated="2026-01-15",
    )  # fmt: skip


def of_march(year: int, value: float | None) -> Reported:
    day = date(year, 3, 31)
    return Reported(
        period=str(year), start=day, end=day, figure=Figure(value=value),
        symbol=None if value is not None else "c",
        status="ok" if value is not None else "suppressed", interval=None,
    )  # fmt: skip


def test_then_is_the_newest_by_the_target_month_and_now_the_newest_after_it() -> None:
    series = (of_march(2019, 1.0), of_march(2020, 2.0), of_march(2021, None), of_march(2022, 3.0))
    assert then_and_now(series, MARCH_2020) == (series[1], series[3])
    assert then_and_now(series, date(2020, 3, 30)) == (series[0], series[3])
    assert then_and_now(series[:2], MARCH_2020) == (series[1], None)
    assert then_and_now(series[3:], MARCH_2020) == (None, series[3])
    assert then_and_now((), MARCH_2020) == (None, None)


def since(view: View, target: date = MARCH_2020) -> Since:
    then, now = then_and_now(view.council, target)
    return Since(view=view, then=then, now=now, broken=False)


def test_a_change_beyond_chance_is_told_with_its_interval(see: See) -> None:
    said = words.what_it_did(since(see("cin_rereferral_pc"), date(2019, 12, 31)))
    assert said == (
        "Since the target month it fell by 8.9 percentage points from 26.9% in the year to March "
        "2019 (95% interval 5.3 to 12.3)."
    )


def test_what_cannot_be_judged_is_not(see: See) -> None:
    assert words.what_it_did(since(see("sw_caseload"))) == words.UNKNOWN
    assert "more" in words.what_it_did(since(see("ehcp_caseload")))


def test_nothing_is_told_across_a_break_or_without_both_figures(see: See) -> None:
    whole = since(see("cin_rereferral_pc"))
    assert "break in the series" in words.what_it_did(replace(whole, broken=True))
    assert words.what_it_did(replace(whole, now=None)) == "No newer figure is held."
    assert "No figure of the target month" in words.what_it_did(replace(whole, then=None))


def test_a_break_between_the_two_is_seen(see: See, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = SeriesBreak(after_end=date(2022, 3, 31), kind="break", reason="counted anew")
    view = replace(see("cin_rereferral_pc"), breaks=(broken,))
    monkeypatch.setattr(data, "view", lambda *_: view)
    measured = task(indicator_id="cin_rereferral_pc")
    found = data.since(measured, view.choice)
    assert found is not None and found.broken
    later = replace(broken, after_end=date(2030, 3, 31))
    monkeypatch.setattr(data, "view", lambda *_: replace(view, breaks=(later,)))
    found = data.since(measured, view.choice)
    assert found is not None and not found.broken


def test_the_papers_state_nothing_and_so_does_the_page(app_data: object) -> None:
    tasks, risks = data.tasks("358"), data.risks("358")
    assert len(tasks) == 34 and len(risks) == 10 and len(data.levels("358")) == 4
    assert {words.status(one) for one in tasks} == {words.NOT_STATED}
    assert {words.position(one) for one in risks} == {words.NO_POSITION}
    assert words.stood(tasks) == (
        "Status of the tasks: 34 not stated. The papers print no status, and none is inferred."
    )
    assert "none is inferred" in words.unplaced(risks)
    assert [one.task for one in tasks][:10][-2:] == ["1.9", "2.1"]
    assert max(len(one.what.split()) for one in tasks) <= 15
    assert {one.indicator_id for one in tasks if one.indicator_id} <= set(indicators())


@pytest.mark.parametrize("status", [*words.STATUSES, None])
def test_every_status_has_a_shape_of_its_own_and_words(status: str | None) -> None:
    others = {markup.mark(other) for other in (*words.STATUSES, None) if other != status}
    shapes = {text.split(">", 1)[1] for text in others}
    assert markup.mark(status).split(">", 1)[1] not in shapes
    assert words.status(task(status=status)) == (status or "not stated")


def test_supplied_statuses_are_counted_in_the_order_of_the_key() -> None:
    supplied = {"supplied": True, "status_on": date(2026, 1, 15)}
    some = [
        task(status="behind", **supplied),
        task(status="complete", **supplied),
        task(status="behind", **supplied),
        task(**supplied),
    ]
    assert words.stood(some) == "Status of the tasks: 1 complete, 2 behind, 1 not stated."
    assert words.status(some[0]) == "behind, 15 January 2026"


def test_a_risk_with_a_position_is_on_the_map(app_data: object) -> None:
    drawn = markup.risk_list([risk("R01", 3, 4), risk("R02", None, None)])
    assert '<table class="map">' in drawn and "likelihood 3, impact 4, 15 January 2026" in drawn
    third = drawn.split('<th scope="row">3</th>')[1].split("</tr>")[0]
    assert third == "<td></td><td></td><td></td><td>R01</td><td></td>"
    assert "no position stated" in drawn
    assert "map" not in markup.risk_list([risk("R02", None, None)])


def test_texts_of_a_council_are_escaped(choose: Choose) -> None:
    drawn = markup.tracker([task(what="<img src=x onerror=alert(1)>", note="<b>n")], choose())
    assert "<img" not in drawn and "&lt;img" in drawn and "&lt;b&gt;n" in drawn


def test_the_template_has_the_tasks_and_runs_nothing() -> None:
    written = exhibits.template("358", [task(what="=1+1", status="behind")]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(written))
    header = (PROJECT / "data" / "local" / "plan_template.csv").read_text("utf-8").strip()
    assert list(row) == header.split(",")
    assert row["what"] == "'=1+1" and row["target"] == "2020-03" and row["status"] == "behind"


def test_where_it_stands_names_the_paper_and_its_month() -> None:
    assert words.sources([task(), task()]) == "Source: A plan, August 2019."
    assert words.sources([risk("R01", 3, 4)]) == "Source: A register, 15 January 2026."


def test_the_section_of_the_home_authority_has_all_three_parts(open_page: Open) -> None:
    app = open_page(PAGE, show="follow-up")
    assert not app.exception
    assert app.header[0].value == "Trafford's improvement plan\\: 34 tasks, 10 risks"
    assert [part.value for part in app.subheader] == ["Risks", "Levels of assurance"]
    assert any("none is inferred" in text.value for text in app.markdown)


def test_another_council_sees_an_empty_section_that_explains_itself(open_page: Open) -> None:
    app = open_page(PAGE, show="follow-up", council="camden")
    assert not app.exception
    assert "No improvement plan and no risk register of Camden is held" in app.info[0].value
    assert not app.get("bidi_component") or all(
        "tracker" not in str(block.proto.json) for block in app.get("bidi_component")
    )
