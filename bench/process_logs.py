"""What comes next in real order logs, when, and how long until the end: three ways beside a published neural network.

    python -m bench.process_logs [log …]        (SHUZHI_REAL_DATA, default ../shared/data)

The protocol of Tax et al. (CAiSE 2017): cases in the order of the file, the first two thirds learned from; judged is
every beginning of two events or more that goes on, of the last third. Accuracy of the next step; mean error in days of
the time to it, and of the time to the case's end.
"""

import argparse
import csv
import gzip
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "process-logs"
LOGS = ("helpdesk", "bpi_12_w", "bpi_13_incidents")
PUBLISHED = {"helpdesk": (0.7123, 3.75), "bpi_12_w": (0.7600, 1.56)}
"""Their LSTM: accuracy of the next step, mean error in days of the time to it (as quoted; remaining time is not)."""
BACK = 6
"""So many last steps are looked at."""
ENOUGH = 10
"""Beginnings that ended in the same steps, before what followed them is believed."""
DAY = 86_400.0

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Beginnings:
    """Every beginning of every case: its last steps (the newest first, -1 before the first), times, what came of it."""

    last: Whole
    length: Whole
    elapsed: Floats
    since_last: Floats
    clock: Floats
    following: Whole
    wait: Floats
    left: Floats

    def only(self, rows: NDArray[np.bool_]) -> "Beginnings":
        return Beginnings(**{name: values[rows] for name, values in vars(self).items()})


Said = tuple[Whole, Floats, Floats]
"""Next step, days to it, days to the end."""


def read(name: str) -> tuple[Beginnings, Beginnings]:
    """The beginnings to learn from, and those to judge."""
    with gzip.open(FOLDER / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        rows = [(row["CaseID"], row["ActivityID"], row["CompleteTimestamp"]) for row in csv.DictReader(file)]
    names = list(dict.fromkeys(case for case, _, _ in rows))
    number = {case: at for at, case in enumerate(names)}
    case = np.array([number[each] for each, _, _ in rows])
    step = np.unique([each for _, each, _ in rows], return_inverse=True)[1].astype(np.int64)
    at = np.array([datetime.fromisoformat(each).timestamp() / DAY for _, _, each in rows])
    order = np.argsort(case, kind="stable")
    case, step, at = case[order], step[order], at[order]
    first = np.searchsorted(case, case)
    end = np.searchsorted(case, case, side="right") - 1
    place = np.arange(len(case)) - first
    last = np.stack([np.where(place >= back, np.roll(step, back), -1) for back in range(BACK)], axis=1)
    goes_on = np.arange(len(case)) < end
    all_ = Beginnings(
        last=last,
        length=place + 1,
        elapsed=at - at[first],
        since_last=np.where(place > 0, at - np.roll(at, 1), 0.0),
        clock=np.stack([at % 1, at // 1 % 7], axis=1),
        following=np.roll(step, -1),
        wait=np.roll(at, -1) - at,
        left=at[end] - at,
    )
    learn = case < round(len(names) / 3) * 2
    return all_.only(goes_on & learn), all_.only(goes_on & ~learn & (place >= 1))


def table(known: Beginnings, asked: Beginnings) -> Said:
    """Markov's: the most frequent follower of the last step, and the medians of times."""
    return _longest(known, asked, deepest=1)


def suffixes(known: Beginnings, asked: Beginnings) -> Said:
    """The same of the longest run of last steps that is known well enough."""
    return _longest(known, asked, deepest=BACK)


def _longest(known: Beginnings, asked: Beginnings, *, deepest: int) -> Said:
    count = len(asked.length)
    following = np.full(count, np.bincount(known.following).argmax())
    wait, left = np.full(count, np.median(known.wait)), np.full(count, np.median(known.left))
    for depth in range(1, deepest + 1):
        both = np.concatenate([known.last[:, :depth], asked.last[:, :depth]])
        group = np.unique(both, axis=0, return_inverse=True)[1].reshape(-1)
        here, there = group[: len(known.length)], group[len(known.length) :]
        for kind in np.unique(here):
            of = here == kind
            if of.sum() >= ENOUGH or depth == 1:
                to = there == kind
                following[to] = np.bincount(known.following[of]).argmax()
                wait[to], left[to] = np.median(known.wait[of]), np.median(known.left[of])
    return following, wait, left


def boosted(known: Beginnings, asked: Beginnings) -> Said:
    """Gradient-boosted trees on the last steps and the times so far."""
    common = {
        "num_leaves": 15,
        "learning_rate": 0.05,
        "min_data_in_leaf": 40,
        "seed": 7,
        "num_threads": 1,
        "verbose": -1,
    }
    classes, labels = np.unique(known.following, return_inverse=True)
    steps = _fit({**common, "objective": "multiclass", "num_class": len(classes)}, known, labels, 60)
    following = classes[np.asarray(steps.predict(_matrix(asked))).argmax(axis=1)]
    times = [
        np.maximum(
            np.asarray(_fit({**common, "objective": "l1"}, known, target, 200).predict(_matrix(asked))), 0
        )
        for target in (known.wait, known.left)
    ]
    return following, times[0], times[1]


def _fit(
    settings: dict[str, object], known: Beginnings, target: NDArray[np.generic], rounds: int
) -> lgb.Booster:
    data = lgb.Dataset(_matrix(known), target, categorical_feature=list(range(BACK)))
    return lgb.train(settings, data, rounds)


def _matrix(of: Beginnings) -> Floats:
    return np.column_stack([of.last + 1, of.length, of.elapsed, of.since_last, of.clock]).astype(np.float64)


WAYS: dict[str, Callable[[Beginnings, Beginnings], Said]] = {
    "Markov table": table,
    "longest known steps": suffixes,
    "boosted trees": boosted,
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("logs", nargs="*", default=LOGS)
    for name in arguments.parse_args().logs:
        known, asked = read(name)
        print(f"{name}: {len(known.length)} beginnings learned from, {len(asked.length)} judged", flush=True)
        if name in PUBLISHED:
            print(f"  {'published LSTM':20} next {PUBLISHED[name][0]:.4f}  in {PUBLISHED[name][1]:.2f} d")
        for way, say in WAYS.items():
            started = time.process_time()
            following, wait, left = say(known, asked)
            print(
                f"  {way:20} next {np.mean(following == asked.following):.4f}  "
                f"in {np.abs(wait - asked.wait).mean():.2f} d  end {np.abs(left - asked.left).mean():.2f} d  "
                f"CPU {time.process_time() - started:.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
