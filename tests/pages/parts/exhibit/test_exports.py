"""What a reader takes away, opened again with other programs than those that made it."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
import vl_convert
from openpyxl.chart import BarChart, LineChart
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from python_calamine import CalamineWorkbook

from pages.parts.exhibit import exports, pictures, workbook
from pages.parts.exhibit.chart_kit import FILE_HEIGHT
from pages.parts.exhibit.exhibit import Exhibit, Figures, Layout
from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL, Paper
from pages.parts.figures.councils import Choice
from pages.parts.language.safe import FORMULA
from pages.parts.language.version import VERSION
from pages.parts.measure import exhibits
from tests.pages.exhibits import every_exhibit, of_ages, of_wards

Choose = Callable[..., Choice]
LINK = "http://localhost:8501/ehc_plans?council=trafford&show=on-time&asof=2026-06-01"
TEXT = f"{{{pictures.SVG}}}text"


@pytest.fixture
def paper(choose: Choose) -> Callable[..., Paper]:
    """The paper of one measure of one council."""

    def made(part: str = "ehcp_20wk_ex_pc", la_code: str = "358") -> Paper:
        exhibit = exhibits.exhibit(part, choose(la_code))
        assert exhibit is not None
        return Paper(exhibit=exhibit, link=LINK)

    return made


def lines(svg: bytes) -> list[str]:
    """Every line of text in a picture."""
    return [text.text or "" for text in ET.fromstring(svg).iter(TEXT)]


def over_the_edge(svg: bytes) -> bool:
    """Whether anything is drawn in the outer half of the right margin."""
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg.decode(), scale=0.25))).convert("RGB")
    edge = image.crop((image.width - pictures.PAGE_MARGIN // 8, 0, image.width, image.height))
    return edge.getcolors() != [(edge.width * edge.height, (255, 255, 255))]


def opened(made: bytes) -> dict[str, str]:
    """The texts in a zip, by the names of its files."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return {name: parts.read(name).decode("utf-8-sig") for name in parts.namelist()}


