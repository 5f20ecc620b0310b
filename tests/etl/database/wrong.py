"""Files that are whole and hold wrong figures: made up, and damaged by kind and by seed.

Each layout is a published file of three councils in every region over four years. A family is a
kind of damage; the same seed does the same damage, so that two versions can be compared.
"""

import csv
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from openpyxl import Workbook

from etl.council import template
from etl.database import build
from etl.database.places import LIST
from etl.model import Refusal
from etl.publications import catalogue
from etl.reading import staging
from etl.service import ees, web
from etl.service.web import Problem
from tests.etl.chain import Chain
from tests.etl.writing import (
    ENGLAND,
    HEADERS,
    HEADERS_2026,
    NORTH_WEST,
    TOTALS,
    TOTALS_2026,
    Place,
    Table,
    council,
    region,
    table,
)

Damage = Callable[[Random, Table], Table]
Rate = Callable[..., float]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A published file: `counts` are the sizes of its columns beside each other, `rates` what a
    row's counts give. `size` is of the first count, in the smallest council.
    """

    file: str
    years: Sequence[str]
    counts: dict[str, float]
    rates: dict[str, Rate]
    size: float = 200
    headers: Any = None
    totals: Any = None

    @property
    def columns(self) -> list[str]:
        return [*self.counts, *self.rates]


OF_IMPORTS = {"355", "356", "358"}
YEARS = ("2022", "2023", "2024", "2025")
A_YEAR_BEFORE = ("2021", "2022", "2023", "2024")
LAYOUTS = {
    "workforce": Layout(
        file="csww_indicators_2017_to_2025.csv",
        years=YEARS,
        counts={"inpost_fte": 1, "vacancy_fte": 0.2, "case_holders_fte": 0.7, "cases": 11},
        rates={
            "vacancy_rate_fte": lambda inpost, vacant, *_: 100 * vacant / (vacant + inpost),
            "caseload_fte": lambda inpost, vacant, holders, cases: cases / holders,
        },
    ),
    "requests": Layout(
        file="requests.csv",
        years=A_YEAR_BEFORE,
        counts={"requests_received_in_year": 1, "requests_decided_not_to_assess": 0.25},
        rates={"request_not_assess_pc": lambda received, refused: 100 * refused / received},
        size=600,
        headers=HEADERS,
        totals=TOTALS,
    ),
    "timeliness": Layout(
        file="timeliness_20_week.csv",
        years=YEARS,
        counts={"plans_issued_den_ex": 1, "plans_issued_20_weeks_ex": 0.5},
        rates={"pc_plans_issued_20_weeks_ex": lambda issued, in_time: 100 * in_time / issued},
        size=300,
        headers=HEADERS_2026,
        totals=TOTALS_2026,
    ),
    "referrals": Layout(
        file="c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
        years=YEARS,
        counts={"referral_count": 1, "rereferral_count": 0.22},
        rates={"rereferral_percent": lambda referrals, again: 100 * again / referrals},
        size=1500,
    ),
    "plans started": Layout(
        file="d3_cpps_subsequent_plan_2013_to_2025.csv",
        years=YEARS,
        counts={"CPP_start": 1, "CPP_subsequent": 0.25},
        rates={"CPP_subsequent_percent": lambda started, again: 100 * again / started},
        size=200,
    ),
    "children in need": Layout(
        file="b1_children_in_need_2013_to_2025.csv",
        years=YEARS,
        counts={"At31_episodes": 1},
        rates={},
        size=1000,
    ),
    "population": Layout(
        file="ons_mid-year_population_estimates_2012_to_2024.csv",
        years=A_YEAR_BEFORE,
        counts={"population_estimate": 1},
        rates={},
        size=20_000,
    ),
}


def places() -> dict[str, list[Place]]:
    """Three councils of today in each region, by its code; in one those of imports."""
    with LIST.open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if not row["change"]]
    names = {row["place"]: row["name"] for row in listed if row["level"] == "region"}
    found: dict[str, list[Place]] = {code: [] for code in names}
    for row in listed:
        inside = found.get(row["region_code"], [])
        if row["region_code"] == NORTH_WEST["region_code"] and row["place"] not in OF_IMPORTS:
            continue
        if row["level"] == "la" and row["region_code"] in names and len(inside) < 3:
            whole = region(row["region_code"], names[row["region_code"]])
            inside.append(council(row["place"], row["ons_code"], row["name"], whole))
    return found


def good(layout: Layout) -> Table:
    """A file in which councils add to regions and regions to England, with the rates they give."""
    random = Random(1)
    rows: list[Sequence[str | Place]] = []
    parts = list(layout.counts.values())
    # A council is of one size through the years, and moves by a twelfth at most.
    for year in layout.years:
        of_england = [0.0] * len(parts)
        for inside in places().values():
            of_region = [0.0] * len(parts)
            for number, one in enumerate(inside):
                size = layout.size * (number + 2) / 2 * (1 + int(one["old_la_code"]) % 7 / 7)
                counts = [float(round(part * size * random.uniform(0.92, 1.08))) for part in parts]
                rows.append((one, year, *texts(layout, counts)))
                of_region = [a + b for a, b in zip(of_region, counts, strict=True)]
            whole = region(inside[0]["region_code"], inside[0]["region_name"])
            rows.append((whole, year, *texts(layout, of_region)))
            of_england = [a + b for a, b in zip(of_england, of_region, strict=True)]
        rows.append((ENGLAND, year, *texts(layout, of_england)))
    how = {"headers": layout.headers, "totals": layout.totals} if layout.headers else {}
    return table(layout.file, " ".join(layout.columns), *rows, **how)


def texts(layout: Layout, counts: list[float]) -> list[str]:
    """The cells of a row: the counts, and the rates that they give."""
    rates = [round(rate(*counts), 1) for rate in layout.rates.values()]
    return [f"{cell:.1f}" if cell % 1 else f"{cell:.0f}" for cell in [*counts, *rates]]


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
    """Multiplied: a whole number stays one, or it would be refused as none."""
    product = float(text) * factor
    return f"{product:.10g}" if "." in text else f"{product:.0f}"


def layout_of(one: Table) -> Layout:
    return next(layout for layout in LAYOUTS.values() if layout.file == one.file)


def exchanged(*names: str, newest_only: bool = False) -> Damage:
    """Two councils take each other's cells of some columns, in all years or in the newest."""

    def damage(random: Random, one: Table) -> Table:
        first, second = random.sample(councils(one), 2)
        newest = layout_of(one).years[-1]
        cells = {
            row[one.header.index("old_la_code")]: dict(zip(one.header, row, strict=True))
            for row in one.rows
        }
        other = {first: cells[second], second: cells[first]}

        def change(row: dict[str, str]) -> dict[str, str]:
            of_other = other.get(row["old_la_code"])
            if of_other is None or (newest_only and row["time_period"] != newest):
                return {}
            return {name: of_other[name] for name in names}

        return changed(one, change)

    return damage


