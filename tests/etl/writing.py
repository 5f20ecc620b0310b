"""Tiny files in the shape of the published ones: real names and headers, rows typed into a test."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import duckdb

from etl.reading import staging

Read = Callable[[Path], staging.Reading]
Build = Callable[..., duckdb.DuckDBPyConnection]

IDENTIFIERS = "time_period,time_identifier,geographic_level,country_code,country_name"
EHC_2025 = f"{IDENTIFIERS},region_code,region_name,new_la_code,old_la_code,la_name"
OLDER = f"{IDENTIFIERS},region_code,region_name,old_la_code,new_la_code,la_name"
PLACEMENTS = (
    "mainstream_la_maintained,mainstream_la_maintained_resourced_provision,"
    "mainstream_la_maintained_senunit,mainstream_academy,mainstream_academy_resourced_provision,"
    "mainstream_academy_senunit,mainstream_free_school,mainstream_free_school_resourced_provision,"
    "mainstream_free_school_senunit,mainstream_independent,mainstream_total,mainstream_total_pc,"
    "special_la_maintained,special_academy_free,special_independent,special_non_maintained,"
    "special_total,special_total_pc,ap_pru_academy,ap_pru_free_school,ap_pru_la_maintained,"
    "ap_pru_total,AP_PRU_total_pc,general_fe_tertiary_colleges,specialist_post_16_institutions,"
    "ukrlp_provider,fe_total,fe_total_pc,elective_home_education,other_arrangements_la,"
    "other_arrangements_parents,online_provider,w_settings,other_schools,other_placement_settings,"
    "neet,neet_ntci,neet_other,neet_other_csa,ed_elsewhere,ed_elsewhere_pc,nm_early_years,"
    "nm_early_years_pc,placement_unknown,placement_unknown_pc,await_prov_2022,perm_ex_2022"
)
NEED_CODES = ["asd", "hi", "mld", "msi", "oth", "pd", "pmld", "semh", "slcn", "sld", "spld", "vi"]
NEEDS = ",".join(
    [f"number_{code}" for code in [*NEED_CODES, "need_unknown"]]
    + [f"{code}_pc" for code in [*NEED_CODES, "unknown"]]
)
FACTORS = ",".join(
    [
        "Episodes_with_assessment_factor",
        *(
            f"{factor}_{who}"
            for factor in (
                "Alcohol_Misuse",
                "Drug_Misuse",
                "Domestic_Abuse",
                "Mental_Health",
                "Learning_Disability",
                "Physical_Disability",
            )
            for who in ("child", "parent", "person")
        ),
        "Young_Carer,Privately_fostered,Unaccompanied_asylum_seeker,Going_missing",
        "Child_sexual_exploitation,Trafficking,Gangs,Socially_unacceptable_behaviour,Self_harm",
        "Neglect,Emotional_Abuse,Physical_Abuse_unknown,Physical_Abuse_child_on_child",
        "Physical_Abuse_adult_on_child,Sexual_Abuse_unknown,Sexual_Abuse_child_on_child",
        "Sexual_Abuse_adult_on_child,Female_Genital_Mutilation,Faith_linked_abuse",
        "Child_criminal_exploitation,Other",
    ]
)
# The headers of the published files, as they are.
HEADERS = {
    "requests.csv": f"{EHC_2025},breakdown_topic,breakdown,requests_received_in_year,requests_rya,"
    "requests_decided_to_assess,requests_decided_not_to_assess,requests_decision_not_made,"
    "requests_withdrawn,request_assess_pc,request_not_assess_pc,request_outstanding_pc,"
    "request_withdrawn_pc,request_outcome_six_weeks,request_outcome_over_6_weeks,"
    "request_outcome_six_weeks_pc,request_outcome_over_6_weeks_pc,mediation_related_request,"
    "tribunal_related_request,tribunal_after_mediation_request",
    "caseload.csv": f"{EHC_2025},breakdown_topic,breakdown,ehcplans,{PLACEMENTS}",
    "newplans.csv": f"{EHC_2025},breakdown_topic,breakdown,new_ehc_plans,{PLACEMENTS}",
    "assessments.csv": f"{EHC_2025},breakdown_topic,breakdown,assess_in_year,assess_issued,"
    "assess_issued_pc,assess_not_issued,assess_not_issued_pc,assess_not_made,assess_not_made_pc,"
    "assess_withdrawn,assess_withdrawn_pc,outcome_decision_within_time,"
    "outcome_decision_over_time,outcome_decision_within_time_pc,outcome_decision_over_time_pc,"
    "number_assess_mediation,number_assess_tribunal,number_asssess_mediation_tribunal,"
    "number_other_mediation,number_other_tribunal,number_other_mediation_tribunal",
    "timeliness_20_week.csv": f"{EHC_2025},breakdown_topic,breakdown,plans_issued_den,"
    "plans_issued_den_ex,plans_issued_within_20_weeks,plans_issued_20_weeks_ex,"
    "pc_plans_issued_within_20_weeks,PC_plans_issued_20_weeks_ex,plans_issued_gt20weeks_ltYear,"
    "plans_issued_gt20weeks_ltYear_ex,pc_plans_issued_gt20weeks_ltYear,"
    "PC_plans_issued_gt20weeks_ltYear_ex,plans_issued_gt_1_year,plans_issued_gt_1_year_ex,"
    "pc_plans_issued_gt_1_year,PC_plans_issued_gt_1_year_ex",
    "sen_needs_all_plans.csv": f"{EHC_2025},breakdown_topic,breakdown,ehc_plans,{NEEDS}",
    "ceased_plans.csv": f"{EHC_2025},breakdown_topic,breakdown,max_age,needs_met,he,employ,"
    "transfer,no_engage,moved_outside_eng,deceased,not_rec,other,total_ceased",
    "annual_reviews.csv": f"{EHC_2025},breakdown_topic,breakdown,total_ehc_plans,review_expected,"
    "review_not_expected,review_meeting_25,review_meeting_24,review_meeting_prior_24,"
    "review_meeting_prior_24,total_review_meeting,no_review_meeting,review_decision25,"
    "review_decision24,review_decision_prior24,review_decision_not_due,"
    "review_decision_outstanding,outcome_amend,outcome_cease,outcome_maintan,no_outcome,"
    "number_decsion_4weeks,number_decision_gt_4weeks,pc_decsion_4weeks,pc_decision_gt_4weeks",
    "personal_budgets.csv": f"{EHC_2025},breakdown_topic,breakdown,personal_budget,"
    "org_arrangments,pb_health,pb_education,pb_social,pb_integrated",
    "sen2_age_caseload.csv": f"{OLDER},characteristic_age,Total_st,Total_st_pc,Total_ehc,"
    "Total_ehc_pc,Total_all,Total_all_pc",
    "sen2_age_new_plans.csv": f"{OLDER},characteristic_age,Total_new_st,Total_new_st_pc,"
    "Total_new_ehc,Total_new_ehc_pc,Total_new_all,Total_new_all_pc",
    "sen2_estab_caseload.csv": f"{OLDER},establishment_type,establishment_group,Total_st,"
    "Total_st_pc,Total_ehc,Total_ehc_pc,Total_all,Total_all_pc",
    "sen2_mi.csv": f"{OLDER},NewallEHC,NewallEHC_pc,NewallEHC_AssnoneEHC_sum,AssnoneEHC,"
    "AssnoneEHC_pc,AssnodecisionEHC,AssRefusedEHC,AssRefusedEHC_pc,Assnone,Assnodecision,"
    "AssRefused,Mtosi,Sitom,MtoPar,SitoPar,Dislea,Dismet,Disoth,Disleft,MtosiEHC,SitomEHC,"
    "MtoParEHC,SitoParEHC,DisleaEHC,DismetEHC,DisothEHC,DisleftEHC,InreqEHC,InreqryaEHC,"
    "TotIncExcEHC,IncExc20weekEHC,IncExc20weekRate,TotNoExcEHC,NoExc20weekEHC,NoExc20weekRate,"
    "TotIncExc,IncExc26week,TotNoExc,NoExc26week,StatementstoEHC,StatementstoNoEHC,"
    "PersonalBudgets,OrgArrangements,DirectPayEducation,DirectPaySocialCare,DirectPayHealth,"
    "DirectPayIntegrated,NewEHCMediation,NewEHCTribunal,NewEHCTribunal_pc",
    "b1_children_in_need_2013_to_2025.csv": f"{OLDER},category,Anypoint_episodes,Anypoint_child,"
    "Started_episodes,Started_child,Ended_episodes,Ended_child,At31_episodes,awaiting_assessment",
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": f"{OLDER},category,"
    "referral_count,rereferral_count,rereferral_percent,no_further_action_count,"
    "no_further_action_percent,not_in_need_count,not_in_need_percent,referral_child_count,"
    "rereferral_child_count,rereferral_child_percent",
    "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv": f"{OLDER},category,{FACTORS}",
    "d3_cpps_subsequent_plan_2013_to_2025.csv": f"{OLDER},category,CPP_start,CPP_subsequent,"
    "CPP_subsequent_percent",
    "d5_cpps_at31march_by_duration_2013_to_2025.csv": f"{OLDER},category,CPP_At31,"
    "3_months_or_less,3_months_or_less_percent,more_than_3_months_6_months,"
    "more_than_3_months_6_months_percent,more_than_6_months_less_than_1_year,"
    "more_than_6_months_less_than_1_year_percent,1_year_less_than_2_years,"
    "1_year_less_than_2_years_percent,2_years_or_more,2_years_or_more_percent",
    "ons_mid-year_population_estimates_2012_to_2024.csv": f"{OLDER},age_group,population_estimate",
    "csww_indicators_2017_to_2025.csv": f"{OLDER},inpost_fte,inpost_headcount,starters_fte,"
    "starters_headcount,leavers_fte,leavers_headcount,turnover_rate_fte,turnover_rate_headcount,"
    "agency_fte,agency_headcount,agency_rate_fte,agency_rate_headcount,agency_cover_fte,"
    "agency_cover_rate_fte,vacancy_fte,vacancy_rate_fte,vacancy_agency_cover_rate_fte,"
    "case_holders_fte,cases,caseload_fte,working_days_lost_fte,absence_rate_fte",
}
TOTALS = {
    "requests.csv": "All requests for EHC needs assessments",
    "caseload.csv": "All EHC plans",
    "newplans.csv": "New EHC plans",
    "assessments.csv": "All EHC needs assessments",
    "timeliness_20_week.csv": "All EHC plans issued",
    "sen_needs_all_plans.csv": "All EHC plans",
    "ceased_plans.csv": "All ceased EHC plans",
    "annual_reviews.csv": "All annual reviews",
    "personal_budgets.csv": "All personal budgets",
}
# The release of 2026 as far as it differs from that of 2025.
RENAMED_2026 = {"sen_needs_all_plans.csv": "sen_needs_caseload.csv"}
HEADERS_2026 = {
    **HEADERS,
    "caseload.csv": HEADERS["caseload.csv"]
    .replace("special_academy_free", "special_academy,special_free_school")
    .replace("AP_PRU_total_pc", "ap_pru_total_pc"),
    "newplans.csv": HEADERS["newplans.csv"].replace(
        "await_prov_2022,perm_ex_2022", "await_prov,perm_ex"
    ),
    "timeliness_20_week.csv": HEADERS["timeliness_20_week.csv"].lower()
    + ",avg_weeks_issue_plan,avg_weeks_issue_plan_exc",
    "sen_needs_caseload.csv": HEADERS["sen_needs_all_plans.csv"] + ",number_ds,ds_pc",
    "annual_reviews.csv": f"{EHC_2025},breakdown_topic,breakdown,total_ehc_plans,"
    "review_expected_2025,review_not_expected_2025,review_completed_2025,"
    "review_completed_prior_2025,review_not_completed,outcome_amended,outcome_ceased,"
    "outcome_maintained,no_outcome_recorded,decision_4_weeks,decision_over_4_weeks",
    "ceased_plans.csv": HEADERS["ceased_plans.csv"].replace("not_rec,", ""),
}
TOTALS_2026 = {
    **TOTALS,
    "requests.csv": "All requests for an EHC needs assessment",
    "annual_reviews.csv": "All reviews of EHC plans",
    "newplans.csv": "All new EHC plans",
    "timeliness_20_week.csv": "All EHC plans",
    "sen_needs_caseload.csv": "All EHC plans",
}
JANUARY_FILES = {
    "caseload.csv",
    "personal_budgets.csv",
    "sen_needs_all_plans.csv",
    "sen_needs_caseload.csv",
}
FILTERS = {
    "sen2_age_caseload.csv": {"characteristic_age": "Total"},
    "ons_mid-year_population_estimates_2012_to_2024.csv": {
        "age_group": "Children aged 0 to 17 years"
    },
}
PLACE_COLUMNS = set(EHC_2025.split(",")) | {"category"}

Place = Mapping[str, str]


def region(code: str, name: str) -> Place:
    return {"geographic_level": "Regional", "region_code": code, "region_name": name}


def council(la_code: str, ons_code: str, name: str, inside: Place) -> Place:
    return {
        **inside,
        "geographic_level": "Local authority",
        "old_la_code": la_code,
        "new_la_code": ons_code,
        "la_name": name,
    }


ENGLAND: Place = {"geographic_level": "National"}
NORTH_WEST = region("E12000002", "North West")
YORKSHIRE = region("E12000003", "Yorkshire and The Humber")
SOUTH_EAST = region("E12000008", "South East")
LONDON = region("E12000007", "London")
INNER_LONDON = region("E13000001", "Inner London")
OUTER_LONDON = region("E13000002", "Outer London")
TRAFFORD = council("358", "E08000009", "Trafford", NORTH_WEST)
SALFORD = council("355", "E08000006", "Salford", NORTH_WEST)


@dataclass(frozen=True)
class Table:
    """A published file before it is written: its name, its header and its rows, all text."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def having(self, row: int, column: str, text: str) -> "Table":
        """The same table with another text in one cell; row 1 is the header."""
        place = self.header.index(column)
        changed = list(self.rows[row - 2])
        changed[place] = text
        return replace(self, rows=(*self.rows[: row - 2], tuple(changed), *self.rows[row - 1 :]))

    def everywhere(self, column: str, text: str) -> "Table":
        """The same table with one text in every row of a column."""
        table = self
        for row in range(2, len(self.rows) + 2):
            table = table.having(row, column, text)
        return table

    def renamed(self, column: str, name: str) -> "Table":
        names = [name if found == column else found for found in self.header]
        return replace(self, header=tuple(names))

    def in_order(self, columns: Sequence[str]) -> "Table":
        """The same table with these columns only, in this order."""
        places = [self.header.index(column) for column in columns]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, header=tuple(columns), rows=rows)

    def named(self, file: str) -> "Table":
        return replace(self, file=file)

    def without(self, column: str) -> "Table":
        return self.in_order([name for name in self.header if name != column])

    def plus(self, *rows: Sequence[str]) -> "Table":
        return replace(self, rows=(*self.rows, *(tuple(row) for row in rows)))

    def text(self, end: str = "\n", quoting: Literal[0, 1, 2, 3, 4, 5] = csv.QUOTE_MINIMAL) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator=end, quoting=quoting).writerows([self.header, *self.rows])
        return out.getvalue()

    def encoded(self) -> bytes:
        """As published: the 2025 release of EHC plans has a mark of bytes and CRLF, others not."""
        if self.file in TOTALS:
            return self.text(end="\r\n").encode("utf-8-sig")
        return self.text().encode()

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.file
        path.write_bytes(self.encoded())
        return path


