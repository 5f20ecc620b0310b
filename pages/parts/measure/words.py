"""What a view has to tell: its figures handed to the sentences, and the notes that go with them."""

import math
from collections.abc import Container, Sequence
from datetime import date

from pages.parts.exhibit.absent import NotPublished, by_dfe
from pages.parts.figures.councils import ENGLAND, areas
from pages.parts.figures.counts import counts
from pages.parts.figures.database import (
    PREDECESSOR,
    Indicator,
    Note,
    shown,
    symbol_words,
)
from pages.parts.figures.freshness import publication_of
from pages.parts.figures.inspections import Inspection
from pages.parts.figures.spread import place
from pages.parts.figures.view import View, at, missing_words, with_doubt
from pages.parts.language.words import (
    INTERVAL,
    capitalise,
    day_words,
    digits,
    display_name,
    in_a_sentence,
    month_words,
    period_label,
    possessive,
    reasons_listed,
)
from pages.parts.measure.sentences import Finding, Story, tell

# A unit where no number stands before it; the others are said as the database has them.
_UNITS = {"count": "number", "percent": "per cent", "FTE": "full-time equivalents"}

PARTS_LEGEND = (
    "Points: the council's share less England's, worked out before rounding; "
    "not tested against chance."
)
NO_CAUSE = (
    "A mark is a day and no cause: figures do not explain grades, nor grades the figures after."
)
STOCKS = (
    "Those counted on one date can be counted on the next as well. The interval of a change is how "
    "far two separate groups could differ by chance, so a smaller change may be real too."
)


def story(view: View) -> Story:
    """All there is to tell of a view that has figures."""
    latest = view.latest
    neighbours = view.choice.group.of_neighbours and latest is not None
    return Story(
        measure=view.indicator,
        council=view.name,
        points=view.council,
        england=view.england,
        meanings=symbol_words(),
        region_name=view.choice.group.label if view.choice.group.published else None,
        region=view.group,
        neighbours=view.means.get(latest.end) if neighbours and latest else None,
        breaks=view.breaks,
        level="joint" if view.joint else "la",
        place=place(view.indicator, view.reporter, latest.end) if latest else None,
        doubted={one.end for one in view.council if not view.balances(one.end)},
    )


def finding(view: View) -> Finding:
    """The sentences of a view that has figures."""
    return tell(story(view))


def said(finding: Finding) -> str:
    """All that is said under a title: the year before, England and the group, all councils."""
    told = (finding.change, finding.comparison, finding.place)
    return " ".join(sentence for sentence in told if sentence)


def no_figures(measure: Indicator, council: str, by: str = "") -> NotPublished:
    """Why there is nothing to draw of a measure, or of its parts, for this council.

    The nearest are the councils that have a figure, where the page Compare has the measure.
    """
    who, when = by_dfe(publication_of(measure.indicator_id))
    compared = measure.core and not by
    place = in_a_sentence(council)
    return NotPublished(
        what=f"{measure.name} by {by.lower()}" if by else measure.name,
        who=who,
        when=when,
        why=f"it has no figure for {place}, for instance because the council is new or another "
        "council answers for it",
        nearest="the councils that have a figure" if compared else f"all that there is of {place}",
        page="pages/compare.py" if compared else "pages/overview.py",
        words={"indicator": measure.indicator_id} if compared else {},
    )


def title(view: View) -> str:
    """The finding of a measure, with what is known against the counts of its newest figure."""
    balances = view.latest is None or view.balances(view.latest.end)
    return with_doubt(finding(view).text, balances=balances)


def subtitle(view: View) -> str:
    """Measure, basis, unit, counts behind the newest percentage, area and period in one line."""
    measure, latest = view.indicator, view.latest
    behind = counts(latest.figure, measure.unit) if latest and measure.unit == "percent" else ""
    return subtitle_of(measure, behind.strip(" ()"), display_name(view.name), span(view))


def subtitle_of(measure: Indicator, *more: str) -> str:
    """What is counted, on which basis, in which unit, and more, in one line.

    A basis that the name says already is left out, and so is a unit that the basis says.
    """
    basis = "" if measure.basis.lower() in measure.name.lower() else measure.basis
    unit = "" if measure.unit in measure.basis else _UNITS.get(measure.unit, measure.unit)
    return " · ".join(part for part in (measure.name, basis, unit, *more) if part)


def span(view: View) -> str:
    """The periods of the council from the first to the newest: '2014 to 2024'."""
    first, latest = view.council[0], view.council[-1]
    newest = period_label(latest.start, latest.end)
    if first.end == latest.end:
        return newest
    return f"{period_label(first.start, first.end)} to {newest}"


def withheld(view: View) -> str:
    """What has no number: the council's periods by the reason, and how many of the group's."""
    meanings = symbol_words()
    reasons = reasons_listed(
        (meanings[figure.status], period_label(figure.start, figure.end))
        for figure in view.council
        if figure.value is None
    )
    sentences = [f"{display_name(view.name)}. {'. '.join(reasons)}."] if reasons else []
    others = [figure.value for series in view.peers.values() for figure in series]
    if absent := others.count(None):
        option = view.choice.group.option
        sentences.append(f"{option}: {absent} of {len(others)} figures are withheld or missing.")
    return " ".join(sentences)


