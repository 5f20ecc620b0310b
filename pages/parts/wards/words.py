"""What the figures by ward say, and what a reader must know of them."""

import math
from collections.abc import Sequence

from analysis.disclosure import SMALL
from analysis.overdispersion import ENOUGH_UNITS
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.chart_rows import wrapped
from pages.parts.figures import freshness
from pages.parts.language.words import (
    INTERVAL,
    capitalise,
    day_words,
    digits,
    in_a_sentence,
    percent,
    period_label,
    possessive,
    reasons_listed,
)
from pages.parts.wards.data import ALL_SCHOOLS, ANY, MAINSTREAM, PLAN, SUPPORT, Edition, Ward
from pages.parts.wards.rates import HIDDEN, Rate, WardChoice, WardData, known_ends

WHO = {
    SUPPORT: "pupils on SEN support",
    PLAN: "pupils with an EHC plan",
    ANY: "pupils on SEN support or with an EHC plan",
}
BASIS = {
    "school": "Ward of the school, not of the child's home",
    "home": "Ward of the child's home",
}
OUTSIDE = {
    "school": "More than chance does not mean that the ward is the cause: schools differ in whom "
    "they teach and in how they record SEN, so more wards lie outside than by chance alone.",
    "home": "More than chance does not mean that the ward is the cause: families are not spread "
    "over wards by chance, and schools differ in how they record SEN.",
}
SUPPLIED = "supplied by the council, not published by DfE"
KINDS = "schools other than mainstream state-funded ones"
CHANCE = "what chance explains"  # between limits at Z998: of 500, one lies outside by chance
USUAL = "the usual spread of wards"
SIDES = (("high", "Above"), ("low", "Below"))
CHANCE_MEANS = (
    "What chance explains: limits around the council's own percentage. Of 500 wards "
    "that differed from it by chance alone, one would lie outside them."
)
USUAL_MEANS = (
    "A ward stands out only where it lies outside the usual spread of wards: the same limits, "
    "moved apart as far as the wards here vary. The most extreme tenth at either end counts "
    "there no further than the rest."
)
LONGEST_TITLE = 120  # letters: two lines on a shared screen
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
FEW_SCHOOLS = 4  # so few that one school makes the figure of its ward
FEW_TITLE = f"Wards with {NUMBERS[FEW_SCHOOLS]} schools or fewer"
CENSUS = "Special educational needs in England"
LINE = 46  # letters of a title that stand beside each other on a phone


def census(edition: Edition) -> str:
    return period_label(edition.period_end, edition.period_end)


def edition_label(edition: Edition) -> str:
    """An edition as the reader chooses it."""
    if edition.supplied:
        return f"Supplied by the council, {census(edition)} (ward of {edition.basis})"
    return f"School census, {census(edition)}"


def basis(edition: Edition) -> str:
    """Whose ward it is, and who says so: stands with every chart, table and file."""
    return BASIS[edition.basis] + (f"; {SUPPLIED}" if edition.supplied else "")


def schools_words(choice: WardChoice) -> str:
    if choice.data.edition.supplied:
        return ""
    return "mainstream schools only" if choice.schools == MAINSTREAM else "all schools"


def subtitle(choice: WardChoice) -> str:
    """Basis, measure, schools, place and time in one line, and whether newer figures were due."""
    parts = [
        basis(choice.data.edition),
        f"{WHO[choice.measure]}, per cent of all pupils",
        schools_words(choice),
        f"{choice.place}, {choice.boundaries}",
        census(choice.data.edition),
        overdue(choice.data.edition),
    ]
    return " · ".join(part for part in parts if part)


def overdue(edition: Edition) -> str:
    """Whether a newer census than that of an edition was due; a council's own count is not."""
    return "" if edition.supplied else freshness.overdue_since(CENSUS, edition.period_end)


def title_lines(choice: WardChoice) -> list[str]:
    """What is inside the chart, so that it can be cut out: short enough for a phone."""
    edition = choice.data.edition
    lines = [
        BASIS[edition.basis],
        capitalise(SUPPLIED) if edition.supplied else "",
        ", ".join(part for part in (choice.measure, schools_words(choice)) if part),
        f"{choice.place}, {census(edition)}",
    ]
    return [short for line in lines for short in wrapped(line, LINE)]


def map_key(choice: WardChoice) -> list[str]:
    """What the signs on the map mean."""
    rates = [rate for rate in choice.rates if rate.ward.known]
    key = [f"▲ ▼ above, below {USUAL}"] if outside(rates) else []
    return [*key, *(["Hatched: no figure shown"] if any(r.percent is None for r in rates) else [])]


def wards_compare(rates: Sequence[Rate]) -> list[Rate]:
    """The wards that are set against the council."""
    return [rate for rate in rates if rate.chance is not None and rate.ward.known]


