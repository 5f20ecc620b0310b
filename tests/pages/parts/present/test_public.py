"""The public address: one setting, https or this machine, or one sentence that says why not."""

from datetime import date

import pytest

from pages.parts.present import public

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://sight.example.gov.uk", "https://sight.example.gov.uk"),
        ("https://sight.example.gov.uk/sight/", "https://sight.example.gov.uk/sight"),
        ("http://127.0.0.1:8501", "http://127.0.0.1:8501"),
        ("http://localhost:8501/", "http://localhost:8501"),
        ("http://[::1]:8501", "http://[::1]:8501"),
    ],
)
def test_https_or_this_machine_is_taken(
    text: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(public.VARIABLE, text)
    assert public.public() == public.Public(address=address)


@pytest.mark.parametrize(
    "text",
    [
        "http://sight.example.gov.uk",
        "sight.example.gov.uk",
        "https://",
        "https://a b.example",
        "https://name:secret@sight.example.gov.uk",
        "https://sight.example.gov.uk/?x=1",
        "https://sight.example.gov.uk/#x",
        "https://sight.example.gov.uk:port",
        "javascript:alert(1)",
        "https://" + "x" * 250,
        3,
    ],
)
def test_what_no_telephone_should_open_is_told(text: object) -> None:
    found = public.checked(text)
    assert found.address == "" and "expected is one such as https://" in found.why


def test_without_the_setting_it_says_who_can_set_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(public.VARIABLE, raising=False)
    assert public.checked("") == public.Public(why=public.NONE_SET)


def test_a_view_is_pinned_to_its_day() -> None:
    words = {"council": "trafford", "show": "on-time"}
    assert public.of_view("https://x.example", "ehc_plans", words, DAY) == (
        "https://x.example/ehc_plans?council=trafford&show=on-time&asof=2026-11-28"
    )
    assert public.of_view("https://x.example", "overview", {}, DAY) == (
        "https://x.example/?asof=2026-11-28"
    )
    assert public.of_view("", "ehc_plans", words, DAY) == ""
