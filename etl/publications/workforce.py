"""Children's social work workforce, release of 2025 (full-time equivalents on 30 September)."""

from etl.model import SEPTEMBER, DataSet, Extract, Indicator, Publication, Release

URL = (
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "children-s-social-work-workforce"
)
SERVICE = Publication(
    name="Children's social work workforce",
    slug="children-s-social-work-workforce",
    page=URL,
)
# Every release prints all years since 2017 anew, so that one is enough.
RELEASE_2025 = Release(
    id="workforce-2025",
    publication=SERVICE.name,
    title="Reporting year 2025",
    url=f"{URL}/2025",
)
TOPIC = "Workforce"


def part(
    id: str,
    name: str,
    unit: str = "FTE",
    timing: str = "snapshot",
    definition: str = "",
    short_name: str = "",
) -> Indicator:
    basis = "on 30 September" if timing == "snapshot" else "in the year to 30 September"
    return Indicator(
        id=id,
        topic=TOPIC,
        name=name,
        short_name=short_name or name,
        unit=unit,
        timing=timing,
        basis=basis,
        definition=definition or name,
        core=False,
    )


INDICATORS = [
    Indicator(
        id="sw_fte",
        topic=TOPIC,
        name="Children and family social workers in post",
        short_name="Social workers in post",
        unit="FTE",
        timing="snapshot",
        basis="full-time equivalent, agency staff not included",
        definition="Full-time equivalent social workers employed on 30 September",
    ),
    Indicator(
        id="sw_vacancy_pc",
        topic=TOPIC,
        name="Social worker vacancy rate",
        short_name="Vacancies",
        unit="percent",
        polarity="low",
        timing="snapshot",
        basis="full-time equivalent",
        definition="Vacant posts divided by vacant posts plus social workers in post, all in "
        "full-time equivalents",
        numerator="sw_vacancies",
        denominator="sw_vacancies + sw_fte",
        multiplier=100,
        caution="A post that an agency worker covers still counts as vacant; councils define "
        "vacancies differently.",
    ),
    Indicator(
        id="sw_turnover_pc",
        topic=TOPIC,
        name="Social worker turnover rate",
        short_name="Turnover",
        unit="percent",
        polarity="low",
        timing="flow",
        basis="full-time equivalent",
        definition="Social workers who left in the year divided by those in post on 30 September, "
        "both in full-time equivalents",
        numerator="sw_leavers",
        denominator="sw_fte",
        multiplier=100,
        maximum=1000,
    ),
    Indicator(
        id="sw_agency_pc",
        topic=TOPIC,
        name="Agency social worker rate",
        short_name="Agency workers",
        unit="percent",
        polarity="low",
        timing="snapshot",
        basis="full-time equivalent",
        definition="Agency workers divided by agency workers plus social workers in post, all in "
        "full-time equivalents",
        numerator="sw_agency",
        denominator="sw_agency + sw_fte",
        multiplier=100,
    ),
    Indicator(
        id="sw_vacancy_cover_pc",
        topic=TOPIC,
        name="Vacancies covered by agency workers",
        short_name="Vacancies covered by agency",
        unit="percent",
        timing="snapshot",
        basis="full-time equivalent",
        definition="Agency workers who cover a vacancy divided by vacant posts, both in full-time "
        "equivalents",
        numerator="sw_agency_cover",
        denominator="sw_vacancies",
        multiplier=100,
    ),
    Indicator(
        id="sw_caseload",
        topic=TOPIC,
        name="Average caseload",
        short_name="Caseload",
        unit="cases per FTE",
        polarity="low",
        timing="snapshot",
        basis="cases per full-time equivalent, agency staff included",
        definition="Cases held divided by the social workers, agency staff included, who hold at "
        "least one case, in full-time equivalents",
        numerator="sw_cases",
        denominator="sw_case_holders",
        multiplier=1,
    ),
    Indicator(
        id="sw_absence_pc",
        topic=TOPIC,
        name="Sickness absence rate",
        short_name="Sickness absence",
        unit="percent",
        polarity="low",
        timing="flow",
        basis="full-time equivalent",
        definition="Working days lost to sickness divided by the working days of all in post: "
        "full-time equivalents times 253 (254 in a leap year)",
        numerator="sw_days_lost",
    ),
    Indicator(
        id="sw_agency_headcount_pc",
        topic=TOPIC,
        name="Agency social workers as % of all, headcount",
        short_name="Agency workers, % of headcount",
        unit="percent",
        polarity="low",
        timing="snapshot",
        basis="headcount",
        definition="Agency workers divided by agency workers plus social workers in post on "
        "30 September, each person counted as one, full-time or part-time",
        numerator="sw_agency_headcount",
        denominator="sw_agency_headcount + sw_headcount",
        multiplier=100,
        core=False,
    ),
    part(
        "sw_agency_headcount",
        "Agency social workers, headcount",
        unit="count",
        short_name="Agency workers, headcount",
        definition="Agency social workers working on 30 September, each person counted as one",
    ),
    part(
        "sw_headcount",
        "Social workers in post, headcount",
        unit="count",
        definition="Social workers employed on 30 September, each person counted as one, agency "
        "workers not included",
    ),
    part("sw_vacancies", "Social worker vacancies"),
    part("sw_leavers", "Social workers who left", timing="flow"),
    part("sw_agency", "Agency social workers"),
    part(
        "sw_agency_cover",
        "Agency social workers covering vacancies",
        short_name="Agency workers covering vacancies",
    ),
    part("sw_case_holders", "Social workers holding cases"),
    part("sw_cases", "Cases held", unit="count"),
    part("sw_days_lost", "Working days lost to sickness", unit="days", timing="flow"),
]

EXTRACTS = [
    Extract(
        release=RELEASE_2025,
        file="csww_indicators_2017_to_2025.csv",
        periods=SEPTEMBER,
        last_period="2025",
        continues=True,
        marks=("inpost_fte", "vacancy_agency_cover_rate_fte"),
        columns={
            "inpost_fte": "sw_fte",
            "inpost_headcount": "sw_headcount",
            "leavers_fte": "sw_leavers",
            "turnover_rate_fte": "sw_turnover_pc",
            "agency_fte": "sw_agency",
            "agency_headcount": "sw_agency_headcount",
            "agency_rate_headcount": "sw_agency_headcount_pc",
            "agency_rate_fte": "sw_agency_pc",
            "agency_cover_fte": "sw_agency_cover",
            "vacancy_fte": "sw_vacancies",
            "vacancy_rate_fte": "sw_vacancy_pc",
            "vacancy_agency_cover_rate_fte": "sw_vacancy_cover_pc",
            "case_holders_fte": "sw_case_holders",
            "cases": "sw_cases",
            "caseload_fte": "sw_caseload",
            "working_days_lost_fte": "sw_days_lost",
            "absence_rate_fte": "sw_absence_pc",
        },
    ),
]

# The one file id that is known is of 2023, whose file holds nothing that we do not have.
DATA_SETS = [
    DataSet(
        id="workforce_indicators",
        publication=SERVICE,
        title="Indicators",
        file="csww_indicators_2017_to_2025.csv",
        title_code="1.",
    )
]
