"""Every exhibit that the snapshot gives for one council."""

from collections.abc import Iterator
from itertools import islice

from pages.parts import blocks, compare_blocks, compare_choice, profile_blocks, ward_blocks
from pages.parts import profile_exhibits as profiled
from pages.parts.choice import Choice
from pages.parts.compare_data import field
from pages.parts.exhibit import Exhibit
from pages.parts.profiles import NEW_PLANS, PLANS, profiles
from pages.parts.sections import PAGES
from pages.parts.view import view
from pages.parts.ward_choice import views
from pages.parts.ward_data import ALL, PLAN, editions, ward_data
from pages.parts.ward_words import Asked


def every_exhibit(choice: Choice) -> Iterator[Exhibit]:
    """The exhibits of all pages; of wards and of Compare, each form once."""
    parts = [part for sections in PAGES.values() for some in sections.values() for part in some]
    measures = (blocks.exhibit(part, choice) for part in parts)
    yield from (one for one in measures if one)
    yield from of_ages(choice)
    yield from of_wards(choice)
    yield from of_compare(choice)


def of_ages(choice: Choice) -> Iterator[Exhibit]:
    plans = profiles(PLANS, profile_blocks.AGE, choice)
    if plans and plans.newest.council.percents:
        pair = next(iter(plans.offered().values()))
        yield profiled.by_age(plans)
        yield profiled.by_step(plans, pair)
        yield profiled.same_children(plans, pair)
        yield profiled.paper(plans, view("ehcp_fe_pc", choice))
    new = profiles(NEW_PLANS, profile_blocks.START, choice)
    if new and new.newest.council.percents:
        yield profiled.starts(new, "plans started in the year")


def of_wards(choice: Choice) -> Iterator[Exhibit]:
    for edition in islice(editions(choice.council), 1):
        data = ward_data(choice.council, edition)
        asked = Asked(data=data, measure=PLAN, schools=ALL, former=False)
        yield from (ward_blocks.exhibit(asked, name) for name in views(asked))


def of_compare(choice: Choice) -> Iterator[Exhibit]:
    found = field(compare_choice.usual())
    for tab in compare_choice.TABS:
        yield compare_blocks.exhibit(
            compare_choice.Asked(
                choice=choice,
                indicator_id=found.indicator.indicator_id,
                named=(),
                first=found.ends[0],
                last=found.ends[-1],
                tab=tab,
            )
        )
