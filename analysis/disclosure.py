"""Hide small counts of a council's own tables so that no reader can work them out.

Rule: counts of 1 to 5 are hidden, and so is 'nobody' or 'everybody' in a group of fewer than 20.
Then other counts are hidden, the smallest that do, until every hidden count could have another
value. That is proven count by count with a *swap*: a child more here and one less there, so that
everything left in print stays as it is and the hidden count does not. What the smallest swap
would change in print is what has to be hidden too.

All views that a reader can reach belong in one table: every setting of every control of the page.
Hiding each view by itself is not safe, since all schools less mainstream schools is a count too.

Sources: Hundepool and others (2012), Statistical Disclosure Control, chapter 4; the limit of 5 is
that of DfE's children in need statistics, the limit of 20 is our own.
"""

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from numbers import Real

SMALL = range(1, 6)
SMALL_GROUP = 20

Key = tuple[str, ...]
Heading = Mapping[str, frozenset[str]]
Group = tuple[frozenset[str], ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Counts of the same children in every view of a page.

    `headings` says for each dimension what is printed, each heading with the parts it adds:
    {"All schools": {"mainstream", "other"}, "Mainstream": {"mainstream"}}. `counts` holds every
    combination of parts, whether printed or not: ("Hale", "EHC plan", "mainstream"). `share` is
    the dimension that is shown in percent, and needs a heading that adds all its parts. `known`
    are printed counts that a reader has from elsewhere, so that hiding them protects nothing.

    Raises ValueError when a combination has no count or no whole number: what is withheld from us
    must not be worked around.
    """

    counts: Mapping[Key, int]
    headings: tuple[Heading, ...]
    share: int
    known: frozenset[Key] = frozenset()

    def __post_init__(self) -> None:
        if self.counts.keys() != set(itertools.product(*self.parts)):
            raise ValueError("every combination of parts needs a count, and no other has one")
        if not all(_is_count(count) for count in self.counts.values()):
            raise ValueError("a count is a whole number of 0 or more")
        if not self.known <= self.printed.keys():
            raise ValueError("a known count must be one of those printed")
        if self.parts[self.share] not in self.headings[self.share].values():
            raise ValueError("percentages need a heading that adds all parts")

    @cached_property
    def parts(self) -> Group:
        """The innermost parts of each dimension."""
        return tuple(frozenset().union(*heading.values()) for heading in self.headings)

    @cached_property
    def printed(self) -> dict[Key, int]:
        """Every count of the page, by one heading per dimension."""
        return {key: self.total(self.group(key)) for key in itertools.product(*self.headings)}

    @cached_property
    def headings_of(self) -> tuple[dict[str, frozenset[str]], ...]:
        """The headings that add each part, in each dimension."""
        return tuple(
            {part: frozenset(name for name in heading if part in heading[name]) for part in parts}
            for heading, parts in zip(self.headings, self.parts, strict=True)
        )

    @cached_property
    def occupied(self) -> frozenset[Key]:
        """The innermost counts whose whole is not empty: a reader knows where there is nobody."""
        wholes = {
            atom: self.whole(tuple(frozenset({part}) for part in atom)) for atom in self.counts
        }
        return frozenset(atom for atom, whole in wholes.items() if self.total(whole) > 0)

    def group(self, key: Key) -> Group:
        """The parts that the headings add, in each dimension."""
        return tuple(heading[name] for heading, name in zip(self.headings, key, strict=True))

    def total(self, group: Group) -> int:
        """How many children are in the group."""
        return sum(self.counts[atom] for atom in itertools.product(*group))

    def whole(self, group: Group) -> Group:
        """The group of which `group` is shown in percent."""
        return (*group[: self.share], self.parts[self.share], *group[self.share + 1 :])


@dataclass(frozen=True, kw_only=True)
class Swap:
    """Children that might have been counted elsewhere: each change is 1 or -1.

    `moved` changes innermost counts, `changed` the printed counts that follow.
    """

    moved: Mapping[Key, int]
    changed: Mapping[Key, int]

    def changes(self, group: Group) -> bool:
        """True when the group would be larger or smaller."""
        return sum(change for atom, change in self.moved.items() if _is_in(atom, group)) != 0


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What may be shown of a table. `swaps` prove that the hidden counts cannot be worked out."""

    table: Table
    hidden: frozenset[Key]
    swaps: tuple[Swap, ...]

    def count(self, key: Key) -> int | None:
        """The count under these headings, None when it is hidden."""
        return None if key in self.hidden else self.table.printed[key]

    def percent(self, key: Key) -> float | None:
        """The count in percent of its whole; None when either is hidden or the rule hides it."""
        numerator, denominator = self.count(key), self.count(self._whole(key))
        if numerator is None or denominator is None or hides_percent(numerator, denominator):
            return None
        return 100 * numerator / denominator

    def _whole(self, key: Key) -> Key:
        share, everyone = self.table.share, self.table.parts[self.table.share]
        headings = self.table.headings[share]
        name = next(name for name, parts in headings.items() if parts == everyone)
        return (*key[:share], name, *key[share + 1 :])


def hides_count(count: int, whole: int | None = None) -> bool:
    """True for 1 to 5, and for nobody or everybody in a whole of fewer than 20.

    Leave out `whole` where the count is itself the whole.
    """
    if count in SMALL:
        return True
    return whole is not None and 0 < whole < SMALL_GROUP and count in (0, whole)


def hides_percent(numerator: int, denominator: int) -> bool:
    """True when a percentage would show too much of a few children, or rest on too few.

    That is when the numerator, or what it lacks of the denominator, is 1 to 5, or the denominator
    is under 20.
    """
    return denominator < SMALL_GROUP or numerator in SMALL or denominator - numerator in SMALL


def hide(table: Table) -> Screen:
    """The counts to hide so that no small count can be worked out from those left in print.

    Small counts are protected whether they are printed or only follow from what is: each part,
    each printed heading and each difference of two headings. Nothing is protected that is known.
    Raises ValueError when a small count follows from what is known.
    """
    small = _small_groups(table)
    hidden = {key for key in table.printed if table.group(key) in small}
    swaps: list[Swap] = []
    for group in _without_known(table, small):
        if any(swap.changes(group) for swap in swaps):
            continue
        cheapest = _cheapest(table, group, hidden)
        if not cheapest:
            raise ValueError(f"{_name(group)} cannot be hidden: it follows from what is known")
        swaps += cheapest
        hidden.update(*(swap.changed for swap in cheapest))
    return Screen(table=table, hidden=frozenset(hidden), swaps=tuple(swaps))


def solvable(table: Table, hidden: Collection[Key]) -> list[Group]:
    """The groups to protect that a reader may work out when exactly `hidden` is hidden.

    Those are the small ones and all that is hidden. Errs on the side of caution: a group that no
    single swap protects is listed although a longer exchange might protect it.
    """
    groups = {table.group(key) for key in hidden} | _small_groups(table)
    return [
        group
        for group in _without_known(table, groups)
        if not any(swap.changed.keys() <= set(hidden) for swap in _swaps(table, group))
    ]


def _is_count(value: object) -> bool:
    return isinstance(value, Real) and float(value).is_integer() and float(value) >= 0


def _name(group: Group) -> str:
    return " / ".join(" and ".join(sorted(parts)) for parts in group)


def _small_groups(table: Table) -> set[Group]:
    """Every group that the rule hides, printed or only implied."""
    small = set()
    for group in itertools.product(*(_labels(heading) for heading in table.headings)):
        whole = table.whole(group)
        if hides_count(table.total(group), None if group == whole else table.total(whole)):
            small.add(group)
    return small


def _labels(heading: Heading) -> set[frozenset[str]]:
    """The headings, the innermost parts, and what one heading has more than another."""
    headings = set(heading.values())
    parts = {frozenset({part}) for part in frozenset().union(*headings)}
    return headings | parts | {a - b for a in headings for b in headings if b < a}


def _without_known(table: Table, groups: Iterable[Group]) -> list[Group]:
    """The groups in a fixed order, the narrowest first, without those known from elsewhere."""
    known = {table.group(key) for key in table.known}
    return sorted(
        (group for group in groups if group not in known),
        key=lambda group: (math.prod(map(len, group)), [sorted(parts) for parts in group]),
    )


def _swaps(table: Table, group: Group) -> Iterator[Swap]:
    """Every swap that changes the group and that a reader could believe.

    A swap takes one innermost count and, in each dimension, either one other part that changes
    the opposite way or none.
    """
    ordered = [sorted(parts) for parts in table.parts]
    for atom in itertools.product(*(sorted(parts) for parts in group)):
        others = [
            [None, *(p for p in ps if p != own)] for ps, own in zip(ordered, atom, strict=True)
        ]
        for partner in itertools.product(*others):
            for sign in (1, -1):
                swap = _swap(table, atom, partner, sign)
                if swap is not None and swap.changes(group):
                    yield swap


def _swap(table: Table, atom: Key, partner: tuple[str | None, ...], sign: int) -> Swap | None:
    """The swap, or None when a reader would know that it cannot be.

    No count is under 0, no hidden count is 0 (a 0 is shown), nobody is where there is nobody at
    all, and what is known stays.
    """
    pairs = list(zip(atom, partner, strict=True))
    moved = _product([{a: 1} if b is None else {a: 1, b: -1} for a, b in pairs], sign)
    if not moved.keys() <= table.occupied:
        return None
    if any(table.counts[cell] + change < 0 for cell, change in moved.items()):
        return None
    of = table.headings_of
    changed = _product([_on_headings(of[i], a, b) for i, (a, b) in enumerate(pairs)], sign)
    if not table.known.isdisjoint(changed):
        return None
    if any(table.printed[key] + change == 0 for key, change in changed.items()):
        return None
    return Swap(moved=moved, changed=changed)


def _is_in(atom: Key, group: Group) -> bool:
    return all(part in parts for part, parts in zip(atom, group, strict=True))


def _on_headings(of: Mapping[str, frozenset[str]], own: str, other: str | None) -> dict[str, int]:
    """How the headings of one dimension change when `own` is 1 more and `other` 1 less."""
    gain, loss = of[own], of[other] if other is not None else frozenset()
    return dict.fromkeys(gain - loss, 1) | dict.fromkeys(loss - gain, -1)


def _product(factors: list[dict[str, int]], sign: int) -> dict[Key, int]:
    """Changes of every combination, from the changes in each dimension."""
    return {
        tuple(name for name, _ in combination): sign * math.prod(c for _, c in combination)
        for combination in itertools.product(*(factor.items() for factor in factors))
    }


def _cheapest(table: Table, group: Group, hidden: Collection[Key]) -> list[Swap]:
    """The swaps that change the group and hide least, or the first one that hides no more.

    All that hide equally little: were one of two equal counts hidden by its place in the table, a
    reader who knows the rule could tell which of the hidden counts is the small one.
    """
    best: tuple[int, ...] | None = None
    cheapest: list[Swap] = []
    for swap in _swaps(table, group):
        cost = _cost(table, swap, hidden)
        if not any(cost):
            return [swap]
        if best is None or cost < best:
            best, cheapest = cost, [swap]
        elif cost == best:
            cheapest.append(swap)
    return cheapest


def _cost(table: Table, swap: Swap, hidden: Collection[Key]) -> tuple[int, int, int]:
    """What a swap would hide: as few zeros as can be, then the smallest counts.

    Between the two: as few small counts as can be that would stop being small, for the reader who
    takes every hidden count to be 1 to 5.
    """
    more = [key for key in swap.changed if key not in hidden]
    zeros = sum(table.printed[key] == 0 for key in more)
    grown = sum(
        table.printed[key] in SMALL and table.printed[key] + change not in SMALL
        for key, change in swap.changed.items()
    )
    return zeros, grown, sum(table.printed[key] for key in more)
