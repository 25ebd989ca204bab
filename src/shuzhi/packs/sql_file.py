"""A .sql file of a scenario: a YAML header in a block comment, then one SELECT, with line numbers."""

from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from shuzhi.core.errors import Problem
from shuzhi.core.sql import DIALECT
from shuzhi.core.text import Text
from shuzhi.packs.places import Document, Places, read_yaml

NO_QUERY = exp.Select()
"""Stands in for a query that does not parse."""


@dataclass(frozen=True)
class SqlFile:
    header: Document
    query: exp.Query
    problems: tuple[Problem, ...]


def read_sql(text: str, file: str) -> SqlFile:
    """Header and query. Never raises; ``query`` is NO_QUERY when there is none to use."""
    places = Places(file)
    blank_lines = len(text) - len(text.lstrip())
    end = text.find("*/")
    if not text.startswith("/*", blank_lines) or end < 0:
        return SqlFile(Document(None, places, (_no_header(places),)), *_query(text, places))
    header = read_yaml(text[blank_lines + 2 : end], file, first_line=text.count("\n", 0, blank_lines) + 1)
    # The header becomes empty lines, so that the parser's line numbers are the file's.
    rest = "\n" * text.count("\n", 0, end + 2) + text[end + 2 :]
    return SqlFile(header, *_query(rest, places))


def _query(sql: str, places: Places) -> tuple[exp.Query, tuple[Problem, ...]]:
    try:
        statements = [tree for tree in sqlglot.parse(sql, dialect=DIALECT) if tree is not None]
    except SqlglotError as error:
        return NO_QUERY, (_unparsable(error, places),)
    except RecursionError:
        return NO_QUERY, (_not_one_select(places, len(sql[: len(sql) - len(sql.lstrip())].splitlines()) + 1),)
    if len(statements) == 1 and isinstance(statements[0], exp.Query):
        return statements[0], ()
    start = sql[: len(sql) - len(sql.lstrip())].count("\n") + 1
    return NO_QUERY, (_not_one_select(places, start),)


def _no_header(places: Places) -> Problem:
    return Problem(
        what=Text("文件开头没有 /* … */ 文件头", "the file does not begin with a /* … */ header"),
        where=places.line(1),
        todo=Text(
            "在开头写上 YAML 文件头，见 docs/reference/files.md",
            "write one in YAML, see docs/reference/files.md",
        ),
    )


def _unparsable(error: SqlglotError, places: Places) -> Problem:
    details = (getattr(error, "errors", None) or [{}])[0]
    reason = str(details.get("description") or str(error).splitlines()[0]).rstrip(".")
    near = details.get("highlight")
    shown = f"{reason}: {near}" if near else reason
    return Problem(
        what=Text("SQL 无法解析", "the SQL does not parse"),
        where=places.line(details.get("line") or 1),
        why=Text(shown, shown),
        todo=Text("改正此处的语法（DuckDB 方言）", "mend the syntax there (DuckDB's dialect)"),
    )


def _not_one_select(places: Places, line: int) -> Problem:
    return Problem(
        what=Text("文件头之后应恰有一条 SELECT", "exactly one SELECT should follow the header"),
        where=places.line(line),
        todo=Text("一个文件写一条 SELECT，不写其他语句", "write one SELECT per file and nothing else"),
    )


def read_text(path: Path, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The file's text; not UTF-8 or unreadable is a problem, not an exception."""
    try:
        return path.read_text(encoding="utf-8-sig"), ()
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n") + 1
        return "", (
            Problem(
                what=Text("文件不是 UTF-8 编码", "the file is not UTF-8"),
                where=f"{file}:{before}",
                todo=Text("另存为 UTF-8", "save it as UTF-8"),
            ),
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return "", (
            Problem(
                what=Text("文件打不开", "the file cannot be opened"),
                where=file,
                why=Text(reason, reason),
                todo=Text("检查文件是否存在、是否有权读取", "check that it exists and may be read"),
            ),
        )
