"""The sentences of the year-group page.

What is called a spike or a drop is decided by the rule of analysis/steps.py, and by nothing here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.differences import against
from analysis.intervals import ALIKE_FROM, ALIKE_TO, Interval, wilson
from analysis.largest import FEW_IN_ALL, stands_above
from analysis.steps import (
    RECEPTION_AGE,
    Comparison,
    Growth,
    Refusal,
    growth,
    shapes,
    way,
    year_name,
)
from pages.parts.exhibit.absent import NOT_HERE, NotPublished, by_dfe
from pages.parts.figures.view import View
from pages.parts.language.words import (
    INTERVAL,
    capitalise,
    counted,
    digits,
    in_a_sentence,
    listed,
    percent,
    period_label,
    possessive,
    when,
)
from pages.parts.year_groups.data import (
    ASKED_ABOUT,
    PLANS,
    YEAR_GROUP,
    Pair,
    Profile,
    Profiles,
    Year,
    named_steps,
    step_name,
    steps,
)

LEAST_BASE = 20  # no percentage change from fewer, of which one plan is more than 5%
SCHOOL_AGE = 5  # compulsory from the term after the fifth birthday
LAST_SCHOOL_YEAR = 11
LATE_AGES = range(
    15, 20
)  # in January, of Years 11 to 14: where a school census loses who goes to college
# Of the children of one age in January, those with birthdays from 1 September to 16 January are in
# the younger of two year groups: percent of a year's birthdays.
YOUNGER_GROUP = 100 * 138 / 365
NAMED_LEVEL, SCAN_LEVEL = "95%", "99.8%"  # of the intervals by which analysis.steps judges
WIDE_INTERVAL = f"{SCAN_LEVEL} interval"  # in files and tables; sentences call it the wider one
CHANCE_PASSES = "chance alone passes once in 500"  # tests at SCAN_LEVEL

STEP_RULE = (
    "How a step is judged (our rule): the council’s step is divided by England’s, so 1 means the "
    "same step. It is called a spike when it goes up and is larger than England’s by more than "
    "chance, and a drop when it goes down and is lower than England’s by more than chance; a "
    "change of less than half a percent is level, and neither. More than chance means that the "
    "interval leaves out 1. A step is in line when the whole interval lies between "
    f"{digits(ALIKE_FROM, 2)} and {digits(ALIKE_TO, 2)}, within a fifth of England’s. Otherwise "
    "it cannot be told apart, which does not mean that it is alike. The interval is that of "
    f"{NAMED_LEVEL} for the steps that members asked about "
    f"({', '.join(named_steps(YEAR_GROUP))}), a wider one, which {CHANCE_PASSES}, for all "
    "others, since of twenty steps one passes 95% by chance alone. The steps of one January "
    "compare different children."
)
MIXTURE = (
    "A child is 8 on 31 August before Year 4 and 9 before Year 5; 15 before Year 11 and 16 before "
    "Year 12. But plans are published by age, most likely the age in January (DfE does not say), "
    f"when children of one age are in two year groups: at age 9 about {digits(YOUNGER_GROUP, 0)}% "
    f"in Year 4 and {digits(100 - YOUNGER_GROUP, 0)}% in Year 5. So two steps are offered for "
    "each: age 8 to 9 and 9 to 10, age 15 to 16 and 16 to 17."
)
MAINTAINED = (
    "Plans maintained by the council, wherever the young person is educated, by age in January. "
    "Ages are not year groups."
)
COUNTED_TWICE = (
    "The same children are those a year older a year later: some move in or out, plans start and "
    "cease. No interval is given, as most children are counted in both Januaries."
)
NOT_DRAWN = (
    f"No bar stands where the council had fewer than {LEAST_BASE} plans to begin with. Steps at "
    "which England more than doubles or halves are in the table only."
)
AT_SCHOOL = (
    "Pupils at schools in the council’s area, wherever they live, by national curriculum year. "
    "Colleges, independent schools and general hospital schools are not counted, so a fall after "
    "Year 11 is not a fall in plans. Of younger children only those in school nurseries are "
    "counted. “None” is pupils who follow no curriculum year, often in special schools."
)
PLANS_BY_AGE, PUPILS_BY_YEAR = "EHC plans by age", "Pupils at school by year group"
NO_CHILDREN = (
    "How many children of each age live here is not at hand: a step in plans may be a step in how "
    "many children there are."
)
NO_DENOMINATOR = (
    "The file has no rows of pupils without special educational needs, so there is no share of "
    "the year group: the bars are shares of all pupils with an EHC plan."
)
CENSUS_COVERAGE = (
    "A chart drawn from the school census falls after Year 11 partly because of who is counted: "
    "many young people go on to college, and colleges are not in that census."
)


def no_plans_by_age(source: Profiles | None, what: str = PLANS_BY_AGE) -> NotPublished:
    """Why there is nothing to draw of plans by age."""
    who, when = by_dfe("Education, health and care plans")
    return NotPublished(
        what=what,
        who=who,
        when=when,
        why=_why(source),
        nearest="EHC plans in force, all ages together",
        page="pages/ehc_plans.py",
    )


def no_pupils_by_year(source: Profiles | None) -> NotPublished:
    """Why there is nothing to draw of pupils at school by year group."""
    who, when = by_dfe("Special educational needs in England")
    return NotPublished(
        what=PUPILS_BY_YEAR,
        who=who,
        when=when,
        why=_why(source),
        nearest="EHC plans by age in January",
        page="pages/year_groups.py",
        words={"show": "steps"},
    )


def _why(source: Profiles | None) -> str:
    if source is None:
        return NOT_HERE
    if source.newest.council.has_figures:
        return "two Januaries are needed, and there is one"
    return source.newest.council.reason or f"it has no figures for {source.place}"


@dataclass(frozen=True, kw_only=True)
class Peak:
    """The single ages or years at which a profile is highest, several where they are level.

    `count` and `share`, in percent, are those of each; `of` is all together. `claimed` is false
    where there are few and the first does not stand above the next by more than chance.
    """

    names: tuple[str, ...]
    count: float
    share: float
    of: float
    claimed: bool

    @property
    def share_words(self) -> str:
        """'8.0%', '8.0% each', with the counts where there are few."""
        few = f", {digits(self.count, 0)} of {digits(self.of, 0)}" if self.of < FEW_IN_ALL else ""
        return f"{percent(self.share)}{few}{' each' if len(self.names) > 1 else ''}"


def peak(profile: Profile, profiles: Profiles) -> Peak | None:
    """Where a profile is highest; None where a share is not known or nobody is counted."""
    single = sorted({position for pair in profiles.pairs() for position in pair})
    shares = {at: profile.percents[at] for at in single if at in profile.percents}
    top = max(shares.values(), default=0.0)
    if not top or len(shares) < len(single):
        return None
    at = [position for position, share in shares.items() if share == top]
    count = profile.counts[at[0]] or 0.0
    others = [profile.counts[position] or 0.0 for position in single if position not in at]
    following = count if len(at) > 1 else max(others, default=0.0)
    few = not profile.of and profile.added < FEW_IN_ALL
    return Peak(
        names=tuple(profiles.called(position) for position in at),
        count=count,
        share=top,
        of=(profile.of.get(at[0]) if profile.of else profile.added) or 0.0,
        claimed=not few or stands_above(count, following),
    )


def _ages(names: Sequence[str]) -> str:
    """'age 13', 'ages 12 and 13', 'years 4 and 5', 'years Reception and 1'."""
    if len(names) == 1:
        return names[0]
    kind = "ages" if names[0].startswith("age ") else "years"
    return f"{kind} {listed([name.removeprefix('age ').removeprefix('Year ') for name in names])}"


def _at(top: Peak) -> str:
    """Where a peak is: 'at age 13', or at which ages that are level."""
    at = _ages(top.names)
    if len(top.names) == 1:
        return f"at {at}"
    if len(top.names) == 2:
        return f"at {at}, which are level,"
    kind, _, which = at.partition(" ")
    return f"at {len(top.names)} {kind} that are level, {which},"


def _most(top: Peak) -> str:
    """Where the most are, of too few to speak of a peak."""
    count = digits(top.count, 0)
    if len(top.names) == 1:
        return f"the most, {count}, at {_ages(top.names)}"
    if len(top.names) == 2:
        return f"{_ages(top.names)} are level with the most, {count} each"
    kind, _, which = _ages(top.names).partition(" ")
    return f"{len(top.names)} {kind} are level with the most, {count} each: {which}"


def peaks(profiles: Profiles) -> str:
    """The title of the profile: where the council and England are highest."""
    year, place = profiles.newest, profiles.place
    ours, theirs = peak(year.council, profiles), peak(year.england, profiles)
    who, at = _who(year.council), when(year.start, year.end)
    if ours is None or theirs is None:
        return f"{capitalise(who)}: no shares for {place} {at}"
    if not ours.claimed:
        return (
            f"{capitalise(at)} {place} had {_few(year.council)}, too few to speak of a peak: "
            f"{_most(ours)}; in England {who} peak {_at(theirs).rstrip(',')} "
            f"({theirs.share_words})"
        )
    there = "in" if ours.names == theirs.names else f"{_at(theirs)} in"
    return (
        f"{capitalise(at)} {who} peak {_at(ours)} in {place} ({ours.share_words}) and {there} "
        f"England ({theirs.share_words})"
    )


def _who(profile: Profile) -> str:
    return "pupils with an EHC plan" if profile.of else "EHC plans"


def _few(profile: Profile) -> str:
    """'17 EHC plans', all together."""
    return counted(round(profile.added), "EHC plan", "EHC plans")


def earlier_peaks(profiles: Profiles) -> str:
    """Where the profile was highest in the period before."""
    if len(profiles.years) < 2:
        return ""
    year, place = profiles.before, profiles.place
    ours, theirs = peak(year.council, profiles), peak(year.england, profiles)
    if ours is None or theirs is None:
        return ""
    start, there = capitalise(when(year.start, year.end)), f"{_at(theirs)} in England"
    if not ours.claimed:
        return f"{start} {place} had {_few(year.council)}, {_most(ours)}; the peak was {there}."
    return f"{start} the peak was {_at(ours)} in {place} and {there}."


def unlike(profiles: Profiles) -> str:
    """Where the council's shape differs from England's, all parts being looked at at once."""
    year, owner = profiles.newest, possessive(profiles.place)
    known = [
        at
        for at in year.council.counts
        if not year.council.of or (year.council.of.get(at) and year.england.of.get(at))
    ]
    compared = shapes(
        {position: year.council.group(position) for position in known},
        {position: year.england.group(position) for position in known},
    )
    if isinstance(compared, Refusal):
        return f"{capitalise(owner)} shape is not compared with England's: {compared.reason}."
    more: list[str] = []
    fewer: list[str] = []
    for position, shape in compared.items():
        if shape.index998 is None or shape.index998.contains(100):
            continue
        like_england = digits(shape.expected, 0)
        size = f"{digits(shape.observed, 0)}; with England's shape it would be {like_england}"
        side = more if shape.index998.low > 100 else fewer
        side.append(f"{profiles.called(position)} ({size})")
    start = f"Over all ages, by a strict test that {CHANCE_PASSES}, {owner} shape"
    sides = [
        f"{word} at {listed(side)}" for word, side in (("more", more), ("fewer", fewer)) if side
    ]
    if not sides:
        return f"{start} cannot be told apart from England's."
    return f"{start} differs from England's: {'; '.join(sides)}."


def noun(profile: Profile, topic: str) -> tuple[str, str]:
    """Who is counted, and of what a rise is."""
    if topic == YEAR_GROUP:
        share = " as a share of the year group" if profile.of else ""
        return "pupils with an EHC plan", share
    return "plans", ""


def change(ratio: float) -> str:
    """'a rise of 8%', 'a fall of 5%', 'no change'."""
    goes = way(ratio)
    return "no change" if goes == "level" else f"a {goes} of {_size(ratio)}"


def _size(ratio: float) -> str:
    """How large a change is, whichever way it goes: '8%'."""
    return f"{digits(abs(ratio - 1) * 100, 0)}%"


def count_words(profile: Profile, position: int) -> str:
    """A count, or the words that stand for it."""
    count = profile.counts.get(position)
    return profile.words.get(position, "no figure") if count is None else digits(count, 0)


def both(profile: Profile, pair: Pair) -> str:
    """'182 to 198', of pupils '2.0% to 2.8%; 60 of 3,000 pupils to 90 of 3,200'."""
    a, b = pair
    first, second = count_words(profile, a), count_words(profile, b)
    of = profile.of.get(a), profile.of.get(b)
    if of[0] is None or of[1] is None or not {a, b} <= profile.percents.keys():
        return f"{first} to {second}"
    shares = f"{percent(profile.percents[a])} to {percent(profile.percents[b])}"
    return f"{shares}; {first} of {digits(of[0], 0)} pupils to {second} of {digits(of[1], 0)}"


def children(pair: Pair, end: date, pupils: Profiles | None) -> str:
    """How many children stand behind a step of ages: pupils of the years they are in.

    Empty where they are not at hand for that January: no file, or ages outside Reception to Year
    11, after which a school census loses those who go to college.
    """
    # Of age 9 in January some are in Year 4 and the others in Year 5; of age 10 in Years 5 and 6.
    years = range(pair[0] - RECEPTION_AGE - 1, pair[1] - RECEPTION_AGE + 1)
    found = [year for year in pupils.years if year.end == end] if pupils else []
    if not pupils or not found or years[0] < 0 or years[-1] > LAST_SCHOOL_YEAR:
        return ""
    known = {at: of for at in years if (of := found[0].council.of.get(at)) is not None}
    if len(known) < len(years):
        return ""
    told = listed([f"{digits(of, 0)} in {year_name(at)}" for at, of in known.items()])
    return (
        f"Pupils at schools in {pupils.place}, in the years that ages {pair[0]} and {pair[1]} are "
        f"in: {told}."
    )


def step_sentence(step: Comparison, pair: Pair, year: Year, topic: str) -> str:
    """'From age 9 to 10 plans rise by 9% (182 to 198), in line with England (8%): not a spike'."""
    who, share = noun(year.council, topic)
    told, base = both(year.council, pair), year.council.counts.get(pair[0])
    start = f"From {step_name(pair, topic)} {who}"
    if step.reason or step.ours.ratio is None or step.theirs.ratio is None:
        return f"{start} go from {told}; not compared, as {step.reason}"
    goes = way(step.ours.ratio)
    england = change(step.theirs.ratio)
    if base is not None and base < LEAST_BASE:
        moves = f"go from {told}{share}"
    elif goes == "level":
        moves = f"stay level{share} ({told})"
    else:
        moves = f"{goes} by {_size(step.ours.ratio)}{share} ({told})"
        england = _size(step.theirs.ratio) if goes == way(step.theirs.ratio) else england
    return f"{start} {moves}, {_beside(step, f'England ({england})')}"


def _beside(step: Comparison, england: str) -> str:
    """The step beside England's, and what it is called: one sentence for each verdict."""
    assert step.ours.ratio and step.theirs.ratio and step.interval
    goes = way(step.ours.ratio)
    if step.stands_out:
        more = "more" if step.verdict in ("spike", "drop") else "less"
        how = f"{more} than" if goes == way(step.theirs.ratio) != "level" else "unlike"
        called = "no spike, no drop" if goes == "level" else verdict_words(step)
        return f"{how} in {england}, by more than chance: {called}"
    if step.verdict == "in line":
        called = {"rise": "not a spike", "fall": "not a drop"}.get(goes, "no spike, no drop")
        return f"in line with {england}: {called}"
    none = {"rise": "no spike is", "fall": "no drop is"}.get(goes, "neither spike nor drop is")
    return (
        f"which cannot be told apart from {england} and could be {ends(step.interval)} times "
        f"England's step: {none} shown"
    )


