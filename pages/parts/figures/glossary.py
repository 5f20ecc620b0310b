"""What acronyms mean, as help that appears where the pointer rests on a text."""

import re
from functools import lru_cache

import queries
from pages.parts.figures.database import records, version
from pages.parts.language.safe import plain

WORD = re.compile(r"[A-Za-z0-9&./]+")


@lru_cache(maxsize=4)
def _meanings(version: str) -> dict[str, str]:
    return {
        str(row["acronym"]): f"{row['meaning']}. {row['plain_english']}"
        for row in records(queries.run("glossary"))
    }


def meanings() -> dict[str, str]:
    """Acronym to its meaning and a sentence in plain English."""
    return _meanings(version())


def help_of(*texts: str) -> str | None:
    """The acronyms of the texts with their meanings, as Markdown; None where there is none."""
    known = meanings()
    words = dict.fromkeys(
        word.rstrip(".").removesuffix("s") if word.rstrip(".") not in known else word.rstrip(".")
        for text in texts
        for word in WORD.findall(text)
    )
    told = [f"**{plain(word)}**: {plain(known[word])}" for word in words if word in known]
    return "\n\n".join(told) or None
