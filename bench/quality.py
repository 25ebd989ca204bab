"""Sixty quality rules over a table of twelve columns in one pass, beside one query by hand that counts the same.

    python -m bench.quality [--rows 17000000] [--pandera]

Ours reads the encrypted lake through the pipeline and is what a run does (the tally); the query by hand reads a native
DuckDB file that holds the same rows. Two threads each; CPU seconds of this process. With ``--pandera`` (the group
``bench``) the same rules as pandera checks of a polars frame as well, in a process of its own, its rows in memory
already; at 1.7 million rows, for it keeps a row for each value that is wrong.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern.declared_rules import rules
from shuzhi.govern.quality import tally
from shuzhi.packs.schema import Rules
from shuzhi.packs.source_file import Column, Range, Truth
from shuzhi.secure.gateway import EngineSettings, Pipeline, open_lake
from shuzhi.secure.policy import Scope

COLUMNS = {
    "身份证号": "id_card", "姓名": "person_name", "账号": "bank_account", "类别": "text", "区划": "text",
    "备注": "text", "金额": "amount", "人数": "integer", "面积": "number", "日期": "date", "申请日期": "date",
    "批准日期": "date",
}  # fmt: skip
PAYMENTS = """
select '990101' || lpad(cast(19400101 + i % 300000 as varchar), 8, '0') || lpad(cast(i % 9973 as varchar), 4, '0')
         as "身份证号",
       '虚' || cast(i % 50000 as varchar) as "姓名",
       case when i % 97 <> 0 then '62' || lpad(cast(i % 400000 as varchar), 14, '0') end as "账号",
       case i % 5 when 0 then '低保' when 1 then '特困' when 2 then '临时' when 3 then '高龄' else '其它' end as "类别",
       '9901' || lpad(cast(i % 40 as varchar), 2, '0') as "区划",
       case when i % 3 = 0 then '备注' || cast(i % 1000 as varchar) end as "备注",
       cast((i * 7919) % 200000 / 100.0 - 5 as decimal(18, 2)) as "金额",
       i % 12 as "人数", (i % 4001) / 10.0 as "面积",
       date '2020-01-01' + cast(i % 2300 as integer) as "日期",
       date '2019-12-01' + cast(i % 2310 as integer) as "申请日期",
       case when i % 11 <> 0 then date '2019-12-15' + cast(i % 2290 as integer) end as "批准日期",
       'b' as "_batch", i as "_row"
from range({rows}) as numbers(i)
"""
REGISTER = """
select '990101' || lpad(cast(19400101 + i as varchar), 8, '0') || lpad(cast(i % 9973 as varchar), 4, '0') as "号",
       '虚' || cast(i % 50000 as varchar) as "名", '62' || lpad(cast(i as varchar), 14, '0') as "账"
from range(300000) as numbers(i)
"""
ORDERED = (("日期", "批准日期"), ("批准日期", "申请日期"), ("日期", "申请日期"))
HOLDS = {f"{later}不早于{earlier}": f"{later} >= {earlier}" for later, earlier in ORDERED} | {
    f"金额与人数相配{n}": f"金额 <= 人数 * {n}" for n in range(200, 1000, 100)
} | {
    f"{kind}有备注": f"类别 <> '{kind}' or 备注 is not null" for kind in ("低保", "特困", "临时", "高龄")
} | {
    f"{code}的面积": f"区划 <> '9901{code}' or 面积 < 390" for code in ("01", "02", "03", "04")
}  # fmt: skip
TEXTS = ("身份证号", "姓名", "账号", "类别", "区划", "备注")
QUALITY = Rules(
    unique=(("身份证号", "日期"),),
    among={
        "类别": ("低保", "特困", "临时", "高龄"),
        "区划": tuple(f"9901{n:02d}" for n in range(39)),
    },
    between={
        "金额": Range(min=0, max=1990), "人数": Range(min=1, max=10), "面积": Range(min=1, max=399),
        "日期": Range(min=date(2020, 1, 2)), "申请日期": Range(min=date(2019, 12, 2)),
        "批准日期": Range(max=date(2026, 3, 1)),
    },
    like={
        "身份证号": "[0-9]{17}[0-9X]", "账号": "62[0-9]{14}", "区划": "9901[0-9]{2}", "姓名": "虚[0-9]+",
        "类别": "[^ ]{2}", "备注": "备注[0-9]{1,3}",
    },
    found={"账号": "reference.名册.账", "身份证号": "reference.名册.号"},
    agrees={"姓名": Truth(truth="reference.名册.名", by="身份证号", key="号")},
    holds=HOLDS,
)  # fmt: skip
DECLARED = rules(QUALITY, TableName("standard", "发放"), as_of=date(2026, 6, 30))
BY_HAND = """
with known as (select "号", min("名") as lo, max("名") as hi from reference."名册" group by 1),
     accounts as (select distinct "账" from reference."名册")
