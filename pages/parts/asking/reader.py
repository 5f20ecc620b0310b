"""Who reads, as far as the server can tell, and what that reader may do."""

import streamlit as st

from pages.parts.asking import keeping


def may_keep() -> bool:
    """Whether this reader may keep something here: a server with names of its own is open."""
    others = [name for name in _names() if name not in keeping.THIS_MACHINE]
    return keeping.may_keep(
        others[0] if others else keeping.THIS_MACHINE[0],
        signed_in=bool(getattr(st.user, "is_logged_in", False)),
    )


def _names() -> list[str]:
    """Where the server listens, and the names it answers to."""
    return [st.get_option("server.address"), *st.get_option("server.allowedHosts")]
