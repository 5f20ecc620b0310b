"""The page Wards: what it shows, what it hides, and that the hidden cannot be worked out."""

import io
import json
import math
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import vl_convert
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import binom, norm
from streamlit.testing.v1 import AppTest

import queries
from analysis.disclosure import solvable
from etl.database import releases
from pages.parts.exhibit import exports
from pages.parts.exhibit.chart_kit import SEQUENCE, Form, for_file
from pages.parts.exhibit.chart_rows import text_width
from pages.parts.exhibit.colours import colour
from pages.parts.figures.councils import Choice, Council, councils
from pages.parts.language.words import slug
from pages.parts.wards import charts, drawing, exhibits, map_drawing, paper, shapes, tables, words
from pages.parts.wards.data import (
    ALL_PUPILS,
    ALL_SCHOOLS,
    ANY,
    MAINSTREAM,
    MEASURES,
    NEEDS,
    NO_SEN,
    NO_WARD,
    PLAN,
    SUPPORT,
    Edition,
    Unit,
    Ward,
    editions,
)
from pages.parts.wards.hiding import WHOLE_COUNCIL, screen
from pages.parts.wards.rates import HIDDEN, WardChoice, WardData, set_label, ward_data
from pages.parts.wards.views import FUNNEL, MAP, RANKED, SHARES, TABLE, VIEWS, WardView, offered

Open = Callable[..., AppTest]
PAGE = "pages/wards.py"
CENSUS = date(2023, 1, 31)
NEW, OLD = "From May 2023", "Before May 2023"
NOT_OF_HOME = "ward of the school, not of the child's home"
BUCKLOW, BUCKLOW_BEFORE = "E05015244", "E05000824"
SETTINGS = list(product(MEASURES, (ALL_SCHOOLS, MAINSTREAM), (False, True)))


def trafford() -> WardData:
    return newest("358")


def newest(la_code: str) -> WardData:
    """The first edition that the page offers of one council."""
    council = next(council for council in councils() if council.la_code == la_code)
    return ward_data(council, editions(council)[0])


def chosen(measure: str = PLAN, schools: str = ALL_SCHOOLS, former: bool = False) -> WardChoice:
    """What a reader chose of Trafford."""
    return WardChoice(data=trafford(), measure=measure, schools=schools, former=former)


@pytest.fixture
def _trafford(app_data: Path) -> None:
    """The database of the snapshot is in use."""


@pytest.fixture(scope="module")
def supplied_data(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the snapshot's database in which Camden supplied its wards of home."""
    folder = tmp_path_factory.mktemp("supplied") / "data"
    shutil.copytree(snapshot_data, folder)
    path = releases.current(folder).rename(folder / "releases" / "supplied.duckdb")
    (folder / "current").write_text(path.name, encoding="utf-8")
    with duckdb.connect(str(path)) as con:
        con.execute(
            "insert into release by name select 's' as release_id, 'Camden' as publication, "
            "'Own count' as title, 'own.csv' as file, 'abc' as sha256, 3 as rows, "
            "'none' as licence"
        )
        for code, name, support, plans in [
            ("W1", "<b>North</b> *x* $1$", 200, 50),
            ("W2", "=South", 150, 30),
            ("W3", "East", 130, 3),
        ]:
            con.execute("insert into ward (ward_code, name, la_code) values (?, ?, '202')",
                        [code, name])  # fmt: skip
            con.execute("insert into ward_supplied values ('202', ?, '2026-01-15', 1000, ?, ?, "
                        "'home', 's', 2)", [code, support, plans])  # fmt: skip
        con.execute("insert into ward_supplied values ('358', ?, '2026-01-15', 1000, 100, 50, "
                    "'home', 's', 2)", [BUCKLOW])  # fmt: skip
    return folder


@pytest.fixture
def camden(supplied_data: Path, monkeypatch: pytest.MonkeyPatch) -> WardChoice:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(supplied_data))
    return WardChoice(data=newest("202"), measure=PLAN, schools=ALL_SCHOOLS, former=False)


def texts(app: AppTest) -> str:
    """All words of the page, without the backslashes that make them harmless."""
    said = [element.value for kind in ("title", "header", "caption", "markdown", "info")
            for element in getattr(app, kind)]  # fmt: skip
    return re.sub(r"\\(.)", r"\1", "\n".join(said))


