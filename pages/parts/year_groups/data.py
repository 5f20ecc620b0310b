"""How many there are at each age, or in each year group: a council, its group and England.

Two sources, never mixed. EHC plans by age count the plans that a council maintains, wherever the
young person is educated. Pupils by year group count the pupils at schools in the council's area,
wherever they live; only they have a denominator, the pupils of the year.

Ages and year groups have positions on a scale of whole numbers: age 9 is 9, Year 4 is 4.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import queries
from analysis.intervals import Interval, wilson
from analysis.steps import NAMED_STEPS, Comparison, Group, Refusal, compare_all, shares, year_name
from pages.parts.figures.councils import ENGLAND, Choice, councils
from pages.parts.figures.database import symbol_words
from pages.parts.figures.sources import Cell
from pages.parts.language.words import (
    capitalise,
    digits,
    display_name,
    in_a_sentence,
    part_name,
    period_label,
    uncapitalise,
)

Pair = tuple[int, int]  # two neighbouring positions: a step goes from the first to the second

AGE, AGE_AT_START, YEAR_GROUP = "Age", "Age at start", "Year group"
PLANS, NEW_PLANS = ("ehcp_caseload",), ("ehcp_new",)

# The ages of a place are not shown as shares where they add to less of its published total: ages
# may be lacking. In January 2024 London's come to 97% (one borough sent totals only) and are
# shown with a caution; Peterborough's ages at start come to 83%, and are not.
LEAST_COVERED = 0.95
# No pooled figure where fewer members of a group have all ages: seven of ten neighbours, as for
# the mean of neighbours.
LEAST_MEMBERS = 0.7

AGES = {"under 3": 2} | {str(age): age for age in range(3, 26)}
STARTS = {"2 and under": 2} | {str(age): age for age in range(3, 20)}
STARTS |= {"20 and over": 20, "unknown": 21}
YEARS = {"Early years": -1, "Reception": 0} | {f"Year {year}": year for year in range(1, 15)}
YEARS |= {"Not followed": 15}
POSITIONS = {AGE: AGES, AGE_AT_START: STARTS, YEAR_GROUP: YEARS}
SHORT = {"under 3": "<3", "2 and under": "≤2", "20 and over": "20+", "unknown": "?"}
SHORT |= {"Early years": "Early", "Reception": "R", "Not followed": "None"}

# Between single ages, and between the years of school.
STEPS_OF = {AGE: range(3, 26), YEAR_GROUP: range(15)}
# Asked about by the committee before any figure was seen: Year 4 to 5 and Year 11 to 12. In ages
# in January each year group is two ages.
ASKED_ABOUT = {AGE: frozenset({(8, 9), (9, 10), (15, 16), (16, 17)}), YEAR_GROUP: NAMED_STEPS}
OFFERED = {AGE: ((8, 9), (9, 10), (15, 16), (16, 17), (17, 18)), YEAR_GROUP: ((4, 5), (11, 12))}


@dataclass(frozen=True, kw_only=True)
class ProfileRow(Cell):
    """One row of queries/profile.sql: one age or year group in one place, and its cell.

    `total` is the published total of the place, None where there is none.
    """

    indicator_id: str
    area_code: str
    name: str
    breakdown: str
    period_start: date
    period_end: date
    total: float | None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One place in one period, by position on the scale of its topic.

    `of` holds the denominators, or is empty. `words` says why there is no count. `reason` says
    why nothing can be shown as shares; `members` of `asked` councils were added together, and
    `missing` names the others.
    """

    name: str
    counts: Mapping[int, float | None]
    of: Mapping[int, float | None]
    words: Mapping[int, str]
    total: float | None
    reason: str | None
    rows: tuple[ProfileRow, ...] = ()
    members: int = 1
    asked: int = 1
    missing: tuple[str, ...] = ()

    @property
    def added(self) -> float:
        """All counts together."""
        return math.fsum(count for count in self.counts.values() if count is not None)

    @property
    def percents(self) -> dict[int, float]:
        """Percent of the year group where there is a denominator, else of all together."""
        if self.of:
            return {
                position: 100 * count / of
                for position, count in self.counts.items()
                if count is not None and (of := self.of.get(position))
            }
        parts = {} if self.reason else shares(self.counts)
        return {} if isinstance(parts, Refusal) else parts

    @property
    def has_figures(self) -> bool:
        """Whether there is a share, or any count above 0, to show."""
        return bool(self.percents) or any(self.counts.values())

    def interval(self, position: int) -> Interval | None:
        """The 95% interval of a percentage."""
        count = self.counts.get(position)
        base = self.of.get(position) if self.of else self.added
        if count is None or not base or (self.reason and not self.of):
            return None
        return wilson(count, base).scaled(100)

    def group(self, position: int) -> Group:
        of = self.of.get(position) if self.of else None
        return Group(count=self.counts.get(position), of=of)


