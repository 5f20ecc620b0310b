"""DfE's service: what is newest, by which way, and what may not come into the cache."""

import gc
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from etl.model import DataSet, Publication, Refusal
from etl.service import archive
from etl.service.cache import Cache, Download
from etl.service.ees import Addresses, Offer, Service, Unavailable, file_name
from tests.etl.answering import Server, closed_port, http


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


NEED = Publication(
    name="Children in need",
    slug="children-in-need",
    page="https://example.org/children-in-need",
    id=guid(1),
    zips={"2024": guid(24), "2023": guid(23)},
)
BY_SLUG = replace(NEED, id=None, zips={})
PLANS = DataSet(id="cin_b1", publication=NEED, title="Need", file="b1_2013_to_2024.csv")
REFERRALS = DataSet(
    id="cin_c1",
    publication=NEED,
    title="Referrals",
    file="c1_2013_to_2024.csv",
    api_id=guid(11),
    file_ids=(guid(12), guid(13)),
    title_code="C1",
)
CSV = b"time_period,referral_count\r\n2024,1\r\n2025,2\r\n"


def listed(**more: object) -> dict[str, Any]:
    """One file in the list of a publication."""
    known = {
        "id": guid(31),
        "filename": "c1_2013_to_2025.csv",
        "title": "C1 Referrals",
        "release": {"id": guid(25), "title": "Reporting year 2025"},
        "lastUpdated": "2025-10-30T09:30:00+00:00",
        "meta": {"numDataFileRows": 2},
    }
    return {**known, **more}


def detail(updated: str) -> dict[str, Any]:
    """What the website says of one file that it is asked for: not in the shape of a list."""
    return {
        "id": guid(12),
        "title": "C1 Referrals",
        "file": {"id": guid(41), "name": "c1_2013_to_2024.csv", "meta": {"numDataFileRows": 2}},
        "release": {
            "id": guid(24),
            "title": "Reporting year 2024",
            "isSuperseded": False,
            "published": "2024-10-31T09:30:00Z",
            "lastUpdated": updated,
        },
    }


def version(text: str, status: str = "Published", **more: object) -> dict[str, Any]:
    """One version of an API data set."""
    return {
        "version": text,
        "status": status,
        "totalResults": 2,
        "file": {"id": guid(31)},
        "release": {"title": "Reporting year 2025"},
        "published": "2025-10-30T09:30:00+00:00",
        **more,
    }