def one_name(random: Random, one: Table) -> Table:
    """One row bears another council's name, or a new one."""
    names = column(one, "la_name")
    number = random.choice([number for number, name in enumerate(names) if name])
    others = list({"Trafford Borough", *names} - {"", names[number]})
    return one.having(number + 2, "la_name", random.choice(sorted(others)))


def other_region(random: Random, one: Table) -> Table:
    code = random.choice(sorted(places()))
    new = random.choice(["E12000019", *sorted(set(places()) - {code})])
    return changed(one, lambda row: {"region_code": new} if row["region_code"] == code else {})


def council_in_other_region(random: Random, one: Table) -> Table:
    code = random.choice(councils(one))
    own = next(
        key for key, inside in places().items() if code in {p["old_la_code"] for p in inside}
    )
    new = random.choice(sorted(set(places()) - {own}))
    return changed(one, lambda row: {"region_code": new} if row["old_la_code"] == code else {})


def shifted(by: int) -> Damage:
    def damage(random: Random, one: Table) -> Table:
        return changed(one, lambda row: {"time_period": str(int(row["time_period"]) + by)})

    return damage


def two_years(random: Random, one: Table) -> Table:
    first, second = random.sample(list(layout_of(one).years), 2)
    other = {first: second, second: first}
    return changed(
        one, lambda row: {"time_period": other.get(row["time_period"], row["time_period"])}
    )


