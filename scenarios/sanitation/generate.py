"""A fictional city's complaints about sanitation: busy cells, weekends, planted clusters, and sources that build up."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

AS_OF = date(2026, 6, 30)
DAYS = 600
AHEAD = 7
SEATS = {
    "990102": (83.42, 39.33), "990103": (83.62, 39.30), "990121": (83.20, 39.52),
    "990122": (83.80, 39.50), "990123": (83.22, 39.10), "990181": (83.78, 39.08),
}  # fmt: skip
SHARES = (0.3, 0.24, 0.13, 0.11, 0.11, 0.11)
WIDE = 5
"""Cells from a county's seat to the edge of what is built there: eleven by eleven of a hundredth of a degree."""
MATTERS = {"垃圾堆积": 0.34, "鼠患": 0.14, "污水外溢": 0.2, "蚊蝇孳生": 0.18, "异味": 0.14}
RAIN = AS_OF - timedelta(days=3)
"""Since then mosquitoes are complained of twice as much, everywhere: no cluster."""
CLUSTERS = (
    ("鼠患", "990102", (-1, 2), 5, 16),
    ("污水外溢", "990103", (2, -1), 4, 18),
    ("异味", "990181", (0, 1), 4, 22),
)
"""Planted: matter, county, cells from its seat, over the last so many days, so many complaints more."""
SOURCES = 150
"""Heaps that build up somewhere: garbage first, rats from the second week on, seven weeks in all."""


class Complaint(NamedTuple):
    day: date
    matter: str
    county: str
    east: int
    north: int


def generate(folder: Path, *, complaints: int, seed: int) -> None:
    """Write so many complaints over six hundred days, beside the planted ones, and what an inspector would find.

    The same arguments write the same bytes. The week after the as-of day is drawn, too, told only by the conclusions.
    """
    random = np.random.default_rng(seed)
    cells = [
        (county, *_cell(county, east, north))
        for county in SEATS
        for east in range(-WIDE, WIDE + 1)
        for north in range(-WIDE, WIDE + 1)
    ]
    busy = random.gamma(0.7, size=len(cells)) * np.repeat(SHARES, (2 * WIDE + 1) ** 2)
    drawn = [
        *_usual(random, cells, busy / busy.sum(), complaints),
        *_sources(random, cells, busy),
        *_clusters(random),
    ]
    told = sorted(each for each in drawn if each.day < AS_OF)
    rows = list(_written(random, told))
    header = ("投诉编号", "发生日期", "受理日期", "投诉事项", "区划代码", "办理状态", "经度", "纬度")
    into = folder / "城管局"
    into.mkdir(parents=True, exist_ok=True)
    _write(into / "环卫投诉2024-2026.csv", header, rows)
    _write(into / "环境核查结论.csv", ("规则", "对象", "结论"), _truth(cells, drawn))


def _cell(county: str, east: int, north: int) -> tuple[int, int]:
    """So many cells from a county's seat, in hundredths of a degree."""
    longitude, latitude = SEATS[county]
    return round(longitude * 100) + east, round(latitude * 100) + north


def _usual(
    random: np.random.Generator, cells: Sequence[tuple[str, int, int]], busy: np.ndarray, count: int
) -> Iterator[Complaint]:
    days = [AS_OF - timedelta(days=back) for back in range(DAYS, -AHEAD, -1)]
    weight = np.array([0.5 if day.weekday() >= 5 else 1.0 for day in days])
    names, shares = list(MATTERS), np.array(list(MATTERS.values()))
    for day, cell, matter in zip(
        random.choice(len(days), count, p=weight / weight.sum()),
        random.choice(len(cells), count, p=busy),
        random.choice(len(names), count, p=shares),
        strict=True,
    ):
        one = Complaint(days[int(day)], names[int(matter)], *cells[int(cell)])
        yield one
        if one.matter == "蚊蝇孳生" and one.day >= RAIN:
            yield one


def _sources(
    random: np.random.Generator, cells: Sequence[tuple[str, int, int]], busy: np.ndarray
) -> Iterator[Complaint]:
    where = random.choice(len(cells), SOURCES, p=np.sqrt(busy) / np.sqrt(busy).sum())
    for at in where:
        start = AS_OF + timedelta(days=AHEAD - int(random.integers(1, DAYS)))
        for matter, first, last, rate in (
            ("垃圾堆积", 0, 28, 0.35),
            ("异味", 7, 35, 0.12),
            ("鼠患", 10, 49, 0.3),
        ):
            for _ in range(int(random.poisson(rate * (last - first)))):
                day = start + timedelta(days=int(random.integers(first, last)))
                if day < AS_OF + timedelta(days=AHEAD):
                    yield Complaint(day, matter, *cells[int(at)])


def _clusters(random: np.random.Generator) -> Iterator[Complaint]:
    for matter, county, (east, north), days, count in CLUSTERS:
        middle = _cell(county, east, north)
        for _ in range(count):
            step = ((0, 0), (0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))[int(random.integers(6))]
            day = AS_OF - timedelta(days=int(random.integers(1, days + 1)))
            yield Complaint(day, matter, county, middle[0] + step[0], middle[1] + step[1])


def _written(random: np.random.Generator, told: Sequence[Complaint]) -> Iterator[tuple[object, ...]]:
    """As the hotline hands them over: one in nine a day later, one in thirty twice, some without a place."""
    for number, each in enumerate(told, start=1):
        known = each.day + timedelta(days=int(random.random() < 0.11))
        place = ((each.east + random.random()) / 100, (each.north + random.random()) / 100)
        row = (f"HW{number:06}", each.day, known, each.matter, each.county)
        where = ("", "") if random.random() < 0.02 else (f"{place[0]:.6f}", f"{place[1]:.6f}")
        if known < AS_OF:
            yield (*row, "已办", *where)
            if random.random() < 0.03:
                yield (f"HW{number:06}R", *row[1:], "重复", *where)


def _truth(
    cells: Sequence[tuple[str, int, int]], drawn: Sequence[Complaint]
) -> Iterator[tuple[str, str, str]]:
    """A cluster is right where one was planted, and nothing is said of the cells beside it; a cell, where rats come."""
    planted = {(matter, *_cell(county, east, north)) for matter, county, (east, north), _, _ in CLUSTERS}
    beside = {
        (matter, *_cell(county, east + dx, north + dy))
        for matter, county, (east, north), _, _ in CLUSTERS
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    }
    rats = {(each.east, each.north) for each in drawn if each.matter == "鼠患" and each.day >= AS_OF}
    for _, east, north in cells:
        cell = f"E{east}N{north}"
        for matter in MATTERS:
            here = (matter, east, north)
            if here in planted or here not in beside:
                yield "sanitation_cluster", f"{cell}{matter}", "线索" if here in planted else "排除"
        yield "sanitation_ahead", cell, "线索" if (east, north) in rats else "排除"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