class Dfe:
    """A service of the answers that a test gives it, and our client for it."""

    API = "/statistics/v1"
    CONTENT = "/api"

    def __init__(self, server: HTTPServer, folder: Path):
        self.server = server
        self.cache = Cache(folder)
        root = server.url_for("").rstrip("/")
        self.addresses = Addresses(
            api=root + self.API,
            catalogue=root,
            content=root + self.CONTENT,
            pause=0.001,
            timeout=5.0,
        )
        self.told: list[str] = []
        self.service = Service(self.addresses, self.cache, self.told.append)

    def pages(self, path: str, *items: object, **query: str) -> None:
        """Give a list in pages, as long as they are asked for."""

        def answer(request: Request) -> Response:
            page, size = int(request.args["page"]), int(request.args["pageSize"])
            last = max(1, -(-len(items) // size))
            paging = {"page": page, "pageSize": size, "totalPages": last}
            results = items[(page - 1) * size : page * size]
            body = json.dumps({"paging": paging, "results": results})
            known = {"page", "pageSize", *query}
            unknown = set(request.args) - known
            return Response(body, 400 if unknown else 200, content_type="application/json")

        self.server.expect_request(path).respond_with_handler(answer)

    def publications(self, *publications: Mapping[str, str]) -> None:
        self.pages(f"{self.API}/publications", *publications)

    def titled(self, slug: str, id: str) -> None:
        path = f"{self.CONTENT}/publications/{slug}/title"
        self.server.expect_request(path).respond_with_json({"id": id, "title": "A publication"})

    def files(self, *files: object, of: str = guid(1)) -> None:
        query = {"publicationId": of, "latestOnly": "true"}
        self.pages(f"{self.CONTENT}/data-set-files", *files, **query)

    def versions(self, *versions: object, of: str = guid(11), **more: object) -> None:
        """A data set of the API, still updated unless `more` says otherwise, and its versions."""
        known = {"id": of, "status": "Published", **more}
        self.server.expect_request(f"{self.API}/data-sets/{of}").respond_with_json(known)
        self.pages(f"{self.API}/data-sets/{of}/versions", *versions)

    def status(self, path: str, status: int) -> None:
        self.server.expect_request(path).respond_with_data(b"", status=status)

    def data(self, path: str, body: bytes, kind: str = "text/csv", **headers: str) -> None:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self.server.expect_request(path).respond_with_data(body, content_type=kind, headers=named)

    def asked(self) -> list[str]:
        return [request.full_path.rstrip("?") for request, _ in self.server.log]

    def offers(self, data_set: DataSet = REFERRALS) -> list[Offer]:
        return self.service.offers(data_set)

    def routes(self, data_set: DataSet = REFERRALS) -> list[str]:
        return [offer.route for offer in self.offers(data_set)]

    def notes(self, data_set: DataSet = REFERRALS) -> tuple[str, ...]:
        return self.offers(data_set)[0].notes

    def refusal(self, ask: Callable[[], object]) -> str:
        """What is found instead of what was expected; nothing is left in the cache."""
        with pytest.raises(Unavailable) as caught:
            ask()
        assert not self.leftovers()
        assert self.cache.all() == []
        assert str(caught.value) == f"{caught.value.data_set.id}: {caught.value.problem}"
        return caught.value.problem.actual

    def leftovers(self) -> list[Path]:
        return [path for path in self.cache.folder.rglob("*") if path.is_file()]

    def offer(self, path: str = "/a.csv", **more: object) -> Offer:
        """An offer of whatever is at a path."""
        known = {"data_set": REFERRALS, "route": "catalogue", "url": self.server.url_for(path)}
        return Offer(**{**known, **more})  # type: ignore[arg-type]


@pytest.fixture
def dfe(httpserver: HTTPServer, tmp_path: Path) -> Iterator[Dfe]:
    dfe = Dfe(httpserver, tmp_path / "cache")
    with dfe.service:
        yield dfe


# Where the service is.


def test_the_addresses_are_those_of_dfe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINE_OF_SIGHT_EES", raising=False)
    found = Addresses.from_environment()
    assert found == Addresses()
    assert found.plain_hosts() == set()
    assert found.pause >= 0.5


def test_the_environment_may_name_other_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "api=http://a:1/v1/ catalogue=https://b content=http://c/api pause=0.01 timeout=2"
    monkeypatch.setenv("LINE_OF_SIGHT_EES", text)
    found = Addresses.from_environment()
    assert found == Addresses(
        api="http://a:1/v1", catalogue="https://b", content="http://c/api", pause=0.01, timeout=2
    )
    assert found.plain_hosts() == {"a:1", "c"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("http://a", "expected api=, catalogue=, content=, pause=, timeout=, found 'http://a'"),
        ("key=1", "expected api=, catalogue=, content=, pause=, timeout=, found 'key'"),
        ("pause=soon", "expected pause= with seconds, found 'soon'"),
        ("pause=nan", "expected pause= with seconds, found 'nan'"),
        ("pause=-1", "expected pause= with seconds, found '-1'"),
        ("timeout=0", "expected timeout= with seconds, found '0'"),
        ("pause=1 pause=2", "expected each name once, found one twice"),
        ("api=http://a", "expected api=, catalogue=, content= together, found no catalogue="),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str, fault: str
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_EES", text)
    with pytest.raises(Refusal) as refusal:
        Addresses.from_environment()
    assert refusal.value.faults == [f"LINE_OF_SIGHT_EES: {fault}"]


@pytest.mark.parametrize(
    "address",
    ["", "a", "ftp://a", "file:///a", "http://", "http://[", "http://a:b", "http://me:pw@a", "//a"],
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_EES", f"api={address} catalogue=http://b content=http://c")
    with pytest.raises(Refusal) as refusal:
        Addresses.from_environment()
    assert refusal.value.faults == [
        "LINE_OF_SIGHT_EES: expected api= with an address as http://127.0.0.1:8000/path, "
        f"found {address!r}"
    ]


# Versions of the API.


def test_the_newest_version_is_offered_by_its_exact_number(dfe: Dfe) -> None:
    dfe.versions(version("1.0"), version("1.0.1"))
    dfe.files()
    offer = dfe.offers()[0]
    assert offer.url == f"{dfe.addresses.api}/data-sets/{guid(11)}/csv?dataSetVersion=1.0.1"
    assert (offer.route, offer.version, offer.rows) == ("api", "1.0.1", 2)
    assert offer.release == "Reporting year 2025"
    assert offer.identity == f"api 1.0.1, 2 rows, file {guid(31)}"


@pytest.mark.parametrize(
    ("versions", "chosen", "notes"),
    [
        (["1.0"], "1.0", ()),
        (["1.9", "1.10", "1.2"], "1.10", ()),
        (["2.0", "1.1", "1.0"], "1.1", ("version 2.0 exists; version 1.* is read",)),
        (["odd", "1", "", "1.1.1.1", "1.0"], "1.0", ()),
    ],
)
def test_the_newest_of_the_pinned_versions_is_chosen(
    dfe: Dfe, versions: list[str], chosen: str, notes: tuple[str, ...]
) -> None:
    dfe.versions(*map(version, versions))
    dfe.files()
    offer = dfe.offers()[0]
    assert (offer.version, offer.notes) == (chosen, notes)


def test_a_withdrawn_version_is_passed_over_and_told(dfe: Dfe) -> None:
    dfe.versions(version("1.1", "Withdrawn"), version("1.0"))
    dfe.files()
    assert dfe.offers()[0].version == "1.0"
    assert dfe.notes() == ("DfE has withdrawn version 1.1; version 1.0 is read",)


def test_versions_are_looked_for_on_all_pages(dfe: Dfe) -> None:
    dfe.versions(*(version(f"2.{number}") for number in range(50)), version("1.3"))
    dfe.files()
    assert dfe.offers()[0].version == "1.3"


def test_without_a_published_version_the_catalogue_is_next(dfe: Dfe) -> None:
    dfe.versions(version("2.0"), version("1.0", "Withdrawn"))
    dfe.files(listed())
    assert dfe.routes() == ["catalogue", "zip"]
    [note] = dfe.notes()
    assert note.endswith("expected a published version 1.*, found 2.0 Published, 1.0 Withdrawn")


def test_a_withdrawn_data_set_is_told_and_the_catalogue_is_next(dfe: Dfe) -> None:
    dfe.status(f"{dfe.API}/data-sets/{guid(11)}/versions", 403)
    dfe.files(listed())
    assert dfe.routes() == ["catalogue", "zip"]
    [note] = dfe.notes()
    assert note.endswith("found status 403 (withdrawn, or not public)")


def test_a_data_set_that_is_not_updated_any_more_is_read_and_told(dfe: Dfe) -> None:
    dfe.versions(version("1.0", "Deprecated"), status="Deprecated")
    dfe.files()
    assert dfe.offers()[0].version == "1.0"
    assert dfe.notes() == (
        "DfE does not update version 1.0 any more",
        f"DfE does not update data set {guid(11)} any more",
    )


def test_the_successor_of_a_data_set_is_read_and_told(dfe: Dfe) -> None:
    dfe.versions(version("1.0"), status="Deprecated", supersedingDataSetId=guid(98))
    dfe.versions(version("1.3"), of=guid(98), status="Deprecated", supersedingDataSetId=guid(99))
    dfe.versions(version("2.0"), of=guid(99))
    old = listed(id=guid(30), api={"id": guid(11), "version": "1.0"})
    dfe.files(old, listed(title="Renamed", filename="new.csv", api={"id": guid(99)}))
    api, catalogue, _ = dfe.offers()
    assert api.url == f"{dfe.addresses.api}/data-sets/{guid(99)}/csv?dataSetVersion=2.0"
    assert (api.data_set.id, catalogue.file_id) == ("cin_c1", guid(31))
    assert api.notes == (
        f"DfE does not update data set {guid(11)} any more: its successor is {guid(98)}",
        f"DfE does not update data set {guid(98)} any more: its successor is {guid(99)}",
    )


def test_data_sets_that_name_each_other_as_successors_do_not_go_on_for_ever(dfe: Dfe) -> None:
    dfe.versions(version("1.0"), status="Deprecated", supersedingDataSetId=guid(98))
    dfe.versions(version("1.3"), of=guid(98), status="Deprecated", supersedingDataSetId=guid(11))
    dfe.files()
    assert dfe.offers()[0].version == "1.3"


def test_where_the_successor_cannot_be_read_the_older_data_set_is_and_it_is_told(dfe: Dfe) -> None:
    dfe.versions(version("1.0"), status="Deprecated", supersedingDataSetId=guid(99))
    dfe.status(f"{dfe.API}/data-sets/{guid(99)}", 404)
    dfe.status(f"{dfe.API}/data-sets/{guid(99)}/versions", 404)
    dfe.files()
    offer = dfe.offers()[0]
    assert f"/data-sets/{guid(11)}/csv" in offer.url
    assert f"its successor is {guid(99)}" in offer.notes[0]
    assert offer.notes[-1].startswith("the successor cannot be read, so the older one is: http://")


def test_where_the_state_of_a_data_set_cannot_be_asked_it_is_read_and_told(dfe: Dfe) -> None:
    dfe.status(f"{dfe.API}/data-sets/{guid(11)}", 500)
    dfe.versions(version("1.0"))
    dfe.files()
    assert dfe.offers()[0].version == "1.0"
    [note] = dfe.notes()
    begin = f"whether DfE still updates data set {guid(11)} is not known: http://"
    assert note.startswith(begin)


def test_an_api_that_is_behind_the_catalogue_is_told(dfe: Dfe) -> None:
    dfe.versions(version("1.0", file={"id": guid(12)}, release={"title": "Reporting year 2024"}))
    dfe.files(listed())
    assert dfe.notes() == (
        "the API has the file of Reporting year 2024, "
        "the catalogue another one of Reporting year 2025",
    )


# The newest files of a publication.


def test_the_newest_file_is_offered_and_the_zip_of_its_release(dfe: Dfe) -> None:
    dfe.files(listed(id=guid(30), title="B1 Need", filename="b1.csv"), listed())
    catalogue, zipped = dfe.offers(replace(REFERRALS, api_id=None))
    assert catalogue.url == f"{dfe.addresses.catalogue}/data-catalogue/data-set/{guid(31)}/csv"
    assert (catalogue.release, catalogue.rows) == ("Reporting year 2025", 2)
    assert catalogue.identity == f"catalogue {guid(31)}, 2 rows, 2025-10-30T09:30:00+00:00"
    address = f"{dfe.addresses.content}/releases/{guid(25)}/files?fromPage=ReleaseDownloads"
    assert (zipped.url, zipped.file_name) == (address, "c1_2013_to_2025.csv")
    assert zipped.identity == f"zip {guid(25)}"


@pytest.mark.parametrize(
    "known_by",
    [
        {"api": {"id": guid(11), "version": "1.0"}},
        {"id": guid(12)},
        {"filename": "C1_2013_to_2024.csv"},
        {"filename": "c1_2014_to_2031.csv"},
        {"title": "C1 Referrals"},
        {"title": "c1: referrals"},
    ],
    ids=["API id", "file id", "file name", "file name but for years", "code", "code, other case"],
)
def test_a_file_is_known_by(dfe: Dfe, known_by: dict[str, Any]) -> None:
    other = {"title": "Referrals", "filename": "new.csv"}
    dfe.files(
        listed(**{**other, "id": guid(33), "title": "C10 Other"}),
        listed(**{**other, "id": guid(34), **known_by}),
        listed(**{**other, "id": guid(35), "title": "C 1"}),
    )
    found = dfe.offers(replace(REFERRALS, publication=replace(NEED, zips={})))
    assert found[0].file_id == known_by.get("id", guid(34))


def test_of_two_files_that_may_be_it_neither_is_taken(dfe: Dfe) -> None:
    dfe.files(listed(), listed(id=guid(32)))
    offer = dfe.offers(replace(REFERRALS, api_id=None))[0]
    assert (offer.file_id, offer.identity) == (guid(12), None)


def test_a_file_of_an_older_release_is_not_the_newest(dfe: Dfe) -> None:
    dfe.files(listed(id=guid(30), latestData=False), listed(latestData=True))
    assert dfe.offers(replace(REFERRALS, api_id=None))[0].file_id == guid(31)


def test_a_superseded_file_is_told(dfe: Dfe) -> None:
    dfe.files(listed(isSuperseded=True))
    notes = dfe.notes(replace(REFERRALS, api_id=None))
    assert notes == ("DfE marks this file as superseded",)


@pytest.mark.parametrize(
    "change",
    [
        {"id": guid(32)},
        {"lastUpdated": "2025-11-03T09:30:00+00:00"},
        {"meta": {"numDataFileRows": 3}},
    ],
    ids=["another file", "amended", "more rows"],
)
def test_the_identity_changes_when_the_content_may_have(
    dfe: Dfe, tmp_path: Path, change: dict[str, Any]
) -> None:
    data_set = replace(REFERRALS, api_id=None)
    dfe.files(listed())
    before = dfe.offers(data_set)[0].identity
    dfe.server.clear()
    dfe.files(listed(**change))
    with Service(dfe.addresses, dfe.cache) as later:
        assert before != later.offers(data_set)[0].identity


def test_without_the_list_the_last_known_file_and_zip_are_offered(dfe: Dfe) -> None:
    dfe.status(f"{dfe.CONTENT}/data-set-files", 500)
    catalogue, zipped = dfe.offers(replace(REFERRALS, api_id=None))
    assert (catalogue.file_id, catalogue.identity) == (guid(12), None)
    assert guid(24) in zipped.url
    assert catalogue.notes[0] == (
        f"not among the newest files that DfE lists: the last one known is of {guid(12)}"
    )
    assert catalogue.notes[1].endswith("found status 500 (a fault of the service)")


@pytest.mark.parametrize("api_id", [None, guid(11)], ids=["not in the API", "withdrawn there"])
def test_of_a_file_that_is_not_listed_the_website_is_asked(dfe: Dfe, api_id: str | None) -> None:
    dfe.status(f"{dfe.API}/data-sets/{guid(11)}/versions", 403)
    dfe.files()
    dfe.server.expect_request(f"{dfe.CONTENT}/data-set-files/{guid(12)}").respond_with_json(
        detail("2024-10-31T09:30:00Z")
    )
    catalogue, zipped = dfe.offers(replace(REFERRALS, api_id=api_id))
    assert catalogue.identity == f"catalogue {guid(12)}, 2 rows, 2024-10-31T09:30:00Z"
    assert catalogue.notes[0] == (
        "not among the newest files that DfE lists: the last one known is of Reporting year 2024"
    )
    assert guid(24) in zipped.url
    assert zipped.file_name == "c1_2013_to_2024.csv"


def test_an_amended_file_that_no_list_names_is_not_called_nothing_new(dfe: Dfe) -> None:
    """The day on which its release was published stays the same when a file is amended."""
    path = f"{dfe.CONTENT}/data-set-files/{guid(12)}"
    identities = []
    for updated in ("2024-10-31T09:30:00Z", "2025-02-03T09:30:00Z"):
        dfe.server.clear()
        dfe.files()
        dfe.server.expect_request(path).respond_with_json(detail(updated))
        with Service(dfe.addresses, dfe.cache) as service:
            identities.append(service.offers(replace(REFERRALS, api_id=None))[0].identity)
    before, after = identities
    assert None not in identities
    assert before != after


def test_a_file_that_is_only_in_a_zip_is_looked_for_there(dfe: Dfe) -> None:
    dfe.files(listed(filename="other.csv", title="Other"))
    assert dfe.routes(PLANS) == ["zip"]
    assert dfe.offers(PLANS)[0].file_name == "b1_2013_to_2024.csv"


def test_the_recorded_zip_of_another_release_is_not_the_newest(dfe: Dfe) -> None:
    dfe.files(listed(release={"title": "Reporting year 2025"}))
    assert dfe.routes(replace(REFERRALS, api_id=None)) == ["catalogue"]


# Publications.


def test_a_publication_that_the_api_leaves_out_is_found_by_its_slug(dfe: Dfe) -> None:
    """The API lists no publication whose data sets are all withdrawn or not updated any more."""
    dfe.publications()
    dfe.titled("children-in-need", guid(2))
    dfe.files(listed(), of=guid(2))
    [catalogue, _] = dfe.offers(replace(REFERRALS, publication=BY_SLUG, api_id=None))
    assert catalogue.file_id == guid(31)
    assert f"publicationId={guid(2)}" in dfe.asked()[-1]


def test_where_the_website_does_not_tell_the_id_it_is_found_in_the_api(dfe: Dfe) -> None:
    dfe.status(f"{dfe.CONTENT}/publications/children-in-need/title", 500)
    others = [{"id": guid(100 + number), "slug": f"other-{number}"} for number in range(45)]
    dfe.publications(*others, {"id": guid(2), "slug": "children-in-need"})
    dfe.files(listed(), of=guid(2))
    [catalogue, _] = dfe.offers(replace(REFERRALS, publication=BY_SLUG, api_id=None))
    assert catalogue.file_id == guid(31)


def test_where_nobody_tells_the_id_it_is_not_called_to_be_supplied(dfe: Dfe) -> None:
    dfe.status(f"{dfe.CONTENT}/publications/children-in-need/title", 500)
    dfe.publications({"id": guid(2), "slug": "another"})
    found = dfe.refusal(lambda: dfe.offers(replace(PLANS, publication=BY_SLUG)))
    assert found == "status 500 (a fault of the service)"


def test_a_data_set_of_which_nothing_is_known_is_to_be_supplied(dfe: Dfe) -> None:
    dfe.status(f"{dfe.CONTENT}/publications/children-in-need/title", 404)
    assert dfe.offers(replace(PLANS, publication=BY_SLUG)) == []


def test_data_sets_of_one_publication_share_its_lists(dfe: Dfe) -> None:
    dfe.titled("children-in-need", guid(2))
    dfe.files(of=guid(2))
    for number in range(5):
        dfe.versions(version("1.0"), of=guid(50 + number))
        of_api = replace(REFERRALS, publication=BY_SLUG, api_id=guid(50 + number))
        assert dfe.routes(of_api) == ["api", "catalogue"]
        assert dfe.routes(replace(PLANS, publication=BY_SLUG)) == []
    assert len(dfe.asked()) == 5 * 2 + 2


def test_what_fails_for_a_publication_is_not_asked_again(dfe: Dfe) -> None:
    dfe.status(f"{dfe.CONTENT}/data-set-files", 503)
    for _ in range(3):
        dfe.offers(replace(REFERRALS, api_id=None))
    assert len(dfe.asked()) == 4


def test_when_nothing_is_answered_one_sentence_says_so(dfe: Dfe) -> None:
    dfe.status(f"{dfe.API}/data-sets/{guid(11)}/versions", 404)
    dfe.files()
    data_set = replace(REFERRALS, file_ids=(), publication=replace(NEED, zips={}))
    with pytest.raises(Unavailable) as caught:
        dfe.offers(data_set)
    assert str(caught.value) == (
        f"cin_c1: {dfe.addresses.api}/data-sets/{guid(11)}/versions?page=1&pageSize=20: "
        "expected an answer in JSON, found status 404 (nothing there)"
    )


def test_without_a_network_no_old_file_is_offered(dfe: Dfe) -> None:
    nowhere = f"http://127.0.0.1:{closed_port()}"
    addresses = replace(dfe.addresses, api=nowhere, content=nowhere)
    with Service(addresses, dfe.cache) as service:
        assert dfe.refusal(lambda: service.offers(REFERRALS)) == "no connection (refused)"


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"results": []},
        {"results": [], "paging": []},
        {"results": {}, "paging": {"totalPages": 1}},
        {"results": ["a"], "paging": {"totalPages": 1}},
        {"results": [], "paging": {"totalPages": "1"}},
    ],
)
def test_a_list_of_another_shape_is_a_fault(dfe: Dfe, document: object) -> None:
    dfe.server.expect_request(f"{dfe.CONTENT}/data-set-files").respond_with_json(document)
    data_set = replace(REFERRALS, api_id=None, file_ids=(), publication=replace(NEED, zips={}))
    assert dfe.refusal(lambda: dfe.offers(data_set)) == "JSON of another shape"


def test_pages_without_end_are_a_fault(dfe: Dfe) -> None:
    document = {"results": [listed()], "paging": {"totalPages": 1_000_000}}
    dfe.server.expect_request(f"{dfe.CONTENT}/data-set-files").respond_with_json(document)
    data_set = replace(REFERRALS, api_id=None, file_ids=(), publication=replace(NEED, zips={}))
    assert dfe.refusal(lambda: dfe.offers(data_set)) == "more"


def test_the_first_empty_page_is_the_last(dfe: Dfe) -> None:
    document = {"results": [], "paging": {"totalPages": 1_000_000}}
    dfe.server.expect_request(f"{dfe.CONTENT}/data-set-files").respond_with_json(document)
    assert dfe.routes(PLANS) == ["zip"]
    assert len(dfe.asked()) == 1


@pytest.mark.parametrize("id", ["../../secret", "", None, 7, {"a": 1}, guid(31) + "/.."])
def test_an_id_that_is_none_never_gets_into_an_address(dfe: Dfe, id: object) -> None:
    bad_file = listed(id=id, filename="b1_2013_to_2024.csv")
    bad_release = listed(release={"id": id, "title": "2024"})
    dfe.files(bad_file, bad_release)
    [zipped] = dfe.offers(PLANS)
    assert guid(24) in zipped.url
    catalogue, zipped = dfe.offers(replace(REFERRALS, api_id=None))
    assert guid(31) in catalogue.url
    assert guid(24) in zipped.url


# Fetching.


def test_a_file_of_the_api_is_kept_as_it_was_uploaded(dfe: Dfe) -> None:
    dfe.versions(version("1.0"))
    dfe.files()
    name = f'attachment; filename="{guid(11)}_v1.0.csv"'
    path = f"{dfe.API}/data-sets/{guid(11)}/csv"
    headers = {"Content_Encoding": "gzip", "Content_Disposition": name}
    dfe.data(path, gzip.compress(CSV, mtime=0), **headers)
    offer = dfe.offers()[0]
    kept = dfe.service.fetch(offer)
    assert dfe.cache.path(kept).read_bytes() == CSV
    assert dfe.cache.newest("cin_c1") == kept
    assert (kept.version, kept.identity, kept.rows) == ("1.0", offer.identity, 2)
    assert kept.header == ("time_period", "referral_count")
    assert kept.file_name == "c1_2013_to_2024.csv"
    assert kept.notes == ()
    assert dfe.asked()[-1] == f"{path}?dataSetVersion=1.0"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (listed(filename="C1 (2025).csv"), "C1 (2025).csv"),
        (listed(filename="../C1.csv"), None),
        (listed(filename="C1 (2025).csv", id=guid(32)), None),
    ],
    ids=["its name", "a path", "another file"],
)
def test_a_file_of_the_api_has_its_name_from_the_catalogue(
    dfe: Dfe, file: dict[str, Any], name: str | None
) -> None:
    dfe.versions(version("1.0"))
    dfe.files(file)
    assert dfe.offers()[0].file_name == name


