"""Which measures stand on which page, in which section, in which order.

A measure is an indicator, or an indicator and the topic by which it breaks down. The first of a
section is what its page shows when a reader comes, so it answers the question asked most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import queries
from pages.parts.figures.database import indicators
from pages.parts.language.words import slug

PUPILS = ("sen_pupils_ehcp", "sen_pupils_support", "sen_pupils_none")

Part = str | tuple[str, str]
Sections = Mapping[str, Sequence[Part]]


@dataclass(frozen=True, kw_only=True)
class Held:
    """One row of queries/measures_held.sql."""

    indicator_id: str
    breakdown_topic: str | None


BY_SEX: Part = ("ehcp_caseload", "Sex")
BY_SOURCE: Part = ("ehcp_requests", "Who asked")
WAITS: Part = ("ehcp_20wk_all_of", "Weeks waited")

EHC_PLANS: Sections = {
    "Plans": (
        "ehcp_caseload",
        "ehcp_caseload_growth",
        "ehcp_new",
        "ehcp_ceased",
        "ehcp_personal_budget_pc",
    ),
    "Requests": (
        "ehcp_requests",
        "ehcp_requests_refused_pc",
        "ehcp_requests_refused_pc_ours",
        BY_SOURCE,
        "ehcp_requests_family_pc",
        "ehcp_requests_school_pc",
        "ehcp_requests_family_refused_pc",
        "ehcp_requests_school_refused_pc",
        "ehcp_request_6wk_pc",
        "ehcp_assessments",
        "ehcp_assess_no_plan_pc",
    ),
    "On time": (
        "ehcp_20wk_ex_pc",
        "ehcp_20wk_all_pc",
        "ehcp_over_1yr_pc",
        "ehcp_review_held_pc",
        "ehcp_review_4wk_pc",
        "ehcp_review_completed_pc",
        "ehcp_review_decided_4wk_pc",
    ),
    "Waiting": (
        WAITS,
        "ehcp_20_52wk_pc",
        "ehcp_weeks",
        "ehcp_phase_due_next",
        "ehcp_phase_final",
    ),
    "Placements": (
        ("ehcp_caseload", "Placement"),
        "ehcp_mainstream_pc",
        "ehcp_special_pc",
        "ehcp_indep_special_pc",
        "ehcp_fe_pc",
        "ehcp_elsewhere_pc",
    ),
    "Needs and ages": (
        ("ehcp_need", "Primary need"),
        "ehcp_need_asd_pc",
        "ehcp_need_semh_pc",
        "ehcp_need_slcn_pc",
        ("ehcp_caseload", "Age"),
        ("ehcp_caseload", "Age at start"),
    ),
    "Who has a plan": (BY_SEX,),
    "Appeals": ("ehcp_appeal_rate_new", "ehcp_appeals", "ehcp_appeal_rate"),
    "Pupils": ("sen_ehcp_pc", "sen_support_pc", "sen_ehcp_primary_pc", "sen_ehcp_secondary_pc"),
}

NEED_AND_PROTECTION: Sections = {
    "Children in need": ("cin_rate", "cin_number", ("cin_factors", "Factor")),
    "Referrals": (
        "cin_rereferral_pc",
        "cin_referral_rate",
        "cin_referrals",
        "cin_referral_nfa_pc",
        "cin_not_in_need_pc",
        "cin_assess_45d_pc",
    ),
    "Enquiries and conferences": ("cp_s47_rate", "cp_icpc_rate", "cp_icpc_15d_pc"),
    "Child protection plans": (
        ("cp_number", "Duration"),
        "cp_2yr_open_pc",
        "cp_rate",
        "cp_number",
        "cp_start_rate",
        "cp_repeat_pc",
        "cp_review_ontime_pc",
    ),
}

WORKFORCE: Sections = {
    "In post": (
        "sw_agency_headcount_pc",
        "sw_agency_headcount",
        "sw_agency_pc",
        "sw_vacancy_pc",
        "sw_vacancy_cover_pc",
        "sw_fte",
    ),
    "Staying": ("sw_turnover_pc", "sw_absence_pc"),
    "Caseload": ("sw_caseload",),
}

# A section of Need and protection that has no measures.
INSPECTIONS = "Inspections"

PAGES: Mapping[str, Sections] = {
    "pages/ehc_plans.py": EHC_PLANS,
    "pages/need_and_protection.py": NEED_AND_PROTECTION,
    "pages/workforce.py": WORKFORCE,
}


@queries.kept(most=4)
def held() -> frozenset[Part]:
    """Every measure that has figures; the bands of weeks are drawn of several."""
    found = frozenset(
        (row.indicator_id, row.breakdown_topic) if row.breakdown_topic else row.indicator_id
        for row in queries.rows("measures_held", Held)
    )
    return found | {WAITS} if "ehcp_20_52wk_pc" in found else found


def of_held(sections: Sections) -> Sections:
    """The sections without measures that nobody has a figure of; whole where all are such."""
    return {
        name: tuple(part for part in parts if part in held()) or parts
        for name, parts in sections.items()
    }


def page_of(part: Part) -> tuple[str, str] | None:
    """Page and section of a measure, or None where it has no page."""
    return next(
        (
            (page, section)
            for page, sections in PAGES.items()
            for section, parts in sections.items()
            if part in parts
        ),
        None,
    )


def address_of(part: Part) -> str:
    """A measure as it stands in an address: 'ehcp_caseload', 'ehcp_caseload.placement'."""
    return part if isinstance(part, str) else f"{part[0]}.{slug(part[1])}"


def label(part: Part) -> str:
    """A measure as the reader chooses it."""
    if isinstance(part, str):
        return indicators()[part].short_name
    indicator, topic = part
    name = indicators()[indicator].short_name
    return name if " by " in name else f"{name} by {topic.lower()}"
