"""From profiles and steps to the rows that a chart draws, and to tables in words."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.intervals import Interval
from analysis.steps import Comparison, growth
from pages.parts.exhibit.chart_kit import LINE_HEIGHT
from pages.parts.exhibit.chart_rows import axis_ends, frame_of, wrapped
from pages.parts.figures.database import Row
from pages.parts.language.words import capitalise, digits, display_name
from pages.parts.year_groups import words as told
from pages.parts.year_groups.charts import HEIGHT
from pages.parts.year_groups.data import (
    NAMED,
    SHORT,
    Pair,
    Profile,
    Profiles,
    Year,
    step_name,
    steps,
)

BAR = 0.38  # half the width of a bar
HEADROOM = 1.4  # over changes, for the key
KEY_WIDTH = 26  # letters
KEY_CLEAR = 0.6  # of the height is free under the key
RUNGS = (0.1, 0.25, 0.5, 1, 2, 4, 10)
LEAST_DRAWN = 10  # counts under this do not stretch the axis of the steps
AFTER_SCHOOL = (11.5, 14.5)  # Years 12 to 14
RATIOS = (  # the columns of ratios in a file, the one that may be missing with a reason first
    "ratio of steps",
    "step of council",
    "step of England",
    "95% interval, low",
    "95% interval, high",
    "99.8% interval, low",
    "99.8% interval, high",
)

Drawing = tuple[pd.DataFrame, Row]


def group_role(seen: Profiles) -> str:
    """Neighbours have a colour of their own; any other group takes the region's."""
    return "neighbours" if seen.choice.group.key.startswith("sn") else "region"


def legend(seen: Profiles, year: Year) -> str:
    """What is drawn as what, in words for the subtitle."""
    parts = [f"bars: {seen.council}", "orange dashes: England"]
    if year.group and year.group.percents:
        line = {"neighbours": "pink dots"}.get(group_role(seen), "turquoise dash-dots")
        whom = seen.choice.group.short
        if not seen.choice.group.published:
            whom += f" ({year.group.members} of {year.group.asked} councils added together)"
        parts.append(f"{line}: {whom}")
    return " · ".join(parts)


def group_name(seen: Profiles) -> str:
    """The group as it stands in the key and in tables."""
    pooled = "" if seen.choice.group.published else " (pooled)"
    return f"{seen.choice.group.short}{pooled}"


def compared(year: Year, seen: Profiles) -> dict[str, tuple[str, Profile]]:
    """Whom the council is drawn beside: England, and the group where it has a figure."""
    found = {"england": ("England", year.england)}
    if year.group and year.group.percents:
        found[group_role(seen)] = (group_name(seen), year.group)
    return found


def profile(
    seen: Profiles, year: Year, pair: Pair | None = None, beside: Sequence[Year] = ()
) -> Drawing:
    """Frame and settings of the form `profile`: shares, with the ages of one step standing out.

    The axis is long enough for the years `beside` as well.
    """
    lines = {
        role: (name, one.percents)
        for role, (name, one) in compared(year, seen).items()
        if one.percents
    }
    places, labels = list(seen.places), [SHORT.get(part, part) for part in seen.places.values()]
    highest, top = _top(seen, beside or [year])
    key, taken = _key(seen, list(lines))
    settings = _scale(places, labels) | {
        "bottom": 0.0,
        "top": top,
        "roof": _roof(highest, top, taken),
    }
    title = year.label
    rows = [*_bars(seen, year, pair), *_lines(lines, seen), *key]
    if seen.topic == "Year group":
        rows.append({"mark": "shade", "x": AFTER_SCHOOL[0], "x2": AFTER_SCHOOL[1]})
        title += " (grey: colleges are not counted)"
    return frame_of([*rows, {"mark": "panel", "x": places[0], "text": title}]), settings


def _top(seen: Profiles, years: Sequence[Year]) -> tuple[float, float]:
    """The highest bar, and an axis above all bars, with the last of them clear of the key."""
    last = min(seen.places) + 0.7 * (max(seen.places) - min(seen.places))
    heights, clear = [0.0], [0.0]
    for year in years:
        for one in (year.council, year.england):
            for place, share in one.percents.items():
                interval = one.interval(place)
                high = max(share, interval.high if interval and share > 0 else 0.0)
                heights.append(high)
                clear += [high / KEY_CLEAR] if place > last else []
    return max(heights), axis_ends([min(max(heights + clear), 95.0)], percent=True)[1]


