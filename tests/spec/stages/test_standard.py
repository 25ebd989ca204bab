"""A standard table holds what its elements make of each written value, whatever the engine's own casts would make."""

from typing import NamedTuple

import pytest
from sqlglot import exp

from shuzhi.core.elements import element
from shuzhi.core.sql import TableName
from shuzhi.govern.declared import dictionary_table
from shuzhi.govern.standardise import entries, standard
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer
from tests.spec.elements.judging import AS_OF, typed
from tests.spec.elements.oracle import verdict

WRITTEN = {
    "date": ["2023-05-01", " 2023-05-01", "2023-5-1", "20230501", "2023年5月", "2023", "2023-02-30", "44927", ""],
    "amount": ["12.50", " 12.5 ", "1e3", "+5", "-3", "1,234.5", "1.2万元", "12.345", "NaN", "0x10", "无"],
    "integer": ["12", "07", "1.0", "1.5", "1e2", " 3 ", "1_000", "三"],
    "number": ["1.5", "1e2", "inf", "nan", " 2 ", "1_000.5", "-"],
    "yes_no": ["是", "否", "true", "t", "1", "0", "yes", "n", "或许"],
    "person_name": ["虚平安", "虚 和", "无", "", " 虚安"],
    "text": ["好", " 好 ", ""],
}  # fmt: skip


class Header(NamedTuple):
    element: str
    headers: tuple[str, ...] = ()


class Source(NamedTuple):
    name: str
    columns: dict[str, Header]


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_value_becomes_what_its_element_says(answer: Answer, kind: str) -> None:
    source = Source("发放", {"值": Header(kind)})
    landed = [{"值": raw, "_batch": "b", "_row": row} for row, raw in enumerate([*WRITTEN[kind], None])]
    query = standard(source, ["值"])
    held = entries(element(kind), [(TableName("landed", "发放"), "值")], as_of=AS_OF, known=False)

    def with_dictionary(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and TableName(node.db, node.name) == dictionary_table(element(kind)):
            return held.copy().subquery(node.alias_or_name)
        return node

    def oracle(given: Given) -> list[Row]:
        return [{**row, "值": value_of(kind, row["值"])} for row in given["landed.发放"]]

    case = Case(given={"landed.发放": landed}, sql=query.transform(with_dictionary), oracle=oracle)
    assert answer(case) == case.expected


def value_of(kind: str, raw: str | None) -> object:
    value = None if raw is None else verdict(kind, raw, ())[0]
    return None if value is None else typed(kind, value)
