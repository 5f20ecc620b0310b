import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.disclosure import (
    Group,
    Heading,
    Key,
    Table,
    hide,
    hides_count,
    hides_percent,
    solvable,
)

NEEDS = ("no SEN", "SEN support", "EHC plan")
ANY_SEN = {"Any SEN": frozenset({"SEN support", "EHC plan"})}
SCHOOLS = {
    "All schools": frozenset({"mainstream", "other"}),
    "Mainstream": frozenset({"mainstream"}),
}


def each_and_all(parts: Iterable[str], total: str) -> dict[str, frozenset[str]]:
    parts = list(parts)
    return {part: frozenset({part}) for part in parts} | {total: frozenset(parts)}


def row(*counts: int, **more: object) -> Table:
    """One row of counts a, b, c ... and their total T."""
    names = "abcdef"[: len(counts)]
    return Table(
        counts={(name,): count for name, count in zip(names, counts, strict=True)},
        headings=(each_and_all(names, "T"),),
        share=0,
        **more,  # type: ignore[arg-type]
    )


def wards(rows: dict[str, tuple[int, int, int]]) -> Table:
    """No SEN, SEN support and EHC plan by ward, with all totals."""
    return Table(
        counts={
            (ward, need): n for ward in rows for need, n in zip(NEEDS, rows[ward], strict=True)
        },
        headings=(each_and_all(rows, "Borough"), each_and_all(NEEDS, "Pupils") | ANY_SEN),
        share=1,
    )


def ward_views(
    rows: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]],
    schools: Heading = SCHOOLS,
) -> Table:
    """The same by ward for mainstream and for other schools, printed as `schools` says."""
    return Table(
        counts={
            (ward, need, kind): n
            for ward, kinds in rows.items()
            for kind, counts in zip(("mainstream", "other"), kinds, strict=True)
            for need, n in zip(NEEDS, counts, strict=True)
        },
        headings=(each_and_all(rows, "Borough"), each_and_all(NEEDS, "Pupils") | ANY_SEN, schools),
        share=1,
    )


class Reader:
    """Someone who solves the printed page in whole numbers with another tool.

    The reader knows that hidden counts are not 0 unless they are, and where nobody can be.
    """

    def __init__(self, table: Table, hidden: Collection[Key]) -> None:
        self.atoms = list(table.counts)
        self.others: list[np.ndarray] = []
        empty = [table.total(table.whole(as_group(atom))) == 0 for atom in self.atoms]
        self.bounds = Bounds(0, np.where(empty, 0, sum(table.counts.values()) + 50))
        rows, low, high = [], [], []
        for key, count in table.printed.items():
            rows.append(self.row(table.group(key)))
            unknown = key in hidden and key not in table.known
            low.append(min(count, 1) if unknown else count)
            high.append(np.inf if unknown else count)
        self.page = LinearConstraint(np.array(rows), low, high)

    def row(self, group: Group) -> np.ndarray:
        inside = [all(p in g for p, g in zip(atom, group, strict=True)) for atom in self.atoms]
        return np.array(inside, dtype=float)

    def finds(self, group: Group, truth: int) -> bool:
        """True when the page leaves one value only to the group.

        Tables that print the same are kept: often one found before settles the next group.
        """
        row = self.row(group)
        if any(round(row @ other) != truth for other in self.others):
            return False
        return all(self.extreme(row, sign) == truth for sign in (1, -1))

    def extreme(self, row: np.ndarray, sign: int) -> int:
        found = milp(
            -sign * row,
            constraints=self.page,
            bounds=self.bounds,
            integrality=np.ones(len(self.atoms)),
        )
        assert found.status == 0
        self.others.append(found.x)
        return round(row @ found.x)


def as_group(atom: Key) -> Group:
    return tuple(frozenset({part}) for part in atom)


def to_protect(table: Table, hidden: Collection[Key]) -> set[Group]:
    """All that is hidden, and every small count of parts, headings and their differences."""
    choices: list[list[frozenset[str]]] = []
    for heading in table.headings:
        sets = list(heading.values())
        parts = [frozenset({part}) for part in frozenset().union(*sets)]
        choices.append([*sets, *parts, *(a - b for a in sets for b in sets if b < a)])
    groups = {table.group(key) for key in hidden}
    for group in itertools.product(*choices):
        whole = table.whole(group)
        size = None if whole == group else table.total(whole)
        if hides_count(table.total(group), size):
            groups.add(group)
    return groups - {table.group(key) for key in table.known}


