"""What a table or rule says it returns against what its SELECT returns."""

import re
from collections.abc import Collection, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import build_scope

from shuzhi.core.errors import Problem
from shuzhi.core.sql import DIALECT
from shuzhi.core.text import Text
from shuzhi.packs import workday_macros
from shuzhi.packs.check_query import Reading, output_columns, unknown_column, unknown_parameter
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.files import Signal
from shuzhi.packs.known import Columns
from shuzhi.packs.macros import argument_name
from shuzhi.packs.places import Key, Places
from shuzhi.packs.portable import check_portable
from shuzhi.packs.schema import RuleFile, TableFile

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def outputs_of(reading: Reading) -> Columns:
    """Columns the query returns, or None where they cannot be known."""
    try:
        scope = build_scope(reading.query)
    except SqlglotError:
        return None
    return output_columns(reading, scope) if scope is not None else None


def check_names(reading: Reading) -> Iterator[Problem]:
    """Every output needs a name of its own."""
    seen: set[str] = set()
    for item in reading.query.selects:
        name = item.alias_or_name
        if not name and not item.is_star:
            shown = item.sql(dialect=DIALECT)[:60]
            yield Problem(
                what=Text(f"输出列“{shown}”没有名称", f"the output “{shown}” has no name"),
                where=reading.at(item),
                todo=Text("加上 as 列名", "add `as name`"),
            )
        elif name in seen:
            yield Problem(
                what=Text(f"输出列“{name}”重复", f"the output “{name}” appears twice"),
                where=reading.at(item),
                todo=Text("改名或删去其一", "rename or remove one of them"),
            )
        seen.add(name)


def check_table(table: TableFile, outputs: Columns) -> Iterator[Problem]:
    """The header's columns are those of the SELECT; key and not_null name columns of the header."""
    places = table.places
    if "columns" in places.lost:
        return
    for field, names in (("key", table.key), ("not_null", table.not_null)):
        yield from _unknown(names, table.columns, places, field)
    if outputs is None:
        return
    for name in table.columns:
        if name not in outputs:
            yield Problem(
                what=Text(f"SELECT 没有产出列“{name}”", f"the SELECT does not return “{name}”"),
                where=places.at("columns", name),
                todo=did_you_mean(
                    name,
                    outputs - set(table.columns),
                    otherwise=Text(
                        "在 SELECT 里产出它，或从 columns 删去", "return it, or take it out of columns"
                    ),
                ),
            )
    for name in sorted(outputs - set(table.columns) - {""}):
        yield Problem(
            what=Text(
                f"列“{name}”没有写在 columns 里", f"the column “{name}” is not in the header's columns"
            ),
            where=places.at("columns"),
            todo=Text(
                f"加上“{name}: 数据元”，或从 SELECT 删去", f"add “{name}: element”, or take it out of SELECT"
            ),
        )


def check_rule(rule: RuleFile, reading: Reading, outputs: Columns) -> Iterator[Problem]:
    """Subject, identity, reason and signals use only columns the rule returns; evidence is given."""
    places = rule.places
    if not any(call.name.lower() == "evidence" for call in rule.query.find_all(exp.Anonymous)):
        yield Problem(
            what=Text("规则没有给出证据", "the rule gives no evidence"),
            where=reading.at(reading.query),
            why=Text("每条疑点都要能追溯到部门文件的行", "every finding must lead back to lines of files"),
            todo=Text("在 SELECT 加上 evidence(别名) as 名称", "add `evidence(alias) as name` to the SELECT"),
        )
    if outputs is None:
        return
    yield from _unknown((rule.subject,), outputs, places, "subject")
    yield from _unknown(rule.identity, outputs, places, "identity")
    for field, name in (("region", rule.region), ("point", rule.point), ("amount", rule.amount)):
        yield from _unknown((name,) if name else (), outputs, places, field)
    if rule.point is not None and rule.subject_kind != "place":
        yield Problem(
            what=Text(
                "对象不是地点的规则不许给出位置", "only a rule about places may tell where its subject is"
            ),
            where=places.at("point"),
            why=Text("不记录人在哪里", "where people are is not kept"),
            todo=Text("删去 point", "leave `point` out"),
        )
    if "reason" not in places.lost:
        yield from _reason(rule, outputs)
    for place, signal in enumerate(rule.score.signals):
        yield from _signal(signal, reading, outputs, ("score", "signals", place, "when"))


