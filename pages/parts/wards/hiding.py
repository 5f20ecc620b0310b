"""Which counts of one edition may be shown: all that the page prints, proven as one table."""

from collections.abc import Mapping, Sequence

from analysis.disclosure import Heading, Key, Screen, Table, hide
from pages.parts.wards.data import (
    ALL_PUPILS,
    ALL_SCHOOLS,
    ANY,
    MAINSTREAM,
    NEEDS,
    PLAN,
    SUPPORT,
    Unit,
)

WHOLE_COUNCIL = "council"  # the place that adds all wards
NEED_HEADINGS: Heading = {
    **{need: frozenset({need}) for need in NEEDS},
    ANY: frozenset({SUPPORT, PLAN}),
    ALL_PUPILS: frozenset(NEEDS),
}
SCHOOL_HEADINGS: Heading = {
    ALL_SCHOOLS: frozenset({"mainstream", "other"}),
    MAINSTREAM: frozenset({"mainstream"}),
}


def screen(units: Sequence[Unit], *, mainstream: bool) -> Screen:
    """What may be shown of every view together: wards of both sets, measures, kinds of school.

    The council's totals are published elsewhere, so hiding them would protect nothing; where that
    leaves no way to hide a small ward, they are hidden all the same.
    """
    try:
        return hide(printed_counts(units, mainstream=mainstream, totals_known=True))
    except ValueError:
        return hide(printed_counts(units, mainstream=mainstream, totals_known=False))


def printed_counts(units: Sequence[Unit], *, mainstream: bool, totals_known: bool) -> Table:
    """All printed counts of one edition. The innermost parts are schools that share all wards."""
    schools = SCHOOL_HEADINGS if mainstream else {ALL_SCHOOLS: frozenset({"other"})}
    groups = sorted(schools[ALL_SCHOOLS])
    parts = {unit.wards: " | ".join(unit.wards) for unit in units}
    counts: dict[Key, int] = {
        (part, need, group): 0 for part in parts.values() for need in NEEDS for group in groups
    }
    for unit in units:
        for need, count in unit.counts.items():
            counts[parts[unit.wards], need, unit.group] += count
    places: Heading = {
        **_places(parts),
        WHOLE_COUNCIL: frozenset(parts.values()),
    }
    known = {(WHOLE_COUNCIL, need, school) for need in NEED_HEADINGS for school in schools}
    return Table(
        counts=counts,
        headings=(places, NEED_HEADINGS, schools),
        share=1,
        known=frozenset(known) if totals_known else frozenset(),
    )


def _places(parts: Mapping[tuple[str, ...], str]) -> dict[str, frozenset[str]]:
    codes = dict.fromkeys(code for wards in parts for code in wards)
    return {
        code: frozenset(part for wards, part in parts.items() if code in wards) for code in codes
    }
