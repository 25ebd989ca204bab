"""A batch held against the batches before it, without thresholds set by hand.

``profile`` counts each batch of a standard table, every column at once. Each figure of a batch is expected to lie where
Student's t says that the next one will, from the earlier batches of its own table; how far is too far follows from how
often one would rather be called in vain (``IN_VAIN``), and from how many figures are looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import asin, log, pi, sin, sqrt, tan
from math import exp as e_to
from statistics import NormalDist, mean, stdev
from typing import Any, Literal, NamedTuple

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.declared import Declared, standard_table

IN_VAIN = 1 / 365
"""False alarms a day and table that are put up with: one a year."""
ENOUGH = 4
"""Batches that must have come before one is judged."""
FEWEST = 10
"""Values of which a mean is told: that of fewer would tell of a few people."""
DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}
"""How long a cadence is at most."""
DAY_ZERO = date(2000, 1, 1)
"""Dates are told in days since then."""
NUMBERS = frozenset({"amount", "number", "integer"})

Kind = Literal["rows", "filled", "level", "form", "repeated", "late"]
Counted = Mapping[str, Any]


DEVIATION = TableName("quality", "deviation")
DEVIATION_COLUMNS = {
    "table": "code", "_batch": "code", "column": "code", "kind": "code", "value": "number", "low": "number",
    "high": "number", "like": "code",
}  # fmt: skip
KINDS: Mapping[Kind, Text] = {
    "rows": Text("行数与往期不符", "not as many rows as in earlier batches"),
    "filled": Text("填写率与往期不符", "not filled as in earlier batches"),
    "level": Text("数值、日期或长度与往期不符", "values, dates or lengths unlike those of earlier batches"),
    "form": Text("写法或编码与往期不符", "written or coded otherwise than in earlier batches"),
    "repeated": Text("与另一批内容相同", "the same rows as another batch"),
    "late": Text("该来没来", "nothing new has come for too long"),
}


@dataclass(frozen=True, kw_only=True)
class Came:
    """A batch as it came: its as-of date, and what is counted of it (a row of ``profile``)."""

    batch: str
    arrived: date
    counted: Counted


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """Something of a batch that its table's own history speaks against. ``column`` None: the batch as a whole.

    ``value`` lies outside ``low`` to ``high``; for repeated batches ``like`` is the one that it repeats.
    """

    batch: str
    column: str | None
    kind: Kind
    value: float
    low: float | None = None
    high: float | None = None
    like: str | None = None


def profile(source: Declared) -> exp.Query:
    """A row for each batch of the standard table: ``_batch``, ``rows``, and of column number n ``filled_n`` and sums:
    ``size_n`` and ``square_n`` of the values' sizes (numbers: logarithms; dates: days; text: lengths) and of the
    squares; of text also ``first_n``, how many begin with a digit, and ``last_n`` of the last digits (-1: none)."""
    query = exp.select("_batch", sql.parse("count(*)").as_("rows", quoted=True))
    for number, (name, column) in enumerate(source.columns.items()):
        value = sql.column(name)
        for stat, template in _counts(column.element).items():
            query.select(exp.alias_(sql.fill(template, x=value), f"{stat}_{number}"), copy=False)
    return query.from_(standard_table(source).tree).group_by("_batch")


def _counts(element: str) -> Mapping[str, str]:
    size = _SIZES.get(element, "cast(length(x) as double)")
    if element in NUMBERS:
        size = "ln(1 + abs(cast(x as double)))"
    told = {"filled": "count(x)", "size": f"sum({size})", "square": f"sum(({size}) * ({size}))"}
    if element not in NUMBERS and element not in _SIZES:
        told |= {"first": f"sum({_FIRST})", "last": f"sum({_LAST})"}
    return told


_FIRST = "cast(case when strpos('0123456789', substr(x, 1, 1)) > 0 then 1 else 0 end as double)"
_LAST = "case when x is not null then coalesce(try_cast(substr(x, length(x), 1) as double), -1.0) end"
_SIZES = {
    "date": f"cast(date_diff('day', date '{DAY_ZERO}', x) as double)",
    "yes_no": "cast(cast(x as integer) as double)",
}


class Series(NamedTuple):
    """One figure of a batch that is looked at. ``number`` is its column's place in the profile."""

    kind: Kind
    stat: str
    column: str | None = None
    element: str = ""
    number: int = 0


def deviations(source: Declared, cadence: str, came: Sequence[Came]) -> list[Deviation]:
    """What speaks against each batch but the first few. ``came`` in order of arrival.

    Values are told on the scale people know: rows, shares, amounts (a typical one), days since 2000, lengths.
    """
    looked_at = _series(source)
    chance = min(0.01, IN_VAIN * DAYS.get(cadence, DAYS["monthly"]) / len(looked_at))
    found = [
        deviation
        for place in range(ENOUGH, len(came))
        for series in looked_at
        if (deviation := _unusual(came[place], came[:place], series, chance)) is not None
    ]
    return [*found, *_repeated(came)]


