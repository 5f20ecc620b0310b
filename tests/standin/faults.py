"""Everything that can go wrong between DfE and us, one small record each.

A fault changes the file before it is sent (`content`), the files of a zip (`members`), the answer
(`answer`), or what happens on the connection (`wire`).
"""

import gzip
import json
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event

from werkzeug import Request

MAINTENANCE = (
    b"<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body>Back soon.</body></html>\n"
)


@dataclass(frozen=True)
class Answer:
    """A reply before it is sent. One that is `streamed` goes in chunks, with no length."""

    status: int = 200
    type: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    streamed: bool = False


Wire = Callable[[Request, Answer, Event], Iterator[bytes]]


@dataclass(frozen=True)
class Fault:
    name: str
    content: Callable[[bytes], bytes] = lambda data: data
    members: Callable[[dict[str, bytes]], dict[str, bytes]] = lambda members: members
    answer: Callable[[Answer], Answer] = lambda answer: answer
    wire: Wire | None = None

    def __str__(self) -> str:
        return self.name


def status(code: int, body: bytes = b"", type: str = "", **headers: str) -> Fault:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Fault(
        f"{code} {type or 'without a body'}".strip(),
        answer=lambda _: Answer(status=code, type=type if body else "", body=body, headers=named),
    )


def problem(code: int, title: str) -> Fault:
    body = {"type": "https://tools.ietf.org/html/rfc9110", "title": title, "status": code}
    return status(code, json.dumps(body).encode(), "application/problem+json")


# Refusals of the service and of the gateway in front of it.
server_error = status(500)
timed_out_there = status(504)
bad_gateway = status(502, MAINTENANCE, "text/html")
unavailable = status(503, MAINTENANCE, "text/html")
not_found = status(404)
gone = problem(404, "Not Found")
withdrawn = problem(403, "Forbidden")
bad_request = problem(400, "One or more validation errors occurred.")


def too_many_requests(retry_after: str | None = None) -> Fault:
    """429, with the seconds or the date after which to come back, or without."""
    headers = {"Retry_After": retry_after} if retry_after is not None else {}
    fault = status(429, MAINTENANCE, "text/html", **headers)
    return replace(fault, name=f"429, retry after {retry_after}")


def too_many_requests_until(seconds: float) -> Fault:
    """429 with the date that many seconds after it is asked."""

    def answer(before: Answer) -> Answer:
        moment = datetime.now(UTC) + timedelta(seconds=seconds)
        return too_many_requests(format_datetime(moment, usegmt=True)).answer(before)

    return Fault(f"429, retry at the time in {seconds:g} s", answer=answer)


def redirect(to: str) -> Fault:
    return Fault(
        f"redirect to {to or 'nowhere'}",
        answer=lambda _: Answer(status=302, headers={"Location": to}),
    )


# Answers with status 200 that are not what they should be.
def changed(name: str, **more: object) -> Fault:
    return Fault(name, answer=lambda answer: replace(answer, **more))  # type: ignore[arg-type]


def changed_body(name: str, change: Callable[[bytes], bytes]) -> Fault:
    return Fault(name, answer=lambda answer: replace(answer, body=change(answer.body)))


