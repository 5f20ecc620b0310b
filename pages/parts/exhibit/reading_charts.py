"""How to read a chart: a few sentences for each form, and one example from the figures in sight.

A specification carries the name of its form. What is said of a mark is said where it is drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pages.parts.exhibit.chart_kit import form_name
from pages.parts.exhibit.exhibit import Chart, Exhibit
from pages.parts.language.words import INTERVAL, capitalise, display_name

TITLE = "How to read this chart"
MAP = "map"
MOST_TOLD = 3  # marks of one row

CHANCE = (
    f"A thin line through a mark is its {INTERVAL}: where the figure could lie by chance alone. "
    "Where two of them overlap, go by what the page says of the difference, not by the eye."
)
BREAK = "An upright rule says that what is counted changes there, so no line crosses it."
CARE = "A dashed upright rule says that what lies before and after it can be compared with care."
RING = "A ring on or below the axis is a figure that nobody published, and not a zero."
SPREAD = "The pale band is where the middle half of all councils lie."
STEPS = "With the pointer, a finger or the arrow keys, each stop is told in words."
BESIDE = (
    "The bar is the council, the short upright line on or beside it is England. The columns at the "
    "right print both, and how many points lie between them."
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a form of chart is read: what it shows, and what some of its marks mean, by mark.

    Its example is the newest of what its crosshair tells, or with `highest` that of the highest
    mark of this name.
    """

    shows: str
    marks: Mapping[str, str] = field(default_factory=dict)
    highest: str = ""


WHO_IS_IT = (
    "Time runs from left to right, the figure from the bottom up. A line is named at its right "
    "end, where its newest figure stands too; the thick one is the council."
)
LINE_MARKS = {
    "band": SPREAD,
    "interval": CHANCE,
    "peer": "A grey dot is one council of the group.",
    "break": BREAK,
    "caution": CARE,
    "withheld": RING,
    "inspection": "A triangle on the axis is the day on which an inspection began.",
    "stop": STEPS,
}
WARD_MARKS = {
    "interval": CHANCE,
    "withheld": "A ring is a ward whose figure is hidden, because it would tell of few children.",
}
READINGS: Mapping[str, Reading] = {
    "trend": Reading(shows=WHO_IS_IT, marks=LINE_MARKS),
    "quoted": Reading(
        shows="The line is what is published, through the years. A mark beside it is a figure that "
        "a paper quotes, at the period that the paper gives. A mark on the line agrees with it.",
        marks={key: LINE_MARKS[key] for key in ("interval", "break", "caution", "stop")},
    ),
    "bars": Reading(
        shows="A row is a place, the largest figure first. A longer bar is a larger figure, which "
        "is printed beside it.",
        marks={"interval": CHANCE},
    ),
    "parts": Reading(shows=f"A row is a part of the whole. {BESIDE}", marks={"interval": CHANCE}),
    "who": Reading(shows=f"A row is a group of children. {BESIDE}", marks={"interval": CHANCE}),
    "refused": Reading(
        shows="A row is who asked; a longer bar says that more of their requests were refused. "
        + BESIDE,
        marks={"interval": CHANCE},
    ),
    "way": Reading(
        shows="A row is a step on the way, from a request to an appeal. A longer bar is a larger "
        "count. An outline in place of a full bar says that other children are among them, so it "
        "is no part of the bar above.",
    ),
    "profile": Reading(
        shows="From left to right stand ages or year groups, a bar for each. The higher the bar of "
        "the council, the more children; the lines are those named in the key.",
        marks={
            "interval": CHANCE,
            "shade": "Grey ground marks the ages or year groups that the finding tells of.",
            "stop": STEPS,
        },
        highest="bar",
    ),
    "steps": Reading(
        shows="A dot is the step of the council from one age or year group to the next, divided by "
        "England's. On the line at 1 both are the same; above it the council's is the larger.",
        marks={"interval": CHANCE, "stop": STEPS},
        highest="dot",
    ),
    "ranking": Reading(
        shows="A dot is a council. From left to right they stand in the order of rank, and the "
        "higher a dot, the higher the figure. The dots with names are those you chose.",
        marks={
            "band": "The pale band is how far the council's rank could lie by chance alone.",
            "england": "The dashed line is England.",
            "interval": CHANCE,
        },
    ),
    "distribution": Reading(
        shows="For each year the pale box holds the middle half of all councils, the line across "
        "it is the one in the middle. The thin grey line reaches from the lowest council to the "
        "highest. The blue line is the council.",
        marks={"interval": CHANCE, "break": BREAK, "caution": CARE, "stop": STEPS},
    ),
    "tiles": Reading(
        shows="A tile is a council, about where it lies in England; London is drawn larger beside "
        "it. The darker a tile, the higher its figure; the key gives the limits of the five "
        "shades. A tile is no larger where more people live.",
        marks={
            "hatch": "A hatched tile has no figure.",
            "council": "An outline marks the council.",
        },
    ),
    MAP: Reading(
        shows="The darker a ward, the higher its percentage; the key gives the limits of the "
        "shades. A ward that is larger on the map has more ground, not more children. A white "
        "ward has no figure that can be shown.",
    ),
    "dots": Reading(
        shows="A row is a ward, the highest percentage first. The dot is its percentage, the "
        "upright rules are the council and England.",
        marks=WARD_MARKS,
    ),
    "funnel": Reading(
        shows="A dot is a ward: the further right, the more pupils it has; the higher, the higher "
        "its percentage. Small wards swing more by chance, so the limits open like a funnel to the "
        "left. A ward within the limits is no different from the others; one outside deserves a "
        "question.",
    ),
    "deprivation": Reading(
        shows="A dot is a ward: the further right, the more of its children live with low income; "
        "the higher, the higher its percentage. No line is drawn, as two things seen together need "
        "not have to do with each other.",
        marks={"interval": CHANCE},
    ),
    "shares": Reading(
        shows="A row is a ward, and the whole bar all of its pupils. Dark is the part with a plan, "
        "light the part with SEN support, empty the rest.",
    ),
    "months": Reading(
        shows="A dot is a month. The line in the middle is the mean, the two beside it are the "
        "limits of ordinary movement. Ups and downs within the limits are no news. A diamond "
        "stands out: ask what happened then.",
        marks={"withheld": RING, "stop": STEPS},
    ),
    "grades": Reading(
        shows="A row is what was graded, a tile is one report, in the month in which the "
        "inspection began. The darker a tile, the weaker the grade; its letters say which.",
        marks={"no tile": "An empty tile has no grade."},
    ),
    "releases": Reading(
        shows="A row is a publication, a sign is one release of it, in the month in which it "
        "appeared. A filled circle is here, an empty one is not, a diamond was due.",
    ),
    "verdicts": Reading(
        shows="A row is a verdict, a mark in it is one figure of the paper. The longer a row, the "
        "more figures have this verdict.",
    ),
}


