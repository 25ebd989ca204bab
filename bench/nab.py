"""Sensors: the Numenta Anomaly Benchmark by its own scoring, no label seen; how many alarms a week that means.

    python -m bench.nab        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The files that are here, a part of the corpus, so scores are not those of the scoreboard; NAB's windowed Gaussian (39.6
there) stands beside ours on the same files. ``fixed``: the step's usual limit. ``halves``: the limit that is best on
one half of the files, judged on the other, both ways. ``best``: the limit best on all, as the scoreboard has it.
"""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from bench.nab_scoring import PROFILES, Flags, Floats, Series, corpus, score, windowed_gaussian
from shuzhi.foresee.sensors import LIMIT, QUIET, spaced, unlikeness

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "nab"
Alarms = Callable[[Floats, float], Flags]


def alarms(files: list[Series], scores: Mapping[str, Floats], limit: float, quiet: int) -> dict[str, Flags]:
    return {each.name: spaced(scores[each.name] >= limit, quiet) for each in files}


def best_limit(
    files: list[Series], scores: Mapping[str, Floats], quiet: int, profile: str = "standard"
) -> float:
    judged = np.concatenate([scores[each.name][each.probation :] for each in files])
    tried = np.unique(np.quantile(judged, 1 - np.geomspace(1e-5, 0.05, 60)))
    return float(max(tried, key=lambda limit: score(files, alarms(files, scores, limit, quiet), profile)))


def halves(files: list[Series], scores: Mapping[str, Floats], quiet: int) -> float:
    """Every second file judged by the limit best on the others."""
    told: dict[str, Flags] = {}
    for mine, others in ((files[::2], files[1::2]), (files[1::2], files[::2])):
        told |= alarms(mine, scores, best_limit(others, scores, quiet), quiet)
    return score(files, told)


def a_week(files: list[Series], told: Mapping[str, Flags]) -> float:
    """Alarms a week and sensor, after the probation."""
    weeks = sum(
        float((each.times[-1] - each.times[each.probation]) / np.timedelta64(7, "D")) for each in files
    )
    return sum(int(told[each.name][each.probation :].sum()) for each in files) / weeks


def main() -> None:
    files = corpus(FOLDER)
    rows = sum(len(each.values) for each in files)
    print(f"{len(files)} files, {rows} readings, {sum(len(each.windows) for each in files)} windows")
    for name, detector, limit, quiet in (
        ("ours", unlikeness, LIMIT, QUIET),
        ("ours, never quiet", unlikeness, LIMIT, 0),
        ("windowed Gaussian", windowed_gaussian, 1.0, 0),
    ):
        started = time.process_time()
        scores = {each.name: detector(each.values) for each in files}
        told = alarms(files, scores, limit, quiet)
        seconds = time.process_time() - started
        best = best_limit(files, scores, quiet)
        fixed = "  ".join(f"{profile} {score(files, told, profile):.1f}" for profile in PROFILES)
        print(
            f"{name:20} fixed ({limit}): {fixed}  halves {halves(files, scores, quiet):.1f}  "
            f"best ({best:.3g}) {score(files, alarms(files, scores, best, quiet)):.1f}  "
            f"alarms a week and sensor {a_week(files, told):.2f}  {rows / seconds / 1000:.0f} k readings/s (CPU)"
        )


if __name__ == "__main__":
    main()
