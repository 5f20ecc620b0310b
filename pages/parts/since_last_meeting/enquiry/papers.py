"""Of which measures has a committee paper another figure than the published one?"""

import re
from dataclasses import dataclass

from pages.parts.figures.councils import Council
from pages.parts.figures.database import indicators
from pages.parts.language.words import day_words, month_words, uncapitalise
from pages.parts.paper_check.known import CHANGE
from pages.parts.paper_check.ledger import Ledger, ledgers
from pages.parts.paper_check.records import Judged, Verdict

_NEXT_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Differs:
    """One figure of a paper beside the published one: a finding, and what else is said of it."""

    finding: str
    said: str


def differing(council: Council) -> dict[str, Differs]:
    """One such figure of each measure, by measure: the newest paper first, then by distance.

    Of several figures of one measure it is the one that lies furthest from the published one, in
    parts of it. Figures of other places and of parts of a measure are left out.
    """
    found: dict[str, Differs] = {}
    for paper in ledgers(council.la_code):
        own = [each for each in paper.judged if _concerns(each, council)]
        for each in sorted(own, key=distance, reverse=True):
            assert each.nearest
            found.setdefault(each.nearest.indicator_id, told(each, paper))
    return found


def _concerns(each: Judged, council: Council) -> bool:
    nearest = each.nearest
    return (
        each.verdict == Verdict.DIFFERS
        and nearest is not None
        and nearest.area_code == council.area_code
        and nearest.breakdown is None
        and each.quoted.unit != CHANGE
    )


def distance(each: Judged) -> float:
    """How far a quoted figure lies from the published one, in parts of the published one."""
    value = each.nearest.value if each.nearest else None
    return abs(each.difference) / abs(value) if value and each.difference is not None else 0.0


def told(each: Judged, paper: Ledger) -> Differs:
    """The first sentence of the check under the name of the measure, and the others."""
    assert each.nearest
    first, *others = _NEXT_SENTENCE.split(each.sentence)
    name = indicators()[each.nearest.indicator_id].name
    when = day_words(paper.meeting) if paper.meeting else ""
    if not when and paper.known_on:
        when = month_words(paper.known_on)
    where = f"The paper: {', '.join(text for text in (paper.title, when) if text)}."
    return Differs(
        finding=f"{name}: {uncapitalise(first.removesuffix('.'))}", said=" ".join((*others, where))
    )