def _roof(highest: float, top: float, taken: float) -> float:
    """How many times longer the axis of a phone is, so that bars end below the key."""
    return max(1.0, highest / top / (1 - min(taken / HEIGHT, 0.7)))


def _bars(seen: Profiles, year: Year, pair: Pair | None) -> list[Row]:
    rows, shares = [], year.council.percents
    for place in seen.places:
        words = year.council.words.get(place)
        if words:
            tip = f"{seen.council}, {seen.called(place)}: {words}"
            rows.append({"mark": "withheld", "x": place, "y": 0.0, "tip": tip})
        if place not in shares:
            continue
        tip = f"{seen.council}, {seen.called(place)}: {told.percent(shares[place])}"
        rows.append(
            {
                "mark": "bar",
                "x": place - BAR,
                "x2": place + BAR,
                "y": shares[place],
                "faint": pair is not None and place not in pair,
                "tip": f"{tip} ({told.number(year.council, place)})",
            }
        )
        interval = year.council.interval(place)
        if interval and shares[place] > 0:
            rows.append({"mark": "interval", "x": place, "y": interval.low, "y2": interval.high})
    return rows


def _lines(lines: Mapping[str, tuple[str, Mapping[int, float]]], seen: Profiles) -> list[Row]:
    return [
        {
            "mark": "line",
            "role": role,
            "segment": role,
            "x": place,
            "y": share,
            "tip": f"{name}, {seen.called(place)}: {told.percent(share)}",
        }
        for role, (name, shares) in lines.items()
        for place, share in shares.items()
    ]


def _key(seen: Profiles, roles: Sequence[str]) -> tuple[list[Row], float]:
    """A name for each place, one below the other, and how many pixels they take."""
    rows: list[Row] = []
    names = {"council": seen.council, "england": "England"}
    names |= {role: seen.choice.group.short for role in roles if role not in names}
    lines = [
        (role, number, text)
        for role, name in names.items()
        for number, text in enumerate(wrapped(name, KEY_WIDTH))
    ]
    for line, (role, number, text) in enumerate(lines):
        place = {"role": role, "x": 0, "y": 0, "order": (line + 0.5) * LINE_HEIGHT}
        rows.append({"mark": "key", "text": text, **place})
        rows += [{"mark": "sample", **place}] if number == 0 else []
    return rows, len(lines) * LINE_HEIGHT


def _scale(places: Sequence[int], labels: Sequence[str]) -> Row:
    return {
        "first": min(places) - 0.6,
        "last": max(places) + 0.6,
        "ticks": list(places),
        "labels": [label.removeprefix("Year ") for label in labels],
    }


def all_steps(seen: Profiles, year: Year, pair: Pair) -> Drawing:
    """Frame and settings of the form `steps`: every step that can be compared, one standing out."""
    found, rows = steps(seen, year), []
    bottom, top = _ladder(found, seen, year, pair)
    for one, step in found.items():
        if step.ratio is None or step.ratio95 is None or step.ratio998 is None:
            continue
        if not bottom <= step.ratio <= top:
            continue
        tip = f"{capitalise(step_name(one, seen.topic))}: {told.times(step)}, {step.verdict}"
        place = {"x": one[0], "faint": one != pair, "tip": tip}
        for mark, interval in (("wide", step.ratio998), ("interval", step.ratio95)):
            rows.append({"mark": mark, "y": interval.low, "y2": interval.high, **place})
        rows.append({"mark": "dot", "y": step.ratio, **place})
    rows.append({"mark": "one", "x": pair[0], "y": 1.0, "text": "England’s\nstep"})
    rows += _step_words(found, seen, pair)
    firsts = [a for a, _ in found]
    settings = _scale(firsts, [_short_step(one, seen) for one in found])
    rungs = [rung for rung in RUNGS if bottom <= rung <= top]
    return frame_of(rows), {**settings, "bottom": bottom, "top": top, "rungs": rungs}


