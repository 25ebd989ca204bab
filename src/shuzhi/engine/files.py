"""DuckDB's readers on departments' files: looking into them, and landing them row for row."""

import contextlib
from collections.abc import Iterator

import duckdb
import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import Landed, Reading
from shuzhi.core.text import Text

REJECTS = ("reject_errors", "reject_scans")


class DuckDBFiles:
    """Readers without a lake: a private in-memory connection, used before a file is landed."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )

    def fetch(self, query: exp.Query) -> pa.Table:
        """The rows of a query over files. Raises ShuzhiError without quoting any value of the file."""
        try:
            return self._connection.execute(sql.text(query)).to_arrow_table()
        except duckdb.Error as error:
            raise _unreadable(type(error).__name__) from None

    def run(self, statement: exp.Expr) -> None:
        try:
            self._connection.execute(sql.text(statement))
        except duckdb.Error as error:
            raise _unreadable(type(error).__name__) from None


def append_reading(connection: duckdb.DuckDBPyConnection, table: str, reading: Reading) -> Landed:
    """Insert a file's rows into ``table`` (its name as SQL), inside the transaction that is open.

    Rows landed + rows quarantined must be the records counted in the file by other means. If they are not,
    what was inserted is taken back and the file is read the careful way; if even that does not add up,
    ShuzhiError is raised and the transaction must be rolled back.
    """
    with _in_file_order(connection):
        landed, rejected = _insert(connection, table, reading)
        if not rejected and landed + reading.quarantine.num_rows + reading.aside == reading.records:
            return Landed(landed=landed, rejects=reading.quarantine)
        if reading.carefully is None:
            raise _not_adding_up(reading, landed)
        connection.execute(f"delete from {table} where _batch = ?", [reading.batch])
    return append_reading(connection, table, reading.carefully())


def _insert(connection: duckdb.DuckDBPyConnection, table: str, reading: Reading) -> tuple[int, int]:
    for name in REJECTS:
        connection.execute(f"drop table if exists temp.{name}")
    row = connection.execute(f"insert into {table} by name {sql.text(reading.query)}").fetchone()
    landed = int(row[0]) if row else 0
    # The reader makes the table only when it rejects something; asking the catalogue would list the whole lake.
    with contextlib.suppress(duckdb.CatalogException):
        rejected = connection.execute("select count(distinct line) from temp.reject_errors").fetchone()
        return landed, int(rejected[0]) if rejected else 0
    return landed, 0


@contextlib.contextmanager
def _in_file_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Row numbers follow the file only while insertion order is kept."""
    (ordered,) = connection.execute("select current_setting('preserve_insertion_order')").fetchone() or (
        False,
    )
    connection.execute("set preserve_insertion_order = true")
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.execute(f"set preserve_insertion_order = {bool(ordered)}")


def _unreadable(kind: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("文件内容读不出来", "the content of the file cannot be read"),
                where=kind,
                todo=Text(
                    "检查文件是否完整、格式与扩展名是否一致",
                    "see that the file is whole and is what its name says",
                ),
            )
        ]
    )


def _not_adding_up(reading: Reading, landed: int) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    "行数对不上：文件 {records} 行，入库 {landed} 行，隔离 {bad} 行",
                    "counts do not add up: {records} rows in the file, {landed} landed, {bad} quarantined",
                ).format(records=reading.records, landed=landed, bad=reading.quarantine.num_rows),
                where=reading.path.name,
                todo=Text(
                    "本文件未入库；请把文件与此信息交给维护人员",
                    "nothing of it was landed; give the file and this message to the maintainers",
                ),
            )
        ]
    )
