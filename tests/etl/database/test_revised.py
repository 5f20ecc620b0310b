"""A file that prints other figures than the one whose place it takes, and when that is refused."""

from dataclasses import replace

import pytest

from etl.database import revised
from etl.model import Refusal
from etl.reading.staging import PublishedFile
from tests.etl.chain import Chain
from tests.etl.writing import ENGLAND, NORTH_WEST, Table, council, table

FILE = "requests.csv"
COLUMN = "requests_received_in_year"
COUNCILS = [council(str(500 + n), f"E0899{n:04}", f"Council {n:02}", NORTH_WEST) for n in range(24)]


def requests(counts: dict[str, list[int]]) -> Table:
    """Requests of 24 councils in each year, and England, which has all of them."""
    rows = [
        (place, year, str(count))
        for year, of_year in counts.items()
        for place, count in zip([ENGLAND, *COUNCILS], [sum(of_year), *of_year], strict=True)
    ]
    return table(FILE, COLUMN, *rows)


FIRST = [400 + 7 * n for n in range(24)]
LATER = [430 + 9 * n for n in range(24)]
RIGHT = requests({"2023": FIRST, "2024": LATER})


def more(counts: list[int], councils: int) -> list[int]:
    return [count + 10 * (n < councils) for n, count in enumerate(counts)]


def test_a_fifth_of_a_measure_revised_in_one_release_is_refused_unless_forced(
    chain: Chain,
) -> None:
    """Nothing wrong gets in, row 2: 13,217 of 14,924 figures revised, and nobody was told."""
    chain.add(RIGHT)
    wrong = requests({"2023": FIRST, "2024": more(LATER, 12)})
    with pytest.raises(Refusal) as refusal:
        chain.add(wrong)
    assert refusal.value.faults == [
        "ehcp-2025_v02/requests.csv: expected at most 20% of a measure revised since "
        "ehcp-2025/requests.csv, found 13 of 50 figures of Requests for an EHC needs assessment, "
        "the largest: England 2024: 12804 to 12924; Council 00 2024: 430 to 440; Council 01 2024: "
        "439 to 449: load it with --force if that is right"
    ]
    assert chain.figures()["Council 00"] == "430"
    chain.add(wrong, force=True)
    assert chain.figures()["Council 00"] == "440"


def test_fewer_revisions_are_loaded(chain: Chain) -> None:
    chain.add(RIGHT)
    assert chain.add(requests({"2023": FIRST, "2024": more(LATER, 9)})).revisions == 10


def test_years_that_are_one_too_high_are_refused(chain: Chain) -> None:
    """Nothing wrong gets in, row 2: the figures of 2023 stood under 2024."""
    chain.add(RIGHT)
    before = [80 + 5 * n for n in range(24)]
    with pytest.raises(Refusal) as refusal:
        chain.add(requests({"2023": before, "2024": FIRST}))
    assert refusal.value.faults[0].startswith("ehcp-2025_v02/requests.csv: expected ")
    assert (
        "found 50 of 50 figures of Requests for an EHC needs assessment"
        in (refusal.value.faults[0])
    )


def test_a_download_of_another_year_than_its_release_is_refused_unless_forced(
    chain: Chain,
) -> None:
    b1 = "b1_children_in_need_2013_to_2025.csv"
    later = table(b1, "At31_episodes", (ENGLAND, "2026", "402400"), (COUNCILS[0], "2026", "90"))

    def download(release: str) -> PublishedFile:
        return replace(chain.file(later, data_set="cin_b1"), release=release)

    with pytest.raises(Refusal) as refusal:
        chain.add_files([download("Reporting year 2025")])
    assert refusal.value.faults == [
        "cin-2026/b1_children_in_need_2013_to_2026.csv: expected Reporting year 2025, as DfE's "
        "service says, found figures of the release of 2026: load it with --force if that is right"
    ]
    chain.add_files([download("Reporting year 2026")])
    chain.add_files([download("Reporting year 2025")], force=True)


@pytest.mark.parametrize(
    ("release", "year"),
    [
        ("Reporting year 2026", 2026),
        ("Academic year 2025/26", 2026),
        ("Calendar year 2025", 0),
        ("June 2026", 0),
        ("", 0),
    ],
)
def test_the_year_that_a_release_is_named_after(release: str, year: int) -> None:
    assert revised.year_named(release) == year


def test_a_file_named_after_another_year_than_its_last_is_refused_unless_forced(
    chain: Chain,
) -> None:
    b1 = "b1_children_in_need_2013_to_2025.csv"
    later = table(b1, "At31_episodes", (ENGLAND, "2026", "402400"), (COUNCILS[0], "2026", "90"))
    with pytest.raises(Refusal) as refusal:
        chain.add(later)
    assert refusal.value.faults == [
        f"{b1}: expected 2025 as its last year, as its name says, found 2026: load it with --force "
        "if that is right"
    ]
    chain.add(later, force=True)
    assert chain.releases() == ["cin-2026/b1_children_in_need_2013_to_2026.csv"]


def workers(years: dict[str, list[int]]) -> Table:
    rows = [
        (place, year, str(count))
        for year, of_year in years.items()
        for place, count in zip([ENGLAND, *COUNCILS], [sum(of_year), *of_year], strict=True)
    ]
    end = max(years)
    return table("csww_indicators_2017_to_2025.csv", "inpost_fte", *rows).named(
        f"csww_indicators_2017_to_{end}.csv"
    )


def test_many_revisions_by_a_later_release_are_told_and_loaded(chain: Chain) -> None:
    chain.add(workers({"2024": FIRST, "2025": LATER}))
    summary = chain.add(
        workers({"2024": more(FIRST, 24), "2025": more(LATER, 24), "2026": more(LATER, 5)})
    )
    (told,) = [note for note in summary.readings[0].notes if "revised" in note]
    assert told.startswith(
        "revised since workforce-2025/csww_indicators_2017_to_2025.csv: 50 of 50 figures of "
    )


def test_a_later_release_in_thousands_is_refused(chain: Chain) -> None:
    """Nothing wrong gets in, row 3: a whole column in thousands."""
    chain.add(workers({"2024": FIRST, "2025": LATER}))
    thousands = [1000 * count for count in FIRST]
    with pytest.raises(Refusal, match="expected figures of the scale of workforce-2025/"):
        chain.add(workers({"2024": thousands, "2025": thousands, "2026": thousands}))
