"""Release day: ask DfE's service what is newest, download what changed, build, check, switch."""

from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import duckdb

from etl.database import build, checks, diff, releases, snapshot
from etl.database.data_sets import file_without_years
from etl.database.fitting import Unfit
from etl.database.whole import readable
from etl.model import DataSet, DataSetState, Refusal
from etl.publications import catalogue
from etl.reading import release_ids, staging
from etl.service import last_asked
from etl.service.cache import Cache, Download
from etl.service.ees import Offer, Service, Unavailable

SOURCE = "DfE's service"
# What happened to a data set, in the words of the table `data_set`; `newer` is to be downloaded.
LOADED, UNCHANGED, FAILED, MISSING = "loaded", "unchanged", "failed", "missing"
NEWER = "newer"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What happened to one data set. `message` is a sentence where it failed, or is to be supplied.

    `offer` is the route that was taken, or that would be; `why` it is to be downloaded. `download`
    is what is to be read; `fetched` tells whether it came over the network now.
    """

    data_set: DataSet
    result: str
    checked_at: datetime
    message: str | None = None
    offer: Offer | None = None
    why: str | None = None
    download: Download | None = None
    fetched: bool = False
    notes: tuple[str, ...] = ()

    @property
    def state(self) -> DataSetState:
        source = self.download or self.offer
        return DataSetState(
            data_set=self.data_set.id,
            result=UNCHANGED if self.result == NEWER else self.result,
            route=source.route if source else None,
            url=source.url if source else None,
            version=source.version if source else None,
            checked_at=self.checked_at,
            message=self.message or "; ".join(self.notes) or None,
            newer=newest_of(self.offer) if self.offer and self.result in (NEWER, FAILED) else None,
        )


def having(results: Iterable[Result], result: str) -> list[Result]:
    return [each for each in results if each.result == result]


def told(results: Sequence[Result]) -> str:
    """The results in a few words: `2 loaded, 11 unchanged`."""
    counts = [
        (len(having(results, result)), result) for result in (LOADED, NEWER, UNCHANGED, FAILED)
    ]
    return ", ".join(f"{count} {result}" for count, result in counts if count) or "nothing to ask"


@dataclass(kw_only=True)
class Outcome:
    """What a refresh did. `summary` is None when nothing was built.

    `known` are the warnings about the database before.
    """

    results: list[Result]
    summary: build.Summary | None = None
    before: Path
    now: Path
    difference: diff.Difference | None = None
    known: set[str] = field(default_factory=set)

    def having(self, result: str) -> list[Result]:
        return having(self.results, result)

    @property
    def exit_code(self) -> int:
        return 1 if self.having(FAILED) else 0


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is there before anything is asked for.

    `held` are files whose figures are shown, by name without years and checksum, of editions the
    newest; `failed` the data sets that failed when they were asked for last.
    """

    held: Set[tuple[str, str]] = frozenset()
    failed: Set[str] = frozenset()

    def holds(self, download: Download) -> bool:
        file = catalogue.DATA_SETS[download.data_set].file
        return (file_without_years(f"/{file}"), download.sha256) in self.held

    def to_be_asked_again(self, download: Download) -> bool:
        """Whether a download was refused: DfE may have put it right without saying so."""
        return download.data_set in self.failed and not self.holds(download)


def choose(only: Sequence[str]) -> list[DataSet]:
    """The data sets that words name: an id, or how ids begin; all that are read by default.

    Raises ValueError naming what there is, for a word that names nothing.
    """
    known = catalogue.DATA_SETS
    if not only:
        return [data_set for data_set in known.values() if data_set.by_default]
    chosen: dict[str, DataSet] = {}
    for word in only:
        begins = [data_set for data_set in known.values() if word and data_set.id.startswith(word)]
        named = (
            [known[word]]
            if word in known
            else [data_set for data_set in begins if data_set.by_default]
        )
        if not named:
            raise ValueError(f"expected one of {', '.join(known)}, or how some begin")
        chosen |= {data_set.id: data_set for data_set in named}
    return [data_set for data_set in known.values() if data_set.id in chosen]


def refresh(
    folder: Path,
    service: Service,
    only: Sequence[str] = (),
    force: bool = False,
    progress: build.Progress = lambda _: None,
) -> Outcome:
    """Bring the database in use up to what DfE's service has.

    A data set that fails leaves its figures as they are, and the others go on. `force` downloads
    what did not change too, and reads a file that has far fewer rows than before. Raises Refusal
    without a network or when the data folder cannot be written, ValueError as `choose` does.
    """
    chosen = choose(only)
    service.check_network()
    with releases.one_at_a_time(folder):
        before = releases.current(folder) or start(folder, progress)
        known = known_of(folder, before)
        cache = Cache(folder / "cache")
        results = []
        for number, data_set in enumerate(chosen, start=1):
            progress(f"{number} of {len(chosen)}: {data_set.title}")
            results.append(collect(data_set, service, cache, known, force))
        outcome = Outcome(results=results, before=before, now=before)
        if outcome.having(LOADED):
            load(folder, cache, outcome, force, progress)
        record(folder, outcome.now, outcome.results)
    return outcome


