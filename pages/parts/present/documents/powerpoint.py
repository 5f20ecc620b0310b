"""A deck as a presentation: native charts that can be edited, in a council's own template."""

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Pt

from pages.parts.exhibit.layout import BREAK, Drawn, chart_title
from pages.parts.exhibit.native_chart import paper_colour
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.language.safe import cell, printable
from pages.parts.language.version import NAME
from pages.parts.present.documents.booklet import Booklet, Section, booklet, numbered
from pages.parts.present.documents.telling import (
    FIGURES,
    LANGUAGE,
    MADE_BY,
    METHODS,
    NO_FIGURE,
    NOTE,
    QUESTION,
    Grid,
    Told,
    place_and_period,
    shortened,
    told,
)

KIND = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LARGEST_TEMPLATE, LARGEST_UNPACKED = 20_000_000, 200_000_000  # bytes
WIDE, HIGH = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.5)
TEXT_WIDE = WIDE - 2 * MARGIN
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FEET = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)

# Points on a slide of 13.3 inches, which a screen of 1,280 pixels shows a third larger: the finding
# in 40 pixels, words in 24 and no word of a chart below 19 where there are few. The source is read
# near by, from the file.
FINDINGS = (30, 26, 22, 18)  # the largest at which a finding has room
WORDS, LABELS, LABELS_MANY, LABELS_LEAST = 18, 18, 14, 11
ABOUT, CAUTION, SOURCE = 16, 16, 12
MANY, VERY_MANY = 12, 18  # names along an axis
MOST_BARS = 30  # more are columns in their order, of which one is named
TITLE_HIGH, LINE_HIGH, LETTER_PART, BETWEEN = Inches(1.15), 1.2, 0.5, 0.5
TITLE_LOWEST, FOOT_HIGHEST, NARROW = 0.45, 0.8, 0.6  # parts of a slide
LINE_OWN, LINE_OTHER, MARKER, GAP, GAP_MANY = 4, 2.5, 9, 40, 10
FEW_COLUMNS, FEW_ROWS = 5, 7
WHOLE, NEAR_WHOLE = 100, 80  # per cent: an axis never runs past all of them
WHOLE_NUMBERS = 10  # where the largest figure is at least this, an axis has no decimals
LONGEST_PROPERTY = 255  # letters
MOST_ROWS, MOST_COLUMNS, CELL_SIDES = 12, 8, Inches(0.1)  # of a table that a room can read
SHORTEST = 12  # letters for which a column has room
MOST_CAUTION = 260  # letters on the slide; the whole stands in the notes
DASHES = (None, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT, MSO_LINE.LONG_DASH)
MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.X,
)
FORMS = {
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
}

YEAR = re.compile(r"(.* )(\d{4})")
DECIMALS = re.compile(r"\.0+")

NO_PRESENTATION = (
    "The template is not a PowerPoint presentation (.pptx): save it as one, without macros."
)
TOO_LARGE = f"The template is larger than {LARGEST_TEMPLATE // 1_000_000} MB."
NO_LAYOUT = "The template has no layout with a title: a slide needs one, such as “Title Only”."


NO_NOTES = "The notes page of the template has no place for text."


class UnfitTemplate(Exception):
    """A template that cannot be used; the message is one sentence that says why."""


def pptx(deck: Deck | Booklet, template: bytes | None = None) -> bytes:
    """A presentation: a cover, then one slide for each of the deck.

    The masters and layouts of `template` are used, its own slides are not. Raises UnfitTemplate.
    """
    made = booklet(deck)
    presentation = _opened(template)
    _about(presentation, made)
    _cover(presentation, made)
    for section, slides in numbered(made):
        if section.heading or section.paragraphs or section.listed:
            _section(presentation, section)
        for _, slide in slides:
            _slide(presentation, made, slide)
    if made.closing:
        _section(presentation, Section(heading=METHODS, paragraphs=made.closing))
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


# The template


def _opened(template: bytes | None) -> Any:
    if template is None:
        return _own_design()
    presentation = _read(template)
    _without_slides(presentation)
    _title_layout(presentation)
    return presentation