def moved_down(random: Random, one: Table) -> Table:
    """A column slips by one row."""
    name = random.choice(list(layout_of(one).counts))
    slipped = iter([column(one, name)[-1], *column(one, name)])
    return changed(one, lambda row: {name: next(slipped)})


def scaled(kind: str, factors: Sequence[float], where: str) -> Damage:
    """A column is multiplied: everywhere, or in one year in councils, a region or England."""

    def damage(random: Random, one: Table) -> Table:
        layout = layout_of(one)
        name = random.choice(list(layout.rates if kind == "rates" else layout.counts))
        factor = random.choice(factors)
        code, part = random.choice(councils(one)), random.choice(sorted(places()))
        year = random.choice(layout.years)

        def is_meant(row: dict[str, str]) -> bool:
            if where == "all":
                return True
            here = {
                "council": row["old_la_code"] == code,
                "councils": bool(row["old_la_code"]),
                "region": row["region_code"] == part and not row["old_la_code"],
                "England": row["geographic_level"] == "National",
            }[where]
            return here and row["time_period"] == year

        return changed(one, lambda row: {name: times(row[name], factor)} if is_meant(row) else {})

    return damage


def one_figure_a_little(random: Random, one: Table) -> Table:
    """A council's count moves by up to a third, as it may from one year to the next."""
    return scaled("counts", [random.uniform(0.7, 1.33)], "council")(random, one)


def two_columns(random: Random, one: Table) -> Table:
    first, second = random.sample(list(layout_of(one).counts), 2)
    return changed(one, lambda row: {first: row[second], second: row[first]})


