"""Children in need and child protection, release of 2025."""

from analysis.siblings import SIBLINGS
from etl.model import MARCH, DataSet, Extract, Indicator, Part, Publication, Release

URL = "https://explore-education-statistics.service.gov.uk/find-statistics/children-in-need"
SERVICE = Publication(
    name="Children in need",
    slug="children-in-need",
    page=URL,
)
RELEASE_2025 = Release(
    id="cin-2025",
    publication=SERVICE.name,
    title="Reporting year 2025",
    url=f"{URL}/2025",
    totals_rounded_to=10,
)
NEED = "Children in need"
PROTECTION = "Child protection"
# DfE divides so itself, and its rates are the ones that people know.
WIDER_THAN_POPULATION = (
    "Unborn children and young people over 17 are counted too, though the population is of ages 0 "
    "to 17. DfE rounds the numbers of England and of regions to the nearest 10."
)


def count(
    id: str, topic: str, name: str, definition: str, timing: str, core: bool = False, **more: object
) -> Indicator:
    basis = "on 31 March" if timing == "snapshot" else "in the year to 31 March"
    return Indicator(
        id=id,
        topic=topic,
        name=name,
        unit="count",
        timing=timing,
        definition=definition,
        core=core,
        **{"short_name": name, "basis": basis, **more},  # type: ignore[arg-type]
    )


# DfE has printed no rates in these tables since 2025. Ours give its earlier ones where the
# population was not revised.
def rate(
    id: str, topic: str, name: str, short_name: str, numerator: str, **more: object
) -> Indicator:
    """Per 10,000 people aged 0 to 17 in the middle of the year before, as DfE computes it."""
    return Indicator(
        id=id,
        topic=topic,
        name=name,
        short_name=short_name,
        unit="per 10,000",
        basis="per 10,000 people aged 0 to 17",
        numerator=numerator,
        denominator="population_0_17",
        denominator_lag=1,
        multiplier=10_000,
        interval_method="rate",
        design_effect=SIBLINGS,
        **{"caution": WIDER_THAN_POPULATION, **more},  # type: ignore[arg-type]
    )


def share(
    id: str,
    topic: str,
    name: str,
    short_name: str,
    numerator: str,
    denominator: str,
    **more: object,
) -> Indicator:
    return Indicator(
        id=id,
        topic=topic,
        name=name,
        short_name=short_name,
        unit="percent",
        numerator=numerator,
        denominator=denominator,
        multiplier=100,
        interval_method="proportion",
        design_effect=SIBLINGS,
        **more,  # type: ignore[arg-type]
    )


