"""Quality rules of a source against its columns and the tables they look into."""

from collections.abc import Iterator, Mapping, Set
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.declared_rules import column_of, rule_names
from shuzhi.packs.check_query import unknown_column, unknown_table
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.contents import contents
from shuzhi.packs.known import Columns
from shuzhi.packs.portable import check_portable
from shuzhi.packs.schema import City, Source

READABLE = ("standard", "reference")
"""Schemas that rules may look into."""
_TYPES = {element.name: element.type for element in ELEMENTS}
Held = Mapping[TableName, Mapping[str, str]]


def check_quality(source: Source, city: City, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Mistakes of the quality rules of one source. Nothing where its columns or rules could not be read."""
    if {"columns", "quality"} & source.places.lost or not source.quality.model_fields_set:
        return
    # Columns that could not be read are a mistake told elsewhere.
    unread = {table for table, columns in tables.items() if columns is None}
    held = {table: columns for table, columns in contents(city).items() if table not in unread}
    own = {name: column.element for name, column in source.columns.items()}
    yield from _columns(source, own)
    yield from _values(source, own)
    yield from _others(source, own, held, unread)
    yield from _severity(source)
    for says, condition in source.quality.holds.items():
        yield from _condition(condition, own, source, says)


def _columns(source: Source, own: Mapping[str, str]) -> Iterator[Problem]:
    """Every column a rule names is one of the source's."""
    quality = source.quality
    named: list[tuple[str, tuple[str | int, ...]]] = [
        (name, ("filled", place)) for place, name in enumerate(quality.filled)
    ]
    named += [(name, ("unique", place)) for place, names in enumerate(quality.unique) for name in names]
    for key in ("among", "codes", "between", "like", "found", "agrees"):
        named += [(name, (key, name)) for name in getattr(quality, key)]
    named += [(coding.day, ("codes", name)) for name, coding in quality.codes.items() if coding.day]
    named += [(truth.by, ("agrees", name, "by")) for name, truth in quality.agrees.items()]
    for name, keys in quality.follows.items():
        named += [(name, ("follows", name)), *((key, ("follows", name)) for key in keys)]
    for name, path in named:
        if name not in own:
            yield unknown_column(name, set(own), source.places.at("quality", *path))


def _values(source: Source, own: Mapping[str, str]) -> Iterator[Problem]:
    """Code lists and patterns are of text, ranges of numbers and dates."""
    for key in ("among", "codes", "like"):
        for name in getattr(source.quality, key):
            if _type(own, name) not in (None, "VARCHAR"):
                yield _unfit(source, key, name, own[name], Text("文字的列", "a column of text"))
    for coding in source.quality.codes.values():
        if coding.day is not None and _type(own, coding.day) not in (None, "DATE"):
            yield _unfit(source, "codes", coding.day, own[coding.day], Text("日期列", "a column of dates"))
    for name, range_ in source.quality.between.items():
        dated = {isinstance(end, date) for end in (range_.min, range_.max) if end is not None}
        type_ = _type(own, name)
        if type_ is not None and (type_ == "VARCHAR" or dated != {type_ == "DATE"}):
            wanted = Text("数或日期的列，两端与之同类", "a column of numbers or dates, and ends of its kind")
            yield _unfit(source, "between", name, own[name], wanted)
    for name, pattern in source.quality.like.items():
        line = source.places.lines.get(("quality", "like", name))
        match = sql.fill("regexp_matches(x, p)", x=sql.column(name), p=sql.literal(pattern))
        yield from check_portable(match, source.places, line=line)


def _others(source: Source, own: Mapping[str, str], held: Held, unread: Set[TableName]) -> Iterator[Problem]:
    """Columns of other tables exist, may be looked into, and are of the same type."""
    quality = source.quality
    told: list[tuple[str, str, str, tuple[str, ...]]] = [
        (name, where, name, ("found", name)) for name, where in quality.found.items()
    ]
    for name, said in quality.agrees.items():
        table, _ = column_of(said.truth)
        told.append((name, said.truth, name, ("agrees", name, "truth")))
        told.append((said.by, f"{table}.{said.key or said.by}", said.by, ("agrees", name, "by")))
    for name, where, mine, path in told:
        at = source.places.at("quality", *path)
        table, column = column_of(where)
        if table in unread:
            continue
        if table not in held or table.schema not in READABLE:
            there = {known: frozenset(columns) for known, columns in held.items() if known.schema in READABLE}
            yield unknown_table(table, at, there)
        elif column not in held[table]:
            yield unknown_column(column, set(held[table]), at)
        elif _type(own, mine) not in (None, _type(held[table], column)):
            other = held[table][column]
            yield Problem(
                what=Text(
                    f"“{name}”与“{where}”不是同一类值", f"“{name}” and “{where}” are of different kinds"
                ),
                where=at,
                why=Text(f"一为 {own[mine]}，一为 {other}", f"one is of {own[mine]}, the other of {other}"),
                todo=Text("比较同一数据元的列", "compare columns of the same data element"),
            )


def _severity(source: Source) -> Iterator[Problem]:
    """Rules of which a severity is declared are rules of the table."""
    names = sorted(rule_names(source.quality, source.columns))
    for name in source.quality.severity:
        if name not in names:
            there = listed(names, 20)
            yield Problem(
                what=Text(f"没有质量规则“{name}”", f"there is no quality rule “{name}”"),
                where=source.places.at("quality", "severity", name),
                todo=did_you_mean(name, names, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )


def _condition(condition: str, own: Mapping[str, str], source: Source, says: str) -> Iterator[Problem]:
    at = source.places.at("quality", "holds", says)
    try:
        tree = sql.parse(condition, at)
    except ShuzhiError as error:
        yield from error.problems
        return
    yield from check_portable(tree, source.places, line=source.places.lines.get(("quality", "holds", says)))
    more = next(tree.find_all(exp.Query, exp.AggFunc, exp.Window), None)
    macro = next((each for each in tree.find_all(exp.Anonymous) if each.name.lower() != "as_of"), None)
    if more is not None or macro is not None:
        yield Problem(
            what=Text("质量规则只看一行", "a quality rule looks at one row"),
            where=at,
            todo=Text(
                "只用本表的列和 as_of()；跨表用 found 或 agrees",
                "use columns of this table and as_of(); found and agrees look into others",
            ),
        )
        return
    for column in tree.find_all(exp.Column):
        if column.table or column.name not in own:
            yield unknown_column(column.sql(), set(own), at)


def _type(elements: Mapping[str, str], column: str) -> str | None:
    return _TYPES.get(elements.get(column, ""))


def _unfit(source: Source, key: str, name: str, element: str, wanted: Text) -> Problem:
    return Problem(
        what=Text(f"{key} 不适用于“{name}”（{element}）", f"{key} does not fit “{name}” ({element})"),
        where=source.places.at("quality", key, name),
        todo=Text(f"要{wanted.zh}", f"it needs {wanted.en}"),
    )
