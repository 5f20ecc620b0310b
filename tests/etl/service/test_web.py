"""Asking a web service: what is sent, what is refused, what is asked again and when."""

import csv
import gzip
import io
import itertools
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from etl.service import web
from etl.service.web import Problem, Received, Web
from tests.etl.answering import Server, closed_port, http

JSON = "application/json"


@pytest.fixture
def told() -> list[str]:
    """What the person who waits is told."""
    return []


@pytest.fixture
def asking(httpserver: HTTPServer, told: list[str]) -> Iterator[Web]:
    """A session for the server of the test that hardly waits."""
    asking = Web(0.001, 5.0, {f"{httpserver.host}:{httpserver.port}"}, told.append)
    yield asking
    asking.close()


@pytest.fixture
def raw() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def impatient(raw: Server) -> Iterator[Web]:
    """A session for the raw server that waits a fifth of a second for an answer."""
    asking = Web(0.001, 0.2, {f"127.0.0.1:{raw.port}"}, lambda _: None)
    yield asking
    asking.close()


def problem_of(asking: Web, url: str) -> Problem:
    with pytest.raises(Problem) as caught:
        asking.json(url)
    return caught.value


def downloaded(asking: Web, url: str, to: Path, limit: int = 1_000_000) -> Received:
    received, _ = asking.download(url, "a CSV file", ["text/csv"], to, limit)
    return received


# What is sent.


def test_a_request_says_who_asks_and_nothing_secret(
    httpserver: HTTPServer, asking: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = tmp_path / "netrc"
    passwords.write_text("default login analyst password secret\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("NETRC", str(passwords))
    httpserver.expect_request("/a").respond_with_json([], headers={"Set-Cookie": "who=analyst"})
    asking.json(httpserver.url_for("/a"))
    asking.json(httpserver.url_for("/a"))
    sent = httpserver.log[1][0].headers
    assert sent["User-Agent"] == "LineOfSight (statistics refresh)"
    assert sent["Accept"] == JSON
    assert "Cookie" not in sent
    assert "Authorization" not in sent


def test_requests_are_apart(httpserver: HTTPServer) -> None:
    times: list[float] = []

    def answer(request: Request) -> Response:
        times.append(time.monotonic())
        return Response("[]", content_type=JSON)

    httpserver.expect_request("/a").respond_with_handler(answer)
    asking = Web(0.05, 5.0, {f"{httpserver.host}:{httpserver.port}"}, lambda _: None)
    for _ in range(3):
        asking.json(httpserver.url_for("/a"))
    asking.close()
    assert all(later - earlier >= 0.05 for earlier, later in itertools.pairwise(times))


def test_the_proxy_of_the_environment_is_used(
    raw: Server, impatient: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", raw.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    raw.answers = [http(b"[1]")]
    assert impatient.json("http://statistics.invalid/a") == [1]
    assert raw.asked[0].startswith(b"GET http://statistics.invalid/a ")


# What is refused.


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (204, "status 204"),
        (400, "status 400 (the question is not understood)"),
        (403, "status 403 (withdrawn, or not public)"),
        (404, "status 404 (nothing there)"),
        (500, "status 500 (a fault of the service)"),
    ],
)
def test_a_refusal_is_told_by_its_status_and_not_asked_again(
    httpserver: HTTPServer, asking: Web, status: int, found: str
) -> None:
    httpserver.expect_request("/a").respond_with_data(b"", status=status)
    url = httpserver.url_for("/a")
    assert str(problem_of(asking, url)) == f"{url}: expected an answer in JSON, found {found}"
    assert len(httpserver.log) == 1


def test_the_codes_of_an_error_are_told(httpserver: HTTPServer, asking: Web) -> None:
    errors = [{"message": "No.", "path": "cachebust", "code": "UnknownField"}]
    httpserver.expect_request("/a").respond_with_json({"errors": errors}, status=400)
    found = problem_of(asking, httpserver.url_for("/a")).actual
    assert found == "status 400 (the question is not understood): UnknownField cachebust"


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (b"<html></html>", "text/html; charset=utf-8", "the content type text/html (a web page)"),
        (b"[]", "text/csv", "the content type text/csv"),
        (b"[]", "", "no content type"),
        (b"", JSON, "an empty answer"),
        (b'{"results": [', JSON, "text that is not whole JSON"),
        (b"[" * 200_000, JSON, "text that is not whole JSON"),
        (b'{"warnings": [{"code": "QueryNoResults"}]}', JSON, "warnings: QueryNoResults"),
        (b'{"warnings": "some"}', JSON, "warnings: of an unknown kind"),
    ],
    ids=["web page", "csv", "no type", "empty", "cut off", "deep", "warning", "odd warning"],
)
def test_an_answer_of_another_kind_is_refused(
    httpserver: HTTPServer, asking: Web, body: bytes, kind: str, found: str
) -> None:
    def answer(request: Request) -> Response:
        response = Response(body)
        response.headers["Content-Type"] = kind
        return response

    httpserver.expect_request("/a").respond_with_handler(answer)
    assert problem_of(asking, httpserver.url_for("/a")).actual == found


