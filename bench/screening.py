"""Screening: 17 million payments, 18 rules. What does the governed run cost beside the same rules by hand?

    python -m bench.screening                       17,000,000 payments; rivals on an eighth; growth from a tenth
    python -m bench.screening --profile             also the steps of the governed run that cost most
    python -m bench.screening --payments 1200000    a quick look

Every engine starts from the same landed text rows (an encrypted lake for the governed run, Parquet for the
others), cleans what the rules need and must find the same: findings and subjects are compared rule by rule.
Rivals give (rule, id number) only, except "by hand, kept", which goes on to type and check every column of every
source into tables, tells what is wrong with which row, and keeps per finding its rows and a sentence. The governed
run also gives the way each value is invalid, scores, signals, keyed ids, entities, lineage, grades, records of
every step, takes up where it was killed, and is encrypted. Landing is not in its figure: bench/intake measures it.
CPU is user and system of a process of its own (a server it starts included), peak its resident memory.
"""

import argparse
import importlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from bench.intake import Cost, measure
from bench.rivals import governed
from bench.rivals.prefecture import REPOSITORY, Size, copy_of_lake, prepare

RULES = tuple(sorted(path.stem for path in (REPOSITORY / "scenarios" / "subsidy" / "rules").glob("*.sql")))
Found = dict[str, list[str]]
COSTLIEST = 15
TARGET_RATIO, TARGET_PEAK_MB, TARGET_GROWTH = 1.3, 4096, 10.0


@dataclass(frozen=True, kw_only=True)
class Run:
    engine: str
    rows: int
    cost: Cost
    found: Found


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A rival: ``bench.rivals.<module>`` has ``run(folder)`` and ``found(folder, rules)``. Needs ``package``."""

    name: str
    module: str
    package: str

    def loaded(self) -> ModuleType:
        return importlib.import_module(f"bench.rivals.{self.module}")


HANDWRITTEN = Engine(name="DuckDB by hand", module="handwritten", package="duckdb")
KEPT = Engine(name="DuckDB by hand, kept", module="handwritten_kept", package="duckdb")
RIVALS = (
    Engine(name="polars streaming", module="with_polars", package="polars"),
    Engine(name="pandas", module="with_pandas", package="pandas"),
    Engine(name="Spark SQL (Sail)", module="with_spark", package="pysail"),
)


def prepared(root: Path, payments: int, people: int) -> Path:
    folder = root / f"{payments}-{people}"
    landing = prepare(folder, Size(payments=payments, people=people))
    if landing:
        print(
            f"{payments:,} payments generated; landing them took {landing.cpu:.0f} CPU s (not counted below)"
        )
    return folder


def governed_run(folder: Path, payments: int, *, profile: bool) -> Run:
    """The governed run in a copy of the prepared city, which is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="governed_", dir=folder.parent) as name:
        copy = Path(name)
        copy_of_lake(folder, copy)
        cost = measure(governed.run, copy)
        if profile:
            steps = json.loads((copy / governed.STEPS).read_text(encoding="utf-8"))
            print(f"\ngoverned run, {payments:,} rows: the costliest of {len(steps)} steps, CPU s")
            for step in sorted(steps, key=lambda step: -float(steps[step]))[:COSTLIEST]:
                print(f"  {steps[step]:7.2f}  {step}")
        return Run(engine="governed run", rows=payments, cost=cost, found=governed.found(copy, RULES))


def rival_run(engine: Engine, folder: Path, payments: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="rival_", dir=folder.parent) as name:
        copy = Path(name)
        (copy / "landed").symlink_to(folder / "landed")
        rival = engine.loaded()
        cost = measure(rival.run, copy)
        return Run(engine=engine.name, rows=payments, cost=cost, found=rival.found(copy, RULES))


def differing(run: Run, governed_: Run) -> list[str]:
    """Rules of which the two did not find the same subjects the same number of times."""
    return [
        f"{rule}: {len(run.found[rule])} against {len(governed_.found[rule])}"
        for rule in RULES
        if run.found[rule] != governed_.found[rule]
    ]


def show(runs: Sequence[Run]) -> None:
    """The table, and whether all found the same as the governed run, which comes first."""
    print(
        f"\n{'engine':<22}{'rows':>12}{'CPU s':>9}{'wall s':>9}{'peak GB':>9}{'findings':>10}  same findings"
    )
    for run in runs:
        differences = differing(run, runs[0])
        print(
            f"{run.engine:<22}{run.rows:>12,}{run.cost.cpu:>9.1f}{run.cost.wall:>9.1f}"
            f"{run.cost.peak_mb / 1024:>9.2f}{sum(map(len, run.found.values())):>10,}"
            f"  {'yes' if not differences else '; '.join(differences)}"
        )


def show_rules(runs: Sequence[Run]) -> None:
    print(f"\n{'rule':<24}" + "".join(f"{run.engine:>16}" for run in runs))
    for rule in RULES:
        print(f"{rule:<24}" + "".join(f"{len(run.found[rule]):>16,}" for run in runs))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--payments", type=int, default=17_000_000)
    arguments.add_argument("--people", type=int, help="default: Beihai's share, 1,750,000 of 17,000,000")
    arguments.add_argument("--folder", type=Path, help="keep prepared rows here; default: a temporary folder")
    arguments.add_argument("--profile", action="store_true", help="print the costliest steps")
    given = arguments.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is installed: compiled once, not in every process
    people = given.people or given.payments * 175 // 1700
    root = given.folder or Path(tempfile.mkdtemp(prefix="screening_"))
    root = root.resolve()
    root.mkdir(parents=True, exist_ok=True)
    try:
        compare(root, given.payments, people, profile=given.profile)
    finally:
        if not given.folder:
            shutil.rmtree(root)


def compare(root: Path, payments: int, people: int, *, profile: bool) -> None:
    tenth = governed_run(prepared(root, payments // 10, people // 10), payments // 10, profile=profile)
    eighth = prepared(root, payments // 8, people // 8)
    beside = [governed_run(eighth, payments // 8, profile=profile)]
    beside += [rival_run(engine, eighth, payments // 8) for engine in (HANDWRITTEN, KEPT, *RIVALS)]
    show(beside)
    whole = prepared(root, payments, people)
    all_rows = [governed_run(whole, payments, profile=profile)]
    all_rows += [rival_run(engine, whole, payments) for engine in (HANDWRITTEN, KEPT)]
    show(all_rows)
    show_rules(all_rows)
    ratio = all_rows[0].cost.cpu / all_rows[1].cost.cpu
    growth = all_rows[0].cost.cpu / tenth.cost.cpu
    kept = all_rows[0].cost.cpu / all_rows[2].cost.cpu
    print(f"\ngoverned / by hand, CPU: {ratio:.2f} (target {TARGET_RATIO}); / by hand, kept: {kept:.2f}")
    print(f"peak memory: {all_rows[0].cost.peak_mb:,.0f} MB (target {TARGET_PEAK_MB:,})")
    print(f"growth of CPU from {payments // 10:,} to {payments:,}: {growth:.1f} (target {TARGET_GROWTH:.0f})")


if __name__ == "__main__":
    main()
