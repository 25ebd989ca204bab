"""What every format's rows get on landing: header names that are unique, ``_batch``, ``_row``, ``_hash``."""

from collections.abc import Sequence
from pathlib import Path

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text

SYSTEM = ("_batch", "_row", "_hash")


def unique_names(header: Sequence[str], where: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The header as column names: outer blanks off, empty ones named 列3 by place, repeated ones 列名_2.

    DuckDB takes names that differ only in the case of ASCII letters for the same, so they count as repeated.
    """
    names: list[str] = []
    taken = set(SYSTEM)
    changed = []
    for place, raw in enumerate(header, start=1):
        base = raw.strip().strip("\ufeff").replace("\0", "") or f"列{place}"
        name, number = base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base}_{number}"
        if name != raw.strip():
            changed.append(f"{place}: {name}")
        taken.add(name.lower())
        names.append(name)
    return tuple(names), (_renamed(changed, where),) if changed else ()


def landing(rows: exp.Expr, *, columns: Sequence[str], batch: str, row: exp.Expr | None = None) -> exp.Select:
    """All columns of ``rows`` with ``_batch``, ``_row`` (the record's number unless told) and ``_hash``.

    ``_hash`` is the first 16 hex digits of the MD5 of the values joined by U+001F, NULL written as NUL: it is
    the same in every version of the engine, and NULL and '' differ. It tells changes; it protects nothing.
    """
    number = row if row is not None else sql.parse("row_number() over ()")
    parts = [_call("coalesce", sql.column(name), _call("chr", sql.literal(0))) for name in columns]
    parts = parts or [sql.literal("")]
    joined = _call("concat_ws", _call("chr", sql.literal(31)), *parts)
    hashed = _call("substr", _call("md5", joined), sql.literal(1), sql.literal(16))
    return exp.select(
        *[sql.column(name) for name in columns],
        exp.alias_(sql.literal(batch), "_batch", quoted=True),
        exp.alias_(exp.cast(number, "bigint", dialect=sql.DIALECT), "_row", quoted=True),
        exp.alias_(hashed, "_hash", quoted=True),
    ).from_(rows)


def nothing(batch: str) -> exp.Select:
    """The query of a file without a single row."""
    no_rows = (
        exp.select(exp.alias_(sql.literal(1), "empty", quoted=True)).where(exp.false()).subquery("empty")
    )
    return landing(no_rows, columns=(), batch=batch)


def reader(name: str, path: Path, **options: exp.Expr) -> exp.Expr:
    """A table function over one file, such as ``read_parquet('...')``."""
    named = [exp.EQ(this=exp.column(key), expression=value) for key, value in options.items()]
    return exp.Table(this=exp.Anonymous(this=name, expressions=[sql.literal(str(path)), *named]))


def linked(path: Path, temp: Path) -> Path:
    """The file under a name without brackets or stars, which DuckDB would take for a pattern."""
    link = temp / "input"
    link.symlink_to(path.absolute())
    return link


def empty_file(where: str) -> Problem:
    return Problem(
        what=Text("文件里没有数据行", "the file has no rows"),
        where=where,
        todo=Text("向来源部门确认是否漏传了数据", "ask the department whether data were left out"),
        warning=True,
    )


def _renamed(changed: Sequence[str], where: str) -> Problem:
    shown = "，".join(changed[:10])
    return Problem(
        what=Text(
            "表头有空名或重名，已改为：{shown}", "empty or repeated header names became: {shown}"
        ).format(shown=shown),
        where=where,
        todo=Text("请来源部门改正表头", "ask the department to mend the header"),
        warning=True,
    )


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    # exp.func would copy its arguments, level by level: seconds, with ten thousand columns.
    return exp.Anonymous(this=name, expressions=list(arguments))
