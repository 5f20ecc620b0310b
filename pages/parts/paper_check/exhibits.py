"""A paper beside the published figures: verdicts, points on their line, one dropped in."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

import queries
from pages.parts.asking import reader
from pages.parts.exhibit import showing
from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Folded
from pages.parts.figures import sources
from pages.parts.figures.councils import Choice, Council
from pages.parts.figures.sources import Cell
from pages.parts.figures.view import View, middle_halves, view
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, in_a_sentence, listed, slug
from pages.parts.measure import stops
from pages.parts.paper_check import charts, correcting, drawing, saved, tables, telling
from pages.parts.paper_check.checked import Checked, finding, says
from pages.parts.paper_check.choice import (
    FIGURES,
    HAND,
    HELD,
    LINE,
    Asked,
    InHand,
    ask,
    newest_first,
)
from pages.parts.paper_check.correcting import Read
from pages.parts.paper_check.find import find
from pages.parts.paper_check.ledger import ledgers
from pages.parts.paper_check.reading import MOST_BYTES, Unreadable, pictures, read, read_text
from pages.parts.paper_check.records import Judged
from pages.parts.paper_check.verdict import judged
from pages.parts.paper_check.vocabulary import vocabulary
from pages.parts.paper_check.words import printed

KEY = "paper-check"
FILE, TEXT, MEETING, PROBLEM = "dropped", "pasted", "meeting", "not-read"
KINDS = ["pdf", "docx", "txt", "md"]


def show(choice: Choice) -> None:
    """The section that was chosen: figures of a paper, points on a line, a way to drop one in."""
    council = choice.council
    papers = newest_first([*_in_hand(council), *_kept(council), *shipped(council)])
    asked = ask(papers, lambda paper: _points(paper, choice))
    if asked.paper is None:
        _drop_in(council, alone=not papers)
    elif asked.section == LINE:
        _on_line(asked, asked.paper, choice)
    else:
        _figures(asked, asked.paper, council)


# Papers


def shipped(council: Council) -> list[Checked]:
    """The papers of a council that come with the project."""
    return [
        Checked(
            paper_id=paper.paper_id,
            title=paper.title,
            meeting=paper.meeting,
            dated=paper.dated or "",
            origin="ledger",
            judged=tuple(each for each in paper.judged if each.quoted.measure),
            unrecognised=tuple(each.quoted for each in paper.judged if not each.quoted.measure),
        )
        for paper in ledgers(council.la_code)
    ]


def _kept(council: Council) -> list[Checked]:
    """The papers that readers kept, judged anew by the database in use: each once."""
    shelf = saved.saved(council.la_code)
    for damaged in shelf.damaged:
        st.warning(plain(damaged), icon=":material/description:")
    return [_judged_again(paper) for paper in shelf.papers]


@queries.kept(most=saved.MOST_PAPERS)
def _judged_again(paper: saved.Saved) -> Checked:
    verdicts = judged(paper.figures, paper.meeting)
    return Checked(
        paper_id=paper.paper_id,
        title=paper.title,
        meeting=paper.meeting,
        dated="",
        origin="kept",
        judged=verdicts,
        since=saved.since(paper, verdicts),
    )


def _in_hand(council: Council) -> list[Checked]:
    """The paper that this reader dropped in, judged again after a correction or a refresh."""
    hand = _hand(council)
    if hand is None:
        return []
    if hand.paper is not None:
        found = find(hand.paper, council)
        figures = correcting.in_order(found.figures, found.unrecognised)
        hand.read = hand.edited = Read(figures=figures)
        hand.paper = None  # its text is needed no more
    database = queries.database_path().name
    if hand.checked is None or hand.database != database:
        hand.database = database
        hand.checked = Checked(
            paper_id=HAND,
            title=hand.title,
            meeting=hand.meeting,
            dated="",
            origin="hand",
            judged=judged(hand.read.known, hand.meeting),
            unrecognised=hand.read.unknown,
            pictures=hand.pictures,
        )
    return [hand.checked]


def _hand(council: Council) -> InHand | None:
    """The paper in this reader's hand, if it is one of this council."""
    hand = st.session_state.get(HELD)
    return hand if isinstance(hand, InHand) and hand.la_code == council.la_code else None