def _step_words(found: Mapping[Pair, Comparison], seen: Profiles, pair: Pair) -> list[Row]:
    """The chosen step in words, at the top of the chart."""
    step, firsts = found[pair], [a for a, _ in found]
    side = "right" if pair[0] > (firsts[0] + firsts[-1]) / 2 else "left"
    name = capitalise(step_name(pair, seen.topic))
    text = name if step.ratio is None else f"{name}: {told.times(step)}"
    return [{"mark": "words", "role": side, "x": pair[0], "y": 1.0, "text": text}]


def _short_step(pair: Pair, seen: Profiles) -> str:
    names = [SHORT.get(seen.places[place], seen.places[place]) for place in pair]
    return "–".join(name.removeprefix("Year ") for name in names)


def _ladder(
    found: Mapping[Pair, Comparison], seen: Profiles, year: Year, pair: Pair
) -> tuple[float, float]:
    """Ends of the axis, the same above 1 and below: wide enough for steps of ten and more."""
    reach = 2.0
    for one, step in found.items():
        counts = [year.council.counts.get(place) or 0 for place in one]
        if step.ratio95 and (min(counts) >= LEAST_DRAWN or one == pair):
            reach = max(reach, 1 / step.ratio95.low, step.ratio95.high)
    reach = min(1.1 * reach, 10.0)
    return 1 / reach, reach


def outside(seen: Profiles, year: Year, pair: Pair) -> str:
    """Which steps lie outside the axis of `all_steps`."""
    found = steps(seen, year)
    bottom, top = _ladder(found, seen, year, pair)
    out = [
        f"{step_name(one, seen.topic)} ({digits(step.ratio, 2)})"
        for one, step in found.items()
        if step.ratio is not None and not bottom <= step.ratio <= top
    ]
    return f"Outside the axis, so in the table only: {', '.join(out)}." if out else ""


def changes(seen: Profiles, pair: Pair) -> list[Drawing]:
    """Two drawings of one scale: the snapshot, and the same children a year on, in percent."""
    before, now = seen.years[-2], seen.newest
    found = steps(seen, now)
    snapshot, same = {}, {}
    for one in found:
        bases = [year.council.counts.get(one[0]) or 0 for year in (now, before)]
        grown = told.cohort(seen, one)
        a, b = one
        england = (before.england.counts.get(a), now.england.counts.get(b))
        ours = found[one].ours.ratio
        snapshot[one] = (ours if bases[0] >= told.LEAST_BASE else None, found[one].theirs.ratio)
        same[one] = (
            grown.ours if bases[1] >= told.LEAST_BASE else None,
            growth(england, england).ours,
        )
    drawn = [one for one in found if all(_fits(side[one]) for side in (snapshot, same))]
    values = [_change(r) for side in (snapshot, same) for one in drawn for r in side[one] if r]
    titles = (f"Snapshot, {now.label}", f"Same children, {before.label} to {now.label}")
    return [
        _changes(seen, side, drawn, title, values, pair)
        for side, title in ((snapshot, titles[0]), (same, titles[1]))
    ]


def _fits(ratios: tuple[float | None, float | None]) -> bool:
    """England's change can be drawn; from age 3 to 4 it is more than fourfold."""
    return ratios[1] is not None and 0.5 <= ratios[1] <= 2


def _change(ratio: float) -> float:
    return 100 * (ratio - 1)


