"""One indicator in every council, region and England, in every year: a file to work with."""

from dataclasses import dataclass

import pandas as pd

import queries
from pages.parts.exhibit import exports
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.exports import Paper
from pages.parts.figures import known
from pages.parts.figures.database import Indicator, indicators, notes
from pages.parts.figures.sources import SourceFile
from pages.parts.figures.view import FigureRow, faults_among, file_row, reported, without_fault
from pages.parts.language.words import display_name, period_label

KINDS = {
    "country": "England",
    "region": "region",
    "subregion": "part of a region",
    "la": "council",
    "joint": "joint return of councils",
}


@dataclass(frozen=True, kw_only=True)
class PlaceRow(FigureRow, SourceFile):
    """One row of queries/all_of_measure.sql: a figure, its place, and the file it stands in."""

    name: str
    level: str
    la_code: str | None


def indicator_of(exhibit: Exhibit) -> str | None:
    """The one indicator that an exhibit is about as a whole; None for parts and for several."""
    about = exhibit.concerned
    if about is None or about.topic is not None or len(about.indicators) != 1:
        return None
    return about.indicators[0]


def figures(indicator_id: str) -> pd.DataFrame:
    """One row is a place and a period, numbers unrounded; England, regions, then councils.

    Columns: those of a measure's own figures, and the kind and the codes of the place. A figure
    that is withheld or known to be a fault is told in words alone. Raises KeyError.
    """
    measure = indicators()[indicator_id]
    faults = faults_among(notes(indicator_id))
    return pd.DataFrame(
        [_row(without_fault(row, faults), measure) for row in _published(indicator_id)]
    )


def name(indicator_id: str) -> str:
    """The name of its files, without an ending: 'ehcp_20wk_ex_pc-all-councils'."""
    return f"{indicator_id}-all-councils"


def zipped(paper: Paper) -> bytes:
    """The figures as CSV and what they are, in one file. Raises KeyError without an indicator."""
    indicator_id = indicator_of(paper.exhibit) or ""
    file = name(indicator_id)
    return exports.archive(
        {
            f"{file}.csv": exports.csv_bytes(figures(indicator_id)),
            f"{file}-notes.txt": exports.notes(_said(indicator_id, paper.link)),
        }
    )


def _published(indicator_id: str) -> tuple[PlaceRow, ...]:
    return queries.rows("all_of_measure", PlaceRow, indicator=indicator_id)


def _row(row: PlaceRow, measure: Indicator) -> dict[str, object]:
    told = file_row(measure, display_name(row.name), reported(row, measure))
    place = {
        "kind of place": KINDS[row.level],
        "area code": row.area_code,
        "DfE code": row.la_code,
    }
    before = ("indicator", "basis", "unit", "place")
    return {name: told[name] for name in before} | place | told


def _said(indicator_id: str, link: str) -> dict[str, str]:
    """What the file says about itself: the measure, every release that it rests on, the notes."""
    measure = indicators()[indicator_id]
    files = {row.sha256: row for row in _published(indicator_id)}.values()
    names = {row.area_code: display_name(row.name) for row in _published(indicator_id)}
    single = [
        f"{names[note.area_code]}, {period_label(note.period_end, note.period_end)}: {note.note}"
        for note in notes(indicator_id)
        if note.area_code in names
    ]
    every = {
        "Measure": measure.name,
        "Basis": measure.basis,
        "Definition": measure.definition,
        "Our calculation": measure.derived_from or "",
        "Places": "England, the regions and every council that has figures, past ones included.",
        "Release": "; ".join(dict.fromkeys(exports.release(file) for file in files)),
        "Retrieved": ", ".join(dict.fromkeys(exports.retrieved(file) for file in files)),
        "As known": known.said(),
        "Caution": measure.caution or "",
        "Single figures": " ".join(single),
        "Link": link,
        "Licence": exports.LICENCE,
        "Made by": exports.UNOFFICIAL,
    }
    return {name: text for name, text in every.items() if text}
