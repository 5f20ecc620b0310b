"""The sentences of the year-group page. Every number in them is a count, or made of counts shown.

The rule of analysis/steps.py decides what is called a spike or a drop; nothing here does.
"""

from analysis.differences import against
from analysis.steps import Comparison, Growth, Refusal, Step, growth, shapes
from pages.parts.profiles import NAMED, Pair, Profile, Profiles, Year, step_name, steps
from pages.parts.words import capitalise, digits, in_a_sentence, possessive, uncapitalise, when

LEAST_BASE = 20  # no percentage change from fewer
CLOSE = 1.1  # 'in line' up to a tenth apart; beyond, 'not clearly different'
EARLY = 5  # plans that start below this age

RULE = (
    "The rule (ours). A step goes from one age or year group to the next; the ratio of steps is the "
    "council’s step divided by England’s, so 1 means the same step. It is called a spike when it "
    "goes up and is larger than England’s by more than chance, and a drop when it goes down and is "
    "lower than England’s by more than chance: that is, when the interval of the ratio leaves out "
    "1. Steps that members asked about beforehand are judged at 95%; all others at 99.8%, "
    "since of twenty-two steps one passes 95% by chance alone. Steps of one January compare "
    "different children, not the same children a year later."
)
NAMED_AGES = (
    "A child in Year 4 is 8 on 31 August and in Year 5 is 9, in Year 11 15 and in Year 12 16. EHC "
    "plans are published by age, it seems in January, when children of one age are a mixture of "
    "two year groups (at age 9 about 38% Year 4 and 62% Year 5). So two steps stand for each pair "
    "of years: age 8 to 9 and 9 to 10 for Year 4 to 5, age 15 to 16 and 16 to 17 for Year 11 to 12."
)
MAINTAINED = (
    "Counts EHC plans maintained by the council, wherever the young person is educated, by age at "
    "the January count. Ages are not year groups."
)
AT_SCHOOL = (
    "Counts pupils at schools in the council’s area, wherever they live, by national curriculum "
    "year. Colleges, independent schools and general hospital schools are not counted, and of "
    "younger children only those in school nurseries: a fall after Year 11 is not a fall in plans. "
    "“None” is pupils who follow no curriculum year, often in special schools."
)
NOT_LOADED = (
    "Pupils at school by year group are not in this database: load DfE’s file of national "
    "curriculum years (“Special educational needs in England”) with: "
    "python -m etl refresh --from FILE"
)


def places(found: list[int], topic: str) -> str:
    """'age 12', 'ages 12 and 13', 'Year 4 and Year 5'."""
    if topic == "Year group":
        return " and ".join(step_name((one, one), topic).partition(" to ")[0] for one in found)
    names = [str(one) for one in found]
    return f"age {names[0]}" if len(names) == 1 else f"ages {listed(names)}"


def listed(names: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(names[:-1])] * (len(names) > 1) + names[-1:])


def percent(value: float) -> str:
    return f"{digits(value, 1)}%"


def peak(profile: Profile, seen: Profiles) -> tuple[list[int], float] | None:
    """Where a profile is highest among single ages or years, and how high."""
    within = {place for pair in seen.pairs() for place in pair}
    found = {place: value for place, value in profile.percents.items() if place in within}
    if not found:
        return None
    top = max(found.values())
    return [place for place, value in found.items() if value == top], top


def peaks(seen: Profiles) -> str:
    """The title of the profile: where the council and England are highest."""
    year, place = seen.newest, in_a_sentence(seen.choice.council.name)
    ours, theirs = peak(year.council, seen), peak(year.england, seen)
    if ours is None or theirs is None:
        return f"No shares by age for {place} {when(year.start, year.end)}"
    base = "of the year group" if year.council.of else "of all plans"
    here = f"{places(ours[0], seen.topic)} in {place} ({percent(ours[1])} {base})"
    there = f"{places(theirs[0], seen.topic)} in England ({percent(theirs[1])})"
    return f"Most plans are held at {here}, and at {there}, {when(year.start, year.end)}"


def moved(seen: Profiles) -> str:
    """Where the profile was highest in the period before."""
    if len(seen.years) < 2:
        return ""
    before, place = seen.years[-2], in_a_sentence(seen.choice.council.name)
    ours, theirs = peak(before.council, seen), peak(before.england, seen)
    if ours is None or theirs is None:
        return f"{capitalise(str(before.council.reason or before.england.reason))}."
    at = f"{places(ours[0], seen.topic)} in {place} and {places(theirs[0], seen.topic)} in England"
    return f"A year earlier, {when(before.start, before.end)}, it was {at}."


