"""What the reader chose in the sidebar: a council, and whom to compare it with."""

import streamlit as st

from pages.parts.asking import address
from pages.parts.figures.councils import Choice, Group, councils, groups
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, slug


def sidebar() -> Choice:
    """Draw the two choices and return them; both live in the address, as `council` and `with`."""
    known = {slug(display_name(council.name)): council for council in councils()}
    with st.sidebar:
        council = known[
            address.one(
                "Council",
                "council",
                {name: council.name for name, council in known.items()},
                aliases={council.la_code: name for name, council in known.items()},
                formerly="la",
                kept=True,
            )
        ]
        offered = {group.key: group for group in groups(council)}
        options = {key: group.option for key, group in offered.items()}
        group = offered[address.one("Compare with", "with", options, kept=True)]
        if group.areas and not group.published:
            st.caption(f"{len(group.areas)} councils: {plain(_names(group))}.")
    return Choice(council=council, group=group)


def _names(group: Group) -> str:
    names = {council.area_code: council.name for council in councils()}
    return ", ".join(names.get(area, area) for area in group.areas)
