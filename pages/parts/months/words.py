"""What a council's own months say, in sentences."""

from collections.abc import Mapping
from datetime import date

from analysis.disclosure import SMALL
from analysis.months import Judged
from analysis.spc import (
    FIXED_POINTS,
    LIMIT,
    NEAR_POINTS,
    NEAR_WINDOW,
    ONE_IN,
    RANGE_LIMIT,
    RUN,
    STEADY_MONTHS,
    TRIAL_POINTS,
    TRIAL_RANGES,
    Rule,
)
from pages.parts.exhibit.absent import NotPublished
from pages.parts.language.words import digits, period_label, spelled
from pages.parts.months.data import Months

SUPPLIED = "Supplied by the council, not published by DfE"
HIDDEN = "Hidden (small number, or would reveal one)"
TWO, THREE = spelled(NEAR_POINTS), spelled(NEAR_WINDOW)
RULES: Mapping[Rule, str] = {
    "outside the limits": "outside the limits of ordinary variation",
    "one side of the mean": f"one of {RUN} months or more in a row on one side of the mean",
    "a trend": f"one of {RUN} months or more in a row that only rise or only fall",
    "near a limit": f"one of {TWO} months out of {THREE} close to the same limit",
}
METHOD = (
    f"Limits: mean ± {LIMIT} times the mean movement from month to month, fixed on the first "
    f"{FIXED_POINTS} months; movements over {RANGE_LIMIT} times their mean are left out once. A "
    f"month stands out when it lies outside the limits, in a run of {RUN} on one side of the mean, "
    f"in a run of {RUN} that rise or fall, or is one of {TWO} out of {THREE} near the same limit "
    "(rules of NHS Making Data Count)."
)
BY_CHANCE = (
    f"By chance alone about one in {spelled(ONE_IN)} steady series of {STEADY_MONTHS} months shows "
    "a month that stands out: it is a reason to ask, not a proof."
)
ACROSS_HIDDEN = (
    "A hidden month does not end the baseline: limits rest on the months shown, and on movements "
    "between two shown in a row, never across a hidden one. Where hidden months are low ones, "
    "the mean lies a little high."
)
CHANGE = "Changed with {month}: {words}."
SET_ANEW = " Limits are set anew from then on."
TRIAL = (
    f"With {TRIAL_POINTS} to {FIXED_POINTS - 1} months the limits are trial limits: they will move "
    "as months are added."
)
FEW = (
    "{months}: too few to tell chance from change. "
    f"With {TRIAL_POINTS} there are trial limits, with {FIXED_POINTS} firm ones."
)
FEW_MOVEMENTS = (
    "Hidden months leave too few movements to tell chance from change: limits take "
    f"{spelled(TRIAL_RANGES)} of them, between two months shown in a row."
)
STOCK = (
    "A count on one day follows that of the month before, so limits would be too narrow: it is "
    "drawn without. Months of plans started and ended can be judged."
)
AFTER_GAP = "Months before {month} are not judged: the month before it was not supplied."
NEVER_JOINED = (
    "These are the council's own counts: they are never joined to DfE's annual figures, which "
    "are checked and revised."
)
NO_MONTHS = NotPublished(
    what="Month by month: is a movement chance or change?",
    who="DfE publishes years and no months",
    when="",
    why="only the council itself can tell, from its own counts of plans, referrals and enquiries, "
    "and those are not among the figures here",
    nearest="the figures by year, above",
)
WITHHELD = (
    f"Hidden, because they are {min(SMALL)} to {max(SMALL)} or would reveal such a number together "
    "with other months or with what DfE publishes of the year: "
)


def month(end: date) -> str:
    """A month in words, from its last day: 'March 2025'."""
    return period_label(end.replace(day=1), end)


def finding(months: Months) -> str:
    """What the newest month says, and whether any month stands out."""
    count = months.counts[months.newest]
    said = "a small number, hidden" if count is None else digits(count, 0)
    newest = month(months.newest)
    when = f"on {months.newest.day} {newest}" if months.kind == "stock" else f"in {newest}"
    name = months.name.removesuffix(" at month end")
    return f"{name}: {said} {when}{_verdict(months)}"


