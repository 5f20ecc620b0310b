"""A council's own months: what is judged, what is said, and that no small count is ever shown."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analysis.months import SNAPSHOTS, YEARS, judge
from etl.database import releases
from pages.parts.data_and_sources.methods import METHODS
from pages.parts.exhibit.chart_rows import month_number
from pages.parts.figures.councils import Choice
from pages.parts.language.safe import plain
from pages.parts.months import data, drawing, tables, words
from pages.parts.months.data import Months

PAGE = "pages/need_and_protection.py"
STEADY = [205, 199, 208, 203, 211, 206, 198, 204, 209, 201, 207, 203]
STARTED = [12, 14, 3, 15, 13, 12, 14, 16]
ENDED = [11, 13, 14, 12, 15, 13, 12, 14]
CHANGE = "New front door <b>*1*</b>"
# January 2025 to March 2026: one small month, July, in a whole year from April to March.
CONFERENCES = [12, 14, 11, 9, 12, 11, 3, 14, 8, 10, 15, 9, 13, 12, 11]
Open = Callable[..., AppTest]


def ends(number: int) -> list[date]:
    """The last days of so many months, from January 2025."""
    firsts = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(1, number + 1)]
    return [first - timedelta(days=1) for first in firsts]


def plans_open() -> list[int]:
    counts = [160]
    for started, ended in zip(STARTED[1:], ENDED[1:], strict=True):
        counts.append(counts[-1] + started - ended)
    return counts


@pytest.fixture(scope="module")
def months_data(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the snapshot's database in which Trafford supplied months."""
    folder = tmp_path_factory.mktemp("months") / "data"
    shutil.copytree(snapshot_data, folder)
    current = releases.current(folder)
    assert current
    path = current.rename(folder / "releases" / "months.duckdb")
    (folder / "current").write_text("months.duckdb\n", encoding="utf-8")
    series = {
        "referrals": [*STEADY, 240],
        "assessments": STEADY[:4],
        "cp_started": STARTED,
        "cp_ended": ENDED,
        "cp_open": plans_open(),
        "conferences": CONFERENCES,
        "cin_open": [300, 304, 420, 421],
        "s47_started": [12, 14, 13, 15, 13, 12, 14, 4],
    }
    with duckdb.connect(str(path)) as con:
        con.execute(
            "insert into release select 'local-358-00000000/m.csv', 'Monthly figures of council "
            "358', 'Supplied by the council, not published by DfE', 'm.csv', null, null, "
            "'2026-09-01', repeat('0', 64), 40, 'Not stated by the council', null"
        )
        for measure, counts in series.items():
            con.executemany(
                "insert into month_supplied values ('358', ?, ?, ?, 'local-358-00000000/m.csv', 2)",
                [
                    [measure, end, count]
                    for end, count in zip(ends(len(counts)), counts, strict=True)
                ],
            )
        con.executemany(
            "insert into month_change values ('358', ?, ?, ?, 'local-358-00000000/m.csv', 2)",
            [["cin_open", ends(3)[2], CHANGE], ["s47_started", ends(2)[1], CHANGE]],
        )
    return folder


@pytest.fixture
def trafford(
    months_data: Path, choose: Callable[..., Choice], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Months]:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(months_data))
    return data.months(choose().council)


def test_a_month_that_stands_out_is_the_finding(trafford: dict[str, Months]) -> None:
    months = trafford["referrals"]
    assert words.finding(months) == (
        "Referrals to children's social care: 240 in January 2026, unusually high"
    )
    assert words.explanation(months) == [
        "Routine months are expected between 187.6 and 221.4 (mean 204.5).",
        "More than routine: January 2026 (240): outside the limits of ordinary variation.",
    ]
    frame, settings = drawing.months_drawn(months)
    assert frame[frame.mark == "signal"].y.tolist() == [240]
    assert set(frame[frame.mark == "words"].text) == {
        "mean 204.5",
        "upper limit 221.4",
        "lower limit 187.6",
    }
    assert settings["top"] >= 240


def test_too_few_months_have_no_limits(trafford: dict[str, Months]) -> None:
    months = trafford["assessments"]
    assert words.finding(months) == "Assessments completed: 203 in April 2025"
    assert words.explanation(months) == [
        "4 months: too few to tell chance from change. With 6 there are trial limits, "
        "with 12 firm ones."
    ]
    frame, _ = drawing.months_drawn(months)
    assert not frame.mark.isin(["mean", "limit", "trial limit"]).any()


