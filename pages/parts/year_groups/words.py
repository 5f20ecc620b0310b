"""The sentences of the year-group page.

What is called a spike or a drop is decided by the rule of analysis/steps.py, and by nothing here.
"""

from collections.abc import Sequence

from analysis.differences import against
from analysis.intervals import Interval, wilson
from analysis.steps import Comparison, Growth, Refusal, growth, shapes
from pages.parts.figures.view import View
from pages.parts.language.words import (
    capitalise,
    digits,
    in_a_sentence,
    period_label,
    possessive,
    when,
)
from pages.parts.year_groups.data import (
    NAMED,
    PLANS,
    Pair,
    Profile,
    Profiles,
    Year,
    step_name,
    steps,
)

LEAST_BASE = 20  # no percentage change from fewer
CLOSE = 1.1  # 'in line' up to a tenth apart; 'not clearly different' beyond
SCHOOL_AGE = 5

RULE = (
    "The rule (ours): the ratio of steps is the council’s step divided by England’s, so 1 means "
    "the same step. A step is called a spike when it goes up and is larger than England’s by more "
    "than chance, and a drop when it goes down and is lower than England’s by more than chance: "
    "the interval of the ratio leaves out 1. The steps that members asked about (Year 4 to 5, "
    "Year 11 to 12) are judged at 95%; all others at 99.8%, since of twenty steps one passes 95% "
    "by chance alone. The steps of one January compare different children."
)
MIXTURE = (
    "A child is 8 on 31 August before Year 4 and 9 before Year 5; 15 before Year 11 and 16 before "
    "Year 12. But plans are published by age in January, as it seems, when children of one age "
    "are in two year groups: at age 9 about 38% in Year 4 and 62% in Year 5. So two steps are "
    "offered for each: age 8 to 9 and 9 to 10, age 15 to 16 and 16 to 17."
)
MAINTAINED = (
    "Plans maintained by the council, wherever the young person is educated, by age in January. "
    "Ages are not year groups."
)
COUNTED_TWICE = (
    "The same children are those a year older a year later: some move in or out, plans start and "
    "cease. No interval is given, as most children are counted in both Januaries."
)
AT_SCHOOL = (
    "Pupils at schools in the council’s area, wherever they live, by national curriculum year. "
    "Colleges, independent schools and general hospital schools are not counted, so a fall after "
    "Year 11 is not a fall in plans. Of younger children only those in school nurseries are "
    "counted. “None” is pupils who follow no curriculum year, often in special schools."
)
NOT_LOADED = (
    "Pupils at school by year group are not in this database. To load them, save DfE’s file of "
    "national curriculum years from “Special educational needs in England” and run: "
    "python -m etl refresh --from FILE"
)
NO_DENOMINATOR = (
    "The file has no rows of pupils without special educational needs, so there is no share of "
    "the year group: the bars are shares of all pupils with an EHC plan."
)
COVERAGE = (
    "A chart drawn from the school census falls after Year 11 partly because of who is counted: "
    "many young people go on to college, and colleges are not in that census."
)


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def percent(value: float) -> str:
    return f"{digits(value, 1)}%"


def peak(profile: Profile, seen: Profiles) -> tuple[str, float] | None:
    """At which single age or year a profile is highest, in words, and how high."""
    single = {place for pair in seen.pairs() for place in pair}
    found = {place: share for place, share in profile.percents.items() if place in single}
    if not found:
        return None
    top = max(found.values())
    at = [seen.called(place) for place, share in found.items() if share == top]
    if seen.topic == "Year group" or len(at) == 1:
        return listed(at), top
    return f"ages {listed([name.removeprefix('age ') for name in at])}", top


def peaks(seen: Profiles) -> str:
    """The title of the profile: where the council and England are highest."""
    year, place = seen.newest, in_a_sentence(seen.choice.council.name)
    ours, theirs = peak(year.council, seen), peak(year.england, seen)
    who = "pupils with an EHC plan" if year.council.of else "EHC plans"
    if ours is None or theirs is None:
        return f"{capitalise(who)}: no shares for {place} {when(year.start, year.end)}"
    there = "" if ours[0] == theirs[0] else f"at {theirs[0]} "
    return (
        f"{capitalise(when(year.start, year.end))} {who} peak at {ours[0]} in {place} "
        f"({percent(ours[1])}) and {there}in England ({percent(theirs[1])})"
    )


