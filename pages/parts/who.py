"""Who has a plan: pupils at school by free school meals and by ethnicity, in shares and words.

Two shares are easily taken for each other: of pupils with an EHC plan, those in a group; and of
pupils in that group, those with an EHC plan. Both are made of published counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import queries
from analysis.differences import against
from analysis.intervals import Interval, figure_interval
from pages.parts.breakdown import percent
from pages.parts.choice import ENGLAND, Choice
from pages.parts.database import Row, day, indicators, records, symbol_words
from pages.parts.profiles import PUPILS
from pages.parts.words import digits, display_name, in_a_sentence, period_label, when

PLAN, SUPPORT, NONE = PUPILS
MEALS, ETHNICITY = "Free school meals", "Ethnicity"
ALL, ELIGIBLE, NOT_ELIGIBLE = "All", "Eligible", "Not eligible"
NO_FIGURE = "No figure"
REFRESH = "python -m etl refresh --from FILE"

AMONG_PLANS = "of pupils with an EHC plan, the share eligible for free school meals"
AMONG_ELIGIBLE = "of pupils eligible for free school meals, the share with an EHC plan"
OTHER_SOURCE = (
    "The plans by sex above are those that the council maintains. What follows is another source, "
    "the January school census, and the two never match."
)
COVERAGE = "Independent schools and colleges are not counted."
NO_DENOMINATOR = (
    "The file has no rows of pupils without special educational needs, so the share of a group "
    "that has an EHC plan is not computed."
)
MEALS_MISSING = (
    "Pupils by free school meals are not in this database. To load them, save DfE’s file of free "
    f"school meals from “Special educational needs in England” and run: {REFRESH}"
)
ETHNICITY_MISSING = (
    "Pupils by ethnicity are not in this database. To load them, save DfE’s older file of free "
    "school meals, ethnicity and language from “Special educational needs in England” (one column "
    f"for each group; the newer file of ethnicity alone is not read) and run: {REFRESH}"
)

Cells = Mapping[tuple[str, str], Row]


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part and its whole, two counts; `reason` says why there is no share."""

    part: float | None
    whole: float | None
    reason: str = ""

    @property
    def interval(self) -> Interval | None:
        """The 95% interval (Wilson), in percent."""
        return figure_interval("proportion", self.part, self.whole, 100)

    @property
    def percent(self) -> float | None:
        if self.interval is None or self.part is None or self.whole is None:
            return None
        return 100 * self.part / self.whole

    @property
    def text(self) -> str:
        """'36.0% (18 of 50)', or why there is no figure."""
        if self.percent is None or self.part is None or self.whole is None:
            return self.reason or NO_FIGURE
        return f"{percent(self.percent)} ({digits(self.part, 0)} of {digits(self.whole, 0)})"

    @property
    def long_text(self) -> str:
        """'36.0% (18 of 50; 24.1% to 49.9%)', or why there is no figure."""
        if self.interval is None:
            return self.text
        low, high = percent(self.interval.low), percent(self.interval.high)
        return f"{self.text.removesuffix(')')}; {low} to {high})"


