"""Types that DuckDB gave, written on the nodes of a tree while it is rewritten."""

from sqlglot import exp

TYPE = "duckdb_type"

_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_WHOLE = frozenset([*_SIGNED, *("U" + name for name in _SIGNED)])


def type_of(node: exp.Expr) -> str | None:
    """The type DuckDB gave the node; None if not asked, or not bound (correlated queries)."""
    found = node.meta.get(TYPE)
    return found if isinstance(found, str) else None


def is_number(type_: str) -> bool:
    return type_ in _WHOLE or type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL")
