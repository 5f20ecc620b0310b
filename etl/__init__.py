"""Published figures in, one checked database out."""

import os
import signal
import sys


def _stopped(*_: object) -> None:
    """Ctrl-C before a command began: a second passes until all libraries are there."""
    os.write(2, b"Stopped. Nothing changed.\n")
    os._exit(1)


# Python's own name for a program until `python -m` has found it; else others import the package.
if sys.argv[:1] == ["-m"]:
    signal.signal(signal.SIGINT, _stopped)
