"""A briefing as one HTML file that needs nothing else."""

from markupsafe import Markup

from pages.parts.exhibit.colours import sheet
from pages.parts.language.safe import hashed
from pages.parts.present.documents.booklet import Booklet, numbered
from pages.parts.present.site import markup


def html(made: Booklet) -> bytes:
    """The sections of a briefing in one page, its style inside it, in UTF-8; no script."""
    style = sheet() + (markup.HERE / "site.css").read_text(encoding="utf-8")
    shown = {slide.exhibit.key: slide.exhibit for slide in made.slides}
    return markup.page(
        "brief.html",
        0,
        made=made,
        sections=list(numbered(made)),
        charts=markup.drawn(list(shown.values())),
        style=Markup(style),
        hash=Markup(hashed(style)),
    ).encode()