def verdict_words(step: Comparison) -> str:
    """What a step is called, in a list and in a sentence: 'a spike', 'level, unlike England'."""
    noun = step.verdict in ("spike", "drop", "smaller rise", "smaller fall")
    return f"a {step.verdict}" if noun else step.verdict


def ratio_sentence(step: Comparison, place: str) -> str:
    """The ratio of steps with its two intervals; `place` as it stands in a sentence."""
    if step.ratio is None or step.ratio95 is None or step.ratio998 is None:
        return ""
    return (
        f"{capitalise(possessive(place))} step is {digits(step.ratio, 2)} times England's "
        f"({INTERVAL} {ends(step.ratio95)}; wider interval {ends(step.ratio998)})."
    )


def ends(interval: Interval) -> str:
    return f"{digits(interval.low, 2)} to {digits(interval.high, 2)}"


def standing_out(profiles: Profiles, year: Year) -> str:
    """Which of all steps pass the rule."""
    every = steps(profiles, year)
    judged = {pair: step for pair, step in every.items() if step.reason is None}
    out = [
        f"{step_name(pair, profiles.topic)} ({verdict_words(step)})"
        for pair, step in judged.items()
        if step.stands_out
    ]
    at = capitalise(when(year.start, year.end))
    if not judged:
        return f"{at}, no step can be compared with England's."
    of = counted(len(judged), "step", "steps")
    differ = "this one differs" if len(out) == 1 else "these differ"
    passed = f"{differ} from England's by more than chance: {', '.join(out)}"
    if not out:
        passed = "none differs from England's by more than chance"
    return f"{at}, of {of} that can be compared, {passed}."


