"""landed -> standard: every value cleaned, judged and typed once per distinct value.

A column of 17 million payments holds two million different identity numbers and a thousand different dates.
So each element of a source first gets a dictionary of its distinct values; the standard table is then one
scan of the landed rows joined with dictionaries, and problems are the rows that meet an entry with a reason.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import Element, Lookup, element
from shuzhi.core.sql import TableName
from shuzhi.govern.declared import Column, Declared, columns, dictionary_table, landed_table, standard_table


def builds(source: Declared, landed: Collection[str], *, as_of: date) -> list[tuple[TableName, exp.Query]]:
    """The tables to make, in order: ``dictionary.<源>_<element>`` for each element, then ``standard.<源>``.

    ``landed`` are the headers ``landed.<源>`` has. ``standard.<源>`` has the declared columns, typed by
    their elements (NULL where blank, invalid or missing), then ``_batch`` and ``_row``. ``as_of`` is the
    date of the run: what lies after it is the future.
    """
    declared = columns(source, landed)
    landed_rows = landed_table(source)
    dictionaries = [
        (dictionary_table(source, kind), dictionary(kind, landed_rows, headers, as_of=as_of))
        for kind, headers in judged_once(declared)
    ]
    return [*dictionaries, (standard_table(source), _standard(source, declared))]


def judged_once(declared: Sequence[Column]) -> list[tuple[Element, list[str]]]:
    """The elements that need a dictionary, each with the headers whose values it judges."""
    kinds: dict[str, Element] = {}
    headers: dict[str, list[str]] = {}
    for column in declared:
        if column.header is not None and column.element.costly:
            kinds[column.element.name] = column.element
            headers.setdefault(column.element.name, []).append(column.header)
    return [(kind, headers[name]) for name, kind in kinds.items()]


def dictionary(kind: Element, table: TableName, headers: Sequence[str], *, as_of: date) -> exp.Select:
    """The judged values of the columns, without those that are valid as written, usually nearly all.

    No entry means "as it is". A typed element keeps every value, for its type.
    """
    judging = judged(kind, table, headers, as_of=as_of)
    if kind.type != "VARCHAR":
        return judging
    changed = _made(judging, raw="raw", value="value", reason="reason")
    return changed.where("value is distinct from raw", dialect=sql.DIALECT, copy=False)


def judged(kind: Element, table: TableName, headers: Sequence[str], *, as_of: date) -> exp.Select:
    """Rows ``raw`` (a text as landed, once), ``value`` (typed; NULL when blank or invalid) and ``reason``
    (the code of the first of the element's ways to be invalid that holds, else NULL)."""
    query = _judging(kind.name, as_of).copy()
    return query.with_("written_values", as_=_distinct(table, headers), copy=False)


@lru_cache(maxsize=256)
def _judging(kind_name: str, as_of: date) -> exp.Select:
    """The judging of ``written_values.x``. The same for every source: made once, copied for each."""
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
    for node in query.walk():
        node._meta = None  # noqa: SLF001  positions of words in the template: most of what a copy costs
    return query


def _distinct(table: TableName, headers: Sequence[str]) -> exp.Select:
    columns = [exp.select(exp.alias_(sql.column(header), "x")).from_(table.tree) for header in headers]
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


def _standard(source: Declared, declared: Sequence[Column]) -> exp.Select:
    query = exp.select(*[_output(column) for column in declared], "l._batch", "l._row").from_(
        exp.alias_(landed_table(source).tree, "l", table=True)
    )
    for column in declared:
        if column.header is not None and column.element.costly:
            alias = _alias(column)
            on = sql.column("raw", alias).eq(sql.column(column.header, "l"))
            entry = exp.alias_(dictionary_table(source, column.element).tree, alias, table=True, quoted=True)
            query = query.join(entry, on=on, join_type="left")
    return query


def _alias(column: Column) -> str:
    """The dictionary as this column meets it."""
    return f"{column.name}_entry"


def _output(column: Column) -> exp.Expr:
    kind = column.element
    if column.header is None:
        made = sql.null(kind.type)
    elif not kind.costly:
        landed = sql.column(column.header, "l")
        cleaned = sql.fill(kind.clean, x=sql.fill(kind.prepare, x=landed))
        made = exp.cast(sql.fill(kind.value, x=cleaned), kind.type, dialect=sql.DIALECT)
    elif kind.type == "VARCHAR":
        made = sql.fill(
            "case when raw is null then x else y end",
            raw=sql.column("raw", _alias(column)),
            x=sql.column(column.header, "l"),
            y=sql.column("value", _alias(column)),
        )
    else:
        made = sql.column("value", _alias(column))
    return exp.alias_(made, column.name, quoted=True)
