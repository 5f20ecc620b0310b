"""What a quoted figure is beside the published ones: one verdict, with the figure it stands on.

Every published figure of the measure is laid beside the quoted one, over periods, bases and
releases. Equal figures come first, then what explains a difference, then the difference.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from pages.parts.figures import calendar
from pages.parts.paper_check import arithmetic, known, words
from pages.parts.paper_check.known import CHANGE, Candidate
from pages.parts.paper_check.records import Judged, Published, Quoted, Verdict
from pages.parts.paper_check.rounding import distance, same, telling
from pages.parts.paper_check.vocabulary import Measure, vocabulary

MONTH, QUARTER, YEAR = 31, 92, 366  # days
SHORTEST_YEAR, LONGEST_YEAR = 330, 400
MOST_OTHERS = 4
SMALL = 0.05  # a difference of less needs no other basis to explain it


class Fit(IntEnum):
    """How the period of a published figure lies to that of the quoted one, the closest first."""

    SAME = 0  # the same day or the same months
    NEAR = 1  # another day, at most a month away
    LABEL = 2  # the count that lies in the year named
    NEXT = 3  # the count after the year named
    CLOSE = 4  # another day, at most three months away
    OVERLAP = 5  # a year that ends in another month
    PART = 6  # the year that holds the part quoted
    OTHER = 7


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A published figure beside the quoted one."""

    candidate: Candidate
    fit: Fit
    equal: bool

    @property
    def own(self) -> bool:
        return self.candidate.own

    @property
    def current(self) -> bool:
        return not self.candidate.published.superseded

    @property
    def has_value(self) -> bool:
        return self.candidate.published.value is not None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A quoted figure, what its measure means, the day of the meeting and all that is published."""

    quoted: Quoted
    meaning: Measure
    meeting: date | None
    laid: tuple[Laid, ...]

    def among(self, *fits: Fit, own: bool | None = None) -> list[Laid]:
        """Those of the newest releases that have a value, in periods that lie so."""
        return [
            one
            for one in self.laid
            if one.fit in fits and one.current and one.has_value and (own is None or one.own == own)
        ]

    def was_public(self, candidate: Candidate) -> bool:
        return _was_public(candidate, self.meeting)

    def newest_public(self, like: Candidate | None = None) -> Candidate | None:
        """The newest figure of the measure itself that was public on the day of the meeting.

        With `like`, of the same end of a group of councils.
        """
        out = [
            one.candidate
            for one in self.laid
            if one.own
            and one.current
            and one.has_value
            and self.was_public(one.candidate)
            and is_yearly(one.candidate)
            and (like is None or like.low_end == one.candidate.low_end)
        ]
        return max(out, key=lambda one: one.end, default=None)


def _public(candidate: Candidate) -> date | None:
    return known.public_on(candidate.published.indicator_id, candidate.end)


def _was_public(candidate: Candidate, meeting: date | None) -> bool:
    """Whether a figure was out on the day of the meeting; without a day, every one was.

    Where nobody knows when it came out, it is thought to be a year after its period.
    """
    if meeting is None:
        return True
    return (_public(candidate) or _later(candidate.end, YEAR)) <= meeting


def judge(quoted: Quoted, *, meeting: date | None = None) -> Judged:
    """The verdict on one quoted figure, from the database in use.

    Without a meeting every figure that is held counts as public. Never raises for what a paper
    may hold; raises queries.NoDatabase where there is none.
    """
    meaning = vocabulary().by_name.get(quoted.measure)
    if meaning is None:
        return _judged(quoted, Verdict.NOT_PUBLISHED, words.unknown(quoted))
    if early := _nothing_to_lay(quoted, meaning, meeting):
        return early
    case = Case(quoted=quoted, meaning=meaning, meeting=meeting, laid=_laid(quoted, meaning))
    for rule in RULES:
        if found := rule(case):
            return found
    return _unheld(case)


def _nothing_to_lay(quoted: Quoted, meaning: Measure, meeting: date | None) -> Judged | None:
    """The verdict where no figure of the measure, or none of such a place, can be published."""
    if not meaning.indicators:
        if meaning.unlike:
            return _another_thing(quoted, meaning, known.unlike(quoted, meaning), meeting)
        if known.published_elsewhere(meaning):
            return _judged(quoted, Verdict.NOT_HELD, words.not_held(quoted, meaning))
        return _judged(quoted, Verdict.NOT_PUBLISHED, words.not_published(quoted, meaning))
    if quoted.area_code is None and known.group(quoted.area) is None:
        return _judged(quoted, Verdict.NOT_COMPARED, words.other_place(quoted))
    return None


def _laid(quoted: Quoted, meaning: Measure) -> tuple[Laid, ...]:
    found = known.candidates(quoted, meaning)
    beside = [one for one in found if not _equal(quoted, one)]
    # A range is the published one where both its ends are, in one period.
    other_end = {
        (one.published.indicator_id, one.end)
        for one in beside
        if one.low_end is not None and quoted.high is not None
    }
    return tuple(
        Laid(
            candidate=one,
            fit=fit(quoted, one),
            equal=one not in beside
            and (one.low_end is None or (one.published.indicator_id, one.end) not in other_end),
        )
        for one in found
    )


def _equal(quoted: Quoted, candidate: Candidate) -> bool:
    published = candidate.published
    if published.value is None:
        return False
    if candidate.low_end is not None and quoted.high is not None:
        end = quoted.value if candidate.low_end else quoted.high
        return same(replace(quoted, value=end, high=None), candidate.value, published.decimals)
    return same(quoted, candidate.value, published.decimals, candidate.exact)


# Periods


def fit(quoted: Quoted, candidate: Candidate) -> Fit:
    """How the period of a published figure lies to the quoted one."""
    end = quoted.period_end
    if end is None:
        return Fit.OTHER
    start = quoted.period_start
    if start is not None and start > end:
        start = None
    if candidate.published.unit == CHANGE:
        return _fit_of_change(start, end, candidate)
    if candidate.timing == "snapshot":
        return _fit_of_day(start, end, candidate.end)
    return _fit_of_year(start, end, candidate, quoted)


def _days(first: date, last: date) -> int:
    return (last - first).days


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _is_year(start: date | None, end: date) -> bool:
    return start is not None and SHORTEST_YEAR <= _days(start, end) <= LONGEST_YEAR


def _fit_of_day(start: date | None, end: date, counted: date) -> Fit:
    if _same_month(counted, end):
        return Fit.SAME
    if start is not None and _is_year(start, end):
        if start <= counted <= end:
            return Fit.LABEL
        return Fit.NEXT if 0 < _days(end, counted) <= YEAR else Fit.OTHER
    apart = abs(_days(end, counted))
    if apart <= MONTH:
        return Fit.NEAR
    return Fit.CLOSE if apart <= QUARTER else Fit.OTHER


def _fit_of_year(start: date | None, end: date, candidate: Candidate, quoted: Quoted) -> Fit:
    first, last = candidate.start, candidate.end
    if start is None:
        if _same_month(last, end):
            return Fit.SAME
        return Fit.OVERLAP if abs(_days(end, last)) < YEAR else Fit.OTHER
    if _same_month(last, end) and _same_month(first, start):
        return Fit.SAME
    # DfE calls the year to March 2022 "2022" too.
    if _is_year(start, end) and quoted.period.strip() == candidate.published.period:
        return Fit.SAME
    if _days(start, end) < SHORTEST_YEAR:
        return Fit.PART if first <= end <= last else Fit.OTHER
    overlaps = first <= end and start <= last
    return Fit.OVERLAP if _is_year(start, end) and overlaps else Fit.OTHER


def is_yearly(candidate: Candidate) -> bool:
    """Whether it is no change, or one from one year to the next."""
    if candidate.published.unit != CHANGE:
        return True
    longest = LONGEST_YEAR if candidate.timing == "snapshot" else 2 * LONGEST_YEAR
    return _days(candidate.start, candidate.end) <= longest


def _fit_of_change(start: date | None, end: date, candidate: Candidate) -> Fit:
    first, last = candidate.start, candidate.end
    yearly = is_yearly(candidate)
    if start is None or start == end:
        return Fit.SAME if yearly and _same_month(last, end) else Fit.OTHER
    if _same_month(first, start) and _same_month(last, end):
        return Fit.SAME
    if not yearly:
        return Fit.OTHER
    if _days(start, end) < SHORTEST_YEAR:
        return Fit.PART if last >= end and first <= end else Fit.OTHER
    if not _is_year(start, end):
        return Fit.OTHER
    if _same_month(last, end):
        return Fit.SAME
    # What grew during 2021 is the January of 2021 against that of 2022.
    if candidate.timing == "snapshot" and start <= last <= date.fromordinal(
        end.toordinal() + MONTH
    ):
        return Fit.LABEL
    return Fit.OTHER


# Rules: each gives its verdict or passes on


def _part_of_year(case: Case) -> Judged | None:
    whole = case.among(Fit.PART)
    quoted = case.quoted
    start, end = quoted.period_start, quoted.period_end
    is_part = start is not None and end is not None and 0 < _days(start, end) < SHORTEST_YEAR
    yearly = case.meaning.timing == "flow" or quoted.unit == CHANGE
    if not is_part or not yearly or case.among(Fit.SAME) or not case.among(*Fit, own=True):
        return None
    found = _first_of_each_basis(one.candidate for one in whole)
    nearest = found[0] if found else None
    public = _public(nearest) if nearest else None
    said = words.part_year(quoted, found, public, case.meeting)
    return _judged(quoted, Verdict.PART_YEAR, said, nearest, found[1:])


def _range(case: Case) -> Judged | None:
    """A range over parts of a time is no figure of the whole of it: that lies in it, or beside."""
    quoted = case.quoted
    if quoted.high is None or case.meaning.timing != "flow" or quoted.unit == CHANGE:
        return None
    whole = [
        one.candidate for one in case.among(Fit.SAME, own=True) if one.candidate.low_end is None
    ]
    if not whole:
        return None
    said = words.range_over_time(quoted, whole[0])
    return _judged(quoted, Verdict.NOT_COMPARED, said, whole[0], whole[1:])


def _matches(case: Case) -> Judged | None:
    for one in case.among(Fit.SAME, Fit.NEAR, Fit.LABEL, own=True):
        if not one.equal:
            continue
        if not case.quoted.stated and (newer := _newer(case, one.candidate)):
            return _older(case, one.candidate, newer)
        return _matched(case, one.candidate)
    return None


def _matched(
    case: Case, found: Candidate, *, newest: bool = False, months_apart: int = 0
) -> Judged:
    said = words.matches(
        case.quoted,
        found,
        public=_public(found),
        meeting=case.meeting,
        newest=newest,
        months_apart=months_apart,
    )
    return _judged(case.quoted, Verdict.MATCHES, (said, ""), found, case=case)


def _newer(case: Case, found: Candidate) -> Candidate | None:
    """A figure of a later period that was public on the day of the meeting."""
    if case.meeting is None:
        return None
    newest = case.newest_public(found)
    return newest if newest is not None and newest.end > found.end else None


def _older(case: Case, found: Candidate, newest: Candidate) -> Judged:
    said = words.older(case.quoted, found, newest, _public(newest))
    question = words.older_question(newest)
    return _judged(case.quoted, Verdict.OLDER, (said, question), found, [newest])


def _matches_earlier(case: Case) -> Judged | None:
    for one in case.laid:
        if one.current or not one.own or not one.equal:
            continue
        if one.fit not in (Fit.SAME, Fit.NEAR, Fit.LABEL):
            continue
        now = _as_it_is_now(case, one.candidate)
        said = words.earlier(case.quoted, one.candidate, now)
        return _judged(
            case.quoted, Verdict.EARLIER, said, one.candidate, [now] if now is not None else []
        )
    return None


def _as_it_is_now(case: Case, old: Candidate) -> Candidate | None:
    for one in case.laid:
        mine, theirs = one.candidate.published, old.published
        alike = mine.indicator_id == theirs.indicator_id and mine.unit == theirs.unit
        if one.current and alike and one.candidate.end == old.end:
            return one.candidate
    return None


def _other_basis(case: Case) -> Judged | None:
    own = [one.candidate for one in case.among(Fit.SAME, Fit.NEAR, Fit.LABEL, own=True)]
    beside = own[0] if own else None
    for one in case.among(Fit.SAME, Fit.NEAR, Fit.LABEL, own=False):
        if one.equal:
            return _basis(case, one.candidate, beside)
    for one in case.among(Fit.NEXT, Fit.OVERLAP):
        if one.equal and (case.quoted.period_start is not None or telling(case.quoted)):
            return _basis(case, one.candidate, beside)
    return None


def _basis(case: Case, found: Candidate, own: Candidate | None) -> Judged:
    said = words.basis(case.quoted, found, own)
    others = [own] if own is not None else []
    return _judged(case.quoted, Verdict.BASIS, said, found, others)


def _current(case: Case) -> Judged | None:
    """A figure without a period, or of a day about now: the newest that was public, or an older."""
    quoted = case.quoted
    if quoted.period_end is not None and (quoted.stated or case.among(Fit.SAME, own=True)):
        return None
    newest = case.newest_public()
    if newest is None:
        return None
    undated = quoted.period_end is None
    out = [
        one.candidate
        for one in case.laid
        if one.own
        and one.equal
        and one.current
        and case.was_public(one.candidate)
        and is_yearly(one.candidate)
    ]
    for found in sorted(out, key=lambda one: one.end, reverse=True):
        if found.end == newest.end and (undated or telling(quoted)):
            return _matched(case, found, newest=True)
        newest = case.newest_public(found) or newest
        if telling(quoted) or (undated and _days(found.end, newest.end) <= LONGEST_YEAR):
            return _older(case, found, newest)
    return _basis_of_newest(case, newest) if undated else None


def _basis_of_newest(case: Case, newest: Candidate) -> Judged | None:
    for one in case.laid:
        if one.equal and one.current and not one.own and one.candidate.end == newest.end:
            return _basis(case, one.candidate, newest)
    return None


def _matches_close(case: Case) -> Judged | None:
    """A count of another day, at most three months away, that is printed alike."""
    end = case.quoted.period_end
    for one in case.among(Fit.CLOSE, own=True):
        if one.equal and end is not None:
            apart = max(1, round(abs(_days(end, one.candidate.end)) / 30.4))
            return _matched(case, one.candidate, months_apart=apart)
    return None


def _unlike(case: Case) -> Judged | None:
    """What bears the same name and is another thing, where no published figure is equal."""
    if not case.meaning.unlike:
        return None
    rows = known.unlike(case.quoted, case.meaning) or tuple(
        one.candidate for one in case.laid if one.own
    )
    return _another_thing(case.quoted, case.meaning, rows, case.meeting)


def _another_thing(
    quoted: Quoted, meaning: Measure, rows: Sequence[Candidate], meeting: date | None
) -> Judged:
    with_value = [
        one for one in rows if one.published.value is not None and not one.published.superseded
    ]
    end = quoted.period_end
    if end is None:
        with_value = [one for one in with_value if _was_public(one, meeting)]
    else:
        with_value = [one for one in with_value if one.end <= end] or with_value
    found = _nearest_in_time(quoted, with_value)
    said = words.another_thing(quoted, meaning, found)
    return _judged(quoted, Verdict.NOT_COMPARED, said, found)


def _withheld(case: Case) -> Judged | None:
    """Nothing to compare in the very period: withheld, not to be shown, or no such council."""
    same_period = [
        one.candidate
        for one in case.laid
        if one.fit in (Fit.SAME, Fit.NEAR, Fit.LABEL) and one.current and one.own
    ]
    if not same_period or any(one.published.value is not None for one in same_period):
        return None
    if case.among(Fit.SAME, Fit.NEAR, Fit.LABEL):
        return None
    found = same_period[0]
    return _judged(case.quoted, Verdict.NOT_PUBLISHED, words.withheld(case.quoted, found), found)


def _differs(case: Case) -> Judged | None:
    counterparts = case.among(Fit.SAME, Fit.NEAR, Fit.LABEL)
    if not case.quoted.stated:
        # Of a day that was only inferred, what nobody could know then is no counterpart.
        counterparts = [one for one in counterparts if case.was_public(one.candidate)]
    if not counterparts:
        return None
    if not any(one.fit == Fit.SAME and _exactly(case, one) for one in counterparts):
        end = case.quoted.period_end
        counterparts += [
            one
            for one in case.among(Fit.NEXT, Fit.OVERLAP)
            if one.fit == Fit.OVERLAP or (end and _days(end, one.candidate.end) <= MONTH)
        ]
    ranked = sorted(
        (one.candidate for one in counterparts),
        key=lambda one: abs(_apart(case.quoted, one)),
    )
    nearest = ranked[0]
    if case.quoted.area_code not in (None, nearest.published.area_code):
        said = words.joint_figure(case.quoted, nearest)
        return _judged(case.quoted, Verdict.NOT_COMPARED, said, nearest)
    shown = _in_order(ranked, nearest)
    said = words.differs(
        case.quoted,
        shown,
        nearest,
        _apart(case.quoted, nearest),
        told=_bases_not_held(case, nearest) + _first_print(case, nearest),
    )
    rest = [one for one in ranked if one is not nearest]
    return _judged(case.quoted, Verdict.DIFFERS, said, nearest, rest)


def _exactly(case: Case, one: Laid) -> bool:
    """Whether the period is the quoted one by its days, not by what DfE calls it."""
    end = case.quoted.period_end
    return end is not None and _same_month(end, one.candidate.end)


def _apart(quoted: Quoted, candidate: Candidate) -> float:
    if candidate.low_end is not None and quoted.high is not None:
        return (quoted.value if candidate.low_end else quoted.high) - candidate.value
    return distance(quoted, candidate.value)


def _in_order(ranked: Sequence[Candidate], nearest: Candidate) -> list[Candidate]:
    """The nearest and one of every other basis and period, as many as a sentence can hold."""
    shown = [nearest]
    for one in ranked[1:]:
        alike = [(a.published.basis, a.end) for a in shown]
        if (one.published.basis, one.end) not in alike and len(shown) < MOST_OTHERS:
            shown.append(one)
    return shown


def _bases_not_held(case: Case, nearest: Candidate) -> str:
    if abs(_apart(case.quoted, nearest)) <= SMALL * abs(nearest.value):
        return ""
    names = known.bases_not_held(case.quoted, case.meaning, nearest.end)
    return words.bases_not_held(names) if names else ""


def _first_print(case: Case, nearest: Candidate) -> str:
    """Said where the release that a committee could have had is not held."""
    meeting = case.meeting
    if meeting is None or nearest.published.unit == CHANGE:
        return ""
    publication = calendar.publications().get(nearest.published.indicator_id, "")
    issue = calendar.issue_of(publication, nearest.end)
    if issue is None or issue.public_on > meeting:
        return ""
    printed = [
        one.candidate.published.published_on
        for one in case.laid
        if one.candidate.end == nearest.end
        and one.candidate.published.indicator_id == nearest.published.indicator_id
    ]
    if any(on and calendar.latest_day(on) <= meeting for on in printed):
        return ""
    return words.first_print_not_held(issue)


def _other_day(case: Case) -> Judged | None:
    """A count of a day on which nobody publishes one."""
    end = case.quoted.period_end
    if end is None or case.meaning.timing != "snapshot" or case.quoted.unit == CHANGE:
        return None
    rows = [one.candidate for one in case.laid if one.own and one.current and one.has_value]
    before = max((one for one in rows if one.end <= end), key=lambda one: one.end, default=None)
    after = min((one for one in rows if one.end > end), key=lambda one: one.end, default=None)
    if before is None or after is None:
        only = before or after
        if only is None or abs(_days(end, only.end)) > LONGEST_YEAR:
            return None
    nearest = _nearest_in_time(case.quoted, [one for one in (before, after) if one is not None])
    between = (
        before is not None
        and after is not None
        and min(before.value, after.value) <= case.quoted.value <= max(before.value, after.value)
    )
    said = words.other_day(case.quoted, before, after, between=between)
    return _judged(case.quoted, Verdict.NOT_PUBLISHED, said, nearest, _less(nearest, before, after))


def _other_year(case: Case) -> Judged | None:
    rows = [one.candidate for one in case.among(Fit.SAME, Fit.OVERLAP, own=True)]
    if not rows:
        return None
    nearest = _nearest_in_time(case.quoted, rows)
    said = words.other_year(case.quoted, sorted(rows, key=lambda one: one.end)[:MOST_OTHERS])
    return _judged(case.quoted, Verdict.NOT_COMPARED, said, nearest, _less(nearest, *rows))


def _other_span(case: Case) -> Judged | None:
    """Longer than a year, and so no published one."""
    start, end = case.quoted.period_start, case.quoted.period_end
    if start is None or end is None or _days(start, end) <= LONGEST_YEAR:
        return None
    rows = [one.candidate for one in case.among(Fit.OTHER, own=True) if is_yearly(one.candidate)]
    nearest = _nearest_in_time(case.quoted, rows)
    if nearest is None or abs(_days(end, nearest.end)) > LONGEST_YEAR:
        return None
    said = words.other_span(case.quoted, nearest)
    return _judged(case.quoted, Verdict.NOT_COMPARED, said, nearest)


def _no_period(case: Case) -> Judged | None:
    if case.quoted.period_end is not None:
        return None
    newest = case.newest_public()
    said = words.no_period(case.quoted, newest, case.meeting)
    return _judged(case.quoted, Verdict.NOT_COMPARED, said, newest)


def _unheld(case: Case) -> Judged:
    """No rule found a figure: the period, the unit or the place is not among those held."""
    rows = [one.candidate for one in case.laid if one.own and one.current and one.has_value]
    if known.published_elsewhere(case.meaning):
        return _judged(
            case.quoted, Verdict.NOT_HELD, words.not_held(case.quoted, case.meaning, _year(case))
        )
    if not rows:
        said = words.not_published(case.quoted, case.meaning)
        return _judged(case.quoted, Verdict.NOT_PUBLISHED, said)
    ends = sorted(rows, key=lambda one: one.end)
    said = words.not_of_period(case.quoted, ends[0], ends[-1])
    nearest = _nearest_in_time(case.quoted, rows)
    return _judged(case.quoted, Verdict.NOT_PUBLISHED, said, nearest)


def _year(case: Case) -> str:
    return str(case.quoted.period_end.year) if case.quoted.period_end else ""


RULES: tuple[Callable[[Case], Judged | None], ...] = (
    _part_of_year,
    _range,
    _matches,
    _matches_earlier,
    _other_basis,
    _current,
    _matches_close,
    _unlike,
    _withheld,
    _differs,
    _other_day,
    _other_year,
    _other_span,
    _no_period,
)


# What the rules share


def _nearest_in_time(quoted: Quoted, rows: Sequence[Candidate]) -> Candidate | None:
    if not rows:
        return None
    end = quoted.period_end
    if end is None:
        return max(rows, key=lambda one: one.end)
    return min(rows, key=lambda one: abs(_days(end, one.end)))


def _first_of_each_basis(rows: Iterable[Candidate]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for one in rows:
        found.setdefault(one.published.basis, one)
    return list(found.values())[:MOST_OTHERS]


def _less(nearest: Candidate | None, *rows: Candidate | None) -> list[Candidate]:
    return [one for one in rows if one is not None and one is not nearest]


def _judged(
    quoted: Quoted,
    verdict: Verdict,
    said: tuple[str, str],
    nearest: Candidate | None = None,
    others: Sequence[Candidate] = (),
    case: Case | None = None,
) -> Judged:
    has_value = nearest is not None and nearest.published.value is not None
    if case is not None and nearest is not None:
        others = [
            one.candidate
            for one in case.among(Fit.SAME, Fit.NEAR, Fit.LABEL)
            if one.candidate is not nearest
        ]
    shown: tuple[Published, ...] = tuple(one.published for one in others[:MOST_OTHERS])
    sentence, question = said
    return Judged(
        quoted=quoted,
        verdict=verdict,
        sentence=sentence,
        question=question,
        nearest=nearest.published if nearest is not None else None,
        others=shown,
        difference=_apart(quoted, nearest) if nearest is not None and has_value else None,
    )


# A whole paper


def judged(figures: Sequence[Quoted], meeting: date | None) -> tuple[Judged, ...]:
    """The verdict on every figure of one paper, in its order, with what they give one another.

    Figures without a period on one line, of one measure, are of the one period in which most of
    them are equal to published ones. A comparison that the paper dates is called older where the
    paper has a later figure of its own council beside it.
    """
    dated = _with_period_of_line(figures, meeting)
    found = [judge(one, meeting=meeting) for one in dated]
    found = [_comparison(one, found, meeting) for one in found]
    return tuple(
        replace(one, quoted=quoted, inside=said)
        for one, quoted, said in zip(found, figures, arithmetic.inside(figures), strict=True)
    )


def _with_period_of_line(figures: Sequence[Quoted], meeting: date | None) -> list[Quoted]:
    lines: dict[tuple[int, str], list[Quoted]] = {}
    for one in figures:
        if one.measure and (not one.stated or one.period_end is None):
            lines.setdefault((one.line, one.measure), []).append(one)
    found: dict[tuple[int, str], date] = {}
    for key, several in lines.items():
        if len(several) > 1 and any(one.period_end is None for one in several):
            end = _common_end(several, meeting)
            if end is not None:
                found[key] = end
    return [
        replace(one, period_end=found[key], stated=False)
        if (key := (one.line, one.measure)) in found and one.period_end is None
        else one
        for one in figures
    ]


def _common_end(several: Sequence[Quoted], meeting: date | None) -> date | None:
    """The period in which most of them are equal to published figures; at least two must be."""
    votes: Counter[date] = Counter()
    for one in several:
        votes.update(_equal_ends(one, meeting))
    best = max(votes, key=lambda end: (votes[end], end), default=None)
    return best if best is not None and votes[best] > 1 else None


def _equal_ends(quoted: Quoted, meeting: date | None) -> set[date]:
    meaning = vocabulary().by_name.get(quoted.measure)
    if meaning is None or _nothing_to_lay(quoted, meaning, meeting):
        return set()
    case = Case(quoted=quoted, meaning=meaning, meeting=meeting, laid=_laid(quoted, meaning))
    return {
        one.candidate.end
        for one in case.laid
        if one.own and one.current and one.equal and case.was_public(one.candidate)
    }


def _comparison(one: Judged, found: Sequence[Judged], meeting: date | None) -> Judged:
    """A dated comparison that equals an older figure than the paper's own beside it."""
    quoted, nearest = one.quoted, one.nearest
    if one.verdict != Verdict.MATCHES or nearest is None or not quoted.stated:
        return one
    if not _compares(quoted) or meeting is None or quoted.unit == CHANGE:
        return one
    meaning = vocabulary().by_name[quoted.measure]
    case = Case(quoted=quoted, meaning=meaning, meeting=meeting, laid=_laid(quoted, meaning))
    laid = next((x.candidate for x in case.laid if x.candidate.published == nearest), None)
    newest = case.newest_public(laid)
    if newest is None or laid is None or newest.end <= nearest.period_end:
        return one
    later = [
        other
        for other in found
        if other.quoted.measure == quoted.measure
        and other.nearest is not None
        and other.nearest.period_end > nearest.period_end
    ]
    of_same_place = any(other.quoted.area == quoted.area for other in later)
    of_council = any(not _compares(other.quoted) for other in later)
    return one if of_same_place or not of_council else _older(case, laid, newest)


def _compares(quoted: Quoted) -> bool:
    """Whether it is a figure to compare with: of England, a region or a group of councils."""
    return quoted.area_code is None or quoted.area_code.startswith(("E92", "E12", "E13"))
