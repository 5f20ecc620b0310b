"""The records that say what a figure is and what its publisher called it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

OGL = "Open Government Licence v3.0"
# The standard of DfE's statistics, with ":" of before 2021 and "k", which is "low" in some sets. A
# release that means something else by a letter says so in its own record.
SYMBOLS = {
    "c": "suppressed",
    "z": "not_applicable",
    "x": "unavailable",
    ":": "unavailable",
    "..": "unavailable",
    "u": "unreliable",
    "low": "rounds_to_zero",
    "k": "rounds_to_zero",
}
STATUS_WORDS = {
    "ok": "Published",
    "suppressed": "Hidden (small number)",
    "unavailable": "Not available",
    "unreliable": "Not published (poor quality)",
    "not_applicable": "Does not apply",
    "rounds_to_zero": "Above 0, rounds to 0",
    "missing_unknown": "No value",
    "across_break": "Not computed (break in series)",
    "statements": "Not computed (statements became plans)",
    "gone": "No such council at that time",
    "small_base": "Not computed (too few plans before)",
}


class Refusal(Exception):
    """Something that must not be loaded: one sentence for each fault found."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One measure. Everything a page says of it is written here and nowhere else.

    `design_effect` is how many times the variance of chance is that of cases which come one by one.
    `embedded` is false where figures come only from a file that an analyst loads. `first_in` names
    the publication that prints the figures first, where ours are taken from a collection of others.
    """

    id: str
    topic: str
    name: str
    short_name: str
    unit: str
    definition: str
    timing: str
    basis: str = ""
    decimals: int = 0
    polarity: str = "none"
    core: bool = True
    derived_from: str | None = None
    numerator: str | None = None
    numerator_breakdown: str | None = None
    denominator: str | None = None
    denominator_lag: int = 0
    multiplier: float | None = None
    interval_method: str | None = None
    design_effect: float = 1.0
    caution: str | None = None
    first_in: str | None = None
    maximum: float | None = None
    embedded: bool = True

    def __post_init__(self) -> None:
        # __setattr__, since the record is frozen: what a unit implies is said here and in no
        # record.
        if self.maximum is None and self.unit == "percent":
            object.__setattr__(self, "maximum", 100.0)
        if self.decimals == 0 and self.unit != "count":
            object.__setattr__(self, "decimals", 1)
        if self.interval_method and not (self.numerator and self.denominator):
            raise ValueError(f"{self.id}: an interval needs a numerator and a denominator")
        if self.design_effect < 1 or (self.design_effect > 1 and not self.interval_method):
            raise ValueError(f"{self.id}: a design effect widens an interval, from 1 on")


@dataclass(frozen=True, kw_only=True)
class Release:
    """One issue of one publication. Within a publication the ids sort from old to new.

    `totals_rounded_to` is 10 where England and regions are rounded to 10 and councils are not.
    """

    id: str
    publication: str
    title: str
    url: str | None = None
    published_on: str | None = None
    licence: str = OGL
    symbols: Mapping[str, str] = field(default_factory=lambda: SYMBOLS)
    totals_rounded_to: int = 1

    @property
    def year(self) -> int:
        """The year that ends the id, as in `ehcp-2025`."""
        return int(self.id[-4:])

    def later(self, years: int) -> "Release":
        """The release of the same layout some years later; nobody told us when it came out."""
        return replace(
            self,
            id=moved(self.id, self.year, years),
            title=moved(self.title, self.year, years),
            url=moved(self.url, self.year, years) if self.url else None,
            published_on=None,
        )


def moved(text: str, since: int, years: int) -> str:
    """A text with its years from `since` on moved; earlier ones say where a series begins."""
    return re.sub(
        r"(?<!\d)20\d\d(?!\d)",
        lambda year: str(int(year[0]) + (years if int(year[0]) >= since else 0)),
        text,
    )


def head_and_end(file_name: str) -> tuple[str, int]:
    """A file name in small letters without years such as `_2013_to_2025`, and the last year or 0.

    Files of one head are the same file of several releases.
    """
    dated = re.fullmatch(r"(.*)_\d{4}_to_(\d{4})(\.csv)", file_name.lower())
    return (dated[1] + dated[3], int(dated[2])) if dated else (file_name.lower(), 0)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A publication: where its releases are. When they come is in data/release_calendar.csv.

    `slug` is its name in the addresses of DfE's service, absent where it is a supporting file on
    the page of another; `id` is absent where nobody wrote it down; `zips` maps the slug of a
    release to the id of its zip, the newest first.
    """

    name: str
    page: str
    slug: str | None = None
    id: str | None = None
    zips: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """One data set that we read, with the ids that DfE gave it; an unknown id is absent.

    `file` is the name of its extracts. `api_version` pins the major version, `file_ids` are those
    of the catalogue, the newest first, and `title_code` is the code that heads its title in the
    list of its publication. `renamed` are names that later releases gave the file. One that is too
    large is read only where it is asked for by name.
    """

    id: str
    publication: Publication
    title: str
    file: str
    api_id: str | None = None
    api_version: str = "1.*"
    file_ids: tuple[str, ...] = ()
    title_code: str | None = None
    renamed: tuple[str, ...] = ()
    by_default: bool = True


