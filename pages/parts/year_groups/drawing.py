"""From profiles and steps to the rows that a form of chart draws, and the settings of its axes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.steps import Comparison, growth
from pages.parts.exhibit.chart_crosshair import Stop, settings_of, stop_marks
from pages.parts.exhibit.chart_rows import (
    Drawing,
    Mark,
    Settings,
    absent_marks,
    absent_settings,
    axis_ends,
    frame_of,
    key_marks,
)
from pages.parts.language.words import INTERVAL, capitalise, digits, percent
from pages.parts.year_groups import words
from pages.parts.year_groups.data import (
    SHORT,
    YEAR_GROUP,
    Pair,
    Profile,
    Profiles,
    Year,
    step_name,
    steps,
)

HALF_BAR = 0.38  # half the width of a bar: neighbours stand about a quarter of a position apart
END_MARGIN = 0.6  # from the first and the last position to the ends of the axis
COLLEGE = (11.5, 14.5)  # Years 12 to 14, from half a position before to half a position after

HIGHEST_SHARE = 95.0  # stretches an axis: with the room above it the axis ends at 100
LEAST_CHANGE = 10.0  # percent: an axis of changes goes up to this, so that small ones look small
LARGEST_STEP = 2.0  # England's, up or down: from age 3 to 4 it is fourfold, and would flatten all

RUNGS = (0.1, 0.25, 0.5, 1, 2, 4, 10)
LEAST_REACH, LARGEST_REACH = 2.0, 10.0  # of the axis of steps, to either side of 1
BEYOND = 1.1  # the axis of steps goes on a little after the last interval
LEAST_DRAWN = 10  # counts under this do not stretch the axis of the steps


def pooled(profiles: Profiles, year: Year) -> str:
    """Whose figures the group's are added from, where they are ours; else nothing."""
    if profiles.choice.group.published or not (year.group and year.group.percents):
        return ""
    group, whom = year.group, profiles.choice.group.short
    return f"{whom}: {group.members} of {group.asked} councils added together"


def group_name(profiles: Profiles) -> str:
    """The group as it stands in the key and in tables."""
    pooled = "" if profiles.choice.group.published else " (pooled)"
    return f"{profiles.choice.group.short}{pooled}"


def drawn_beside(profiles: Profiles, year: Year) -> dict[str, tuple[str, Profile]]:
    """Whom the council is drawn beside, by role: England, and the group where it has a figure."""
    beside = {"england": ("England", year.england)}
    if year.group and year.group.percents:
        beside[profiles.choice.group.role] = (group_name(profiles), year.group)
    return beside


def profile(
    profiles: Profiles, year: Year, chosen: Pair | None = None, beside: Sequence[Year] = ()
) -> Drawing:
    """Frame and settings of the form `profile`: shares, with the ages of one step standing out.

    The axis is long enough for the years `beside` as well.
    """
    lines = {
        role: (name, place.percents)
        for role, (name, place) in drawn_beside(profiles, year).items()
        if place.percents
    }
    labels = [SHORT.get(part, part) for part in profiles.positions.values()]
    names = {"council": profiles.council} | {role: name for role, (name, _) in lines.items()}
    told = _stops(profiles, year)
    scale = _scale(list(profiles.positions), labels)
    hidden = list(year.council.words.items())
    absent = absent_marks(hidden, min(profiles.positions), max(profiles.positions))
    settings = scale | {
        "bottom": 0.0,
        "top": _top(beside or [year]),
        **absent_settings(absent),
        **settings_of(told, len(names)),
    }
    title = year.label
    rows = [*_bars(profiles, year, chosen), *absent, *_lines(lines), *key_marks(names)]
    rows += stop_marks(told)
    if profiles.topic == YEAR_GROUP:
        rows.append(Mark(mark="shade", x=COLLEGE[0], x2=COLLEGE[1]))
        title += " (grey: colleges are not counted)"
    return frame_of([*rows, Mark(mark="panel", text=title)]), settings


def _top(years: Sequence[Year]) -> float:
    """An axis above all bars of some years."""
    heights = [0.0]
    for year in years:
        for place in (year.council, year.england):
            for position, share in place.percents.items():
                interval = place.interval(position)
                heights.append(max(share, interval.high if interval and share > 0 else 0.0))
    return axis_ends([min(max(heights), HIGHEST_SHARE)], percent=True)[1]


def _stops(profiles: Profiles, year: Year) -> list[Stop]:
    """What each age or year group tells: every place, the council with count and interval."""
    return [
        Stop(
            x=position,
            name=profiles.part(position),
            told=tuple(_told(profiles, year, position)),
        )
        for position in profiles.positions
    ]


