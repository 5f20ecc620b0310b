"""The crosshair of a chart: one step at a time, what every line tells there.

It follows a pointer, a finger and, through a slider that is the only tab stop of the chart, the
arrow keys. Beside it stands a panel; on a phone the same text stands above the plot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from pages.parts.exhibit.chart_kit import (
    AT,
    FOOT,
    HEAD,
    INK,
    KEY_LEFT,
    KEY_ROW,
    LINE_HEIGHT,
    MUTED,
    NARROW_ONLY,
    NO_TIP,
    START,
    WHITE,
    WIDE_ONLY,
    only,
    text_mark,
)
from pages.parts.exhibit.chart_rows import BETWEEN, Mark, Settings, text_width, wrapped

PANEL_ROW = LINE_HEIGHT + 3
PANEL_TOP, PANEL_PAD, PANEL_GAP = 8, 12, 14  # from the top, around its words, from the rule
PHONE_LINE = 38  # letters that fit beside each other on the narrowest phone

# What a chart with a crosshair sets beside the rest: see `settings_of`.
SETTINGS = {"stops": 1, "lines": 0}


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One place where the crosshair stops: where it is, what it is called, what is told there.

    `more` is told as well where there is room.
    """

    x: float
    name: str
    told: tuple[str, ...]
    more: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """A line for each line of the panel under its name."""
        return [*self.told, *self.more]

    @property
    def phone_lines(self) -> list[str]:
        """What is told, over as few lines as a phone needs."""
        return wrapped(BETWEEN.join([self.name, *self.told]), PHONE_LINE)


def stop_marks(stops: Sequence[Stop]) -> list[Mark]:
    """A row for each stop, the panel on the side where there is more room, `shift` pixels wide."""
    middle = (stops[0].x + stops[-1].x) / 2 if stops else 0.0
    return [
        Mark(
            mark="stop",
            role="left" if stop.x > middle else "right",
            x=stop.x,
            order=index,
            shift=max(map(text_width, (stop.name, *stop.lines))) + 2 * PANEL_PAD,
            name=stop.name,
            text="\n".join(stop.lines),
            short="\n".join(stop.phone_lines),
        )
        for index, stop in enumerate(stops)
    ]


def settings_of(stops: Sequence[Stop], keys: int) -> Settings:
    """How many stops there are, and how many lines a phone keeps free above, for key and words."""
    return {
        "stops": max(len(stops), 1),
        "lines": max([keys, *(len(stop.phone_lines) for stop in stops)]),
    }


def texts(frame: pd.DataFrame) -> tuple[str, ...]:
    """What is said at each stop of a chart, for those who listen.

    All of it in one line: '2024 · Ashe 53.4% (203 of 380) · England 46.4%'.
    """
    stops = frame[frame["mark"] == "stop"].sort_values("order")
    return tuple(
        BETWEEN.join([name, *text.split("\n")])
        for name, text in zip(stops["name"], stops["text"], strict=True)
    )


def crosshair(base: alt.Chart, name: str = "Year") -> list[alt.Chart]:
    """The layers of a crosshair, the last of a form; `name` is said with the slider."""
    slider: Any = {"order": alt.binding_range(min=0, max=0, step=1, name=f"{name} ")}
    at = alt.selection_point(
        name=AT,
        fields=["order"],
        nearest=True,
        on="pointerover, mouseover, touchmove",
        clear="mouseout",
        bind=slider,
    )
    stops = only(base, "stop").encode(y=START)
    # `nearest` makes the whole plot answer. Without a tooltip of its own it would say "true".
    catch = (
        stops.mark_point(opacity=0, size=1)
        .encode(tooltip=NO_TIP)
        .properties(name="stops")
        .add_params(at)
    )
    here = stops.transform_filter({"param": AT, "empty": False})
    rule = here.mark_rule(color=MUTED, strokeWidth=1.5).encode(y=START, y2=FOOT)
    wide, phone = here.transform_filter(WIDE_ONLY), here.transform_filter(NARROW_ONLY)
    top = alt.value(alt.expr(f"{HEAD} - lines * {KEY_ROW}"))
    words = text_mark(phone, "short", align="left", baseline="top", dx=KEY_LEFT, lineHeight=KEY_ROW)
    above = words.encode(x=START, y=top)
    # The words are there only while somebody asks; their room is there from the start.
    room = stops.transform_filter(NARROW_ONLY).mark_rule(opacity=0).encode(x=START, y2=top)
    return [room, catch, rule, *_panel(wide, "left"), *_panel(wide, "right"), above]


def _panel(here: alt.Chart, side: str) -> list[alt.Chart]:
    """Ground, heading and lines on one side of the rule."""
    chosen = only(here, "stop", side)
    edge, start = ("", "") if side == "right" else ("-", " - datum.shift")
    foot = f"{PANEL_TOP} + (length(split(datum.text, '\\n')) + 1) * {PANEL_ROW} + {PANEL_PAD + 6}"
    ground = chosen.mark_rect(
        color=INK,
        cornerRadius=4,
        width=alt.expr("datum.shift"),
        xOffset=alt.expr(f"{edge}({PANEL_GAP} + datum.shift / 2)"),
    ).encode(y=alt.value(PANEL_TOP), y2=alt.value(alt.expr(foot)))
    words: dict[str, Any] = {"align": "left", "baseline": "top", "lineHeight": PANEL_ROW}
    dx = alt.expr(f"{edge}{PANEL_GAP}{start} + {PANEL_PAD}")
    first = PANEL_TOP + PANEL_PAD - 3
    head = text_mark(chosen, "name", dx=dx, fontWeight="bold", **words).encode(y=alt.value(first))
    lines = text_mark(chosen, dx=dx, **words).encode(y=alt.value(first + PANEL_ROW))
    return [ground, *(one.encode(color=alt.value(WHITE)) for one in (head, lines))]
