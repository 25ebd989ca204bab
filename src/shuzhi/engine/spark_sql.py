"""A DuckDB-dialect tree as Spark SQL that gives the same answer.

SQLGlot writes the words; ``spark_rules`` holds what means something else there; DuckDB itself (over empty
tables) says the types that some rules depend on.
"""

from collections.abc import Iterator, Mapping

from sqlglot import exp
from sqlglot.optimizer.qualify_columns import qualify_columns
from sqlglot.optimizer.qualify_tables import qualify_tables
from sqlglot.schema import MappingSchema

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.engine.spark_rules import RULES, TYPE
from shuzhi.engine.spark_types import Columns, Shadow, stored

DIALECT = "spark"

# Rules over these need the types of their operands, or their own.
_NEEDS_OPERAND = (exp.Cast, exp.Round)
_NEEDS_OWN = (exp.Case, exp.If, exp.Coalesce, exp.Greatest, exp.Least)


def to_spark(
    query: exp.Query, *, tables: Mapping[TableName, Columns], views: Mapping[TableName, str], shadow: Shadow
) -> str:
    """Spark SQL of a query; its lake tables are read from the views named.

    Raises ShuzhiError for what cannot be made to mean the same.
    """
    tree = _qualified(query, tables)
    for select in list(tree.find_all(exp.Select)):
        _note_types(select, shadow)
    for union in list(tree.find_all(exp.SetOperation)):
        if not isinstance(union.parent, exp.SetOperation):
            _unify(union, shadow)
    tree = rewritten(tree)
    _explode_in_source(tree)
    _read_views(tree, views)
    return tree.sql(dialect=DIALECT, identify=True)


def rewritten(tree: exp.Query) -> exp.Query:
    """The tree with every rule applied, inner expressions first."""
    for node in reversed(list(tree.dfs())):
        rule = RULES.get(type(node))
        if rule is None:
            continue
        told = rule(node)
        if told is not node:
            node.replace(told)
    return tree


def _qualified(query: exp.Query, tables: Mapping[TableName, Columns]) -> exp.Query:
    """Every column with its table, stars and aliases of the same SELECT written out: engines differ."""
    schema = MappingSchema(dialect=sql.DIALECT, normalize=False)
    for name, columns in tables.items():
        schema.add_table(name.tree, dict(columns), dialect=sql.DIALECT, normalize=False)
    tree = qualify_tables(query.copy(), dialect=sql.DIALECT)
    qualified = qualify_columns(tree, schema)
    assert isinstance(qualified, exp.Query)
    for column in qualified.find_all(exp.Column):
        column.set("db", None)
    _name_ctes_apart(qualified)
    return qualified


def _name_ctes_apart(tree: exp.Query) -> None:
    """No two CTEs of the whole query share a name: of two subqueries joined or united, each with a CTE ``m``, Sail
    reads the second's ``m`` in both."""
    meant = [(table, _cte_meant(table)) for table in tree.find_all(exp.Table) if not table.db]
    names = {id(cte): f"{cte.alias}_{number}" for number, cte in enumerate(tree.find_all(exp.CTE))}
    for table, cte in meant:
        if cte is not None:
            table.set("this", exp.to_identifier(names[id(cte)], quoted=True))
    for cte in list(tree.find_all(exp.CTE)):
        cte.args["alias"].set("this", exp.to_identifier(names[id(cte)], quoted=True))


def _cte_meant(table: exp.Table) -> exp.CTE | None:
    """The nearest CTE of the table's name that it can see; of its own WITH, those before it."""
    child: exp.Expr = table
    while (parent := child.parent) is not None:
        seen: list[exp.Expr] = []
        if isinstance(parent, exp.With):
            seen = parent.expressions[: parent.expressions.index(child)]
        elif isinstance(parent, exp.Query):
            with_ = parent.args.get("with_")
            seen = with_.expressions if with_ is not None and with_ is not child else []
        for cte in reversed(seen):
            if isinstance(cte, exp.CTE) and cte.alias == table.name:
                return cte
        child = parent
    return None


def _note_types(select: exp.Select, shadow: Shadow) -> None:
    """Write on each node that a rule will ask about the type DuckDB gives it."""
    nodes = list(_asked(select))
    if not nodes:
        return
    probe = exp.Select(expressions=[exp.alias_(node.copy(), f"c{i}") for i, node in enumerate(nodes)])
    for part in ("from_", "joins", "laterals", "windows", "with_"):
        if select.args.get(part):
            probe.set(part, _copies(select.args[part]))
    _with_enclosing(probe, select)
    grouped = probe.copy()
    if select.args.get("group"):
        grouped.set("group", select.args["group"].copy())
    for node, type_ in zip(nodes, shadow.types(probe, grouped), strict=True):
        node.meta[TYPE] = type_