def earlier_peaks(seen: Profiles) -> str:
    """Where the profile was highest in the period before."""
    if len(seen.years) < 2:
        return ""
    year, place = seen.years[-2], in_a_sentence(seen.choice.council.name)
    ours, theirs = peak(year.council, seen), peak(year.england, seen)
    if ours is None or theirs is None:
        return ""
    at = f"{ours[0]} in {place} and {theirs[0]} in England"
    return f"{capitalise(when(year.start, year.end))} the peak was at {at}."


def unlike(seen: Profiles) -> str:
    """Where the council's shape differs from England's, all parts being looked at at once."""
    year, owner = seen.newest, possessive(in_a_sentence(seen.choice.council.name))
    known = [
        place
        for place in year.council.counts
        if not year.council.of or (year.council.of.get(place) and year.england.of.get(place))
    ]
    found = shapes(
        {place: year.council.group(place) for place in known},
        {place: year.england.group(place) for place in known},
    )
    if isinstance(found, Refusal):
        return f"{capitalise(owner)} shape is not compared with England's: {found.reason}."
    more: list[str] = []
    fewer: list[str] = []
    for place, one in found.items():
        if one.index998 is None or one.index998.contains(100):
            continue
        size = f"{digits(one.observed, 0)}; England's shape gives {digits(one.expected, 0)}"
        side = more if one.index998.low > 100 else fewer
        side.append(f"{seen.called(place)} ({size})")
    start = f"With all ages looked at together (99.8% intervals), {owner} shape"
    told = [
        f"{word} at {listed(side)}" for word, side in (("more", more), ("fewer", fewer)) if side
    ]
    if not told:
        return f"{start} cannot be told apart from England's."
    return f"{start} differs from England's: {'; '.join(told)}."


def noun(profile: Profile, topic: str) -> tuple[str, str]:
    """Who is counted, and of what a rise is."""
    if topic == "Year group":
        share = " as a share of the year group" if profile.of else ""
        return "pupils with an EHC plan", share
    return "plans", ""


def change(ratio: float) -> str:
    """'a rise of 8%', 'a fall of 5%', 'no change'."""
    size = digits(abs(ratio - 1) * 100, 0)
    if size == "0":
        return "no change"
    return f"a {'rise' if ratio > 1 else 'fall'} of {size}%"


def number(profile: Profile, place: int) -> str:
    """A count, or the words that stand for it."""
    count = profile.counts.get(place)
    return profile.words.get(place, "no figure") if count is None else digits(count, 0)


def both(profile: Profile, pair: Pair) -> str:
    """'182 to 198', with the shares of the year group where there are any."""
    a, b = pair
    counted = f"{number(profile, a)} to {number(profile, b)}"
    if not profile.of or not {a, b} <= profile.percents.keys():
        return counted
    return f"{percent(profile.percents[a])} to {percent(profile.percents[b])}; {counted} pupils"


def step_sentence(found: Comparison, pair: Pair, year: Year, topic: str) -> str:
    """'From age 9 to 10 plans rise by 9% (182 to 198), in line with England (8%): not a spike'."""
    who, share = noun(year.council, topic)
    counted, base = both(year.council, pair), year.council.counts.get(pair[0])
    start = f"From {step_name(pair, topic)} {who}"
    if found.reason or found.ours.ratio is None or found.theirs.ratio is None:
        return f"{start} go from {counted}; not compared, as {found.reason}"
    way, size = _way(found.ours.ratio), change(found.ours.ratio).split()[-1]
    england = change(found.theirs.ratio)
    if base is not None and base < LEAST_BASE:
        moves = f"go from {counted}{share}"
    elif way == "level":
        moves = f"stay level{share} ({counted})"
    else:
        moves = f"{way} by {size}{share} ({counted})"
        england = england.split()[-1] if way == _way(found.theirs.ratio) else england
    return f"{start} {moves}, {_beside(found, f'England ({england})', pair in NAMED[topic])}"


def _way(ratio: float) -> str:
    """Which way a step goes, as far as its printed percentage shows."""
    if change(ratio) == "no change":
        return "level"
    return "rise" if ratio > 1 else "fall"


def _beside(found: Comparison, england: str, named: bool) -> str:
    """The step beside England's, and what it is called."""
    assert found.ours.ratio and found.theirs.ratio and found.ratio and found.ratio95
    way = _way(found.ours.ratio)
    called = {"rise": "not a spike", "fall": "not a drop"}.get(way, "neither a spike nor a drop")
    if found.verdict != "in line":
        more = "more" if found.verdict in ("spike", "drop") else "less"
        how = f"{more} than" if way == _way(found.theirs.ratio) else "unlike"
        called = called if way == "level" else f"a {found.verdict}"
        return f"{how} in {england}, by more than chance: {called}"
    if not named and not found.ratio95.contains(1):
        return f"different from {england} at 95% but not at the 99.8% used here: {called}"
    if 1 / CLOSE <= found.ratio <= CLOSE:
        return f"in line with {england}: {called}"
    return f"not clearly different from {england}: {called}"


