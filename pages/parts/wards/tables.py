"""Wards as tables in words, and as a file to keep: what is hidden on screen is hidden here."""

from collections.abc import Sequence

import pandas as pd

from pages.parts.exhibit.exhibit import COUNT, PERCENT
from pages.parts.language.words import INTERVAL, NOT_COMPARED, digits, percent
from pages.parts.wards.data import (
    ALL_PUPILS,
    ANY,
    MAINSTREAM,
    MEASURES,
    NO_SEN,
    PLAN,
    SUPPORT,
    Ward,
)
from pages.parts.wards.hiding import WHOLE_COUNCIL
from pages.parts.wards.rates import (
    HIDDEN,
    NOBODY,
    NOT_SUPPLIED,
    Rate,
    WardChoice,
    WardData,
    set_label,
)
from pages.parts.wards.words import CHANCE, census, schools_words

AGAINST = {"high": f"above {CHANCE}", "low": f"below {CHANCE}", "inside": f"within {CHANCE}"}
LIVE_THERE = "Children who live there, income-deprived"
AMONG = "Among the wards"
STANDS_OUT = {"high": "stands out above", "low": "stands out below"}
FORMATS = {
    **dict.fromkeys((ALL_PUPILS, NO_SEN, SUPPORT, PLAN, ANY), COUNT),
    **dict.fromkeys((f"{need}, per cent" for need in MEASURES), PERCENT),
}


def interval_words(rate: Rate) -> str:
    if rate.interval is None:
        return NOT_COMPARED
    return f"{percent(rate.interval.low)} to {percent(rate.interval.high)}"


def chance_words(rate: Rate) -> str:
    """A ward against the council: whether chance explains the difference."""
    return NOT_COMPARED if rate.chance is None else AGAINST[rate.chance]


def among_words(rate: Rate) -> str:
    """A ward among all: whether it stands out beside their usual spread, else its quarter."""
    if rate.signal is None:
        return NOT_COMPARED
    return STANDS_OUT.get(rate.signal) or rate.part or "does not stand out"


def count_words(data: WardData, place: str, need: str, schools: str) -> str:
    """A count, or why there is none."""
    count = data.count(place, need, schools)
    if count is not None:
        return digits(count, 0)
    return HIDDEN if place in data.places else NOT_SUPPLIED


def percent_words(data: WardData, place: str, need: str, schools: str) -> str:
    value = data.percent(place, need, schools)
    if value is not None:
        return percent(value)
    if data.count(place, ALL_PUPILS, schools) == 0:
        return NOBODY
    return HIDDEN if place in data.places else NOT_SUPPLIED


def measure_table(choice: WardChoice) -> pd.DataFrame:
    """The twin of a chart: one measure, one row a ward, the council last."""
    data, schools, measure = choice.data, choice.schools, choice.measure
    rows = [
        {
            "Ward": rate.ward.name,
            ALL_PUPILS: count_words(data, rate.ward.ward_code, ALL_PUPILS, schools),
            measure: count_words(data, rate.ward.ward_code, measure, schools),
            "Per cent": rate.words,
            INTERVAL: interval_words(rate),
            f"Against {choice.place}": chance_words(rate),
            AMONG: among_words(rate),
        }
        for rate in choice.rates
    ]
    whole = {
        "Ward": choice.place,
        ALL_PUPILS: count_words(data, WHOLE_COUNCIL, ALL_PUPILS, schools),
        measure: count_words(data, WHOLE_COUNCIL, measure, schools),
        "Per cent": percent_words(data, WHOLE_COUNCIL, measure, schools),
        INTERVAL: "",
        f"Against {choice.place}": "",
        AMONG: "",
    }
    return pd.DataFrame([*rows, whole])


def deprivation_table(choice: WardChoice) -> pd.DataFrame:
    """The twin of the chart of income deprivation: every ward, also those that are hidden."""
    known = choice.data.deprivation
    table = measure_table(choice).iloc[:-1]
    codes = [rate.ward.ward_code for rate in choice.rates]
    lives = [percent(known[code].percent) if code in known else "not known" for code in codes]
    rows = [f"{known[code].source_row}" if code in known else "" for code in codes]
    kept = table[["Ward", ALL_PUPILS, choice.measure, "Per cent", INTERVAL]]
    return kept.assign(**{LIVE_THERE: lives, "Row in its file": rows})


def full_table(choice: WardChoice) -> pd.DataFrame:
    """Every measure of every ward, in the order of the chosen measure."""
    places = [(rate.ward.name, rate.ward.ward_code, rate.ward) for rate in choice.rates]
    return pd.DataFrame(
        [
            _full_row(choice, name, code, ward)
            for name, code, ward in [*places, (choice.place, WHOLE_COUNCIL, None)]
        ]
    )


def _full_row(choice: WardChoice, name: str, code: str, ward: Ward | None) -> dict[str, str]:
    data, schools = choice.data, choice.schools
    row = {"Ward": name}
    if not data.edition.supplied:
        row["Schools"] = _schools(choice, ward)
    row[ALL_PUPILS] = count_words(data, code, ALL_PUPILS, schools)
    row[NO_SEN] = count_words(data, code, NO_SEN, schools)
    for need in MEASURES:
        row[need] = count_words(data, code, need, schools)
        row[f"{need}, %"] = percent_words(data, code, need, schools)
    return row


def _schools(choice: WardChoice, ward: Ward | None) -> str:
    if ward is not None:
        return digits(len(choice.data.inside(ward, choice.schools)), 0)
    main = [unit for unit in choice.data.units if unit.group == "mainstream"]
    return digits(len(main if choice.schools == MAINSTREAM else choice.data.units), 0)


def residents_table(wards: Sequence[Ward]) -> pd.DataFrame:
    """Children who live in each ward: another group than the pupils at its schools."""
    return pd.DataFrame(
        [
            {
                "Ward": ward.name,
                "Code": ward.ward_code,
                "Part of the council": ward.locality or "not known",
                "Residents aged 0 to 17": digits(ward.children, 0),
                "Source": ward.children_source or "not known",
            }
            for ward in wards
            if ward.children is not None
        ]
    )


def figures(choice: WardChoice) -> pd.DataFrame:
    """Every measure of every ward, numbers unrounded, words where a number is hidden."""
    return pd.DataFrame([_figures(choice, rate) for rate in choice.rates])


def _figures(choice: WardChoice, rate: Rate) -> dict[str, object]:
    data, schools, ward = choice.data, choice.schools, rate.ward
    row: dict[str, object] = {
        "ward code": ward.ward_code if ward.known else "",
        "ward": ward.name,
        "wards": set_label(data.wards, choice.former),
        "council": choice.place,
        "schools counted": schools_words(choice) or "as supplied",
        "period": census(data.edition),
    }
    for need in (ALL_PUPILS, NO_SEN, SUPPORT, PLAN, ANY):
        count = data.count(ward.ward_code, need, schools)
        row[need] = count_words(data, ward.ward_code, need, schools) if count is None else count
    for need in MEASURES:
        value = data.percent(ward.ward_code, need, schools)
        words = percent_words(data, ward.ward_code, need, schools)
        row[f"{need}, per cent"] = words if value is None else value
    if lives := data.deprivation.get(ward.ward_code):
        row[f"{LIVE_THERE.lower()} {lives.year}, per cent"] = lives.percent
    return row
