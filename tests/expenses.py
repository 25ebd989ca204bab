"""A city of one rule whose limit is too low: people dismiss most of what it finds."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from shuzhi.core.sql import query
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

DAY = date(2026, 6, 30)
FILES = {
    "city.yml": """\
# 虚构的市。这一行说明要留着。
name: {zh: 报销市（虚构）, en: Expenses (fictional)}
as_of: 2026-06-30
departments: [{name: 财政局}]
roles: [{name: 监督员, may: [findings.read, rules.tune, statistics.read]}]
people: [{name: 安如是, login: anrushi, department: 财政局, role: 监督员}]
scenarios: [expenses]   # 一个场景
grants: [{who: {role: 监督员}, tables: ["finding.*", "effect.*"], purpose: 报销监督, mask: none}]
""",
    "scenarios/expenses/scenario.yml": """\
title: {zh: 报销, en: Expenses}
question: {zh: 哪些报销不该报, en: Which expenses should not have been paid}
owner: 财政局
decision: 财政局核实
harm: 冤枉按规定报销的人
purpose: {name: 报销监督, basis: 示例（虚构）, retention: 1y}
inputs: [standard.报销]
""",
    "scenarios/expenses/sources/报销.yml": """\
title: {zh: 报销, en: Expenses}
owner: 财政局
basis: 示例（虚构）
cadence: monthly
licence: 示例
files: [报销.csv]
columns: {单号: code, 金额: amount}
""",
    "scenarios/expenses/parameters/限额.yml": """\
单笔限额:
  label: {zh: 单笔限额, en: Limit of one payment}
  unit: 元
  reference: 示例（虚构）
  values: {2020-01-01: 1000}
""",
    "scenarios/expenses/rules/over_limit.sql": """\
/*
title: {zh: 超限报销, en: Over the limit}
clause: 示例（虚构）第一条
subject: 单号
subject_kind: account
reason: "{单号}报销{金额}元"
thresholds:
  - {parameter: 单笔限额, column: 金额, direction: above}
score: {base: 0.0}
rows: {min: 0, max: 1000}
*/
select 单号, max(金额) as 金额, evidence(b) as 报销记录
from standard.报销 b
where 金额 > parameter(单笔限额)
group by 单号
""",
}


def expenses_city(folder: Path) -> Path:
    """The city's folder, with its file of payments; never run."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    draw = random.Random(1)
    amounts = [draw.randint(500, 5000) for _ in range(200)]
    lines = [f"{number:04},{amount}" for number, amount in enumerate(amounts)]
    (folder / "data").mkdir()
    (folder / "data/报销.csv").write_text("单号,金额\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def run(city: Path) -> None:
    run_city(load_city(city), as_of=DAY, tell=lambda _: None)


def rows(city: Path, asked: str) -> list[dict[str, Any]]:
    with lake_of(load_city(city), read_only=True) as lake:
        found: list[dict[str, Any]] = Pipeline(lake=lake, scope=EVERYTHING).fetch(query(asked)).to_pylist()
    return found


def decide(city: Path) -> None:
    """People find that little is wrong below 3,500 yuan, and much above; a fifth they have not come to."""
    hits = rows(
        city,
        "select f.finding, f.scenario, f.rule, f.subject, h.金额 from finding.finding f "
        "join finding.evidence e on e.finding = f.finding "
        "join standard.报销 h on h._batch = e._batch and h._row = e._row order by h.单号",
    )
    told = [
        {key: hit[key] for key in ("finding", "scenario", "rule", "subject")}
        | {
            "conclusion": "线索" if hit["金额"] > 3500 and place % 7 else "排除",
            "amount": float(hit["金额"]),
            "first_seen": "2026-06-01",
            "decided": "2026-06-10",
        }
        for place, hit in enumerate(hits)
        if place % 5
    ]
    (city / "outcomes").mkdir()
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)
    (city / "outcomes/decisions.jsonl").write_text(text, encoding="utf-8")
