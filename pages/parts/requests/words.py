"""What is said of those who asked and were refused, and of the way from request to appeal."""

from collections.abc import Sequence

from pages.parts.exhibit.absent import NotPublished, by_dfe
from pages.parts.figures.counts import cell_words
from pages.parts.figures.freshness import publication_of
from pages.parts.language.words import day_words, digits, listed, part_name, percent
from pages.parts.requests.data import REQUESTS, WHO_ASKED, Quote, Source, Sources, Stage, Way

WHAT = "Who asks for an assessment, and who is refused"
LEGEND = "Bar: share refused of the requests of each source, with its 95% interval. Line: England."
WAY_LEGEND = (
    "Full bar: of the children counted in the line before. Outline: with others among them, which "
    "the list below names."
)
NOT_ONE_GROUP = (
    "These are counts of one calendar year, not the fates of one group of children: what is asked "
    "for in autumn is decided in the year after."
)
NO_CAUSE = (
    "Those who ask do not ask for the same children: that more are refused of one source than of "
    "another does not say that two children alike are treated otherwise."
)
FEW = "Where few asked, one request more or less moves the share far: look at the counts."
UNKNOWN = "not known"
NEAREST = "requests received and the share refused, of all who asked"
# Of a paper: what it prints each year in, the row of a table each.
PRINTED = {
    "Requests from education": "Education",
    "Requests from parent or carer": "Parent or carer",
    "Requests from the young person": "Young person",
    "Requests from others": "Other",
}


def source_name(source: Source) -> str:
    return part_name(source.name, WHO_ASKED)


def refused_finding(sources: Sources) -> str:
    """The share refused of each of the two largest sources that are known."""
    known = [
        one for one in sources.every if one.name != UNKNOWN and one.refused.percent is not None
    ]
    if not known:
        return f"Requests refused by who asked: no share is known for {sources.place}"
    told = [f"{one.refused.text} of requests from “{source_name(one)}”" for one in known[:2]]
    return f"Refused an assessment in {sources.place} in {sources.period}: {listed(told)}"


def refused_sentences(sources: Sources) -> list[str]:
    """England's shares beside the council's, one sentence."""
    england = [
        f"{percent(one.england_refused.percent)} of those from “{source_name(one)}”"
        for one in sources.every[:2]
        if one.england_refused.percent is not None
    ]
    return [f"In England it was {listed(england)}."] if england else []


def sources_table(sources: Sources) -> list[dict[str, str]]:
    """One row is one of those who asked; every cell is a text."""
    return [
        {
            "Who asked": source_name(one),
            "Share of requests": one.asked.text,
            f"{sources.name}, refused": one.refused.long_text,
            "England, refused": one.england_refused.long_text,
        }
        for one in sources.every
    ]


def missing(place: str, *, loaded: bool) -> NotPublished:
    """The card while no file says who asked, or where this council's does not."""
    who, when = by_dfe(publication_of(REQUESTS))
    why = (
        f"its table has no figures for {place}"
        if loaded
        else "since its release of 2026 the table requests.csv says who asked, and that release is "
        "not among the figures here"
    )
    return NotPublished(what=WHAT, who=who, when=when, why=why, nearest=NEAREST)


def way_finding(way: Way) -> str:
    """The counts that a member would ask for first, in the order of the way."""
    requests, refused, _, no_plan, *_, appeals = way.stages
    told = [
        f"{_count(requests)} requests",
        f"{_count(refused)} refused",
        f"{_count(no_plan)} assessments without a plan",
        f"{_count(appeals)} appeals",
    ]
    return f"From request to appeal in {way.place} in {way.period}: {listed(told)}"


def way_sentences(way: Way) -> list[str]:
    """Which children each outlined count has besides those above."""
    return [f"{one.step.words}: {one.step.others}." for one in way.stages if one.step.others]


def way_table(way: Way) -> list[dict[str, str]]:
    """One row is a step; every cell is a text."""
    return [
        {
            "Step": one.step.words,
            way.name: _count(one),
            "Share": _share(one),
            "England, share": "" if one.england is None else percent(one.england),
            "Other children among them": one.step.others,
        }
        for one in way.stages
    ]


def _count(stage: Stage) -> str:
    return cell_words(stage.own, stage.count.indicator)


def _share(stage: Stage) -> str:
    if stage.rate is None:
        return ""
    return f"{cell_words(stage.share, stage.rate.indicator)} {stage.step.of}"


def paper_finding(quotes: Sequence[Quote]) -> str:
    paper = quotes[0]
    return f"Who asked, as the paper of {day_words(paper.meeting_date)} printed it"


def paper_period(quote: Quote) -> str:
    """'2023 to June' where the year had not ended; the paper says 2023 alone."""
    ended = (quote.period_end.month, quote.period_end.day) == (12, 31)
    return quote.period_as_written if ended else f"{quote.period_as_written}, part of the year"


def paper_table(quotes: Sequence[Quote]) -> list[dict[str, str]]:
    """One row is what the paper calls those who asked, one column a year."""
    rows: dict[str, dict[str, str]] = {}
    for one in quotes:
        name = PRINTED.get(one.measure, one.measure)
        row = rows.setdefault(name, {"Who asked, % of requests": name})
        row[paper_period(one)] = f"{digits(one.value, 1).removesuffix('.0')}%"
    return list(rows.values())


def paper_notes(quotes: Sequence[Quote]) -> tuple[str, ...]:
    sums: dict[str, float] = {}
    for one in quotes:
        sums[paper_period(one)] = sums.get(paper_period(one), 0) + one.value
    off = [
        f"{digits(total, 1)}% in {year}" for year, total in sums.items() if abs(total - 100) > 0.05
    ]
    added = [f"The paper's own shares add up to {listed(off)}."] if off else []
    return (
        "These are the council's own figures as printed: nobody publishes who asked before 2025, "
        "and DfE puts parents and young people in one group.",
        *added,
    )
