"""Two shares that are easily taken for each other, made of published counts.

Of pupils with an EHC plan, those in a group; and of pupils in that group, those with an EHC plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.intervals import Interval, figure_interval
from analysis.largest import Largest, largest, largest_first, left_over
from pages.parts.asking.sections import PUPILS
from pages.parts.figures.database import NO_FIGURE, symbol_words
from pages.parts.language.words import digits, percent
from pages.parts.who.data import (
    ELIGIBLE,
    EVERY_PUPIL,
    FEMALE,
    MALE,
    MEALS,
    NOT_ELIGIBLE,
    SEX,
    WITH_NEITHER,
    WITH_PLAN,
    WITH_SUPPORT,
    Counts,
    January,
    PupilRow,
    is_broad,
)

BROAD, SINGLE = "Broad groups, added up by DfE", "Single groups"
AMONG = "Of pupils with an EHC plan: "
AMONG_PLANS = "of pupils with an EHC plan, the share eligible for free school meals"
AMONG_ELIGIBLE = "of pupils eligible for free school meals, the share with an EHC plan"


@dataclass(frozen=True, kw_only=True)
class PupilShare:
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
class ComparedShare:
    """One share, named by `words`, for the council and for England."""

    words: str
    council: PupilShare
    england: PupilShare


@dataclass(frozen=True, kw_only=True)
class TwoParts:
    """A topic of two parts: how each is published and said, and the sentences on their shares.

    `is_first` ends 'pupils who are …', `short` stands in a table.
    """

    first: str
    second: str
    is_first: str
    short: str
    first_pupils: str
    second_pupils: str
    sentences: tuple[str, ...]


TWO_PARTS = {
    MEALS: TwoParts(
        first=ELIGIBLE,
        second=NOT_ELIGIBLE,
        is_first="eligible for free school meals",
        short="eligible",
        first_pupils="pupils eligible",
        second_pupils="pupils not eligible",
        sentences=(AMONG_PLANS, AMONG_ELIGIBLE),
    ),
    SEX: TwoParts(
        first=MALE,
        second=FEMALE,
        is_first="male",
        short="male",
        first_pupils="male pupils",
        second_pupils="female pupils",
        sentences=(
            "of pupils with an EHC plan, the share who are male",
            "of male pupils, the share with an EHC plan",
            "of female pupils, the share with an EHC plan",
        ),
    ),
}


def added(rows: Sequence[PupilRow | None]) -> tuple[float | None, str]:
    """The sum of counts, or None and the reason why one of them is not there."""
    total = 0.0
    for row in rows:
        if row is None:
            return None, NO_FIGURE
        if row.value is None:
            return None, symbol_words()[row.status]
        total += row.value
    return (total, "") if rows else (None, NO_FIGURE)


def share_of(part: PupilRow | None, whole: Sequence[PupilRow | None]) -> PupilShare:
    """One count as a share of several added together."""
    count, why = added([part])
    of, missing = added(whole)
    return PupilShare(part=count, whole=of, reason=why or missing)


def among(counts: Counts, provision: str, part: str) -> PupilShare:
    """Of the pupils with this provision, those of one part.

    The whole is the published total, or all parts together where none is published.
    """
    total = counts.get((provision, EVERY_PUPIL))
    parts = [row for row in counts.values() if row.indicator_id == provision]
    single = [row for row in parts if not is_broad(row.breakdown)]
    return share_of(counts.get((provision, part)), [total] if total else single)


def with_plan(counts: Counts, part: str) -> PupilShare:
    """Of the pupils of one part, those with an EHC plan."""
    every = [counts.get((provision, part)) for provision in PUPILS]
    return share_of(counts.get((WITH_PLAN, part)), every)


def all_shares(topic: str, january: January) -> list[ComparedShare]:
    """The shares of one census, in the order of the tables."""
    return [compared for _, table in blocks(topic, january) for compared in table]


def blocks(topic: str, january: January) -> list[tuple[str, list[ComparedShare]]]:
    """The shares of one census, a table each, with its heading."""
    if topic in TWO_PARTS:
        return [("", two_part_shares(TWO_PARTS[topic], january))]
    parts = [
        part
        for provision, part in january.council
        if provision == WITH_PLAN and part != EVERY_PUPIL
    ]
    broad = group_shares(january, [part for part in parts if is_broad(part)])
    single = group_shares(january, [part for part in parts if not is_broad(part)])
    return [(BROAD, broad), (SINGLE, single)] if broad else [("", single)]


def two_part_shares(parts: TwoParts, january: January) -> list[ComparedShare]:
    """The shares of the two parts first, then those that they may be compared with."""
    provisions = {"on SEN support": WITH_SUPPORT, "without SEN": WITH_NEITHER}
    return [
        _among(january, WITH_PLAN, parts.first, f"{AMONG}{parts.short}"),
        _with_plan(january, parts.first, f"Of {parts.first_pupils}: with an EHC plan"),
        _with_plan(january, parts.second, f"Of {parts.second_pupils}: with an EHC plan"),
        *(
            _among(january, provision, parts.first, f"Of pupils {name}: {parts.short}")
            for name, provision in provisions.items()
        ),
    ]


def group_shares(january: January, parts: Sequence[str]) -> list[ComparedShare]:
    """The share of each group among pupils with a plan, the largest first; then its own share.

    A group that is hidden is not known to be small: it stands after the numbers, before a 0.
    """
    groups = {part: _among(january, WITH_PLAN, part, f"{AMONG}{part}") for part in parts}

    def order(part: str) -> tuple[int, float, str]:
        return *largest_first(groups[part].council.part, withheld=True), part

    ordered = sorted(groups, key=order)
    first = [groups[part] for part in ordered]
    if not january.has_denominator:
        return first
    return first + [
        _with_plan(january, part, f"Of pupils in “{part}”: with an EHC plan") for part in ordered
    ]


def largest_group(shares: Sequence[ComparedShare]) -> Largest[str]:
    """The largest of the single groups among pupils with a plan, and those that may be as large.

    A second group is hidden where one alone could be worked out, so that a hidden one is bounded
    by nothing but what the others leave of the whole.
    """
    groups = {share.words.removeprefix(AMONG): share.council for share in among_plans(shares)}
    known = {name: share.part for name, share in groups.items() if share.part is not None}
    whole = next((share.whole for share in groups.values() if share.whole is not None), None)
    left = left_over(whole, known.values())
    return largest(known, {name: left for name, share in groups.items() if share.part is None})


def among_plans(shares: Sequence[ComparedShare]) -> list[ComparedShare]:
    """The shares of pupils with a plan, without those of each group's own pupils."""
    return [share for share in shares if share.words.startswith(AMONG)]


def _among(january: January, provision: str, part: str, words: str) -> ComparedShare:
    return ComparedShare(
        words=words,
        council=among(january.council, provision, part),
        england=among(january.england, provision, part),
    )


def _with_plan(january: January, part: str, words: str) -> ComparedShare:
    return ComparedShare(
        words=words,
        council=with_plan(january.council, part),
        england=with_plan(january.england, part),
    )