def sheets(made: bytes) -> dict[str, list[list[object]]]:
    """The cells of a workbook, as another program reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


# Every exhibit, for a council that has much and for one that has little


@pytest.mark.parametrize("la_code", ["358", "420"], ids=["Trafford", "Isles of Scilly"])
def test_every_exhibit_of_the_snapshot_can_be_taken_away(la_code: str, choose: Choose) -> None:
    names = []
    for exhibit in every_exhibit(choose(la_code)):
        paper, name = Paper(exhibit=exhibit, link=LINK), exhibit.name
        names.append(name)
        citation = exports.citation(paper)
        for text in (exhibit.finding, exhibit.measure, exhibit.period, LINK, UNOFFICIAL):
            assert text.lower() in citation.lower(), name
        frame = pd.read_csv(io.BytesIO(exports.csv(paper)), dtype=str)
        assert len(frame) and not {"link", "finding", "notes", "source"} & set(frame), name
        assert f"Link: {LINK}" in opened(exports.zipped(paper))[f"{exhibit.name}-notes.txt"], name
        book = sheets(workbook.workbook(paper))
        assert len(book["Figures"]) == len(frame) + 1, name
        assert book["Table"][0][0] == exhibit.finding, name
        if exhibit.charts:
            drawn = pictures.svg(paper)
            said = " ".join(lines(drawn))
            assert exhibit.finding.split(":")[0] in said and "Source: " in said, name
            if len(names) % 3 == 0:  # a look at one takes as long as all its files
                assert not over_the_edge(drawn), name
    assert len(names) == len(set(names)) > 40


# Pictures


@pytest.mark.parametrize("number", range(3), ids=["a trend", "ages", "a map"])
def test_a_png_has_its_size_and_more_than_two_colours(number: int, choose: Choose) -> None:
    exhibit: Exhibit = [
        lambda: exhibits.exhibit("ehcp_20wk_ex_pc", choose()),
        lambda: next(of_ages(choose())),
        lambda: next(of_wards(choose())),
    ][number]()
    image = Image.open(io.BytesIO(pictures.png(Paper(exhibit=exhibit, link=LINK))))
    assert image.format == "PNG"
    assert image.width == pictures.WIDTH * pictures.SCALE == 1920
    assert 800 < image.height < 4000
    colours = image.convert("RGB").getcolors(maxcolors=1_000_000)
    assert colours is not None and len(colours) > 50
    assert {(18, 67, 109), (255, 255, 255)} <= {colour for _, colour in colours}


def test_a_picture_stands_alone(paper: Callable[..., Paper]) -> None:
    made = paper("ehcp_requests_refused_pc")
    said = " ".join(lines(pictures.svg(made)))
    for text in (
        made.exhibit.finding,
        made.exhibit.subtitle[0],
        "Source: Education, health and care plans, Reporting year 2025, requests.csv. "
        "Published June 2025; retrieved ",
        "Withheld: Trafford. Not available: 2019, 2020, 2021, 2022.",
        "This is not an official statistic.",
        LICENCE,
    ):
        assert text in said
    assert LINK in said


def small(svg: bytes) -> list[str]:
    """The lines of the footer: those in letters smaller than the rest."""
    texts = [text for text in ET.fromstring(svg).iter(TEXT) if text.get("x") == "28"]
    return [text.text or "" for text in texts if int(text.get("font-size", "99")) < 12]


def test_a_picture_is_signed_and_has_a_footer_of_two_lines(paper: Callable[..., Paper]) -> None:
    made = paper()
    drawn = pictures.svg(made)
    assert lines(drawn)[0] == "Line of Sight · Trafford"
    circles = [node for node in ET.fromstring(drawn).iter() if node.tag.endswith("circle")]
    assert {"#12436D"} == {node.get("stroke") for node in circles} - {None}
    foot = small(drawn)
    assert len(foot) == 2 and foot[0].startswith("Source: ") and foot[1].endswith(LINK)


def test_a_picture_says_withheld_only_where_something_is(paper: Callable[..., Paper]) -> None:
    assert not [line for line in lines(pictures.svg(paper())) if "ithheld" in line]
    careful = replace(paper().exhibit, warning="Counted anew in 2024.", withheld="One: hidden.")
    said = lines(pictures.svg(Paper(exhibit=careful, link=LINK)))
    assert "Caution: Counted anew in 2024." in said and "Withheld: One: hidden." in said


def test_a_chart_as_tall_as_its_room_has_a_height_in_a_picture(
    paper: Callable[..., Paper],
) -> None:
    (chart,) = paper().exhibit.charts
    rooms = {**chart.specification, "height": "container"}
    tall = replace(paper().exhibit, charts=(replace(chart, specification=rooms),))
    root = ET.fromstring(pictures.svg(Paper(exhibit=tall, link=LINK)))
    (drawn,) = [node for node in root if node.tag.endswith("svg") and "viewBox" in node.attrib
                and node.get("width") != str(pictures.MARK_SIZE)]  # fmt: skip
    assert FILE_HEIGHT <= float(drawn.get("height", "0")) < FILE_HEIGHT + 80


def test_a_picture_tells_those_who_cannot_see_it(paper: Callable[..., Paper]) -> None:
    root = ET.fromstring(pictures.svg(paper()))
    title, described = root[0], root[1]
    assert title.tag.endswith("title") and title.text == paper().exhibit.finding
    assert described.tag.endswith("desc") and "ranges from" in str(described.text)


def test_two_charts_in_one_picture_do_not_share_names(choose: Choose) -> None:
    steps = list(of_ages(choose()))[1]
    twice = replace(steps, charts=(*steps.charts, *steps.charts))
    root = ET.fromstring(pictures.svg(Paper(exhibit=twice, link=LINK)))
    names = [node.get("id") for node in root.iter() if node.get("id")]
    used = {str(node.get("clip-path"))[5:-1] for node in root.iter() if node.get("clip-path")}
    assert len(names) == len(set(names)) == 4
    assert used == set(names)


def test_a_picture_asks_nothing_of_the_network(choose: Choose) -> None:
    for exhibit in of_wards(choose()):
        if exhibit.charts:
            text = pictures.svg(Paper(exhibit=exhibit, link=LINK)).decode()
            assert "href" not in text and "<image" not in text and "<script" not in text


def test_hostile_text_is_text_in_a_picture(paper: Callable[..., Paper]) -> None:
    hostile = "<script>alert(1)</script> & \x00\x0b]]> " + "W" * 400
    exhibit = replace(paper().exhibit, finding=hostile, subtitle=(hostile,), source=hostile)
    made = Paper(exhibit=exhibit, link=LINK)
    assert not [node for node in ET.fromstring(pictures.svg(made)).iter() if "script" in node.tag]
    assert pictures.png(made).startswith(b"\x89PNG")


# The workbook


def test_a_workbook_has_the_figures_and_what_they_are(paper: Callable[..., Paper]) -> None:
    made = paper()
    book = sheets(workbook.workbook(made))
    assert list(book) == ["Table", "Figures", "About"]
    head, *rows = book["Figures"]
    own = [dict(zip(head, row, strict=True)) for row in rows if row[3] == "Trafford"]
    assert own[-1]["Period"] == 2024 and own[-1]["As shown"] == "53.4%"
    assert own[-1]["Figure"] == pytest.approx(53.4, abs=0.05)
    about = {str(name): text for name, text in book["About"]}
    assert about["Finding"] == made.exhibit.finding
    assert about["Basis"] == "exceptions left out"
    assert about["Period"] == "2014 to 2024"
    assert about["Release"].endswith("Reporting year 2025, published June 2025")
    assert about["Link"] == LINK and about["Licence"] == LICENCE
    assert about["Withheld"] == "No figure of Trafford in this view is withheld or missing."


@pytest.mark.parametrize(
    ("indicator", "written"),
    [
        ("ehcp_20wk_ex_pc", '0.0"%"'),
        ("ehcp_caseload", "#,##0"),
        ("cin_rate", "#,##0.0"),
        ("sw_fte", "#,##0.0"),
    ],
)
def test_numbers_have_the_format_of_their_unit(
    indicator: str, written: str, paper: Callable[..., Paper]
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.workbook(paper(indicator))))["Figures"]
    head = [str(cell.value) for cell in sheet[1]]
    values = [
        cell for cell in list(sheet.columns)[head.index("Figure")][1:] if cell.value is not None
    ]
    numbers = [cell for cell in values if cell.data_type == "n"]
    assert numbers and {cell.number_format for cell in numbers} == {written}
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold and sheet["A1"].fill.fgColor.rgb.endswith("12436D")
    widths = [column.width for column in sheet.column_dimensions.values()]
    assert min(widths) >= workbook.NARROWEST


def test_a_withheld_figure_is_words_in_a_workbook(paper: Callable[..., Paper]) -> None:
    head, *rows = sheets(workbook.workbook(paper("cp_2yr_open_pc")))["Figures"]
    own = [dict(zip(head, row, strict=True)) for row in rows if row[3] == "Trafford"]
    assert own[-1]["Figure"] == "Hidden (small number)"


def rows_of(*rows: tuple[str, str, float | None, int | None]) -> Figures:
    """Figures typed in a test: place, period, value, numerator of 10; 'Hidden' without a value."""
    frame = pd.DataFrame(
        [
            {
                "place": place, "period": period, "value": value,
                "in words": "Hidden" if value is None else f"{value}%",
                "numerator": part, "denominator": None if part is None else 10,
            }
            for place, period, value, part in rows
        ]
    )  # fmt: skip
    layout = Layout(
        down="place",
        across="period",
        heads=("2021", "2022", "2023", "2024"),
        counts=("numerator", "denominator"),
        drawn=("value",),
        form="lines",
    )
    return Figures(frame=lambda: frame, formats={"value": '0.0"%"'}, layout=layout)


THREE = rows_of(
    ("Ashe, City of", "2024", None, None),
    ("Ashe, City of", "2022", 40.0, 4),
    ("England", "2023", 20.0, 2),
    ("Barr", "2024", 30.0, 3),
)


def table_of(exhibit: Exhibit) -> Worksheet:
    """The first sheet of a workbook, opened again."""
    made = workbook.workbook(Paper(exhibit=exhibit, link=LINK))
    sheet: Worksheet = openpyxl.load_workbook(io.BytesIO(made))["Table"]
    return sheet


def test_the_first_sheet_has_years_across_and_places_down(paper: Callable[..., Paper]) -> None:
    sheet = table_of(replace(paper().exhibit, place="Ashe", figures=THREE))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=4)]
    assert rows[0][0] == paper().exhibit.finding and rows[1][0] == paper().exhibit.subtitle[0]
    assert rows[3:7] == [
        ["Place", 2022, 2023, 2024],
        ["Ashe", 40, None, "Hidden"],
        ["England", None, 20, None],
        ["Barr", None, None, 30],
    ]
    at = next(n for n, row in enumerate(rows) if row[0] == "Counts behind the figures")
    assert rows[at + 2 : at + 5] == [
        ["Ashe", "4 of 10", None, None],
        ["England", None, "2 of 10", None],
        ["Barr", None, None, "3 of 10"],
    ]
    assert sheet["A5"].font.bold and not sheet["A6"].font.bold
    assert sheet["B5"].number_format == '0.0"%"'
    said = [str(row[0]) for row in rows]
    assert any(text.startswith("Source: ") for text in said) and LINK in said


def charted(sheet: Worksheet) -> list[list[object]]:
    """The rows of cells that the chart of a sheet draws, each with its name first."""
    (chart,) = sheet._charts
    rows = []
    for series in chart.series:
        name, values = (ref.f.split("!")[1] for ref in (series.tx.strRef, series.val.numRef))
        first, _, last = values.replace("$", "").partition(":")
        cells = sheet[f"{first}:{last or first}"]
        rows.append([sheet[name.replace("$", "")].value, *(cell.value for cell in cells[0])])
    return rows


# Programs draw a cell of words as 0, which a reader would take for the figure.
def test_a_chart_in_a_workbook_reads_no_words(paper: Callable[..., Paper]) -> None:
    sheet = table_of(replace(paper().exhibit, place="Ashe", figures=THREE))
    (chart,) = sheet._charts
    assert isinstance(chart, LineChart) and chart.display_blanks == "gap"
    assert charted(sheet)[:2] == [["Ashe", 40, None, None], ["England", None, 20, None]]


def test_a_line_stops_at_a_break_in_a_workbook(paper: Callable[..., Paper]) -> None:
    figures = rows_of(*(("Ashe", str(year), 10.0, 1) for year in (2021, 2022, 2023)))
    sheet = table_of(
        replace(
            paper().exhibit,
            place="Ashe",
            figures=replace(figures, layout=replace(figures.layout, breaks=("2022",))),
        )
    )
    assert charted(sheet) == [["Ashe", 10, 10, None, 10]]


def test_only_the_places_that_the_page_draws_have_a_line(paper: Callable[..., Paper]) -> None:
    counts = table_of(paper("ehcp_caseload").exhibit)  # England's would make the council's flat
    assert [line[0] for line in charted(counts)] == ["Trafford"]
    shares = table_of(paper().exhibit)
    assert [line[0] for line in charted(shares)] == ["Trafford", "England", "Neighbours (mean)"]


def test_one_period_is_drawn_as_columns(paper: Callable[..., Paper]) -> None:
    figures = rows_of(("Ashe", "2024", 10.0, 1), ("England", "2024", 20.0, 2))
    sheet = table_of(replace(paper().exhibit, place="Ashe", figures=figures))
    assert isinstance(sheet._charts[0], BarChart)
    assert charted(sheet) == [["Ashe", 10], ["England", 20]]


def laid(down: str, *columns: str, drawn: tuple[str, ...], **more: Any) -> Layout:
    return Layout(down=down, columns=columns, drawn=drawn, **more)


def columns_drawn(sheet: Worksheet) -> list[list[object]]:
    """The columns of cells that the chart of a sheet draws, each with its name first."""
    (chart,) = sheet._charts
    columns = []
    for series in chart.series:
        name, values = (ref.f.split("!")[1] for ref in (series.tx.strRef, series.val.numRef))
        cells = sheet[values.replace("$", "")]
        columns.append([sheet[name.replace("$", "")].value, *(row[0].value for row in cells)])
    return columns


def test_parts_of_a_council_stand_beside_those_of_england(paper: Callable[..., Paper]) -> None:
    frame = pd.DataFrame(
        [("Speech", 3, 30.0, 20.0), ("Autism", None, None, 40.0)],
        columns=["part", "count", "share of council", "share of England"],
    ).assign(words=["30%", "Hidden"])
    shares = ("share of council", "share of England")
    figures = Figures(
        frame=lambda: frame, words="words", layout=laid("part", "count", *shares, drawn=shares)
    )
    sheet = table_of(replace(paper().exhibit, place="Ashe", figures=figures))
    head, speech, autism = ([cell.value for cell in row] for row in sheet["A4:D6"])
    assert head == ["Part", "Count", "Share of Ashe", "Share of England"]
    assert speech == ["Speech", 3, 30, 20] and autism == ["Autism", None, "Hidden", 40]
    assert columns_drawn(sheet) == [["Share of Ashe", 30, None], ["Share of England", 20, 40]]


def test_the_bar_of_the_council_is_the_dark_one(paper: Callable[..., Paper]) -> None:
    frame = pd.DataFrame({"council": ["Barr", "Ashe, City of"], "value": [2.0, 1.0]})
    figures = Figures(frame=lambda: frame, layout=laid("council", "value", drawn=("value",)))
    sheet = table_of(replace(paper().exhibit, place="Ashe", figures=figures))
    (series,) = sheet._charts[0].series
    assert [point.idx for point in series.dPt] == [1]
    assert columns_drawn(sheet) == [["Figure", 2, 1]]
    assert sheet["A6"].font.bold and not sheet["A5"].font.bold


def test_the_quartiles_are_lines_that_stop_at_a_break(paper: Callable[..., Paper]) -> None:
    frame = pd.DataFrame({"period": ["2023", "2024"], "value": [2.0, 1.0], "median": [3.0, 4.0]})
    of = ("value", "median")
    years = laid("period", *of, drawn=of, form="lines", breaks=("2023",))
    sheet = table_of(
        replace(paper().exhibit, place="Ashe", figures=Figures(frame=lambda: frame, layout=years))
    )
    assert isinstance(sheet._charts[0], LineChart)
    assert columns_drawn(sheet) == [["Ashe", 2, None, 1], ["Median", 3, None, 4]]


def test_ages_stand_down_and_places_across_the_newest_january_first(choose: Choose) -> None:
    ages = next(of_ages(choose()))
    sheet = table_of(ages)
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows()]
    titles = [row[0] for row in rows if ", January" in str(row[0])]
    assert titles[:2] == ["Percent, January 2025", "Counts behind the figures, January 2025"]
    assert titles[2:4] == ["Percent, January 2024", "Counts behind the figures, January 2024"]
    frame = ages.figures.frame()
    newest = frame[(frame["place"] == "Trafford") & (frame["period"] == "January 2025")]
    drawn = columns_drawn(sheet)
    assert drawn[0][0] == "Trafford" and drawn[0][1:] == pytest.approx(list(newest["percent"]))
    assert [column[0] for column in drawn[1:]] == ["England", "Neighbours (pooled)"]
    assert "bars" not in str(sheet["A2"].value)


def test_a_count_is_no_reason_why_there_is_no_share(paper: Callable[..., Paper]) -> None:
    frame = pd.DataFrame(
        [("Age 3", "Ashe", None, 4, "4"), ("Age 4", "Ashe", None, None, "Hidden")],
        columns=["age", "place", "percent", "number", "in words"],
    )
    layout = Layout(down="age", across="place", counts=("number",), drawn=("percent",))
    sheet = table_of(
        replace(paper().exhibit, place="Ashe", figures=Figures(frame=lambda: frame, layout=layout))
    )
    assert [sheet["B5"].value, sheet["B6"].value] == ["Not worked out", "Hidden"]


def test_counts_behind_a_withheld_figure_are_not_given(paper: Callable[..., Paper]) -> None:
    frame = paper("ehcp_requests_refused_pc").exhibit.figures.frame()
    absent = frame[frame["value"].isna()]
    assert len(absent) and absent[["numerator", "denominator"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C x'!A0", "#N/A"]
)
def test_no_cell_is_a_formula(text: str, paper: Callable[..., Paper]) -> None:
    frame = pd.DataFrame([{text: text, "value": 1.0, "in words": text}])
    hostile = Figures(frame=lambda: frame, layout=laid(text, text, "value", drawn=("value",)))
    exhibit = replace(paper().exhibit, finding=text, figures=hostile)
    made = Paper(exhibit=exhibit, link=text)
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook.workbook(made))):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert not str(cell.value).startswith(FORMULA)
    with zipfile.ZipFile(io.BytesIO(workbook.workbook(made))) as parts:
        written = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(written) == 3 and not [part for part in written if b"<f>" in part]
    cells = pd.read_csv(io.BytesIO(exports.csv(made)), dtype=str)
    everything = [*cells.columns, *cells.to_numpy().ravel()]
    assert not [cell for cell in everything if str(cell).startswith(FORMULA)]


def test_characters_that_a_workbook_cannot_hold_are_left_out(paper: Callable[..., Paper]) -> None:
    exhibit = replace(paper().exhibit, finding="a\x00b\x0bc", measure="x" * 40_000)
    about = dict(sheets(workbook.workbook(Paper(exhibit=exhibit, link=LINK)))["About"])
    assert about["Finding"] == "abc"
    assert len(str(about["Measure"])) == workbook.LONGEST_TEXT


# The CSV and the citation


def test_every_file_says_which_version_made_it(paper: Callable[..., Paper]) -> None:
    made, by = paper(), f"Line of Sight {VERSION}. This is not an official statistic."
    assert f"Made by: {by}" in opened(exports.zipped(made))[f"{made.exhibit.name}-notes.txt"]
    assert dict(sheets(workbook.workbook(made))["About"])["Made by"] == by
    assert by in exports.citation(made)
    assert by in " ".join(lines(pictures.svg(made)))


def test_a_csv_is_one_table_with_one_header(paper: Callable[..., Paper]) -> None:
    made = exports.csv(paper())
    assert made.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(made))
    assert list(frame.columns) == [
        "indicator", "basis", "unit", "place", "period", "value", "in words", "numerator",
        "denominator", "interval low", "interval high",
    ]  # fmt: skip
    assert frame["value"].dtype == float
    newest = frame[(frame["place"] == "Trafford") & (frame["period"] == 2024)].iloc[0]
    assert (newest["numerator"], newest["denominator"]) == (203, 380)


# What a file says about itself had stood in every row, 14 columns of the same; now it stands once.
def test_the_notes_stand_once_beside_the_csv(paper: Callable[..., Paper]) -> None:
    made = paper("ehcp_requests_refused_pc")
    name = made.exhibit.name
    parts = opened(exports.zipped(made))
    assert list(parts) == [f"{name}.csv", f"{name}-notes.txt"]
    assert made.exhibit.finding not in parts[f"{name}.csv"]
    told = dict(line.split(": ", 1) for line in parts[f"{name}-notes.txt"].split("\r\n\r\n"))
    assert told["Finding"] == made.exhibit.finding
    assert {"Source", "Release", "Retrieved", "Withheld", "Notes", "Link", "Licence"} <= set(told)
    assert "Trafford. Not available: 2019" in told["Withheld"]


def test_a_citation_says_it_all_in_six_lines(paper: Callable[..., Paper]) -> None:
    cited = exports.citation(paper()).split("\n")
    assert cited == [
        "Plans issued within 20 weeks (exceptions left out): 53.4% in Trafford in 2024, a fall "
        "from 62.4% a year earlier; better than England's 46.4%.",
        "Plans issued within 20 weeks (exceptions left out); Trafford; 2014 to 2024.",
        "Source: Education, health and care plans, Reporting year 2025, timeliness_20_week.csv. "
        f"{exports.dates(paper())}",
        "No figure of Trafford in this view is withheld or missing.",
        LINK,
        f"{UNOFFICIAL} {LICENCE}",
    ]
    assert exports.dates(paper()).startswith("Published June 2025; retrieved ")


# Many readers at once


def test_what_one_reader_takes_away_is_never_anothers(choose: Choose) -> None:
    asked = [
        (la_code, group, part)
        for la_code in ("358", "202", "420", "857")
        for group in ("sn25", "region")
        for part in ("ehcp_20wk_ex_pc", "cin_rate")
    ]
    papers = [
        Paper(exhibit=exhibit, link=f"{LINK}&reader={number}")
        for number, (la_code, group, part) in enumerate(asked)
        if (exhibit := exhibits.exhibit(part, choose(la_code, group)))
    ]
    alone = [(exports.csv(paper), pictures.svg(paper)) for paper in papers]
    with ThreadPoolExecutor(20) as readers:
        pngs = list(readers.map(pictures.png, papers[:6]))
        files = readers.map(exports.csv, papers), readers.map(pictures.svg, papers)
        together = list(zip(*files, strict=True))
    assert together == alone
    assert len(set(pngs)) == 6 and all(png.startswith(b"\x89PNG") for png in pngs)
