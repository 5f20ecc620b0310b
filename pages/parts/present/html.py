"""A deck as one HTML file that needs neither network nor server, nor even a script.

It opens from a memory stick in any browser. What moves through its slides is what moves through
those of a page. Without a script, or when the slides are left, it is a document: all slides one
after another, each with its table, question and note. Nothing in it may ask for anything: its own
policy allows one script and one style sheet, by what they hold.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL
from pages.parts.exhibit.slide_markup import articles, script, shell, style
from pages.parts.exhibit.slides import Deck
from pages.parts.language.safe import hashed, printable
from pages.parts.present.documents import qr

HERE = Path(__file__).parent
PLACE = '<div class="slides"></div>'


def html(deck: Deck) -> bytes:
    """The file, in UTF-8: 20 slides are below 5 MB."""
    return page(deck, [qr.svg(slide.address) for slide in deck.slides]).encode()


def page(deck: Deck, codes: Sequence[str] = ()) -> str:
    """The same as text, with the codes that lead to the views given as drawings."""
    code = f"{script()}\n{(HERE / 'html.js').read_text(encoding='utf-8')}"
    look = f"{style()}\n{(HERE / 'html.css').read_text(encoding='utf-8')}"
    made = articles(deck, codes, phone=True)
    slides = shell().replace(PLACE, f'<div class="slides">{made}</div>')
    title, place, frozen = (
        escape(printable(text)) for text in (deck.title, deck.place, deck.frozen)
    )
    about = " · ".join(text for text in (place, frozen) if text)
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(code, look)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style id="sheet">{look}</style>
</head>
<body>
<header class="about">
<h1>{title}</h1>
<p>{about}</p>
<p><button type="button" id="present" hidden>Present</button></p>
</header>
<main>
{slides}
</main>
<footer class="about"><p>{escape(UNOFFICIAL)} {escape(LICENCE)}</p></footer>
<script type="module">{code}</script>
</body>
</html>
"""


def _policy(code: str, look: str) -> str:
    """What a browser may do with the file: run this script and apply this sheet, no more."""
    return (
        f"default-src 'none'; script-src {hashed(code)}; style-src {hashed(look)}; "
        "base-uri 'none'; form-action 'none'"
    )
