"""A click on a council in a chart, answered by the database that the chart was drawn from."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st

import queries
from pages.parts.compare import opening


def test_a_click_is_answered_where_the_database_in_use_was_damaged_meanwhile(
    snapshot_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "damaged.duckdb").write_bytes(b"no database")
    (tmp_path / "current").write_text("damaged.duckdb\n", encoding="utf-8")
    chosen: dict[str, object] = {opening.KEY: SimpleNamespace(opened="kent")}
    clicks: list[Callable[[], None]] = []
    monkeypatch.setattr(st, "session_state", chosen)
    monkeypatch.setattr(
        opening, "_OPENING", lambda on_opened_change, **_: clicks.append(on_opened_change)
    )
    whole = next((snapshot_data / "releases").glob("*.duckdb"))
    with queries.one_database(whole):
        opening.watch("chart-compare-map")
    clicks[0]()
    assert chosen["council"] == "kent"