def found_by_a_reader(table: Table, hidden: Collection[Key]) -> list[Group]:
    reader = Reader(table, hidden)
    groups = to_protect(table, hidden)
    return [group for group in groups if reader.finds(group, table.total(group))]


@pytest.mark.parametrize(
    ("count", "whole", "hidden"),
    [
        (0, None, False),
        (1, None, True),
        (5, 1000, True),
        (6, 1000, False),
        (0, 19, True),
        (19, 19, True),
        (0, 20, False),
        (20, 20, False),
        (0, 0, False),
        (7, 19, False),
        (19, None, False),
    ],
)
def test_which_counts_are_hidden(count: int, whole: int | None, hidden: bool) -> None:
    assert hides_count(count, whole) is hidden


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [
        (1, 100, True),
        (5, 100, True),
        (6, 100, False),
        (0, 100, False),
        (100, 100, False),
        (95, 100, True),
        (99, 100, True),
        (94, 100, False),
        (10, 19, True),
        (10, 20, False),
        (0, 19, True),
    ],
)
def test_which_percentages_are_hidden(numerator: int, denominator: int, hidden: bool) -> None:
    assert hides_percent(numerator, denominator) is hidden


def test_nothing_is_hidden_without_a_small_count() -> None:
    screen = hide(wards({"Hale": (1880, 146, 10), "Urmston": (2080, 228, 40)}))
    assert not screen.hidden and not screen.swaps
    assert screen.count(("Hale", "EHC plan")) == 10
    assert screen.percent(("Hale", "EHC plan")) == pytest.approx(1000 / 2036)
    assert screen.percent(("Hale", "Any SEN")) == pytest.approx(15600 / 2036)


def test_a_true_zero_is_shown() -> None:
    screen = hide(wards({"Hale": (1880, 146, 0), "Urmston": (2080, 228, 40)}))
    assert not screen.hidden
    assert screen.percent(("Hale", "EHC plan")) == 0


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((3, 12, 40), "ab"),
        ((40, 12, 3), "bc"),
        ((3, 0, 40), "ac"),
        ((2, 4, 40), "ab"),
        ((3, 12, 12), "abc"),
        ((1, 1), "abT"),
        ((3, 0, 0), "abcT"),
        ((5, 5, 30), "abc"),
        ((0, 7, 8), "ab"),
        ((0, 12), "ab"),
    ],
    ids=[
        "the next smallest is hidden too",
        "whatever the order",
        "a zero is left",
        "two small ones protect each other",
        "of two equal ones both are hidden",
        "a pair that adds to 2 would be pinned, but its total is small too",
        "a total that is small goes too, with nobody in the rest",
        "5 and 5 of 10 are found by whoever takes all hidden counts for small",
        "nobody in a small group is hidden",
        "everybody in a small group is hidden",
    ],
)
def test_one_row(counts: Sequence[int], hidden: str) -> None:
    screen = hide(row(*counts))
    assert {key[0] for key in screen.hidden} == set(hidden)
    assert not found_by_a_reader(screen.table, screen.hidden)


def test_one_row_and_column_more_in_a_table() -> None:
    screen = hide(
        wards({"Hale": (700, 60, 3), "Urmston": (800, 50, 20), "Manor": (900, 80, 40)}),
    )
    assert screen.hidden == {
        (ward, need) for ward in ("Hale", "Urmston") for need in ("SEN support", "EHC plan")
    }
    assert screen.count(("Hale", "EHC plan")) is None
    assert screen.percent(("Hale", "EHC plan")) is None
    assert screen.percent(("Hale", "Any SEN")) == pytest.approx(6300 / 763)


def test_hiding_the_small_count_alone_is_not_enough() -> None:
    table = wards({"Hale": (700, 60, 3), "Urmston": (800, 50, 20)})
    alone = {("Hale", "EHC plan")}
    row_too = alone | {("Hale", "SEN support")}
    for hidden in (alone, row_too):
        assert table.group(("Hale", "EHC plan")) in solvable(table, hidden)
        assert table.group(("Hale", "EHC plan")) in found_by_a_reader(table, hidden)
    assert not solvable(table, hide(table).hidden)