def outside(rates: Sequence[Rate]) -> list[Rate]:
    """The wards outside the usual spread of wards, the highest first."""
    return [rate for rate in wards_compare(rates) if rate.signal in ("high", "low")]


def beyond_chance(rates: Sequence[Rate]) -> list[Rate]:
    """The wards that differ from the council by more than chance explains, the highest first."""
    return [rate for rate in wards_compare(rates) if rate.chance != "inside"]


def finding(choice: WardChoice) -> str:
    """The title: which wards stand out beside the usual spread of wards, as many as have room."""
    who = f"{choice.measure}: "
    rates = choice.rates
    if choice.whole is None or not wards_compare(rates):
        return f"{who}no ward can be compared"
    own = f"{possessive(choice.place)} {percent(choice.whole)}"
    far = outside(rates)
    if not far:
        return who + _none_outside(rates, own)
    around = f"{USUAL} around {own}"
    above = [rate.ward.name for rate in far if rate.signal == "high"]
    below = [rate.ward.name for rate in reversed(far) if rate.signal == "low"]
    told = [
        f"{who}{_sides(_first(above, named), _first(below, few))} {around}"
        for named, few in ((3, 2), (2, 1), (1, 1), (1, 0), (0, 0))
    ]
    return next((text for text in told if len(text) <= LONGEST_TITLE), told[-1])


def _none_outside(rates: Sequence[Rate], own: str) -> str:
    """That no ward stands out, or that they are too few to tell, and how many chance explains."""
    compared, beyond = wards_compare(rates), len(beyond_chance(rates))
    if all(rate.signal is None for rate in compared):
        wards = f"{len(compared)} {'ward is' if len(compared) == 1 else 'wards are'}"
        return f"{wards} too few to tell which stands out from {own}"
    if not beyond:
        return f"none of {len(compared)} wards stands out from {own}"
    differ = "differs" if beyond == 1 else "differ"
    of = f"{beyond} of {len(compared)} {differ} from {own} by more than chance"
    return f"no ward stands out, though {of}"


def _sides(above: str, below: str) -> str:
    """'A and 3 more stand out above, B and 6 more below'; one side alone where the other lacks."""
    if above and below:
        return f"{above} above, {below.replace(' stands out', '').replace(' stand out', '')} below"
    return f"{above} above" if above else f"{below} below"


def _first(names: Sequence[str], most: int) -> str:
    """The first of the names, how many more there are, and the verb; empty where there is none."""
    if not names:
        return ""
    more = len(names) - most
    if not most:
        return f"{len(names)} {'ward stands' if len(names) == 1 else 'wards stand'} out"
    named = [*names[:most], *([f"{more} more"] if more > 0 else [])]
    return f"{_enumerated(named)} {'stands' if len(names) == 1 else 'stand'} out"


