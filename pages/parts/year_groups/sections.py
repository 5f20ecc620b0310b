"""The sections of the year-group page: what the reader chooses, and the exhibits of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.asking import address
from pages.parts.asking.sections import PUPILS
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import Choice
from pages.parts.figures.view import view
from pages.parts.language.words import capitalise, slug
from pages.parts.year_groups import exhibits, words
from pages.parts.year_groups.data import (
    AGE,
    AGE_AT_START,
    NEW_PLANS,
    PLANS,
    YEAR_GROUP,
    Pair,
    Profiles,
    named_steps,
    profiles,
)

FURTHER_EDUCATION = "ehcp_fe_pc"


@dataclass(frozen=True, kw_only=True)
class ProfileQuote:
    """One row of queries/profile_quote.sql: what a committee paper said of plans by year group.

    `comparator` is what it said in the same breath, `note` what is known of its chart.
    """

    meeting_date: date
    quote: str
    comparator: str | None
    note: str | None


Shown = Iterator[Exhibit | NotPublished]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the page: its name, what it holds, and whether a council has anything in it."""

    label: str
    shown: Callable[[Choice], Shown]
    offered: Callable[[Choice], bool] = lambda _: True


def section(choice: Choice) -> Section:
    """The part of the page that the reader chose; it lives in the address as `show`."""
    offered = {slug(part.label): part for part in SECTIONS if part.offered(choice)}
    labels = {key: part.label for key, part in offered.items()}
    with address.controls():
        return offered[address.one("Section", "show", labels, widget="segmented", hidden=True)]


def step(source: Profiles) -> Pair:
    """The step that the reader chose, members' own first; it lives in the address as `step`."""
    offered = source.offered()
    labels = address.slugs(list(offered))
    label = f"Step (first those behind {' and '.join(named_steps(YEAR_GROUP))})"
    with address.controls("choices"):
        return offered[labels[address.one(label, "step", labels)]]


def by_age(choice: Choice) -> Shown:
    """Plans by single age, one chart for each January."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or not any(year.council.has_figures for year in plans.years):
        yield words.no_plans_by_age(plans)
        return
    yield exhibits.by_age(plans)


def by_step(choice: Choice) -> Shown:
    """One step in the profile, and among all steps."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or not plans.newest.council.has_figures:
        yield words.no_plans_by_age(plans)
        return
    pupils = profiles(PUPILS, YEAR_GROUP, choice)
    yield exhibits.by_step(plans, step(plans), pupils)


def same_children(choice: Choice) -> Shown:
    """One birth cohort from one January to the next, beside the cross-section."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or len(plans.years) < 2 or not plans.newest.council.has_figures:
        yield words.no_plans_by_age(plans)
        return
    yield exhibits.same_children(plans, step(plans))


def starts(choice: Choice) -> Shown:
    """Age when the plan started, of new plans and of plans in force."""
    for indicators, which in ((NEW_PLANS, "plans started in the year"), (PLANS, "plans in force")):
        plans = profiles(indicators, AGE_AT_START, choice)
        if plans is None or not plans.newest.council.has_figures:
            what = f"{capitalise(which)}, by age when they started"
            yield words.no_plans_by_age(plans, what)
        else:
            yield exhibits.starts(plans, which)


def at_school(choice: Choice) -> Shown:
    """Pupils at school by year group, the other source, where it has been loaded."""
    pupils = profiles(PUPILS, YEAR_GROUP, choice)
    if pupils is None or not pupils.newest.council.has_figures:
        yield words.no_pupils_by_year(pupils)
        return
    yield exhibits.at_school(pupils, step(pupils))


def paper(choice: Choice) -> Shown:
    """What a committee paper said, beside what the published figures show."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or not quotes(choice):
        yield words.no_plans_by_age(plans)
        return
    yield exhibits.ages_after_school(plans, view(FURTHER_EDUCATION, choice))


def quotes(choice: Choice) -> tuple[ProfileQuote, ...]:
    """What papers of this council's committee said of year groups, the newest first."""
    return queries.rows("profile_quote", ProfileQuote, council=choice.council.name)


PAPER = "What the paper said"
SECTIONS = (
    Section(label="By age", shown=by_age),
    Section(label="Steps", shown=by_step),
    Section(label="Same children", shown=same_children),
    Section(label="When plans start", shown=starts),
    Section(label="Pupils at school", shown=at_school),
    Section(label=PAPER, shown=paper, offered=lambda choice: bool(quotes(choice))),
)
