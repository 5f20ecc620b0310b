"""A file that is whole and holds wrong figures is refused or told: it never loads in silence.

Beside the damage of test_damage.py, which spoils text, this one keeps every cell readable: places
that exchange their codes, years that are one too high, figures of another size. Each family is
tried on a made-up workforce file of three councils in each region over four years, as an edition
over the right one. `LINE_OF_SIGHT_CASES` says how many variants there are in all (150 by default,
a share of them here), and `-s` prints how many were refused, told or silent.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from etl.database import build
from etl.database.places import LIST
from etl.model import Refusal
from tests.etl.chain import Chain
from tests.etl.writing import ENGLAND, Place, Table, council, region, table

FILE = "csww_indicators_2017_to_2025.csv"
COLUMNS = "inpost_fte vacancy_fte vacancy_rate_fte case_holders_fte cases caseload_fte"
COUNTED = ["inpost_fte", "vacancy_fte", "case_holders_fte", "cases"]
YEARS = ["2022", "2023", "2024", "2025"]
VARIANTS = max(2, int(os.environ.get("LINE_OF_SIGHT_CASES", "150")) // 75)


def places() -> dict[str, list[Place]]:
    """Three councils of today in each region, by the code of the region."""
    with LIST.open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if not row["change"]]
    names = {row["place"]: row["name"] for row in listed if row["level"] == "region"}
    found: dict[str, list[Place]] = {code: [] for code in names}
    for row in listed:
        inside = found.get(row["region_code"], [])
        if row["level"] == "la" and row["region_code"] in names and len(inside) < 3:
            whole = region(row["region_code"], names[row["region_code"]])
            inside.append(council(row["place"], row["ons_code"], row["name"], whole))
    return found


def texts(counts: list[float]) -> list[str]:
    """The cells of a row: the counts, and the rates that they give."""
    inpost, vacant, holders, cases = counts
    rates = 100 * vacant / (vacant + inpost), cases / holders
    cells = [inpost, vacant, round(rates[0], 1), holders, cases, round(rates[1], 1)]
    return [f"{cell:.1f}" if cell % 1 else f"{cell:.0f}" for cell in cells]


def good() -> Table:
    """A file in which councils add to regions and regions to England, with the rates they give."""
    random = Random(1)
    rows = []
    for year in YEARS:
        of_england = [0.0] * 4
        for inside in places().values():
            of_region = [0.0] * 4
            for number, one in enumerate(inside):
                size = 100 * (number + 2) * (1 + int(one["old_la_code"]) % 7 / 7)
                moved = [size * random.uniform(0.92, 1.08) for _ in range(4)]
                parts = [1, 0.2, 0.7, 11]
                counts = [round(part * one) for part, one in zip(parts, moved, strict=True)]
                rows.append((one, year, *texts([float(count) for count in counts])))
                of_region = [a + b for a, b in zip(of_region, counts, strict=True)]
            whole = region(inside[0]["region_code"], inside[0]["region_name"])
            rows.append((whole, year, *texts(of_region)))
            of_england = [a + b for a, b in zip(of_england, of_region, strict=True)]
        rows.append((ENGLAND, year, *texts(of_england)))
    return table(FILE, COLUMNS, *rows)


def column(one: Table, name: str) -> list[str]:
    return [row[one.header.index(name)] for row in one.rows]


def councils(one: Table) -> list[str]:
    return sorted({code for code in column(one, "old_la_code") if code})


def changed(one: Table, change: Callable[[dict[str, str]], dict[str, str]]) -> Table:
    """The table with other cells in some rows."""
    cells = [dict(zip(one.header, row, strict=True)) for row in one.rows]
    rows = [row | change(row) for row in cells]
    return replace(one, rows=tuple(tuple(row[name] for name in one.header) for row in rows))


def times(text: str, factor: float) -> str:
    return f"{float(text) * factor:.6g}"


def exchanged(name: str) -> Callable[[Random, Table], Table]:
    """Two councils take each other's cell of a column."""

    def damage(random: Random, one: Table) -> Table:
        first, second = random.sample(councils(one), 2)
        by_code = dict(zip(column(one, "old_la_code"), column(one, name), strict=True))
        other = {first: by_code[second], second: by_code[first]}
        return changed(
            one, lambda row: {name: other.get(row["old_la_code"], row[name])}
        )  # fmt: skip

    return damage


