"""What inspectors found: every report, and the figures before one of them."""

from functools import partial

import queries
from pages.parts.asking import address
from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Layout
from pages.parts.figures import sources
from pages.parts.figures.councils import Council, areas
from pages.parts.figures.inspections import Inspection, grade_words, inspections
from pages.parts.inspections import data, drawing, tables, words
from pages.parts.inspections.charts import grades_chart
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words, display_name

KEY = "inspections"


def chosen(council: Council) -> Exhibit | None:
    """The figures before the inspection that the reader chose; None where none has any."""
    reports = inspections(council.la_code)
    graded = {report.reported_on.isoformat(): report for report in reports if has_before(report)}
    if not graded:
        return None
    labels = {key: f"Inspection of {day_words(report.on)}" for key, report in graded.items()}
    return before(council, graded[address.one("Inspection", "inspection", labels)])


@queries.kept(most=300)
def grades(council: Council) -> Exhibit:
    """The grades of all reports on a council; there is one at least."""
    reports = inspections(council.la_code)
    name = display_name(council.name)
    frame, settings = drawing.grades_drawn(reports)
    return Exhibit(
        key=KEY,
        place=name,
        finding=words.finding(name, reports),
        measure=words.MEASURE,
        basis=words.BASIS,
        period=words.span(reports),
        subtitle=(f"Grades in Ofsted’s reports · {name} · {words.span(reports)}",),
        charts=(
            Chart(
                key=KEY,
                specification=grades_chart.specification(settings),
                frame=frame,
                alt=words.alternative(name, reports),
                legend=words.legend(reports),
            ),
        ),
        notes=tuple(words.notes(reports, areas()[council.area_code].valid_from)),
        withheld=words.unknown(reports),
        tables=(
            ("Then and now", tables.then_and_now(reports)),
            ("Every report, the newest first", tables.timeline(reports)),
        ),
        figures=Figures(
            frame=partial(tables.timeline_rows, name, reports),
            layout=Layout(
                down="report",
                columns=(
                    "inspection began",
                    "overall",
                    "leaders",
                    "help and protection",
                    "children in care",
                    "care leavers",
                ),
            ),
        ),
        source=sources.line_of(reports[:1], ""),
        files=tuple(reports),
        trail=trail(reports),
    )


def trail(reports: tuple[Inspection, ...]) -> str:
    """The row of the file that each report stands in, and its address, in Markdown."""
    rows = [
        f"- **{plain(report.day)}**: row {report.source_row} of `{report.file}`; "
        f"{plain(report.report or 'no address')}"
        for report in reports
    ]
    return "\n".join([*rows, "", "All of it is in the answer to `queries/inspections.sql`."])


def has_before(report: Inspection) -> bool:
    """Whether figures before it can stand beside those of councils of known grades."""
    return bool(report.help_and_protection and report.started_on and data.before(report))


@queries.kept(most=300)
def before(council: Council, report: Inspection) -> Exhibit:
    """What the figures said in the two years before an inspection."""
    name, rows = display_name(council.name), data.before(report)
    cells = tuple(
        cell
        for row in rows
        for cell in sources.cells_of(row.indicator_id, row.area_code, row.period_end)
        if cell.part == "figure"  # Sources has the cells behind each of them
    )
    publications = dict.fromkeys(cell.publication for cell in cells)
    grade = grade_words(report.help_and_protection).lower()
    return Exhibit(
        key=f"{KEY}-before",
        place=name,
        finding=f"What the figures said before the inspection of {day_words(report.on)}",
        measure="Published figures of the two years before an inspection",
        basis="as published",
        period=f"periods that ended in the two years before {day_words(report.on)}",
        subtitle=(f"{name} · help and protection in this inspection: {grade}",),
        warning=words.NO_CAUSE,
        notes=(words.JUDGED, words.MIDDLE),
        withheld=words.withheld(name, rows),
        tables=(("", tables.before(name, rows)),),
        figures=Figures(
            frame=partial(tables.before_rows, name, rows),
            layout=Layout(
                down="measure",
                columns=("period", "in words", "median of the same", "median of the others"),
            ),
        ),
        source=f"Source: {'; '.join((*publications, report.publication))}.",
        cells=cells,
        files=(report,),
        trail="Sources traces a figure of ours to the cells it is made of. All of it is in the "
        "answer to `queries/inspections_before.sql`.",
    )
