"""What the page says of papers: verdicts explained, limits, and what becomes of a paper."""

from collections.abc import Sequence

from pages.parts.figures.database import symbol_words
from pages.parts.figures.view import View
from pages.parts.language.words import counted, digits, display_name, listed, reasons_listed
from pages.parts.paper_check.checked import Checked, counts
from pages.parts.paper_check.documents import MOST_PAGES
from pages.parts.paper_check.drawing import marked, published_when, published_words
from pages.parts.paper_check.reading import MOST_BYTES
from pages.parts.paper_check.records import Judged, Verdict
from pages.parts.paper_check.words import printed

MEASURE = "Figures quoted in a paper"
BASIS = "as quoted, beside the nearest published figure"
MEANINGS = {
    Verdict.MATCHES: "the published figure, rounded as the paper prints it",
    Verdict.EARLIER: "as it was first published; it was revised since",
    Verdict.OLDER: "a newer one had been published by the day of the meeting",
    Verdict.BASIS: "equal to a published figure that is counted in another way, which is named",
    Verdict.PART_YEAR: "some months of a year, while the published figures are of whole years",
    Verdict.DIFFERS: "the nearest published figure is another one; by how much is said",
    Verdict.NOT_COMPARED: "what is published under this name counts something else",
    Verdict.NOT_HELD: "published, but not among the figures here",
    Verdict.NOT_PUBLISHED: "nobody publishes it; what would answer it is named",
}
A_QUESTION = (
    "A difference is a question and no more: a paper may count on another day, for another group, "
    "or by the council’s own records."
)
BY_MACHINE = (
    "This paper was read by a machine: lay a figure beside the paper before you quote it, and "
    "correct it below where it was read otherwise than it stands there."
)
PUBLIC_WHEN = (
    "What was public on the day of a meeting is told by the month in which each release came out. "
    "Where only the month is known, a figure counts as public from its end."
)
NO_MEETING = (
    "No day of a meeting is known, so nothing is said of whether a newer figure was out by then."
)
NOT_LINKED = (
    "A link to this view opens the page without this paper: it is in this visit alone, unless it "
    "is kept."
)
NEVER_SHOWN = "Quoted figures stand on this page alone, and never in a line of another page."
UNRECOGNISED = "Numbers whose measure is not recognised"
NOT_GUESSED = "Nothing is guessed about these."
CORRECT = "Correct what was read"
CORRECT_NOTE = (
    "Change any field, and the verdict above follows. For a count on a day leave “From” empty."
)
DROP_IN = "Check a paper against the published figures"
NOTHING_KEPT = (
    "It is read in the memory of this server, for this visit alone: nothing of it is written down "
    "or sent to anybody else, unless you choose to keep its figures."
)
KEEP = "Keep this paper"
KEEP_NOTE = (
    "Kept are its title, its day and the figures with at most 15 words around each, never its "
    "text. Everybody who can open this dashboard can then see them."
)
REMOVE = "Remove this paper"
REMOVE_NOTE = (
    "It goes from this list for everybody, with its corrections. The paper itself is not touched."
)

PASTED = "Pasted text"
NOTHING_GIVEN = "Choose a file or paste a text first."
NO_LINE = (
    "A quoted figure is drawn where the nearest published one is of the council or of England, in "
    "the same unit, and not of a part of them."
)
LINE_LEGEND = (
    "Diamonds: as quoted in the paper, the largest the figure chosen. Lines and dots: as published."
)


def limits() -> str:
    """What may be dropped in."""
    size = digits(MOST_BYTES / 1_000_000, 0)
    return f"PDF, Word (.docx) or text, up to {size} MB and {MOST_PAGES} pages"


def none_yet(place: str) -> str:
    """What stands above the form where a council has no paper."""
    return (
        f"No paper of {place} comes with this dashboard, and none was kept. Drop one in, for "
        "instance a report of the director to a scrutiny committee: each figure in it that speaks "
        "of a published measure is laid beside the published one, with the words “matches”, "
        "“older period”, “other basis” or “differs”, and why."
    )


def subtitle(paper: Checked, place: str, shown: int) -> str:
    """Whose paper this is, and how much of it is shown."""
    some = "" if shown == len(paper.judged) else f"{shown} of {len(paper.judged)} figures shown"
    return " · ".join(part for part in (paper.title, paper.day, place, some) if part)


def alternative(paper: Checked, finding: str) -> str:
    """The chart for those who do not see it."""
    told = [counts(verdict, number) for verdict in Verdict if (number := paper.count(verdict))]
    return f"{finding}. By verdict: {listed(told)}." if told else f"{finding}."


def on_line(chosen: Judged, view: View) -> str:
    """'The paper says 2,808 for 2022; published is 2,745 (January 2023)'."""
    quoted, near = chosen.quoted, chosen.nearest
    assert near is not None
    period = f" for {quoted.period}" if quoted.period else ""
    told = published_words(near)
    return (
        f"{view.indicator.short_name}: quoted as {printed(quoted)}{period}, "
        f"published nearest {told} ({published_when(near)})"
    )


def line_subtitle(paper: Checked, view: View) -> str:
    """The measure as published, and whose paper is laid beside it."""
    place = display_name(view.choice.council.name)
    measure = f"{view.indicator.name} ({view.indicator.basis})"
    return " · ".join(part for part in (measure, place, f"paper: {paper.label}") if part)


def meanings() -> tuple[str, ...]:
    """What each verdict says, with its sign."""
    return tuple(f"{marked(verdict)}: {meaning}." for verdict, meaning in MEANINGS.items())


def notes(paper: Checked) -> tuple[str, ...]:
    """What to be careful of, the weightiest first."""
    told = [
        A_QUESTION,
        BY_MACHINE if paper.origin != "ledger" else "",
        paper.pictures,
        PUBLIC_WHEN if paper.meeting else NO_MEETING,
        NOT_LINKED if paper.origin == "hand" else "",
        NEVER_SHOWN,
    ]
    return tuple(text for text in told if text)


def withheld(judged: Sequence[Judged]) -> str:
    """Which published figures have no number, and why; empty where all have one."""
    words = symbol_words()
    reasons = reasons_listed(
        (words.get(near.status, near.status), f"{each.quoted.quote} ({published_when(near)})")
        for each in judged
        if (near := each.nearest) and near.value is None
    )
    return f"{'. '.join(reasons)}." if reasons else ""


def unrecognised_note(paper: Checked) -> str:
    """What stands above the numbers of which nothing is known; a paper in hand can be corrected."""
    if paper.origin != "hand":
        return NOT_GUESSED
    return (
        f"{NOT_GUESSED} Where one speaks of a measure in the list, choose it under “{CORRECT}”, "
        "and its verdict follows."
    )


def no_numbers(paper: Checked) -> str:
    """What is said of a paper in which no figure of a known measure was found."""
    others = len(paper.unrecognised)
    if not others:
        return "No figure was found in this paper."
    return (
        "No figure of a measure that this dashboard knows was found in this paper; "
        f"{counted(others, 'number was', 'numbers were')} found whose measure is not recognised."
    )
