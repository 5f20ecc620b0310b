"""The sections of the year-group page: what the reader chooses, and the exhibits of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

import queries
from pages.parts.asking import address
from pages.parts.asking.sections import PUPILS
from pages.parts.exhibit import absent, showing
from pages.parts.figures.councils import Choice
from pages.parts.figures.view import view
from pages.parts.language.safe import plain
from pages.parts.language.words import capitalise, day_words, slug
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


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the page: its name, what it draws, and whether a council has anything in it."""

    label: str
    show: Callable[[Choice], None]
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
    with st.container(horizontal=True, key="choices"):
        return offered[labels[address.one(label, "step", labels)]]


def show_by_age(choice: Choice) -> None:
    """Plans by single age, one chart for each January."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or not any(year.council.has_figures for year in plans.years):
        absent.show(words.no_plans_by_age(plans))
        return
    showing.show(exhibits.by_age(plans))


def show_by_step(choice: Choice) -> None:
    """One step in the profile, and among all steps."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or not plans.newest.council.has_figures:
        absent.show(words.no_plans_by_age(plans))
        return
    pupils = profiles(PUPILS, YEAR_GROUP, choice)
    showing.show(exhibits.by_step(plans, step(plans), pupils))


def show_same_children(choice: Choice) -> None:
    """One birth cohort from one January to the next, beside the cross-section."""
    plans = profiles(PLANS, AGE, choice)
    if plans is None or len(plans.years) < 2 or not plans.newest.council.has_figures:
        absent.show(words.no_plans_by_age(plans))
        return
    showing.show(exhibits.same_children(plans, step(plans)))


def show_starts(choice: Choice) -> None:
    """Age when the plan started, of new plans and of plans in force."""
    for indicators, which in ((NEW_PLANS, "plans started in the year"), (PLANS, "plans in force")):
        plans = profiles(indicators, AGE_AT_START, choice)
        if plans is None or not plans.newest.council.has_figures:
            what = f"{capitalise(which)}, by age when they started"
            absent.show(words.no_plans_by_age(plans, what))
        else:
            showing.show(exhibits.starts(plans, which))


def show_at_school(choice: Choice) -> None:
    """Pupils at school by year group, the other source, where it has been loaded."""
    pupils = profiles(PUPILS, YEAR_GROUP, choice)
    if pupils is None or not pupils.newest.council.has_figures:
        absent.show(words.no_pupils_by_year(pupils))
        return
    showing.show(exhibits.at_school(pupils, step(pupils)))


def show_paper(choice: Choice) -> None:
    """What a committee paper said, beside what the published figures show."""
    plans = profiles(PLANS, AGE, choice)
    said = quotes(choice)
    if plans is None or not said:
        absent.show(words.no_plans_by_age(plans))
        return
    quote = said[0]
    st.header("What the paper said, and what the published figures show", anchor=False)
    st.markdown(
        plain(
            f"The paper of {day_words(quote.meeting_date)} spoke of “{quote.quote}”"
            + (f" and the “{quote.comparator}”" if quote.comparator else "")
            + (f". {quote.note}" if quote.note else ".")
            + f" Plans by age are published from {plans.years[0].label} on."
        )
    )
    st.markdown("\n".join(f"- {plain(line)}." for line in words.answers(plans)))
    st.markdown(plain(words.verdicts(plans)))
    showing.show(exhibits.ages_after_school(plans, view(FURTHER_EDUCATION, choice)))


def quotes(choice: Choice) -> tuple[ProfileQuote, ...]:
    """What papers of this council's committee said of year groups, the newest first."""
    return queries.rows("profile_quote", ProfileQuote, council=choice.council.name)


SECTIONS = (
    Section(label="By age", show=show_by_age),
    Section(label="Steps", show=show_by_step),
    Section(label="Same children", show=show_same_children),
    Section(label="When plans start", show=show_starts),
    Section(label="Pupils at school", show=show_at_school),
    Section(
        label="What the paper said", show=show_paper, offered=lambda choice: bool(quotes(choice))
    ),
)
