"""Every sentence of a council, of every core indicator and period, checked by another way.

The councils are some, drawn by LINE_OF_SIGHT_SEED; with LINE_OF_SIGHT_EVERY they are all of them.

What a sentence may say is worked out here in SQL and numpy, with the intervals of statsmodels and
scipy, and not with `analysis`. Each sentence must then match one of the forms below as a whole,
and each number and each judging word in it must be the one expected.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.differences import Figure
from analysis.neighbours import neighbour_figure
from bench.audit import claims, oracle
from bench.audit.oracle import MINUS, Z, limits, printed
from pages.parts.figures.database import Indicator, SeriesBreak
from pages.parts.figures.view import FigureRow, Reported, reported
from pages.parts.measure.sentences import Finding, Story, tell
from tests.pages.few import Share, as_if_of_many
from tests.some import EVERY, SEED, some

ENGLAND = "E92000001"
MODEL = 2025
AMOUNTS = ("count", "FTE")
COUNCILS = 40
ENOUGH = 100_000 if EVERY else 150

LABEL = """
    case
        when {start} = {end} and month({end}) = 1 then strftime({end}, '%B %Y')
        when {start} = {end} then strftime({end}, '%-d %B %Y')
        when month({start}) = 1 then year({end})::varchar
        else 'the year to ' || strftime({end}, '%B %Y')
    end
"""

FIGURES = f"""
    with
    total as (
        select figure.* exclude (symbol, breakdown), position
        from figure join indicator using (indicator_id)
        where core and breakdown_topic is null
    ),
    council as (
        select total.*, name as council, level, parent_code
        from total join area using (area_code)
        where level in ('la', 'joint')
    ),
    beside as (
        select council.*, england.value as england, england.status as england_status,
            region.value as region, region.status as region_status, place.name as region_name,
            england.area_code is not null as has_england, region.area_code is not null as has_region
        from council
        left join total as england
            on england.area_code = '{ENGLAND}' and england.indicator_id = council.indicator_id
            and england.period_start = council.period_start
            and england.period_end = council.period_end
        left join total as region
            on region.area_code = council.parent_code
            and region.indicator_id = council.indicator_id
            and region.period_start = council.period_start
            and region.period_end = council.period_end
        left join area as place on place.area_code = council.parent_code
    ),
    followed as (
        select *,
            lag(value) over series as was, lag(status) over series as was_status,
            lag(numerator) over series as was_numerator,
            lag(denominator) over series as was_denominator,
            lag(period_start) over series as was_start, lag(period_end) over series as was_end,
            max(period_end) over (partition by indicator_id, area_code) = period_end as latest,
            last_value(value ignore nulls) over earlier as known,
            last_value(case when value is not null then period_start end ignore nulls)
                over earlier as known_start,
            last_value(case when value is not null then {{'part': numerator, 'of': denominator}} end
                ignore nulls) over earlier as known_counts,
            last_value(case when value is not null then period_end end ignore nulls)
                over earlier as known_end
        from beside
        window
            series as (partition by indicator_id, area_code order by period_end),
            earlier as (partition by indicator_id, area_code order by period_end
                rows between unbounded preceding and 1 preceding)
    )
    select
        followed.*, known_counts.part as known_numerator, known_counts.of as known_denominator,
        indicator.name, indicator.unit, indicator.decimals, indicator.polarity,
        indicator.basis, indicator.interval_method, indicator.multiplier,
        indicator.design_effect, indicator.timing,
        {LABEL.format(start="period_start", end="period_end")} as label,
        {LABEL.format(start="was_start", end="was_end")} as was_label,
        {LABEL.format(start="known_start", end="known_end")} as known_label,
        coalesce(year(period_end) = year(was_end) + 1 and month(period_end) = month(was_end), false)
            as consecutive,
        exists (
            from series_break where series_break.indicator_id = followed.indicator_id
            and after_end >= was_end and after_end < period_end
        ) as broken,
        exists (
            from series_break where series_break.indicator_id = followed.indicator_id
            and after_end >= was_end and after_end < period_end and kind = 'break'
        ) as parted
    from followed join indicator using (indicator_id)
    order by indicator.position, area_code, period_end