def one_name(random: Random, one: Table) -> Table:
    """One row bears another council's name, or a new one."""
    number = random.randrange(len(one.rows))
    while not column(one, "la_name")[number]:
        number = random.randrange(len(one.rows))
    name = random.choice(["Trafford Borough", *column(one, "la_name")])
    other = name if name not in ("", column(one, "la_name")[number]) else "Another"
    return one.having(number + 2, "la_name", other)


def other_region(random: Random, one: Table) -> Table:
    code = random.choice(sorted(places()))
    return changed(one, lambda row: {"region_code": "E12000019"} if row["region_code"] == code
                   else {})  # fmt: skip


def later(random: Random, one: Table) -> Table:
    return changed(one, lambda row: {"time_period": str(int(row["time_period"]) + 1)})


def moved_down(random: Random, one: Table) -> Table:
    """A column slips by one row."""
    name = random.choice(COUNTED)
    slipped = iter([column(one, name)[-1], *column(one, name)])
    return changed(one, lambda row: {name: next(slipped)})


def scaled(names: list[str], factors: list[float], where: str) -> Callable[[Random, Table], Table]:
    """A column is multiplied: everywhere, or in the last year in one council, region or England."""

    def damage(random: Random, one: Table) -> Table:
        name, factor = random.choice(names), random.choice(factors)
        code = random.choice(councils(one))
        part = random.choice(sorted(places()))

        def is_meant(row: dict[str, str]) -> bool:
            if where == "all":
                return True
            here = {
                "council": row["old_la_code"] == code,
                "councils": bool(row["old_la_code"]),
                "region": row["region_code"] == part and not row["old_la_code"],
                "England": row["geographic_level"] == "National",
            }[where]
            return here and row["time_period"] == YEARS[-1]

        return changed(
            one, lambda row: {name: times(row[name], factor)} if is_meant(row) else {}
        )  # fmt: skip

    return damage


def two_columns(random: Random, one: Table) -> Table:
    first, second = random.sample(COUNTED, 2)
    return changed(one, lambda row: {first: row[second], second: row[first]})


RATES = ["vacancy_rate_fte", "caseload_fte"]
FAMILIES: dict[str, Callable[[Random, Table], Table]] = {
    "codes of two councils exchanged": exchanged("old_la_code"),
    "ONS codes of two councils exchanged": exchanged("new_la_code"),
    "names of two councils exchanged": exchanged("la_name"),
    "one name changed": one_name,
    "a region under another code": other_region,
    "years one too high": later,
    "a column one row down": moved_down,
    "percentages as fractions": scaled(RATES, [0.01], "all"),
    "a column ten times or in thousands": scaled(COUNTED, [10, 1000, 0.001], "all"),
    "all councils of a year ten times": scaled(COUNTED, [10, 100], "councils"),
    "one council ten times": scaled(COUNTED, [10, 100, 1000], "council"),
    "one region ten times": scaled(COUNTED, [10, 100], "region"),
    "England ten times": scaled(COUNTED, [10, 100], "England"),
    "two columns exchanged": two_columns,
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    chain = Chain(tmp_path_factory.mktemp("before"))
    chain.add(good())
    return chain


def told(summary: build.Summary) -> set[str]:
    return {*summary.warnings, *(note for reading in summary.readings for note in reading.notes)}


def outcome(chain: Chain, one: Table, base: Path | None) -> str:
    """`refused`, `told` or `silent`, and the database in use stays what it is."""
    known = {row[0] for row in chain.asked("select words from load_check where kind = 'warning'")}
    target = chain.folder / "tried.duckdb"
    try:
        summary = build.build_from_files([chain.file(one)], target, base)
    except Refusal:
        return "refused"
    return "told" if told(summary) - known else "silent"


@pytest.mark.parametrize("alone", [False, True], ids=["over the right file", "alone"])
@pytest.mark.parametrize("family", FAMILIES)
def test_wrong_figures_are_never_loaded_in_silence(before: Chain, family: str, alone: bool) -> None:
    random = Random(family)
    counts = Counter(
        outcome(before, FAMILIES[family](random, good()), None if alone else before.last)
        for _ in range(VARIANTS)
    )
    print(f"{family}, {'alone' if alone else 'as an edition'}: {dict(counts)}")
    assert not counts["silent"]


def test_the_right_file_is_neither_refused_nor_doubted(before: Chain) -> None:
    assert outcome(before, good(), before.last) == "silent"
    assert outcome(before, good(), None) == "silent"
