"""An agenda as files: each is of its kind, made of the same slides, with a code where it may be."""

from dataclasses import replace
from pathlib import Path

import pytest

from pages.parts.agenda import frozen
from pages.parts.agenda.records import Agenda, Item
from pages.parts.present import handouts
from pages.parts.present.deck import deck

BEGINS = {".html": b"<!doctype html>", ".pptx": b"PK", ".docx": b"PK", ".pdf": b"%PDF"}
ITEM = Item(page="workforce", council="trafford", question="Who leaves?")


@pytest.fixture
def agenda(app_data: Path, monkeypatch: pytest.MonkeyPatch) -> Agenda:
    monkeypatch.setenv("LINE_OF_SIGHT_ADDRESS", "https://sight.example.gov.uk")
    return Agenda(title="Autumn", council="trafford", asof=frozen.day(), items=(ITEM,))


@pytest.mark.parametrize("handout", handouts.HANDOUTS, ids=lambda one: one.ending)
def test_every_file_is_of_its_kind_also_where_a_view_has_nothing_to_show(
    handout: handouts.Handout, agenda: Agenda
) -> None:
    gone = replace(agenda, items=(ITEM, replace(ITEM, page="nothing")))
    content = handouts.made(handout, gone)
    assert (
        content.lstrip().lower().startswith(BEGINS["." + handout.ending.rpartition(".")[2]].lower())
    )


def test_a_code_is_drawn_where_there_is_a_public_address(agenda: Agenda) -> None:
    (code,) = handouts.codes(deck(agenda))
    assert "https://sight.example.gov.uk/workforce?council=trafford" in code
    assert handouts.codes(deck(agenda, "")) == [""]


def test_what_cannot_be_a_template_is_told() -> None:
    assert handouts.unfit(b"no presentation").endswith(".")
