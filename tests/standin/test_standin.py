"""The stand-in is an honest witness: it answers as the notes on DfE's service say it does.

Asked here with plain `requests`, never with our own client.
"""

import gzip
import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.etl.writing import CHILDREN_IN_NEED, REFERRALS, REQUESTS
from tests.standin import faults, published
from tests.standin.faults import Fault
from tests.standin.service import API, StandIn
from tests.standin.world import ApiDataSet, Version

Get = Callable[..., requests.Response]
FILES = {
    ("education-health-and-care-plans", "2025"): {"requests.csv": REQUESTS.encoded()},
    ("children-in-need", "2025"): {
        CHILDREN_IN_NEED.file: CHILDREN_IN_NEED.encoded(),
        REFERRALS.file: REFERRALS.encoded(),
    },
}
PLANS = published.PUBLICATION_IDS[published.PLANS]
REQUESTS_ID = published.FILE_IDS_2025["requests.csv"]
DATA_SET = published.REFERRALS_API_ID
UNKNOWN = "00000000-0000-4000-8000-000000000000"
CSV, CATALOGUE = f"{API}/data-sets/{DATA_SET}/csv", f"/data-catalogue/data-set/{REQUESTS_ID}/csv"
VERSIONS, LIST = f"{API}/data-sets/{DATA_SET}/versions", "/api/data-set-files"
RELEASE = published.RELEASE_IDS[published.PLANS, "2025"]
ZIP = f"/api/releases/{RELEASE}/files"
DOWNLOADS = {"fromPage": "ReleaseDownloads"}


@pytest.fixture(scope="module")
def standing() -> Iterator[StandIn]:
    with StandIn(published.world(FILES)) as service:
        yield service


@pytest.fixture
def service(standing: StandIn) -> Iterator[StandIn]:
    standing.begin(published.world(FILES))
    yield standing
    standing.repair()
    standing.server.check()


@pytest.fixture
def get(service: StandIn) -> Get:
    def ask(path: str, headers: dict[str, str] | None = None, **query: object) -> requests.Response:
        url = path if path.startswith("http") else service.url(path)
        return requests.get(url, params=query, headers=headers, timeout=2)  # type: ignore[arg-type]

    return ask


def versions(service: StandIn, *found: tuple[tuple[int, int, int], str]) -> ApiDataSet:
    """The data set of referrals with these versions and their statuses."""
    data_set = service.world.data_set(REFERRALS.file)
    data_set.versions.clear()
    for number, status in found:
        service.world.add_version(REFERRALS.file, number, REFERRALS.encoded(), status=status)
    return data_set


def codes(reply: requests.Response) -> list[tuple[str, str]]:
    return [(error["path"], error["code"]) for error in reply.json()["errors"]]


def test_publications_are_those_with_a_data_set_in_the_api(get: Get) -> None:
    reply = get(f"{API}/publications")
    assert reply.headers["Content-Type"].startswith("application/json")
    assert reply.json()["paging"] == {"page": 1, "pageSize": 20, "totalResults": 1, "totalPages": 1}
    (only,) = reply.json()["results"]
    assert only["slug"] == "children-in-need"
    assert set(only) == {"id", "title", "slug", "summary", "lastPublished"}
    assert get(f"{API}/publications/{only['id']}").json() == only
    assert get(f"{API}/publications/{PLANS}").status_code == 404


def test_data_sets_of_a_publication(get: Get, service: StandIn) -> None:
    id = service.world.publication("children-in-need").id
    (only,) = get(f"{API}/publications/{id}/data-sets").json()["results"]
    assert only == get(f"{API}/data-sets/{DATA_SET}").json()
    unknown = get(f"{API}/publications/{UNKNOWN}/data-sets")
    assert (unknown.status_code, unknown.json()["results"]) == (200, [])
    assert unknown.json()["paging"]["totalPages"] == 1


