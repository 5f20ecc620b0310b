"""What is not among the figures here: who publishes it and when, and what is the nearest there is.

A reader who came for it is a member in a meeting, not the person who loads files: no command stands
here, only where else to look.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pages.parts.figures import freshness

NOT_HERE = "that table is not among the figures here"


@dataclass(frozen=True, kw_only=True)
class NotPublished:
    """A part of a page without figures, as words that make one sentence.

    `what` is the name of the part. `who` publishes it, `when` is "every June" or empty where that
    is not known, and `why` says what is lacking. `nearest` names what is shown instead; `page` and
    `words` are the script and the choices of a link to it, `page` being empty where it stands on
    the same page.
    """

    what: str
    who: str
    when: str
    nearest: str
    page: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    why: str = NOT_HERE

    @property
    def sentence(self) -> str:
        """'DfE publishes this in “Children in need”, every October; that table is not ...'."""
        when = f", {self.when}" if self.when else ""
        return f"{self.who}{when}; {self.why}."


def by_dfe(publication: str) -> tuple[str, str]:
    """Who publishes and when, of a publication of DfE: two words for a `NotPublished`."""
    return f"DfE publishes this in “{publication}”", freshness.comes(publication)