def _unknown(names: Collection[str], known: Collection[str], places: Places, field: str) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if name not in known and field not in places.lost:
            there = listed(sorted(known))
            yield Problem(
                what=Text(f"{field}：没有输出列“{name}”", f"{field}: there is no output column “{name}”"),
                where=places.at(field, place),
                todo=did_you_mean(
                    name, sorted(known), otherwise=Text(f"可用：{there}", f"there are: {there}")
                ),
            )


def _reason(rule: RuleFile, outputs: frozenset[str]) -> Iterator[Problem]:
    where = rule.places.at("reason")
    names = PLACEHOLDER.findall(rule.reason)
    if PLACEHOLDER.sub("", rule.reason).count("{") or PLACEHOLDER.sub("", rule.reason).count("}"):
        yield Problem(
            what=Text("reason 的大括号不成对", "the braces of the reason do not match"),
            where=where,
            todo=Text("写成 {输出列}", "write {output column}"),
        )
    if not names:
        yield Problem(
            what=Text("reason 没有实际值", "the reason has no actual values"),
            where=where,
            todo=Text(
                "用 {输出列} 写进姓名、日期、金额等", "put names, dates, amounts in by {output column}"
            ),
        )
    lists = {item.alias for item in rule.query.selects if _is_evidence(item)}
    for name in dict.fromkeys(names):
        if name not in outputs:
            problem = unknown_column(name, outputs - lists, where)
            yield Problem(
                what=Text(f"reason：没有输出列“{name}”", f"reason: there is no output column “{name}”"),
                where=where,
                todo=problem.todo,
            )
        elif name in lists:
            yield Problem(
                what=Text(
                    f"reason：“{name}”是证据，不是一个值", f"reason: “{name}” is evidence, not a value"
                ),
                where=where,
                todo=Text("另产出一列写进理由", "return another column for the reason"),
            )


def _is_evidence(item: exp.Expr) -> bool:
    return any(call.name.lower() == "evidence" for call in item.find_all(exp.Anonymous))


def _signal(
    signal: Signal, reading: Reading, outputs: frozenset[str], path: tuple[Key, ...]
) -> Iterator[Problem]:
    where = reading.places.at(*path)
    condition = parse_condition(signal.when)
    if condition is None:
        yield Problem(
            what=Text(f"条件“{signal.when}”无法解析", f"the condition “{signal.when}” does not parse"),
            where=where,
            todo=Text(
                "写成关于输出列的 SQL 条件，如 笔数 <= 1",
                "write a SQL condition over outputs, such as n <= 1",
            ),
        )
        return
    if condition.find(exp.Query, exp.AggFunc) is not None or workday_macros.calls(condition):
        yield Problem(
            what=Text("条件里不能有子查询和聚合", "a condition has no subqueries and no aggregates"),
            where=where,
            todo=Text("在 SELECT 里算成一列，条件里用列名", "make it an output column and use its name here"),
        )
        return
    names = {argument_name(call.expressions[0]) for call in _parameters(condition)}
    for name in sorted(names - set(reading.scenario.parameters)):
        yield unknown_parameter(name, reading.scenario, where)
    columns = {column.name: column for column in condition.find_all(exp.Column)}
    for name in columns:
        if name not in outputs and name not in names:
            yield unknown_column(name, outputs, where)
    yield from check_portable(condition, reading.places, line=int(where.rpartition(":")[2]))


def _parameters(condition: exp.Expr) -> list[exp.Expr]:
    calls = condition.find_all(exp.Anonymous)
    return [call for call in calls if call.name.lower() == "parameter" and call.expressions]


def parse_condition(text: str) -> exp.Expr | None:
    """One SQL condition as a tree, or None when the text is anything else."""
    try:
        trees = sqlglot.parse(f"select 1 where {text}", dialect=DIALECT)
    except SqlglotError:
        return None
    tree = trees[0] if len(trees) == 1 else None
    if not isinstance(tree, exp.Select) or set(_clauses(tree)) != {"expressions", "where"}:
        return None
    return tree.args["where"].this if isinstance(tree.args["where"].this, exp.Expr) else None


def _clauses(tree: exp.Select) -> list[str]:
    return [name for name, value in tree.args.items() if value]
