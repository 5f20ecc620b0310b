"""The audit finds nothing in what the pages say, and finds whatever is put into them wrongly."""

import logging
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analysis import differences, discovery, intervals, neighbours, overdispersion, ranks, steps
from analysis.intervals import Interval, figure_interval, wilson
from bench import build
from bench.audit import auditing, world
from bench.audit.__main__ import main
from bench.audit.audited import Audited, Checked
from bench.audit.glance import glance
from bench.audit.kinds import KINDS
from bench.audit.world import World
from pages.parts.compare import words as compare_words
from pages.parts.figures import spread, view
from pages.parts.figures.councils import councils
from pages.parts.measure import numbers, sentences
from pages.parts.overview import entries, flags
from tests.some import some

COUNCILS = int(os.environ.get("LINE_OF_SIGHT_AUDITED", "5"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))
MEASURES = 4  # of which the ranks of every year take some seconds each
USUAL = "ehcp_20wk_ex_pc"
REFUSED = "ehcp_requests_refused_pc"  # of which some councils stand out
PLANS = "ehcp_caseload"  # the one with ages and accounts


@pytest.fixture(scope="module")
def rows(database: duckdb.DuckDBPyConnection) -> World:
    return world.read(database)


@pytest.fixture
def fresh(snapshot_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same database under a name of its own, so that no answer to it is kept yet."""
    name = (snapshot_data / "current").read_text(encoding="utf-8").strip()
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / name).hardlink_to(snapshot_data / "releases" / name)
    (tmp_path / "current").write_text(name, encoding="utf-8")
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    return tmp_path


def test_nothing_differs(rows: World, fresh: Path) -> None:
    chosen = random.Random(SEED)
    codes = chosen.sample([council.la_code for council in councils()], COUNCILS)
    compared = [code for code, measure in rows.measures.items() if measure.compared]
    wanted = [PLANS, *chosen.sample(compared, MEASURES)]
    results = auditing.audit(
        auditing.choices_of(codes), rows, [rows.measures[code] for code in wanted], quiet=True
    )
    print(f"councils {codes}, measures {wanted}")
    print({result.kind: result.recomputed for result in results})
    told = [checked.sentence for result in results for checked in result.first]
    assert not told, "\n".join(told)
    assert all(result.recomputed for result in results)


@pytest.fixture(autouse=True)
def warnings_as_before() -> Iterator[None]:
    """The command turns warnings off for the whole process."""
    yield
    logging.disable(logging.NOTSET)


Break = Callable[[pytest.MonkeyPatch], None]


def put(module: Any, name: str, wrong: Any) -> Break:
    return lambda monkeypatch: monkeypatch.setattr(module, name, wrong)


def wider(*parts: Any, **named: Any) -> Any:
    right = figure_interval(*parts, **named)
    return right and right.scaled(1.0001)


def wider_wilson(x: float, n: float, z: float) -> Interval:
    return wilson(x, n, 1.01 * z)


def told(text: str) -> compare_words.Told:
    return compare_words.Told(text=text, numbers=())


def rounded_down(value: float, decimals: int) -> str:
    return f"{value - 0.5 * 10**-decimals:,.{decimals}f}"


# By kind, a measure of which what is put in wrongly shows.
WRONG = [
    ("intervals", USUAL, put(view, "figure_interval", wider)),
    ("changes on the year before", USUAL, put(differences, "side", lambda *_: 0)),
    ("changes on the year before", USUAL, put(intervals, "wilson", wider_wilson)),
    ("findings against England", USUAL, put(sentences, "against", lambda *_: "similar")),
    ("findings against England", USUAL, put(sentences, "alike", lambda *_: True)),
    ("findings against England", USUAL, put(sentences, "tone_of", lambda *_: "better")),
    ("printed claims", USUAL, put(numbers, "digits", rounded_down)),
    ("printed claims", USUAL, put(sentences, "judging_word", lambda *_: "better")),
    ("titles", USUAL, put(compare_words, "part_of", lambda *_: "lowest quarter")),
    ("titles", USUAL, put(compare_words, "headline", lambda _: told("another"))),
    ("neighbours", USUAL, put(neighbours, "fmean", max)),
    ("neighbours", USUAL, put(neighbours, "against", lambda *_: "similar")),
    ("ranks", USUAL, put(ranks, "simultaneous", lambda _, z: z)),
    ("ranks", USUAL, put(ranks, "limits_of", lambda *_: (1.0, 2.0, 3.0))),
    ("usual spread", USUAL, put(overdispersion, "TAIL", 20)),
    ("places among councils", USUAL, put(spread, "part_of", lambda *_: "lowest quarter")),
    ("places among councils", REFUSED, put(overdispersion, "tail", lambda *_: 1.0)),
    ("steps by age", PLANS, put(steps, "Z_SCAN", 1.0)),
    ("accounts of plans", PLANS, put(view, "unbalanced", lambda _: frozenset())),
]


@pytest.mark.parametrize(("kind", "code", "wrong"), some(WRONG, 8))
def test_what_is_wrong_is_found(
    kind: str, code: str, wrong: Break, rows: World, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(monkeypatch)
    measure = rows.measures[code]
    in_doubt = {rows.areas[area]["la_code"] for _, area, _ in rows.doubted}
    few = Audited(
        world=rows,
        measure=replace(measure, ends=measure.ends[-2:]),
        choices=auditing.choices_of(["358", *in_doubt]),
    )
    found = [checked for checked in KINDS[kind](few) if checked.differs]
    assert found
    assert f", and by the audit {found[0].theirs}." in found[0].sentence


@pytest.mark.parametrize(
    "wrong",
    [
        put(flags, "discoveries", lambda chances: (True,) * len(chances)),
        put(flags, "chance_of_change", lambda *_: 0.001),
        put(discovery, "FURTHEST", 2.5),
        put(entries, "told", lambda _: frozenset()),
    ],
)
def test_what_is_wrong_at_a_glance_is_found(
    wrong: Break, rows: World, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(monkeypatch)
    assert any(checked.differs for checked in glance(rows, auditing.choices_of(["886"])))


def test_a_kind_without_a_wrong_example_would_be_missed() -> None:
    assert {kind for kind, *_ in WRONG} == set(KINDS)


def test_the_command_says_what_differs(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = [auditing.Result(kind="intervals")]
    results[0].add(
        Checked(
            council="Trafford",
            measure="Plans within 20 weeks",
            period=date(2024, 12, 31),
            what="the interval",
            ours=(48.4, 58.4),
            theirs=(48.4, 58.5),
        )
    )
    monkeypatch.setattr(auditing, "audit", lambda *_: results)
    monkeypatch.setattr(build, "build_snapshot", lambda _: os.environ.update(here(fresh)))
    with pytest.raises(SystemExit) as stopped:
        main(["358"])
    said = " ".join(capsys.readouterr().out.split())
    assert "intervals 1 1" in said
    assert (
        "intervals: Trafford, Plans within 20 weeks, 31 December 2024: the interval is "
        "(48.4, 58.4), and by the audit (48.4, 58.5)." in said
    )
    assert stopped.value.code == 1


def here(folder: Path) -> dict[str, str]:
    return {"LINE_OF_SIGHT_DATA": str(folder)}


def test_a_council_that_there_is_not_is_named(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "build_snapshot", lambda _: os.environ.update(here(fresh)))
    with pytest.raises(SystemExit, match="no council with the DfE code 999"):
        main(["999"])


def test_without_the_libraries_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="scipy and statsmodels, which are not installed"):
        main([])
