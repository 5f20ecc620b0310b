"""The section Follow-up of the page Since last meeting."""

import csv
import io
from collections.abc import Sequence
from functools import partial

import streamlit as st

import queries
from pages.parts.asking.links import to_measure
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import indicators
from pages.parts.language.safe import cell, plain
from pages.parts.language.words import display_name, slug
from pages.parts.since_last_meeting.drawn import draw
from pages.parts.since_last_meeting.follow_up import data, markup, words
from pages.parts.since_last_meeting.follow_up.data import Task

# As the template of plans has them, so that a council begins with what is here.
TEMPLATE = ("la_code", "task", "what", "target", "status", "date", "indicator", "theme")


def show(choice: Choice) -> None:
    """The plan of a council as a small tracker; a sentence where none is held."""
    la_code = choice.council.la_code
    tasks, risks, levels = data.tasks(la_code), data.risks(la_code), data.levels(la_code)
    if not tasks and not risks:
        st.header("Follow-up: no plan is held", anchor=False)
        st.info(plain(words.nothing(choice)))
        return
    st.header(plain(words.heading(choice, tasks, risks)), anchor=False)
    if tasks:
        st.markdown(plain(words.stood(tasks)))
        draw(f"{markup.key()}{markup.tracker(tasks, choice)}", key="tracker")
        st.caption(plain(f"{words.sources(tasks)} {words.MATCHED}"))
        _ways(tasks)
        _template(choice, tasks)
    if risks:
        st.subheader("Risks", anchor=False)
        st.markdown(plain(words.unplaced(risks)))
        draw(markup.risk_list(risks), key="risks")
        st.caption(plain(words.sources(risks)))
    if levels:
        st.subheader("Levels of assurance", anchor=False)
        draw(markup.level_list(levels), key="levels")
        st.caption(plain(words.sources(levels)))


def _ways(tasks: Sequence[Task]) -> None:
    """Links to the charts of the measures, each once."""
    measures = dict.fromkeys(task.indicator_id for task in tasks if task.indicator_id)
    links = [(name, link) for name in measures if (link := to_measure(name))]
    with st.container(key="also-follow-up"):
        for name, link in links:
            st.page_link(
                link.page,
                label=plain(f"Chart: {indicators()[name].short_name}"),
                query_params=dict(link.words) or None,
            )


def _template(choice: Choice, tasks: Sequence[Task]) -> None:
    name = f"plan-{slug(display_name(choice.council.name))}.csv"
    made = queries.pinned(partial(template, choice.council.la_code, tasks))
    st.download_button(
        "Template with these tasks (CSV)", data=made, file_name=name, mime="text/csv",
        on_click="ignore",
    )  # fmt: skip


def template(la_code: str, tasks: Sequence[Task]) -> bytes:
    """The tasks as a file that a council fills in and loads, in UTF-8."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(TEMPLATE)
    for task in tasks:
        on = task.status_on.isoformat() if task.status_on else ""
        texts = (
            *(la_code, task.task, task.what, f"{task.target_end:%Y-%m}"),
            *(task.status or "", on, task.indicator_id or "", task.theme or ""),
        )
        rows.writerow([cell(text) for text in texts])
    return file.getvalue().encode("utf-8-sig")