def unlike(seen: Profiles) -> str:
    """The ages at which the council's shape differs from England's, all being looked at at once."""
    year, owner = seen.newest, possessive(in_a_sentence(seen.choice.council.name))
    known = list(year.council.counts)
    ours = {place: year.council.group(place) for place in known}
    found = shapes(ours, {place: year.england.group(place) for place in known})
    if isinstance(found, Refusal):
        return f"The shape is not compared with England’s: {found.reason}."
    told = []
    for word, side in (("more", 1), ("fewer", -1)):
        out = [
            f"{seen.part(place).lower()} ({digits(one.observed, 0)}, where England’s shape "
            f"would give {digits(one.expected, 0)})"
            for place, one in found.items()
            if one.index998
            and (one.index998.low > 100 if side > 0 else one.index998.high < 100)
        ]
        told += [f"{word} at {listed(out)}"] if out else []
    start = f"Looking at all ages at once (99.8% intervals), {owner} shape "
    if not told:
        return f"{start}cannot be told apart from England’s at any age."
    return f"{start}differs from England’s: {'; '.join(told)}."


def noun(profile: Profile) -> tuple[str, str]:
    """Who is counted, and of what a rise is."""
    if profile.of:
        return "pupils with an EHC plan", " as a share of the year group"
    return "plans", ""


def change_words(step: Step) -> str:
    """'a rise of 8%', 'a fall of 5%', 'no change'."""
    assert step.ratio is not None
    size = digits(abs(step.ratio - 1) * 100, 0)
    if size == "0":
        return "no change"
    return f"a {'rise' if step.ratio > 1 else 'fall'} of {size}%"


def shown(profile: Profile, place: int) -> str:
    """A count, or the words that stand for it."""
    count = profile.counts.get(place)
    return profile.words.get(place, "no figure") if count is None else digits(count, 0)


def both(profile: Profile, pair: Pair) -> str:
    """'182 to 198', with shares of the year group where there are any."""
    a, b = pair
    counted = f"{shown(profile, a)} to {shown(profile, b)}"
    if not profile.of or not {a, b} <= profile.percents.keys():
        return counted
    return f"{percent(profile.percents[a])} to {percent(profile.percents[b])}; {counted} pupils"


def step_sentence(found: Comparison, pair: Pair, year: Year, topic: str) -> str:
    """'From age 9 to 10 plans rise by 9% (182 to 198), in line with England (8%): not a spike.'"""
    who, share = noun(year.council)
    start = f"From {uncapitalise_age(step_name(pair, topic))} {who}"
    if found.ours.ratio is None or found.theirs.ratio is None or found.reason:
        return f"{start} go from {both(year.council, pair)}; not compared: {found.reason}."
    moves = f"{_moves(found.ours, year.council, pair)}{share} ({both(year.council, pair)})"
    base = year.council.counts[pair[0]]
    if base is not None and base < LEAST_BASE:
        moves = f"go from {both(year.council, pair)}{share}"
    return f"{start} {moves}, {_beside(found, pair in NAMED[topic])}."


def uncapitalise_age(name: str) -> str:
    """'age 9 to 10', but 'Year 4 to 5'."""
    return uncapitalise(name) if name.startswith("Age") else name


def _moves(step: Step, profile: Profile, pair: Pair) -> str:
    assert step.ratio is not None
    size = digits(abs(step.ratio - 1) * 100, 0)
    if size == "0":
        return "stay level"
    return f"{'rise' if step.ratio > 1 else 'fall'} by {size}%"


def _beside(found: Comparison, named: bool) -> str:
    """What the step is beside England's, and what it is called."""
    assert found.ours.ratio is not None and found.theirs.ratio is not None
    assert found.ratio is not None and found.ratio95 is not None
    rise = found.ours.ratio > 1
    same_way = rise == (found.theirs.ratio > 1)
    size = change_words(found.theirs)
    england = f"England ({size.rpartition(' ')[2] if same_way and '%' in size else size})"
    called = "spike" if rise else "drop" if found.ours.ratio < 1 else "spike or drop"
    if found.verdict == "in line":
        if not named and not found.ratio95.contains(1):
            return f"unlike {england} at 95% but not at 99.8%, the limit used here: not a {called}"
        if 1 / CLOSE <= found.ratio <= CLOSE:
            return f"in line with {england}: not a {called}"
        return f"not clearly different from {england}: not a {called}"
    more = "more" if found.verdict in ("spike", "drop") else "less"
    how = f"{more} than in {england}" if same_way else f"unlike {england}"
    return f"{how}, by more than chance: a {found.verdict}"


def ratio_sentence(found: Comparison, name: str) -> str:
    """The ratio of steps with its two intervals."""
    if found.ratio is None or found.ratio95 is None or found.ratio998 is None:
        return ""
    low, high = found.ratio95.low, found.ratio95.high
    wide = f"{digits(found.ratio998.low, 2)} to {digits(found.ratio998.high, 2)}"
    return (
        f"{capitalise(possessive(in_a_sentence(name)))} step is {digits(found.ratio, 2)} times "
        f"England’s (95% interval {digits(low, 2)} to {digits(high, 2)}; 99.8% interval {wide})."
    )