"""

NEIGHBOURS = f"""
    with latest as (
        select indicator_id, area_code, max(period_end) as period_end
        from figure join indicator using (indicator_id)
        where core and breakdown_topic is null
        group by all
    )
    select
        latest.indicator_id, latest.area_code, latest.period_end, count(*) as listed,
        count(value) as n, avg(value) as mean, median(value) as median,
        min(value) as near_low, max(value) as near_high,
        any_value(multiplier) * sum(numerator) filter (whole) / sum(denominator) filter (whole)
            as pooled,
        count(*) filter (whole) as n_pooled
    from latest
    join neighbour on neighbour.area_code = latest.area_code and model = {MODEL}
    join indicator on indicator.indicator_id = latest.indicator_id
    left join (
        select *, value is not null and numerator is not null and denominator is not null as whole
        from figure where breakdown_topic is null
    ) as figure
        on figure.area_code = neighbour_code and figure.indicator_id = latest.indicator_id
        and figure.period_end = latest.period_end
    group by latest.indicator_id, latest.area_code, latest.period_end
"""

NUM = rf"{MINUS}?\d+(?:,\d{{3}})*(?:\.\d+)?"
NUMBER = re.compile(NUM)
ASIDE = re.compile(r" \([^)]*\)")
JUDGED = "better|worse|higher|lower"


def form(text: str) -> re.Pattern[str]:
    """A sentence form: [name] is a number, [name%] a number of the measure with its sign."""
    text = re.sub(r"\[(\w+)%\]", lambda role: f"[{role[1]}]%?", text)
    return re.compile(re.sub(r"\[(\w+)\]", lambda role: f"(?P<{role[1]}>{NUM})", text))


WITH_ARTICLE = ("City of London", "Isles of Scilly", "Isle of Wight", "East Riding of Yorkshire")
UNIT = r"(?: percentage points| per 10,000| cases per full-time equivalent)?"
ENDINGS = [
    form(text)
    for text in (
        "",
        r", which cannot be told apart from England's [same%]",
        r", in line with England's [close%]",
        r", a (?P<turned>rise|fall) from [moved_from%] a year earlier; "
        r"in line with England's [close%]",
        rf", (?P<word>{JUDGED}) than England's [england%]",
        r", a (?P<turned>rise|fall) from [moved_from%] a year earlier",
        r", a (?P<turned>rise|fall) from [moved_from%] a year earlier; "
        r"it cannot be told apart from England's [same%]",
        rf", a (?P<turned>rise|fall) from [moved_from%] a year earlier; "
        rf"(?P<word>{JUDGED}) than England's [england%]",
        r", a (?P<turned>rise|fall) from [moved_from%] a year earlier; "
        r"the same as England's when rounded \([alike%]\)",
        r", the same as England's when rounded \([alike%]\)",
        r"; [unjudged%] in England",
        r"; [was] a year earlier",
        r", [size] (?P<counted>more|fewer) than a year earlier",
        r", as a year earlier",
    )
]
CHANGES = [
    form(text)
    for text in (
        r"No earlier figure is held\.",
        r"The figure before is for (?P<gap>[^,]+), so no yearly change is given\.",
        r"A break in the series after (?P<break_after>.+) means it is not compared with "
        r"the year before\.",
        r"A change in how it is counted after (?P<caution_after>.+) means it is not compared with "
        r"the year before\.",
        r"No change is given\. (?P<was_missing>.+): (?P<was_words>.+)\.",
        r"It was [was_open%] (?:in|on) (?P<was_label>.+); whether that is a real change is not "
        r"known\.",
        r"It was [was_few%] (?:in|on) (?P<was_label>.+); of fewer than five, no change is told "
        r"from chance\.",
        r"The same as a year before: [was_same%] (?:in|on) (?P<was_label>.+)\.",
        r"No clear change: [was_alike%] (?:in|on) (?P<was_label>.+) as well\.",
        r"No clear change from [unclear_near%] (?:in|on) (?P<was_label>[^:]+)\.",
        rf"No clear change from [unclear_from%] (?:in|on) (?P<was_label>.+): "
        rf"(?P<groups>in two separate groups |)a difference of [size]{UNIT} could be chance\.",
        rf"It (?P<moved>rose|fell) by [size]{UNIT} from [moved_from%] (?:in|on) (?P<was_label>.+) "
        r"\(95% interval [moved_low] to [moved_high]\)\.",
        r"The same number as (?:in|on) (?P<was_label>.+)\.",
        r"[size] (?P<counted>more|fewer) than (?:in|on) (?P<was_label>.+) \([was]\)\.",
    )
]
ENGLANDS = [
    form(text)
    for text in (
        r"Not compared with England: the number depends on a council's size\.",
        r"England: no figure for this period\.",
        r"England: [unjudged%]\. Not judged: .*?\.",
        r"England: (?P<england_words>[^\d]+?)\.",
        r"The same as England's when rounded \([alike%]\)\.",
        r"Cannot be told apart from England's [same%], which is inside .+? 95% interval "
        r"\([low%] to [high%]\): it could be [times_low] to [times_high] times England's\.",
        r"Cannot be told apart from England's [none%], which is inside .+? 95% interval "
        r"\([low%] to [high%]\)\.",
        r"In line with England's [close%]: all of .+? 95% interval \([low%] to [high%]\) is "
        r"within a fifth of it\.",
        rf"(?P<Word>{JUDGED.title()}) than England's [full_england%], which is outside .+? "
        r"95% interval \([full_low%] to [full_high%]\)\.",
    )
]
SPAN = r"which range from [near_low%] to [near_high%]"
OF = r"(?:[n] of )?[listed] statistical neighbours"
NEAR = [
    form(text)
    for text in (
        "",
        r" Too few statistical neighbours \((?:[n] of )?[listed]\) have a figure\.",
        rf" Mean of {OF}: [mean%], {SPAN}\.",
        rf" Mean of {OF}: [rule_mean%], {SPAN}\. Whether .+? differs depends on the rule used "
        r"\(median [median%](?:, pooled [pooled%])?\)\.",
        rf" Cannot be told apart from the mean of {OF} \([same_mean%]\), {SPAN}\.",
        rf" (?P<Beside>{JUDGED.title()}) than the mean of {OF} \([judged_mean%]\), {SPAN}\.",
    )
]
REGIONS = [
    form(text)
    for text in (
        "",
        r" (?P<region_name>[A-Z][\w ]+): [region%]\.",
        r" (?P<region_name>[A-Z][^\d:]+): (?P<region_words>[^\d]+)\.",
    )
]


KNOWN = form(r"(?:|Last published: [known%] (?:in|on) (?P<known_label>.+)\.)")
WITHHELD_BESIDE = form(
    rf"(?:|England: [unjudged%]\.) ?(?:|Mean of {OF}: [mean%], {SPAN}\.|"
    r"Too few statistical neighbours \((?:(?P<few>\d+) of )?(?P<all>\d+)\) have a figure\.)"
)


def add_intervals(rows: pd.DataFrame) -> pd.DataFrame:
    """Interval of each figure and of its change, in the unit of the figure; nan where none."""
    rows = rows.assign(low=np.nan, high=np.nan, moved_low=np.nan, moved_high=np.nan, sign=np.nan)
    for method in ("proportion", "rate"):
        now = rows[has_parts(rows, method, "value", "numerator", "denominator")]
        low, high = limits(
            method, now.numerator, now.denominator, effect=now.design_effect.to_numpy(float)
        )
        rows.loc[now.index, "low"] = low * now.multiplier
        rows.loc[now.index, "high"] = high * now.multiplier
        both = now[has_parts(now, method, "was", "was_numerator", "was_denominator")]
        add_change(rows, method, both)
    return rows


def has_parts(rows: pd.DataFrame, method: str, value: str, x: str, n: str) -> pd.Series:
    able = oracle.has_parts(method, rows[value], rows[x], rows[n])
    return (rows.interval_method == method) & able


def add_change(rows: pd.DataFrame, method: str, both: pd.DataFrame) -> None:
    counts = [
        both[name].to_numpy(float)
        for name in ("numerator", "denominator", "was_numerator", "was_denominator")
    ]
    x1, n1, x2, n2 = counts
    effect = both.design_effect.to_numpy(float)
    now, before = limits(method, x1, n1, effect=effect), limits(method, x2, n2, effect=effect)
    low, high = oracle.difference(x1 / n1, now, x2 / n2, before)
    sign = np.where(low > 0, 1, np.where(high < 0, -1, 0))
    if method == "rate":
        with np.errstate(divide="ignore", invalid="ignore"):
            clear = np.abs(np.log(x1 / n1 / (x2 / n2))) > Z * np.sqrt(effect * (1 / x1 + 1 / x2))
        sign = np.where((x1 > 0) & (x2 > 0) & ~clear, 0, sign)
    else:
        sign = np.where(oracle.exactly(*counts, Z), sign, 0)
    rows.loc[both.index, "moved_low"] = low * both.multiplier
    rows.loc[both.index, "moved_high"] = high * both.multiplier
    rows.loc[both.index, "sign"] = sign


def stories(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Story]:
    """A story for each core indicator and council, built as a page would build it."""
    columns = list(Indicator.__dataclass_fields__)
    measures = {
        row[columns.index("indicator_id")]: Indicator(**dict(zip(columns, row, strict=True)))
        for row in con.execute(f"select {', '.join(columns)} from indicator where core").fetchall()
    }
    points: dict[tuple[str, str], list[Reported]] = defaultdict(list)
    asked = list(FigureRow.__dataclass_fields__)
    for code, *rest in con.execute(
        f"select indicator_id, {', '.join(asked)} from figure join indicator using (indicator_id) "
        "where core and breakdown_topic is null"
    ).fetchall():
        row = FigureRow(**dict(zip(asked, rest, strict=True)))
        points[code, row.area_code].append(reported(row, measures[code]))
    names = dict(con.execute("select area_code, name from area").fetchall())
    meanings = dict(con.execute("select status, words from symbol_meaning").fetchall())
    breaks: dict[str, list[SeriesBreak]] = defaultdict(list)
    for code, end, kind, reason in con.execute(
        "select indicator_id, after_end, kind, reason from series_break"
    ).fetchall():
        breaks[code].append(SeriesBreak(after_end=end, kind=kind, reason=reason))
    near: dict[str, list[str]] = defaultdict(list)
    for area, other in con.execute(
        "select area_code, neighbour_code from neighbour where model = ?", [MODEL]
    ).fetchall():
        near[area].append(other)
    councils = con.execute(
        "select area_code, level, parent_code from area where level in ('la', 'joint')"
    ).fetchall()
    return {
        (measure.indicator_id, area): Story(
            measure=measure,
            council=names[area],
            points=points[measure.indicator_id, area],
            england=points[measure.indicator_id, ENGLAND],
            meanings=meanings,
            region_name=names.get(parent),
            region=points[measure.indicator_id, parent],
            neighbours=neighbours_of(measure, area, near[area], points, names),
            breaks=breaks[measure.indicator_id],
            level=level,
        )
        for measure in measures.values()
        for area, level, parent in councils
        if points[measure.indicator_id, area]
    }


def neighbours_of(
    measure: Indicator,
    area: str,
    near: list[str],
    points: dict[tuple[str, str], list[Reported]],
    names: dict[str, str],
) -> Any:
    if not near:
        return None
    own = max(points[measure.indicator_id, area], key=lambda point: point.end)
    figures, statuses = {}, {}
    for other in near:
        there = [point for point in points[measure.indicator_id, other] if point.end == own.end]
        point = there[0] if there else None
        figures[names[other]] = point.figure if point else Figure(value=None)
        statuses[names[other]] = point.status if point else "missing_unknown"
    return neighbour_figure(figures, statuses, measure.multiplier, own.interval)


class Expected:
    """What may be said of one row, and complaints about what should not have been."""

    def __init__(self, row: Any, words: dict[str, str]):
        self.row, self.words = row, words
        self.alike = self.same_print(row.value, row.england)
        self.verdict = self.against(row.england)
        change = row.consecutive and not row.broken and pd.notna(row.was)
        self.comparable = bool(change) and pd.notna(row.value)
        self.moved = row.sign if self.comparable and pd.notna(row.sign) else None
        if self.moved is not None and self.same_print(row.value, row.was):
            self.moved = 0
        self.numbers, self.texts = self.all_numbers(), self.all_texts()

    def same_print(self, one: float, other: float) -> bool:
        if pd.isna(one) or pd.isna(other):
            return False
        return printed(one, self.row.decimals) == printed(other, self.row.decimals)

    def against(self, benchmark: float) -> str:
        row = self.row
        if pd.isna(row.low) or pd.isna(benchmark) or row.unit in AMOUNTS:
            return "not compared"
        if self.same_print(row.value, benchmark):
            return "similar"
        return "higher" if benchmark < row.low else "lower" if benchmark > row.high else "similar"

    def word(self, verdict: str) -> str:
        if self.row.polarity == "none" or verdict not in ("higher", "lower"):
            return verdict
        return "better" if (verdict == "higher") == (self.row.polarity == "high") else "worse"

    def all_numbers(self) -> dict[str, float | None]:
        """The number that each role in a sentence stands for; None where it may not be said."""
        row = self.row
        difference = row.value - row.was if self.comparable else None
        fell = (self.moved or 0) < 0
        own = row.value if row.unit not in AMOUNTS else None
        mean = row.mean if row.n >= 7 and row.latest else None
        beside = self.against(mean) if mean is not None else "not compared"
        sure = not self.depends()
        return {
            "value": row.value,
            "england": row.england if self.verdict in ("higher", "lower") else None,
            "full_england": row.england,
            "full_low": row.low,
            "full_high": row.high,
            "unclear_near": row.was if self.moved == 0 and self.near() else None,
            "same": row.england if self.apart() and not self.close() else None,
            "none": row.england if self.apart() and row.england == 0 else None,
            "close": row.england if self.apart() and self.close() else None,
            "times_low": row.low / row.england if self.apart() and row.england else None,
            "times_high": row.high / row.england if self.apart() and row.england else None,
            "alike": row.england if self.verdict == "similar" and self.alike else None,
            "unjudged": row.england
            if row.unit not in AMOUNTS and (pd.isna(row.low) or pd.isna(own))
            else None,
            "moved_from": row.was if self.moved else None,
            "unclear_from": row.was if self.moved == 0 and not self.near() else None,
            "was_alike": row.was if self.moved == 0 else None,
            "was": row.was if self.comparable and self.moved is None else None,
            **self.unjudged(),
            "size": None if difference is None else abs(difference),
            "low": row.low,
            "high": row.high,
            "moved_low": -row.moved_high if fell else row.moved_low,
            "moved_high": -row.moved_low if fell else row.moved_high,
            "n": row.n,
            "listed": row.listed,
            "mean": mean
            if beside == "not compared" or self.same_print(row.value, mean or np.nan)
            else None,
            "near_low": row.near_low if mean is not None else None,
            "near_high": row.near_high if mean is not None else None,
            "same_mean": mean if beside == "similar" and sure else None,
            "judged_mean": mean if beside in ("higher", "lower") and sure else None,
            "rule_mean": mean if not sure else None,
            "median": row.median if not sure else None,
            "pooled": row.pooled if not sure and row.n_pooled >= 7 else None,
            "region": row.region,
            "known": row.known if pd.isna(row.value) else None,
        }

    def apart(self) -> bool:
        return self.verdict == "similar" and not self.alike

    def close(self) -> bool:
        """Whether all of the interval is within a fifth of England's figure."""
        row = self.row
        return bool(0.8 * row.england <= row.low and row.high <= 1.25 * row.england)

    def near(self) -> bool:
        """Whether the difference to the year before is nothing once rounded."""
        row = self.row
        return self.same_print(row.value - row.was, 0.0) and not self.same_print(row.value, row.was)

    def more(self, role: str) -> int:
        """The decimals that a number needs more, for the reader to see what is claimed of it."""
        row, mean = self.row, self.against(self.row.mean)
        outside = {"higher": row.low, "lower": row.high}
        if role.startswith("full_"):
            return more_digits(row.england, outside[self.verdict], row.decimals)
        if role == "judged_mean" and mean in outside:
            return more_digits(row.mean, outside[mean], row.decimals)
        if role in ("moved_low", "moved_high") and self.moved:
            near = row.moved_low if self.moved > 0 else -row.moved_high
            return more_digits(0.0, near, row.decimals)
        return 0

    def unjudged(self) -> dict[str, float | None]:
        """The figure of the year before, by the only sentence that may tell it."""
        row, names = self.row, ("was_open", "was_few", "was_same")
        roles = dict.fromkeys(names)
        if not self.comparable or self.moved is not None:
            return roles
        shared = row.unit == "percent" and pd.notna(row.multiplier)
        told = shares(row)[:2] if shared else []
        texts = [share.due(percent) or percent for share, percent in told]
        same = texts[0] == texts[1] if texts else self.same_print(row.value, row.was)
        few = shared and row.interval_method == "proportion"
        few = few and (row.denominator < 5 or row.was_denominator < 5)
        return roles | {"was_same" if same else "was_few" if few else "was_open": row.was}

    def depends(self) -> bool:
        row = self.row
        if pd.isna(row.low) or not row.n >= 7:
            return False
        benchmarks = [row.mean, row.median, row.pooled if row.n_pooled >= 7 else np.nan]
        verdicts = {
            "higher" if value < row.low else "lower" if value > row.high else "similar"
            for value in benchmarks
            if pd.notna(value)
        }
        return len(verdicts) > 1

    def all_texts(self) -> dict[str, str | None]:
        """The text that each role in a sentence stands for; None where it may not be said."""
        row = self.row
        moved = self.moved or 0
        counted = row.unit == "count" and row.level == "la" and self.comparable
        return {
            "word": self.word(self.verdict),
            "Word": self.word(self.verdict),
            "Beside": None if self.depends() else self.word(self.against(row.mean)),
            "turned": {1: "rise", -1: "fall"}.get(moved),
            "moved": {1: "rose", -1: "fell"}.get(moved),
            "counted": ("more" if row.value > row.was else "fewer") if counted else None,
            "was_label": row.was_label if self.comparable else None,
            "groups": "in two separate groups " if row.timing == "snapshot" else "",
            "gap": row.was_label if not row.consecutive else None,
            "break_after": row.was_label if row.parted else None,
            "caution_after": row.was_label if row.broken and not row.parted else None,
            "was_missing": row.was_label if pd.isna(row.was) else None,
            "was_words": self.words.get(row.was_status),
            "known_label": row.known_label,
            "england_words": self.words[row.england_status] if row.has_england else None,
            "region_words": self.words[row.region_status] if row.has_region else None,
            "region_name": row.region_name,
        }

    def faults(self, groups: dict[str, str | None]) -> Iterator[str]:
        for role, told in groups.items():
            if told is None:
                continue
            if role in self.numbers:
                number = self.numbers[role]
                decimals = 0 if role in ("n", "listed") else int(self.row.decimals)
                decimals = 2 if role.startswith("times_") else decimals
                decimals += self.more(role)
                due = None if pd.isna(number) else printed(float(number), decimals)
            else:
                due = self.texts[role]
            if due is None or plain(told) != plain(due):
                yield f"{role} is {told}, not {due}"