def _told(profiles: Profiles, year: Year, position: int) -> list[str]:
    own, shares = year.council, year.council.percents
    count = words.count_words(own, position)
    if position not in shares:
        told = [f"{profiles.council}: {count}"]
    else:
        base = (own.of[position] if own.of else own.added) or 0
        told = [f"{profiles.council} {percent(shares[position])} ({count} of {digits(base, 0)})"]
        if interval := own.interval(position):
            told.append(f"{INTERVAL} {percent(interval.low)} to {percent(interval.high)}")
    return told + [
        f"{name} {percent(place.percents[position])}"
        for name, place in drawn_beside(profiles, year).values()
        if position in place.percents
    ]


def _bars(profiles: Profiles, year: Year, chosen: Pair | None) -> list[Mark]:
    rows, shares = [], year.council.percents
    for position in profiles.positions:
        if position not in shares:
            continue
        share = shares[position]
        rows.append(
            Mark(
                mark="bar",
                x=position - HALF_BAR,
                x2=position + HALF_BAR,
                y=share,
                faint=chosen is not None and position not in chosen,
            )
        )
        interval = year.council.interval(position)
        if interval and share > 0:
            rows.append(Mark(mark="interval", x=position, y=interval.low, y2=interval.high))
    return rows


def _lines(lines: Mapping[str, tuple[str, Mapping[int, float]]]) -> list[Mark]:
    """Name and shares of each place by role, as a line each."""
    return [
        Mark(mark="line", role=role, segment=role, x=position, y=share)
        for role, (_, shares) in lines.items()
        for position, share in shares.items()
    ]


def _scale(positions: Sequence[int], labels: Sequence[str]) -> Settings:
    return {
        "first": min(positions) - END_MARGIN,
        "last": max(positions) + END_MARGIN,
        "ticks": list(positions),
        "labels": [label.removeprefix("Year ") for label in labels],
    }


def all_steps(profiles: Profiles, year: Year, chosen: Pair) -> Drawing:
    """Frame and settings of the form `steps`: every step that can be compared, one standing out."""
    every, rows = steps(profiles, year), []
    bottom, top = _ladder(every, year, chosen)
    for pair, step in every.items():
        if step.ratio is None or step.ratio95 is None or step.ratio998 is None:
            continue
        if not bottom <= step.ratio <= top:
            continue
        dot = Mark(mark="dot", x=pair[0], y=step.ratio, faint=pair != chosen)
        for mark, interval in (("wide", step.ratio998), ("interval", step.ratio95)):
            rows.append(replace(dot, mark=mark, y=interval.low, y2=interval.high))
        rows.append(dot)
    rows.append(Mark(mark="one", x=chosen[0], y=1.0, text="England’s\nstep"))
    rows.append(_step_words(every, profiles, chosen))
    told = [_step_stop(pair, step, profiles) for pair, step in every.items()]
    settings = _scale([pair[0] for pair in every], [_short_step(pair, profiles) for pair in every])
    rungs = [rung for rung in RUNGS if bottom <= rung <= top]
    settings |= {"bottom": bottom, "top": top, "rungs": rungs, **settings_of(told, 0)}
    return frame_of([*rows, *stop_marks(told)]), settings


def _step_stop(pair: Pair, step: Comparison, profiles: Profiles) -> Stop:
    """What one step tells: how it stands to England's, or why it is not compared."""
    if step.ratio is None or step.ratio95 is None:
        told = [f"not compared, as {step.reason}"]
    else:
        told = [f"{words.times(step)} times England’s step", step.verdict]
    name = capitalise(step_name(pair, profiles.topic))
    return Stop(x=pair[0], name=name, told=tuple(told))


def _step_words(every: Mapping[Pair, Comparison], profiles: Profiles, chosen: Pair) -> Mark:
    """The chosen step in words at the top of the chart; `role` is the side they are aligned to."""
    step, firsts = every[chosen], [a for a, _ in every]
    side = "right" if chosen[0] > (firsts[0] + firsts[-1]) / 2 else "left"
    name = capitalise(step_name(chosen, profiles.topic))
    text = name if step.ratio is None else f"{name}: {words.times(step)}"
    return Mark(mark="words", role=side, x=chosen[0], y=1.0, text=text)


def _short_step(pair: Pair, profiles: Profiles) -> str:
    parts = [profiles.positions[position] for position in pair]
    return "–".join(SHORT.get(part, part).removeprefix("Year ") for part in parts)


