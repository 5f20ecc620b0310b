"""What the reader chooses of papers: which one, which figures; a paper in hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pages.parts.asking import address
from pages.parts.language.words import slug
from pages.parts.paper_check.checked import Checked, Origin, topics
from pages.parts.paper_check.correcting import Read
from pages.parts.paper_check.drawing import marked
from pages.parts.paper_check.records import Paper, Verdict

FIGURES, LINE, CHECK = "Figures", "On the published line", "Check a paper"
EVERY = "every"
HAND = "in-hand"  # of a paper that is not kept, in the address
NOTHING = Read(figures=())
HELD = "paper in hand"  # where it is in the state of a session


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The section, the paper and which of its figures a reader wants to see.

    `paper` is None where there is none or none is looked at; `slug` is its name in the address.
    `figure` is the number of one on a published line, empty where none has a place there.
    """

    section: str
    paper: Checked | None = None
    slug: str = ""
    verdict: Verdict | None = None
    topic: str | None = None
    figure: str = ""


@dataclass
class InHand:
    """A paper that a reader dropped in, for as long as this visit lasts.

    Its text, `paper`, is let go as soon as its numbers are found. `read` are these with the
    corrections made so far, `edited` as they were when the table of corrections was drawn first.
    `database` is the one by which `checked` was judged.
    """

    title: str
    meeting: date | None
    la_code: str
    paper: Paper | None = None
    read: Read = NOTHING
    edited: Read = NOTHING
    pictures: str = ""
    checked: Checked | None = None
    database: str = ""
    drawn: int = 0


def ask(papers: Sequence[Checked], points: Callable[[Checked], Mapping[str, str]]) -> Asked:
    """The choices of the page; they live in the address.

    `points` are the figures of a paper that have a place on a published line, by their number.
    """
    if not papers:
        return Asked(section=CHECK)
    with address.controls():
        sections = address.slugs([FIGURES, LINE, CHECK])
        show = address.one("Section", "show", sections, widget="segmented", hidden=True)
        if sections[show] == CHECK:
            return Asked(section=CHECK)
        named = by_slug(papers)
        labels = {key: paper.label for key, paper in named.items()}
        key = address.one("Paper", "paper", labels, hidden=True)
        paper = named[key]
        asked = Asked(section=sections[show], paper=paper, slug=key)
        if asked.section == LINE:
            offered = points(paper)
            chosen = address.one("Figure", "figure", offered, hidden=True) if offered else ""
            return replace(asked, figure=chosen)
        return replace(asked, verdict=_verdict(paper), topic=_topic(paper))


def _verdict(paper: Checked) -> Verdict | None:
    there = {slug(verdict.value): verdict for verdict in Verdict if paper.count(verdict)}
    labels = {key: f"{marked(v)} ({paper.count(v)})" for key, v in there.items()}
    return there.get(
        address.one("Verdict", "verdict", {EVERY: "Every verdict", **labels}, hidden=True)
    )


def _topic(paper: Checked) -> str | None:
    there = address.slugs(topics(paper.judged))
    return there.get(address.one("Topic", "topic", {EVERY: "Every topic", **there}, hidden=True))


def by_slug(papers: Sequence[Checked]) -> dict[str, Checked]:
    """Papers as an address names them, by their day: '2023-07-25', a second one '2023-07-25-2'."""
    named: dict[str, Checked] = {}
    for paper in papers:
        day = HAND if paper.origin == "hand" else slug(paper.sorted_by) or "paper"
        key, again = day, 2
        while key in named:
            key, again = f"{day}-{again}", again + 1
        named[key] = paper
    return named


def newest_first(papers: Sequence[Checked]) -> list[Checked]:
    """The paper in hand, then those that come with the project and were kept, newest first."""
    order: Mapping[Origin, int] = {"hand": 0, "ledger": 1, "kept": 1}
    return sorted(
        sorted(papers, key=lambda paper: paper.sorted_by, reverse=True),
        key=lambda paper: order[paper.origin],
    )
