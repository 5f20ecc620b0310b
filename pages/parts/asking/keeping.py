"""What a reader may keep on the machine of the dashboard, and how it is written."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def may_keep(address: str | None, *, signed_in: bool) -> bool:
    """Whether a reader may keep something.

    `address` is where the server listens: on a server that others reach only who signed in may.
    """
    return address in THIS_MACHINE or signed_in


def write(path: Path, content: bytes) -> None:
    """All of a file or nothing: written beside, then put in its place. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        Path(file.name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(file.name).unlink()
        raise