def _own_design() -> Any:
    """A plain wide design: the finding at the top left in the colour of the council, Arial."""
    presentation: Any = Presentation()
    part = Fraction(int(WIDE), int(presentation.slide_width))
    presentation.slide_width, presentation.slide_height = WIDE, HIGH
    master = presentation.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.placeholders:
            if shape.element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * part), int(shape.width * part)
    (title,) = (shape for shape in master.placeholders if _kind(shape) == PP_PLACEHOLDER.TITLE)
    title.left, title.top, title.width, title.height = MARGIN, Inches(0.3), TEXT_WIDE, TITLE_HIGH
    cover: Any = presentation.slide_layouts[0]
    for shape in cover.placeholders:
        if not _is_foot(shape):
            shape.left, shape.width = MARGIN, TEXT_WIDE
    for written in cover.element.iter(qn("a:lvl1pPr")):
        written.set("algn", "l")
        for colour in written.findall(f"{qn('a:defRPr')}/{qn('a:solidFill')}"):
            colour.getparent().remove(colour)
    style = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    _bold(style.find(qn("a:defRPr")))
    theme = master.part.part_related_by(RT.THEME)
    theme._blob = theme.blob.replace(b"Calibri", b"Arial")
    return presentation


def _bold(written: Any) -> None:
    """Letters of a style in bold and in the colour of the council, whatever its theme says."""
    written.set("b", "1")
    for fill in written.findall(qn("a:solidFill")):
        written.remove(fill)
    fill, colour = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    colour.set("val", paper_colour("council"))
    fill.append(colour)
    written.insert(0, fill)