def cohort(profiles: Profiles, pair: Pair) -> Growth:
    """Children at one age in the period before the newest, and a year older in the newest."""
    before, now = profiles.before, profiles.newest
    a, b = pair
    return growth(
        (before.council.counts.get(a), now.council.counts.get(b)),
        (before.england.counts.get(a), now.england.counts.get(b)),
    )


def cohort_sentence(profiles: Profiles, pair: Pair) -> str:
    """The same children a year on, in the council and in England."""
    (a, b), before, now = pair, profiles.before, profiles.newest
    grown, base = cohort(profiles, pair), before.council.counts.get(a)
    start = (
        f"Plans of children aged {a} {when(before.start, before.end)} and {b} "
        f"{when(now.start, now.end)} in {profiles.place}: {count_words(before.council, a)}, then "
        f"{count_words(now.council, b)}"
    )
    if grown.ours is None or grown.theirs is None:
        return f"{start}; not compared, as {grown.reason}"
    here = "" if base is None or base < LEAST_BASE else f", {change(grown.ours)}"
    return f"{start}{here} (England: {change(grown.theirs)})"


def cohort_difference(profiles: Profiles, pair: Pair) -> str:
    """The snapshot beside the same children, and why the two differ."""
    grown, step = cohort(profiles, pair), steps(profiles, profiles.newest)[pair]
    if grown.ours is None or grown.theirs is None or step.reason:
        return ""
    assert step.ours.ratio is not None and step.theirs.ratio is not None
    place, before, now = profiles.place, profiles.before, profiles.newest
    a = pair[0]
    here = change(step.ours.ratio)
    if min(year.council.counts.get(a) or 0 for year in (before, now)) < LEAST_BASE:
        here = both(now.council, pair)
    return (
        f"The steps of {now.label} compare different children: {here} in {place} and "
        f"{change(step.theirs.ratio)} in England. The two differ because plans at age {a} went "
        f"from {count_words(before.council, a)} to {count_words(now.council, a)} in {place}, and "
        f"from {count_words(before.england, a)} to {count_words(now.england, a)} in England."
    )


