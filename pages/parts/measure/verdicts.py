"""A finding in at most four words, for where there is no room for a sentence.

No rule stands here: the words say again what the finding and the rank have judged. Every verdict of
a few words comes from `verdict_words`.
"""

from analysis.ranks import HIGHEST, LOWEST, MIDDLE, Band, Polarity
from pages.parts.measure.sentences import Finding

NO_FIGURE, IN_DOUBT = "no figure", "counts in doubt"
MOST_WORDS = 4

_AGAINST_ENGLAND = {
    "better": "better than England",
    "worse": "worse than England",
    "similar": "may match England",
    "alike": "close to England",
    "higher": "above England",
    "lower": "below England",
}


def verdict_words(
    finding: Finding | None, band: Band | None, polarity: Polarity, *, balances: bool = True
) -> str:
    """'fell, better than England', 'in the highest quarter'; `finding` is None without a figure.

    `band` stands in only where the figure is not compared with England. Which end of the councils
    it means depends on `polarity`: band A is the lowest quarter where low is better. Where the
    published counts do not add up, which `balances` tells, nothing else is said.
    """
    if finding is None:
        return NO_FIGURE
    if not balances:
        return IN_DOUBT
    england = ""
    if finding.verdict != "not compared":
        word = finding.verdict if finding.tone == "none" else finding.tone
        england = _AGAINST_ENGLAND["alike" if finding.alike else word]
    where = _quarter(band, polarity)
    if finding.movement in ("rose", "fell"):
        place = england or (f"in {where}" if where else "")
        return f"{finding.movement}, {place}" if place else finding.movement
    if england:
        return england
    if where:
        return f"in the {where}"
    return finding.movement


def _quarter(band: Band | None, polarity: Polarity) -> str:
    """Which part of the councils a band is, by the size of the figures."""
    if band is None or polarity == "none":
        return ""
    if band in "BC":
        return MIDDLE
    return LOWEST if (band == "A") == (polarity == "low") else HIGHEST
