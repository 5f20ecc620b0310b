"""Papers of three lines, and what is found in them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.paper_check.find import MOST_WORDS, Found, Reader, found_with, sentences
from pages.parts.paper_check.places import ENGLAND, Place, Places
from pages.parts.paper_check.reading import read_text
from pages.parts.paper_check.records import Line, Paper, Quoted
from pages.parts.paper_check.vocabulary import vocabulary

OWN = Place(name="Port Example", code="E99000001")
OF_ENGLAND = Place(name="England", code=ENGLAND)
NEIGHBOURS = Place(name="statistical neighbours")
REGION = Place(name="North Coast", code="E12999999")
WARD = Place(name="Harbour-St Anne ward")
NAMES = (
    ("Port Example", OWN),
    ("our", OWN),
    ("we", OWN),
    ("England", OF_ENGLAND),
    ("national", OF_ENGLAND),
    ("nationally", OF_ENGLAND),
    ("statistical neighbours", NEIGHBOURS),
    ("our statistical neighbours", NEIGHBOURS),
    ("North Coast", REGION),
    ("Harbour-St Anne", WARD),
)
READER = Reader(words=vocabulary(), places=Places(OWN, NAMES), day=date(2023, 7, 25))


def found(*lines: str) -> Found:
    """What is found in a paper of these lines, before a meeting on 25 July 2023."""
    return found_with(read_text("\n".join(lines), title="A paper"), READER)


def every(*lines: str) -> list[Quoted]:
    both = found(*lines)
    return sorted((*both.figures, *both.unrecognised), key=lambda q: q.quote_id)


def told(*lines: str) -> list[tuple[float, str, str]]:
    """Value, unit and measure of each figure that is recognised."""
    return [(q.value, q.unit, q.measure) for q in found(*lines).figures]


def test_the_nearest_measure_of_a_sentence_is_that_of_its_number() -> None:
    assert told("Turnover is 16.8%, agency staff are 22.1% and the vacancy rate is 19%.") == [
        (16.8, "percent", "turnover"),
        (22.1, "percent", "agency workers"),
        (19.0, "percent", "vacancies"),
    ]


def test_up_from_goes_on_with_the_measure_and_is_no_change() -> None:
    first, second = found("The re-referral rate was 38%, up from 34% in 2021/22.").figures
    assert (first.value, first.unit, first.measure) == (38, "percent", "repeat referrals")
    assert (second.value, second.unit, second.measure) == (34, "percent", "repeat referrals")
    assert (first.period, second.period) == ("", "2021/22")
    assert (second.period_start, second.period_end) == (date(2021, 4, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    "line",
    [
        "CP plans rose from 176 to 202.",
        "CP plans rose to 202, compared to 176 a year before.",
        "There were 202 CP plans rather than 176.",
        "CP plans are now standing at 202 which is an increase from 176 in quarter 1.",
    ],
)
def test_two_numbers_of_one_saying_have_one_measure(line: str) -> None:
    figures = found(line).figures
    assert sorted(q.value for q in figures) == [176, 202]
    assert {(q.measure, q.unit) for q in figures} == {("child protection plans", "count")}


def test_a_measure_goes_on_into_the_next_sentence_and_no_further() -> None:
    line = "The share of pupils with an EHC plan ranges widely. It is 2.5% to 5.3%."
    assert {q.measure for q in found(line).unrecognised} == {""}
    line = (
        "Pupils with an EHC plan were 4.3%. Port Example has a value of 4.2%. It rained. We saw 9%."
    )
    assert [q.measure for q in every(line)] == ["pupils with a plan", "pupils with a plan", ""]


def test_two_places_of_one_sentence_have_each_their_number() -> None:
    line = (
        "Our vacancy rate is 12.5% compared with 18.9% nationally and 15.3% for our statistical"
        " neighbours."
    )
    assert [(q.value, q.area) for q in found(line).figures] == [
        (12.5, "Port Example"),
        (18.9, "England"),
        (15.3, "statistical neighbours"),
    ]


@pytest.mark.parametrize(
    ("line", "areas"),
    [
        ("Turnover was 16% (England 17%).", ["Port Example", "England"]),
        ("Turnover was 16%, in line with statistical neighbours.", ["Port Example"]),
        ("Turnover was 16%, below England.", ["Port Example"]),
        ("Turnover was above the England average of 17%.", ["England"]),
        ("National statistics show turnover of 17%.", ["England"]),
        ("In North Coast turnover is 15% and ours is 16%.", ["North Coast", "Port Example"]),
    ],
)
def test_a_place_that_is_only_set_beside_takes_no_number(line: str, areas: list[str]) -> None:
    found_areas = [q.area for q in found(line).figures]
    assert found_areas[: len(areas)] == areas[: len(found_areas)]
    assert found_areas[0] == areas[0]


def test_a_ward_speaks_of_all_numbers_of_its_saying() -> None:
    line = "Harbour-St Anne is highest with 16.4% at SEN support and 7.8% having an EHC plan."
    assert [(q.measure, q.area, q.area_code) for q in found(line).figures] == [
        ("pupils at SEN support", "Harbour-St Anne ward", None),
        ("pupils with a plan", "Harbour-St Anne ward", None),
    ]


def test_a_table_has_measures_at_the_left_and_years_above() -> None:
    figures = found(
        "\t2021\t2022\t2023 (end of June)",
        "EHC plans issued\t269\t455\t223",
        "Plans issued within 20 weeks (%)\t71%\t40\t59 %",
    ).figures
    assert [(q.value, q.unit, q.measure, q.period) for q in figures] == [
        (269, "count", "plans issued", "2021"),
        (455, "count", "plans issued", "2022"),
        (223, "count", "plans issued", "2023 (end of June)"),
        (71, "percent", "plans within 20 weeks", "2021"),
        (40, "percent", "plans within 20 weeks", "2022"),
        (59, "percent", "plans within 20 weeks", "2023 (end of June)"),
    ]
    assert (figures[2].period_start, figures[2].period_end) == (date(2023, 1, 1), date(2023, 6, 30))
    assert all(q.stated for q in figures)


def test_a_table_has_years_at_the_left_and_a_count_that_looks_like_a_year() -> None:
    figures = found("YEAR\tNO. OF EHC PLANS", "2019\t2034", "2020\t2258").figures
    assert [(q.value, q.measure, q.period_end) for q in figures] == [
        (2034, "plans", date(2019, 12, 31)),
        (2258, "plans", date(2020, 12, 31)),
    ]


def test_a_column_can_be_of_another_place() -> None:
    figures = found("\tPort Example\tEngland", "Re-referrals (%)\t19\t22.4").figures
    assert [(q.value, q.unit, q.area) for q in figures] == [
        (19, "percent", "Port Example"),
        (22.4, "percent", "England"),
    ]


def test_the_first_heading_of_a_table_says_that_it_holds_percentages() -> None:
    both = found("% received\t2021\t2022", "Education\t69.5\t69", "Parent\t30\t29")
    assert [q.unit for q in both.unrecognised] == ["percent"] * 4


def test_a_rate_is_no_count() -> None:
    line = "The rate of children in need per 10,000 is 331, above the England average of 333."
    assert told(line) == [
        (331, "per 10,000", "children in need"),
        (333, "per 10,000", "children in need"),
    ]
    assert told("There are 1,204 children in need, a rate of 287 per 10,000.") == [
        (1204, "count", "children in need"),
        (287, "per 10,000", "children in need"),
    ]


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("We saw a 12% reduction in EHC plans.", -12, "percent change"),
        ("EHC plans have increased by 9%.", 9, "percent change"),
        ("An increase of 9% in EHC plans.", 9, "percent change"),
        ("Turnover has increased to 23%.", 23, "percent"),
        ("Turnover increased from 23%.", 23, "percent"),
    ],
)
def test_a_change_is_told_from_a_level(line: str, value: float, unit: str) -> None:
    (figure,) = found(line).figures
    assert (figure.value, figure.unit) == (value, unit)


def test_a_change_is_of_its_own_year_and_not_of_the_year_it_is_measured_from() -> None:
    figures = found("We had 1,045 requests for EHC needs assessments in 2023, up 18% on 2022.")
    assert [q.period for q in figures.figures + figures.unrecognised] == ["2023", "2023"]


def test_numbers_and_then_as_many_periods_go_in_step() -> None:
    figures = found("Turnover was 90% & 82% in Dec 21 & Jan 22").figures
    assert [(q.value, q.period_end) for q in figures] == [
        (90, date(2021, 12, 31)),
        (82, date(2022, 1, 31)),
    ]


def test_each_number_of_a_sentence_has_its_own_date() -> None:
    figures = found("We had 2,745 EHC plans in Jan 23 compared to 2,448 in Jan 22.").figures
    assert [(q.value, q.measure, q.period_start, q.period_end) for q in figures] == [
        (2745, "plans", None, date(2023, 1, 31)),
        (2448, "plans", None, date(2022, 1, 31)),
    ]


def test_a_figure_without_a_period_is_of_the_papers_day_only_where_it_speaks_of_now() -> None:
    (now,) = found("CP plans now stand at 202.").figures
    assert (now.period_end, now.stated) == (date(2023, 7, 25), False)
    (some_time,) = found("We had 202 CP plans.").figures
    assert (some_time.period_end, some_time.stated) == (None, False)
    (elsewhere,) = found("The national turnover rate is 17%.").figures
    assert (elsewhere.period_end, elsewhere.stated) == (None, False)


def test_a_measure_far_away_says_nothing() -> None:
    line = (
        "Agency staff and what they mean for families, for schools, for partners and for all who"
        " work with us in every part of town were discussed at length, and 41% of people agreed."
    )
    assert [(q.value, q.unit, q.measure) for q in every(line)] == [(41, "percent", "")]


@pytest.mark.parametrize(
    "line",
    [
        "63% of agency staff have been with us for long.",
        "54 of our children in need live with grandparents.",
        "54 children have been stepped down from a child protection plan.",
        "12 EHC plans were audited.",
    ],
)
def test_a_part_of_a_whole_is_not_the_whole(line: str) -> None:
    (figure,) = every(line)
    assert figure.measure not in ("agency workers", "children in need", "plans")
    assert figure.measure != "child protection plans"


def test_a_number_that_is_a_word_of_a_measure_is_no_figure() -> None:
    assert told("Plans issued within 20 weeks: 61%") == [(61, "percent", "plans within 20 weeks")]
    assert told("86% of assessments were within 45 working days") == [
        (86, "percent", "assessments within 45 days")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Contact us by telephone on 020 7974 1234 before 5pm on 3 March 2024.",
        "See page 12, Appendix 3 and section 4.2.",
        "1.4 EHC Plans",
        "3. Recommendations",
        "The Children Act 1989 and Working Together 2018",
        "Children aged 10 to 15, 16-17 year olds and 0-25 year olds",
        "within the last 2 years",
        "Phase 2 begins after Key Stage 4, in Year 12 and 13",
        "Rated 1 of the best; s47; GP2; M32 0TH; https://example.org/2023/07",
        "24/7 and 1 to 1 and COVID-19",
    ],
)
def test_what_is_no_figure(line: str) -> None:
    assert [q.quote for q in every(line) if q.value != 1] == []


def test_an_unknown_number_is_listed_as_such_and_never_guessed() -> None:
    both = found("The fair was visited by 750 people at 25 stalls.")
    assert both.figures == ()
    assert [(q.value, q.unit, q.measure) for q in both.unrecognised] == [
        (750, "count", ""),
        (25, "count", ""),
    ]


def test_a_count_beside_its_percentage_is_of_the_same_measure() -> None:
    assert told("Of 2,134 referrals, 456 (21.4%) were re-referrals.")[1:] == [
        (456, "count", "repeat referrals"),
        (21.4, "percent", "repeat referrals"),
    ]
    assert told("77% (137/178) lived in the same placement for two years.") == [
        (77, "percent", "placements of two years or more"),
        (137, "count", "placements of two years or more"),
    ]


def test_a_range_keeps_both_ends() -> None:
    (figure,) = found("Our re-referral rate was between 19-21%.").figures
    assert (figure.value, figure.high, figure.unit) == (19, 21, "percent")


def test_about_and_at_least_are_kept() -> None:
    about, more = found("We had c500 referrals.", "We had 420+ referrals.").figures
    assert about.about and more.about


def test_numbers_in_words_count() -> None:
    assert told("Nearly one in five social workers are agency workers.") == [
        (20, "percent", "agency workers")
    ]
    assert told("Ten children are home educated.") == [(10, "count", "home educated children")]


def test_a_long_cell_of_a_table_is_read_as_text() -> None:
    cell = "We will lower the vacancy rate, which stood at 19% in 2022, by the end of this plan."
    (figure,) = found("Task\tWhat", f"1.1\t{cell}").figures
    assert (figure.value, figure.measure, figure.period) == (19, "vacancies", "2022")


def test_sentences_end_at_full_stops_and_not_within_numbers() -> None:
    assert sentences("It was 4.2%. We had e.g. 12 plans. More came.") == [
        "It was 4.2%.",
        "We had e.g. 12 plans.",
        "More came.",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\t\t", "|||", "% % %", "£", "1,,2..3--4", "0/0 of 0"])
def test_nothing_much_is_found_in_nothing(text: str) -> None:
    assert every(text, text) == every(text, text)


SAID = (
    "EHC plans|EHCPs|within 20 weeks|turnover|agency staff|%|38%|2,745|1.5k|c500|420+|3/4|12-14"
    "|Jan 23|2021/22|Quarter 3|(|)|,|.|;|–|from|to|up|of|our|England|nationally|half|one in five"
    "|children|aged 10 to 15|page 4|£2.1m|per 10,000|-1.46%|137 of 178|&|’|“x”|increase|by"
)
WORDS = st.sampled_from(["\t", "|", *SAID.split("|")])
LINES = st.lists(st.lists(WORDS, max_size=25).map(" ".join), max_size=4)
ANY_TEXT = st.lists(st.text(max_size=60), max_size=4)


def stands_in(quote: str, line: str) -> bool:
    return quote in " ".join(line.split())


@given(LINES | ANY_TEXT)
def test_whatever_a_paper_says_each_figure_stands_where_it_is_said(lines: list[str]) -> None:
    paper = read_text("\n".join(lines))
    text = {line.number: line.text for line in paper.lines}
    both = found_with(paper, READER)
    names = {measure.name for measure in READER.words.measures}
    for figure in (*both.figures, *both.unrecognised):
        assert len(figure.quote.split()) <= MOST_WORDS
        assert stands_in(figure.quote, text[figure.line])
        assert figure.measure in names | {""}
        assert figure.period_start is None or figure.period_start <= (figure.period_end or date.max)
    assert len({q.quote_id for q in both.figures + both.unrecognised}) == len(
        both.figures + both.unrecognised
    )


@given(st.integers(min_value=2, max_value=9_999_999), st.sampled_from(["", ","]))
def test_the_value_of_a_figure_stands_in_its_line(value: int, comma: str) -> None:
    printed = f"{value:,}" if comma else str(value)
    figures = every(f"There were {printed} referrals to children's social care.")
    assert [(q.value, q.measure) for q in figures] == [(value, "referrals")]


def test_every_line_of_a_long_paper_is_found() -> None:
    line = (
        "The re-referral rate was 38%, up from 34% in 2021/22, while 202 children were subject to"
        " a child protection plan at 31 March 2022 and agency staff were 22.1% (England 17.6%)."
    )
    paper = Paper(title="", lines=tuple(Line(number=n, text=line) for n in range(1, 200)))

    assert len(found_with(paper, READER).figures) == 5 * len(paper.lines)


@pytest.mark.parametrize(
    "text",
    ["7 from - to - " * 700 + "x 8", "(" * 5_000 + "9", "12,3" * 1_000, "1 " * 2_000],
    ids=["ranges", "brackets", "commas", "numbers"],
)
def test_no_line_makes_a_search_without_end(text: str) -> None:
    assert all(len(one.quote.split()) <= MOST_WORDS for one in every(text))


def test_a_part_of_what_was_counted_has_not_its_measure() -> None:
    assert told("There were 529 requests for assessment in 2022, of which 44 were refused.") == [
        (529.0, "count", "requests for assessment")
    ]
    assert told("We have 1,573 children in need, of whom 200 are on child protection plans.") == [
        (1573.0, "count", "children in need"),
        (200.0, "count", "child protection plans"),
    ]
