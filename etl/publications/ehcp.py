"""Education, health and care plans: the SEN2 return, releases of 2022, and of 2025 and later."""

from etl.model import (
    ACADEMIC,
    CALENDAR,
    JANUARY_AS_CALENDAR,
    DataSet,
    Extract,
    Indicator,
    Labels,
    Part,
    Publication,
    Recount,
    Release,
)

PUBLICATION = "Education, health and care plans"
URL = "https://explore-education-statistics.service.gov.uk/find-statistics/education-health-and-care-plans"
SERVICE = Publication(
    name=PUBLICATION,
    slug="education-health-and-care-plans",
    page=URL,
    id="88312cc0-fe1d-4ab5-81df-33fd708185cb",
    zips={  # by the slug that ends the address of a release
        "2026": "1721934a-2ad7-4d1b-1c73-08de96e6fc0e",
        "2025": "4c3eb898-bfd5-4081-9a96-4aa9abe32090",
        "2024": "2e60aacd-d46c-416a-af4d-9d2269506ff6",
        "2023": "d5b44ad8-35b3-4aec-9881-09a36b39a231",
    },
)
# Read for what the release of 2025 no longer has: January 2010 to 2018. Later figures of it are
# kept as first published.
RELEASE_2022 = Release(
    id="ehcp-2022", publication=PUBLICATION, title="Reporting year 2022", url=f"{URL}/2022"
)
RELEASE_2025 = Release(
    id="ehcp-2025",
    publication=PUBLICATION,
    title="Reporting year 2025",
    url=f"{URL}/2025",
    published_on="2025-06",
)
TOPIC = "EHC plans"
RESIDENCE = "maintained by the council, wherever the child is educated"

# The sources of requests that are compared, by a word of their indicators: what DfE prints, and
# what we say, in full and short. The others are few, and are shown as parts only.
SOURCES = {
    "family": ("Parent or young person", "parents or young people", "families"),
    "school": ("School or other education setting", "schools and other settings", "schools"),
}
REVIEWS_SINCE = (
    "Since its release of 2026 DfE counts reviews completed; before, it counted meetings. The two "
    "are not compared."
)
SOURCES_SINCE = (
    "DfE publishes who asked for requests of 2025 and later. Where a council does not say who "
    "asked, a request stands under “not known” and is in neither group."
)


def plans_share(id: str, name: str, short_name: str, breakdown: str, **more: object) -> Indicator:
    """A share of the plans in force on the January census day, by placement."""
    return Indicator(
        id=id,
        topic=TOPIC,
        name=name,
        short_name=short_name,
        unit="percent",
        timing="snapshot",
        basis="of plans in force",
        numerator="ehcp_caseload",
        numerator_breakdown=breakdown,
        denominator="ehcp_caseload",
        multiplier=100,
        interval_method="proportion",
        **more,  # type: ignore[arg-type]
    )


def need_share(id: str, need: str, short_name: str, breakdown: str) -> Indicator:
    """A share of the plans in force on the January census day, by primary need."""
    return Indicator(
        id=id,
        topic=TOPIC,
        name=f"Plans: main need {need}",
        short_name=short_name,
        unit="percent",
        timing="snapshot",
        basis="of plans in force",
        definition=f"Share of plans in force whose primary need is {need}",
        numerator="ehcp_need",
        numerator_breakdown=breakdown,
        denominator="ehcp_need",
        multiplier=100,
        interval_method="proportion",
    )


def year_share(
    id: str, name: str, short_name: str, numerator: str, denominator: str, **more: object
) -> Indicator:
    """A percentage of what happened in a calendar year."""
    return Indicator(
        id=id,
        topic=TOPIC,
        name=name,
        short_name=short_name,
        unit="percent",
        timing="flow",
        numerator=numerator,
        denominator=denominator,
        multiplier=100,
        interval_method="proportion",
        **more,  # type: ignore[arg-type]
    )


def year_count(
    id: str, name: str, definition: str, core: bool = False, **more: object
) -> Indicator:
    """A count of what happened in a calendar year."""
    return Indicator(
        id=id,
        topic=TOPIC,
        name=name,
        unit="count",
        timing="flow",
        definition=definition,
        core=core,
        **{"short_name": name, "basis": "in the calendar year", **more},  # type: ignore[arg-type]
    )


def phase_transfers(id: str, name: str, short_name: str, definition: str, basis: str) -> Indicator:
    """A count of phase transfers, known once the release of 2026 is loaded."""
    return year_count(
        id,
        name,
        definition,
        short_name=short_name,
        basis=basis,
        caution="DfE does not publish how many phase transfers were done by the date that the law "
        "sets. Final plans issued in a year are not those of the reviews due in it (councils print "
        "final plans where they print no review due), so no share is worked out. Some councils "
        "print no review or hardly any: England and its regions count fewer than there are.",
        embedded=False,
    )


