"""The part Inspections of the page Need and protection."""

import pandas as pd
import streamlit as st

from pages.parts.asking import address
from pages.parts.figures.councils import Council
from pages.parts.figures.inspections import NOT_GIVEN, Inspection, grade_words, inspections
from pages.parts.inspections import data, tables
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words, display_name

NEW_FRAMEWORK = (
    "Since April 2026 Ofsted gives no overall grade; that is no missing grade, and no other grade "
    "stands for it."
)
UNKNOWN = (
    "“Not known here” means that the program these grades come from read none, as with "
    "most from before 2018; the report itself has them. “None given” means that the "
    "framework had no such grade: overall since April 2026, care leavers before January 2023."
)
SOURCE = (
    "Compiled by a third party from Ofsted’s reports; where Ofsted’s own list as at 31 March 2025 "
    "says otherwise, that list holds."
)
CAUTION = (
    "Figures do not explain grades, and grades do not explain figures. Inspectors judge practice "
    "by records, children, families and staff; councils with one grade differ widely in every "
    "figure. In brackets stands the middle half of councils, unweighted, of figures as published. "
    "“The same grade” is that for help and protection, which every framework gives: of this "
    "council in this inspection, of others in their newest report until the day of this one. "
    "Councils whose grade is not known here are left out."
)


def part(council: Council) -> None:
    """Every report on a council, all councils now, and the figures before one inspection."""
    reports = inspections(council.la_code)
    if not reports:
        return
    name = display_name(council.name)
    st.divider()
    with st.container(key="reports"):
        st.header("Inspections", anchor=False)
        st.markdown(plain(finding(name, reports)))
        if any(each.overall == NOT_GIVEN for each in reports):
            st.markdown(plain(NEW_FRAMEWORK))
        st.subheader("Grades then and now", anchor=False)
        show(tables.then_and_now(reports))
        with st.expander("Every report, newest first"):
            show(tables.timeline(reports))
        with st.expander("Newest grades in England: how many councils, and a list of them"):
            everyone = data.newest()
            st.markdown(plain(f"{len(everyone)} councils, each by its newest report."))
            show(tables.england())
            show(tables.councils(everyone))
        figures_before(name, reports)
        st.caption(plain(f"{UNKNOWN} {SOURCE} {mended(reports)}"))


def figures_before(name: str, reports: tuple[Inspection, ...]) -> None:
    """What the figures said before the inspection that the reader chose."""
    graded = {
        each.reported_on.isoformat(): each
        for each in reports
        if each.help_and_protection and each.started_on and data.before(each)
    }
    if not graded:
        return
    st.subheader("What the figures said before", anchor=False)
    labels = {key: f"Inspection of {day_words(each.on)}" for key, each in graded.items()}
    each = graded[address.one("Inspection", "inspection", labels)]
    grade = grade_words(each.help_and_protection).lower()
    st.markdown(
        plain(
            f"Published figures of periods that ended in the two years before "
            f"{day_words(each.on)}. Grade for help and protection: {grade}."
        )
    )
    st.markdown(plain(CAUTION))
    show(tables.before(name, data.before(each)))


def finding(name: str, reports: tuple[Inspection, ...]) -> str:
    """'Trafford was last inspected on 8 June 2026, ...; 4 reports are held, the oldest of 2015.'"""
    held = f"{len(reports)} reports are held" if len(reports) > 1 else "One report is held"
    return (
        f"{name}, newest inspection: {reports[0].words}. "
        f"{held}, the oldest published on {day_words(reports[-1].reported_on)}."
    )


def mended(reports: tuple[Inspection, ...]) -> str:
    """Which grades or days of these reports were put right."""
    told = [f"{day_words(each.reported_on)}: {each.mended}" for each in reports if each.mended]
    return f"Put right: {'. '.join(told)}." if told else ""


def show(frame: pd.DataFrame) -> None:
    """A table of texts, which st.table would take for Markdown."""
    safe = frame.map(plain).rename(columns=plain)
    st.table(safe.set_index(safe.columns[0]))
