"""Every question in queries/*.sql, against `select 1`; answers are not kept between asks."""

import itertools
import re
from pathlib import Path
from typing import Any

import duckdb

import queries
from bench.timing import Result, beside_floor, show

TIMES = 60
FLOOR = "select 1"

# Views that a page could ask for: a figure of a council that exists, with its neighbours.
VIEWS = """
with closest as (
    select area_code, max(model) as model, list(neighbour_code) as areas
    from neighbour
    group by area_code
)

select
    figure.area_code as area,
    figure.area_code as council,
    figure.indicator_id as indicator,
    [figure.indicator_id] as indicators,
    figure.breakdown_topic as topic,
    figure.breakdown,
    figure.period_end,
    list_prepend(figure.area_code, closest.areas) as areas,
    closest.model
from figure
join area using (area_code)
join closest using (area_code)
where area.level = 'la' and area.valid_to is null
    and (figure.breakdown_topic is not null) = $parts
order by hash(figure.indicator_id, figure.area_code, figure.period_end, figure.breakdown)
limit $times
"""

# Ward figures come with one council's schools only.
WARD_VIEWS = """
select distinct
    la_code as la,
    period_end,
    year(period_end) as year,
    'E92000001' as england,
    'home' as basis,
    false as supplied,
    false as mainstream
from school
"""


def names() -> list[str]:
    """Every question, by name."""
    return sorted(path.stem for path in Path(queries.__file__).parent.glob("*.sql"))


def parameters(name: str) -> set[str]:
    """The parameters that a question asks for."""
    return set(re.findall(r"\$([a-z_]+)", queries.question(name)))


def views(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """Values for every known parameter, as many views as asks are timed."""
    if name.startswith("ward"):
        answer = connection.execute(WARD_VIEWS)
    else:
        parts = "topic" in parameters(name)
        answer = connection.execute(VIEWS, {"parts": parts, "times": TIMES})
    columns = [column[0] for column in answer.description]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def measure(connection: duckdb.DuckDBPyConnection, name: str) -> Result | None:
    """One question, asked for many views; nothing when it has a parameter that no view has."""
    wanted = parameters(name)
    known = views(connection, name)
    if not known or wanted - known[0].keys():
        print(f"{name}: not measured, no values for {', '.join(sorted(wanted)) or 'any view'}")
        return None
    asked = itertools.cycle([{key: view[key] for key in wanted} for view in known])
    return beside_floor(
        name,
        lambda: queries.ask(connection, name, **next(asked)),
        lambda: connection.execute("select 1").fetchall(),
        TIMES,
        note=f"{len(known)} views",
    )


def main() -> None:
    """Measure every question on the database in use."""
    with queries.connect() as connection:
        measured = [measure(connection, name) for name in names()]
    show("Questions to the database", FLOOR, [result for result in measured if result])
