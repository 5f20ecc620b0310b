"""The page Present: an agenda, put in order, shown on a screen and handed out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

import queries
from pages.parts.agenda import frozen, saved, toml
from pages.parts.agenda.records import Agenda, Item
from pages.parts.agenda.saved import UNSAVED
from pages.parts.agenda.toml import LONGEST, LONGEST_TITLE, NotAnAgenda
from pages.parts.asking import address, reader
from pages.parts.asking.links import Link
from pages.parts.exhibit import player
from pages.parts.exhibit.adding import hands
from pages.parts.exhibit.slides import Deck
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words, slug
from pages.parts.present import choice, handouts, public, views
from pages.parts.present.choice import InHand, Offered
from pages.parts.present.deck import deck, place_of, words_of

PROBLEM = "agenda-problem"  # in the session: what to say of the last click
PRESENTED = "presented"
EMPTY = (
    "Nothing is on this agenda yet. Open any page, and press **Add to agenda** under a finding: it "
    "comes here, and you can put it in its place and give it a note and a question. Or begin with "
    "an example or a file:"
)
KEPT_HERE = "It is in this window alone: keep it, or take its file, before you close or reload."


@dataclass(frozen=True)
class Presented:
    """What is on the screen: the slides stay as they are until the reader leaves them."""

    agenda: Agenda
    deck: Deck


def show() -> None:
    """The agenda in hand: its slides where the address asks for them, and all that is on it."""
    choices = choice.offered(may_keep=reader.may_keep())
    with address.controls():
        held = choice.chosen(choices)
        _open_file()
        if held.agenda:
            _keep(held, held.agenda)
            _hand_out(held.agenda)
            if held.agenda.items:
                _start()
    for text in (*choices.damaged, *([problem] if (problem := _problem()) else [])):
        st.warning(plain(text), icon=":material/info:")
    if held.agenda is None or not held.agenda.items:
        _empty(choices)
        return
    _present(held.agenda)
    _said(held, held.agenda)
    with st.container(key="points"):
        for place, item in enumerate(held.agenda.items):
            _item(held.agenda, place, item)


def _empty(choices: Offered) -> None:
    with st.container(key="exhibit-empty-agenda"):
        st.header("Put findings in order, and show them one after another", anchor=False)
        st.markdown(EMPTY)
        for name, label in choices.labels().items():
            if name != UNSAVED:
                st.page_link(
                    "pages/present.py",
                    label=plain(label),
                    icon=":material/slideshow:",
                    query_params=address.here(agenda=name),
                )


def _start() -> None:
    with st.container(key="start"):
        st.page_link(
            "pages/present.py",
            label="Start",
            icon=":material/play_arrow:",
            query_params=address.here(present="1"),
        )


def _present(agenda: Agenda) -> None:
    """The slides, made once for a presentation: a refresh in between changes none."""
    number = address.slide()
    if number is None:
        st.session_state.pop(PRESENTED, None)
        return
    shown = st.session_state.get(PRESENTED)
    if not isinstance(shown, Presented) or shown.agenda != agenda:
        shown = st.session_state[PRESENTED] = Presented(agenda, deck(agenda))
    player.play(
        shown.deck,
        at=min(number, len(shown.deck.slides)) - 1,
        leave=Link(page="pages/present.py", words=address.here()),
        codes=handouts.codes(shown.deck),
    )


def _said(held: InHand, agenda: Agenda) -> None:
    """What the agenda is called, of which day its figures are, and whether slides carry a code."""
    with st.container(key="exhibit-agenda"):
        many = len(agenda.items)
        items = f"{many} {'item' if many == 1 else 'items'}"
        st.header(plain(f"{agenda.title}: {items}"), anchor=False)
        st.caption(plain(" ".join(_remarks(held, agenda))))
    if frozen.day() > agenda.asof:
        st.button(
            f"Use the figures of {day_words(frozen.day())}",
            key="newer",
            on_click=_change,
            args=(replace(agenda, asof=frozen.day()),),
        )


def _remarks(held: InHand, agenda: Agenda) -> list[str]:
    said = [
        f"Figures of {day_words(agenda.asof)}, on every slide and in every file, whatever is "
        "refreshed later."
    ]
    if held.name == UNSAVED:
        said.append(KEPT_HERE)
    elif held.changed:
        said.append("It is changed since it was kept.")
    return [*said, *([why] if (why := public.public().why) else [])]


def _item(agenda: Agenda, place: int, item: Item) -> None:
    """One view: what it shows, what will be said, and the buttons that change its place."""
    number = place + 1
    with st.container(key=f"point-{number}"):
        with st.container(horizontal=True, key=f"head-{number}", gap="small"):
            st.markdown(f"**{number}. {plain(item.title or item.measure or item.page)}**")
            _buttons(agenda, place, item)
        with st.container(horizontal=True, key=f"of-{number}", gap="small"):
            if item.page in views.PAGES:
                st.page_link(f"pages/{item.page}.py", query_params=words_of(item))
            st.markdown(plain(place_of(item.council)), width="content")
        for said, text in (("Question", item.question), ("Note", item.note)):
            if text:
                st.markdown(f"{said}: {plain(text)}")


def _buttons(agenda: Agenda, place: int, item: Item) -> None:
    number, last = place + 1, len(agenda.items) - 1
    _icon(
        f"Move item {number} up",
        "arrow_upward",
        choice.move(agenda, place, -1),
        disabled=place == 0,
    )
    _icon(
        f"Move item {number} down",
        "arrow_downward",
        choice.move(agenda, place, 1),
        disabled=place == last,
    )
    with st.popover("Edit", key=f"edit-{number}"):
        _edit(agenda, place, item)
    _icon(f"Remove item {number}", "delete", choice.without(agenda, place))


def _icon(label: str, icon: str, to: Agenda, *, disabled: bool = False) -> None:
    """A button that shows its icon and says its words to those who listen."""
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"icon-{slug(label)}",
        disabled=disabled,
        on_click=_change,
        args=(to,),
    )


def _edit(agenda: Agenda, place: int, item: Item) -> None:
    key = f"{hands().turn}-{place}"
    with st.form(f"item-{key}", border=False):
        st.text_input("Title", item.title, key=f"item-title-{key}", max_chars=LONGEST["title"])
        st.text_input(
            "Question worth asking",
            item.question,
            key=f"item-question-{key}",
            max_chars=LONGEST["question"],
        )
        st.text_area(
            "Note for the speaker", item.note, key=f"item-note-{key}", max_chars=LONGEST["note"]
        )
        st.form_submit_button("Take over", on_click=_edited, args=(agenda, place, item, key))


def _edited(agenda: Agenda, place: int, item: Item, key: str) -> None:
    def typed(field: str) -> str:
        return str(st.session_state.get(f"item-{field}-{key}", ""))

    texts = replace(item, title=typed("title"), question=typed("question"), note=typed("note"))
    _change(choice.with_item(agenda, place, texts))


def _renamed(agenda: Agenda) -> None:
    title = str(st.session_state.get(f"title-{hands().turn}", "")).strip()
    _change(replace(agenda, title=title or agenda.title))


def _change(agenda: Agenda) -> None:
    choice.change(hands(), agenda)


def _problem() -> str:
    return str(st.session_state.pop(PROBLEM, ""))


def _open_file() -> None:
    with st.popover("Open a file", icon=":material/folder_open:"):
        st.file_uploader(
            "An agenda (TOML), taken from here or written by hand",
            type="toml",
            key=f"agenda-file-{hands().turn}",
            on_change=_opened,
            args=(frozen.day(),),
        )


def _opened(day: date) -> None:
    """The agenda of a file in hand, beside those that have a name."""
    file = st.session_state.get(f"agenda-file-{hands().turn}")
    if file is None:
        return
    try:
        agenda = toml.read(file.getvalue(), day)
    except NotAnAgenda as problem:
        st.session_state[PROBLEM] = f"{file.name}: {problem}"
        hands().turn += 1
        return
    _take(UNSAVED)
    _change(agenda)


def _take(name: str) -> None:
    """Have the agenda of that name in hand."""
    hands().name = st.session_state[choice.AGENDA] = name


def _keep(held: InHand, agenda: Agenda) -> None:
    """Rename the agenda, and keep it under its title; or why it is not kept here."""
    with st.popover("Rename or keep", icon=":material/bookmark:"):
        st.text_input(
            "Title",
            value=agenda.title,
            key=f"title-{hands().turn}",
            max_chars=LONGEST_TITLE,
            on_change=_renamed,
            args=(agenda,),
        )
        if not reader.may_keep():
            st.markdown(plain(saved.OPEN_TO_OTHERS))
            return
        st.button("Keep on this machine", key="keep-agenda", on_click=_kept, args=(held,))
        if held.own:
            st.markdown("Its address:")
            st.code(_short(held.name), language=None, wrap_lines=True)
            st.button(
                "Remove it from this machine", key="remove-agenda", on_click=_removed, args=(held,)
            )


def _kept(held: InHand) -> None:
    if held.agenda is None:
        return
    try:
        name = saved.save(held.agenda, held.name if held.own else "")
    except saved.NotKept as problem:
        st.session_state[PROBLEM] = str(problem)
        return
    hands().agendas.pop(held.name, None)
    _take(name)
    _change(held.agenda)


def _removed(held: InHand) -> None:
    """What was kept is gone; the agenda stays in this window."""
    try:
        saved.remove(held.name)
    except saved.NotKept as problem:
        st.session_state[PROBLEM] = str(problem)
        return
    agenda = hands().agendas.pop(held.name, None)
    _take(UNSAVED)
    if agenda:
        _change(agenda)


def _short(name: str) -> str:
    """The address of an agenda that is kept, as short as it can be."""
    here = urlsplit(st.context.url or "")
    host = here.netloc.rpartition("@")[2]
    query = f"{choice.AGENDA}={name}"
    return urlunsplit((here.scheme, host, here.path, query, "")) if host else f"present?{query}"


def _hand_out(agenda: Agenda) -> None:
    """The agenda as files, each made when it is clicked."""
    name = slug(agenda.title)[:60].strip("-") or "agenda"
    with st.popover("Take along", icon=":material/download:"):
        # The field for a template stands below the files that are made with it.
        files = st.container(gap="small")
        template = _template()
        with files:
            for handout in handouts.HANDOUTS:
                make = partial(handouts.made, handout, agenda, template)
                _file(handout.label, make, f"{name}{handout.ending}", handout.kind, handout.said)
            written = partial(toml.write, agenda)
            _file("Agenda (TOML)", written, f"{name}.toml", toml.KIND, "To open here or elsewhere.")


def _template() -> bytes | None:
    """A council's own design for presentations, where the reader gives one."""
    file = st.file_uploader(
        "Your council’s template for the presentation, if you have one", "pptx", key="template"
    )
    if file is None:
        return None
    template = file.getvalue()
    if why := handouts.unfit(template):
        st.warning(plain(why), icon=":material/info:")
        return None
    return template


def _file(label: str, make: Callable[[], bytes], name: str, kind: str, said: str) -> None:
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"handout-{slug(label)}"
    ):
        st.download_button(
            label,
            data=queries.pinned(make),
            file_name=name,
            mime=kind,
            key=f"take-{slug(label)}",
            on_click="ignore",
        )
        st.markdown(plain(said))
