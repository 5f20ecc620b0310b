"""Days and months as councils and their spreadsheets write them, in SQL."""

# Of midnight nothing is kept that a spreadsheet adds to a day.
BARE = r"regexp_replace(trim({column}), '[ T]00:00(:00(\.0+)?)?$', '')"
# In this country the day comes first. No form has a year of two digits in digits: 01/12/25 has
# three meanings.
DAYS = {
    r"\d{4}-\d{1,2}-\d{1,2}": "%Y-%m-%d",
    r"\d{4}/\d{1,2}/\d{1,2}": "%Y/%m/%d",
    r"\d{1,2}/\d{1,2}/\d{4}": "%d/%m/%Y",
    r"\d{1,2}-\d{1,2}-\d{4}": "%d-%m-%Y",
    r"\d{1,2}\.\d{1,2}\.\d{4}": "%d.%m.%Y",
    r"\d{1,2} [A-Za-z]{3} \d{4}": "%d %b %Y",
    r"\d{1,2} [A-Za-z]{4,} \d{4}": "%d %B %Y",
}
# Sep-26 is what a spreadsheet makes of 2026-09: with a word for the month it has one meaning.
MONTHS = {
    r"\d{4}-\d{1,2}": "%Y-%m",
    r"\d{1,2}/\d{4}": "%m/%Y",
    r"[A-Za-z]{3}[ -]\d{4}": "%b %Y",
    r"[A-Za-z]{4,}[ -]\d{4}": "%B %Y",
    r"[A-Za-z]{3}[ -]\d{2}": "%b %y",
    r"[A-Za-z]{4,}[ -]\d{2}": "%B %y",
}
AMBIGUOUS = r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}"
FIRST_YEAR = 1990


def day_of(column: str) -> str:
    """The day that a text means, null where it means none or more than one."""
    return read_as(column, DAYS)


def month_end_of(column: str) -> str:
    """The last day of the month that a text means, null where it means none."""
    return f"last_day({read_as(column, {**DAYS, **MONTHS})})"


def read_as(column: str, forms: dict[str, str]) -> str:
    bare = BARE.format(column=column)
    cases = " ".join(
        f"when regexp_full_match({bare}, '{pattern}') then {value_of(bare, form)}"
        for pattern, form in forms.items()
    )
    return f"(case {cases} end)::date"


def value_of(text: str, form: str) -> str:
    if form.endswith("%y"):
        # Of this century: DuckDB takes 69 to 99 for the last one.
        text, form = rf"regexp_replace({text}, '(\d\d)$', '20\1')", form.replace("%y", "%Y")
    if form.startswith(("%b", "%B")):
        text = f"replace({text}, '-', ' ')"
    return f"try_strptime({text}, '{form}')"


def either_way(column: str) -> str:
    """Whether a text is another day to a reader who takes the month first: 09/01/2026."""
    bare = BARE.format(column=column)
    day, month = (f"try_cast(regexp_extract({bare}, '{AMBIGUOUS}', {n}) as int)" for n in (1, 2))
    return f"(regexp_full_match({bare}, '{AMBIGUOUS}') and {day} <= 12 and {day} <> {month})"


def out_of_range(day: str) -> str:
    """Whether a day lies outside the years of which anybody can have figures."""
    return f"year({day}) not between {FIRST_YEAR} and year(current_date) + 1"


def years() -> str:
    """The years that are read, in words."""
    return f"a year from {FIRST_YEAR} to next year"
