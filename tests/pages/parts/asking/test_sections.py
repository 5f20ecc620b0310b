"""What a reader sees on coming to a page or a section: the measure that answers the question."""

from pages.parts.asking.sections import NEED_AND_PROTECTION, PAGES, WORKFORCE, page_of


def test_workforce_opens_with_agency_workers_in_heads_and_per_cent() -> None:
    first = next(iter(WORKFORCE.values()))
    assert first[:2] == ("sw_agency_headcount_pc", "sw_agency_headcount")
    assert "sw_agency_pc" in first, "the rate by full-time equivalents stands beside them"


def test_child_protection_plans_open_with_how_long() -> None:
    assert NEED_AND_PROTECTION["Child protection plans"][:2] == (
        ("cp_number", "Duration"),
        "cp_2yr_open_pc",
    )


def test_every_section_has_a_measure_and_no_measure_stands_twice() -> None:
    parts = [part for sections in PAGES.values() for some in sections.values() for part in some]
    assert len(parts) == len(set(parts))
    assert all(some for sections in PAGES.values() for some in sections.values())
    assert page_of("sw_agency_headcount") == ("pages/workforce.py", "In post")