@dataclass(frozen=True, kw_only=True)
class January:
    """The counts of one census: the council's and England's."""

    start: date
    end: date
    council: Cells
    england: Cells

    @property
    def label(self) -> str:
        return period_label(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One share of the table, for the council and for England."""

    words: str
    council: Share
    england: Share


@dataclass(frozen=True, kw_only=True)
class Who:
    """All censuses of one topic for one council, the oldest first; `rows` answer queries/who.sql.

    `januaries` is empty where the council has no figures; `loaded` is false where nobody has.
    """

    topic: str
    choice: Choice
    loaded: bool
    januaries: tuple[January, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return display_name(self.choice.council.name)

    @property
    def newest(self) -> January:
        return self.januaries[-1]

    @property
    def basis(self) -> str:
        """Whose pupils these are, in the words of the indicator."""
        return indicators()[PLAN].basis

    @property
    def newest_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if day(row["period_end"]) == self.newest.end)


def who(topic: str, choice: Choice) -> Who:
    """Pupils by provision and by the parts of one topic."""
    areas = (choice.council.area_code, ENGLAND)
    rows = records(queries.run("who", indicators=PUPILS, topic=topic, areas=areas))
    own = tuple(row for row in rows if row["area_code"] == choice.council.area_code)
    ends = sorted({(day(row["period_end"]), day(row["period_start"])) for row in own})
    return Who(
        topic=topic,
        choice=choice,
        loaded=bool(rows),
        januaries=tuple(
            January(
                start=start,
                end=end,
                council=cells(rows, choice.council.area_code, end),
                england=cells(rows, ENGLAND, end),
            )
            for end, start in ends
        ),
        rows=own,
    )


def cells(rows: Sequence[Row], area: str, end: date) -> Cells:
    return {
        (row["indicator_id"], row["breakdown"]): row
        for row in rows
        if row["area_code"] == area and day(row["period_end"]) == end
    }


def added(rows: Sequence[Row | None]) -> tuple[float | None, str]:
    """The sum of counts, or None and the reason why one of them is not there."""
    total = 0.0
    for row in rows:
        if row is None:
            return None, NO_FIGURE
        if row["value"] is None:
            return None, symbol_words()[row["status"]]
        total += row["value"]
    return (total, "") if rows else (None, NO_FIGURE)


def share(part: Row | None, whole: Sequence[Row | None]) -> Share:
    count, why = added([part])
    of, missing = added(whole)
    return Share(part=count, whole=of, reason=why or missing)


def among(found: Cells, provision: str, part: str) -> Share:
    """Of the pupils with this provision, those of one part.

    The whole is the published total, or all parts together where none is published.
    """
    total = found.get((provision, ALL))
    whole = [total] if total else [row for (one, _), row in found.items() if one == provision]
    return share(found.get((provision, part)), whole)


def with_plan(found: Cells, part: str) -> Share:
    """Of the pupils of one part, those with an EHC plan."""
    every = [found.get((provision, part)) for provision in PUPILS]
    return share(found.get((PLAN, part)), every)


def has_denominator(january: January) -> bool:
    """Whether pupils without SEN are in the file, without whom no share of a group is known."""
    return any(provision == NONE for provision, _ in january.council)


def lines(topic: str, january: January) -> list[Line]:
    """The shares of one census, in the order of the table."""
    return meals_lines(january) if topic == MEALS else ethnicity_lines(january)


def meals_lines(january: January) -> list[Line]:
    """The two shares first, then those that they may be compared with."""
    ours, theirs = january.council, january.england
    provisions = {"on SEN support": SUPPORT, "without SEN": NONE}
    return [
        Line(
            words="Of pupils with an EHC plan: eligible",
            council=among(ours, PLAN, ELIGIBLE),
            england=among(theirs, PLAN, ELIGIBLE),
        ),
        Line(
            words="Of pupils eligible: with an EHC plan",
            council=with_plan(ours, ELIGIBLE),
            england=with_plan(theirs, ELIGIBLE),
        ),
        Line(
            words="Of pupils not eligible: with an EHC plan",
            council=with_plan(ours, NOT_ELIGIBLE),
            england=with_plan(theirs, NOT_ELIGIBLE),
        ),
        *(
            Line(
                words=f"Of pupils {words}: eligible",
                council=among(ours, provision, ELIGIBLE),
                england=among(theirs, provision, ELIGIBLE),
            )
            for words, provision in provisions.items()
        ),
    ]


def ethnicity_lines(january: January) -> list[Line]:
    """The share of each group among pupils with a plan, the largest first; then its own share."""
    ours, theirs = january.council, january.england
    groups = {part: among(ours, PLAN, part) for one, part in ours if one == PLAN}
    order = sorted(groups, key=lambda part: (-(groups[part].percent or 0.0), part))
    first = [
        Line(
            words=f"Of pupils with an EHC plan: {part}",
            council=groups[part],
            england=among(theirs, PLAN, part),
        )
        for part in order
    ]
    if not has_denominator(january):
        return first
    return first + [
        Line(
            words=f"Of pupils in “{part}”: with an EHC plan",
            council=with_plan(ours, part),
            england=with_plan(theirs, part),
        )
        for part in order
    ]


def compared(line: Line) -> str:
    """How the council's share stands to England's, by its interval."""
    if line.council.interval is None or line.england.percent is None:
        return ""
    verdict = against(line.council.interval, line.england.percent)
    if verdict == "similar":
        return f", not clearly different from England’s {percent(line.england.percent)}"
    return f", {verdict} than England’s {percent(line.england.percent)}"


def meals_finding(seen: Who) -> str:
    """The title: the first of the two shares, or why it is not known."""
    first = meals_lines(seen.newest)[0]
    january = f"{when(seen.newest.start, seen.newest.end)}"
    place = in_a_sentence(seen.choice.council.name)
    if first.council.percent is None:
        return f"Free school meals: no share for {place} {january} ({first.council.reason})"
    return (
        f"{percent(first.council.percent)} of pupils with an EHC plan at schools in {place} are "
        f"eligible for free school meals {january}{compared(first)}"
    )


def two_shares(seen: Who) -> list[str]:
    """Each of the two shares in a sentence of its own."""
    named = zip((AMONG_PLANS, AMONG_ELIGIBLE), meals_lines(seen.newest), strict=False)
    return [
        f"{words[:1].upper()}{words[1:]}: {line.council.text}{compared(line)}"
        for words, line in named
    ]


def ethnicity_finding(seen: Who) -> str:
    """The title: the largest group among pupils with a plan."""
    top = next(iter(ethnicity_lines(seen.newest)), None)
    place = in_a_sentence(seen.choice.council.name)
    january = when(seen.newest.start, seen.newest.end)
    if top is None or top.council.percent is None:
        return f"Ethnicity: no shares for {place} {january}"
    group = top.words.partition(": ")[2]
    return (
        f"Ethnicity: the largest group of pupils with an EHC plan is “{group}”, "
        f"{percent(top.council.percent)} at schools in {place} {january}{compared(top)}"
    )


def quotes(choice: Choice) -> list[Row]:
    """What papers of this council's committee said of free school meals."""
    return records(queries.run("who_quote", council=choice.council.name))


def paper_words(quote: Row, seen: Who) -> list[str]:
    """What the paper said, the two ways to read it, and which share it is nearest to."""
    written = day(quote["meeting_date"])
    return [
        f"The paper of {written.day} {written:%B %Y} speaks of “{quote['quote']}”, without saying "
        f"when. It can mean two shares: {AMONG_PLANS}; or {AMONG_ELIGIBLE}.",
        verdict(quote["value"], written, seen),
    ]


def verdict(value: float, written: date, seen: Who) -> str:
    """Which of the two shares a quoted figure is nearest to."""
    if not seen.januaries:
        return "Which of the two it is nearest to cannot be shown until the file is loaded."
    january, which = census(seen.januaries, written)
    first, second = (line.council for line in meals_lines(january)[:2])
    start = f"{which}, {january.label}, the first was {first.text} and the second {second.text}"
    if first.percent is None or second.percent is None:
        return f"{start}: without both it cannot be said which of them {digits(value, 0)}% is near."
    apart = [abs(value - one) for one in (first.percent, second.percent)]
    if apart[0] == apart[1]:
        return f"{start}: {digits(value, 0)}% is equally near to both."
    nearest = "first" if apart[0] < apart[1] else "second"
    return (
        f"{start}: {digits(value, 0)}% is nearest to the {nearest}. That is no proof that the "
        "paper counted it so."
    )


def census(januaries: Sequence[January], written: date) -> tuple[January, str]:
    """The last census before a paper, or the first there is, with words that say which."""
    before = [one for one in januaries if one.end <= written]
    if before:
        return before[-1], "In the last census loaded from before the paper"
    return januaries[0], "In the first census loaded, which is later than the paper"
