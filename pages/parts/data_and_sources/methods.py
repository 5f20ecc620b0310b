"""Methods in plain words, each with its formula; numbers are those that are computed with."""

from dataclasses import dataclass

from analysis.disclosure import SMALL
from analysis.intervals import SMALL_COUNT, Z95, Z998
from analysis.neighbours import ENOUGH_NEIGHBOURS, NEIGHBOURS
from analysis.ranks import ENOUGH_AREAS
from analysis.spc import FIXED_POINTS, LIMIT, ONE_IN, STEADY_MONTHS, TRIAL_POINTS
from pages.parts.figures.councils import MODELS
from pages.parts.language.words import capitalise, spelled

Z = f"{Z95:.2f}"  # as formulas print it
NEWEST_MODEL, OLDER_MODEL = MODELS


@dataclass(frozen=True, kw_only=True)
class Method:
    """What a method does in plain words, its formula (Markdown) and who says so."""

    name: str
    words: str
    formula: str
    source: str


METHODS = (
    Method(
        name="Published is published",
        words="A figure that DfE or ONS prints is shown as it is printed, rounded only for the "
        "screen. What this project computes is marked as its own calculation and leads to "
        "the cells it was computed from.",
        formula="No formula: the cell, its file, row and column stand under every chart.",
        source="This project",
    ),
    Method(
        name="Withheld is not nothing",
        words="A symbol instead of a number keeps its meaning to the screen and into every file. "
        "It is never a zero, and nothing is computed from it.",
        formula="See the symbols under Words.",
        source="Guidance of each publication",
    ),
    Method(
        name="95% interval of a percentage",
        words="A percentage of a small group could easily have been another by chance. The "
        "interval says how far. With 20 of 40 it is wide, with 2,000 of 4,000 narrow.",
        formula=r"Wilson: $\dfrac{p + z^2/2n \pm z\sqrt{p(1-p)/n + z^2/4n^2}}{1 + z^2/n}$, "
        rf"with $z = {Z}$, $p$ the share and $n$ the number of cases.",
        source="Wilson (1927); Newcombe (1998)",
    ),
    Method(
        name="95% interval of a rate",
        words="The same for a count of events per 10,000 children. Rates divide by the population "
        "aged 0 to 17 in the middle of the year before, as DfE does.",
        formula=r"Byar: $O\left(1 - \frac{1}{9O} \mp \frac{"
        rf"{Z}"
        r"}{3\sqrt{O}}\right)^3$ for $O$ events, the upper end with $O + 1$; "
        rf"exact Poisson limits under {SMALL_COUNT} events.",
        source="Breslow and Day (1987)",
    ),
    Method(
        name="Higher, lower, or cannot be told apart",
        words="Two figures are called different only where the 95% interval of their difference "
        "leaves zero out. Without published counts there is no interval and no verdict: full-time "
        "equivalents, and rates taken from DfE's interactive tool.",
        formula=r"Percentages: Newcombe's hybrid interval of $p_1 - p_2$. Rates: "
        rf"$\exp\left(\ln\frac{{r_1}}{{r_2}} \pm {Z}"
        r"\sqrt{\frac{1}{O_1} + \frac{1}{O_2}}\right)$.",
        source="Newcombe (1998); Rothman and Greenland (1998)",
    ),
    Method(
        name="Statistical neighbours",
        words=f"{capitalise(spelled(NEIGHBOURS))} councils that DfE (with NFER) finds most like "
        f"one council, by a model of {OLDER_MODEL} or of {NEWEST_MODEL}. Their figure is shown as "
        f"mean, as median and as pooled rate, with how many of the {spelled(NEIGHBOURS)} have one; "
        f"with fewer than {spelled(ENOUGH_NEIGHBOURS)} there is none.",
        formula=r"Mean $\frac{1}{n}\sum x_i$; median the middle of the $x_i$; pooled "
        r"$m\,\frac{\sum a_i}{\sum b_i}$ from counts $a_i$ of $b_i$.",
        source="DfE, Local Authority Interactive Tool",
    ),
    Method(
        name="Ranks",
        words="A rank says where a council stands, and its range says where it might as well stand "
        f"by chance. Ties share a rank. Where fewer than {ENOUGH_AREAS:.0%} of councils have a "
        "figure there is no rank.",
        formula="From one more than the number of councils surely above, to the number of councils "
        "not surely below.",
        source="After Goldstein and Spiegelhalter (1996)",
    ),
    Method(
        name="Breaks",
        words="Where a series changed its method the line stops, and no change is computed from "
        "one side to the other.",
        formula="Each break with its source is a row of the table series_break.",
        source="Guidance of each publication",
    ),
    Method(
        name="Spikes and drops by year group",
        words="Each step from one age to the next is compared with England's step. It is called a "
        "spike or a drop only where the ratio is surely different from 1.",
        formula=r"$\dfrac{a_2/a_1}{A_2/A_1}$ with "
        rf"$\exp\left(\ln \hat r \pm {Z}"
        r"\sqrt{1/a_1 + 1/a_2 + 1/A_1 + 1/A_2}\right)$.",
        source="Delta method on the logarithm",
    ),
    Method(
        name="Wards: funnel limits",
        words="Small wards stray further from the average by chance alone. The funnel shows how "
        "far.",
        formula=r"$\theta \pm z\sqrt{\theta(1-\theta)/n}$ around the council's own share $\theta$, "
        rf"$z = {Z}$ and ${Z998:.2f}$ (95% and 99.8%).",
        source="Spiegelhalter (2005)",
    ),
    Method(
        name="Months: ordinary variation",
        words="A council's own months are judged against how much they usually move. Under "
        f"{spelled(TRIAL_POINTS)} there are no limits, under {spelled(FIXED_POINTS)} they are on "
        f"trial. By chance alone about one in {spelled(ONE_IN)} steady series of {STEADY_MONTHS} "
        "months shows a signal. A hidden month does not end the baseline: movements are taken "
        "between two months shown in a row, never across it. A change that the council "
        "documents does end it: limits are set anew from that month on.",
        formula=rf"$\bar x \pm {LIMIT}"
        r"\,\overline{MR}$, with $\overline{MR}$ the mean of "
        r"$|x_i - x_{i-1}|$.",
        source="Wheeler (1993); NHS Making Data Count",
    ),
    Method(
        name="Small numbers of a council's own",
        words=f"In ward and monthly figures {min(SMALL)} to {max(SMALL)} are hidden, and so is any "
        "other count from which a reader could work a hidden one out. For months that includes "
        "DfE's figures of a year, April to March, and of 31 March: of a whole year never one "
        "month is hidden alone.",
        formula="Counts are hidden, the smallest first, until every hidden one could have another "
        "value.",
        source="Hundepool and others (2012)",
    ),
)