def early(profile: Profile) -> tuple[float, float, Interval] | None:
    """Plans that started before school age: how many, in percent, and its 95% interval."""
    if profile.reason or not profile.added:
        return None
    count = sum(count or 0 for age, count in profile.counts.items() if age < SCHOOL_AGE)
    return count, 100 * count / profile.added, wilson(count, profile.added).scaled(100)


def start_sentence(profiles: Profiles) -> str:
    """How many plans started before school age, judged against England."""
    year, place = profiles.newest, profiles.place
    ours, theirs = early(year.council), early(year.england)
    if ours is None or theirs is None:
        return capitalise(str(year.council.reason or year.england.reason))
    here, england = percent(ours[1]), percent(theirs[1])
    verdict = against(ours[2], theirs[1])
    than = f"{verdict} than" if verdict != "similar" else "which cannot be told apart from"
    if here == england:
        than = "the same when rounded as"
    low, high = percent(ours[2].low), percent(ours[2].high)
    added = year.council.added
    few = f"{digits(ours[0], 0)} ({here})" if added < FEW_IN_ALL else here
    state = "in force" if profiles.indicators == PLANS else "that started"
    return (
        f"Of {counted(round(added), 'plan', 'plans')} {state} {when(year.start, year.end)} in "
        f"{place}, {few} began before age {SCHOOL_AGE} ({INTERVAL} {low} to {high}), {than} "
        f"England's {england}"
    )


