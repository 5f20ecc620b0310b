"""Text from data, made harmless: for Markdown on the screen and for cells in a spreadsheet."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

# Every sign that Streamlit gives a meaning in Markdown: dollar (formula) and colon (emoji) too.
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:^=-])")
# What XML 1.0 forbids; half of a surrogate pair cannot be written as UTF-8 at all.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet may take for the start of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(text: str) -> str:
    """`text` as Markdown that shows exactly `text`: no link, no emphasis, no HTML, one line."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def link_target(url: str) -> str:
    """An https address as it may stand in a link of Markdown; empty for any other."""
    return url.replace(")", "%29").replace(" ", "%20") if url.startswith("https://") else ""


def cell(value: object) -> object:
    """A value that no spreadsheet will run: an apostrophe before what looks like a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def printable(text: str) -> str:
    """`text` without the characters that neither XML nor a workbook can hold."""
    return UNPRINTABLE.sub("", text)


def throughout(value: Any, mend: Callable[[str], str] = printable) -> Any:
    """Lists and records as JSON holds them, with every text in them mended."""
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, dict):
        return {name: throughout(part, mend) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [throughout(part, mend) for part in value]
    return value


def hashed(text: str) -> str:
    """What a content policy calls a script or a style that it allows: 'sha256-…', in quotes."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