def more_digits(one: float, other: float, decimals: int) -> int:
    """How many decimals more it takes to print two numbers differently."""
    for more in range(6):
        if printed(one, decimals + more) != printed(other, decimals + more):
            return more
    return 6


def plain(text: str) -> str:
    return text.lower().removeprefix("the ")


def match(text: str, forms: list[re.Pattern[str]]) -> dict[str, str | None] | None:
    for one in forms:
        found = one.fullmatch(text)
        if found:
            return found.groupdict()
    return None


def split_comparison(text: str) -> dict[str, str | None] | None:
    """England, then neighbours, then region: the first split that fits as a whole."""
    for first in ENGLANDS:
        start = first.match(text)
        if not start:
            continue
        for middle in NEAR:
            between = middle.match(text, start.end())
            if not between:
                continue
            for last in REGIONS:
                end = last.fullmatch(text, between.end())
                if end:
                    return start.groupdict() | between.groupdict() | end.groupdict()
    return None


def title_faults(text: str, expected: Expected) -> Iterator[str]:
    """The opening is name, value, basis, place and period; the ending is one of the forms."""
    row = expected.row
    name, _, rest = text.partition(": ")
    if not name or words_in(name) - words_in(row.name_):
        yield "the name has a word of its own"
    opening, place, ending = rest.partition(f" in {shown(row.council)} {said(row.label)}")
    value, aside = NUMBER.match(opening), ASIDE.match(ending)
    if not value or not place:
        yield "the opening has another form"
        return
    yield from expected.faults({"value": value[0]})
    basis = opening[value.end() :]
    if aside:
        basis, ending = f"{basis} {aside[0]}", ending[aside.end() :]
    if numbers_in(basis) - numbers_in(f"{row.basis} {row.unit}"):
        yield "a number stands beside the value that is not of its basis"
    groups = match(ending, ENDINGS)
    yield from ["the ending has another form"] if groups is None else expected.faults(groups)


