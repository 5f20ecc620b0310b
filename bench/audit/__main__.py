"""Work out again every figure and claim of every council: python -m bench.audit [council] ...

On a database built from the embedded figures, with scipy, statsmodels and numpy and never with our
own `analysis`. Councils are named by their DfE codes (358); without one, all are audited. It needs
the tools of the tests: pip install -r requirements-test.txt. The exit code is 1 where anything
differs.
"""

import importlib.util
import logging
import os
import sys
import tempfile
from pathlib import Path

NEEDED = ("scipy", "statsmodels")
LACKING = (
    "The audit works with scipy and statsmodels, which are not installed: run "
    "pip install -r requirements-test.txt"
)


def main(wanted: list[str]) -> None:
    """Audit the councils wanted, or all, and say what differs."""
    if not all(map(importlib.util.find_spec, NEEDED)):
        sys.exit(LACKING)
    import queries
    from bench.audit import auditing, world
    from bench.build import build_snapshot

    logging.disable(logging.WARNING)  # Streamlit remarks that no server runs
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LINE_OF_SIGHT_DATA"] = folder
        build_snapshot(Path(folder))
        try:
            choices = auditing.choices_of(wanted)
        except KeyError as unknown:
            sys.exit(f"There is no council with the DfE code {unknown.args[0]}.")
        with queries.connect() as connection:
            rows = world.read(connection)
        results = auditing.audit(choices, rows, rows.measures.values())
        auditing.show(results)
    sys.exit(any(result.differ for result in results))


if __name__ == "__main__":
    main(sys.argv[1:])