# The figures of one paper


def _figures(asked: Asked, paper: Checked, council: Council) -> None:
    if paper.judged:
        showing.show(exhibit(asked, council))
    else:
        st.header(plain(finding(paper)), anchor=False)
        st.markdown(plain(telling.no_numbers(paper)))
    if paper.since:
        st.info(plain(" ".join(paper.since)), icon=":material/history:")
    if paper.unrecognised:
        st.header(plain(telling.UNRECOGNISED), anchor=False)
        st.caption(plain(telling.unrecognised_note(paper)))
        showing.table(tables.unknown(paper.unrecognised), f"{KEY}-unrecognised")
    with st.container(key="handling"):
        if paper.origin == "hand":
            _correct(council)
            _keep(paper, council)
        elif paper.origin == "kept":
            _remove(paper, council)


def exhibit(asked: Asked, council: Council) -> Exhibit:
    """All about the figures of one paper, of which there is one at least."""
    paper = asked.paper
    assert paper is not None
    said, place = finding(paper), in_a_sentence(council.name)
    shown = paper.shown(asked.verdict, asked.topic)
    frame, settings = drawing.verdicts(paper)
    chart = Chart(
        key=KEY,
        specification=charts.verdicts_chart.specification(settings),
        frame=frame,
        alt=telling.alternative(paper, said),
    )
    cells = _cells(paper.judged)
    return Exhibit(
        key=f"{KEY}-{asked.slug}",
        place=display_name(council.name),
        finding=said,
        measure=telling.MEASURE,
        basis=telling.BASIS,
        period=paper.day or "day not known",
        subtitle=(telling.subtitle(paper, display_name(council.name), len(shown)),),
        charts=(chart,),
        notes=telling.notes(paper),
        withheld=telling.withheld(paper.judged),
        tables=(("", tables.figures(shown, says())),),
        table_title=_table_title(asked, len(shown)),
        folded=(
            Folded(
                title="What the verdicts mean",
                icon=":material/help:",
                listed=telling.meanings(),
            ),
        ),
        figures=Figures(
            frame=partial(tables.rows, paper, says()),
            layout=tables.LAYOUT,
        ),
        source=_source(paper, place, cells),
        files=cells,
        trail="Each figure in the table leads to the cell that the published one stands in.",
    )


def _table_title(asked: Asked, shown: int) -> str:
    """Which figures stand in the table."""
    which = [asked.verdict.value if asked.verdict else "", asked.topic or ""]
    chosen = ", ".join(part for part in which if part)
    if not chosen:
        return "The figures in the order of the paper"
    return f"The figures in the order of the paper: {chosen} ({shown})"


def _cells(every: Sequence[Judged]) -> tuple[Cell, ...]:
    """The cells of the published figures that stand beside quoted ones, each once."""
    nearest = {
        (near.indicator_id, near.area_code, near.period_end)
        for each in every
        if (near := each.nearest) and near.breakdown is None
    }
    return tuple(
        cell
        for which in sorted(nearest)
        for cell in sources.cells_of(*which)
        if cell.part == "figure"
    )


def _source(paper: Checked, place: str, cells: Sequence[Cell]) -> str:
    names = listed([*dict.fromkeys(cell.publication for cell in cells)]) if cells else ""
    of = f"“{paper.title}”, a paper of {place}" if paper.origin == "ledger" else "the paper read"
    return f"Source: {of}{f'; {names}' if names else ''}."


# Quoted points on the published line


def _on_line(asked: Asked, paper: Checked, choice: Choice) -> None:
    if not asked.figure:
        st.header("No figure of this paper has a place on a published line", anchor=False)
        st.markdown(plain(telling.NO_LINE))
        return
    chosen = paper.judged[int(asked.figure) - 1]
    assert chosen.nearest is not None
    showing.show(line(asked, chosen, view(chosen.nearest.indicator_id, choice)))