def table(
    file: str,
    columns: str,
    *rows: Sequence[str | Place],
    headers: Mapping[str, str] = HEADERS,
    totals: Mapping[str, str] = TOTALS,
) -> Table:
    """A published file of the rows typed here: place, period, then the columns that are named.

    Any other measure is not available, as the publisher writes it.
    """
    header = tuple(headers[file].split(","))
    return Table(
        file, header, tuple(row_of(file, header, columns.split(), row, totals) for row in rows)
    )


def table_2026(file: str, columns: str, *rows: Sequence[str | Place]) -> Table:
    """A file of EHC plans in the layout of the release of 2026."""
    return table(file, columns, *rows, headers=HEADERS_2026, totals=TOTALS_2026)


def row_of(
    file: str,
    header: Sequence[str],
    columns: Sequence[str],
    row: Sequence[str | Place],
    totals: Mapping[str, str],
) -> tuple[str, ...]:
    place, period, *texts = row
    assert isinstance(place, Mapping) and len(texts) == len(columns)
    cells = {
        "country_code": "E92000001",
        "country_name": "England",
        "time_period": period,
        "time_identifier": identifier(file),
        **FILTERS.get(file, {}),
        **place,
    }
    if file in totals:
        cells |= {"breakdown_topic": totals[file], "breakdown": totals[file]}
    cells |= dict(zip(columns, texts, strict=True))
    return tuple(str(cells.get(name, "" if name in PLACE_COLUMNS else "x")) for name in header)


