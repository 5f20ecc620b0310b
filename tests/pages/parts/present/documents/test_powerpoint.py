"""Presentations: opened again, their charts hold the figures, and a council's design is kept."""

import io
import zipfile

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

from pages.parts.present.documents import powerpoint
from pages.parts.present.documents.booklet import Section
from pages.parts.present.documents.powerpoint import UnfitTemplate, pptx
from tests.pages.parts.present.documents.making import (
    ADDRESS,
    deck,
    exhibit,
    hostile,
    in_sections,
    slide,
)


def opened(made: bytes):
    return Presentation(io.BytesIO(made))


def charts(made: bytes):
    return [shape for page in opened(made).slides for shape in page.shapes if shape.has_chart]


def template(*, keep: bool = True) -> bytes:
    """A council's presentation with two slides; without `keep`, no layout has a title."""
    presentation = Presentation()
    for number in (0, 1):
        page = presentation.slides.add_slide(presentation.slide_layouts[number])
        page.shapes.title.text = "Old slide"
    presentation.slide_master.name = "The council's own"
    if not keep:
        for layout in presentation.slide_layouts:
            for shape in list(layout.placeholders):
                shape.element.getparent().remove(shape.element)
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def test_a_chart_holds_the_figures_and_a_gap_for_what_is_hidden() -> None:
    (frame,) = charts(pptx(deck(slide())))
    (series,) = frame.chart.plots[0].series
    assert list(frame.chart.plots[0].categories) == [
        "Sale Moor",
        "Bowdon: no figure",
        "Timperley",
    ]
    assert list(series.values) == [12.34, None, 0.0]
    assert (
        frame.chart._chartSpace.chart.find(
            "{http://schemas.openxmlformats.org/drawingml/2006/chart}dispBlanksAs"
        ).get("val")
        == "gap"
    )


def test_the_sheet_behind_a_chart_can_be_edited() -> None:
    (frame,) = charts(pptx(deck(slide())))
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows == [
        (None, "Percent"),
        ("Sale Moor", 12.34),
        ("Bowdon: no figure", None),
        ("Timperley", 0),
    ]


def test_title_source_caution_and_what_is_hidden_stand_on_the_slide_in_reading_order() -> None:
    page = opened(pptx(deck(slide()))).slides[1]
    texts = [shape.text_frame.text if shape.has_text_frame else "chart" for shape in page.shapes]
    assert texts == [
        "Sale Moor stands out",
        "Pupils with an EHC plan",
        "chart",
        "Counts are small. Hidden (small number) in this view: Bowdon.",
        "Source: Special educational needs, January 2023, wards.csv. "
        "Figures as of 28 November 2026.",
    ]
    assert page.shapes.title.text == "Sale Moor stands out"


def test_question_note_and_the_day_of_the_figures_stand_in_the_notes() -> None:
    notes = opened(pptx(deck(slide()))).slides[1].notes_slide.notes_text_frame.text.splitlines()
    assert notes[:4] == [
        "A question to ask: Why is it so?",
        "Note: Say it slowly.",
        "Sale Moor stands out",
        "Trafford, January 2023",
    ]
    assert {ADDRESS, "Figures as of 28 November 2026."} <= set(notes)


def test_title_language_and_text_alternatives_are_set() -> None:
    made = opened(pptx(deck(slide())))
    assert (made.core_properties.title, made.core_properties.language) == (
        "Plans in Trafford",
        "en-GB",
    )
    (frame,) = charts(pptx(deck(slide())))
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Bar chart of three wards."
    for page in made.slides:
        assert page.shapes.title.text
        for shape in page.shapes:
            runs = (
                [r for p in shape.text_frame.paragraphs for r in p.runs]
                if (shape.has_text_frame)
                else []
            )
            assert all(run._r.rPr.get("lang") == "en-GB" for run in runs)


def test_only_the_source_is_smaller_than_a_room_can_read() -> None:
    page = opened(pptx(deck(slide()))).slides[1]
    sizes = {
        run.font.size
        for shape in page.shapes
        if shape.has_text_frame and not shape.text_frame.text.startswith("Source")
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    }
    assert min(sizes) >= Pt(16)
    (frame,) = charts(pptx(deck(slide())))
    assert frame.chart.font.size == Pt(18)


def test_without_a_chart_the_table_is_shown_with_a_head() -> None:
    made = opened(pptx(deck(slide(exhibit(chart=False)))))
    (frame,) = (shape for shape in made.slides[1].shapes if shape.has_table)
    rows = [[field.text for field in row.cells] for row in frame.table.rows]
    assert rows == [
        ["Ward", "Percent"],
        ["Sale Moor", "12.3%"],
        ["Bowdon", "hidden (small number)"],
        ["Timperley", "0.0%"],
    ]
    assert frame.table.first_row


def test_a_template_gives_its_design_and_none_of_its_slides() -> None:
    made = opened(pptx(deck(slide(), slide()), template()))
    assert len(made.slides) == 3
    assert "Old slide" not in [page.shapes.title.text for page in made.slides]
    assert made.slide_master.name == "The council's own"
    assert (made.slide_width, made.slide_height) == (9144000, 6858000)  # as the template is
    for page in made.slides:
        for shape in page.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= made.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= made.slide_height


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"", powerpoint.NO_PRESENTATION),
        (b"PK\x03\x04 no more", powerpoint.NO_PRESENTATION),
        (b"x" * (powerpoint.LARGEST_TEMPLATE + 1), powerpoint.TOO_LARGE),
    ],
)
def test_what_is_no_presentation_is_refused_in_one_sentence(broken: bytes, said: str) -> None:
    with pytest.raises(UnfitTemplate, match=said.split("(")[0]):
        pptx(deck(slide()), broken)


def test_another_zip_and_one_that_unpacks_without_end_are_refused() -> None:
    for size, said in ((10, "not a PowerPoint"), (powerpoint.LARGEST_UNPACKED + 1, "larger")):
        packed = io.BytesIO()
        with (
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("a.txt", "w") as part,
        ):
            for _ in range(-(-size // 10_000_000)):
                part.write(b"0" * min(size, 10_000_000))
        with pytest.raises(UnfitTemplate, match=said):
            pptx(deck(slide()), packed.getvalue())


def test_a_template_without_a_title_is_refused() -> None:
    with pytest.raises(UnfitTemplate, match="no layout with a title"):
        pptx(deck(slide()), template(keep=False))


def test_hostile_text_stays_text_and_no_formula_is_behind_a_chart() -> None:
    made = pptx(hostile())
    page = opened(made).slides[1]
    assert page.shapes.title.text.startswith('#image("/etc/passwd") $x$ *b* <img src=x')
    (frame,) = charts(made)
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    kinds = {field.data_type for row in book.active.iter_rows() for field in row}
    assert "f" not in kinds


def test_an_empty_deck_is_a_cover_and_sections_have_slides_of_their_own() -> None:
    assert len(opened(pptx(deck())).slides) == 1
    sections = (
        Section(heading="At a glance", paragraphs=("One.", "Two."), slides=(slide(),)),
        Section(slides=(slide(),)),
    )
    made = in_sections(*sections)
    titles = [page.shapes.title.text for page in opened(pptx(made)).slides]
    assert titles == [deck().title, "At a glance", "Sale Moor stands out", "Sale Moor stands out"]
