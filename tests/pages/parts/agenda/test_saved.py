"""A reader's own agendas: kept whole under their title, few, and nobody else's replaced."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pages.parts.agenda import saved
from pages.parts.agenda.records import Agenda, Item
from pages.parts.agenda.saved import NotKept

AUTUMN = Agenda(
    title="Autumn meeting",
    council="trafford",
    asof=date(2026, 11, 28),
    items=(Item(page="ehc_plans", council="trafford", question="Why?"),),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    return tmp_path / "agendas" / "own"


def test_a_kept_agenda_comes_back_as_it_was() -> None:
    assert saved.save(AUTUMN) == "autumn-meeting"
    assert saved.saved() == saved.Shelf(agendas={"autumn-meeting": AUTUMN}, damaged=())


def test_another_of_the_same_name_is_not_replaced() -> None:
    saved.save(AUTUMN)
    other = replace(AUTUMN, items=())
    with pytest.raises(NotKept, match="“autumn-meeting” is kept already"):
        saved.save(other)
    assert saved.save(other, "autumn-meeting") == "autumn-meeting"
    assert saved.saved().agendas == {"autumn-meeting": other}


def test_one_that_is_renamed_moves() -> None:
    saved.save(AUTUMN)
    assert saved.save(replace(AUTUMN, title="Winter"), "autumn-meeting") == "winter"
    assert list(saved.saved().agendas) == ["winter"]


def test_at_most_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST", 1)
    saved.save(AUTUMN)
    with pytest.raises(NotKept, match="1 agendas are kept already"):
        saved.save(replace(AUTUMN, title="Winter"))
    assert saved.save(AUTUMN, "autumn-meeting") == "autumn-meeting"


@pytest.mark.parametrize("title", ["../../etc/passwd", "unsaved", "日本", "a/b\\c", "x" * 120])
def test_a_title_names_no_file_elsewhere(title: str, folder: Path) -> None:
    name = saved.save(replace(AUTUMN, title=title))
    assert [path.name for path in folder.iterdir()] == [f"{name}.toml"]
    assert list(saved.saved().agendas) == [name] and name != saved.UNSAVED


def test_only_a_kept_agenda_is_removed(folder: Path) -> None:
    saved.save(AUTUMN)
    other = folder.parent / "shipped.toml"
    other.write_text("title = 'x'")
    for name in ("../shipped", "nothing", "", "autumn-meeting"):
        saved.remove(name)
    assert saved.saved().agendas == {} and other.exists()


def test_a_file_that_is_no_agenda_is_told_and_left(folder: Path) -> None:
    saved.save(AUTUMN)
    (folder / "broken.toml").write_text("title = 3")
    shelf = saved.saved()
    assert list(shelf.agendas) == ["autumn-meeting"]
    assert shelf.damaged == (
        "A kept agenda could not be read and is left out: broken. The agenda, council: expected "
        "the word of a council (kent), found nothing. Its file lies in the data folder, under "
        "agendas/own: mend it there, or take it away.",
    )


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    folder.parent.write_text("a file where a folder should be")
    with pytest.raises(NotKept, match="could not be kept"):
        saved.save(AUTUMN)
