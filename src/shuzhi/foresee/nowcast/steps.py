"""Step: what a figure that is published late will be, from what has come out so far, week by week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from scipy.stats import t as student

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.foresight import Reason, known_by, refuse_peeking
from shuzhi.core.text import Text
from shuzhi.foresee.nowcast.composite import METHODS, Growth
from shuzhi.foresee.nowcast.published import DAY, published, signals_of
from shuzhi.foresee.nowcast.vintages import Vintages

FEWEST = 8
"""Periods known below which nothing is learned."""
MOST_REASONS = 3
COLUMNS = {
    "期": pa.date32(),
    "基准日": pa.date32(),
    "公布日": pa.date32(),
    "增速": pa.float64(),
    "下限": pa.float64(),
    "上限": pa.float64(),
    "实际": pa.float64(),
    "期望": pa.float64(),
    "去年同期": pa.float64(),
    "理由": pa.string(),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A growth in percent, its bounds, and why."""

    mean: float
    lower: float
    upper: float
    reasons: Sequence[Reason]


def vintages_of(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> Vintages:
    """``target`` (期, 公布日, 值) and ``signals`` (序列, 粒度, 期, 公布日, 值); ``grain`` of the target: 月 or 季."""
    grain = str(parameters["grain"])
    return Vintages(published(tables["target"], "target", grain), signals_of(tables["signals"]))


def method_named(parameters: Mapping[str, object]) -> Growth:
    """By the name a scenario calls it: 合成, 持续, 均值."""
    name = str(parameters["method"])
    if name not in METHODS:
        raise ShuzhiError([_no_method(name)])
    return METHODS[name]


def say(
    vintages: Vintages, method: Growth, period: np.datetime64, day: np.datetime64, *, interval: float
) -> Said | None:
    """What was to be said of a period on a day, learned from the periods known then, each as it looked that far into
    its own course. None where too few were known.
    """
    first = vintages.target.at_first()
    past = list(first.first[(first.out < day) & (first.first < period)])
    features = vintages.features
    items = vintages.items([*past, period], int((day - period) / DAY), day)
    refuse_peeking(items, features, "signals")
    known = known_by(items.slice(0, len(past)), features, date.fromisoformat(str(day)))
    if len(known) < FEWEST:
        return None
    fitted, asked = method.fit(known, features), items.slice(len(past))
    mean = float(fitted.predict(asked)[0])
    half = float(student.ppf((1 + interval) / 2, fitted.freedom)) * fitted.off
    return Said(mean=mean, lower=mean - half, upper=mean + half, reasons=fitted.explain(asked)[0])


def nowcast(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: growth on a year before of every period not published yet, and of the last ones that are, week by week as
    it was to be said at the time.

    Tables: ``target`` and ``signals`` as of ``vintages_of``; ``asked`` with one 基准日: nothing that came out on that
    day or later is looked at. Parameters: ``grain`` (月, 季), ``method``, ``every`` (days, default 7), ``shown``
    (published periods told, default 8), ``interval`` (default 0.9).
    Returns a row per period and day: 公布日 and 实际 (as first told; NULL before it was), 增速, 下限, 上限 in percent,
    期望 and 去年同期 in the target's own unit, 理由.
    """
    if not len(tables["target"]):
        return pa.table({name: pa.array([], kind) for name, kind in COLUMNS.items()})
    vintages, method = vintages_of(tables, parameters), method_named(parameters)
    day = np.datetime64(_asked(tables["asked"]), "D")
    every, shown = int(str(parameters.get("every", 7))), int(str(parameters.get("shown", 8)))
    interval = float(str(parameters.get("interval", 0.9)))
    known = vintages.target.at_first()
    outs = dict(zip(known.first[known.out < day], known.out[known.out < day], strict=True))
    if len(outs) < FEWEST:
        raise ShuzhiError([_too_few(len(outs))])
    period = vintages.after(max(outs), 1 - shown)
    rows = []
    while period < day:
        until = outs.get(period, day)
        days = [*np.arange(period + every * DAY, until, every * DAY), until]
        rows += [
            _row(vintages, period, each, outs.get(period), said)
            for each in days
            if (said := say(vintages, method, period, each, interval=interval)) is not None
        ]
        period = vintages.after(period)
    return pa.Table.from_pylist(rows, schema=pa.schema(list(COLUMNS.items())))


def _row(
    vintages: Vintages, period: np.datetime64, day: np.datetime64, out: np.datetime64 | None, said: Said
) -> dict[str, object]:
    known = vintages.target.before(day)
    before = known.values[known.first == vintages.after(period, -4 if known.grain == "季" else -12)]
    usual = float(before[0]) if len(before) else None
    return {
        "期": period.item(),
        "基准日": day.item(),
        "公布日": None if out is None else out.item(),
        "增速": round(said.mean, 3),
        "下限": round(said.lower, 3),
        "上限": round(said.upper, 3),
        "实际": None if out is None else round(vintages.grown(period, out + DAY)[0], 3),
        "期望": None if usual is None else round(usual * (1 + said.mean / 100), 3),
        "去年同期": usual,
        "理由": "；".join(
            f"{reason.feature}{reason.value:+.1f}%（{reason.weight:+.2f}）"
            for reason in said.reasons[:MOST_REASONS]
        ),
    }


def _asked(table: pa.Table) -> date:
    days = table["基准日"].to_pylist()
    assert len(days) == 1
    assert isinstance(days[0], date)
    return days[0]


def _no_method(name: str) -> Problem:
    told = "、".join(METHODS)
    return Problem(
        what=Text(f"没有“{name}”这种即时预测方法", f"there is no way to nowcast called “{name}”"),
        where="method",
        todo=Text(f"可用：{told}", f"there are: {told}"),
    )


def _too_few(count: int) -> Problem:
    return Problem(
        what=Text(f"只公布过 {count} 期，太少", f"{count} periods published are too few"),
        where="target",
        why=Text(
            f"至少要有 {FEWEST} 期，每期要有上一年的数", f"{FEWEST} are needed, each with its year before"
        ),
        todo=Text("补上更早的公布值", "bring earlier releases"),
    )
