"""Claims read from printed digits: what is true passes, what the digits belie does not."""

import re

import pytest

from bench.audit import claims
from bench.audit.claims import CLAIMS, Said

TITLE = "Plans issued within 20 weeks: 53.4% of plans in Trafford in 2024"
ENGLAND = "Better than England's {england}, which is outside Trafford's 95% interval ({interval})."


def faults(text: str, polarity: str = "high", **known: float) -> list[str]:
    return list(claims.faults(Said(text=text, polarity=polarity, decimals=1), known))


TRUE = [
    f"{TITLE}, a fall from 62.4% a year earlier; better than England's 46.4%.",
    f"{TITLE}. It fell by 9.0 percentage points from 62.4% in 2023 (95% interval 2.1 to 15.7).",
    f"{TITLE}. No clear change from 52.1% in 2023: a difference of 1.3 percentage points could "
    "be chance.",
    f"{TITLE}. No clear change: 53.4% in 2023 as well.",
    f"{TITLE}. {ENGLAND.format(england='46.4%', interval='48.4% to 58.4%')}",
    f"{TITLE}. Cannot be told apart from England's 50.0%, which is inside Trafford's 95% interval "
    "(48.4% to 58.4%): it could be 0.97 to 1.17 times England's.",
    f"{TITLE}. In line with England's 53.0%: all of Trafford's 95% interval (48.4% to 58.4%) is "
    "within a fifth of it.",
    f"{TITLE}, the same as England's when rounded (53.4%).",
    f"{TITLE}. Better than the mean of 9 of 10 statistical neighbours (40.1%), which range from "
    "10.0% to 80.0%.",
    f"{TITLE}, joint 74th of 151 councils (1st is best); by chance alone it could be anywhere "
    "from 62nd to 87th.",
    f"{TITLE}, in the middle half of councils (29.2% to 79.4%).",
    f"{TITLE}, in the least favourable quarter of councils (53.4% or less).",
    f"{TITLE}, in the most favourable quarter of councils (above 53.3%).",
    f"{TITLE}, in the most favourable quarter of councils (above 53.4% before rounding).",
    f"{TITLE}; councils range from 3.0% (Devon) to 100.0% (3 councils)",
    f"{TITLE}; councils range from 3.0% (Devon) to 9.0% (Dorset); the counts do not add up",
    f"{TITLE}; of 150 other councils 54 are better by more than chance, 46 are worse and 50 "
    "cannot be told apart.",
    "Requests refused: 1 of 2 requests in Rutland in 2024, a fall from 62.5% (25 of 40) a year "
    "earlier.",
]

BELIED = [
    (0, "fall", "rise"),
    (0, "62.4%", "53.4%"),
    (0, "better", "worse"),
    (1, "fell", "rose"),
    (1, "2.1 to", "0.0 to"),
    (1, "9.0", "8.0"),
    (2, "1.3", "3.1"),
    (3, "53.4% in 2023", "53.5% in 2023"),
    (4, "46.4%", "48.4%"),
    (4, "Better", "Worse"),
    (5, "50.0%", "58.5%"),
    (5, "0.97", "1.01"),
    (6, "58.4%", "68.4%"),
    (7, "(53.4%)", "(53.5%)"),
    (8, "Better", "Worse"),
    (8, "40.1%", "81.1%"),
    (9, "74th", "88th"),
    (10, "29.2%", "53.5%"),
    (11, "53.4% or", "53.3% or"),
    (12, "53.3%", "53.4%"),
    (13, "53.4% before", "53.5% before"),
    (14, "100.0%", "50.0%"),
    (16, "46 are", "47 are"),
    (17, "1 of 2", "2 of 2"),
    (0, "better than England's", "better than the moon's"),
]


@pytest.mark.parametrize("text", TRUE)
def test_what_the_digits_show_passes(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(("place", "right", "wrong"), BELIED)
def test_what_the_digits_belie_is_found(place: int, right: str, wrong: str) -> None:
    assert right in TRUE[place]
    assert faults(TRUE[place].replace(right, wrong))


def test_better_is_lower_where_low_is_better() -> None:
    assert faults(TRUE[0], polarity="low")
    assert faults(TRUE[0].replace("better", "worse"), polarity="low") == []


def test_a_number_that_was_worked_out_otherwise_is_found() -> None:
    assert faults(TRUE[4], value=53.42, england=46.43, low=48.4, high=58.44) == []
    assert faults(TRUE[4], england=46.5) == ["england is printed as 46.4, and is 46.5"] * 2
    assert faults(TRUE[17], value=50.0, was=62.5) == []


def test_every_form_is_tried() -> None:
    untried = [
        claim.pattern
        for claim in CLAIMS
        if not any(re.search(claim.pattern, text, re.IGNORECASE) for text in TRUE)
    ]
    assert untried == []
