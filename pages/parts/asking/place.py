"""Whose figures the reader wants to see, and compared with whom."""

from pages.parts.asking import address
from pages.parts.figures.councils import Choice, by_slug, former_words, groups


def place() -> Choice:
    """Draw the two choices beside each other; both live in the address, as `council` and `with`."""
    known = by_slug()
    by_code = {council.la_code: name for name, council in known.items()}
    # An address sent before a council was renamed still opens the council.
    renamed = {word: by_code[code] for word, code in former_words().items() if code in by_code}
    with address.controls("whose"):
        council = known[
            address.one(
                "Council",
                "council",
                {name: council.name for name, council in known.items()},
                aliases=renamed | by_code,
                formerly="la",
                kept=True,
                hidden=True,
            )
        ]
        offered = {group.key: group for group in groups(council)}
        options = {key: group.option for key, group in offered.items()}
        group = offered[address.one("Compare with", "with", options, kept=True, hidden=True)]
    return Choice(council=council, group=group)
