"""Who has a plan, in sentences; and what a committee paper's figure is nearest to."""

from collections.abc import Sequence
from datetime import date

from analysis.differences import against
from analysis.largest import FEW_IN_ALL, Largest
from pages.parts.exhibit.absent import NOT_HERE, NotPublished, by_dfe
from pages.parts.language.words import (
    INTERVAL,
    capitalise,
    counted,
    day_words,
    digits,
    listed,
    percent,
    when,
)
from pages.parts.who.data import MEALS, Censuses, January, MealsQuote
from pages.parts.who.shares import (
    AMONG,
    AMONG_ELIGIBLE,
    AMONG_PLANS,
    TWO_PARTS,
    ComparedShare,
    TwoParts,
    all_shares,
    among_plans,
    blocks,
    largest_group,
    two_part_shares,
)

OTHER_SOURCE = (
    "The plans by sex above are those that the council maintains. What follows is another source, "
    "the January school census, and the two never match."
)
NOT_COUNTED = "Independent schools and colleges are not counted."
NO_DENOMINATOR = (
    "The file has no rows of pupils without special educational needs, so the share of a group "
    "that has an EHC plan is not computed."
)
LEGEND = f"Thin lines: {INTERVAL}s. Points: the council's share less England's."
CENSUS = "Special educational needs in England"
NEAREST = "EHC plans by sex, above"


def beside_england(share: ComparedShare) -> str:
    """How the council's share stands to England's, by its interval."""
    if share.council.interval is None or share.england.percent is None:
        return ""
    verdict = against(share.council.interval, share.england.percent)
    if verdict == "similar":
        return f", not clearly different from England’s {percent(share.england.percent)}"
    return f", {verdict} than England’s {percent(share.england.percent)}"


def finding(censuses: Censuses) -> str:
    """The title: the first of the shares, or why it is not known."""
    if censuses.topic in TWO_PARTS:
        return _two_parts_finding(censuses, TWO_PARTS[censuses.topic])
    return _group_finding(censuses)


def _two_parts_finding(censuses: Censuses, parts: TwoParts) -> str:
    first = two_part_shares(parts, censuses.newest)[0]
    january, place = when(censuses.newest.start, censuses.newest.end), censuses.place
    if first.council.percent is None:
        return f"{censuses.topic}: no share for {place} {january} ({first.council.reason})"
    return (
        f"{_share_words(first)} of pupils with an EHC plan at schools in {place} are "
        f"{parts.is_first} {january}{beside_england(first)}"
    )


def _group_finding(censuses: Censuses) -> str:
    """The title: the largest single group among pupils with a plan, as far as it is known."""
    _, single = blocks(censuses.topic, censuses.newest)[-1]
    top, among = largest_group(single), among_plans(single)
    where = f"at schools in {censuses.place} {when(censuses.newest.start, censuses.newest.end)}"
    start = f"Ethnicity: the largest group of pupils with an EHC plan {where}"
    if top.count is None and not top.rivals:
        return f"Ethnicity: no shares for {where.removeprefix('at schools in ')}"
    if not top.known and not top.rivals:
        return f"Ethnicity: no pupils with an EHC plan are counted {where}"
    shares = [share for share in among if share.words.removeprefix(AMONG) in top.labels]
    if top.rivals:
        hidden = counted(len(top.rivals), "group has", "groups have")
        return f"{start} cannot be known, as {hidden} no figure; {_shown(top, shares)}"
    if len(shares) > 1:
        return f"{start}: {_level(top, shares)}"
    return (
        f"Ethnicity: the largest group of pupils with an EHC plan is {_quoted(top)}, "
        f"{_share_words(shares[0])} {where}{beside_england(shares[0])}"
    )


def _shown(top: Largest[str], shares: Sequence[ComparedShare]) -> str:
    """The largest of the groups that are shown, where others are not."""
    if not shares:
        return "none is shown"
    if not top.count:
        return "every group that is shown is 0"
    if len(shares) > 1:
        return f"of those shown, {_level(top, shares)}"
    return f"the largest that is shown is {_quoted(top)}, {_share_words(shares[0])}"