def test_a_stock_is_drawn_without_limits(trafford: dict[str, Months]) -> None:
    months = trafford["cp_open"]
    assert months.judged is None
    assert words.finding(months) == "Child protection plans: 154 on 31 August 2025"
    assert words.explanation(months) == [words.STOCK]


def test_a_small_count_and_what_gives_it_away_are_hidden_everywhere(
    trafford: dict[str, Months],
) -> None:
    for measure, secret in (("cp_started", "3"), ("cp_ended", "14")):
        months = trafford[measure]
        march = date(2025, 3, 31)
        assert months.counts[march] is None
        printed = tables.months_table(months).set_index("Month").loc["March 2025"]
        assert printed.tolist() == [words.HIDDEN, "not judged"]
        taken = tables.figures(months).set_index("month ending").loc["2025-03-31"]
        assert taken["count"] is None or taken["count"] != taken["count"]
        assert secret not in taken["in words"]
        frame, _ = drawing.months_drawn(months)
        assert month_number(march) == 12 * 2025 + 2
        there = frame[frame.x == 12 * 2025 + 2].set_index("mark")
        assert there.index.tolist() == [
            "withheld",
            "reason",
            "stop",
        ]  # the crosshair stops there too
        assert there.loc["stop", ["name", "text"]].tolist() == ["March 2025", words.HIDDEN]
        assert words.withheld(months).endswith("what DfE publishes of the year: March 2025.")


def test_a_whole_year_has_never_one_month_hidden_alone(trafford: dict[str, Months]) -> None:
    """DfE publishes the year, so that eleven months would tell the twelfth."""
    months = trafford["conferences"]
    assert [end for end, count in months.counts.items() if count is None] == [
        date(2025, 7, 31),
        date(2025, 9, 30),
    ]
    assert words.withheld(months).endswith("of the year: July 2025, September 2025.")


def test_every_measure_has_the_figures_of_dfe_that_tie_it(
    database: duckdb.DuckDBPyConnection,
) -> None:
    kinds = dict(database.execute("select measure, kind from supplied_measure").fetchall())
    timing = dict(database.execute("select indicator_id, timing from indicator").fetchall())
    assert kinds == dict.fromkeys(YEARS, "flow") | dict.fromkeys(SNAPSHOTS, "stock")
    assert {"flow"} == {
        timing[i] for m, tie in YEARS.items() for i in tie.indicators if m != "cp_ended"
    }
    assert YEARS["cp_ended"].indicators == ("cp_started", "cp_number"), "follows from the two"
    assert {"snapshot"} == {timing[i] for tie in SNAPSHOTS.values() for i in tie.indicators}


def test_a_hidden_month_does_not_restart_a_baseline(trafford: dict[str, Months]) -> None:
    months = trafford["conferences"]
    assert months.judged and months.judged.limits
    assert months.judged.start == date(2025, 1, 31)
    assert len(months.judged.months) == 13, "fifteen months, of which two are hidden"
    assert months.judged.limits.kind == "fixed"
    frame, _ = drawing.months_drawn(months)
    (start,) = set(frame[frame["mark"] == "mean"].x)
    assert start == month_number(date(2025, 1, 31)) - drawing.OVERHANG
    notes = words.notes(months)
    assert words.ACROSS_HIDDEN in notes
    assert not any("are not judged" in note for note in notes)
    assert words.ACROSS_HIDDEN not in words.notes(trafford["referrals"])


def test_the_newest_month_is_hidden_and_the_others_are_judged(trafford: dict[str, Months]) -> None:
    months = trafford["s47_started"]
    assert months.counts[months.newest] is None
    assert words.finding(months) == (
        "Section 47 enquiries: a small number, hidden in August 2025; none of 6 months stands out"
    )
    assert words.stands_out(months, months.newest) == "not judged"