def test_a_total_that_equals_the_number_of_hidden_counts_gives_them_away() -> None:
    """Two hidden counts that are not 0 and add to 2 are 1 and 1."""
    table = row(1, 1, 40)
    pair = [("a",), ("b",)]
    assert solvable(table, pair) and found_by_a_reader(table, pair)
    assert hide(table).hidden == {("a",), ("b",), ("c",)}


ALTRINCHAM = {
    "Altrincham": ((4148, 404, 112), (91, 24, 1)),
    "Brooklands": ((1485, 143, 50), (0, 0, 0)),
    "Flixton": ((2260, 300, 49), (185, 23, 112)),
}


def test_all_schools_less_mainstream_is_a_count_too() -> None:
    """Altrincham, January 2023: 113 plans in all schools, 112 in mainstream, so 1 in the others."""
    mainstream = wards({ward: kinds[0] for ward, kinds in ALTRINCHAM.items()})
    everywhere = wards({ward: added(*kinds) for ward, kinds in ALTRINCHAM.items()})
    assert not hide(mainstream).hidden and not hide(everywhere).hidden
    together = ward_views(ALTRINCHAM)
    elsewhere = as_group(("Altrincham", "EHC plan", "other"))
    assert together.total(elsewhere) == 1
    assert elsewhere in found_by_a_reader(together, []) and elsewhere in solvable(together, [])
    screen = hide(together)
    assert screen.count(("Altrincham", "EHC plan", "Mainstream")) is None
    assert not found_by_a_reader(together, screen.hidden)


