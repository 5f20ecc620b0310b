"""Requests that are not ours are answered before Streamlit sees them; every answer has headers."""

from collections.abc import Coroutine
from typing import Any

import pytest

from pages.parts.face.guard import Guard, content_policy

NAMES = ["localhost", "127.0.0.1", "sight.example.org"]


def asked(
    kind: str = "http", path: str = "/", method: str = "GET", **headers: str
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the application behind the guard was asked, and all that was answered."""
    reached = False
    sent: list[dict[str, Any]] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal reached
        reached = True
        own = [(b"x-frame-options", b"ALLOWALL"), (b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b"page"})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    named = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    scope = {"type": kind, "method": method, "path": path, "headers": named}
    to_the_end(Guard(application, NAMES)(scope, receive, send))
    return reached, sent


def to_the_end(answering: Coroutine[Any, Any, None]) -> None:
    """Run what never waits, also where another test has an event loop running."""
    with pytest.raises(StopIteration):
        answering.send(None)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:8501"},
        {"host": "127.0.0.1"},
        {"host": "Sight.Example.org."},
        {"host": "sight.example.org:8443", "origin": "https://sight.example.org:8443"},
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_our_names_and_pages_are_answered(kind: str, headers: dict[str, str]) -> None:
    reached, _ = asked(kind, **headers)
    assert reached


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": ""},
        {"host": "evil.example"},
        {"host": "localhost.evil.example"},
        {"host": "sight.example.org@evil.example"},
        {"host": "evil.example/localhost"},
        {"host": "192.168.1.5:8501"},
        {"host": "[::1"},
        {"host": "localhost:8501", "origin": "http://evil.example"},
        {"host": "localhost:8501", "origin": "http://localhost:9999"},
        {"host": "localhost:8501", "origin": "null"},
        {"host": "localhost:8501", "origin": ""},
        {"host": "localhost", "origin": "http://localhost.evil.example"},
    ],
)
def test_other_names_and_pages_are_not(headers: dict[str, str]) -> None:
    reached, sent = asked("http", **headers)
    assert not reached
    assert sent[0]["status"] == 403
    assert b"does not answer to this address" in sent[1]["body"]
    reached, sent = asked("websocket", **headers)
    assert not reached
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/script-health-check",
        "/_stcore/agent/mcp",
        "/_stcore/upload_file/session/file",  # asked for, and not put there
        "/sight/_stcore/metrics",
    ],
)
def test_what_tells_of_the_machine_is_closed(path: str) -> None:
    reached, sent = asked(path=path, host="localhost")
    assert not reached
    assert sent[0]["status"] == 404


@pytest.mark.parametrize(("method", "reaches"), [("PUT", True), ("DELETE", True), ("POST", False)])
def test_a_paper_is_put_there_and_taken_away(method: str, reaches: bool) -> None:
    path = "/_stcore/upload_file/session/file"
    reached, _ = asked(path=path, method=method, host="localhost")
    assert reached == reaches
    reached, _ = asked(path=path, method=method, host="localhost", origin="http://evil.example")
    assert not reached


def test_every_answer_has_each_header_once() -> None:
    for path in ("/", "/_stcore/metrics"):
        _, sent = asked(path=path, host="localhost")
        names = [name for name, _ in sent[0]["headers"]]
        assert len(names) == len(set(names))
        told = dict(sent[0]["headers"])
        assert told[b"x-frame-options"] == b"DENY"
        assert told[b"x-content-type-options"] == b"nosniff"
        assert told[b"referrer-policy"] == b"same-origin"
        assert told[b"content-security-policy"] == content_policy().encode()


def test_the_policy_lets_no_text_become_a_script() -> None:
    directives = dict(part.split(" ", 1) for part in content_policy().split("; "))
    scripts = directives["script-src"].split()
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & set(scripts)
    assert len([source for source in scripts if source.startswith("'sha256-")]) == 1
    assert directives["default-src"] == directives["base-uri"] == "'none'"
    assert not any("http" in text or "*" in text for text in directives.values())
