"""What stands on no page: what nobody publishes council by council, and what a file would bring.

A card says who knows it and what is nearest; no figure of a paper stands in for a published one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pages.parts.asking.sections import Part, held, page_of
from pages.parts.exhibit.absent import NotPublished, by_dfe
from pages.parts.figures.freshness import publication_of

COORDINATORS = NotPublished(
    what="Plans for each plan coordinator",
    who="Nobody publishes how many coordinators of EHC plans a council has, or how many plans each",
    when="",
    why="only the council itself can tell; the caseload that DfE publishes is of social workers",
    nearest="how many plans there are, and how many are issued on time",
    page="pages/ehc_plans.py",
    words={"show": "on-time"},
)
HIGH_NEEDS = NotPublished(
    what="Deficit on high needs",
    who="Nobody publishes a council's deficit on high needs alone",
    when="",
    why="DfE publishes the balance of the whole dedicated schools grant, of which high needs are a "
    "part, and no year of that is among the figures here: ask for the council's own accounts",
    nearest="where children with plans are placed",
)
ADVICE = NotPublished(
    what="Contacts of the advice service",
    who="Nobody publishes how many families turn to the information, advice and support service "
    "of a council (SENDIASS)",
    when="",
    why="the service reports to its council, so the council can tell",
    nearest="appeals registered with the tribunal, above",
)
COMPLAINTS = NotPublished(
    what="Complaints",
    who="Nobody publishes how many complaints about special educational needs a council receives",
    when="",
    why="the council counts its own, and the ombudsman sees only those that reach it; neither is "
    "among the figures here",
    nearest="appeals registered with the tribunal, above",
)
CARDS: Mapping[tuple[str, str], Sequence[NotPublished]] = {
    ("pages/ehc_plans.py", "On time"): (COORDINATORS,),
    ("pages/ehc_plans.py", "Placements"): (HIGH_NEEDS,),
    ("pages/ehc_plans.py", "Appeals"): (ADVICE, COMPLAINTS),
    ("pages/workforce.py", "Caseload"): (COORDINATORS,),
}


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """Measures that no embedded file has, and the first file of DfE's that prints them."""

    what: str
    measures: tuple[str, ...]
    file: str

    @property
    def card(self) -> NotPublished:
        who, when = by_dfe(publication_of("ehcp_20_52wk_pc"))
        return NotPublished(
            what=self.what,
            who=who,
            when=when,
            why=f"its table {self.file} says it since the release of 2026, and that release is not "
            "among the figures here",
            nearest="in how many weeks plans were issued, above",
        )


AWAITED = (
    Awaited(
        what="Mean weeks to a plan",
        measures=("ehcp_weeks",),
        file="timeliness_20_week.csv",
    ),
    Awaited(
        what="Phase transfer reviews, and final plans after them",
        measures=("ehcp_phase_due_next", "ehcp_phase_final"),
        file="phase_transfers.csv",
    ),
)


def cards(part: Part) -> Iterator[NotPublished]:
    """The cards of the section in which a measure stands, if it has any."""
    where = page_of(part)
    yield from CARDS.get(where, ()) if where else ()
    for awaited in AWAITED:
        if page_of(awaited.measures[0]) == where and not held().intersection(awaited.measures):
            yield awaited.card