def added(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def test_support_and_plans_follow_from_any_sen() -> None:
    table = wards({"Hale": (700, 3, 30), "Urmston": (800, 50, 20), "Manor": (900, 80, 40)})
    column = {(ward, "SEN support") for ward in ("Hale", "Urmston")}
    assert table.group(("Hale", "SEN support")) in found_by_a_reader(table, column)
    assert not found_by_a_reader(table, hide(table).hidden)


def test_what_is_known_from_elsewhere_is_not_relied_on() -> None:
    """Where a total could be hidden it is; where a reader has it anyway, a zero is."""
    table = wards({"Hale": (90, 700, 3), "Urmston": (90, 800, 0)})
    totals = {key for key in table.printed if key[0] == "Borough" or key[1] == "Pupils"}
    known = Table(
        counts=table.counts, headings=table.headings, share=table.share, known=frozenset(totals)
    )
    free, bound = hide(table), hide(known)
    assert free.count(("Urmston", "EHC plan")) == 0
    assert ("Borough", "SEN support") in free.hidden
    assert bound.hidden == {
        *itertools.product(("Hale", "Urmston"), ("SEN support", "EHC plan")),
        ("Borough", "EHC plan"),
    }
    for screen in (free, bound):
        assert not found_by_a_reader(screen.table, screen.hidden)


def test_what_follows_from_the_known_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a cannot be hidden: it follows"):
        hide(row(3, 40, known=frozenset({("b",), ("T",)})))


def test_a_small_known_count_is_left_off_the_screen() -> None:
    screen = hide(row(3, 40, 50, known=frozenset({("a",)})))
    assert screen.hidden == {("a",)}


@pytest.mark.parametrize(
    ("counts", "more", "message"),
    [
        ({("a",): 3}, {}, "every combination"),
        ({("a",): 3, ("b",): 4, ("c",): 5}, {}, "every combination"),
        ({("a",): 3, ("b",): -4}, {}, "whole number"),
        ({("a",): 3, ("b",): 4.5}, {}, "whole number"),
        ({("a",): 3, ("b",): None}, {}, "whole number"),
        ({("a",): 3, ("b",): float("nan")}, {}, "whole number"),
        ({("a",): 3, ("b",): 4}, {"known": frozenset({("x",)})}, "one of those printed"),
        (
            {("a",): 3, ("b",): 4},
            {"headings": ({"a": frozenset("a"), "b": frozenset("b")},)},
            "adds all parts",
        ),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(counts, more, message: str) -> None:  # type: ignore[no-untyped-def]
    settings = {"headings": (each_and_all("ab", "T"),), "share": 0, **more}
    with pytest.raises(ValueError, match=message):
        Table(counts=counts, **settings)


def test_schools_in_old_and_new_wards() -> None:
    """Two sets of wards over the same schools: what one leaves open the other must not close."""
    schools = {"s1": (100, 20, 8), "s2": (120, 22, 3), "s3": (90, 30, 9), "s4": (80, 10, 7)}
    places: Heading = {
        "new North": frozenset({"s1", "s2"}),
        "new South": frozenset({"s3", "s4"}),
        "old North": frozenset({"s1"}),
        "old South": frozenset({"s2", "s3", "s4"}),
        "Borough": frozenset(schools),
    }
    table = Table(
        counts={(s, need): n for s in schools for need, n in zip(NEEDS, schools[s], strict=True)},
        headings=(places, each_and_all(NEEDS, "Pupils") | ANY_SEN),
        share=1,
    )
    second = as_group(("s2", "EHC plan"))
    assert second in found_by_a_reader(table, [])
    screen = hide(table)
    assert not found_by_a_reader(table, screen.hidden)


def test_a_reader_who_knows_the_rule_finds_no_count_of_a_row() -> None:
    """Of all rows that print the same, no hidden count is the same in every one."""
    alike = defaultdict(list)
    for counts in itertools.product(range(13), repeat=3):
        screen = hide(row(*counts))
        alike[tuple(map(screen.count, screen.table.printed))].append(counts)
    for printed, rows in alike.items():
        if max(map(max, rows)) == 12:
            continue  # rows with larger counts print the same, and were not tried
        for place, count in enumerate(printed[:3]):
            assert count is not None or len({counts[place] for counts in rows}) > 1, printed


small_or_not = st.one_of(
    st.integers(0, 6), st.sampled_from([0, 0, 1, 2, 5, 6, 7, 19, 20]), st.integers(7, 400)
)
groups_of_three = st.tuples(small_or_not, small_or_not, small_or_not)
nobody = st.just((0, 0, 0))
views = st.dictionaries(
    st.sampled_from(["Hale", "Urmston", "Manor", "Flixton"]),
    st.tuples(groups_of_three, groups_of_three | nobody),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(views, st.booleans())
def test_no_reader_finds_a_small_count_from_all_views_together(
    rows: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]], all_kinds: bool
) -> None:
    other = {"Other": frozenset({"other"})} if all_kinds else {}
    table = ward_views(rows, {**SCHOOLS, **other})
    screen = hide(table)
    assert not found_by_a_reader(table, screen.hidden)
    assert not solvable(table, screen.hidden)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCD"), groups_of_three, min_size=2), st.data())
def test_whatever_a_reader_finds_is_called_solvable(
    rows: dict[str, tuple[int, int, int]], data: st.DataObject
) -> None:
    table = wards(rows)
    hidden = data.draw(st.sets(st.sampled_from(sorted(table.printed))))
    assert set(found_by_a_reader(table, hidden)) <= set(solvable(table, hidden))


@settings(max_examples=40, deadline=None)
@given(views)
def test_every_swap_prints_the_same_page(
    rows: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]],
) -> None:
    table = ward_views(rows)
    screen = hide(table)
    for swap in screen.swaps:
        moved = {atom: n + swap.moved.get(atom, 0) for atom, n in table.counts.items()}
        other = Table(counts=moved, headings=table.headings, share=table.share)
        differ = {key for key, count in table.printed.items() if other.printed[key] != count}
        assert differ == swap.changed.keys() <= screen.hidden


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCD"), groups_of_three, min_size=2))
def test_small_counts_and_their_percentages_never_reach_the_screen(
    rows: dict[str, tuple[int, int, int]],
) -> None:
    table = wards(rows)
    screen = hide(table)
    for key, count in table.printed.items():
        assert screen.count(key) in (count, None)
        if count in range(1, 6):
            assert screen.count(key) is None
        pupils = table.printed[key[0], "Pupils"]
        if pupils < 20 or 1 <= pupils - count <= 5 or screen.count(key) is None:
            assert screen.percent(key) is None
