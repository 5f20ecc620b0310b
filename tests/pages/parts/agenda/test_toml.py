"""An agenda as a file: what is written is read again, and what is no agenda is refused plainly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.agenda import toml
from pages.parts.agenda.records import Agenda, Item, of_view
from pages.parts.agenda.toml import NotAnAgenda
from pages.parts.language.safe import printable

DAY = date(2026, 11, 28)
HEAD = 'title = "Autumn"\ncouncil = "trafford"\nasof = 2026-11-28\n'
ITEM = '[[item]]\npage = "ehc_plans"\n'


def one_line(most: int) -> st.SearchStrategy[str]:
    return st.text(max_size=most).map(lambda text: " ".join(printable(text).split()))


TEXTS = st.text(max_size=60).map(printable)
WORDS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True).filter(lambda key: key != "council"),
    TEXTS,
    max_size=3,
)
ITEMS = st.builds(
    Item,
    page=st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True),
    council=st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True),
    measure=one_line(30),
    selection=WORDS,
    title=one_line(60),
    note=TEXTS,
    question=TEXTS,
)
AGENDAS = st.builds(
    Agenda,
    title=one_line(60).map(lambda text: text or "Agenda"),
    council=st.just("trafford"),
    asof=st.dates(min_value=date(2015, 1, 1)),
    items=st.lists(ITEMS, max_size=3).map(tuple),
)


@given(AGENDAS)
def test_what_is_written_is_read_again(agenda: Agenda) -> None:
    assert toml.read(toml.write(agenda)) == agenda


@given(st.text())
def test_no_text_of_a_speaker_breaks_a_file(text: str) -> None:
    item = Item(page="wards", council="trafford", note=text)
    agenda = Agenda(title="Autumn", council="trafford", asof=DAY, items=(item,))
    assert toml.read(toml.write(agenda)).items[0].note == printable(text)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_other_bytes_are_read_or_refused_and_never_fail(content: bytes) -> None:
    refused = refusal(content)
    assert refused == "" or ("expected" in refused and refused.endswith("."))


def refusal(content: bytes) -> str:
    try:
        toml.read(content, DAY)
    except NotAnAgenda as problem:
        return str(problem)
    return ""


def test_a_file_written_by_hand_needs_few_words() -> None:
    agenda = toml.read(b'title = "A"\ncouncil = "trafford"\n[[item]]\npage = "wards"\n', DAY)
    assert agenda.asof == DAY
    assert agenda.items == (Item(page="wards", council="trafford"),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "The file: expected an agenda in TOML, found: "),
        (
            'council = "trafford"\nasof = 2026-11-28',
            "The agenda, title: expected a text, found noth",
        ),
        (
            HEAD.replace("trafford", "Trafford!"),
            "The agenda, council: expected the word of a counc",
        ),
        (
            HEAD.replace("2026-11-28", '"soon"'),
            "The agenda, asof: expected a day (2026-11-28), found “s",
        ),
        (HEAD.replace("2026-11-28", "2026-11-28T10:00:00"), "The agenda, asof: expected a day"),
        (
            HEAD.replace("2026-", "1926-"),
            "The agenda, asof: expected a day from 1 January 2015, found",
        ),
        (
            HEAD + "item = 3",
            "The agenda, item: expected tables that begin with [[item]], found “3”.",
        ),
        (
            HEAD + "colour = 3",
            "The agenda: expected no field but asof, council, item, title, found “co",
        ),
        (HEAD + ITEM * 41, "The agenda: expected at most 40 items, found 41."),
        (
            HEAD + ITEM + "[[item]]\nnote = 'x'",
            "Item 2, page: expected the name of a page (ehc_plans), f",
        ),
        (
            HEAD + ITEM + 'page_ = "x"',
            "Item 1: expected no field but council, measure, note, page, q",
        ),
        (HEAD + ITEM + "note = 3", "Item 1, note: expected a text, found “3”."),
        (
            HEAD + ITEM + f'question = "{"x" * 501}"',
            "Item 1, question: expected at most 500 letters, fou",
        ),
        (
            HEAD + ITEM + 'selection = ["a"]',
            "Item 1, selection: expected at most 20 words as { show =",
        ),
        (
            HEAD + ITEM + "selection = { show = 1 }",
            "Item 1, selection, show: expected a text of at most",
        ),
        (
            HEAD + ITEM + 'selection = { council = "x" }',
            "Item 1, selection: expected names of choices, s",
        ),
        (HEAD + "x = " + "[" * 5000, "The file: expected an agenda in TOML, found: "),
    ],
)
def test_what_is_no_agenda_is_refused_with_item_and_field(text: str, sentence: str) -> None:
    with pytest.raises(NotAnAgenda) as refused:
        toml.read(text.encode())
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).count(". ") == 0


def test_a_file_that_is_too_long_or_no_text_is_refused() -> None:
    with pytest.raises(NotAnAgenda, match="expected at most 1,000,000 bytes"):
        toml.read(b"#" * 1_000_001)
    with pytest.raises(NotAnAgenda, match="expected text in UTF-8"):
        toml.read(b"title = '\xff'")


def test_an_agenda_that_could_not_be_read_again_is_not_written() -> None:
    item = Item(page="wards", council="trafford", question="x" * 501)
    with pytest.raises(NotAnAgenda, match="Item 1, question"):
        toml.write(Agenda(title="A", council="trafford", asof=DAY, items=(item,)))


def test_a_view_is_chosen_by_words_that_say_neither_whose_nor_of_which_day() -> None:
    words = {"council": "camden", "show": "on-time", "known": "2023-07-25", "present": "1"}
    assert of_view(words) == {"show": "on-time"}


def test_a_text_is_cut_where_a_field_holds_no_more() -> None:
    assert toml.cut("short", 5) == "short"
    assert toml.cut("longer than that", 8) == "longer…"
