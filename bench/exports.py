"""Half a million rows of 45 columns out through the gateway: CPU, wall time and memory, beside a plain Python writer.

python -m bench.exports [xlsx|csv|parquet|xlsxwriter] [128MB]      xlsxwriter: the rival, on a tenth of the rows

The second is the engine's own limit, within which it sorts; what does not fit spills.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from multiprocessing import Process
from pathlib import Path

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.workbook import new_workbook
from shuzhi.secure import gateway
from shuzhi.secure.gateway import EngineSettings, Lake, Pipeline
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who

ROWS, COLUMNS = 500_000, 45
TABLE = TableName("standard", "明细")
TODAY = date(2026, 6, 30)
KINDS = (
    "'云澜市第' || (i * {n} % 977) || '号路'",
    "i * {n} % 100003",
    "cast(i * {n} % 9973 as double) / 7",
    "date '2020-01-01' + cast(i * {n} % 2000 as integer)",
    "'=类' || (i % 13)",
)
ELEMENTS = ("text", "integer", "number", "date", "text")
NAMES = {f"列{n}": ELEMENTS[n % len(KINDS)] for n in range(COLUMNS)}


def make(folder: Path) -> None:
    columns = (f'{KINDS[n % len(KINDS)].format(n=n + 1)} as "列{n}"' for n in range(COLUMNS))
    with gateway.open_lake(folder, EngineSettings(threads=1)) as lake:
        pipeline = Pipeline(lake=lake, scope=Scope(name="bench", reads=(), writes=("*",)))
        pipeline.replace(TABLE, sql.query(f"select {', '.join(columns)} from range({ROWS}) as r(i)"))


def policy() -> Policy:
    purpose = Purpose(name="bench")
    grant = Grant(
        who=Who(role="bench"),
        tables=(str(TABLE),),
        purpose=purpose.name,
        mask="none",
        export=True,
        where="bench",
    )
    grades = {TABLE: dict.fromkeys(NAMES, "一般1级")}
    return Policy(grants=[grant], purposes={purpose.name: purpose}, columns={TABLE: NAMES}, grades=grades)


def take_out(lake: Lake, form: str, target: Path) -> None:
    query = sql.query(f'select * from {TABLE.schema}."{TABLE.name}" order by 列3 desc, 列1')
    reader = Reader(name="bench", posts=(Post(role="bench"),), purpose="bench")
    if form != "xlsxwriter":
        gateway.export(lake, reader, query, list(NAMES), target, policy=policy(), today=TODAY)
        return
    few = gateway.read(lake, reader, query.limit(ROWS // 10), policy=policy(), today=TODAY)
    with new_workbook(target, in_order=True) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(zip(*(column.to_pylist() for column in few.columns), strict=True)):
            sheet.write_row(at, 0, row)


def main(form: str, memory: str) -> None:
    with tempfile.TemporaryDirectory() as work:
        maker = Process(target=make, args=(Path(work) / "lake",))
        maker.start()
        maker.join()
        target = Path(work) / f"out.{form}"
        with gateway.open_lake(
            Path(work) / "lake", EngineSettings(memory=memory, threads=1), read_only=True
        ) as lake:
            began, worked = time.perf_counter(), time.process_time()
            take_out(lake, form, target)
            cpu, wall = time.process_time() - worked, time.perf_counter() - began
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = target.stat().st_size / 1e6
            print(
                f"{form}, engine {memory}: CPU {cpu:.1f} s, wall {wall:.1f} s, {size:.0f} MB; "
                f"process at most {most:.0f} MiB"
            )


if __name__ == "__main__":
    main(*[*sys.argv[1:], *("xlsx", "128MB")[len(sys.argv) - 1 :]])
