"""Of which measures has a committee paper another figure than the published one?"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Differs:
    """One figure of a paper beside the published one: what is said of both, and in which paper."""

    sentence: str
    where: str


def differing(la_code: str) -> dict[str, Differs]:
    """The first such figure of each measure, by measure, that of the newest paper first."""
    return {}
