"""The tables of the page Data and sources: every cell is a text, as a reader reads it."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from pages.parts.data_and_sources.loaded import DataSet, Fault, ReadFile, WithheldCells, age
from pages.parts.data_and_sources.trace import Print, printed
from pages.parts.figures.database import Indicator, Symbol, symbol_words
from pages.parts.figures.sources import published, retrieved
from pages.parts.language.words import day_words, digits, display_name

NOT_KNOWN = "not known"
CHECKSUM_SHOWN = 12  # letters of a checksum: enough to tell two files apart


def data_sets_table(loaded: Iterable[DataSet], now: date) -> pd.DataFrame:
    """One row is a data set that is loaded."""
    return pd.DataFrame(
        [
            {
                "Data set": data_set.title,
                "Release": data_set.release,
                "Published": published(data_set) or NOT_KNOWN,
                "Read": _read(data_set, now),
                "Rows": _whole(data_set.rows),
            }
            for data_set in loaded
        ]
    )


def files_table(read: Iterable[ReadFile]) -> pd.DataFrame:
    """One row is a file that was read."""
    return pd.DataFrame(
        [
            {
                "File": file.file,
                "Release": f"{file.publication}, {file.title}",
                "Read": retrieved(file),
                "Rows": digits(file.rows, 0),
                "Figures": digits(file.figures, 0),
                "No number": digits(file.symbols, 0),
                "Revised": digits(file.revised, 0),
                "SHA-256": file.sha256[:CHECKSUM_SHOWN],
            }
            for file in read
        ]
    )


def withheld_table(counted: Iterable[WithheldCells]) -> pd.DataFrame:
    """One row is a publication and a reason why a published cell holds no number."""
    words = symbol_words()
    return pd.DataFrame(
        [
            {
                "Publication": some.publication,
                "Why there is no number": words[some.status],
                "Cells": digits(some.cells, 0),
            }
            for some in counted
        ]
    )


def cell_table(figure: Print) -> pd.DataFrame:
    """Where one figure is printed, and what stands there: one row is one thing to know."""
    known = {
        "Printed": printed(figure),
        "File": figure.file,
        "Row (the header is row 1)": _whole(figure.source_row),
        "Column": str(figure.source_column),
        "Release": f"{figure.publication}, {figure.title}",
        "Read": retrieved(figure),
        "Checksum of the file (SHA-256)": figure.sha256,
    }
    return pd.DataFrame(known.items(), columns=["What", "In the file"])


def older_prints(prints: Iterable[Print]) -> pd.DataFrame:
    """One row is what an older release printed for the same figure, the newest first."""
    return pd.DataFrame(
        [
            {
                "Release": figure.title,
                "File": figure.file,
                "Printed": printed(figure),
                "Row": _whole(figure.source_row),
                "Column": figure.source_column,
            }
            for figure in prints
        ]
    )


def definitions(measures: Iterable[Indicator]) -> pd.DataFrame:
    """One row is a measure."""
    return pd.DataFrame(
        [
            {
                "Measure": indicator.name,
                "What is counted": indicator.definition,
                "Basis": indicator.basis,
                "Computed by us": indicator.derived_from or "",
            }
            for indicator in measures
        ]
    )


def signs(symbols: Iterable[Symbol]) -> pd.DataFrame:
    """One row is a reason why there is no number: as printed, and in words."""
    return pd.DataFrame(
        [
            {"In the files": symbol.symbols or "(ours)", "On the screen": symbol.words}
            for symbol in symbols
            if symbol.status != "ok"
        ]
    )


def faults_table(known: Iterable[Fault]) -> pd.DataFrame:
    """One row is a published figure that is known to be wrong or in doubt."""
    return pd.DataFrame(
        [
            {
                "Measure": fault.indicator,
                "Place": display_name(fault.name),
                "Day": day_words(fault.period_end),
                "What is known": fault.note,
                "Who says so": fault.source,
            }
            for fault in known
        ]
    )


def _read(data_set: DataSet, now: date) -> str:
    if data_set.retrieved_at is None:
        return NOT_KNOWN
    return f"{retrieved(data_set)} ({age(data_set.retrieved_at.date(), now)})"


def _whole(number: int | None) -> str:
    return "" if number is None else digits(number, 0)
