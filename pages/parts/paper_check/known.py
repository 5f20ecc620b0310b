"""What is published of a measure that a paper quotes: over bases, periods and releases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import queries
from pages.parts.figures import calendar, database
from pages.parts.language.words import uncapitalise
from pages.parts.paper_check.records import Published, Quoted
from pages.parts.paper_check.vocabulary import Measure

# A figure that is an increase is made of two published counts.
CHANGE = "percent change"
# Units in which a published figure answers a quoted one.
_ANSWERS = {
    "FTE": ("FTE", "count"),
    "count": ("count", "FTE", "cases per FTE"),
    "cases per FTE": ("cases per FTE",),
}
# Groups of councils that papers name, by the beginning of their ONS codes.
_GROUPS = {
    "metropolitan": "E08",
    "london borough": "E09",
    "unitar": "E06",
    "counties": "E10",
    "councils": "E",
    "authorities": "E",
}
# Between two indicators of the vocabulary: their difference, or the one as a share of the other.
LESS, PART_OF = " - ", " / "


@dataclass(frozen=True, kw_only=True)
class Row:
    """One cell that a release printed, as queries/paper_figures.sql finds it.

    `status` is 'fault' or 'gone' where the figure is not to be compared, whatever was printed.
    """

    superseded: bool
    indicator_id: str
    area_code: str
    name: str
    period: str
    period_start: date
    period_end: date
    value: float | None
    status: str
    note: str | None
    caution: str | None
    numerator: float | None
    denominator: float | None
    derived: bool
    release_id: str
    publication: str
    published_on: str | None


@dataclass(frozen=True, kw_only=True)
class _Extreme:
    """One row of queries/paper_extremes.sql."""

    extreme: str
    councils: int
    indicator_id: str
    area_code: str
    name: str
    period: str
    period_start: date
    period_end: date
    value: float
    status: str
    numerator: float | None
    denominator: float | None
    derived: bool
    release_id: str
    publication: str
    published_on: str | None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A published figure that a quoted one can be laid beside.

    `own` is true of the measure itself, false of another basis of it. `exact` is the figure
    before it was rounded, where the counts behind it are published. `note` says why a figure is not
    to be compared, `caution` what must be known of one that is. `low_end` tells the lowest of a
    group of councils from the highest; it is None of a single place.
    """

    published: Published
    start: date
    own: bool
    timing: str
    exact: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    note: str | None = None
    caution: str | None = None
    low_end: bool | None = None

    @property
    def end(self) -> date:
        return self.published.period_end

    @property
    def value(self) -> float:
        assert self.published.value is not None
        return self.published.value


def published_elsewhere(meaning: Measure) -> bool:
    """Whether a publication would answer, and not a record of the council's own alone."""
    return bool(meaning.answer) and not meaning.answer.lower().startswith("the council")


def group(area: str) -> str | None:
    """The beginning of the codes of a group of councils that a paper names; None of one place."""
    named = area.lower()
    return next((code for words, code in _GROUPS.items() if words in named), None)


def candidates(quoted: Quoted, meaning: Measure) -> tuple[Candidate, ...]:
    """Every published figure of the measure and its other bases, in the place that is meant.

    Only those in a unit that answers the quoted one. Figures without a value are among them, so
    that what is withheld is known to be withheld. Another basis that gives the same number for a
    period is left out.
    """
    own = tuple(_of_terms(quoted, meaning, meaning.indicators, own=True))
    # A count that is published is not told again as the number behind a percentage.
    own = tuple(one for one in own if not _behind_percentage(one)) or own
    others = tuple(_of_terms(quoted, meaning, meaning.other_bases, own=False))
    printed = [one for one in _newest(own) if one.published.value is not None]
    told = [one for one in others if not any(_alike(one, other) for other in printed)]
    alike = {one.published.basis for one in own} & {one.published.basis for one in others}
    return tuple(_named(one) if one.published.basis in alike else one for one in (*own, *told))


