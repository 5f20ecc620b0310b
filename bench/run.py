"""Run the benchmarks, or those named: python -m bench.run [build] [queries] [pages] [sessions]."""

import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import build, pages, queries, sessions

PARTS: dict[str, Callable[[], None]] = {
    "build": build.main,
    "queries": queries.main,
    "pages": pages.main,
    "sessions": sessions.main,
}


def main(wanted: list[str]) -> None:
    """Measure the wanted parts, or all, on a database built from the embedded figures."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(
            f"There is no benchmark named {', '.join(unknown)}: choose from {', '.join(PARTS)}."
        )
    logging.disable(logging.WARNING)  # Streamlit remarks on every page that no server runs
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LINE_OF_SIGHT_DATA"] = folder
        build.build_snapshot(Path(folder))
        print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
        for name in wanted or PARTS:
            PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
