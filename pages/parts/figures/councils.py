"""The councils of today, and whom each can be compared with."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import queries
from pages.parts.language.words import display_name, in_a_sentence, slug

ENGLAND = "E92000001"
# The newest first: it is the usual comparison. Older papers rest on the other.
MODELS = (2025, 2021)
NEIGHBOURS = "sn"  # begins the key of a group of statistical neighbours: sn25, sn21
SETTINGS_FILE = queries.PROJECT / "data" / "settings.toml"
PLACES_FILE = queries.PROJECT / "data" / "places.csv"


@dataclass(frozen=True, kw_only=True)
class Area:
    """One row of the table `area`: England, a region, a council, or councils that report jointly.

    A joint return has the DfE codes of its councils in `la_code`, as '330 / 331'.
    """

    area_code: str
    la_code: str | None
    name: str
    level: str
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None

    def existed(self, end: date) -> bool:
        """Whether the council was there on one day; a joint return is a row and no council."""
        return (
            self.level == "la"
            and (self.valid_from is None or self.valid_from <= end)
            and (self.valid_to is None or self.valid_to >= end)
        )


@dataclass(frozen=True, kw_only=True)
class _Neighbour:
    area_code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Council:
    """A council of today; `joint_name` is set where it shares its workforce return."""

    area_code: str
    la_code: str
    name: str
    region_code: str | None
    region_name: str | None
    joint_name: str | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Whom a council is compared with, apart from England.

    `areas` are averaged one by one; with `published`, the one area in it has a figure of its own.
    `label` stands in sentences, `short` at the end of a line.
    """

    key: str
    option: str
    label: str
    short: str
    areas: tuple[str, ...]
    published: bool = False

    @property
    def of_neighbours(self) -> bool:
        """Whether it is the statistical neighbours, of either model."""
        return self.key.startswith(NEIGHBOURS)

    @property
    def role(self) -> str:
        """How it is drawn: neighbours have a colour of their own, any other group the region's."""
        return "neighbours" if self.of_neighbours else "region"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The council and the group that every figure on the page is about."""

    council: Council
    group: Group

    @property
    def areas(self) -> tuple[str, ...]:
        return (self.council.area_code, ENGLAND, *self.group.areas)


@dataclass(frozen=True, kw_only=True)
class OfCouncil:
    """What is said of the council of a choice."""

    choice: Choice

    @property
    def name(self) -> str:
        return display_name(self.choice.council.name)

    @property
    def place(self) -> str:
        """The council as it stands in a sentence."""
        return in_a_sentence(self.choice.council.name)


@lru_cache
def settings() -> dict[str, Any]:
    """The content of data/settings.toml."""
    return tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))


@queries.kept(most=4)
def areas() -> dict[str, Area]:
    """Every place that has figures, by area code."""
    return {area.area_code: area for area in queries.rows("areas", Area)}


@queries.kept(most=4)
def councils() -> tuple[Council, ...]:
    """The councils of today, the home authority first, then by name."""
    every = queries.rows("councils", Council)
    return tuple(sorted(every, key=lambda c: (c.la_code != settings()["home"], c.name)))


@queries.kept(most=4)
def by_slug() -> dict[str, Council]:
    """The councils as an address names them, in the same order."""
    return {slug(display_name(council.name)): council for council in councils()}


@lru_cache
def former_words() -> dict[str, str]:
    """What an address called a council before it was renamed, with its DfE code."""
    with PLACES_FILE.open(encoding="utf-8", newline="") as file:
        return {
            slug(display_name(row["name"])): row["place"]
            for row in csv.DictReader(file)
            if row["change"] == "renamed"
        }


def neighbours(area_code: str, model: int) -> dict[str, str]:
    """The statistical neighbours of a council in one model, names by area code, closest first."""
    listed = queries.rows("neighbours", _Neighbour, council=area_code, model=model)
    return {neighbour.area_code: neighbour.name for neighbour in listed}


def groups(council: Council) -> tuple[Group, ...]:
    """The groups that a council can be compared with, the usual one first."""
    offered = [group for model in MODELS if (group := _neighbours(council, model)).areas]
    if council.region_code and council.region_name:
        offered.append(_region(council.region_code, council.region_name))
    offered.extend(_lists(council))
    # Always there: a reader may want no other comparison.
    offered.append(Group(key="england", option="England only", label="", short="", areas=()))
    return tuple(offered)


def _neighbours(council: Council, model: int) -> Group:
    return Group(
        key=f"{NEIGHBOURS}{model % 100}",
        option=f"Statistical neighbours {model}",
        label=f"statistical neighbours ({model} model)",
        short="Neighbours",
        areas=tuple(neighbours(council.area_code, model)),
    )


def _region(code: str, name: str) -> Group:
    return Group(
        key="region", option="Region", label=name, short=name, areas=(code,), published=True
    )


def _lists(council: Council) -> list[Group]:
    """The lists of data/settings.toml that the council is in; the figure leaves the council out."""
    codes = {c.la_code: c.area_code for c in councils()}
    return [
        Group(
            key=key,
            option=entry["name"],
            label=f"the other councils of {entry['name']}",
            short=entry["name"],
            areas=tuple(
                codes[la] for la in entry["councils"] if la in codes and la != council.la_code
            ),
        )
        for key, entry in settings().get("groups", {}).items()
        if council.la_code in entry["councils"]
    ]