def _level(top: Largest[str], shares: Sequence[ComparedShare]) -> str:
    named, told = _quoted(top), _share_words(shares[0])
    if len(shares) == 2:
        return f"{named} are level at {told} each"
    return f"{len(shares)} groups are level at {told} each, {named}"


def _quoted(top: Largest[str]) -> str:
    return listed([f"“{label}”" for label in top.labels])


def _share_words(share: ComparedShare) -> str:
    """A share, with its counts where one pupil is more than a percentage point.

    The count alone where the whole is not known.
    """
    own = share.council
    if own.percent is None or own.whole is None:
        return own.text if own.part is None else counted(round(own.part), "pupil", "pupils")
    return own.text if own.whole < FEW_IN_ALL else percent(own.percent)


def sentences(censuses: Censuses) -> list[str]:
    """Each of the shares of two parts in a sentence of its own."""
    if censuses.topic not in TWO_PARTS:
        return []
    parts = TWO_PARTS[censuses.topic]
    # The shares that others may be compared with have no sentence.
    named = zip(parts.sentences, two_part_shares(parts, censuses.newest), strict=False)
    return [
        f"{capitalise(sentence)}: {share.council.text}{beside_england(share)}"
        for sentence, share in named
    ]


def withheld(censuses: Censuses) -> str:
    """The shares of the newest census that cannot be had, each with the reason."""
    absent = [
        f"{share.words}: {share.council.text}"
        for share in all_shares(censuses.topic, censuses.newest)
        if share.council.percent is None
    ]
    return f"{censuses.name}. {'. '.join(absent)}." if absent else ""


def missing(topics: Sequence[str]) -> NotPublished:
    """The topics of which nobody has figures here, in one card."""
    *most, last = [topic.lower() for topic in topics]
    named = f"{', '.join(most)} and {last}" if most else last
    return not_published(f"Pupils with an EHC plan by {named}", NOT_HERE)


def without_council(censuses: Censuses) -> NotPublished:
    """A topic of which others have figures and this council has none."""
    return not_published(
        f"Pupils with an EHC plan by {censuses.topic.lower()}",
        f"its table has no figures for {censuses.place}",
    )


def not_published(what: str, why: str) -> NotPublished:
    who, when = by_dfe(CENSUS)
    return NotPublished(what=what, who=who, when=when, why=why, nearest=NEAREST)


def paper_words(quote: MealsQuote, censuses: Censuses) -> list[str]:
    """What the paper said, the two ways to read it, and which share it is nearest to."""
    return [
        f"The paper of {day_words(quote.meeting_date)} speaks of “{quote.quote}”, "
        f"{quote.period_as_written or 'without saying when'}. It can mean two shares: "
        f"{AMONG_PLANS}; or {AMONG_ELIGIBLE}.",
        verdict(quote.value, quote.meeting_date, censuses),
    ]


def verdict(value: float, written: date, censuses: Censuses) -> str:
    """Which of the two shares a quoted figure is nearest to."""
    if not censuses.januaries:
        return (
            "Which of the two it is nearest to cannot be shown: DfE’s table of free school meals "
            "is not among the figures here."
        )
    january, which = census_for(censuses.januaries, written)
    first, second = (share.council for share in two_part_shares(TWO_PARTS[MEALS], january)[:2])
    start = f"{which}, {january.label}, the first was {first.text} and the second {second.text}"
    if first.percent is None or second.percent is None:
        return f"{start}: without both it cannot be said which of them {digits(value, 0)}% is near."
    apart = [abs(value - share) for share in (first.percent, second.percent)]
    if apart[0] == apart[1]:
        return f"{start}: {digits(value, 0)}% is equally near to both."
    nearest = "first" if apart[0] < apart[1] else "second"
    return (
        f"{start}: {digits(value, 0)}% is nearest to the {nearest}. That is no proof that the "
        "paper counted it so."
    )


def census_for(januaries: Sequence[January], written: date) -> tuple[January, str]:
    """The last census before a paper, or the first there is, with words that say which."""
    before = [january for january in januaries if january.end <= written]
    if before:
        return before[-1], "In the last census loaded from before the paper"
    return januaries[0], "In the first census loaded, which is later than the paper"