def _verdict(months: Months) -> str:
    judged = months.judged
    if judged is None or judged.limits is None:
        return ""
    if months.newest in judged.signals:
        return f", unusually {side(months, months.newest)}"
    if judged.signals:
        number = len(judged.signals)
        stand = "stands" if number == 1 else "stand"
        last = month(max(judged.signals))
        return f"; {number} of {len(judged.months)} months {stand} out, the last {last}"
    return f"; none of {len(judged.months)} months stands out"


def side(months: Months, end: date) -> str:
    """'high' or 'low': where a month that is judged lies from the mean."""
    judged = baseline_of(months, end)
    assert judged and judged.limits
    return "high" if months.shown[end] > judged.limits.mean else "low"


def baseline_of(months: Months, end: date) -> Judged | None:
    """The baseline on which a month is shown; None where it is hidden or not judged."""
    return next((one for one in months.baselines if end in one.months), None)


def stands_out(months: Months, end: date) -> str:
    """Whether one month is more than routine and by which rule, or that it is not judged."""
    judged = baseline_of(months, end)
    if judged is None or judged.limits is None:
        return "not judged"
    rule = judged.signals.get(end)
    return f"unusually {side(months, end)}: {RULES[rule]}" if rule else "no"


def subtitle(months: Months) -> str:
    return f"{months.definition}. {months.council}, {span(months)}. {SUPPLIED}"


def span(months: Months) -> str:
    """The first and the last month supplied: 'January 2025 to March 2025'."""
    first = min(months.counts)
    return month(first) if first == months.newest else f"{month(first)} to {month(months.newest)}"


def explanation(months: Months) -> list[str]:
    """What changed, which months stand out and why, or that movement of this size is expected."""
    return [*changes(months), *_explained(months)]


def changes(months: Months) -> list[str]:
    """What the council told of changes, in a sentence each."""
    return [
        CHANGE.format(month=month(end), words=text.rstrip("."))
        + (SET_ANEW if months.kind == "flow" else "")
        for end, text in sorted(months.changes.items())
    ]


def _explained(months: Months) -> list[str]:
    judged = months.judged
    if months.kind == "stock":
        return [STOCK]
    if judged is None:
        return []
    limits = judged.limits
    if limits is None:
        number = len(judged.months)
        if number >= TRIAL_POINTS:
            return [FEW_MOVEMENTS]
        return [FEW.format(months=f"{number} months" if number > 1 else "1 month")]
    low, high = max(limits.limits.low, 0), limits.limits.high
    routine = (
        f"Routine months are expected between {digits(low, 1)} and {digits(high, 1)} "
        f"(mean {digits(limits.mean, 1)})."
    )
    if not judged.signals:
        return [f"{routine} Movement inside that is no news."]
    listed = "; ".join(
        f"{month(end)} ({digits(months.shown[end], 0)}): {RULES[rule]}"
        for end, rule in judged.signals.items()
    )
    return [routine, f"More than routine: {listed}."]


def notes(months: Months) -> list[str]:
    """What a reader must know of these months: where limits come from, what is not judged."""
    said = [NEVER_JOINED]
    limits = [one.limits for one in months.baselines if one.limits]
    if limits:
        said += [METHOD, BY_CHANCE]
        if limits[-1].kind == "trial":
            said.append(TRIAL)
        since = months.baselines[0].start
        if any(count is None for end, count in months.counts.items() if end >= since):
            said.append(ACROSS_HIDDEN)
    if months.baselines and months.baselines[0].start != min(months.counts):
        said.append(AFTER_GAP.format(month=month(months.baselines[0].start)))
    if hidden := withheld(months):
        said.append(hidden)
    return said


def withheld(months: Months) -> str:
    """Which months are hidden, in a sentence; empty where none is."""
    ends = [month(end) for end, count in sorted(months.counts.items()) if count is None]
    return f"{WITHHELD}{', '.join(ends)}." if ends else ""


def source(months: Months) -> str:
    """The files that the council supplied: their names say more than the title that we gave."""
    files = dict.fromkeys(file.file for file in months.files)
    return f"Source: {', '.join(files)}, {SUPPLIED.lower()}."


def legend(months: Months) -> str:
    """What the signs of the chart mean, as far as they are drawn."""
    said = []
    if any(one.limits for one in months.baselines):
        said.append("Limits: of ordinary variation.")
        if months.signals:
            said.append("◆: a month that stands out.")
    if months.changes:
        said.append("Dashed rule: a change that the council told.")
    if None in months.counts.values():
        said.append("○ on the axis: a month that is hidden.")
    return " ".join(said)