def _changes(
    seen: Profiles,
    side: Mapping[Pair, tuple[float | None, float | None]],
    drawn: Sequence[Pair],
    title: str,
    values: Sequence[float],
    pair: Pair,
) -> Drawing:
    settings = _scale([one[0] for one in drawn], [_short_step(one, seen) for one in drawn])
    bottom, top = axis_ends([*values, HEADROOM * max([*values, 10.0])], percent=False)
    settings |= {"bottom": bottom, "top": top}
    rows: list[Row] = [{"mark": "panel", "x": drawn[0][0], "text": title}]
    shares: dict[int, float] = {}
    for one in drawn:
        ours, theirs = side[one]
        name = step_name(one, seen.topic)
        if ours is not None:
            place = {"x": one[0] - BAR, "x2": one[0] + BAR, "faint": one != pair}
            tip = f"{seen.council}, {name}: {told.change(ours)}"
            rows.append({"mark": "bar", "y": _change(ours), "tip": tip, **place})
        if theirs is not None:
            shares[one[0]] = _change(theirs)
    rows += [
        {"mark": "line", "role": "england", "segment": "england", "x": a, "y": value}
        for a, value in shares.items()
    ]
    if not any(row["mark"] == "bar" for row in rows):
        middle = drawn[len(drawn) // 2][0]
        rows.append({"mark": "words", "x": middle, "text": f"{seen.council}: no figures"})
    return frame_of([*rows, *_key(seen, [])[0]]), settings


def profile_table(seen: Profiles, year: Year) -> pd.DataFrame:
    """One row is an age or a year group in one period; every cell is a text."""
    rows = []
    for place in seen.places:
        row = {
            seen.topic: seen.part(place),
            f"{seen.council}, number": told.number(year.council, place),
            f"{seen.council}, share": _share(year.council, place),
            "95% interval": _interval(year.council.interval(place)),
        }
        for name, one in compared(year, seen).values():
            row[f"{name}, number"] = told.number(one, place)
            row[f"{name}, share"] = _share(one, place)
        rows.append(row)
    return pd.DataFrame(rows)


def _share(profile: Profile, place: int) -> str:
    share = profile.percents.get(place)
    return "No share" if share is None else told.percent(share)


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return "not given"
    return f"{told.percent(interval.low)} to {told.percent(interval.high)}"


def steps_table(seen: Profiles, year: Year) -> pd.DataFrame:
    """One row is a step; every cell is a text."""
    rows = []
    for pair, step in steps(seen, year).items():
        judged = "95%" if pair in NAMED[seen.topic] else "99.8%"
        given = step.ratio95 is not None and step.ratio998 is not None
        rows.append(
            {
                "Step": capitalise(step_name(pair, seen.topic)),
                seen.council: told.both(year.council, pair),
                "England": told.both(year.england, pair),
                "Ratio of steps": digits(step.ratio, 2) if step.ratio is not None else "None",
                "95% interval": told.ends(step.ratio95) if step.ratio95 else "not given",
                "99.8% interval": told.ends(step.ratio998) if step.ratio998 else "not given",
                "Verdict": f"{step.verdict} (at {judged})" if given else f"{step.reason}",
            }
        )
    return pd.DataFrame(rows)


def cohort_table(seen: Profiles) -> pd.DataFrame:
    """One row is a step, in one January and among the same children; every cell is a text."""
    before, now = seen.years[-2], seen.newest
    rows = []
    for pair in seen.pairs():
        a, b = pair
        row = {"Step": capitalise(step_name(pair, seen.topic))}
        for name, side in (
            (seen.council, lambda year: year.council),
            ("England", lambda year: year.england),
        ):
            first, last = side(before), side(now)
            row[f"{name}, {now.label}"] = told.both(last, pair)
            row[f"{name}, same children"] = f"{told.number(first, a)} to {told.number(last, b)}"
        rows.append(row)
    return pd.DataFrame(rows)


def figures(seen: Profiles, years: Sequence[Year]) -> pd.DataFrame:
    """One row is a place, a period and a part; shares are not rounded."""
    rows = []
    for year in years:
        places = {display_name(seen.choice.council.name): year.council}
        places |= dict(compared(year, seen).values())
        rows += [
            {
                "place": name,
                "period": year.label,
                seen.topic.lower(): seen.part(place),
                "number": one.counts.get(place),
                "in words": told.number(one, place),
                "of": one.of.get(place),
                "percent": one.percents.get(place),
            }
            for name, one in places.items()
            for place in seen.places
        ]
    return pd.DataFrame(rows)


def step_figures(seen: Profiles, year: Year) -> pd.DataFrame:
    """One row is a step; ratios are not rounded."""
    rows = [
        {
            "place": seen.council,
            "period": year.label,
            "step": step_name(pair, seen.topic),
            "step of council": step.ours.ratio,
            "step of England": step.theirs.ratio,
            "ratio of steps": step.ratio,
            **_ends("95% interval", step.ratio95),
            **_ends("99.8% interval", step.ratio998),
            "verdict": step.verdict,
            "reason": step.reason,
        }
        for pair, step in steps(seen, year).items()
    ]
    return pd.DataFrame(rows)


def _ends(name: str, interval: Interval | None) -> dict[str, float]:
    if interval is None:
        return {f"{name}, low": math.nan, f"{name}, high": math.nan}
    return {f"{name}, low": interval.low, f"{name}, high": interval.high}
