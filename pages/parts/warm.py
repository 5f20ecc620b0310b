"""Compile every form of chart and freeze what stays, once for a server."""

import atexit
import gc
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
import vl_convert

from pages.parts.exhibit.chart_kit import FORMS, Form

HERE = Path(__file__).parent
NOTHING = {"data": {"values": []}, "mark": "point"}


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
    vl_convert.vegalite_to_svg(NOTHING)  # starts the engine that draws pictures
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else DuckDB reports what is still frozen as leaked


@asynccontextmanager
async def warmed(app: st.App) -> AsyncIterator[None]:
    """Settle while the server starts, so that its first reader waits for nothing."""
    settle()
    yield
