"""Words that a councillor would have to ask about stand nowhere on the screen.

The texts are those of the database that pages show, and every text written in the code of the
pages. A statistician's word may stay where it is explained: on the page Data and sources.
"""

import ast
import re
from collections.abc import Iterator

import duckdb
import pytest

from queries import PROJECT

# What would be said, and what is said instead.
JARGON = {
    r"as it seems": "say what is not known",
    r"exceptions out\b": "exceptions left out",
    r"chance variation": "how far a figure moves by chance",
    r"neither a spike nor a drop": "no spike, no drop",
    r"at 95% but not at": "of so many steps one can differ so by chance",
    r"communicated": "told",
    r"appealable": "that can be appealed",
    r"statutory exceptions excluded": "left out, and what they are",
    r"birth cohort": "the same children",
    r"cross-section": "one January",
    r"heteroscedastic|overdispersion|p-value|standard deviation|\bsigma\b": "how far by chance",
    r"statistically significant": "by more than chance",
    r"\bWilson\b|\bByar\b": "95% interval",
    r"\bPRU\b|\bAPDR\b|\bYTD\b": "in full",
    r"utili[sz]e|going forward|granular|stakeholder": "in plain English",
}
# Columns of the database whose words pages show.
SHOWN = {
    "indicator": ("name", "short_name", "basis", "definition", "caution", "derived_from"),
    "series_break": ("reason",),
    "figure_note": ("note",),
    "ward_note": ("note",),
    "paper_note": ("note",),
    "symbol_meaning": ("words",),
    "supplied_measure": ("name", "definition"),
    "release": ("title",),
    "release_calendar": ("source",),
}
# Where a method is explained to those who ask for its name.
EXPLAINED = PROJECT / "pages" / "parts" / "data_and_sources"
CARD, LIST = 34, 36  # letters of a short name: on a card, and in a list


def in_database(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    for table, columns in SHOWN.items():
        for column in columns:
            found = con.execute(f"select distinct {column} from {table} where {column} is not null")
            yield from ((f"{table}.{column}", str(text)) for (text,) in found.fetchall())


def in_code() -> Iterator[tuple[str, str]]:
    """Every text in the code of the pages but what explains the code itself."""
    for path in sorted((PROJECT / "pages").rglob("*.py")):
        if path.is_relative_to(EXPLAINED):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        comments = {id(node) for node in docstrings(tree)}
        yield from (
            (path.relative_to(PROJECT).as_posix(), node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in comments
            and not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", node.value)  # the name of a measure
        )


def docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                yield first.value


def jargon(texts: Iterator[tuple[str, str]]) -> list[str]:
    return [
        f"{where}: {text!r}: {instead}"
        for where, text in texts
        for words, instead in JARGON.items()
        if re.search(words, text, re.IGNORECASE)
    ]


def test_the_figures_speak_plain_english(database: duckdb.DuckDBPyConnection) -> None:
    assert jargon(in_database(database)) == []


def test_the_pages_speak_plain_english() -> None:
    assert jargon(in_code()) == []


def test_a_word_of_the_list_is_found_wherever_it_stands() -> None:
    assert jargon(iter([("here", "In 20 weeks (Exceptions out)")])) == [
        "here: 'In 20 weeks (Exceptions out)': exceptions left out"
    ]


@pytest.mark.parametrize("column", ["name", "short_name", "basis", "definition", "caution"])
def test_no_text_of_a_measure_leaves_fte_to_be_asked_about(
    database: duckdb.DuckDBPyConnection, column: str
) -> None:
    found = database.execute(
        f"select indicator_id from indicator where regexp_matches({column}, '\\bFTE\\b')"
    )
    assert found.fetchall() == []


def test_short_names_fit_a_card_and_say_of_what_they_are(
    database: duckdb.DuckDBPyConnection,
) -> None:
    names = database.execute("select short_name, core from indicator").fetchall()
    assert [name for name, core in names if len(name) > (CARD if core else LIST)] == []
    assert [name for name, _ in names if "(" in name] == [], "what stands in brackets is explained"
