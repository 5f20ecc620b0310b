"""What papers to councillors quote and nobody publishes council by council: where it is looked for.

A card says who knows it and what is nearest; no figure of a paper stands in for a published one.
"""

from collections.abc import Mapping, Sequence

from pages.parts.asking.sections import Part, page_of
from pages.parts.exhibit import absent
from pages.parts.exhibit.absent import NotPublished

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


def show(part: Part) -> None:
    """The cards of the section in which a measure stands, if it has any."""
    where = page_of(part)
    for card in CARDS.get(where, ()) if where else ():
        absent.show(card)
