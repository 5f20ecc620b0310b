"""The statistical neighbours on every tab: three rules, both models, who is missing, what depends.

The rule and the model are choices; where the verdict depends on them, the page says so.
"""

import pandas as pd

from analysis.neighbours import ENOUGH_NEIGHBOURS, RULES, NeighbourFigure, Rule
from pages.parts.compare.data import Compared
from pages.parts.compare.words import council_in_words, in_newest
from pages.parts.figures.database import NO_FIGURE, shown, symbol_words
from pages.parts.figures.view import missing_words
from pages.parts.language.words import capitalise
from pages.parts.measure.sentences import APART, judging_word

ENOUGH = (
    f"No figure with fewer than {ENOUGH_NEIGHBOURS} neighbours. Mean and median: of the "
    "neighbours’ figures, whatever their size. Pooled: all their children counted together."
)


def heading(compared: Compared) -> str:
    council = capitalise(council_in_words(compared))
    return f"{council} beside its statistical neighbours {in_newest(compared)}"


def figures(compared: Compared) -> pd.DataFrame:
    """One row is a model; columns are texts."""
    return pd.DataFrame(
        [
            {
                "Neighbours": f"{model} model",
                **{capitalise(rule): by_rule(compared, model, rule) for rule in RULES},
                "With a figure": reporting(figure),
            }
            for model, figure in compared.near.items()
        ]
    )


def reporting(figure: NeighbourFigure) -> str:
    """'7 of 10'."""
    return f"{figure.n} of {figure.of}"


def by_rule(compared: Compared, model: int, rule: Rule) -> str:
    """One figure of the neighbours, and what the council is against it."""
    value = compared.near[model].by(rule)
    if value is None:
        few = compared.near[model].mean is None
        return NO_FIGURE if few else "Counts not published"
    text = shown(value, compared.indicator)
    verdict = verdict_words(compared, model, rule)
    return f"{text} ({verdict})" if verdict else text


def verdict_words(compared: Compared, model: int, rule: Rule) -> str:
    """'better', 'worse', 'higher', 'lower' or 'cannot be told apart'; empty where not judged."""
    verdict = compared.judgement.verdicts.get((model, rule))
    if verdict is None:
        return ""
    return APART if verdict == "similar" else judging_word(verdict, compared.indicator)


def warning(compared: Compared) -> str:
    """On which choice the verdict depends, and what each choice says; empty where on none."""
    judgement = compared.judgement
    if not judgement.depends:
        return ""
    choices = ["the rule"] * judgement.by_rule + ["the neighbour model"] * judgement.by_model
    texts: dict[str, list[str]] = {}
    for model, rule in judgement.verdicts:
        value = compared.near[model].by(rule)
        assert value is not None
        text = f"{shown(value, compared.indicator)} ({rule}, {model})"
        texts.setdefault(verdict_words(compared, model, rule), []).append(text)
    sentences = [f"{_against(word)} {', '.join(some)}" for word, some in texts.items()]
    return f"The verdict depends on {' and on '.join(choices)}: {'; '.join(sentences)}."


def _against(word: str) -> str:
    return f"{APART} from" if word == APART else f"{word} than"


def missing(compared: Compared) -> list[str]:
    """The neighbours without a figure, each with the reason, by model."""
    return [
        f"Without a figure, {model} model: {missing_words(figure.missing, symbol_words())}."
        for model, figure in compared.near.items()
        if figure.missing
    ]
