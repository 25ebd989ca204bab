"""Clusters in space and time: how often chance alarms, how soon planted ones are seen, beside district charts.

    python -m bench.clusters [looks]        (real data: SHUZHI_REAL_DATA, default ../shared/data)

Alarm: once in 365 days by chance. The rival: EARS C2 by district (cells four by four; Chicago's community areas) on
daily counts, its alpha divided by the number of districts; and the same with its limit raised until chance alarms as
rarely as promised ("tuned", on 7,300 looks of its own). Invented city: 144 cells of a kilometre, 3,600 complaints in
91 days, busier places, weekends quieter. Real: Chicago's sanitation complaints of 2013 on cells of about a kilometre;
chance is had by dealing the days of each look out anew. Planted, in both: for seven days cells around a random place
(1.5 km; Chicago: 2.5) have so many times their usual complaints; a hit is an alarm over one of them by the seventh day.
"""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from scipy.stats import norm

from shuzhi.foresee.bounds import Counts, Floats
from shuzhi.foresee.charts import ears
from shuzhi.foresee.scan import Scan, scan

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data"))
HISTORY, DAYS, EVERY = 91, 7, 365
HOW = Scan(radius=2500.0, days=DAYS, reach=24, replicas=1999, enough=5)
SIDE = 12
FOUND = "select {} from read_csv('{}') where Status not like '%Dup' and Latitude is not null"


@dataclass(frozen=True, kw_only=True)
class City:
    """Places in metres, the district of each, and what is usual of a place and of a day."""

    points: Floats
    district: Counts
    usual: Floats
    days: Floats
    wide: float

    def quiet(self, random: np.random.Generator) -> tuple[Counts, Counts]:
        """A look with nothing in it, on any day of the week: places and days drawn apart."""
        days = np.roll(self.days, random.integers(7)) / self.days.sum()
        cases = random.poisson(self.usual.sum() * HISTORY)
        place = random.choice(len(self.usual), cases, p=self.usual / self.usual.sum())
        return place, random.choice(len(days), cases, p=days)


def invented() -> City:
    random = np.random.default_rng(1)
    at = np.arange(SIDE * SIDE)
    east, north = at % SIDE, at // SIDE
    usual = random.gamma(0.8, size=len(at))
    days = np.where(np.arange(HISTORY + DAYS) % 7 < 2, 0.4, 1.0)
    return City(
        points=np.column_stack([east, north]) * 1000.0,
        district=north // 4 * 3 + east // 4,
        usual=usual / usual.sum() * 3600 / HISTORY,
        days=days,
        wide=1500,
    )


def real() -> tuple[City, Counts, Counts]:
    """Chicago's cells, and of each complaint of 2013 and the 98 days before its cell and day (days of 2013)."""
    file = DATA / "chicago-food" / "15_sanitation_code.csv.gz"
    columns = "Longitude, Latitude, Community_Area, Creation_Date::date - date '2013-01-01' as day"
    with duckdb.connect() as connection:
        found = connection.execute(FOUND.format(columns, file) + " and day between -98 and 364").fetchnumpy()
    east, north = np.floor(found["Longitude"] * 83), np.floor(found["Latitude"] * 111)
    cells, first, place = np.unique(
        np.column_stack([east, north]), axis=0, return_index=True, return_inverse=True
    )
    day = found["day"].astype(np.int64)
    areas = np.ma.filled(found["Community_Area"], 0)
    _, district = np.unique(areas[first], return_inverse=True)
    usual = np.bincount(place, minlength=len(cells)) / (day.max() - day.min() + 1)
    by_day = np.bincount(day + 98).astype(np.float64)
    days = by_day[: HISTORY + DAYS]
    city = City(points=cells * 1000.0, district=district, usual=usual, days=days, wide=2500)
    return city, place.ravel(), day


def alarmed(city: City, place: Counts, ago: Counts, seed: list[int]) -> set[int]:
    """Places under an alarm of the scan."""
    inside = ago < HISTORY
    found = scan(city.points, place[inside], ago[inside], HOW, seed)
    return {int(at) for each in found if each.chance <= 1 / EVERY for at in each.places}


def deviations(city: City, place: Counts, ago: Counts) -> Floats:
    """How many deviations yesterday is above the week before the last two days, by district (EARS C2)."""
    inside = ago < HISTORY
    counts = np.zeros((int(city.district.max()) + 1, HISTORY), dtype=np.int64)
    np.add.at(counts, (city.district[place[inside]], HISTORY - 1 - ago[inside]), 1)
    bounds = ears(counts, np.array([HISTORY - 1]), "C2", alpha=0.01)
    over = counts[:, -1] - bounds.expected[:, 0]
    spread = np.maximum((bounds.upper - bounds.expected)[:, 0] / norm.isf(0.01), 1e-9)
    return np.where(counts[:, -1] >= HOW.least, over / spread, 0.0)


def charted(city: City, place: Counts, ago: Counts, limit: float) -> set[int]:
    """Places of the districts under an alarm of EARS C2."""
    over = np.flatnonzero(deviations(city, place, ago) > limit)
    return set(np.flatnonzero(np.isin(city.district, over)).tolist())


