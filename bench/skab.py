"""Sensors: a water loop with valves closed and pumps failing (SKAB), no label seen, beside the published leaderboard.

    python -m bench.skab        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The leaderboard's protocol: of each of 34 files the first 400 seconds are learned from, the rest is judged, second by
second. ``watch_sensors``: the step's own score and limit, the worst of the eight sensors. Beside it on the same
seconds, with limits that one in a thousand of the learned seconds is over: ``usual``, the distance of every sensor,
smoothed, from what it said in those 400 seconds; and ``T2``, Hotelling's statistic. And what always alarming gets.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from shuzhi.foresee.sensors import LIMIT, unlikeness

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "skab" / "data"
LEARNED, SMOOTH = 400, 30
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def corpus() -> list[tuple[Floats, Flags]]:
    """Per file its readings (seconds, sensors) and where something was wrong."""
    files = sorted(path for path in FOLDER.glob("*/*.csv.gz") if path.parent.name != "anomaly-free")
    found = []
    with duckdb.connect() as connection:
        for path in files:
            rows = connection.execute(
                "select * exclude (datetime, changepoint) from read_csv(?, delim = ';')", [str(path)]
            ).to_arrow_table()
            columns = [rows[name].to_numpy().astype(np.float64) for name in rows.column_names]
            found.append((np.column_stack(columns[:-1]), columns[-1] > 0))
    return found


def smoothed(scores: Floats) -> Floats:
    """The mean of the last ``SMOOTH`` seconds."""
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    at = np.arange(1, len(scores) + 1)
    first = np.maximum(at - SMOOTH, 0)
    found: Floats = (sums[at] - sums[first]) / (at - first)
    return found


def ours(values: Floats) -> Floats:
    """As the step has it: each sensor against all it said before, the worst of them."""
    return np.max([unlikeness(column) for column in values.T], axis=0)


def usual(values: Floats) -> Floats:
    """Each sensor against its first ``LEARNED`` seconds only, smoothed; the root of the mean square of all."""
    mean, deviation = values[:LEARNED].mean(axis=0), values[:LEARNED].std(axis=0) + 1e-9
    apart = np.column_stack([smoothed(column) for column in ((values - mean) / deviation).T])
    found: Floats = np.sqrt((apart**2).mean(axis=1))
    return found


def hotelling(values: Floats) -> Floats:
    mean = values[:LEARNED].mean(axis=0)
    inverse = np.linalg.pinv(np.cov(values[:LEARNED].T))
    found: Floats = np.einsum("ni,ij,nj->n", values - mean, inverse, values - mean)
    return found


def learned_limit(scores: Floats, beyond: float) -> float:
    return float(np.quantile(scores[SMOOTH:LEARNED], 0.999)) * beyond


def judged(files: list[tuple[Floats, Flags]], score: Callable[[Floats], Floats], beyond: float | None) -> str:
    """``beyond``: times the learned limit; None: the step's usual limit."""
    hit = false = missed = quiet = 0
    for values, wrong in files:
        scores = score(values)
        limit = LIMIT if beyond is None else learned_limit(scores, beyond)
        alarm, truth = scores[LEARNED:] >= limit, wrong[LEARNED:]
        hit += int((alarm & truth).sum())
        false += int((alarm & ~truth).sum())
        missed += int((~alarm & truth).sum())
        quiet += int((~alarm & ~truth).sum())
    f1 = 2 * hit / (2 * hit + false + missed)
    return (
        f"F1 {f1:.3f}  FAR {100 * false / (false + quiet):.2f} %  MAR {100 * missed / (missed + hit):.2f} %"
    )


def main() -> None:
    files = corpus()
    rows = sum(len(values) for values, _ in files)
    wrong = sum(int(each[LEARNED:].sum()) for _, each in files)
    judged_rows = rows - LEARNED * len(files)
    print(f"{len(files)} files, {judged_rows} seconds judged, {wrong / judged_rows:.1%} of them wrong")
    share = wrong / judged_rows
    print(f"{'always alarmed':24} F1 {2 * share / (1 + share):.3f}  FAR 100 %  MAR 0 %")
    for name, score, beyond in (
        ("watch_sensors", ours, None),
        ("usual, limit learned", usual, 1.0),
        ("usual, twice the limit", usual, 2.0),
        ("T2", hotelling, 1.0),
    ):
        started = time.process_time()
        told = judged(files, score, beyond)
        print(f"{name:24} {told}  CPU {time.process_time() - started:.1f} s")


if __name__ == "__main__":
    main()
