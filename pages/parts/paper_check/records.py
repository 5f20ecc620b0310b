"""What a paper says, figure by figure, and what was found out about each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """What a quoted figure is beside the published ones, in the words of the page."""

    MATCHES = "matches"
    EARLIER = "matches an earlier release"
    OLDER = "older period"
    BASIS = "other basis"
    PART_YEAR = "part of a year"
    DIFFERS = "differs"
    NOT_COMPARED = "cannot be compared"
    NOT_HELD = "published, not loaded here"
    NOT_PUBLISHED = "not published"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a paper, or one row of a table of it.

    `cells` are those of a row, and `headers` what stands above each; both are empty for a line of
    text. `section` is the last heading before it.
    """

    number: int
    text: str
    page: int | None = None
    cells: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper as it was read: plain text, line by line.

    `without_text` are the pages that are pictures.
    """

    title: str
    lines: tuple[Line, ...]
    pages: int | None = None
    without_text: tuple[int, ...] = ()
    meeting: date | None = None


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """One figure that a paper quotes.

    `measure` is a name of data/vocabulary.csv, or empty where it is not recognised. `value` is in
    `unit` ('count', 'percent', 'per 10,000', 'FTE', 'cases per FTE', 'percent change' …) and was
    printed with `decimals`; `high` is the upper end of a range. `about` is true of 'about' and
    'over'. `period_start` is empty of a count at a date. `stated` is false where the period was
    worked out from what stands around it.
    """

    quote_id: str
    line: int
    page: int | None
    section: str
    quote: str
    measure: str
    area: str
    area_code: str | None
    period: str
    period_start: date | None
    period_end: date | None
    value: float
    unit: str
    decimals: int
    high: float | None = None
    about: bool = False
    stated: bool = True


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published figure that a quoted one was laid beside: one cell of `figure` or `superseded`.

    `basis` says in words what is counted, where that tells two figures of one measure apart.
    """

    indicator_id: str
    breakdown_topic: str | None
    breakdown: str | None
    area_code: str
    area: str
    period: str
    period_end: date
    value: float | None
    status: str
    unit: str
    decimals: int
    basis: str
    release_id: str
    published_on: str | None
    derived: bool
    superseded: bool = False


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A quoted figure with its verdict.

    `nearest` is the published figure that the verdict stands on, `others` those that were tried
    and lie next. `difference` is quoted minus published, in the unit of the quoted figure.
    `sentence` says why, `question` what a member might ask; neither judges anybody. `inside` says
    what the paper's own figures give, where the figure can be worked out from others of the paper.
    """

    quoted: Quoted
    verdict: Verdict
    sentence: str
    question: str = ""
    nearest: Published | None = None
    others: tuple[Published, ...] = ()
    difference: float | None = None
    inside: str = ""
