"""What the figures of a paper give when they are worked out from one another."""

from pages.parts.paper_check.arithmetic import inside
from pages.parts.paper_check.records import Quoted
from tests.pages.parts.paper_check.typed import quoted

CHANGE = "percent change"


def count(printed: str, year: int, line: int = 1) -> Quoted:
    return quoted("plans", printed, f"{year}-01-01", f"{year}-12-31", line=line)


def change(printed: str, year: int, line: int = 2, end: str = "12-31") -> Quoted:
    return quoted("plans", printed, f"{year}-01-01", f"{year}-{end}", unit=CHANGE, line=line)


def test_a_share_beside_its_counts() -> None:
    share = quoted("placement moves", "77%", unit="percent", quote="77% (137/178) of our children")
    assert inside([share]) == ("137 of 178 is 77.0%, as printed.",)
    other = quoted("placement moves", "79%", unit="percent", quote="79% (137 of 178)")
    assert inside([other]) == ("137 of 178 is 77.0%; the paper prints 79%.",)


def test_a_change_between_two_counts_of_the_paper() -> None:
    figures = [count("2,447", 2021), count("2,808", 2022), change("14.8%", 2022)]
    rise = "From 2,447 to 2,808, as the paper has them, is a rise of 14.8%"
    assert inside(figures)[2] == f"{rise}, as printed."
    figures[2] = change("16.1%", 2022)
    assert inside(figures)[2] == f"{rise}; the paper prints 16.1%."


def test_a_row_of_a_table_is_a_series_of_its_own() -> None:
    elsewhere = quoted("plans", "2,448", end="2022-06-30", line=40)
    figures = [count("2,447", 2021), elsewhere, count("2,808", 2022), change("14.8%", 2022)]
    assert "From 2,447 to 2,808" in inside(figures)[3]


def test_a_fall_is_told_as_a_fall() -> None:
    figures = [
        quoted("children placed with parents", "12%", unit=CHANGE, quote="reduced by 12%"),
        quoted("children placed with parents", "68", quote="Currently 68, 85 at its highest"),
        quoted("children placed with parents", "85"),
    ]
    assert inside(figures)[0] == (
        "From 85 to 68, as the paper has them, is a fall of 20.0%; the paper prints 12%."
    )


def test_two_counts_of_a_line_are_no_change_unless_the_paper_says_so() -> None:
    figures = [
        quoted("children placed with parents", "12%", unit=CHANGE, quote="reduced by 12%"),
        quoted("children placed with parents", "17", quote="17 await a date, 15 were found"),
        quoted("children placed with parents", "15", quote="17 await a date, 15 were found"),
    ]
    assert set(inside(figures)) == {""}


def test_half_a_year_in_a_row_of_years() -> None:
    figures = [change("8.4%", 2021), change("14.8%", 2022), change("-1.5%", 2023, end="06-30")]
    assert inside(figures) == (
        "",
        "",
        "It is a change over 6 months, in a row with changes over whole years.",
    )


def shares(*printed: str) -> list[Quoted]:
    measures = ("requests from schools", "requests from families", "requests from families", "")
    return [
        quoted(measure, text, "2023-01-01", "2023-06-30", unit="percent", line=line)
        for line, (measure, text) in enumerate(zip(measures, printed, strict=True), start=1)
    ]


def test_shares_of_one_whole_are_added() -> None:
    assert set(inside(shares("70", "26", "0.4", "1.1"))[:3]) == {
        "The 4 shares on these lines add to 97.5%."
    }
    assert set(inside(shares("69", "29", "0.8", "0.9"))[:3]) == {
        "The 4 shares on these lines add to 99.7%, which rounding can explain."
    }
    assert set(inside(shares("70", "28", "0.9", "1.1"))) == {""}, "a hundred needs no word"


def test_parts_below_a_count_are_added() -> None:
    def listed(*printed: str) -> list[Quoted]:
        return [
            quoted("child in need plans", text, end="2022-07-31", line=line)
            for line, text in enumerate(printed, start=1)
        ]

    assert inside(listed("113", "54", "27", "33"))[0] == (
        "The counts below it, 54 + 27 + 33, add to 114; the paper prints 113."
    )
    assert set(inside(listed("114", "54", "27", "33"))) == {""}
    assert set(inside(listed("453", "54", "27", "33"))) == {""}, "these are no parts of it"
