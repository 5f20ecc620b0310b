"""What a reader may keep, and that a file is written whole or not at all."""

from pathlib import Path

import pytest

from pages.parts.asking import keeping


@pytest.mark.parametrize(
    ("address", "signed_in", "allowed"),
    [
        ("127.0.0.1", False, True),
        ("0.0.0.0", False, False),
        (None, False, False),
        ("::", True, True),
    ],
)
def test_a_server_open_to_others_keeps_things_of_those_who_signed_in(
    address: str | None, signed_in: bool, allowed: bool
) -> None:
    assert keeping.may_keep(address, signed_in=signed_in) is allowed


def test_a_file_is_put_in_place_whole_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "one.toml"
    keeping.write(path, b"first")
    keeping.write(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


def test_where_a_file_cannot_be_put_in_place_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "a folder has its name"
    (path / "inside").mkdir(parents=True)
    with pytest.raises((IsADirectoryError, PermissionError, FileExistsError)):
        keeping.write(path, b"content")
    assert list(tmp_path.iterdir()) == [path]
