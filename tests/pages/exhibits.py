"""Every exhibit that the snapshot gives for one council."""

from collections.abc import Iterator
from itertools import islice

from pages.parts.asking.links import usual_measure
from pages.parts.asking.sections import PAGES
from pages.parts.compare import exhibits as compare_exhibits
from pages.parts.compare.choice import Asked as Comparison
from pages.parts.compare.data import everywhere
from pages.parts.compare.tabs import TABS
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import Choice
from pages.parts.figures.inspections import inspections
from pages.parts.figures.view import view
from pages.parts.inspections import exhibits as inspected
from pages.parts.measure import exhibits
from pages.parts.paper_check import exhibits as papers
from pages.parts.paper_check.choice import FIGURES
from pages.parts.paper_check.choice import Asked as AskedOfPaper
from pages.parts.wards import exhibits as wards_exhibits
from pages.parts.wards.data import ALL_SCHOOLS, PLAN, editions
from pages.parts.wards.rates import WardChoice, ward_data
from pages.parts.wards.views import offered
from pages.parts.year_groups import exhibits as profiled
from pages.parts.year_groups.data import AGE, AGE_AT_START, NEW_PLANS, PLANS, profiles


def every_exhibit(choice: Choice) -> Iterator[Exhibit]:
    """The exhibits of all pages; of wards and of Compare, each form once."""
    parts = [part for sections in PAGES.values() for some in sections.values() for part in some]
    measures = (exhibits.exhibit(part, choice) for part in parts)
    yield from (exhibit for exhibit in measures if exhibit)
    yield from of_ages(choice)
    yield from of_wards(choice)
    yield from of_compare(choice)
    yield from of_inspections(choice)
    yield from of_papers(choice)


def of_ages(choice: Choice) -> Iterator[Exhibit]:
    plans = profiles(PLANS, AGE, choice)
    if plans and plans.newest.council.percents:
        pair = next(iter(plans.offered().values()))
        yield profiled.by_age(plans)
        yield profiled.by_step(plans, pair, None)
        yield profiled.same_children(plans, pair)
        yield profiled.ages_after_school(plans, view("ehcp_fe_pc", choice))
    new = profiles(NEW_PLANS, AGE_AT_START, choice)
    if new and new.newest.council.percents:
        yield profiled.starts(new, "plans started in the year")


def of_inspections(choice: Choice) -> Iterator[Exhibit]:
    reports = inspections(choice.council.la_code)
    yield inspected.grades(choice.council)
    with_figures = (report for report in reports if inspected.has_before(report))
    yield from (inspected.before(choice.council, report) for report in islice(with_figures, 1))


def of_wards(choice: Choice) -> Iterator[Exhibit]:
    for edition in islice(editions(choice.council), 1):
        data = ward_data(choice.council, edition)
        wanted = WardChoice(data=data, measure=PLAN, schools=ALL_SCHOOLS, former=False)
        yield from (wards_exhibits.exhibit(wanted, each) for each in offered(wanted))


def of_compare(choice: Choice) -> Iterator[Exhibit]:
    field = everywhere(usual_measure())
    for tab in TABS:
        yield compare_exhibits.exhibit(
            Comparison(
                choice=choice,
                indicator_id=field.indicator.indicator_id,
                named=(),
                first=field.ends[0],
                last=field.ends[-1],
                tab=tab,
            )
        )


def of_papers(choice: Choice) -> Iterator[Exhibit]:
    for paper in papers.shipped(choice.council):
        asked = AskedOfPaper(section=FIGURES, paper=paper, slug=paper.sorted_by)
        yield papers.exhibit(asked, choice.council)
