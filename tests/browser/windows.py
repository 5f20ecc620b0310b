"""The sizes of windows that a page is looked at in, and how long anything may take."""

from collections.abc import Callable

from playwright.sync_api import Page

SECONDS = 30_000
LAPTOP, PHONE, SMALL = (1280, 720), (390, 844), (320, 640)
MAIN = "[data-testid=stMain]"  # what scrolls

# A window of a size, in a theme; further words are those of a new context of Playwright.
Window = Callable[..., Page]

# Streamlit's own script tries this and goes on without it.
TRIED = "wasm-eval"


def told_by(page: Page) -> list[str]:
    """What the browser refuses on a page by the policy of the server, from now on."""
    refused: list[str] = []

    def tell(what: str) -> None:
        if what != TRIED:
            refused.append(what)

    page.expose_function("tell", tell)
    # Not the console, which does not tell all of them.
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => tell(event.blockedURI), true)"
    )
    return refused
