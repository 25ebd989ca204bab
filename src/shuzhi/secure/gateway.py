"""The only door to data: every read and write, by a person or by the pipeline, is checked and recorded here."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused
from shuzhi.core.ports import Engine, FileReader, Landed, Progress, Reading
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.engine.catalogue import Snapshot, snapshot
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.files import DuckDBFiles
from shuzhi.engine.own_tree import touched
from shuzhi.engine.seal import Limits, room, run_sealed
from shuzhi.engine.written import write
from shuzhi.secure import audit, differencing, statistics
from shuzhi.secure.gate import LONGEST_TEXT, not_allowed, within_bounds
from shuzhi.secure.kept import Kept
from shuzhi.secure.permit import Permit
from shuzhi.secure.policy import Policy, Reader, Scope
from shuzhi.secure.proof import foreign
from shuzhi.secure.reading import Lake, decided, fetch, mark, scrubbed
from shuzhi.secure.rewrite import permitted, rewrite

__all__ = [
    "AUDIT",
    "Along",
    "Answer",
    "EngineSettings",
    "Lake",
    "Limits",
    "Pipeline",
    "ask",
    "export",
    "file_reader",
    "mark",
    "open_lake",
    "read",
    "write_rows",
]

AUDIT = "audit.jsonl"
Along = Callable[[pa.RecordBatchReader], pa.RecordBatchReader]
MOST_CARRIED = 5_000_000
"""Rows of one table that a query of a person may be about."""


@dataclass(frozen=True, kw_only=True)
class EngineSettings:
    """``remote`` (sc://…): Spark Connect instead of DuckDB. ``memory`` and ``threads`` limit DuckDB; ``at`` is the
    snapshot its lake is read as of (none: now)."""

    remote: str | None = None
    memory: str = "3GB"
    threads: int | None = None
    at: int | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Rows, and whether there were more than a query of a person may return."""

    rows: pa.Table
    more: bool


@contextmanager
def open_lake(
    folder: Path,
    settings: EngineSettings | None = None,
    *,
    read_only: bool = False,
    key: str | None = None,
) -> Iterator[Lake]:
    """The lake in a folder. Raises ShuzhiError when there is none to read, or another process is writing it."""
    # Its warnings quote the texts of queries, and with them what people look for.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    engine = _open(folder, settings or EngineSettings(), read_only=read_only)
    try:
        yield Lake(engine=engine, audit=folder / AUDIT, key=key.encode() if key else None)
    finally:
        engine.close()


def _open(folder: Path, settings: EngineSettings, *, read_only: bool) -> Engine:
    if settings.remote is None:
        return DuckLake(
            folder, read_only=read_only, memory=settings.memory, threads=settings.threads, at=settings.at
        )
    if settings.at is not None:
        raise Refused([_no_past()])
    # The Spark client is an extra: cities on one machine do not install it.
    from shuzhi.engine.spark import SparkConnect  # noqa: PLC0415

    return SparkConnect(folder, settings.remote, read_only=read_only)


def _no_past() -> Problem:
    return Problem(
        what=Text("这个引擎不能按旧快照算", "this engine cannot be asked as of an older snapshot"),
        where="snapshot",
        why=Text(
            "快照在 DuckLake 里；Spark 上的湖没有", "snapshots are DuckLake's; a lake on Spark has none"
        ),
        todo=Text("不写 --snapshot，或用 duckdb 引擎", "leave --snapshot out, or use the engine duckdb"),
    )


def lake_snapshot(folder: Path) -> Snapshot | None:
    """The lake in a folder as of its last commit, locked as it is kept: for backups."""
    return snapshot(folder)


def file_reader() -> FileReader:
    """DuckDB's readers on departments' files; it sees no lake."""
    return DuckDBFiles()


def read(
    lake: Lake,
    reader: Reader,
    query: exp.Query,
    *,
    policy: Policy,
    today: date,
    export: bool = False,
    kept: Kept | None = None,
) -> pa.Table:
    """What the reader may see of the answer to a query the platform put together.

    ``export``: it is to leave the platform as a file. ``kept``: where equal answers are looked for first. Raises
    Refused; both outcomes are recorded.
    """
    permits = decided(lake, reader, query, policy=policy, today=today, export=export)
    if any(each.smallest is not None for each in permits.values()):
        return _statistics(lake, query, permits)
    rewritten = rewrite(query, permits, key=lake.key)
    text = sql.text(rewritten)
    snapshot = lake.engine.snapshot() if kept is not None else None
    if kept is None or snapshot is None:
        _prove(text, permits)
        return fetch(lake, rewritten)
    rows = kept.get((snapshot, text))
    if rows is None:
        _prove(text, permits)
        rows = fetch(lake, rewritten)
        # A commit in between would have it stand under the state before: then it is not kept.
        if lake.engine.snapshot() == snapshot:
            kept.keep((snapshot, text), rows)
    return rows


def ask(  # noqa: PLR0913  for whom, what, how
    lake: Lake,
    reader: Reader,
    text: str,
    *,
    policy: Policy,
    today: date,
    limits: Limits | None = None,
    export: bool = False,
    explain: bool = False,
) -> Answer:
    """What the reader may see of the answer to SQL that a person wrote; ``explain``: how the engine would answer it.

    It runs in a process of its own that has nothing but the permitted, masked rows of the tables it names, and that
    is ended when it takes too much. Raises Refused, and ShuzhiError for what the engine will not do.
    """
    if len(text) > LONGEST_TEXT:
        raise not_allowed(f"{len(text)}/{LONGEST_TEXT}", Text("写短些", "write less"))
    query = sql.query(text)
    within_bounds(query)
    permits = decided(lake, reader, query, policy=policy, today=today, export=export)
    if any(each.smallest is not None for each in permits.values()):
        if explain:
            raise not_allowed(
                "explain", Text("只给统计的表没有执行计划", "a table of statistics only has no plan")
            )
        return Answer(rows=_statistics(lake, query, permits), more=False)
    spelt = sql.text(query)
    _prove(spelt, permits)
    held_to = limits or Limits()
    with room(held_to.seconds):
        carried = {name: _carried(lake, each, query) for name, each in permits.items()}
        rows, more = run_sealed(f"explain {spelt}" if explain else spelt, carried, held_to)
    return Answer(rows=rows, more=more)


def export(  # noqa: PLR0913  for whom, what, into what
    lake: Lake,
    reader: Reader,
    query: exp.Query,
    titles: Sequence[str],
    target: Path,
    *,
    policy: Policy,
    today: date,
    along: Along | None = None,
) -> int:
    """Write what ``read`` would give to a file that leaves the platform, and say how many rows. Raises Refused.

    The file's name ends in its form. ``along`` leaves rows out and adds what people did about them, on the way.
    """
    shaped = along or _as_they_are
    permits = decided(lake, reader, query, policy=policy, today=today, export=True)
    if any(each.smallest is not None for each in permits.values()):
        return write(shaped(_statistics(lake, query, permits).to_reader()), titles, target)
    rewritten = rewrite(query, permits, key=lake.key)
    _prove(sql.text(rewritten), permits)
    with scrubbed(), lake.engine.stream(rewritten) as rows:
        return write(shaped(rows), titles, target)


def write_rows(rows: pa.Table, titles: Sequence[str], target: Path) -> int:
    """Rows that are no lake's (what people did) as a file of the same forms; how many."""
    return write(rows.to_reader(), titles, target)


def _as_they_are(rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
    return rows


def _prove(text: str, permits: Mapping[TableName, Permit]) -> None:
    found = foreign(touched(text), permits.keys())
    if found is not None:
        raise not_allowed(found)


def _statistics(lake: Lake, query: exp.Query, permits: Mapping[TableName, Permit]) -> pa.Table:
    """The answer where only statistics are granted: shaped, admitted, suppressed."""
    if len(permits) != 1:
        raise not_allowed(
            "、".join(map(str, permits)),
            Text("只给统计的表不能与别的表一起查", "a table granted for statistics is asked alone"),
        )
    (only,) = permits.values()
    assert only.smallest is not None
    asked = statistics.question(query, only)
    inner = permitted(only, key=lake.key)
    differencing.admit(
        lake.folder / differencing.ASKED,
        differencing.Asked(
            rows=sql.text(statistics.asked_rows(asked, only)),
            keys=tuple(sql.text(key) for key in statistics.keys_over_table(asked, only)),
        ),
        purpose=only.purpose.name,
        table=only.table,
        most=only.purpose.questions,
        smallest=only.smallest,
        fetch=lambda counted: fetch(lake, counted),
    )
    governed = statistics.governed(asked, inner)
    _prove(sql.text(governed), permits)
    return statistics.suppressed(asked, fetch(lake, governed), only.smallest)


def _carried(lake: Lake, each: Permit, query: exp.Query) -> pa.Table:
    """The permitted rows of a table, with the columns the query could mean: any whose name is written in it."""
    inner = permitted(each, key=lake.key)
    written = {node.name.lower() for node in query.find_all(exp.Identifier)}
    whole = query.find(exp.Star) is not None or any(
        column.name == table.alias_or_name
        for table in query.find_all(exp.Table)
        for column in query.find_all(exp.Column)
    )
    wanted = [item for item in inner.expressions if whole or item.alias.lower() in written]
    inner.set("expressions", wanted or inner.expressions[:1])
    rows = fetch(lake, inner.limit(MOST_CARRIED + 1))
    if rows.num_rows > MOST_CARRIED:
        raise not_allowed(
            str(each.table),
            Text(
                f"超过 {MOST_CARRIED:,} 行：请在场景里做成较小的表",
                f"it has more than {MOST_CARRIED:,} rows: let a scenario make a smaller table of it",
            ),
        )
    return rows


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """The lake as one step of the pipeline sees it: its declared inputs and its own outputs, nothing else."""

    lake: Lake
    scope: Scope

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.lake.engine.transaction():
            yield

    def exists(self, table: TableName) -> bool:
        return table in self.lake.engine.tables()

    def tables(self) -> set[TableName]:
        return {table for table in self.lake.engine.tables() if self.scope.may_read(table)}

    def columns(self, table: TableName) -> dict[str, str]:
        self._may_read({table})
        return self.lake.engine.columns(table)

    def describe(self, query: exp.Query) -> dict[str, str]:
        self._may_read(sql.tables_read(query))
        return self.lake.engine.describe(query)

    def fetch(self, query: exp.Query) -> pa.Table:
        self._may_read(sql.tables_read(query))
        return self.lake.engine.fetch(query)

    def replace(self, table: TableName, query: exp.Query) -> int:
        self._may_read(sql.tables_read(query))
        return self._wrote("replace", table, lambda: self.lake.engine.replace(table, query))

    def name(self, table: TableName, query: exp.Query) -> int:
        self._may_read(sql.tables_read(query))
        return self._wrote("name", table, lambda: self.lake.engine.name(table, query))

    def append(self, table: TableName, query: exp.Query) -> int:
        self._may_read(sql.tables_read(query))
        return self._wrote("append", table, lambda: self.lake.engine.append(table, query))

    def replace_arrow(self, table: TableName, rows: pa.Table) -> int:
        return self._wrote("replace", table, lambda: self.lake.engine.replace_arrow(table, rows))

    def append_arrow(self, table: TableName, rows: pa.Table) -> int:
        return self._wrote("append", table, lambda: self.lake.engine.append_arrow(table, rows))

    def append_files(self, table: TableName, reading: Reading, progress: Progress | None = None) -> Landed:
        self._may_write(table)
        landed = self.lake.engine.append_files(table, reading, progress)
        self._record("land", table, landed.landed)
        return landed

    def delete(self, table: TableName, where: exp.Expr) -> None:
        self._may_write(table)
        self.lake.engine.delete(table, where)
        self._record("delete", table, None)

    def drop(self, table: TableName) -> None:
        self._may_write(table)
        self.lake.engine.drop(table)
        self._record("drop", table, None)

    @contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        with self.lake.engine.watched(progress):
            yield

    def publish(self, tables: Mapping[TableName, Sequence[str]]) -> None:
        """Copies for readers, who meet the same rules on them. The names and columns come from the city's files."""
        self._may_read(set(tables))
        self.lake.engine.publish(tables)

    def sweep(self) -> None:
        self.lake.engine.sweep()

    def _wrote(self, action: str, table: TableName, write: Callable[[], int]) -> int:
        self._may_write(table)
        rows = write()
        self._record(action, table, rows)
        return rows

    def _record(self, action: str, table: TableName, rows: int | None) -> None:
        audit.record(
            self.lake.audit, by=self.scope.name, action=action, about={"table": str(table), "rows": rows}
        )

    def _may_read(self, tables: set[TableName]) -> None:
        outside = sorted(str(table) for table in tables if not self.scope.may_read(table))
        if outside:
            raise _outside(self.scope, outside)

    def _may_write(self, table: TableName) -> None:
        if not self.scope.may_write(table):
            raise _outside(self.scope, [str(table)])


def _outside(scope: Scope, tables: Sequence[str]) -> Refused:
    return Refused(
        [
            Problem(
                what=Text("超出声明的范围", "outside what was declared"),
                where=f"{scope.name} → {'、'.join(tables)}",
                todo=Text(
                    "在 scenario.yml 的 inputs 中声明，并写明依据",
                    "declare it under `inputs` in scenario.yml",
                ),
            )
        ]
    )