def half(profile: Profile, profiles: Profiles) -> str | None:
    """The age by which half of the plans had started, in words."""
    so_far = 0.0
    for age, count in profile.counts.items():
        so_far += count or 0
        if so_far >= profile.added / 2 > 0:
            return profiles.called(age)
    return None


def half_sentence(profiles: Profiles) -> str:
    """By which age half of the plans had started, in the council and in England."""
    year = profiles.newest
    if year.council.reason or year.england.reason or year.council.added < 2:
        return ""
    ours, theirs = half(year.council, profiles), half(year.england, profiles)
    return f"Half of them had started by {ours} in {profiles.place}, and by {theirs} in England."


def cautions(profiles: Profiles, years: Sequence[Year]) -> list[str]:
    """Where parts fall short of a published total, and whom the group's figure leaves out."""
    sentences = []
    for year in years:
        for profile in (year.england, year.council):
            added = profile.added
            if profile.total and not profile.reason and added != profile.total:
                sentences.append(
                    f"{profile.name}, {year.label}: the ages add to {digits(added, 0)} of "
                    f"{digits(profile.total, 0)} plans; shares are of that sum."
                )
        if year.council.reason:
            sentences.append(f"{capitalise(year.council.reason)}.")
        if year.group and (year.group.missing or year.group.reason):
            sentences.append(group_note(year.group, profiles, year.label))
    return sentences


