"""A stand-in for DfE's service on this machine, over real sockets.

Three addresses are served from one port, as three hosts serve them in the world: the API
(`/statistics/v1`), the website's catalogue (`/data-catalogue`) and the website's back end (`/api`).
"""

import gzip
import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Event, Lock
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map, Rule

from tests.standin.faults import MAINTENANCE, Answer, Fault
from tests.standin.world import (
    NOT_MEASURES,
    ApiDataSet,
    Content,
    File,
    Publication,
    Release,
    Version,
    World,
)

JSON = "application/json; charset=utf-8"
VERSIONS = {"api-supported-versions": "1.0"}
PIECE = 8192
CODES = {"Academic year": "AY", "Calendar year": "CY", "Reporting year": "RY"}
LEVELS = {"National": "NAT", "Regional": "REG", "Local authority": "LA"}
META_GROUPS = ["Filters", "Indicators", "Locations", "TimePeriods"]
FROM_PAGES = {"ReleaseDownloads", "ReleaseUsefulInfo", "DataCatalogue"}
JSON_STAGES = {
    "publications",
    "publication",
    "data_sets",
    "data_set",
    "versions",
    "version",
    "changes",
    "meta",
}
DATA_STAGES = {"csv", "catalogue", "zip"}


class GuidConverter(BaseConverter):
    """An id that is not a GUID matches no route, so that the reply is 404 without a body."""

    regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


API = "/statistics/v1"
ROUTES = Map(
    [
        Rule(f"{API}/publications", endpoint="publications"),
        Rule(f"{API}/publications/<guid:id>", endpoint="publication"),
        Rule(f"{API}/publications/<guid:id>/data-sets", endpoint="data_sets"),
        Rule(f"{API}/data-sets/<guid:id>", endpoint="data_set"),
        Rule(f"{API}/data-sets/<guid:id>/versions", endpoint="versions"),
        Rule(f"{API}/data-sets/<guid:id>/versions/<text>", endpoint="version"),
        Rule(f"{API}/data-sets/<guid:id>/versions/<text>/changes", endpoint="changes"),
        Rule(f"{API}/data-sets/<guid:id>/meta", endpoint="meta"),
        Rule(f"{API}/data-sets/<guid:id>/csv", endpoint="csv"),
        Rule("/data-catalogue/data-set/<guid:id>", endpoint="page"),
        Rule("/data-catalogue/data-set/<guid:id>/csv", endpoint="catalogue"),
        Rule("/api/data-set-files", endpoint="list"),
        Rule("/api/data-set-files/<guid:id>", endpoint="file"),
        Rule("/api/data-set-files/<guid:id>/download", endpoint="catalogue"),
        Rule("/api/releases/<guid:id>/files", endpoint="zip"),
        Rule("/api/publications/<slug>/releases/<release>/version-summary", endpoint="summary"),
        Rule("/api/publications/<slug>/title", endpoint="title"),
        Rule("/elsewhere", endpoint="elsewhere"),
    ],
    converters={"guid": GuidConverter},
    strict_slashes=False,
)


@dataclass(frozen=True)
class Asked:
    """One request as it came: `stage` is the route, `of` the file or publication meant."""

    stage: str
    of: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    status: int


@dataclass
class Planned:
    """A fault that waits for its request: from the one after `after` on, `times` times."""

    stage: str
    of: str | None
    fault: Fault
    after: int
    times: int | None
    seen: int = 0

    def strikes(self, stage: str, of: str) -> bool:
        if self.stage not in (stage, "any") or self.of not in (of, None):
            return False
        self.seen += 1
        return self.after < self.seen and (
            self.times is None or self.seen <= self.after + self.times
        )


class Refused(Exception):
    """A reply that is an error."""

    def __init__(self, answer: Answer):
        self.answer = answer


