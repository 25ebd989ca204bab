"""What is declared beside a table, read as rules: each with its name, what it says, and the expression that it is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.codes import Coded, coded
from shuzhi.govern.rules import Kind, QualityRule, Severity, together


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
    def coded(self) -> Mapping[str, Coded]: ...
    @property
    def between(self) -> Mapping[str, DeclaredRange]: ...
    @property
    def like(self) -> Mapping[str, str]: ...
    @property
    def found(self) -> Mapping[str, str]: ...
    @property
    def agrees(self) -> Mapping[str, DeclaredTruth]: ...
    @property
    def follows(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def holds(self) -> Mapping[str, str]: ...
    @property
    def severity(self) -> Mapping[str, Severity]: ...


def rules(quality: DeclaredQuality, table: TableName, *, as_of: date) -> list[QualityRule]:
    """The declared rules that the pass over the standard ``table`` counts; ``filled`` is counted with the elements."""
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
    found += [_coded(column, of, as_of) for column, of in quality.coded.items()]
    found += [_between(column, range_) for column, range_ in quality.between.items()]
    found += [_like(column, pattern) for column, pattern in quality.like.items()]
    found += [_found(column, where) for column, where in quality.found.items()]
    found += [_agrees(column, truth) for column, truth in quality.agrees.items()]
    found += [_follows(column, keys, table) for column, keys in quality.follows.items()]
    return found + [_holds(says, condition, as_of) for says, condition in quality.holds.items()]


def rule_names(quality: DeclaredQuality, columns: Collection[str]) -> set[str]:
    """What rules of a table with these columns may be called: declared, inherited, of its batches."""
    inherited: tuple[Kind, ...] = ("valid", "filled", "believed")
    one_column = ("among", "coded", "between", "like", "found", "agrees", "follows")
    return {
        *(f"{kind}:{column}" for kind in inherited for column in columns),
        *(f"{kind}:{column}" for kind in one_column for column in getattr(quality, kind)),
        *(_name("unique", group) for group in quality.unique),
        *(f"holds:{says}" for says in quality.holds),
        "readable", "history", "timely",
    }  # fmt: skip


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


def _coded(column: str, of: Coded, as_of: date) -> QualityRule:
    day = of.day or "基准日"
    return QualityRule(
        name=_name("coded", [column]),
        kind="coded",
        columns=(column, *([of.day] if of.day else [])),
        says=Text(
            f"{column} 是“{of.title.zh}”中{day}当时有效的代码",
            f"{column} is a code of “{of.title.en}” that was valid on {of.day or 'the as-of date'}",
        ),
        holds=coded(column, of, as_of),
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


def majority(column: str, keys: Sequence[str], table: TableName) -> exp.Select:
    """What more than half of the rows alike in ``keys`` say of the column: ``k``, ``x`` (NULL where they do not)."""
    told = exp.select(exp.alias_(together(keys, "t"), "k"), exp.alias_(sql.column(column, "t"), "x")).from_(
        exp.alias_(table.tree, "t", table=True)
    )
    counted = (
        exp.select("v.k", "v.x", "count(*) as c")
        .from_(told.subquery("v"))
        .where("v.k is not null and v.x is not null")
        .group_by("v.k", "v.x")
    )
    most = sql.parse("case when 2 * max(w.c) > sum(w.c) then arg_max(w.x, w.c) end")
    return exp.select("w.k", exp.alias_(most, "x")).from_(counted.subquery("w")).group_by("w.k")


def _follows(column: str, keys: Sequence[str], table: TableName) -> QualityRule:
    by = "、".join(keys)
    return QualityRule(
        name=_name("follows", [column]),
        kind="follows",
        columns=(column, *keys),
        says=Text(
            f"{by} 相同的行，{column} 也相同", f"rows alike in {', '.join(keys)} are alike in {column}"
        ),
        # Where no more than half of them agree, each of them is contradicted.
        holds=sql.fill(
            "case when x is not null and known.k is not null then known.x is not null and x = known.x end",
            x=sql.column(column, "s"),
        ),
        known=majority(column, keys, table),
        on=sql.column("k", "known").eq(together(keys, "s")),
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


def _constant(value: float | date) -> exp.Expr:
    if isinstance(value, date):
        return exp.cast(sql.literal(value.isoformat()), "DATE")
    return exp.Literal.number(_shown(value))


def _shown(value: float | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if float(value).is_integer() else str(value)
