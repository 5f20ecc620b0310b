"""What the reader chooses on the page Wards; every choice lives in the address."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from pages.parts.choice import Council
from pages.parts.safe import plain
from pages.parts.ward_data import (
    ALL,
    MAINSTREAM,
    MEASURES,
    PLAN,
    Edition,
    WardData,
    set_label,
    ward_data,
)
from pages.parts.ward_words import Asked, edition_label

MAP, RANKED, FUNNEL, SHARES, TABLE = "Map", "Ranked", "Funnel plot", "Shares", "Table"


def ask(council: Council, editions: Sequence[Edition]) -> tuple[Asked, str]:
    """The figures, measure, schools and wards that the reader wants to see, and in which view."""
    data = ward_data(council, _edition(editions))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = _option("Pupils", [PLAN, *(m for m in MEASURES if m != PLAN)], "sen")
        schools, former = _schools(data), _former(data)
    asked = Asked(data=data, measure=measure, schools=schools, former=former)
    return asked, _option("View", views(asked), "view", label_visibility="collapsed")


def views(asked: Asked) -> list[str]:
    """The views that can be drawn: a map needs shapes."""
    shapes = any(ward.shape is not None for ward in asked.data.of(asked.former))
    return [*([MAP] if shapes else []), RANKED, FUNNEL, SHARES, TABLE]


def _edition(editions: Sequence[Edition]) -> Edition:
    labels = {edition_label(edition): edition for edition in editions}
    if len(labels) == 1:
        return editions[0]
    _forget("figures", list(labels))
    written = st.selectbox("Figures", list(labels), key="figures", bind="query-params")
    return labels.get(str(written), editions[0])


def _schools(data: WardData) -> str:
    if data.edition.supplied:
        return ALL
    return _option("Schools", [ALL, MAINSTREAM], "schools")


def _former(data: WardData) -> bool:
    labels = {set_label(data.wards, former): former for former in data.sets}
    if len(labels) == 1:
        return data.sets[0]
    return labels[_option("Ward boundaries", list(labels), "wards")]


def _option(
    label: str,
    options: Sequence[str],
    key: str,
    label_visibility: Literal["visible", "collapsed"] = "visible",
) -> str:
    """One of few options; an address that names another is answered with the first."""
    _forget(key, options)
    chosen = st.segmented_control(
        plain(label),
        options,
        default=options[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility=label_visibility,
    )
    return str(chosen) if chosen in options else options[0]


def _forget(key: str, options: Sequence[str]) -> None:
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
