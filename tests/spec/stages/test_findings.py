"""Hits become findings: a keyed stable id, an explained score, a sentence with the actual values, evidence rows."""

import dataclasses
import hashlib
import math
from datetime import date
from decimal import Decimal

import pytest

from shuzhi.act import findings as act
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

KEY = "钥匙"
RULE = act.Rule(
    scenario="监督",
    name="paid_after_death",
    hits=TableName("监督", "paid_after_death"),
    subject_kind="person",
    subject="身份证号",
    identity=("项目",),
    reason="{姓名}死亡后领取{项目}{笔数}笔，共{金额}元",
    clause="《办法》第十三条",
    base=-1.5,
    signals=(
        act.Signal(when=sql.parse("笔数 >= 3"), weight=2.25, because=Text("三笔以上", "three or more")),
        act.Signal(when=sql.parse("已退回"), weight=-4.0, because=Text("已退回", "returned")),
    ),
    evidence=("发放记录", "死亡登记"),
    region="区划",
    amount="金额",
)
SILENT = dataclasses.replace(RULE, region=None, amount=None)
HITS: list[Row] = [
    {
        "身份证号": "990102195001010017",
        "姓名": "张三",
        "项目": "低保",
        "笔数": 4,
        "金额": Decimal("1234.50"),
        "区划": "990102001",
        "已退回": False,
        "发放记录": ["b1:2", "b1:9", "b2:1"],
        "死亡登记": ["b3:7"],
    },
    {
        "身份证号": "990102196002020028",
        "姓名": None,
        "项目": "低保",
        "笔数": 1,
        "金额": Decimal("300.00"),
        "区划": None,
        "已退回": None,
        "发放记录": ["b1:3", None, "b1:3"],
        "死亡登记": ["b3:8"],
    },
]
GIVEN = {"监督.paid_after_death": HITS}
TYPES = {"监督.paid_after_death": {"金额": "DECIMAL(18,2)", "发放记录": "VARCHAR[]", "死亡登记": "VARCHAR[]"}}


def keyed(letter: str, *parts: str) -> str:
    return letter + hashlib.sha256("|".join((KEY, *parts)).encode()).hexdigest()[:16]


def finding_id(row: Row) -> str:
    return keyed("F", "监督", "paid_after_death", row["身份证号"], row["项目"])


def held(row: Row) -> list[int]:
    return [n for n, holds in enumerate((row["笔数"] >= 3, row["已退回"])) if holds]


def found(given: Given) -> list[Row]:
    rows = []
    for row in given["监督.paid_after_death"]:
        total = RULE.base + sum(RULE.signals[n].weight for n in held(row))
        rows.append(
            {
                "finding": finding_id(row),
                "scenario": "监督",
                "rule": "paid_after_death",
                "subject_kind": "person",
                "subject": keyed("P", "person", row["身份证号"]),
                "score": round(1 / (1 + math.exp(-total)), 4),
                "reason": f"{row['姓名'] or '—'}死亡后领取{row['项目']}{row['笔数']}笔，共{row['金额']}元",
                "clause": "《办法》第十三条",
                "region": row["区划"],
                "point": None,
                "amount": row["金额"],
                "as_of": date(2026, 6, 30),
            }
        )
    return rows


def found_silent(given: Given) -> list[Row]:
    return [{**row, "region": None, "amount": None} for row in found(given)]


def signalled(given: Given) -> list[Row]:
    return [
        {
            "finding": finding_id(row),
            "scenario": "监督",
            "signal": n + 1,
            "weight": RULE.signals[n].weight,
            "because": RULE.signals[n].because.zh,
        }
        for row in given["监督.paid_after_death"]
        for n in held(row)
    ]


def evidenced(given: Given) -> list[Row]:
    return [
        {
            "finding": finding_id(row),
            "scenario": "监督",
            "evidence": name,
            "_batch": batch,
            "_row": int(number),
        }
        for row in given["监督.paid_after_death"]
        for name in RULE.evidence
        for batch, number in sorted({tuple(ref.split(":")) for ref in row[name] if ref})
    ]


CASES = {
    "findings": Case(
        given=GIVEN,
        types=TYPES,
        sql=act.findings([RULE], as_of=date(2026, 6, 30), key=KEY),
        oracle=found,
        about="a finding's id, score, reason, region and amount",
    ),
    "silent": Case(
        given=GIVEN,
        types=TYPES,
        sql=act.findings([SILENT], as_of=date(2026, 6, 30), key=KEY),
        oracle=found_silent,
        about="a rule that says neither where nor how much",
    ),
    "signals": Case(
        given=GIVEN,
        types=TYPES,
        sql=act.signals([RULE], key=KEY),
        oracle=signalled,
        about="the signals that hold",
    ),
    "evidence": Case(
        given=GIVEN,
        types=TYPES,
        sql=act.evidence([RULE], key=KEY),
        oracle=evidenced,
        about="each evidence row once, missing ones left out",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_hits_become(name: str, answer: Answer) -> None:
    assert answer(CASES[name]) == CASES[name].expected


def test_no_signals_is_a_table_without_rows(answer: Answer) -> None:
    rule = act.Rule(**(vars(RULE) | {"signals": ()}))
    case = Case(given=GIVEN, types=TYPES, sql=act.signals([rule], key=KEY), oracle=lambda _: [])
    assert answer(case) == []
