"""Two shares that are easily taken for each other, made of published counts.

Of pupils with an EHC plan, those in a group; and of pupils in that group, those with an EHC plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.largest import Largest, largest, largest_first, left_over
from pages.parts.asking.sections import PUPILS
from pages.parts.figures.shares import CountedShare, counted_share
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
    is_broad,
)

BROAD, SINGLE = "Broad groups, added up by DfE", "Single groups"
AMONG = "Of pupils with an EHC plan: "
AMONG_PLANS = "of pupils with an EHC plan, the share eligible for free school meals"
AMONG_ELIGIBLE = "of pupils eligible for free school meals, the share with an EHC plan"


@dataclass(frozen=True, kw_only=True)
class ComparedShare:
    """One share, named by `words`, for the council and for England."""

    words: str
    council: CountedShare
    england: CountedShare


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


def among(counts: Counts, provision: str, part: str) -> CountedShare:
    """Of the pupils with this provision, those of one part.

    The whole is the published total, or all parts together where none is published.
    """
    total = counts.get((provision, EVERY_PUPIL))
    parts = [row for row in counts.values() if row.indicator_id == provision]
    single = [row for row in parts if not is_broad(row.breakdown)]
    return counted_share(counts.get((provision, part)), [total] if total else single)


def with_plan(counts: Counts, part: str) -> CountedShare:
    """Of the pupils of one part, those with an EHC plan."""
    every = [counts.get((provision, part)) for provision in PUPILS]
    return counted_share(counts.get((WITH_PLAN, part)), every)


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
