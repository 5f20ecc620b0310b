"""The version is the newest release in CHANGELOG.md, and releases are in order."""

import re
from datetime import date, datetime

from pages.parts.language.version import VERSION
from queries import PROJECT

CHANGELOG = PROJECT / "CHANGELOG.md"
RELEASE = re.compile(r"^## (?P<version>\S+) — (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})$", re.MULTILINE)
COMING = "## Unreleased"  # what is in no release yet, above them all


def releases() -> list[tuple[str, date]]:
    """Version and day of each release in CHANGELOG.md, as they stand."""
    return [
        (release["version"], datetime.strptime(release["day"], "%d %B %Y").date())  # noqa: DTZ007
        for release in RELEASE.finditer(CHANGELOG.read_text(encoding="utf-8"))
    ]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def test_the_version_is_the_newest_release() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert releases()[0][0] == VERSION


def test_every_release_has_a_number_and_a_day_and_stands_above_the_older_ones() -> None:
    headings = re.findall(r"^## .*$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    dated = headings[1:] if headings[0] == COMING else headings
    assert len(dated) == len(releases())
    in_order = sorted(releases(), key=lambda release: numbers(release[0]), reverse=True)
    assert releases() == in_order
    days = [day for _, day in releases()]
    assert days == sorted(days, reverse=True)
