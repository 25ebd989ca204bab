"""A scenario's SQL against the tables and columns there are: nothing it reads is undeclared or unknown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.closest import closest, did_you_mean, listed
from shuzhi.packs.known import BOOKKEEPING, Columns
from shuzhi.packs.macros import FORMS, argument_name
from shuzhi.packs.places import Places
from shuzhi.packs.schema import Scenario
from shuzhi.packs.tree_lines import line_of

NAMED = ("evidence", "parameter")
"""Macros whose first argument is a name, not a value."""

ARGUMENTS: Mapping[str, tuple[int, ...]] = {
    "evidence": (1,), "parameter": (1, 2), "as_of": (0,), "working_days_between": (2,), "deadline": (2,),
}  # fmt: skip
"""How many arguments each macro takes."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A query, where it stands, and what it may meet."""

    query: exp.Query
    places: Places
    scenario: Scenario
    tables: Mapping[TableName, Columns]

    def at(self, node: exp.Expr) -> str:
        return self.places.line(line_of(node))


def check_query(reading: Reading) -> Iterator[Problem]:
    """Unknown or undeclared tables, unknown columns, macros called wrongly."""
    yield from _tables(reading)
    try:
        scopes = list(traverse_scope(reading.query))
    except SqlglotError as error:
        reason = str(error)
        yield Problem(
            what=Text("查询的结构无法理解", "the query's structure cannot be understood"),
            where=reading.at(reading.query),
            why=Text(reason, reason),
            todo=Text("给子查询和表起不同的别名", "give subqueries and tables different aliases"),
        )
        return
    for scope in scopes:
        yield from _macros(reading, scope)
        yield from _columns(reading, scope)


def _tables(reading: Reading) -> Iterator[Problem]:
    ctes = {cte.alias_or_name for cte in reading.query.find_all(exp.CTE)}
    for table in reading.query.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and not (table.name in ctes and not table.db):
            problem = table_problem(reading, TableName(table.db, table.name), where=reading.at(table))
            if table.catalog or problem is not None:
                yield problem or _short(table.sql(), reading.at(table), reading.tables)
        elif not isinstance(table.this, exp.Identifier):
            yield Problem(
                what=Text(f"不能读取“{table.this.sql()[:60]}”", f"“{table.this.sql()[:60]}” cannot be read"),
                where=reading.at(table),
                todo=Text(
                    "只读平台的表；文件由 sources/*.yml 收集",
                    "read tables of the lake only; files are collected by sources/*.yml",
                ),
            )


def table_problem(reading: Reading, table: TableName, *, where: str) -> Problem | None:
    """What is wrong with the scenario reading this table, if anything."""
    if not table.schema:
        return _short(table.name, where, reading.tables)
    if table not in reading.tables:
        return unknown_table(table, where, reading.tables)
    if table.schema == reading.scenario.name or table in reading.scenario.inputs:
        return None
    if "inputs" in reading.scenario.places.lost:
        return None
    return Problem(
        what=Text(
            f"表“{table}”不在本场景的 inputs 里", f"the table “{table}” is not among the scenario's inputs"
        ),
        where=where,
        why=Text("未声明的表，运行时一律拒绝读取", "undeclared tables are refused when it runs"),
        todo=Text(
            f"确需读取，就在 {reading.scenario.places.at('inputs')} 加上它",
            f"if it is needed, add it at {reading.scenario.places.at('inputs')}",
        ),
    )


def unknown_table(table: TableName, where: str, tables: Mapping[TableName, Columns]) -> Problem:
    """A table nobody makes."""
    same = [name.name for name in tables if name.schema == table.schema]
    there = Text(f"{table.schema} 已有：{listed(same)}", f"{table.schema} has: {listed(same)}")
    near = closest(table.name, same)
    return Problem(
        what=Text(f"没有表“{table}”", f"there is no table “{table}”"),
        where=where,
        why=Text("没有来源、表或步骤产出它", "no source, table or step makes it"),
        todo=Text(f"是否应为“{table.schema}.{near}”", f"did you mean “{table.schema}.{near}”?")
        if near
        else there
        if same
        else did_you_mean(
            str(table), map(str, tables), otherwise=Text("新建它，或改正名称", "make it, or mend the name")
        ),
    )


def _short(name: str, where: str, tables: Mapping[TableName, Columns]) -> Problem:
    near = next((str(table) for table in tables if table.name == name), None) or closest(
        name, map(str, tables)
    )
    return Problem(
        what=Text(f"表“{name}”要写全名", f"the table “{name}” needs its full name"),
        where=where,
        todo=Text(f"写成 {near or '模式.表名'}", f"write {near or 'schema.table'}"),
    )


def _macros(reading: Reading, scope: Scope) -> Iterator[Problem]:
    for call in scope.find_all(exp.Anonymous):
        macro, arguments = call.name.lower(), call.expressions
        name = argument_name(arguments[0]) if arguments else ""
        wanted = ARGUMENTS.get(macro)
        if wanted is None:
            continue
        if len(arguments) not in wanted or (macro in NAMED and not name):
            form = FORMS[macro]
            yield Problem(
                what=Text(f"{macro} 用法不对", f"{macro} is used wrongly"),
                where=reading.at(call),
                todo=Text(f"写成 {form.zh}", f"write {form.en}"),
            )
        elif macro == "parameter" and name not in reading.scenario.parameters:
            yield unknown_parameter(name, reading.scenario, reading.at(call))
        elif macro == "evidence":
            yield from _evidence(reading, scope, call, name)