def group_note(view: View) -> str | None:
    """The rule and the count of a group's figure, with the councils that are missing."""
    latest, group = view.latest, view.choice.group
    if latest is None or latest.end not in view.means:
        return None
    mean = view.means[latest.end]
    rule = f"{group.option}: mean of {mean.n} of {mean.of} councils"
    if mean.mean is None:
        rule = f"{group.option}: no mean, as only {mean.n} of {mean.of} councils have a figure"
    elif mean.median is not None:
        rule += (
            f", {shown(mean.mean, view.indicator)} (median {shown(mean.median, view.indicator)})"
        )
    left_out = missing_words(mean.missing, symbol_words())
    depends = (
        " The comparison depends on the rule: the mean of the councils, the middle one, and all "
        "their children counted together do not agree."
    )
    return (
        rule
        + (f". Missing: {left_out}" if left_out else "")
        + "."
        + (depends if mean.depends_on_rule else "")
    )


def notes(view: View) -> list[str]:
    """What a reader must know of this figure, one sentence or two each."""
    latest = view.latest
    sentences = [
        f"{'Break' if b.kind == 'break' else 'Caution'} after {_ends(view, b.after_end)}: "
        f"{b.reason}."
        for b in view.seen_breaks
    ]
    sentences += [began(view), *figure_notes(view)]
    if view.joint:
        sentences.append(f"{view.name} publish one joint figure; it stands here for both.")
    if not view.indicator.shares_an_axis:
        sentences.append(
            "Only this council is drawn: numbers depend on a council's size. "
            "Other places are in the table."
        )
    if latest and latest.value is not None and latest.interval is None:
        sentences.append(_no_interval(view))
    sentences += [siblings(view.indicator), stocks(view)]
    if view.indicator.caution:
        sentences.append(view.indicator.caution)
    return [note for note in sentences if note]


def inspected(reports: Sequence[Inspection], drawn: Sequence[Inspection]) -> list[str]:
    """Which inspections a chart marks, and which lie outside its years, as notes.

    `drawn` are those of `reports` that it marks.
    """
    outside = [each.words for each in reports if each not in drawn]
    told = [
        ("Inspections marked", [each.words for each in drawn]),
        ("Inspections before or after the years of this chart, so not marked", outside),
    ]
    notes = [f"{what}: {'; '.join(days)}." for what, days in told if days]
    return [*notes, NO_CAUSE] if notes else []


def legend(view: View, drawn: Container[str], *, later: Inspection | None = None) -> str:
    """What the marks of a line chart mean that say it neither themselves nor at a line's end.

    `later` is an inspection after its years, which it cannot mark.
    """
    place = possessive(in_a_sentence(view.name))
    meanings = {
        "band": "shaded: the middle half of councils",
        "interval": f"thin upright lines: the {INTERVAL} of {place} figures",
        "withheld": "rings: no figure",
        "inspection": "triangles: inspections",
    }
    said = [meaning for mark, meaning in meanings.items() if mark in drawn]
    if later:
        said.append(f"not marked, as later: inspection of {month_words(later.on)}")
    return f"{capitalise('; '.join(said))}." if said else ""


def began(view: View) -> str:
    """When a new council began, where others have figures from before; else nothing.

    Figures that are published under its code all the same are named.
    """
    since = areas()[view.reporter].valid_from if view.reporter in areas() else None
    ends = [figure.end for series in (view.england, view.group) for figure in series]
    if since is None or not ends or min(ends) >= since:
        return ""
    told = f"{view.name} began on {day_words(since)} and has no figures from before"
    others = [n.period_end for n in view.notes if _of_another(view, n)]
    if not others:
        return f"{told}."
    named = ", ".join(_ends(view, end) for end in sorted(others))
    return (
        f"{told}: those published under its code ({named}) are of a council before it, and are "
        "not drawn."
    )


def _of_another(view: View, note: Note) -> bool:
    return note.kind == PREDECESSOR and note.area_code == view.reporter


def figure_notes(view: View) -> list[str]:
    """The notes on single figures of the council and England, the same note once."""
    periods: dict[tuple[str, str], list[str]] = {}
    for note in view.notes:
        if _asked(view, note):
            periods.setdefault((_where(view, note), note.note), []).append(
                _ends(view, note.period_end)
            )
    return [f"{where}, {' and '.join(ends)}: {text}." for (where, text), ends in periods.items()]


def _asked(view: View, note: Note) -> bool:
    return note.area_code in (view.reporter, ENGLAND) and view.of(note.period_end) is not None


def _where(view: View, note: Note) -> str:
    return "England" if note.area_code == ENGLAND else display_name(view.name)


def _no_interval(view: View) -> str:
    if view.indicator.unit == "count":
        return ""
    return "How far this figure moves by chance cannot be worked out, so it is not judged."


def siblings(measure: Indicator) -> str:
    """By how much intervals allow for brothers and sisters; nothing where they need not."""
    if measure.design_effect == 1:
        return ""
    return (
        "Intervals allow for brothers and sisters, who are often counted together: they are "
        f"{digits(math.sqrt(measure.design_effect), 1)} times as wide as for children counted one "
        "by one."
    )


def stocks(view: View) -> str:
    """What the interval of a change between two dates means, where one can be told."""
    judged = [figure for figure in view.council if figure.interval is not None]
    return STOCKS if view.indicator.timing == "snapshot" and len(judged) > 1 else ""


def _ends(view: View, end: date) -> str:
    figure = at((*view.council, *view.england), end)
    return period_label(figure.start, figure.end) if figure else str(end.year)


def alternative(view: View, text: str) -> str:
    """What the chart shows, for those who cannot see it: form, finding and range."""
    values = [figure.value for figure in view.council if figure.value is not None]
    if not values:
        return f"Chart without values for {display_name(view.name)}. {text}"
    low, high = shown(min(values), view.indicator), shown(max(values), view.indicator)
    form = "Line chart" if len(view.council) > 1 else "Bar chart"
    return (
        f"{form} of {view.indicator.name}. {text} {display_name(view.name)} ranges from {low} to "
        f"{high}. The table below the chart holds every value."
    )
