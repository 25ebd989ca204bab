"""landed -> standard: every value cleaned, judged and typed once per distinct value.

A city of 17 million payments writes two million different identity numbers and a thousand different dates,
nearly all of them valid as written. So each element has one dictionary for the whole city, which says what
becomes of the other values. A standard table is one scan of the landed rows: values are cast, and only columns
in which a value of the dictionary occurs are joined with it; problems are the rows that meet a reason there.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import Element, Lookup, element
from shuzhi.core.sql import TableName
from shuzhi.govern.declared import Column, Declared, columns, dictionary_table, landed_table

Place = tuple[TableName, str]
"""A column of a landed table."""


def judged_once(declared: Mapping[TableName, Sequence[Column]]) -> list[tuple[Element, list[Place]]]:
    """The elements that need a dictionary, each with the landed columns whose values it judges."""
    kinds: dict[str, list[Place]] = {}
    for table, held in declared.items():
        for column in held:
            if column.header is not None and column.element.costly:
                kinds.setdefault(column.element.name, []).append((table, column.header))
    return [(element(name), places) for name, places in sorted(kinds.items())]


def entries(kind: Element, places: Sequence[Place], *, as_of: date, known: bool) -> exp.Query:
    """Rows of the element's dictionary: what becomes of values that are not simply cast to the element's type.

    ``raw`` (a text as landed, once), ``value`` (typed; NULL when blank or invalid) and ``reason`` (the code of
    the first of the element's ways to be invalid that holds, else NULL). ``known``: only those that the
    dictionary does not hold yet. ``as_of`` is the date of the run: what lies after it is the future.
    """
    judging = judged(kind, places, as_of=as_of)
    found = _made(judging, raw="raw", value="value", reason="reason").where(
        sql.fill("value is distinct from cast_ or reason is not null", cast_=_cast(sql.column("raw"), kind)),
        copy=False,
    )
    if not known:
        return found
    held = exp.alias_(dictionary_table(kind).tree, "held", table=True)
    new = exp.select("found.raw", "found.value", "found.reason").from_(found.subquery("found", copy=False))
    return new.join(held, on="held.raw = found.raw", join_type="left").where("held.raw is null")


def met(source: Declared, landed: Collection[str]) -> exp.Query:
    """How many values of each column its dictionary mentions: ``column``, ``altered``, and of these ``invalid``.

    ``landed`` are the headers that ``landed.<源>`` has. A join with few entries costs next to nothing; a
    column of an element without a dictionary is always altered.
    """
    parts = [_met(source, column) for column in columns(source, landed) if column.header is not None]
    return sql.union_all(parts or [_counted("", altered="0", invalid="0")])


def _met(source: Declared, column: Column) -> exp.Select:
    if not column.element.costly:
        return _counted(column.name, altered="1", invalid="0")
    entry = exp.alias_(dictionary_table(column.element).tree, "d", table=True)
    on = sql.column("raw", "d").eq(sql.column(column.header or "", "l"))
    counted = _counted(column.name, altered="count(*)", invalid="count(d.reason)")
    counted.from_(exp.alias_(landed_table(source).tree, "l", table=True), copy=False)
    return counted.join(entry, on=on, copy=False)


def _counted(column: str, **counts: str) -> exp.Select:
    outputs = [_named(name, f"cast({count} as bigint)") for name, count in counts.items()]
    return exp.select(_named("column", sql.literal(column)), *outputs, copy=False)


def standard(
    source: Declared, landed: Collection[str], *, altered: Collection[str] | None = None
) -> exp.Select:
    """Rows of ``standard.<源>``: the declared columns, typed by their elements (NULL where blank, invalid or
    missing), then ``_batch`` and ``_row``.

    ``altered``: the columns in which some value is not simply cast. The answer is the same without, at more cost.
    """
    declared = columns(source, landed)
    touched = {column.name for column in declared} if altered is None else altered
    outputs = [_output(column, column.name in touched) for column in declared]
    query = exp.select(*outputs, "l._batch", "l._row", copy=False)
    query.from_(exp.alias_(landed_table(source).tree, "l", table=True), copy=False)
    for column in declared:
        if column.header is not None and column.element.costly and column.name in touched:
            alias = _alias(column)
            on = sql.column("raw", alias).eq(sql.column(column.header, "l"))
            entry = exp.alias_(dictionary_table(column.element).tree, alias, table=True, quoted=True)
            query.join(entry, on=on, join_type="left", copy=False)
    return query


def judged(kind: Element, places: Sequence[Place], *, as_of: date) -> exp.Select:
    """``raw``, ``value`` and ``reason`` of every distinct value in the places."""
    return judging(kind, as_of).copy().with_("written_values", as_=_distinct(places), copy=False)


def judging(kind: Element, as_of: date) -> exp.Select:
    """How the element judges the values ``written_values.x``, wherever they come from. Not to be changed."""
    return _judging(kind.name, as_of)


@lru_cache(maxsize=256)
def _judging(kind_name: str, as_of: date) -> exp.Select:
    kind = element(kind_name)
    prepared = exp.select(_named("raw", "x"), _named("x", kind.prepare)).from_("written_values", copy=False)
    cleaned = _made(prepared, raw="raw", x=kind.clean)
    # Each condition is a column first: inside a CASE the engine would not share what they have in common.
    judged_ = _made(cleaned, raw="raw", x="x", **_conditions(kind, as_of))
    if kind.lookup is not None:
        key = sql.fill("x = known.code", x=sql.parse(kind.lookup.key))
        judged_.join(_known(kind.lookup).subquery("known"), on=key, join_type="left", copy=False)
    reasoned = _made(judged_, raw="raw", x="x", reason=_reason(kind))
    value = sql.fill("case when x is not null and reason is null then v end", v=sql.parse(kind.value))
    typed = exp.cast(value, kind.type, dialect=sql.DIALECT)
    query = _made(reasoned, raw="raw", value=typed, reason="reason")
    sql.forget_positions(query)
    return query


def _distinct(places: Sequence[Place]) -> exp.Select:
    columns = [exp.select(exp.alias_(sql.column(header), "x")).from_(table.tree) for table, header in places]
    written = sql.union_all(columns)
    return exp.select("x").distinct().from_(written.subquery("written", copy=False)).where("x is not null")


def _named(name: str, output: str | exp.Expr) -> exp.Expr:
    return exp.alias_(sql.parse(output) if isinstance(output, str) else output, name, copy=False)


def _made(rows: exp.Query, **outputs: str | exp.Expr) -> exp.Select:
    """A SELECT of the named expressions over a subquery, which becomes part of it."""
    trees = [_named(name, output) for name, output in outputs.items()]
    return exp.select(*trees, copy=False).from_(rows.subquery("made", copy=False), copy=False)


def _conditions(kind: Element, as_of: date) -> dict[str, exp.Expr]:
    """Whether each way of being invalid holds, as ``invalid_<n>``, over ``x`` and ``known``."""
    day = exp.cast(sql.literal(as_of.isoformat()), "DATE")
    return {f"invalid_{n}": sql.fill(way.when, as_of=day) for n, way in enumerate(kind.invalid)}


def _reason(kind: Element) -> exp.Expr:
    """The code of the first condition that holds; NULL if none does or ``x`` is."""
    reason = exp.Case().when("x is null", sql.null("VARCHAR"))
    for number, way in enumerate(kind.invalid):
        reason = reason.when(sql.column(f"invalid_{number}"), sql.literal(way.code), copy=False)
    return reason


def _known(lookup: Lookup) -> exp.Select:
    """One row per code, from its earliest day to its latest over all its periods."""
    outputs = {
        "since": "case when count(since) < count(*) then null else min(since) end",
        "until": "case when count(until) < count(*) then null else max(until) end",
    }
    schema, _, name = lookup.table.partition(".")
    trees = [
        exp.alias_(sql.parse(outputs.get(column, f"min({column})")), column) for column in lookup.columns
    ]
    return exp.select("code", *trees).from_(TableName(schema, name).tree).group_by("code")


def _alias(column: Column) -> str:
    """The dictionary as this column meets it."""
    return f"{column.name}_entry"


def _output(column: Column, altered: bool) -> exp.Expr:  # noqa: FBT001
    kind = column.element
    if column.header is None:
        made = sql.null(kind.type)
    else:
        landed = sql.column(column.header, "l")
        if not altered:
            made = _cast(landed, kind)
        elif not kind.costly:
            made = _cleaned(kind, landed)
        else:
            made = sql.fill(
                "case when raw is null then as_written else value end",
                raw=sql.column("raw", _alias(column)),
                as_written=_cast(landed, kind),
                value=sql.column("value", _alias(column)),
            )
    return exp.alias_(made, column.name, quoted=True)


def _cleaned(kind: Element, landed: exp.Expr) -> exp.Expr:
    """The value of an element that is never invalid, made without a dictionary."""
    cleaned = sql.fill(kind.clean, x=sql.fill(kind.prepare, x=landed))
    return exp.cast(sql.fill(kind.value, x=cleaned), kind.type, dialect=sql.DIALECT)


def _cast(landed: exp.Expr, kind: Element) -> exp.Expr:
    """What becomes of a value that no dictionary mentions."""
    if kind.type == "VARCHAR":
        return landed.copy()
    return sql.fill(f"try_cast(x as {kind.type})", x=landed)
