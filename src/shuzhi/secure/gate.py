"""What a query may be made of. Everything that is not on the list is refused."""

from collections.abc import Iterator

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.functions import ALLOWED
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

_PARTS: tuple[type[exp.Expr], ...] = (
    exp.Select,
    exp.Subquery,
    exp.Union,
    exp.Except,
    exp.Intersect,
    exp.With,
    exp.CTE,
    exp.From,
    exp.Table,
    exp.TableAlias,
    exp.Join,
    exp.Where,
    exp.Group,
    exp.Having,
    exp.Qualify,
    exp.Order,
    exp.Ordered,
    exp.Limit,
    exp.Offset,
    exp.Distinct,
    exp.Window,
    exp.WindowSpec,
    exp.Filter,
    exp.Values,
    exp.Tuple,
    exp.Alias,
    exp.Star,
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.DataType,
    exp.DataTypeParam,
    exp.Paren,
    exp.Neg,
    exp.Not,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Like,
    exp.ILike,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.IntDiv,
    exp.Mod,
    exp.DPipe,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Var,
)
"""Parts of a query that reach nothing but tables and values. Functions are core.functions'."""

LONGEST_TEXT = 20_000
MOST_NODES = 4_000
MOST_JOINS = 12
DEEPEST = 60
"""Of a query that a person writes. More makes the engine's planner the attack."""

_TABLE_ARGS = {"this", "db", "alias", "joins"}


def unproven(node: exp.Expr) -> bool:
    """Whether nobody has shown this part of a tree to be harmless."""
    if isinstance(node, exp.Func | exp.AggFunc):
        return not isinstance(node, ALLOWED)
    if isinstance(node, exp.With):
        return bool(node.args.get("recursive"))
    if isinstance(node, exp.Table):
        # Functions as tables, other catalogues, samples, pivots, earlier snapshots.
        used = {name for name, value in node.args.items() if value}
        return not isinstance(node.this, exp.Identifier) or not used <= _TABLE_ARGS
    return not isinstance(node, _PARTS)


def tables_of(query: exp.Query) -> list[exp.Table]:
    """The places where the query reads a table. Raises Refused for all that is not proven, recursion and names that
    nobody says the schema of included."""
    for node in query.walk():
        if unproven(node):
            raise not_allowed(sql.text(node)[:80])
    return [table for table in query.find_all(exp.Table) if not _is_own(table)]


def within_bounds(query: exp.Query) -> None:
    """Raises Refused for a query too large for a person to have meant it."""
    nodes = list(query.walk())
    joins = sum(isinstance(node, exp.Join) for node in nodes)
    if len(nodes) > MOST_NODES or joins > MOST_JOINS or max(map(_depth, nodes)) > DEEPEST:
        raise not_allowed(
            f"{len(nodes)}/{MOST_NODES} · join {joins}/{MOST_JOINS}",
            Text("查询过大：拆成几个较小的", "the query is too large: ask in smaller ones"),
        )


def not_allowed(what: str, todo: Text | None = None) -> Refused:
    return Refused(
        [
            Problem(
                what=Text("查询里有不允许的写法", "the query has something that is not allowed"),
                where=what,
                todo=todo
                or Text(
                    "只用 SELECT、已授权的表（模式.表名）和 docs/reference/portable-sql.md 里的函数",
                    "use SELECT, granted tables (schema.table) and the functions of docs/reference/portable-sql.md",
                ),
            )
        ]
    )


def name_of(table: exp.Table) -> TableName:
    return TableName(table.db, table.name)


def _is_own(table: exp.Table) -> bool:
    """Whether it names a CTE of the query, where it stands. Any other name without a schema is refused: the engine
    has tables of its own that such a name could reach."""
    if table.db:
        return False
    if table.name in _visible(table):
        return True
    raise not_allowed(sql.text(table)[:80], Text("写成 模式.表名", "write schema.table"))


def _visible(table: exp.Table) -> Iterator[str]:
    """Names of the CTEs that hold where the table stands: of every query around it, those written before."""
    inside: exp.Expr = table
    around = table.parent
    while around is not None:
        if isinstance(around, exp.With):
            for cte in around.expressions:
                if cte is inside:
                    break
                yield cte.alias_or_name
        elif isinstance(around, exp.Query) and not isinstance(inside, exp.With):
            with_ = around.args.get("with_")
            for cte in with_.expressions if with_ is not None else ():
                yield cte.alias_or_name
        inside, around = around, around.parent


def _depth(node: exp.Expr) -> int:
    return int(node.depth)
