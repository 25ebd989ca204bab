"""Entities by exact keys: one for every identifier any table holds, under a keyed id."""

import hashlib

from shuzhi.core.sql import TableName
from shuzhi.fuse.exact import entities
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

PAYMENTS, DEATHS = TableName("standard", "发放"), TableName("standard", "死亡登记")


def people(given: Given) -> list[Row]:
    held = [
        {row["身份证号"] for row in given["standard.发放"]},
        {row["号码"] for row in given["standard.死亡登记"]},
    ]
    ids = sorted({each for some in held for each in some if each})
    return [
        {
            "person": "P" + hashlib.sha256(f"k|person|{each}".encode()).hexdigest()[:16],
            "id_card": each,
            "tables": sum(each in some for some in held),
        }
        for each in ids
    ]


def test_each_identifier_is_one_entity(answer: Answer) -> None:
    case = Case(
        given={
            "standard.发放": [{"身份证号": "甲"}, {"身份证号": "甲"}, {"身份证号": "乙"}, {"身份证号": None}],
            "standard.死亡登记": [{"号码": "甲"}, {"号码": "丙"}],
        },
        sql=entities("person", "id_card", [(PAYMENTS, "身份证号"), (DEATHS, "号码")], key="k"),
        oracle=people,
    )
    assert answer(case) == case.expected


def test_where_no_table_holds_any_there_are_none(answer: Answer) -> None:
    case = Case(sql=entities("company", "uscc", [], key="k"), oracle=lambda _: [])
    assert answer(case) == []
