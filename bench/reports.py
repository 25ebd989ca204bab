"""What a report costs: composing its numbers, and each form written, read back and held against the queries.

python -m bench.reports [city]      after `make demo` (or shuzhi generate and run); cities/yunlan unless said
"""

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import get_args

from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk, post_in
from shuzhi.run.report_sight import may_make
from shuzhi.run.reports import DocumentForm, Edition, compose, subjects, write
from shuzhi.secure.policy import Reader

ROLE, PERIOD = "分管领导", "2026-05"


def spent() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main(folder: Path) -> None:
    city, today = load_city(folder), date(2026, 6, 30)
    with lake_of(city, read_only=True) as lake, tempfile.TemporaryDirectory() as work:
        reader = Reader(name="bench", posts=(post_in(city, ROLE, None),))
        asking = Counter(desk=desk(lake, city, reader, today), city=city, catalogue=indicators(city, today))
        for report in (each for scenario in city.scenarios for each in scenario.reports):
            if not may_make(asking, report):
                continue
            about = next((value for value, _ in subjects(asking, report)), None)
            edition = Edition(period=PERIOD, subject=about)
            began, worked = time.perf_counter(), spent()
            compose(asking, report, edition, today, export=False)
            print(
                f"{report.name}: composed CPU {spent() - worked:.2f} s, wall {time.perf_counter() - began:.2f} s"
            )
            for form in get_args(DocumentForm):
                target = Path(work) / f"made.{form}"
                began, worked = time.perf_counter(), spent()
                told = write(asking, report, edition, today, {form: target})
                cpu, wall = spent() - worked, time.perf_counter() - began
                size = target.stat().st_size / 1e3
                print(
                    f"  {form}: CPU {cpu:.2f} s, wall {wall:.2f} s, {size:.0f} kB, {told.numbers} numbers held"
                )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "cities/yunlan"))
