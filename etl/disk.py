"""Files on disk: checksums, writing whole or not at all, discarding what is no longer needed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from etl.model import Refusal

PROJECT = Path(__file__).parent.parent


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn the error of a folder that is full or read-only into a refusal."""
    try:
        yield
    except OSError as error:
        raise Refusal(
            [f"{error.filename or folder}: expected to write here, found: {error.strerror}"]
        ) from error


def discard(path: Path) -> None:
    """Remove a file that is done with; one that is held elsewhere is left for the next run."""
    # Windows holds a file that a scanner looks at; the next run removes what is left.
    with suppress(OSError):
        path.unlink()


def checksum(path: Path) -> str:
    """SHA-256 of a file, as the releases and the snapshot name it."""
    with path.open("rb") as file:
        # In pieces: a file of millions of rows need not fit into memory.
        return hashlib.file_digest(file, "sha256").hexdigest()
