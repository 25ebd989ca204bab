"""Outbreak detection beside the R package `surveillance`: all bounds and alarms of its expected files; its table.

    python -m bench.outbreak        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The table: 14 series with outbreaks labelled by experts, each after its own first 208 weeks told twice. So whatever
learns from the same week four years back learns from the very week it judges; the table's own algorithms do so too.
"""

import csv
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from shuzhi.foresee.bounds import Bounds, Counts, Dates, Flags, Floats
from shuzhi.foresee.charts import bayes, cdc, ears, rki
from shuzhi.foresee.farrington import CLASSIC, Farrington, farrington

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "surveillance"
NOT_COUNTS = {"", "freq", "start_year", "start_period", "start_week", "t", "epoch", "state"}
Detector = Callable[[Counts, Counts, Dates | None], Bounds]

WHOLE: Mapping[str, str] = {
    "salmonella.agona": "salmonella.agona",
    "salmNewport_total": "salmNewport",
    "momo_total": "momo",
}
"""Prefix of the expected files -> file of the series (its columns added up)."""
IMPROVED = Farrington(trend_alpha=1.0)
BY_WINDOWS = Farrington(seasons=1, left_out=3, suspect=1.0, threshold="power", alpha=0.05)
METHODS: Mapping[str, Detector] = {
    "earsC1": lambda counts, at, _: ears(counts, at, "C1"),
    "earsC2": lambda counts, at, _: ears(counts, at, "C2"),
    "earsC3": lambda counts, at, _: ears(counts, at, "C3"),
    "farringtonClassic": lambda counts, at, dates: farrington(counts, at, BY_WINDOWS, dates=dates),
    "farringtonImproved": lambda counts, at, dates: farrington(counts, at, IMPROVED, dates=dates),
}

LABELLED = ("m1", "m2", "m3", "m4", "m5", "q1_nrwh", "q2", "s1", "s2", "s3", "k1", "n1", "n2", "h1_nrwrp")
EIGHT: Mapping[str, Detector] = {
    "rki(6,6,0)": lambda c, at, _: rki(c, at, years=0, half_window=6, this_year=True),
    "rki(6,6,1)": lambda c, at, _: rki(c, at, years=1, half_window=6, this_year=True),
    "rki(4,0,2)": lambda c, at, _: rki(c, at, years=2, half_window=4, this_year=False),
    "bayes(6,6,0)": lambda c, at, _: bayes(c, at, years=0, half_window=6, this_year=True),
    "bayes(6,6,1)": lambda c, at, _: bayes(c, at, years=1, half_window=6, this_year=True),
    "bayes(4,0,2)": lambda c, at, _: bayes(c, at, years=2, half_window=4, this_year=False),
    "cdc(4*,0,5)": lambda c, at, _: cdc(c, at),
    "farrington(3,0,5)": lambda c, at, _: farrington(c, at, CLASSIC),
}
OURS: Mapping[str, Detector] = {
    f"three years, negative binomial, alpha {alpha}": lambda c, at, _, alpha=alpha: farrington(  # type: ignore[misc]
        c, at, Farrington(years=3, seasons=1, left_out=3, few=0, alpha=alpha)
    )
    for alpha in (0.01, 0.05)
}
"""The way of the step `detect_outbreaks`, with its usual alpha and with that of the eight."""


class Difference(NamedTuple):
    """How far two sets of bounds are apart: the largest difference, bounds only one has, alarms that differ."""

    periods: int
    largest: float
    one_sided: int
    alarms: int


def differences() -> dict[str, Difference]:
    """Every expected file beside what is computed here."""
    found = {}
    for prefix, series in WHOLE.items():
        counts, dates = _series(series)
        for method, detector in METHODS.items():
            expected = _rows(FOLDER / "expected" / f"{prefix}__{method}.csv")
            bounds = detector(counts, _at(expected), dates)
            found[f"{prefix} {method}"] = _difference(bounds, expected, "upperbound", "alarm")
    for series in LABELLED:
        counts, _, at = _labelled(series)
        expected = _rows(FOLDER / "expected" / f"survstat14_{series}_alarms.csv")
        for method, detector in EIGHT.items():
            bounds = detector(counts, at, None)
            found[f"{series} {method}"] = _difference(bounds, expected, f"{method}_ub", f"{method}_alarm")
    return found


