"""A paper as the page shows it: what is known of it, and its figures with their verdicts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pages.parts.figures.database import indicators
from pages.parts.language.words import counted, day_words, listed, month_words
from pages.parts.paper_check.records import Judged, Quoted, Verdict
from pages.parts.paper_check.vocabulary import vocabulary

Origin = Literal["ledger", "kept", "hand"]
NO_TOPIC = "Not among published measures"
MONTH = re.compile(r"(\d{4})-(\d\d)")

# Of a figure whose verdict is one of these, a published figure tells something about its value.
CHECKED = (
    Verdict.MATCHES,
    Verdict.EARLIER,
    Verdict.OLDER,
    Verdict.BASIS,
    Verdict.PART_YEAR,
    Verdict.DIFFERS,
)
# How many figures have a verdict: of one, and of several.
COUNTED = {
    Verdict.MATCHES: ("matches", "match"),
    Verdict.EARLIER: ("matches an earlier release", "match an earlier release"),
    Verdict.OLDER: ("is of an older period", "are of an older period"),
    Verdict.BASIS: ("is on another basis", "are on another basis"),
    Verdict.PART_YEAR: ("covers part of a year", "cover part of a year"),
    Verdict.DIFFERS: ("differs", "differ"),
    Verdict.NOT_COMPARED: ("cannot be compared", "cannot be compared"),
    Verdict.NOT_HELD: ("published, not loaded here", "published, not loaded here"),
    Verdict.NOT_PUBLISHED: ("not published", "not published"),
}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One paper with its figures, in their own order.

    `dated` says as much of its day as is known where `meeting` is None: '2022-09 (day not stated)'.
    `origin` says whether it comes with the project, was kept by a reader, or is in the hand of one.
    `unrecognised` are figures whose measure is not known, `since` what was revised after it was
    kept, `pictures` says which pages have no text.
    """

    paper_id: str
    title: str
    meeting: date | None
    dated: str
    origin: Origin
    judged: tuple[Judged, ...]
    unrecognised: tuple[Quoted, ...] = ()
    since: tuple[str, ...] = ()
    pictures: str = ""

    @property
    def day(self) -> str:
        """'25 July 2023', 'September 2022', or empty where nothing is known of it."""
        if self.meeting:
            return day_words(self.meeting)
        found = MONTH.match(self.dated)
        return month_words(date(int(found[1]), int(found[2]), 1)) if found else self.dated

    @property
    def sorted_by(self) -> str:
        """Its day as an address has it, '2023-07-25' or '2022-09'; the newest has the greatest."""
        if self.meeting:
            return self.meeting.isoformat()
        found = MONTH.match(self.dated)
        return found[0] if found else self.dated

    @property
    def label(self) -> str:
        """How a reader chooses it: '25 July 2023: SEND update'."""
        return f"{self.day}: {self.title}" if self.day else self.title

    def count(self, verdict: Verdict) -> int:
        return sum(each.verdict == verdict for each in self.judged)

    def shown(self, verdict: Verdict | None, topic: str | None) -> tuple[Judged, ...]:
        """Its figures of one verdict and one topic, or of any."""
        return tuple(
            each
            for each in self.judged
            if (verdict is None or each.verdict == verdict)
            and (topic is None or topic_of(each) == topic)
        )


def topic_of(judged: Judged) -> str:
    """The topic of the published figure that a quoted one was laid beside, or might be."""
    measure = vocabulary().by_name.get(judged.quoted.measure)
    published = [judged.nearest.indicator_id] if judged.nearest else []
    for indicator in (*published, *(measure.indicators if measure else ())):
        if known := indicators().get(indicator):
            return known.topic
    return NO_TOPIC


def says() -> dict[str, str]:
    """The words in a sentence for each measure that papers quote."""
    return {measure.name: measure.says for measure in vocabulary().measures}


def topics(judged: Sequence[Judged]) -> tuple[str, ...]:
    """The topics of some figures, each once, in the order of the pages."""
    there = {topic_of(each) for each in judged}
    order = dict.fromkeys(measure.topic for measure in indicators().values())
    return tuple(topic for topic in (*order, NO_TOPIC) if topic in there)


def counts(verdict: Verdict, number: int) -> str:
    """'17 match', '1 is on another basis'."""
    return counted(number, *COUNTED[verdict])


def finding(paper: Checked) -> str:
    """'Paper check, 25 July 2023: 68 figures, 30 can be checked: 17 match, 13 differ'."""
    figures = counted(len(paper.judged), "figure", "figures")
    settled = [(verdict, paper.count(verdict)) for verdict in CHECKED]
    checked = sum(number for _, number in settled)
    called = f"Paper check, {paper.day}" if paper.day else "Paper check"
    if not checked:
        return f"{called}: {figures}, none can be checked against a published one"
    told = listed([counts(verdict, number) for verdict, number in settled if number])
    whole = "" if checked == len(paper.judged) == 1 else f", {checked} can be checked"
    return f"{called}: {figures}{whole}: {told}"
