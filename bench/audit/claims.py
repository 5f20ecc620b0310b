"""What a sentence claims, read again from its printed digits: nothing rounded may belie it.

A reader sees the printed numbers alone. "Worse than England's 43.6%, which is outside the interval
(43.6% to 47.0%)" is true of the stored numbers and a mistake to whoever reads it.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bench.audit.oracle import LEAST_ALIKE, MINUS, MOST_ALIKE, printed

NUMBER = rf"{MINUS}?\d+(?:,\d{{3}})*(?:\.\d+)?"
# '53.4%'; of few '62.5% (25 of 40)', of fewer still '1 of 1'.
FIGURE = rf"(?:{NUMBER} of {NUMBER}|{NUMBER}%? \({NUMBER} of {NUMBER}\)|{NUMBER}%?)"
TITLE = rf"^[^:]+: (?P<value>{FIGURE})"
WORD = "(?P<word>better|worse|higher|lower)"
# Where such a word stands, one of the forms below must have it.
JUDGING = (
    r"\b(?:better|worse|higher|lower) than|\b(?:rose|fell) by|\ba (?:rise|fall) from|range from"
    r"|times England|anywhere from|is (?:out|in)side|within a fifth|quarter of councils \("
)
ORDINAL = r"(?:st|nd|rd|th)"

Read = Mapping[str, float]  # the numbers of a sentence, by what they are


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence as it stands, and of its measure the polarity and the decimals."""

    text: str
    polarity: str
    decimals: int

    @property
    def value(self) -> float:
        """The council's own figure, as printed in the title; nan where there is none."""
        found = re.match(TITLE, self.text)
        return self.figure(found["value"]) if found else math.nan

    def sign(self, word: str) -> int:
        """1 for a word that says higher or up, -1 for lower or down, by the polarity for better."""
        if word in ("better", "worse"):
            return 1 if (word == "better") == (self.polarity == "high") else -1
        return -1 if word in ("lower", "fall", "fell") else 1

    def figure(self, text: str) -> float:
        """A figure as printed: '53.4%', '62.5% (25 of 40)', or '1 of 2', which is 50."""
        first, *others = (number(each) for each in re.findall(NUMBER, text))
        if not others or "(" in text:
            return first
        return number(printed(100 * first / others[0], self.decimals))

    def read(self, groups: Mapping[str, str | None]) -> dict[str, float]:
        """The numbers that a pattern found, and `unit`, the last digit of the measure."""
        found = {
            name: 0.0 if text == "none" else self.figure(text)
            for name, text in groups.items()
            if text is not None and name != "word"
        }
        return found | {"unit": 10.0**-self.decimals}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A form of words, when it holds of its printed numbers, and what is wrong where it does not.

    `holds` gets the figure of the title, the numbers by their names in the pattern, and 1 or -1
    for the word that judges.
    """

    pattern: str
    holds: Callable[[float, Read, int], bool]
    fault: str


def number(text: str) -> float:
    return float(text.replace(",", "").replace(MINUS, "-"))


CLAIMS = [
    Claim(pattern=TITLE, holds=lambda *_: True, fault=""),
    Claim(
        pattern=rf", a (?P<word>rise|fall) from (?P<was>{FIGURE}) (?:a year earlier|in |on )",
        holds=lambda value, read, sign: (value - read["was"]) * sign > 0,
        fault="a rise or a fall that the printed figures do not show",
    ),
    Claim(
        pattern=rf"It (?P<word>rose|fell) by (?P<size>{NUMBER})[^.]*? from (?P<was>{FIGURE}) "
        rf"(?:in|on) [^(]*\(95% interval (?P<least>{NUMBER}) to (?P<most>{NUMBER})\)",
        holds=lambda value, read, sign: (
            0 < read["least"] <= read["size"] + read["unit"] / 2
            and read["size"] - read["unit"] / 2 <= read["most"]
            and abs((value - read["was"]) * sign - read["size"]) <= 1.5 * read["unit"] + 1e-9
        ),
        fault="a change that its printed interval or the two printed figures do not show",
    ),
    Claim(
        pattern=rf"No clear change from (?P<was>{FIGURE}) (?:in|on) [^:.]*: a difference of "
        rf"(?P<size>{NUMBER})",
        holds=lambda value, read, _: (
            read["size"] > 0
            and abs(abs(value - read["was"]) - read["size"]) <= 1.5 * read["unit"] + 1e-9
        ),
        fault="a difference that the two printed figures do not show",
    ),
    Claim(
        pattern=rf"No clear change: (?P<was>{FIGURE}) (?:in|on) [^.]* as well",
        holds=lambda value, read, _: value == read["was"],
        fault="two figures that are not printed alike are told as the same",
    ),
    Claim(
        pattern=rf"{WORD} than England's (?P<england>{NUMBER})%?",
        holds=lambda value, read, sign: (value - read["england"]) * sign > 0,
        fault="a verdict on England that the printed figures do not show",
    ),
    Claim(
        pattern=rf"{WORD} than England's (?P<england>{NUMBER})%?, which is outside .*?"
        rf"95% interval \((?P<low>{NUMBER})%? to (?P<high>{NUMBER})%?\)",
        holds=lambda _, read, sign: (
            read["england"] < read["low"] if sign > 0 else read["england"] > read["high"]
        ),
        fault="a printed figure of England that is not outside the printed interval",
    ),
    Claim(
        pattern=rf"Cannot be told apart from England's (?P<england>{NUMBER})%?, which is inside .*?"
        rf"95% interval \((?P<low>{NUMBER})%? to (?P<high>{NUMBER})%?\)",
        holds=lambda _, read, __: read["low"] <= read["england"] <= read["high"],
        fault="a printed figure of England that is not inside the printed interval",
    ),
    Claim(
        pattern=rf"it could be (?P<times_low>{NUMBER}) to (?P<times_high>{NUMBER}) times England",
        holds=lambda _, read, __: read["times_low"] <= 1 <= read["times_high"],
        fault="'cannot be told apart' beside a range of ratios that leaves out 1",
    ),
    Claim(
        pattern=rf"In line with England's (?P<england>{NUMBER})%?: all of .*?95% interval "
        rf"\((?P<low>{NUMBER})%? to (?P<high>{NUMBER})%?\) is within a fifth of it",
        holds=lambda _, read, __: (
            LEAST_ALIKE * (read["england"] - read["unit"] / 2) <= read["low"] + read["unit"] / 2
            and read["high"] - read["unit"] / 2 <= MOST_ALIKE * (read["england"] + read["unit"] / 2)
        ),
        fault="an interval that is not within a fifth of England's figure",
    ),
    Claim(
        pattern=rf"the same as England's when rounded \((?P<england>{NUMBER})%?\)",
        holds=lambda value, read, _: value == read["england"],
        fault="two figures that are not printed alike are told as the same",
    ),
    Claim(
        pattern=rf"{WORD} than the mean of (?:\d+ of )?\d+ statistical "
        rf"neighbours \((?P<mean>{NUMBER})%?\)",
        holds=lambda value, read, sign: (value - read["mean"]) * sign > 0,
        fault="a verdict on the neighbours that the printed figures do not show",
    ),
    Claim(
        pattern=rf"Mean of (?:\d+ of )?\d+ statistical neighbours(?:: | \()(?P<mean>{NUMBER})%?\)?"
        rf", which range from (?P<near_low>{NUMBER})%? to (?P<near_high>{NUMBER})%?",
        holds=lambda _, read, __: read["near_low"] <= read["mean"] <= read["near_high"],
        fault="a mean outside the range of what it is the mean of",
    ),
    Claim(
        pattern=rf"(?P<rank>\d+){ORDINAL} of (?P<of>\d+) councils[^;]*; by chance alone it could "
        rf"be anywhere from (?P<best>\d+){ORDINAL} to (?P<worst>\d+){ORDINAL}",
        holds=lambda _, read, __: read["best"] <= read["rank"] <= read["worst"] <= read["of"],
        fault="a rank outside its own range",
    ),
    Claim(
        pattern=rf"in the middle half of councils \((?P<from>{NUMBER})%? to (?P<to>{NUMBER})%?\)",
        holds=lambda value, read, _: read["from"] <= value <= read["to"],
        fault="a printed figure that is not in its quarter",
    ),
    Claim(
        pattern=rf"quarter of councils \((?P<to>{NUMBER})%? or less\)",
        holds=lambda value, read, _: value <= read["to"],
        fault="a printed figure that is not in its quarter",
    ),
    Claim(
        pattern=rf"quarter of councils \(above (?P<from>{NUMBER})%?\)",
        holds=lambda value, read, _: value > read["from"],
        fault="a printed figure that is not above what it is said to be above",
    ),
    Claim(
        pattern=rf"quarter of councils \(above (?P<from>{NUMBER})%? before rounding\)",
        holds=lambda value, read, _: value == read["from"],
        fault="a figure that is not printed as what it is said to be above before rounding",
    ),
    Claim(
        pattern=rf"councils range from (?P<from>{NUMBER})%? \(.*?\) to (?P<to>{NUMBER})%? \(.*?\)$",
        holds=lambda value, read, _: read["from"] <= value <= read["to"],
        fault="a printed figure outside the range of all councils",
    ),
    Claim(  # of a council whose counts do not add up, which is left out of the range
        pattern=rf"councils range from {NUMBER}%? \(.*?\) to {NUMBER}%? \(.*?\); the counts do not",
        holds=lambda *_: True,
        fault="",
    ),
    Claim(
        pattern=r"of (?P<others>\d+) other councils (?P<above>\d+|none) (?:is|are) \w+ by more "
        r"than chance, (?P<below>\d+|none) (?:is|are) \w+ and (?P<apart>\d+|none) cannot be told "
        r"apart",
        holds=lambda _, read, __: read["others"] == read["above"] + read["below"] + read["apart"],
        fault="councils that do not add up",
    ),
]


def faults(said: Said, known: Mapping[str, float | None]) -> Iterator[str]:
    """The claims of a sentence that its printed digits belie, and the numbers that are not `known`.

    `known` has what was worked out again, by the names in the patterns; what it lacks is not
    asked about.
    """
    value, heard = said.value, []
    for claim in CLAIMS:
        for found in re.finditer(claim.pattern, said.text, flags=re.IGNORECASE):
            heard.append(found.span())
            groups = found.groupdict()
            if not claim.holds(value, said.read(groups), said.sign(_word(groups))):
                yield f"{claim.fault}: {found[0]}"
            yield from _unknown(said, groups, known)
    for found in re.finditer(JUDGING, said.text, flags=re.IGNORECASE):
        if not any(start <= found.start() and found.end() <= end for start, end in heard):
            yield f"a claim in words that the audit does not know: {found[0]}"


def _word(groups: Mapping[str, str | None]) -> str:
    return (groups.get("word") or "").lower()


def _unknown(
    said: Said, groups: Mapping[str, str | None], known: Mapping[str, float | None]
) -> Iterator[str]:
    """The numbers of a claim that are printed otherwise than what was worked out."""
    for name, text in groups.items():
        if name not in known or text is None:
            continue
        due = known[name]
        as_due = None if due is None else number(printed(due, _decimals(text, said.decimals)))
        if as_due is None or abs(said.figure(text) - as_due) > _hidden(text):
            yield f"{name.replace('_', ' ')} is printed as {text}, and is {due}"


def _decimals(text: str, usual: int) -> int:
    """How many decimals the first number of a figure has; counts alone stand for the usual ones."""
    if " of " in text and "(" not in text:
        return usual
    found = re.search(NUMBER, text)
    return len(found[0].partition(".")[2]) if found else usual


def _hidden(text: str) -> float:
    """What rounding may hide of a percentage told by its counts: some are counted in tenths."""
    if " of " not in text or "(" in text:
        return 1e-9
    part, whole = (number(each) for each in re.findall(NUMBER, text))
    return 100 * 0.05 * (1 + part / whole) / whole + 0.05
