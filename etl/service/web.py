"""Asking a web service politely: spaced, bounded in time and size, and again after a fault."""

import gzip
import hashlib
import io
import json
import math
import os
import queue
import socket
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import tenacity
import urllib3
from requests.utils import select_proxy

from etl.disk import writing

# DfE asks for no key; the name tells its operators who asks, should that ever be a burden.
AGENT = "LineOfSight (statistics refresh)"
# Seconds before asking again, where requests are PAUSE apart. DfE's documentation names 429 and no
# limit; it gives up on a request itself after 30 s, so the last wait outlives one such request.
WAITS = (2.0, 8.0, 30.0)
PAUSE = 0.5
# Seconds; a service that asks for more is given up in this run, for a person is waiting.
LONGEST_WAIT = 120.0
# A connection is made within seconds or not at all; only an answer may take its time.
LONGEST_CONNECT = 10.0
# Seconds in which one of several hosts must let itself be connected to, or there is no network.
LONGEST_REACH = 4.0
# A whole answer may take as many times as long as a silence (60 s): two minutes for a list, half an
# hour for a file, so that one which trickles does not hold a refresh for ever.
JSON_TIMEOUTS = 2
DOWNLOAD_TIMEOUTS = 30
# What may be over in a moment. Not 500: DfE answers it where its own code failed, which asking
# again does not mend.
FALTERING = {429, 502, 503, 504}
MOST_REDIRECTS = 5
# Bytes, far above any page of a list: a bound on the memory that an answer can take.
LARGEST_JSON = 20_000_000
# An error is read for its codes only; a gateway may send a web page instead.
LARGEST_ERROR = 100_000
CHUNK = 1 << 16
# Bytes between two words about progress: every second or so on an ordinary line.
TOLD_EVERY = 5_000_000
# Letters of a text of the service in a sentence of ours: two lines on a terminal.
LONGEST_SHOWN = 200
JSON = ("application/json",)
# A stand-in on this computer is behind no proxy, whatever the environment says.
THIS_COMPUTER = ("http://127.0.0.1", "http://localhost")
# What a person can do about each is different, so each has its own words.
STATUS_WORDS = {
    400: "the question is not understood",
    403: "withdrawn, or not public",
    404: "nothing there",
    406: "the kind of answer is not to be had",
    429: "too many requests",
    500: "a fault of the service",
    502: "the service is out of order",
    503: "the service is out of order",
    504: "the service took too long",
}
T = TypeVar("T")
Chunks = Iterator[bytes]


class Problem(Exception):
    """What an address did not give. `again`: worth another try; `unreachable`: no way there."""

    def __init__(
        self,
        url: str,
        expected: str,
        actual: str,
        *,
        status: int | None = None,
        again: bool = False,
        wait: float = 0.0,
        unreachable: bool = False,
    ):
        super().__init__(f"{url}: expected {expected}, found {actual}")
        self.url = url
        self.expected = expected
        self.actual = actual
        self.status = status
        self.again = again
        self.wait = wait
        self.unreachable = unreachable


@dataclass(frozen=True)
class Received:
    """What arrived in a file: checksum and size of the bytes, and the records of a CSV file.

    `lines` counts the header too; `ended` is false where the last one has no line end, and
    `in_quotes` true where the bytes end within quotation marks.
    """

    sha256: str
    size: int
    lines: int
    ended: bool
    in_quotes: bool


