"""Databases that are built one over the other, as one refresh after the other builds them."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from etl.database import build
from etl.reading import staging
from tests.etl.writing import Table


class Chain:
    """A folder of databases, each built over the one before; questions go to the last."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.last: Path | None = None
        self.made = 0

    def file(self, one: Table, data_set: str | None = None) -> staging.PublishedFile:
        """The table as a file of its own, written where no other is."""
        self.made += 1
        path = one.write(self.folder / str(self.made))
        return staging.PublishedFile(one.file, path, str(path.parent), data_set=data_set)

    def add(self, *tables: Table, **options: object) -> build.Summary:
        """Build from these tables, in their order."""
        return self.add_files([self.file(one) for one in tables], **options)

    def add_files(self, files: Sequence[staging.PublishedFile], **options: object) -> build.Summary:
        self.made += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{self.made}.duckdb"
        summary = build.build_from_files(files, target, self.last, **options)  # type: ignore[arg-type]
        self.last = target
        return summary

    def asked(self, query: str) -> list[tuple[object, ...]]:
        assert self.last
        with duckdb.connect(str(self.last), read_only=True) as con:
            return con.execute(query).fetchall()

    def figures(
        self, period: str = "2024", table: str = "figure", indicator: str = "ehcp_requests"
    ) -> dict[str, str]:
        """What each place has of an indicator: a number or a symbol."""
        rows = self.asked(
            "select name, coalesce(symbol, value::bigint::varchar) "
            f"from {table} join area using (area_code) "
            f"where indicator_id = '{indicator}' and period = '{period}' and breakdown is null "
            "order by release_id"
        )
        return {str(name): str(text) for name, text in rows}

    def releases(self) -> list[str]:
        """The files that figures came from: every build has the embedded schools besides."""
        query = "select release_id from release where release_id not like 'sen-schools%' order by 1"
        return [str(row[0]) for row in self.asked(query)]
