"""What engines tell people: who holds the lake, what is not there, and DuckDB's errors without anybody's data."""

import contextlib
import fcntl
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import duckdb

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

# Errors of these kinds speak of the SQL, not of the data, and are shown whole.
_ABOUT_SQL = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.NotImplementedException,
)
_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\d{4,}")


def write_lock(lake: Path) -> IO[str]:
    """The right to write the lake, until the file is closed. Raises ShuzhiError while another has it."""
    lake.mkdir(parents=True, exist_ok=True)
    handle = (lake / ".lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise ShuzhiError(
            [
                Problem(
                    what=Text("另一个进程正在写这个湖", "another process is writing this lake"),
                    where=lake.name,
                    todo=Text("等它结束后再运行", "run again when it has finished"),
                )
            ]
        ) from None
    return handle


@contextlib.contextmanager
def duckdb_told() -> Iterator[None]:
    """DuckDB's errors as ours: whole where they speak of the SQL, else without the values they quote."""
    try:
        yield
    except duckdb.Error as error:
        message = str(error).split("\n\n")[0]
        if not isinstance(error, _ABOUT_SQL):
            # The values it quotes may be personal data.
            message = _VALUES.sub("…", message.splitlines()[0])
        raise ShuzhiError(
            [
                Problem(
                    what=Text("引擎拒绝了这条语句", "the engine refused the statement"),
                    where=type(error).__name__,
                    why=Text(message, message),
                    todo=Text("按原因修改 SQL 或数据", "mend the SQL or the data as it says"),
                )
            ]
        ) from None


def no_such_table(table: TableName) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("湖里没有这张表", "the lake has no such table"),
                where=str(table),
                todo=Text("先运行 shuzhi run，或检查表名", "run `shuzhi run` first, or check the name"),
            )
        ]
    )


def no_lake(lake: Path) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("还没有湖", "there is no lake yet"),
                where=lake.name,
                todo=Text("先运行 shuzhi run", "run `shuzhi run` first"),
            )
        ]
    )


@contextlib.contextmanager
def as_of_snapshot(number: int | None) -> Iterator[None]:
    """Opening a lake as of a snapshot: what the engine says of one that is not kept, told as that."""
    try:
        yield
    except duckdb.Error:
        if number is None:
            raise
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"没有快照 {number}", f"there is no snapshot {number}"),
                    where="snapshot",
                    why=Text("快照保留 30 天，过期即清", "snapshots are kept for 30 days"),
                    todo=Text(
                        "用答复里写的快照号，或不写以看现在",
                        "give the number an answer told you, or none to ask as things are now",
                    ),
                )
            ]
        ) from None
