"""A cockpit of 12 panels read by 16 people at once, through the gateway and on a bare native DuckDB file.

    python -m bench.cockpit                    17,000,000 rows; queries a second, and how long the slow ones take
    python -m bench.cockpit --rows 1700000     a quick look

One after the other in this process, each with 16 threads that take panel after panel: the same SQL on a native file
sorted as the copy is, which nobody governs; through ``gateway.read``, as screens ask, which keeps equal answers while
the lake stays as it is; without keeping any, from the copy a run publishes; and with no copy, from the lake's Parquet.
Every governed answer is filtered by row and recorded. Cold is the first answer after opening.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.sql import TableName
from shuzhi.secure import gateway
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.kept import Kept
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who

EVENTS = TableName("city", "办件")
COLUMNS = {
    "日期": "date",
    "区划": "region_code",
    "类别": "code",
    "部门": "code",
    "金额": "amount",
    "时长": "integer",
}
TODAY = date(2026, 6, 30)
READER = Reader(name="bench", posts=(Post(role="领导", regions=frozenset({"9901"})),), purpose="看")
MONTH = "日期 >= date '2026-06-01' and 日期 < date '2026-07-01'"
WEEK = "日期 >= date '2026-06-24'"
YEAR = "日期 >= date '2026-01-01'"
PANELS = (
    f"select count(*) as 件数 from city.办件 where {WEEK}",
    f"select sum(金额) as 金额 from city.办件 where {MONTH}",
    f"select avg(时长) as 平均 from city.办件 where {MONTH}",
    f"select 日期, count(*) as 件数 from city.办件 where {MONTH} group by 日期",
    f"select 类别, count(*) as 件数 from city.办件 where {MONTH} group by 类别",
    f"select 部门, count(*) as 件数, avg(时长) as 平均 from city.办件 where {MONTH} group by 部门",
    f"select 区划, count(*) as 件数 from city.办件 where {WEEK} group by 区划",
    f"select 区划, 类别, sum(金额) as 金额 from city.办件 where {WEEK} group by 区划, 类别",
    f"select 部门, count(*) as 件数 from city.办件 where {WEEK} and 时长 > 60 group by 部门 order by 2 desc limit 10",
    f"select date_trunc('month', 日期) as 月, count(*) as 件数 from city.办件 where {YEAR} group by 1",
    f"select date_trunc('month', 日期) as 月, 类别, sum(金额) as 金额 from city.办件 where {YEAR} group by 1, 2",
    f"select 类别, count(*) filter (where 时长 <= 60) / count(*) as 按期 from city.办件 where {MONTH} group by 1",
)
PEOPLE = 16


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=17_000_000)
    parser.add_argument("--seconds", type=float, default=20)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        native = _make(folder, told.rows)
        print(f"{told.rows:,} rows, {len(PANELS)} panels, {PEOPLE} readers", flush=True)
        with duckdb.connect(str(native), read_only=True) as bare:
            plain = _rate("bare native file", lambda: _on(bare), told.seconds)
        for way, kept in (("copies, answers kept", Kept()), ("copies", None), ("lake alone", None)):
            if way == "lake alone":
                (folder / "lake" / "published" / "index").unlink()
            with gateway.open_lake(folder / "lake", read_only=True, key="bench") as lake:
                ask = partial(_read, lake, kept)
                governed = _rate(f"gateway, {way}", lambda ask=ask: ask, told.seconds)  # type: ignore[misc]
            print(f"    {governed / plain:.2f} of the bare file (target 0.70)", flush=True)


def _make(folder: Path, rows: int) -> Path:
    made = f"""
        select date '2021-07-01' + cast(i % 1826 as integer) as 日期,
               '9901' || lpad(cast(1 + hash(i) % 12 as varchar), 2, '0') as 区划, 'X' || (hash(i, 1) % 17) as 类别,
               '局' || (hash(i, 2) % 40) as 部门, cast(100 + i % 977 as decimal(18, 2)) as 金额,
               cast(hash(i, 3) % 120 as integer) as 时长
        from range({rows}) t(i)"""
    with gateway.open_lake(folder / "lake") as lake:
        pipeline = Pipeline(lake=lake, scope=Scope(name="bench", reads=("*",), writes=("*",)))
        pipeline.replace(EVENTS, sql.query(made))
        pipeline.publish({EVENTS: ("日期",)})
    native = folder / "native.duckdb"
    with duckdb.connect(str(native)) as file:
        file.execute(f"create schema city; create table city.办件 as from ({made}) order by 日期")
    return native


def _policy() -> Policy:
    own = {element.name: element.grade for element in ELEMENTS}
    grant = Grant(
        who=Who(role="领导"),
        tables=("city.*",),
        purpose="看",
        mask="none",
        rows="covers(reader.regions, 区划)",
    )
    return Policy(
        grants=(grant,),
        purposes={"看": Purpose(name="看")},
        columns={EVENTS: COLUMNS},
        grades={EVENTS: {name: own[kind] for name, kind in COLUMNS.items()}},
    )


POLICY = _policy()
Ask = Callable[[str], object]


def _on(connection: duckdb.DuckDBPyConnection) -> Ask:
    own = connection.cursor()
    return lambda panel: own.execute(panel).to_arrow_table()


def _read(lake: gateway.Lake, kept: Kept | None, panel: str) -> object:
    return gateway.read(lake, READER, sql.query(panel), policy=POLICY, today=TODAY, kept=kept)


def _rate(way: str, ask_of: Callable[[], Ask], seconds: float) -> float:
    """Queries a second that 16 threads get answered together; the rest is printed."""
    begun = time.perf_counter()
    ask_of()(PANELS[0])
    cold = time.perf_counter() - begun
    times: list[float] = []
    end = time.perf_counter() + seconds

    def person(number: int) -> None:
        ask = ask_of()
        while time.perf_counter() < end:
            number = (number + 1) % len(PANELS)
            asked = time.perf_counter()
            ask(PANELS[number])
            times.append(time.perf_counter() - asked)

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    wall, processor = time.perf_counter(), time.process_time()
    for each in people:
        each.start()
    for each in people:
        each.join()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    late = statistics.quantiles(times, n=20)[-1]
    print(
        f"  {way:32} {len(times) / wall:7.1f}/s  {processor / len(times) * 1000:6.1f} ms CPU each  "
        f"median {statistics.median(times) * 1000:6.0f} ms  p95 {late * 1000:6.0f} ms  cold {cold * 1000:5.0f} ms",
        flush=True,
    )
    return len(times) / wall


if __name__ == "__main__":
    main()
