"""The kinds of things that are worked out again, each beside what the pages would say of it.

A kind is a function of one measure that gives what it compared; it is entered in `KINDS`. Ours is
asked of the code that makes the pages, theirs comes from `bench.audit.oracle` and the rows of the
database.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from analysis import overdispersion
from analysis.intervals import Interval
from analysis.neighbours import NeighbourFigure
from analysis.ranks import HIGHEST, LOWEST, MIDDLE
from bench.audit import oracle, world
from bench.audit.audited import Audited, Checked, Told
from bench.audit.standings import spread_of
from bench.audit.steps import steps
from bench.audit.world import ENGLAND
from pages.parts.compare import data, exhibits
from pages.parts.compare.choice import Asked, comparison
from pages.parts.compare.tabs import TABS
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import UNBALANCED_WORDS
from pages.parts.figures.view import view
from pages.parts.measure import words
from pages.parts.measure.changes import change_between
from pages.parts.measure.sentences import Finding
from pages.parts.measure.sentences import year_before as compared_with

SOUND = "no fault"
TREND = TABS["trend"]
RANK = "the rank (rank, of, tied, quartile limits, band, plausible range)"


def intervals(audited: Audited) -> Iterator[Checked]:
    """The 95% interval of every figure of every place, England and the regions too."""
    for area, place in audited.field.places.items():
        for end, figure in place.series.items():
            ours, theirs = _ends(figure.interval), audited.measure.cells[area][end].ends
            if ours or theirs:
                yield audited.checked(area, end, "the interval", ours, theirs)


def changes(audited: Audited) -> Iterator[Checked]:
    """What happened since the year before: the verdict, and the two intervals behind it."""
    for told in audited.told:
        area, end, known = told.view.reporter, told.point.end, told.known
        movement = known.movement if told.cell.value is not None else "not compared"
        yield audited.checked(
            area, end, "the change on the year before", told.finding.movement, movement
        )
        theirs = (known.difference, known.change, known.ratio)
        what = "the difference to the year before, its interval and that of the ratio"
        yield audited.checked(area, end, what, _change(told), theirs)


def _change(told: Told) -> tuple[object, object, object]:
    """The difference to the year before, its interval and that of the ratio, as on the pages."""
    before = compared_with(told.view.council, told.view.breaks, told.point)
    if before is None or told.point.value is None:
        return None, None, None
    change = change_between(told.view.indicator, told.point, before)
    return change.difference, _ends(change.interval), _ends(change.ratio)


def _ends(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (interval.low, interval.high)


def england(audited: Audited) -> Iterator[Checked]:
    """What is found against England: the verdict, whether it is good, whether surely alike."""
    for told in audited.told:
        finding, known = told.finding, told.known
        yield audited.checked(
            told.view.reporter,
            told.point.end,
            "the verdict against England",
            (finding.verdict, finding.tone, finding.alike),
            (known.against_england, known.tone, known.alike),
        )


def printed(audited: Audited) -> Iterator[Checked]:
    """The claims of every finding of a figure, read from its printed digits."""
    for told in audited.told:
        if told.cell.value is None:
            continue
        finding, near = told.finding, None
        if told.point is told.view.latest:
            near = audited.near(told.view.choice.council.area_code, told.point.end, world.MODELS[0])
        text = f"{finding.text}. {finding.change} {finding.comparison}"
        found = [*audited.faults(text, told.known.numbers(near)), *_facts(finding, text)]
        yield _claims(audited, told.view.reporter, told.point.end, text, found)


def _claims(audited: Audited, area: str, end: date, text: str, found: Sequence[str]) -> Checked:
    """What a text claims: nothing is wrong with it, or what was found says otherwise."""
    return audited.checked(
        area, end, f"what is claimed in “{text}”", SOUND, "; ".join(found) or SOUND
    )


def _facts(finding: Finding, text: str) -> Iterator[str]:
    """The facts of a finding are printed, each as its stored number rounds."""
    for fact in finding.numbers:
        decimals = len(fact.shown.partition(".")[2])
        if fact.shown not in text or fact.shown != oracle.printed(fact.value, decimals):
            yield f"{fact.what} is told as {fact.shown}, and is {fact.value}"


def titles(audited: Audited) -> Iterator[Checked]:
    """The titles of the measure's page and of each tab of Compare: their claims, and one story."""
    end = audited.measure.ends[-1]
    for choice in audited.choices:
        seen, compared = view(audited.code, choice), comparison(_asked(audited, choice))
        own = compared.own
        known = audited.numbers(own, end)
        told = [exhibits.title(compared, tab) for tab in TABS.values()]
        if seen.latest is not None and seen.latest.end == end:
            told.append(words.title(seen))
            trend = exhibits.title(compared, TREND)
            what = "the title of its own page, beside that of Compare"
            yield audited.checked(own, end, what, words.title(seen), trend)
        for text in told:
            yield _claims(audited, own, end, text, audited.faults(text, known))


def _asked(audited: Audited, choice: Choice) -> Asked:
    ends = audited.measure.ends
    return Asked(
        choice=choice,
        indicator_id=audited.code,
        named=(),
        first=ends[0],
        last=ends[-1],
        tab=TREND.slug,
    )


