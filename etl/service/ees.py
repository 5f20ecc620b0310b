"""DfE's service "Explore education statistics": what is newest there, and how to fetch it."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

from etl.disk import discard
from etl.model import DataSet, Publication, Refusal
from etl.reading.csv_file import HEADER_BYTES, columns_of, is_cut_off
from etl.service.archive import LARGEST_CONTENT, Archive, Arrived
from etl.service.cache import Cache, Download
from etl.service.listing import (
    OLD,
    Item,
    as_listed,
    file_notes,
    id_at,
    items_at,
    newest_file,
    newest_version,
    number_at,
    plain_name,
    release_title,
    rows_of,
    text_at,
    updated_of,
    version_notes,
    versions_of,
)
from etl.service.web import Problem, Web, host_of, shown

SETTING = "LINE_OF_SIGHT_EES"
# Bytes; the zip of EHC plans, twelve files, has 4 million.
LARGEST_ZIP = 500_000_000
# Results a page: the most that DfE allows of each list. One more is answered with status 400.
MOST_VERSIONS = 20
MOST_PUBLICATIONS = MOST_FILES = 40
# A publication has up to thirty data sets: 50 pages mean that paging itself is broken.
MOST_PAGES = 50
CSV_TYPES = ("text/csv", "application/octet-stream")
# DfE streams a zip as plain bytes; the others are what a zip is properly called.
ZIP_TYPES = ("application/octet-stream", "application/zip", "application/x-zip-compressed")
# What comes instead of CSV, by its first bytes: a maintenance page, or a file as it was stored.
OTHER_KINDS = {
    b"PK": "a zip or spreadsheet file",
    b"\x1f\x8b": "gzip inside of gzip",
    b"<": "a web page (HTML)",
    b"{": "JSON",
    b"[": "JSON",
}


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the service is: `{api}/data-sets/…`, `{catalogue}/data-catalogue/data-set/…/csv`,
    `{content}/data-set-files?…` and `{content}/releases/…/files?…`.

    `pause` is the seconds between two requests (the waits after a fault grow with it), `timeout`
    the seconds of silence after which a request is given up.
    """

    api: str = "https://api.education.gov.uk/statistics/v1"
    catalogue: str = "https://explore-education-statistics.service.gov.uk"
    content: str = "https://content.explore-education-statistics.service.gov.uk/api"
    pause: float = 0.5
    timeout: float = 60.0

    @classmethod
    def from_environment(cls) -> "Addresses":
        """Those that LINE_OF_SIGHT_EES names (`api=… catalogue=… content=… pause=0.01`), if any.

        Raises Refusal when it cannot be read, or names one address without the others.
        """
        words = os.environ.get(SETTING, "").split()
        named = dict(word.partition("=")[::2] for word in words)
        if len(named) < len(words):
            raise Refusal([f"{SETTING}: expected each name once, found one twice"])
        values = {name: setting(name, text) for name, text in named.items()}
        missing = [name for name in ADDRESSES if name not in values]
        if missing and len(missing) < len(ADDRESSES):
            expected = ", ".join(f"{name}=" for name in ADDRESSES)
            raise Refusal([f"{SETTING}: expected {expected} together, found no {missing[0]}="])
        return cls(**values)

    def plain_hosts(self) -> set[str]:
        """The hosts that these addresses ask without encryption."""
        parts = [urlsplit(url) for url in (self.api, self.catalogue, self.content)]
        return {part.netloc for part in parts if part.scheme == "http"}


ADDRESSES = ("api", "catalogue", "content")
SECONDS = ("pause", "timeout")


def setting(name: str, text: str) -> Any:
    """One value of LINE_OF_SIGHT_EES. Raises Refusal."""
    if name in ADDRESSES:
        return address(name, text)
    if name in SECONDS:
        return seconds(name, text)
    expected = ", ".join(f"{known}=" for known in (*ADDRESSES, *SECONDS))
    raise Refusal([f"{SETTING}: expected {expected}, found {shown(name)!r}"])


