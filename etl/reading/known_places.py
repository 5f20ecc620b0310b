"""The reviewed list of places, and what of a name tells one place from another."""

from pathlib import Path

from etl.disk import PROJECT
from etl.reading.sql import literal

# Reviewed by hand: every place, what it was called and coded before, and what began or ended.
LIST = PROJECT / "data" / "places.csv"
# Publishers write St. Helens and St Helens, "Bristol, City of" and Bristol, County Durham and
# Durham: those are one name.
NO_PART_OF_A_NAME = "city|county|of|the"


def bare_name(column: str) -> str:
    """The words that tell a name from others, in SQL: small letters, in order of the alphabet."""
    plain = rf"regexp_replace({column}, '(?i)[.]|\b({NO_PART_OF_A_NAME})\b', '', 'g')"
    words = rf"regexp_extract_all(replace(lower({plain}), '&', 'and'), '\w+')"
    return f"array_to_string(list_sort({words}), ' ')"


def listed(path: Path) -> str:
    """The rows of a list that is reviewed by hand, as text, in SQL."""
    options = "all_varchar = true, nullstr = '', header = true, delim = ',', quote = '\"'"
    return f"read_csv({literal(str(path))}, {options})"
