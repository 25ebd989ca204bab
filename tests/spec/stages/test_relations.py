"""Relations: what a source says last stands once, shares are multiplied along the way, and a circle is found."""

import hashlib
from datetime import date

from shuzhi.core.sql import TableName
from shuzhi.fuse import relations
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

FILE = relations.Said(
    source="出资",
    table=TableName("fused", "出资"),
    relation="股东",
    who=("company", "股东代码"),
    of=("company", "代码"),
    who_named=None,
    of_named=None,
    part=None,
    share="比例",
    seen="日期",
)


def known(code: str) -> str:
    return "C" + hashlib.sha256(f"k|company|{code}".encode()).hexdigest()[:16]


def owned(above: str | None, below: str, share: float, day: date, row: int) -> Row:
    return {"股东代码": above, "代码": below, "比例": share, "日期": day, "_batch": "b", "_row": row}


def test_what_was_said_last_stands_and_who_has_no_number_is_nobody(answer: Answer) -> None:
    case = Case(
        given={
            "fused.出资": [
                owned("甲", "乙", 40.0, date(2024, 1, 1), 1),
                owned("甲", "乙", 55.0, date(2025, 1, 1), 2),
                owned(None, "乙", 45.0, date(2025, 1, 1), 3),
                owned("丙", "丙", 10.0, date(2025, 1, 1), 4),
            ]
        },
        sql=relations.said(FILE, key="k"),
        oracle=lambda _: [
            {
                "l_kind": "company", "l": known("甲"), "l_name": None, "r_kind": "company", "r": known("乙"),
                "r_name": None, "relation": "股东", "part": None, "share": 0.55, "seen": date(2025, 1, 1),
                "source": "出资", "_batch": "b", "_row": 2,
            }
        ],
    )  # fmt: skip
    assert answer(case) == case.expected


def holds(above: str, below: str, share: float) -> Row:
    return {"l_kind": "company", "l": above, "company": below, "share": share}


def test_shares_are_multiplied_along_the_way_and_added_over_ways(answer: Answer) -> None:
    direct = [holds("甲", "乙", 0.5), holds("甲", "丙", 0.5), holds("乙", "丁", 0.6), holds("丙", "丁", 0.4)]
    case = Case(
        given={"linkage.holding_1": direct},
        sql=dict(relations.holdings())[relations.held(2)],
        oracle=lambda _: [holds("甲", "丁", 0.5)],
    )
    assert answer(case) == case.expected


def rings(given: Given) -> list[Row]:
    reach = {(row["l"], row["company"]) for row in given["entity.holding"]}
    found = []
    for one in sorted({above for above, _ in reach}):
        ring = {below for above, below in reach if above == one and (below, one) in reach}
        if ring:
            within = [
                row["share"]
                for row in given["linkage.holding_1"]
                if row["l"] in ring and row["company"] in ring
            ]
            found.append({"company": one, "ring": min(ring), "companies": len(ring), "share": min(within)})
    return found


def test_companies_that_hold_themselves_are_one_ring(answer: Answer) -> None:
    direct = [holds("甲", "乙", 0.4), holds("乙", "甲", 0.3), holds("甲", "丙", 0.9)]
    whole = [*direct, holds("甲", "甲", 0.12), holds("乙", "乙", 0.12), holds("乙", "丙", 0.27)]
    case = Case(
        given={
            "linkage.holding_1": direct,
            "entity.holding": [{**row, "levels": 1} for row in whole],
        },
        sql=relations.rings(),
        oracle=rings,
    )
    assert answer(case) == case.expected