def test_a_file_of_the_catalogue_keeps_its_own_name(dfe: Dfe) -> None:
    dfe.data("/a.csv", b"\xef\xbb\xbf" + CSV, Content_Disposition='filename="c1 (2025).csv"')
    kept = dfe.service.fetch(dfe.offer(release="Reporting year 2025", rows=2))
    assert kept.file_name == "c1 (2025).csv"
    assert kept.header == ("time_period", "referral_count")
    assert kept.release == "Reporting year 2025"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="caseload.csv"', "caseload.csv"),
        ("attachment; filename=caseload.csv", "caseload.csv"),
        ("attachment; filename*=UTF-8''SEND%20appeal%20rate.csv", "SEND appeal rate.csv"),
        ('attachment; filename="../../caseload.csv"', None),
        ('attachment; filename="/etc/passwd.csv"', None),
        (r'attachment; filename="C:\\caseload.csv"', None),
        ('attachment; filename="c:caseload.csv"', None),
        ('attachment; filename=".csv"', None),
        ('attachment; filename="caseload.csv.exe"', None),
        ('attachment; filename="a\x1b[2J.csv"', None),
        (f'attachment; filename="{"a" * 300}.csv"', None),
        ("attachment", None),
        ("", None),
    ],
)
def test_only_a_plain_file_name_is_taken(disposition: str, name: str | None) -> None:
    assert file_name(disposition) == name