def test_a_data_set(get: Get) -> None:
    found = get(f"{API}/data-sets/{DATA_SET}").json()
    assert found["status"] == "Published"
    assert "supersedingDataSetId" not in found, "what has no value is left out"
    assert found["latestVersion"]["version"] == "1.1"
    assert found["latestVersion"]["totalResults"] == 4
    assert found["latestVersion"]["timePeriods"] == {"start": "2024", "end": "2025"}
    assert found["latestVersion"]["file"] == {"id": published.FILE_IDS_2025[REFERRALS.file]}
    assert "referral_count" in found["latestVersion"]["indicators"]


@pytest.mark.parametrize(
    "path",
    [
        f"{API}/data-sets/{UNKNOWN}",
        f"{VERSIONS}/9.0",
        f"{VERSIONS}/latest",
        f"{API}/data-sets/{UNKNOWN}/csv",
    ],
)
def test_what_is_unknown_is_404_with_a_problem(get: Get, path: str) -> None:
    reply = get(path)
    assert (reply.status_code, reply.json()["status"]) == (404, 404)


@pytest.mark.parametrize(
    "path", [f"{API}/data-sets/12", f"{API}/nowhere", "/", f"{API}/data-sets/{DATA_SET}/query"]
)
def test_what_matches_no_route_is_404_without_a_body(get: Get, path: str) -> None:
    reply = get(path)
    assert (reply.status_code, reply.content) == (404, b"")


def test_the_case_of_a_path_does_not_matter(get: Get) -> None:
    assert get(f"{API}/Data-Sets/{DATA_SET.upper()}").status_code == 200


@pytest.mark.parametrize(
    "path", [f"{API}/publications", f"{API}/data-sets/{DATA_SET}", VERSIONS, CSV]
)
def test_a_parameter_that_is_not_known_is_refused(get: Get, path: str) -> None:
    reply = get(path, cachebust=1)
    assert reply.status_code == 400
    assert codes(reply) == [("cachebust", "UnknownField")]


@pytest.mark.parametrize(
    ("path", "largest"),
    [
        (f"{API}/publications", 40),
        (f"{API}/publications/{UNKNOWN}/data-sets", 20),
        (VERSIONS, 20),
        (LIST, 40),
    ],
)
def test_pages_have_a_largest_size(get: Get, path: str, largest: int) -> None:
    assert get(path, pageSize=largest).status_code == 200
    for size in (0, largest + 1):
        assert codes(get(path, pageSize=size)) == [("pageSize", "InclusiveBetween")]
    assert codes(get(path, page=0)) == [("page", "GreaterThanOrEqual")]
    assert codes(get(path, page="one")) == [("page", "InvalidValue")]


def test_pages_follow_each_other_and_end_empty(get: Get, service: StandIn) -> None:
    versions(service, *(((1, minor, 0), "Published") for minor in range(5)))
    pages = [get(VERSIONS, page=page, pageSize=2).json() for page in (1, 2, 3, 4)]
    assert [[one["version"] for one in page["results"]] for page in pages] == [
        ["1.4", "1.3"],
        ["1.2", "1.1"],
        ["1.0"],
        [],
    ]
    assert {page["paging"]["totalPages"] for page in pages} == {3}


def test_a_short_search_is_refused(get: Get) -> None:
    assert codes(get(f"{API}/publications", search="ch")) == [("search", "MinimumLength")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("1", "1.0"),
        ("1.0", "1.0"),
        ("v2.0", "2.0"),
        (" 2.0 ", "2.0"),
        ("1.1", None),
        ("1.1.1", "1.1.1"),
        ("1.*", "1.2.1"),
        ("1.2.*", "1.2.1"),
        ("2.*", "2.0"),
        ("3.*", None),
        ("3.0", "3.0"),
        ("*", "2.0"),
        ("1.*.1", None),
        ("latest", None),
        ("1.x", None),
        ("1.2.1.0", None),
    ],
)
def test_how_a_version_is_read(get: Get, service: StandIn, asked: str, found: str | None) -> None:
    versions(
        service,
        ((1, 0, 0), "Published"),
        ((1, 1, 1), "Published"),
        ((1, 2, 0), "Published"),
        ((1, 2, 1), "Published"),
        ((1, 3, 0), "Withdrawn"),
        ((2, 0, 0), "Published"),
        ((3, 0, 0), "Deprecated"),
    )
    reply = get(f"{VERSIONS}/{asked}")
    assert reply.status_code == (200 if found else 404)
    assert reply.json().get("version") == found