INDICATORS = [
    Indicator(
        id="ehcp_caseload",
        topic=TOPIC,
        name="EHC plans in force",
        short_name="EHC plans",
        unit="count",
        timing="snapshot",
        basis=RESIDENCE,
        definition="Education, health and care plans maintained by the council on the January "
        "census day, ages 0 to 25, wherever the young person is educated",
        caution="Figures by age, sex and placement for January 2024 leave out Hackney and "
        "Peterborough, which sent totals only.",
    ),
    Indicator(
        id="ehcp_caseload_growth",
        topic=TOPIC,
        name="Growth in EHC plans in a year",
        short_name="Growth in EHC plans",
        unit="percent",
        timing="snapshot",
        basis="January to January",
        definition="Percentage change in plans in force since the January before",
        derived_from="100 × (plans in force − plans in force a year earlier) "
        "÷ plans in force a year earlier",
        numerator="ehcp_caseload",
        caution="Growth is not computed from fewer than 20 plans, nor up to January 2018, while "
        "statements became plans.",
    ),
    year_count(
        "ehcp_requests",
        "Requests for an EHC needs assessment",
        "Initial requests received in the calendar year",
        core=True,
        short_name="Requests for assessment",
    ),
    year_share(
        "ehcp_requests_refused_pc",
        "Requests refused an assessment",
        "Requests refused",
        "ehcp_requests_refused",
        "ehcp_requests",
        basis="of requests received in the year",
        definition="Requests where the council decided not to assess, as a share of requests "
        "received",
        caution="DfE's latest release gives no percentage for 2019 to 2022.",
    ),
    year_share(
        "ehcp_requests_refused_pc_ours",
        "Requests refused an assessment (our calculation)",
        "Requests refused, all years",
        "ehcp_requests_refused",
        "ehcp_requests",
        basis="of requests received in the year; our calculation from published counts",
        definition="Requests where the council decided not to assess, divided by requests "
        "received, also for years without a published percentage",
        derived_from="100 × requests refused ÷ requests received",
        core=False,
    ),
    *(
        year_share(
            f"ehcp_requests_{source}_pc",
            f"Requests that came from {who}",
            f"Asked by {short}",
            f"ehcp_requests_{source}",
            "ehcp_requests",
            basis="of requests received in the year; our calculation from published counts",
            definition=f"Requests that came from {who}, divided by requests received",
            derived_from=f"100 × requests from {who} ÷ requests received",
            caution=SOURCES_SINCE,
            core=False,
            embedded=False,
        )
        for source, (_, who, short) in SOURCES.items()
    ),
    *(
        year_share(
            f"ehcp_requests_{source}_refused_pc",
            f"Requests from {who} refused an assessment",
            f"Refused: asked by {short}",
            f"ehcp_requests_{source}_refused",
            f"ehcp_requests_{source}",
            basis=f"of requests from {who} received in the year",
            definition=f"Requests from {who} where the council decided not to assess, as a share "
            f"of requests from {who} received",
            caution=SOURCES_SINCE,
            embedded=False,
        )
        for source, (_, who, short) in SOURCES.items()
    ),
    Indicator(
        id="ehcp_request_6wk_pc",
        topic=TOPIC,
        name="Request decisions made within 6 weeks",
        short_name="Requests decided in 6 weeks",
        unit="percent",
        polarity="high",
        timing="flow",
        basis="of decisions given in the year",
        definition="Requests whose outcome was told to the family within 6 weeks",
        numerator="ehcp_request_6wk",
        caution="DfE does not publish the number this percentage is divided by, so how far it "
        "moves by chance cannot be worked out.",
    ),
    year_count(
        "ehcp_assessments",
        "EHC needs assessments completed",
        "Assessments with an outcome in the calendar year",
        core=True,
        short_name="Assessments",
    ),
    year_share(
        "ehcp_assess_no_plan_pc",
        "Assessments ending with no plan",
        "Assessed but no plan",
        "ehcp_assess_no_plan",
        "ehcp_assessments",
        basis="of assessments in the year",
        definition="Assessments where the decision was not to issue a plan, as a share of "
        "assessments in the year",
    ),
    year_count(
        "ehcp_new",
        "New EHC plans started in the year",
        "Plans with a start date in the calendar year",
        core=True,
        short_name="New EHC plans",
    ),
    year_share(
        "ehcp_20wk_ex_pc",
        "Plans issued within 20 weeks (exceptions left out)",
        "On time, exceptions left out",
        "ehcp_20wk_ex",
        "ehcp_20wk_ex_of",
        polarity="high",
        basis="exceptions left out",
        definition="New plans issued within 20 weeks of the request; plans for which the law "
        "allows more time (statutory exceptions) are left out of both counts",
    ),
    year_share(
        "ehcp_20wk_all_pc",
        "Plans issued within 20 weeks (all plans)",
        "On time, all plans",
        "ehcp_20wk_all",
        "ehcp_20wk_all_of",
        polarity="high",
        basis="exceptions included",
        definition="New plans issued within 20 weeks of the request, also where the law allows "
        "more time (statutory exceptions)",
    ),
    year_share(
        "ehcp_over_1yr_pc",
        "Plans that took more than a year",
        "Plans taking over a year",
        "ehcp_over_1yr",
        "ehcp_20wk_all_of",
        polarity="low",
        basis="exceptions included",
        definition="New plans issued more than one year after the request",
    ),
    year_share(
        "ehcp_20_52wk_pc",
        "Plans issued after 20 and within 52 weeks",
        "Plans taking 20 to 52 weeks",
        "ehcp_20_52wk",
        "ehcp_20wk_all_of",
        basis="exceptions included",
        definition="New plans issued more than 20 and up to 52 weeks after the request, also where "
        "the law allows more time (statutory exceptions)",
        core=False,
        caution="Plans without the day of their request are among the plans issued, but in no band "
        "of weeks, so that the shares may not add to 100%.",
    ),
    Indicator(
        id="ehcp_weeks",
        topic=TOPIC,
        name="Mean weeks from request to plan",
        short_name="Mean weeks to a plan",
        unit="weeks",
        polarity="low",
        timing="flow",
        basis="exceptions included",
        definition="Weeks from the request to the plan, on average of all plans issued in the "
        "year, also where the law allows more time (statutory exceptions)",
        core=False,
        caution="A few very long waits raise a mean: it says nothing of how long most families "
        "waited.",
        embedded=False,
    ),
    phase_transfers(
        "ehcp_phase_due_next",
        "Phase transfer reviews due in the following year",
        "Transfers due next year",
        "Plans of which a phase transfer review, before a child moves to another phase of "
        "education, is due in the year after",
        "as councils recorded them",
    ),
    phase_transfers(
        "ehcp_phase_final",
        "Final plans after a phase transfer review",
        "Final plans after a transfer",
        "Plans of which a final version was issued in the year, following a phase transfer review",
        "in the calendar year, as councils recorded them",
    ),
    year_share(
        "ehcp_review_completed_pc",
        "Annual reviews completed in the year (new count, our calculation)",
        "Reviews completed in the year",
        "ehcp_review_completed",
        "ehcp_review_due",
        basis="of reviews expected in the year; our calculation from published counts",
        definition="Reviews completed in the year, divided by reviews expected in it; one that was "
        "completed the year before is among those expected",
        derived_from="100 × reviews completed ÷ reviews expected",
        caution=REVIEWS_SINCE,
        core=False,
        embedded=False,
    ),
    year_share(
        "ehcp_review_decided_4wk_pc",
        "Review decisions within 4 weeks (new count, our calculation)",
        "Decided in 4 weeks, new count",
        "ehcp_review_decided_4wk",
        "ehcp_review_completed",
        basis="of reviews completed in the year; our calculation from published counts",
        definition="Reviews completed in the year with the council's decision within 4 weeks, "
        "divided by reviews completed in the year",
        derived_from="100 × decisions within 4 weeks ÷ reviews completed",
        caution=REVIEWS_SINCE,
        core=False,
        embedded=False,
    ),
    year_share(
        "ehcp_review_held_pc",
        "Annual reviews with a meeting recorded",
        "Annual reviews with a meeting",
        "ehcp_review_held",
        "ehcp_review_expected",
        polarity="high",
        basis="of reviews expected",
        definition="Plans with a review meeting recorded, as a share of plans where a review "
        "was expected",
        derived_from="100 × plans with a review meeting recorded ÷ plans where a review was "
        "expected",
        caution="Published for one year only, labelled calendar year 2024: reviews of the plans "
        "in force in January 2025.",
    ),
    year_share(
        "ehcp_review_4wk_pc",
        "Review decisions given within 4 weeks",
        "Review decisions in 4 weeks",
        "ehcp_review_4wk",
        "ehcp_review_4wk + ehcp_review_over_4wk",
        polarity="high",
        basis="of review decisions",
        definition="Review decisions given to the family within 4 weeks of the meeting",
        caution="Published for one year only, labelled calendar year 2024.",
    ),
    year_count(
        "ehcp_ceased",
        "EHC plans ceased",
        "Plans that stopped in the calendar year, all reasons",
        core=True,
    ),
    plans_share(
        "ehcp_mainstream_pc",
        "Plans: placed in mainstream schools",
        "Plans: mainstream schools",
        "Mainstream schools",
        definition="Share of plans in force with a mainstream school placement",
    ),
    plans_share(
        "ehcp_special_pc",
        "Plans: placed in special schools",
        "Plans: special schools",
        "Special schools",
        definition="Share of plans in force with a special school placement, state and independent",
    ),
    plans_share(
        "ehcp_indep_special_pc",
        "Plans: placed in independent special schools",
        "Plans: independent special schools",
        "Special schools: independent",
        definition="Share of plans in force placed in independent special schools",
        derived_from="100 × plans placed in independent special schools ÷ plans in force",
        caution="Non-maintained special schools are not included.",
    ),
    plans_share(
        "ehcp_fe_pc",
        "Plans: further education and post-16",
        "Plans: further education",
        "Further education and post-16",
        definition="Share of plans in force in colleges, sixth form colleges and specialist "
        "post-16 places",
        caution="Most of these plans are outside the school census.",
    ),
    plans_share(
        "ehcp_elsewhere_pc",
        "Plans: educated elsewhere",
        "Plans: educated elsewhere",
        "Educated elsewhere",
        definition="Share of plans in force for children educated elsewhere, including elective "
        "home education and not in education",
    ),
    need_share("ehcp_need_asd_pc", "autism", "Need: autism", "Autism"),
    need_share(
        "ehcp_need_semh_pc",
        "social, emotional and mental health",
        "Need: emotional and mental health",
        "Social, emotional and mental health",
    ),
    need_share(
        "ehcp_need_slcn_pc",
        "speech, language and communication",
        "Need: speech and language",
        "Speech, language and communication",
    ),
    Indicator(
        id="ehcp_personal_budget_pc",
        topic=TOPIC,
        name="Plans with a personal budget",
        short_name="Personal budgets",
        unit="percent",
        timing="snapshot",
        basis="of plans in force",
        definition="Share of plans in force with a personal budget",
        derived_from="100 × plans with a personal budget ÷ plans in force (two files)",
        numerator="ehcp_personal_budget",
        denominator="ehcp_caseload",
        multiplier=100,
        interval_method="proportion",
    ),
    Indicator(
        id="ehcp_need",
        topic=TOPIC,
        name="EHC plans in force, by primary need",
        short_name="Plans by need",
        unit="count",
        timing="snapshot",
        basis=RESIDENCE,
        definition="Plans in force on the January census day, in the table of primary needs",
        core=False,
    ),
    Indicator(
        id="ehcp_personal_budget",
        topic=TOPIC,
        name="Plans with a personal budget, number",
        short_name="Personal budgets, number",
        unit="count",
        timing="snapshot",
        basis=RESIDENCE,
        definition="Plans in force with a personal budget",
        core=False,
    ),
    year_count("ehcp_requests_refused", "Requests refused", "Requests decided not to assess"),
    *(
        year_count(
            f"ehcp_requests_{source}",
            f"Requests from {who}",
            f"Requests received in the calendar year that came from {who}",
            short_name=f"Requests from {short}",
            embedded=False,
        )
        for source, (_, who, short) in SOURCES.items()
    ),
    *(
        year_count(
            f"ehcp_requests_{source}_refused",
            f"Requests from {who} refused",
            f"Requests from {who} decided not to assess",
            short_name=f"Refused: {short}",
            embedded=False,
        )
        for source, (_, who, short) in SOURCES.items()
    ),
    year_count(
        "ehcp_request_6wk",
        "Request decisions within 6 weeks, number",
        "Decisions within 6 weeks",
        short_name="Decided in 6 weeks, number",
    ),
    year_count(
        "ehcp_assess_no_plan", "Assessments with no plan", "Assessments decided not to issue a plan"
    ),
    year_count(
        "ehcp_20wk_ex",
        "Plans issued within 20 weeks, exceptions left out",
        "Plans issued within 20 weeks, statutory exceptions left out",
        short_name="Number on time, no exceptions",
    ),
    year_count(
        "ehcp_20wk_ex_of",
        "Plans issued, exceptions left out",
        "All plans issued in the year, statutory exceptions left out",
    ),
    year_count(
        "ehcp_20wk_all",
        "Plans issued within 20 weeks, all",
        "Plans issued within 20 weeks, exceptions included",
    ),
    year_count(
        "ehcp_20wk_all_of",
        "Plans issued",
        "All plans issued in the year, exceptions included",
    ),
    year_count(
        "ehcp_over_1yr",
        "Plans that took more than a year, number",
        "Plans issued more than one year after the request",
        short_name="Plans over a year, number",
    ),
    year_count(
        "ehcp_20_52wk",
        "Plans issued after 20 and within 52 weeks, number",
        "Plans issued more than 20 and up to 52 weeks after the request, exceptions included",
        short_name="Plans at 20 to 52 weeks, number",
    ),
    *(
        year_count(
            id,
            f"Annual reviews {what} (new count)",
            definition,
            short_name=f"Reviews {what}",
            caution=REVIEWS_SINCE,
            embedded=False,
        )
        for id, what, definition in (
            ("ehcp_review_due", "expected", "Plans of which a review was expected in the year"),
            ("ehcp_review_completed", "completed", "Plans of which the review was completed"),
            (
                "ehcp_review_completed_before",
                "completed before",
                "Plans of which the review expected in the year had been completed before it",
            ),
            (
                "ehcp_review_not_completed",
                "not completed",
                "Plans of which the review expected in the year was not completed",
            ),
            (
                "ehcp_review_decided_4wk",
                "decided within 4 weeks",
                "Reviews completed in the year with the council's decision within 4 weeks",
            ),
            (
                "ehcp_review_decided_over_4wk",
                "decided after 4 weeks",
                "Reviews completed in the year with the council's decision after 4 weeks",
            ),
        )
    ),
    year_count("ehcp_review_held", "Review meetings recorded", "Plans with a review meeting"),
    year_count("ehcp_review_expected", "Reviews expected", "Plans where a review was expected"),
    year_count(
        "ehcp_review_4wk",
        "Review decisions within 4 weeks, number",
        "Decisions within 4 weeks",
        short_name="Review decisions in 4 weeks, no.",
    ),
    year_count("ehcp_review_over_4wk", "Review decisions after 4 weeks", "Decisions after 4 weeks"),
]