def test_a_documented_change_sets_a_baseline_anew(trafford: dict[str, Months]) -> None:
    """After a documented change, which is kept in the data and shown on the chart."""
    months = trafford["s47_started"]
    february = date(2025, 2, 28)
    assert months.changes == {february: CHANGE}
    before, after = months.baselines
    assert (before.start, before.limits) == (date(2025, 1, 31), None)
    assert after.start == february
    assert after.limits and after.limits.kind == "trial", "six months, and a hidden one after them"
    assert words.explanation(months)[0] == (
        "Changed with February 2025: New front door <b>*1*</b>. Limits are set anew from then on."
    )
    frame, settings = drawing.months_drawn(months)
    (rule,) = frame[frame["mark"] == "change"].itertuples()
    assert (rule.x, rule.text, rule.short) == (12 * 2025 + 1 - 0.5, CHANGE, "change")
    assert settings["head"] == 1
    lines = frame[frame["mark"] == "line"]
    assert lines.groupby("segment").size().tolist() == [1, 6], "no line goes across a change"
    (mean,) = frame[frame["mark"] == "mean"].itertuples()
    assert mean.x == 12 * 2025 + 1 - drawing.OVERHANG
    assert "Dashed rule: a change that the council told." in words.legend(months)
    assert f"Change: {CHANGE}" in "".join(frame.text.dropna())


def test_a_change_of_a_stock_is_told_without_limits(trafford: dict[str, Months]) -> None:
    assert words.explanation(trafford["cin_open"]) == [
        "Changed with March 2025: New front door <b>*1*</b>.",
        words.STOCK,
    ]


def test_words_of_a_change_are_never_markup(
    open_page: Open, months_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(months_data))
    app = open_page(PAGE, council="trafford", month="s47_started")
    assert not app.exception
    texts = [one.value for one in [*app.markdown, *app.caption]]
    assert any("New front door" in text for text in texts)
    assert not any("<b>*1*" in text for text in texts)


def test_too_few_movements_between_hidden_months_have_no_limits(
    trafford: dict[str, Months],
) -> None:
    counts = [12, None, 14, 11, None, 12, 11, None, 9]
    baselines = judge(dict(zip(ends(9), counts, strict=True)))
    assert words.explanation(replace(trafford["conferences"], baselines=baselines)) == [
        "Hidden months leave too few movements to tell chance from change: limits take five of "
        "them, between two months shown in a row."
    ]


def test_what_chance_does_is_told(trafford: dict[str, Months]) -> None:
    assert words.BY_CHANCE == (
        "By chance alone about one in three steady series of 24 months shows a month that stands "
        "out: it is a reason to ask, not a proof."
    )
    assert words.BY_CHANCE in words.notes(trafford["referrals"])
    assert words.BY_CHANCE not in words.notes(trafford["assessments"]), "it has no limits"
    (method,) = (one for one in METHODS if one.name == "Months: ordinary variation")
    assert "about one in three steady series of 24 months shows a signal" in method.words


def test_the_line_stops_at_a_hidden_month(trafford: dict[str, Months]) -> None:
    frame, _ = drawing.months_drawn(trafford["cp_started"])
    lines = frame[frame.mark == "line"]
    assert lines.groupby("segment").size().tolist() == [2, 5]


def test_the_page_has_a_lane_of_its_own(
    open_page: Open, months_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(months_data))
    app = open_page(PAGE, council="trafford", month="referrals")
    assert not app.exception
    headings = [header.value for header in app.header]
    assert "Month by month: the council's own figures" in headings
    assert any("240 in January 2026" in heading for heading in headings)
    captions = [caption.value for caption in app.caption]
    assert any("Supplied by the council, not published by DfE" in caption for caption in captions)
    other = open_page(PAGE, council="camden")
    assert "Month by month: the council's own figures" not in [
        header.value for header in other.header
    ]


def test_a_council_without_months_learns_who_could_tell(open_page: Open) -> None:
    app = open_page(PAGE, council="camden")
    assert plain(words.NO_MONTHS.what) in [heading.value for heading in app.header]
    assert words.NO_MONTHS.sentence.startswith(
        "DfE publishes years and no months; only the council itself can tell"
    )
    assert any(plain(words.NO_MONTHS.sentence) == text.value for text in app.markdown)


def test_the_rules_are_told_with_the_numbers_they_have() -> None:
    assert words.METHOD == (
        "Limits: mean ± 2.66 times the mean movement from month to month, fixed on the first 12 "
        "months; movements over 3.267 times their mean are left out once. A month stands out when "
        "it lies outside the limits, in a run of 7 on one side of the mean, in a run of 7 that "
        "rise or fall, or is one of two out of three near the same limit (rules of NHS Making Data "
        "Count)."
    )
    assert words.TRIAL.startswith("With 6 to 11 months the limits are trial limits")
    assert words.RULES["near a limit"] == "one of two months out of three close to the same limit"
    assert words.WITHHELD == (
        "Hidden, because they are 1 to 5 or would reveal such a number together with other months "
        "or with what DfE publishes of the year: "
    )