@pytest.mark.parametrize(
    ("status", "answer"),
    [("Published", 200), ("Deprecated", 200), ("Withdrawn", 200), ("Draft", 403)],
)
def test_who_may_read_a_version(get: Get, service: StandIn, status: str, answer: int) -> None:
    versions(service, ((1, 0, 0), "Published"), ((1, 1, 0), status))
    paths = [f"{VERSIONS}/1.1", f"{VERSIONS}/1.1/changes"]
    assert [get(path).status_code for path in paths] == [answer] * 2
    for path in (CSV, CSV.replace("/csv", "/meta")):
        assert get(path, dataSetVersion="1.1").status_code == answer
    listed = [one["version"] for one in get(VERSIONS).json()["results"]]
    assert listed == (["1.1", "1.0"] if answer == 200 else ["1.0"])


def test_versions_say_what_they_are(get: Get) -> None:
    newest, oldest = get(VERSIONS).json()["results"]
    assert (newest["version"], newest["type"], oldest["version"], oldest["type"]) == (
        "1.1",
        "Minor",
        "1.0",
        "Major",
    )
    assert newest["release"] == {"title": "Reporting year 2025", "slug": "2025"}
    assert "withdrawn" not in newest


def test_a_withdrawn_data_set_is_forbidden(get: Get, service: StandIn) -> None:
    service.world.data_set(REFERRALS.file).status = "Withdrawn"
    for path in (f"{API}/data-sets/{DATA_SET}", f"{VERSIONS}/1.*", CSV):
        reply = get(path)
        assert (reply.status_code, reply.json()["title"]) == (403, "Forbidden")


def test_a_deprecated_data_set_names_its_successor(get: Get, service: StandIn) -> None:
    data_set = service.world.data_set(REFERRALS.file)
    data_set.status, data_set.successor = "Deprecated", UNKNOWN
    found = get(f"{API}/data-sets/{DATA_SET}").json()
    assert (found["status"], found["supersedingDataSetId"]) == ("Deprecated", UNKNOWN)
    assert get(CSV).status_code == 200
    assert get(f"{API}/publications").json()["results"] == []


def test_changes(get: Get) -> None:
    found = get(f"{VERSIONS}/1.1/changes").json()
    assert (found["versionNumber"], found["majorChanges"]) == ("1.1", {})
    (added,) = found["minorChanges"]["timePeriods"]
    assert added == {"currentState": {"code": "RY", "period": "2025", "label": "2025"}}
    assert get(f"{VERSIONS}/1.1/changes", includePatchHistory="true").status_code == 500


def test_meta(get: Get) -> None:
    path = CSV.replace("/csv", "/meta")
    found = get(path).json()
    assert "rereferral_count" in [one["column"] for one in found["indicators"]]
    assert {one["code"] for one in found["geographicLevels"]} == {"NAT", "LA"}
    (trafford,) = next(one for one in found["locations"] if one["level"]["code"] == "LA")["options"]
    assert (trafford["code"], trafford["oldCode"]) == ("E08000009", "358")
    only = get(path, types="TimePeriods").json()
    assert (only["filters"], only["locations"], len(only["timePeriods"])) == ([], [], 2)
    assert codes(get(path, types="timeperiods")) == [("types[0]", "AllowedValue")]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_csv_is_always_gzip(get: Get, encoding: str) -> None:
    reply = get(CSV, headers={"Accept-Encoding": encoding})
    assert reply.headers["Content-Type"] == "text/csv"
    assert reply.headers["Content-Encoding"] == "gzip"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{DATA_SET}_v1.1.csv"'
    assert "Content-Length" not in reply.headers
    assert not {"ETag", "Last-Modified", "Cache-Control"} & set(reply.headers)
    assert reply.content == REFERRALS.encoded()