# Totals of each kind of place: the columns of schools below them are never added up by us.
PLACEMENTS_2025 = {
    "mainstream_total": "Mainstream schools",
    "special_total": "Special schools",
    "special_independent": "Special schools: independent",
    "ap_pru_total": "Alternative provision",
    "fe_total": "Further education and post-16",
    "ed_elsewhere": "Educated elsewhere",
    "nm_early_years": "Early years (non-maintained)",
    "placement_unknown": "Placement not known",
}
# "Educated elsewhere" of 2022 leaves out groups that 2025 counts in, so it is not mapped.
PLACEMENTS_2022 = {
    "Mainstream school": ("Mainstream schools", "ehcp_mainstream_pc"),
    "Special school": ("Special schools", "ehcp_special_pc"),
    "Alternative provision/Pupil referral unit": ("Alternative provision", None),
    "Further education": ("Further education and post-16", "ehcp_fe_pc"),
    "Non-maintained early years": ("Early years (non-maintained)", None),
}
# The codes in the names of the columns number_asd, asd_pc and so on.
NEEDS = {
    "asd": "Autism",
    "hi": "Hearing impairment",
    "mld": "Moderate learning difficulty",
    "msi": "Multi-sensory impairment",
    "oth": "Other",
    "pd": "Physical disability",
    "pmld": "Profound and multiple learning difficulty",
    "semh": "Social, emotional and mental health",
    "slcn": "Speech, language and communication",
    "sld": "Severe learning difficulty",
    "spld": "Specific learning difficulty",
    "vi": "Visual impairment",
    "need_unknown": "Need not known",
}
# One table calls the youngest "under 3", the others "2 and under"; a file may spell either.
AGE_PATTERN = r"(under )?\d\d?|\d\d? and (under|over)|unknown"
AGE_EXPECTED = "an age such as 10, under 3, 20 and over or unknown"
AGES = Labels(pattern=AGE_PATTERN, expected=AGE_EXPECTED, same={"2 and under": "under 3"})
AGES_OF_PLANS = Labels(pattern=AGE_PATTERN, expected=AGE_EXPECTED, same={"under 3": "2 and under"})
# Of 2025, and of 2026: the same ages (51 of 51 figures agree).
AGE = ("Child or young persons age", "Age at start of academic year")
# Of 2025, and of 2026.
AGE_AT_START = ("Age when plan started", "Age on plan start date")
# Since 2026.
SOURCE = "Source of request"
NEEDS_OF_2026 = ("sen_needs_caseload.csv",)
# Columns that no other file has; needs have none, for the needs of new plans have the same names.
MARKS = {
    "caseload.csv": ("ehcplans", "mainstream_total"),
    "newplans.csv": ("new_ehc_plans",),
    "requests.csv": ("requests_received_in_year",),
    "assessments.csv": ("assess_in_year",),
    "timeliness_20_week.csv": ("plans_issued_den_ex",),
    "ceased_plans.csv": ("total_ceased",),
    "personal_budgets.csv": ("personal_budget", "org_arrangments"),
}


