"""The exhibits of requests: who asked and was refused, what a paper printed, and what follows."""

from collections.abc import Iterator

import pandas as pd

from pages.parts.asking.sections import BY_SOURCE, Part, held
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.exhibit import COUNT, PERCENT, Chart, Concerned, Exhibit, Figures, Layout
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.database import indicators
from pages.parts.figures.sources import line_of
from pages.parts.language.words import display_name, listed
from pages.parts.requests import data, drawing, words
from pages.parts.requests.charts import refused_chart, way_chart
from pages.parts.requests.data import REFUSED, REQUESTS, WHO_ASKED, Quote, Sources, Way

SHARES_OURS = "shares and intervals are ours"


def beside(measure: Part, choice: Choice) -> Iterator[Exhibit | NotPublished]:
    """What stands below a measure of requests: the way to appeals, or who was refused.

    Who asked has a measure of its own where a file says it; until then a card stands in its place.
    """
    loaded = BY_SOURCE in held()
    if measure == REQUESTS and (made := data.way(choice)):
        yield from_request_to_appeal(made)
    if measure == (BY_SOURCE if loaded else REQUESTS):
        by_source = data.sources(choice)
        if by_source:
            yield refused_by_source(by_source)
        else:
            yield words.missing(display_name(choice.council.name), loaded=loaded)
        if quotes := data.quotes(choice):
            yield as_printed(choice, quotes)


def from_request_to_appeal(way: Way) -> Exhibit:
    """The counts of one year, from requests to appeals, with shares beside England's."""
    frame, settings = drawing.counts(way)
    finding = words.way_finding(way)
    cells = tuple(dict.fromkeys(cell for stage in way.stages for cell in stage.cells))
    files = list({cell.sha256: cell for cell in cells}.values())
    return Exhibit(
        key="request-to-appeal",
        place=way.name,
        finding=finding,
        measure="From request to appeal",
        basis=indicators()[REQUESTS].basis,
        period=way.period,
        subtitle=(f"Counts in the calendar year, as published · {way.name} · {way.period}",),
        charts=(
            Chart(
                key="request-to-appeal",
                specification=way_chart.specification(settings),
                frame=frame,
                alt=f"Bar chart of counts. {finding}. The table below the chart holds every count.",
                legend=words.WAY_LEGEND,
            ),
        ),
        listed=tuple(words.way_sentences(way)),
        notes=(words.NOT_ONE_GROUP,),
        tables=(("", pd.DataFrame(words.way_table(way))),),
        figures=Figures(
            frame=lambda: way_figures(way),
            formats={"count": COUNT, "share": PERCENT, "share in England": PERCENT},
            layout=Layout(
                down="step",
                columns=("count", "share", "share in England"),
                drawn=("count",),
            ),
        ),
        source=line_of(files, ""),
        cells=cells,
        concerned=Concerned(
            indicators=tuple(step.indicator for step in data.STEPS),
            areas=(way.choice.council.area_code, ENGLAND),
        ),
    )


def way_figures(way: Way) -> pd.DataFrame:
    """One row is a step."""
    return pd.DataFrame(
        [
            {
                "step": stage.step.words,
                "place": way.name,
                "period": way.period,
                "count": stage.own.value if stage.own else None,
                "share": stage.share.value if stage.share else None,
                "share of": stage.step.of,
                "share in England": stage.england,
                "other children among them": stage.step.others,
                "in words": row[way.name],
            }
            for stage, row in zip(way.stages, words.way_table(way), strict=True)
        ]
    )


def refused_by_source(sources: Sources) -> Exhibit:
    """Who was refused an assessment, by who asked for it."""
    frame, settings = drawing.refused(sources)
    finding = words.refused_finding(sources)
    return Exhibit(
        key="refused-by-source",
        place=sources.name,
        finding=finding,
        measure="Requests refused, by who asked",
        basis="of requests received in the year",
        period=sources.period,
        subtitle=(
            f"Share of requests refused, by who asked · {sources.name} · {sources.period} · 95% "
            "intervals, ours",
        ),
        charts=(
            Chart(
                key="refused-by-source",
                specification=refused_chart.specification(settings),
                frame=frame,
                alt=f"Bar chart of shares. {finding}. The table below the chart holds every share.",
                legend=words.LEGEND,
            ),
        ),
        said=tuple(words.refused_sentences(sources)),
        notes=(words.NO_CAUSE, words.FEW),
        tables=(("", pd.DataFrame(words.sources_table(sources))),),
        table_note="In brackets: the two published counts, and the 95% interval of the share.",
        figures=Figures(
            frame=lambda: sources_figures(sources),
            formats={
                "percent": PERCENT,
                "refused": COUNT,
                "requests": COUNT,
                "interval low": PERCENT,
                "interval high": PERCENT,
            },
            layout=Layout(
                down="who asked",
                across="place",
                each="period",
                counts=("refused", "requests"),
                drawn=("percent",),
            ),
        ),
        source=line_of(sources.rows[:1], SHARES_OURS),
        cells=sources.rows,
        concerned=Concerned(
            indicators=(REQUESTS, REFUSED),
            areas=(sources.choice.council.area_code, ENGLAND),
            topic=WHO_ASKED,
        ),
    )


def sources_figures(sources: Sources) -> pd.DataFrame:
    """One row is one of those who asked, in one place."""
    return pd.DataFrame(
        [
            {
                "who asked": words.source_name(source),
                "place": place,
                "period": sources.period,
                "refused": share.part,
                "requests": share.whole,
                "percent": share.percent,
                "interval low": share.interval.low if share.interval else None,
                "interval high": share.interval.high if share.interval else None,
                "in words": share.text,
            }
            for source in sources.every
            for place, share in (
                (sources.name, source.refused),
                ("England", source.england_refused),
            )
        ]
    )


def as_printed(choice: Choice, quotes: tuple[Quote, ...]) -> Exhibit:
    """The table of a committee paper, which no published figure can be held against."""
    name, paper = display_name(choice.council.name), quotes[0]
    years = list(dict.fromkeys(words.paper_period(one) for one in quotes))
    return Exhibit(
        key="who-asked-in-a-paper",
        place=name,
        finding=words.paper_finding(quotes),
        measure="Who asked, as a paper printed it",
        basis="of requests received in the year",
        period=f"{years[0]} to {years[-1]}",
        subtitle=(f"Share of requests, % · {name} · {listed(years)}",),
        notes=words.paper_notes(quotes),
        tables=(("", pd.DataFrame(words.paper_table(quotes))),),
        table_title="The table of the paper",
        figures=Figures(
            frame=lambda: paper_figures(name, quotes),
            formats={"percent": PERCENT},
            layout=Layout(down="who asked", across="period", drawn=("percent",)),
        ),
        source=f"Source: {paper.title}, {words.day_words(paper.meeting_date)}.",
    )


def paper_figures(name: str, quotes: tuple[Quote, ...]) -> pd.DataFrame:
    """One row is one number that the paper printed, with the words around it."""
    return pd.DataFrame(
        [
            {
                "who asked": words.PRINTED.get(one.measure, one.measure),
                "place": name,
                "period": words.paper_period(one),
                "percent": one.value,
                "in words": one.quote,
            }
            for one in quotes
        ]
    )
