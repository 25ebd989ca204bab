"""Which columns of departments' rows decided that a rule found something: read from its SQL and the lake's lineage.

They are the columns its reason, its thresholds and the signals that spoke are made from, and those its conditions
look into. What only says whom a row is about, or joins one row to another, decides nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

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


def deciding(rule: RuleFile, scenario: str, made: Made, spoke: Collection[str]) -> set[Column]:
    """The columns of standard tables that decided, as far back as lineage goes. ``spoke``: what the signals said."""
    hits = TableName(scenario, rule.rule)
    told = set(re.findall(r"\{([^{}]+)\}", rule.reason))
    told |= {threshold.column for threshold in rule.thresholds}
    for signal in rule.score.signals:
        if {signal.because.zh, signal.because.en} & set(spoke):
            told |= {column.name for column in sql.parse(signal.when).find_all(exp.Column)}
    whom = _back({(hits, name) for name in (rule.subject, *rule.identity)}, made)
    # An id number says whom a row is about, unless the rule is about id numbers.
    found = (_back({(hits, name) for name in told}, made) - whom) | _back(_looked_into(rule.query), made)
    return {column for column in found if column[0].schema == "standard"}


def _back(columns: Iterable[Column], made: Made) -> set[Column]:
    """These columns and all that they were made from."""
    waiting, seen = set(columns), set[Column]()
    while waiting:
        column = waiting.pop()
        if column not in seen:
            seen.add(column)
            waiting |= made.get(column, set())
    return seen


def _looked_into(query: exp.Query) -> Iterator[Column]:
    """Columns of tables that a condition of any of the query's selects looks into, under the tables' names there."""
    for select in query.find_all(exp.Select):
        tables = dict(_read(select))
        conditions = [select.args.get("where"), select.args.get("having")]
        conditions += [join.args.get("on") for join in select.args.get("joins") or ()]
        for column in (column for part in conditions if part for column in _but_joins(part)):
            table = tables.get(column.table) if column.table else next(iter(tables.values()), None)
            if table is not None and (column.table or len(tables) == 1):
                yield table, column.name


def _but_joins(condition: exp.Expression) -> Iterator[exp.Column]:
    """The columns of a condition, but for those that are only set equal to another column."""
    for column in condition.find_all(exp.Column):
        beside = column.parent
        if not (
            isinstance(beside, exp.EQ)
            and isinstance(beside.this, exp.Column)
            and isinstance(beside.expression, exp.Column)
        ):
            yield column


def _read(select: exp.Select) -> Iterable[tuple[str, TableName]]:
    sources = [select.args.get("from_"), *(select.args.get("joins") or ())]
    for source in (source.this for source in sources if source is not None):
        if isinstance(source, exp.Table) and source.db:
            yield source.alias_or_name, TableName(source.db, source.name)


def _table(name: str) -> TableName:
    schema, _, table = name.partition(".")
    return TableName(schema, table)