def _asked(select: exp.Select) -> Iterator[exp.Expr]:
    for node in select.find_all(*_NEEDS_OPERAND, *_NEEDS_OWN):
        if node.find_ancestor(exp.Select) is select and not _in_source(node, select):
            yield node.this if isinstance(node, _NEEDS_OPERAND) else node


def _in_source(node: exp.Expr, select: exp.Select) -> bool:
    """Is the node part of what is selected from (VALUES, unnest), not of what is selected?"""
    parent = node.parent
    while parent is not None and parent is not select:
        if isinstance(parent, exp.Values | exp.Unnest | exp.CTE):
            return True
        parent = parent.parent
    return False


def _with_enclosing(probe: exp.Query, inner: exp.Expr) -> None:
    """Put before a probe the CTEs that the query it was taken from could see."""
    child, parent = inner, inner.parent
    seen: list[exp.CTE] = []
    while parent is not None:
        with_ = parent.args.get("with_") if isinstance(parent, exp.Query) else None
        if with_ is not None and with_ is not child:
            seen = [*with_.expressions, *seen]
        if isinstance(parent, exp.With):
            seen = [*parent.expressions[: parent.expressions.index(child)], *seen]
        child, parent = parent, parent.parent
    own = probe.args.get("with_")
    ctes = [cte.copy() for cte in seen] + (list(own.expressions) if own else [])
    if ctes:
        probe.set("with_", exp.With(expressions=ctes))


def _unify(union: exp.SetOperation, shadow: Shadow) -> None:
    """Cast the columns of each side to the type of the whole: engines unify numbers differently."""
    whole = union.copy()
    _with_enclosing(whole, union)
    types = [type_ for _, type_ in shadow.described(whole)]
    for side in _sides(union):
        alone = side.copy()
        _with_enclosing(alone, side)
        own = [type_ for _, type_ in shadow.described(alone)]
        for projection, have, want in zip(side.selects, own, types, strict=True):
            if have != want:
                value = projection.unalias()
                cast = exp.cast(value.copy(), stored(want), dialect=sql.DIALECT)
                cast.this.meta[TYPE] = have
                value.replace(cast)


def _sides(union: exp.SetOperation) -> Iterator[exp.Select]:
    for side in (union.left, union.right):
        inner = side.unnest() if isinstance(side, exp.Subquery) else side
        if isinstance(inner, exp.SetOperation):
            yield from _sides(inner)
        elif isinstance(inner, exp.Select):
            yield inner


def _explode_in_source(tree: exp.Query) -> None:
    """``from p, unnest(p.l) as u(x)`` as ``from (select *, explode(l) as x from p) as p``: Sail cannot filter on
    the columns of a LATERAL VIEW."""
    for number, unnest in enumerate(list(tree.find_all(exp.Unnest))):
        alias, join = unnest.args.get("alias"), unnest.parent
        lists = {column.table for column in unnest.find_all(exp.Column)}
        if (
            not isinstance(join, exp.Join)
            or join.side
            or alias is None
            or len(alias.columns) != 1
            or len(lists) != 1
        ):
            continue
        select, source_name = join.parent, lists.pop()
        if not isinstance(select, exp.Select):
            continue
        sources = [select.args["from_"].this, *(other.this for other in select.args["joins"])]
        source = next(found for found in sources if found.alias_or_name == source_name)
        name = f"{alias.name}_{number}"
        exploded = exp.alias_(exp.Explode(this=unnest.expressions[0].copy()), name, quoted=True)
        inner = exp.select("*", exploded).from_(source.copy())
        for column in list(select.find_all(exp.Column)):
            if column.table == alias.name and column.name == alias.columns[0].name:
                column.replace(sql.column(name, source_name))
        join.pop()
        source.replace(inner.subquery(exp.to_identifier(source_name, quoted=True)))


def _read_views(tree: exp.Query, views: Mapping[TableName, str]) -> None:
    for table in list(tree.find_all(exp.Table)):
        view = views.get(TableName(table.db, table.name))
        if view is None:
            continue
        table.set("db", None)
        table.set("this", exp.to_identifier(view, quoted=True))


def _copies(part: exp.Expr | list[exp.Expr]) -> exp.Expr | list[exp.Expr]:
    return [item.copy() for item in part] if isinstance(part, list) else part.copy()