def address(name: str, text: str) -> str:
    expected = f"{SETTING}: expected {name}= with an address as http://127.0.0.1:8000/path"
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets that do not close, or a port that is no number
        whole = False
    if not whole or parts.query or parts.fragment or "@" in parts.netloc:
        raise Refusal([f"{expected}, found {shown(text)!r}"])
    return text.rstrip("/")


def seconds(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    # An hour: more is a slip of the hand, as milliseconds are.
    if not 0 <= value <= 3600 or (name == "timeout" and not value):
        raise Refusal([f"{SETTING}: expected {name}= with seconds, found {shown(text)!r}"])
    return value


class Unavailable(Exception):
    """What the service did not give, in one sentence: data set, address, expected, found."""

    def __init__(self, data_set: DataSet, problem: Problem):
        super().__init__(f"{data_set.id}: {problem}")
        self.data_set = data_set
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One way to get the newest content of a data set.

    `route` is api, catalogue or zip; `rows` are the data rows that the service says it has;
    `file_name` is the publisher's, where it is known, and what to look for inside a zip. `identity`
    is text that changes when the content may have changed, None when the service cannot tell.
    """

    data_set: DataSet
    route: str
    url: str
    version: str | None = None
    release: str | None = None
    updated: str | None = None
    rows: int | None = None
    file_id: str | None = None
    file_name: str | None = None
    notes: tuple[str, ...] = ()
    identity: str | None = None


class Service:
    """The service over the network: one session, one request at a time, spaced.

    What is asked of a publication is asked once. `report` is told what is waited for, for a line
    of progress.
    """

    def __init__(
        self, addresses: Addresses, cache: Cache, report: Callable[[str], None] = lambda _: None
    ):
        self.addresses = addresses
        self.cache = cache
        self.web = Web(addresses.pause, addresses.timeout, addresses.plain_hosts(), report)
        self.answers: dict[str, list[Item] | Problem] = {}
        self.archives: dict[str, Archive | Problem] = {}

    def __enter__(self) -> "Service":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the session and remove the zips that were downloaded on the way."""
        self.web.close()
        for archive in self.archives.values():
            if isinstance(archive, Archive):
                discard(archive.path)
        self.archives.clear()

    def check_network(self) -> None:
        """Raises Refusal, with one sentence, where none of the service's hosts can be reached."""
        urls = (self.addresses.api, self.addresses.catalogue, self.addresses.content)
        if not self.web.reaches(urls):
            hosts = " or ".join(dict.fromkeys(map(host_of, urls)))
            raise Refusal(
                [f"expected a network to ask DfE's service over, found no connection to {hosts}"]
            )

    # What is newest.

    def offers(self, data_set: DataSet) -> list[Offer]:
        """The ways to get the newest content, the best first; none means "supply the file".

        Raises Unavailable when there are ids to ask for, and none of them is answered.
        """
        problems: list[Problem] = []
        offers: list[Offer] = []
        item: Item = {}
        with noting(problems):
            offers += self.api_offers(data_set)
        listed = False
        with noting(problems):
            # A successor has an id of its own, by which its file is known too.
            known_as = offers[0].data_set if offers else data_set
            item = newest_file(self.files(data_set.publication), known_as)
            listed = True
        # Without a connection the other routes would fail one after the other, each with its waits.
        if problems and not offers and all(problem.unreachable for problem in problems):
            raise Unavailable(data_set, problems[0])
        if listed and not item and not offers:
            item = self.file_on_record(data_set)
        offers += self.catalogue_offers(data_set, item)
        # Last, since a zip brings a whole release for one file of it; but it holds what no list
        # names.
        offers += self.zip_offers(data_set, item)
        if problems and not offers:
            raise Unavailable(data_set, problems[0])
        notes = (*map(str, problems), *two_files(offers))
        return [named(replace(offer, notes=offer.notes + notes), item) for offer in offers]

    def api_offers(self, data_set: DataSet) -> list[Offer]:
        """The newest version of a data set, or of the one that took its place. Raises Problem."""
        if not data_set.api_id:
            return []
        offer = self.api_offer(data_set)
        successor, notes = self.followed(data_set)
        if successor != data_set:
            try:
                offer = self.api_offer(successor)
            except Problem as problem:
                notes = [*notes, f"the successor cannot be read, so the older one is: {problem}"]
        return [replace(offer, notes=(*offer.notes, *notes))]

    def api_offer(self, data_set: DataSet) -> Offer:
        """The newest published version of the major version that is pinned. Raises Problem."""
        url = f"{self.addresses.api}/data-sets/{data_set.api_id}"
        versions = versions_of(self.results(f"{url}/versions", MOST_VERSIONS))
        version = newest_version(versions, data_set.api_version)
        if not version:
            listed = ", ".join(f"{other.text} {other.status}" for other in versions[:5]) or "none"
            # The major version is pinned: a higher one means that columns or labels went.
            expected = f"a published version {data_set.api_version}"
            raise Problem(f"{url}/versions", expected, listed)
        file_id = id_at(version.item, "file", "id")
        rows = number_at(version.item, "totalResults")
        return Offer(
            data_set=data_set,
            route="api",
            url=f"{url}/csv?{urlencode({'dataSetVersion': version.text})}",
            version=version.text,
            release=text_at(version.item, "release", "title"),
            updated=text_at(version.item, "published"),
            rows=rows,
            file_id=file_id,
            notes=tuple(version_notes(version, versions, data_set)),
            identity=f"api {version.text}, {rows} rows, file {file_id}",
        )

    def followed(self, data_set: DataSet) -> tuple[DataSet, list[str]]:
        """The data set that DfE updates in place of one that it does not, with notes.

        A successor is followed to its own; the data set itself where there is none. Any version of
        a successor will do: the numbers begin anew, and what it holds is checked when it is read.
        """
        ids, notes = [data_set.api_id], list[str]()
        try:
            while (item := self.api_data_set(ids[-1])).get("status") == "Deprecated":
                successor = id_at(item, "supersedingDataSetId")
                named = f": its successor is {successor}" if successor else ""
                notes.append(f"DfE does not update data set {ids[-1]} any more{named}")
                if not successor or successor in ids:
                    break
                ids.append(successor)
        except Problem as problem:
            notes.append(f"whether DfE still updates data set {ids[-1]} is not known: {problem}")
        if len(ids) == 1:
            return data_set, notes
        return replace(data_set, api_id=ids[-1], api_version="*"), notes

    def api_data_set(self, id: str | None) -> Item:
        """What the API says of a data set. Raises Problem."""
        url = f"{self.addresses.api}/data-sets/{id}"
        item = self.web.json(url)
        if id_at(item, "id") != id:
            raise Problem(url, "a data set", "JSON of another shape")
        return dict(item)

    def file_on_record(self, data_set: DataSet) -> Item:
        """What the website says of the last file that is known, {} when it says nothing."""
        for id in data_set.file_ids[:1]:
            with suppress(Problem):
                item = self.web.json(f"{self.addresses.content}/data-set-files/{id}")
                if id_at(item, "id") == id:
                    return {**as_listed(item), OLD: True}
        return {}

    def catalogue_offers(self, data_set: DataSet, item: Item) -> list[Offer]:
        """The newest file that the catalogue lists, or else the last that is known."""
        if not item and not data_set.file_ids:
            return []
        file_id = id_at(item, "id") or data_set.file_ids[0]
        rows, updated = rows_of(item), updated_of(item)
        return [
            Offer(
                data_set=data_set,
                route="catalogue",
                url=f"{self.addresses.catalogue}/data-catalogue/data-set/{file_id}/csv",
                release=release_title(item),
                updated=updated,
                rows=rows,
                file_id=file_id,
                notes=tuple(file_notes(item, data_set)),
                # An amendment comes under the same id, without a version: the time of the last
                # change must tell.
                identity=f"catalogue {file_id}, {rows} rows, {updated}" if updated else None,
            )
        ]

    def zip_offers(self, data_set: DataSet, item: Item) -> list[Offer]:
        """The zip of the release of a file; where that is not known, the last on record."""
        title = release_title(item)
        zips = data_set.publication.zips.items()
        # A release "2024/25" has the slug "2024-25".
        known = [id for slug, id in zips if not title or title.replace("/", "-").endswith(slug)]
        listed = id_at(item, "release", "id")
        ids = list(dict.fromkeys([*([listed] if listed else []), *known[:1]]))
        return [
            Offer(
                data_set=data_set,
                route="zip",
                url=f"{self.addresses.content}/releases/{id}/files?fromPage=ReleaseDownloads",
                release=title,
                updated=updated_of(item),
                rows=rows_of(item),
                file_name=text_at(item, "filename") or data_set.file,
                identity=f"zip {id}",
            )
            for id in ids
        ]

    def files(self, publication: Publication) -> list[Item]:
        """The newest files of a publication, as the website lists them; none without its id."""
        url = f"{self.addresses.content}/data-set-files"
        id = self.publication_id(publication)
        return self.results(url, MOST_FILES, publicationId=id, latestOnly="true") if id else []

    def publication_id(self, publication: Publication) -> str | None:
        """The id on record, or else that of its name in the website's addresses; None without one.

        The website is asked first: the API leaves out a publication without a data set that is
        still updated. Raises Problem where neither can tell.
        """
        if publication.id or not publication.slug:
            return publication.id
        url = f"{self.addresses.content}/publications/{publication.slug}/title"
        try:
            [titled] = self.once(url, lambda: [{"id": id_at(self.web.json(url), "id")}])
            return id_at(titled, "id")
        except Problem as problem:
            if problem.status == 404:
                return None
            publications = self.results(f"{self.addresses.api}/publications", MOST_PUBLICATIONS)
            same = [item for item in publications if item.get("slug") == publication.slug]
            if not same:
                raise
            return id_at(same[0], "id")

    def results(self, url: str, size: int, **query: str) -> list[Item]:
        """All results of a list, asked once a run, `size` a page. Raises Problem."""
        return self.once(f"{url}?{urlencode(query)}", lambda: list(self.pages(url, size, query)))

    def once(self, name: str, ask: Callable[[], list[Item]]) -> list[Item]:
        """What was answered to a question, or the Problem there was, for the rest of the run."""
        if name not in self.answers:
            try:
                self.answers[name] = ask()
            except Problem as problem:
                self.answers[name] = problem
        answer = self.answers[name]
        if isinstance(answer, Problem):
            raise answer
        return answer

    def pages(self, url: str, size: int, query: dict[str, str]) -> Iterator[Item]:
        for page in range(1, MOST_PAGES + 1):
            # No parameter that DfE does not know: it answers one such with status 400.
            place = f"{url}?{urlencode({**query, 'page': page, 'pageSize': size})}"
            document = self.web.json(place)
            results = items_at(document, "results")
            last = number_at(document, "paging", "totalPages")
            if results is None or last is None:
                raise Problem(place, "a page of results", "JSON of another shape")
            yield from results
            # A page past the end is empty, and of no results at all there is one page.
            if page >= last or not results:
                return
        raise Problem(url, f"at most {MOST_PAGES} pages", "more")

    # How to fetch it.

    def fetch(self, offer: Offer) -> Download:
        """Download an offer into the cache, checked.

        Raises Unavailable when it is not whole or not what was offered, Refusal when the cache
        cannot be written.
        """
        partial = self.cache.partial()
        try:
            if offer.route == "zip":
                name = offer.file_name or offer.data_set.file
                arrived = self.archive(offer.url).unpack(offer.data_set, name, partial)
            else:
                arrived = self.csv(offer, partial)
            return self.cache.keep(partial, download_of(offer, arrived, partial))
        except Problem as problem:
            raise Unavailable(offer.data_set, problem) from problem
        finally:
            discard(partial)

    def csv(self, offer: Offer, partial: Path) -> Arrived:
        received, disposition = self.web.download(
            offer.url, "a CSV file", CSV_TYPES, partial, LARGEST_CONTENT
        )
        # The name that the API gives is its own, with the id of the data set.
        name = offer.file_name if offer.route == "api" else file_name(disposition)
        return Arrived(received, name or offer.data_set.file)

    def archive(self, url: str) -> Archive:
        """A zip, downloaded once a run for all its data sets. Raises Problem."""
        if url not in self.archives:
            try:
                self.archives[url] = self.download_archive(url)
            except Problem as problem:
                self.archives[url] = problem
        answer = self.archives[url]
        if isinstance(answer, Problem):
            raise answer
        return answer

    def download_archive(self, url: str) -> Archive:
        archive = Archive(url, self.cache.partial())
        try:
            self.web.download(url, "a zip", ZIP_TYPES, archive.path, LARGEST_ZIP)
            archive.check()
        except BaseException:
            discard(archive.path)
            raise
        return archive


@contextmanager
def noting(problems: list[Problem]) -> Iterator[None]:
    """Go on after a Problem, with it in the list."""
    try:
        yield
    except Problem as problem:
        problems.append(problem)


def named(offer: Offer, item: Item) -> Offer:
    """An offer of the API with the name that its file has in the catalogue."""
    name = plain_name(text_at(item, "filename"))
    same = offer.file_id is not None and offer.file_id == id_at(item, "id")
    return replace(offer, file_name=name) if offer.route == "api" and same else offer


def two_files(offers: list[Offer]) -> Iterator[str]:
    """A note where API and catalogue do not mean the same file: one of them is behind."""
    files = {offer.route: offer for offer in offers if offer.route != "zip" and offer.updated}
    if len(files) == 2 and files["api"].file_id != files["catalogue"].file_id:
        yield (
            f"the API has the file of {files['api'].release}, "
            f"the catalogue another one of {files['catalogue'].release}"
        )


def download_of(offer: Offer, arrived: Arrived, partial: Path) -> Download:
    """The record of a CSV file that arrived. Raises Problem when it is none, or not whole."""
    received = arrived.received
    rows = received.lines - 1
    kind = not_csv(partial)
    if kind:
        raise Problem(offer.url, "a CSV file", kind)
    if rows < 1:
        raise Problem(offer.url, "rows of figures", "only a header")
    header = tuple(columns_of(partial))
    if received.in_quotes or is_cut_off(partial, len(header)):
        cut_off = f"the file cut off in row {received.lines:,}"
        raise Problem(offer.url, "a line end after the last row", cut_off)
    if offer.rows is not None and rows != offer.rows:
        raise Problem(offer.url, f"the {offer.rows:,} rows that the service says", f"{rows:,} rows")
    return Download(
        data_set=offer.data_set.id,
        sha256=received.sha256,
        url=offer.url,
        route=offer.route,
        identity=offer.identity,
        version=offer.version,
        release=offer.release,
        file_name=arrived.file_name,
        fetched_at=datetime.now(UTC).replace(tzinfo=None),
        size=received.size,
        header=header,
        rows=rows,
        notes=arrived.notes,
    )


def not_csv(path: Path) -> str:
    """What a file is that should be CSV, in words; nothing when it begins as CSV does."""
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begin:
        return "an empty file"
    for sign, kind in OTHER_KINDS.items():
        if begin.startswith(sign):
            return kind
    names = columns_of(path)
    if len(names) < 2 or not all(name.isprintable() and "\ufffd" not in name for name in names):
        return "text without column names parted by commas"
    return ""


def file_name(disposition: str) -> str | None:
    """The plain name of a CSV file in a Content-Disposition header, None for anything else."""
    message = Message()
    message["Content-Disposition"] = disposition
    try:
        name = message.get_filename() or ""
    except ValueError:  # the name of an encoding may be anything too
        name = ""
    return plain_name(name)