def rows_short(random: Random, one: Table) -> Table:
    """Rows are missing: the last ones, or some anywhere."""
    few = random.randint(1, len(one.rows) // 3)
    if random.random() < 0.5:
        return replace(one, rows=one.rows[:-few])
    gone = set(random.sample(range(len(one.rows)), few))
    return replace(one, rows=tuple(row for n, row in enumerate(one.rows) if n not in gone))


def percent_sign(random: Random, one: Table) -> Table:
    name, row = random.choice(list(layout_of(one).counts)), random.randrange(len(one.rows)) + 2
    text = random.choice(["12%", "7 %", "0.5%", column(one, name)[row - 2] + "%"])
    return one.having(row, name, text)


def doubled_column(random: Random, one: Table) -> Table:
    """A column of counts is there twice, and the two say different things."""
    name = random.choice(list(layout_of(one).counts))
    at, row = one.header.index(name), random.randrange(len(one.rows))
    first = random.random() < 0.5

    def doubled(number: int, cells: tuple[str, ...]) -> tuple[str, ...]:
        other = times(cells[at], 10) if number == row else cells[at]
        return (
            *cells[:at],
            *((other, cells[at]) if first else (cells[at], other)),
            *cells[at + 1 :],
        )

    rows = tuple(doubled(number, cells) for number, cells in enumerate(one.rows))
    return replace(one, header=(*one.header[: at + 1], *one.header[at:]), rows=rows)


@dataclass(frozen=True, kw_only=True)
class Family:
    """A kind of damage, the row of the issue that tells of it, and which layouts it can be done to.

    `needs` is what a layout must have, `alone` whether the file may also come with nothing held,
    `served` whether the service says how many rows there are.
    """

    row: int
    name: str
    damage: Damage
    needs: str = "counts"
    alone: bool = True
    served: bool = False

    def layouts(self) -> list[str]:
        return [
            name
            for name, one in LAYOUTS.items()
            if (self.needs != "rates" or one.rates)
            and (self.needs != "two counts" or len(one.counts) > 1)
            and (self.needs != "population" or name == "population")
        ]


PUBLISHED = [
    Family(row=1, name="codes of two councils exchanged", damage=exchanged("old_la_code")),
    Family(row=1, name="ONS codes of two councils exchanged", damage=exchanged("new_la_code")),
    Family(row=1, name="names of two councils exchanged", damage=exchanged("la_name")),
    Family(
        row=1,
        name="codes of two councils exchanged in one year",
        damage=exchanged("old_la_code", newest_only=True),
    ),
    Family(row=1, name="one name changed", damage=one_name),
    Family(row=1, name="a region under another code", damage=other_region),
    Family(row=1, name="a council in another region", damage=council_in_other_region),
    Family(row=2, name="years one too high", damage=shifted(1)),
    Family(row=2, name="years one too low", damage=shifted(-1)),
    Family(row=2, name="two years exchanged", damage=two_years, alone=False),
    Family(row=3, name="a column one row down", damage=moved_down),
    Family(
        row=3,
        name="percentages as fractions, or ten times",
        damage=scaled("rates", [0.01, 0.1, 10], "all"),
        needs="rates",
    ),
    Family(
        row=3,
        name="a column ten times or in thousands",
        damage=scaled("counts", [10, 100, 1000, 0.001], "all"),
    ),
    Family(
        row=3,
        name="population a thousand times",
        damage=scaled("counts", [1000], "all"),
        needs="population",
    ),
    Family(
        row=3,
        name="all councils of a year ten times",
        damage=scaled("counts", [10, 100], "councils"),
    ),
    Family(
        row=3, name="one council ten times", damage=scaled("counts", [10, 100, 1000], "council")
    ),
    Family(row=3, name="one region ten times", damage=scaled("counts", [10, 100], "region")),
    Family(row=3, name="England ten times", damage=scaled("counts", [10, 100], "England")),
    Family(row=3, name="two columns exchanged", damage=two_columns, needs="two counts"),
    Family(row=3, name="one figure up to a third off", damage=one_figure_a_little),
    Family(
        row=4,
        name="rows short of the service's count",
        damage=rows_short,
        alone=False,
        served=True,
    ),
    Family(row=5, name="a percent sign in a count", damage=percent_sign),
    Family(row=7, name="a column twice that differs", damage=doubled_column),
]

MONTHS = ["la_code", "measure", "month", "count"]
WARDS = ["la_code", "ward_code", "ward_name", "date", "pupils", "sen_support", "ehc_plan", "basis"]
OF_TRAFFORD = {"E05015244": "Bucklow-St Martins", "E05015239": "Altrincham"}
LATER = ("2031", "2062", "2126", "9998")
EARLIER = ("1925", "1026", "0026", "0126")


def month_rows() -> list[list[str]]:
    return [["358", "cp_started", f"2026-{month:02}", str(month + 10)] for month in range(1, 7)]


def ward_rows() -> list[list[str]]:
    return [
        ["358", code, name, "2026-01-15", "1800", "290", "50", "home"]
        for code, name in OF_TRAFFORD.items()
    ]


def wrong_month(random: Random) -> tuple[list[str], list[list[str]]]:
    """A month of another century, cut to two figures, or not there yet."""
    rows = month_rows()
    year = random.choice([*LATER, *EARLIER, "26", "20266", "202"])
    month = random.randint(1, 12)
    form = random.choice(["{year}-{month:02}", "{month:02}/{year}", "1/{month}/{year}"])
    random.choice(rows)[2] = form.format(year=year, month=month)
    return MONTHS, rows


def wrong_day(random: Random) -> tuple[list[str], list[list[str]]]:
    rows = ward_rows()
    year = random.choice([*LATER, *EARLIER, "26"])
    form = random.choice(["{year}-01-15", "15/01/{year}", "15 January {year}"])
    random.choice(rows)[3] = form.format(year=year)
    return WARDS, rows


def other_ward_name(random: Random) -> tuple[list[str], list[list[str]]]:
    """A ward under the name of another one, or of none."""
    rows = ward_rows()
    row = random.choice(rows)
    row[2] = random.choice(sorted({"Made-up", "Broadheath", *OF_TRAFFORD.values()} - {row[2]}))
    return WARDS, rows


def other_council(random: Random) -> tuple[list[str], list[list[str]]]:
    code = random.choice(["355", "356", "202", "330"])
    return WARDS, [[code, *row[1:]] for row in ward_rows()]


Import = Callable[[Random], tuple[list[str], list[list[str]]]]
IMPORTS: dict[str, tuple[int, Import]] = {
    "months of another year": (6, wrong_month),
    "wards of another year": (8, wrong_day),
    "wards under another name": (8, other_ward_name),
    "wards of another council": (8, other_council),
}


def hidden_sheet(random: Random, path: Path) -> None:
    """A hidden sheet of other counts stands before the visible one."""
    book = Workbook()
    hidden, shown = book.active, book.create_sheet("Figures")
    assert hidden is not None
    factor = random.choice([2, 10, 100])
    for sheet, times_ in ((hidden, factor), (shown, 1)):
        sheet.append(MONTHS)
        for *cells, count in month_rows():
            sheet.append([*cells, int(count) * times_])
    hidden.sheet_state = random.choice(["hidden", "veryHidden"])
    book.save(path)


def two_sheets(random: Random, path: Path) -> None:
    """Two visible sheets of different counts."""
    book = Workbook()
    first, second = book.active, book.create_sheet("Old")
    assert first is not None
    for sheet, times_ in ((first, random.choice([2, 10])), (second, 1)):
        sheet.append(MONTHS)
        for *cells, count in month_rows():
            sheet.append([*cells, int(count) * times_])
    book.save(path)


def short_dimension(random: Random, path: Path) -> None:
    """The sheet says that it has fewer rows than it has."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(MONTHS)
    for *cells, count in month_rows():
        sheet.append([*cells, int(count)])
    whole = path.with_name("whole.xlsx")
    book.save(whole)
    last = random.randint(2, 6)
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(path, "w") as written:
        for name in read.namelist():
            data = read.read(name)
            if name.startswith("xl/worksheets/"):
                data = data.replace(b'ref="A1:D7"', f'ref="A1:D{last}"'.encode())
            written.writestr(name, data)


def doubled_count(random: Random, path: Path) -> None:
    """Two columns of counts that differ in one row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*MONTHS, "count"])
    odd = random.randrange(6)
    for number, (*cells, count) in enumerate(month_rows()):
        sheet.append([*cells, int(count), int(count) * (10 if number == odd else 1)])
    book.save(path)


