"""Profiles and steps as tables in words, and as files of unrounded numbers."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis.intervals import Interval
from pages.parts.language.words import INTERVAL, capitalise, digits, percent
from pages.parts.year_groups import words
from pages.parts.year_groups.data import Profile, Profiles, Year, step_name, steps
from pages.parts.year_groups.drawing import drawn_beside
from pages.parts.year_groups.words import NAMED_LEVEL, SCAN_LEVEL, WIDE_INTERVAL

RATIOS = (  # the columns of ratios in a file, the one that may be missing with a reason first
    "ratio of steps",
    "step of council",
    "step of England",
    f"{INTERVAL}, low",
    f"{INTERVAL}, high",
    f"{WIDE_INTERVAL}, low",
    f"{WIDE_INTERVAL}, high",
)


def profile_table(profiles: Profiles, year: Year) -> pd.DataFrame:
    """One row is an age or a year group in one period; every cell is a text."""
    rows = []
    for position in profiles.positions:
        row = {
            profiles.topic: profiles.part(position),
            f"{profiles.council}, number": words.count_words(year.council, position),
            f"{profiles.council}, share": _share(year.council, position),
            INTERVAL: _interval(year.council.interval(position)),
        }
        for name, place in drawn_beside(profiles, year).values():
            row[f"{name}, number"] = words.count_words(place, position)
            row[f"{name}, share"] = _share(place, position)
        rows.append(row)
    return pd.DataFrame(rows)


def _share(profile: Profile, position: int) -> str:
    share = profile.percents.get(position)
    return "No share" if share is None else percent(share)


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return "not given"
    return f"{percent(interval.low)} to {percent(interval.high)}"


def steps_table(profiles: Profiles, year: Year) -> pd.DataFrame:
    """One row is a step; every cell is a text."""
    rows = []
    for pair, step in steps(profiles, year).items():
        level = NAMED_LEVEL if step.named else SCAN_LEVEL
        given = step.ratio95 is not None and step.ratio998 is not None
        rows.append(
            {
                "Step": capitalise(step_name(pair, profiles.topic)),
                profiles.council: words.both(year.council, pair),
                "England": words.both(year.england, pair),
                "Ratio of steps": digits(step.ratio, 2) if step.ratio is not None else "not given",
                INTERVAL: words.ends(step.ratio95) if step.ratio95 else "not given",
                WIDE_INTERVAL: words.ends(step.ratio998) if step.ratio998 else "not given",
                "Verdict": f"{step.verdict} (at {level})" if given else f"{step.reason}",
            }
        )
    return pd.DataFrame(rows)


def cohort_table(profiles: Profiles) -> pd.DataFrame:
    """One row is a step, in one January and among the same children; every cell is a text."""
    before, now = profiles.before, profiles.newest
    rows = []
    for pair in profiles.pairs():
        a, b = pair
        row = {"Step": capitalise(step_name(pair, profiles.topic))}
        for name, first, last in (
            (profiles.council, before.council, now.council),
            ("England", before.england, now.england),
        ):
            grown = f"{words.count_words(first, a)} to {words.count_words(last, b)}"
            row[f"{name}, {now.label}"] = words.both(last, pair)
            row[f"{name}, same children"] = grown
        rows.append(row)
    return pd.DataFrame(rows)


def figures(profiles: Profiles, years: Sequence[Year]) -> pd.DataFrame:
    """One row is a place, a period and a part; shares, in percent, are not rounded."""
    rows = []
    for year in years:
        places = {profiles.council: year.council} | dict(drawn_beside(profiles, year).values())
        rows += [
            {
                "place": name,
                "period": year.label,
                profiles.topic.lower(): profiles.part(position),
                "number": place.counts.get(position),
                "in words": words.count_words(place, position),
                "of": place.of.get(position),
                "percent": place.percents.get(position),
            }
            for name, place in places.items()
            for position in profiles.positions
        ]
    return pd.DataFrame(rows)


def step_figures(profiles: Profiles, year: Year) -> pd.DataFrame:
    """One row is a step; ratios are not rounded."""
    rows = [
        {
            "place": profiles.council,
            "period": year.label,
            "step": step_name(pair, profiles.topic),
            "step of council": step.ours.ratio,
            "step of England": step.theirs.ratio,
            "ratio of steps": step.ratio,
            **_ends(INTERVAL, step.ratio95),
            **_ends(WIDE_INTERVAL, step.ratio998),
            "verdict": step.verdict,
            "reason": step.reason,
        }
        for pair, step in steps(profiles, year).items()
    ]
    return pd.DataFrame(rows)


def _ends(name: str, interval: Interval | None) -> dict[str, float]:
    if interval is None:
        return {f"{name}, low": math.nan, f"{name}, high": math.nan}
    return {f"{name}, low": interval.low, f"{name}, high": interval.high}