# The guidance of 2026 says nothing of it; the figures do.
RECOUNTS = [
    Recount(
        indicator=indicator,
        topic="Age at start",
        release="ehcp-2026",
        reason="DfE worked ages at the start of a plan out anew in its release of 2026, likely "
        "from the start date recorded for the plan: earlier figures of them are not comparable",
        source="Our comparison of the releases: plans in force in January 2025 that started at age "
        "10 in England are 55,150 in that of 2025 and 67,492 in that of 2026",
    )
    for indicator in ("ehcp_caseload", "ehcp_new")
]


def january_2025(file: str, total: str, columns: dict[str, str | Part], **more: object) -> Extract:
    return Extract(
        release=RELEASE_2025,
        file=file,
        periods=ACADEMIC,
        last_period="202425",
        rows={"breakdown_topic": total},
        columns=columns,
        continues=True,
        marks=MARKS.get(file, ()),
        **more,  # type: ignore[arg-type]
    )


def year_2025(
    file: str,
    totals: str | tuple[str, ...],
    columns: dict[str, str | Part],
    part: str | None = None,
    **more: object,
) -> Extract:
    return Extract(
        release=RELEASE_2025,
        file=file,
        periods=CALENDAR,
        last_period="2024",
        rows={"breakdown_topic": totals, **({"breakdown": part} if part else {})},
        columns=columns,
        **{"continues": True, "marks": MARKS.get(file, ()), **more},  # type: ignore[arg-type]
    )


