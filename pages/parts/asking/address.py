"""What the reader chose, kept in the address of the page in short and readable words.

An address is obeyed when a page is opened, when the reader goes back or forward, and when a link
within a page was followed; at any other time the controls are right, because a slow browser may
still send the address of a click ago.
Choices come before figures on every page: a link is made of the choices drawn so far.

Every write is one entry in the history of the browser. The first run of a visit writes nothing, so
that the address the reader came by stays, and Back leaves at once.

Nothing here knows what draws the controls. A page of the dashboard does, `screen.py`; `reading` is
for whoever has an address and no page: its choices are those that a page would show.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal, Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

from pages.parts.figures.known import FIRST
from pages.parts.language.words import slug

ASOF = "asof"
KNOWN = "known"
PRESENT = "present"
TYPE = "type"
LARGE = "large"  # the one word that `type` may say
HOME = "overview"
NONE_CHOSEN = "none"  # in an address: none of several
LONGEST_WORD = 250  # letters: what is longer is no choice that a page of ours wrote
IGNORED = "Part of the address of this page is not offered here, so it is ignored."
SESSION = "address"  # where the run of a page stands in the state of its session

Widget = Literal["selectbox", "segmented", "radio", "pills"]
Address = dict[str, list[str]]
Block = AbstractContextManager[object]


class Screen(Protocol):
    """What shows the controls of a page and its address, and remembers both between its runs."""

    @property
    def state(self) -> MutableMapping[Any, Any]:
        """What is remembered, the value of each control by its key among it."""

    @property
    def url(self) -> str:
        """The address in full; empty where there is none."""

    @property
    def base(self) -> str:
        """Under which path all pages lie, without slashes at its ends."""

    @property
    def went_back_or_forward(self) -> bool:
        """Whether this run began with the reader going back or forward."""

    def asked(self) -> Address:
        """The words of the address, by key."""

    def write(self, words: Mapping[str, str]) -> None:
        """Put other words into the address."""

    def line(self, key: str) -> Block:
        """Controls beside each other."""

    def folded(self, label: str, icon: str) -> Block:
        """What a reader opens to choose."""

    def notice(self) -> None:
        """The place for one sentence."""

    def notify(self, sentence: str) -> None:
        """Say it there, or nothing where it is empty."""

    def one(
        self, widget: Widget, label: str, key: str, options: Mapping[str, str], **more: Any
    ) -> str | None:
        """A control for one of several."""

    def many(
        self, label: str, key: str, options: Mapping[str, str], most: int | None, **more: Any
    ) -> Sequence[str]:
        """A control for some of several."""

    def day(self, label: str, key: str, first: date, last: date, **more: Any) -> object:
        """A control for a day."""

    def box(self, label: str, key: str) -> None:
        """A box to tick."""


@dataclass
class Unseen:
    """No screen at all: an address that is read, its controls left as it says."""

    words: Mapping[str, str]
    state: MutableMapping[Any, Any] = field(default_factory=dict)
    url: str = ""
    base: str = ""
    went_back_or_forward: bool = False

    def asked(self) -> Address:
        return {key: [text] for key, text in self.words.items()}

    def write(self, words: Mapping[str, str]) -> None:
        self.words = words

    def line(self, key: str) -> Block:
        return nullcontext()

    def folded(self, label: str, icon: str) -> Block:
        return nullcontext()

    def notice(self) -> None: ...

    def notify(self, sentence: str) -> None: ...

    def one(
        self, widget: Widget, label: str, key: str, options: Mapping[str, str], **more: Any
    ) -> str | None:
        return str(self.state[key])

    def many(
        self, label: str, key: str, options: Mapping[str, str], most: int | None, **more: Any
    ) -> Sequence[str]:
        return list(self.state[key])

    def day(self, label: str, key: str, first: date, last: date, **more: Any) -> object:
        return self.state[key]

    def box(self, label: str, key: str) -> None: ...


_SCREEN: ContextVar[Screen] = ContextVar("screen")
_USUAL: list[Screen] = [Unseen({})]


def shown_on(screen: Screen) -> None:
    """The screen of whoever is not reading: that of the dashboard."""
    _USUAL[:] = [screen]


@contextmanager
def reading(page: str, words: Mapping[str, str]) -> Iterator[None]:
    """The choices of a view are those of its address, with no page to draw them on."""
    token = _SCREEN.set(Unseen(words))
    try:
        begin(page)
        yield
    finally:
        _SCREEN.reset(token)


def _screen() -> Screen:
    return _SCREEN.get(None) or _USUAL[0]


@dataclass
class Run:
    """One run of one page: what its address asks for, and what its controls say.

    `asked` holds what is still to be obeyed, by key. `kept` are the keys of the choices that links
    to other pages carry, `boxes` those of boxes to tick. `left` is the address at the end of the
    run, `controls` what the session held for each control then.
    """

    page: str
    obeying: bool
    asked: dict[str, list[str]]
    said: dict[str, str] = field(default_factory=dict)
    usual: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    left: Address = field(default_factory=dict)
    controls: dict[str, Any] = field(default_factory=dict)
    boxes: set[str] = field(default_factory=set)
    first: bool = False
    linked: bool = False
    slide: int | None = None
    asof: date | None = None
    known: date | None = None
    ignored: bool = False


def begin(page: str) -> None:
    """Read the address, before the first control of a run is drawn; `page` is its name in it."""
    screen = _screen()
    before = screen.state.get(SESSION)
    first = not isinstance(before, Run)
    last = before if isinstance(before, Run) else Run(page="", obeying=False, asked={})
    asked = screen.asked()
    known = _known(asked.get(KNOWN, []))
    moved = last.page != page
    linked = not moved and not screen.went_back_or_forward and _followed_link(last, asked)
    obeying = moved or linked or screen.went_back_or_forward
    screen.state[SESSION] = Run(
        page=page,
        obeying=obeying,
        asked=asked if obeying else dict(last.asked),
        first=first,
        linked=linked,
        slide=_number(asked.get(PRESENT, [])) if obeying else last.slide,
        asof=_day(asked.get(ASOF, [])),
        known=known,
        # Said from the beginning, so that every link and every file has it.
        said=(always := _always(asked, known)),
        kept=set(always),
        ignored=any(key in asked and key not in always for key in (KNOWN, TYPE)),
    )


def _always(asked: Address, known: date | None) -> dict[str, str]:
    """What no control of a page says, and every page keeps: of which day, and how large."""
    day = {KNOWN: known.isoformat()} if known else {}
    return day | ({TYPE: LARGE} if asked.get(TYPE) == [LARGE] else {})


def _followed_link(last: Run, asked: Address) -> bool:
    """Whether the address is another one though the reader touched no control."""
    if last.left == asked:
        return False
    state = _screen().state
    return all(state.get(key) == value for key, value in last.controls.items())


def write() -> None:
    """Put what the controls say into the address, all at once, at the end of a run."""
    run, screen = _run(), _screen()
    wanted = _words(run.said)
    if run.asof:
        wanted[ASOF] = run.asof.isoformat()
    if run.slide:
        wanted[PRESENT] = str(run.slide)
    changed = screen.asked() != {key: [text] for key, text in wanted.items()}
    # A link to another view of the same page tells the server its address and not the browser.
    if run.linked or (changed and not run.first):
        screen.write(wanted)
    screen.notify(IGNORED if run.ignored else "")
    run.asked, run.obeying = {}, False
    run.left = screen.asked()
    drawn = (*run.said, *run.boxes)
    run.controls = {key: screen.state[key] for key in drawn if key in screen.state}


def _words(said: Mapping[str, str]) -> dict[str, str]:
    """The words of an address; what is usual is left out, so that they can be read aloud."""
    usual = _run().usual
    return {key: text for key, text in said.items() if text != usual.get(key)}


def kept_words(**instead: str) -> dict[str, str]:
    """The choices that go along to every page, as words for a link; some said otherwise."""
    run = _run()
    return _words({key: text for key, text in run.said.items() if key in run.kept} | instead)


def here(**instead: str) -> dict[str, str]:
    """The choices of this view, as words for a link to it; some said otherwise."""
    return _words(_run().said | instead)


def said(key: str) -> str | None:
    """What the reader chose by one control of this run, or by the address; None without it."""
    return _run().said.get(key)


def page_file() -> str:
    """The script of the page in sight, as a link names it: 'pages/ehc_plans.py'."""
    return f"pages/{_run().page or HOME}.py"


def slide() -> int | None:
    """Which finding is to fill a shared screen, from 1; None where the address asks for none."""
    return _run().slide


def notices() -> None:
    """The place for the one sentence that says that a part of the address is ignored."""
    _screen().notice()


def asof() -> date | None:
    """The day on which the figures of a link were those of the database, if the address says so."""
    return _run().asof


def known() -> date | None:
    """The day of which the figures are to be shown as they were known; None for those of now."""
    return _run().known


def large() -> bool:
    """Whether the reader asked for large type."""
    return TYPE in _run().said


def in_other_type() -> dict[str, str]:
    """The choices of this view, as words for a link to it in large type, or back to the usual."""
    if large():
        return {key: text for key, text in here().items() if key != TYPE}
    return here(**{TYPE: LARGE})


def now() -> dict[str, str]:
    """The choices of this view, as words for a link to it with the figures of now."""
    return {key: text for key, text in here().items() if key != KNOWN}


def base() -> str:
    """Under which path of the server all pages lie; empty where they lie at its root."""
    return _screen().base


def link(built: date) -> str:
    """The address of this view in full, with the day on which its database was built."""
    run = _run()
    query = urlencode({**run.said, ASOF: built.isoformat()}, safe=",")
    here = urlsplit(_screen().url)
    if here.scheme not in ("http", "https"):
        return f"{run.page}?{query}"
    host = here.netloc.rpartition("@")[2]
    # Without a name and password that the address may hold before the host.
    return urlunsplit((here.scheme, host, here.path, query, ""))


def controls(key: str = "controls") -> Block:
    """A line of what a reader may choose on a page."""
    return _screen().line(key)


def folded(label: str, icon: str) -> Block:
    """What a reader opens to choose."""
    return _screen().folded(label, icon)


def one(
    label: str,
    key: str,
    options: Mapping[str, str],
    *,
    default: str | None = None,
    widget: Widget = "selectbox",
    aliases: Mapping[str, str] | None = None,
    formerly: str | None = None,
    kept: bool = False,
    hidden: bool = False,
    **more: Any,
) -> str:
    """A control for one of `options`, which maps slugs in the address to labels on the screen.

    Returns the slug. Labels must differ. `aliases` are further words for a slug, such as codes;
    `formerly` is an older name of the key; with `kept`, links to other pages carry the choice;
    `hidden` keeps the label from sight. What else the address says is ignored.
    """
    usual = default if default is not None and default in options else next(iter(options))
    written = _asked(key, formerly)
    if written is not None:
        wanted = _match(written[0], options, aliases or {}) if len(written) == 1 else None
        _run().ignored |= wanted is None
    else:
        wanted = None if _run().obeying else _screen().state.get(key)
    _hold(key, wanted if wanted is not None and wanted in options else usual)
    visibility = "collapsed" if hidden else "visible"
    answer = _screen().one(widget, label, key, options, **{"label_visibility": visibility, **more})
    chosen = answer if answer is not None and answer in options else usual
    _run().said[key], _run().usual[key] = chosen, usual
    if kept:
        _run().kept.add(key)
    return chosen


def many(
    label: str,
    key: str,
    options: Mapping[str, str],
    *,
    default: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
    most: int | None = None,
    **more: Any,
) -> tuple[str, ...]:
    """A control for any number of `options`, at `most` so many; in the address joined by commas.

    Returns the slugs in the order chosen. What the address asks for and is not offered is ignored.
    """
    usual = [slug for slug in default if slug in options]
    written = _asked(key, None)
    if written is not None:
        wanted = _match_all(written, options, aliases or {})
        if most is not None and len(wanted) > most:
            _run().ignored, wanted = True, wanted[:most]
        if not wanted and written != [NONE_CHOSEN]:
            wanted = usual
    else:
        wanted = usual if _run().obeying else _screen().state.get(key, usual)
    _hold(key, [slug for slug in wanted if slug in options])
    answer = _screen().many(label, key, options, most, **more)
    chosen = [slug for slug in answer if slug in options]
    if chosen or usual:
        _run().said[key] = ",".join(chosen) or NONE_CHOSEN
        _run().usual[key] = ",".join(usual) or NONE_CHOSEN
    return tuple(chosen)


def day(label: str, key: str, *, default: date, first: date, last: date, **more: Any) -> date:
    """A control for a day from `first` to `last`; what else the address says is ignored."""
    written = _asked(key, None)
    if written is not None:
        wanted = _day(written)
        if wanted is None or not first <= wanted <= last:
            _run().ignored, wanted = True, None
    else:
        wanted = None if _run().obeying else _screen().state.get(key)
    _hold(key, wanted if isinstance(wanted, date) and first <= wanted <= last else default)
    answer = _screen().day(label, key, first, last, **more)
    chosen = answer if isinstance(answer, date) else default
    _run().said[key], _run().usual[key] = chosen.isoformat(), default.isoformat()
    return chosen


def ticked(key: str, options: Sequence[str]) -> tuple[str, ...]:
    """Which of several boxes are ticked; `tick` draws each. In the address joined by commas.

    What the address asks for and is not offered is ignored.
    """
    run, state, kept = _run(), _screen().state, f"{key}-ticked"
    written = _asked(key, None)
    if written is not None:
        wanted = _match_all(written, {option: option for option in options}, {})
    elif run.obeying:
        wanted = []
    else:
        # Boxes that a run did not draw are forgotten by the session, so ours are kept beside them.
        before = state.get(kept, ())
        states = {option: state.get(_box(key, option)) for option in options}
        wanted = [o for o, state in states.items() if (o in before if state is None else state)]
    for option in options:
        _hold(_box(key, option), option in wanted)
    chosen = tuple(option for option in options if option in wanted)
    state[kept] = chosen
    run.said[key], run.usual[key] = ",".join(chosen), ""
    run.boxes |= {_box(key, option) for option in options}
    return chosen


def tick(key: str, option: str, label: str) -> None:
    """The box of one of the options of `ticked`, which is called before."""
    _screen().box(label, _box(key, option))


def _hold(key: str, value: object) -> None:
    """Set a control, unless it is set so already."""
    if _screen().state.get(key) != value:
        _screen().state[key] = value


def _box(key: str, option: str) -> str:
    return f"{key}-{option}"


def slugs(labels: Sequence[str]) -> dict[str, str]:
    """Options whose slugs are made of their labels, in the same order."""
    return {slug(label): label for label in labels}


def _run() -> Run:
    run = _screen().state.get(SESSION)
    if not isinstance(run, Run):
        begin("")
        return _run()
    return run


def _asked(key: str, formerly: str | None) -> list[str] | None:
    """What the address asks of one control, once; None where it says nothing."""
    asked = _run().asked
    older = asked.pop(formerly, None) if formerly else None
    return asked.pop(key, older)


def _match(text: str, options: Mapping[str, str], aliases: Mapping[str, str]) -> str | None:
    """The slug that a word of an address stands for."""
    if len(text) > LONGEST_WORD:
        return None
    word = slug(text)
    for offered in (text, word, aliases.get(text), aliases.get(word)):
        if offered in options:
            return offered
    labelled = (offered for offered, label in options.items() if word and slug(label) == word)
    return next(labelled, None)


def _match_all(
    written: Sequence[str], options: Mapping[str, str], aliases: Mapping[str, str]
) -> list[str]:
    """The slugs that the words of an address stand for, each once; a key is given once only."""
    if len(written) > 1 or len(written[0]) > LONGEST_WORD:
        _run().ignored = True
        return []
    if written == [NONE_CHOSEN]:
        return []
    slugs = [_match(word, options, aliases) for word in written[0].split(",")]
    _run().ignored |= None in slugs
    return list(dict.fromkeys(slug for slug in slugs if slug is not None))


def _number(written: Sequence[str]) -> int | None:
    """A number as an address writes it, from 1 to 99."""
    return int(written[0]) if len(written) == 1 and re.fullmatch(r"[1-9]\d?", written[0]) else None


def _known(written: Sequence[str]) -> date | None:
    """The day of `known`; None for one before the release calendar begins."""
    day = _day(written)
    return day if day and day >= FIRST else None


def _day(written: Sequence[str]) -> date | None:
    """A day as an address writes it; None for anything else, or a day to come."""
    if len(written) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\d", written[0]):
        return None
    try:
        day = date.fromisoformat(written[0])
    except ValueError:
        return None
    return day if day <= datetime.now(UTC).date() else None