@given(st.text() | st.builds("attachment; filename*={}''{}".format, st.text(), st.text()))
def test_no_file_name_is_a_path(disposition: str) -> None:
    name = file_name(disposition) or "a.csv"
    assert Path(name).name == name
    assert "\\" not in name


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty file"),
        (b"\xef\xbb\xbf\r\n", "an empty file"),
        (b"<!DOCTYPE html><html></html>", "a web page (HTML)"),
        (b"\xef\xbb\xbf\n <html>", "a web page (HTML)"),
        (b'{"status": 404}', "JSON"),
        (b"[]", "JSON"),
        (b"PK\x03\x04", "a zip or spreadsheet file"),
        (gzip.compress(CSV, mtime=0), "gzip inside of gzip"),
        (b"time_period;referral_count\n2024;1\n", "text without column names parted by commas"),
        (b"\x00\x01,\x02\n1,2\n", "text without column names parted by commas"),
        (b"time_period,caf\xe9\n1,2\n", "text without column names parted by commas"),
        (b"time_period,referral_count\n", "only a header"),
        (b"time_period,referral_count", "only a header"),
    ],
)
def test_what_is_no_csv_is_refused(dfe: Dfe, body: bytes, found: str) -> None:
    dfe.data("/a.csv", body)
    assert dfe.refusal(lambda: dfe.service.fetch(dfe.offer())) == found


