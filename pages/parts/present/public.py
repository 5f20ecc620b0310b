"""The public address of this dashboard: what a code to scan on a slide leads to.

It is one setting: `address` in data/settings.toml, or before it the variable LINE_OF_SIGHT_ADDRESS.
Without one no code is drawn.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from pages.parts.asking import address
from pages.parts.asking.keeping import THIS_MACHINE
from pages.parts.figures.councils import settings
from pages.parts.language.safe import printable

VARIABLE = "LINE_OF_SIGHT_ADDRESS"
LONGEST = 200
NONE_SET = (
    "Slides have no code for telephones to scan, as nobody has said under which address others "
    "reach this dashboard. Whoever runs it can: the README says how, under Settings."
)


@dataclass(frozen=True, kw_only=True)
class Public:
    """The address without a slash at its end, or one sentence that says why there is none."""

    address: str = ""
    why: str = ""


def public() -> Public:
    """The public address as it is set now."""
    return checked(os.environ.get(VARIABLE) or settings().get("address", ""))


def checked(text: object) -> Public:
    """An address that may stand in a code: https, or http on this machine."""
    if not text:
        return Public(why=NONE_SET)
    if isinstance(text, str) and _is_one(text):
        return Public(address=text.rstrip("/"))
    return Public(
        why=(
            "Slides have no code for telephones to scan: the public address of this dashboard is "
            f"set to “{printable(str(text))[:80]}”, and expected is one such as "
            "https://sight.example.gov.uk."
        )
    )


def _is_one(text: str) -> bool:
    if len(text) > LONGEST or not text.isascii() or any(sign in text for sign in ' \t\r\n\\"<>?#@'):
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and host in THIS_MACHINE)
    )


def of_view(base: str, page: str, words: Mapping[str, str], asof: date) -> str:
    """The address of one view, pinned to a day; empty where there is no public address."""
    if not base:
        return ""
    name = "" if page == address.HOME else page
    query = urlencode({**words, address.ASOF: asof.isoformat()}, safe=",")
    return f"{base}/{name}?{query}"
