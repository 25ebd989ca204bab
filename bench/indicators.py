"""Indicators through the gateway: CPU and wall time of an answer, kept and not, beside the same query on the engine.

python -m bench.indicators [city]      a city that has run (default: cities/yunlan)
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.core import sql
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk, post_in
from shuzhi.secure.kept import Kept
from shuzhi.secure.policy import Reader

TODAY = date(2026, 6, 30)
ASKED = {
    "one number": {"indicator": "subsidy.发放金额", "period": "2025", "compare": ["previous_year"]},
    "twelve months, compared twice": {
        "indicator": "hotline.诉求量",
        "period": "2025",
        "grain": "month",
        "compare": ["previous_year", "previous"],
    },
    "by region and project, with shares": {
        "indicator": "subsidy.发放金额",
        "period": "2025",
        "by": [{"dimension": "区划"}, {"dimension": "项目"}],
        "compare": ["share", "rank"],
    },
}


def timed(work: Callable[[], object], times: int) -> str:
    """Median milliseconds of CPU and of wall."""
    work()
    cpu, wall = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return f"CPU {statistics.median(cpu):.0f} ms, wall {statistics.median(wall):.0f} ms"


def main(folder: Path) -> None:
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        reader = Reader(name="bench", posts=(post_in(city, "分管领导", None),))
        plain = desk(lake, city, reader, TODAY)
        catalogue = indicators(city, TODAY)
        asking = Counter(desk=plain, city=city, catalogue=catalogue)
        keeping = Counter(desk=replace(plain, kept=Kept()), city=city, catalogue=catalogue)
        for name, said in ASKED.items():
            inquiry = Inquiry.model_validate(said)
            bare = sql.query(asking.explain(inquiry).sql)
            print(f"{name}: bare on the engine: {timed(lambda bare=bare: lake.engine.fetch(bare), 15)}")  # type: ignore[misc]
            print(f"  through the gateway: {timed(lambda inquiry=inquiry: asking.answer(inquiry), 15)}")  # type: ignore[misc]
            print(f"  … kept: {timed(lambda inquiry=inquiry: keeping.answer(inquiry), 15)}")  # type: ignore[misc]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("cities/yunlan"))
