"""At a glance as HTML: all is escaped here, as Streamlit changes nothing in a component."""

from collections.abc import Sequence
from html import escape

from pages.parts.asking.links import Link
from pages.parts.language.safe import printable
from pages.parts.overview import strips
from pages.parts.overview.entries import ALONE, RULE
from pages.parts.overview.rows import Before, GridRow, Quiet, QuietRow, Row, Screen

COLUMNS = (
    "Topic",
    "Measure",
    "Now",
    "Year before",
    "All councils",
    "In short",
    "A question to ask",
)
GRID_COLUMNS = ("Topic", "Measure", "Value", "Year before", "In short", "Place (1st is best)")
WHAT_THIS_IS = (
    "Published figures on the children’s services of any English council, for members who ask.",
    "Each row is a figure that deserves a question: what it is, what it was, and where it lies "
    "among all councils.",
    "A question leads to its chart, its table and the published cell behind it. Another council is "
    "chosen above.",
)
STRIPS_READ = (
    "A strip holds every council with a figure, a tick each, the lowest at the left. The dot is "
    "the council, the upright line England, the diamond similar councils; the pale ground holds "
    "the middle half."
)
POLYGONS = {"up": "1,11 7,1 13,11", "down": "1,2 7,12 13,2"}
BEFORE_SAID = {"rose": "rose from", "fell": "fell from", "same": "the same as"}


def markup(screen: Screen) -> str:
    """The whole of the page under its title."""
    ways = {link.href: number for number, link in enumerate(screen.links)}
    return "".join(
        (
            _line(screen),
            _what_this_is(),
            _asking(screen, ways) if screen.first else "",
            _foot(screen),
            "".join(_quiet(quiet, ways) for quiet in screen.quiet),
            _grid(screen, ways),
            _folded("rule", "How these are chosen", RULE),
            _folded("rule", "How to read the strips", _strips_read(screen)) if screen.first else "",
        )
    )


def _folded(kind: str, title: str, *texts: str) -> str:
    paragraphs = "".join(f"<p>{_e(text)}</p>" for text in texts)
    return f'<details class="{kind}"><summary>{_e(title)}</summary>{paragraphs}</details>'


def _what_this_is() -> str:
    """Three lines for whoever is here for the first time: the browser opens them once."""
    return _folded("what", "What is this?", *WHAT_THIS_IS)


def _strips_read(screen: Screen) -> str:
    row = screen.first[0]
    return f"{STRIPS_READ} For example: {row.name}, {row.value}: {row.verdict}."


def _e(text: str) -> str:
    return escape(printable(text))


def _line(screen: Screen) -> str:
    return f'<p class="line"><b>{_e(screen.council)}</b> · {_e(screen.line)}</p>'


def _asking(screen: Screen, ways: dict[str, int]) -> str:
    head = "".join(f'<th role="columnheader" scope="col">{_e(name)}</th>' for name in COLUMNS)
    first, rest = _rows(screen.first, ways), _rows(screen.rest, ways, after=screen.first)
    more = f'<tbody role="rowgroup" id="rest" hidden>{rest}</tbody>' if rest else ""
    return (
        '<table role="table" class="ask" aria-label="Figures that deserve a question">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{first}</tbody>{more}</table>'
    )


def _rows(rows: Sequence[Row], ways: dict[str, int], after: Sequence[Row] = ()) -> str:
    """Rows under each other, with a line of words before the first that stands `alone`."""
    begun = any(row.alone for row in after)
    told = ""
    for row in rows:
        if row.alone and not begun:
            told, begun = told + _divider(), True
        told += _row(row, ways)
    return told


def _divider() -> str:
    return (
        '<tr role="row" class="divider"><th role="rowheader" scope="rowgroup" '
        f'colspan="{len(COLUMNS)}">{_e(ALONE)}</th></tr>'
    )


def _row(row: Row, ways: dict[str, int]) -> str:
    detail = f"detail-{_e(row.indicator_id)}"
    strip = strips.svg(row.strip) if row.strip else "no figures of the same period"
    told = "".join(f"<li>{_e(text)}</li>" for text in row.sentences)
    return (
        '<tr role="row" class="row">'
        f'<td role="cell" class="topic">{_e(row.topic)}<small>{_e(row.period)}</small></td>'
        '<th role="rowheader" scope="row" class="name">'
        f'<button type="button" aria-expanded="false" aria-controls="{detail}" '
        f'data-open="{_e(row.indicator_id)}"><i aria-hidden="true"></i>'
        f"<span>{_e(row.name)}</span></button></th>"
        f'<td role="cell" class="value">{_value(row.value, row.beside)}</td>'
        f'<td role="cell" class="before">{_before(row.before)}</td>'
        f'<td role="cell" class="all">{strip}</td>'
        f'<td role="cell" class="verdict">{_e(row.verdict)}{_under(row.among)}</td>'
        f'<td role="cell" class="question">{_link(row.link, row.question, ways)}</td></tr>'
        f'<tr role="row" class="detail" id="{detail}" hidden>'
        f'<td role="cell" colspan="{len(COLUMNS)}"><ul>{told}</ul>'
        f"{_link(row.link, 'See the chart', ways)}</td></tr>"
    )


