"""A click on a tile or a dot opens that council.

Vega keeps the row that a mark was drawn from at the mark, so that the mark needs no link of its
own. To open a council is to choose it in the list at the top: one step in the history.
"""

import streamlit as st

import queries
from pages.parts.asking import ways
from pages.parts.figures.councils import by_slug

KEY = "opened"  # of the component; what it sends is the council as an address names it

_OPENING = st.components.v2.component(
    KEY,
    html="<span></span>",
    js="""export default function ({ data, setTriggerValue }) {
  const tidy = new AbortController()
  const council = (event) =>
    event.target.closest?.(data.chart + ' svg') && event.target.__data__?.datum?.name
  document.addEventListener('click', (event) => {
    const name = council(event)
    if (name) setTriggerValue('opened', name)
  }, { signal: tidy.signal })
  document.addEventListener('pointerover', (event) => {
    if (council(event)) event.target.style.cursor = 'pointer'
  }, { signal: tidy.signal })
  return () => tidy.abort()
}""",
)


def watch(chart: str) -> None:
    """Open what is clicked in the chart with this key: the `name` of the row behind it."""
    with st.container(key=ways.GO):  # nothing of it is to be seen
        _OPENING(
            key=KEY,
            data={"chart": f".st-key-{chart}"},
            on_opened_change=queries.pinned(_open),
        )


def _open() -> None:
    """Choose the council before the list at the top is drawn; one of former years is not there."""
    opened = st.session_state[KEY].opened
    if opened in by_slug():
        st.session_state["council"] = opened
