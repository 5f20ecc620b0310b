"""The stand-in by hand: `python -m tests.standin` serves the embedded figures until Ctrl-C.

Its files have only rows that we read, fewer than DfE's. Over the embedded figures they are loaded
with `python -m etl refresh --force` the first time.
"""

import tempfile
from pathlib import Path
from threading import Event

import click

from etl.database import build, snapshot
from tests.standin import published
from tests.standin.service import StandIn


@click.command()
@click.option("--port", default=0, help="The port of this machine; a free one if none is given.")
@click.option("--every-place", is_flag=True, help="All councils, not Trafford and its neighbours.")
def serve(port: int, every_place: bool) -> None:
    """Serve the embedded figures as DfE's service would, and print how to use it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "snapshot.duckdb"
        build.build_from_snapshot(snapshot.FOLDER, database)
        areas = "true" if every_place else published.CUT_DOWN
        world = published.world(published.contents(published.of_database(database, areas)))
    with StandIn(world, port) as service:
        click.echo(f'export LINE_OF_SIGHT_EES="{service.setting(pause=0.01)}"')
        try:
            Event().wait()
        except KeyboardInterrupt:
            click.echo(f"{len(service.asked)} requests answered.")


if __name__ == "__main__":
    serve(prog_name="python -m tests.standin")
