"""The sections of the year-group page: what the reader chooses, and the exhibits of each."""

from collections.abc import Sequence

import streamlit as st

import queries
from pages.parts.asking import address
from pages.parts.asking.sections import PUPILS
from pages.parts.exhibit import showing
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Row, day, records
from pages.parts.figures.view import view
from pages.parts.language.safe import plain
from pages.parts.year_groups import exhibits
from pages.parts.year_groups import words as told
from pages.parts.year_groups.data import NEW_PLANS, PLANS, Pair, Profiles, Year, profiles

AGE, START, YEAR_GROUP = "Age", "Age at start", "Year group"
PROFILE, STEPS, CHILDREN = "By age", "Steps", "Same children"
STARTS, PUPILS_AT_SCHOOL, PAPER = "When plans start", "Pupils at school", "What the paper said"


def section(choice: Choice) -> str:
    """The part of the page that the reader chose; it lives in the address as `show`."""
    offered = address.slugs(
        [PROFILE, STEPS, CHILDREN, STARTS, PUPILS_AT_SCHOOL] + ([PAPER] if quotes(choice) else [])
    )
    return offered[address.one("Section", "show", offered, widget="segmented", hidden=True)]


def step(seen: Profiles) -> Pair:
    """The step that the reader chose, members' own first; it lives in the address as `step`."""
    offered = seen.offered()
    labels = address.slugs(list(offered))
    label = "Step (first those behind Year 4 to 5 and Year 11 to 12)"
    return offered[labels[address.one(label, "step", labels)]]


def by_age(choice: Choice) -> None:
    """Plans by single age, one chart for each January."""
    seen = profiles(PLANS, AGE, choice)
    if seen is None or not _any(seen, seen.years):
        _nothing(seen)
        return
    showing.show(exhibits.by_age(seen))


def by_step(choice: Choice) -> None:
    """One step in the profile, and among all steps."""
    seen = profiles(PLANS, AGE, choice)
    if seen is None or not _any(seen, [seen.newest]):
        _nothing(seen)
        return
    showing.show(exhibits.by_step(seen, step(seen)))


def same_children(choice: Choice) -> None:
    """One birth cohort from one January to the next, beside the cross-section."""
    seen = profiles(PLANS, AGE, choice)
    if seen is None or len(seen.years) < 2 or not _any(seen, [seen.newest]):
        _nothing(seen)
        return
    showing.show(exhibits.same_children(seen, step(seen)))


def starts(choice: Choice) -> None:
    """Age when the plan started, of new plans and of plans in force."""
    for indicator, words in ((NEW_PLANS, "plans started in the year"), (PLANS, "plans in force")):
        seen = profiles(indicator, START, choice)
        if seen is None or not _any(seen, [seen.newest]):
            _nothing(seen)
        else:
            showing.show(exhibits.starts(seen, words))


def at_school(choice: Choice) -> None:
    """Pupils at school by year group, the other source, where it has been loaded."""
    seen = profiles(PUPILS, YEAR_GROUP, choice)
    if seen is None or not _any(seen, [seen.newest]):
        st.subheader("Pupils at school by year group", anchor=False)
        st.info(plain(told.NOT_LOADED if seen is None else _why(seen)))
        return
    showing.show(exhibits.at_school(seen, step(seen)))


def paper(choice: Choice) -> None:
    """What a committee paper said, beside what the published figures show."""
    seen = profiles(PLANS, AGE, choice)
    found = quotes(choice)
    if seen is None or not found:
        _nothing(seen)
        return
    quote = found[0]
    st.subheader("What the paper said, and what the published figures show", anchor=False)
    when = day(quote["meeting_date"])
    st.markdown(
        plain(
            f"The paper of {when.day} {when:%B %Y} spoke of “{quote['quote']}”"
            + (f" and the “{quote['comparator']}”" if quote["comparator"] else "")
            + (f". {quote['note']}" if quote["note"] else ".")
            + f" Plans by age are published from {seen.years[0].label} on."
        )
    )
    st.markdown("\n".join(f"- {plain(line)}." for line in told.answers(seen)))
    st.markdown(plain(told.verdicts(seen)))
    showing.show(exhibits.paper(seen, view("ehcp_fe_pc", choice)))


def quotes(choice: Choice) -> list[Row]:
    """What papers of this council's committee said of year groups."""
    return records(queries.run("profile_quote", council=choice.council.name))


def _any(seen: Profiles, years: Sequence[Year]) -> bool:
    return any(year.council.percents or any(year.council.counts.values()) for year in years)


def _nothing(seen: Profiles | None) -> None:
    """A plain sentence where there is nothing to draw."""
    st.info(plain("There are no published figures by age." if seen is None else _why(seen)))


def _why(seen: Profiles) -> str:
    reason = seen.newest.council.reason or "there are no published figures for this council"
    return f"{reason[:1].upper()}{reason[1:]}."
