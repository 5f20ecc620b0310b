"""Templates: what data and papers say is text, whatever it looks like."""

from pathlib import Path

import pandas as pd
import pytest

import queries
from etl.database import releases
from pages.parts.exhibit.exhibit import Exhibit, Figures, Folded, Layout
from pages.parts.present.site import markup
from pages.parts.present.site.rooms import Item
from tests.pages.parts.present.reading_html import Page

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\x00 &amp; {{ 7 * 7 }}"


@pytest.fixture
def said(snapshot_data: Path) -> str:
    """A section page of which every text is hostile."""
    table = pd.DataFrame({HOSTILE: [HOSTILE]})
    exhibit = Exhibit(
        key="hostile",
        place=HOSTILE,
        finding=HOSTILE,
        measure=HOSTILE,
        basis=HOSTILE,
        period=HOSTILE,
        subtitle=(HOSTILE,),
        warning=HOSTILE,
        said=(HOSTILE,),
        listed=(HOSTILE,),
        notes=(HOSTILE,),
        withheld=f"{HOSTILE}!",
        tables=((HOSTILE, table),),
        folded=(Folded(title=HOSTILE, icon="", texts=(HOSTILE,), table=table),),
        figures=Figures(frame=lambda: table, layout=Layout(down=HOSTILE)),
        source=HOSTILE,
        definition=(HOSTILE,),
    )
    item = Item(anchor="a", label=HOSTILE, exhibits=(exhibit,), absent=HOSTILE)
    with queries.one_database(releases.current(snapshot_data)):
        return markup.page(
            "section.html", 3, title=HOSTILE, heading=HOSTILE, place=HOSTILE, council="trafford",
            here="", hall=HOSTILE, nav=[(HOSTILE, [(HOSTILE, "a")])], items=[item, item],
            charts={"hostile": []},
        )  # fmt: skip


def test_no_text_becomes_markup(said: str) -> None:
    found = Page(said)

    assert "img" not in found.tags
    assert found.tags.count("script") == 2
    assert "\x00" not in said
    assert "{{ 7 * 7 }}" in said
    assert "".join(found.texts).count("alert(1)</script>") > 15


def test_a_template_that_lacks_a_word_is_refused() -> None:
    with pytest.raises(markup.jinja2.UndefinedError):
        markup._templates().get_template("index.html").render()
