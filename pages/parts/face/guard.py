"""Who may ask this server, and what a browser may do with its answers.

A request under a name that is not ours, or from another site's page, never reaches Streamlit, which
would look up its own address on the internet to compare.
"""

import re
from collections.abc import Collection, Iterable
from importlib.resources import files
from urllib.parse import urlsplit

import streamlit as st

from pages.parts.face.serving import Message, Receive, Scope, Send, Served
from pages.parts.language.safe import hashed

# What tells of the machine and of who is here, and what nobody asks of this server. Below
# server.baseUrlPath too.
CLOSED = re.compile("/_stcore/(metrics|script-health-check|agent)")
# Where the browser of a reader puts a paper to be checked, held in memory while it is on the page.
# Streamlit takes it from a page that is open here alone, and no more than server.maxUploadSize.
UPLOADED = re.compile("/_stcore/upload_file/")
UPLOADING = frozenset({"PUT", "DELETE"})
REFUSED = (
    b"This dashboard does not answer to this address. Whoever runs it names the addresses that it "
    b"answers to in server.allowedHosts.\n"
)
NOT_THERE = b"There is nothing here.\n"
POLICY_VIOLATED = 1008  # of the closing of a websocket


def content_policy() -> str:
    """Where scripts, styles, pictures and connections may come from: this server, and nowhere else.

    Streamlit's page has a script of one line, whose hash is taken from the version installed. Its
    components are scripts that the page itself makes (blob), and styles are set while it lives.
    """
    page = files("streamlit").joinpath("static", "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(map(hashed, inline))
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


class Guard:
    """Middleware of an ASGI application: names and origins that are ours, and headers of safety.

    `names` are those that it answers to, by default those of Streamlit's `server.allowedHosts`.
    """

    def __init__(self, app: Served, names: Iterable[str] | None = None) -> None:
        self.app = app
        named = st.get_option("server.allowedHosts") if names is None else names
        self.names = frozenset(name.strip().lower() for name in named)
        self.headers = [
            (b"content-security-policy", content_policy().encode()),
            (b"x-frame-options", b"DENY"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        answer = self._with_headers(send)
        if not is_ours(scope, self.names):
            await _refuse(scope, answer, 403, REFUSED)
        elif CLOSED.search(scope["path"]) or not _uploads_well(scope):
            await _refuse(scope, answer, 404, NOT_THERE)
        else:
            await self.app(scope, receive, answer)

    def _with_headers(self, send: Send) -> Send:
        names = {name for name, _ in self.headers}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(n, v) for n, v in message.get("headers", []) if n.lower() not in names]
                message = {**message, "headers": [*kept, *self.headers]}
            await send(message)

        return sent


def _uploads_well(scope: Scope) -> bool:
    """Whether a request that concerns a reader's file puts it there or takes it away."""
    return not UPLOADED.search(scope["path"]) or scope.get("method") in UPLOADING


def is_ours(scope: Scope, names: Collection[str]) -> bool:
    """Whether the name that was asked is one of ours and, from a page, that page is ours too."""
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    origin = headers.get(b"origin")
    named = _name(f"//{host}") in names
    return named and (origin is None or urlsplit(origin.decode("latin-1")).netloc == host)


def _name(address: str) -> str:
    """The name of a host in small letters; nothing where an address has none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


async def _refuse(scope: Scope, send: Send, status: int, words: bytes) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATED})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), _length(words)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
