"""One box that finds any measure, council, ward, word or page, and leads there in one step.

What a reader chooses is looked up on the server, which draws one page link out of sight; the
browser follows it, so that the history of the browser has one entry and the session goes on. What
a word means is said at once, as that is no place to go to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import queries
from pages.parts.asking import address
from pages.parts.asking.links import Link, to_inspections, to_measure
from pages.parts.asking.sections import PAGES, Part, label, of_held
from pages.parts.asking.ways import out_of_sight
from pages.parts.figures.councils import Council, by_slug, councils, groups
from pages.parts.figures.database import indicators
from pages.parts.figures.glossary import meanings
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, slug

FIND, CHOSEN, WAY = "find", "found", "way"  # the box, what was chosen in it, the link to there
WARDS = "pages/wards.py"

SEARCH = st.components.v2.component(
    "search",
    html="<span></span>",
    js=Path(__file__).with_name("search.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that can be found.

    `text` stands in the list; what is typed is looked for in all of it. A `part` is a measure, a
    `council` changes whose figures are shown, a `ward` leads to the wards of its council, a
    `meaning` is said, and a `page`, or its section of `inspections`, is gone to.
    """

    text: str
    page: str = ""
    part: Part | None = None
    council: str = ""
    ward: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    meaning: str = ""
    inspections: bool = False


@dataclass(frozen=True, kw_only=True)
class WardName:
    """One row of queries/ward_names.sql: `former` where no ward of that name exists today."""

    la_code: str
    name: str
    former: bool


def box(pages: Sequence[StreamlitPage]) -> None:
    """Draw the box, and follow what was just chosen in it."""
    known = {found.text: found for found in (*_pages(pages), *index())}
    with st.container(key="finder"):
        st.selectbox(
            "Search",
            list(known),
            index=None,
            key=FIND,
            placeholder="Search",
            filter_mode="contains",
            label_visibility="collapsed",
            icon=":material/search:",
            on_change=_choose,
        )
        found = known.get(st.session_state.pop(CHOSEN, ""))
        way = link(found) if found else None
        if way:
            out_of_sight([way], key=WAY)
        SEARCH(key="search", data={"go": way.href if way else None})
    if found and found.meaning:
        _say(found)


def _choose() -> None:
    """Keep what was chosen for the run that follows, and empty the box."""
    st.session_state[CHOSEN] = st.session_state[FIND]
    st.session_state[FIND] = None


def _say(found: Found) -> None:
    @st.dialog(plain(found.text.partition(" · ")[0]))
    def meaning() -> None:
        st.markdown(plain(found.meaning))

    meaning()


def link(found: Found) -> Link | None:
    """The view that something leads to; None for a word, which leads nowhere."""
    if found.part is not None:
        return to_measure(found.part)
    if found.council:
        council = by_slug()[found.council]
        if found.ward:
            return Link(page=WARDS, words=_of(council, address.kept_words()) | dict(found.words))
        return Link(page=address.page_file(), words=_of(council, _in_sight()))
    if found.inspections:
        return to_inspections()
    if found.page:
        return Link(page=found.page, words=address.kept_words())
    return None


def _in_sight() -> dict[str, str]:
    """The words of the address in sight, but for a slide or a day that it may be of."""
    left_out = {"la", address.PRESENT, address.ASOF}
    return {key: text for key, text in st.query_params.items() if key not in left_out}


def _of(council: Council, words: Mapping[str, str]) -> dict[str, str]:
    """The same words of an address for another council; a group it is not in is left."""
    kept = {key: text for key, text in words.items() if key != "council"}
    if kept.get("with") not in {group.key for group in groups(council)[1:]}:
        kept.pop("with", None)
    if council != councils()[0]:
        kept["council"] = _slug(council)
    return kept


def _slug(council: Council) -> str:
    return slug(display_name(council.name))


def _pages(pages: Sequence[StreamlitPage]) -> list[Found]:
    return [
        Found(text=f"{page.title} · page", page=f"pages/{page.url_path or address.HOME}.py")
        for page in pages
    ]


@queries.kept(most=4)
def index() -> tuple[Found, ...]:
    """All that can be found but for the pages: measures, councils, wards, words; no text twice."""
    inspections = Found(text="Inspections by Ofsted · what inspectors found", inspections=True)
    return (*_measures(), inspections, *_councils(), *_wards(), *_words())


def _measures() -> list[Found]:
    parts = [part for of in PAGES.values() for some in of_held(of).values() for part in some]
    return [Found(text=_measure_text(part), part=part) for part in parts]


def _measure_text(part: Part) -> str:
    """'Agency workers · Workforce · Agency social worker rate. Agency workers divided by …'."""
    indicator = indicators()[part if isinstance(part, str) else part[0]]
    return f"{label(part)} · {indicator.topic} · {indicator.name}. {indicator.definition}"


def _councils() -> list[Found]:
    return [
        Found(text=f"{display_name(council.name)} · council", council=_slug(council))
        for council in councils()
    ]


def _wards() -> list[Found]:
    of = {council.la_code: council for council in councils()}
    names = [ward for ward in queries.rows("ward_names", WardName) if ward.la_code in of]
    redrawn = {ward.la_code for ward in names if not ward.former}
    found = []
    for ward in names:
        council = of[ward.la_code]
        # Where all wards are former ones, the page offers no choice between old and new.
        before = ward.former and ward.la_code in redrawn
        place = f"{'former ' if before else ''}ward of {display_name(council.name)}"
        words = {"vintage": "former"} if before else {}
        text = f"{ward.name} · {place}"
        found.append(Found(text=text, council=_slug(council), ward=True, words=words))
    return found


def _words() -> list[Found]:
    return [
        Found(text=f"{word} · word · {meaning}", meaning=meaning)
        for word, meaning in meanings().items()
    ]
