"""Faults planted into a feed of the demo city, one at a time: which does a run find, and what does it call in vain?

    python -m bench.planted [--people 5000] [--payments 120000] [--months 24] [--only "stale feed"]

The city is Yunlan's subsidies at another size; a department's payments come as a file a month. Each fault is planted
into the last file, the city is run, and what the run says of the table (deviations of batches, quality rules that rows
break) is held against what it said of the files as they were. What it says of those about earlier months is a false
alarm: the generator plants no fault there.
"""

import argparse
import csv
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from bench.kill import small_city
from shuzhi.core import sql
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

AS_OF, LATER = date(2026, 6, 30), date(2026, 10, 31)
DEPARTMENT, SOURCE = "民政局", "低保五保发放"
ENCODING = "gb18030"
Row = dict[str, str]
Said = frozenset[tuple[str, ...]]


def missing_third(rows: list[Row], before: list[Row]) -> list[Row]:  # noqa: ARG001
    return rows[: len(rows) * 2 // 3]


def shifted_dates(rows: list[Row], before: list[Row]) -> list[Row]:  # noqa: ARG001
    return [row | {"发放日期": str(date.fromisoformat(row["发放日期"]) - timedelta(days=31))} for row in rows]


def swapped_columns(rows: list[Row], before: list[Row]) -> list[Row]:  # noqa: ARG001
    return [row | {"所属村": row["救助类别"], "救助类别": row["所属村"]} for row in rows]


def unit_change(rows: list[Row], before: list[Row]) -> list[Row]:  # noqa: ARG001
    return [row | {"发放金额": f"{float(row['发放金额']) / 10_000:.6f}"} for row in rows]


def sent_again(rows: list[Row], before: list[Row]) -> list[Row]:  # noqa: ARG001
    again = list(before)
    random.Random(7).shuffle(again)
    return again


def code_change(rows: list[Row], before: list[Row]) -> list[Row]:  # noqa: ARG001
    codes = {"低保": "01", "特困": "02"}
    return [row | {"救助类别": codes.get(row["救助类别"], row["救助类别"])} for row in rows]


FAULTS: Mapping[str, Callable[[list[Row], list[Row]], list[Row]]] = {
    "missing third of a table": missing_third,
    "shifted dates": shifted_dates,
    "swapped columns": swapped_columns,
    "unit change 元/万元": unit_change,
    "duplicated batch": sent_again,
    "silent code change": code_change,
}


STALE = "stale feed"


def by_month(folder: Path, months: int) -> list[Path]:
    """The department's payments again, a file a month, the last ones only. Months that are not whole are left out."""
    found: dict[str, list[Row]] = defaultdict(list)
    for path in sorted((folder / "data" / DEPARTMENT).glob(f"{SOURCE}_*.csv")):
        for row in read(path):
            # The generator's broken lines have too few cells, or too many: no fault that is planted here.
            if None not in row and None not in row.values():
                found[row["发放日期"][:7]].append(row)
        path.unlink()
    paths = []
    for month in sorted(month for month in found if month[:4].isdecimal() and month < str(AS_OF)[:7])[
        -months:
    ]:
        paths.append(folder / "data" / DEPARTMENT / f"{SOURCE}_{month.replace('-', '')}.csv")
        write(paths[-1], found[month])
    return paths


def read(path: Path) -> list[Row]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode(ENCODING)
    return list(csv.DictReader(text.splitlines()))


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def said(folder: Path, as_of: date) -> tuple[Said, Mapping[str, int]]:
    """What a run says of the table: of its batches, by file, and by how many rows each rule is broken."""
    city = load_city(folder)
    run_city(city, as_of=as_of, tell=lambda _: None)
    mine = f"where \"table\" = '{SOURCE}'"
    with lake_of(city, read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        odd = pipeline.fetch(
            sql.query(
                'select distinct b.file, d.kind, d."column" from quality.deviation d '
                f"left join meta.batch b on b.batch = d._batch {mine}"
            )
        ).to_pylist()
        broken = pipeline.fetch(
            sql.query(f"select rule, failing from quality.result {mine} and failing > 0")
        ).to_pylist()
    return (
        frozenset((str(row["file"]), row["kind"], str(row["column"])) for row in odd),
        {row["rule"]: row["failing"] for row in broken if row["rule"] != "history"},
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=5_000)
    arguments.add_argument("--payments", type=int, default=120_000)
    arguments.add_argument("--months", type=int, default=24)
    arguments.add_argument("--only", choices=[*FAULTS, STALE], action="append")
    asked = arguments.parse_args()
    wanted = asked.only or [*FAULTS, STALE]
    with tempfile.TemporaryDirectory() as temp:
        folder = small_city(Path(temp) / "city", people=asked.people, payments=asked.payments)
        paths = by_month(folder, asked.months)
        rows, before = read(paths[-1]), read(paths[-2])
        base, broken = said(folder, AS_OF)
        rate = f"{len(base) / len(paths):.3f} a month"
        told = f"{len(paths)} months, {len(rows)} rows in the last"
        print(f"{told}; false alarms: {len(base)}, {rate} {sorted(base)}", flush=True)
        missed = []
        for name, plant in FAULTS.items():
            if name not in wanted:
                continue
            write(paths[-1], plant(rows, before))
            now, now_broken = said(folder, AS_OF)
            # A rule that fewer rows break than before says nothing of the fault.
            more = {(rule, str(rows)) for rule, rows in now_broken.items() if rows > broken.get(rule, 0)}
            new = sorted((now - base) | more)
            missed += [] if new else [name]
            print(f"{name}: {'found' if new else 'MISSED'} {new}", flush=True)
        # As it was again, on the day it was sent: a file that is sent later is a feed that did not stop.
        if STALE in wanted:
            write(paths[-1], rows)
            said(folder, AS_OF)
            now, _ = said(folder, LATER)
            new = sorted(now - base)
            missed += [] if new else [STALE]
            print(f"{STALE}: {'found' if new else 'MISSED'} {new}")
        print(f"{len(wanted) - len(missed)} of {len(wanted)} found")
        shutil.rmtree(folder)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
