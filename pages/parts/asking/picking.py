"""Which measure of a page a reader wants to see."""

from collections.abc import Sequence

from pages.parts.asking import address
from pages.parts.asking.sections import Part, Sections, address_of, label, of_held
from pages.parts.language.words import slug

MARKING = {"marked": "Inspections marked", "hidden": "Inspections not marked"}


def pick(sections: Sections, *, marked: bool = False) -> tuple[Part, Sequence[Part]]:
    """The part of a page to draw, and all parts of its section."""
    picked = pick_or("", sections, marked=marked)
    assert picked  # no section is left over
    return picked


def pick_or(
    other: str, sections: Sections, *, marked: bool = False
) -> tuple[Part, Sequence[Part]] | None:
    """The same; None where `other` is chosen.

    The reader's choices live in the address, as `show` and `measure`; with `marked` there is one
    of whether charts mark inspections. `other` is one more section, without measures; empty for
    none.
    """
    by_slug = {slug(name): name for name in (*sections, other) if name}
    with address.controls():
        show = by_slug[address.one("Section", "show", by_slug, widget="segmented", hidden=True)]
        if show == other:
            return None
        section = of_held(sections)[show]
        parts = {address_of(part): part for part in section}
        labels = {name: label(part) for name, part in parts.items()}
        measure = address.one("Measure", "measure", labels, hidden=True)
        if marked:
            address.one("Inspections", "inspections", MARKING, hidden=True)
    return parts[measure], section
