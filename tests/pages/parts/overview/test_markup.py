"""At a glance as HTML: every row is there, nothing of the data is taken for markup."""

from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest

from pages.parts.asking.links import Link
from pages.parts.figures.database import indicators
from pages.parts.overview.markup import COLUMNS, markup
from pages.parts.overview.rows import Before, GridRow, Quiet, QuietRow, Row, Screen
from pages.parts.overview.strips import Strip

HOSTILE = '<script>alert("1")</script>&\''


def link(measure: str) -> Link:
    return Link(page="pages/workforce.py", words={"measure": measure})


def row(name: str, **more: object) -> Row:
    usual = Row(
        indicator_id="sw_vacancy_pc",
        topic=f"Topic of {name}",
        period=f"Period of {name}",
        name=name,
        value=f"Value of {name}",
        beside=f"Counts of {name}",
        before=Before(arrow="fell", value=f"Before {name}"),
        strip=None,
        verdict=f"Verdict of {name}",
        among=f"Place of {name}",
        question=f"Question of {name}?",
        sentences=(f"First of {name}.", f"Second of {name}."),
        link=link(name),
        alone=False,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def grid_row(name: str) -> GridRow:
    return GridRow(
        topic=f"Topic of {name}",
        name=name,
        value=f"Value of {name}",
        beside=f"Counts of {name}",
        before=Before(arrow="up", value=""),
        change=f"Change of {name}",
        verdict=f"Verdict of {name}",
        tone="worse",
        place=f"Place of {name}",
        by_value=1.0,
        by_change=None,
        by_place=0.5,
        link=link(name),
    )


def screen(*first: Row, rest: tuple[Row, ...] = (), grid: tuple[GridRow, ...] = ()) -> Screen:
    return Screen(
        council="Here",
        line="compared with nobody",
        group="similar councils",
        role="neighbours",
        first=first,
        rest=rest,
        tested="",
        silent="",
        overdue="",
        quiet=(),
        grid=grid,
    )


def quiet(heading: str, why: str = "", said: str = "7%") -> Quiet:
    rows = [QuietRow(name=f"Measure of {heading}", said=said, link=link(heading))]
    return Quiet(heading=heading, rows={why: rows})


class Reader(HTMLParser):
    """Counts tags, and fails where one is closed that is not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def texts(of: Row | GridRow) -> list[str]:
    fields = [of.topic, of.name, of.value, of.beside, of.verdict]
    if isinstance(of, Row):
        return [*fields, of.period, of.before.value, of.among, of.question, *of.sentences]
    return [*fields, of.change, of.place]


def test_every_word_of_every_row_is_there_and_escaped() -> None:
    rows = [row(f"{HOSTILE} {number}") for number in range(3)]
    every = screen(*rows[:2], rest=(rows[2],), grid=(grid_row(HOSTILE),))
    hostile = replace(
        every, council=HOSTILE, line=HOSTILE, group=HOSTILE, tested=HOSTILE, silent=HOSTILE,
        overdue=HOSTILE, quiet=(quiet(HOSTILE, HOSTILE, HOSTILE),),
    )  # fmt: skip
    text = markup(hostile)
    assert "<script" not in text
    for each in (*hostile.first, *hostile.rest, *hostile.grid):
        for word in texts(each):
            assert escape(word) in text
    read = Reader(text)
    assert not read.open and "script" not in read.tags
    assert "".join(read.said).count(HOSTILE) > 30


def test_a_strip_is_escaped_too(app_data: object) -> None:
    strip = Strip(
        indicator=indicators()["sw_vacancy_pc"],
        name=HOSTILE,
        group=HOSTILE,
        role="neighbours",
        values=(1.0, 2.0),
        council=1.0,
        england=None,
        mean=2.0,
        half=None,
    )
    read = Reader(markup(screen(row("a", strip=strip))))
    assert "script" not in read.tags
    labels = [found["aria-label"] for found in read.attributes if found.get("role") == "img"]
    assert len(labels) == 1 and HOSTILE in (labels[0] or "")


def test_the_first_rows_are_in_sight_and_the_others_one_click_away() -> None:
    text = markup(screen(row("First"), rest=(row("Later"),)))
    shown, _, hidden = text.partition('id="rest" hidden>')
    assert "Value of First" in shown and "Value of Later" in hidden
    assert "All 2 rows" in text
    assert "rows</button>" not in markup(screen(row("First")))


def test_a_row_is_a_row_of_a_table_and_opens_its_sentences() -> None:
    read = Reader(markup(screen(row("a"))))
    heads = [found for found in read.attributes if found.get("role") == "columnheader"]
    assert len(heads) == len(COLUMNS) + 6 and all(head["scope"] == "col" for head in heads)
    button = next(found for found in read.attributes if "data-open" in found)
    assert button["aria-expanded"] == "false"
    assert button["aria-controls"] in [found.get("id") for found in read.attributes]


def test_links_have_real_addresses_and_the_number_of_their_way() -> None:
    every = screen(row("a"), rest=(row("b"),), grid=(grid_row("a"), grid_row("c")))
    read = Reader(markup(every))
    ways = {found["href"]: found["data-go"] for found in read.attributes if "href" in found}
    assert ways == {
        "/workforce?measure=a": "0",
        "/workforce?measure=b": "1",
        "/workforce?measure=c": "2",
    }


@pytest.mark.parametrize(
    ("arrow", "said"),
    [("rose", "rose from"), ("fell", "fell from"), ("up", "was"), ("same", "the same as")],
)
def test_an_arrow_is_said_in_words(arrow: str, said: str) -> None:
    before = Before(arrow=arrow, value="7%")  # type: ignore[arg-type]
    assert f'<span class="said">{said} </span>7%' in markup(screen(row("a", before=before)))


def test_without_rows_that_ask_there_is_the_grid_alone() -> None:
    text = markup(screen(grid=(grid_row("a"),)))
    assert 'class="ask"' not in text and 'class="key"' not in text
    assert 'class="grid"' in text


def test_a_measure_without_a_page_is_no_link() -> None:
    assert "<a " not in markup(screen(row("a", link=None)))


def test_only_what_a_finding_judged_is_tinted() -> None:
    rows = [replace(grid_row(tone), tone=tone) for tone in ("better", "worse", "similar", "none")]
    text = markup(screen(grid=tuple(rows)))  # type: ignore[arg-type]
    assert text.count('<tr role="row" class="better">') == 1
    assert text.count('<tr role="row" class="worse">') == 1
    assert 'class="similar"' not in text and 'class="none"' not in text


def test_what_is_late_and_what_is_quiet_stand_below_the_rows() -> None:
    told = replace(
        screen(row("a")), tested="1 of 4 tests.", silent="Workforce: nothing.", overdue="Were due."
    )
    text = markup(told)
    places = [text.index(said) for said in ("Value of a", "1 of 4", "Workforce:", "Were due.")]
    assert places == sorted(places)


def test_what_asks_nothing_stands_under_its_heading_with_its_reason() -> None:
    two = (quiet("Not tested", "Of few."), quiet("No figure", said=""))
    text = markup(replace(screen(row("a")), quiet=two))
    assert '<details class="quiet"><summary>Not tested: 1</summary><p>Of few.</p><ul>' in text
    assert '<details class="quiet"><summary>No figure: 1</summary><ul>' in text
    assert "Measure of Not tested</a>: 7%</li>" in text and "Measure of No figure</a></li>" in text


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_line_of_words_parts_what_is_told_by_its_own_test_alone(at: int) -> None:
    """Once, before the first such row, wherever the first screen ends."""
    rows = [row("told"), row("one", alone=True), row("other", alone=True)]
    text = markup(screen(*rows[:at], rest=tuple(rows[at:])))
    assert text.count('class="divider"') == 1
    places = [text.index(said) for said in ("Value of told", "divider", "Value of one")]
    assert places == sorted(places)
