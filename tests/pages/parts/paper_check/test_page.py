"""The page Paper check: what ships, a paper pasted in, corrected, kept and removed."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking import reader
from pages.parts.paper_check import exhibits, telling
from pages.parts.paper_check.choice import HELD
from pages.parts.paper_check.reading import MOST_BYTES
from pages.parts.paper_check.records import Verdict
from queries import PROJECT

Open = Callable[..., AppTest]

PAGE = "pages/paper_check.py"
PAPER = """SEND update

In January 2023 Trafford maintained 2,745 EHC plans.
In January 2022 there were 2,500 EHC plans in Trafford.
The team answered 312 telephone calls.
"""
HOSTILE = """# <script>alert(1)</script> *bold* [here](https://evil.example)

=HYPERLINK("https://evil.example") in January 2023 Trafford maintained 2,745 EHC plans <b>now</b>.
"""


@pytest.fixture
def kept_in(app_data: Path) -> Iterator[Path]:
    """The folder of kept papers, empty again after the test."""
    folder = app_data / "papers"
    yield folder
    for path in folder.rglob("*.json"):
        path.unlink()


def paste(app: AppTest, text: str) -> AppTest:
    app.text_area(key=exhibits.TEXT).set_value(text)
    return submit(app)


def submit(app: AppTest) -> AppTest:
    (button,) = (each for each in app.button if each.label.startswith("Check it for"))
    return button.click().run()


def open_form(open_page: Open, **address: str) -> AppTest:
    return open_page(PAGE, show="check-a-paper", **address)


def verdicts(app: AppTest) -> list[str]:
    return list(app.table[0].value["Verdict"])


def correct(app: AppTest, row: int, **fields: object) -> AppTest:
    """What the browser sends when a reader changes fields of the table of corrections."""
    (editor,) = app.data_editor
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = editor.proto.id
    state.string_value = json.dumps(
        {"edited_rows": {str(row): fields}, "added_rows": [], "deleted_rows": []}
    )
    return app._run(states)


def shown(text: object) -> str:
    """Markdown as a reader sees it: every sign with a backslash before it is itself."""
    return re.sub(r"\\(.)", r"\1", str(text))


def everything(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.info, *app.error, *app.warning]
    return "\n".join(str(part.value) for part in parts)


def test_the_papers_of_trafford_come_first(open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert shown(app.header[0].value).startswith("Paper check, 25 July 2023: 55 figures, ")
    assert [len(table.value) for table in app.table] == [55, 10]
    assert app.selectbox(key="paper").value == "2023-07-25"
    days = [option.split(":")[0] for option in app.selectbox(key="paper").options]
    assert days == ["25 July 2023", "September 2022", "May 2022", "14 January 2020", "August 2019"]


def test_the_finding_counts_what_the_table_holds(open_page: Open) -> None:
    app = open_page(PAGE)
    told, held = shown(app.header[0].value), verdicts(app)
    matches = sum(words.endswith(f" {Verdict.MATCHES}") for words in held)
    differ = sum(words.endswith(f" {Verdict.DIFFERS}") for words in held)
    assert f" {matches} match" in told and f" {differ} differ" in told


def test_verdict_and_topic_narrow_the_table_and_stand_in_the_address(open_page: Open) -> None:
    app = open_page(PAGE, verdict="differs", topic="ehc-plans")
    assert set(verdicts(app)) == {"◆ differs"}
    assert app.selectbox(key="verdict").value == "differs"
    whole = len(open_page(PAGE).table[0].value)
    assert 0 < len(app.table[0].value) < whole
    assert any(f"of {whole} figures shown" in each.value for each in app.caption)


def test_a_council_without_papers_is_told_what_to_do(open_page: Open) -> None:
    app = open_page(PAGE, council="camden")
    assert not app.exception
    assert "No paper of Camden comes with this dashboard" in everything(app)
    assert len(app.file_uploader) == 1 and len(app.text_area) == 1
    assert "python" not in everything(app)


def test_a_pasted_paper_is_checked_and_a_correction_followed(open_page: Open) -> None:
    app = paste(open_form(open_page), PAPER)
    assert not app.exception
    assert app.header[0].value.startswith("Paper check")
    first, second = verdicts(app)
    assert first == "● matches"
    assert second == "◆ differs"
    assert "312" in app.table[1].value["Quoted"].iloc[0]  # not recognised, and told
    app = correct(app, 1, **{"Figure": 2448})
    assert not app.exception
    assert verdicts(app) == ["● matches", "● matches"]
    app = correct(app, 1, **{"Leave out": True})
    assert verdicts(app) == ["● matches"]


def test_a_number_that_was_not_recognised_becomes_a_figure_by_its_measure(open_page: Open) -> None:
    app = paste(open_form(open_page), PAPER)
    app = correct(app, 2, Measure="plans", From=None, To="2023-01-31")
    assert len(verdicts(app)) == 3
    assert verdicts(app)[2] == "◆ differs"


def test_the_text_of_a_paper_is_text(open_page: Open) -> None:
    app = paste(open_form(open_page), HOSTILE)
    assert not app.exception
    said = everything(app)
    assert "<script>" not in said and "[here](" not in said and "<b>" not in said
    frame = app.table[0].value
    assert not any("<b>" in str(cell) for cell in frame.to_numpy().ravel())


def test_a_paper_without_figures_says_so(open_page: Open) -> None:
    app = paste(open_form(open_page), "The committee thanked the officers for coming.")
    assert not app.exception
    assert "No figure" in everything(app)


def test_nothing_dropped_in_is_one_sentence(open_page: Open) -> None:
    app = submit(open_form(open_page))
    assert not app.exception
    assert [shown(each.value) for each in app.error] == [telling.NOTHING_GIVEN]


def test_a_picture_is_refused_in_a_sentence(open_page: Open) -> None:
    app = open_form(open_page)
    app.file_uploader(key=exhibits.FILE).set_value(("scan.pdf", b"\x89PNG....", "application/pdf"))
    app = submit(app)
    assert "picture" in app.error[0].value


def test_nothing_is_kept_unless_the_reader_keeps_it(open_page: Open, kept_in: Path) -> None:
    app = paste(open_form(open_page), PAPER)
    assert not list(kept_in.rglob("*.json"))
    app.text_input(key="kept-title").set_value("SEND update")
    app = app.button(key="keep").click().run()
    assert not app.exception
    assert HELD not in app.session_state
    (file,) = kept_in.rglob("*.json")
    assert "telephone" not in file.read_text(encoding="utf-8")
    again = open_page(PAGE)  # another reader
    paper = next(o for o in again.selectbox(key="paper").options if o.endswith("SEND update"))
    again.selectbox(key="paper").select(paper).run()
    assert verdicts(again) == ["● matches", "◆ differs"]
    again.button(key="remove").click().run()
    assert not list(kept_in.rglob("*.json"))


def test_on_a_server_open_to_others_nothing_is_kept(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_names", lambda: ["localhost", "sight.example.gov.uk"])
    app = paste(open_form(open_page), PAPER)
    assert "not kept on a dashboard that is open to others" in everything(app)
    assert not [each for each in app.button if each.key == "keep"]


def test_quoted_points_stand_on_the_published_line(open_page: Open) -> None:
    app = open_page(PAGE, show="on-the-published-line")
    assert not app.exception
    (chart,) = app.get("vega_lite_chart")
    assert "quoted as" in chart.proto.alt
    assert len(app.selectbox(key="figure").options) > 5


def test_no_address_is_longer_than_it_may_be(open_page: Open) -> None:
    app = open_page(PAGE, council="trafford", verdict="differs", topic="ehc-plans")
    links = [text.value for text in app.code if text.value.startswith("http")]
    assert links and all(len(link) < 300 for link in links)


def test_the_server_takes_as_much_as_is_read() -> None:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    most = config["server"]["maxUploadSize"] * 1024 * 1024
    assert MOST_BYTES <= most < 1.1 * MOST_BYTES