def _points(paper: Checked, choice: Choice) -> dict[str, str]:
    """The figures that have a place on a published line, by their number in the paper."""
    found = {}
    for number, each in enumerate(paper.judged, start=1):
        if each.nearest is None:
            continue
        measure = view(each.nearest.indicator_id, choice)
        if measure.council and drawing.on_line(each, measure):
            meant = tables.meant(each.quoted, says())
            found[str(number)] = f"{number}. {meant}: {printed(each.quoted)}"
    return found


def line(asked: Asked, chosen: Judged, measure: View) -> Exhibit:
    """One quoted figure, and the others of its measure, on the line of the published ones."""
    paper, near = asked.paper, chosen.nearest
    assert paper is not None and near is not None
    same = [each for each in paper.judged if drawing.on_line(each, measure)]
    halves = middle_halves(near.indicator_id) if measure.indicator.shares_an_axis else ()
    told = stops.stops(measure, halves)
    frame, settings = drawing.on_published_line(measure, chosen, same, told)
    said = telling.on_line(chosen, measure)
    cells = _cells(same)
    return Exhibit(
        key=f"{KEY}-line-{asked.slug}",
        place=display_name(measure.choice.council.name),
        finding=said,
        measure=measure.indicator.name,
        basis=measure.indicator.basis,
        period=paper.day or "day not known",
        subtitle=(telling.line_subtitle(paper, measure),),
        charts=(
            Chart(
                key=f"{KEY}-line",
                specification=charts.quoted_chart.specification(settings),
                frame=frame,
                alt=f"{said}. {chosen.sentence}",
                legend=telling.LINE_LEGEND,
                texts=texts(frame),
            ),
        ),
        said=tuple(text for text in (chosen.sentence, chosen.inside, chosen.question) if text),
        notes=telling.notes(paper),
        withheld=telling.withheld(same),
        tables=(("", tables.figures(same, says())),),
        table_title="Every figure of this measure in the paper",
        figures=Figures(
            frame=partial(tables.rows, paper, says()),
            layout=tables.LAYOUT,
        ),
        source=_source(paper, in_a_sentence(measure.choice.council.name), cells),
        definition=(f"{measure.indicator.definition}.",),
        files=cells,
    )


# A paper dropped in


def _drop_in(council: Council, *, alone: bool) -> None:
    """The form: a file or a text, the day of the meeting, whose paper it is."""
    with st.container(key="exhibit-drop-in"):
        st.header(plain(telling.DROP_IN), anchor=False)
        if alone:
            st.markdown(plain(telling.none_yet(in_a_sentence(council.name))))
        st.caption(plain(telling.NOTHING_KEPT))
        _form(council)
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))


def _form(council: Council) -> None:
    with st.form("drop", border=False):
        file, text = st.columns(2)
        with file:
            st.file_uploader(
                f"Drop in a paper: {telling.limits()}",
                type=KINDS,
                key=FILE,
                max_upload_size=MOST_BYTES // 1_000_000,
            )
        with text:
            st.text_area("Or paste its text", key=TEXT, height=124)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                "Day of the meeting, if known",
                value=None,
                key=MEETING,
                format="DD/MM/YYYY",
                width=240,
            )
            st.form_submit_button(
                f"Check it for {display_name(council.name)}",
                on_click=_take,
                args=(council.la_code,),
            )


def _take(la_code: str) -> None:
    """Read what was dropped in or pasted, before the page is drawn anew."""
    file, text = st.session_state.get(FILE), st.session_state.get(TEXT) or ""
    if not file and not text.strip():
        st.session_state[PROBLEM] = telling.NOTHING_GIVEN
        return
    try:
        paper = read(file.name, file.getvalue()) if file else read_text(text, telling.PASTED)
    except Unreadable as problem:
        st.session_state[PROBLEM] = str(problem)
        return
    st.session_state[HELD] = InHand(
        title=paper.title or telling.PASTED,
        meeting=st.session_state.get(MEETING) or paper.meeting,
        la_code=la_code,
        paper=paper,
        pictures=pictures(paper) or "",
    )
    st.session_state["show"] = slug(FIGURES)
    st.session_state["paper"] = HAND


