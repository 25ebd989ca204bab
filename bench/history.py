"""Faults planted into the last batch of a feed: which are found, and how often one is called in vain.

    python -m bench.history [--tables 40] [--months 24]

Each table is a feed of monthly payments: about 2,000 rows a month (3 % up and down), amounts that grow 2 % a year,
categories whose shares wander. There is no threshold: ``govern/history.py`` has a rate of false alarms it puts up with.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from shuzhi.core import sql
from shuzhi.govern.history import ENOUGH, Came, Deviation, deviations, profile
from shuzhi.govern.overdue import overdue
from shuzhi.packs.source_file import Column

COLUMNS = {
    "姓名": "person_name", "证号": "id_card", "金额": "amount", "日期": "date", "区划": "text", "类别": "text",
}  # fmt: skip
ROWS = 2_000
FIRST = date(2024, 1, 1)
Row = dict[str, object]
Batch = list[Row]


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A declared source, as the profile needs it."""

    name: str
    columns: dict[str, Column]


SOURCE = Feed(name="发放", columns={name: Column(element=kind) for name, kind in COLUMNS.items()})


def months(number: int) -> list[date]:
    return [date(FIRST.year + n // 12, n % 12 + 1, 1) for n in range(number)]


def history(chance: random.Random, days: Sequence[date]) -> list[Batch]:
    """A feed without faults."""
    mix = [chance.uniform(0.2, 1.0) for _ in range(5)]
    found = []
    for place, day in enumerate(days):
        mix = [max(0.1, share + chance.gauss(0, 0.01)) for share in mix]
        rows = round(ROWS * (1 + chance.gauss(0, 0.03)))
        found.append([_row(chance, day, place, mix) for _ in range(rows)])
    return found


def _row(chance: random.Random, day: date, place: int, mix: Sequence[float]) -> Row:
    number = chance.randrange(10**8)
    return {
        "姓名": "甲乙丙丁"[number % 4] + "云山水木"[number % 3] + ("月" if number % 7 else ""),
        "证号": None if chance.random() < 0.01 else f"990101{number:08d}0011",
        "金额": round(chance.lognormvariate(6, 0.4) * 1.02 ** (place / 12), 2),
        "日期": day + timedelta(days=chance.randrange(28)),
        "区划": f"9901{chance.randrange(1, 9):02d}",
        "类别": chance.choices(("低保", "五保", "高龄津贴", "残疾补贴", "临时救助"), mix)[0],
    }


def missing_third(batch: Batch, before: Batch) -> Batch:  # noqa: ARG001
    return batch[: len(batch) * 2 // 3]


def shifted_dates(batch: Batch, before: Batch) -> Batch:  # noqa: ARG001
    return [row | {"日期": _day(row) - timedelta(days=31)} for row in batch]


def swapped_columns(batch: Batch, before: Batch) -> Batch:  # noqa: ARG001
    return [row | {"区划": row["类别"], "类别": row["区划"]} for row in batch]


def ten_thousands(batch: Batch, before: Batch) -> Batch:  # noqa: ARG001
    return [row | {"金额": round(float(str(row["金额"])) / 10_000, 4)} for row in batch]


def repeated(batch: Batch, before: Batch) -> Batch:  # noqa: ARG001
    return list(reversed(before))


def code_change(batch: Batch, before: Batch) -> Batch:  # noqa: ARG001
    codes = {"低保": "01", "五保": "02", "高龄津贴": "03", "残疾补贴": "04", "临时救助": "05"}
    return [row | {"类别": codes[str(row["类别"])]} for row in batch]


def _day(row: Row) -> date:
    day = row["日期"]
    assert isinstance(day, date)
    return day


FAULTS: dict[str, Callable[[Batch, Batch], Batch]] = {
    "missing third": missing_third,
    "shifted dates": shifted_dates,
    "swapped columns": swapped_columns,
    "yuan to ten thousands": ten_thousands,
    "duplicated batch": repeated,
    "silent code change": code_change,
}


def counted(batches: Sequence[Batch], days: Sequence[date]) -> list[Came]:
    """The batches' profiles, as the platform counts them."""
    rows = [
        row | {"_batch": f"b{number:03d}", "_row": at}
        for number, batch in enumerate(batches)
        for at, row in enumerate(batch)
    ]
    connection = duckdb.connect()
    connection.execute("create schema standard")
    connection.register("given", pa.Table.from_pylist(rows))
    connection.execute("create table standard.发放 as select * from given")
    found = {
        row["_batch"]: row
        for row in connection.execute(sql.text(profile(SOURCE))).to_arrow_table().to_pylist()
    }
    return [
        Came(batch=f"b{number:03d}", arrived=day + timedelta(days=30), counted=found[f"b{number:03d}"])
        for number, day in enumerate(days)
    ]


def judged(batches: Sequence[Batch], days: Sequence[date], *, late: int = 0) -> list[Deviation]:
    came = counted(batches, days)
    today = came[-1].arrived + timedelta(days=late)
    return [*deviations(SOURCE, "monthly", came), *overdue(SOURCE, "monthly", came, today)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tables", type=int, default=40)
    arguments.add_argument("--months", type=int, default=24)
    asked = arguments.parse_args()
    begun = time.process_time()
    days = months(asked.months)
    found: Counter[str] = Counter()
    vain = 0
    for number in range(asked.tables):
        clean = history(random.Random(number), days)
        vain += len(judged(clean, days))
        fault = list(FAULTS)[number % len(FAULTS)]
        faulty = [*clean[:-1], FAULTS[fault](clean[-1], clean[-2])]
        last = f"b{len(days) - 1:03d}"
        found[fault] += any(each.batch == last for each in judged(faulty, days))
        found["stale feed"] += any(each.kind == "late" for each in judged(clean[:-1], days[:-1], late=62))
    for fault in FAULTS:
        planted = len(range(list(FAULTS).index(fault), asked.tables, len(FAULTS)))
        print(f"{fault}: {found[fault]} of {planted} found")
    print(f"stale feed: {found['stale feed']} of {asked.tables} found")
    judgements = asked.tables * (asked.months - ENOUGH)
    print(
        f"false alarms: {vain} in {judgements} months of a table without faults: {vain / judgements:.3f} a month; "
        f"{time.process_time() - begun:.0f} s CPU"
    )


if __name__ == "__main__":
    main()
