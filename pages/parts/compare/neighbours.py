"""The statistical neighbours on every tab: three rules, both models, who is missing, what depends.

The rule and the model are choices; where the verdict depends on them, the page says so.
"""

import pandas as pd

from analysis.neighbours import ENOUGH_NEIGHBOURS, RULES, NeighbourFigure, Rule
from pages.parts.compare.data import Compared
from pages.parts.compare.words import place, when
from pages.parts.figures.database import shown, symbol_words
from pages.parts.figures.view import missing_words
from pages.parts.language import words as language_words
from pages.parts.measure.sentences import judging_word

APART = "cannot be told apart"
ENOUGH = (
    f"No figure with fewer than {ENOUGH_NEIGHBOURS} neighbours. Mean and median: of the "
    "neighbours’ figures, whatever their size. Pooled: all their children counted together."
)


def heading(seen: Compared) -> str:
    return (
        f"{language_words.capitalise(place(seen))} beside its statistical neighbours {when(seen)}"
    )


def figures(seen: Compared) -> pd.DataFrame:
    """One row is a model; columns are texts."""
    return pd.DataFrame(
        [
            {
                "Neighbours": f"{model} model",
                **{language_words.capitalise(rule): by_rule(seen, model, rule) for rule in RULES},
                "With a figure": reporting(found),
            }
            for model, found in seen.near.items()
        ]
    )


def reporting(found: NeighbourFigure) -> str:
    """'7 of 10'."""
    return f"{found.n} of {found.of}"


def by_rule(seen: Compared, model: int, rule: Rule) -> str:
    """One figure of the neighbours, and what the council is against it."""
    value = seen.near[model].by(rule)
    if value is None:
        few = seen.near[model].mean is None
        return "No figure" if few else "Counts not published"
    text = shown(value, seen.indicator)
    return f"{text} ({told})" if (told := verdict_words(seen, model, rule)) else text


def verdict_words(seen: Compared, model: int, rule: Rule) -> str:
    """'better', 'worse', 'higher', 'lower' or 'cannot be told apart'; empty where not judged."""
    verdict = seen.judgement.verdicts.get((model, rule))
    if verdict is None:
        return ""
    return APART if verdict == "similar" else judging_word(verdict, seen.indicator)


def warning(seen: Compared) -> str:
    """On which choice the verdict depends, and what each choice says; empty where on none."""
    judged = seen.judgement
    if not judged.depends:
        return ""
    choices = ["the rule"] * judged.by_rule + ["the neighbour model"] * judged.by_model
    told: dict[str, list[str]] = {}
    for model, rule in judged.verdicts:
        value = seen.near[model].by(rule)
        assert value is not None
        text = f"{shown(value, seen.indicator)} ({rule}, {model})"
        told.setdefault(verdict_words(seen, model, rule), []).append(text)
    sentences = [f"{_against(word)} {_listed(texts)}" for word, texts in told.items()]
    return f"The verdict depends on {' and on '.join(choices)}: {'; '.join(sentences)}."


def _against(word: str) -> str:
    return f"{APART} from" if word == APART else f"{word} than"


def _listed(texts: list[str]) -> str:
    return ", ".join(texts)


def missing(seen: Compared) -> list[str]:
    """The neighbours without a figure, each with the reason, by model."""
    return [
        f"Without a figure, {model} model: {missing_words(found.missing, symbol_words())}."
        for model, found in seen.near.items()
        if found.missing
    ]
