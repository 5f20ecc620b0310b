"""What a reader takes away: a citation, the figures as CSV, and what every file says of itself.

Nothing here draws on a page or remembers anything, so many readers may be served at once.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures import known, sources
from pages.parts.figures.sources import SourceFile
from pages.parts.language.safe import cell, printable
from pages.parts.language.version import NAME_AND_VERSION
from pages.parts.language.words import capitalise, in_a_sentence

UNOFFICIAL = f"{NAME_AND_VERSION}. This is not an official statistic."
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
NOTHING_WITHHELD = "No figure of {place} in this view is withheld or missing."


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An exhibit on its way out, with the address that leads back to it."""

    exhibit: Exhibit
    link: str


def facts(paper: Paper) -> dict[str, str]:
    """What every file says about itself, by name; what is not known is left out."""
    exhibit = paper.exhibit
    every = {
        "Finding": exhibit.finding,
        "Measure": exhibit.measure,
        "Basis": exhibit.basis,
        "Place": exhibit.place,
        "Period": exhibit.period,
        "Source": exhibit.source.removeprefix("Source: "),
        "Release": "; ".join(dict.fromkeys(release(file) for file in exhibit.releases)),
        "Retrieved": ", ".join(dict.fromkeys(retrieved(file) for file in exhibit.releases)),
        "As known": known.said(),
        "Caution": exhibit.warning,
        "Withheld": exhibit.withheld or NOTHING_WITHHELD.format(place=in_a_sentence(exhibit.place)),
        "Notes": " ".join(note for note in exhibit.notes if note != exhibit.withheld),
        "Link": paper.link,
        "Licence": LICENCE,
        "Made by": UNOFFICIAL,
    }
    return {name: text for name, text in every.items() if text}


def dates(paper: Paper) -> str:
    """When the releases were published and retrieved, in a sentence; empty without a release."""
    files = paper.exhibit.releases
    published = ", ".join(dict.fromkeys(day for file in files if (day := sources.published(file))))
    read = ", ".join(dict.fromkeys(retrieved(file) for file in files))
    if not files:
        return ""
    return f"Published {published}; retrieved {read}." if published else f"Retrieved {read}."


def citation(paper: Paper) -> str:
    """A reference to paste under a figure in a paper, a line each."""
    said = facts(paper)
    basis = said.get("Basis", "")
    known = basis.lower() in said["Measure"].lower()
    about = [said["Measure"], "" if known else basis, said["Place"], said["Period"]]
    lines = [
        f"{said['Finding']}.",
        f"{capitalise('; '.join(part for part in about if part))}.",
        f"Source: {said['Source']} {dates(paper)}",
        *([said["As known"]] if "As known" in said else []),
        said["Withheld"],
        said["Link"],
        f"{said['Made by']} {said['Licence']}",
    ]
    return "\n".join(lines)


def csv(paper: Paper) -> bytes:
    """The figures and their basis, one table with one header row; `notes` says what they are."""
    frame, basis = paper.exhibit.figures.frame(), paper.exhibit.basis
    known = "basis" in frame.columns or not basis
    return csv_bytes(frame if known else frame.assign(basis=basis))


def notes(said: Mapping[str, str]) -> bytes:
    """What a file of figures says about itself, once: a paragraph for each fact."""
    text = "\r\n\r\n".join(f"{name}: {printable(text)}" for name, text in said.items())
    return f"{text}\r\n".encode("utf-8-sig")


def zipped(paper: Paper) -> bytes:
    """The figures as CSV and beside them a text that says what they are, in one file."""
    name = paper.exhibit.name
    return archive({f"{name}.csv": csv(paper), f"{name}-notes.txt": notes(facts(paper))})


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files by name as one zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as together:
        for name, content in files.items():
            together.writestr(name, content)
    return made.getvalue()


def release(file: SourceFile) -> str:
    """A release by name, with the day of its publication where that is known."""
    title, published = f"{file.publication}, {file.title}", sources.published(file)
    return f"{title}, published {published}" if published else title


def retrieved(file: SourceFile) -> str:
    """When a file was read, or that this is not known."""
    return sources.retrieved(file) or "on a day not known"


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that spreadsheets open as it is meant: UTF-8 with a mark, no formulas."""
    safe = frame.map(cell).rename(columns=lambda name: cell(name))
    return safe.to_csv(index=False).encode("utf-8-sig")
