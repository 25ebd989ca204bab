"""Quality rules as expressions that one pass over the table counts, and the rows that break them.

A rule is asked of the rows to which it applies (``checked``) and broken by some of them (``failing``). Dimensions are
those of GB/T 36344-2018.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.declared import Declared, problem_table, standard_table

Dimension = Literal["conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility"]
DIMENSIONS: Mapping[Dimension, Text] = {
    "conformity": Text("规范性", "Conformity"),
    "completeness": Text("完整性", "Completeness"),
    "accuracy": Text("准确性", "Accuracy"),
    "consistency": Text("一致性", "Consistency"),
    "timeliness": Text("时效性", "Timeliness"),
    "accessibility": Text("可访问性", "Accessibility"),
}
Kind = Literal[
    "valid", "filled", "unique", "among", "coded", "between", "like", "found", "agrees", "follows", "holds", "believed",
    "history", "timely", "readable",
]  # fmt: skip
DIMENSION_OF: Mapping[Kind, Dimension] = {
    "valid": "conformity", "among": "conformity", "coded": "conformity", "filled": "completeness", "unique": "accuracy",
    "between": "accuracy", "like": "accuracy", "history": "accuracy", "found": "consistency", "agrees": "consistency",
    "follows": "consistency", "holds": "consistency", "believed": "consistency", "timely": "timeliness",
    "readable": "accessibility",
}  # fmt: skip
"""0101 data standards, 0105 reference data; 0201 filled; 0304 unique, 0302 format; 0401 same data, 0402 related data;
0502 in time; 0602 usable."""
Severity = Literal["serious", "normal", "notice"]
SEVERITIES: tuple[Severity, ...] = ("serious", "normal", "notice")
"""The gravest first."""
EXAMPLES = 20
"""Rows kept of each rule that is broken, to be walked to."""
REPEATED = 10
"""Values kept of each that repeats: of a value two rows and more."""


@dataclass(frozen=True, kw_only=True)
class QualityRule:
    """One rule of one table. ``name`` is its own within the table and stays the same from run to run.

    ``holds``: over a row of the standard table as ``s`` and of ``known`` (the alias is the rule's own): true, false, or
    NULL where the rule is not asked. None for ``unique``, and for what is counted elsewhere.
    """

    name: str
    kind: Kind
    columns: tuple[str, ...]
    says: Text
    holds: exp.Expr | None = None
    known: exp.Query | None = None
    on: exp.Expr | None = None

    @property
    def dimension(self) -> Dimension:
        return DIMENSION_OF[self.kind]


def severity(kind: Kind, declared: Severity | None) -> Severity:
    """How grave it is that rows break the rule: as declared; else what a department can mend is normal, and what others
    say otherwise or earlier batches were not like is a notice, for the department may be right."""
    return declared or ("notice" if kind in ("believed", "history") else "normal")


def counts(found: Sequence[QualityRule]) -> list[exp.Expr]:
    """``checked_<n>`` and ``failing_<n>`` of rule number n, as aggregates over ``s`` and what ``joined`` adds."""
    outputs = []
    for number, rule in enumerate(found):
        if rule.holds is None:
            key = together(rule.columns, "s")
            checked, failing = (
                sql.fill("count(k)", k=key),
                sql.fill("count(k) - count(distinct k)", k=key),
            )
        else:
            holds = _aliased(rule, number)
            checked = sql.fill("count(c)", c=holds)
            failing = exp.Count(
                this=exp.Case().when(exp.Not(this=exp.paren(holds.copy())), exp.Literal.number(1))
            )
        outputs += [exp.alias_(checked, f"checked_{number}"), exp.alias_(failing, f"failing_{number}")]
    return outputs


def joined(query: exp.Select, found: Sequence[QualityRule]) -> exp.Select:
    """The query over ``s`` with every other table that its rules look into: a row stays one row."""
    for number, rule in enumerate(found):
        if rule.known is not None and rule.on is not None:
            query = query.join(
                rule.known.copy().subquery(f"k{number}"), on=_renamed(rule.on, number), join_type="left"
            )
    return query


def broken(source: Declared, rule: QualityRule) -> exp.Select:
    """Some rows that break the rule: ``_batch``, ``_row``; the first of the table, the same on every engine."""
    table = exp.alias_(standard_table(source).tree, "s", table=True)
    rows = exp.select("s._batch", "s._row").from_(table)
    if rule.kind == "unique":
        key = together(rule.columns, "s")
        twice = (
            exp.select(exp.alias_(key, "k"))
            .from_(table.copy())
            .where(exp.Not(this=key.copy().is_(exp.null())))
            .group_by(key.copy())
            .having("count(*) > 1")
            .order_by("k")
            .limit(REPEATED)
        )
        rows = rows.join(twice.subquery("t"), on=sql.column("k", "t").eq(key.copy()))
    elif rule.kind == "filled":
        rows = _but_invalid(rows, source, rule.columns[0])
    elif rule.kind == "valid":
        wrong = sql.column("column", "s").eq(sql.literal(rule.columns[0]))
        rows = (
            exp.select("s._batch", "s._row")
            .from_(exp.alias_(problem_table(source).tree, "s", table=True))
            .where(wrong)
        )
    else:
        rows = joined(rows, [rule]).where(exp.Not(this=exp.paren(_aliased(rule, 0))))
    return rows.order_by("s._batch", "s._row").limit(EXAMPLES)


def tables_looked_into(found: Iterable[QualityRule]) -> list[TableName]:
    """The tables beside its own that the rules of a table read."""
    return sorted(
        {table for rule in found if rule.known is not None for table in sql.tables_read(rule.known)}
    )


def _aliased(rule: QualityRule, number: int) -> exp.Expr:
    assert rule.holds is not None
    return _renamed(rule.holds, number)


def _renamed(tree: exp.Expr, number: int) -> exp.Expr:
    def named(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.table == "known":
            return exp.column(node.name, table=f"k{number}")
        return node

    return tree.copy().transform(named)


def together(columns: Sequence[str], table: str) -> exp.Expr:
    """The value of the table's columns together; NULL where one of them is."""
    if len(columns) == 1:
        return sql.column(columns[0], table)
    parts = [exp.cast(sql.column(name, table), "VARCHAR") for name in columns]
    whole: exp.Expr = parts[0]
    for part in parts[1:]:
        whole = exp.DPipe(this=exp.DPipe(this=whole, expression=sql.literal("\u241f")), expression=part)
    return whole


def _but_invalid(rows: exp.Select, source: Declared, column: str) -> exp.Select:
    """Rows where nothing is written: what is written and wrong is no blank."""
    wrong = exp.select("_batch", "_row").from_(problem_table(source).tree)
    wrong = wrong.where(sql.column("column").eq(sql.literal(column)))
    on = "w._batch = s._batch and w._row = s._row"
    blank = sql.column(column, "s").is_(exp.null())
    return rows.join(wrong.subquery("w"), on=on, join_type="left").where(blank).where("w._row is null")
