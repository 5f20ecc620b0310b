"""What the reader chooses on the page Wards; every choice lives in the address."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts.asking import address
from pages.parts.figures.councils import Council
from pages.parts.wards.data import (
    ALL,
    MAINSTREAM,
    MEASURES,
    PLAN,
    Asked,
    Edition,
    WardData,
    set_label,
    ward_data,
)
from pages.parts.wards.words import edition_label

MAP, RANKED, FUNNEL, SHARES, TABLE = "Map", "Ranked", "Funnel plot", "Shares", "Table"


def ask(council: Council, editions: Sequence[Edition]) -> tuple[Asked, str]:
    """The figures, measure, schools and wards that the reader wants to see, and in which view."""
    data = ward_data(council, _edition(editions))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measures = address.slugs([PLAN, *(m for m in MEASURES if m != PLAN)])
        measure = measures[_few("Pupils", "provision", measures)]
        schools, former = _schools(data), _former(data)
    asked = Asked(data=data, measure=measure, schools=schools, former=former)
    offered = address.slugs(views(asked))
    return asked, offered[_few("View", "view", offered, hidden=True)]


def views(asked: Asked) -> list[str]:
    """The views that can be drawn: a map needs shapes."""
    shapes = any(ward.shape is not None for ward in asked.data.of(asked.former))
    return [*([MAP] if shapes else []), RANKED, FUNNEL, SHARES, TABLE]


def _edition(editions: Sequence[Edition]) -> Edition:
    """The figures to show, chosen by the month of the count and whose they are."""
    known = {_edition_slug(edition): edition for edition in editions}
    if len(known) == 1:
        return editions[0]
    labels = {slug: edition_label(edition) for slug, edition in known.items()}
    return known[address.one("Figures", "figures", labels)]


def _edition_slug(edition: Edition) -> str:
    if edition.supplied:
        return f"council-{edition.period_end:%Y-%m-%d}-{edition.basis}"
    return f"{edition.period_end:%Y-%m}"


def _schools(data: WardData) -> str:
    if data.edition.supplied:
        return ALL
    offered = address.slugs([ALL, MAINSTREAM])
    return offered[_few("Schools", "schools", offered)]


def _former(data: WardData) -> bool:
    """Whether the wards before the newest boundaries are shown."""
    if len(data.sets) == 1:
        return data.sets[0]
    known = {"former" if former else "current": former for former in data.sets}
    labels = {slug: set_label(data.wards, former) for slug, former in known.items()}
    return known[_few("Ward boundaries", "vintage", labels)]


def _few(label: str, key: str, options: Mapping[str, str], hidden: bool = False) -> str:
    return address.one(label, key, options, widget="segmented", hidden=hidden)