def test_the_csv_of_an_older_version(get: Get) -> None:
    assert get(CSV, dataSetVersion="1.0").content.count(b"\n") == 3


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_json_is_compressed_for_those_who_can_read_it(get: Get, encoding: str) -> None:
    reply = get(VERSIONS, headers={"Accept-Encoding": encoding})
    assert (reply.headers.get("Content-Encoding") == "gzip") == (encoding == "gzip")
    assert reply.json()["results"]


def test_json_for_those_who_want_something_else_is_406(get: Get) -> None:
    assert get(VERSIONS, headers={"Accept": "text/html"}).status_code == 406


@pytest.mark.parametrize("path", [CATALOGUE, f"/api/data-set-files/{REQUESTS_ID}/download"])
def test_the_catalogue_gives_the_file_as_uploaded(get: Get, path: str) -> None:
    reply = get(path)
    assert reply.headers["Content-Type"] == "text/csv"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="requests.csv"'
    assert "Content-Encoding" not in reply.headers
    assert reply.content == REQUESTS.encoded()
    assert reply.content.startswith(b"\xef\xbb\xbf")


def test_the_page_of_a_data_set_is_html(get: Get) -> None:
    reply = get(CATALOGUE.removesuffix("/csv"))
    assert (reply.status_code, reply.headers["Content-Type"][:9]) == (200, "text/html")


def test_a_file_that_was_removed_is_404(get: Get, service: StandIn) -> None:
    service.world.file("requests.csv").removed = True
    assert get(CATALOGUE).status_code == 404


def test_an_amended_file_keeps_its_id(get: Get, service: StandIn) -> None:
    before = get(LIST, publicationId=PLANS).json()["results"][0]
    service.world.amend("requests.csv", lambda data: data.replace(b",515,", b",516,"))
    after = get(LIST, publicationId=PLANS).json()["results"][0]
    assert (after["id"], after["published"]) == (before["id"], before["published"])
    assert after["lastUpdated"] > before["lastUpdated"]
    assert b",516," in get(CATALOGUE).content


def test_the_list_of_files(get: Get, service: StandIn) -> None:
    reply = get(LIST, publicationId=PLANS, latestOnly="true", pageSize=40, page=1).json()
    (only,) = reply["results"]
    assert (only["id"], only["filename"], only["title"]) == (
        REQUESTS_ID,
        "requests.csv",
        "Requests",
    )
    assert only["release"]["slug"] == "2025"
    assert (only["latestData"], only["meta"]["numDataFileRows"]) == (True, 3)
    assert "api" not in only
    (referrals,) = get(LIST, searchTerm="C1 children").json()["results"]
    assert referrals["api"] == {"id": DATA_SET, "version": "1.1"}


def test_a_later_release_leaves_the_older_files_where_they_are(get: Get, service: StandIn) -> None:
    releases = service.world.publication("education-health-and-care-plans").releases
    later = published.release_of(
        "education-health-and-care-plans", "2026", FILES[published.PLANS, "2025"]
    )
    releases.insert(0, later)
    latest = get(LIST, publicationId=PLANS, latestOnly="true").json()["results"]
    assert [one["id"] for one in latest] == [published.FILE_IDS_2026["requests.csv"]]
    every = get(LIST, publicationId=PLANS, latestOnly="false").json()["results"]
    assert [one["latestData"] for one in every] == [True, False]
    assert get(CATALOGUE).status_code == 200