def table() -> dict[str, tuple[int, int, int, int]]:
    """Per algorithm true and false positives, true and false negatives over the weeks of the 14 series."""
    found = {}
    for name, detector in {**EIGHT, **OURS}.items():
        total = np.zeros(4, dtype=np.int64)
        for series in LABELLED:
            counts, truth, at = _labelled(series)
            alarm = detector(counts, at, None).alarm[0]
            total += [
                (alarm & truth).sum(),
                (alarm & ~truth).sum(),
                (~alarm & ~truth).sum(),
                (~alarm & truth).sum(),
            ]
        found[name] = tuple(int(number) for number in total)
    return found  # type: ignore[return-value]


def _difference(bounds: Bounds, expected: list[dict[str, str]], upper: str, alarm: str) -> Difference:
    theirs = np.array([_number(row[upper]) for row in expected])
    alarms = np.array([_number(row[alarm]) for row in expected])
    ours = bounds.upper[0]
    return Difference(
        periods=len(expected),
        largest=float(np.nanmax(np.abs(ours - theirs), initial=0.0)),
        one_sided=int((np.isnan(ours) != np.isnan(theirs)).sum()),
        alarms=int((np.nan_to_num(alarms) != bounds.alarm[0]).sum()),
    )


def _series(name: str) -> tuple[Counts, Dates | None]:
    rows = _rows(FOLDER / "series_csv" / f"{name}.csv")
    columns = [column for column in rows[0] if column not in NOT_COUNTS]
    counts = np.array([[sum(int(float(row[column])) for column in columns) for row in rows]])
    dated = "-" in rows[0].get("epoch", "")
    return counts, np.array([row["epoch"] for row in rows], dtype="datetime64[D]") if dated else None


def _labelled(name: str) -> tuple[Counts, Flags, Counts]:
    """The published protocol: counts, truth of the judged weeks, and which those are."""
    rows = _rows(FOLDER / "series_csv" / f"{name}.csv")
    counts = np.array([int(row["observed"]) for row in rows])
    state = np.array([int(row["state"]) > 0 for row in rows])
    at = np.arange(416, 416 + 209)
    counts, state = (np.concatenate([values[:208], values[:208], values]) for values in (counts, state))
    return counts[None], state[at], at


def _at(rows: list[dict[str, str]]) -> Counts:
    return np.array([int(row["t"]) - 1 for row in rows])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float:
    return float("nan") if text in {"NA", ""} else float(text)


def speed(series: int = 500) -> tuple[Floats, float]:
    """CPU seconds of the step's way over so many series of five years, 26 weeks of each judged."""
    counts = np.random.default_rng(1).poisson(8.0, (series, 286))
    started = time.process_time()
    bounds = farrington(counts, np.arange(260, 286), Farrington(years=3, seasons=1, left_out=3))
    return bounds.upper, time.process_time() - started


def main() -> None:
    found = differences()
    for name in (name for name in found if "__" in name or name.split()[0] in WHOLE):
        print(f"{name:40} {found[name]}")
    by_method = {method: [found[f"{series} {method}"] for series in LABELLED] for method in EIGHT}
    for method, told in by_method.items():
        largest, odd = max(each.largest for each in told), sum(each.one_sided + each.alarms for each in told)
        print(f"14 series {method:20} largest difference {largest:.1e}, bounds or alarms that differ {odd}")
    print(f"weeks compared: {sum(each.periods for each in found.values())}")
    for name, (tp, fp, tn, fn) in table().items():
        sensitivity, specificity = tp / (tp + fn), tn / (tn + fp)
        told = f"sensitivity {sensitivity:.3f} specificity {specificity:.3f}"
        print(f"{name:45} TP {tp:3} FP {fp:3} TN {tn:4} FN {fn:3} {told}")
    upper, seconds = speed()
    print(f"{upper.size} judged weeks of {len(upper)} series: CPU {seconds:.2f} s")


if __name__ == "__main__":
    main()
