"""At a glance once more: every test of a council, its chance, and what is told of so many."""

import math
from collections.abc import Iterator, Mapping, Sequence

from scipy.stats import norm

from bench.audit import oracle
from bench.audit.audited import Audited, Checked, Known
from bench.audit.standings import spread_of
from bench.audit.world import Measure, World
from pages.parts.figures.councils import Choice
from pages.parts.overview.entries import ALONE, ASKING, QUARTER, UNTESTED, Entry, entries

TOLD = tuple(heading for heading in ASKING if heading != QUARTER)  # of a quarter there is no test
DIGITS = 2  # of the logarithm of a chance
NEGLIGIBLE = 1e-6  # chances that are no larger are told whatever they are


def glance(rows: World, choices: Sequence[Choice]) -> Iterator[Checked]:
    """What each council was tested for, and what of it stands on its page as told."""
    audited = {
        code: Audited(world=rows, measure=measure, choices=choices)
        for code, measure in rows.measures.items()
    }
    for choice in choices:
        every = {entry.indicator.indicator_id: entry for entry in entries(choice)}
        due = {
            (code, what): chance
            for code, entry in every.items()
            for what, chance in _chances(audited[code], entry).items()
        }
        told = dict(zip(due, oracle.told(list(due.values())), strict=True))
        for code, entry in every.items():
            yield from _compared(audited[code], entry, due, told)


def _compared(
    audited: Audited,
    entry: Entry,
    due: Mapping[tuple[str, str], float],
    told: Mapping[tuple[str, str], bool],
) -> Iterator[Checked]:
    latest = entry.view.latest
    if latest is None:
        return
    own = {what: chance for (code, what), chance in due.items() if code == audited.code}
    ours: dict[str, float] = {flag.what: flag.chance for flag in entry.flags}
    area, end = entry.view.reporter, latest.end
    for what in sorted({*own, *ours}):
        theirs = _rounded(own.get(what))
        yield audited.checked(
            area, end, f"the chance of its test ({what})", _rounded(ours.get(what)), theirs
        )
    if entry.heading == QUARTER:
        return
    asks = any(told[audited.code, what] for what in own)
    yield audited.checked(area, end, "whether it is told", entry.heading in TOLD, asks)
    alone = not asks and any(chance < 1 for chance in own.values())
    yield audited.checked(
        area, end, "whether its own test alone tells it", entry.heading == ALONE, alone
    )
    untested = entry.value is not None and not own
    yield audited.checked(
        area, end, "whether it could not be tested", entry.heading == UNTESTED, untested
    )


def _rounded(chance: float | None) -> float | None:
    """A chance as it is compared: its logarithm to some digits; what is negligible is 0."""
    if chance is None:
        return None
    return round(math.log(chance), DIGITS) if chance > NEGLIGIBLE else -math.inf


def _chances(audited: Audited, entry: Entry) -> dict[str, float]:
    """The chance of every test of one measure; 1 where it tells nothing."""
    latest, measure = entry.view.latest, audited.measure
    if latest is None or latest.value is None:
        return {}
    area, end = entry.view.reporter, latest.end
    if (audited.code, area, end) in audited.world.doubted:
        return {}
    known, found = audited.known(area, end), {}
    if measure.polarity != "none" and known.against_england != "not compared":
        found["England"] = _against_england(measure, known)
    if measure.polarity == "none" and measure.compared and end == measure.ends[-1]:
        found |= _among_councils(audited, area)
    if known.movement != "not compared":
        found["change"] = _of_change(measure, known)
    return found


def _against_england(measure: Measure, known: Known) -> float:
    if known.tone != "worse":
        return 1.0
    assert measure.method and known.england is not None
    assert known.cell.x is not None and known.cell.n is not None
    z = oracle.z_of_difference(
        measure.method, known.cell.x, known.cell.n, known.england / measure.scale, measure.effect
    )
    return float(norm.sf(z))


def _among_councils(audited: Audited, area: str) -> dict[str, float]:
    measure, end = audited.measure, audited.measure.ends[-1]
    target, able, spread = spread_of(measure, audited.parts[end], end)
    if spread is None or area not in able or measure.method is None:
        return {}
    at = able.index(area)
    if spread.sides[at][-1] in (None, "inside"):
        return {"councils": 1.0}
    cell = audited.parts[end][area]
    assert cell.x is not None and cell.n is not None
    distance = abs(cell.x / cell.n - target) / spread.errors[at]
    rare = float(oracle.tails(measure.method, target, cell.x, cell.n))
    return {"councils": float(max(2 * norm.sf(distance), 2 * rare))}


def _of_change(measure: Measure, known: Known) -> float:
    unwanted = {"high": ("fell",), "low": ("rose",), "none": ("rose", "fell")}[measure.polarity]
    if known.movement not in unwanted:
        return 1.0
    assert known.parts is not None and measure.method
    z = oracle.z_of_change(measure.method, *known.parts, measure.effect)
    return float(norm.sf(z)) * len(unwanted)
