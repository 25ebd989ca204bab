"""Contracts, checked: before a table is built its columns, after it its key, its NULLs and its number of rows."""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.elements import element
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text


def conform(query: exp.Query, contract: Contract) -> exp.Query:
    """The query with exactly the contract's columns, each cast to its element's type: equal on every engine."""
    if not contract.columns:
        return query
    columns = [
        exp.alias_(exp.cast(sql.column(name), element(kind).type, dialect=sql.DIALECT), name, quoted=True)
        for name, kind in contract.columns.items()
    ]
    return exp.select(*columns).from_(query.subquery(alias="made"))


def column_problems(table: TableName, contract: Contract, made: Mapping[str, str]) -> list[Problem]:
    """Columns the query does not return, or returns beyond the contract."""
    missing = [name for name in contract.columns if name not in made]
    extra = [name for name in made if name not in contract.columns]
    if not contract.columns or not (missing or extra):
        return []
    told = "；".join(
        f"{label}{'、'.join(names)}" for label, names in (("缺少 ", missing), ("多出 ", extra)) if names
    )
    return [
        Problem(
            what=Text("产出的列与契约不一致", "the columns made are not those of the contract"),
            where=contract.where or str(table),
            why=Text(told, told),
            todo=Text("改查询，或改文件头的 columns", "mend the query, or `columns` in the header"),
        )
    ]


def counts(table: TableName, contract: Contract) -> exp.Query:
    """One row: ``rows``, ``duplicates`` of the key, and ``null_<n>`` for each column never to be NULL."""
    outputs: list[exp.Expr] = [exp.alias_(sql.parse("count(*)"), "rows", quoted=True)]
    for number, name in enumerate(contract.not_null):
        is_null = sql.fill("sum(case when x is null then 1 else 0 end)", x=sql.column(name))
        outputs.append(exp.alias_(is_null, f"null_{number}", quoted=True))
    query = exp.select(*outputs).from_(table.tree)
    if contract.key:
        key = [sql.column(name) for name in contract.key]
        repeated = exp.select(*key).from_(table.tree).group_by(*key).having("count(*) > 1")
        duplicates = exp.select("count(*)").from_(repeated.subquery(alias="repeated")).subquery()
        query = query.select(exp.alias_(duplicates, "duplicates", quoted=True))
    return query


def row_problems(table: TableName, contract: Contract, counted: Mapping[str, int | None]) -> list[Problem]:
    """What the counts say against the contract. Too many rows only warn."""
    where = contract.where or str(table)
    found: list[Problem] = []
    rows = counted["rows"] or 0
    if contract.at_least is not None and rows < contract.at_least:
        found.append(
            _rows(where, rows, Text(f"少于下限 {contract.at_least}", f"fewer than {contract.at_least}"))
        )
    if contract.at_most is not None and rows > contract.at_most:
        found.append(
            _rows(
                where,
                rows,
                Text(f"多于上限 {contract.at_most}", f"more than {contract.at_most}"),
                warning=True,
            )
        )
    for number, name in enumerate(contract.not_null):
        if nulls := counted[f"null_{number}"]:
            found.append(
                _broken(where, Text(f"列 {name} 有 {nulls} 行为空", f"column {name} is NULL in {nulls} rows"))
            )
    if duplicates := counted.get("duplicates"):
        key = "、".join(contract.key)
        found.append(
            _broken(
                where, Text(f"键 {key} 有 {duplicates} 个值重复", f"key {key} repeats {duplicates} values")
            )
        )
    return found


def stopping(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if not problem.warning]


def _rows(where: str, rows: int, why: Text, *, warning: bool = False) -> Problem:
    return Problem(
        what=Text(f"行数 {rows} 不在约定之内", f"{rows} rows is not what was agreed"),
        where=where,
        why=why,
        todo=Text(
            "核对来源文件是否齐全，或修改 rows 断言", "see whether the files are all there, or mend `rows`"
        ),
        warning=warning,
    )


def _broken(where: str, why: Text) -> Problem:
    return Problem(
        what=Text("表不符合契约，未发布", "the table breaks its contract and was not published"),
        where=where,
        why=why,
        todo=Text("检查查询或来源数据", "look at the query or at the source"),
    )
