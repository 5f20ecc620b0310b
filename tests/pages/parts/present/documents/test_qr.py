"""QR codes: the drawing is the code of the address, with room around it and a title."""

import re
import xml.etree.ElementTree as ET

import segno

from pages.parts.present.documents import qr

ADDRESS = "https://sight.example.gov.uk/wards?council=trafford&asof=2026-11-28"
SVG = "{http://www.w3.org/2000/svg}"


def squares(drawn: str) -> set[tuple[int, int]]:
    """The dark squares of a drawing, by column and row, read from its path."""
    path = ET.fromstring(drawn).find(f"{SVG}path[@stroke]")
    assert path is not None
    x, y, found = 0.0, 0.0, set()
    for letter, numbers in re.findall(r"([Mmh])([^Mmh]*)", path.attrib["d"]):
        moved = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "M":
            x, y = moved
        elif letter == "m":
            x, y = x + moved[0], y + moved[1]
        else:
            found |= {(int(x) + step, int(y)) for step in range(int(moved[0]))}
            x += moved[0]
    return found


def test_the_drawing_is_the_code_of_the_address_with_four_squares_of_white() -> None:
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    dark = {
        (column + 4, row + 4)
        for row, line in enumerate(matrix)
        for column, square in enumerate(line)
        if square
    }
    assert squares(qr.svg(ADDRESS)) == dark
    assert (
        ET.fromstring(qr.svg(ADDRESS)).get("viewBox") == f"0 0 {len(matrix) + 8} {len(matrix) + 8}"
    )


def test_the_title_says_where_it_leads() -> None:
    title = ET.fromstring(qr.svg(ADDRESS)).find(f"{SVG}title")
    assert title is not None
    assert title.text == f"QR code that leads to {ADDRESS}"


def test_no_address_is_no_code() -> None:
    assert qr.svg("") == ""
