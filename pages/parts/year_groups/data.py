"""How many there are at each age, or in each year group: a council, its group and England.

Two sources, never mixed. EHC plans by age count the plans that a council maintains, wherever the
young person is educated. Pupils by year group count the pupils at schools in the council's area,
wherever they live; only they have a denominator, the pupils of the year.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import queries
from analysis.intervals import Interval, wilson
from analysis.steps import NAMED_STEPS, Comparison, Group, Refusal, compare_all, shares, year_name
from pages.parts.figures.councils import ENGLAND, Choice, councils
from pages.parts.figures.database import Row, day, records, symbol_words, version
from pages.parts.language.words import (
    capitalise,
    digits,
    display_name,
    in_a_sentence,
    part_name,
    period_label,
    uncapitalise,
)

Pair = tuple[int, int]

PLANS, NEW_PLANS = ("ehcp_caseload",), ("ehcp_new",)

# A place is left out where its ages fall short of its published total by more than this.
LEAST_COVERED = 0.95
# No pooled figure where fewer members of a group have all ages.
LEAST_MEMBERS = 0.7

AGES = {"under 3": 2} | {str(age): age for age in range(3, 26)}
STARTS = {"2 and under": 2} | {str(age): age for age in range(3, 20)}
STARTS |= {"20 and over": 20, "unknown": 21}
YEARS = {"Early years": -1, "Reception": 0} | {f"Year {year}": year for year in range(1, 15)}
YEARS |= {"Not followed": 15}
PLACES = {"Age": AGES, "Age at start": STARTS, "Year group": YEARS}
SHORT = {"under 3": "<3", "2 and under": "≤2", "20 and over": "20+", "unknown": "?"}
SHORT |= {"Early years": "Early", "Reception": "R", "Not followed": "None"}

# Between single ages, and between the years of school.
STEPS = {"Age": range(3, 26), "Year group": range(15)}
# Asked about by the committee before any figure was seen: Year 4 to 5 and Year 11 to 12. In ages
# in January each year group is two ages.
NAMED = {
    "Age": frozenset({(8, 9), (9, 10), (15, 16), (16, 17)}),
    "Year group": NAMED_STEPS,
}
OFFERED = {"Age": ((8, 9), (9, 10), (15, 16), (16, 17), (17, 18)), "Year group": ((4, 5), (11, 12))}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One place in one period, by place on the scale of its topic.

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
    rows: tuple[Row, ...] = ()
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
                place: 100 * count / of
                for place, count in self.counts.items()
                if count is not None and (of := self.of.get(place))
            }
        found = {} if self.reason else shares(self.counts)
        return {} if isinstance(found, Refusal) else found

    def interval(self, place: int) -> Interval | None:
        """The 95% interval of a percentage."""
        count = self.counts.get(place)
        base = self.of.get(place) if self.of else self.added
        if count is None or not base or (self.reason and not self.of):
            return None
        return wilson(count, base).scaled(100)

    def group(self, place: int) -> Group:
        return Group(count=self.counts.get(place), of=self.of.get(place) if self.of else None)


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
    def places(self) -> dict[int, str]:
        """Places on the scale, each with its published name."""
        return {PLACES[self.topic][part]: part for part in self.parts}

    @property
    def council(self) -> str:
        return display_name(self.choice.council.name)

    @property
    def newest(self) -> Year:
        return self.years[-1]

    def part(self, place: int) -> str:
        """A part as it stands in a table: 'Age 9', 'Year 4'."""
        return part_name(self.places[place], self.topic)

    def pairs(self) -> list[Pair]:
        """Neighbouring ages or years, in order."""
        known = [place for place in STEPS[self.topic] if place in self.places]
        return [(a, a + 1) for a in known if a + 1 in known]

    def offered(self) -> dict[str, Pair]:
        """The steps to choose from by name, those that the committee asked about first."""
        first = [pair for pair in OFFERED[self.topic] if pair in self.pairs()]
        every = dict.fromkeys(first + self.pairs())
        return {capitalise(step_name(pair, self.topic)): pair for pair in every}

    def called(self, place: int) -> str:
        """A part in a sentence: 'age 9', 'under 3', 'Year 4'."""
        part = self.part(place)
        return part if self.topic == "Year group" else uncapitalise(part)


def step_name(pair: Pair, topic: str) -> str:
    """A step in a sentence: 'age 9 to 10', 'Year 4 to 5', 'Reception to Year 1'."""
    a, b = pair
    if topic == "Age":
        return f"age {a} to {b}"
    if a:
        return f"Year {a} to {b}"
    return f"{year_name(a)} to {year_name(b)}"


def steps(seen: Profiles, year: Year) -> dict[Pair, Comparison]:
    """The council's step against England's, for each pair of `seen.pairs()`."""
    places = sorted({place for pair in seen.pairs() for place in pair})
    ours = {place: year.council.group(place) for place in places}
    theirs = {place: year.england.group(place) for place in places}
    return compare_all(ours, theirs, NAMED[seen.topic])


def profile_of(
    rows: Sequence[Row], name: str, places: Mapping[str, int], indicators: Sequence[str], when: str
) -> Profile:
    """The profile of one place in one period from its rows."""
    main = [row for row in rows if row["indicator_id"] == indicators[0]]
    counts, total = _counts(main, places)
    words = {
        places[row["breakdown"]]: symbol_words()[row["status"]]
        for row in main
        if row["status"] != "ok" and row["breakdown"] in places
    }
    return Profile(
        name=display_name(name),
        counts=counts,
        of=_denominators(rows, places, indicators) if len(indicators) > 1 else {},
        words=words,
        total=total,
        reason=_reason(counts, words, total, in_a_sentence(name), when),
        rows=tuple(rows),
    )


def _counts(
    rows: Sequence[Row], places: Mapping[str, int]
) -> tuple[dict[int, float | None], float | None]:
    """Counts by place, and the published total.

    The files have no row where nobody is: an absent row is 0 where the others add to the total.
    """
    found = {places[row["breakdown"]]: row["value"] for row in rows if row["breakdown"] in places}
    total = next((row["total"] for row in rows if row["total"] is not None), None)
    known = list(found.values())
    absent = 0.0 if known and None not in known and math.fsum(known) == total else None
    return {place: found.get(place, absent) for place in sorted(places.values())}, total


def _denominators(
    rows: Sequence[Row], places: Mapping[str, int], indicators: Sequence[str]
) -> dict[int, float | None]:
    """All pupils of a year: with a plan, with SEN support and with neither, where all are known."""
    groups = [
        _counts([row for row in rows if row["indicator_id"] == one], places)[0]
        for one in indicators
    ]
    found = {}
    for place in sorted(places.values()):
        known = [count for group in groups if (count := group[place]) is not None]
        found[place] = math.fsum(known) if len(known) == len(indicators) else None
    return found if any(found.values()) else {}


def _reason(
    counts: Mapping[int, float | None],
    words: Mapping[int, str],
    total: float | None,
    name: str,
    when: str,
) -> str | None:
    known = [count for count in counts.values() if count is not None]
    why = f": {' and '.join(sorted(set(words.values())))}" if words else ""
    if not known:
        return f"{name} has no figures by age or year group for {when}{why}"
    if total and not words and math.fsum(known) < LEAST_COVERED * total:
        added = digits(math.fsum(known), 0)
        return f"the parts of {name} for {when} add to {added} of {digits(total, 0)} only"
    if len(known) < len(counts):
        missing = len(counts) - len(known)
        return f"{missing} of {len(counts)} parts of {name} have no figure for {when}{why}"
    return None if math.fsum(known) > 0 else f"all parts of {name} for {when} are 0"


def pooled(members: Mapping[str, Profile], label: str) -> Profile:
    """Members added together, those left out that lack a part."""
    whole = [one for one in members.values() if one.reason is None and None not in one.of.values()]
    with_of = bool(whole) and all(one.of for one in whole)
    places = list(whole[0].counts) if whole else []
    enough = whole and len(whole) >= LEAST_MEMBERS * len(members)
    return Profile(
        name=label,
        counts={p: math.fsum(one.counts[p] or 0 for one in whole) for p in places},
        of={p: math.fsum(one.of[p] or 0 for one in whole) for p in places} if with_of else {},
        words={},
        total=None,
        reason=None if enough else f"only {len(whole)} of {len(members)} councils have all parts",
        members=len(whole),
        asked=len(members),
        missing=tuple(name for name, one in members.items() if one not in whole),
    )


def profiles_of(
    rows: Sequence[Row], indicators: tuple[str, ...], topic: str, choice: Choice
) -> Profiles | None:
    """The profiles made from the answer to queries/profile.sql; None where England has none."""
    main = [row for row in rows if row["indicator_id"] == indicators[0]]
    present = {row["breakdown"] for row in main}
    places = {part: place for part, place in PLACES[topic].items() if part in present}
    periods = sorted(
        {
            (day(row["period_start"]), day(row["period_end"]))
            for row in main
            if row["area_code"] == ENGLAND
        }
    )
    if not periods:
        return None
    names = {one.area_code: one.name for one in councils()}
    names |= {row["area_code"]: row["name"] for row in rows}
    names |= {choice.council.area_code: choice.council.name, ENGLAND: "England"}

    def profile(area: str, start: date, end: date) -> Profile:
        own = [r for r in rows if r["area_code"] == area and day(r["period_end"]) == end]
        name = names.get(area, area)
        return profile_of(own, name, places, indicators, period_label(start, end))

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
        parts=tuple(places),
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


@lru_cache(maxsize=1_000)
def _profiles(
    version: str, indicators: tuple[str, ...], topic: str, choice: Choice
) -> Profiles | None:
    asked = {"indicators": indicators, "topic": topic, "areas": choice.areas}
    return profiles_of(records(queries.run("profile", **asked)), indicators, topic, choice)


def profiles(indicators: tuple[str, ...], topic: str, choice: Choice) -> Profiles | None:
    """One source by one topic for one choice, kept by database; None where it is not loaded."""
    return _profiles(version(), indicators, topic, choice)