def neighbours(audited: Audited) -> Iterator[Checked]:
    """The neighbours' figure by each rule and model, who is missing, and the verdicts on it."""
    if not audited.measure.compared:
        return
    for end in audited.measure.ends:
        for choice in audited.choices:
            council = choice.council
            every = {model: audited.near(council.area_code, end, model) for model in world.MODELS}
            expected = {model: near for model, near in every.items() if near.of}
            figures = data.nearby(audited.field, council, end)
            own = world.who_reports(audited.world, audited.measure, council.area_code)
            yield audited.checked(
                council.area_code,
                end,
                "the neighbours' figure (model, mean, median, pooled, range, how many, missing)",
                tuple((model, *_near(one)) for model, one in figures.items()),
                tuple((model, *one.told) for model, one in expected.items()),
            )
            verdicts = world.verdicts(audited.measure, audited.parts[end].get(own), expected)
            judgement = data.judged(audited.field, own, end, figures)
            yield audited.checked(
                council.area_code,
                end,
                "the verdicts against the neighbours, and whether they depend on the rule",
                (dict(judgement.verdicts), judgement.depends),
                (verdicts, len(set(verdicts.values())) > 1),
            )


def _near(figure: NeighbourFigure) -> tuple[object, ...]:
    """The neighbours' figure of one model as `Near.told` has it."""
    missing = tuple(sorted((one.name, one.status) for one in figure.missing))
    ends = (figure.low, figure.high)
    return figure.mean, figure.median, figure.pooled, *ends, figure.n, figure.of, missing


def ranks(audited: Audited) -> Iterator[Checked]:
    """Every rank, with ties, quartile limits, band, and the ranks that chance leaves open."""
    if not audited.measure.compared:
        return
    for end in audited.measure.ends:
        period, expected = audited.field.at(end), audited.standings(end)
        ours, theirs = tuple(sorted(period.entries)), tuple(sorted(expected))
        yield audited.checked(ENGLAND, end, "who takes part", ours, theirs)
        for area in audited.parts[end]:
            standing, open_to = period.standing(area), period.ranges.get(area)
            yield audited.checked(
                area,
                end,
                RANK,
                (
                    standing.rank,
                    standing.of,
                    standing.tied,
                    standing.limits,
                    standing.band,
                    open_to and (open_to.best, open_to.worst),
                ),
                expected[area],
            )


def spread(audited: Audited) -> Iterator[Checked]:
    """The usual spread of councils around England, and which of them lie beyond its limits."""
    for end in audited.measure.ends:
        target, able, theirs = spread_of(audited.measure, audited.parts[end], end)
        method = audited.field.indicator.interval_method
        if theirs is None or method is None:
            continue
        ours = overdispersion.limits(audited.field.at(end).figures, target, method)
        yield audited.checked(
            ENGLAND,
            end,
            "the spread of councils (phi, tau, model)",
            (ours.phi, ours.tau, ours.model),
            (theirs.phi, theirs.tau, theirs.model),
        )
        for area, sides in zip(able, theirs.sides, strict=True):
            unit = ours.units[area]
            placed = (unit.chance95, unit.chance998, unit.usual95, unit.usual998)
            what = "its side of the limits (of chance at 95% and 99.8%, the usual at both)"
            yield audited.checked(area, end, what, placed, sides)


def places(audited: Audited) -> Iterator[Checked]:
    """The quarter of every council, and where it lies beside the usual spread of councils."""
    measure = audited.measure
    if not measure.compared:
        return
    for end in measure.ends:
        part = audited.parts[end]
        values = {area: cell.value for area, cell in part.items() if cell.value is not None}
        applies = sum(cell.status != "not_applicable" for cell in part.values())
        limits = (
            oracle.quartiles(list(values.values())) if 10 * len(values) >= 9 * applies else None
        )
        _, able, theirs = spread_of(measure, part, end)
        sides = dict(zip(able, theirs.sides, strict=True)) if theirs else {}
        ours = audited.field.at(end).among
        for area, value in values.items():
            quarter, whole = None, part[area].n
            few = whole is not None and whole < oracle.FEWEST_JUDGED
            if limits is not None and not (few and measure.row["unit"] == "percent"):
                quarter = LOWEST if value <= limits[0] else MIDDLE
                quarter = HIGHEST if value > limits[2] else quarter
            doubted = (measure.code, area, end) in audited.world.doubted
            side = None if doubted or area not in sides else sides[area][-1]
            told = (ours[area].part, ours[area].side)
            yield audited.checked(area, end, "its place among councils", told, (quarter, side))


def accounts(audited: Audited) -> Iterator[Checked]:
    """Where start, in and out do not give the end, the page says so; and nowhere else."""
    if audited.code not in world.IN_ACCOUNT:
        return
    for told in audited.told:
        area, end = told.view.reporter, told.point.end
        if told.cell.value is None:
            continue
        doubted = (audited.code, area, end) in audited.world.doubted
        ours = (told.view.balances(end), (area, end) in audited.field.unbalanced)
        yield audited.checked(area, end, "whether its counts add up", ours, (not doubted, doubted))
        if told.point is told.view.latest:
            warned = UNBALANCED_WORDS in words.title(told.view)
            yield audited.checked(area, end, "whether its title warns", warned, doubted)


Kind = Callable[[Audited], Iterator[Checked]]
KINDS: dict[str, Kind] = {
    "intervals": intervals,
    "changes on the year before": changes,
    "findings against England": england,
    "printed claims": printed,
    "titles": titles,
    "neighbours": neighbours,
    "ranks": ranks,
    "usual spread": spread,
    "places among councils": places,
    "steps by age": steps,
    "accounts of plans": accounts,
}