def group_note(group: Profile, profiles: Profiles, label: str) -> str:
    """How many councils a pooled figure rests on, and who is missing."""
    option = profiles.choice.group.option
    if group.reason:
        return f"{option}, {label}: not shown, as {group.reason}."
    missing = ", ".join(group.missing)
    return f"{option}, {label}: {group.members} of {group.asked} councils (missing: {missing})."


def times(step: Comparison) -> str:
    """'1.00 (0.81 to 1.24)', the ratio of steps with its 95% interval."""
    assert step.ratio is not None and step.ratio95 is not None
    return f"{digits(step.ratio, 2)} ({ends(step.ratio95)})"


def answers(profiles: Profiles) -> list[str]:
    """The steps behind Year 4 to 5 and Year 11 to 12, in each January, in a sentence each."""
    return [
        f"{year.label}: {step_sentence(steps(profiles, year)[pair], pair, year, profiles.topic)}"
        for pair in sorted(ASKED_ABOUT[profiles.topic])
        for year in profiles.years
    ]


def verdicts(profiles: Profiles) -> str:
    """How many of the steps that members asked about pass the rule."""
    judged = [
        step
        for year in profiles.years
        for pair, step in steps(profiles, year).items()
        if pair in ASKED_ABOUT[profiles.topic] and step.reason is None
    ]
    if not judged:
        return "None of these steps can be compared with England's."
    out = sum(step.stands_out for step in judged)
    if len(judged) == 1:
        differs = "differs" if out else "does not differ"
        return f"The one step that can be compared {differs} from England's by more than chance."
    differ = {0: "none differs", 1: "1 differs", len(judged): "each differs"}.get(
        out, f"{out} differ"
    )
    return f"Of these {len(judged)} steps, {differ} from England's by more than chance."


def after_school(profiles: Profiles) -> str:
    """Plans at the ages of the last years of school and after, and where the largest fall is."""
    year = profiles.newest
    counts = listed([count_words(year.council, age) for age in LATE_AGES])
    ages = f"{LATE_AGES[0]} to {LATE_AGES[-1]}"
    start = f"Plans at age {ages} in {profiles.place}, {year.label}: {counts}"
    ratios = {
        pair: step.ours.ratio
        for pair, step in steps(profiles, year).items()
        if pair[0] in LATE_AGES[:-1] and step.ours.ratio is not None
    }
    if len(ratios) < len(LATE_AGES) - 1:
        return start
    least = min(ratios.values())
    if way(least) != "fall":
        return f"{start}; none of these steps is a fall"
    named = [step_name(pair, profiles.topic) for pair, ratio in ratios.items() if ratio == least]
    if len(named) > 1:
        return f"{start}; the largest falls, from {listed(named)}, are level"
    return f"{start}; the largest fall is from {named[0]}"


def further_education(view: View) -> str:
    """How many of the council's plans are in further education, and in England."""
    latest = view.latest
    england = view.england_value(latest.end) if latest else None
    if latest is None or latest.value is None or england is None:
        return ""
    place, figure = in_a_sentence(view.choice.council.name), latest.figure
    of = ""
    if figure.numerator is not None and figure.denominator is not None:
        of = f" ({digits(figure.numerator, 0)} of {digits(figure.denominator, 0)})"
    return (
        f"In {period_label(latest.start, latest.end)}, {percent(latest.value)} of the plans of "
        f"{place}{of} were in further education and post-16 places, and {percent(england)} in "
        "England: these plans are in the chart above."
    )