def test_the_details_of_a_file(get: Get) -> None:
    found = get(f"{LIST}/{REQUESTS_ID}").json()
    assert found["file"]["dataCsvPreview"]["headers"][0] == "time_period"
    assert found["file"]["name"] == "requests.csv"
    assert found["file"]["meta"]["numDataFileRows"] == 3
    assert not {"filename", "meta", "lastUpdated"} & set(found), "the list has another shape"
    assert found["footnotes"]
    assert get(f"{LIST}/{UNKNOWN}").status_code == 404


def test_an_amended_file_tells_so_in_its_release_alone(get: Get, service: StandIn) -> None:
    before = get(f"{LIST}/{REQUESTS_ID}").json()["release"]
    service.world.amend("requests.csv", lambda data: data.replace(b",515,", b",516,"))
    after = get(f"{LIST}/{REQUESTS_ID}").json()["release"]
    assert after["published"] == before["published"]
    assert after["lastUpdated"] > before["lastUpdated"]


def test_a_publication_without_a_data_set_in_the_api_has_an_id_all_the_same(get: Get) -> None:
    found = get("/api/publications/education-health-and-care-plans/title").json()
    assert found["id"] == PLANS
    assert get("/api/publications/nothing/title").status_code == 404


def test_the_release_version_behind_a_slug(get: Get) -> None:
    path = "/api/publications/education-health-and-care-plans/releases/{}/version-summary"
    assert get(path.format("2025")).json()["id"] == RELEASE
    assert get(path.format("2031")).status_code == 404


def test_the_zip_is_streamed_without_a_length(get: Get) -> None:
    reply = get(ZIP, **DOWNLOADS)
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert reply.headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in reply.headers
    assert "education-health-and-care-plans_2025.zip" in reply.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        assert archive.namelist() == ["data/requests.csv", "data-guidance/data-guidance.txt"]
        assert archive.testzip() is None
        assert archive.read("data/requests.csv") == REQUESTS.encoded()


def test_the_zip_wants_to_know_the_page(get: Get) -> None:
    assert get(ZIP).status_code == 400
    assert get(ZIP, **DOWNLOADS, fileIds=f"{UNKNOWN},{REQUESTS_ID}").status_code == 400
    assert get(f"/api/releases/{UNKNOWN}/files", **DOWNLOADS).status_code == 404


def test_requests_are_remembered(get: Get, service: StandIn) -> None:
    get(VERSIONS, page=1)
    get(CATALOGUE)
    assert [(one.stage, one.of, one.status) for one in service.asked] == [
        ("versions", REFERRALS.file, 200),
        ("catalogue", "requests.csv", 200),
    ]
    assert service.asked[0].query == {"page": "1"}
    assert service.downloads() == ["requests.csv"]


def test_a_fault_strikes_the_requests_it_is_meant_for(get: Get, service: StandIn) -> None:
    service.fault("catalogue", faults.server_error, of="requests.csv", after=1, times=2)
    assert [get(CATALOGUE).status_code for _ in range(4)] == [200, 500, 500, 200]
    service.fault("catalogue", faults.server_error, of="caseload.csv")
    service.fault("csv", faults.server_error)
    assert get(CATALOGUE).status_code == 200
    assert get(CSV).status_code == 500
    service.repair()
    assert get(CSV).status_code == 200


REFUSALS = [
    (faults.server_error, 500, ""),
    (faults.timed_out_there, 504, ""),
    (faults.bad_gateway, 502, "text/html"),
    (faults.unavailable, 503, "text/html"),
    (faults.not_found, 404, ""),
    (faults.gone, 404, "application/problem+json"),
    (faults.withdrawn, 403, "application/problem+json"),
    (faults.bad_request, 400, "application/problem+json"),
    (faults.too_many_requests("7"), 429, "text/html"),
]


