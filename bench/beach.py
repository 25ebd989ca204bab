"""Real lab workbooks from recipes alone: how many of the values that their city cleaned by hand come out the same?

    SHUZHI_REAL_DATA=... python -m bench.beach

2008 to 2014, a workbook a year and a sheet a day, about 800 sheets. A naive parser (sheet name and year as the date,
the first row with "Client ID" as the header) reproduces 98.88 % of all years.
"""

import csv
import gzip
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from sqlglot import exp

from shuzhi.core.sql import TableName
from shuzhi.packs.loader import load_city
from shuzhi.run import intake
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

HERE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SHUZHI_REAL_DATA", "")) / "chicago-beach"


def main() -> None:
    right, expected, told = reproduced()
    print("\n".join(told))
    print(f"{right:,} of {expected:,} cleaned values ({right / expected:.2%})")
    sys.exit(0 if right == expected else 1)


def reproduced() -> tuple[int, int, list[str]]:
    """Values that came out as their city cleaned them, of how many, and what there is to tell."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "cities" / "chicago-beach"
        shutil.copytree(HERE / "cities/chicago-beach", folder, ignore=shutil.ignore_patterns("lake"))
        (Path(name) / "scenarios").symlink_to(HERE / "scenarios")
        city = load_city(folder)
        done = run_city(city, as_of=date(2015, 1, 1), tell=lambda _: None)
        told = [str(problem) for problem in done.problems if not problem.warning]
        with lake_of(city, read_only=True) as lake:
            for batch, reasons in intake.accounts(lake):
                told.append(
                    f"{batch.file}: {batch.records:,} rows = {batch.landed:,} landed + {batch.quarantined} "
                    f"quarantined + {batch.set_aside} set aside {dict(reasons)}"
                )
            query = exp.select("*").from_(TableName("beach", "日值").tree)
            rows = Pipeline(lake=lake, scope=EVERYTHING).fetch(query).to_pylist()
    found = {(row["泳滩"], row["日期"].isoformat()): row["大肠埃希菌"] for row in rows}
    with gzip.open(DATA / "clean_values.csv.gz", "rt", encoding="utf-8") as file:
        truth = {
            (row["BEACH"], row["Full_date"]): float(row["Escherichia.coli"]) for row in csv.DictReader(file)
        }
    wrong = [(key, value, found.get(key)) for key, value in truth.items() if not same(found.get(key), value)]
    return len(truth) - len(wrong), len(truth), [*told, *map(str, wrong[:10])]


def same(found: float | None, expected: float) -> bool:
    return found is not None and abs(found - expected) <= 1e-9 * max(abs(expected), 1)


if __name__ == "__main__":
    main()
