"""What governing costs: reads of a screening, through the gateway and straight on the engine.

    python -m bench.gateway                  2,000,000 payments; processor time, governed ÷ ungoverned, each read
    python -m bench.gateway --rows 200000    a quick look

Ungoverned is the same query on the same encrypted lake, with nothing filtered and nothing masked. Governed goes
through ``gateway.read``: gate, permit, row filter, masks, proof by the engine's own parser, audit. Two grants: one
gives every column as it is, as screenings and dashboards read; one masks names and numbers. Then what is joined by a
masked number matches many more rows, so that read is left out there. Also: how long parsing, rewriting and proving
take, and what a query in the sealed process costs.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.sql import TableName
from shuzhi.engine.own_tree import touched
from shuzhi.secure import gateway, reading
from shuzhi.secure.gate import name_of, tables_of
from shuzhi.secure.gateway import Lake, Limits, Pipeline
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who
from shuzhi.secure.proof import foreign
from shuzhi.secure.rewrite import rewrite

PAYMENTS, DEATHS = TableName("standard", "发放"), TableName("standard", "死亡")
COLUMNS = {
    PAYMENTS: {
        "身份证号": "id_card", "姓名": "person_name", "区划": "region_code", "金额": "amount", "发放日期": "date",
        "项目": "code", "账号": "bank_account", "_row": "integer",
    },
    DEATHS: {"身份证号": "id_card", "死亡日期": "date"},
}  # fmt: skip
READER = Reader(name="bench", posts=(Post(role="监督员", regions=frozenset({"9901"})),), purpose="监督")
TODAY = date(2026, 6, 30)
READS = {
    "paid after death": """
        select p.身份证号, count(*) as 笔数, sum(p.金额) as 金额 from standard.发放 p
        join standard.死亡 d on p.身份证号 = d.身份证号 and p.发放日期 > d.死亡日期 group by p.身份证号""",
    "two payments a day": """
        select 身份证号, 发放日期, count(*) as 笔数 from standard.发放
        group by 身份证号, 发放日期 having count(*) > 1""",
    "several accounts": """
        select 身份证号 from standard.发放 group by 身份证号 having count(distinct 账号) > 3""",
    "dashboard: by region and month": """
        select substr(区划, 1, 6) as 县, date_trunc('month', 发放日期) as 月, count(*) as 笔数, sum(金额) as 金额
        from standard.发放 group by 1, 2""",
    "dashboard: by programme": "select 项目, count(*) as 笔数, sum(金额) as 金额 from standard.发放 group by 项目",
    "dashboard: highest": "select 身份证号, 金额 from standard.发放 order by 金额 desc, _row limit 50",
    "one person": "select * from standard.发放 where 身份证号 = '990101195001010017' order by _row",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=5)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "lake"
        _make(folder, told.rows)
        with gateway.open_lake(folder, read_only=True, key="bench") as lake:
            _reads(lake, told.times, "as they are", _policy("none"))
            _reads(lake, told.times, "all masked", _policy("partial"))
            _rewriting()
            _sealed(lake)


def _make(folder: Path, rows: int) -> None:
    people = max(rows // 20, 1)
    payments = f"""
        select '990101' || (1940 + i * 7 % {people} % 60) || '0101' || lpad(cast(i * 7 % {people} % 1000 as varchar), 3, '0')
               || cast(i * 7 % {people} % 10 as varchar) as 身份证号, '虚' || (i * 7 % {people} % 400) as 姓名,
               '9901' || lpad(cast(1 + i % 23 as varchar), 2, '0') as 区划, cast(100 + i % 977 as decimal(18, 2)) as 金额,
               date '2025-01-01' + cast(i % 365 as integer) as 发放日期, 'X' || (i % 17) as 项目,
               '6200' || lpad(cast(i * 13 % 99991 as varchar), 12, '0') as 账号, i as _row
        from range({rows}) t(i)"""
    deaths = f"""
        select '990101' || (1940 + i % 60) || '0101' || lpad(cast(i % 1000 as varchar), 3, '0') || cast(i % 10 as varchar)
               as 身份证号, date '2025-03-01' + cast(i % 300 as integer) as 死亡日期 from range({people // 20}) t(i)"""
    with gateway.open_lake(folder) as lake:
        everything = Pipeline(lake=lake, scope=Scope(name="bench", reads=("*",), writes=("*",)))
        everything.replace(PAYMENTS, sql.query(payments))
        everything.replace(DEATHS, sql.query(deaths))


def _policy(mask: str) -> Policy:
    own = {element.name: element.grade for element in ELEMENTS}
    grant = Grant(
        who=Who(role="监督员"),
        tables=("standard.*",),
        purpose="监督",
        mask=mask,  # type: ignore[arg-type]
        columns={"发放日期": "none", "死亡日期": "none", "金额": "none", "区划": "none"},
    )
    return Policy(
        grants=(grant,),
        purposes={"监督": Purpose(name="监督")},
        columns=COLUMNS,
        grades={table: {name: own[kind] for name, kind in held.items()} for table, held in COLUMNS.items()},
    )


def _cost(times: int, run: Callable[[], object]) -> float:
    """The least processor time of several runs, in seconds."""
    run()
    costs = []
    for _ in range(times):
        begun = time.process_time()
        run()
        costs.append(time.process_time() - begun)
    return min(costs)


def _reads(lake: Lake, times: int, title: str, policy: Policy) -> None:
    whole = [0.0, 0.0]
    print(f"\n{title}: CPU s governed, ungoverned, ratio")
    for name, text in READS.items():
        if name == "paid after death" and policy.grants[0].mask != "none":
            continue
        query = sql.query(text)
        plain = _cost(times, lambda query=query: reading.fetch(lake, query))  # type: ignore[misc]
        governed = _cost(
            times,
            lambda query=query: gateway.read(lake, READER, query, policy=policy, today=TODAY),  # type: ignore[misc]
        )
        whole = [whole[0] + governed, whole[1] + plain]
        print(f"  {name:32} {governed:8.3f} {plain:8.3f} {governed / plain:6.2f}")
    print(f"  {'all':32} {whole[0]:8.3f} {whole[1]:8.3f} {whole[0] / whole[1]:6.2f}")


def _rewriting() -> None:
    costs: dict[str, list[float]] = {"parse": [], "decide and rewrite": [], "prove": [], "all": []}
    policy = _policy("partial")
    for text in [*READS.values()] * 30:
        begun = time.process_time()
        query = sql.query(text)
        parsed = time.process_time()
        permits = {
            name_of(table): permit(policy, READER, name_of(table), TODAY) for table in tables_of(query)
        }
        granted = {table: each for table, each in permits.items() if isinstance(each, Permit)}
        spelt = sql.text(rewrite(query, granted, key=b"k"))
        rewritten = time.process_time()
        touched.cache_clear()
        assert foreign(touched(spelt), granted.keys()) is None
        proven = time.process_time()
        for name, cost in zip(
            costs,
            (parsed - begun, rewritten - parsed, proven - rewritten, proven - begun),
            strict=True,
        ):
            costs[name].append(cost * 1000)
    print("\nCPU ms of a read, median and 95th of 100")
    for name, told in costs.items():
        print(f"  {name:32} {statistics.median(told):8.2f} {statistics.quantiles(told, n=20)[-1]:8.2f}")


def _sealed(lake: Lake) -> None:
    text = READS["dashboard: by programme"]
    begun = time.perf_counter()
    for _ in range(3):
        gateway.ask(lake, READER, text, policy=_policy("partial"), today=TODAY, limits=Limits(seconds=120))
    print(
        f"\nin the sealed process, the rows carried over: {(time.perf_counter() - begun) / 3:.2f} s wall a query"
    )


if __name__ == "__main__":
    main()