def problem(code: int, title: str, errors: Sequence[Mapping[str, object]] = ()) -> Refused:
    section = {400: "15.5.1", 403: "15.5.4", 404: "15.5.5"}[code]
    document: dict[str, object] = {
        "type": f"https://tools.ietf.org/html/rfc9110#section-{section}",
        "title": title,
        "status": code,
    }
    if errors:
        document["errors"] = list(errors)
    document["traceId"] = "00-4c5b0e7e3c2f4f0c9d1a2b3c4d5e6f70-1a2b3c4d5e6f7081-01"
    body = json.dumps(document).encode()
    return Refused(Answer(status=code, type="application/problem+json; charset=utf-8", body=body))


def invalid(*errors: Mapping[str, object]) -> Refused:
    return problem(400, "One or more validation errors occurred.", errors)


def not_found() -> Refused:
    return problem(404, "Not Found")


def forbidden() -> Refused:
    return problem(403, "Forbidden")


class StandIn:
    """The service. `world` is what it publishes, `asked` the requests that it had.

    A context manager: it listens on a free port of this machine while it is open.
    """

    def __init__(self, world: World, port: int = 0):
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self.world = world
        self.asked: list[Asked] = []
        self.planned: list[Planned] = []
        self.stop = Event()
        self.lock = Lock()
        self.server = HTTPServer(host="127.0.0.1", port=port, threaded=True)
        self.server.expect_request(re.compile(".*")).respond_with_handler(self.respond)

    def __enter__(self) -> "StandIn":
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.server.stop()

    def url(self, path: str) -> str:
        return self.server.url_for(path)

    def setting(self, pause: float = 0.001, **more: object) -> str:
        """The value of LINE_OF_SIGHT_EES that points the ETL here."""
        values = {
            "api": self.url(API),
            "catalogue": self.url("").rstrip("/"),
            "content": self.url("/api"),
            "pause": pause,
            **more,
        }
        return " ".join(f"{name}={value}" for name, value in values.items())

    def fault(
        self,
        stage: str,
        fault: Fault,
        *,
        of: str | None = None,
        after: int = 0,
        times: int | None = None,
    ) -> None:
        """Let a fault strike requests of a stage ("any" for all), `of` one file or publication.

        It lets the first `after` requests pass and strikes `times` of those that follow.
        """
        self.planned.append(Planned(stage, of, fault, after, times))

    def begin(self, world: World) -> None:
        """Publish another world, with no faults and no requests so far."""
        self.repair()
        self.forget()
        self.world = world

    def repair(self) -> None:
        """No faults any more; what hangs is let go."""
        self.planned.clear()
        self.stop.set()
        self.stop = Event()

    def forget(self) -> None:
        """Forget the requests so far."""
        self.asked.clear()
        self.server.clear_log()

    def stages(self) -> list[str]:
        """The stage of each request so far."""
        return [one.stage for one in self.asked]

    def downloads(self) -> list[str]:
        """What each request for data was for."""
        return [one.of for one in self.asked if one.stage in DATA_STAGES]

    # From a request to a response.

    def respond(self, request: Request) -> Response:
        stage, values = route(request)
        of = self.meant(values, request)
        with self.lock:
            faults = [plan.fault for plan in self.planned if plan.strikes(stage, of)]
        answer = self.answer(stage, values, request, of, faults)
        with self.lock:
            query = request.args.to_dict()
            headers = dict(request.headers)
            self.asked.append(Asked(stage, of, request.path, query, headers, answer.status))
        wire = next((fault.wire for fault in faults if fault.wire), None)
        if wire:
            return sent(answer, wire(request, answer, self.stop), streamed=answer.streamed)
        return sent(compressed(answer, request), None, streamed=answer.streamed)

    def answer(
        self,
        stage: str,
        values: Mapping[str, str],
        request: Request,
        of: str,
        faults: Iterable[Fault],
    ) -> Answer:
        handlers: dict[str, Callable[..., Answer]] = {
            "publications": self.publications,
            "publication": self.publication,
            "data_sets": self.data_sets_of,
            "data_set": self.data_set,
            "versions": self.versions,
            "version": self.version,
            "changes": self.changes,
            "meta": self.meta,
            "csv": self.csv,
            "page": self.page,
            "catalogue": self.catalogue,
            "list": self.list,
            "file": self.file,
            "zip": self.zip,
            "summary": self.summary,
            "title": self.title,
            "elsewhere": self.elsewhere,
            "nowhere": self.nowhere,
        }
        faults = list(faults)
        spoil = Spoil(of, faults)
        try:
            refuse_other_types(stage, request)
            answer = handlers[stage](request, spoil, **values)
        except Refused as refused:
            answer = refused.answer
        if stage in JSON_STAGES | {"csv"}:
            answer = replace(answer, headers={**answer.headers, **VERSIONS})
        for fault in faults:
            answer = fault.answer(answer)
        return answer

    def meant(self, values: Mapping[str, str], request: Request) -> str:
        """The file name or the slug of the publication that a request is about."""
        id = values.get("id") or request.args.get("publicationId", "")
        names = {
            **{one.id: one.slug for one in self.world.publications},
            **{release.id: publication.slug for publication, release in self.world.releases()},
            **{one.id: one.name for _, _, one in self.world.files()},
            **{one.id: one.file for one in self.world.data_sets},
        }
        return names.get(id) or values.get("slug", "")

    # The API.

    def publications(self, request: Request, spoil: "Spoil") -> Answer:
        known(request, "search", "page", "pageSize")
        search = request.args.get("search")
        if search is not None and len(search) < 3:
            detail = {"minLength": 3, "totalLength": len(search), "value": search}
            raise invalid(fault_of("search", "MinimumLength", **detail))
        found = [
            described_publication(publication)
            for publication in self.world.publications
            if self.in_api(publication) and (search or "").lower() in publication.title.lower()
        ]
        return as_json(paged(request, found, default=20, largest=40))

    def publication(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        known(request)
        for publication in self.world.publications:
            if publication.id == id and self.in_api(publication):
                return as_json(described_publication(publication))
        raise not_found()

    def data_sets_of(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        known(request, "page", "pageSize")
        found = [
            one
            for one in self.world.data_sets
            if one.publication.id == id and one.status in ("Published", "Deprecated")
        ]
        found.sort(key=lambda one: (one.title, one.id))
        found.sort(key=lambda one: live_of(one).published, reverse=True)
        return as_json(paged(request, list(map(described_data_set, found)), default=10, largest=20))

    def data_set(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        known(request)
        return as_json(described_data_set(self.readable(id)))

    def versions(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        known(request, "page", "pageSize")
        found = [
            described_version(version)
            for version in self.readable(id).newest_first()
            if version.status != "Draft"
        ]
        return as_json(paged(request, found, default=10, largest=20))

    def version(self, request: Request, spoil: "Spoil", id: str, text: str) -> Answer:
        known(request)
        return as_json(described_version(self.readable_version(id, text)))

    def changes(self, request: Request, spoil: "Spoil", id: str, text: str) -> Answer:
        known(request, "includePatchHistory")
        version = self.readable_version(id, text)
        if request.args.get("includePatchHistory") == "true" and not version.number[2]:
            raise Refused(Answer(status=500))
        return as_json(described_changes(self.readable(id), version))

    def meta(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        known(request, "dataSetVersion", "types")
        types = [name for name in request.args.get("types", "").split(",") if name]
        wrong = [
            fault_of(f"types[{place}]", "AllowedValue", value=name, allowed=META_GROUPS)
            for place, name in enumerate(types)
            if name not in META_GROUPS
        ]
        if wrong:
            raise invalid(*wrong)
        version = self.readable_version(id, request.args.get("dataSetVersion"))
        return as_json(described_meta(id, version.content, types or META_GROUPS))

    def csv(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        known(request, "dataSetVersion")
        version = self.readable_version(id, request.args.get("dataSetVersion"))
        return Answer(
            type="text/csv",
            body=gzip.compress(spoil.content(version.content.data), mtime=0),
            headers={
                "Content-Encoding": "gzip",
                **attachment(f"{id}_v{version.text}.csv"),
                "X-Robots-Tag": "noindex",
            },
            streamed=True,
        )

    def readable(self, id: str) -> ApiDataSet:
        found = next((one for one in self.world.data_sets if one.id == id), None)
        if not found:
            raise not_found()
        if found.status in ("Draft", "Withdrawn"):
            raise forbidden()
        return found

    def readable_version(self, id: str, text: str | None) -> Version:
        """What a version string finds; without one, or with `*`, the newest that is live."""
        data_set = self.readable(id)
        version = data_set.version(text) if text else data_set.live()
        if not version:
            raise not_found()
        if version.status == "Draft":
            raise forbidden()
        return version

    def in_api(self, publication: Publication) -> bool:
        return any(
            one.publication is publication and one.status == "Published"
            for one in self.world.data_sets
        )

    # The catalogue of the website.

    def page(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        text = "<!DOCTYPE html>\n<html><body><h1>Data set</h1></body></html>\n"
        return Answer(type="text/html; charset=utf-8", body=text.encode())

    def catalogue(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        _, _, one = self.found_file(id)
        return Answer(
            type="text/csv",
            body=spoil.content(one.content.data),
            headers={**attachment(one.name), "X-Robots-Tag": "noindex"},
            streamed=True,
        )

    def found_file(self, id: str) -> tuple[Publication, Release, File]:
        for found in self.world.files():
            if found[2].id == id and found[2].folder == "data":
                return found
        raise not_found()

    # The back end of the website.

    def list(self, request: Request, spoil: "Spoil") -> Answer:
        term = request.args.get("searchTerm")
        if term is not None and len(term) < 3:
            raise invalid(fault_of("searchTerm", "MinimumLength", minLength=3, value=term))
        found = [
            self.described_file(publication, release, one)
            for publication, release, one in self.world.files()
            if one.folder == "data"
            and request.args.get("publicationId") in (None, publication.id)
            and request.args.get("releaseId") in (None, release.id)
            and (request.args.get("latestOnly") != "true" or release is publication.releases[0])
            and (term or "").lower() in one.title.lower()
        ]
        return as_json(paged(request, found, default=10, largest=40))

    def file(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        publication, release, one = self.found_file(id)
        listed = self.described_file(publication, release, one)
        return as_json(
            {
                **{key: listed.get(key) for key in ("id", "title", "api")},
                "summary": "Figures of England, regions and councils.",
                "file": {
                    "id": listed["fileId"],
                    "name": listed["filename"],
                    "size": listed["fileSize"],
                    "meta": listed["meta"],
                    "dataCsvPreview": {
                        "headers": one.content.header,
                        "rows": one.content.lines[1:6],
                    },
                    "variables": [
                        {"label": name, "value": name}
                        for name in one.content.header
                        if name not in NOT_MEASURES
                    ],
                    "subjectId": sha_id(one.id, "subject"),
                },
                "release": {
                    **listed["release"],
                    "type": "OfficialStatistics",
                    "isLatestPublishedRelease": listed["latestData"],
                    "isSuperseded": listed["isSuperseded"],
                    "published": listed["published"],
                    "lastUpdated": listed["lastUpdated"],
                    "publication": {**listed["publication"], "themeTitle": "Children"},
                },
                "footnotes": [{"id": "1", "label": "Figures are as supplied."}],
            }
        )

    def described_file(
        self, publication: Publication, release: Release, one: File
    ) -> dict[str, Any]:
        latest = release is publication.releases[0]
        document = {
            "id": one.id,
            "fileId": sha_id(one.id, "storage"),
            "filename": one.name,
            "fileSize": f"{len(one.content.data) // 1024} Kb",
            "title": one.title,
            "publication": {
                "id": publication.id,
                "title": publication.title,
                "slug": publication.slug,
            },
            "release": {"id": release.id, "title": release.title, "slug": release.slug},
            "latestData": latest,
            "isSuperseded": False,
            "published": release.published,
            "lastUpdated": one.updated,
            "meta": {
                "numDataFileRows": one.content.rows,
                "geographicLevels": one.content.column("geographic_level"),
                "timePeriodRange": period_range(one.content, "from", "to"),
                "filters": one.content.filters,
                "indicators": one.content.measures,
            },
        }
        for data_set in self.world.data_sets:
            for version in data_set.versions:
                if version.file_id == one.id and version.status == "Published":
                    document["api"] = {"id": data_set.id, "version": version.text}
        return document

    def zip(self, request: Request, spoil: "Spoil", id: str) -> Answer:
        page, ids = request.args.get("fromPage"), request.args.getlist("fileIds")
        if page not in FROM_PAGES or len(",".join(ids).split(",")) > 1:
            raise invalid(fault_of("fileIds" if ids else "fromPage", "InvalidValue"))
        for publication, release in self.world.releases():
            if release.id == id:
                name = f"{publication.slug}_{release.slug}.zip"
                chosen = [one for one in release.files if not ids or one.id in ids]
                return Answer(
                    type="application/octet-stream",
                    body=zip_of(publication, release, chosen, spoil),
                    headers={
                        **attachment(name),
                        "Cache-Control": "public, max-age=300",
                        "Last-Modified": "Thu, 26 Jun 2025 08:30:00 GMT",
                    },
                    streamed=True,
                )
        raise not_found()

    def summary(self, request: Request, spoil: "Spoil", slug: str, release: str) -> Answer:
        for publication, one in self.world.releases():
            if (publication.slug, one.slug) == (slug, release):
                return as_json(
                    {
                        "id": one.id,
                        "releaseId": sha_id(one.id, "release"),
                        "slug": one.slug,
                        "title": one.title,
                        "published": one.published,
                        "isLatestRelease": one is publication.releases[0],
                    }
                )
        raise not_found()

    def title(self, request: Request, spoil: "Spoil", slug: str) -> Answer:
        for publication in self.world.publications:
            if publication.slug == slug:
                return as_json({"id": publication.id, "title": publication.title})
        raise not_found()

    def elsewhere(self, request: Request, spoil: "Spoil") -> Answer:
        """Where a network that wants to be signed in to sends everybody."""
        return Answer(type="text/html", body=MAINTENANCE)

    def nowhere(self, request: Request, spoil: "Spoil") -> Answer:
        raise Refused(Answer(status=404))


@dataclass(frozen=True)
class Spoil:
    """The faults of one request, as far as they change files: `of` is the file that is meant."""

    of: str
    faults: Sequence[Fault]

    def content(self, data: bytes) -> bytes:
        for fault in self.faults:
            data = fault.content(data)
        return data

    def members(self, found: dict[str, bytes]) -> dict[str, bytes]:
        for fault in self.faults:
            found = fault.members(found)
        return found


def route(request: Request) -> tuple[str, dict[str, str]]:
    """The stage of a request and the values in its path, whose case does not matter."""
    try:
        stage, values = ROUTES.bind("").match(request.path.lower(), method="GET")
    except HTTPException:
        return "nowhere", {}
    if request.method not in ("GET", "HEAD"):
        return "nowhere", {}
    if stage in ("publications", "list"):
        return stage, {}
    return stage, dict(values)


def sent(answer: Answer, body: Iterator[bytes] | None, *, streamed: bool) -> Response:
    """The response: in chunks when it is streamed, with its length otherwise."""
    headers = dict(answer.headers)
    if answer.type:
        headers["Content-Type"] = answer.type
    if not streamed:
        headers["Content-Length"] = str(len(answer.body))
    pieces = body or (
        answer.body[start : start + PIECE] for start in range(0, len(answer.body), PIECE)
    )
    response = Response(pieces, status=answer.status)
    del response.headers["Content-Type"]
    response.headers.update(headers)
    return response


def compressed(answer: Answer, request: Request) -> Answer:
    """JSON goes compressed to those who can read it."""
    if not answer.type.startswith("application/json") or not request.accept_encodings["gzip"]:
        return answer
    headers = {**answer.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return replace(answer, body=gzip.compress(answer.body, mtime=0), headers=headers)


def as_json(document: object) -> Answer:
    body = json.dumps(without_nulls(document), ensure_ascii=False).encode()
    return Answer(type=JSON, body=body)


def without_nulls(value: object) -> object:
    """Properties without a value are left out, not sent as null."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) for one in value]
    return value


def attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def fault_of(path: str, code: str, **detail: object) -> dict[str, object]:
    error: dict[str, object] = {"message": f"{path}: {code}.", "path": path, "code": code}
    return {**error, "detail": detail} if detail else error


def known(request: Request, *names: str) -> None:
    """Refuse query parameters that an endpoint of the API does not know."""
    unknown = [name for name in request.args if name not in names]
    if unknown:
        raise invalid(*(fault_of(name, "UnknownField") for name in unknown))


def refuse_other_types(stage: str, request: Request) -> None:
    """An endpoint of the API that answers in JSON can refuse those who want something else."""
    accepts = request.accept_mimetypes
    if stage in JSON_STAGES and accepts.provided and not accepts.accept_json:
        raise Refused(Answer(status=406))


def number_asked(request: Request, name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not re.fullmatch(r"[+-]?\d+", text):
        raise invalid(fault_of(name, "InvalidValue"))
    return int(text)


def paged(request: Request, found: list[Any], *, default: int, largest: int) -> dict[str, Any]:
    """One page of a list with its envelope; past the end it is empty."""
    page = number_asked(request, "page", 1)
    size = number_asked(request, "pageSize", default)
    wrong = []
    if page < 1:
        wrong.append(fault_of("page", "GreaterThanOrEqual", comparisonValue=1, value=page))
    if not 1 <= size <= largest:
        detail = {"from": 1, "to": largest, "value": size}
        wrong.append(fault_of("pageSize", "InclusiveBetween", **detail))
    if wrong:
        raise invalid(*wrong)
    return {
        "paging": {
            "page": page,
            "pageSize": size,
            "totalResults": len(found),
            "totalPages": max(1, -(-len(found) // size)),
        },
        "results": found[(page - 1) * size : page * size],
    }


def described_publication(publication: Publication) -> dict[str, Any]:
    return {
        "id": publication.id,
        "title": publication.title,
        "slug": publication.slug,
        "summary": f"Figures on {publication.title.lower()}.",
        "lastPublished": publication.releases[0].published,
    }


def live_of(data_set: ApiDataSet) -> Version:
    version = data_set.live()
    if not version:
        raise not_found()
    return version


def described_data_set(data_set: ApiDataSet) -> dict[str, Any]:
    version = live_of(data_set)
    return {
        "id": data_set.id,
        "title": data_set.title,
        "summary": f"{data_set.title}, by council.",
        "status": data_set.status,
        "supersedingDataSetId": data_set.successor,
        "latestVersion": {
            "version": version.text,
            "published": version.published,
            "totalResults": version.content.rows,
            "file": {"id": version.file_id},
            **content_summary(version.content),
        },
    }


def described_version(version: Version) -> dict[str, Any]:
    return {
        "version": version.text,
        "type": version.kind,
        "status": version.status,
        "published": version.published,
        "withdrawn": version.published if version.status == "Withdrawn" else None,
        "notes": version.notes,
        "totalResults": version.content.rows,
        "file": {"id": version.file_id},
        "release": {"title": version.release.title, "slug": version.release.slug},
        **content_summary(version.content),
    }


def content_summary(content: Content) -> dict[str, Any]:
    return {
        "timePeriods": period_range(content, "start", "end"),
        "geographicLevels": content.column("geographic_level"),
        "filters": content.filters,
        "indicators": content.measures,
    }


def period_range(content: Content, first: str, last: str) -> dict[str, str]:
    periods = content.column("time_period")
    return {first: label_of(periods[0]), last: label_of(periods[-1])} if periods else {}


def label_of(period: str) -> str:
    """202425 is shown as 2024/25."""
    return f"{period[:4]}/{period[4:]}" if len(period) == 6 else period


def described_changes(data_set: ApiDataSet, version: Version) -> dict[str, Any]:
    """What a version added to the one before it, and what it took away: periods only."""
    older = [one for one in data_set.newest_first() if one.number < version.number]
    before = set(older[0].content.column("time_period")) if older else set()
    now = set(version.content.column("time_period"))
    gone = [{"previousState": period_meta(p, version.content)} for p in sorted(before - now)]
    new = [{"currentState": period_meta(p, version.content)} for p in sorted(now - before)]
    return {
        "versionNumber": version.text,
        "notes": version.notes,
        "majorChanges": {"timePeriods": gone} if gone else {},
        "minorChanges": {"timePeriods": new} if new and older else {},
        "patchHistory": [],
    }


def period_meta(period: str, content: Content) -> dict[str, str]:
    identifier = (content.column("time_identifier") or [""])[0]
    whole = f"{period[:4]}/{int(period[:4]) + 1}" if len(period) == 6 else period
    return {"code": CODES.get(identifier, "CY"), "period": whole, "label": label_of(period)}


def described_meta(id: str, content: Content, types: Sequence[str]) -> dict[str, Any]:
    levels = [
        {"code": LEVELS.get(level, "LA"), "label": level}
        for level in content.column("geographic_level")
    ]
    return {
        "filters": [
            {
                "id": short_id(id, name),
                "column": name,
                "label": name.replace("_", " ").capitalize(),
                "hint": "",
                "options": [
                    {"id": short_id(id, name, label), "label": label}
                    for label in content.column(name)
                ],
            }
            for name in content.filters
            if "Filters" in types
        ],
        "indicators": [
            {"id": short_id(id, name), "column": name, "label": name, "unit": ""}
            for name in content.measures
            if "Indicators" in types
        ],
        "geographicLevels": levels if "Locations" in types else [],
        "locations": [
            {"level": level, "options": list(locations(id, content, level["label"]))}
            for level in levels
            if "Locations" in types
        ],
        "timePeriods": [
            period_meta(period, content)
            for period in content.column("time_period")
            if "TimePeriods" in types
        ],
    }


def locations(id: str, content: Content, level: str) -> Iterator[dict[str, str]]:
    keys = {
        "National": ("country_name", "country_code", None),
        "Regional": ("region_name", "region_code", None),
        "Local authority": ("la_name", "new_la_code", "old_la_code"),
    }[level]
    places = {name: content.header.index(name) for name in keys if name}
    rows = {
        tuple(row[places[name]] if name else "" for name in keys)
        for row in content.lines[1:]
        if row[content.header.index("geographic_level")] == level
    }
    for label, code, old in sorted(rows):
        option = {"id": short_id(id, level, code), "label": label, "code": code}
        yield {**option, "oldCode": old} if old else option


def short_id(*words: str) -> str:
    """Five letters or digits without a meaning, different from data set to data set."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    digest = sha256("/".join(words).encode()).digest()
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:5])


def sha_id(*words: str) -> str:
    text = sha256("/".join(words).encode()).hexdigest()
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:32]])


class Unseekable(io.RawIOBase):
    """A stream that can only be written: a zip in it is as one that is sent while it is made."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)


def zip_of(
    publication: Publication, release: Release, files: Sequence[File], spoil: Spoil
) -> bytes:
    """A release as the service packs it: members by name, the guidance last."""
    members = {f"{one.folder}/{one.name}": one.content.data for one in files if not one.removed}
    members = {path: spoil.content(data) for path, data in sorted(members.items())}
    members["data-guidance/data-guidance.txt"] = guidance(publication, release, files)
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in spoil.members(members).items():
            member = zipfile.ZipInfo(path, (2025, 7, 1, 10, 15, 0))
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return b"".join(stream.pieces)


def guidance(publication: Publication, release: Release, files: Sequence[File]) -> bytes:
    blocks = [
        f"{one.title}\n\nFilename: {one.name}\nGeographic levels: "
        f"{'; '.join(one.content.column('geographic_level'))}\n"
        for one in files
        if one.folder == "data"
    ]
    return "\n".join([publication.title, release.title, "", *blocks]).encode()
