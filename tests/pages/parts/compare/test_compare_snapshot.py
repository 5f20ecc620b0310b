"""Fairness, proved by brute force: core indicators and years of the embedded figures.

What may be said is worked out here again, in plain loops over the rows of the database and with
the textbook formulas, and not with `analysis` or with the code of the page. Measures and councils
are some, drawn by LINE_OF_SIGHT_SEED; LINE_OF_SIGHT_CASES says of how many councils ranks and
neighbours are worked out, LINE_OF_SIGHT_EVERY has every measure, and `make audit` has them all.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.audit import kinds, world
from bench.audit.audited import Audited
from bench.audit.auditing import choices_of
from bench.audit.oracle import printed
from bench.audit.world import MODELS
from pages.parts.compare import neighbours as compare_neighbours
from pages.parts.compare.choice import Asked, Compared, comparison
from pages.parts.compare.tabs import TABS
from pages.parts.compare.words import finding
from pages.parts.figures.councils import Choice, Council, councils, groups
from pages.parts.figures.view import view
from pages.parts.measure import words
from tests.pages.few import Share, as_if_of_many
from tests.some import SEED, some

Measures = dict[str, Audited]
COUNCILS = int(os.environ.get("LINE_OF_SIGHT_CASES", "40"))
MEASURES = 20
USUAL = "ehcp_20wk_ex_pc"


@pytest.fixture(scope="module")
def every_measure(database: duckdb.DuckDBPyConnection) -> Measures:
    """Every measure by which councils are compared, as the audit works it out."""
    rows = world.read(database)
    return {
        code: Audited(world=rows, measure=measure, choices=())
        for code, measure in rows.measures.items()
        if measure.compared
    }


@pytest.fixture(scope="module")
def measures(every_measure: Measures) -> Measures:
    """Some of them, and one that is always looked at: the ranks of a measure take seconds."""
    assert len(every_measure) == 43
    drawn = some(every_measure, MEASURES)
    return {code: every_measure[code] for code in dict.fromkeys((USUAL, *drawn))}


def worked_out(measures: Measures, kind: kinds.Kind) -> Counter[str]:
    """How often each thing was worked out again, for councils drawn by lot; nothing may differ."""
    tally, faults = Counter[str](), []
    every = choices_of([])
    drawn = random.Random(SEED).sample(every, min(COUNCILS, len(every)))
    for audited in measures.values():
        for checked in kind(replace(audited, choices=drawn)):
            tally[checked.what] += 1
            faults += [checked.sentence] if checked.differs else []
    print(f"{len(measures)} measures; {dict(tally)}")
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    return tally


def test_the_figures_of_neighbours_and_their_warnings(measures: Measures, app_data: Path) -> None:
    tally = worked_out(measures, kinds.neighbours)
    assert min(tally.values()) > 6 * len(measures) * min(COUNCILS, 150)


def test_ranks_their_ranges_and_their_absence(measures: Measures, app_data: Path) -> None:
    tally = worked_out(measures, kinds.ranks)
    assert tally[kinds.RANK] > 6 * len(measures) * min(COUNCILS, 150)


NUM = r"\N{MINUS SIGN}?\d[\d,]*(?:\.\d+)?"
NUMBER = re.compile(NUM)
REPORTING = r"(?P<reporting>\d+) of (?P<applies>\d+) councils have a figure"
QUARTERS = "(?:lowest|highest) quarter|middle half|(?:most|least) favourable quarter"


def form(text: str) -> re.Pattern[str]:
    """A sentence form: [name] is a number of the measure with its sign, [#name] a whole one."""
    text = re.sub(r"\[#(\w+)\]", r"(?P<\1>\\d+|none)", text)
    return re.compile(re.sub(r"\[(\w+)\]", lambda m: f"(?P<{m[1]}>{NUM})%?", text))


ADDED = {
    "ranking": [
        form(
            r", (?P<joint>joint )?[#rank](?:st|nd|rd|th) of [#of] councils"
            r"(?P<order> \(1st is best\)|, counted from the highest)"
            r"(?:; by chance alone it could be anywhere from [#best](?:st|nd|rd|th) to "
            r"[#worst](?:st|nd|rd|th))?"
        ),
        form(rf"; no rank, as only {REPORTING}"),
    ],
    "distribution": [
        form(
            rf", in the (?P<part>{QUARTERS}) of councils \((?:[low] to [high]|[most] or less|"
            r"above [least](?: before rounding)?)\)"
            r"(?:; chance alone could put it in (?P<open>.+))?"
        ),
        form(rf"; no quarters, as only {REPORTING}"),
    ],
    "map": [
        form(r"; councils range from [lowest] \((?P<at_low>.+)\) to [highest] \((?P<at_high>.+)\)")
    ],
    "table": [
        form(
            r"; of [#others] other councils [#above] (?:is|are) (?P<first>better|higher) by more "
            r"than chance, [#below] (?:is|are) (?P<second>worse|lower) and [#apart] cannot be told "
            r"apart"
        ),
        form(rf"; {REPORTING}"),
    ],
}


class Expected:
    """What each tab may say of one council and measure in the newest year."""

    def __init__(self, audited: Audited, council: str) -> None:
        self.measure, self.end = audited.measure, audited.measure.ends[-1]
        self.part = audited.parts[self.end]
        self.own = world.who_reports(audited.world, self.measure, council)
        self.cell = self.part[self.own]
        self.stands = audited.standings(self.end)[self.own]
        self.series = self.measure.cells.get(self.own, {})
        self.names = {area: row["name"] for area, row in audited.world.areas.items()}
        self.sound = {  # the figures whose counts add up
            area: cell.value
            for area, cell in self.part.items()
            if cell.value is not None
            and (self.measure.code, area, self.end) not in audited.world.doubted
        }
        self.values = [cell.value for cell in self.part.values() if cell.value is not None]

    def sides(self) -> tuple[int, int] | None:
        """How many councils come before and after the council beyond chance, all at once."""
        of, open_to = self.stands[1], self.stands[5]
        return open_to and (open_to[0] - 1, of - open_to[1])

    @property
    def polarity(self) -> str:
        return self.measure.polarity

    def too_few(self) -> dict[str, Any]:
        applies = [cell for cell in self.part.values() if cell.status != "not_applicable"]
        return {"reporting": len(self.values), "applies": len(applies)}

    def ranking(self) -> dict[str, Any]:
        rank, of, tied, _, _, open_to = self.stands
        if rank is None:
            return self.too_few()
        found = {
            "rank": rank,
            "of": of,
            "joint": "joint " if tied else None,
            "order": ", counted from the highest" if self.polarity == "none" else " (1st is best)",
        }
        if open_to and open_to[0] != open_to[1]:
            found |= {"best": open_to[0], "worst": open_to[1]}
        return found

    def distribution(self) -> dict[str, Any]:
        limits = self.stands[3]
        if limits is None:
            return self.too_few()
        low, _, high = limits
        ends = self.cell.ends or (self.cell.value, self.cell.value)
        words = ["lowest quarter", "middle half", "highest quarter"]
        if self.polarity != "none":
            words[0], words[2] = "least favourable quarter", "most favourable quarter"
        if self.polarity == "low":
            words.reverse()
        places = [(v > low) + (v > high) for v in (self.cell.value, *ends) if v is not None]
        others = [f"the {words[i]}" for i in range(places[1], places[2] + 1) if i != places[0]]
        span = [{"most": low}, {"low": low, "high": high}, {"least": high}][places[0]]
        return {"part": words[places[0]], "open": " or ".join(others) or None, **span}

    def map(self) -> dict[str, Any]:
        values = self.sound.values()
        low, high = min(values), max(values)
        return {
            "lowest": low,
            "highest": high,
            "at_low": self.whose(low),
            "at_high": self.whose(high),
        }

    def whose(self, value: float) -> str:
        found = [self.names[area] for area, one in self.sound.items() if one == value]
        if len(found) > 1:
            return f"{len(found)} councils"
        name = found[0].replace("St. ", "St ").replace(" / ", " and ")
        return re.sub(r", (City|County) of", "", name)

    def table(self) -> dict[str, Any]:
        sides = self.sides()
        if sides is None:
            return self.too_few()
        others = len(self.values) - 1
        first, second = ("higher", "lower") if self.polarity == "none" else ("better", "worse")
        return {
            "others": others,
            "above": sides[0],
            "below": sides[1],
            "apart": others - sum(sides),
            "first": first,
            "second": second,
        }

    def shares(self) -> list[tuple[Share, str]]:
        """The shares that a finding may tell, the council's newest first, with its percentage."""
        row = self.measure.row
        if row["unit"] != "percent" or row["multiplier"] is None:
            return []
        before = [cell for end, cell in self.series.items() if end != self.end]
        return [
            (Share(cell.value, cell.x, cell.n), f"{printed(cell.value, row['decimals'])}%")
            for cell in (self.cell, *before)
            if cell.value is not None
        ]

    def faults(self, tab: str, text: str) -> Iterator[str]:
        """What is wrong with the finding of one tab."""
        decimals = self.measure.row["decimals"]
        if self.cell.value is None:
            if (
                ": no figure for " not in text
                or NUMBER.search(text.partition("figure for")[2]) is None
            ):
                yield "a missing figure has another form"
            return
        said = self.shares()
        due = said[0][0].due(said[0][1]) if said else None
        if due and due not in text:
            yield f"it should say {due}"
        rest = as_if_of_many(text, said).partition(": ")[2]
        value = NUMBER.match(rest)
        if value is None or value[0] != printed(self.cell.value, decimals):
            yield f"the figure is {value and value[0]}, not {self.cell.value}"
        expected = {key: one for key, one in getattr(self, tab)().items() if one is not None}
        for one in ADDED[tab]:
            for start in [place.start() for place in re.finditer(r"[,;]|$", rest)]:
                found = one.fullmatch(rest, start)
                told = found and {k: v for k, v in found.groupdict().items() if v}
                told = told and {k: "0" if v == "none" else v for k, v in told.items()}
                if told is not None and told == {
                    key: due
                    if isinstance(due, str)
                    else printed(due, decimals * (key not in WHOLE))
                    for key, due in expected.items()
                }:
                    return
        yield f"it should say {expected}"


WHOLE = {"rank", "of", "best", "worst", "reporting", "applies", "others", "above", "below", "apart"}
SOME = ["201", "420", "857", "940", "314", "318", "207", "213", "838", "839", "942", "358", "801"]


def asked(audited: Audited, tab: str, choice: Choice) -> Asked:
    return Asked(
        choice=choice,
        indicator_id=audited.code,
        named=(),
        first=audited.measure.ends[0],
        last=audited.measure.ends[-1],
        tab=tab,
    )


def choice_of(council: Council) -> Choice:
    return Choice(council=council, group=groups(council)[-1])


def some_choices() -> list[Choice]:
    """Councils with something odd, and every twelfth, of which some are drawn by lot."""
    every = sorted(councils(), key=lambda council: council.la_code)
    wanted = some([one for one in every if one.la_code in SOME], 6) + some(every[::12], 4)
    return [choice_of(one) for one in dict.fromkeys(wanted)]


@cache
def newest(code: str, choice: Choice, ends: tuple[date, ...]) -> Compared:
    """What Compare has of a council and a measure over all of its years: the same on every tab."""
    return comparison(
        Asked(
            choice=choice,
            indicator_id=code,
            named=(),
            first=ends[0],
            last=ends[-1],
            tab="trend",
        )
    )


def test_every_finding_says_only_what_the_figures_say(measures: Measures, app_data: Path) -> None:
    faults, tally = [], Counter[str]()
    for choice in some_choices():
        for code, audited in measures.items():
            expected = Expected(audited, choice.council.area_code)
            compared = newest(code, choice, tuple(audited.measure.ends))
            for tab in ADDED:
                told = finding(compared, TABS[tab].adds)
                tally[tab] += 1
                where = f"{code} {choice.council.name} {tab}"
                faults += [
                    f"{where}: {fault}: {told.text}" for fault in expected.faults(tab, told.text)
                ]
                shown = {fact.shown for fact in told.numbers}
                if not shown <= set(NUMBER.findall(told.text)):
                    faults.append(f"{where}: a fact is not printed: {told}")
    print(dict(tally))
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert tally.total() == len(some_choices()) * len(measures) * len(ADDED)


def test_compare_and_the_page_of_a_measure_have_one_headline(
    measures: Measures, app_data: Path
) -> None:
    """The two told opposite stories in 237 of 1,116 cases: one of the year before, one of 2022."""
    faults, tally = [], Counter[str]()
    for choice in some_choices():
        for code, audited in measures.items():
            seen = view(code, choice)
            compared = newest(code, choice, tuple(audited.measure.ends))
            if seen.latest is None or seen.latest.end != compared.last or seen.joint:
                continue
            own, there = words.finding(seen).text, finding(compared, TABS["trend"].adds).text
            tally["rise" if " a rise " in own else "fall" if " a fall " in own else "other"] += 1
            if own != there:
                faults.append(f"{code} {choice.council.name}: {own} | {there}")
    print(dict(tally))
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert min(tally.values()) > 0
    assert tally.total() > len(some_choices()) * len(measures) // 2


@pytest.mark.parametrize(
    ("tab", "right", "wrong"),
    [
        ("ranking", "74th", "75th"),
        ("ranking", "55th to 93rd", "55th to 94th"),
        ("distribution", "middle half", "most favourable quarter"),
        ("distribution", "79.4%", "79.5%"),
        ("map", "Devon", "Dorset"),
        ("table", "54 are better", "54 are worse"),
    ],
)
def test_a_wrong_finding_is_caught(
    tab: str, right: str, wrong: str, measures: Measures, app_data: Path
) -> None:
    trafford = choice_of(next(one for one in councils() if one.la_code == "358"))
    audited = measures[USUAL]
    expected = Expected(audited, trafford.council.area_code)
    compared = comparison(asked(audited, tab, trafford))
    told = finding(compared, TABS[tab].adds).text
    assert right in told
    assert not list(expected.faults(tab, told))
    assert list(expected.faults(tab, told.replace(right, wrong)))


def test_the_warning_names_every_figure_and_what_it_means(
    measures: Measures, app_data: Path
) -> None:
    warned = 0
    for choice in some_choices():
        for code, audited in measures.items():
            compared = newest(code, choice, tuple(audited.measure.ends))
            area, end, measure = choice.council.area_code, compared.last, audited.measure
            every = {model: audited.near(area, end, model) for model in MODELS}
            near = {model: one for model, one in every.items() if one.of}
            due = world.verdicts(measure, audited.parts[end][compared.own], near)
            told = compare_neighbours.warning(compared)
            assert bool(told) == (len(set(due.values())) > 1)
            warned += bool(told)
            for (model, rule), verdict in due.items() if told else ():
                value = printed(getattr(near[model], rule), measure.row["decimals"])
                sentence = next(one for one in told.split("; ") if f"({rule}, {model})" in one)
                assert re.search(rf"\b{re.escape(value)}%? \({rule}, {model}\)", sentence)
                word = {"similar": "cannot be told apart"}.get(verdict, verdict)
                if measure.row["polarity"] != "none" and verdict != "similar":
                    better = (verdict == "higher") == (measure.row["polarity"] == "high")
                    word = "better" if better else "worse"
                assert word in sentence
            cells = compare_neighbours.figures(compared).set_index("Neighbours")
            for model, one in near.items():
                row = cells.loc[f"{model} model"]
                assert row["With a figure"] == f"{one.n} of {one.of}"
                if one.mean is None:
                    assert set(row[["Mean", "Median", "Pooled"]]) == {"No figure"}
                else:
                    assert row["Mean"].startswith(printed(one.mean, measure.row["decimals"]))
            words = " ".join(compare_neighbours.missing(compared))
            assert all(name in words for one in near.values() for name, _ in one.missing)
    assert warned > len(some_choices())