def test_a_web_page_is_refused_by_its_type(dfe: Dfe) -> None:
    dfe.data("/a.csv", CSV, "text/html; charset=utf-8")
    found = dfe.refusal(lambda: dfe.service.fetch(dfe.offer()))
    assert found == "the content type text/html (a web page)"


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_file_that_is_not_given_is_told(dfe: Dfe, status: int) -> None:
    dfe.status("/a.csv", status)
    found = dfe.refusal(lambda: dfe.service.fetch(dfe.offer()))
    assert found.startswith(f"status {status} ")


@pytest.mark.parametrize(
    "end",
    [b"20", b"2026,", b'2026,"1\n2027,2\n2028,3\n', b'2026,"1\n2027,3'],
    ids=["within a row", "before a cell", "within quotes", "within quotes and a row"],
)
def test_a_file_that_is_cut_off_is_refused(dfe: Dfe, end: bytes) -> None:
    dfe.data("/a.csv", CSV + end)
    found = dfe.refusal(lambda: dfe.service.fetch(dfe.offer(rows=3)))
    assert found == "the file cut off in row 4"


@pytest.mark.parametrize("rows", [1, 3])
def test_more_or_fewer_rows_than_the_service_says_are_refused(dfe: Dfe, rows: int) -> None:
    dfe.data("/a.csv", CSV)
    with pytest.raises(Unavailable) as refused:
        dfe.service.fetch(dfe.offer(rows=rows))
    assert f"expected the {rows} rows that the service says, found 2 rows" in str(refused.value)
    assert dfe.cache.all() == []