def standing_out(seen: Profiles, year: Year) -> str:
    """Which steps pass the stated rule, of how many."""
    found = steps(seen, year)
    judged = {pair: one for pair, one in found.items() if one.reason is None}
    out = [
        f"{uncapitalise_age(step_name(pair, seen.topic))} ({one.verdict})"
        for pair, one in judged.items()
        if one.verdict != "in line"
    ]
    of = f"Of {len(found)} steps, {len(judged)} can be compared; " if found else ""
    out_words = f"these pass the rule: {listed(out)}" if out else "none passes the rule"
    return f"{capitalise(when(year.start, year.end))}. {of}{out_words}."


def cohort(seen: Profiles, pair: Pair) -> Growth:
    """Children at one age in the last period but one, and a year older in the last."""
    before, now = seen.years[-2], seen.years[-1]
    a, b = pair
    return growth(
        (before.council.counts.get(a), now.council.counts.get(b)),
        (before.england.counts.get(a), now.england.counts.get(b)),
    )


def cohort_sentence(seen: Profiles, pair: Pair) -> str:
    """The same children a year on, council and England."""
    (a, b), (before, now) = pair, seen.years[-2:]
    found = cohort(seen, pair)
    counted = f"{shown(before.council, a)} plans, then {shown(now.council, b)}"
    start = (
        f"Children aged {a} {when(before.start, before.end)} and {b} {when(now.start, now.end)} "
        f"had {counted}"
    )
    if found.ours is None or found.theirs is None:
        return f"{start}; not compared: {found.reason}"
    there = change_words(Step(ratio=found.theirs, points=None, reason=None))
    base = before.council.counts[a]
    if base is not None and base < LEAST_BASE:
        return f"{start} (England: {there})"
    here = change_words(Step(ratio=found.ours, points=None, reason=None))
    return f"{start}: {here} (England: {there})"


def cohort_difference(seen: Profiles, pair: Pair) -> str:
    """The snapshot beside the same children, in the council and in England."""
    found, one = cohort(seen, pair), steps(seen, seen.newest)[pair]
    if found.ours is None or found.theirs is None:
        return ""
    if one.ours.ratio is None or one.theirs.ratio is None:
        return ""
    council = seen.newest.council.counts
    bases = (council[pair[0]], seen.years[-2].council.counts[pair[0]])
    if any(base is not None and base < LEAST_BASE for base in bases):
        return f"No percentage is given from fewer than {LEAST_BASE} plans."
    here = _snapshot_beside(one.ours.ratio, found.ours)
    there = _snapshot_beside(one.theirs.ratio, found.theirs)
    name = in_a_sentence(seen.choice.council.name)
    return (
        f"The snapshot of {seen.newest.label}, which compares different children, shows "
        f"{change_words(one.ours)} in {name} ({here}) and {change_words(one.theirs)} in England "
        f"({there})."
    )


def _snapshot_beside(snapshot: float, same: float) -> str:
    told, followed = digits(100 * snapshot, 0), digits(100 * same, 0)
    if told == followed:
        return "the same as among the same children, when rounded"
    return f"{'lower' if snapshot < same else 'higher'} than among the same children"


def start_sentence(seen: Profiles) -> str:
    """How many plans start before school age, with a verdict against England."""
    year, place = seen.newest, in_a_sentence(seen.choice.council.name)
    subject = "plans started" if seen.indicators != ("ehcp_caseload",) else "plans in force"
    ours, theirs = early(year.council), early(year.england)
    if ours is None or theirs is None:
        reason = year.council.reason or year.england.reason
        return f"{capitalise(str(reason))}"
    count, profile = ours
    share, england = 100 * count / profile.added, 100 * theirs[0] / theirs[1].added
    found = early_interval(ours)
    verdict = against(found, england)
    than = {"similar": "cannot be told apart from"}.get(verdict, f"{verdict} than")
    if percent(share) == percent(england):
        than = "when rounded the same as"
    return (
        f"Of {digits(profile.added, 0)} {subject} {when(year.start, year.end)} in {place}, "
        f"{percent(share)} began before age {EARLY}, {than} England’s {percent(england)}"
    )


def early(profile: Profile) -> tuple[float, Profile] | None:
    """Plans that started before `EARLY`, where all ages are known."""
    if profile.reason:
        return None
    return sum(count or 0 for place, count in profile.counts.items() if place < EARLY), profile


def early_interval(found: tuple[float, Profile]):  # type: ignore[no-untyped-def]
    ...