@dataclass(frozen=True)
class Part:
    """Where a column goes when it is one part of an indicator and not its total."""

    indicator: str
    topic: str
    breakdown: str


@dataclass(frozen=True, kw_only=True)
class Periods:
    """How a publisher writes time: `time_period` text to a year, a label and a day."""

    kind: str
    pattern: str
    month: int
    day: int
    identifier: str | None = None
    year: str = "time_period::integer"
    label: str = "time_period"
    example: str = "2025"


CALENDAR = Periods(kind="calendar", identifier="Calendar year", pattern=r"\d{4}", month=12, day=31)
ACADEMIC = Periods(
    kind="academic",
    identifier="Academic year",
    pattern=r"\d{6}",
    month=1,
    day=31,
    year="left(time_period, 4)::integer + 1",
    example="202425",
)
# The 2022 release calls January 2022 "2022, Calendar year"; later ones "202122, Academic year".
JANUARY_AS_CALENDAR = Periods(
    kind="academic",
    identifier="Calendar year",
    pattern=r"\d{4}",
    month=1,
    day=31,
    label="(time_period::integer - 1)::varchar || right(time_period, 2)",
)
JANUARY = Periods(kind="january", pattern=r"\d{4}", month=1, day=31)
CALENDAR_YEAR_ONLY = Periods(kind="calendar", pattern=r"\d{4}", month=12, day=31)
MARCH = Periods(kind="reporting", identifier="Reporting year", pattern=r"\d{4}", month=3, day=31)
MARCH_YEAR_ONLY = Periods(kind="reporting", pattern=r"\d{4}", month=3, day=31)
SEPTEMBER = Periods(
    kind="reporting", identifier="Reporting year", pattern=r"\d{4}", month=9, day=30
)
MID_YEAR = Periods(kind="mid_year", identifier="Reporting year", pattern=r"\d{4}", month=6, day=30)


@dataclass(frozen=True, kw_only=True)
class Labels:
    """How a breakdown is labelled: `pattern` of a label in small letters, `expected` in words.

    `same` maps what some files print to the label that others have for the same thing.
    """

    pattern: str = r"(?s).*\S.*"
    expected: str = "a label"
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Recount:
    """Parts of an indicator that DfE counted by another rule from a release on.

    Once that release is held, no earlier figure of the topic stands beside its figures.
    """

    indicator: str
    topic: str
    release: str
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Extract:
    """What one vintage of one file calls our figures.

    `rows` picks rows by exact label, `columns` maps the publisher's column to an indicator or a
    part of one, and `breakdown` names the column whose `labels` tell the parts of `topic` apart.
    `optional` are columns that the vintage may lack.

    `last_period` is the newest period of the release: a file that ends earlier is another one, and
    so is one that ends later, unless the layout `continues`: that file is a later release. Without
    `last_period` the file says itself where it ends.

    `renamed` are names that later releases gave the file, which keeps ours. A file of any other
    name is known by `marks`, columns that no other file has. A file whose name
    never says anything is `recognised_by` its columns, and `file` is then our own name for it. Rows
    are `sparse` where a place without such children has none. Releases before `since`, a year, lack
    them all. `unread` says of single columns why nothing is taken from them.
    """

    release: Release
    file: str
    periods: Periods
    columns: Mapping[str, str | Part]
    last_period: str | None
    rows: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    topic: str | None = None
    breakdown: str | None = None
    labels: Labels = Labels()
    optional: Mapping[str, str | Part] = field(default_factory=dict)
    continues: bool = False
    renamed: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    recognised_by: tuple[str, ...] = ()
    sparse: bool = False
    since: int = 0
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def release_id(self) -> str:
        return f"{self.release.id}/{self.file}"

    def later(self, years: int, last_period: str) -> "Extract":
        """The same file in the release of some years later; a year that ends a column moves on."""
        ended = self.last_period or ""
        optional = {
            column.removesuffix(ended) + last_period
            if len(ended) == len("2025") and column.endswith(f"_{ended}")
            else column: goal
            for column, goal in self.optional.items()
        }
        return replace(
            self,
            release=self.release.later(years),
            file=moved(self.file, self.release.year, years),
            last_period=last_period,
            optional=optional,
        )


@dataclass(frozen=True, kw_only=True)
class DataSetState:
    """What a refresh found out about a data set.

    `result` is `loaded`, `unchanged`, `failed` (its previous figures stay, `message` says why) or
    `missing` (its address is not known: supply the file). `route` is `api`, `catalogue`, `zip`,
    `file` or `snapshot`; `newer` names what DfE has and this database has not. `checked_at` is
    UTC.
    """

    data_set: str
    result: str
    route: str | None = None
    url: str | None = None
    version: str | None = None
    checked_at: datetime | None = None
    message: str | None = None
    newer: str | None = None