def test_no_warnings_are_no_fault(httpserver: HTTPServer, asking: Web) -> None:
    httpserver.expect_request("/a").respond_with_json({"warnings": [], "results": []})
    assert asking.json(httpserver.url_for("/a")) == {"warnings": [], "results": []}


def test_json_that_unpacks_to_too_much_is_refused(httpserver: HTTPServer, asking: Web) -> None:
    bomb = gzip.compress(b" " * (web.LARGEST_JSON + 1))
    headers = {"Content-Encoding": "gzip"}
    httpserver.expect_request("/a").respond_with_data(bomb, content_type=JSON, headers=headers)
    problem = problem_of(asking, httpserver.url_for("/a"))
    assert (problem.expected, problem.actual) == ("at most 20,000,000 bytes", "more")


def test_a_download_longer_than_allowed_is_refused(
    httpserver: HTTPServer, asking: Web, tmp_path: Path
) -> None:
    httpserver.expect_request("/a").respond_with_data(b"a,b\n" * 300, content_type="text/csv")
    with pytest.raises(Problem, match="expected at most 1,000 bytes, found more"):
        downloaded(asking, httpserver.url_for("/a"), tmp_path / "a.csv", limit=1_000)


# What arrives.


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'["whole"]', ["Content-Length: 9"]),
        (b'["whole"]', []),
        (b'9\r\n["whole"]\r\n0\r\n\r\n', ["Transfer-Encoding: chunked"]),
        (gzip.compress(b'["whole"]', mtime=0), ["Content-Encoding: gzip"]),
        (
            gzip.compress(b'["who', mtime=0) + gzip.compress(b'le"]', mtime=0),
            ["Content-Encoding: gzip"],
        ),
    ],
    ids=["length", "no length", "chunked", "gzip without length", "gzip in two parts"],
)
def test_a_whole_answer_is_read(
    raw: Server, impatient: Web, body: bytes, headers: list[str]
) -> None:
    raw.answers = [http(body, *headers)]
    assert impatient.json(raw.url) == ["whole"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'["who', ["Content-Length: 9"]),
        (b'9\r\n["who', ["Transfer-Encoding: chunked"]),
        (b'5\r\n["who\r\n', ["Transfer-Encoding: chunked"]),
        (gzip.compress(b'["whole"]', mtime=0)[:-1], ["Content-Encoding: gzip"]),
        (gzip.compress(b'["whole"]', mtime=0)[:15], ["Content-Encoding: gzip"]),
    ],
    ids=["length", "in a chunk", "between chunks", "last byte of gzip", "within gzip"],
)
def test_an_answer_that_breaks_off_is_asked_for_again(
    raw: Server, impatient: Web, body: bytes, headers: list[str]
) -> None:
    raw.answers = [http(body, *headers), http(b'["whole"]')]
    assert impatient.json(raw.url) == ["whole"]
    assert len(raw.asked) == 2