class Web:
    """One session, one request at a time, `pause` seconds apart.

    `hosts` are those that may be asked without encryption: the tests' own. `report` is told what
    is waited for.
    """

    def __init__(
        self, pause: float, timeout: float, hosts: Collection[str], report: Callable[[str], None]
    ):
        self.pause = pause
        self.timeout = timeout
        self.hosts = hosts
        self.report = report
        self.ready_at = 0.0
        self.given_up: dict[str, Problem] = {}
        self.session = requests.Session()
        self.session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "gzip"})
        self.session.auth = no_secrets
        self.session.proxies = dict.fromkeys(THIS_COMPUTER, "")  # never through a proxy
        # Nothing is remembered of one answer that could change the next.
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        self.session.close()

    def reaches(self, urls: Collection[str]) -> bool:
        """Whether one of the hosts, or the proxy on the way, can be connected to in a few seconds.

        All are tried at once and nothing is asked of them: looking up a name without a network may
        take longer than a person waits, and cannot be broken off.
        """
        answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
        for url in urls:
            threading.Thread(
                target=lambda at: answers.put(self.connects(at)), args=[url], daemon=True
            ).start()
        until = time.monotonic() + LONGEST_REACH
        with suppress(queue.Empty):
            for _ in urls:
                if answers.get(timeout=max(0.0, until - time.monotonic())):
                    return True
        return False

    def connects(self, url: str) -> bool:
        settings = self.session.merge_environment_settings(url, {}, None, None, None)
        parts = urlsplit(select_proxy(url, settings["proxies"]) or url)
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            with socket.create_connection((parts.hostname or "", port), LONGEST_REACH):
                return True
        except OSError:
            return False
        except ValueError:  # a proxy written in another way: the first request will tell
            return True

    def json(self, url: str) -> Any:
        """The document at `url`. Raises Problem, also for one that comes with warnings."""
        return self.patiently(lambda: self.json_once(url))

    def json_once(self, url: str) -> Any:
        with self.answer(url, "an answer in JSON", JSON, accept=JSON[0]) as response:
            body = b"".join(self.chunks(response, LARGEST_JSON, JSON_TIMEOUTS))
        try:
            document = json.loads(body)
        except (ValueError, RecursionError) as error:
            found = "an empty answer" if not body.strip() else "text that is not whole JSON"
            raise Problem(url, "an answer in JSON", found) from error
        # A warning comes with status 200: an id that DfE no longer knows quietly takes rows away.
        if isinstance(document, dict) and document.get("warnings"):
            found = f"warnings: {codes_of(document['warnings']) or 'of an unknown kind'}"
            raise Problem(url, "an answer without warnings", found)
        return document

    def download(
        self, url: str, kind: str, types: Collection[str], target: Path, limit: int
    ) -> tuple[Received, str]:
        """Download to `target`; with what arrived, the header that names the file.

        `kind` says what is expected, `types` are the content types that it may have, `limit` is in
        bytes as unpacked. Raises Problem.
        """
        return self.patiently(lambda: self.download_once(url, kind, types, target, limit))

    def download_once(
        self, url: str, kind: str, types: Collection[str], target: Path, limit: int
    ) -> tuple[Received, str]:
        with self.answer(url, kind, types, accept="*/*") as response:
            chunks = self.telling(url, self.chunks(response, limit, DOWNLOAD_TIMEOUTS))
            return receive(chunks, target), response.headers.get("Content-Disposition", "")

    def patiently(self, ask: Callable[[], T]) -> T:
        """Ask, and again after each fault that may pass; then give up with the last Problem."""
        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(len(WAITS) + 1),
            wait=self.wait,
            retry=tenacity.retry_if_exception(self.may_pass),
            before_sleep=self.say_wait,
            reraise=True,
        )
        try:
            return tries(ask)
        except Problem as problem:
            if problem.unreachable:
                self.given_up.setdefault(host_of(problem.url), problem)
            raise

    def may_pass(self, error: BaseException) -> bool:
        """Whether to ask again; not where this is the second host that cannot be reached."""
        if not isinstance(error, Problem):
            return False
        # One host out of reach may be chance; two are this computer being off the internet.
        return error.again and not (error.unreachable and self.given_up)

    def wait(self, state: tenacity.RetryCallState) -> float:
        """Seconds until the next try: ours, or those that the service asks for."""
        # Tests ask faster than PAUSE, and wait as much less.
        ours = [*WAITS, 0.0][state.attempt_number - 1] * self.pause / PAUSE
        return max(ours, getattr(failure_of(state), "wait", 0.0))

    def say_wait(self, state: tenacity.RetryCallState) -> None:
        self.report(f"{failure_of(state)}; asking again in {state.upcoming_sleep:,.0f} s")

    @contextmanager
    def answer(
        self, url: str, kind: str, types: Collection[str], accept: str
    ) -> Iterator[requests.Response]:
        """The answer of an address, its body not yet read. Raises Problem for any but the expected.

        Redirects are followed to encrypted addresses and to the hosts that were named.
        """
        for _ in range(MOST_REDIRECTS + 1):
            with self.asked(url, kind, accept) as response:
                if not response.is_redirect:
                    self.check_status(response, url, kind)
                    check_type(response, url, kind, types)
                    yield response
                    return
                url = self.target_of(response, url, kind)
        raise Problem(url, kind, "one redirect after another")

    @contextmanager
    def asked(self, url: str, kind: str, accept: str) -> Iterator[requests.Response]:
        """One request, when its time has come. Raises Problem when there is no answer."""
        earlier = self.given_up.get(host_of(url))
        if earlier:
            raise Problem(url, kind, f"{earlier.actual} earlier in this run", unreachable=True)
        time.sleep(max(0.0, self.ready_at - time.monotonic()))
        try:
            with self.network(url, kind):
                response = self.session.get(
                    url,
                    headers={"Accept": accept},
                    timeout=(min(self.timeout, LONGEST_CONNECT), self.timeout),
                    stream=True,
                    # Followed by hand: each target is checked before it is asked.
                    allow_redirects=False,
                )
            with response:
                yield response
        finally:
            self.ready_at = time.monotonic() + self.pause

    def chunks(self, response: requests.Response, limit: int, timeouts: int) -> Chunks:
        """The body, unpacked, in pieces. Raises Problem when it is damaged, too long, too slow."""
        url = shown(response.url)
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise Problem(url, "gzip or nothing around the answer", f"{shown(encoding)!r}")
        # Unpacked here and not by requests: a gzip stream that breaks off is an EOFError here.
        body = io.BufferedReader(Body(response.raw, self.timeout * timeouts))
        stream = gzip.GzipFile(fileobj=body) if encoding.endswith("gzip") else body
        size = 0
        while True:
            with self.network(url, "a whole answer"):
                data = stream.read(CHUNK)
            if not data:
                return
            size += len(data)
            if size > limit:
                raise Problem(url, f"at most {limit:,} bytes", "more")
            yield data

    def telling(self, url: str, chunks: Chunks) -> Chunks:
        """The same pieces; every few megabytes, how far it is."""
        size = told = 0
        for chunk in chunks:
            size += len(chunk)
            if size - told >= TOLD_EVERY:
                told = size
                self.report(f"{url}: {size / 1e6:,.0f} MB so far")
            yield chunk

    @contextmanager
    def network(self, url: str, kind: str) -> Iterator[None]:
        """Turn whatever goes wrong on the network into a Problem."""
        try:
            yield
        except TooSlow as error:
            raise Problem(url, f"{kind} within {error.seconds:g} s", "a part of it") from error
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            found = f"no answer for {self.timeout:g} s"
            unreachable = isinstance(error, requests.ConnectTimeout)
            raise Problem(url, kind, found, again=True, unreachable=unreachable) from error
        except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
            found = "a connection that this computer does not trust (see REQUESTS_CA_BUNDLE)"
            raise Problem(url, kind, found, unreachable=True) from error
        except requests.exceptions.ProxyError as error:
            found = "no way through the proxy of this computer"
            raise Problem(url, kind, found, again=True, unreachable=True) from error
        except (requests.ConnectionError, urllib3.exceptions.ProtocolError, EOFError) as error:
            why = why_unreachable(error)
            found = f"no connection ({why})" if why else "an answer that breaks off"
            raise Problem(url, kind, found, again=True, unreachable=bool(why)) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise Problem(url, kind, "damaged gzip") from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise Problem(url, kind, "an answer that is not HTTP") from error
        except OSError as error:
            raise Problem(url, kind, f"no connection ({shown(str(error))})") from error

    def check_status(self, response: requests.Response, url: str, kind: str) -> None:
        status = response.status_code
        if status == 200:
            return
        words = f"status {status}"
        words += f" ({STATUS_WORDS[status]})" if status in STATUS_WORDS else ""
        # Only 400 says which part of the question was not understood; other bodies may be empty.
        codes = self.codes(response) if status == 400 else ""
        words += f": {codes}" if codes else ""
        wait = seconds_of(response.headers.get("Retry-After", ""))
        if wait > LONGEST_WAIT:
            words += f" and the wish to be asked again in {wait:,.0f} s"
        again = status in FALTERING and wait <= LONGEST_WAIT
        raise Problem(url, kind, words, status=status, again=again, wait=wait)

    def codes(self, response: requests.Response) -> str:
        """The codes of an error, where its body says them."""
        try:
            document = json.loads(b"".join(self.chunks(response, LARGEST_ERROR, JSON_TIMEOUTS)))
        except (Problem, ValueError, RecursionError):
            return ""
        return codes_of(document.get("errors")) if isinstance(document, dict) else ""

    def target_of(self, response: requests.Response, url: str, kind: str) -> str:
        with self.network(url, kind):
            target = urljoin(url, self.session.get_redirect_target(response) or "")
            parts = urlsplit(target)
            allowed = parts.scheme == "https" or (
                parts.scheme == "http" and parts.netloc in self.hosts
            )
        if not allowed:
            raise Problem(url, kind, f"a redirect to {shown(target)}")
        return target


