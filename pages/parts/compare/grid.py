"""Where each council stands on the tile map: data/tile_grid.csv, drawn by hand.

An abolished council has the tiles of those that followed it; two tiles make one large one.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache

import queries

GRID_FILE = queries.PROJECT / "data" / "tile_grid.csv"


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One tile: `row` from the north, `column` from the west, `short` stands in it."""

    la_code: str
    row: int
    column: int
    short: str


@lru_cache
def tiles() -> tuple[Tile, ...]:
    """Every tile, of councils of today and of those abolished since 2010."""
    with GRID_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Tile(
                la_code=line["la_code"],
                row=int(line["row"]),
                column=int(line["column"]),
                short=line["short"],
            )
            for line in csv.DictReader(file)
        )