def record(folder: Path, database: Path, results: Sequence[Result]) -> None:
    """Keep what was found out, for the next status and the next database. Raises Refusal.

    A data set that failed, and was only looked up since, has still failed.
    """
    before = last_asked.since(folder, database)
    states = []
    for result in results:
        earlier = before.get(result.data_set.id)
        again = result.result == NEWER and earlier and earlier.result == FAILED
        message = earlier.message if earlier else None
        states.append(
            replace(result.state, result=FAILED, message=message) if again else result.state
        )
    last_asked.write(folder, told(results), database, states)


def start(folder: Path, progress: build.Progress) -> Path:
    """Put the embedded figures in use, where there is no database to add to."""
    releases.publish(folder, lambda to: build.build_from_snapshot(snapshot.FOLDER, to, progress))
    return releases.in_use(folder)


def ask(
    folder: Path,
    service: Service,
    only: Sequence[str] = (),
    force: bool = False,
    progress: build.Progress = lambda _: None,
) -> list[Result]:
    """What `refresh` would do, as far as the service tells without a download: changes nothing.

    Raises Refusal without a network.
    """
    chosen = choose(only)
    service.check_network()
    database = releases.current(folder)
    known = known_of(folder, database) if database else Known()
    cache = Cache(folder / "cache")
    results = []
    for number, data_set in enumerate(chosen, start=1):
        progress(f"{number} of {len(chosen)}: {data_set.title}")
        results.append(look_up(data_set, service, cache, known, force)[0])
    return results


def known_of(folder: Path, database: Path) -> Known:
    newest = f"""
        select release_id, sha256 from release
        qualify row_number() over (
            partition by {release_ids.first_in("release_id")}
            order by {release_ids.number_in("release_id")} desc) = 1
    """
    with readable(database), duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(newest).fetchall()
    states = last_asked.since(folder, database).values()
    return Known(
        held={(file_without_years(release_id), sha256) for release_id, sha256 in rows},
        failed={state.data_set for state in states if state.result == FAILED},
    )


def look_up(
    data_set: DataSet, service: Service, cache: Cache, known: Known, force: bool
) -> tuple[Result, list[Offer]]:
    """What is to be done about a data set, and the routes that are left to do it.

    No route is left when nothing is to be downloaded.
    """
    now = last_asked.now()
    try:
        offers = service.offers(data_set)
    except Unavailable as fault:
        return Result(data_set=data_set, result=FAILED, checked_at=now, message=str(fault)), []
    if not offers:
        message = f"its address is not known: supply the file from {data_set.publication.page}"
        return Result(data_set=data_set, result=MISSING, checked_at=now, message=message), []
    # A content that was damaged on disk counts as never downloaded.
    newest = whole(cache, data_set)
    result = Result(
        data_set=data_set, result=NEWER, checked_at=now, offer=offers[0], notes=offers[0].notes
    )
    # Asked again all the same where the last content was refused: DfE may have mended it in place.
    if newest and not force and same(newest, offers[0]) and not known.to_be_asked_again(newest):
        return with_download(result, newest, known), []
    return replace(result, why=reason(offers[0], newest, force)), offers


def collect(data_set: DataSet, service: Service, cache: Cache, known: Known, force: bool) -> Result:
    """Get the newest content of a data set into the cache, by the first route that works."""
    result, offers = look_up(data_set, service, cache, known, force)
    newest = whole(cache, data_set)
    faults: list[str] = []
    for offer in offers:
        try:
            # The first route failed; the second offers what is in the cache already, so nothing is
            # fetched.
            if faults and newest and not force and same(newest, offer):
                download, fetched = newest, False
                if not agree(offer, offers[0]):
                    break
            else:
                download, fetched = service.fetch(offer), True
        except Unavailable as fault:
            faults.append(str(fault))
            continue
        other_way = [f"{fault}; so another way was taken" for fault in faults]
        result = replace(result, offer=offer, fetched=fetched, notes=(*other_way, *offer.notes))
        return with_download(result, download, known)
    if faults:
        others = [fault.removeprefix(f"{data_set.id}: ") for fault in faults[1:]]
        # A list that was not answered may be why.
        message = "; ".join([faults[0], *others, *offers[0].notes])
        return replace(result, result=FAILED, message=message)
    return result


def whole(cache: Cache, data_set: DataSet) -> Download | None:
    """The newest download of a data set whose bytes are those that arrived."""
    newest = cache.newest(data_set.id)
    try:
        return newest if newest and cache.path(newest) else None
    except Refusal:
        return None


