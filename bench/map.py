"""What the map's question costs: "within 500 m, last 30 days, all layers", governed on the lake and bare.

    python -m bench.map                       2,000,000 events in four layers, two years; 200 questions
    python -m bench.map --events 20000000     the same of twenty million; a few minutes to make

Governed goes through ``gateway.read`` with a row filter on the reader's county, on the copies that a run makes for
readers (of an encrypted lake whose tables lie as a run lays them, ``nearby.order_of``). Bare is the same SQL text on a
native DuckDB file with the same tables in the same order: nothing filtered for the reader, no audit, no encryption. Per
question, all four layers: wall clock median and 95th percentile, and processor time, with their ratios.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from sqlglot import exp

from shuzhi.analyse import nearby
from shuzhi.analyse.nearby import Circle, Period, Points
from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.sql import TableName
from shuzhi.secure import gateway
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who

LAYERS = tuple(TableName("events", name) for name in ("来信", "执法", "检查", "事故"))
COLUMNS = {
    "编号": "code",
    "标题": "code",
    "县": "region_code",
    "日期": "date",
    "经度": "number",
    "纬度": "number",
}
LAST_30 = Period(since=date(2026, 6, 1), until=date(2026, 6, 30))
READER = Reader(name="bench", posts=(Post(role="值班长", regions=frozenset({"9901"})),), purpose="热线")
TODAY = date(2026, 6, 30)
THREADS = 2


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--questions", type=int, default=200)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lake_folder, file = Path(name) / "lake", Path(name) / "bare.duckdb"
        settings = gateway.EngineSettings(threads=THREADS)
        bare = duckdb.connect(str(file), config={"threads": THREADS})
        with gateway.open_lake(lake_folder, settings) as lake:
            _make(lake, bare, told.events)
        circles = _circles(told.questions)
        with gateway.open_lake(lake_folder, settings, read_only=True, key="bench") as lake:
            policy = _policy()
            governed = _asked(circles, lambda circle: _governed(lake, policy, circle))
            plain = _asked(circles, lambda circle: _bare(bare, circle))
        _compared(told.events, governed, plain)


def _make(lake: Lake, bare: duckdb.DuckDBPyConnection, events: int) -> None:
    """Events in heaps, as in cities: most of them near a few hundred places."""
    everything = Pipeline(lake=lake, scope=Scope(name="bench", reads=("*",), writes=("*",)))
    bare.execute("create schema events")
    for number, table in enumerate(LAYERS):
        rows = f"""
            select 'E' || i as 编号, '事项' || (i % 977) as 标题, '99010' || (1 + i % 6) as 县,
                   date '2024-07-01' + cast(hash(i * 5 + {number}) % 730 as integer) as 日期,
                   cast(83.1 + (p * 7919 % 1000) * 0.0008 + (hash(i * 3 + {number}) % 1000) * 0.000012 as double)
                       as 经度,
                   cast(39.0 + (p * 104729 % 1000) * 0.0006 + (hash(i * 11 + {number}) % 1000) * 0.000012 as double)
                       as 纬度
            from (select i, hash(i + {number}) % 400 as p from range({events // len(LAYERS)}) t(i)) t"""
        query = _ordered(rows)
        everything.replace(table, query)
        bare.execute(f"create table {sql.text(table.tree)} as {sql.text(query)}")
    everything.publish(dict.fromkeys(LAYERS, ()))


def _ordered(rows: str) -> exp.Query:
    """The rows as a run would lay them."""
    return (
        exp.select("*")
        .from_(sql.query(rows).subquery("made"))
        .order_by(*nearby.order_of("经度", "纬度", "日期"))
    )


def _policy() -> Policy:
    grades = {element.name: element.grade for element in ELEMENTS}
    grant = Grant(
        who=Who(role="值班长"),
        tables=("events.*",),
        purpose="热线",
        mask="none",
        rows="substr(县, 1, 4) = '9901'",
    )
    return Policy(
        grants=(grant,),
        purposes={"热线": Purpose(name="热线")},
        columns=dict.fromkeys(LAYERS, COLUMNS),
        grades={table: {name: grades[kind] for name, kind in COLUMNS.items()} for table in LAYERS},
    )


def _circles(how_many: int) -> list[Circle]:
    random = np.random.default_rng(7)
    at = random.integers(0, 400, how_many)
    places = [
        (83.106 + (p * 7919 % 1000) * 0.0008, 39.006 + (p * 104729 % 1000) * 0.0006) for p in at.tolist()
    ]
    return [Circle(longitude=x, latitude=y, metres=500.0) for x, y in places]


def _questions(circle: Circle) -> list[exp.Query]:
    return [
        nearby.listed(
            Points(table=table, longitude="经度", latitude="纬度", time="日期"), circle, LAST_30,
            ["经度", "纬度", "日期", "标题", "编号"], 100,
        )
        for table in LAYERS
    ]  # fmt: skip


def _governed(lake: Lake, policy: Policy, circle: Circle) -> int:
    answers = [gateway.read(lake, READER, query, policy=policy, today=TODAY) for query in _questions(circle)]
    return sum(answer.num_rows for answer in answers)


def _bare(bare: duckdb.DuckDBPyConnection, circle: Circle) -> int:
    return sum(bare.execute(sql.text(query)).to_arrow_table().num_rows for query in _questions(circle))


def _asked(circles: Sequence[Circle], ask: Callable[[Circle], int]) -> tuple[list[float], list[float], int]:
    """Wall and processor milliseconds of each question, and how many rows all of them found."""
    for circle in circles[:5]:
        ask(circle)
    walls, cpus, rows = [], [], 0
    for circle in circles:
        wall, cpu = time.perf_counter(), time.process_time()
        rows += ask(circle)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return walls, cpus, rows


def _compared(
    events: int, governed: tuple[list[float], list[float], int], plain: tuple[list[float], list[float], int]
) -> None:
    assert governed[2] == plain[2], (governed[2], plain[2])
    print(f"{events:,} events, {len(governed[0])} questions, {governed[2]:,} rows found by each")
    print(f"{'ms a question':22}{'median':>10}{'p95':>10}{'CPU median':>14}{'CPU p95':>12}")
    for name, (walls, cpus, _) in (("governed, on copies", governed), ("bare native file", plain)):
        print(f"{name:22}{_median(walls):10.1f}{_p95(walls):10.1f}{_median(cpus):14.1f}{_p95(cpus):12.1f}")
    told = [
        measure(a) / measure(b)
        for a, b in zip(governed[:2], plain[:2], strict=True)
        for measure in (_median, _p95)
    ]
    print(f"{'ratio':22}{told[0]:10.2f}{told[1]:10.2f}{told[2]:14.2f}{told[3]:12.2f}")


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
