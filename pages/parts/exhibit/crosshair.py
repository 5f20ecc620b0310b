"""The crosshair of a chart for those who listen, and for those who use the keyboard.

Vega draws the panel and steps through the chart with a slider of its own, which says only a number.
"""

import streamlit as st

from pages.parts.exhibit.exhibit import Chart

# Registered once for a server. The slider of a chart is its only tab stop: the first step shows
# the newest stop, and to leave it takes the crosshair away.
_SAY = st.components.v2.component(
    "crosshair",
    html="<p role='status'></p>",
    css="""p {
  position: absolute; clip-path: inset(50%); width: 1px; height: 1px; margin: 0; overflow: hidden;
}""",
    js="""export default function ({ parentElement, data }) {
  const told = parentElement.querySelector('[role=status]')
  const slider = (target) => target.matches?.(data.chart + ' .vega-bindings input') && target
  const tell = (input) => {
    const text = data.texts[input.value] ?? ''
    told.textContent = text
    input.setAttribute('aria-valuetext', text)
  }
  const step = (event) => slider(event.target) && tell(event.target)
  const enter = (event) => {
    const input = slider(event.target)
    if (!input || !input.matches(':focus-visible')) return
    input.value = input.max
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const leave = (event) => {
    if (!slider(event.target)) return
    told.textContent = ''
    const cell = document.querySelector(data.chart + ' svg path[fill=transparent]')
    cell?.dispatchEvent(new MouseEvent('mouseout', { bubbles: true }))
  }
  document.addEventListener('input', step)
  document.addEventListener('focusin', enter)
  document.addEventListener('focusout', leave)
  return () => {
    document.removeEventListener('input', step)
    document.removeEventListener('focusin', enter)
    document.removeEventListener('focusout', leave)
  }
}""",
)


def place(chart: Chart) -> str:
    """The key of the container that a chart stands in: where it is found, and how high it is."""
    return f"{'plot' if chart.follows else 'chart'}-{chart.key}"


def announce(chart: Chart) -> None:
    """Have read aloud what the crosshair tells; nothing for a chart without one.

    The chart stands in a container with the key `place(chart)`.
    """
    if chart.texts:
        _SAY(
            key=f"say-{chart.key}",
            data={"chart": f".st-key-{place(chart)}", "texts": list(chart.texts)},
        )
