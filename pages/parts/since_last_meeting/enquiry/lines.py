"""The lines of enquiry of one council: finding, strip, source and question of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import queries
from pages.parts.asking.links import Link, to_measure
from pages.parts.figures import freshness, sources
from pages.parts.figures.councils import Choice
from pages.parts.figures.spread import standings
from pages.parts.figures.view import View, view
from pages.parts.language.words import uncapitalise
from pages.parts.measure import questions
from pages.parts.measure import words as measure_words
from pages.parts.overview.entries import Entry, entries
from pages.parts.overview.strips import Strip, strip
from pages.parts.since_last_meeting.enquiry.papers import Differs, differing
from pages.parts.since_last_meeting.enquiry.rules import (
    Picked,
    Rule,
    picked,
    reasons,
    with_neighbours,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of enquiry. `name` is that of its measure; `why` says which rules put it there."""

    name: str
    rule: Rule
    why: str
    finding: str
    said: str
    question: str
    source: str
    strip: Strip | None
    link: Link | None


def lines(choice: Choice, today: date | None = None) -> tuple[Line, ...]:
    """At most ten lines of a council, the best first; none where nothing meets a rule."""
    told = _lines(with_neighbours(choice), today or freshness.day_of_reading())
    # A link carries the choice of the reader, and so belongs to one run of a page.
    return tuple(replace(line, link=to_measure(line.name)) for line in told)


@queries.kept(most=300)
def _lines(choice: Choice, today: date) -> tuple[Line, ...]:
    known = {entry.indicator.indicator_id: entry for entry in entries(choice)}
    papers = differing(choice.council)
    found = reasons(choice, today, papers)
    return tuple(_line(each, choice, known, papers) for each in picked(found))


def _line(
    each: Picked, choice: Choice, known: Mapping[str, Entry], papers: Mapping[str, Differs]
) -> Line:
    entry = known.get(each.name)
    seen = entry.view if entry else view(each.name, choice)
    paper = papers[each.name] if each.rule == Rule.PAPER else None
    source = sources.line(seen) if seen.latest else ""
    return Line(
        name=each.name,
        rule=each.rule,
        why="; also: ".join([each.rule, *(uncapitalise(rule) for rule in each.also)]),
        finding=paper.finding if paper else measure_words.title(seen),
        said=paper.said if paper else _said(each.rule, seen),
        question=_question(each, entry),
        source=source,
        strip=_strip(entry) if entry else None,
        link=None,
    )


def _strip(entry: Entry) -> Strip | None:
    """All councils on one line; none of an amount, which depends on a council's size."""
    if not entry.indicator.shares_an_axis:
        return None
    return strip(entry, standings().get(entry.indicator.indicator_id, []))


def _said(rule: Rule, seen: View) -> str:
    """The sentence that says how the rule is met, as it stands beside the chart of the measure."""
    finding = measure_words.finding(seen)
    if rule == Rule.OLD:
        return freshness.overdue([seen.indicator.indicator_id])
    return {
        Rule.CHANGED: finding.change,
        Rule.NEIGHBOURS: finding.comparison,
        Rule.WITHHELD: finding.change,
    }.get(rule, finding.place)


def _question(each: Picked, entry: Entry | None) -> str:
    """What to ask for the reason why the line is there."""
    worse = [questions.WORSE] if entry and entry.indicator.has_direction else []
    holding: dict[Rule, list[str]] = {
        Rule.REMARKABLE: [questions.WORSE],
        Rule.CHANGED: [entry.judged.movement] if entry and entry.judged else [],
        Rule.PAPER: [questions.PAPER],
        Rule.NEIGHBOURS: [*worse, questions.NEIGHBOURS],
        Rule.QUARTER: [questions.QUARTER],
        Rule.WITHHELD: [questions.WITHHELD],
        Rule.OLD: [questions.OLD],
    }
    return questions.question(each.name, holding[each.rule])
