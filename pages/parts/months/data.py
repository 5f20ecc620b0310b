"""A council's own monthly counts, in a lane of their own: shown counts, words and table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

import queries
from analysis.months import Judged, hidden, judge
from pages.parts.figures.councils import Council
from pages.parts.figures.database import Row, day, records, version
from pages.parts.language.words import digits, display_name, period_label, uncapitalise

SUPPLIED = "Supplied by the council, not published by DfE"
HIDDEN = "Hidden (small number, or would reveal one)"
RULES = {
    "outside the limits": "outside the limits of ordinary variation",
    "one side of the mean": "one of 7 months or more in a row on one side of the mean",
    "a trend": "one of 7 months or more in a row that only rise or only fall",
    "near a limit": "one of two months out of three close to the same limit",
}
METHOD = (
    "Limits: mean ± 2.66 times the mean movement from month to month, fixed on the first 12 "
    "months; movements over 3.267 times their mean are left out once. A month stands out when it "
    "lies outside the limits, in a run of 7 on one side of the mean, in a run of 7 that rise or "
    "fall, or is one of two out of three near the same limit (rules of NHS Making Data Count)."
)
TRIAL = "With 6 to 11 months the limits are trial limits: they will move as months are added."
FEW = (
    "{n} in a row: too few to tell chance from change. With 6 there are trial limits, with 12 firm "
    "ones."
)
STOCK = (
    "A count on one day follows that of the month before, so limits would be too narrow: it is "
    "drawn without. Months of plans started and ended can be judged."
)
GAP = "Months before {month} are not judged: the month before it is hidden or was not supplied."


@dataclass(frozen=True, kw_only=True)
class Months:
    """One measure of one council: every month supplied, with None where the count is hidden."""

    council: str
    measure: str
    name: str
    kind: str
    definition: str
    counts: Mapping[date, int | None]
    judged: Judged | None
    rows: tuple[Row, ...]

    @property
    def newest(self) -> date:
        return max(self.counts)

    @property
    def shown(self) -> dict[date, int]:
        return {end: count for end, count in self.counts.items() if count is not None}


def months(council: Council) -> dict[str, Months]:
    """The measures that a council supplied, by their stable names; empty where it supplied none."""
    return _months(version(), council)


@lru_cache(maxsize=200)
def _months(version: str, council: Council) -> dict[str, Months]:
    found: dict[str, list[Row]] = {}
    for row in records(queries.run("months", la=council.la_code)):
        found.setdefault(row["measure"], []).append(row)
    counts = {
        measure: {day(row["period_end"]): int(row["value"]) for row in rows}
        for measure, rows in found.items()
    }
    secret = hidden(counts)
    return {
        measure: _of(display_name(council.name), rows, counts[measure], secret[measure])
        for measure, rows in found.items()
    }


def _of(council: str, rows: list[Row], counts: dict[date, int], secret: frozenset[date]) -> Months:
    first = rows[0]
    shown = {end: None if end in secret else count for end, count in counts.items()}
    open_counts = {end: count for end, count in shown.items() if count is not None}
    judged = (
        judge(open_counts) if first["kind"] == "flow" and shown[max(shown)] is not None else None
    )
    return Months(
        council=council,
        measure=first["measure"],
        name=first["name"],
        kind=first["kind"],
        definition=first["definition"],
        counts=shown,
        judged=judged,
        rows=tuple(rows),
    )


def month(end: date) -> str:
    return period_label(end.replace(day=1), end)


def finding(seen: Months) -> str:
    """What the newest month says, and whether any month stands out."""
    count = seen.counts[seen.newest]
    said = "a small number, hidden" if count is None else digits(count, 0)
    newest = month(seen.newest)
    when = f"on {seen.newest.day} {newest}" if seen.kind == "stock" else f"in {newest}"
    name = seen.name.removesuffix(" at month end")
    return f"{name}: {said} {when}{_verdict(seen)}"


def _verdict(seen: Months) -> str:
    judged = seen.judged
    if judged is None or judged.limits is None:
        return ""
    if seen.newest in judged.signals:
        return f", unusually {_side(seen, seen.newest)}"
    if judged.signals:
        number = len(judged.signals)
        stand = "stands" if number == 1 else "stand"
        last = month(max(judged.signals))
        return f"; {number} of {len(judged.months)} months {stand} out, the last {last}"
    return f"; none of {len(judged.months)} months stands out"


def _side(seen: Months, end: date) -> str:
    assert seen.judged and seen.judged.limits
    return "high" if seen.shown[end] > seen.judged.limits.mean else "low"


def subtitle(seen: Months) -> str:
    return f"{seen.definition}. {seen.council}, {span(seen)}. {SUPPLIED}"


def span(seen: Months) -> str:
    first = min(seen.counts)
    return month(first) if first == seen.newest else f"{month(first)} to {month(seen.newest)}"


def explanation(seen: Months) -> list[str]:
    """Which months stand out and why, or that movement of this size is expected."""
    judged = seen.judged
    if seen.kind == "stock":
        return [STOCK]
    if judged is None:
        return []
    limits = judged.limits
    if limits is None:
        number = len(judged.months)
        return [FEW.format(n=f"{number} months" if number > 1 else "1 month")]
    low, high = max(limits.limits.low, 0), limits.limits.high
    told = (
        f"Routine months are expected between {digits(low, 1)} and {digits(high, 1)} "
        f"(mean {digits(limits.mean, 1)})."
    )
    if not judged.signals:
        return [f"{told} Movement inside that is no news."]
    listed = "; ".join(
        f"{month(end)} ({digits(seen.shown[end], 0)}): {RULES[rule]}"
        for end, rule in judged.signals.items()
    )
    return [told, f"More than routine: {listed}."]


def notes(seen: Months) -> list[str]:
    found = [
        "These are the council's own counts: they are never joined to DfE's annual figures, which "
        "are checked and revised."
    ]
    if seen.judged and seen.judged.limits:
        found.append(METHOD)
        if seen.judged.limits.kind == "trial":
            found.append(TRIAL)
    if seen.judged and seen.judged.months[0] != min(seen.counts):
        found.append(GAP.format(month=month(seen.judged.months[0])))
    if text := withheld(seen):
        found.append(text)
    return found


def withheld(seen: Months) -> str:
    """Which months are hidden, in a sentence; empty where none is."""
    ends = [month(end) for end, count in sorted(seen.counts.items()) if count is None]
    if not ends:
        return ""
    return f"Hidden, because they are 1 to 5 or would reveal such a number: {', '.join(ends)}."


def table(seen: Months) -> pd.DataFrame:
    """One row is a month, the newest first; texts."""
    return pd.DataFrame(
        [
            {
                "Month": month(end),
                seen.council: HIDDEN if count is None else digits(count, 0),
                "Stands out": _stands_out(seen, end),
            }
            for end, count in sorted(seen.counts.items(), reverse=True)
        ]
    )


def _stands_out(seen: Months, end: date) -> str:
    judged = seen.judged
    if judged is None or judged.limits is None or end not in judged.months:
        return "not judged"
    rule = judged.signals.get(end)
    return f"unusually {_side(seen, end)}: {RULES[rule]}" if rule else "no"


def figures(seen: Months) -> pd.DataFrame:
    """One row is a month, the oldest first: what a reader takes away, hidden counts left out."""
    return pd.DataFrame(
        [
            {
                "measure": seen.name,
                "place": seen.council,
                "month ending": f"{end:%Y-%m-%d}",
                "count": count,
                "in words": HIDDEN if count is None else digits(count, 0),
                "stands out": _stands_out(seen, end),
                "source and notes": f"{SUPPLIED}. {uncapitalise(seen.definition)}.",
            }
            for end, count in sorted(seen.counts.items())
        ]
    )