def test_a_whole_file_without_its_last_line_end_is_kept(dfe: Dfe) -> None:
    dfe.data("/a.csv", CSV + b"2026,3")
    assert dfe.service.fetch(dfe.offer(rows=3)).rows == 3


def test_a_line_end_in_quotes_is_within_a_row(dfe: Dfe) -> None:
    dfe.data("/a.csv", b'time_period,note\n2024,"two\nlines"\n2025,x\n')
    assert dfe.service.fetch(dfe.offer(rows=2)).notes == ()


def test_the_same_bytes_again_are_another_download_of_one_content(dfe: Dfe) -> None:
    dfe.data("/a.csv", CSV)
    first = dfe.service.fetch(dfe.offer(identity="1"))
    second = dfe.service.fetch(dfe.offer(identity="2"))
    assert first.sha256 == second.sha256
    assert [one.identity for one in dfe.cache.all()] == ["1", "2"]


def test_a_cache_that_cannot_be_written_is_refused(dfe: Dfe) -> None:
    dfe.cache.folder.write_text("a file where the folder should be")
    with pytest.raises(Refusal, match="expected to write here"):
        dfe.service.fetch(dfe.offer())


# Zips.


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as found:
        for name, data in members.items():
            found.writestr(name, data)
    return stream.getvalue()