def _ladder(every: Mapping[Pair, Comparison], year: Year, chosen: Pair) -> tuple[float, float]:
    """Ends of the axis, the same above 1 and below: wide enough for steps of ten and more."""
    reach = LEAST_REACH
    for pair, step in every.items():
        counts = [year.council.counts.get(position) or 0 for position in pair]
        if step.ratio95 and (min(counts) >= LEAST_DRAWN or pair == chosen):
            reach = max(reach, 1 / step.ratio95.low, step.ratio95.high)
    reach = min(BEYOND * reach, LARGEST_REACH)
    return 1 / reach, reach


def off_the_axis(profiles: Profiles, year: Year, chosen: Pair) -> str:
    """Which steps lie outside the axis of `all_steps`."""
    every = steps(profiles, year)
    bottom, top = _ladder(every, year, chosen)
    out = [
        f"{step_name(pair, profiles.topic)} ({digits(step.ratio, 2)})"
        for pair, step in every.items()
        if step.ratio is not None and not bottom <= step.ratio <= top
    ]
    return f"Outside the axis, so in the table only: {', '.join(out)}." if out else ""


Changes = Mapping[Pair, tuple[float | None, float | None]]  # of the council and of England: ratios


def changes(profiles: Profiles, chosen: Pair) -> list[Drawing]:
    """Two drawings of one scale: the snapshot, and the same children a year on, in percent."""
    before, now = profiles.before, profiles.newest
    every = steps(profiles, now)
    snapshot, same = {}, {}
    for pair, step in every.items():
        a, b = pair
        bases = [year.council.counts.get(a) or 0 for year in (now, before)]
        grown = words.cohort(profiles, pair)
        england = (before.england.counts.get(a), now.england.counts.get(b))
        ours = step.ours.ratio
        snapshot[pair] = (ours if bases[0] >= words.LEAST_BASE else None, step.theirs.ratio)
        same[pair] = (
            grown.ours if bases[1] >= words.LEAST_BASE else None,
            # England's alone: `grown` has neither where the council has no count
            growth(england, england).ours,
        )
    drawn = [pair for pair in every if all(_fits(side[pair]) for side in (snapshot, same))]
    values = [_change(r) for side in (snapshot, same) for pair in drawn for r in side[pair] if r]
    titles = (f"Snapshot, {now.label}", f"Same children, {before.label} to {now.label}")
    return [
        _changes(profiles, {pair: side[pair] for pair in drawn}, title, values, chosen)
        for side, title in zip((snapshot, same), titles, strict=True)
    ]


def _fits(ratios: tuple[float | None, float | None]) -> bool:
    """Whether England's change can be drawn."""
    return ratios[1] is not None and 1 / LARGEST_STEP <= ratios[1] <= LARGEST_STEP


def _change(ratio: float) -> float:
    return 100 * (ratio - 1)


def _changes(
    profiles: Profiles, side: Changes, title: str, values: Sequence[float], chosen: Pair
) -> Drawing:
    """One of two drawings; `values` are those of both, so that their axes are the same."""
    drawn = list(side)
    settings = _scale([a for a, _ in drawn], [_short_step(pair, profiles) for pair in drawn])
    bottom, top = axis_ends([*values, LEAST_CHANGE], percent=False)
    told = [_change_stop(pair, ratios, profiles) for pair, ratios in side.items()]
    names = {"council": profiles.council, "england": "England"}
    settings |= {"bottom": bottom, "top": top, **settings_of(told, len(names))}
    bars, lines = [], []
    for pair, (ours, theirs) in side.items():
        a = pair[0]
        if ours is not None:
            bar = Mark(mark="bar", x=a - HALF_BAR, x2=a + HALF_BAR, y=_change(ours))
            bars.append(replace(bar, faint=pair != chosen))
        if theirs is not None:
            line = Mark(mark="line", role="england", segment="england", x=a, y=_change(theirs))
            lines.append(line)
    rows = [Mark(mark="panel", text=title), *bars, *lines, *key_marks(names), *stop_marks(told)]
    if not bars:
        middle = drawn[len(drawn) // 2][0]
        rows.append(Mark(mark="words", x=middle, text=f"{profiles.council}: no figures"))
    return frame_of(rows), settings


def _change_stop(pair: Pair, ratios: tuple[float | None, float | None], profiles: Profiles) -> Stop:
    """What one change tells: the council's and England's, in words."""
    told = [
        f"{name}: {'no figure' if ratio is None else words.change(ratio)}"
        for name, ratio in zip((profiles.council, "England"), ratios, strict=True)
    ]
    name = capitalise(step_name(pair, profiles.topic))
    return Stop(x=pair[0], name=name, told=tuple(told))