def parts_2025(
    file: str,
    label: str | tuple[str, ...],
    topic: str,
    column: str,
    indicator: str,
    labels: Labels = AGES_OF_PLANS,
) -> Extract:
    """Rows of one breakdown topic: their labels say which part each row is."""
    january = indicator == "ehcp_caseload"
    return Extract(
        release=RELEASE_2025,
        file=file,
        periods=ACADEMIC if january else CALENDAR,
        last_period="202425" if january else "2024",
        rows={"breakdown_topic": label},
        topic=topic,
        breakdown="breakdown",
        labels=labels,
        columns={column: indicator},
        continues=True,
        marks=MARKS[file],
    )


def placement_2022(group: str, placement: str, share: str | None) -> Extract:
    columns: dict[str, str | Part] = {"Total_ehc": Part("ehcp_caseload", "Placement", placement)}
    if share:
        columns["Total_ehc_pc"] = share
    return Extract(
        release=RELEASE_2022,
        file="sen2_estab_caseload.csv",
        periods=JANUARY_AS_CALENDAR,
        last_period="2022",
        rows={"establishment_type": "Total", "establishment_group": group},
        columns=columns,
    )


EXTRACTS = [
    january_2025(
        "caseload.csv",
        "All EHC plans",
        {
            "ehcplans": "ehcp_caseload",
            "mainstream_total_pc": "ehcp_mainstream_pc",
            "special_total_pc": "ehcp_special_pc",
            "fe_total_pc": "ehcp_fe_pc",
            "ed_elsewhere_pc": "ehcp_elsewhere_pc",
            **{
                column: Part("ehcp_caseload", "Placement", placement)
                for column, placement in PLACEMENTS_2025.items()
            },
        },
    ),
    parts_2025("caseload.csv", AGE, "Age", "ehcplans", "ehcp_caseload", AGES),
    parts_2025("caseload.csv", AGE_AT_START, "Age at start", "ehcplans", "ehcp_caseload"),
    parts_2025("caseload.csv", "Sex", "Sex", "ehcplans", "ehcp_caseload", Labels()),
    year_2025(
        "newplans.csv", ("New EHC plans", "All new EHC plans"), {"new_ehc_plans": "ehcp_new"}
    ),
    parts_2025("newplans.csv", AGE_AT_START, "Age at start", "new_ehc_plans", "ehcp_new"),
    parts_2025("newplans.csv", "Sex", "Sex", "new_ehc_plans", "ehcp_new", Labels()),
    year_2025(
        "requests.csv",
        ("All requests for EHC needs assessments", "All requests for an EHC needs assessment"),
        {
            "requests_received_in_year": "ehcp_requests",
            "requests_decided_not_to_assess": "ehcp_requests_refused",
            "request_not_assess_pc": "ehcp_requests_refused_pc",
            "request_outcome_six_weeks": "ehcp_request_6wk",
            "request_outcome_six_weeks_pc": "ehcp_request_6wk_pc",
        },
    ),
    *(
        year_2025(
            "requests.csv",
            SOURCE,
            {
                "requests_received_in_year": f"ehcp_requests_{source}",
                "requests_decided_not_to_assess": f"ehcp_requests_{source}_refused",
                "request_not_assess_pc": f"ehcp_requests_{source}_refused_pc",
            },
            printed,
            sparse=True,
            since=2026,
        )
        for source, (printed, _, _) in SOURCES.items()
    ),
    Extract(
        release=RELEASE_2025,
        file="requests.csv",
        periods=CALENDAR,
        last_period="2024",
        rows={"breakdown_topic": SOURCE},
        topic="Who asked",
        breakdown="breakdown",
        columns={
            "requests_received_in_year": "ehcp_requests",
            "requests_decided_not_to_assess": "ehcp_requests_refused",
        },
        continues=True,
        marks=MARKS["requests.csv"],
        # A council may have no request of a source.
        sparse=True,
        since=2026,
    ),
    year_2025(
        "assessments.csv",
        "All EHC needs assessments",
        {
            "assess_in_year": "ehcp_assessments",
            "assess_not_issued": "ehcp_assess_no_plan",
            "assess_not_issued_pc": "ehcp_assess_no_plan_pc",
        },
    ),
    year_2025(
        "timeliness_20_week.csv",
        ("All EHC plans issued", "All EHC plans"),
        {
            "plans_issued_den": "ehcp_20wk_all_of",
            "plans_issued_den_ex": "ehcp_20wk_ex_of",
            "plans_issued_within_20_weeks": "ehcp_20wk_all",
            "plans_issued_20_weeks_ex": "ehcp_20wk_ex",
            "pc_plans_issued_within_20_weeks": "ehcp_20wk_all_pc",
            "PC_plans_issued_20_weeks_ex": "ehcp_20wk_ex_pc",
            "plans_issued_gt20weeks_ltYear": "ehcp_20_52wk",
            "pc_plans_issued_gt20weeks_ltYear": "ehcp_20_52wk_pc",
            "plans_issued_gt_1_year": "ehcp_over_1yr",
            "pc_plans_issued_gt_1_year": "ehcp_over_1yr_pc",
        },
        unread={
            "avg_weeks_issue_plan_exc": "in it an exception counts as 0 weeks, so it says less the "
            "more exceptions a council has"
        },
    ),
    year_2025(
        "timeliness_20_week.csv",
        ("All EHC plans issued", "All EHC plans"),
        {"avg_weeks_issue_plan": "ehcp_weeks"},
        since=2026,
    ),
    january_2025(
        "sen_needs_all_plans.csv",
        "All EHC plans",
        {
            "ehc_plans": "ehcp_need",
            "asd_pc": "ehcp_need_asd_pc",
            "semh_pc": "ehcp_need_semh_pc",
            "slcn_pc": "ehcp_need_slcn_pc",
            **{
                f"number_{code}": Part("ehcp_need", "Primary need", need)
                for code, need in NEEDS.items()
            },
        },
        # Until the release of 2026 counted as "other".
        optional={"number_ds": Part("ehcp_need", "Primary need", "Down syndrome")},
        renamed=NEEDS_OF_2026,
    ),
    year_2025(
        "annual_reviews.csv",
        "All annual reviews",
        {
            "review_expected": "ehcp_review_expected",
            "total_review_meeting": "ehcp_review_held",
            # Misspelled by DfE, and so the name.
            "number_decsion_4weeks": "ehcp_review_4wk",
            "number_decision_gt_4weeks": "ehcp_review_over_4wk",
            "pc_decsion_4weeks": "ehcp_review_4wk_pc",
        },
        # The release of 2026 has another table of this name: see the next record.
        continues=False,
        marks=("total_review_meeting", "number_decsion_4weeks"),
    ),
    # Years stand in the names of its columns, so only those without one tell the table.
    Extract(
        release=RELEASE_2025.later(1),
        file="annual_reviews.csv",
        periods=CALENDAR,
        last_period="2025",
        rows={"breakdown_topic": "All reviews of EHC plans"},
        columns={
            "review_not_completed": "ehcp_review_not_completed",
            "decision_4_weeks": "ehcp_review_decided_4wk",
            "decision_over_4_weeks": "ehcp_review_decided_over_4wk",
        },
        # Their names end in the year that the file is of.
        optional={
            "review_expected_2025": "ehcp_review_due",
            "review_completed_2025": "ehcp_review_completed",
            "review_completed_prior_2025": "ehcp_review_completed_before",
        },
        continues=True,
        marks=("review_not_completed", "decision_over_4_weeks"),
    ),
    # The years in the names of its columns are not those of any other release.
    Extract(
        release=RELEASE_2025.later(1),
        file="phase_transfers.csv",
        periods=CALENDAR,
        last_period="2025",
        columns={
            "due_26": "ehcp_phase_due_next",
            "final_25": "ehcp_phase_final",
        },
        marks=("due_26", "final_25"),
        unread={
            "due_25": "most councils print none, also those that issued final plans in 2025",
            "final_26": "councils made their returns in January 2026, so it counts the first weeks "
            "of that year only",
        },
    ),
    year_2025("ceased_plans.csv", "All ceased EHC plans", {"total_ceased": "ehcp_ceased"}),
    parts_2025("ceased_plans.csv", "Age plan ceased", "Age ceased", "total_ceased", "ehcp_ceased"),
    january_2025(
        "personal_budgets.csv", "All personal budgets", {"personal_budget": "ehcp_personal_budget"}
    ),
    Extract(
        release=RELEASE_2022,
        file="sen2_age_caseload.csv",
        periods=JANUARY_AS_CALENDAR,
        last_period="2022",
        # Five bands of age, which no later release has: only the total goes on.
        rows={"characteristic_age": "Total"},
        columns={"Total_ehc": "ehcp_caseload"},
    ),
    *(
        placement_2022(group, placement, share)
        for group, (placement, share) in PLACEMENTS_2022.items()
    ),
    Extract(
        release=RELEASE_2022,
        file="sen2_estab_caseload.csv",
        periods=JANUARY_AS_CALENDAR,
        last_period="2022",
        rows={"establishment_type": "Special - Independent"},
        columns={"Total_ehc": Part("ehcp_caseload", "Placement", "Special schools: independent")},
    ),
    Extract(
        release=RELEASE_2022,
        file="sen2_age_new_plans.csv",
        periods=CALENDAR,
        last_period="2021",
        rows={"characteristic_age": "Total"},
        columns={"Total_new_ehc": "ehcp_new"},
    ),
    # The percentage of assessments without a plan has another denominator here: not mapped.
    Extract(
        release=RELEASE_2022,
        file="sen2_mi.csv",
        periods=CALENDAR,
        last_period="2021",
        columns={
            "InreqEHC": "ehcp_requests",
            "AssRefusedEHC": "ehcp_requests_refused",
            "AssRefusedEHC_pc": "ehcp_requests_refused_pc",
            "AssnoneEHC": "ehcp_assess_no_plan",
            "TotIncExcEHC": "ehcp_20wk_all_of",
            "IncExc20weekEHC": "ehcp_20wk_all",
            "IncExc20weekRate": "ehcp_20wk_all_pc",
            "TotNoExcEHC": "ehcp_20wk_ex_of",
            "NoExc20weekEHC": "ehcp_20wk_ex",
            "NoExc20weekRate": "ehcp_20wk_ex_pc",
        },
    ),
]