def limits(city: City) -> tuple[float, float]:
    """From how many deviations on a district alarms: by the normal table, shared; and as chance really has it."""
    random = np.random.default_rng(5)
    largest = [deviations(city, *city.quiet(random)).max() for _ in range(20 * EVERY)]
    return float(norm.isf(1 / EVERY / (city.district.max() + 1))), float(np.quantile(largest, 1 - 1 / EVERY))


def planted(
    city: City, times: float, place: Counts, ago: Counts, random: np.random.Generator
) -> tuple[Counts, Counts, set[int]]:
    """The same look with a cluster in its last seven days, around a place with a usual number of complaints."""
    busy = np.flatnonzero(city.usual >= np.median(city.usual))
    centre = int(random.choice(busy))
    near = np.flatnonzero(np.hypot(*(city.points - city.points[centre]).T) <= city.wide)
    extra = random.poisson((times - 1) * city.usual[near][:, None], (len(near), DAYS))
    where, when = (
        np.repeat(np.repeat(near, DAYS), extra.ravel()),
        np.repeat(np.tile(np.arange(DAYS), len(near)), extra.ravel()),
    )
    return np.append(place, where), np.append(ago, when), set(near.tolist())


RIVALS = ("scan", "C2", "C2 tuned")


def power(name: str, city: City, looks: int, times: float, bounds: tuple[float, float]) -> None:
    random = np.random.default_rng(11)
    days: list[list[int]] = [[] for _ in RIVALS]
    sizes = []
    for look in range(looks):
        place, ago, near = planted(city, times, *city.quiet(random), random)
        sizes.append(((ago < DAYS) & np.isin(place, list(near))).sum())
        # The morning after each of the seven days; what came later is not known then.
        for morning in range(1, DAYS + 1):
            known = ago >= DAYS - morning
            here, when = place[known], ago[known] - (DAYS - morning)
            for at, told in enumerate(days):
                if len(told) <= look:
                    under = (
                        charted(city, here, when, bounds[at - 1])
                        if at
                        else alarmed(city, here, when, [look, morning])
                    )
                    if under & near:
                        told.append(morning)
        for told in days:
            told.extend([DAYS + 1] * (look + 1 - len(told)))
    seen = [np.array([day for day in told if day <= DAYS]) for told in days]
    shown = [
        f"{label} {len(each) / looks:.2f} (median day {np.median(each) if len(each) else np.nan:.0f})"
        for label, each in zip(RIVALS, seen, strict=True)
    ]
    print(f"{name}, planted x{times:g} ({np.mean(sizes):.0f} complaints): {', '.join(shown)}", flush=True)


def chance(name: str, city: City, looks: int, bounds: tuple[float, float]) -> None:
    random, spent = np.random.default_rng(7), 0.0
    alarms = np.zeros(3, dtype=int)
    for look in range(looks):
        place, ago = city.quiet(random)
        started = time.process_time()
        alarms[0] += bool(alarmed(city, place, ago, [look]))
        spent += time.process_time() - started
        alarms[1:] += [bool(charted(city, place, ago, bound)) for bound in bounds]
    told = ", ".join(f"{label} {count}" for label, count in zip(RIVALS, alarms, strict=True))
    print(
        f"{name}, nothing planted, {looks} looks: promised {looks / EVERY:.1f} alarms, {told}; "
        f"CPU {spent / looks:.2f} s a scan",
        flush=True,
    )


def year(city: City, place: Counts, day: Counts, bounds: tuple[float, float]) -> None:
    """Every day of 2013 as it was, and the same with the days of each look dealt out anew."""
    random = np.random.default_rng(3)
    alarms, fresh, shuffled = np.zeros(3, dtype=int), 0, 0
    last: set[int] = set()
    for today in range(1, 365):
        seen = (day < today) & (day >= today - HISTORY)
        here, ago = place[seen], today - 1 - day[seen]
        under = alarmed(city, here, ago, [today])
        alarms += [bool(under), *(bool(charted(city, here, ago, bound)) for bound in bounds)]
        fresh += bool(under and not under & last)
        last = under
        shuffled += bool(alarmed(city, here, random.permutation(ago), [today]))
    told = ", ".join(f"{label} {count}" for label, count in zip(RIVALS, alarms, strict=True))
    print(
        f"Chicago's 2013, 364 looks, days of alarm: {told}; the scan's began {fresh} times. "
        f"Days dealt out anew: scan {shuffled}, promised {364 / EVERY:.1f}",
        flush=True,
    )


def main() -> None:
    looks = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chicago, place, day = real()
    cells, areas = len(chicago.points), chicago.district.max() + 1
    print(f"Chicago: {cells} cells, {areas} areas, {(day >= 0).sum()} complaints in 2013")
    for name, city in (("invented city", invented()), ("Chicago's places", chicago)):
        bounds = limits(city)
        chance(name, city, looks, bounds)
        for times in (2.0, 3.0, 4.0):
            power(name, city, looks // 20, times, bounds)
    year(chicago, place, day, limits(chicago))


if __name__ == "__main__":
    main()