def ratio_sentence(found: Comparison, name: str) -> str:
    """The ratio of steps with its two intervals."""
    if found.ratio is None or found.ratio95 is None or found.ratio998 is None:
        return ""
    return (
        f"{capitalise(possessive(in_a_sentence(name)))} step is {digits(found.ratio, 2)} times "
        f"England's (95% interval {ends(found.ratio95)}; 99.8% interval {ends(found.ratio998)})."
    )


def ends(interval: Interval) -> str:
    return f"{digits(interval.low, 2)} to {digits(interval.high, 2)}"


def standing_out(seen: Profiles, year: Year) -> str:
    """Which of all steps pass the rule."""
    found = steps(seen, year)
    judged = {pair: one for pair, one in found.items() if one.reason is None}
    out = [
        f"{step_name(pair, seen.topic)} (a {one.verdict})"
        for pair, one in judged.items()
        if one.verdict != "in line"
    ]
    passed = f"these stand out: {', '.join(out)}" if out else "none stands out from England's"
    at = capitalise(when(year.start, year.end))
    return f"{at}, of {len(judged)} steps that can be compared, {passed}."


def cohort(seen: Profiles, pair: Pair) -> Growth:
    """Children at one age in the period before the newest, and a year older in the newest."""
    before, now = seen.years[-2], seen.newest
    a, b = pair
    return growth(
        (before.council.counts.get(a), now.council.counts.get(b)),
        (before.england.counts.get(a), now.england.counts.get(b)),
    )


def cohort_sentence(seen: Profiles, pair: Pair) -> str:
    """The same children a year on, in the council and in England."""
    (a, b), before, now = pair, seen.years[-2], seen.newest
    found, base = cohort(seen, pair), before.council.counts.get(a)
    place = in_a_sentence(seen.choice.council.name)
    start = (
        f"Plans of children aged {a} {when(before.start, before.end)} and {b} "
        f"{when(now.start, now.end)} in {place}: {number(before.council, a)}, then "
        f"{number(now.council, b)}"
    )
    if found.ours is None or found.theirs is None:
        return f"{start}; not compared, as {found.reason}"
    here = "" if base is None or base < LEAST_BASE else f", {change(found.ours)}"
    return f"{start}{here} (England: {change(found.theirs)})"


def cohort_difference(seen: Profiles, pair: Pair) -> str:
    """The snapshot beside the same children, and why the two differ."""
    found, one = cohort(seen, pair), steps(seen, seen.newest)[pair]
    if found.ours is None or found.theirs is None or one.reason:
        return ""
    assert one.ours.ratio is not None and one.theirs.ratio is not None
    place, before, now = in_a_sentence(seen.choice.council.name), seen.years[-2], seen.newest
    a = pair[0]
    here = change(one.ours.ratio)
    if min(year.council.counts.get(a) or 0 for year in (before, now)) < LEAST_BASE:
        here = both(now.council, pair)
    return (
        f"The snapshot of {now.label} compares different children: {here} in {place} and "
        f"{change(one.theirs.ratio)} in England. The two differ because plans at age {a} went "
        f"from {number(before.council, a)} to {number(now.council, a)} in {place}, and from "
        f"{number(before.england, a)} to {number(now.england, a)} in England."
    )


def early(profile: Profile) -> tuple[float, Interval] | None:
    """Percent of plans that started before school age, with its 95% interval."""
    if profile.reason or not profile.added:
        return None
    count = sum(count or 0 for place, count in profile.counts.items() if place < SCHOOL_AGE)
    return 100 * count / profile.added, wilson(count, profile.added).scaled(100)


def start_sentence(seen: Profiles) -> str:
    """How many plans started before school age, judged against England."""
    year, place = seen.newest, in_a_sentence(seen.choice.council.name)
    ours, theirs = early(year.council), early(year.england)
    if ours is None or theirs is None:
        return capitalise(str(year.council.reason or year.england.reason))
    told, england = percent(ours[0]), percent(theirs[0])
    verdict = against(ours[1], theirs[0])
    than = f"{verdict} than" if verdict != "similar" else "which cannot be told apart from"
    if told == england:
        than = "the same when rounded as"
    low, high = percent(ours[1].low), percent(ours[1].high)
    subject = "plans in force" if seen.indicators == PLANS else "plans that started"
    return (
        f"Of {digits(year.council.added, 0)} {subject} {when(year.start, year.end)} in {place}, "
        f"{told} began before age {SCHOOL_AGE} (95% interval {low} to {high}), {than} England's "
        f"{england}"
    )