def _behind_percentage(one: Candidate) -> bool:
    indicator = database.indicators()[one.published.indicator_id]
    return one.published.unit == "count" and indicator.unit == "percent"


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether two figures of one period are the same number, but for rounding."""
    if one.end != other.end or one.published.value is None:
        return False
    return abs(one.value - other.value) <= 0.5 * 10.0**-other.published.decimals


def _named(one: Candidate) -> Candidate:
    """With its name for a basis, where the basis does not tell it from the measure itself."""
    name = database.indicators()[one.published.indicator_id].name
    return replace(one, published=replace(one.published, basis=uncapitalise(name)))


def bases_not_held(quoted: Quoted, meaning: Measure, end: date) -> list[str]:
    """What other bases count, of those that answer in this unit and have no figure for a day."""
    found = {one.published.indicator_id for one in candidates(quoted, meaning) if one.end == end}
    return [
        known.name
        for term in meaning.other_bases
        if (known := database.indicators().get(term)) is not None
        and known.unit == quoted.unit
        and term not in found
        and not _of_indicator(term, quoted.area_code or "")
    ]


def unlike(quoted: Quoted, meaning: Measure) -> tuple[Candidate, ...]:
    """The published figures of the same name that are another thing."""
    if not meaning.unlike_indicator or quoted.area_code is None:
        return ()
    return tuple(_of_terms(quoted, meaning, (meaning.unlike_indicator,), own=False))


def _of_terms(
    quoted: Quoted, meaning: Measure, terms: Sequence[str], *, own: bool
) -> Iterator[Candidate]:
    for term in terms:
        if (beginning := group(quoted.area)) and quoted.area_code is None:
            found: Iterable[Candidate] = _extremes(beginning, term)
        elif quoted.area_code is None:
            found = ()
        else:
            found = _of_term(term, quoted.area_code, meaning)
        if quoted.unit == CHANGE:
            found = _changes(tuple(found))
        for candidate in found:
            if fitting := _in_unit(candidate, quoted.unit):
                yield replace(fitting, own=own)


def _of_term(term: str, area_code: str, meaning: Measure) -> tuple[Candidate, ...]:
    for sign in (LESS, PART_OF):
        if sign in term:
            first, second = term.split(sign)
            return tuple(_combined(first.strip(), second.strip(), sign, area_code))
    return _of_indicator(term, area_code, meaning.breakdown_topic, meaning.breakdown)


def _of_indicator(
    indicator_id: str, area_code: str, topic: str | None = None, part: str | None = None
) -> tuple[Candidate, ...]:
    known = database.indicators().get(indicator_id)
    if known is None:
        return ()
    rows = queries.rows(
        "paper_figures", Row, indicators=[indicator_id], area=area_code, topic=topic, part=part
    )
    return tuple(_candidate(row, known, topic, part) for row in rows)


def _candidate(
    row: Row, known: database.Indicator, topic: str | None, part: str | None
) -> Candidate:
    kept_out = row.status in (database.FAULT, database.GONE)
    value = None if kept_out else row.value
    return Candidate(
        published=Published(
            indicator_id=row.indicator_id,
            breakdown_topic=topic,
            breakdown=part,
            area_code=row.area_code,
            area=row.name,
            period=row.period,
            period_end=row.period_end,
            value=value,
            status=row.status if value is None or row.status != "ok" else "ok",
            unit=known.unit,
            decimals=known.decimals if row.derived else printed_decimals(value, known.unit),
            basis=known.basis,
            release_id=row.release_id,
            published_on=row.published_on,
            derived=row.derived,
            superseded=row.superseded,
        ),
        start=row.period_start,
        own=True,
        timing=known.timing,
        exact=_exact(row, known),
        numerator=row.numerator,
        denominator=row.denominator,
        note=row.note,
        caution=row.caution,
    )


def _exact(row: Row, known: database.Indicator) -> float | None:
    """The figure from the counts behind it; None where they are not published."""
    if row.numerator is None or not row.denominator or known.multiplier is None:
        return None
    return row.numerator / row.denominator * known.multiplier


def printed_decimals(value: float | None, unit: str) -> int:
    """With how many decimals a value was published: at most two, none of a whole count."""
    if value is None or (unit == "count" and value == round(value)):
        return 0
    text = f"{value:.2f}".rstrip("0")
    return max(1, len(text.split(".")[1])) if "." in text else 1


def _combined(first: str, second: str, sign: str, area_code: str) -> Iterator[Candidate]:
    """A difference or a share of two indicators, period by period, in the newest releases."""
    others = {one.end: one for one in _newest(_of_indicator(second, area_code))}
    names = database.indicators()
    if first not in names or second not in names:
        return
    for one in _newest(_of_indicator(first, area_code)):
        other = others.get(one.end)
        if other is None or one.published.value is None or not other.published.value:
            continue
        less = sign == LESS
        value = one.value - other.value if less else one.value / other.value * 100
        words = (
            f"{uncapitalise(names[first].name)}, less {uncapitalise(names[second].name)}"
            if less
            else f"{uncapitalise(names[first].name)}, of {uncapitalise(names[second].name)}"
        )
        published = replace(
            one.published,
            value=value,
            unit=one.published.unit if less else "percent",
            decimals=0 if less else 2,
            basis=words,
            derived=True,
        )
        counts = (None, None) if less else (one.value, other.value)
        yield replace(
            one, published=published, exact=value, numerator=counts[0], denominator=counts[1]
        )


def _newest(found: Iterable[Candidate]) -> list[Candidate]:
    return [one for one in found if not one.published.superseded]


def _extremes(beginning: str, term: str) -> Iterator[Candidate]:
    known = database.indicators().get(term)
    if known is None:
        return
    for row in queries.rows("paper_extremes", _Extreme, indicators=[term], kind=beginning):
        fields = {name: getattr(row, name) for name in Row.__annotations__ if hasattr(row, name)}
        one = _candidate(
            Row(**fields, superseded=False, note=None, caution=None), known, None, None
        )
        words = f"the {row.extreme} of {row.councils} councils"
        yield replace(
            one,
            published=replace(one.published, basis=words),
            low_end=row.extreme == "lowest",
        )


def _in_unit(candidate: Candidate, unit: str) -> Candidate | None:
    """The candidate in a unit that answers the quoted one; None where it has none."""
    theirs = candidate.published.unit
    if theirs == unit or theirs in _ANSWERS.get(unit, ()) or not unit:
        return candidate
    # The number behind a percentage: '158 plans were in time'.
    if unit == "count" and theirs == "percent" and candidate.numerator is not None:
        published = replace(
            candidate.published,
            value=candidate.numerator if candidate.published.value is not None else None,
            unit="count",
            decimals=printed_decimals(candidate.numerator, "count"),
        )
        return replace(candidate, published=published, exact=None)
    return None


def _changes(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each change between two published counts, in percent of the first; none across a break."""
    counts = [
        one
        for one in _newest(found)
        if one.published.unit in ("count", "FTE") and one.published.value is not None
    ]
    for place, after in enumerate(counts):
        for before in counts[:place]:
            if before.value > 0 and not _broken(before, after):
                yield _change(before, after)


def _broken(before: Candidate, after: Candidate) -> bool:
    return any(
        one.kind == "break" and before.end <= one.after_end < after.end
        for one in database.breaks(before.published.indicator_id)
    )


def _change(before: Candidate, after: Candidate) -> Candidate:
    value = (after.value - before.value) / before.value * 100
    published = replace(
        after.published, value=value, unit=CHANGE, decimals=2, derived=True, basis=""
    )
    # A change of what is counted on a day runs from one day to the other; of what is counted
    # during a year, from the year before.
    return replace(
        after,
        published=published,
        start=before.end if after.timing == "snapshot" else before.start,
        exact=value,
        numerator=after.value,
        denominator=before.value,
    )


def public_on(indicator_id: str, period_end: date) -> date | None:
    """The day from which a figure of a period counts as public; None where nobody knows.

    Where only the month is known it is the end of the month.
    """
    publication = calendar.publications().get(indicator_id)
    return calendar.public_on(publication, period_end) if publication else None
