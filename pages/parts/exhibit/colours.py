"""The colours of everything drawn: one name for each, with a light and a dark one behind it.

A chart, the style sheet and our components name a colour as a variable of the style sheet, so that
a reader's change of theme needs no new drawing. Files have the light one in its place: paper is
white, and what draws files knows no variables.

Lines differ in lightness too, and pass 3 to 1 on both grounds, words 4.5 to 1; the distances for
three kinds of colour blindness are computed in tests/pages/parts/exhibit/test_colours.py.
"""

import re

PAIRS = {
    "ground": ("#FFFFFF", "#14191F"),
    "raised": ("#F0F2F6", "#202832"),
    "ink": ("#0B0C0C", "#F3F5F7"),
    "muted": ("#505A5F", "#B1BAC2"),  # words that stand back
    "edge": ("#767C82", "#8D979F"),  # rules and edges that must be seen
    "quiet": ("#BFBFBF", "#55606B"),  # what may stay in the background
    "grid": ("#E5E6E7", "#2B343D"),
    "band": ("#E4EBF2", "#263341"),  # the middle half of councils, behind every line
    "council": ("#12436D", "#9CC9F0"),
    "england": ("#BC4900", "#F58B45"),
    "neighbours": ("#A82FD8", "#C582F7"),
    "region": ("#007C77", "#3DB39A"),
    "chosen": ("#4A4A4A", "#C9CDD1"),
    # The four colours of improvement plans, each with a shape of its own; never of a line.
    "blue": ("#1D70B8", "#5694CA"),
    "green": ("#00703C", "#4CB37F"),
    "amber": ("#B35900", "#F5A623"),
    "red": ("#B10E1E", "#FF7A6B"),
}

_VARIABLE = re.compile(r"var\(--los-([a-z]+)\)")


def colour(name: str) -> str:
    """A colour as charts and style sheets name it: 'var(--los-council)'. Raises KeyError."""
    assert PAIRS[name]
    return f"var(--los-{name})"


def on_paper(text: str) -> str:
    """The same text, such as a specification in JSON, with light colours for the variables."""
    return _VARIABLE.sub(lambda match: PAIRS[match[1]][0], text)


def sheet() -> str:
    """The variables, as CSS; a browser that knows no `light-dark` has the light ones."""
    light = "".join(f"--los-{name}:{pair[0]};" for name, pair in PAIRS.items())
    both = "".join(f"--los-{name}:light-dark({pair[0]},{pair[1]});" for name, pair in PAIRS.items())
    return (
        f":root{{{light}}}\n"
        f"@supports (color:light-dark(#000,#fff)){{:root{{{both}}}}}\n"
        f"@media print{{:root{{{light}}}}}"
    )