WORKBOOKS: dict[str, tuple[int, Callable[[Random, Path], None]]] = {
    "a hidden sheet before the visible one": (7, hidden_sheet),
    "two visible sheets": (7, two_sheets),
    "a sheet that says it is shorter": (7, short_dimension),
    "a workbook's column twice that differs": (7, doubled_count),
}
NAMES = [*(one.name for one in PUBLISHED), *IMPORTS, *WORKBOOKS]
ROWS = {
    **{one.name: one.row for one in PUBLISHED},
    **{name: row for name, (row, _) in [*IMPORTS.items(), *WORKBOOKS.items()]},
}
OUTCOMES = ["refused", "told", "read rightly", "plausible", "silent"]


def said(summary: build.Summary) -> set[str]:
    return {*summary.warnings, *(note for read in summary.readings for note in read.notes)}


class Trial:
    """Files that are tried over the right ones, which are held, or with nothing held."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.bases: dict[str, Chain] = {}
        self.known: dict[str, set[str]] = {}  # what is told of the right file of a layout

    def base(self, layout: str) -> Chain:
        """A database of the right file of a layout."""
        if layout not in self.bases:
            chain = Chain(self.folder / layout)
            self.known[layout] = said(chain.add(good(LAYOUTS[layout])))
            self.bases[layout] = chain
        return self.bases[layout]

    def outcome(self, name: str, number: int) -> str:
        """What became of one variant of a family: one of OUTCOMES."""
        random = Random(f"{name} {number}")
        if name in IMPORTS or name in WORKBOOKS:
            return self.imported(name, random)
        family = next(one for one in PUBLISHED if one.name == name)
        fitting = family.layouts()
        layout = fitting[number % len(fitting)]
        # With nothing held, a file that names no year and ends later is what a new release is.
        can_be_alone = family.row != 2 or any(mark.isdigit() for mark in LAYOUTS[layout].file[-8:])
        alone = family.alone and can_be_alone and (number // len(fitting)) % 2 == 1
        right = good(LAYOUTS[layout])
        wrong = family.damage(random, right)
        if wrong == right:
            return "read rightly"
        return self.published(layout, right, wrong, alone, family.served)

    def published(
        self, layout: str, right: Table, wrong: Table, alone: bool = False, served: bool = False
    ) -> str:
        chain = self.base(layout)
        file = chain.file(wrong)
        try:
            notes = served_notes(file, len(right.rows)) if served else []
            if notes is None:
                return "refused"
            ended = self.load(layout, file, None if alone else chain.last)
        except Refusal:
            return "refused"
        if ended or notes:
            return "told"
        target = self.folder / layout / "tried.duckdb"
        if figures(target) == figures(chain.last):
            return "read rightly"
        return "plausible" if is_plausible(right, wrong) else "silent"

    def load(self, layout: str, file: staging.PublishedFile, base: Path | None) -> bool:
        """Whether a load told anything that was not known of the right file."""
        self.base(layout)
        summary = build.build_from_files([file], self.folder / layout / "tried.duckdb", base)
        return bool(said(summary) - self.known[layout] or summary.vanished)

    def imported(self, name: str, random: Random) -> str:
        """What became of a council's own file: months and wards over the embedded wards."""
        chain = self.base("children in need")
        chain.made += 1
        folder = chain.folder / str(chain.made)
        folder.mkdir()
        if name in WORKBOOKS:
            path = folder / "months.xlsx"
            WORKBOOKS[name][1](random, path)
            header, rows = MONTHS, month_rows()
        else:
            path = folder / "ours.csv"
            header, damaged = IMPORTS[name][1](random)
            path.write_text("\n".join(",".join(row) for row in [header, *damaged]) + "\n")
            rows = month_rows() if header == MONTHS else ward_rows()
        target = chain.folder / "tried.duckdb"
        file = staging.PublishedFile(path.name, path, str(folder))
        try:
            summary = build.build_from_files(
                [file], target, chain.last, reader_of=template.reader_of
            )
        except Refusal:
            return "refused"
        if any(reading.notes for reading in summary.readings):
            return "told"
        with duckdb.connect(str(target), read_only=True) as con:
            read = con.execute(
                "select measure, strftime(period_end, '%Y-%m'), value from month_supplied "
                "union all "
                "select ward_code || name, period_end::varchar, pupils from ward_supplied "
                "join ward using (ward_code) order by all"
            ).fetchall()
        right = (
            [(row[1], *row[2:4]) for row in rows]
            if header == MONTHS
            else [(row[1] + row[2], *row[3:5]) for row in rows]
        )
        return "read rightly" if sorted(map(as_text, read)) == sorted(right) else "silent"


