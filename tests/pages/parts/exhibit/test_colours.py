"""Whether the colours can be seen, read and told apart, in both themes and by everybody."""

from itertools import combinations
from math import dist

import pytest

from pages.parts.exhibit.colours import PAIRS, colour, on_paper, sheet

Colour = tuple[float, float, float]  # linear red, green and blue

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, severity 1.0; for linear RGB.
SEEN_BY: dict[str, tuple[Colour, Colour, Colour]] = {
    "everybody else": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LINES = ("council", "england", "neighbours", "region", "chosen")
WORDS = ("ink", "muted", *LINES)
PLANS = ("blue", "green", "amber", "red")
# A chart compares with neighbours or with a region, never with both.
TOGETHER = [pair for pair in combinations(LINES, 2) if pair != ("neighbours", "region")]
THEMES = {"light": 0, "dark": 1}

each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def linear(text: str) -> Colour:
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return one_linear(red), one_linear(green), one_linear(blue)


def one_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it, from 1 to 21."""
    light, dark = sorted(
        (
            0.2126 * red + 0.7152 * green + 0.0722 * blue
            for red, green, blue in map(linear, (one, other))
        ),
        reverse=True,
    )
    return (light + 0.05) / (dark + 0.05)


def lab(seen: Colour) -> Colour:
    """CIE 1976 L*a*b* under D65."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in seen)
    x = cube((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = cube(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = cube((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def cube(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def distance(one: str, other: str, seen_by: str) -> float:
    """ΔE of 1976 between two colours as some people see them."""
    rows = SEEN_BY[seen_by]
    ends = []
    for parts in map(linear, (one, other)):
        red, green, blue = (sum(a * b for a, b in zip(row, parts, strict=True)) for row in rows)
        ends.append(lab((red, green, blue)))
    return dist(*ends)


def test_what_is_computed_is_what_is_published() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert distance("#FF0000", "#00FF00", "everybody else") == pytest.approx(170.6, abs=0.2)
    assert distance("#FF0000", "#00FF00", "deutan") < 80


@each_theme
@pytest.mark.parametrize("name", [*LINES, *PLANS, "edge"])
def test_lines_can_be_seen(name: str, theme: int) -> None:
    assert contrast(PAIRS[name][theme], PAIRS["ground"][theme]) >= 3


@each_theme
@pytest.mark.parametrize("name", LINES)
def test_lines_can_be_seen_on_the_band(name: str, theme: int) -> None:
    assert contrast(PAIRS[name][theme], PAIRS["band"][theme]) >= 3


@each_theme
@pytest.mark.parametrize("ground", ["ground", "raised"])
@pytest.mark.parametrize("name", WORDS)
def test_words_can_be_read(name: str, ground: str, theme: int) -> None:
    assert contrast(PAIRS[name][theme], PAIRS[ground][theme]) >= 4.5


@each_theme
def test_the_panel_of_a_crosshair_can_be_read(theme: int) -> None:
    assert contrast(PAIRS["ground"][theme], PAIRS["ink"][theme]) >= 7


@each_theme
@pytest.mark.parametrize("name", LINES)
def test_words_inside_a_bar_can_be_read(name: str, theme: int) -> None:
    assert contrast(PAIRS["ground"][theme], PAIRS[name][theme]) >= 4.5


@each_theme
@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("pair", TOGETHER, ids="-".join)
def test_lines_of_one_chart_are_told_apart(pair: tuple[str, str], seen_by: str, theme: int) -> None:
    one, other = (PAIRS[name][theme] for name in pair)
    assert distance(one, other, seen_by) >= 15


@pytest.mark.parametrize("pair", [("council", "neighbours"), ("council", "england")])
def test_the_council_differs_in_lightness_alone(pair: tuple[str, str]) -> None:
    one, other = (PAIRS[name][0] for name in pair)
    assert contrast(one, other) >= 1.5


def test_the_band_is_seen_and_stays_behind() -> None:
    for theme in THEMES.values():
        assert 1.1 < contrast(PAIRS["band"][theme], PAIRS["ground"][theme]) < 2


def test_a_colour_is_named_on_screen_and_given_on_paper() -> None:
    assert colour("council") == "var(--los-council)"
    assert on_paper(f"a {colour('council')} line") == f"a {PAIRS['council'][0]} line"
    assert all(f"--los-{name}:" in sheet() for name in PAIRS)
    with pytest.raises(KeyError):
        colour("puce")