INDICATORS = [
    count(
        "cin_number",
        NEED,
        "Children in need at 31 March",
        "Cases open on 31 March (DfE: episodes of need)",
        "snapshot",
        core=True,
        short_name="Children in need",
        caution="Every open case is counted, not only children with a child in need plan.",
    ),
    rate(
        "cin_rate",
        NEED,
        "Children in need rate",
        "Children in need rate",
        "cin_number",
        timing="snapshot",
        definition="Cases open on 31 March (DfE: episodes of need) per 10,000 people aged 0 to 17",
        derived_from="10,000 × episodes of need open on 31 March ÷ population aged 0 to 17 in "
        "the middle of the year before",
    ),
    count(
        "cin_referrals",
        NEED,
        "Referrals to children's social care",
        "Referrals received in the year",
        "flow",
        core=True,
        short_name="Referrals",
    ),
    rate(
        "cin_referral_rate",
        NEED,
        "Referral rate",
        "Referral rate",
        "cin_referrals",
        timing="flow",
        definition="Referrals in the year per 10,000 people aged 0 to 17",
        derived_from="10,000 × referrals in the year ÷ population aged 0 to 17 in the middle of "
        "the year before",
    ),
    share(
        "cin_rereferral_pc",
        NEED,
        "Repeat referrals within 12 months",
        "Repeat referrals",
        "cin_rereferrals",
        "cin_referrals",
        polarity="low",
        timing="flow",
        basis="of referrals in the year",
        definition="Referrals within 12 months of an earlier referral, as a share of referrals",
    ),
    share(
        "cin_referral_nfa_pc",
        NEED,
        "Referrals with no further action",
        "Referrals, no further action",
        "cin_referral_nfa",
        "cin_referrals",
        timing="flow",
        basis="of referrals in the year",
        definition="Referrals closed with no further action",
    ),
    share(
        "cin_not_in_need_pc",
        NEED,
        "Referrals assessed as not in need",
        "Assessed as not in need",
        "cin_not_in_need",
        "cin_referrals",
        timing="flow",
        basis="of referrals in the year",
        definition="Referrals assessed and found not to be in need",
    ),
    count(
        "cp_number",
        PROTECTION,
        "Child protection plans at 31 March",
        "Children subject of a child protection plan on 31 March",
        "snapshot",
        core=True,
        short_name="Child protection plans",
    ),
    rate(
        "cp_rate",
        PROTECTION,
        "Child protection plan rate",
        "Child protection plan rate",
        "cp_number",
        timing="snapshot",
        definition="Children subject of a plan on 31 March per 10,000 people aged 0 to 17",
        derived_from="10,000 × child protection plans on 31 March ÷ population aged 0 to 17 in "
        "the middle of the year before",
    ),
    rate(
        "cp_start_rate",
        PROTECTION,
        "Child protection plans started: rate",
        "Protection plans started, rate",
        "cp_started",
        timing="flow",
        definition="Plans starting in the year per 10,000 people aged 0 to 17",
        derived_from="10,000 × child protection plans started in the year ÷ population aged "
        "0 to 17 in the middle of the year before",
    ),
    share(
        "cp_repeat_pc",
        PROTECTION,
        "Second or later child protection plan",
        "Second or later protection plan",
        "cp_repeat",
        "cp_started",
        polarity="low",
        timing="flow",
        basis="of plans started in the year",
        definition="Plans starting in the year for a child who had any earlier plan, as a share "
        "of plans starting",
        caution="Ever in the child's life, not within two years. Plans are counted, so one child "
        "can count twice.",
    ),
    share(
        "cp_2yr_open_pc",
        PROTECTION,
        "Plans open 2 years or more at 31 March",
        "On a plan for 2 years or more",
        "cp_number",
        "cp_number",
        numerator_breakdown="2 years or more",
        polarity="low",
        timing="snapshot",
        basis="of plans on 31 March",
        definition="Share of plans open on 31 March that had lasted 2 years or more",
    ),
    count("cin_rereferrals", NEED, "Repeat referrals, number", "Repeat referrals", "flow"),
    count(
        "cin_referral_nfa",
        NEED,
        "Referrals with no further action, number",
        "Referrals closed with no further action",
        "flow",
        short_name="No further action, number",
    ),
    count(
        "cin_not_in_need",
        NEED,
        "Referrals assessed as not in need, number",
        "Referrals assessed and found not to be in need",
        "flow",
        short_name="Assessed as not in need, number",
    ),
    count("cp_started", PROTECTION, "Child protection plans started", "Plans started", "flow"),
    count(
        "cp_repeat",
        PROTECTION,
        "Second or later plans, number",
        "Plans started for a child who had any earlier plan",
        "flow",
    ),
    Indicator(
        id="cp_duration_pc",
        topic=PROTECTION,
        name="Child protection plans by time open",
        short_name="Time open",
        unit="percent",
        timing="snapshot",
        basis="of plans on 31 March",
        definition="Share of plans open on 31 March by how long they had been open",
        core=False,
    ),
    count(
        "cin_factors",
        NEED,
        "Factors found at assessment",
        "Assessments with at least one factor recorded, and with each factor; one assessment can "
        "have many factors",
        "flow",
        short_name="Factors at assessment",
        caution="One assessment can have many factors, so the parts add to more than the whole. "
        "Physical and sexual abuse were split by who did it from 2021.",
    ),
]