def _read(template: bytes) -> Any:
    """A presentation from bytes that anybody may have sent."""
    if len(template) > LARGEST_TEMPLATE:
        raise UnfitTemplate(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise UnfitTemplate(TOO_LARGE)
        presentation = Presentation(io.BytesIO(template))
        assert presentation.slide_layouts is not None
    except UnfitTemplate:
        raise
    except (
        AssertionError,
        AttributeError,
        EOFError,
        IndexError,
        KeyError,
        NotImplementedError,
        OSError,
        PackageNotFoundError,
        RuntimeError,
        TypeError,
        ValueError,
        SyntaxError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
    ) as problem:
        raise UnfitTemplate(NO_PRESENTATION) from problem
    return presentation


def _without_slides(presentation: Any) -> None:
    """Take a presentation's own slides away, and what names them: sections and shows."""
    listed = presentation.slides._sldIdLst  # python-pptx has no other way
    for entry in list(listed):
        presentation.part.drop_rel(entry.rId)
        listed.remove(entry)
    root = presentation.part._element
    for name in ("p:custShowLst", "p:extLst"):
        for found in root.findall(qn(name)):
            root.remove(found)


def _title_layout(presentation: Any) -> Any:
    """The layout with a title and the least else; raises UnfitTemplate where none has one."""
    titled = [
        layout
        for master in presentation.slide_masters
        for layout in master.slide_layouts
        if any(_is_title(shape) for shape in layout.placeholders)
    ]
    if not titled:
        raise UnfitTemplate(NO_LAYOUT)
    return min(
        titled, key=lambda layout: (layout.element.get("type") != "titleOnly", _more(layout))
    )


def _cover_layout(presentation: Any) -> Any:
    """The layout of a cover, where there is one."""
    layouts = [each for master in presentation.slide_masters for each in master.slide_layouts]
    covers = [
        each
        for each in layouts
        if each.element.get("type") == "title" and any(map(_is_title, each.placeholders))
    ]
    return covers[0] if covers else _title_layout(presentation)


def _is_title(shape: Any) -> bool:
    return _kind(shape) in TITLES


def _kind(shape: Any) -> Any:
    return shape.placeholder_format.type


def _more(layout: Any) -> int:
    """How many places a layout has that a slide of ours would leave empty; foot lines are none."""
    return sum(not _is_title(shape) and not _is_foot(shape) for shape in layout.placeholders)


def _is_foot(shape: Any) -> bool:
    return _kind(shape) in FEET


# Slides


@dataclass(frozen=True, kw_only=True)
class Room:
    """A part of a slide, in English metric units."""

    left: int
    top: int
    width: int
    height: int

    def lines(self, text: str, size: int) -> int:
        """How many lines a text takes at a size in points, a letter being half as wide as high."""
        return math.ceil(len(text) * size * LETTER_PART / Emu(self.width).pt) if text else 0


def _about(presentation: Any, made: Booklet) -> None:
    about = presentation.core_properties
    about.title = printable(made.title)[:LONGEST_PROPERTY]
    about.subject = printable(made.frozen)[:LONGEST_PROPERTY]
    about.keywords = printable(made.place)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = NAME
    about.comments, about.category = MADE_BY, ""
    about.language = LANGUAGE


def _cover(presentation: Any, made: Booklet) -> None:
    slide = presentation.slides.add_slide(_cover_layout(presentation))
    _fill(slide.shapes.title.text_frame, [made.title], FINDINGS[0])
    lines = [text for text in (made.place, made.subtitle, made.frozen, MADE_BY) if text]
    others = [shape for shape in slide.placeholders if not _is_title(shape)]
    if slide.slide_layout.element.get("type") == "title" and others:
        _fill(others.pop(0).text_frame, lines, WORDS)
    else:
        _texts_in(slide, _room(presentation, slide), lines, WORDS)
    _removed(others)


def _section(presentation: Any, section: Section) -> None:
    """Paragraphs on slides of their own, as many as they need."""
    lines = [*section.paragraphs, *section.listed]
    slide = _titled(presentation, section.heading)
    room = _room(presentation, slide)
    left = room.height
    shown: list[str] = []
    for line in lines:
        needed = int(Pt(WORDS) * LINE_HIGH * (room.lines(line, WORDS) + BETWEEN))
        if shown and needed > left:
            _texts_in(slide, room, shown, WORDS)
            slide, shown, left = _titled(presentation, section.heading), [], room.height
        shown.append(line)
        left -= needed
    if shown:
        _texts_in(slide, room, shown, WORDS)


def _titled(presentation: Any, title: str) -> Any:
    """A slide with a title and nothing else."""
    slide = presentation.slides.add_slide(_title_layout(presentation))
    _removed([shape for shape in slide.placeholders if not _is_title(shape)])
    shape = slide.shapes.title
    if shape.top + shape.height > presentation.slide_height * TITLE_LOWEST:
        shape.left, shape.top = MARGIN, MARGIN
        shape.width, shape.height = presentation.slide_width - 2 * MARGIN, TITLE_HIGH
    _fill(shape.text_frame, [title], _finding_size(shape, title))
    return slide


def _finding_size(shape: Any, title: str) -> int:
    """The largest letters in which a finding has room in its place."""
    room = Room(left=shape.left, top=shape.top, width=shape.width, height=shape.height)
    return next(
        (size for size in FINDINGS if _high(room, title, size) <= room.height), FINDINGS[-1]
    )


def _room(presentation: Any, slide: Any) -> Room:
    """What lies between the title and the foot of a slide."""
    title = slide.shapes.title
    feet = [
        shape.top
        for shape in slide.slide_layout.placeholders
        if _is_foot(shape) and shape.top > presentation.slide_height * FOOT_HIGHEST
    ]
    narrow = title.width < presentation.slide_width * NARROW
    left = MARGIN if narrow else title.left
    width = presentation.slide_width - 2 * MARGIN if narrow else title.width
    top = title.top + title.height
    # The foot of our own design is empty, so that there the slide has room to its edge.
    bottom = min([presentation.slide_height - MARGIN // 2, *feet])
    return Room(left=left, top=top, width=width, height=bottom - top)


def _slide(presentation: Any, made: Booklet, shown: Slide) -> None:
    """Title, what was measured, chart or table, cautions, source: read in this order."""
    said = told(shown)
    slide = _titled(presentation, said.finding)
    room = _room(presentation, slide)
    about = " · ".join((*said.about, *_each_column(said.drawn, shown)))
    caution = shortened((*said.cautions, said.absent), MOST_CAUTION)
    source = " ".join(text for text in (said.source, _of_which_day(made, said)) if text)
    texts = ((about, ABOUT), (caution, CAUTION), (source, SOURCE))
    above, warned, under = (_high(room, text, size) for text, size in texts)
    top = room.top
    if about:
        _texts_in(slide, replace(room, height=above), [about], ABOUT, "muted")
    top += above
    middle = replace(room, top=top, height=room.height - above - warned - under)
    if said.drawn is None:
        _table(slide, middle, said)
    else:
        _chart(slide, middle, said, said.drawn, shown)
    top += middle.height
    if caution:
        _texts_in(slide, replace(room, top=top, height=warned), [caution], CAUTION)
    top += warned
    _texts_in(slide, replace(room, top=top, height=under), [source], SOURCE, "muted")
    _notes(slide, _spoken(made, shown, said))


def _each_column(drawn: Drawn | None, shown: Slide) -> list[str]:
    """What a column is, where there are too many for their names."""
    if drawn is None or not _are_many(drawn):
        return []
    names = drawn.block.heads[0].lower()
    own = drawn.own(shown.exhibit.place)
    dark = f", the dark one {shown.exhibit.place}" if own is not None else ""
    return [f"one column for each {names}, {len(drawn.along)} in the order of the sheet{dark}"]


def _are_many(drawn: Drawn) -> bool:
    return drawn.form == "bars" and len(drawn.along) * len(drawn.series) > MOST_BARS


def _high(room: Room, text: str, size: int) -> int:
    """The height of a text over the width of a room."""
    lines = room.lines(text, size)
    return int(Pt(size) * LINE_HIGH * (lines + 0.5)) if lines else 0


def _spoken(made: Booklet, shown: Slide, said: Told) -> list[str]:
    """What stands in the speaker notes, a paragraph each."""
    return [
        text
        for text in (
            f"{QUESTION}: {said.question}" if said.question else "",
            f"{NOTE}: {said.note}" if said.note else "",
            said.finding,
            place_and_period(shown),
            *said.said,
            *said.cautions,
            said.absent,
            *said.notes,
            said.source,
            shown.address,
            _of_which_day(made, said),
            MADE_BY,
        )
        if text
    ]


def _of_which_day(made: Booklet, said: Told) -> str:
    """Of which day the figures are, where the source does not say it."""
    return "" if made.frozen in said.source else made.frozen


def _notes(slide: Any, lines: Sequence[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is None:
        raise UnfitTemplate(NO_NOTES)
    _fill(frame, lines)


# Text


def _fill(frame: Any, lines: Sequence[str], size: int | None = None, colour: str = "") -> None:
    """Lines as paragraphs of plain text, in English."""
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = " ".join(printable(line).split())
        run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(paper_colour(colour))


def _texts_in(slide: Any, room: Room, lines: Sequence[str], size: int, colour: str = "") -> None:
    """A box of text over a part of a slide."""
    box = slide.shapes.add_textbox(room.left, room.top, room.width, room.height)
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _fill(box.text_frame, lines, size, colour)
    for paragraph in box.text_frame.paragraphs[:-1]:
        paragraph.space_after = Pt(size * BETWEEN)


def _removed(shapes: Sequence[Any]) -> None:
    """Take places away that would stay empty."""
    for shape in shapes:
        shape.element.getparent().remove(shape.element)


def _described(frame: Any, name: str, alt: str) -> None:
    """The name and the text alternative of a chart or a table."""
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", alt)


# Charts


def _chart(slide: Any, room: Room, said: Told, drawn: Drawn, shown: Slide) -> None:
    """A chart of the program, its figures in a sheet behind it; what has no figure is a gap."""
    many = _are_many(drawn)
    form = "columns" if many else drawn.form
    frame = slide.shapes.add_chart(
        FORMS[form], room.left, room.top, room.width, room.height, _data(drawn, form)
    )
    title = chart_title(shown.exhibit.measure, said.grid.title or shown.exhibit.period, drawn)
    _described(frame, printable(title), said.alt)
    chart = frame.chart
    chart.has_title = False  # the slide has it
    chart.font.size = Pt(_labels(drawn, form))
    chart.font.color.rgb = RGBColor.from_string(paper_colour("ink"))
    chart.has_legend = len(drawn.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(WORDS)
    _axes(chart, drawn, form, many)
    for number, series in enumerate(chart.plots[0].series):
        _coloured(series, number, drawn)
    if form == "lines":
        _named_end(chart.plots[0].series[0], drawn)
    else:
        chart.plots[0].gap_width = GAP_MANY if many else GAP
        _bars(chart, drawn, shown.exhibit.place, many)


def _data(drawn: Drawn, form: str) -> CategoryChartData:
    """Names and numbers as the sheet behind a chart holds them: no formula, a gap for no figure."""
    data = CategoryChartData(number_format=drawn.format)
    single = drawn.lines[0][1] if len(drawn.lines) == 1 and form == "bars" else None
    for number, name in enumerate(_short(drawn.along)):
        gap = single is not None and single[number] is None
        data.add_category(_cell(f"{name}: {NO_FIGURE.lower()}" if gap else name))
    for name, values in drawn.lines:
        data.add_series(_cell(name), values)
    return data


def _short(names: Sequence[str]) -> list[str]:
    """Years alone, where each name is the same day or month of a year: the slide says which."""
    found = {name: YEAR.fullmatch(name) for name in names if name != BREAK}
    if len({match and match[1] for match in found.values()}) != 1 or None in found.values():
        return list(names)
    return [match[2] if (match := found.get(name)) else name for name in names]


def _cell(text: str) -> str:
    return str(cell(printable(text)))


def _labels(drawn: Drawn, form: str) -> int:
    """The size of the words of a chart, by how many names stand along it."""
    names = len(drawn.along) * (len(drawn.series) if form == "bars" else 1)
    if names <= MANY:
        return LABELS
    return LABELS_LEAST if form == "bars" and names > VERY_MANY else LABELS_MANY


def _axes(chart: Any, drawn: Drawn, form: str, many: bool) -> None:
    names, values = chart.category_axis, chart.value_axis
    values.has_major_gridlines = form != "bars"
    if values.has_major_gridlines:
        line = values.major_gridlines.format.line
        line.color.rgb = RGBColor.from_string(paper_colour("grid"))
    values.tick_labels.number_format = _axis_format(drawn)
    values.tick_labels.number_format_is_linked = False
    values.format.line.fill.background()
    names.format.line.color.rgb = RGBColor.from_string(paper_colour("edge"))
    names.has_major_gridlines = False
    numbers = _numbers(drawn)
    if form != "lines" and all(value >= 0 for value in numbers):
        values.minimum_scale = 0
    if drawn.format.endswith('%"') and NEAR_WHOLE < max(numbers, default=0) <= WHOLE:
        values.maximum_scale = WHOLE
    if form == "bars":
        names.reverse_order = True  # the first row at the top, as in the table
        values.visible = False  # each bar has its number
        skip = OxmlElement("c:tickLblSkip")
        skip.set("val", "1")
        names._element.insert_element_before(skip, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    if many:
        names.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _numbers(drawn: Drawn) -> list[Any]:
    return [value for _, line in drawn.lines for value in line if value is not None]


def _axis_format(drawn: Drawn) -> str:
    """That of the figures, without decimals where whole numbers stand along the axis."""
    if max(map(abs, _numbers(drawn)), default=0) < WHOLE_NUMBERS:
        return drawn.format
    return DECIMALS.sub("", drawn.format)


def _coloured(series: Any, number: int, drawn: Drawn) -> None:
    """A series in its colour; lines differ in dash and mark too."""
    colour = RGBColor.from_string(paper_colour(drawn.colours[number]))
    if drawn.form != "lines":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        return
    series.smooth = False
    line = series.format.line
    line.color.rgb = colour
    line.width = Pt(LINE_OWN if number == 0 else LINE_OTHER)
    if dash := DASHES[number % len(DASHES)]:
        line.dash_style = dash
    series.marker.style = MARKERS[number % len(MARKERS)]
    series.marker.size = MARKER
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour


def _named_end(series: Any, drawn: Drawn) -> None:
    """The newest figure of the council, beside its mark."""
    line: Any = drawn.lines[0][1]
    known = [number for number, value in enumerate(line) if value is not None]
    if known:
        end = known[-1]
        beside: list[Any] = [other[end] for _, other in drawn.lines[1:]]
        highest = all(value is None or value <= line[end] for value in beside)
        position = XL_LABEL_POSITION.ABOVE if highest else XL_LABEL_POSITION.BELOW
        _labelled(series.points[end].data_label, position, drawn)


def _labelled(label: Any, position: Any, drawn: Drawn, *, name: bool = False) -> None:
    """The number of one mark, and the name of what it stands for if asked, from the sheet."""
    label.position = position
    written = label._get_or_add_dLbl()
    for part, seen in (("c:showVal", True), ("c:showCatName", name)):
        written.find(qn(part)).set("val", "1" if seen else "0")
    font = label.font
    font.size, font.bold = Pt(WORDS), True


def _bars(chart: Any, drawn: Drawn, council: str, many: bool) -> None:
    """All bars but that of the council stand back; few bars have their numbers."""
    plot = chart.plots[0]
    own = drawn.own(council)
    if own is not None:
        series = plot.series[0]
        series.format.fill.fore_color.rgb = RGBColor.from_string(paper_colour("quiet"))
        fill = series.points[own].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(paper_colour("council"))
        if many:
            end = XL_LABEL_POSITION.OUTSIDE_END
            _labelled(series.points[own].data_label, end, drawn, name=True)
    if not many and (drawn.form == "bars" or len(drawn.along) <= MANY):
        plot.has_data_labels = True
        plot.data_labels.number_format = drawn.format
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.show_value = True
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END


# Tables


def _table(slide: Any, room: Room, said: Told) -> None:
    """As much of a table as has room, the row of the council among it."""
    grid = said.grid
    columns = min(len(grid.heads), MOST_COLUMNS)
    size = LABELS_MANY if columns > FEW_COLUMNS or len(grid.rows) > FEW_ROWS else WORDS
    widths = _widths(grid, columns, room.width)
    places = [replace(room, width=width - 2 * CELL_SIDES) for width in widths]
    high = [
        int(_lines(places, line, size) * Pt(size) * LINE_HIGH) + CELL_SIDES
        for line in (grid.heads, *grid.rows)
    ]
    under = _high(room, "0", SOURCE)
    rows = _rows(grid, high, room.height - under)
    lines = [grid.heads, *(grid.rows[number] for number in rows)]
    frame = slide.shapes.add_table(len(lines), columns, room.left, room.top, room.width, 0)
    _described(frame, grid.title or FIGURES, said.finding)
    for across, width in enumerate(widths):
        frame.table.columns[across].width = width
    for down, line in enumerate(lines):
        frame.table.rows[down].height = high[rows[down - 1] + 1 if down else 0]
        for across, text in enumerate(line[:columns]):
            field = frame.table.cell(down, across)
            _fill(field.text_frame, [text], size)
            paragraph = field.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if grid.numbers[across] else PP_ALIGN.LEFT
            if down and rows[down - 1] == grid.own:
                paragraph.runs[0].font.bold = True
    if left_out := _left_out(grid, len(rows), columns):
        foot = replace(room, top=room.top + room.height - under, height=under)
        _texts_in(slide, foot, [left_out], SOURCE)


def _widths(grid: Grid, columns: int, width: int) -> list[int]:
    """The width of each column by its longest text; a text of a few letters has room too."""
    longest = [
        max(SHORTEST, *(len(line[across]) for line in (grid.heads, *grid.rows)))
        for across in range(columns)
    ]
    return [width * letters // sum(longest) for letters in longest]


def _lines(places: Sequence[Room], line: Sequence[str], size: int) -> int:
    """How many lines the fullest field of a row takes, at least one."""
    return max(1, *(place.lines(text, size) for place, text in zip(places, line, strict=False)))


def _rows(grid: Grid, high: Sequence[int], room: int) -> list[int]:
    """The first rows for which there is room below the head; that of the council is one of them."""
    rows: list[int] = []
    left = room - high[0]
    if grid.own is not None:
        left -= high[grid.own + 1]
    for number, needed in enumerate(high[1:]):
        if number == grid.own:
            rows.append(number)
        elif needed <= left and len(rows) < MOST_ROWS:
            rows.append(number)
            left -= needed
        else:
            left = 0
    return rows


def _left_out(grid: Grid, rows: int, columns: int) -> str:
    """What of a table is not on the slide; empty where all of it is."""
    parts = [
        f"{shown} of {there} {name}"
        for shown, there, name in (
            (rows, len(grid.rows), "rows"),
            (columns, len(grid.heads), "columns"),
        )
        if shown < there
    ]
    return f"Shown here: {' and '.join(parts)}." if parts else ""