@pytest.mark.parametrize(
    ("body", "encoding", "found"),
    [
        (b"no gzip", "gzip", "damaged gzip"),
        (gzip.compress(b"[]", mtime=0)[:-8] + bytes(8), "gzip", "damaged gzip"),
        (gzip.compress(b"[]", mtime=0)[:10] + b"\xff" * 20, "gzip", "damaged gzip"),
        (b"[]", "br", "'br'"),
    ],
    ids=["none", "checksum", "within", "another packing"],
)
def test_damaged_packing_is_refused(
    raw: Server, impatient: Web, body: bytes, encoding: str, found: str
) -> None:
    raw.answers = [http(body, f"Content-Encoding: {encoding}")]
    assert problem_of(impatient, raw.url).actual == found


def test_what_arrives_is_counted(httpserver: HTTPServer, asking: Web, tmp_path: Path) -> None:
    body = b'name,note\r\nTrafford,"two\r\nlines"\r\nEngland,x'
    httpserver.expect_request("/a").respond_with_data(body, content_type="text/csv")
    received = downloaded(asking, httpserver.url_for("/a"), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == body
    assert (received.size, received.lines, received.ended) == (len(body), 3, False)
    assert not received.in_quotes


@given(
    rows=st.lists(st.lists(st.text(st.sampled_from('a,"\n\r ')), min_size=2), min_size=1),
    size=st.integers(1, 20),
)
def test_records_are_counted_as_csv_counts_them(rows: list[list[str]], size: int) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    data = text.getvalue().encode()
    in_quotes, lines = False, 0
    for start in range(0, len(data), size):
        ends, in_quotes = web.line_ends(data[start : start + size], in_quotes)
        lines += ends
    assert (lines, in_quotes) == (len(rows), False)


# Redirects.


def test_a_redirect_on_the_same_host_is_followed(httpserver: HTTPServer, asking: Web) -> None:
    httpserver.expect_request("/a").respond_with_data(b"", 302, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_json([1])
    assert asking.json(httpserver.url_for("/a")) == [1]


@pytest.mark.parametrize(
    "target",
    ["http://elsewhere.invalid/b", "file:///etc/passwd", "ftp://127.0.0.1/b", "//127.0.0.1:1/b"],
)
def test_a_redirect_elsewhere_without_encryption_is_refused(
    httpserver: HTTPServer, asking: Web, target: str
) -> None:
    httpserver.expect_request("/a").respond_with_data(b"", 302, headers={"Location": target})
    found = problem_of(asking, httpserver.url_for("/a")).actual
    assert found.startswith("a redirect to ")


def test_a_redirect_in_a_circle_ends(httpserver: HTTPServer, asking: Web) -> None:
    httpserver.expect_request("/a").respond_with_data(b"", 302, headers={"Location": "/a"})
    assert problem_of(asking, httpserver.url_for("/a")).actual == "one redirect after another"


# Once more, and giving up.


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_service_that_falters_is_asked_again(
    httpserver: HTTPServer, asking: Web, told: list[str], status: int
) -> None:
    for _ in range(3):
        httpserver.expect_ordered_request("/a").respond_with_data(b"<html>", status=status)
    httpserver.expect_ordered_request("/a").respond_with_json([1])
    assert asking.json(httpserver.url_for("/a")) == [1]
    assert len(told) == 3


def test_after_four_tries_it_is_given_up(httpserver: HTTPServer, asking: Web) -> None:
    httpserver.expect_request("/a").respond_with_data(b"", status=503)
    problem = problem_of(asking, httpserver.url_for("/a"))
    assert problem.actual == "status 503 (the service is out of order)"
    assert len(httpserver.log) == 4


def test_the_waits_grow(httpserver: HTTPServer, told: list[str]) -> None:
    times: list[float] = []

    def answer(request: Request) -> Response:
        times.append(time.monotonic())
        return Response("", status=503)

    httpserver.expect_request("/a").respond_with_handler(answer)
    asking = Web(0.01, 5.0, {f"{httpserver.host}:{httpserver.port}"}, told.append)
    problem_of(asking, httpserver.url_for("/a"))
    asking.close()
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    for wait, least in zip(waits, [0.04, 0.16, 0.6], strict=True):
        assert least <= wait < least + 0.5


def retry_after(text: str) -> bytes:
    return http(b"", f"Retry-After: {text}", status="429 Too Many Requests")


def test_the_service_may_say_in_how_many_seconds_to_come_back(raw: Server, impatient: Web) -> None:
    raw.answers = [retry_after("1"), http(b"[1]")]
    started = time.monotonic()
    assert impatient.json(raw.url) == [1]
    assert time.monotonic() - started >= 1


def test_the_service_may_say_when_to_come_back(raw: Server, impatient: Web) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=2)
    raw.answers = [retry_after(format_datetime(moment, usegmt=True)), http(b"[1]")]
    assert impatient.json(raw.url) == [1]
    assert datetime.now(UTC) >= moment.replace(microsecond=0)


@pytest.mark.parametrize("text", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT", "9" * 400])
def test_a_service_that_asks_for_long_is_given_up_at_once(
    raw: Server, impatient: Web, text: str
) -> None:
    raw.answers = [retry_after(text)]
    assert " and the wish to be asked again in " in problem_of(impatient, raw.url).actual
    assert len(raw.asked) == 1


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "Fri, 31 Dec 1999 23:59:59 GMT", "²"])
def test_other_wishes_are_passed_over(text: str) -> None:
    assert web.seconds_of(text) == 0