def unknown_parameter(name: str, scenario: Scenario, where: str) -> Problem:
    known = listed(scenario.parameters) or "—"
    return Problem(
        what=Text(f"没有参数“{name}”", f"there is no parameter “{name}”"),
        where=where,
        todo=did_you_mean(
            name,
            scenario.parameters,
            otherwise=Text(
                f"在 parameters/*.yml 定义它；已有：{known}",
                f"define it in parameters/*.yml; there are: {known}",
            ),
        ),
    )


def _evidence(reading: Reading, scope: Scope, call: exp.Expr, alias: str) -> Iterator[Problem]:
    sources = scope.selected_sources
    if alias not in sources:
        yield Problem(
            what=Text(
                f"evidence({alias})：没有别名“{alias}”", f"evidence({alias}): there is no alias “{alias}”"
            ),
            where=reading.at(call),
            todo=did_you_mean(
                alias, sources, otherwise=Text(f"可用：{listed(sources)}", f"there are: {listed(sources)}")
            ),
        )
        return
    columns = source_columns(reading, sources[alias][1])
    if columns is not None and not columns >= BOOKKEEPING:
        yield Problem(
            what=Text(
                f"evidence({alias})：“{alias}”没有 _batch 和 _row",
                f"evidence({alias}): it has no _batch, _row",
            ),
            where=reading.at(call),
            why=Text(
                "没有行号就无法追溯到部门文件的行", "without them no line of a department's file can be found"
            ),
            todo=Text(
                "让该表带出 _batch 和 _row，或引用原始的标准表",
                "let it carry _batch and _row, or use the standard table",
            ),
        )


def source_columns(reading: Reading, source: object) -> Columns:
    """Columns of a table or subquery in a FROM, or None where they cannot be known."""
    if isinstance(source, exp.Table):
        return reading.tables.get(TableName(source.db, source.name))
    if isinstance(source, Scope) and isinstance(source.expression, exp.Query):
        alias = source.expression.parent
        if isinstance(alias, exp.CTE | exp.Subquery) and alias.alias_column_names:
            return frozenset(alias.alias_column_names)
        return output_columns(reading, source)
    return None


def output_columns(reading: Reading, scope: Scope) -> Columns:
    """Columns a query returns, stars filled in where their tables are known."""
    if scope.set_operation_scopes:
        return output_columns(reading, scope.set_operation_scopes[0])
    if not isinstance(scope.expression, exp.Select):
        return None
    names: set[str] = set()
    for item in scope.expression.selects:
        if not item.is_star:
            names.add(item.alias_or_name)
            continue
        wanted = item.table if isinstance(item, exp.Column) else ""
        for alias, (_, source) in scope.selected_sources.items():
            if wanted in ("", alias):
                columns = source_columns(reading, source)
                if columns is None:
                    return None
                names |= columns
    return frozenset(names)


def _columns(reading: Reading, scope: Scope) -> Iterator[Problem]:
    outputs = {item.alias for item in getattr(scope.expression, "selects", []) if item.alias}
    for column in scope.columns:
        # A scope also lists what its subqueries may take from it; those are looked at in their own scope.
        own = column.find_ancestor(exp.Select, exp.SetOperation) is scope.expression
        if not own or _names_in_macro(column) or isinstance(column.this, exp.Star):
            continue
        seen = _visible(reading, scope, column.table)
        if column.table and not seen:
            yield Problem(
                what=Text(f"没有别名“{column.table}”", f"there is no alias “{column.table}”"),
                where=reading.at(column),
                todo=did_you_mean(
                    column.table,
                    scope.selected_sources,
                    otherwise=Text("检查 from 和 join 里的别名", "look at the aliases in from and join"),
                ),
            )
        elif all(columns is not None for columns in seen):
            known = {name for columns in seen for name in columns or ()} | (
                set() if column.table else outputs
            )
            if column.name.lower() not in {name.lower() for name in known}:
                yield unknown_column(column.name, known, reading.at(column))


def unknown_column(name: str, known: set[str] | frozenset[str], where: str) -> Problem:
    """A column that is not there."""
    there = listed(sorted(known))
    return Problem(
        what=Text(f"没有列“{name}”", f"there is no column “{name}”"),
        where=where,
        todo=did_you_mean(name, sorted(known), otherwise=Text(f"可用：{there}", f"there are: {there}")),
    )


def _names_in_macro(column: exp.Column) -> bool:
    call = column.parent
    if not isinstance(call, exp.Anonymous) or call.name.lower() not in NAMED:
        return False
    return call.expressions[0] is column


def _visible(reading: Reading, scope: Scope | None, alias: str) -> list[Columns]:
    """Columns of the sources a column of that alias (any, if none) may come from, outer queries included."""
    seen: list[Columns] = []
    while scope is not None:
        for name, (_, source) in scope.selected_sources.items():
            if alias.lower() in ("", name.lower()):
                seen.append(source_columns(reading, source))
        if not scope.is_correlated_subquery and not scope.is_subquery:
            break
        scope = scope.parent
    return seen
