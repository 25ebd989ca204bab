"""The one language for data: SQL in DuckDB's dialect, handled as syntax trees.

Trees are composed, never strings pasted. Names are always quoted, values always literals of the tree.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

DIALECT = "duckdb"


class TableName(NamedTuple):
    """A table of the lake: ``schema.name``. The name is often Chinese."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def tree(self) -> exp.Table:
        return exp.table_(self.name, db=self.schema, quoted=True)


def parse(sql: str, where: str = "SQL") -> exp.Expr:
    """The tree of one statement or expression.

    Raises ShuzhiError with the place of the mistake when it does not parse, or when it is more than one.
    """
    try:
        statements = [tree for tree in sqlglot.parse(sql, dialect=DIALECT) if tree is not None]
    except SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        line = details[0].get("line")
        why = str(details[0].get("description", error))
        raise _unparsed(f"{where}:{line}" if line else where, Text(why, why)) from None
    except Exception:
        raise _unparsed(where, Text("解析器读不了", "the parser cannot read it")) from None
    if len(statements) != 1:
        raise _unparsed(
            where, Text(f"这里有 {len(statements)} 条语句", f"there are {len(statements)} statements")
        )
    return statements[0]


def forget_positions(tree: exp.Expr) -> None:
    """In which line each word stood is most of what a copy of a tree costs. Whoever tells of lines does so before."""
    for node in tree.walk():
        node._meta = None  # noqa: SLF001  sqlglot has no public way


def _unparsed(where: str, why: Text) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("SQL 无法解析", "the SQL does not parse"),
                where=where,
                why=why,
                todo=Text("改正此处的语法（DuckDB 方言）", "mend the syntax there (DuckDB's dialect)"),
            )
        ]
    )


def query(sql: str, where: str = "SQL") -> exp.Query:
    """The tree of one SELECT. Raises ShuzhiError for anything else."""
    tree = parse(sql, where)
    if not isinstance(tree, exp.Query):
        raise ShuzhiError(
            [
                Problem(
                    what=Text("只允许一条 SELECT 查询", "only one SELECT is allowed"),
                    where=where,
                    todo=Text("改写为 SELECT", "write it as a SELECT"),
                )
            ]
        )
    return tree


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.column(name, table=table, quoted=True)


def literal(value: str | int) -> exp.Expr:
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def null(type_: str) -> exp.Expr:
    return exp.cast(exp.null(), type_, dialect=DIALECT)


def fill(template: str | exp.Expr, **names: exp.Expr) -> exp.Expr:
    """A template with its free names (bare, unqualified columns such as ``x``) replaced by trees."""
    tree = (_template(template) if isinstance(template, str) else template).copy()

    def replace(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in names:
            filled = names[node.name].copy()
            return exp.paren(filled, copy=False) if isinstance(filled, exp.Binary | exp.Unary) else filled
        return node

    return tree.transform(replace, copy=False)


@lru_cache(maxsize=4096)
def _template(template: str) -> exp.Expr:
    """Parsed once."""
    tree = parse(template)
    forget_positions(tree)
    return tree


def union_all(queries: Sequence[exp.Query]) -> exp.Query:
    """All rows of all queries, one after the other. The queries become part of the answer; at least one is needed."""
    union = queries[0]
    for query_ in queries[1:]:
        union = exp.union(union, query_, distinct=False, copy=False)
    return union


def nothing(columns: Mapping[str, str] | Sequence[str]) -> exp.Select:
    """No rows with these columns; of text where types are not told. What a platform table's contract casts."""
    types = columns if isinstance(columns, Mapping) else dict.fromkeys(columns, "VARCHAR")
    return exp.select(*[exp.alias_(null(type_), name, quoted=True) for name, type_ in types.items()]).where(
        "false"
    )


def reading(query_: exp.Query, **tables: TableName) -> exp.Query:
    """The query with the tables it calls by bare names read from where they are."""

    def meant(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and not node.db and node.name in tables:
            return exp.alias_(tables[node.name].tree, node.alias or node.name, table=True)
        return node

    found = query_.transform(meant)
    assert isinstance(found, exp.Query)
    return found


def expand(tree: exp.Expr, macros: Mapping[str, Callable[[list[exp.Expr]], exp.Expr]]) -> exp.Expr:
    """The tree with calls of the named functions replaced by what each macro makes of its arguments, expanded first."""

    def replace(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.name.lower() in macros:
            return macros[node.name.lower()]([expand(argument, macros) for argument in node.expressions])
        return node

    return tree.transform(replace)


def tables_read(tree: exp.Expr) -> set[TableName]:
    """The lake tables a query reads; names of its own CTEs are not tables."""
    ctes = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    return {
        TableName(table.db, table.name)
        for table in tree.find_all(exp.Table)
        if table.db or table.name not in ctes
    }


def output_names(tree: exp.Query) -> list[str]:
    """Names of the columns a query returns, in order."""
    return list(tree.named_selects)


def text(tree: exp.Expr) -> str:
    """The tree as DuckDB SQL with every name quoted: what is stored, shown and fingerprinted."""
    return tree.sql(dialect=DIALECT, identify=True)
