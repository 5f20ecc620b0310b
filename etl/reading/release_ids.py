"""The names of releases and their editions, as text and in SQL: 'ehcp-2025', 'ehcp-2025_v02'."""

import re

ISSUE = re.compile(r"(.+?)(?:_v(\d+))?")


def issue_of(release_id: str) -> str:
    """The id of the release record that a file belongs to: `ehcp-2025`."""
    return parts_of(release_id)[0]


def number_of(release_id: str) -> int:
    return parts_of(release_id)[1]


def first_of(release_id: str) -> str:
    """The name that all editions of a file share, which is that of the first."""
    issue, _, file = parts_of(release_id)
    return f"{issue}/{file}"


def numbered(release_id: str, number: int) -> str:
    """The name of another edition of the same file."""
    issue, _, file = parts_of(release_id)
    return f"{issue}_v{number:02}/{file}" if number > 1 else f"{issue}/{file}"


def parts_of(release_id: str) -> tuple[str, int, str]:
    """The id of the record, the number of the edition and the file."""
    issue, _, file = release_id.partition("/")
    matched = ISSUE.fullmatch(issue)
    return (matched[1], int(matched[2] or 1), file) if matched else (issue, 1, file)


def first_in(column: str) -> str:
    return rf"regexp_replace({column}, '^([^/]+?)_v\d+/', '\1/')"


def issue_in(column: str) -> str:
    return f"split_part({first_in(column)}, '/', 1)"


def number_in(column: str) -> str:
    # A first edition bears no number: most files never have a second.
    return rf"coalesce(try_cast(regexp_extract({column}, '^[^/]+_v(\d+)/', 1) as integer), 1)"


def without_years(release_id: str) -> str:
    """What the releases of one file share over the years: `cin-/b1_children_in_need__to_.csv`."""
    # Four digits are a year, six an academic year, or a day follows; codes such as b1 stay.
    return re.sub(r"\d{4,6}(-\d\d-\d\d)?", "", first_of(release_id).lower())
