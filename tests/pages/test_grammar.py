"""Every sentence that the pages give a reader: articles, numbers, zeros, repetitions.

The councils are those with a name, a size or a history that trips sentences up.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import Choice
from pages.parts.overview import words
from pages.parts.overview.entries import entries
from tests.pages.exhibits import every_exhibit

COUNCILS = {
    "Trafford": "358",
    "Isles of Scilly": "420",
    "City of London": "201",
    "Isle of Wight": "921",
    "East Riding of Yorkshire": "811",
    "Bristol, City of": "801",
    "Manchester": "352",
    "Cumberland": "942",
    "Dorset": "838",
    "Kingston upon Thames": "314",
}
WRONG = {
    "an article is missing": r"\b(?:in|for|of|than) (?:Isles? of (?:Wight|Scilly)|City of London)"
    r"|\bin East Riding",
    "one of many": r"(?<![\d.,])1 (?:councils|steps|plans|pupils|children|wards|parts|years)\b",
    "one is many": r"(?<![\d.,])1 (?:\w+ )?(?:are|were|have|differ)\b",
    "many are one": r"\b(?:[2-9]|\d{2,}) (?:council|step|ward|part) \b",
    "none as a number": r"(?<![\d.,])0 (?:councils|steps|wards|others?) |(?<![\d.,])0 (?:is|are) ",
    "a difference of nothing": r"difference of 0(?:\.0+)? (?!\d)|\bby 0(?:\.0+)? percentage points",
    "of twice": r"\d of \d[\d,.]* of ",
    "a word twice": r"\b([A-Za-z]+) \1\b(?! \1)",
    "from nothing to nothing": r"from (Not available|Hidden[^,;]*|No figure) to \1",
    "Python shines through": r"\bNone\b|\bnan\b|\[\]|\{|\}",
    "spaces or stops": r"  |\.\.|,,| ,| \.",
    "shop talk": r"chance leaves|99\.8% (?:intervals?|limits|of)|exceptions out|as it seems"
    r"|decisions told",
}
ALLOWED = re.compile(r"\b(?:that that|had had|Baden Baden)\b")


def texts(exhibit: Exhibit) -> Iterator[str]:
    yield exhibit.finding
    yield from (*exhibit.subtitle, exhibit.warning, *exhibit.said, *exhibit.listed)
    yield from (*exhibit.notes, exhibit.withheld)
    for chart in exhibit.charts:
        yield from (chart.caption, chart.legend, chart.said, *chart.texts)


@pytest.mark.parametrize("la_code", COUNCILS.values(), ids=list(COUNCILS))
def test_every_sentence_is_english(la_code: str, choose: Callable[..., Choice]) -> None:
    choice, faults, read = choose(la_code), set[str](), 0
    sentences = [text for exhibit in every_exhibit(choice) for text in texts(exhibit)]
    for entry in entries(choice):
        sentences += [words.change(entry), words.verdict(entry), words.rank_words(entry)]
    for text in filter(None, sentences):
        read += 1
        for fault, pattern in WRONG.items():
            if (found := re.search(pattern, text)) and not ALLOWED.search(found[0]):
                faults.add(f"{fault}: '{found[0]}' in: {text[:200]}")
    assert read > 200
    assert not faults, "\n".join(sorted(faults)[:20])


@pytest.mark.parametrize("la_code", COUNCILS.values(), ids=list(COUNCILS))
def test_nothing_is_said_twice(la_code: str, choose: Callable[..., Choice]) -> None:
    faults = set()
    for exhibit in every_exhibit(choose(la_code)):
        said = " ".join((exhibit.finding, *exhibit.said, *exhibit.listed))
        for part in re.findall(r"\d+ of \d+ councils have a figure", said):
            if said.count(part) > 1:
                faults.add(f"{exhibit.key}: {part}")
        sentences = [s for s in re.split(r"(?<=\.) ", said) if len(s) > 20]
        faults |= {f"{exhibit.key}: {s}" for s in sentences if sentences.count(s) > 1}
    assert not faults, "\n".join(sorted(faults)[:20])
