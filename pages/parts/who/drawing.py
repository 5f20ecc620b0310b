"""From shares to the rows that the form `who` draws."""

from collections.abc import Sequence

from pages.parts.exhibit.chart_comparison import Compared, compared
from pages.parts.exhibit.chart_rows import Drawing
from pages.parts.who.data import Censuses
from pages.parts.who.shares import AMONG, TWO_PARTS, ComparedShare, among_plans, blocks

MOST_DRAWN = 12


def shares_drawn(censuses: Censuses) -> Drawing:
    """Frame and settings of the newest census: every share of two parts, else the largest."""
    return compared(
        [
            Compared(
                name=_called(censuses.topic, share),
                council=share.council.percent,
                england=share.england.percent,
                text=share.council.text,
                interval=share.council.interval,
            )
            for share in drawn(censuses)
        ],
        censuses.name,
    )


def drawn(censuses: Censuses) -> Sequence[ComparedShare]:
    """The shares that have a bar. Of many groups: the single ones among pupils with a plan."""
    _, shares = blocks(censuses.topic, censuses.newest)[-1]
    if censuses.topic in TWO_PARTS:
        return shares
    return among_plans(shares)[:MOST_DRAWN]


def _called(topic: str, share: ComparedShare) -> str:
    return share.words if topic in TWO_PARTS else share.words.removeprefix(AMONG)