class TooSlow(Exception):
    """The time for a whole answer, in seconds, is over."""

    def __init__(self, seconds: float):
        super().__init__(seconds)
        self.seconds = seconds


class Body(io.RawIOBase):
    """The bytes of an answer as they arrive, before any unpacking, for so many seconds."""

    def __init__(self, raw: urllib3.BaseHTTPResponse, seconds: float):
        self.raw = raw
        self.seconds = seconds
        self.until = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if time.monotonic() > self.until:
            raise TooSlow(self.seconds)
        # read1 answers with what has arrived: read would wait for the whole buffer, past the end of
        # the time.
        data = self.raw.read1(len(buffer), decode_content=False) or b""
        buffer[: len(data)] = data
        return len(data)


def no_secrets(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Nothing to prove who asks: without this, a password file of the user would be looked up."""
    return request


def host_of(url: str) -> str:
    return url.split("/", 3)[2] if url.count("/") >= 2 else url


def failure_of(state: tenacity.RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def why_unreachable(error: BaseException) -> str:
    """Why there was no connection at all; nothing for one that broke."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    if isinstance(reason, urllib3.exceptions.NameResolutionError):
        return "the name of the host cannot be looked up"
    return "refused" if isinstance(reason, urllib3.exceptions.NewConnectionError) else ""


def check_type(response: requests.Response, url: str, kind: str, types: Collection[str]) -> None:
    """Refuse what is not called what it should be: a web page of a service that is being mended."""
    content_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if content_type not in types:
        web_page = " (a web page)" if content_type == "text/html" else ""
        words = f"the content type {shown(content_type)}{web_page}" if content_type else ""
        raise Problem(url, kind, words or "no content type")


def seconds_of(retry_after: str) -> float:
    """The seconds that a Retry-After header asks for: a number, or a date; 0 when it is neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:20]), 1e9)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, math.ceil((moment - datetime.now(UTC)).total_seconds()))


def codes_of(errors: Any) -> str:
    """The codes of errors or warnings, with what each is about, as the service names them."""
    codes = [
        shown(f"{error['code']} {error.get('path') or ''}".strip())
        for error in (errors if isinstance(errors, list) else [])
        if isinstance(error, dict) and isinstance(error.get("code"), str)
    ]
    # A refused list repeats one code for each of its items; the first few tell all.
    return ", ".join(codes[:5])


def shown(text: str) -> str:
    """Text of the service as it may be printed: one line, not too long, nothing that controls."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in text[:LONGEST_SHOWN])
    return plain + ("…" if len(text) > LONGEST_SHOWN else "")


def receive(chunks: Chunks, target: Path) -> Received:
    """Write pieces to `target`, for good. Raises Refusal when it cannot be written."""
    digest = hashlib.sha256()
    size = lines = 0
    in_quotes, last = False, b""
    with writing(target), target.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            ends, in_quotes = line_ends(chunk, in_quotes)
            lines += ends
            last = chunk[-1:]
        file.flush()
        # A record that names the file may be on disk before the file is, when the power fails.
        os.fsync(file.fileno())
    ended = last == b"\n" and not in_quotes
    lines += size > 0 and not ended
    return Received(digest.hexdigest(), size, lines, ended, in_quotes)


def line_ends(chunk: bytes, in_quotes: bool) -> tuple[int, bool]:
    """Line ends of a piece of CSV outside quotes, and whether the piece ends inside of them."""
    parts = chunk.split(b'"')
    ends = sum(part.count(b"\n") for part in parts[in_quotes::2])
    return ends, in_quotes ^ (len(parts) % 2 == 0)