@dataclass(frozen=True, kw_only=True)
class Year:
    """The profiles of one period; `group` is None where England is the only comparison."""

    start: date
    end: date
    council: Profile
    england: Profile
    group: Profile | None

    @property
    def label(self) -> str:
        return period_label(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class Profiles:
    """One source for one choice, oldest period first; `parts` are its published parts in order."""

    indicators: tuple[str, ...]
    topic: str
    choice: Choice
    parts: tuple[str, ...]
    years: tuple[Year, ...]

    @property
    def positions(self) -> dict[int, str]:
        """Positions on the scale, each with its published name."""
        return {POSITIONS[self.topic][part]: part for part in self.parts}

    @property
    def council(self) -> str:
        return display_name(self.choice.council.name)

    @property
    def place(self) -> str:
        """The council as it stands in a sentence."""
        return in_a_sentence(self.choice.council.name)

    @property
    def newest(self) -> Year:
        return self.years[-1]

    @property
    def before(self) -> Year:
        """The period before the newest. Raises IndexError where there is one period only."""
        return self.years[-2]

    def part(self, position: int) -> str:
        """A part as it stands in a table: 'Age 9', 'Year 4'."""
        return part_name(self.positions[position], self.topic)

    def pairs(self) -> list[Pair]:
        """Neighbouring ages or years, in order."""
        known = [position for position in STEPS_OF[self.topic] if position in self.positions]
        return [(a, a + 1) for a in known if a + 1 in known]

    def offered(self) -> dict[str, Pair]:
        """The steps to choose from by name, those that the committee asked about first."""
        first = [pair for pair in OFFERED[self.topic] if pair in self.pairs()]
        every = dict.fromkeys(first + self.pairs())
        return {capitalise(step_name(pair, self.topic)): pair for pair in every}

    def called(self, position: int) -> str:
        """A part in a sentence: 'age 9', 'under 3', 'Year 4'."""
        part = self.part(position)
        return part if self.topic == YEAR_GROUP else uncapitalise(part)


def step_name(pair: Pair, topic: str) -> str:
    """A step in a sentence: 'age 9 to 10', 'Year 4 to 5', 'Reception to Year 1'."""
    a, b = pair
    if topic == AGE:
        return f"age {a} to {b}"
    if a:
        return f"Year {a} to {b}"
    return f"{year_name(a)} to {year_name(b)}"


def named_steps(topic: str) -> list[str]:
    """The steps that the committee asked about: 'Year 4 to 5', 'Year 11 to 12'."""
    return [step_name(pair, topic) for pair in sorted(ASKED_ABOUT[topic])]


def steps(profiles: Profiles, year: Year) -> dict[Pair, Comparison]:
    """The council's step against England's, for each of `profiles.pairs()`."""
    positions = sorted({position for pair in profiles.pairs() for position in pair})
    ours = {position: year.council.group(position) for position in positions}
    theirs = {position: year.england.group(position) for position in positions}
    return compare_all(ours, theirs, ASKED_ABOUT[profiles.topic])


def profile_of(
    rows: Sequence[ProfileRow],
    name: str,
    positions: Mapping[str, int],
    indicators: Sequence[str],
    period: str,
) -> Profile:
    """The profile of one place in one period from its rows."""
    main = [row for row in rows if row.indicator_id == indicators[0]]
    counts, total = _counts(main, positions)
    words = {
        positions[row.breakdown]: symbol_words()[row.status]
        for row in main
        if row.status != "ok" and row.breakdown in positions
    }
    return Profile(
        name=display_name(name),
        counts=counts,
        of=_denominators(rows, positions, indicators) if len(indicators) > 1 else {},
        words=words,
        total=total,
        reason=_reason(counts, words, total, in_a_sentence(name), period),
        rows=tuple(rows),
    )


def _counts(
    rows: Sequence[ProfileRow], positions: Mapping[str, int]
) -> tuple[dict[int, float | None], float | None]:
    """Counts by position, and the published total.

    The files have no row where nobody is: an absent row is 0 where the others add to the total.
    """
    values = {positions[row.breakdown]: row.value for row in rows if row.breakdown in positions}
    total = next((row.total for row in rows if row.total is not None), None)
    known = [count for count in values.values() if count is not None]
    whole = known and len(known) == len(values) and math.fsum(known) == total
    every = sorted(positions.values())
    return {position: values.get(position, 0.0 if whole else None) for position in every}, total


def _denominators(
    rows: Sequence[ProfileRow], positions: Mapping[str, int], indicators: Sequence[str]
) -> dict[int, float | None]:
    """All pupils of a year: with a plan, with SEN support and with neither, where all are known."""
    provisions = [
        _counts([row for row in rows if row.indicator_id == indicator_id], positions)[0]
        for indicator_id in indicators
    ]
    pupils = {}
    for position in sorted(positions.values()):
        known = [count for counts in provisions if (count := counts[position]) is not None]
        pupils[position] = math.fsum(known) if len(known) == len(indicators) else None
    return pupils if any(pupils.values()) else {}


def _reason(
    counts: Mapping[int, float | None],
    words: Mapping[int, str],
    total: float | None,
    name: str,
    period: str,
) -> str | None:
    known = [count for count in counts.values() if count is not None]
    why = f": {' and '.join(sorted(set(words.values())))}" if words else ""
    if not known:
        return f"{name} has no figures by age or year group for {period}{why}"
    if total and not words and math.fsum(known) < LEAST_COVERED * total:
        added = digits(math.fsum(known), 0)
        return f"the parts of {name} for {period} add to {added} of {digits(total, 0)} only"
    if len(known) < len(counts):
        missing = len(counts) - len(known)
        return f"{missing} of {len(counts)} parts of {name} have no figure for {period}{why}"
    return None if math.fsum(known) > 0 else f"all parts of {name} for {period} are 0"


def pooled(members: Mapping[str, Profile], label: str) -> Profile:
    """Members added together, those left out that lack a part."""
    whole = [
        profile
        for profile in members.values()
        if profile.reason is None and None not in profile.of.values()
    ]
    with_of = bool(whole) and all(profile.of for profile in whole)
    positions = list(whole[0].counts) if whole else []
    enough = whole and len(whole) >= LEAST_MEMBERS * len(members)
    return Profile(
        name=label,
        counts={p: math.fsum(member.counts[p] or 0 for member in whole) for p in positions},
        of={p: math.fsum(member.of[p] or 0 for member in whole) for p in positions}
        if with_of
        else {},
        words={},
        total=None,
        reason=None if enough else f"only {len(whole)} of {len(members)} councils have all parts",
        members=len(whole),
        asked=len(members),
        missing=tuple(name for name, profile in members.items() if profile not in whole),
    )


def profiles_of(
    rows: Sequence[ProfileRow], indicators: tuple[str, ...], topic: str, choice: Choice
) -> Profiles | None:
    """The profiles made from the answer to queries/profile.sql; None where England has none."""
    main = [row for row in rows if row.indicator_id == indicators[0]]
    present = {row.breakdown for row in main}
    positions = {part: at for part, at in POSITIONS[topic].items() if part in present}
    periods = sorted({(r.period_start, r.period_end) for r in main if r.area_code == ENGLAND})
    if not periods:
        return None
    names = {council.area_code: council.name for council in councils()}
    names |= {row.area_code: row.name for row in rows}
    names |= {choice.council.area_code: choice.council.name, ENGLAND: "England"}

    def profile(area: str, start: date, end: date) -> Profile:
        own = [row for row in rows if row.area_code == area and row.period_end == end]
        name = names.get(area, area)
        return profile_of(own, name, positions, indicators, period_label(start, end))

    def group(start: date, end: date) -> Profile | None:
        areas = [area for area in choice.group.areas if area != choice.council.area_code]
        if not areas:
            return None
        if choice.group.published:
            return profile(areas[0], start, end)
        members = {names.get(area, area): profile(area, start, end) for area in areas}
        return pooled(members, choice.group.short)

    return Profiles(
        indicators=indicators,
        topic=topic,
        choice=choice,
        parts=tuple(positions),
        years=tuple(
            Year(
                start=start,
                end=end,
                council=profile(choice.council.area_code, start, end),
                england=profile(ENGLAND, start, end),
                group=group(start, end),
            )
            for start, end in periods
        ),
    )


@queries.kept(most=1_000)
def profiles(indicators: tuple[str, ...], topic: str, choice: Choice) -> Profiles | None:
    """One source by one topic for one choice; None where it is not loaded."""
    rows = queries.rows(
        "profile", ProfileRow, indicators=indicators, topic=topic, areas=choice.areas
    )
    return profiles_of(rows, indicators, topic, choice)