RELEASE = {
    "data/b1_2013_to_2024.csv": b"time_period,need\n2024,1\n",
    "data/c1_2013_to_2024.csv": CSV,
    "supporting-files/sen2_dmo_dco.csv": b"la,answer\n358,Yes\n",
    "data-guidance/data-guidance.txt": (
        b"Children in need\n\nFilename: b1_2013_to_2024.csv\nFilename: c1_2013_to_2024.csv\n"
    ),
}


def zip_offer(dfe: Dfe, data_set: DataSet = REFERRALS) -> Offer:
    return dfe.offer("/z", data_set=data_set, route="zip", file_name=data_set.file)


def test_one_zip_is_downloaded_once_for_its_data_sets(dfe: Dfe) -> None:
    dfe.data("/z", zipped(RELEASE), "application/octet-stream")
    referrals = dfe.service.fetch(zip_offer(dfe))
    plans = dfe.service.fetch(zip_offer(dfe, PLANS))
    assert dfe.cache.path(referrals).read_bytes() == CSV
    assert (plans.data_set, plans.file_name, plans.rows) == ("cin_b1", "b1_2013_to_2024.csv", 1)
    assert (referrals.notes, plans.notes) == ((), ())
    assert dfe.asked() == ["/z"]


def test_the_zip_itself_is_not_kept(dfe: Dfe) -> None:
    dfe.data("/z", zipped(RELEASE), "application/octet-stream")
    dfe.service.fetch(zip_offer(dfe))
    dfe.service.close()
    assert {path.suffix for path in dfe.leftovers()} == {".csv", ".json"}


@pytest.mark.parametrize(
    ("member", "rows"),
    [("c1_2013_to_2024.csv", 2), ("C1_2013_TO_2024.CSV", 2), ("sen2_dmo_dco.csv", 1)],
    ids=["name", "other case", "supporting file"],
)
def test_a_member_is_found_by_its_name(dfe: Dfe, member: str, rows: int) -> None:
    dfe.data("/z", zipped(RELEASE), "application/zip")
    data_set = DataSet(id="a", publication=NEED, title="", file=member)
    assert dfe.service.fetch(zip_offer(dfe, data_set)).rows == rows


@pytest.mark.parametrize("name", ["c1_2013_to_2031.csv", "c1_other.csv"])
def test_a_member_with_other_years_or_only_its_code_is_found(dfe: Dfe, name: str) -> None:
    dfe.data("/z", zipped({"data/b1.csv": b"a,b\n1,2\n", f"data/{name}": CSV}), "application/zip")
    assert dfe.service.fetch(zip_offer(dfe)).file_name == name


def test_a_member_with_a_name_that_is_not_plain_gets_ours(dfe: Dfe) -> None:
    dfe.data("/z", zipped({"data/c1\x1b[2J.csv": CSV}), "application/zip")
    assert dfe.service.fetch(zip_offer(dfe)).file_name == REFERRALS.file


def test_guidance_too_long_to_be_true_is_not_read(dfe: Dfe) -> None:
    guidance = b"Filename: b9.csv\n" + b" " * archive.LARGEST_GUIDANCE
    dfe.data("/z", zipped({**RELEASE, archive.GUIDANCE: guidance}), "application/zip")
    assert dfe.service.fetch(zip_offer(dfe)).notes == ()


def test_a_member_that_is_missing_is_named(dfe: Dfe) -> None:
    left = {name: data for name, data in RELEASE.items() if "c1" not in name}
    dfe.data("/z", zipped(left), "application/zip")
    with pytest.raises(Unavailable) as caught:
        dfe.service.fetch(zip_offer(dfe))
    assert str(caught.value).endswith(
        "expected the member c1_2013_to_2024.csv, "
        "found data/b1_2013_to_2024.csv, supporting-files/sen2_dmo_dco.csv"
    )
    kept = dfe.service.fetch(zip_offer(dfe, PLANS))
    assert kept.notes == ("the zip lacks c1_2013_to_2024.csv, which its guidance names",)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_zip_that_breaks_off_is_refused_once_for_all(dfe: Dfe, kept: float) -> None:
    whole = zipped(RELEASE)
    dfe.data("/z", whole[: int(len(whole) * kept)], "application/octet-stream")
    for data_set in (REFERRALS, PLANS):
        offer = zip_offer(dfe, data_set)
        found = dfe.refusal(lambda offer=offer: dfe.service.fetch(offer))  # type: ignore[misc]
        assert found == "one that is cut off or damaged"
    assert len(dfe.asked()) == 1


def test_damage_in_another_member_refuses_the_whole_zip(dfe: Dfe) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as found:
        for name, data in RELEASE.items():
            found.writestr(name, data)
    damaged = stored.getvalue().replace(b"358,Yes", b"358,No!")
    dfe.data("/z", damaged, "application/zip")
    found = dfe.refusal(lambda: dfe.service.fetch(zip_offer(dfe)))
    assert found == "supporting-files/sen2_dmo_dco.csv damaged"


