"""What the figures by ward say, and what a reader must know of them."""

from collections.abc import Sequence
from datetime import date, timedelta

from pages.parts.exhibit.chart_rows import wrapped
from pages.parts.figures.database import Row, day
from pages.parts.language.words import (
    capitalise,
    digits,
    in_a_sentence,
    number,
    period_label,
    possessive,
    uncapitalise,
)
from pages.parts.wards.data import (
    ALL,
    ANY,
    HIDDEN,
    MAINSTREAM,
    PLAN,
    SUPPORT,
    Asked,
    Edition,
    Rate,
    Ward,
    WardData,
    set_label,
)

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
    "school": "Outside the limits does not mean that the ward is the cause: schools differ in whom "
    "they teach and in how they record SEN, so more wards lie outside than by chance alone.",
    "home": "Outside the limits does not mean that the ward is the cause: families are not spread "
    "over wards by chance, and schools differ in how they record SEN.",
}
SUPPLIED = "supplied by the council, not published by DfE"
KINDS = "schools other than mainstream state-funded ones"
FEW_SCHOOLS = 4
LINE = 46
HALF = 0.5
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def percent(value: float) -> str:
    return number(value, "percent", 1)


def when(edition: Edition) -> str:
    return period_label(edition.period_end, edition.period_end)


def edition_label(edition: Edition) -> str:
    """An edition as the reader chooses it."""
    if edition.supplied:
        return f"Supplied by the council, {when(edition)} (ward of {edition.basis})"
    return f"School census, {when(edition)}"


def basis(edition: Edition) -> str:
    """Whose ward it is, and who says so: stands with every chart, table and file."""
    return BASIS[edition.basis] + (f"; {SUPPLIED}" if edition.supplied else "")


def schools_words(asked: Asked) -> str:
    if asked.data.edition.supplied:
        return ""
    return "mainstream schools only" if asked.schools == MAINSTREAM else "all schools"


def subtitle(asked: Asked) -> str:
    """Basis, measure, schools, place and time in one line."""
    parts = [
        basis(asked.data.edition),
        f"{WHO[asked.measure]}, per cent of all pupils",
        schools_words(asked),
        f"{asked.council}, {asked.wards}",
        when(asked.data.edition),
    ]
    return " · ".join(part for part in parts if part)


def title_lines(asked: Asked) -> list[str]:
    """What is inside the chart, so that it can be cut out: short enough for a phone."""
    edition = asked.data.edition
    lines = [
        BASIS[edition.basis],
        capitalise(SUPPLIED) if edition.supplied else "",
        ", ".join(part for part in (asked.measure, schools_words(asked)) if part),
        f"{asked.council}, {when(edition)}",
    ]
    return [short for line in lines for short in wrapped(line, LINE)]


def compared(rates: Sequence[Rate]) -> list[Rate]:
    return [rate for rate in rates if rate.signal is not None and rate.ward.known]


def outside(rates: Sequence[Rate]) -> list[Rate]:
    """The wards outside the 99.8% limits, the highest first."""
    return [rate for rate in compared(rates) if rate.signal != "inside"]


def finding(asked: Asked) -> str:
    """The title: how many wards differ beyond chance."""
    who = f"{asked.measure}: "
    rates = asked.rates
    if asked.whole is None or not compared(rates):
        return f"{who}no ward can be compared"
    far, n = len(outside(rates)), len(compared(rates))
    lie = "lies" if far == 1 else "lie"
    some = f"{far} of {n} wards {lie}" if far else f"none of {n} wards lies"
    return (
        f"{who}{some} outside the 99.8% limits around {possessive(asked.council)} "
        f"{percent(asked.whole)}"
    )


def names(rates: Sequence[Rate]) -> str:
    return ", ".join(f"{rate.ward.name} ({rate.words})" for rate in rates)


def explanation(asked: Asked) -> list[str]:
    """Which wards differ, which are hidden, and what stands behind the highest, a sentence each."""
    far = outside(asked.rates)
    found: list[str] = []
    for side, words in (("high", "Above"), ("low", "Below")):
        if some := [rate for rate in far if rate.signal == side]:
            found.append(f"{words} the limits: {names(some)}.")
    if asked.england is not None:
        sum_of = ", the sum of two published percentages" if asked.measure == ANY else ""
        year = asked.data.edition.period_end.year
        found.append(f"England: {percent(asked.england)} in January {year}{sum_of}.")
    elif asked.schools == MAINSTREAM:
        found.append("England has no published figure for mainstream schools alone here.")
    return found


def other_schools(asked: Asked) -> list[str]:
    """The wards where most pupils of the measure are outside mainstream schools, with the schools.

    Said only of counts that are shown.
    """
    if asked.schools == MAINSTREAM or asked.data.edition.supplied or asked.measure == SUPPORT:
        return []
    return [
        _other_schools(asked.data, rate.ward, rate.count, others)
        for rate in asked.rates
        if rate.count and rate.ward.known
        if (others := asked.data.others(rate.ward, PLAN)) is not None
        if (plans := asked.data.count(rate.ward.code, PLAN, ALL)) and others > HALF * plans
    ]


def _other_schools(data: WardData, ward: Ward, count: int, others: int) -> str:
    plans = data.count(ward.code, PLAN, ALL)
    schools = [unit for unit in data.inside(ward, ALL) if unit.group == "other"]
    listed = ", ".join(f"{unit.name} ({unit.kind})" for unit in schools)
    return (
        f"{ward.name}: {digits(others, 0)} of {digits(plans or count, 0)} EHC plans are in "
        f"{KINDS}: {listed}."
    )