def read(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of the page as a reader sees it."""
    bare = frame.map(lambda text: re.sub(r"\\(.)", r"\1", str(text)))
    return bare.rename(columns=lambda name: re.sub(r"\\(.)", r"\1", str(name)))


# What the page shows


@pytest.mark.parametrize("la_code", ["202", "420"])
def test_a_council_without_figures_is_led_to_the_nearest_there_is(
    la_code: str, open_page: Open
) -> None:
    """Members load no files: who publishes it stands there, and no command any more."""
    app = open_page(PAGE, la=la_code)
    assert not app.exception
    assert app.header[0].value == "Figures by ward"
    assert "only Trafford's schools are among the figures here" in texts(app)
    assert not app.code
    assert not app.get("vega_lite_chart") and not app.table


@pytest.mark.parametrize("view", [MAP, RANKED, FUNNEL, SHARES], ids=lambda view: view.label)
def test_every_chart_says_whose_ward_it_is(view: WardView, open_page: Open) -> None:
    app = open_page(PAGE, la="358", view=view.label)
    assert not app.exception
    chart = app.get("vega_lite_chart")[0].proto
    assert NOT_OF_HOME in json.loads(chart.spec)["title"]["text"][0].lower()
    assert NOT_OF_HOME in chart.alt.lower()
    captions = [caption.value.replace("\\", "").lower() for caption in app.caption]
    assert any(NOT_OF_HOME in caption for caption in captions)
    assert json.loads(chart.spec)["background"] == colour("ground")
    assert len(read(app.table[0].value)) == 22


@pytest.mark.parametrize(
    ("former", "credit"),
    [(NEW, "Crown copyright and database right 2023"),
     (OLD, "Crown copyright and database right 2022")],
)  # fmt: skip
def test_the_map_has_its_attribution_and_no_tiles(
    former: str, credit: str, open_page: Open
) -> None:
    app = open_page(PAGE, la="358", vintage=former)
    spec = app.get("vega_lite_chart")[0].proto.spec
    assert credit in spec and "Contains National Statistics and OS data" in spec
    assert "http" not in spec.replace("https://vega.github.io/schema", "")


@pytest.mark.usefixtures("_trafford")
def test_every_view_has_its_own_address_and_says_what_it_draws() -> None:
    assert offered(chosen()) == list(VIEWS)
    assert len({slug(view.label) for view in VIEWS}) == len(VIEWS)
    for view in VIEWS:
        assert bool(view.draw) == bool(view.shows)
        has_key = bool(view.draw) and view is not MAP  # it has its key inside
        assert bool(view.legend(chosen())) == has_key


def test_a_map_is_drawn_once_and_of_the_database_in_use(
    app_data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert MAP.draw is not None
    before = MAP.draw(chosen())
    path = releases.current(shutil.copytree(app_data, tmp_path / "data"))
    path = path.rename(path.with_name("renamed.duckdb"))
    (tmp_path / "data" / "current").write_text(path.name, encoding="utf-8")
    with duckdb.connect(str(path)) as con:
        con.execute("update ward set name = 'Renamed' where ward_code = ?", [BUCKLOW])
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path / "data"))
    assert "Renamed" in json.dumps(MAP.draw(chosen())[0])
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(app_data))
    assert MAP.draw(chosen()) is before


def test_the_address_holds_every_choice(open_page: Open) -> None:
    app = open_page(PAGE, view="table", provision="any-sen", schools="mainstream", vintage="former")
    assert app.header[0].value.startswith("Any SEN")
    assert "wards before May 2023" in texts(app) and "mainstream schools only" in texts(app)


def test_an_address_with_nonsense_shows_the_first_choices(open_page: Open) -> None:
    app = open_page(PAGE, view="<b>", provision="x", schools="", vintage="2023", figures="no")
    assert not app.exception
    assert app.header[0].value.startswith("EHC plan")


def test_the_paper_stands_beside_what_can_be_computed(open_page: Open) -> None:
    app = open_page(PAGE, la="358")
    beside = read(app.table[-1].value)
    rows = {(row["Ward then"], row["Measure"]): list(row)[2:] for _, row in beside.iterrows()}
    assert rows["Bucklow-St Martins", SUPPORT][:2] == ["16.4%", "16.3%"]
    assert rows["Bucklow-St Martins", PLAN][:2] == ["7.8%", "13.9%"]
    assert {ward for ward, _ in rows} == {
        "Bucklow-St Martins", "Sale Moor", "Gorse Hill", "Davyhulme West", "Trafford",
    }  # fmt: skip
    assert "The likely reason" in texts(app) and "does not say so" in texts(app)


def test_the_paper_is_not_shown_to_other_councils(camden: WardChoice, open_page: Open) -> None:
    assert not paper.quotes_of(camden.data)


@pytest.mark.usefixtures("_trafford")
def test_ten_names_are_in_both_sets_and_three_wards_compare() -> None:
    said = " ".join(words.set_notes(chosen()))
    assert "4 May 2023" in said and "10 names" in said
    assert "Only Ashton upon Mersey, Brooklands and Bucklow-St Martins kept" in said
    assert set_label(trafford().wards, False) == NEW
    assert set_label(trafford().wards, True) == OLD


@pytest.mark.usefixtures("_trafford")
def test_england_is_compared_with_all_schools_only() -> None:
    assert (chosen(PLAN).england, chosen(SUPPORT).england) == (4.3, 13.0)
    assert chosen(ANY).england == pytest.approx(17.3)
    assert chosen(PLAN, MAINSTREAM).england is None


# What stands out


def reckoned(choice: WardChoice) -> tuple[float, dict[str, float], set[str]]:
    """phi, and each shown ward's distance in standard errors made wider by it: textbook formulas.

    The third answer are the wards of which an exact test too says that they are beyond chance. The
    counts are those of the table that the reader sees.
    """
    table = tables.measure_table(choice).set_index("Ward")
    shown = table[table["Per cent"].str.endswith("%")]
    counts = shown[[choice.measure, ALL_PUPILS]].map(lambda text: int(text.replace(",", "")))
    wards = counts.drop(choice.place)
    whole, every = counts.loc[choice.place]
    p = whole / every
    errors = np.sqrt(p * (1 - p) / wards[ALL_PUPILS])
    z = (wards[choice.measure] / wards[ALL_PUPILS] - p) / errors
    phi = float((z.clip(*np.quantile(z, [0.1, 0.9])) ** 2).mean())
    x, n = wards[choice.measure], wards[ALL_PUPILS]
    tails = np.where(z > 0, binom.sf(x - 1, n, p), binom.cdf(x, n, p))
    return phi, dict(z / np.sqrt(phi)), set(wards.index[tails < norm.sf(3.0902323)])


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize(("measure", "schools", "former"), SETTINGS)
def test_stands_out_means_outside_the_usual_spread_everywhere(
    measure: str, schools: str, former: bool
) -> None:
    """Finding, list, table, map, ranked wards and funnel name the same wards, and no others."""
    choice = chosen(measure, schools, former)
    assert choice.spread is not None and choice.spread.model == "multiplicative"
    phi, distances, rare = reckoned(choice)
    assert choice.spread.phi == pytest.approx(phi)
    far = {
        ward: "high" if z > 0 else "low"
        for ward, z in distances.items()
        if abs(z) > 3.0902323 and ward in rare
    }
    rates = {rate.ward.name: rate for rate in choice.rates}
    assert {name: r.signal for name, r in rates.items() if r.signal in ("high", "low")} == far
    outside = {name for name, z in distances.items() if abs(z) * phi**0.5 > 3.0902323}
    beyond = [name for name in distances if name in outside & rare]
    assert [name for name, rate in rates.items() if rate.chance in ("high", "low")] == beyond
    assert len(beyond) > len(far) + 2  # beyond chance is not yet remarkable
    finding = words.finding(choice)
    assert len(finding) <= words.LONGEST_TITLE
    if far:
        assert all(name in finding for name in far) and "stands out above" in finding
    else:
        assert f"no ward stands out, though {len(beyond)} of {len(distances)} differ" in finding
    among = tables.measure_table(choice).set_index("Ward")[tables.AMONG]
    assert set(among[among.str.startswith("stands out")].index) == set(far)
    arrows = [map_drawing.figure_words(rate)[-1] in "▲▼" for rate in choice.rates]
    assert sum(arrows) == len(far)
    for view in (RANKED, FUNNEL):
        frame = view.draw(choice)[1] if view.draw else None
        assert frame is not None
        dots = frame[frame["mark"] == "dot"]
        assert sorted(dots[dots["role"] != "inside"]["tip"].str.split(":").str[0]) == sorted(far)


@pytest.mark.usefixtures("_trafford")
def test_a_finding_names_the_wards_that_stand_out_of_what_is_shown() -> None:
    assert words.finding(chosen()) == (
        "EHC plan: Lostock & Barton stands out above the usual spread of wards around Trafford's "
        "4.5%"
    )
    assert words.finding(chosen(SUPPORT)) == (
        "SEN support: no ward stands out, though 9 of 21 differ from Trafford's 10.3% by more than "
        "chance"
    )


@pytest.mark.usefixtures("_trafford")
def test_a_table_says_both_whether_it_is_chance_and_where_a_ward_stands_among_wards() -> None:
    table = tables.measure_table(chosen()).set_index("Ward")
    both = {ward: (row["Against Trafford"], row[tables.AMONG]) for ward, row in table.iterrows()}
    assert both["Lostock & Barton"] == ("above what chance explains", "stands out above")
    assert both["Bucklow-St Martins"] == ("above what chance explains", "highest quarter")
    assert both["Flixton"] == ("within what chance explains", "middle half")
    assert both["Hale"] == ("below what chance explains", "lowest quarter")
    assert both["Old Trafford"] == ("not compared", "not compared")
    hidden = tables.measure_table(chosen(PLAN, MAINSTREAM))[tables.AMONG]
    assert "does not stand out" in set(hidden)  # 6 of 21 are hidden: no quarters of the others


@pytest.mark.usefixtures("_trafford")
def test_the_funnel_draws_both_pairs_of_limits_and_says_what_phi_is() -> None:
    frame = FUNNEL.draw(chosen())[1] if FUNNEL.draw else None
    assert frame is not None
    lines = frame[frame["mark"] == "line"]
    assert set(lines["segment"]) == {"council", "chance high", "chance low", "usual high"}
    ends = lines[lines["x"] == lines["x"].max()].set_index("segment")["y"]
    whole = 100 * 1875 / 41690
    assert round(ends["council"], 1) == round(whole, 1) == 4.5
    ratio = (ends["usual high"] - ends["council"]) / (ends["chance high"] - ends["council"])
    assert ratio == pytest.approx(math.sqrt(reckoned(chosen())[0]))
    for size in ("words wide", "words narrow"):
        said = frame[frame["mark"] == size]
        assert list(said["text"]) == [
            "Trafford 4.5%", "Usual spread", "Chance alone", "Lostock & Barton",
        ]  # fmt: skip
    assert "Wards vary 53 times as much as by chance (phi)" in FUNNEL.legend(chosen())
    told = words.spread_words(chosen())
    assert "19 wards with a figure vary 53 times as much as chance alone" in told
    assert "7.3 times as far from Trafford's 4.5%" in told


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize(("measure", "schools", "former"), SETTINGS)
def test_words_of_the_funnel_are_inside_it_and_cover_no_ward(
    measure: str, schools: str, former: bool
) -> None:
    choice = chosen(measure, schools, former)
    frame, ends = drawing.funnel(choice)
    dots = frame[frame["mark"] == "dot"]
    for size, width in drawing.WIDTHS.items():
        for _, word in frame[frame["mark"] == size].iterrows():
            x, y = word["x"] / ends["right"], word["y"] / ends["top"]
            wide, gap = width * len(word["text"]), drawing.NAME_GAP
            left = x + gap if word["role"] == "right" else x - gap - wide
            assert left >= 0 and left + wide <= 1.001
            low, high = {"over": (y + 0.01, y + 0.06), "under": (y - 0.06, y - 0.01)}.get(
                word["role"], (y - 0.02, y + 0.02)
            )
            assert low >= 0 and high <= 1
            covered = dots[
                (dots["x"] / ends["right"]).between(left, left + wide)
                & (dots["y"] / ends["top"]).between(low, high)
            ]
            assert len(covered) == 0, (size, word["text"])


def wards_of(plans: list[int], pupils: int = 2000) -> WardChoice:
    """As many wards as there are numbers of plans, all of one size, named A, B, C."""
    codes = [chr(ord("A") + number) for number in range(len(plans))]
    units = [unit(c, (c,), (pupils, 100, x)) for c, x in zip(codes, plans, strict=True)]
    data = replace(
        data_of(units),
        wards=tuple(Ward(ward_code=c, name=f"Ward {c}", former=False) for c in codes),
    )
    return WardChoice(data=data, measure=PLAN, schools=ALL_SCHOOLS, former=False)


def test_findings_of_wards_typed_in() -> None:
    """20 wards of 2,000 around 110 plans, an error of 10: most are 20 to 40 apart. Two far ones of
    20 count no further than the rest; four of 20 are part of the spread.
    """
    spread = [70, 130] * 8
    assert words.finding(wards_of([*spread, 60, 60, 100, 380])) == (
        "EHC plan: Ward T stands out above the usual spread of wards around Ashe's 5.5%"
    )
    assert words.finding(wards_of([*spread, 350, 360, 370, 380])).startswith(
        "EHC plan: no ward stands out, though 12 of 20 differ from Ashe's 7.7%"
    )
    some = wards_of([*[100] * 17, 140, 20, 400])
    assert words.finding(some) == (
        "EHC plan: Ward T stands out above, Ward S below the usual spread of wards around "
        "Ashe's 5.7%"
    )
    assert words.finding(wards_of([100] * 12)) == (
        "EHC plan: none of 12 wards stands out from Ashe's 5.0%"
    )


def test_wards_that_differ_by_chance_alone_have_one_pair_of_limits() -> None:
    choice = wards_of([90, 110] * 6)
    frame, _ = drawing.funnel(choice)
    assert set(frame[frame["mark"] == "line"]["role"]) == {"council", "chance"}
    assert "by no more than chance alone (phi 1.1)" in words.spread_words(choice)
    assert "Wards vary by no more than that" in FUNNEL.legend(choice)
    assert len(words.wards_outside(choice)) == 1


def test_a_few_wards_are_too_few_to_stand_out() -> None:
    """Their distance from the council by more than chance is told, and no ward is pointed at."""
    choice = wards_of([100, 100, 400])
    assert words.finding(choice) == (
        "EHC plan: 3 wards are too few to tell which stands out from Ashe's 10.0%"
    )
    assert words.wards_outside(choice)[1:] == [
        "Above what chance explains: Ward C (20.0%).",
        "Below what chance explains: Ward A (5.0%), Ward B (5.0%).",
    ]
    assert "fewer than 10 with a figure, so none is said to stand out" in words.spread_words(choice)
    assert [map_drawing.figure_words(rate) for rate in choice.rates] == ["20.0%", "5.0%", "5.0%"]
    assert "too few to tell" in FUNNEL.legend(choice)


def test_wards_of_very_different_sizes_have_the_same_spread_added() -> None:
    """Large wards lie as far apart as small ones, so that no multiple of chance fits them."""
    sizes = [300, 300, 1000, 1000, 3000, 3000, 10_000, 10_000, 30_000, 30_000, 90_000, 90_000]
    units = [
        unit(str(i), (str(i),), (n, 0, round(n * (0.06 if i % 2 else 0.14))))
        for i, n in enumerate(sizes)
    ]
    wards = tuple(Ward(ward_code=u.name, name=f"Ward {u.name}", former=False) for u in units)
    data = replace(data_of(units), wards=wards)
    choice = WardChoice(data=data, measure=PLAN, schools=ALL_SCHOOLS, former=False)
    assert choice.spread is not None and choice.spread.model == "random effects"
    assert not words.outside(choice.rates) and len(words.beyond_chance(choice.rates)) >= 8
    assert "add 3.3 percentage points between wards (tau)" in words.spread_words(choice)


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize("width", [330, 390, 960])
def test_the_title_of_a_funnel_is_not_pushed_out_of_the_picture(width: int) -> None:
    for measure in MEASURES:
        frame, ends = drawing.funnel(chosen(measure))
        spec = for_file(charts.funnel_chart.specification(ends, title=["Ward"]), width)
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        picture = ET.fromstring(vl_convert.vegalite_to_svg({**spec, "data": {"values": rows}}))
        assert left_of("Ward", picture) >= 0


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize(("measure", "schools", "former"), SETTINGS)
def test_nothing_hidden_goes_into_the_spread(measure: str, schools: str, former: bool) -> None:
    choice = chosen(measure, schools, former)
    assert choice.spread is not None
    shown = {rate.ward.ward_code for rate in choice.rates if rate.percent is not None}
    assert set(choice.spread.units) == shown


@pytest.mark.usefixtures("_trafford")
def test_the_subtitle_tells_that_a_newer_census_was_due() -> None:
    assert "was due in June" in words.subtitle(chosen())
    supplied = replace(trafford().edition, supplied=True)
    assert words.overdue(supplied) == ""


@pytest.mark.usefixtures("_trafford")
def test_schools_are_named_where_most_plans_are_outside_mainstream_schools() -> None:
    said = words.other_schools(chosen())
    bucklow = next(text for text in said if text.startswith("Bucklow-St Martins"))
    assert "Manor Academy Sale (special)" in bucklow
    assert "215 of 253" in bucklow
    assert not words.other_schools(chosen(SUPPORT))
    assert not words.other_schools(chosen(PLAN, MAINSTREAM))


@pytest.mark.usefixtures("_trafford")
def test_wards_with_few_schools_name_them() -> None:
    few = dict(words.few_schools(chosen()))
    assert len(few["Brooklands"].split(", ")) == 2
    assert "Bucklow-St Martins" not in few


# Every number is the answer to a question


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize("schools", [ALL_SCHOOLS, MAINSTREAM])
def test_every_number_is_in_the_answer_to_a_question(schools: str) -> None:
    data = trafford()
    with queries.connect() as cursor:
        totals = queries.ask(
            cursor, "ward_totals", la="358", period_end=CENSUS, mainstream=schools == MAINSTREAM
        ).set_index("ward_code")
    columns = {ALL_PUPILS: "pupils", SUPPORT: "sen_support", PLAN: "ehc_plan", ANY: "any_sen"}
    assert set(totals.index) == data.places
    for code, need in product(data.places, columns):
        count = data.count(code, need, schools)
        assert count in (None, totals.loc[code, columns[need]])
        value = data.percent(code, need, schools)
        if value is not None and need != ALL_PUPILS:
            assert value == pytest.approx(totals.loc[code, f"{columns[need]}_pc"])


@pytest.mark.usefixtures("_trafford")
def test_both_sets_of_wards_hold_all_schools() -> None:
    data = trafford()
    for former in (False, True):
        assert sum(len(data.inside(ward, ALL_SCHOOLS)) for ward in data.of(former)) == 103


# What is hidden stays hidden


@pytest.fixture
def printed(open_page: Open) -> dict[tuple[str, str, str], str]:
    """Every cell of the full table in every setting: by ward or council, column, schools."""
    app = open_page(PAGE, la="358", view=TABLE.label)
    codes = {(ward.name, ward.former): ward.ward_code for ward in trafford().wards}
    cells: dict[tuple[str, str, str], str] = {}
    for measure, schools, former in SETTINGS:
        app.segmented_control(key="provision").set_value(slug(measure))
        app.segmented_control(key="schools").set_value(slug(schools))
        app.segmented_control(key="vintage").set_value("former" if former else "current").run()
        assert not app.exception
        for _, row in read(app.table[0].value).iterrows():
            code = codes.get((row["Ward"], former), WHOLE_COUNCIL)
            for column, text in row.drop("Ward").items():
                old = cells.setdefault((code, str(column), schools), text)
                assert old == text
    return cells


class Reader:
    """Someone with the page, the list of schools, their kinds and wards, and another tool."""

    def __init__(self, cells: dict[tuple[str, str, str], str], units: tuple[Unit, ...]) -> None:
        self.units = units
        self.others: list[np.ndarray] = []
        rows, low, high = [], [], []
        for (code, column, schools), text in cells.items():
            need = column.removesuffix(", %")
            if need not in (*NEEDS, ANY, ALL_PUPILS):
                continue
            row = self.row(code, need, schools)
            if text == HIDDEN:
                if not column.endswith("%"):
                    rows.append(row)
                    low.append(min(row @ self.truth, 1))
                    high.append(np.inf)
            elif column.endswith("%"):
                pupils = self.row(code, ALL_PUPILS, schools) @ self.truth
                share = float(text.rstrip("%"))
                rows.append(row)
                low.append((share - 0.05001) * pupils / 100)
                high.append((share + 0.05001) * pupils / 100)
            else:
                rows.append(row)
                low.append(float(text.replace(",", "")))
                high.append(low[-1])
        self.page = LinearConstraint(np.array(rows), low, high)

    @property
    def truth(self) -> np.ndarray:
        return np.array([unit.counts[need] for unit in self.units for need in NEEDS], dtype=float)

    def row(self, code: str, need: str, schools: str) -> np.ndarray:
        needs = {ANY: (SUPPORT, PLAN), ALL_PUPILS: NEEDS}.get(need, (need,))
        return np.array(
            [
                counted in needs
                and (code == WHOLE_COUNCIL or code in unit.wards)
                and (schools == ALL_SCHOOLS or unit.group == "mainstream")
                for unit in self.units
                for counted in NEEDS
            ],
            dtype=float,
        )

    def finds(self, row: np.ndarray) -> bool:
        truth = round(row @ self.truth)
        if any(round(row @ other) != truth for other in self.others):
            return False
        return all(self._extreme(row, sign) == truth for sign in (1, -1))

    def _extreme(self, row: np.ndarray, sign: int) -> int:
        solution = milp(
            -sign * row,
            constraints=self.page,
            bounds=Bounds(0, 5_000),
            integrality=np.ones(len(row)),
        )
        assert solution.status == 0
        self.others.append(solution.x)
        return round(row @ solution.x)


def test_no_hidden_count_can_be_worked_out_from_all_that_the_page_shows(
    printed: dict[tuple[str, str, str], str],
) -> None:
    data = trafford()
    reader = Reader(printed, data.units)
    hidden = [key for key, text in printed.items() if text == HIDDEN]
    counts = [key for key in hidden if not key[1].endswith("%")]
    assert counts
    assert not [key for key in counts if reader.finds(reader.row(*key))]
    assert not solvable(data.screen.table, data.screen.hidden)


def test_no_small_count_follows_from_two_that_are_shown(
    printed: dict[tuple[str, str, str], str],
) -> None:
    """All schools less mainstream ones, and pupils less those with SEN, are counts too."""
    reader = Reader(printed, trafford().units)
    for code, need in product(trafford().places, (*NEEDS, ANY)):
        other = reader.row(code, need, ALL_SCHOOLS) - reader.row(code, need, MAINSTREAM)
        if 1 <= round(other @ reader.truth) <= 5:
            assert not reader.finds(other), (code, need)


def test_the_page_alone_would_be_solved_without_hiding(
    printed: dict[tuple[str, str, str], str],
) -> None:
    """The test above can fail: with all counts in print the small ones are found."""
    data = trafford()
    table = data.screen.table
    bare = {key: f"{table.printed[key[0], key[1], key[2]]:,}"
            for key in printed if key[1] in (*NEEDS, ANY, ALL_PUPILS)}  # fmt: skip
    reader = Reader(bare, data.units)
    assert any(reader.finds(reader.row(*key)) for key in data.screen.hidden)


def test_no_small_count_is_printed(printed: dict[tuple[str, str, str], str]) -> None:
    for (code, column, schools), text in printed.items():
        if column in (*NEEDS, ANY, ALL_PUPILS):
            assert text == HIDDEN or int(text.replace(",", "")) not in range(1, 6)
        if column.endswith("%") and text != HIDDEN:
            assert printed[code, column.removesuffix(", %"), schools] != HIDDEN


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize(("measure", "schools", "former"), SETTINGS)
def test_charts_and_tables_hold_no_number_of_a_hidden_ward(
    measure: str, schools: str, former: bool
) -> None:
    choice = chosen(measure, schools, former)
    hidden = {rate.ward.name for rate in choice.rates if rate.percent is None}
    pictures = [view.draw(choice) for view in offered(choice) if view.draw]
    frames = [frame for _, frame in pictures if frame is not None]
    assert len(frames) == (3 if former else 4)
    for frame in frames:
        plain = frame[frame["tip"].fillna("").str.split(":").str[0].isin(hidden)]
        assert set(plain["text"].dropna()) <= {HIDDEN}
        assert plain[["x", "x2", "y"]].fillna(0).eq(0).all(axis=None)
    drawn = map_drawing.mapped(choice)
    for feature in drawn.features:
        name, _, said = feature["properties"]["tip"].partition(": ")
        if name in hidden:
            assert (feature["properties"]["class"], said) == (None, HIDDEN)
    assert len(drawn.hatches) == len(hidden)
    twin = tables.measure_table(choice).set_index("Ward")
    for name in hidden:
        assert not re.search(r"\d", " ".join(twin.loc[name].drop([ALL_PUPILS, measure])))


def file_of(choice: WardChoice) -> pd.DataFrame:
    """The CSV that a reader downloads, read again; every cell a text."""
    sheet = exports.Paper(exhibit=exhibits.exhibit(choice, TABLE), link="")
    return pd.read_csv(io.BytesIO(exports.csv(sheet)), dtype=str)


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize(("measure", "schools", "former"), SETTINGS)
def test_the_file_hides_what_the_page_hides(measure: str, schools: str, former: bool) -> None:
    choice = chosen(measure, schools, former)
    frame = file_of(choice)
    data = choice.data
    assert len(frame) == 21
    for _, row in frame.iterrows():
        for need in (ALL_PUPILS, NO_SEN, SUPPORT, PLAN, ANY):
            count = data.count(row["ward code"], need, schools)
            assert row[need] == (HIDDEN if count is None else str(count))
        for need in MEASURES:
            value = data.percent(row["ward code"], need, schools)
            cell = row[f"{need}, per cent"]
            assert cell == HIDDEN if value is None else float(cell) == pytest.approx(value)
        assert NOT_OF_HOME in row["basis"].lower()


@pytest.mark.usefixtures("_trafford")
def test_hidden_wards_are_in_the_order_of_their_names() -> None:
    hidden = [rate.ward.name for rate in chosen(PLAN, MAINSTREAM).rates if rate.percent is None]
    assert hidden and hidden == sorted(hidden)


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize(("measure", "schools", "former"), SETTINGS)
def test_row_3_a_hidden_ward_never_stands_below_a_shown_zero(
    measure: str, schools: str, former: bool
) -> None:
    rates = chosen(measure, schools, former).rates
    zeros = [at for at, rate in enumerate(rates) if rate.percent == 0]
    hidden = [at for at, rate in enumerate(rates) if rate.words == HIDDEN]
    assert not zeros or not hidden or max(hidden) < min(zeros)


# What a council supplied


def test_supplied_figures_are_labelled_and_hidden_alike(
    camden: WardChoice, open_page: Open, monkeypatch: pytest.MonkeyPatch, supplied_data: Path
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(supplied_data))
    app = open_page(PAGE, la="202")
    assert not app.exception
    said = texts(app)
    assert "supplied by the council, not published by DfE" in said
    assert "Ward of the child's home" in said and NOT_OF_HOME not in said.lower()
    assert "<b>North</b> *x* $1$" in said
    assert camden.data.count("W3", PLAN, ALL_SCHOOLS) is None
    assert MAP.label not in app.segmented_control(key="view").options
    for view in (FUNNEL, SHARES, TABLE):
        app.segmented_control(key="view").set_value(slug(view.label)).run()
        assert not app.exception


@pytest.mark.usefixtures("camden")
def test_published_and_supplied_figures_are_chosen_and_never_mixed(open_page: Open,
    monkeypatch: pytest.MonkeyPatch, supplied_data: Path) -> None:  # fmt: skip
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(supplied_data))
    app = open_page(PAGE, la="358")
    published, supplied = app.selectbox(key="figures").options
    assert "January 2023" in published and "Supplied by the council" in supplied
    app.selectbox(key="figures").set_value(supplied).run()
    assert not app.exception
    chart = app.get("vega_lite_chart")[0].proto
    assert (
        "Supplied by the council, not published by DfE" in json.loads(chart.spec)["title"]["text"]
    )
    twin = read(app.table[0].value).set_index("Ward")
    assert twin.loc["Bucklow-St Martins", "Per cent"] == "5.0%"
    assert twin.loc["Hale", "Per cent"] == "Not supplied"
    assert "The likely reason" not in texts(app)


def test_supplied_names_are_harmless_in_a_file(camden: WardChoice) -> None:
    frame = file_of(camden)
    assert "'=South" in set(frame["ward"])


# Parts


def unit(name: str, wards: tuple[str, ...], counts: tuple[int, int, int], **more: str) -> Unit:
    pupils, support, plans = counts
    return Unit(
        name=name, kind=more.get("kind", "mainstream"), wards=wards, pupils=pupils,
        sen_support=support, ehc_plan=plans,
    )  # fmt: skip


def data_of(units: list[Unit]) -> WardData:
    council = Council(
        area_code="E", la_code="001", name="Ashe", region_code=None, region_name=None,
        joint_name=None,
    )  # fmt: skip
    return WardData(
        council=council, edition=Edition(supplied=False, basis="school", period_end=CENSUS),
        wards=(), units=tuple(units), screen=screen(units, mainstream=True),
        england={SUPPORT: None, PLAN: None, ANY: None},
    )  # fmt: skip


def test_wards_are_added_before_they_are_divided() -> None:
    """The worked value of the statistics reference: 2 of 10 and 30 of 600 are 32 of 610."""
    data = data_of([unit("a", ("A",), (610 - 300, 0, 16)), unit("b", ("B",), (300, 0, 16))])
    assert data.percent(WHOLE_COUNCIL, PLAN, ALL_SCHOOLS) == pytest.approx(100 * 32 / 610)
    assert tables.percent_words(data, WHOLE_COUNCIL, PLAN, ALL_SCHOOLS) == "5.2%"


def test_a_council_with_one_small_ward_is_hidden_and_not_an_error() -> None:
    data = data_of([unit("a", ("A",), (100, 3, 2)), unit("b", ("B",), (100, 0, 0))])
    assert data.count("A", PLAN, ALL_SCHOOLS) is None


def test_a_school_without_a_ward_is_a_row_of_its_own() -> None:
    data = data_of([unit("a", ("A",), (300, 40, 20)), unit("b", (NO_WARD,), (300, 40, 20))])
    assert data.count(NO_WARD, PLAN, ALL_SCHOOLS) == 20
    assert data.count("A", PLAN, ALL_SCHOOLS) == 20


def test_a_ward_without_a_school_says_so() -> None:
    data = data_of([unit("a", ("A",), (300, 40, 20))])
    assert tables.percent_words(data, "elsewhere", PLAN, ALL_SCHOOLS) == "No school"


SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]]}
RING = {
    "type": "Polygon",
    "coordinates": [
        [[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]],
        [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]],
    ],
}


def test_a_line_through_a_shape_is_cut_at_its_holes() -> None:
    assert shapes.chords(RING, 0.0, 2.0) == [((0, 2), (1, 2)), ((3, 2), (4, 2))]
    assert shapes.chords(SQUARE, 0.0, 5.0) == []


def test_a_label_stands_where_there_is_room() -> None:
    (x, y), room = shapes.spot(shapes.scan(SQUARE), 1.0, 0.5)
    assert (x, y) == pytest.approx((1.0, 1.0), abs=0.05) and room == 2.0
    (x, y), _ = shapes.spot(shapes.scan(RING), 3.0, 0.2)
    assert x == 2.0 and (y < 1 or y > 3)


def test_hatching_stays_inside_the_shape() -> None:
    lines = shapes.hatching_of(SQUARE, [SQUARE, RING])["coordinates"]
    assert lines
    assert all(0 <= c <= 2 for line in lines for point in line for c in point)


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize("former", [False, True])
def test_every_label_stands_in_its_ward(former: bool) -> None:
    for ward in trafford().of(former):
        assert ward.outline is not None
        (x, y), _ = shapes.spot(shapes.scan(ward.outline), 0.01, 0.001)
        assert any(left[0] <= x <= right[0] for left, right in shapes.chords(ward.outline, 0.0, y))


@pytest.mark.usefixtures("_trafford")
def test_classes_of_the_map_hold_every_ward_once() -> None:
    rates = chosen(SUPPORT).rates
    groups = map_drawing.classes(rates)
    assert len(groups) == 3
    assert all(low <= high for low, high in groups)
    assert [low for low, _ in groups] == sorted(low for low, _ in groups)
    assert map_drawing.classes([replace(rates[0], percent=None)]) == []


def drawn_map(choice: WardChoice, width: int) -> ET.Element:
    """The map as a picture of this width."""
    spec, _ = MAP.draw(choice) if MAP.draw else ({}, None)
    return ET.fromstring(vl_convert.vegalite_to_svg(for_file(spec, width)))


def place_of(text: str, picture: ET.Element) -> tuple[float, float]:
    """How far right of the left edge and below the top of a picture one of its texts stands."""
    parents = {child: parent for parent in picture.iter() for child in parent}
    node = next(part for part in picture.iter() if (part.text or "").startswith(text))
    across, down = 0.0, 0.0
    while node in parents:
        moved = re.search(r"translate\(([-\d.]+),([-\d.]+)\)", node.get("transform", ""))
        across, down = (
            (across + float(moved[1]), down + float(moved[2])) if moved else (across, down)
        )
        node = parents[node]
    return across, down


def left_of(text: str, picture: ET.Element) -> float:
    return place_of(text, picture)[0]


def height_of(text: str, picture: ET.Element) -> float:
    return place_of(text, picture)[1]


def words_in(picture: ET.Element) -> list[str]:
    return [part.text for part in picture.iter() if part.text and part.text.strip()]


@pytest.mark.usefixtures("_trafford")
def test_a_narrow_map_is_no_higher_than_its_wards_and_stands_below_its_title() -> None:
    picture = drawn_map(chosen(), 330)
    ends = float(picture.get("height", "0"))
    assert 400 < ends < 480  # the room that the style sheet keeps for it
    assert height_of("Ward of the school", picture) < 30
    assert 90 < height_of("0.5 to 2.4%", picture) < 140
    assert height_of("Crown copyright", picture) > ends - 60


@pytest.mark.usefixtures("_trafford")
def test_a_wide_map_has_its_title_at_its_side_and_room_for_a_verdict_below() -> None:
    picture = drawn_map(chosen(), 1204)
    assert charts.MAP_HEIGHT <= float(picture.get("height", "0")) <= 382
    assert height_of("Ward of the school", picture) < 40
    assert height_of("0.5 to 2.4%", picture) < 140


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize("width", [1204, 904, 620])
def test_every_ward_of_the_map_is_in_the_list_beside_it(width: int) -> None:
    choice, said = chosen(), words_in(drawn_map(chosen(), width))
    for number, ward in enumerate(map_drawing.listed(choice), start=1):
        assert (ward.number, ward.sign) == (number, str(number))
        assert ward.name in said and ward.figure in said and ward.sign in said


@pytest.mark.usefixtures("_trafford")
def test_on_a_phone_the_list_stands_below_the_map(open_page: Open) -> None:
    assert "Lostock & Barton" not in words_in(drawn_map(chosen(), 330))
    listed = map_drawing.listed_words(chosen())
    assert len(listed) == 21 and listed[0] == "Lostock & Barton 20.4% ▲"
    app = open_page(PAGE, la="358")
    assert "1. Lostock & Barton 20.4% ▲\n1. Bucklow-St Martins" in texts(app)


Placed = list[tuple[charts.MapLabel, shapes.Box]]


def placed(choice: WardChoice, mark: str) -> Placed:
    """The boxes in pixels, left, right, lower, upper, of what stands on the wards of one map."""
    drawn = map_drawing.mapped(choice)
    outlines = [rate.ward.outline for rate in choice.rates if rate.ward.outline]
    size = charts.NAMES_FIT if mark == charts.NAMED else charts.PINS_FIT
    across, up = shapes.scale(outlines, *size)
    boxes = []
    for label in (label for label in drawn.labels if label.mark == mark):
        lines = label.text.split("|")
        wide, high = max(map(text_width, lines)), charts.LABEL_HEIGHT * len(lines)
        if label.ink == charts.PIN_INK:
            wide, high = charts.PIN, charts.PIN
        x, y = label.lon * across, label.lat * up
        boxes.append((label, (x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)))
    return boxes


def outside_part(box: shapes.Box, outline: shapes.Shape, pixels: tuple[float, float]) -> float:
    """How much of a box in pixels lies outside a shape, as a part."""
    across, up = pixels
    left, right, low, high = box
    levels = [low + (high - low) * (step + 0.5) / 20 for step in range(20)]
    inside = sum(
        max(0.0, min(right, end[0] * across) - max(left, start[0] * across))
        for level in levels
        for start, end in shapes.chords(outline, 0.0, level / up)
    )
    return 1 - inside / (len(levels) * (right - left))


@pytest.mark.usefixtures("_trafford")
@pytest.mark.parametrize("mark", [charts.NAMED, charts.NUMBERED])
@pytest.mark.parametrize("former", [False, True])
def test_what_stands_on_wards_neither_collides_nor_leaves_its_ward(mark: str, former: bool) -> None:
    choice = chosen(former=former)
    boxes = placed(choice, mark)
    rates = [rate for rate in choice.rates if rate.ward.outline]
    assert len(boxes) == len(rates) >= 21
    for (label, box), (other, taken) in combinations(boxes, 2):
        apart = math.hypot(box[0] - taken[0], box[2] - taken[2])
        if label.ink == other.ink == charts.PIN_INK:
            assert apart > 0.95 * charts.PIN, (label.text, other.text)
        else:
            assert not shapes.overlap(box, taken), (label.text, other.text)
    size = charts.NAMES_FIT if mark == charts.NAMED else charts.PINS_FIT
    pixels = shapes.scale([rate.ward.outline for rate in rates if rate.ward.outline], *size)
    for (label, box), rate in zip(boxes, rates, strict=True):
        assert rate.ward.outline is not None
        most = 0.35 if label.ink == charts.PIN_INK else 0.03
        assert outside_part(box, rate.ward.outline, pixels) < most, label.text


@pytest.mark.usefixtures("_trafford")
def test_words_on_a_shade_can_be_read_in_either_theme() -> None:
    """No rim, and a colour that does not change with the theme, as the shade does not either."""
    spec, _ = MAP.draw(chosen()) if MAP.draw else ({}, None)
    texts = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    words_on_wards = [layer["mark"] for layer in texts if "longitude" in layer["encoding"]]
    rimmed = [mark for mark in words_on_wards if "stroke" in mark]
    assert [mark["color"] for mark in rimmed] == [colour("ink")]  # over hatching alone
    assert {mark["color"] for mark in words_on_wards} == {colour("ink"), *SEQUENCE.values()}


@pytest.mark.parametrize(
    "form",
    [charts.dots_chart, charts.funnel_chart, charts.shares_chart, charts.deprivation_chart],
    ids=lambda form: form.name,
)
def test_forms_use_the_agreed_colours_and_sizes(form: Form) -> None:
    spec = form.specification({"right": 10}, title=["Title"])
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(spec))) <= {*SEQUENCE}
    sizes = re.findall(r'"(?:font|labelFont|titleFont)Size": (\d+)', json.dumps(spec))
    assert sizes and min(map(int, sizes)) >= 14


def test_a_choice_is_the_councils(choose: Callable[..., Choice]) -> None:
    assert editions(choose("358").council)[0] == Edition(
        supplied=False, basis="school", period_end=CENSUS
    )
    assert editions(choose("202").council) == ()
