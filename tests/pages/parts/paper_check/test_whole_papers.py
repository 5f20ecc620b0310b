"""A PDF and a Word file, read whole: every figure in it comes out with its measure, and no year."""

import io

import docx
import pytest
from fpdf import FPDF

from pages.parts.paper_check.find import found_with
from pages.parts.paper_check.reading import read
from tests.pages.parts.paper_check.test_find import READER

PROSE = (
    "Update on EHC plans for 2022/23, page 3 of 14",
    "In January 2023 there were 2,745 EHC plans, compared to 2,448 a year earlier.",
    "Thirty-eight per cent of plans were issued within 20 weeks in 2022, up from 34% in 2021.",
    "One in five social workers were agency staff in September 2022.",
    "Re-referrals were between 19 and 21% in the year to March 2022.",
    "We received 1.5k referrals in 2021/22, of children aged 10 to 15.",
)
TABLE = (
    ("", "2021", "2022"),
    ("Requests for assessment", "413", "529"),
    ("Plans issued within 20 weeks (%)", "71", "40"),
)
FIGURES = [
    (2745.0, "count", "plans"),
    (2448.0, "count", "plans"),
    (38.0, "percent", "plans within 20 weeks"),
    (34.0, "percent", "plans within 20 weeks"),
    (20.0, "percent", "agency workers"),
    (19.0, "percent", "repeat referrals"),
    (21.0, "percent", "repeat referrals"),
    (1500.0, "count", "referrals"),
    (413.0, "count", "requests for assessment"),
    (529.0, "count", "requests for assessment"),
    (71.0, "percent", "plans within 20 weeks"),
    (40.0, "percent", "plans within 20 weeks"),
]


def in_pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for line in PROSE:
        # The end of a printed line parts a number: "2," and "448".
        for printed in line.replace("2,448", "2,\n448").split("\n"):
            pdf.cell(h=6, text=printed, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(6)
    with pdf.table() as table:
        for cells in TABLE:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    return bytes(pdf.output())


def in_word() -> bytes:
    document = docx.Document()
    for line in PROSE:
        document.add_paragraph(line.replace("fi", "\ufb01"))
    table = document.add_table(rows=len(TABLE), cols=3)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("content", [in_pdf(), in_word()], ids=["PDF", "Word"])
def test_every_figure_of_a_paper_comes_out_with_its_measure_and_no_year(content: bytes) -> None:
    found = found_with(read("paper", content), READER)

    assert [(q.value, q.unit, q.measure) for q in found.figures] == FIGURES
    assert found.unrecognised == ()