def _series(source: Declared) -> list[Series]:
    found = [Series("rows", "rows")]
    for number, (name, column) in enumerate(source.columns.items()):
        counts = _counts(column.element)
        kinds: tuple[tuple[Kind, str], ...] = (
            ("filled", "filled"), ("level", "size"), ("form", "first"), ("form", "last"),
        )  # fmt: skip
        found += [Series(kind, stat, name, column.element, number) for kind, stat in kinds if stat in counts]
    return found


def _unusual(now: Came, earlier: Sequence[Came], series: Series, chance: float) -> Deviation | None:
    """The deviation, where the batch's figure lies where Student's t, of the earlier ones, does not expect it."""
    told = [figure for each in (*earlier, now) if (figure := _figure(each.counted, series)) is not None]
    if len(told) <= len(earlier):
        return None
    *before, (value, noise) = told
    values = [each for each, _ in before]
    base, start = values, 0.0
    if series.element == "date" and all(after > one for one, after in pairwise(values)):
        # Time goes on: what is usual is how far it goes from batch to batch.
        base, start = [after - one for one, after in pairwise(values)], values[-1]
    expected = start + mean(base)
    # However steady the history: chance alone moves a figure that is counted from so few rows.
    spread = max(stdev(base), noise, sqrt(mean(each**2 for _, each in before)))
    far = student(chance, len(base) - 1) * spread * sqrt(1 + 1 / len(base))
    if abs(value - expected) <= far:
        return None
    shown = _scale(series)
    return Deviation(
        batch=now.batch,
        column=series.column,
        kind=series.kind,
        value=shown(value),
        low=shown(expected - far),
        high=shown(expected + far),
    )


def _figure(counted: Counted, series: Series) -> tuple[float, float] | None:
    """The figure on a scale on which it varies alike whatever its size, and how much chance alone moves it."""
    rows = counted["rows"]
    if series.kind == "rows":
        return log(max(rows, 1)), 1 / sqrt(max(rows, 1))
    filled = counted[f"filled_{series.number}"]
    if series.kind == "filled":
        return asin(sqrt(filled / rows)) if rows else 0.0, 0.5 / sqrt(max(rows, 1))
    if filled < FEWEST:
        return None
    value = counted[f"{series.stat}_{series.number}"] / filled
    if series.stat == "size":
        square = counted[f"square_{series.number}"] / filled
        return value, sqrt(max(square - value**2, 0.0) / filled)
    return value, 1 / sqrt(filled)


def _scale(series: Series) -> Callable[[float], float]:
    """From the scale it is compared on to the one people know."""
    if series.kind == "rows":
        return e_to
    if series.kind == "filled":
        return lambda value: sin(min(max(value, 0.0), pi / 2)) ** 2
    if series.kind == "level" and series.element in NUMBERS:
        return lambda value: e_to(min(value, 100.0)) - 1
    return float


def _repeated(came: Sequence[Came]) -> list[Deviation]:
    """Batches that count alike in everything: the same rows, sent again under another name or in another order."""
    seen: dict[tuple[object, ...], str] = {}
    found = []
    for each in came:
        told = tuple(
            round(value, 9) if isinstance(value, float) else value
            for name, value in sorted(each.counted.items())
            if name != "_batch"
        )
        if told in seen and each.counted["rows"] > 1:
            found.append(
                Deviation(
                    batch=each.batch,
                    column=None,
                    kind="repeated",
                    value=each.counted["rows"],
                    like=seen[told],
                )
            )
        seen.setdefault(told, each.batch)
    return found


def student(chance: float, freedom: int) -> float:
    """The distance, in standard deviations, that Student's t exceeds with this chance, both sides together.

    G. W. Hill, algorithm 396 (1970): to six figures for two degrees of freedom and more.
    """
    if freedom < 2:
        return 1 / tan(chance * pi / 2)
    if freedom == 2:
        return sqrt(2 / (chance * (2 - chance)) - 2)
    a = 1 / (freedom - 0.5)
    b = (48 / a) / a
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * freedom
    y = (d * chance) ** (2 / freedom)
    if y > 0.05 + a:
        x = NormalDist().inv_cdf(chance / 2)
        y = x * x
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = e_to(a * y * y) - 1
    else:
        y = (
            (
                1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3)
                + 0.5 / (freedom + 4)
            )
            * y
            - 1
        ) * (freedom + 1) / (freedom + 2) + 1 / y
    return sqrt(freedom * y)


def profile_table(source: Declared) -> TableName:
    """Where the batches of a source are counted."""
    return TableName("profile", source.name)