def _correct(council: Council) -> None:
    """The table of all that was read, in which any field can be changed."""
    hand = _hand(council)
    if hand is None or not hand.read.figures:
        return
    if f"correct-{hand.drawn}" not in st.session_state:
        hand.edited, hand.drawn = hand.read, hand.drawn + 1
    places = list(dict.fromkeys([*correcting.codes(), *(q.area for q in hand.read.figures)]))
    units = dict.fromkeys(unit for measure in vocabulary().measures for unit in measure.units)
    every = dict.fromkeys([*units, *(quoted.unit for quoted in hand.read.figures)])
    key = f"correct-{hand.drawn}"
    st.header(plain(telling.CORRECT), anchor=False)
    st.caption(plain(telling.CORRECT_NOTE))
    st.data_editor(
        tables.editable(hand.edited),
        key=key,
        hide_index=True,
        on_change=_corrected,
        args=(council, key),
        disabled=[tables.IN_PAPER],
        alt="Every number that was read in the paper, with fields that can be changed",
        column_config={
            tables.IN_PAPER: st.column_config.TextColumn(width="large"),
            correcting.MEASURE: st.column_config.SelectboxColumn(
                options=sorted(vocabulary().by_name)
            ),
            correcting.PLACE: st.column_config.SelectboxColumn(options=[p for p in places if p]),
            correcting.FIRST: st.column_config.DateColumn(format="DD/MM/YYYY"),
            correcting.LAST: st.column_config.DateColumn(format="DD/MM/YYYY"),
            correcting.VALUE: st.column_config.NumberColumn(),
            correcting.UNIT: st.column_config.SelectboxColumn(
                options=[correcting.unit_words(unit) for unit in every]
            ),
            correcting.LEFT_OUT: st.column_config.CheckboxColumn(),
        },
    )


def _corrected(council: Council, key: str) -> None:
    """Take over what the table of corrections says, so that the figures are judged again."""
    hand = _hand(council)
    state: Any = st.session_state.get(key)
    if hand is None or not state:
        return
    edits = {int(place): changes for place, changes in state["edited_rows"].items()}
    hand.read, hand.checked = hand.edited.corrected(edits), None


def _keep(paper: Checked, council: Council) -> None:
    """Keep the figures of the paper in hand, where that is allowed; else why not."""
    st.header(plain(telling.KEEP), anchor=False)
    if not reader.may_keep():
        st.caption(plain(saved.OPEN_TO_OTHERS))
        return
    st.caption(plain(telling.KEEP_NOTE))
    st.text_input("Title", value=paper.title, key="kept-title", max_chars=120)
    st.button(telling.KEEP, key="keep", on_click=_kept_now, args=(paper, council))
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))


def _kept_now(paper: Checked, council: Council) -> None:
    hand = _hand(council)
    if hand is None:
        return
    title = st.session_state.get("kept-title") or hand.title
    try:
        saved.save(council.la_code, title, hand.meeting, paper.judged)
    except saved.NotKept as problem:
        st.session_state[PROBLEM] = str(problem)
        return
    del st.session_state[HELD]


def _remove(paper: Checked, council: Council) -> None:
    """Take a kept paper away, when the reader has said so twice."""
    if not reader.may_keep():
        return
    with st.popover(telling.REMOVE, icon=":material/delete:"):
        st.markdown(plain(telling.REMOVE_NOTE))
        st.button(
            "Yes, remove it",
            key="remove",
            on_click=_removed,
            args=(council.la_code, paper.paper_id),
        )


def _removed(la_code: str, paper_id: str) -> None:
    try:
        saved.remove(la_code, paper_id)
    except saved.NotKept as problem:
        st.session_state[PROBLEM] = str(problem)
