"""Text from data does nothing on the screen or in a spreadsheet."""

import pytest

from pages.parts.language.safe import cell, link_target, plain


@pytest.mark.parametrize(
    "text", ["[a](http://b)", "**b**", "# c", "<b>", ":red[x]", "$x$", "- a", "~~d~~"]
)
def test_markdown_is_shown_and_not_obeyed(text: str) -> None:
    escaped = plain(text)
    assert escaped.replace("\\", "") == text
    assert all(f"\\{mark}" in escaped for mark in text if mark in "[]()*#<>:$~-")


def test_text_stays_on_one_line() -> None:
    assert plain("Bath\n\n# and") == "Bath \\# and"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/b (c)", "https://a.example/b%20(c%29"),
        ("http://a.example", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_https_is_linked_and_no_address_ends_its_link(url: str, target: str) -> None:
    assert link_target(url) == target


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Trafford", "5% = low", -1.5, None])
def test_other_cells_are_left_alone(value: object) -> None:
    assert cell(value) == value
