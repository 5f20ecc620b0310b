"""Who has a plan: pupils at school by sex, free school meals and ethnicity, in shares and words.

Two shares are easily taken for each other: of pupils with an EHC plan, those in a group; and of
pupils in that group, those with an EHC plan. Both are made of published counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import queries
from analysis.differences import against
from analysis.intervals import Interval, figure_interval
from pages.parts.asking.sections import PUPILS
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.database import Row, day, indicators, records, symbol_words
from pages.parts.language.words import (
    digits,
    display_name,
    in_a_sentence,
    percent,
    period_label,
    when,
)

PLAN, SUPPORT, NONE = PUPILS
SEX, MEALS, ETHNICITY = "Sex", "Free school meals", "Ethnicity"
ALL, ELIGIBLE, NOT_ELIGIBLE = "All", "Eligible", "Not eligible"
MALE, FEMALE = "Male", "Female"
GROUP_TOTAL = "All "
BROAD, SINGLE = "Broad groups, added up by DfE", "Single groups"
NO_FIGURE = "No figure"
REFRESH = "python -m etl refresh"

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
# What is not in the database yet, the data set that has it, and a caution.
LOADED_WITH = {
    SEX: ("Pupils by sex, with SEN and without,", "sen_age_sex", ""),
    MEALS: ("Pupils by free school meals", "sen_free_meals", ""),
    ETHNICITY: (
        "Pupils by ethnicity",
        "sen_ethnicity",
        " The file is DfE’s largest, 12.6 million rows, and is loaded only when asked for by name.",
    ),
}

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
class Pair:
    """A topic of two parts: what one is said to be, whose share each is, in which sentences."""

    one: str
    other: str
    is_one: str
    short: str
    those: str
    others: str
    sentences: tuple[str, ...]


PAIRS = {
    MEALS: Pair(
        one=ELIGIBLE,
        other=NOT_ELIGIBLE,
        is_one="eligible for free school meals",
        short="eligible",
        those="pupils eligible",
        others="pupils not eligible",
        sentences=(AMONG_PLANS, AMONG_ELIGIBLE),
    ),
    SEX: Pair(
        one=MALE,
        other=FEMALE,
        is_one="male",
        short="male",
        those="male pupils",
        others="female pupils",
        sentences=(
            "of pupils with an EHC plan, the share who are male",
            "of male pupils, the share with an EHC plan",
            "of female pupils, the share with an EHC plan",
        ),
    ),
}


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
    parts = [row for (one, name), row in found.items() if one == provision and not is_broad(name)]
    whole = [total] if total else parts
    return share(found.get((provision, part)), whole)


def with_plan(found: Cells, part: str) -> Share:
    """Of the pupils of one part, those with an EHC plan."""
    every = [found.get((provision, part)) for provision in PUPILS]
    return share(found.get((PLAN, part)), every)


def has_denominator(january: January) -> bool:
    """Whether pupils without SEN are in the file, without whom no share of a group is known."""
    return any(provision == NONE for provision, _ in january.council)


def is_broad(part: str) -> bool:
    """Whether a part is the published total of several others, such as "All White"."""
    return part.startswith(GROUP_TOTAL)


def lines(topic: str, january: January) -> list[Line]:
    """The shares of one census, in the order of the tables."""
    return [line for _, found in blocks(topic, january) for line in found]


def blocks(topic: str, january: January) -> list[tuple[str, list[Line]]]:
    """The shares of one census, a table each, with its heading."""
    if topic in PAIRS:
        return [("", pair_lines(PAIRS[topic], january))]
    parts = [part for provision, part in january.council if provision == PLAN and part != ALL]
    broad = group_lines(january, [part for part in parts if is_broad(part)])
    single = group_lines(january, [part for part in parts if not is_broad(part)])
    return [(BROAD, broad), (SINGLE, single)] if broad else [("", single)]


def pair_lines(pair: Pair, january: January) -> list[Line]:
    """The shares of the two parts first, then those that they may be compared with."""
    ours, theirs = january.council, january.england
    provisions = {"on SEN support": SUPPORT, "without SEN": NONE}
    return [
        Line(
            words=f"Of pupils with an EHC plan: {pair.short}",
            council=among(ours, PLAN, pair.one),
            england=among(theirs, PLAN, pair.one),
        ),
        Line(
            words=f"Of {pair.those}: with an EHC plan",
            council=with_plan(ours, pair.one),
            england=with_plan(theirs, pair.one),
        ),
        Line(
            words=f"Of {pair.others}: with an EHC plan",
            council=with_plan(ours, pair.other),
            england=with_plan(theirs, pair.other),
        ),
        *(
            Line(
                words=f"Of pupils {words}: {pair.short}",
                council=among(ours, provision, pair.one),
                england=among(theirs, provision, pair.one),
            )
            for words, provision in provisions.items()
        ),
    ]


def group_lines(january: January, parts: Sequence[str]) -> list[Line]:
    """The share of each group among pupils with a plan, the largest first; then its own share."""
    ours, theirs = january.council, january.england
    groups = {part: among(ours, PLAN, part) for part in parts}
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


def finding(seen: Who) -> str:
    """The title: the first of the shares, or why it is not known."""
    return pair_finding(seen, PAIRS[seen.topic]) if seen.topic in PAIRS else group_finding(seen)


def pair_finding(seen: Who, pair: Pair) -> str:
    first = pair_lines(pair, seen.newest)[0]
    january = f"{when(seen.newest.start, seen.newest.end)}"
    place = in_a_sentence(seen.choice.council.name)
    if first.council.percent is None:
        return f"{seen.topic}: no share for {place} {january} ({first.council.reason})"
    return (
        f"{percent(first.council.percent)} of pupils with an EHC plan at schools in {place} are "
        f"{pair.is_one} {january}{compared(first)}"
    )


def sentences(seen: Who) -> list[str]:
    """Each of the shares of two parts in a sentence of its own."""
    if seen.topic not in PAIRS:
        return []
    pair = PAIRS[seen.topic]
    named = zip(pair.sentences, pair_lines(pair, seen.newest), strict=False)
    return [
        f"{words[:1].upper()}{words[1:]}: {line.council.text}{compared(line)}"
        for words, line in named
    ]


def group_finding(seen: Who) -> str:
    """The title: the largest single group among pupils with a plan."""
    top = next(iter(blocks(seen.topic, seen.newest)[-1][1]), None)
    place = in_a_sentence(seen.choice.council.name)
    january = when(seen.newest.start, seen.newest.end)
    if top is None or top.council.percent is None:
        return f"Ethnicity: no shares for {place} {january}"
    group = top.words.partition(": ")[2]
    return (
        f"Ethnicity: the largest group of pupils with an EHC plan is “{group}”, "
        f"{percent(top.council.percent)} at schools in {place} {january}{compared(top)}"
    )


def missing(topic: str) -> str:
    """What is not in the database, and how to load it."""
    what, data_set, caution = LOADED_WITH[topic]
    return (
        f"{what} are not in this database. To load them from DfE’s service, run: {REFRESH} --only "
        f"{data_set}. Or save DfE’s file from “Special educational needs in England” and run: "
        f"{REFRESH} --from FILE.{caution}"
    )


def quotes(choice: Choice) -> list[Row]:
    """What papers of this council's committee said of free school meals."""
    return records(queries.run("who_quote", council=choice.council.name))


def paper_words(quote: Row, seen: Who) -> list[str]:
    """What the paper said, the two ways to read it, and which share it is nearest to."""
    written = day(quote["meeting_date"])
    return [
        f"The paper of {written.day} {written:%B %Y} speaks of “{quote['quote']}”, "
        f"{quote['period_as_written'] or 'without saying when'}. It can mean two shares: "
        f"{AMONG_PLANS}; or {AMONG_ELIGIBLE}.",
        verdict(quote["value"], written, seen),
    ]


def verdict(value: float, written: date, seen: Who) -> str:
    """Which of the two shares a quoted figure is nearest to."""
    if not seen.januaries:
        return "Which of the two it is nearest to cannot be shown until the file is loaded."
    january, which = census(seen.januaries, written)
    first, second = (line.council for line in pair_lines(PAIRS[MEALS], january)[:2])
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