def _value(value: str, beside: str) -> str:
    return f"<b>{_e(value)}</b>{_under(beside)}"


def _under(text: str) -> str:
    return f"<small>{_e(text)}</small>" if text else ""


def _before(before: Before) -> str:
    if not before.arrow:
        return ""
    said = BEFORE_SAID.get(before.arrow, "was")
    return f'{_arrow(before.arrow)}<span class="said">{said} </span>{_e(before.value)}'


def _arrow(arrow: str) -> str:
    """A triangle, filled where the change is beyond chance."""
    if arrow == "same":
        return '<span class="same" aria-hidden="true">=</span>'
    way = {"rose": "up", "fell": "down"}.get(arrow, arrow)
    kind = "sure" if arrow in ("rose", "fell") else "open"
    points = POLYGONS[way]
    return (
        f'<svg class="arrow {kind}" viewBox="0 0 14 13" aria-hidden="true">'
        f'<polygon points="{points}"/></svg>'
    )


def _link(link: Link | None, text: str, ways: dict[str, int]) -> str:
    if link is None:
        return _e(text)
    return f'<a href="{_e(link.href)}" data-go="{ways[link.href]}">{_e(text)}</a>'


def marks(screen: Screen) -> list[tuple[str, str]]:
    """The marks of the strips, as drawings, and what each is."""
    whose = [(strips.key("council"), screen.council), (strips.key("england"), "England")]
    if screen.group:
        whose.append((strips.key("group", screen.role), screen.group))
    return whose


def _foot(screen: Screen) -> str:
    """What the marks mean, the subjects that nothing asks about, and the way to the rest."""
    told = [
        *marks(screen),
        ('<i class="band"></i>', "middle half"),
        (_arrow("rose") + _arrow("fell"), "more than chance"),
        (_arrow("up") + _arrow("down"), "may be chance"),
    ]
    key = "".join(f"<span>{mark}{_e(name)}</span>" for mark, name in told)
    count = len(screen.first) + len(screen.rest)
    rest = (
        f'<button type="button" class="more" aria-expanded="false" aria-controls="rest">'
        f"All {count} rows</button>"
    )
    key = f'<p class="key">{key}</p>' if count else ""
    said = "".join(
        f'<p class="said-below">{_e(text)}</p>'
        for text in (screen.tested, screen.silent, screen.overdue)
        if text
    )
    return f'<div class="foot">{key}{rest if screen.rest else ""}</div>{said}'


def _quiet(quiet: Quiet, ways: dict[str, int]) -> str:
    """A heading with how many measures stand under it, which opens to their names."""
    told = "".join(
        (f"<p>{_e(reason)}</p>" if reason else "")
        + f"<ul>{''.join(_quiet_row(row, ways) for row in rows)}</ul>"
        for reason, rows in quiet.rows.items()
    )
    return (
        f'<details class="quiet"><summary>{_e(quiet.heading)}: {quiet.count}</summary>'
        f"{told}</details>"
    )


def _quiet_row(row: QuietRow, ways: dict[str, int]) -> str:
    said = f": {_e(row.said)}" if row.said else ""
    return f"<li>{_link(row.link, row.name, ways)}{said}</li>"


def _grid(screen: Screen, ways: dict[str, int]) -> str:
    heads = "".join(
        f'<th role="columnheader" scope="col"{_sorted(column)}><button type="button" '
        f'data-sort="{column}">{_e(name)}<i aria-hidden="true"></i></button></th>'
        for column, name in enumerate(GRID_COLUMNS)
    )
    rows = "".join(_grid_row(row, number, ways) for number, row in enumerate(screen.grid))
    return (
        '<h2>Every measure</h2><table role="table" class="grid" aria-label="Every measure">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _sorted(column: int) -> str:
    return ' aria-sort="ascending"' if column == 0 else ""


def _grid_row(row: GridRow, number: int, ways: dict[str, int]) -> str:
    tone = f' class="{row.tone}"' if row.tone in ("better", "worse") else ""
    arrow = _arrow(row.before.arrow) if row.before.arrow else ""
    return (
        f'<tr role="row"{tone}>'
        f'<td role="cell" class="topic" data-by="{number}">{_e(row.topic)}</td>'
        f'<th role="rowheader" scope="row" class="name" data-by="{_e(row.name)}">'
        f"{_link(row.link, row.name, ways)}</th>"
        f'<td role="cell" class="value" data-by="{_number(row.by_value)}">'
        f"{_value(row.value, row.beside)}</td>"
        f'<td role="cell" class="before" data-by="{_number(row.by_change)}">'
        f"{arrow}{_e(row.change)}</td>"
        f'<td role="cell" class="verdict" data-by="{_e(row.verdict)}">'
        f"<span>{_e(row.verdict)}</span></td>"
        f'<td role="cell" class="place" data-by="{_number(row.by_place)}">{_e(row.place)}</td></tr>'
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
