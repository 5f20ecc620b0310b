"""The exhibits of "Who has a plan": pupils at school by sex, free school meals and ethnicity."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from pages.parts.asking.sections import PUPILS
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.exhibit import COUNT, PERCENT, Chart, Concerned, Exhibit, Figures, Layout
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.sources import line_of
from pages.parts.language.words import capitalise, slug
from pages.parts.who import drawing, words
from pages.parts.who.charts import who_chart
from pages.parts.who.data import ETHNICITY, MEALS, SEX, Censuses, pupils_by
from pages.parts.who.shares import ComparedShare, all_shares, blocks

SHARES_OURS = "shares and intervals are ours"


def of_topics(choice: Choice) -> tuple[Censuses, ...]:
    """By sex, free school meals and ethnicity."""
    return tuple(pupils_by(topic, choice) for topic in (SEX, MEALS, ETHNICITY))


def of_topic(censuses: Censuses) -> Exhibit | NotPublished:
    """The shares of one topic; a card where the council has none."""
    return exhibit(censuses) if censuses.januaries else words.without_council(censuses)


def exhibit(censuses: Censuses) -> Exhibit:
    """The shares of the newest census, with their counts and intervals."""
    topic, newest, basis = censuses.topic, censuses.newest, capitalise(censuses.basis)
    alone = () if newest.has_denominator else (words.NO_DENOMINATOR,)
    return Exhibit(
        key=topic.lower().replace(" ", "-"),
        place=censuses.name,
        finding=words.finding(censuses),
        measure=f"Pupils with an EHC plan by {topic.lower()}",
        basis=basis,
        period=newest.label,
        subtitle=(
            f"{basis} · {censuses.name} · {newest.label} · 95% intervals, ours",
            words.NOT_COUNTED,
            *alone,
        ),
        charts=(_chart(censuses),),
        listed=tuple(f"{sentence}." for sentence in words.sentences(censuses)),
        withheld=words.withheld(censuses),
        tables=tuple(
            (heading, shares_table(censuses, shares)) for heading, shares in blocks(topic, newest)
        ),
        table_title=f"{topic}: figures in a table",
        table_note="In brackets: the two published counts, and the 95% interval of the share.",
        figures=Figures(
            frame=partial(figures, censuses),
            formats={
                "percent": PERCENT,
                "part": COUNT,
                "whole": COUNT,
                "interval low": PERCENT,
                "interval high": PERCENT,
            },
            layout=Layout(
                down="share",
                across="place",
                each="period",
                counts=("part", "whole"),
                drawn=("percent",),
            ),
        ),
        source=line_of(censuses.newest_rows[:1], SHARES_OURS),
        cells=censuses.newest_rows,
        concerned=Concerned(
            indicators=PUPILS,
            areas=(censuses.choice.council.area_code, ENGLAND),
            topic=topic,
        ),
    )


def _chart(censuses: Censuses) -> Chart:
    frame, settings = drawing.shares_drawn(censuses)
    return Chart(
        key=f"who-{slug(censuses.topic)}",
        specification=who_chart.specification(settings),
        frame=frame,
        alt=f"Bar chart of shares. {words.finding(censuses)}. The table below holds every share.",
        legend=words.LEGEND + _drawn_first(censuses),
    )


def _drawn_first(censuses: Censuses) -> str:
    """Which groups are drawn where not all are."""
    drawn = drawing.drawn(censuses)
    if len(drawn) < drawing.MOST_DRAWN:
        return ""
    if all(share.council.part is not None for share in drawn):
        return f" The {drawing.MOST_DRAWN} largest groups."
    return f" {drawing.MOST_DRAWN} groups: the largest with a figure, then those without one."


def shares_table(censuses: Censuses, shares: Sequence[ComparedShare]) -> pd.DataFrame:
    """One row is a share of the newest census; every cell is a text."""
    return pd.DataFrame(
        [
            {
                "Share": share.words,
                censuses.name: share.council.long_text,
                "England": share.england.long_text,
            }
            for share in shares
        ]
    )


def figures(censuses: Censuses) -> pd.DataFrame:
    """One row is a share of one place in one census; shares are not rounded."""
    return pd.DataFrame(
        [
            row
            for january in censuses.januaries
            for share in all_shares(censuses.topic, january)
            for row in _figure_rows(censuses, january.label, share)
        ]
    )


def _figure_rows(
    censuses: Censuses, period: str, compared: ComparedShare
) -> list[dict[str, object]]:
    return [
        {
            "share": compared.words,
            "basis": censuses.basis,
            "place": place,
            "period": period,
            "part": share.part,
            "whole": share.whole,
            "percent": share.percent,
            "interval low": share.interval.low if share.interval else None,
            "interval high": share.interval.high if share.interval else None,
            "in words": share.text,
        }
        for place, share in ((censuses.name, compared.council), ("England", compared.england))
    ]