def as_text(row: tuple[Any, ...]) -> tuple[str, ...]:
    return (row[0], row[1], f"{row[2]:g}")


def served_notes(file: staging.PublishedFile, rows: int) -> list[str] | None:
    """What is noted of a download that the service says has so many rows; None when refused."""
    data = file.path.read_bytes()
    known = {
        "sha256": sha256(data).hexdigest(),
        "size": len(data),
        "lines": data.count(b"\n"),
        "ended": True,
        "in_quotes": False,
    }
    received = web.Received(**{one.name: known[one.name] for one in fields(web.Received)})
    data_set = next(iter(catalogue.DATA_SETS.values()))
    offer = ees.Offer(data_set=data_set, route="api", url="https://dfe", rows=rows)
    arrived = ees.Arrived(received, file.name)
    try:
        return list(ees.download_of(offer, arrived, file.path).notes)
    except Problem:
        return None


def figures(database: Path | None) -> dict[tuple[object, ...], str]:
    """Published figures by measure, place (its codes and name), period and part."""
    assert database
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            "select indicator_id, area_code || coalesce(la_code, '') || name, period, breakdown, "
            "coalesce(symbol, value::varchar) from figure join area using (area_code) "
            "where not derived"
        ).fetchall()
    return {row[:4]: row[4] for row in rows}


# What one count may be off without anything being seen: councils' own counts move by as much.
PLAUSIBLE = 0.5


def is_plausible(right: Table, wrong: Table) -> bool:
    """Whether a damaged file says nothing that could not be: by its cells, whatever was checked.

    Every row is of the same place and year as in the right file, and no cell moved by more than
    half of itself.
    """
    if right.header != wrong.header or len(right.rows) != len(wrong.rows):
        return False
    names = set(layout_of(right).columns)
    for before, after in zip(right.rows, wrong.rows, strict=True):
        for name, old, new in zip(right.header, before, after, strict=True):
            if old != new and not (name in names and is_near(old, new)):
                return False
    return True


def is_near(old: str, new: str) -> bool:
    try:
        return abs(float(new) - float(old)) <= PLAUSIBLE * float(old)
    except ValueError:
        return False
