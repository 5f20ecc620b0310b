"""Compile every form of chart and freeze what stays, once for a server."""

import atexit
import gc
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

import streamlit as st

from pages.parts.exhibit.chart_kit import FORMS, Form

HERE = Path(__file__).parent


def every_form() -> Collection[Form]:
    """The forms of all rooms: each charts.py enters its own when it is imported."""
    for charts in sorted(HERE.glob("*/charts.py")):
        import_module(f"{__package__}.{charts.parent.name}.charts")
    return FORMS.values()


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Keep imports and forms of charts out of every later garbage collection, which stops all."""
    for form in every_form():
        form.specification({})  # compiles it
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else DuckDB reports what is still frozen as leaked
