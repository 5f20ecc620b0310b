"""The style sheet in the head of the page, so that it holds from the first paint on.

What Streamlit is given later comes about 100 ms after the first content and moves all of it.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from pages.parts.exhibit.colours import sheet

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Served = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]

MARK = Path(__file__).parents[1] / "exhibit" / "mark.svg"
# Room for a table before its rows come: pixels of its header and of a row of one line.
HEAD_ROW, ROW, MOST_ROWS = 32, 30, 30
STYLE = Path(__file__).with_name("style.css")
QUESTIONS = Path(__file__).parents[1] / "since_last_meeting" / "enquiry" / "sheet.css"
# The page is changed on the way, so it is to come whole and plain, and never as the one of before.
NOT_ASKED = (b"accept-encoding", b"if-none-match", b"if-modified-since")
NOT_TOLD = (b"content-length", b"etag", b"last-modified")


def style() -> str:
    """Everything between <style> and </style>."""
    mark = f"url(data:image/svg+xml;base64,{b64encode(MARK.read_bytes()).decode()})"
    rooms = "".join(
        f"[class*=st-key-rows-{rows}-]{{min-height:{HEAD_ROW + rows * ROW}px}}\n"
        for rows in range(1, MOST_ROWS)
    )
    ours = "".join(path.read_text(encoding="utf-8") for path in (QUESTIONS, STYLE))
    return f"{rooms}{sheet()}:root{{--los-mark:{mark}}}\n{ours}"


class Face:
    """Middleware of an ASGI application that puts our style sheet into its HTML."""

    def __init__(self, app: Served) -> None:
        self.app = app
        self.style = f'<style id="line-of-sight">{style()}</style></head>'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_page(scope):
            await self.app(scope, receive, send)
            return
        asked = {**scope, "headers": _without(scope["headers"], NOT_ASKED)}
        await self.app(asked, receive, _Sheet(send, self.style))


class _Sheet:
    """Sends on what it is given, HTML with the style sheet in its head."""

    def __init__(self, send: Send, style: bytes) -> None:
        self.send, self.style = send, style
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message["headers"]):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._whole(self.start)

    async def _whole(self, start: Message) -> None:
        body = self.body.replace(b"</head>", self.style, 1)
        length = (b"content-length", str(len(body)).encode())
        headers = [*_without(start["headers"], NOT_TOLD), length]
        await self.send({**start, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _is_page(scope: Scope) -> bool:
    """Whether a page is asked for, not one of its files or its connection."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    return "_stcore" not in path and "." not in path.rpartition("/")[2]


def _is_html(headers: Headers) -> bool:
    return any(
        name == b"content-type" and value.startswith(b"text/html") for name, value in headers
    )


def _without(headers: Headers, names: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name not in names]