def how_to_read(exhibit: Exhibit) -> str:
    """How the charts of an exhibit are read, a paragraph for each form, parted by empty lines.

    Empty where no chart has a form of ours.
    """
    by_form: dict[str, Chart] = {}
    for chart in exhibit.charts:
        by_form.setdefault(_form(chart), chart)
    return "\n\n".join(_told(exhibit, chart, form) for form, chart in by_form.items() if form)


def _form(chart: Chart) -> str:
    name = form_name(chart.specification)
    return name if name in READINGS else ""


def _told(exhibit: Exhibit, chart: Chart, form: str) -> str:
    reading = READINGS[form]
    drawn = set() if chart.frame is None else set(chart.frame["mark"])
    meanings = [text for mark, text in reading.marks.items() if mark in drawn]
    example = _example(exhibit, chart, reading)
    return " ".join([reading.shows, *meanings, *([f"For example: {example}"] if example else [])])


def _example(exhibit: Exhibit, chart: Chart, reading: Reading) -> str:
    """One mark of the chart in words, those that the chart itself tells; empty without any."""
    if chart.texts and chart.frame is not None:
        return _sentence(chart.texts[_stop(chart.frame, reading.highest)])
    if chart.frame is not None:
        return _sentence(" · ".join(_of_a_row(chart.frame, display_name(exhibit.place))))
    return _sentence(_of_the_table(exhibit))


def _stop(frame: pd.DataFrame, highest: str) -> int:
    """Which of the stops: that of the highest mark of this name, or the last."""
    stops, marks = frame[frame["mark"] == "stop"], frame[frame["mark"] == highest]
    marks = marks[marks["y"].notna()]
    if marks.empty or stops.empty:
        return -1
    top = marks.iloc[int(marks["y"].to_numpy().argmax())]
    middle = top["x"] if pd.isna(top["x2"]) else (top["x"] + top["x2"]) / 2
    nearest = int((stops["x"] - middle).abs().to_numpy().argmin())
    return int(stops["order"].to_numpy()[nearest])


def _of_a_row(frame: pd.DataFrame, place: str) -> Iterator[str]:
    """What is told by the mark of the place or else by those of the first row that tell any."""
    told = frame[frame["tip"].fillna("") != ""]
    if told.empty:
        return
    own = told[(told["mark"] == "dot") & (told["role"] == "council")]
    own = own if len(own) else told[(told["name"] == place) & told["tip"].str.startswith(place)]
    name = (own if len(own) else told).iloc[0]["name"]
    row = own if len(own) else told[told["name"] == name] if isinstance(name, str) else told[:1]
    tips = list(dict.fromkeys(row["tip"]))
    if not isinstance(name, str) or name.lower() in tips[0].lower():
        yield tips[-1] if "\n" in tips[0] else tips[0]  # of signs through the months the newest
    else:
        yield f"“{name}”"
        yield from tips[:MOST_TOLD]


def _of_the_table(exhibit: Exhibit) -> str:
    """The first row of the table below a chart that tells nothing of its own."""
    if not exhibit.tables or exhibit.tables[0][1].empty:
        return ""
    first, *others = exhibit.tables[0][1].iloc[0].items()
    shares = [str(value) for _, value in others if "%" in str(value)]
    return " · ".join([str(first[1]), *shares[:1]])


def _sentence(told: str) -> str:
    """'2024 · Trafford 53.4% · England 46.4%' as a sentence."""
    first, *others = [part.replace("\n", ", ") for part in told.split(" · ")]
    said = f"{first}: {'; '.join(others)}" if others else first
    return f"{capitalise(said).rstrip('.')}." if said else ""
