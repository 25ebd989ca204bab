"""What a day's rows cost beside a run over everything.

python -m bench.daily --persons 100000

A register and a careless roster of the same people (``bench/truth/persons.py``). The last rows of the roster come alone
to a city that was run without them; CPU seconds of that run stand beside those of the first, by table of the step
that fuses people, and everything fused must be what one run over all of it gives.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import pyarrow as pa

from bench import splits
from bench.truth import persons
from shuzhi.core.errors import Problem
from shuzhi.run import execute
from shuzhi.run.step import Build
from shuzhi.secure.gateway import Pipeline

Spent = dict[str, float]


def run(folder: Path) -> Spent:
    """CPU seconds by table made, and in all."""
    spent: Spent = {}
    building = execute._build  # noqa: SLF001  nothing public tells of one table

    def timed(pipeline: Pipeline, build: Build, answer: pa.Table | None) -> tuple[int, list[Problem]]:
        started = time.process_time()
        made = building(pipeline, build, answer)
        spent[str(build.table)] = time.process_time() - started
        return made

    started = time.process_time()
    with mock.patch.object(execute, "_build", timed):
        splits.run(folder)
    return spent | {"the whole run": time.process_time() - started}


def fused(spent: Spent) -> float:
    return sum(cpu for name, cpu in spent.items() if name.startswith(("entity.person", "linkage.person_")))


def told(first: Spent, day: Spent) -> None:
    for name in sorted(first, key=lambda one: -first[one])[:22]:
        print(f"{name:30} {first[name]:7.2f} {day.get(name, 0):7.2f}")
    print(
        f"{'fusing people':30} {fused(first):7.2f} {fused(day):7.2f}  {fused(day) / fused(first):.0%}",
        flush=True,
    )


def main(given: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--persons", type=int, default=100_000)
    asked.add_argument("--share", type=float, default=0.01, help="of all rows, what comes on the day")
    asked.add_argument("--seed", type=int, default=51)
    said = asked.parse_args(given)
    register, roster = map(splits.lines, persons.two_files(said.seed, said.persons))
    late = int(2 * said.persons * said.share)
    with tempfile.TemporaryDirectory() as place:
        split, whole = (splits.city(Path(place) / name) for name in ("split", "whole"))
        for folder, rows in ((split, roster[:-late]), (whole, roster)):
            splits.write(folder, "户籍", "全", register)
            splits.write(folder, "名册", "一", rows)
        first = run(split)
        splits.write(split, "名册", "二", roster[-late:])
        told(first, run(split))
        run(whole)
        same = splits.entities(split) == splits.entities(whole)
    print("the same as one run over everything" if same else "NOT the same as one run over everything")
    sys.exit(not same)


if __name__ == "__main__":
    main()