def half(profile: Profile, seen: Profiles) -> str | None:
    """The age by which half of the plans had started, in words."""
    so_far = 0.0
    for place, count in profile.counts.items():
        so_far += count or 0
        if so_far >= profile.added / 2 > 0:
            return seen.called(place)
    return None


def half_sentence(seen: Profiles) -> str:
    """By which age half of the plans had started, in the council and in England."""
    year = seen.newest
    if year.council.reason or year.england.reason:
        return ""
    ours, theirs = half(year.council, seen), half(year.england, seen)
    place = in_a_sentence(seen.choice.council.name)
    return f"Half of them had started by {ours} in {place}, and by {theirs} in England."


def cautions(seen: Profiles, years: Sequence[Year]) -> list[str]:
    """Where parts fall short of a published total, and whom the group's figure leaves out."""
    found = []
    for year in years:
        for one in (year.england, year.council):
            added = one.added
            if one.total and not one.reason and added != one.total:
                found.append(
                    f"{one.name}, {year.label}: the ages add to {digits(added, 0)} of "
                    f"{digits(one.total, 0)} plans; shares are of that sum."
                )
        if year.council.reason:
            found.append(f"{capitalise(year.council.reason)}.")
        if year.group and (year.group.missing or year.group.reason):
            found.append(group_note(year.group, seen, year.label))
    return found


def group_note(group: Profile, seen: Profiles, label: str) -> str:
    """How many councils a pooled figure rests on, and who is missing."""
    option = seen.choice.group.option
    if group.reason:
        return f"{option}, {label}: not shown, as {group.reason}."
    missing = ", ".join(group.missing)
    return f"{option}, {label}: {group.members} of {group.asked} councils (missing: {missing})."


def times(found: Comparison) -> str:
    """'1.00 (0.81 to 1.24)', the ratio of steps with its 95% interval."""
    assert found.ratio is not None and found.ratio95 is not None
    return f"{digits(found.ratio, 2)} ({ends(found.ratio95)})"


def answers(seen: Profiles) -> list[str]:
    """The steps behind Year 4 to 5 and Year 11 to 12, in each January, in a sentence each."""
    return [
        f"{year.label}: {step_sentence(steps(seen, year)[pair], pair, year, seen.topic)}"
        for pair in sorted(NAMED[seen.topic])
        for year in seen.years
    ]


def verdicts(seen: Profiles) -> str:
    """How many of the steps that members asked about pass the rule."""
    found = [steps(seen, year)[pair] for pair in NAMED[seen.topic] for year in seen.years]
    judged = [one for one in found if one.reason is None]
    out = [one for one in judged if one.verdict != "in line"]
    number = {0: "none", len(judged): "each"}.get(len(out), str(len(out)))
    return f"Of these {len(judged)} steps, {number} differs from England's by more than chance."


def after_school(seen: Profiles) -> str:
    """Plans at 15 to 19, and where the largest step down is."""
    year, ages = seen.newest, range(15, 20)
    place = in_a_sentence(seen.choice.council.name)
    counts = listed([number(year.council, age) for age in ages])
    start = f"Plans at age {ages[0]} to {ages[-1]} in {place}, {year.label}: {counts}"
    found = {
        pair: one.ours.ratio
        for pair, one in steps(seen, year).items()
        if pair[0] in ages[:-1] and one.ours.ratio is not None
    }
    if len(found) < len(ages) - 1:
        return start
    pair = min(found, key=lambda one: found[one])
    return f"{start}; the largest fall is from {step_name(pair, seen.topic)}"


def further_education(found: View) -> str:
    """How many of the council's plans are in further education, and in England."""
    latest = found.latest
    england = found.england_value(latest.end) if latest else None
    if latest is None or latest.value is None or england is None:
        return ""
    place, figure = in_a_sentence(found.choice.council.name), latest.figure
    of = ""
    if figure.numerator is not None and figure.denominator is not None:
        of = f" ({digits(figure.numerator, 0)} of {digits(figure.denominator, 0)})"
    return (
        f"In {period_label(latest.start, latest.end)}, {percent(latest.value)} of the plans of "
        f"{place}{of} were in further education and post-16 places, and {percent(england)} in "
        "England: these plans are in the chart above."
    )
