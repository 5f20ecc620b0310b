"""What acronyms mean, as help that appears where the pointer rests on a text."""

import re
from dataclasses import dataclass

import queries
from pages.parts.language.safe import plain

WORD = re.compile(r"[A-Za-z0-9&./]+")


@dataclass(frozen=True, kw_only=True)
class _Entry:
    acronym: str
    meaning: str
    plain_english: str


@queries.kept(most=4)
def meanings() -> dict[str, str]:
    """Acronym to its meaning and a sentence in plain English."""
    return {
        entry.acronym: f"{entry.meaning}. {entry.plain_english}"
        for entry in queries.rows("glossary", _Entry)
    }


def help_of(*texts: str) -> str | None:
    """The acronyms of the texts with their meanings, as Markdown; None where there is none."""
    known = meanings()
    # A plural stands for its singular (EHCPs); the full stop of a sentence is no part of a word.
    words = dict.fromkeys(
        word.rstrip(".").removesuffix("s") if word.rstrip(".") not in known else word.rstrip(".")
        for text in texts
        for word in WORD.findall(text)
    )
    told = [f"**{plain(word)}**: {plain(known[word])}" for word in words if word in known]
    return "\n\n".join(told) or None