@given(st.text())
def test_any_wish_is_some_seconds(text: str) -> None:
    assert web.seconds_of(text) >= 0


def test_silence_is_given_up(raw: Server, impatient: Web) -> None:
    raw.answers = [[0.3]]
    problem = problem_of(impatient, raw.url)
    assert problem.actual == "no answer for 0.2 s"
    assert not problem.unreachable


def test_silence_in_the_body_is_given_up(raw: Server, impatient: Web) -> None:
    raw.answers = [[http(b"[1", "Content-Length: 3"), 0.3, b"]"]]
    assert problem_of(impatient, raw.url).actual == "no answer for 0.2 s"


def test_an_answer_that_trickles_is_given_up(raw: Server, impatient: Web) -> None:
    raw.answers = [[http(b"["), *[0.05, b" "] * 40, b"]"]]
    problem = problem_of(impatient, raw.url)
    assert problem.expected == "a whole answer within 0.4 s"
    assert len(raw.asked) == 1


def test_a_packed_answer_that_trickles_is_given_up(raw: Server, impatient: Web) -> None:
    packed = gzip.compress(json.dumps(list(range(100))).encode())
    pieces = [part for byte in packed for part in (0.05, bytes([byte]))]
    raw.answers = [[http(b"", "Content-Encoding: gzip"), *pieces]]
    assert problem_of(impatient, raw.url).expected == "a whole answer within 0.4 s"


def test_a_host_that_cannot_be_reached_is_asked_four_times_a_run(told: list[str]) -> None:
    port = closed_port()
    asking = Web(0.001, 1.0, {f"127.0.0.1:{port}"}, told.append)
    first = problem_of(asking, f"http://127.0.0.1:{port}/a")
    second = problem_of(asking, f"http://127.0.0.1:{port}/b")
    asking.close()
    assert first.actual == "no connection (refused)"
    assert second.actual == "no connection (refused) earlier in this run"
    assert len(told) == 3


def test_when_one_host_cannot_be_reached_others_are_asked_once(told: list[str]) -> None:
    asking = Web(0.001, 1.0, set(), told.append)
    problem_of(asking, f"http://127.0.0.1:{closed_port()}/a")
    other = problem_of(asking, f"http://127.0.0.1:{closed_port()}/a")
    asking.close()
    assert other.actual == "no connection (refused)"
    assert len(told) == 3


@pytest.mark.parametrize(
    "answer", [b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200\xff"]
)
def test_a_server_that_speaks_something_else_is_given_up(
    raw: Server, impatient: Web, answer: bytes
) -> None:
    raw.answers = [answer]
    assert problem_of(impatient, raw.url).actual == "an answer that breaks off"


# What is printed.


@given(st.text())
def test_text_of_the_service_is_one_short_line_when_printed(text: str) -> None:
    shown = web.shown(text)
    assert shown.isprintable()
    assert len(shown) <= 201


def test_text_that_moves_the_cursor_is_not_printed() -> None:
    assert web.shown("\x1b[2Jgone\n") == "?[2Jgone?"
