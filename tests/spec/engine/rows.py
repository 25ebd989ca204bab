"""Short words for what the specs of an engine do all the time."""

from typing import Any

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from tests.spec.case import Row, arrow

BENEFITS = TableName("标准 一", '低"保`发放')


def all_of(table: TableName) -> exp.Query:
    return exp.select("*").from_(table.tree)


def rows_of(engine: Engine, table: TableName = BENEFITS) -> list[Row]:
    return sorted(engine.fetch(all_of(table)).to_pylist(), key=repr)


def people(*names: str, **columns: Any) -> pa.Table:
    return arrow([{"姓 名": name, **columns} for name in names], {})


def select(text: str) -> exp.Query:
    return sql.query(text)
