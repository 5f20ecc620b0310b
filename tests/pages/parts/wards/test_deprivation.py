"""Ward SEN beside income deprivation: whose ward each axis means, what is hidden, and no cause."""

from dataclasses import replace

from pages.parts.exhibit.chart_kit import for_file
from pages.parts.wards import charts, drawing, tables, views, words
from pages.parts.wards.data import ALL_SCHOOLS, PLAN, Deprivation, Unit, Ward
from pages.parts.wards.rates import WardChoice
from tests.pages.parts.wards.test_wards import data_of, unit

NAMES = {"A": "Ashe", "B": "Birch", "C": "Cedar"}


def ward_choice(lives: dict[str, float], counts: dict[str, tuple[int, int, int]]) -> WardChoice:
    """Wards with (pupils, SEN support, EHC plan) at their schools, and income deprivation."""
    units: list[Unit] = [unit(code, (code,), count) for code, count in counts.items()]
    data = replace(
        data_of(units),
        wards=tuple(Ward(ward_code=c, name=NAMES[c], former=False) for c in counts),
        deprivation={
            code: Deprivation(
                ward_code=code, year=2025, percent=share, source="MHCLG", file="f", source_row=2
            )
            for code, share in lives.items()
        },
    )
    return WardChoice(data=data, measure=PLAN, schools=ALL_SCHOOLS, former=False)


COUNTS = {"A": (2000, 100, 100), "B": (2000, 150, 50), "C": (2000, 200, 100)}
ALL = ward_choice({"A": 60.0, "B": 10.0, "C": 30.0}, COUNTS)


def test_each_axis_says_whose_ward_it_means() -> None:
    title = words.deprivation_title(ALL)
    assert title[0].startswith("Up: ward of the school, EHC plan")
    assert "Across: ward of the child's home, IDACI 2025" in title
    assert "They are not the same children: no cause" in words.deprivation_key(ALL)


def test_each_ward_is_a_point_with_its_interval_and_there_is_no_line() -> None:
    frame, settings = drawing.deprivation(ALL)
    dots = frame[frame["mark"] == "dot"]
    assert sorted(zip(dots.x, dots.y, strict=True)) == [
        (10.0, 2.5),
        (30.0, 5.0),
        (60.0, 5.0),
    ]
    assert len(frame[frame["mark"] == "interval"]) == 3
    assert "line" not in set(frame["mark"])
    assert settings["right"] >= 60


def test_every_name_that_is_drawn_lies_in_the_picture_and_on_no_other() -> None:
    frame, _ = drawing.deprivation(ALL)
    named = frame[frame["mark"] == charts.WIDE]
    assert sorted(named.text) == ["Ashe", "Birch", "Cedar"]
    # The ward furthest right has its name at its left.
    assert list(named[named.text == "Ashe"].role) == ["left"] or frame.x.max() < 65


def test_a_hidden_ward_has_no_point_and_a_row_in_words() -> None:
    few = ward_choice({"A": 60.0, "B": 10.0, "C": 30.0}, {**COUNTS, "A": (2000, 100, 3)})
    frame, _ = drawing.deprivation(few)
    assert 60.0 not in set(frame.x)
    table = tables.deprivation_table(few)
    row = table[table["Ward"] == "Ashe"].iloc[0]
    assert (row["Per cent"], row[tables.LIVE_THERE]) == ("Hidden (small number)", "60.0%")


def test_the_finding_counts_and_claims_no_cause() -> None:
    assert words.deprivation_finding(ALL) == (
        "EHC plan: 2 of the 2 wards with most income deprivation of children lie above Ashe's 4.2%"
    )


def test_without_deprivation_the_view_is_not_offered() -> None:
    known = ward_choice({"A": 60.0, "B": 10.0}, COUNTS)
    assert views.DEPRIVATION not in views.offered(known)
    assert views.DEPRIVATION in views.offered(ALL)


def test_the_source_names_the_file_and_its_publisher() -> None:
    assert words.deprivation_source(ALL) == "Income deprivation: f, MHCLG."


def test_the_form_is_wide_enough_for_its_words() -> None:
    frame_settings = drawing.deprivation(ALL)[1]
    assert for_file(charts.deprivation_chart.specification(frame_settings, title=["T"]), 700)
