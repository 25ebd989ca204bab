"""Where will most be complained of in the next seven days? Chicago's sanitation complaints by cells of a kilometre.

    python -m bench.hotspots [weeks]        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The scenario `sanitation` as it is (cities/sanitation-real), for three matters, each told as the one to foretell. Every
Tuesday of the last weeks before July 2014 is gone back to; learned from the 52 weeks before that are in the table and
known then. Caught: the share of the week's complaints in the 5 % of cells at the head; PAI: how many times an even
share. Ties of counts are shared out. Beside it: counts of the last four weeks and of the last year (hotspot maps), of
the same weeks last year, and chance; the difference to the best of them with its 95 % interval over weeks.
"""

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import yaml

from shuzhi.core.foresight import Floats
from shuzhi.core.sql import query
from shuzhi.packs.back_tests import back_test_inspections
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

ROOT = Path(__file__).parents[1]
SINCE, AS_OF = date(2010, 1, 1), date(2014, 7, 1)
MATTERS = ("Garbage in alley", "Garbage in yard", "Dumpster not being emptied")


def cells_and_weeks(folder: Path, matter: str) -> pa.Table:
    """The table the scenario makes for one matter."""
    told = yaml.safe_load((ROOT / "cities/sanitation-real/city.yml").read_text(encoding="utf-8"))
    told["parameters"]["预测事项"]["values"] = {SINCE: matter}
    # Twice as many weeks in the table: each week gone back to has a year to learn from.
    told["parameters"]["学习周数"] = {"values": {SINCE: 104}}
    told["scenario_path"] = [str(ROOT / "scenarios")]
    folder.mkdir()
    (folder / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    city = load_city(folder)
    run_city(city, as_of=AS_OF, tell=lambda _: None)
    with lake_of(city, read_only=True) as lake:
        return Pipeline(lake=lake, scope=EVERYTHING).fetch(query("select * from sanitation.已知格周"))


def figures(items: pa.Table, weeks: int) -> Mapping[str, Mapping[str, Floats]]:
    """Method -> figure -> its value by week."""
    scenario = yaml.safe_load((ROOT / "scenarios/sanitation/scenario.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in scenario["steps"] if step["step"] == "back_test_inspections"]
    rows = back_test_inspections({"items": items}, {**step["parameters"], "folds": weeks}).to_pylist()
    found: dict[str, dict[str, list[float]]] = {}
    for row in sorted(rows, key=lambda row: row["起"]):
        found.setdefault(row["方法"], {}).setdefault(row["指标"], []).append(row["值"])
    return {
        name: {figure: np.array(values) for figure, values in each.items()} for name, each in found.items()
    }


def shown(told: Mapping[str, Mapping[str, Floats]], names: Sequence[str]) -> None:
    for name in names:
        each = told[name]
        auc, caught, pai, right = (
            each[figure].mean() for figure in ("AUC", "名额命中", "名额倍数", "名额查准")
        )
        print(f"  {name:8} AUC {auc:.3f}  caught {caught:.3f}  PAI {pai:.2f}  cells with any {right:.3f}")


def main() -> None:
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else 26
    random = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        for at, matter in enumerate(MATTERS):
            items = cells_and_weeks(Path(folder) / str(at), matter)
            started = time.process_time()
            told = figures(items, weeks)
            ours, rivals = "两者平均", [name for name in told if name.startswith("只看")]
            counts = told[ours]
            size, rate, gone_back = counts["件"].mean(), counts["基准率"].mean(), len(counts["AUC"])
            seconds = time.process_time() - started
            print(
                f"{matter}: {size:.0f} cells, {rate:.3f} with any a week, {gone_back} weeks, CPU {seconds:.0f} s"
            )
            shown(told, [ours, *rivals, "随机"])
            best = max(rivals, key=lambda name: float(told[name]["名额命中"].mean()))
            difference = counts["名额命中"] - told[best]["名额命中"]
            drawn = random.choice(difference, (10_000, len(difference))).mean(axis=1)
            low, high = np.quantile(drawn, [0.025, 0.975])
            print(f"  caught beyond {best}: {difference.mean():+.3f} ({low:+.3f} to {high:+.3f})", flush=True)


if __name__ == "__main__":
    main()
