"""A source's rows with the identifiers that were found: whoever is known by everything else is known by number too."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.mentions import Mentioned


def identified(columns: Sequence[str], told: Sequence[tuple[Kind, Mentioned]]) -> exp.Query:
    """The rows of one source, as in its standard table; an identifier missing or invalid there is that of whom the row
    was found to be about, where that is known. ``columns``: the table's; a mention without a column for the identifier
    adds one, called as the kind calls it.
    """
    table = told[0][1].table
    filled = {one.identifier(kind): (kind, one) for kind, one in told}
    outputs: list[exp.Expr] = []
    missing: list[exp.Expr] = []
    tables: list[tuple[str, exp.Select]] = []
    for name in [*columns, *(name for name in filled if name not in columns)]:
        written = sql.column(name, "t") if name in columns else sql.null("VARCHAR")
        if name not in filled:
            outputs.append(exp.alias_(written, name, quoted=True))
            continue
        kind, one = filled[name]
        alias = f"e{len(tables)}"
        found = sql.column(kind.identifier, alias)
        outputs.append(exp.alias_(exp.func("coalesce", written, found), name, quoted=True))
        missing.append(exp.Is(this=written, expression=exp.null()))
        tables.append((alias, _rows(kind, one)))
    incomplete = exp.select(*outputs).from_(exp.alias_(table.tree, "t", table=True)).where(exp.or_(*missing))
    for alias, rows in tables:
        on = f"{alias}._batch = t._batch and {alias}._row = t._row"
        incomplete = incomplete.join(rows.subquery(alias), on=on, join_type="left")
    if not all(name in columns for name in filled):
        return incomplete
    # Nearly every row has its identifiers, and needs no join.
    whole = [exp.alias_(sql.column(name, "t"), name, quoted=True) for name in columns]
    complete = exp.select(*whole).from_(exp.alias_(table.tree, "t", table=True))
    return sql.union_all([complete.where(exp.not_(exp.or_(*[one.copy() for one in missing]))), incomplete])


def _rows(kind: Kind, one: Mentioned) -> exp.Select:
    column = sql.column("column").eq(sql.literal(one.identifier(kind)))
    rows = exp.select("_batch", "_row", sql.column(kind.identifier)).from_(kind.table("row").tree)
    return rows.where(sql.column("table").eq(sql.literal(one.source)), column)