select count(*), {counts}
from standard."发放" s
left join known k on k."号" = s."身份证号"
left join accounts a on a."账" = s."账号"
"""


@dataclass(frozen=True)
class Source:
    name: str
    columns: dict[str, Column]


SOURCE = Source("发放", {name: Column(element=kind) for name, kind in COLUMNS.items()})


def by_hand() -> str:
    """As somebody would write it: what breaks a rule, and how many rows it is asked of."""
    parts = [f'count("{name}")' for name in COLUMNS]

    def counted(asked: str, breaks: str) -> None:
        parts.append(f"count(*) filter (where {asked})")
        parts.append(f"count(*) filter (where {breaks})")

    key = '"身份证号" || \'|\' || cast("日期" as varchar)'
    parts.append(f"count({key})")
    parts.append(f"count({key}) - count(distinct {key})")
    for name, values in QUALITY.among.items():
        listed = ", ".join(f"'{value}'" for value in values)
        counted(f'"{name}" is not null', f'"{name}" not in ({listed})')
    for name, range_ in QUALITY.between.items():
        ends = [
            f'"{name}" {sign} {f"date {end.isoformat()!r}" if isinstance(end, date) else end}'
            for sign, end in (("<", range_.min), (">", range_.max))
            if end is not None
        ]
        counted(f'"{name}" is not null', " or ".join(ends))
    for name, pattern in QUALITY.like.items():
        counted(f'"{name}" is not null', f"not regexp_full_match(\"{name}\", '{pattern}')")
    counted('"账号" is not null', '"账号" is not null and a."账" is null')
    counted('"身份证号" is not null', '"身份证号" is not null and k."号" is null')
    counted('k.lo is not null and "姓名" is not null', '"姓名" <> k.lo and "姓名" <> k.hi')
    for condition in QUALITY.holds.values():
        counted(f"({condition}) is not null", f"not ({condition})")
    return BY_HAND.format(counts=", ".join(parts))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=17_000_000)
    arguments.add_argument("--pandera", action="store_true")
    asked = arguments.parse_args()
    rows: int = asked.rows
    told = len(DECLARED) + len(COLUMNS) + len(COLUMNS)
    print(f"{rows:,} rows, {len(COLUMNS)} columns; rules: {len(DECLARED)} declared, "
          f"{len(COLUMNS)} filled, {len(COLUMNS)} valid = {told}")  # fmt: skip
    with tempfile.TemporaryDirectory() as temp:
        ours, first = _ours(Path(temp), rows)
        hand, second = _hand(Path(temp), rows)
        rival = _pandera(Path(temp)) if asked.pandera else None
    same = first[: len(second)] == second
    print(f"ours {ours:.1f} s CPU, by hand {hand:.1f} s CPU, ratio {ours / hand:.2f}; the same counts: {same}; "
          f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")  # fmt: skip
    if rival is not None:
        found = {rule.name: first[1 + len(COLUMNS) + 2 * n + 1] for n, rule in enumerate(DECLARED)}
        told = rival["failing"]
        differ = [
            name for name in found if not name.startswith("unique") and found[name] != told.get(name, 0)
        ]
        print(f"pandera {rival['cpu']:.1f} s CPU, {rival['cpu'] / ours:.1f} times ours; peak {rival['peak']:.2f} GB; "
              f"counts that differ: {differ or 'none'}")  # fmt: skip


def _ours(temp: Path, rows: int) -> tuple[float, list[int]]:
    everything = Scope(name="bench", reads=("*",), writes=("*",))
    with open_lake(temp / "lake", EngineSettings(threads=2), key=None) as lake:
        pipeline = Pipeline(lake=lake, scope=everything)
        pipeline.replace(TableName("standard", "发放"), sql.query(PAYMENTS.format(rows=rows)))
        pipeline.replace(TableName("reference", "名册"), sql.query(REGISTER))
        none = 'select cast(null as varchar) as "column" where false'
        pipeline.replace(TableName("problem", "发放"), sql.query(none))
        spent, found = _timed(lambda: pipeline.fetch(tally(SOURCE, DECLARED)).to_pylist()[0])
    valid = [found[f"valid_{n}"] for n in range(len(COLUMNS))]
    declared = [found[f"{what}_{n}"] for n in range(len(DECLARED)) for what in ("checked", "failing")]
    return spent, [found["rows"], *valid, *declared]


def _hand(temp: Path, rows: int) -> tuple[float, list[int]]:
    connection = duckdb.connect(str(temp / "hand.duckdb"), config={"threads": 2, "memory_limit": "3GB"})
    connection.execute("create schema standard; create schema reference")
    connection.execute(f'create table standard."发放" as {PAYMENTS.format(rows=rows)}')
    connection.execute(f'create table reference."名册" as {REGISTER}')
    spent, found = _timed(lambda: connection.execute(by_hand()).fetchone())
    connection.close()
    return spent, list(found)


def _pandera(temp: Path) -> dict[str, Any]:
    connection = duckdb.connect(str(temp / "hand.duckdb"), read_only=True)
    for table, name in (('standard."发放"', "rows"), ('reference."名册"', "register")):
        connection.execute(f"copy {table} to '{temp / name}.parquet' (format parquet)")
    connection.close()
    told = subprocess.run(
        [sys.executable, "-m", "bench.rivals.with_pandera", str(temp / "rows.parquet"), str(temp / "register.parquet")],
        env=os.environ | {"POLARS_MAX_THREADS": "2"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def _timed(asked: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = asked()
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
