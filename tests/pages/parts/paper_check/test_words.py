"""What is said of a figure: neutral, English, and with no number but the paper's and the published.

Every verdict is put into words for the ledger and for many figures typed or drawn at random.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries
from etl.database import releases
from pages.parts.figures.database import indicators
from pages.parts.paper_check import ledger
from pages.parts.paper_check.records import Judged, Quoted, Verdict
from pages.parts.paper_check.rounding import same
from pages.parts.paper_check.verdict import judge, judged
from pages.parts.paper_check.vocabulary import vocabulary
from pages.parts.paper_check.words import printed
from tests.pages.test_grammar import ALLOWED, WRONG

# They judge people, or guess at what they meant.
JUDGING = (
    r"wrong|mistake|mistaken|error|mislead|misled|misreport|misstat|false|fail|hid(?:es?|ing)?\b|"
    r"conceal|exaggerat|inflat|understat|overstat|distort|manipulat|incorrect|inaccura|careless|"
    r"sloppy|poor(?:ly)?\b|bad(?:ly)?\b|worse|blame|lie[sd]?\b(?! between)|dishonest|spin\b|"
    r"claim|admit|should have|ought|unfortunately|only just|correct\b"
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PLACES = ("E08000009", "E92000001", "E08000003", "E06000053", "E09000001", "E12000002", None)
UNITS = (
    *("count", "percent", "percent change", "per 10,000", "FTE"),
    *("cases per FTE", "weeks", "pounds", ""),
)
MEASURES = ("", "no such measure", *(one.name for one in vocabulary().measures))


@pytest.fixture(scope="module")
def data(snapshot_data: Path) -> Iterator[None]:
    with queries.one_database(releases.current(snapshot_data)):
        yield


@pytest.fixture(scope="module")
def every(data: None) -> list[Judged]:
    """The ledger, and each measure of another council at five kinds of period."""
    found = [one for paper in ledger.ledgers("358") for one in paper.judged]
    for measure in vocabulary().measures:
        for unit in measure.units:
            for start, end in (
                (None, None),
                (None, date(2022, 3, 31)),
                (date(2022, 1, 1), date(2022, 12, 31)),
                (date(2022, 1, 1), date(2022, 6, 30)),
                (date(2020, 1, 1), date(2022, 12, 31)),
            ):
                found.append(
                    judge(
                        _figure(measure.name, PLACES[2], unit, start, end, 12.5),
                        meeting=date(2023, 7, 25),
                    )
                )
    return found


def _figure(
    measure: str,
    place: str | None,
    unit: str,
    start: date | None,
    end: date | None,
    value: float,
    decimals: int = 1,
) -> Quoted:
    return Quoted(
        quote_id="q",
        line=1,
        page=None,
        section="",
        quote="",
        measure=measure,
        area="Trafford",
        area_code=place,
        period=end.isoformat() if end else "",
        period_start=start,
        period_end=end,
        value=value,
        unit=unit,
        decimals=decimals,
        stated=end is not None,
    )


def test_nobody_is_judged(every: list[Judged]) -> None:
    judging = re.compile(rf"\b(?:{JUDGING})", re.IGNORECASE)
    symbols = re.compile(r"Hidden \(small number\)|Not published \(poor quality\)")
    for one in every:
        for text in (one.sentence, one.question, one.inside):
            assert not judging.search(symbols.sub("", text)), text


def test_every_sentence_is_english(every: list[Judged]) -> None:
    assert {one.verdict for one in every} >= set(Verdict) - {Verdict.EARLIER}
    for one in every:
        for text in (one.sentence, one.question, one.inside):
            assert not text or text[0].isupper() or text[0].isdigit()
            assert not text or text.endswith((".", "?")), text
            for what, pattern in WRONG.items():
                found = re.search(pattern, ALLOWED.sub("", text))
                assert not found, f"{what}: {text}"
        assert one.question.endswith("?") or one.verdict in (
            Verdict.MATCHES,
            Verdict.NOT_PUBLISHED,
        )


def test_a_figure_that_matches_asks_nothing(every: list[Judged]) -> None:
    for one in every:
        assert bool(one.question) != (one.verdict == Verdict.MATCHES) or not one.quoted.measure


def _numbers(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in NUMBER.findall(text)]


def test_the_numbers_are_the_papers_and_the_published(every: list[Judged]) -> None:
    """Of what matches and differs, every number of the sentence is found again in the data."""
    told = 0
    for one in every:
        if one.verdict not in (Verdict.MATCHES, Verdict.DIFFERS) or one.nearest is None:
            continue
        assert one.nearest.value is not None
        known = [abs(one.quoted.value), abs(one.difference or 0.0), 0.0]
        known += [published.value or 0.0 for published in (one.nearest, *one.others)]
        sentence = re.sub(r"\([^)]*\)", "", one.sentence)
        said = sentence.split(" What the release")[0].split(" It came out")[0]
        said = re.sub(rf" for {re.escape(one.quoted.period)}", "", said, count=1)
        said = re.sub(r"\b\d{1,2} (?=[A-Z])|(?<= )(?:19|20)\d\d\b(?!%)", "", said)
        said = re.sub(r"about \d+ months? apart|of \d+ councils|per 10,000", "", said)
        for number in _numbers(said):
            assert any(abs(number - abs(value)) <= 0.05001 for value in known), (number, sentence)
            told += 1
    assert told > 50


FIGURES = st.builds(
    Quoted,
    quote_id=st.just("q"),
    line=st.integers(0, 3),
    page=st.none(),
    section=st.just(""),
    quote=st.text(max_size=40),
    measure=st.sampled_from(MEASURES),
    area=st.sampled_from(["Trafford", "England", "Harbour ward", "metropolitan boroughs", ""]),
    area_code=st.sampled_from(PLACES),
    period=st.text(max_size=20),
    period_start=st.none() | st.dates(),
    period_end=st.none() | st.dates(),
    value=st.floats(allow_nan=True, allow_infinity=True),
    unit=st.sampled_from(UNITS),
    decimals=st.integers(-6, 12),
    high=st.none() | st.floats(allow_nan=True, allow_infinity=True),
    about=st.booleans(),
    stated=st.booleans(),
)
MEETINGS = st.none() | st.dates()


@given(st.lists(FIGURES, max_size=5), MEETINGS)
def test_whatever_a_paper_prints_has_a_verdict_and_a_sentence(
    data: None, figures: list[Quoted], meeting: date | None
) -> None:
    found = judged(figures, meeting)
    assert [one.quoted for one in found] == figures
    for one in found:
        assert isinstance(one.verdict, Verdict)
        assert one.sentence.startswith("The paper prints ")
        if one.verdict == Verdict.MATCHES:
            assert one.nearest is not None and one.nearest.value is not None
            assert one.nearest.status == "ok"


@pytest.fixture(scope="module")
def cells(snapshot_data: Path) -> list[tuple]:
    """Some 400 published figures of every council, region and measure that papers quote."""
    wanted = sorted({name for one in vocabulary().measures for name in one.indicators[:1]})
    with queries.connect(releases.current(snapshot_data)) as con:
        return con.execute(
            "select indicator_id, area_code, period_start, period_end, value, status "
            "from figure where breakdown_topic is null and list_contains($wanted, indicator_id) "
            "order by hash(indicator_id || area_code || period_end::varchar) limit 400",
            {"wanted": wanted},
        ).fetchall()


def test_every_published_figure_matches_itself_and_none_further_away(
    data: None, cells: list[tuple]
) -> None:
    by_indicator = {one.indicators[0]: one.name for one in vocabulary().measures if one.indicators}
    matched = withheld = 0
    for indicator, place, start, end, value, status in cells:
        known = indicators()[indicator]
        begins = start if known.timing == "flow" else None
        decimals = 0 if known.unit == "count" else 1
        printed = 5.0 if value is None else round(value, decimals)
        measure = by_indicator[indicator]
        figure = _figure(measure, place, known.unit, begins, end, printed, decimals)
        one = judge(figure)
        if status != "ok":
            assert one.verdict != Verdict.MATCHES
            withheld += 1
            continue
        matched += one.verdict == Verdict.MATCHES
        moved = judge(_figure(figure.measure, place, known.unit, begins, end,
                              figure.value * 1.5 + 7, decimals))  # fmt: skip
        if moved.verdict == Verdict.MATCHES:
            assert moved.nearest is not None and moved.nearest.value is not None
            assert same(moved.quoted, moved.nearest.value, moved.nearest.decimals)
            assert moved.nearest.indicator_id != indicator
    published = sum(status == "ok" for *_, status in cells)
    assert withheld > 10
    # The few others carry a note that they are not to be compared.
    assert matched >= published - 5


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "words"),
    [
        (2.165, 3, "GBP million", "£2.165m"),
        (3_200_000, 0, "pounds", "£3,200,000"),
        (38, 0, "percent", "38%"),
    ],
)
def test_a_figure_is_printed_in_its_unit(
    value: float, decimals: int, unit: str, words: str
) -> None:
    assert printed(_figure("plans", None, unit, None, None, value, decimals)) == words
