"""What a run made of something stays for the next one, unless it is made otherwise now: only what is new is made."""

import hashlib
from collections.abc import Sequence

from sqlglot import exp

from shuzhi import __version__
from shuzhi.core import sql
from shuzhi.core.sql import TableName

HOW = "how"
"""The column that says by which query a row was made."""


def way(made: exp.Query) -> str:
    """A mark of the query: rows made by another one are made again."""
    return hashlib.sha256(f"{__version__}|{sql.text(made)}".encode()).hexdigest()[:16]


def missing(kept: TableName, asked: exp.Query, how: str) -> exp.Query:
    """Rows ``written``: those of ``asked`` of which ``kept`` has no row made in this way."""
    query = sql.query(
        f"""
        select a.written from asked a left join (select written from kept where {HOW} = '{how}') k
          on k.written = a.written
        where k.written is null and a.written is not null
        """
    )
    return sql.reading(query.with_("asked", as_=asked), kept=kept)


def still(kept: TableName, asked: exp.Query, columns: Sequence[str], how: str) -> exp.Query:
    """The rows of ``kept`` that are ``asked`` for and were made in this way."""
    named = ", ".join(f'k."{name}"' for name in columns)
    query = sql.query(
        f"select {named} from kept k join asked a on a.written = k.written where k.{HOW} = '{how}'"
    )
    return sql.reading(query.with_("asked", as_=asked), kept=kept)


def together(kept: TableName, made: exp.Query, columns: Sequence[str], *also: exp.Expr) -> exp.Query:
    """The rows ``kept`` and those just ``made``, each with what is told ``also``."""
    named = [sql.column(name) for name in columns]
    parts = [
        exp.select(*named, *also).from_(kept.tree),
        exp.select(*named, *also).from_(made.subquery("made")),
    ]
    return sql.union_all(parts)


def mark(how: str) -> exp.Expr:
    return exp.alias_(sql.literal(how), HOW)


def changed(kind: str, found: TableName, said: TableName, how: str) -> exp.Query:
    """Rows ``<kind>``: entities of whose records the last run, which ``said`` is of, had another one, none, or one said
    at another time; or of which it made something in another way."""
    same = (
        f"s.record = n.record and s.{kind} = n.{kind} and s.authority = n.authority "
        "and coalesce(cast(s.seen as varchar), '') = coalesce(cast(n.seen as varchar), '')"
    )
    # What is said of one side alone stays out of the condition: with it, engines try every pair.
    query = sql.query(
        f"""
        select n.{kind} from found n left join (select * from said where {HOW} = '{how}') s on {same}
        where s.record is null
        union
        select s.{kind} from said s left join found n on {same} where n.record is null or s.{HOW} <> '{how}'
        """
    )
    return sql.reading(query, found=found, said=said)


def unchanged(kind: str, table: TableName, anew: TableName, columns: Sequence[str]) -> exp.Query:
    """The rows of ``table`` about entities that are not among those ``anew``."""
    named = ", ".join(f't."{name}"' for name in columns)
    query = sql.query(
        f"select {named} from table_ t left join anew a on a.{kind} = t.{kind} where a.{kind} is null"
    )
    return sql.reading(query, table_=table, anew=anew)