def same(download: Download, offer: Offer) -> bool:
    """Whether the service says that an offer is what was downloaded by the same route."""
    return (
        offer.identity is not None
        and offer.identity == download.identity
        and offer.route == download.route
    )


def agree(offer: Offer, other: Offer) -> bool:
    """Whether two routes lead to the same content, as far as the service tells."""
    pairs = [(offer.release, other.release), (offer.file_id, other.file_id)]
    return any(ours is not None and ours == theirs for ours, theirs in pairs)


def with_download(result: Result, download: Download, known: Known) -> Result:
    """The result where `download` is the newest content: to be read, unless it is held."""
    return replace(
        result,
        result=UNCHANGED if known.holds(download) else LOADED,
        download=download,
        notes=tuple(dict.fromkeys((*result.notes, *download.notes))),
    )


def reason(offer: Offer, newest: Download | None, force: bool) -> str:
    """Why an offer is downloaded."""
    if force:
        return "asked for by --force"
    if not newest:
        return "not downloaded before"
    if offer.identity is None:
        return "the service does not tell whether it changed"
    if same(newest, offer):
        return "what was downloaded before was refused"
    return f"changed since {newest.fetched_at:%d %B %Y}"


def newest_of(offer: Offer) -> str | None:
    """What an offer holds, if the service tells: `Reporting year 2026, version 1.1`."""
    version = f"version {offer.version}" if offer.version else ""
    return ", ".join(filter(None, (offer.release, version))) or None


def load(
    folder: Path, cache: Cache, outcome: Outcome, force: bool, progress: build.Progress
) -> None:
    """Build from what is to be read and switch; the outcome says what came of it.

    Raises Refusal where it is no file that stops the build, but the data folder.
    """
    new = [result.download for result in outcome.having(LOADED) if result.download]
    files = [published_file(cache, download) for download in new]
    states = states_of(folder, outcome)
    try:
        outcome.summary = releases.publish(
            folder,
            lambda to: build.build_from_files(
                files,
                to,
                outcome.before,
                progress,
                # One data set that fails must not keep the others out on release day.
                tolerant=True,
                force=force,
                data_sets=states,
                source=SOURCE,
            ),
        )
    # No file was left: the database in use stays, and each data set is told why it failed.
    except Unfit as unfit:
        refused = {str(file.data_set): faults for file, faults in unfit.files.items() if faults}
    else:
        refused = outcome.summary.refused
        outcome.now = releases.in_use(folder)
        progress("what changed")
        # What was doubtful before is no news, and is told by check.
        outcome.known = warnings_of(outcome.before)
        outcome.difference = diff.compare(outcome.before, outcome.now)
    outcome.results = [
        replace(
            result, result=FAILED, message=f"{result.data_set.id}: {refused[result.data_set.id][0]}"
        )
        if result.data_set.id in refused
        else result
        for result in outcome.results
    ]


def warnings_of(database: Path | None) -> set[str]:
    """What is doubtful in a database; nothing where there is none, or none that can be read."""
    if not database:
        return set()
    with (
        suppress(Refusal),
        readable(database),
        duckdb.connect(str(database), read_only=True) as con,
    ):
        return set(checks.check(con))
    return set()


def published_file(cache: Cache, download: Download) -> staging.PublishedFile:
    return staging.PublishedFile(
        name=download.file_name,
        path=cache.path(download),
        found_in=download.url,
        retrieved_at=download.fetched_at,
        data_set=download.data_set,
        release=download.release,
    )


def states_of(folder: Path, outcome: Outcome) -> list[DataSetState]:
    """What is known of each data set: found out now, or since the database in use was built."""
    now = {result.data_set.id: result.state for result in outcome.results}
    return list((last_asked.since(folder, outcome.before) | now).values())


def states_in(cache: Cache) -> list[DataSetState]:
    """Where the newest download of each data set came from."""
    return [
        DataSetState(
            data_set=download.data_set,
            result=LOADED,
            route=download.route,
            url=download.url,
            version=download.version,
            checked_at=download.fetched_at,
        )
        for download in cache.all()
    ]


def files_in(cache: Cache) -> tuple[list[staging.PublishedFile], list[str]]:
    """Every download that is kept, oldest first, and the faults of those that cannot be read.

    Raises Refusal when there is none at all.
    """
    files = []
    faults = cache.faults()
    last: dict[str, str] = {}
    for download in cache.all():
        again = last.get(download.data_set) == download.sha256
        last[download.data_set] = download.sha256
        if download.data_set not in catalogue.DATA_SETS:
            faults.append(f"{download.data_set}: expected a data set that a record names")
        elif not again:
            with suppress(Refusal):  # its fault is told already
                files.append(published_file(cache, download))
    if not files:
        there = "only damaged ones" if faults else "none"
        raise Refusal(
            [*faults, f"{cache.folder}: expected downloads of an earlier refresh, found {there}"]
        )
    return files, faults