def test_a_zip_that_unpacks_to_too_much_is_refused(dfe: Dfe) -> None:
    many = {f"data/{number}.csv": b"a,b\n1,2\n" for number in range(1_001)}
    dfe.data("/z", zipped(many), "application/zip")
    found = dfe.refusal(lambda: dfe.service.fetch(zip_offer(dfe)))
    assert found == "1,001 of 8,008 bytes"


def test_a_web_page_in_place_of_a_zip_is_refused(dfe: Dfe) -> None:
    dfe.data("/z", b"<html></html>", "application/octet-stream")
    found = dfe.refusal(lambda: dfe.service.fetch(zip_offer(dfe)))
    assert found == "one that is cut off or damaged"


# Whatever the server sends.

KINDS = ["application/json", "text/csv", "application/octet-stream", "text/html", "", "a/b;c=\xff"]
HEADERS = [
    "Content-Encoding: gzip",
    "Content-Encoding: br",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: many",
    "Transfer-Encoding: chunked",
    "Retry-After: 0",
    "Retry-After: soon",
    "Location: /b",
    "Location: http://[",
    "Location: \xff\xfe",
    "Set-Cookie: a=b",
    'Content-Disposition: attachment; filename="../a.csv"',
    "Content-Disposition: attachment; filename*=\xff''%ff",
    "no header at all",
]
STATUSES = ["200 OK", "200", "204 No Content", "302 Found", "304 Not Modified", "403 Forbidden"]
STATUSES += ["404 Not Found", "429 Too Many Requests", "500 Oh", "503 Busy", "999 Odd", "abc"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ITEM = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON | st.just(guid(31)) | st.just(guid(12)),
        "version": JSON | st.just("1.0"),
        "status": JSON | st.just("Published"),
        "slug": JSON | st.just(NEED.slug),
        "filename": JSON | st.just(REFERRALS.file),
        "title": JSON | st.just("C1"),
        "release": JSON | st.just({"id": guid(25), "title": "2025"}),
        "file": JSON | st.just({"id": guid(31)}),
        "api": JSON | st.just({"id": guid(11)}),
        "meta": JSON | st.just({"numDataFileRows": 3}),
        "totalResults": JSON,
        "lastUpdated": JSON | st.just("2025"),
    },
)
PAGE = st.fixed_dictionaries(
    {
        "results": st.lists(ITEM, max_size=3) | JSON,
        "paging": st.just({"totalPages": 1}) | JSON,
    },
    optional={"warnings": JSON},
)
DOCUMENT = (PAGE | JSON).map(lambda document: json.dumps(document).encode())
ZIPPED = st.binary(max_size=60).map(lambda data: zipped({"data/c1_2013_to_2024.csv": CSV + data}))
BODY = DOCUMENT | st.just(CSV) | ZIPPED | st.just(zipped(RELEASE)) | st.binary(max_size=200)
CUT = st.tuples(BODY, st.integers(0, 300)).map(lambda cut: cut[0][: cut[1]])
WILD = st.builds(
    lambda body, headers, status, kind: http(body, *headers, status=status, kind=kind),
    BODY | BODY.map(gzip.compress) | CUT | CUT.map(gzip.compress),
    st.lists(st.sampled_from(HEADERS), max_size=2),
    st.just("200 OK") | st.sampled_from(STATUSES),
    st.sampled_from(KINDS),
)
CALM = (
    PAGE.map(lambda page: http(json.dumps(page).encode()))
    | st.binary(max_size=60).map(lambda data: http(CSV + data, kind="text/csv"))
    | ZIPPED.map(lambda data: http(data, kind="application/octet-stream"))
)
ANSWER = CALM | CALM | WILD | st.binary(max_size=50)


@pytest.fixture(scope="module")
def raw() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def swept() -> Iterator[None]:
    """What the libraries leave open after headers that contradict each other is closed here."""
    yield
    gc.collect()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.usefixtures("swept")
@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    answers=st.lists(ANSWER, min_size=1, max_size=4),
    route=st.sampled_from(["offers", "api", "catalogue", "zip"]),
)
@example(answers=[http(b"[" * 100_000)], route="offers")
@example(answers=[http(b'{"results": [{"version": "9' + b"9" * 5_000)], route="offers")
def test_any_answer_gives_a_value_or_unavailable(
    raw: Server, tmp_path_factory: pytest.TempPathFactory, answers: list[bytes], route: str
) -> None:
    raw.answers = list(answers)
    cache = Cache(tmp_path_factory.mktemp("cache"))
    addresses = Addresses(api=raw.url, catalogue=raw.url, content=raw.url, pause=0, timeout=1)
    offer = Offer(
        data_set=REFERRALS, route=route, url=raw.url, file_name=REFERRALS.file, identity="1"
    )
    found: list[Offer] | Download | None = None
    with Service(addresses, cache) as service, suppress(Unavailable):
        found = service.offers(REFERRALS) if route == "offers" else service.fetch(offer)
    if isinstance(found, list):
        assert all(one.url.startswith(raw.url) for one in found)
        assert all(note.isprintable() for one in found for note in one.notes)
    assert cache.all() == ([found] if isinstance(found, Download) else [])
    assert cache.faults() == []
    assert not [path for path in cache.folder.rglob("*") if path.suffix == ".part"]
