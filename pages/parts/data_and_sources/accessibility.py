"""The accessibility statement, in the form of UK public bodies, true to what the tests found.

`data/accessibility.toml` is written by the tests in a browser; whoever runs the dashboard is named
in `data/settings.toml`.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import queries
from pages.parts.figures.councils import settings
from pages.parts.language.version import NAME, NAME_AND_VERSION
from pages.parts.language.words import day_words

FILE = queries.PROJECT / "data" / "accessibility.toml"
STANDARD = "Web Content Accessibility Guidelines version 2.2, AA standard"
NOT_ACCESSIBLE = "Non-accessible content"
NO_OPERATOR = (
    "Whoever runs this dashboard has not been named yet. They have to be, with a way to reach them "
    "([operator] in data/settings.toml), before this statement is complete."
)


@dataclass(frozen=True)
class Found:
    """What the checker found against one of its rules, in how many of the views it looked at."""

    rule: str
    words: str
    impact: str
    views: int


@dataclass(frozen=True)
class Checked:
    """When the pages were checked, with what, how many views in which ways, and what was found."""

    on: date
    checker: str
    browser: str
    views: int
    ways: tuple[str, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Operator:
    """Whoever runs the dashboard, and how to reach them; empty where nobody is named."""

    name: str = ""
    contact: str = ""


@cache
def checked() -> Checked:
    """The content of data/accessibility.toml."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Checked(
        on=told["on"],
        checker=told["checker"],
        browser=told["browser"],
        views=told["views"],
        ways=tuple(told["ways"]),
        found=tuple(Found(**each) for each in told.get("found", ())),
    )


def operator() -> Operator:
    """Who runs this dashboard, as data/settings.toml says."""
    told = settings().get("operator", {})
    return Operator(name=told.get("name", ""), contact=told.get("contact", ""))


Part = tuple[str, tuple[str, ...]]  # a heading, and its paragraphs

# What no checker finds, and whoever built this knows.
LIMITS = (
    "Nobody who uses a screen reader, a switch or speech has tried these pages yet.",
    "The words in a chart are part of a drawing, which screen readers pass over. Each chart has a "
    "name that says its finding, and a table below it with every figure. (1.1.1, by another way)",
    "Where a chart tells its stops, they are reached by the arrow keys; dots without a stop are "
    "told by the pointer only. The table has the same figures. (2.1.1, by another way)",
    "The fields in which a figure of a committee paper is corrected, on Papers, are drawn as one "
    "picture by the library that shows these pages. A screen reader hears them in part. (4.1.2)",
    "A page is drawn again after each choice, and not every screen reader says so. (4.1.3)",
    "PDF files of a figure are pictures with a title; the workbook and the CSV beside them can be "
    "read.",
)


def statement(tests: Checked, who: Operator) -> tuple[Part, ...]:
    """The whole statement, a heading and its paragraphs each."""
    return (
        ("", _who(who)),
        ("Feedback and contact", _contact(who)),
        ("Enforcement procedure", ENFORCEMENT),
        ("Technical information", _technical(who)),
        ("Compliance status", (_status(tests),)),
        (NOT_ACCESSIBLE, (*_found(tests.found), *LIMITS)),
        ("Disproportionate burden", ("Nothing is left out on this ground.",)),
        ("What we’re doing to improve", IMPROVING),
        ("Preparation of this statement", _preparation(tests)),
    )


def _who(who: Operator) -> tuple[str, ...]:
    return (
        f"This statement is about {NAME}."
        + (f" It is run by {who.name}." if who.name else f" {NO_OPERATOR}"),
        "As many people as can be should be able to use it. You should be able to change colours "
        "and contrast with your device (dark and high-contrast settings are followed), enlarge the "
        "page to 400% without text running off the screen, choose large type at the foot of each "
        "page, get everywhere with a keyboard, and stop all movement by your device’s setting.",
    )


def _contact(who: Operator) -> tuple[str, ...]:
    if not who.contact:
        return (NO_OPERATOR,)
    return (
        "If something here cannot be used, or you need a figure in another form, write to "
        f"{who.contact}. Say which page and what you use to read it.",
    )


ENFORCEMENT = (
    "The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites "
    "and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility "
    "regulations’). If you are not happy with the answer to a complaint, contact the Equality "
    "Advisory and Support Service (EASS).",
)


def _technical(who: Operator) -> tuple[str, ...]:
    subject = who.name or "Whoever runs this dashboard"
    return (
        f"{subject} is committed to making it accessible, in accordance with the Public Sector "
        "Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
    )


def _status(tests: Checked) -> str:
    return (
        f"This website is partially compliant with the {STANDARD}, due to the non-compliances "
        "listed below."
        if tests.found or LIMITS
        else f"This website is fully compliant with the {STANDARD}."
    )


def _found(found: Sequence[Found]) -> tuple[str, ...]:
    """What the checker found, a sentence each; that it found nothing, where so."""
    if not found:
        return ("The checker found nothing in the views it looked at. It cannot find everything:",)
    return tuple(
        f"{each.words} (rule {each.rule} of the checker, {each.impact}; in {each.views} views)"
        for each in found
    )


IMPROVING = (
    "Every change to these pages is checked by the same tests, which stop it where this statement "
    "would no longer be true. A trial by people who use a screen reader is what is most needed.",
)


def _preparation(tests: Checked) -> tuple[str, ...]:
    day = day_words(tests.on)
    return (
        f"This statement was prepared on {day}. It is written by the tests of {NAME_AND_VERSION} "
        "and says what they found.",
        f"These pages were last tested on {day}, by machine: {tests.checker} in {tests.browser}, "
        f"{tests.views} views, {', '.join(tests.ways)}. No other browser was tried, and no screen "
        "reader.",
    )
