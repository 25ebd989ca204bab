"""One reading: what it may see, its record in the audit, and errors that say nothing of anybody."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.secure import audit
from shuzhi.secure.gate import name_of, tables_of
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Policy, Reader
from shuzhi.secure.rewrite import refused

_ABOUT_NAMES = frozenset({"BinderException", "CatalogException", "ParserException", "AnalysisException"})


@dataclass(frozen=True, kw_only=True)
class Lake:
    """An open lake behind the door. Nobody but this module touches ``engine``. ``key`` is the city's secret."""

    engine: Engine
    audit: Path
    key: bytes | None = None

    @property
    def folder(self) -> Path:
        return self.audit.parent


def mark(lake: Lake, value: str) -> str:
    """What stands for a value in the audit: the same for the same value, and nothing without the city's key."""
    if lake.key is None:
        return "…"
    return "#" + hmac.new(lake.key, b"audit\0" + value.encode(), hashlib.sha256).hexdigest()[:16]


def decided(
    lake: Lake, reader: Reader, query: exp.Query, *, policy: Policy, today: date, export: bool
) -> dict[TableName, Permit]:
    """A permit of every table the query names. Raises Refused. Recorded before anything is read."""
    about: dict[str, object] = {"purpose": reader.purpose}
    try:
        about["query"] = _without_values(lake, query)
        tables = {name_of(table) for table in tables_of(query)}
        about["tables"] = sorted(map(str, tables))
        permits = {table: permit(policy, reader, table, today) for table in sorted(tables)}
        granted = {table: each for table, each in permits.items() if isinstance(each, Permit)}
        for table, each in permits.items():
            if not isinstance(each, Permit):
                raise refused(str(table), each.why)
            if export and not each.export:
                raise refused(str(table), Text("授权不包括导出", "the grant does not include taking it out"))
    except Refused:
        audit.record(lake.audit, by=reader.name, action="read refused", about=about)
        raise
    audit.record(
        lake.audit, by=reader.name, action="read", about=about | ({"export": True} if export else {})
    )
    return granted


def _without_values(lake: Lake, query: exp.Query) -> str:
    """The query with marks instead of the values in it, which may be somebody's."""

    def marked(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Literal) and (node.is_string or len(node.name) > 5):
            return exp.Literal.string(mark(lake, node.name))
        return node

    return sql.text(query.transform(marked))


def fetch(lake: Lake, query: exp.Query) -> pa.Table:
    """The engine's answer; its errors without a word of anybody's data."""
    with scrubbed():
        return lake.engine.fetch(query)


@contextmanager
def scrubbed() -> Iterator[None]:
    """The engine's errors without a word of anybody's data."""
    try:
        yield
    except ShuzhiError as error:
        raise ShuzhiError([_scrubbed(problem) for problem in error.problems]) from None


def _scrubbed(problem: Problem) -> Problem:
    """Errors about names say which; of all others only that there was one."""
    why = problem.why
    if why is not None and problem.where in _ABOUT_NAMES:
        return Problem(
            what=problem.what,
            where=problem.where,
            why=Text(*(said.splitlines()[0] for said in why)),
            todo=problem.todo,
        )
    return Problem(what=problem.what, where=problem.where, todo=problem.todo)