def _enumerated(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def explanation(choice: WardChoice) -> list[str]:
    """What England's figure is."""
    if choice.england is not None:
        sum_of = ", the sum of two published percentages" if choice.measure == ANY else ""
        year = choice.data.edition.period_end.year
        return [f"England: {percent(choice.england)} in January {year}{sum_of}."]
    if choice.schools == MAINSTREAM:
        return ["England has no published figure for mainstream schools alone here."]
    return []


def spread_words(choice: WardChoice) -> str:
    """How far wards vary beside chance, and what that does to limits; empty where none can be."""
    spread = choice.spread
    if spread is None or not spread.units:
        return ""
    if spread.phi is None:
        return (
            f"How far wards usually vary cannot be told from fewer than {ENOUGH_UNITS} with a "
            "figure, so none is said to stand out."
        )
    shown = f"The {len(spread.units)} wards with a figure vary"
    if spread.model == "chance":
        return (
            f"{shown} by no more than chance alone (phi {digits(spread.phi, 1)}), so that their "
            "usual spread is that of chance."
        )
    more = f"{shown} {_times(spread.phi)} times as much as chance alone would make them vary"
    own = f"{possessive(choice.place)} {percent(100 * spread.target)}"
    if spread.model == "random effects":
        return (
            f"{more} (phi, a ratio of variances). The same spread for small and large wards fits "
            f"best, so the limits of their usual spread add {digits(100 * spread.tau, 1)} "
            f"percentage points between wards (tau) to chance around {own}."
        )
    return (
        f"{more} (phi, a ratio of variances), so the limits of their usual spread are "
        f"{digits(math.sqrt(spread.phi), 1)} times as far from {own} as those of chance."
    )


def funnel_key(choice: WardChoice) -> str:
    """What the curves of the funnel plot are, and how far wards vary beside chance."""
    spread = choice.spread
    between = (
        f"Between the dashed curves lies {CHANCE}: 499 in 500 wards of that size, were they like "
        "the whole council."
    )
    if spread is None or spread.phi is None:
        return f"{between} The wards with a figure are too few to tell how far they usually vary."
    if spread.model == "chance":
        return f"{between} Wards vary by no more than that. ▲ and ▼ lie outside."
    return (
        f"{between} Wards vary {_times(spread.phi)} times as much as by chance (phi): between the "
        "thick curves lies their usual spread. ▲ and ▼ lie outside it."
    )


def _times(phi: float) -> str:
    """How many times, with a decimal where it is few."""
    return digits(phi, 1 if phi < 10 else 0)


def wards_named(rates: Sequence[Rate]) -> str:
    return ", ".join(f"{rate.ward.name} ({rate.words})" for rate in rates)


def wards_outside(choice: WardChoice) -> list[str]:
    """How far wards vary, all that stand out, and all others that differ by more than chance."""
    far = outside(choice.rates)
    near = [rate for rate in beyond_chance(choice.rates) if rate not in far]
    told = any(rate.signal is not None for rate in near)
    within = f"{CHANCE}, within {USUAL}" if told else CHANCE
    spread = spread_words(choice)
    named = [
        f"{words} {what}: {wards_named(some)}."
        for what, rates in ((USUAL, far), (within, near))
        for side, words in SIDES
        if (some := [rate for rate in rates if rate.chance == side])
    ]
    return [spread, *named] if spread else named


def other_schools(choice: WardChoice) -> list[str]:
    """The wards where most pupils of the measure are outside mainstream schools, with the schools.

    Said only of counts that are shown.
    """
    if choice.schools == MAINSTREAM or choice.data.edition.supplied or choice.measure == SUPPORT:
        return []
    return [
        _other_schools(choice.data, rate.ward, plans, others)
        for rate in choice.rates
        if rate.count and rate.ward.known
        if (others := choice.data.others(rate.ward, PLAN)) is not None
        if (plans := choice.data.count(rate.ward.ward_code, PLAN, ALL_SCHOOLS))
        and others > plans / 2
    ]


def _other_schools(data: WardData, ward: Ward, plans: int, others: int) -> str:
    schools = [unit for unit in data.inside(ward, ALL_SCHOOLS) if unit.group == "other"]
    listed = ", ".join(f"{unit.name} ({unit.kind})" for unit in schools)
    return (
        f"{ward.name}: {digits(others, 0)} of {digits(plans, 0)} EHC plans are in "
        f"{KINDS}: {listed}."
    )


def few_schools(choice: WardChoice) -> list[tuple[str, str]]:
    """The wards of few schools, and which they are."""
    if choice.data.edition.supplied:
        return []
    return [
        (ward.name, ", ".join(_with_kind(unit.name, unit.kind) for unit in units))
        for ward in choice.data.of(choice.former)
        if 0 < len(units := choice.data.inside(ward, choice.schools)) <= FEW_SCHOOLS and ward.known
    ]


def _with_kind(name: str, kind: str) -> str:
    return name if kind == "mainstream" else f"{name} ({kind})"


def notes(choice: WardChoice) -> list[str]:
    """What a reader must know, on the screen and in the file."""
    edition = choice.data.edition
    sentences = [CHANCE_MEANS, USUAL_MEANS, OUTSIDE[edition.basis]]
    if edition.basis == "school":
        sentences.append(
            "Pupils are counted where they go to school. Special, grammar and faith schools draw "
            "pupils from the whole council and beyond, and a special school makes its ward look "
            "extreme."
        )
    if not edition.supplied:
        sentences.append(
            "Mainstream: state-funded mainstream schools. All schools: these and special, "
            "alternative provision and independent schools."
        )
    if hidden := hidden_words(choice):
        sentences.append(hidden)
    return sentences


def hidden_words(choice: WardChoice) -> str:
    """Which wards are hidden and why; empty where none is."""
    hidden = sorted(rate.ward.name for rate in choice.rates if rate.words == HIDDEN)
    return "".join(
        f"{listed}. Counts of {SMALL[0]} to {SMALL[-1]} are hidden, and with them the counts, "
        "mostly larger, from which they could be worked out."
        for listed in reasons_listed((f"{HIDDEN} in this view", name) for name in hidden)
    )


def set_notes(choice: WardChoice) -> list[str]:
    """What changed with the boundaries, and which wards compare across the change."""
    data = choice.data
    began = max(known_ends(data.wards, former=False), default=None)
    if len(data.sets) < 2 or began is None:
        return []
    changed = (
        f"Ward boundaries changed on {day_words(began)}. A ward is its code, not its name: "
        f"{_names(len(same_names(data)))} in both sets of wards."
    )
    if began > data.edition.period_end:
        changed += f" The count of {census(data.edition)} is placed in both."
    in_force = {ward.ward_code for ward in data.of(False)}
    kept = [ward.name for ward in data.of(True) if ward.same_as in in_force]
    return [changed, *([_kept(kept)] if kept else []), *data.notes]


def _names(count: int) -> str:
    return f"{NUMBERS[count]} name is" if count < 2 else f"{count} names are"


def _kept(names: Sequence[str]) -> str:
    if len(names) == 1:
        return (
            f"Only {names[0]} kept all its postcodes, so only this ward compares across the change."
        )
    return (
        f"Only {_enumerated(names)} kept all their postcodes, so only these "
        "compare across the change."
    )


def same_names(data: WardData) -> set[str]:
    return {w.name for w in data.of(False)} & {w.name for w in data.of(True)}


def deprivation_year(choice: WardChoice) -> str:
    """The year of the figures of income deprivation, the newest where there are several."""
    return str(max(lives.year for _, lives in choice.placed))


def deprivation_finding(choice: WardChoice) -> str:
    """How many of the third of wards with most deprivation lie above the council: no cause."""
    wards, whole = choice.placed, choice.whole
    most = wards[: max(2, math.ceil(len(wards) / 3))]
    if whole is None:
        return f"{choice.measure} beside income deprivation of children, by ward"
    above = sum((rate.percent or 0.0) > whole for rate, _ in most)
    lie = "lies" if above == 1 else "lie"
    return (
        f"{choice.measure}: {above} of the {len(most)} wards with most income deprivation of "
        f"children {lie} above {possessive(choice.place)} {percent(whole)}"
    )


def deprivation_title(choice: WardChoice) -> list[str]:
    """What is inside the chart: whose ward each axis means, so that it can be cut out."""
    edition = choice.data.edition
    own = [line for line in title_lines(choice) if line not in wrapped(BASIS[edition.basis], LINE)]
    whose = {"school": "ward of the school", "home": "ward of the child's home"}[edition.basis]
    across = f"Across: ward of the child's home, IDACI {deprivation_year(choice)}"
    return [f"Up: {whose}, {own[0]}", *wrapped(across, LINE), *own[1:]]


def deprivation_key(choice: WardChoice) -> str:
    """What the two axes count, and what a chart of wards cannot say."""
    edition = choice.data.edition
    up = "go to school in" if edition.basis == "school" else "live in"
    return (
        f"Across: children who live in a ward, per cent in income-deprived families (IDACI "
        f"{deprivation_year(choice)}). Up: children who {up} "
        f"it, {census(edition)}, with the {INTERVAL}. They are not the same children: no cause can "
        "be read from it, and what holds for wards need not hold for children. A name stands where "
        "there is room; the table has every ward."
    )


def deprivation_source(choice: WardChoice) -> str:
    """Who says how many children are in income-deprived families, each source once."""
    named = dict.fromkeys(f"{lives.file}, {lives.source}" for _, lives in choice.placed)
    return f"Income deprivation: {'; '.join(named)}."


def alternative(choice: WardChoice, view: str, found: str) -> str:
    """What a chart shows and what was found, for those who cannot see it."""
    shown = [rate for rate in choice.rates if rate.percent is not None and rate.ward.known]
    spread = ""
    if shown:
        spread = f" Wards range from {shown[-1].words} to {shown[0].words}."
    return (
        f"{view}. {found}.{spread} {basis(choice.data.edition)}. The table below holds every value."
    )


def absent(present: Sequence[str]) -> NotPublished:
    """Why a council has no figures by ward; `present` are the councils whose schools are there."""
    if len(present) == 1:
        why = f"only {possessive(in_a_sentence(present[0]))} schools are among the figures here"
    elif present:
        why = f"the schools of {len(present)} other councils are among the figures here"
    else:
        why = "no council's schools are among the figures here"
    return NotPublished(
        what="Figures by ward",
        who=f"DfE publishes SEN by school, not by ward, in “{CENSUS}”",
        when=freshness.comes(CENSUS),
        why=why,
        nearest="pupils with SEN support or an EHC plan in the whole council",
        page="pages/ehc_plans.py",
        words={"show": "pupils"},
    )


def credit(choice: WardChoice) -> list[str]:
    """The words that boundaries must be shown with, in lines short enough for a phone.

    The year is that of the boundaries: of former ones the year before they ended.
    """
    ends = known_ends(choice.data.wards, choice.former)
    year = f" {max(ends).year - choice.former}" if ends else ""
    return [
        "Contains National Statistics and OS data,",
        f"Crown copyright and database right{year}",
    ]
