"""Running a query in the sealed process: starting it, handing it its tables, ending it when it overstays."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

import pyarrow as pa

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

_TOLD = {
    "names": Text(
        "没有这个表或列，或函数用法不对", "there is no such table or column, or a function is misused"
    ),
    "types": Text(
        "值的类型不合：打了码的列是文字，不能当数字或日期用",
        "types do not fit: a masked column is text, not a number or a date",
    ),
    "memory": Text("超出内存上限", "it took more memory than allowed"),
    "time": Text("超出时间上限，已终止", "it took longer than allowed, and was ended"),
    "room": Text("别人的查询正在进行，等候超时", "others' queries are running, and none ended in time"),
    "engine": Text("引擎无法完成这条查询", "the engine could not answer it"),
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one query of a person may take. ``seconds`` holds for processor and wall clock alike."""

    memory: int = 4_000_000_000
    seconds: int = 30
    threads: int = 2
    most_rows: int = 10_000
    most_bytes: int = 64_000_000


AT_ONCE = 2
"""Queries of people that one process answers at a time: each may take as much memory as ``Limits`` says."""

_ROOM = threading.BoundedSemaphore(AT_ONCE)


@contextlib.contextmanager
def room(seconds: float) -> Iterator[None]:
    """A place among the few at a time. Raises ShuzhiError when none becomes free in so many seconds."""
    if not _ROOM.acquire(timeout=seconds):
        raise _failed("room")
    try:
        yield
    finally:
        _ROOM.release()


def run_sealed(query: str, tables: Mapping[TableName, pa.Table], limits: Limits) -> tuple[pa.Table, bool]:
    """The answer, and whether there was more of it than allowed. Raises ShuzhiError in words that quote no value."""
    header = {"sql": query, "tables": [[name.schema, name.name] for name in tables], **vars(limits)}
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", "shuzhi.engine.sealed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LANG": "C.UTF-8"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    overstayed = threading.Event()

    def end() -> None:
        overstayed.set()
        process.kill()

    clock = threading.Timer(limits.seconds + 5, end)
    feeding = threading.Thread(target=_feed, args=(process.stdin, header, tables), daemon=True)
    clock.start()
    feeding.start()
    try:
        return _answer(process.stdout, limits)
    except (pa.ArrowInvalid, ValueError, OSError):
        process.wait()
        raise _failed(
            "time" if overstayed.is_set() or process.returncode in (-24, -9) else "memory"
        ) from None
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        feeding.join()
        process.wait()


def _feed(target: IO[bytes], header: Mapping[str, object], tables: Mapping[TableName, pa.Table]) -> None:
    # The process may be gone before it has read everything.
    with contextlib.suppress(OSError, pa.ArrowInvalid), target:
        target.write(json.dumps(header).encode() + b"\n")
        for rows in tables.values():
            with pa.ipc.new_stream(target, rows.schema) as stream:
                stream.write_table(rows)


def _answer(source: IO[bytes], limits: Limits) -> tuple[pa.Table, bool]:
    said = json.loads(source.readline())
    if "error" in said:
        raise _failed(said["error"], said.get("name"))
    with pa.ipc.open_stream(source) as stream:
        rows = stream.read_all()
    return rows.slice(0, limits.most_rows), rows.num_rows > limits.most_rows


def _failed(kind: str, name: str | None = None) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("这条查询没有完成", "the query was not answered"),
                where=name or "SQL",
                why=_TOLD[kind],
                todo=Text("改写后再试", "change it and try again"),
            )
        ]
    )
