"""What the reader chooses on the page Wards; every choice lives in the address."""

from collections.abc import Mapping, Sequence

from pages.parts.asking import address
from pages.parts.figures.councils import Council
from pages.parts.language.words import slug
from pages.parts.wards.data import ALL_SCHOOLS, MAINSTREAM, MEASURES, PLAN, Edition
from pages.parts.wards.rates import WardChoice, WardData, set_label, ward_data
from pages.parts.wards.views import WardView, offered
from pages.parts.wards.words import edition_label


def ask(council: Council, editions: Sequence[Edition]) -> tuple[WardChoice, WardView]:
    """The figures, measure, schools and wards that the reader wants to see, and in which view."""
    with address.controls():
        data = ward_data(council, _edition(editions))
        measures = address.slugs([PLAN, *(m for m in MEASURES if m != PLAN)])
        measure = measures[_few("Pupils", "provision", measures)]
        schools, former = _schools(data), _former(data)
        choice = WardChoice(data=data, measure=measure, schools=schools, former=former)
        views = {slug(view.label): view for view in offered(choice)}
        labels = {slug: view.label for slug, view in views.items()}
        return choice, views[_few("View", "view", labels)]


def _edition(editions: Sequence[Edition]) -> Edition:
    """The figures to show, chosen by the month of the count and whose they are."""
    known = {_edition_slug(edition): edition for edition in editions}
    if len(known) == 1:
        return editions[0]
    labels = {slug: edition_label(edition) for slug, edition in known.items()}
    return known[address.one("Figures", "figures", labels, hidden=True)]


def _edition_slug(edition: Edition) -> str:
    if edition.supplied:
        return f"council-{edition.period_end:%Y-%m-%d}-{edition.basis}"
    return f"{edition.period_end:%Y-%m}"


def _schools(data: WardData) -> str:
    if data.edition.supplied:
        return ALL_SCHOOLS
    kinds = address.slugs([ALL_SCHOOLS, MAINSTREAM])
    return kinds[_few("Schools", "schools", kinds)]


def _former(data: WardData) -> bool:
    """Whether the wards before the newest boundaries are shown."""
    if len(data.sets) == 1:
        return data.sets[0]
    known = {"former" if former else "current": former for former in data.sets}
    labels = {slug: set_label(data.wards, former) for slug, former in known.items()}
    return known[_few("Ward boundaries", "vintage", labels)]


def _few(label: str, key: str, options: Mapping[str, str]) -> str:
    """One of a few words that speak for themselves, so that no label stands above them."""
    return address.one(label, key, options, widget="segmented", hidden=True)
