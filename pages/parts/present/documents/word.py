"""A deck as a Word document for whoever writes the report: findings numbered by Word itself."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pages.parts.exhibit import pictures
from pages.parts.exhibit.native_chart import paper_colour
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.language.safe import printable
from pages.parts.language.version import NAME
from pages.parts.present.documents.booklet import Booklet, booklet
from pages.parts.present.documents.telling import (
    CAUTION,
    FIGURES,
    LANGUAGE,
    MADE_BY,
    METHODS,
    NOTE,
    NOTHING,
    QUESTION,
    VIEW,
    Grid,
    Told,
    told,
)

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE, BODY, SMALL, TABLE_MANY = "Arial", 11, 9, 7  # points
PAGE_WIDE, PAGE_HIGH, MARGIN = Cm(21), Cm(29.7), Cm(2)
CHART_WIDE, CHART_HIGH = 760, 320  # pixels
MANY_COLUMNS = 8
LONGEST_PROPERTY = 255  # letters


def docx(deck: Deck | Booklet) -> bytes:
    """A document in Word's own styles: a heading for each finding, picture, table, source."""
    made = booklet(deck)
    document = Document()
    headed = any(section.heading for section in made.sections)
    _about(document, made)
    _styled(document, finding=2 if headed else 1)
    _head(document, made)
    for section in made.sections:
        if section.heading:
            _paragraph(document, section.heading, "Heading 1")
        for text in section.paragraphs:
            _paragraph(document, text)
        for text in section.listed:
            _paragraph(document, text, "List Bullet")
        for slide in section.slides:
            _finding(document, slide, 2 if headed else 1)
    if not any((*each.slides, *each.paragraphs, *each.listed) for each in made.sections):
        _paragraph(document, NOTHING)
    if made.closing:
        _paragraph(document, METHODS, "Closing Heading")
    for text in (*made.closing, MADE_BY):
        _paragraph(document, text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


# The document


def _about(document: Any, made: Booklet) -> None:
    about = document.core_properties
    about.title = printable(made.title)[:LONGEST_PROPERTY]
    about.subject = printable(made.frozen)[:LONGEST_PROPERTY]
    about.keywords = printable(made.place)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = NAME
    about.comments, about.language = MADE_BY, LANGUAGE
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)


def _styled(document: Any, finding: int) -> None:
    """Styles that whoever writes on can change in one place; findings have numbers of Word."""
    page = document.sections[0]
    page.page_width, page.page_height = PAGE_WIDE, PAGE_HIGH
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGE)
    for name, size in (("Normal", BODY), ("Title", 24), ("Heading 1", 16), ("Heading 2", 14)):
        _lettered(styles[name], size)
    _lettered(styles["Heading 3"], BODY)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, based in (("Source", "Normal"), ("Caution", "Normal"), ("Question", "Normal")):
        style = styles.add_style(name, 1)
        style.base_style = styles[based]
    styles["Source"].font.size = Pt(SMALL)
    styles["Source"].font.color.rgb = RGBColor.from_string(paper_colour("muted"))
    closing = styles.add_style("Closing Heading", 1)
    closing.base_style = styles["Heading 1"]
    _numbered(document, styles[f"Heading {finding}"])
    _unnumbered(closing)


def _lettered(style: Any, size: int) -> None:
    style.font.name, style.font.size = FACE, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    if style.name != "Normal":
        style.font.color.rgb = RGBColor.from_string(paper_colour("council"))


def _numbered(document: Any, style: Any) -> None:
    """Number the paragraphs of a style 1., 2., … so that what is moved is numbered anew."""
    numbering = document.part.numbering_part.element
    found = numbering.findall(qn("w:abstractNum"))
    number = str(1 + max((int(each.get(qn("w:abstractNumId"))) for each in found), default=0))
    abstract = _element("w:abstractNum", abstractNumId=number)
    level = _element("w:lvl", ilvl="0")
    said = {"start": "1", "numFmt": "decimal", "pStyle": style.style_id, "lvlText": "%1."}
    level.extend([_element(f"w:{name}", val=value) for name, value in said.items()])
    abstract.extend([_element("w:multiLevelType", val="singleLevel"), level])
    # The kinds of numbering come before the lists that use them.
    found[-1].addnext(abstract) if found else numbering.insert(0, abstract)
    used = numbering.add_num(int(number))
    _listed(style, str(used.numId))


def _unnumbered(style: Any) -> None:
    _listed(style, "0")


def _listed(style: Any, number: str) -> None:
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.append(_element("w:numId", val=number))


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _head(document: Any, made: Booklet) -> None:
    _paragraph(document, made.title, "Title")
    for text in (made.place, made.subtitle, made.frozen):
        if text:
            _paragraph(document, text)


def _paragraph(document: Any, text: str, style: str = "Normal") -> Any:
    return document.add_paragraph(" ".join(printable(text).split()), style)


# A finding


def _finding(document: Any, slide: Slide, level: int) -> None:
    said = told(slide)
    _paragraph(document, said.finding, f"Heading {level}")
    for text in said.about:
        _paragraph(document, text, "Source")
    if slide.chart:
        _picture(document, slide, said)
    for text in said.said:
        _paragraph(document, text)
    warned = [(CAUTION, text) for text in (*said.cautions, said.absent)]
    for lead, text in (*warned, (QUESTION, said.question), (NOTE, said.note)):
        if text:
            _led(document, lead, text, "Caution" if lead == CAUTION else "Question")
    if said.grid.rows:
        _paragraph(document, said.grid.title or FIGURES, "Caption")
        _table(document, said.grid)
    for text in (*said.notes, said.source):
        _paragraph(document, text, "Source")
    if slide.address:
        _paragraph(document, f"{VIEW} {slide.address}", "Source")


def _led(document: Any, lead: str, text: str, style: str) -> None:
    """A paragraph that begins with a word in bold."""
    paragraph = _paragraph(document, "", style)
    paragraph.add_run(f"{lead}: ").bold = True
    paragraph.add_run(" ".join(printable(text).split()))


def _picture(document: Any, slide: Slide, said: Told) -> None:
    """The chart as a picture that tells in words what it shows."""
    assert slide.chart
    if said.caption:
        _paragraph(document, said.caption, "Caption")
    drawn = pictures.pixels(pictures.drawing(slide.chart, CHART_WIDE, CHART_HIGH))
    shape = document.add_picture(io.BytesIO(drawn), width=PAGE_WIDE - 2 * MARGIN)
    shape._inline.docPr.set("descr", said.alt)
    shape._inline.docPr.set("title", said.finding)
    if said.legend:
        _paragraph(document, said.legend, "Source")


def _table(document: Any, grid: Grid) -> None:
    """A table whose first row is repeated as head on each page; no row is torn apart."""
    table = document.add_table(rows=len(grid.rows) + 1, cols=len(grid.heads), style="Table Grid")
    many = len(grid.heads) > MANY_COLUMNS
    heads = table.rows[0]._tr.get_or_add_trPr()
    heads.append(_element("w:tblHeader", val="true"))
    cells = table._cells  # asked for once: each question to a table counts all of its cells
    for down, line in enumerate((grid.heads, *grid.rows)):
        for across, text in enumerate(line):
            paragraph = cells[down * len(grid.heads) + across].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if grid.numbers[across]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(" ".join(text.split()))
            run.bold = down == 0 or down - 1 == grid.own
            run.font.size = Pt(TABLE_MANY if many else SMALL)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit", val="true"))
    _paragraph(document, "")
