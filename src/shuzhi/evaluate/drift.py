"""Step: how far what is to be judged now is from what was learned of, feature by feature."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

METHOD, FIGURE = "分布", "稳定性指数"
PARTS = 10
LEAST = 0.5
"""Counted into every part, so that a part nobody is in does not make the index endless."""

COLUMNS = {
    "方法": pa.string(),
    "特征": pa.string(),
    "起": pa.date32(),
    "指标": pa.string(),
    "值": pa.float64(),
}


def watch_drift(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: the population stability index of each feature, of ``now`` against ``before``.

    Tables ``before`` and ``now``. Parameters: ``features`` (columns in both), ``as_of`` (the date column of ``now``).
    The index is the sum over parts (tenths of ``before``, or its values where there are few; missing is one of them) of
    (share now − share before) × ln(share now ÷ share before): 0.1 is little, over 0.25 is another population.
    Returns 方法, 特征, 起 (the earliest as-of date of ``now``), 指标, 值; nothing where either has no rows.
    """
    before, now = tables["before"], tables["now"]
    features = parameters["features"]
    assert isinstance(features, Sequence)
    if not len(before) or not len(now):
        return pa.Table.from_pylist([], schema=pa.schema(list(COLUMNS.items())))
    since: date = pc.min(now[str(parameters["as_of"])]).as_py()
    rows = [
        {
            "方法": METHOD,
            "特征": str(name),
            "起": since,
            "指标": FIGURE,
            "值": stability(before[str(name)], now[str(name)]),
        }
        for name in features
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(list(COLUMNS.items())))


def stability(before: pa.ChunkedArray, now: pa.ChunkedArray) -> float:
    """The index of one feature. Numbers are cut at tenths of ``before``; other values count by themselves."""
    numeric = pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal
    if any(of(before.type) for of in numeric):
        old, new = _numbers(before), _numbers(now)
        known = old[np.isfinite(old)]
        cuts = np.unique(np.quantile(known, np.linspace(0, 1, PARTS + 1)[1:-1])) if len(known) else known
        # Missing (NaN) sorts behind every cut; it is moved to a part of its own.
        places = [
            np.where(np.isnan(values), len(cuts) + 1, np.searchsorted(cuts, values, side="left"))
            for values in (old, new)
        ]
        width = len(cuts) + 2
    else:
        words = pa.chunked_array([*pc.cast(before, pa.string()).chunks, *pc.cast(now, pa.string()).chunks])
        codes = np.unique(np.array(pc.fill_null(words, "\0").to_pylist(), dtype=str), return_inverse=True)[1]
        places = [codes[: len(before)], codes[len(before) :]]
        width = int(codes.max()) + 1
    shares = [(np.bincount(each, minlength=width) + LEAST) / (len(each) + LEAST * width) for each in places]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    return np.array(pc.cast(column, pa.float64()).to_pylist(), dtype=np.float64)
