"""Large type is a word of the address that goes along with every link."""

from pages.parts.asking import address


def words_of(asked: dict[str, str]) -> tuple[bool, dict[str, str], dict[str, str]]:
    with address.reading("wards", asked):
        return address.large(), address.kept_words(), address.in_other_type()


def test_large_type_goes_along_and_can_be_left() -> None:
    assert words_of({"type": "large"}) == (True, {"type": "large"}, {})
    assert words_of({}) == (False, {}, {"type": "large"})


def test_it_goes_along_with_the_day_of_the_figures() -> None:
    large, kept, usual = words_of({"type": "large", "known": "2025-07-25"})
    assert large and kept == {"type": "large", "known": "2025-07-25"}
    assert usual == {"known": "2025-07-25"}


def test_any_other_type_is_ignored_and_said_so() -> None:
    with address.reading("wards", {"type": "huge"}):
        assert not address.large() and address._run().ignored
