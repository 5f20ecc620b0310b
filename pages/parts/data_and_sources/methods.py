"""Methods in plain words, each with its formula; numbers are those that are computed with."""

import math
from dataclasses import dataclass

from analysis.disclosure import SMALL
from analysis.discovery import SHARE
from analysis.intervals import ALIKE_FROM, ALIKE_TO, FEWEST_JUDGED, SMALL_COUNT, Z95, Z998
from analysis.largest import FEW_IN_ALL
from analysis.neighbours import ENOUGH_NEIGHBOURS, NEIGHBOURS
from analysis.overdispersion import ENOUGH_UNITS, EVIDENCE, FREEDOM
from analysis.ranks import ENOUGH_AREAS, simultaneous
from analysis.siblings import FAMILIES, SIBLINGS
from analysis.spc import FIXED_POINTS, LIMIT, ONE_IN, STEADY_MONTHS, TRIAL_POINTS
from pages.parts.figures.councils import MODELS
from pages.parts.language.words import capitalise, digits, spelled

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
        "It is never a zero, and nothing is computed from it. Which part is the largest is said "
        "only where no withheld part can be as large.",
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
        name="Brothers and sisters",
        words="Children in need and in child protection are counted one by one, but come in "
        "families, so that chance moves their number further than if each came alone. If all of a "
        f"family were counted together, the families of the UK in 2024 ({FAMILIES[1]} million with "
        f"one dependent child, {FAMILIES[2]} million with two, {FAMILIES[3]} million with three or "
        "more, taken as three) would make the variance of chance "
        f"{digits(SIBLINGS, 1)} times as large, which is called the design effect, and an interval "
        f"{digits(math.sqrt(SIBLINGS), 1)} times as wide. So it is taken for all percentages and "
        "rates of children in need and of child protection, in every verdict, change and range of "
        "ranks. That is our own choice: not every brother and sister is counted, which would make "
        "it smaller, and families known to social care are larger, which would make it larger.",
        formula=r"$d = \dfrac{E[M^2]}{E[M]} = "
        rf"\dfrac{{{FAMILIES[1]} + 4 \times {FAMILIES[2]} + 9 \times {FAMILIES[3]}}}"
        rf"{{{FAMILIES[1]} + 2 \times {FAMILIES[2]} + 3 \times {FAMILIES[3]}}}$ where families "
        r"come in by chance (Poisson) and one brings $M$ children. Each end of an interval is "
        r"$\sqrt d$ times as far from the figure; in the interval of a ratio $\frac{d}{O}$ stands "
        r"for $\frac{1}{O}$.",
        source="Kish (1965), Survey Sampling; ONS, Families and households in the UK: 2024",
    ),
    Method(
        name="Higher or lower than England",
        words="A council is called higher or lower than England, or than its neighbours' mean, "
        "only where that figure lies outside the council's own 95% interval. England's figure is "
        "taken as fixed: it rests on so many children that chance hardly moves it. Else the two "
        "cannot be told apart, which is not to say that they are the same.",
        formula="The council's interval (above) against the figure of England in the same period.",
        source="Public Health England, Fingertips technical guidance",
    ),
    Method(
        name="Rose, fell, and two councils beside each other",
        words="Two figures that both move by chance are called different only where two tests "
        "agree: the 95% interval of their difference leaves zero out, and so says, for "
        "percentages, an exact test, for rates the interval of their ratio. A percentage of fewer "
        f"than {spelled(FEWEST_JUDGED)} is not judged, nor is one without published counts: "
        "full-time equivalents, and rates taken from DfE's interactive tool.",
        formula=r"Percentages: Newcombe's hybrid interval of $p_1 - p_2$ and Fisher's exact test, "
        r"$p < 0.05$. Rates: the interval of $r_1 - r_2$ by Zou and Donner, from the limits of "
        r"each rate, and $\exp\left(\ln\frac{r_1}{r_2} \pm "
        rf"{Z}"
        r"\sqrt{\frac{1}{O_1} + \frac{1}{O_2}}\right)$.",
        source="Newcombe (1998); Fisher (1935); Zou and Donner (2008); Breslow and Day (1987)",
    ),
    Method(
        name="Change between two dates",
        words="Of figures on a date, such as EHC plans in January or child protection plans on 31 "
        "March, some of those counted are the same as a year before: most EHC plans, and about one "
        "child protection plan in six. The interval of the change is how far two separate groups "
        "could differ by chance. Those who are counted on both dates are as many on the one as on "
        "the other, so that chance moves the change less and the interval is wider than need be: "
        "a change that is told holds all the more, and one that is not told may be real. How many "
        "are the same is not published for most measures, so the interval is not made narrower.",
        formula=r"With $C$ children in both counts $O_1$ and $O_2$ the variance of $O_1 - O_2$ is "
        r"$d\,(O_1 + O_2 - 2C)$, with $d$ as above; we take $C = 0$.",
        source="The variance of a difference; to take none as the same is our own choice",
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
        "by chance: with 95% certainty its rank is one of them. For that its comparisons with all "
        "other councils must hold together, so that each is made stricter than 95%. The range is "
        "true of one council, not of all at once. Ties share a rank. Where fewer than "
        f"{ENOUGH_AREAS:.0%} of councils have a figure there is no rank.",
        formula="From one more than the number of councils surely above, to the number of councils "
        "not surely below; each of the $k - 1$ differences from the council at $1 - 0.05/(k - 1)$ "
        f"(Bonferroni), with 153 councils $z = {simultaneous(152):.2f}$ in place of ${Z}$.",
        source="Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91",
    ),
    Method(
        name="At a glance: so many tests at once",
        words="Every figure is tested against England or among councils, and against the year "
        "before. Of many such tests 5% would tell something by chance alone, so those "
        f"told of one council are chosen so that no more than {SHARE:.0%} of them are expected to "
        "be false. The chance that goes with a test is what the widest interval leaves out that "
        "still tells it, at one end where one side is better. What is told by its own test alone "
        "is listed apart; what has no interval is not tested.",
        formula=r"In the order of their chances, $p_{(k)}$ of $m$ tests against "
        rf"$\frac{{k}}{{m}}\,{SHARE}$: the last that is no larger is told, and so are all before "
        "it.",
        source="Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57",
    ),
    Method(
        name="Breaks",
        words="Where a series changed its method the line stops, and no change is computed from "
        "one side to the other.",
        formula="Each break with its source is a row of the table series_break.",
        source="Guidance of each publication",
    ),
    Method(
        name="Counts that do not add up",
        words="Plans a year before, with the new and without the ceased of the year between, "
        "should give the plans of today. Where all four are published and they are more than 10% "
        "and more than 50 plans apart, the figure has a caution and is not named as the "
        "lowest or the highest. Half of councils are less than 2.3% apart, 19 of 20 less than 8%: "
        "plans move between councils.",
        formula="Each such figure is a row of the table figure_note, of kind account.",
        source="Our check of the published counts",
    ),
    Method(
        name="Spikes and drops by year group",
        words="Each step from one age to the next is compared with England's step. It is called a "
        "spike or a drop only where the ratio is surely different from 1, and in line only where "
        f"it surely lies between {digits(ALIKE_FROM, 2)} and {digits(ALIKE_TO, 2)}. Otherwise "
        "the two cannot be told apart, which does not mean that they are alike. Of fewer than "
        f"{FEW_IN_ALL} plans, of which one is more than a percentage point, a peak is named only "
        "where it stands above the next age by more than chance.",
        formula=r"$\dfrac{a_2/a_1}{A_2/A_1}$ with "
        rf"$\exp\left(\ln \hat r \pm {Z}"
        r"\sqrt{1/a_1 + 1/a_2 + 1/A_1 + 1/A_2}\right)$.",
        source="Delta method on the logarithm; Schuirmann (1987) for likeness",
    ),
    Method(
        name="Wards: funnel limits of chance",
        words="Small wards stray further from the average by chance alone. The dashed curves of "
        "the funnel plot show how far.",
        formula=r"$\theta \pm z s$ with $s = \sqrt{\theta(1-\theta)/n}$ around the council's own "
        rf"share $\theta$, $z = {Z998:.2f}$ (99.8%).",
        source="Spiegelhalter (2005), Statistics in Medicine 24",
    ),
    Method(
        name="What stands out: councils and wards",
        words="Councils lie many times as far from England as chance explains, wards from their "
        "council, so most lie outside limits of chance and few of them are remarkable. One stands "
        "out only where it lies outside the usual spread: limits around England's figure, or the "
        "council's, set as far apart as all of them really vary. The most extreme tenth at either "
        "end counts in it no further than the rest, so that what stands out does not hide itself. "
        "Where few are expected an exact test must agree. With fewer than "
        f"{spelled(ENOUGH_UNITS)} none is said to stand out. Spread like a bell curve, about 1 in "
        "100 would lie outside. Beside it stands the quarter of councils that a figure is in.",
        formula=r"$\phi = \frac{1}{I}\sum z_i^2$ of $I$ areas, $z_i = (p_i - \theta)/s_i$ cut at "
        r"their 10th and 90th percentile. Limits $\theta \pm z\sqrt{\phi}\,s$ where "
        r"$\phi > 1 + 2\sqrt{2/I}$, else those of chance. $\theta \pm z\sqrt{s^2 + \tau^2}$, "
        r"$\tau^2 = \frac{I\phi - (I - 1)}{\sum w_i - \sum w_i^2/\sum w_i}$ with $w_i = 1/s_i^2$, "
        rf"where that makes the shares at least {EVIDENCE:.0f} times as likely (Student's $t$, "
        f"{FREEDOM} degrees of freedom).",
        source="Spiegelhalter (2005), Statistics in Medicine 24 and Quality and Safety in Health "
        "Care 14; DerSimonian and Laird (1986); the rule which limits are taken is our own",
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