@pytest.mark.parametrize(("fault", "status", "type"), REFUSALS, ids=lambda value: str(value))
def test_refusals(get: Get, service: StandIn, fault: Fault, status: int, type: str) -> None:
    service.fault("any", fault)
    for path in (VERSIONS, CSV, CATALOGUE, LIST, ZIP):
        reply = get(path)
        assert (reply.status_code, reply.headers.get("Content-Type", "")) == (status, type)
        assert bool(reply.content) == bool(type)
        assert reply.headers.get("Retry-After") == ("7" if status == 429 else None)


def test_when_to_come_back_as_a_date(get: Get, service: StandIn) -> None:
    service.fault("any", faults.too_many_requests_until(60))
    assert get(CSV).headers["Retry-After"].endswith(" GMT")


def test_a_redirect_leads_to_a_web_page(get: Get, service: StandIn) -> None:
    service.fault("csv", faults.redirect(service.url("/elsewhere")))
    reply = get(CSV)
    assert [one.status_code for one in reply.history] == [302]
    assert reply.headers["Content-Type"] == "text/html"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.reset, requests.ConnectionError),
        (
            faults.reset_in_body,
            (requests.ConnectionError, requests.exceptions.ChunkedEncodingError),
        ),
        (faults.closed_in_body, requests.exceptions.ChunkedEncodingError),
        (faults.hang, requests.Timeout),
        (faults.hang_in_body, requests.ConnectionError),
    ],
    ids=["reset", "reset in the body", "closed in the body", "silence", "silence in the body"],
)
@pytest.mark.parametrize(
    "path",
    [VERSIONS, CSV, CATALOGUE, f"{ZIP}?fromPage=ReleaseDownloads"],
    ids=["versions", "csv", "catalogue", "zip"],
)
def test_faults_of_the_connection(
    service: StandIn, fault: Fault, error: type[Exception], path: str
) -> None:
    service.fault("any", fault)
    with pytest.raises(error):
        requests.get(service.url(path), timeout=0.1)


def test_a_body_that_trickles_is_whole_in_the_end(get: Get, service: StandIn) -> None:
    service.fault("any", faults.trickle(0.01, pieces=10))
    started = time.monotonic()
    assert get(CATALOGUE).content == REQUESTS.encoded()
    assert time.monotonic() - started > 0.1


@pytest.mark.parametrize("path", [VERSIONS, CSV, CATALOGUE])
def test_a_body_without_an_end(service: StandIn, path: str) -> None:
    service.fault("any", faults.endless)
    with requests.get(service.url(path), stream=True, timeout=2) as reply:
        pieces = reply.iter_content(100_000)
        assert sum(len(next(pieces)) for _ in range(50)) > 2_000_000


@pytest.mark.parametrize(
    ("fault", "type", "start"),
    [
        (faults.web_page, "text/html; charset=utf-8", b"<!DOCTYPE"),
        (faults.hidden_web_page, "text/csv", b"<!DOCTYPE"),
        (faults.wrong_type, "application/pdf", b"\xef\xbb\xbftime_period,"),
        (faults.empty, "text/csv", b""),
        (faults.semicolons, "text/csv", b"\xef\xbb\xbftime_period;"),
        (faults.header_only, "text/csv", b"\xef\xbb\xbftime_period,"),
    ],
    ids=str,
)
def test_answers_of_200_that_are_something_else(
    get: Get, service: StandIn, fault: Fault, type: str, start: bytes
) -> None:
    service.fault("any", fault)
    reply = get(CATALOGUE)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, type)
    assert reply.content.startswith(start)
    assert bool(reply.content) == bool(start)


def test_a_body_that_ends_early_looks_whole_to_the_connection(get: Get, service: StandIn) -> None:
    service.fault("any", faults.cut_short)
    assert len(get(CATALOGUE).content) < len(REQUESTS.encoded())
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(get(ZIP, **DOWNLOADS).content))


