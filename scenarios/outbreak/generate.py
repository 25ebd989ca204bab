"""A fictional city's weekly disease reports: seasons, reporting habits, planted outbreaks and the truth about them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

LAST_MONDAY = date(2026, 6, 22)
YEARS = 5
DISEASES = {
    # cases a week in a middling county, height of the season, its week of the year, spread beyond Poisson
    "手足口病": (14.0, 0.9, 22, 1.6),
    "流行性感冒": (20.0, 1.2, 3, 2.0),
    "水痘": (6.0, 0.5, 48, 1.3),
    "流行性腮腺炎": (3.0, 0.3, 20, 1.1),
    "感染性腹泻": (25.0, 0.6, 28, 1.8),
    "细菌性痢疾": (2.0, 0.7, 30, 1.1),
    "猩红热": (1.5, 0.6, 21, 1.1),
    "诺如病毒感染": (4.0, 1.0, 5, 1.5),
}
WORKED = ("手足口病", "990103", date(2025, 3, 3), 0.55)
"""The measure that worked: of which disease, where, since when, and the share of cases that is left. The other measure
of ``measures/`` changes nothing."""
COUNTIES = {"990102": 1.6, "990103": 1.3, "990121": 0.8, "990122": 0.6, "990123": 0.5, "990181": 1.0}


def generate(folder: Path, *, outbreaks: int, seed: int) -> None:
    """Write five years of reports with so many outbreaks in the last eight weeks, and in earlier years as many a year.

    The same arguments write the same bytes.
    Every place and disease has its conclusion: 线索 where an outbreak was planted in the last weeks.
    """
    random = np.random.default_rng(seed)
    weeks = [LAST_MONDAY - timedelta(weeks=back) for back in range(YEARS * 52 - 1, -1, -1)]
    series = [(disease, county) for disease in DISEASES for county in COUNTIES]
    mean = np.array([_expected(weeks, disease, county) for disease, county in series])
    spread = np.array([DISEASES[disease][3] for disease, _ in series])[:, None]
    # Negative binomial with variance spread x mean.
    counts = random.negative_binomial(mean / (spread - 1), 1 / spread)
    _spare(counts, series, weeks, seed)
    now = random.choice(len(series), size=outbreaks, replace=False)
    for at in now:
        counts[at] += _outbreak(random, mean[at], start=len(weeks) - int(random.integers(3, 8)))
    for year in range(1, YEARS):
        for at in random.choice(len(series), size=outbreaks, replace=False):
            counts[at] += _outbreak(
                random, mean[at], start=len(weeks) - 52 * year + int(random.integers(-20, 20))
            )
    into = folder / "疾控局"
    into.mkdir(parents=True, exist_ok=True)
    rows = [
        (disease, county, week.isoformat(), int(count))
        for (disease, county), told in zip(series, counts, strict=True)
        for week, count in zip(weeks, told, strict=True)
        if count
    ]
    _write(into / "传染病周报2021-2026.csv", ("疾病名称", "地区编码", "统计周起始日", "报告病例数"), rows)
    truth = [
        ("case_excess", f"{county}{disease}", "线索" if at in now else "排除")
        for at, (disease, county) in enumerate(series)
    ]
    _write(into / "疫情核实结果.csv", ("规则", "对象", "结论"), truth)


def _spare(counts: np.ndarray, series: Sequence[tuple[str, str]], weeks: Sequence[date], seed: int) -> None:
    """Takes away the cases that the measure that worked prevents."""
    disease, county, since, left = WORKED
    at, first = series.index((disease, county)), sum(week < since for week in weeks)
    # Draws of its own: everything else is what it would be without the measure.
    counts[at, first:] = np.random.default_rng([seed, 1]).binomial(counts[at, first:], left)


def _expected(weeks: Sequence[date], disease: str, county: str) -> np.ndarray:
    base, height, peak, _ = DISEASES[disease]
    season = np.array(
        [np.cos(2 * np.pi * (week.timetuple().tm_yday / 365.25 - peak / 52.18)) for week in weeks]
    )
    return base * COUNTIES[county] * np.exp(height * season - height / 2)


def _outbreak(random: np.random.Generator, mean: np.ndarray, *, start: int) -> np.ndarray:
    """Extra cases from a week on: some three times the usual deviation, rising and falling over up to six weeks."""
    length = int(random.integers(2, 7))
    size = max(8.0, 6.0 * length * float(np.sqrt(mean[start])))
    shape = random.gamma(2.0, length / 3, size=int(random.poisson(size))).astype(int)
    extra = np.zeros(len(mean), dtype=np.int64)
    inside = shape[start + shape < len(mean)]
    np.add.at(extra, start + inside, 1)
    return extra


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