def data_set(
    id: str, title: str, file: str, *file_ids: str, renamed: tuple[str, ...] = ()
) -> DataSet:
    return DataSet(
        id=id, publication=SERVICE, title=title, file=file, file_ids=file_ids, renamed=renamed
    )


# File ids are those of the releases of 2026 and 2025, as far as they are known.
DATA_SETS = [
    data_set(
        "ehcp_caseload",
        "Plans in force in January",
        "caseload.csv",
        "49e7efca-f010-4044-9f70-578032a23cf7",
        "897aaeeb-39b2-4913-8739-d0773d99f674",
    ),
    data_set(
        "ehcp_new_plans",
        "New plans",
        "newplans.csv",
        "f44121ed-383d-4246-9fe5-0bb8e065f15e",
        "d486e98a-ac39-4c6d-bb92-40e1d81452e5",
    ),
    data_set(
        "ehcp_requests",
        "Requests for an assessment",
        "requests.csv",
        "aec1cce1-d932-4bba-b0c6-8645c31f3cbb",
        "2cb3f1e5-7961-4034-9643-0adb38a1fefa",
    ),
    data_set(
        "ehcp_assessments",
        "Assessments",
        "assessments.csv",
        "866331e6-4be2-4242-985a-c00c7ac274b5",
    ),
    data_set(
        "ehcp_timeliness",
        "Plans issued within 20 weeks",
        "timeliness_20_week.csv",
        "90d7c9d3-d811-46f1-ae61-39ea674d4654",
    ),
    data_set(
        "ehcp_needs",
        "Primary need, all plans",
        "sen_needs_all_plans.csv",
        "43683cb0-0a78-40d1-aa0d-20b4909832ee",
        renamed=NEEDS_OF_2026,
    ),
    data_set(
        "ehcp_reviews",
        "Annual reviews",
        "annual_reviews.csv",
        "49159ef4-a116-47d7-9e16-61feb9981089",
    ),
    data_set(
        "ehcp_ceased",
        "Plans ceased",
        "ceased_plans.csv",
        "fa62d05f-22d2-4b97-a878-0e5106d260c3",
        "317bde93-3fed-4e19-9c07-ae00fce28c5d",
    ),
    data_set(
        "ehcp_personal_budgets",
        "Personal budgets",
        "personal_budgets.csv",
        "852571af-a076-4f9a-ba3e-b6d00016acb9",
    ),
]
