"""handwritten.sql on Spark: macros written out, transpiled by the product's own rules, stage by stage.

The server is Sail from its wheel, through Spark Connect; with SCREENING_SPARK=sc://host:port another one (its
CPU is then not in the figure). Each stage is written to Parquet before the next, as engines do badly on one tree.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession
from sqlglot import exp, parse

from bench.rivals.handwritten import SCRIPT
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.engine.spark_session import connect
from shuzhi.engine.spark_sql import to_spark
from shuzhi.engine.spark_types import Shadow

SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print("sc://%s:%s" % server.listening_address, flush=True)
sys.stdin.read()
server.stop()
"""
Macros = Mapping[str, tuple[Sequence[str], exp.Expr]]


def run(folder: Path) -> None:
    """Run the script: ``spark/found`` of (rule, 身份证号), from ``landed/*.parquet``."""
    given = os.environ.get("SCREENING_SPARK")
    if given:
        _run(connect(given), folder)
        return
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        session = connect(server.stdout.readline().strip())
        _run(session, folder)
        session.stop()
        server.stdin.close()
        server.wait()


def found(folder: Path, rules: Sequence[str]) -> dict[str, list[str]]:
    rows = duckdb.sql(f"select rule, subject from '{folder}/spark/found*/*.parquet' order by all").fetchall()
    return {rule: [subject for of, subject in rows if of == rule] for rule in rules}


def _run(session: SparkSession, folder: Path) -> None:
    shadow = Shadow()
    tables: dict[TableName, dict[str, str]] = {}
    views: dict[TableName, str] = {}
    macros: dict[str, tuple[Sequence[str], exp.Expr]] = {}
    for path in sorted((folder / "landed").glob("*.parquet")):
        _register(session, path, path.stem, tables, views)
    for number, statement in enumerate(parse(SCRIPT.read_text(encoding="utf-8"), dialect=sql.DIALECT)):
        if isinstance(statement, exp.Create) and statement.kind == "MACRO":
            function = statement.this
            names = [argument.name for argument in function.expressions]
            macros[function.this.name] = (names, _expanded(statement.expression, macros))
            continue
        query = statement.expression if isinstance(statement, exp.Create | exp.Insert) else None
        if not isinstance(query, exp.Query):
            continue
        name = statement.this.name if isinstance(statement, exp.Create) else f"found_{number}"
        query = _named(_expanded(query, macros), rules=isinstance(statement, exp.Insert))
        shadow.mirror(tables)
        text = to_spark(query, tables=tables, views=views, shadow=shadow)
        path = folder / "spark" / name
        session.sql(text).write.parquet(str(path))
        if isinstance(statement, exp.Create):
            _register(session, path, name, tables, views)


def _register(
    session: SparkSession,
    path: Path,
    name: str,
    tables: dict[TableName, dict[str, str]],
    views: dict[TableName, str],
) -> None:
    table = TableName("screening", name)
    files = f"{path}/*.parquet" if path.is_dir() else str(path)
    described = duckdb.sql(f"describe select * from '{files}'").fetchall()
    tables[table] = {column: type_ for column, type_, *_ in described}
    views[table] = f"screening_{len(views)}"
    session.read.parquet(str(path)).createOrReplaceTempView(views[table])


def _expanded(tree: exp.Expr, macros: Macros) -> exp.Expr:
    """The tree with calls of macros replaced by their bodies, which are expanded already."""

    def expand(node: exp.Expr) -> exp.Expr:
        names, arguments = _call(node)
        if names not in macros:
            return node
        parameters, body = macros[names]
        given = dict(zip(parameters, arguments, strict=True))
        return exp.paren(
            body.copy().transform(
                lambda part: given[part.name].copy() if _is_parameter(part, given) else part
            ),
            copy=False,
        )

    # Arguments first: a call may stand in a call.
    for node in reversed(list(tree.dfs())):
        made = expand(node)
        if made is not node:
            if node is tree:
                return made
            node.replace(made)
    return tree


def _call(node: exp.Expr) -> tuple[str, list[exp.Expr]]:
    if isinstance(node, exp.Anonymous):
        return node.name, node.expressions
    if isinstance(node, exp.Day):
        return "day", [node.this]
    return "", []


def _is_parameter(node: exp.Expr, given: Mapping[str, exp.Expr]) -> bool:
    return isinstance(node, exp.Column) and not node.table and node.name in given


def _named(query: exp.Expr, *, rules: bool) -> exp.Query:
    """Tables with their schema, files by their names; the two columns of a rule named."""
    assert isinstance(query, exp.Query)
    inner = {cte.alias for cte in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        if table.name not in inner:
            name = table.name.removesuffix(".parquet")
            table.replace(
                exp.alias_(TableName("screening", name).tree, table.alias or name, table=True, quoted=True)
            )
    if rules:
        select = query.find(exp.Select) if not isinstance(query, exp.Select) else query
        assert isinstance(select, exp.Select)
        named = [
            exp.alias_(column.unalias(), name, copy=False)
            for column, name in zip(select.selects, ("rule", "subject"), strict=True)
        ]
        select.set("expressions", named)
    return query
