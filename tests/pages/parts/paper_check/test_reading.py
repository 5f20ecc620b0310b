"""A paper is read whole, whatever it is made with; a hostile file ends in one sentence."""

import io
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pages.parts.paper_check import reading
from pages.parts.paper_check.reading import Unreadable, pictures, read, read_text
from pages.parts.paper_check.records import Line, Paper

PROSE = (
    "In January 2023 the council held 2,745 plans, compared to 2,",
    "448 a year earlier. Thirty-eight per cent of new plans were imple-",
    "mented in time, one in five is reviewed, and 1.5k requests came.",
)
TABLE = (("", "2021", "2022"), ("Requests", "413", "413"), ("On time", "71%", "40%"))


def pdf_of(write: Callable[[FPDF], None]) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    write(pdf)
    return bytes(pdf.output())


def paper_in_pdf(pdf: FPDF) -> None:
    pdf.set_font(size=18)
    pdf.cell(text="Update on plans", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(size=11)
    for line in PROSE:
        pdf.cell(h=6, text=line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)
    with pdf.table() as table:
        for cells in TABLE:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.ln(6)
    for cells in (("", "2021", "2023 (end of June)"), ("Plans ceased", "99", "137")):
        for cell in cells:
            pdf.cell(60, 6, cell)
        pdf.ln()


def paper_in_word() -> bytes:
    document = docx.Document()
    document.add_heading("Update on plans", 1)
    document.add_paragraph(
        "The \ufb01gure is 2,745; a soft hy\u00adphen and a\u00a0space are no letters."
    )
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("After the table.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rows_of(paper: Paper) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(line.cells, line.headers) for line in paper.lines if line.headers]


def test_lines_of_a_pdf_are_joined_to_paragraphs_and_parted_numbers_are_whole() -> None:
    paper = read("paper.pdf", pdf_of(paper_in_pdf))

    assert paper.title == "Update on plans"
    assert paper.lines[1] == Line(
        number=2,
        page=1,
        section="Update on plans",
        text="In January 2023 the council held 2,745 plans, compared to 2,448 a year earlier. "
        "Thirty-eight per cent of new plans were implemented in time, one in five is reviewed, and "
        "1.5k requests came.",
    )


def test_tables_of_a_pdf_with_rules_and_without_keep_what_stands_above_each_cell() -> None:
    assert rows_of(read("paper.pdf", pdf_of(paper_in_pdf))) == [
        (("Requests", "413", "413"), ("", "2021", "2022")),
        (("On time", "71%", "40%"), ("", "2021", "2022")),
        (("Plans ceased", "99", "137"), ("", "2021", "2023 (end of June)")),
    ]


def test_a_word_file_is_read_in_its_order() -> None:
    paper = read("paper.docx", paper_in_word())

    assert [line.text for line in paper.lines] == [
        "Update on plans",
        "The figure is 2,745; a soft hyphen and a space are no letters.",
        "2021 2022",
        "Requests 413 413",
        "On time 71% 40%",
        "After the table.",
    ]
    assert rows_of(paper)[0] == (("Requests", "413", "413"), ("", "2021", "2022"))
    assert {line.section for line in paper.lines} == {"Update on plans"}


def test_a_cell_over_two_columns_is_told_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).text = "Plans"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "2,745"
    file = io.BytesIO()
    document.save(file)

    assert read("paper.docx", file.getvalue()).lines[0].cells == ("Plans", "2,745", "")


def test_lines_of_a_text_keep_their_numbers_and_rows_their_headers() -> None:
    paper = read_text("1.4 EHC plans\n\n\t2021\t2022\nRequests\t413\t518\n\nAfter it.")

    assert paper.lines == (
        Line(number=1, text="1.4 EHC plans", section="1.4 EHC plans"),
        Line(number=3, text="2021 2022", cells=("", "2021", "2022"), section="1.4 EHC plans"),
        Line(
            number=4,
            text="Requests 413 518",
            cells=("Requests", "413", "518"),
            headers=("", "2021", "2022"),
            section="1.4 EHC plans",
        ),
        Line(number=6, text="After it.", section="1.4 EHC plans"),
    )


def test_a_script_in_a_title_is_text() -> None:
    title = "<script>alert(1)</script> **38%** =1+1"
    document = docx.Document()
    document.core_properties.title = title
    document.add_paragraph("38% were on time.")
    file = io.BytesIO()
    document.save(file)

    assert read("x.docx", file.getvalue()).title == "<script>alert(1)</script> 38% =1+1"


def test_pages_that_are_pictures_are_named() -> None:
    def write(pdf: FPDF) -> None:
        pdf.cell(text="38% were on time.")
        pdf.add_page()
        pdf.image(Image.new("RGB", (20, 20)), w=100)

    paper = read("scan.pdf", pdf_of(write))

    assert paper.without_text == (2,)
    assert pictures(paper) == "Page 2 is a picture without text, so its figures are not read."


def test_a_paper_of_pictures_alone_is_refused() -> None:
    def write(pdf: FPDF) -> None:
        pdf.image(Image.new("RGB", (20, 20)), w=100)

    with pytest.raises(Unreadable, match="has no text: its pages are pictures"):
        read("scan.pdf", pdf_of(write))


def locked_pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica")
    pdf.cell(text="38%")
    pdf.set_encryption(owner_password="owner", user_password="reader")
    return bytes(pdf.output())


def package(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts:
            zipped.writestr(name, content)
    return file.getvalue()


def one_page(packed: bytes) -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
    )
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return (
        body
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


DOCUMENT = "word/document.xml"
HOSTILE = {
    "empty": (b"", "is empty; expected a PDF, a Word file"),
    "locked": (locked_pdf(), "is locked by a password"),
    "cut off": (pdf_of(paper_in_pdf)[:700], "is no whole PDF|no text"),
    "PDF in name": (b"%PDF-1.7 and nothing more", "is no whole PDF|no text"),
    "workbook": (package(("xl/workbook.xml", b"<x/>")), "is a packed file and no Word file"),
    "no package": (b"PK\x03\x04" + b"x" * 100, "is damaged: it is no whole Word file"),
    "half a package": (package((DOCUMENT, b"<x/>")), "is damaged: it is no whole Word file"),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "an old Office file, or one that is locked"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture"),
    "web page": (b" <!DOCTYPE html><html><p>38%</p></html>", "is a web page; save it as a PDF"),
    "rich text": (b"{\\rtf1 38%}", "is a rich text file"),
    "bytes": (bytes(range(256)) * 4, "of a kind that is not read"),
    "too large": (b"a" * (reading.MOST_BYTES + 1), "at most 20 million are read"),
    "zip bomb": (package((DOCUMENT, b" " * 200_000_000)), "unpacks to 200 million bytes"),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_hostile_file_ends_in_one_sentence(fault: str) -> None:
    content, words = HOSTILE[fault]

    with pytest.raises(Unreadable, match=words) as told:
        read("paper.pdf", content)

    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)


def test_a_pdf_that_unpacks_without_end_ends_in_one_sentence() -> None:
    packer = zlib.compressobj(1)
    blank = b" " * 10_000_000
    packed = b"".join(packer.compress(blank) for _ in range(250)) + packer.flush()

    with pytest.raises(Unreadable, match="more memory than it may have"):
        read("bomb.pdf", one_page(packed))


def test_entities_of_a_word_file_are_not_unfolded() -> None:
    file = io.BytesIO(paper_in_word())
    with zipfile.ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    bomb = b'<!DOCTYPE x [<!ENTITY a "38">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 50) for at in range(8)
    )
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"?>", b"?>" + bomb + b"]>", 1)
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"After the table", b"&i;")

    with pytest.raises(Unreadable, match="is damaged: it is no whole Word file"):
        read("x.docx", package(*parts.items()))


def test_a_file_is_named_without_its_folders() -> None:
    with pytest.raises(Unreadable, match=r"^x\.pdf is empty"):
        read("../../a/x.pdf", b"")


@given(st.text())
def test_any_text_is_read_line_by_line(text: str) -> None:
    paper = read_text(text)

    numbers = [line.number for line in paper.lines]
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= len(text.splitlines())
    assert all("\n" not in line.text and line.text for line in paper.lines)
    assert all(not line.headers or len(line.headers) == len(line.cells) for line in paper.lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x\n" * (reading.MOST_LINES + 1), "lines; at most 50,000 are read"),
        ("x" * (reading.LONGEST_LINE + 1), "letters in line 1; at most 10,000 in a line"),
        ("38 2,745\n" * (reading.MOST_NUMBERS // 2 + 1), "10,002 numbers; at most 10,000 are read"),
        ("x" * (reading.MOST_LETTERS + 1), "letters; at most 3,000,000 are read"),
    ],
)
def test_a_text_without_end_ends_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_text(text)
