"""The file that is taken along: whole, of one council's own figures, asking nobody for anything."""

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from hashlib import sha256

from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.figures.councils import Choice
from pages.parts.measure import exhibits
from pages.parts.present.html import html

Choose = Callable[..., Choice]


def written(choose: Choose, title: str = "Scrutiny of 9 December") -> str:
    exhibit = exhibits.exhibit("ehcp_20wk_ex_pc", choose())
    assert exhibit is not None
    slide = Slide(exhibit=exhibit, chart=exhibit.charts[0], page="ehc_plans", note="A note")
    frozen = "Figures as held on 28 November 2026."
    return html(
        Deck(
            title=title,
            place="Trafford",
            asof=date(2026, 11, 28),
            frozen=frozen,
            slides=(slide,),
        )
    ).decode()


def test_it_has_a_language_a_title_and_every_slide(choose: Choose) -> None:
    text = written(choose)
    assert text.startswith('<!doctype html>\n<html lang="en-GB">')
    assert "<title>Scrutiny of 9 December</title>" in text and text.count("<article") == 1
    assert "A note" in text and "Figures as held on 28 November 2026." in text
    assert "This is not an official statistic." in text


def test_its_policy_allows_its_own_script_and_sheet_and_nothing_else(choose: Choose) -> None:
    text = written(choose)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; ")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        ((_, inside),) = re.findall(rf"<{tag}( [^>]*)?>(.*?)</{tag}>", text, re.DOTALL)
        held = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{held}';" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_nothing_in_it_leads_elsewhere_by_itself(choose: Choose) -> None:
    text = written(choose)
    assert not re.search(r"""(\bsrc=|\bxlink:href|<link|@import|<iframe|<img|url\((?!#))""", text)
    assert not re.search(r'\bstyle="', text)  # its policy would drop it


def test_a_title_that_means_harm_is_text(choose: Choose) -> None:
    text = written(choose, "</title><script>alert(1)</script>")
    assert "<title>&lt;/title&gt;&lt;script&gt;" in text and text.count("<script") == 1
