"""Step: nowcasts of `foresee` as they would have been, handed to the judging of `evaluate`."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from shuzhi.evaluate.forecasts import figures
from shuzhi.foresee.nowcast.composite import METHODS
from shuzhi.foresee.nowcast.published import DAY
from shuzhi.foresee.nowcast.steps import Said, say, vintages_of

NAIVE = "持续"
KINDS = [
    ("方法", pa.string()),
    ("第几天", pa.int64()),
    ("起", pa.date32()),
    ("指标", pa.string()),
    ("值", pa.float64()),
]


def back_test_nowcasts(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: how good nowcasts of the last ``judged`` published periods would have been, ``days`` after each began.

    Tables and parameters as of ``nowcast``. Each is learned from what had come out by then, and judged by the growth
    as it was first told. Beside the method stand 持续 (the last growth known, the measure of 技巧) and 均值 (the mean
    of all known). Returns 方法, 第几天, 起 (the first period judged), 指标, 值: one row per figure.
    """
    schema = pa.schema(KINDS)
    asked, days = tables["asked"]["基准日"].to_pylist(), parameters["days"]
    assert isinstance(days, Sequence)
    if not len(tables["target"]):
        return pa.Table.from_pylist([], schema=schema)
    vintages = vintages_of(tables, parameters)
    interval = float(str(parameters.get("interval", 0.9)))
    first = vintages.target.at_first()
    known = first.out < np.datetime64(asked[0], "D")
    judged = list(zip(first.first[known], first.out[known], strict=True))[-int(str(parameters["judged"])) :]
    truth = np.array([vintages.grown(period, out + DAY)[0] for period, out in judged])
    rows = []
    for offset in (int(str(each)) for each in days):
        said = {
            name: [
                say(vintages, METHODS[name], period, period + offset * DAY, interval=interval)
                if period + offset * DAY <= out
                else None
                for period, out in judged
            ]
            for name in dict.fromkeys((NAIVE, "均值", str(parameters["method"])))
        }
        plain = _told(said[NAIVE])[0]
        rows += [
            {"方法": name, "第几天": offset, "起": judged[0][0].item(), "指标": figure, "值": value}
            for name, told in said.items()
            for figure, value in figures(*_told(told), truth, plain).items()
        ]
    return pa.Table.from_pylist(rows, schema=schema)


def _told(said: Sequence[Said | None]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = [(np.nan,) * 3 if each is None else (each.mean, each.lower, each.upper) for each in said]
    mean, lower, upper = np.array(rows).T
    return mean, lower, upper