BANDS = {
    "3_months_or_less": "3 months or less",
    "more_than_3_months_6_months": "More than 3 months, up to 6",
    "more_than_6_months_less_than_1_year": "More than 6 months, under 1 year",
    "1_year_less_than_2_years": "1 year, under 2 years",
    "2_years_or_more": "2 years or more",
}
PEOPLE = {"child": "the child", "parent": "a parent", "person": "another person"}
BY_PERSON = {
    "Alcohol_Misuse": "Alcohol misuse",
    "Drug_Misuse": "Drug misuse",
    "Domestic_Abuse": "Domestic abuse",
    "Mental_Health": "Mental health",
    "Learning_Disability": "Learning disability",
    "Physical_Disability": "Physical disability",
}
FACTORS = {
    **{
        f"{column}_{who}": f"{factor}: {person}"
        for column, factor in BY_PERSON.items()
        for who, person in PEOPLE.items()
    },
    "Young_Carer": "Young carer",
    "Privately_fostered": "Privately fostered",
    "Unaccompanied_asylum_seeker": "Unaccompanied asylum seeker",
    "Going_missing": "Going missing",
    "Child_sexual_exploitation": "Child sexual exploitation",
    "Trafficking": "Trafficking",
    "Gangs": "Gangs",
    "Socially_unacceptable_behaviour": "Socially unacceptable behaviour",
    "Self_harm": "Self-harm",
    "Neglect": "Neglect",
    "Emotional_Abuse": "Emotional abuse",
    "Physical_Abuse_unknown": "Physical abuse (not split)",
    "Physical_Abuse_child_on_child": "Physical abuse: child on child",
    "Physical_Abuse_adult_on_child": "Physical abuse: adult on child",
    "Sexual_Abuse_unknown": "Sexual abuse (not split)",
    "Sexual_Abuse_child_on_child": "Sexual abuse: child on child",
    "Sexual_Abuse_adult_on_child": "Sexual abuse: adult on child",
    "Female_Genital_Mutilation": "Female genital mutilation",
    "Faith_linked_abuse": "Faith-linked abuse",
    "Child_criminal_exploitation": "Child criminal exploitation",
    "Other": "Other",
}


def extract(file: str, marks: tuple[str, ...], columns: dict[str, str | Part]) -> Extract:
    return Extract(
        release=RELEASE_2025,
        file=file,
        periods=MARCH,
        last_period="2025",
        columns=columns,
        continues=True,
        marks=marks,
    )


EXTRACTS = [
    extract(
        "b1_children_in_need_2013_to_2025.csv",
        ("At31_episodes", "Anypoint_child"),
        {"At31_episodes": "cin_number"},
    ),
    extract(
        "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
        ("referral_count", "rereferral_count"),
        {
            "referral_count": "cin_referrals",
            "rereferral_count": "cin_rereferrals",
            "rereferral_percent": "cin_rereferral_pc",
            "no_further_action_count": "cin_referral_nfa",
            "no_further_action_percent": "cin_referral_nfa_pc",
            "not_in_need_count": "cin_not_in_need",
            "not_in_need_percent": "cin_not_in_need_pc",
        },
    ),
    extract(
        "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv",
        ("Episodes_with_assessment_factor",),
        {
            "Episodes_with_assessment_factor": "cin_factors",
            **{column: Part("cin_factors", "Factor", factor) for column, factor in FACTORS.items()},
        },
    ),
    extract(
        "d3_cpps_subsequent_plan_2013_to_2025.csv",
        ("CPP_subsequent", "CPP_subsequent_percent"),
        {
            "CPP_start": "cp_started",
            "CPP_subsequent": "cp_repeat",
            "CPP_subsequent_percent": "cp_repeat_pc",
        },
    ),
    extract(
        "d5_cpps_at31march_by_duration_2013_to_2025.csv",
        ("CPP_At31", "2_years_or_more"),
        {
            "CPP_At31": "cp_number",
            "2_years_or_more_percent": "cp_2yr_open_pc",
            **{column: Part("cp_number", "Duration", band) for column, band in BANDS.items()},
            **{
                f"{column}_percent": Part("cp_duration_pc", "Duration", band)
                for column, band in BANDS.items()
                # This percentage is an indicator of its own, above.
                if column != "2_years_or_more"
            },
        },
    ),
]

# Ids of most tables are not known: the code that heads a title finds them in the catalogue.
DATA_SETS = [
    DataSet(
        id="cin_b1",
        publication=SERVICE,
        title="Children in need",
        file="b1_children_in_need_2013_to_2025.csv",
        title_code="B1",
    ),
    DataSet(
        id="cin_c1",
        publication=SERVICE,
        title="Referrals and repeat referrals",
        file="c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
        api_id="342f9a01-26f0-2a71-91a1-f8bc0bee8b11",
        file_ids=("911dae20-ac5d-4e28-bee8-53a658761fa5",),
        title_code="C1",
    ),
    DataSet(
        id="cin_c3",
        publication=SERVICE,
        title="Factors found at assessment",
        file="c3_factors_identified_at_end_of_assessment_2018_to_2025.csv",
        title_code="C3",
    ),
    DataSet(
        id="cin_d3",
        publication=SERVICE,
        title="Second or later child protection plans",
        file="d3_cpps_subsequent_plan_2013_to_2025.csv",
        title_code="D3",
    ),
    DataSet(
        id="cin_d5",
        publication=SERVICE,
        title="Child protection plans at 31 March, by time open",
        file="d5_cpps_at31march_by_duration_2013_to_2025.csv",
        title_code="D5",
    ),
]