def said(label: str) -> str:
    return f"{'on' if label[:1].isdigit() and ' ' in label else 'in'} {label}"


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.lower()))


def numbers_in(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def shown(council: str) -> str:
    name = (
        re.sub(r", (City|County) of$", "", council).replace("St. ", "St ").replace(" / ", " and ")
    )
    return f"the {name}" if name in WITH_ARTICLE else name


def missing_faults(finding: Finding, expected: Expected) -> Iterator[str]:
    """A withheld figure: its words, and no number but an earlier figure, England and neighbours."""
    row = expected.row
    name, _, rest = finding.text.partition(": ")
    if not name or words_in(name) - words_in(row.name_):
        yield "the name has a word of its own"
    words = expected.words[row.status]
    if rest != f"no figure for {shown(row.council)} {said(row.label)}. {words}":
        yield "the title has another form"
    groups = match(finding.change, [KNOWN])
    yield from ["another change"] if groups is None else expected.faults(groups)
    groups = match(finding.comparison, [WITHHELD_BESIDE])
    if groups is None:
        yield "another comparison"
        return
    few = {"n": groups.pop("few"), "listed": groups.pop("all")}
    yield from expected.faults(groups)
    yield from expected.faults(few)


def shares(row: Any) -> list[tuple[Share, str]]:
    """The shares of children or posts that a finding may tell, each with its percentage."""
    if row.unit != "percent" or pd.isna(row.multiplier):
        return []
    told = [
        Share(row.value, row.numerator, row.denominator),
        Share(row.was, row.was_numerator, row.was_denominator),
        Share(row.known, row.known_numerator, row.known_denominator),
    ]
    return [
        (share, f"{printed(share.value, row.decimals)}%") for share in told if pd.notna(share.value)
    ]


def all_faults(finding: Finding, expected: Expected) -> Iterator[str]:
    row, said = expected.row, shares(expected.row)
    texts = f"{finding.text}. {finding.change} {finding.comparison}"
    read = claims.Said(text=texts, polarity=row.polarity, decimals=int(row.decimals))
    yield from claims.faults(read, {})
    yield from fact_faults(finding, row)
    due = said[0][0].due(said[0][1]) if said and pd.notna(row.value) else None
    if due and due not in finding.text:
        yield f"it should say {due}"
    finding = replace(
        finding,
        text=as_if_of_many(finding.text, said),
        change=as_if_of_many(finding.change, said),
    )
    if pd.isna(row.value):
        yield from missing_faults(finding, expected)
        verdict, moved = "not compared", "not compared"
    else:
        yield from title_faults(finding.text, expected)
        change, comparison = match(finding.change, CHANGES), split_comparison(finding.comparison)
        yield from ["another change"] if change is None else expected.faults(change)
        yield from ["another comparison"] if comparison is None else expected.faults(comparison)
        verdict = expected.verdict
        moved = {1: "rose", -1: "fell", 0: "no clear change"}.get(expected.moved, "not compared")
    if finding.verdict != verdict:
        yield f"the verdict is {finding.verdict}, not {verdict}"
    if finding.movement != moved:
        yield f"the movement is {finding.movement}, not {moved}"
    tone = "none" if verdict == "not compared" or row.polarity == "none" else expected.word(verdict)
    if finding.tone != tone:
        yield f"the tone is {finding.tone}, not {tone}"


def fact_faults(finding: Finding, row: Any) -> Iterator[str]:
    """The facts are the numbers of the three texts: none is missing, none is left over."""
    texts = f"{finding.text} {finding.change} {finding.comparison}".lower()
    told = {fact.shown for fact in finding.numbers}
    for number in told - numbers_in(texts):
        yield f"the fact {number} is not printed"
    for label in (row.label, row.was_label, row.known_label):
        texts = texts.replace(plain(label), "") if isinstance(label, str) else texts
    for literal in ("per 10,000", "above 0, rounds to 0"):
        texts = texts.replace(literal, "")
    for number in numbers_in(texts) - told - numbers_in(f"{row.name_} {row.basis}"):
        yield f"{number} is not a fact"


@pytest.fixture(scope="module")
def rows(database: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    figures = database.execute(FIGURES).df()
    near = database.execute(NEIGHBOURS).df()
    both = add_intervals(figures).merge(
        near, how="left", on=["indicator_id", "area_code", "period_end"]
    )
    return both.rename(columns={"name": "name_"})


@pytest.fixture(scope="module")
def told(database: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Story]:
    return stories(database)


@pytest.fixture(scope="module")
def meanings(database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(database.execute("select status, words from symbol_meaning").fetchall())


def texts_of(finding: Finding) -> str:
    return f"{finding.text} | {finding.change} | {finding.comparison}"


def test_every_sentence_says_only_what_the_figures_say(
    rows: pd.DataFrame, told: dict[tuple[str, str], Story], meanings: dict[str, str]
) -> None:
    faults: list[str] = []
    kinds: Counter[str] = Counter()
    assert len(rows) > 70_000
    drawn = rows[rows.area_code.isin(some(sorted(rows.area_code.unique()), COUNCILS))]
    for row in drawn.itertuples(index=False):
        finding = tell(told[row.indicator_id, row.area_code], row.period_end.date())
        kinds[f"{finding.verdict}, {finding.movement}"] += 1
        faults += [
            f"{row.indicator_id} {row.council} {row.label}: {fault}: {texts_of(finding)}"
            for fault in all_faults(finding, Expected(row, meanings))
        ]
    print(f"{kinds.total():,} findings, {3 * kinds.total():,} texts checked: {dict(kinds)}")
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert kinds.total() == len(drawn)
    assert drawn.indicator_id.nunique() == 52
    assert len(kinds) == 13


TAMPERED = [
    (r"\d(?=[%.),;]| in | per | more| fewer)", lambda digit: str((int(digit[0]) + 1) % 10)),
    ("better", lambda _: "worse"),
    (
        "[Hh]igher",
        lambda word: word[0].replace("igher", "ower").replace("H", "L").replace("h", "l"),
    ),
    (r"\bfall\b", lambda _: "rise"),
    (r"\brose\b", lambda _: "fell"),
    ("No clear change", lambda _: "It rose"),
    (" more than ", lambda _: " fewer than "),
    ("[Cc]annot be told apart from", lambda _: "higher than"),
    ("Not judged", lambda _: "Judged"),
    ("Hidden", lambda _: "3"),
]


@pytest.mark.parametrize(("pattern", "change"), TAMPERED)
def test_a_wrong_sentence_is_caught(
    pattern: str,
    change: Any,
    rows: pd.DataFrame,
    told: dict[tuple[str, str], Story],
    meanings: dict[str, str],
) -> None:
    tried = 0
    # As many as show that it is caught, from here and there.
    of_late = rows[rows.period_end.dt.year >= 2024].iloc[::17].sample(frac=1, random_state=SEED)
    for row in of_late.itertuples(index=False):
        if tried >= ENOUGH:
            break
        finding = tell(told[row.indicator_id, row.area_code], row.period_end.date())
        for part in ("text", "change", "comparison"):
            right = getattr(finding, part)
            for place in re.finditer(pattern, right):
                wrong = right[: place.start()] + change(place) + right[place.end() :]
                tampered = replace(finding, **{part: wrong})
                assert list(all_faults(tampered, Expected(row, meanings))), wrong
                tried += 1
    assert tried > 2