web_page = changed(
    "200 with a web page", type="text/html; charset=utf-8", body=MAINTENANCE, headers={}
)
hidden_web_page = changed(
    "200 with a web page called CSV", type="text/csv", body=MAINTENANCE, headers={}
)
wrong_type = changed("200 with another content type", type="application/pdf")
no_type = changed("200 without a content type", type="")
empty = changed("200 with an empty body", body=b"", headers={})
cut_short = changed_body("body that ends early", lambda body: body[: len(body) * 2 // 3])
not_json = changed_body("JSON that ends early", lambda body: body[:-1])
json_null = changed("JSON null", body=b"null")
json_list = changed("JSON list", body=b"[]")
json_text = changed("JSON text", body=b'"busy"')


def edited_json(name: str, edit: Callable[[dict], object]) -> Fault:  # type: ignore[type-arg]
    def change(body: bytes) -> bytes:
        document = json.loads(body)
        return json.dumps(edit(document)).encode()

    return changed_body(name, change)


warning = edited_json(
    "200 with a warning",
    lambda reply: {**reply, "warnings": [{"code": "LocationsNotFound", "path": "locations.eq"}]},
)
other_keys = edited_json("JSON of another shape", lambda _: {"ok": True, "message": "busy"})
results_of_text = edited_json(
    "JSON with results of another shape", lambda reply: {**reply, "results": ["a", 1, None]}
)
values_of_lists = edited_json(
    "JSON with values of another shape", lambda reply: {key: [] for key in reply}
)

# Compressed bodies.
broken_gzip = changed_body("gzip with damaged bytes", lambda body: flipped(body, len(body) // 2))
gzip_in_gzip = changed_body("gzip of gzip", lambda body: gzip.compress(body))
no_gzip = Fault("gzip that is none", answer=lambda a: replace(a, body=gzip.decompress(a.body)))


def flipped(data: bytes, place: int, length: int = 8) -> bytes:
    spoilt = bytes(byte ^ 0xFF for byte in data[place : place + length])
    return data[:place] + spoilt + data[place + length :]


# Zips: members that are not there are left out silently; the others are damaged on the way.
def without_member(name: str) -> Fault:
    return Fault(
        f"zip without {name}",
        members=lambda found: {path: data for path, data in found.items() if name not in path},
    )


def damaged_member(name: str) -> Fault:
    """The bytes of one member are damaged, the rest of the zip is whole."""

    def change(body: bytes) -> bytes:
        start = body.index(f"data/{name}".encode()) + len(f"data/{name}")
        return flipped(body, start + 60)

    return changed_body(f"zip with {name} damaged", change)


def in_member(name: str, fault: Fault) -> Fault:
    """A fault of one file of a zip."""
    return Fault(
        f"{name}: {fault.name}",
        members=lambda found: {
            path: fault.content(data) if path.endswith(f"/{name}") else data
            for path, data in found.items()
        },
    )


# Files: what was uploaded is not what it should be.
def of_lines(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Fault:
    return Fault(name, content=lambda data: b"".join(change(data.splitlines(keepends=True))))


cut_in_row = Fault("file cut in a row", content=lambda data: data[: len(data) * 2 // 3] + b"12")
fewer_rows = of_lines("file with half of its rows", lambda lines: lines[: len(lines) // 2 + 1])
header_only = of_lines("file with a header only", lambda lines: lines[:1])
doubled_rows = of_lines("file with its rows doubled", lambda lines: [*lines, *lines[1:]])
semicolons = Fault("file with semicolons", content=lambda data: data.replace(b",", b";"))
not_utf8 = Fault("file in another encoding", content=lambda data: data.replace(b"England", b"\xc9"))


def replaced(old: str, new: str, times: int = -1) -> Fault:
    """A text of the file is another; for instance a column renamed, a figure a symbol."""
    return Fault(
        f"{old!r} is {new!r}",
        content=lambda data: data.replace(old.encode(), new.encode(), times),
    )


# The connection.
def wire_of(name: str, **more: object) -> Callable[[Wire], Fault]:
    return lambda wire: Fault(name, wire=wire, answer=lambda answer: replace(answer, **more))  # type: ignore[arg-type]


def reset_now(request: Request) -> None:
    """Let the other side see the connection reset rather than closed."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    form = "hh" if sys.platform == "win32" else "ii"
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(form, 1, 0))
    connection.shutdown(socket.SHUT_RD)
    raise ConnectionResetError


@wire_of("connection reset before an answer")
def reset(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
    reset_now(request)
    yield b""


@wire_of("connection reset in the body")
def reset_in_body(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
    yield answer.body[: len(answer.body) // 2]
    reset_now(request)


@wire_of("connection closed in the body")
def closed_in_body(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
    yield answer.body[: len(answer.body) // 2]
    raise ConnectionAbortedError


@wire_of("no answer at all")
def hang(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
    stop.wait(60)
    reset_now(request)
    yield b""


@wire_of("silence in the body")
def hang_in_body(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
    yield answer.body[: len(answer.body) // 2]
    stop.wait(60)
    reset_now(request)


def trickle(seconds: float = 0.02, pieces: int = 20) -> Fault:
    """The whole body, slowly."""

    def wire(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
        size = max(1, len(answer.body) // pieces)
        for start in range(0, len(answer.body), size):
            yield answer.body[start : start + size]
            stop.wait(seconds)

    return Fault("body that trickles", wire=wire)


@wire_of("body without an end", streamed=True)
def endless(request: Request, answer: Answer, stop: Event) -> Iterator[bytes]:
    """The true body, then the end of it again and again."""
    zipped = answer.headers.get("Content-Encoding") == "gzip"
    plain = gzip.decompress(answer.body) if zipped else answer.body
    block = (plain.rstrip(b"\n").rsplit(b"\n", 1)[-1] + b"\n") * 5000
    yield answer.body
    while not stop.wait(0.005):
        yield gzip.compress(block) if zipped else block
