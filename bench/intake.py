"""Intake: landing a large CSV with everything the product adds, beside DuckDB's own read_csv into a table.

    python bench/intake.py [rows]        (default 17,000,000, then a tenth of it for the growth)

Prints CPU seconds (user and system, of a child process), wall seconds and peak memory of each, the ratio of
CPU times, and how CPU time grew with ten times the rows. Landing means: hash and scan of the bytes, encoding,
record count, rows as text with ``_batch``, ``_row``, ``_hash`` in an encrypted DuckLake, counts reconciled.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from shuzhi.collect.intake import check_unchanged, read_file
from shuzhi.collect.scan import scan
from shuzhi.core import ids
from shuzhi.core.sql import TableName
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.files import DuckDBFiles

ROWS = 17_000_000
PAYMENTS = """
    select printf('99%04d%08d%04d', i % 9000, 19400101 + (i * 7919) % 700000, i % 10000) as 身份证号,
           (['甲某某', '乙某', '丙某某', '丁·某某'])[1 + i % 4] as 姓名,
           (['农村低保', '五保供养', '危房改造', '公共租赁住房'])[1 + (hash(i) % 4)::int] as 项目,
           printf('%.2f', (hash(i + 1) % 100000) / 100.0) as 发放金额,
           (date '2020-01-01' + (i % 1800)::int)::varchar as 发放日期,
           printf('9999%015d', hash(i) % 1000000000000000) as 银行账号,
           '云澜市' as 市, (['城东区', '城西区', '南山县'])[1 + i % 3] as 县区,
           (['东风镇', '红旗乡', '和平街道'])[1 + (hash(i + 3) % 3)::int] as 乡镇,
           '第' || (i % 40) || '村' as 村,
           case when i % 10 = 0 then '补发上月，经办人核对' end as 备注,
           i::varchar as 流水号
    from range({rows}) t(i)
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    cpu: float
    wall: float
    peak_mb: float


def measure(job: Callable[[Path], None], folder: Path) -> Cost:
    """What a job costs in a process of its own."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = multiprocessing.get_context("spawn").Process(target=job, args=(folder,))
    process.start()
    _, status, usage = os.wait4(process.pid or 0, 0)
    if status:
        raise SystemExit(f"{job.__name__} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu=cpu, wall=time.monotonic() - started, peak_mb=usage.ru_maxrss / 1024)


def duckdb_typed(folder: Path) -> None:
    with duckdb.connect(folder / "typed.duckdb") as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("create table t as from read_csv(?)", [str(folder / "发放.csv")])


def duckdb_text(folder: Path) -> None:
    with duckdb.connect(folder / "text.duckdb") as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            "create table t as from read_csv(?, all_varchar = true)", [str(folder / "发放.csv")]
        )


def shuzhi(folder: Path) -> None:
    lake = DuckLake(folder / "lake")
    temp = folder / "temp"
    temp.mkdir()
    found = scan(folder / "发放.csv")
    batch = ids.batch_id("发放", found.sha256)
    reading = read_file(
        source="发放", name="发放.csv", batch=batch, found=found, temp=temp, files=DuckDBFiles()
    )
    with lake.transaction():
        landed = lake.append_files(TableName("landed", "发放"), reading)
        check_unchanged(found)
    lake.close()
    if landed.landed + landed.rejects.num_rows != reading.records:
        raise SystemExit("the counts do not add up")


def compare(rows: int) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(f"copy ({PAYMENTS.format(rows=rows)}) to '{folder / '发放.csv'}' (header)")
        size = (folder / "发放.csv").stat().st_size / 1e6
        print(f"{rows:,} rows, {size:,.0f} MB")
        costs = {}
        for job in (duckdb_typed, duckdb_text, shuzhi):
            cost = costs[job.__name__] = measure(job, folder)
            print(
                f"  {job.__name__:14} cpu {cost.cpu:7.2f} s  wall {cost.wall:7.2f} s  {cost.peak_mb:6.0f} MB"
            )
            (folder / f"{job.__name__.removeprefix('duckdb_')}.duckdb").unlink(missing_ok=True)
        for rival in ("duckdb_typed", "duckdb_text"):
            print(f"  shuzhi / {rival}: {costs['shuzhi'].cpu / costs[rival].cpu:.2f}")
        return costs


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    small, large = compare(rows // 10), compare(rows)
    print(f"growth of CPU time at ten times the rows: {large['shuzhi'].cpu / small['shuzhi'].cpu:.1f}")


if __name__ == "__main__":
    main()
