"""What a committee paper said of single wards, beside what can be computed."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from pages.parts.exhibit.showing import table
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words, percent, uncapitalise
from pages.parts.wards.data import (
    ALL_SCHOOLS,
    ANY,
    MAINSTREAM,
    MEASURES,
    PLAN,
    SUPPORT,
    WardQuote,
    ward_quotes,
)
from pages.parts.wards.hiding import WHOLE_COUNCIL
from pages.parts.wards.rates import WardData, set_label
from pages.parts.wards.tables import percent_words
from pages.parts.wards.words import NUMBERS, basis


def show(data: WardData) -> None:
    """The paper's figures, nothing where no paper named a ward."""
    quoted = quotes_of(data)
    if not quoted:
        return
    st.header(plain(title(quoted)), anchor=False)
    st.markdown(plain(said(data, quoted)))
    table(figures(data, quoted))
    st.caption(plain(whose(data, quoted)))
    if note := quoted[0].note:
        st.markdown(plain(note))


def quotes_of(data: WardData) -> list[WardQuote]:
    """What a paper said of the wards in the figures; it counted the pupils of schools."""
    if data.edition.supplied:
        return []
    listed = {ward.ward_code for ward in data.wards}
    quoted = ward_quotes(data.council, data.edition)
    return [quote for quote in quoted if quote.ward_code in listed]


def title(quoted: Sequence[WardQuote]) -> str:
    return f"What the paper of {quoted[0].meeting_date:%B %Y} said"


def said(data: WardData, quoted: Sequence[WardQuote]) -> str:
    """The paper in its own words, and which wards it names."""
    first = quoted[0]
    words = "; ".join(dict.fromkeys(f"“{quote.quote}”" for quote in quoted))
    text = f"{first.agenda_item or 'The paper'} of {day_words(first.meeting_date)}: {words}."
    if first.valid_to is None or first.valid_to >= first.meeting_date:
        return text
    began = first.valid_to + timedelta(days=1)
    return (
        f"{text} Its ward names are those {uncapitalise(set_label(data.wards, True))}, although "
        f"the new wards had been in force for {_months(began, first.meeting_date)}."
    )


def whose(data: WardData, quoted: Sequence[WardQuote]) -> str:
    """Whose ward the figures beside a paper are of, and in which set of wards."""
    wards = uncapitalise(set_label(data.wards, quoted[0].valid_to is not None))
    return f"{basis(data.edition)}, {wards if wards.startswith('wards') else f'wards {wards}'}."


def figures(data: WardData, quoted: Sequence[WardQuote]) -> pd.DataFrame:
    """The paper's figures beside those of the schools in the same wards, the council last.

    One row is a measure of a ward; every cell is a text.
    """
    wards = [
        _row(
            data,
            quote.ward_code,
            quote.name,
            _measure(quote.measure),
            "also higher, no figure" if quote.value is None else percent(quote.value),
        )
        for quote in quoted
    ]
    whole = [_row(data, WHOLE_COUNCIL, data.council.name, measure, "") for measure in MEASURES]
    return pd.DataFrame([*wards, *whole])


def _row(data: WardData, place: str, name: str, measure: str, paper: str) -> dict[str, str]:
    return {
        "Ward then": name,
        "Measure": measure,
        "The paper": paper,
        ALL_SCHOOLS: percent_words(data, place, measure, ALL_SCHOOLS),
        MAINSTREAM: percent_words(data, place, measure, MAINSTREAM),
    }


def _measure(written: str) -> str:
    """The measure that a paper means: 'Pupils at SEN support' is 'SEN support'."""
    return next((measure for measure in (SUPPORT, PLAN) if measure in written), ANY)


def _months(start: date, end: date) -> str:
    """The whole months between two days, in words: 'two months'."""
    count = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if count < 1:
        return "less than a month"
    if count == 1:
        return "a month"
    return f"{NUMBERS[count] if count < len(NUMBERS) else count} months"
