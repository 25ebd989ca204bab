"""The Numenta Anomaly Benchmark's own scoring (v1.1): early alarms in a window count more, others cost."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PROFILES = {"standard": (0.11, 1.0), "few false alarms": (0.22, 1.0), "few misses": (0.11, 2.0)}
"""Cost of a false alarm and of a missed window; a window found is worth 1."""


class Series(NamedTuple):
    name: str
    times: NDArray[np.datetime64]
    values: Floats
    windows: list[tuple[int, int]]

    @property
    def probation(self) -> int:
        """Rows at the start in which nothing is judged."""
        return int(0.15 * min(len(self.values), 5000))


def corpus(folder: Path) -> list[Series]:
    """Every file that is here, with its windows (first and last row), for the judging only."""
    told = json.loads((folder / "labels" / "combined_windows.json").read_text("utf-8"))
    found = []
    for name, windows in sorted(told.items()):
        if not (folder / "data" / name).exists():
            continue
        with (folder / "data" / name).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        times = np.array([row["timestamp"] for row in rows], dtype="datetime64[s]")
        edges = [[np.datetime64(edge.split(".")[0], "s") for edge in window] for window in windows]
        at = [
            (int(np.searchsorted(times, first)), int(np.searchsorted(times, last))) for first, last in edges
        ]
        found.append(Series(name, times, np.array([float(row["value"]) for row in rows]), at))
    return found


def raw(series: Series, alarm: Flags, false: float, missed: float) -> float:
    """The score of one file's alarms."""
    worth = _worth(series, false)
    inside = np.full(len(alarm), -1)
    for number, (first, last) in enumerate(series.windows):
        inside[first : last + 1] = number
    counted = alarm & (np.arange(len(alarm)) >= series.probation)
    total = float(worth[counted & (inside < 0)].sum())
    for number in range(len(series.windows)):
        hits = worth[counted & (inside == number)]
        total += float(hits.max()) if len(hits) else -missed
    return total


def score(corpus_: list[Series], alarms: Mapping[str, Flags], profile: str = "standard") -> float:
    """100 for a perfect detector, 0 for one that never says anything."""
    false, missed = PROFILES[profile]
    windows = sum(len(series.windows) for series in corpus_)
    total = sum(raw(series, alarms[series.name], false, missed) for series in corpus_)
    return 100 * (total + missed * windows) / (windows * (1 + missed))


def best(
    corpus_: list[Series], scores: Mapping[str, Floats], profile: str = "standard"
) -> tuple[float, float]:
    """The threshold that scores best on these files, and its score: NAB's own way, over all of them."""
    judged = np.concatenate([scores[series.name][series.probation :] for series in corpus_])
    tried = np.unique(np.quantile(judged, 1 - np.geomspace(1e-5, 0.2, 150)))
    found = [
        (
            score(corpus_, {name: each >= threshold for name, each in scores.items()}, profile),
            float(threshold),
        )
        for threshold in tried
    ]
    top, threshold = max(found)
    return threshold, top


def _worth(series: Series, false: float) -> Floats:
    """What an alarm on each row is worth, alone."""
    rows = np.arange(len(series.values), dtype=np.float64)
    worth = np.full(len(rows), -false)
    for first, last in series.windows:
        width = last - first + 1
        later = rows > last
        worth[later] = false * _sigmoid((rows[later] - last) / max(width - 1, 1))
    for first, last in series.windows:
        width = last - first + 1
        place = -(last - rows[first : last + 1] + 1) / width
        worth[first : last + 1] = _sigmoid(place) / _sigmoid(np.array([-1.0]))[0]
    return worth


def _sigmoid(place: Floats) -> Floats:
    scaled: Floats = np.where(place > 3, -1.0, 2 / (1 + np.exp(np.minimum(5 * place, 50))) - 1)
    return scaled


def windowed_gaussian(values: Floats, size: int = 6400, step: int = 100) -> Floats:
    """NAB's baseline, to try the scoring on: its published score is 39.6."""
    from scipy.special import erfc  # noqa: PLC0415

    n, at = len(values), np.arange(len(values))
    ends = np.where(at <= size, at, size + (at - size) // step * step)
    starts = np.maximum(0, ends - size)
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (values, values**2))
    count = np.maximum(ends - starts, 1)
    mean = (sums[ends] - sums[starts]) / count
    variance = np.maximum((squares[ends] - squares[starts]) / count - mean**2, 0)
    deviation = np.where(variance > 0, np.sqrt(variance), 1e-6)
    found: Floats = np.where(at > 0, 1 - 0.5 * erfc(np.abs(values - mean) / deviation / 1.4142), 0.0)
    assert len(found) == n
    return found
