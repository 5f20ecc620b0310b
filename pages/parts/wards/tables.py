"""Wards as tables in words, and as a file to keep: what is hidden on screen is hidden here."""

from collections.abc import Sequence

import pandas as pd

import queries
from pages.parts.exhibit.exhibit import COUNT, PERCENT
from pages.parts.figures.database import Row, records
from pages.parts.language.words import INTERVAL, digits
from pages.parts.wards.data import (
    ALL,
    ANY,
    COUNCIL,
    HIDDEN,
    MAINSTREAM,
    MEASURES,
    NOBODY,
    NONE,
    NOT_SUPPLIED,
    PLAN,
    PUPILS,
    SUPPORT,
    Asked,
    Rate,
    Ward,
    WardData,
    set_label,
)
from pages.parts.wards.words import percent, schools_words, when

SIGNALS = {
    ("high", "high"): "above the 99.8% limits",
    ("low", "low"): "below the 99.8% limits",
    ("high", "inside"): "above the 95% limits",
    ("low", "inside"): "below the 95% limits",
    ("inside", "inside"): "inside the limits",
}
NOT_COMPARED = "not compared"
FORMATS = {
    **dict.fromkeys((PUPILS, NONE, SUPPORT, PLAN, ANY), COUNT),
    **dict.fromkeys((f"{need}, per cent" for need in MEASURES), PERCENT),
}


def interval_words(rate: Rate) -> str:
    if rate.interval is None:
        return NOT_COMPARED
    return f"{percent(rate.interval.low)} to {percent(rate.interval.high)}"


def signal_words(rate: Rate) -> str:
    if rate.signal is None or rate.signal95 is None:
        return NOT_COMPARED
    return SIGNALS[rate.signal95, rate.signal]


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
    if data.count(place, PUPILS, schools) == 0:
        return NOBODY
    return HIDDEN if place in data.places else NOT_SUPPLIED


def measure_table(asked: Asked) -> pd.DataFrame:
    """The twin of a chart: one measure, one row a ward, the council last."""
    data, schools, measure = asked.data, asked.schools, asked.measure
    rows = [
        {
            "Ward": rate.ward.name,
            PUPILS: count_words(data, rate.ward.code, PUPILS, schools),
            measure: count_words(data, rate.ward.code, measure, schools),
            "Per cent": rate.words,
            INTERVAL: interval_words(rate),
            f"Against {asked.council}": signal_words(rate),
        }
        for rate in asked.rates
    ]
    whole = {
        "Ward": asked.council,
        PUPILS: count_words(data, COUNCIL, PUPILS, schools),
        measure: count_words(data, COUNCIL, measure, schools),
        "Per cent": percent_words(data, COUNCIL, measure, schools),
        INTERVAL: "",
        f"Against {asked.council}": "",
    }
    return pd.DataFrame([*rows, whole])


def full_table(asked: Asked) -> pd.DataFrame:
    """Every measure of every ward, in the order of the chosen measure."""
    places = [(rate.ward.name, rate.ward.code, rate.ward) for rate in asked.rates]
    return pd.DataFrame(
        [
            _full_row(asked, name, code, ward)
            for name, code, ward in [*places, (asked.council, COUNCIL, None)]
        ]
    )


def _full_row(asked: Asked, name: str, code: str, ward: Ward | None) -> dict[str, str]:
    data, schools = asked.data, asked.schools
    row = {"Ward": name}
    if not data.edition.supplied:
        row["Schools"] = _schools(asked, ward)
    row[PUPILS] = count_words(data, code, PUPILS, schools)
    row[NONE] = count_words(data, code, NONE, schools)
    for need in MEASURES:
        row[need] = count_words(data, code, need, schools)
        row[f"{need}, %"] = percent_words(data, code, need, schools)
    return row


def _schools(asked: Asked, ward: Ward | None) -> str:
    if ward is not None:
        return digits(len(asked.data.inside(ward, asked.schools)), 0)
    main = [unit for unit in asked.data.units if unit.group == "mainstream"]
    return digits(len(main if asked.schools == MAINSTREAM else asked.data.units), 0)


def residents_table(wards: Sequence[Ward]) -> pd.DataFrame:
    """Children who live in each ward: another group than the pupils at its schools."""
    return pd.DataFrame(
        [
            {
                "Ward": ward.name,
                "Code": ward.code,
                "Part of the council": ward.locality or "not known",
                "Residents aged 0 to 17": digits(ward.children, 0),
                "Source": ward.children_source or "not known",
            }
            for ward in wards
            if ward.children is not None
        ]
    )


def figures(asked: Asked) -> pd.DataFrame:
    """Every measure of every ward, numbers unrounded, words where a number is hidden."""
    return pd.DataFrame([_figures(asked, rate) for rate in asked.rates])


def _figures(asked: Asked, rate: Rate) -> dict[str, object]:
    data, schools, ward = asked.data, asked.schools, rate.ward
    row: dict[str, object] = {
        "ward code": ward.code if ward.known else "",
        "ward": ward.name,
        "wards": set_label(data.wards, asked.former),
        "council": asked.council,
        "schools counted": schools_words(asked) or "as supplied",
        "period": when(data.edition),
    }
    for need in (PUPILS, NONE, SUPPORT, PLAN, ANY):
        count = data.count(ward.code, need, schools)
        row[need] = count_words(data, ward.code, need, schools) if count is None else count
    for need in MEASURES:
        value = data.percent(ward.code, need, schools)
        words = percent_words(data, ward.code, need, schools)
        row[f"{need}, per cent"] = words if value is None else value
    return row


def paper_rows(data: WardData) -> list[Row]:
    """What a committee paper said of single wards in the same January."""
    if data.edition.supplied:
        return []
    rows = records(
        queries.run("ward_paper", la=data.council.la_code, period_end=data.edition.period_end)
    )
    listed = {ward.code for ward in data.wards}
    return [row for row in rows if row["ward_code"] in listed]


def paper_table(data: WardData, rows: Sequence[Row]) -> pd.DataFrame:
    """The paper's figures beside those of the schools in the same wards."""
    return pd.DataFrame(
        [
            {
                "Ward then": row["name"],
                "Measure": measure,
                "The paper": "also higher, no figure"
                if row["value"] is None
                else percent(row["value"]),
                ALL: percent_words(data, row["ward_code"], measure, ALL),
                MAINSTREAM: percent_words(data, row["ward_code"], measure, MAINSTREAM),
            }
            for row in rows
            for measure in [_paper_measure(str(row["measure"]))]
        ]
        + _paper_council(data)
    )


def _paper_measure(written: str) -> str:
    return next((one for one in (SUPPORT, PLAN) if one in written), ANY)


def _paper_council(data: WardData) -> list[dict[str, str]]:
    return [
        {
            "Ward then": data.council.name,
            "Measure": measure,
            "The paper": "",
            ALL: percent_words(data, COUNCIL, measure, ALL),
            MAINSTREAM: percent_words(data, COUNCIL, measure, MAINSTREAM),
        }
        for measure in MEASURES
    ]