def identifier(file: str) -> str:
    if file in JANUARY_FILES:
        return "Academic year"
    return "Calendar year" if file in TOTALS or file.startswith("sen2_") else "Reporting year"


def write_all(folder: Path, tables: Iterable[Table]) -> Path:
    """Write every table into one folder and answer the folder."""
    for one in tables:
        one.write(folder)
    return folder


def write_zip(path: Path, tables: Iterable[Table]) -> Path:
    """Write the tables into a zip laid out like a release of DfE: its files in a folder data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in tables:
            archive.writestr(f"data/{one.file}", one.encoded())
    return path


def caseload(columns: str, *rows: Sequence[str | Place]) -> Table:
    """The file of plans in force: the rows typed here, and England by age and sex below them."""
    parts = table(
        "caseload.csv",
        "breakdown_topic breakdown ehcplans",
        (ENGLAND, "202425", "Child or young persons age", "Aged 10", "49000"),
        (ENGLAND, "202425", "Age when plan started", "Aged 4", "62000"),
        (ENGLAND, "202425", "Sex", "Female", "190000"),
    )
    return table("caseload.csv", columns, *rows).plus(*parts.rows)


REQUESTS = table(
    "requests.csv",
    "requests_received_in_year requests_decided_not_to_assess request_not_assess_pc "
    "request_outcome_six_weeks request_outcome_six_weeks_pc",
    (ENGLAND, "2024", "154489", "38895", "25.2", "131045", "84.8"),
    (NORTH_WEST, "2024", "24411", "5853", "24.0", "21652", "88.7"),
    (TRAFFORD, "2024", "515", "139", "27.0", "484", "89.1"),
)
CHILDREN_IN_NEED = table(
    "b1_children_in_need_2013_to_2025.csv",
    "At31_episodes",
    (ENGLAND, "2025", "402400"),
    (TRAFFORD, "2024", "1480"),
    (TRAFFORD, "2025", "1517"),
)
REFERRALS = table(
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
    "referral_count rereferral_count rereferral_percent",
    (ENGLAND, "2024", "621880", "139460", "22.4"),
    (ENGLAND, "2025", "632830", "142900", "22.6"),
    (TRAFFORD, "2024", "1703", "279", "16.4"),
    (TRAFFORD, "2025", "1879", "338", "18"),
)
