"""The sizes of windows that a page is looked at in, and how long anything may take."""

from collections.abc import Callable

from playwright.sync_api import Page

SECONDS = 30_000
LAPTOP, PHONE, SMALL = (1280, 720), (390, 844), (320, 640)
MAIN = "[data-testid=stMain]"  # what scrolls

# A window of a size, in a theme; further words are those of a new context of Playwright.
Window = Callable[..., Page]
