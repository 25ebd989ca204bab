"""Which columns of departments' rows decided that a rule found something: read from its SQL and the lake's lineage.

They are the columns its reason, signals and thresholds are made from, and those its joins and conditions compare.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.packs.platform_tables import LINEAGE
from shuzhi.packs.schema import RuleFile
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

SCOPE = Scope(name="ops:lineage", reads=(str(LINEAGE),), writes=())

Column = tuple[TableName, str]
Made = Mapping[Column, set[Column]]
"""Which columns each column was made from, one step back."""


def made_from(held: Lake) -> Made:
    """The lake's lineage: names of tables and columns, and nobody's data."""
    rows = Pipeline(lake=held, scope=SCOPE).fetch(exp.select("*").from_(LINEAGE.tree)).to_pylist()
    made: dict[Column, set[Column]] = {}
    for row in rows:
        column = (_table(row["table"]), row["column"])
        made.setdefault(column, set()).add((_table(row["from_table"]), row["from_column"]))
    return made


def deciding(rule: RuleFile, scenario: str, made: Made) -> set[Column]:
    """The columns of standard tables that decided: of ``rule``, as far back as lineage goes."""
    hits = TableName(scenario, rule.rule)
    told = set(re.findall(r"\{([^{}]+)\}", rule.reason)) | {rule.subject, *rule.identity}
    told |= {threshold.column for threshold in rule.thresholds}
    for signal in rule.score.signals:
        told |= {column.name for column in sql.parse(signal.when).find_all(exp.Column)}
    waiting = {(hits, name) for name in told} | set(_compared(rule.query))
    seen: set[Column] = set()
    while waiting:
        column = waiting.pop()
        if column not in seen:
            seen.add(column)
            waiting |= made.get(column, set())
    return {column for column in seen if column[0].schema == "standard"}


def _compared(query: exp.Query) -> Iterator[Column]:
    """Columns of tables that stand in a condition of any of the query's selects, under the tables' names there."""
    for select in query.find_all(exp.Select):
        tables = dict(_read(select))
        conditions = [select.args.get("where"), select.args.get("having")]
        conditions += [join.args.get("on") for join in select.args.get("joins") or ()]
        for column in (column for part in conditions if part for column in part.find_all(exp.Column)):
            table = tables.get(column.table) if column.table else next(iter(tables.values()), None)
            if table is not None and (column.table or len(tables) == 1):
                yield table, column.name


def _read(select: exp.Select) -> Iterable[tuple[str, TableName]]:
    sources = [select.args.get("from_"), *(select.args.get("joins") or ())]
    for source in (source.this for source in sources if source is not None):
        if isinstance(source, exp.Table) and source.db:
            yield source.alias_or_name, TableName(source.db, source.name)


def _table(name: str) -> TableName:
    schema, _, table = name.partition(".")
    return TableName(schema, table)
