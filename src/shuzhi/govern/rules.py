"""Quality rules compiled: what is declared beside a table becomes expressions that one pass over the table counts.

A rule is asked of the rows to which it applies (``checked``) and broken by some of them (``failing``). Dimensions are
those of GB/T 36344-2018.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

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
    "valid", "filled", "unique", "among", "between", "like", "found", "agrees", "holds", "believed", "history",
    "timely", "readable",
]  # fmt: skip
DIMENSION_OF: Mapping[Kind, Dimension] = {
    "valid": "conformity", "among": "conformity", "filled": "completeness", "unique": "accuracy", "between": "accuracy",
    "like": "accuracy", "history": "accuracy", "found": "consistency", "agrees": "consistency", "holds": "consistency",
    "believed": "consistency", "timely": "timeliness", "readable": "accessibility",
}  # fmt: skip
"""0101 data standards, 0105 reference data; 0201 filled; 0304 unique, 0302 format; 0401 same data, 0402 related data;
0502 in time; 0602 usable."""
EXAMPLES = 20
"""Rows kept of each rule that is broken, to be walked to."""
REPEATED = 10
"""Values kept of each that repeats: of a value two rows and more."""


class DeclaredRange(Protocol):
    @property
    def min(self) -> float | date | None: ...
    @property
    def max(self) -> float | date | None: ...


class DeclaredTruth(Protocol):
    @property
    def truth(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def key(self) -> str | None: ...


class DeclaredQuality(Protocol):
    """What is declared beside a table; see packs.source_file.Quality."""

    @property
    def filled(self) -> tuple[str, ...]: ...
    @property
    def unique(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def among(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def between(self) -> Mapping[str, DeclaredRange]: ...
    @property
    def like(self) -> Mapping[str, str]: ...
    @property
    def found(self) -> Mapping[str, str]: ...
    @property
    def agrees(self) -> Mapping[str, DeclaredTruth]: ...
    @property
    def holds(self) -> Mapping[str, str]: ...


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


def rules(quality: DeclaredQuality, *, as_of: date) -> list[QualityRule]:
    """The declared rules that the pass over the table counts; ``filled`` is counted with the elements."""
    found = [
        QualityRule(
            name=_name("unique", columns),
            kind="unique",
            columns=columns,
            says=Text(f"{'、'.join(columns)} 不重复", f"{', '.join(columns)}: never repeated"),
        )
        for columns in quality.unique
    ]
    found += [_among(column, values) for column, values in quality.among.items()]
    found += [_between(column, range_) for column, range_ in quality.between.items()]
    found += [_like(column, pattern) for column, pattern in quality.like.items()]
    found += [_found(column, where) for column, where in quality.found.items()]
    found += [_agrees(column, truth) for column, truth in quality.agrees.items()]
    return found + [_holds(says, condition, as_of) for says, condition in quality.holds.items()]


def counts(found: Sequence[QualityRule]) -> list[exp.Expr]:
    """``checked_<n>`` and ``failing_<n>`` of rule number n, as aggregates over ``s`` and what ``joined`` adds."""
    outputs = []
    for number, rule in enumerate(found):
        if rule.holds is None:
            key = _key(rule.columns)
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
        key = _key(rule.columns)
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


def as_of_filled(condition: exp.Expr, as_of: date) -> exp.Expr:
    """The condition with ``as_of()`` as a date."""
    day = exp.cast(sql.literal(as_of.isoformat()), "DATE")
    return sql.expand(condition, {"as_of": lambda _: day.copy()})


def column_of(name: str) -> tuple[TableName, str]:
    """``schema.table.column``."""
    schema, table, column = name.split(".")
    return TableName(schema, table), column


def _name(kind: Kind, columns: Sequence[str]) -> str:
    return f"{kind}:{'+'.join(columns)}"


def _among(column: str, values: Sequence[str]) -> QualityRule:
    shown = "、".join(values[:6]) + ("等" if len(values) > 6 else "")
    return QualityRule(
        name=_name("among", [column]),
        kind="among",
        columns=(column,),
        says=Text(f"{column} 在代码表内：{shown}", f"{column} is one of {shown}"),
        holds=sql.column(column, "s").isin(*map(sql.literal, values)),
    )


def _between(column: str, range_: DeclaredRange) -> QualityRule:
    value = sql.column(column, "s")
    parts: list[exp.Expr] = []
    zh, en = [], []
    if range_.min is not None:
        parts.append(exp.GTE(this=value.copy(), expression=_constant(range_.min)))
        zh.append(f"不小于 {_shown(range_.min)}")
        en.append(f"at least {_shown(range_.min)}")
    if range_.max is not None:
        parts.append(exp.LTE(this=value.copy(), expression=_constant(range_.max)))
        zh.append(f"不大于 {_shown(range_.max)}")
        en.append(f"at most {_shown(range_.max)}")
    return QualityRule(
        name=_name("between", [column]),
        kind="between",
        columns=(column,),
        says=Text(f"{column} {'，'.join(zh)}", f"{column} is {' and '.join(en)}"),
        holds=exp.and_(*parts),
    )


def _like(column: str, pattern: str) -> QualityRule:
    return QualityRule(
        name=_name("like", [column]),
        kind="like",
        columns=(column,),
        says=Text(f"{column} 的写法符合 {pattern}", f"{column} is written as {pattern}"),
        holds=sql.fill("regexp_matches(x, p)", x=sql.column(column, "s"), p=sql.literal(f"^({pattern})$")),
    )


def _found(column: str, where: str) -> QualityRule:
    table, other = column_of(where)
    known = (
        exp.select("v.x")
        .distinct()
        .from_(exp.select(exp.alias_(sql.column(other), "x")).from_(table.tree).subquery("v"))
        .where("v.x is not null")
    )
    return QualityRule(
        name=_name("found", [column]),
        kind="found",
        columns=(column,),
        says=Text(
            f"{column} 见于“{table.name}”的 {other}", f"{column} is found in {other} of “{table.name}”"
        ),
        holds=sql.fill("case when x is not null then known.x is not null end", x=sql.column(column, "s")),
        known=known,
        on=sql.column("x", "known").eq(sql.column(column, "s")),
    )


def _agrees(column: str, said: DeclaredTruth) -> QualityRule:
    table, other = column_of(said.truth)
    key = said.key or said.by
    told = exp.select(exp.alias_(sql.column(key), "k"), exp.alias_(sql.column(other), "x")).from_(table.tree)
    known = (
        exp.select("v.k", "min(v.x) as lo", "max(v.x) as hi")
        .from_(told.subquery("v"))
        .where("v.k is not null and v.x is not null")
        .group_by("v.k")
    )
    return QualityRule(
        name=_name("agrees", [column]),
        kind="agrees",
        columns=(column, said.by),
        says=Text(
            f"{column} 以“{table.name}”的 {other} 为准（按 {said.by} 对应）",
            f"{column} is what {other} of “{table.name}” says (by {said.by})",
        ),
        # A register that says two things of one key contradicts nobody who says either.
        holds=sql.fill(
            "case when x is not null and known.lo is not null then x = known.lo or x = known.hi end",
            x=sql.column(column, "s"),
        ),
        known=known,
        on=sql.column("k", "known").eq(sql.column(said.by, "s")),
    )


def _holds(says: str, condition: str, as_of: date) -> QualityRule:
    tree = as_of_filled(sql.parse(condition), as_of)
    columns = tuple(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))
    own = {name: sql.column(name, "s") for name in columns}
    return QualityRule(
        name=f"holds:{says}",
        kind="holds",
        columns=columns,
        says=Text(says, says),
        holds=sql.fill(tree, **own),
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


def _key(columns: Sequence[str]) -> exp.Expr:
    """The value of the columns together; NULL where one of them is."""
    if len(columns) == 1:
        return sql.column(columns[0], "s")
    parts = [exp.cast(sql.column(name, "s"), "VARCHAR") for name in columns]
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


def _constant(value: float | date) -> exp.Expr:
    if isinstance(value, date):
        return exp.cast(sql.literal(value.isoformat()), "DATE")
    return exp.Literal.number(_shown(value))


def _shown(value: float | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if float(value).is_integer() else str(value)
