"""What a chart is made of, against the database of the snapshot."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pandas as pd
import pytest

from pages.parts.exhibit import exports
from pages.parts.exhibit.exports import Paper
from pages.parts.figures import sources
from pages.parts.figures.councils import Choice, councils
from pages.parts.figures.councils import groups as offered
from pages.parts.figures.database import Indicator, indicators
from pages.parts.figures.view import View, view, view_of
from pages.parts.language.words import ordinal
from pages.parts.measure import tables
from pages.parts.measure import words as measure_words
from pages.parts.measure.breakdown import breakdown, in_order, natural
from pages.parts.measure.exhibits import through_the_years

See = Callable[..., View]
Choose = Callable[..., Choice]


def test_trafford_in_twenty_weeks_is_the_published_figure(see: See) -> None:
    view = see("ehcp_20wk_ex_pc")
    assert view.latest is not None and view.latest.interval is not None
    assert view.latest.value == pytest.approx(53.4, abs=0.05)
    assert view.england_value(view.latest.end) == pytest.approx(46.4, abs=0.05)
    assert view.group_value(view.latest.end) == pytest.approx(40.4, abs=0.05)
    assert (round(view.latest.interval.low, 1), round(view.latest.interval.high, 1)) == (48.4, 58.4)


def test_the_other_model_gives_another_mean(see: See) -> None:
    view = see("ehcp_20wk_ex_pc", group="sn21")
    assert view.latest is not None
    assert view.group_value(view.latest.end) == pytest.approx(49.0, abs=0.05)


def test_a_region_is_its_published_figure(see: See) -> None:
    view = see("ehcp_20wk_ex_pc", group="region")
    assert view.latest is not None and not view.peers
    assert view.group_value(view.latest.end) == pytest.approx(50.5, abs=0.05)


def test_a_city_region_leaves_the_council_out(see: See) -> None:
    view = see("ehcp_20wk_ex_pc", group="gm")
    assert len(view.peers) == 9 and "Trafford" not in view.peers


def test_too_few_neighbours_give_no_mean_and_the_missing_are_named(see: See) -> None:
    view = see("cp_2yr_open_pc")
    assert view.latest is not None
    assert view.group_value(view.latest.end) is None
    note = measure_words.group_note(view)
    assert note is not None and "no mean, as only 4 of 10" in note and "Hidden" in note


def test_a_withheld_figure_is_words_in_the_table_and_in_the_file(see: See) -> None:
    view = see("cp_2yr_open_pc")
    table = tables.trend_table(view)
    assert table.loc[0, "Trafford"] == "Hidden (small number)"
    assert table.loc[0, "95% interval"] == "not compared"
    exhibit = through_the_years(view)
    assert exhibit is not None
    paper = Paper(exhibit=exhibit, link="")
    file = pd.read_csv(BytesIO(exports.csv(paper)))
    own = file[file["place"] == "Trafford"].iloc[-1]
    assert pd.isna(own["value"]) and own["in words"] == "Hidden (small number)"
    said = exports.facts(paper)
    assert said["Source"].startswith("Children in need")
    assert "Hidden (small number): " in said["Withheld"]


def test_no_view_gives_a_number_for_the_hidden_bands(choose: Choose) -> None:
    parts = breakdown("cp_number", "Duration", choose())
    assert parts is not None
    hidden = [share for share in parts.parts if share.status == "suppressed"]
    assert len(hidden) == 2
    assert all(share.count is None and share.council is None for share in hidden)
    texts = [parts.finding, parts.alternative, *parts.notes, *parts.table.astype(str).sum()]
    told = " ".join(texts)
    assert "27" not in told.replace("27.", "") and "128" not in told
    assert list(parts.table["Number"]).count("Hidden (small number)") == 2


def test_parts_stand_beside_england(choose: Choose) -> None:
    parts = breakdown("ehcp_caseload", "Placement", choose())
    assert parts is not None
    first = parts.parts[0]
    assert (first.text, round(first.england or 0, 1)) == ("42.9%", 43.6)
    assert "42.9% in Trafford" in parts.finding


def test_a_part_of_a_part_stands_under_it(choose: Choose) -> None:
    parts = breakdown("ehcp_caseload", "Placement", choose())
    assert parts is not None
    names = [share.name for share in parts.parts]
    assert names.index("Special schools: independent") == names.index("Special schools") + 1
    assert in_order(parts.parts) == list(parts.parts)


def test_ages_and_durations_keep_their_natural_order() -> None:
    ages = ["age 10", "under 3", "age 3", "age 9"]
    assert sorted(ages, key=natural) == ["under 3", "age 3", "age 9", "age 10"]
    bands = ["2 years or more", "1 year, under 2 years", "3 months or less", "More than 3 months"]
    assert sorted(bands, key=natural) == [bands[2], bands[3], bands[1], bands[0]]


def test_a_joint_return_stands_for_both_and_counts_once(see: See) -> None:
    view = see("sw_vacancy_pc", "314")
    assert view.joint and "Richmond" in view.name
    assert view.latest is not None
    mean = view.means[view.latest.end]
    assert (mean.n, mean.of) == (9, 10)
    assert [(council.name, council.status) for council in mean.missing] == [
        ("Richmond upon Thames", "joint")
    ]


def test_a_known_fault_is_not_shown_or_compared(see: See) -> None:
    view = see("ehcp_new", "815")
    wrong = view.of(date(2022, 12, 31))
    assert wrong is not None and wrong.value is None
    assert any("6,078" in note for note in measure_words.notes(view))


def test_the_source_names_cell_file_and_checksum(see: See) -> None:
    view = see("ehcp_20wk_ex_pc")
    cells = sources.cells(view)
    place = sources.where(cells[0])
    assert "column `PC_plans_issued_20_weeks_ex`" in place and "row " in place
    assert "SHA-256 `" in sources.release(cells[0])


def test_the_source_of_a_rate_names_both_parts(see: See) -> None:
    cells = sources.cells(see("cp_rate"))
    assert [cell.part for cell in cells] == ["figure", "divided", "divided by"]
    assert (cells[1].value, cells[2].value) == (155, 56737)


def test_a_file_cannot_run_a_formula() -> None:
    frame = pd.DataFrame({"=place": ["=1+1", "Trafford"], "value": [-1.5, 2.0]})
    text = exports.csv_bytes(frame).decode("utf-8-sig")
    assert text.splitlines() == ["'=place,value", "'=1+1,-1.5", "Trafford,2.0"]


def test_the_home_authority_is_first_and_every_council_is_of_today(app_data: object) -> None:
    names = [council.name for council in councils()]
    assert names[0] == "Trafford" and len(names) == len(set(names)) == 153
    assert "Northamptonshire" not in names


def test_every_council_has_neighbours_in_the_2025_model(app_data: object) -> None:
    for council in councils():
        assert len(next(g for g in offered(council) if g.key == "sn25").areas) == 10, council.name


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")],
)
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_a_council_outside_the_file_is_answered_with_a_sentence(choose: Choose) -> None:
    empty = view_of([], some(), choose())
    assert empty.latest is None and empty.council == ()
    card = measure_words.no_figures(some(), "Trafford")
    assert card.what == "New EHC plans started in the year"
    assert card.sentence == (
        "DfE publishes this in “Education, health and care plans”, every June; it has no figure "
        "for Trafford, for instance because the council is new or another council answers for it."
    )
    assert card.words == {"indicator": "ehcp_new"}, "the councils that have one are in Compare"
    assert measure_words.group_note(empty) is None


def some() -> Indicator:
    return indicators()["ehcp_new"]


def test_agency_workers_stand_in_heads_and_per_cent_under_one_finding(see: See) -> None:
    view = see("sw_agency_headcount_pc")
    assert ": 28.1% in Trafford" in measure_words.finding(view).text
    assert " · 43 of 153 · " in measure_words.subtitle(view)


def test_the_subtitle_says_measure_basis_area_and_period(see: See) -> None:
    said = measure_words.subtitle(see("ehcp_over_1yr_pc"))
    for word in ("more than a year", "exceptions included", "per cent", "Trafford", "2024"):
        assert word in said


def test_the_alternative_text_has_form_finding_and_range(see: See) -> None:
    view = see("ehcp_20wk_ex_pc")
    text = measure_words.alternative(view, measure_words.finding(view).text)
    assert text.startswith("Line chart of ")
    assert "53.4%" in text and "ranges from" in text


def test_a_break_is_explained_and_a_joint_return_named(see: See) -> None:
    assert any(
        note.startswith("Break after January 2022")
        for note in measure_words.notes(see("ehcp_fe_pc"))
    )
    assert any("joint figure" in note for note in measure_words.notes(see("sw_fte", "940")))


def test_the_same_note_on_two_years_is_told_once(see: See) -> None:
    told = [note for note in measure_words.notes(see("cin_rate")) if "Hackney" in note]
    assert told == [told[0]] and "2021 and 31 March 2022" in told[0]


def test_no_share_is_computed_of_a_hidden_total(choose: Choose) -> None:
    parts = breakdown("cp_number", "Duration", choose("420"))
    assert parts is not None
    assert all(share.council is None for share in parts.parts)
    assert any("total is not published" in note for note in parts.notes)


def test_newhams_plans_say_in_the_title_and_below_that_they_do_not_add_up(see: See) -> None:
    """True to the last word, row 9, on the embedded figures."""
    for measure in ("ehcp_caseload", "ehcp_caseload_growth", "ehcp_new", "ehcp_ceased"):
        made = through_the_years(see(measure, "316"))
        assert made
        assert made.finding.endswith("; the counts do not add up")
        assert any("2,705 plans in January 2024, 379 new and 42 ceased" in n for n in made.notes)
    other = through_the_years(see("ehcp_caseload", "358"))
    assert other
    assert "add up" not in other.finding


def test_new_plans_after_a_year_in_doubt_are_not_said_to_be_more(see: See) -> None:
    """The counts of Bournemouth, Christchurch and Poole do not add up in 2023, those of 2024 do."""
    told = measure_words.finding(see("ehcp_new", "839"))
    assert "more than" not in told.text + told.change
    assert "no difference is told" in told.change


def test_dorsets_line_begins_in_2019_and_says_why(see: See) -> None:
    """True to the last word, row 5: what is published under its code before is of another."""
    appeals = see("ehcp_appeal_rate", "838")
    assert appeals.council[0].end.year == 2019
    assert measure_words.began(appeals) == (
        "Dorset began on 1 April 2019 and has no figures from before: those published under its "
        "code (2014, 2015, 2016, 2017, 2018) are of a council before it, and are not drawn."
    )


def test_cumberlands_years_before_2023_are_no_missing_values(see: See) -> None:
    view = see("sen_support_pc", "942")
    assert view.council[0].end.year == 2024
    assert "No value" not in measure_words.withheld(view).split(".")[0]
    assert measure_words.began(view) == (
        "Cumberland began on 1 April 2023 and has no figures from before."
    )
    assert measure_words.began(see("sen_support_pc", "358")) == ""


def test_cumbria_in_the_model_of_2021_is_no_longer_there(choose: Choose) -> None:
    """True to the last word, row 5: it was “Missing: Cumbria (No value)”."""
    with_cumbria = next(
        council
        for council in councils()
        for group in offered(council)
        if group.key == "sn21" and "E10000006" in group.areas
    )
    note = measure_words.group_note(view("sen_support_pc", choose(with_cumbria.la_code, "sn21")))
    assert note and "Cumbria (No such council at that time)" in note