def raw(service: StandIn, path: str) -> bytes:
    """The body as it went over the connection, still compressed."""
    with requests.get(service.url(path), stream=True, timeout=2) as reply:
        return reply.raw.read(decode_content=False)


def test_a_gzip_that_ends_early_is_not_whole(service: StandIn) -> None:
    whole = raw(service, CSV)
    service.fault("csv", faults.cut_short)
    cut = raw(service, CSV)
    assert whole.startswith(cut) and len(cut) < len(whole)
    with pytest.raises(EOFError):
        gzip.decompress(cut)


def test_other_faults_of_gzip(service: StandIn) -> None:
    service.fault("csv", faults.broken_gzip, times=1)
    with pytest.raises((zlib.error, gzip.BadGzipFile)):
        gzip.decompress(raw(service, CSV))
    service.fault("csv", faults.gzip_in_gzip, times=1)
    assert gzip.decompress(gzip.decompress(raw(service, CSV))) == REFERRALS.encoded()
    service.fault("csv", faults.no_gzip)
    assert raw(service, CSV) == REFERRALS.encoded()


def test_faults_of_a_zip(get: Get, service: StandIn) -> None:
    service.fault("zip", faults.without_member("requests.csv"), times=1)
    with zipfile.ZipFile(io.BytesIO(get(ZIP, **DOWNLOADS).content)) as archive:
        assert archive.namelist() == ["data-guidance/data-guidance.txt"]
    service.fault("zip", faults.damaged_member("requests.csv"), times=1)
    with zipfile.ZipFile(io.BytesIO(get(ZIP, **DOWNLOADS).content)) as archive:
        assert "data/requests.csv" in archive.namelist()
        with pytest.raises((zipfile.BadZipFile, zlib.error)):
            archive.read("data/requests.csv")


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (faults.json_null, None),
        (faults.json_list, []),
        (faults.json_text, "busy"),
        (faults.other_keys, {"ok": True, "message": "busy"}),
    ],
    ids=str,
)
def test_json_of_another_shape(get: Get, service: StandIn, fault: Fault, found: object) -> None:
    service.fault("versions", fault)
    assert get(VERSIONS).json() == found


def test_json_that_ends_early(get: Get, service: StandIn) -> None:
    service.fault("versions", faults.not_json)
    with pytest.raises(requests.exceptions.JSONDecodeError):
        get(VERSIONS).json()


def test_a_warning_comes_with_status_200(get: Get, service: StandIn) -> None:
    service.fault("versions", faults.warning)
    reply = get(VERSIONS)
    assert (reply.status_code, reply.json()["warnings"][0]["code"]) == (200, "LocationsNotFound")
    assert reply.json()["results"]


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        (faults.doubled_rows, lambda lines: [*lines, *lines[1:]]),
        (faults.fewer_rows, lambda lines: lines[: len(lines) // 2 + 1]),
        (
            faults.replaced(",515,", ",*,"),
            lambda lines: [*lines[:3], lines[3].replace(b",515,", b",*,")],
        ),
    ],
    ids=["rows doubled", "half of the rows", "another symbol"],
)
def test_faults_of_a_file_reach_every_route(
    get: Get, service: StandIn, fault: Fault, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    service.fault("any", fault)
    expected = b"".join(change(REQUESTS.encoded().splitlines(keepends=True)))
    assert get(CATALOGUE).content == expected
    with zipfile.ZipFile(io.BytesIO(get(ZIP, **DOWNLOADS).content)) as archive:
        assert archive.read("data/requests.csv") == expected


def test_a_version_can_be_added(get: Get, service: StandIn) -> None:
    version: Version = service.world.add_version(
        REFERRALS.file, (2, 0, 0), REFERRALS.encoded(), kind="Major"
    )
    assert version.text == "2.0"
    assert get(f"{VERSIONS}/2.*").json()["type"] == "Major"
    assert get(f"{VERSIONS}/1.*").json()["version"] == "1.1"
