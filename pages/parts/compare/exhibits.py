"""The exhibits of the page Compare: one for each tab, drawn and taken away like every other."""

import queries
from pages.parts.compare import neighbours, words
from pages.parts.compare.choice import Asked, comparison
from pages.parts.compare.data import Compared, between
from pages.parts.compare.tables import FIGURE
from pages.parts.compare.tabs import TABS, Tab, TabChart
from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.exhibit.exhibit import (
    Chart,
    Concerned,
    Exhibit,
    Figures,
    Folded,
    Table,
    number_format,
)
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.sources import PartOfFigure
from pages.parts.figures.view import with_doubt
from pages.parts.language.words import display_name
from pages.parts.measure import words as measure_words

KEPT = 100
# The columns of an export that have the unit of the measure.
UNIT_COLUMNS = (
    "value",
    "interval low",
    "interval high",
    "lower quartile",
    "median",
    "upper quartile",
)


def is_shown(asked: Asked) -> bool:
    """Whether a tab has anything to show: by counts and posts, councils are not compared."""
    return words.comparable(comparison(asked)) or TABS[asked.tab].of_amounts


@queries.kept(most=KEPT)
def exhibit(asked: Asked) -> Exhibit:
    """The exhibit of one tab."""
    return exhibit_of(comparison(asked), TABS[asked.tab], asked.sort)


def exhibit_of(compared: Compared, tab: Tab, sort: str = FIGURE) -> Exhibit:
    """Everything about one tab; `sort` is the order of its table, where the reader can sort it."""
    measure, finding = compared.indicator, title(compared, tab)
    cells = newest_cells(compared)
    formula = f"Our calculation: {measure.derived_from}"
    said = words.explained(compared, tab.explains, finding).text
    return Exhibit(
        key=f"{measure.indicator_id}-{tab.slug}",
        place=display_name(compared.council_name),
        finding=finding,
        measure=measure.name,
        basis=measure.basis,
        period=words.years(compared, through=tab.through),
        subtitle=(words.subtitle(compared, through=tab.through),),
        charts=(chart(compared, tab, tab.chart, finding),) if tab.chart else (),
        warning=neighbours.warning(compared) if words.comparable(compared) else "",
        said=(said,) if said else (),
        notes=tuple(notes(compared, tab)),
        withheld=tab.withheld(compared),
        tables=(
            *neighbours_table(compared),
            *([("", tab.table(compared, sort))] if tab.table else []),
        ),
        folded=(twin(compared, tab.chart),) if tab.chart else (),
        figures=Figures(
            frame=lambda: tab.export(compared),
            formats=dict.fromkeys(UNIT_COLUMNS, number_format(measure)),
            layout=tab.layout(compared),
        ),
        source=sources.line_of(cells[:1], sources.ours_of(measure.derived_from)),
        definition=(f"{measure.definition}.", *([formula] if measure.derived_from else [])),
        cells=cells,
        trail="All councils and years are the answer to `queries/compare_figures.sql`, who the "
        "neighbours are that to `queries/neighbours.sql`.",
        concerned=Concerned(
            indicators=(measure.indicator_id,),
            areas=tuple(dict.fromkeys((compared.own, ENGLAND, *compared.group, *compared.named))),
        ),
    )


def title(compared: Compared, tab: Tab) -> str:
    """The finding of one tab, with what is known against the counts of the council's figure."""
    told = words.finding(compared, tab.adds).text
    return with_doubt(told, balances=compared.balances(compared.own))


def chart(compared: Compared, tab: Tab, of: TabChart, finding: str) -> Chart:
    """The drawing of one tab."""
    drawn = of.draw(compared)
    subtitle = words.subtitle(compared, through=tab.through)
    return Chart(
        key=f"compare-{tab.slug}-{compared.indicator.indicator_id}",
        specification=of.form.specification(drawn.settings, drawn.height),
        frame=drawn.frame,
        texts=texts(drawn.frame),
        legend=" ".join(of.key(compared)),
        alt=f"{of.shows}. {finding}. {subtitle}. The table below holds the figures.",
    )


def twin(compared: Compared, of: TabChart) -> Folded:
    """The table that says what the chart shows."""
    return Folded(title="Figures in a table", icon=":material/table:", table=of.table(compared))


def neighbours_table(compared: Compared) -> list[Table]:
    """The neighbours' figures, where councils may be compared at all."""
    if not words.comparable(compared) or not compared.near:
        return []
    return [(neighbours.heading(compared), neighbours.figures(compared))]


def notes(compared: Compared, tab: Tab) -> list[str]:
    """What a reader must know of the neighbours and the series."""
    lines = []
    if neighbours_table(compared):
        lines += [*neighbours.missing(compared), neighbours.ENOUGH]
    lines += tab.notes(compared)
    view = compared.view
    if tab.years == "newest":
        view = between(view, compared.last, compared.last)
    if view.council or view.england:
        lines += measure_words.notes(view)
    if not compared.choice.group.of_neighbours:
        lines.append(measure_words.group_note(compared.view) or "")
    if words.comparable(compared) and not tab.through:
        lines.append(words.outside(compared))
    lines += unbalanced(compared)
    return [line for line in dict.fromkeys(lines) if line]


def unbalanced(compared: Compared) -> list[str]:
    """The other councils whose newest counts do not add up; one's own has a note of its own."""
    doubted = [
        display_name(compared.name(area))
        for area in compared.period.present
        if not compared.balances(area) and area != compared.own
    ]
    if not doubted:
        return []
    return [f"The published counts do not add up, take care: {', '.join(sorted(doubted))}."]


def newest_cells(compared: Compared) -> tuple[PartOfFigure, ...]:
    """The cells behind the council's newest figure.

    Where it has none in the file, those behind England's, or any other council's.
    """
    for area in (compared.own, ENGLAND, *compared.period.entries):
        cells = sources.cells_of(compared.indicator.indicator_id, area, compared.last)
        if cells:
            return cells
    return ()
