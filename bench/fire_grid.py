"""Where will buildings burn? San Francisco's 500-foot cells, 2017 to 2020 known, fires of 2021 to be found.

    python -m bench.fire_grid        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The methods of ``rank_inspections`` learn from cells and years: whether a cell burned in a year, from what was known the
day before that year (fires in it, fires around it, age and size of buildings, vacant lots). Beside them, on the same
cells: random order, fires counted, kernel density at three widths, and the two published models' own predictions. The
share of 2021's fires in the top 10 and 30 % of cells, with its 95 % interval: there are 89.
"""

import os
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.foresight import Features, Floats
from shuzhi.evaluate.backtest import folds, learned
from shuzhi.evaluate.ranking import auc
from shuzhi.foresee.risk import METHODS

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "sf-fire-grid"
WIDTHS = (500, 1000, 2000)
YEARS = (2018, 2019, 2020, 2021)
SHARES = (0.1, 0.3)
BUILT = ("yrbuilt", "bldgsqft", "vacants.nn")
FEATURES = Features(
    item="格",
    as_of="起",
    label="起火",
    label_known="止",
    known=dict.fromkeys(("格内", *(f"周边{width}" for width in WIDTHS), *BUILT), "前一日"),
)


def table(file: str) -> pa.Table:
    with duckdb.connect() as connection:
        found: pa.Table = connection.execute(
            "select * from read_csv(?, nullstr = ['NA', ''])", [str(FOLDER / file)]
        ).to_arrow_table()
    return found


def numbers(rows: pa.Table, name: str) -> Floats:
    found: Floats = pc.fill_null(rows[name].cast(pa.float64()), 0.0).to_numpy()
    return found


def density(cells: Floats, fires: Floats, width: float) -> Floats:
    """Gaussian kernel density of the fires at each cell's middle (feet)."""
    apart = ((cells[:, None, :] - fires[None]) ** 2).sum(axis=2)
    found: Floats = np.exp(-apart / (2 * width**2)).sum(axis=1)
    return found


def within(cells: Floats, fires: Floats) -> Floats:
    """Fires in each cell: it reaches 250 feet from its middle."""
    apart = np.abs(cells[:, None, :] - fires[None])
    found: Floats = (apart <= 250).all(axis=2).sum(axis=1).astype(np.float64)
    return found


def items(grid: pa.Table, cells: Floats, fires: Mapping[int, Floats]) -> pa.Table:
    """A row per cell and year, with what was known the day before the year, per year of fires known."""
    parts = []
    for year in YEARS:
        known = np.concatenate([fires[each] for each in range(2017, year)])
        rows = len(cells)
        burned = within(cells, fires[year]) if year < YEARS[-1] else numbers(grid, "fires21")
        told = {
            "格": grid["uniqueID"].cast(pa.string()),
            "起": pa.array([date(year, 1, 1)] * rows),
            "止": pa.array([date(year, 12, 31)] * rows),
            "前一日": pa.array([date(year - 1, 12, 31)] * rows),
            "起火": pa.array(burned > 0),
            "次数": pa.array(burned),
            "格内": pa.array(within(cells, known) / (year - 2017)),
        }
        told |= {f"周边{width}": pa.array(density(cells, known, width) / (year - 2017)) for width in WIDTHS}
        parts.append(pa.table(told | {name: grid[name] for name in BUILT}))
    return pa.concat_tables(parts)


def caught(scores: Floats, burned: Floats, share: float) -> tuple[int, float, float, float]:
    """Fires in that share of cells, the most risky first; their share of all, with its Wilson interval."""
    order = np.argsort(-scores, kind="stable")[: round(len(scores) * share)]
    found, n, z = int(burned[order].sum()), int(burned.sum()), 1.96
    p = found / n
    middle, half = (p + z**2 / (2 * n)), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return found, p, float((middle - half) / (1 + z**2 / n)), float((middle + half) / (1 + z**2 / n))


def shown(name: str, scores: Floats, burned: Floats, seconds: float = 0.0) -> None:
    told = [caught(scores, burned, share) for share in SHARES]
    shares = "  ".join(
        f"top {share:.0%}: {found} = {p:.3f} ({low:.2f}–{high:.2f})"
        for share, (found, p, low, high) in zip(SHARES, told, strict=True)
    )
    print(f"{name:34} AUC {auc(scores, burned > 0):.3f}  {shares}  CPU {seconds:.1f} s")


def main() -> None:
    grid = table("grid_with_2021_outcome.csv.gz")
    cells = np.column_stack([numbers(grid, "x"), numbers(grid, "y")])
    points = table("fires_2017_2021_points.csv")
    years = numbers(points, "year").astype(int)
    places = np.column_stack([numbers(points, "x"), numbers(points, "y")])
    fires = {year: places[years == year] for year in range(2017, 2022)}
    burned = numbers(grid, "fires21")
    known = np.concatenate([fires[year] for year in range(2017, 2021)])
    print(
        f"{len(cells)} cells, {len(known)} fires known, {int(burned.sum())} to be found in {(burned > 0).sum()} cells"
    )
    draws = np.random.default_rng(0)
    # Equal scores stand in the order of the file, which is by place: a little chance keeps that out.
    chance = draws.random(len(cells)) * 1e-9
    shown("random", draws.random(len(cells)), burned)
    shown("fires counted", within(cells, known) + chance, burned)
    for width in WIDTHS:
        shown(f"kernel density, {width} ft", density(cells, known, width), burned)
    for name in ("justRiskFactors", "spatialProcess"):
        theirs = table(f"published_pred_{name}.csv.gz")
        at = {
            (x, y): p
            for x, y, p in zip(*(numbers(theirs, each) for each in ("x", "y", "Prediction")), strict=True)
        }
        shown(f"published: {name}", np.array([at[x, y] for x, y in cells]), burned)
    whole = items(grid, cells, fires)
    (fold,) = folds(whole, FEATURES, [date(2021, 1, 1)], length=365, embargo=0)
    for name, method in METHODS.items():
        started = time.process_time()
        scores = learned(method, FEATURES)(fold.known, fold.items)
        shown(name, scores, numbers(fold.items, "次数"), time.process_time() - started)


if __name__ == "__main__":
    main()
