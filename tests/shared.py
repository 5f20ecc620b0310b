"""What takes long to make is made by one of the workers of pytest, and copied by the others."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

LONGEST = 900.0  # seconds that a worker waits for another


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this worker with what `make` puts into the folder that it is given.

    What is made must not know the name of its folder: each worker has a copy.
    """
    mine = factory.mktemp(name)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        make(mine)
        return mine
    shared = factory.getbasetemp().parent / f"{name}_shared"
    try:
        shared.mkdir()
    except FileExistsError:
        end = time.monotonic() + LONGEST
        while not (shared / "ended").exists() and time.monotonic() < end:
            time.sleep(0.1)
    else:
        try:
            make(shared)
            (shared / "whole").touch()
        finally:
            (shared / "ended").touch()
    if not (shared / "whole").exists():
        make(mine)  # and fail as the other did
    else:
        shutil.copytree(shared, mine, symlinks=True, dirs_exist_ok=True)
        for mark in ("whole", "ended"):
            (mine / mark).unlink(missing_ok=True)
    return mine
