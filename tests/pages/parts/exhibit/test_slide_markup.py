"""A slide as HTML: everything it says, nothing it was not given, in sizes for the last row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from pages.parts.exhibit import slide_markup as markup
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.figures.councils import Choice
from pages.parts.measure import exhibits
from tests.pages.exhibits import of_ages, of_wards

CODE = '<svg viewBox="0 0 1 1"></svg>'
ADDRESS = "https://figures.example.gov.uk/ehc_plans?show=on-time&asof=2026-11-28"

Choose = Callable[..., Choice]


@pytest.fixture
def measured(choose: Choose) -> Exhibit:
    made = exhibits.exhibit("ehcp_20wk_ex_pc", choose())
    assert made is not None
    return made


def deck(*slides: Slide, frozen: str = "Figures as held on 28 November 2026.") -> Deck:
    return Deck(title="T", place="Trafford", asof=date(2026, 11, 28), frozen=frozen, slides=slides)


def test_a_slide_says_all_that_belongs_to_its_finding(measured: Exhibit) -> None:
    made = Slide(
        exhibit=replace(measured, warning="Take care."),
        chart=measured.charts[0],
        page="ehc_plans",
        address=ADDRESS,
        note="Say it slowly.",
        question="Why then?",
    )
    text = markup.articles(deck(made), [CODE])
    assert text.count("<article") == text.count('role="img" aria-label="Line chart') == 1
    for said in (
        "Take care.",
        "Trafford · 2014 to 2024",
        measured.source,
        measured.charts[0].legend.replace("'", "&#x27;"),
        "Figures as held on 28 November 2026.",
        "Say it slowly.",
        "Why then?",
        ADDRESS.replace("&", "&amp;"),
        CODE,
        '<th scope="col">Period</th>',
        '<th scope="row">2024</th><td>53.4%</td>',
    ):
        assert said in text, said


def test_what_a_slide_was_not_given_it_does_not_mention(measured: Exhibit) -> None:
    text = markup.articles(deck(Slide(exhibit=measured, chart=None, page=""), frozen=""))
    for absent in (
        'class="code"',
        'class="lead"',
        'class="notes"',
        "<svg",
        "<details",
        'class="frozen"',
    ):
        assert absent not in text
    assert "<table>" in text  # a finding without a chart shows its table


def test_no_cell_of_a_table_is_cut_short(measured: Exhibit) -> None:
    long = "x" * 200 + " <b>end</b>"
    frame = pd.DataFrame({"Name": ["one"], "Words": [long]})
    (slide,) = markup.slides_of(replace(measured, charts=(), tables=(("", frame),)))
    assert "x" * 200 + " &lt;b&gt;end&lt;/b&gt;" in slide["tables"]


def test_where_each_chart_has_a_table_a_slide_has_the_one_of_its_own(choose: Choose) -> None:
    ages = next(of_ages(choose()))
    newer, older = markup.slides_of(ages)
    assert "<caption>January 2025" in newer["tables"] and "January 2024" not in newer["tables"]
    assert "<caption>January 2024" in older["tables"]


def test_two_drawings_share_no_name(choose: Choose) -> None:
    wards = next(of_wards(choose()))
    slide = Slide(exhibit=wards, chart=wards.charts[0], page="")
    text = markup.articles(deck(slide, slide))
    assert 'id="s0-' in text and 'id="s1-' in text and "url(#s1-" in text


def test_colours_follow_the_theme_but_for_shades_that_mean_a_place(choose: Choose) -> None:
    wards = next(of_wards(choose()))
    (slide,) = markup.slides_of(wards)
    assert "#12436D" in slide["chart"] and "var(--los-ink)" in slide["chart"]
    assert not [stand_in for stand_in in markup.STAND_INS.values() if stand_in in slide["chart"]]


def test_the_more_a_slide_says_the_lower_is_its_chart(measured: Exhibit) -> None:
    """So that the chart is as wide as the slide, and its words as large as they can be."""
    chart = measured.charts[0]

    def height(warning: str) -> float:
        said = replace(measured, warning=warning)
        text = markup.articles(deck(Slide(exhibit=said, chart=chart, page="")))
        return float(text.split('viewBox="0 0 620 ')[1].split('"')[0])

    assert markup.LOWEST <= height("x" * 400) < height("x" * 130) < height("") <= markup.HIGHEST


def test_sizes_are_what_sight_reads_at_ten_metres() -> None:
    """Minutes of arc of a capital: 5 is the limit of good sight, 10 of what may drive a car."""
    assert round(markup.arc_minutes(26), 1) == 10.0
    assert round(markup.arc_minutes(markup.FINDING), 1) == 14.6
    assert round(markup.arc_minutes(markup.LABEL), 1) == 9.2
    assert round(markup.arc_minutes(markup.SOURCE), 1) == 6.9
    assert min(size for _, size in markup.SIZES.values()) >= markup.FINDING
