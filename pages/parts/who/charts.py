"""Shares of the pupils with a plan: the council beside England, with the intervals."""

from pages.parts.exhibit.chart_comparison import COLUMNS, comparison
from pages.parts.exhibit.chart_kit import Layers, chart_form
from pages.parts.exhibit.chart_list import list_of, list_rows


@chart_form
def who_chart() -> Layers:
    """A bar for each share of the council, a line for England's, and columns with both."""
    return list_of(comparison(list_rows()), **COLUMNS)