def few_schools(asked: Asked) -> list[tuple[str, str]]:
    """The wards with four schools or fewer, and which they are."""
    if asked.data.edition.supplied:
        return []
    return [
        (ward.name, ", ".join(_with_kind(unit.name, unit.kind) for unit in found))
        for ward in asked.data.of(asked.former)
        if 0 < len(found := asked.data.inside(ward, asked.schools)) <= FEW_SCHOOLS and ward.known
    ]


def _with_kind(name: str, kind: str) -> str:
    return name if kind == "mainstream" else f"{name} ({kind})"


def notes(asked: Asked) -> list[str]:
    """What a reader must know, on the screen and in the file."""
    edition = asked.data.edition
    found = [OUTSIDE[edition.basis]]
    if edition.basis == "school":
        found.append(
            "Pupils are counted where they go to school. Special, grammar and faith schools draw "
            "pupils from the whole council and beyond, and a special school makes its ward look "
            "extreme."
        )
    if not edition.supplied:
        found.append(
            "Mainstream: state-funded mainstream schools. All schools: these and special, "
            "alternative provision and independent schools."
        )
    if hidden := hidden_words(asked):
        found.append(hidden)
    return found


def hidden_words(asked: Asked) -> str:
    hidden = [rate.ward.name for rate in asked.rates if rate.words == HIDDEN]
    if not hidden:
        return ""
    return (
        f"{HIDDEN} in this view: {', '.join(sorted(hidden))}. Counts of 1 to 5 are hidden, and "
        "with them the counts, mostly larger, from which they could be worked out."
    )


def set_notes(asked: Asked) -> list[str]:
    """What changed with the boundaries, and which wards compare across the change."""
    data = asked.data
    changed = [w.valid_from for w in data.of(False) if w.valid_from is not None]
    if len(data.sets) < 2 or not changed:
        return []
    began = max(changed)
    found = [
        f"Ward boundaries changed on {began.day} {began:%B %Y}. A ward is its code, not its name: "
        f"{_names(len(same_names(data)))} in both sets of wards."
    ]
    if began > data.edition.period_end:
        found[0] += f" The count of {when(data.edition)} is placed in both."
    kept = [w.name for w in data.of(True) if w.same_as in {n.code for n in data.of(False)}]
    if kept:
        found.append(_kept(kept))
    return [*found, *data.notes]


def _names(count: int) -> str:
    return f"{NUMBERS[count]} name is" if count < 2 else f"{count} names are"


def _kept(names: Sequence[str]) -> str:
    *most, last = names
    if not most:
        return f"Only {last} kept all its postcodes, so only this ward compares across the change."
    return (
        f"Only {', '.join(most)} and {last} kept all their postcodes, so only these "
        "compare across the change."
    )


def same_names(data: WardData) -> set[str]:
    return {w.name for w in data.of(False)} & {w.name for w in data.of(True)}


def alternative(asked: Asked, view: str) -> str:
    """What a chart shows, for those who cannot see it."""
    shown = [rate for rate in asked.rates if rate.percent is not None and rate.ward.known]
    spread = ""
    if shown:
        spread = f" Wards range from {shown[-1].words} to {shown[0].words}."
    return (
        f"{view}. {finding(asked)}.{spread} {basis(asked.data.edition)}. "
        "The table below holds every value."
    )


def absent(council: str, present: Sequence[str]) -> str:
    """Why a council has no figures by ward; `present` are the councils whose schools are there."""
    if len(present) == 1:
        whose = f"only {possessive(in_a_sentence(present[0]))} schools come with the project"
    elif present:
        whose = f"the schools of {len(present)} other councils are in this database"
    else:
        whose = "no council's schools come with the project"
    return (
        f"There are no figures by ward for {in_a_sentence(council)} in this database yet. DfE "
        f"publishes SEN by school, not by ward, and {whose}."
    )


def credit(asked: Asked) -> list[str]:
    """The words that boundaries must be shown with, in lines short enough for a phone."""
    ends = [ward.valid_to if asked.former else ward.valid_from for ward in asked.data.wards]
    years = [end.year for end in ends if end is not None]
    year = f" {max(years) - asked.former}" if years else ""
    return [
        "Contains National Statistics and OS data,",
        f"Crown copyright and database right{year}",
    ]


def paper_title(rows: Sequence[Row]) -> str:
    return f"What the paper of {day(rows[0]['meeting_date']):%B %Y} said"


def paper_words(data: WardData, rows: Sequence[Row]) -> str:
    """The paper in its own words, and which wards it names."""
    met = day(rows[0]["meeting_date"])
    quotes = dict.fromkeys(str(row["quote"]) for row in rows)
    said = (
        f"{rows[0]['agenda_item'] or 'The paper'} of {met.day} {met:%B %Y}: "
        + "; ".join(f"“{quote}”" for quote in quotes)
        + "."
    )
    ended = rows[0]["valid_to"]
    if ended is None or day(ended) >= met:
        return said
    return (
        f"{said} Its ward names are those {uncapitalise(set_label(data.wards, True))}, although "
        f"the new wards had been in force for {_months(day(ended) + timedelta(days=1), met)}."
    )


def paper_wards(data: WardData, rows: Sequence[Row]) -> str:
    """Whose ward the figures beside a paper are of, and in which set of wards."""
    wards = uncapitalise(set_label(data.wards, rows[0]["valid_to"] is not None))
    return f"{basis(data.edition)}, {wards if wards.startswith('wards') else f'wards {wards}'}."


def _months(start: date, end: date) -> str:
    """The whole months between two days, in words: 'two months'."""
    count = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if count < 1:
        return "less than a month"
    if count == 1:
        return "a month"
    return f"{NUMBERS[count] if count < len(NUMBERS) else count} months"
