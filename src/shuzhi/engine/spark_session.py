"""Talking to a Spark Connect server: one session, its settings, its errors without the values they quote."""

import atexit
import contextlib
import functools
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import grpc  # type: ignore[import-untyped]  # comes with pyspark-client, without types
from pyspark.errors import AnalysisException, ParseException, PySparkException
from pyspark.sql import SparkSession

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import Progress
from shuzhi.core.text import Text

# DuckDB's meaning: wrong values raise, dates have no zone, names are found in any case.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
}

_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\d{4,}")


@functools.cache
def connect(remote: str) -> SparkSession:
    """This process's session on the server. Raises ShuzhiError when there is none to reach.

    One for all lakes and until the process ends: pyspark's sessions share a pool of threads, which the end of one
    takes from the others in the middle of a query.
    """
    # These loggers write whole error texts, and with them personal data, to standard error.
    for name in (
        "SQLQueryContextLogger",
        "DataFrameQueryContextLogger",
        "pyspark.sql.connect.client.logging",
    ):
        logging.getLogger(name).disabled = True
    with translated():
        session: Any = SparkSession.builder.remote(remote).create()
        for key, value in _SETTINGS.items():
            session.conf.set(key, value)
    # The server may be gone by then, and would be asked for minutes: it ends idle sessions by its own clock.
    session.release_session_on_close = False
    atexit.register(session.stop)
    opened: SparkSession = session
    return opened


def told(progress: Progress) -> Callable[..., None]:
    """A progress handler of the session that tells the share of tasks done."""

    def handler(stages: list[Any] | None, inflight_tasks: int, operation_id: str | None, done: bool) -> None:  # noqa: ARG001, FBT001 - Spark calls it by these names
        tasks = sum(stage.num_tasks for stage in stages or [])
        if tasks:
            progress(sum(stage.num_completed_tasks for stage in stages or []) / tasks)

    return handler


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Errors of the server and of the way to it, as ours."""
    try:
        yield
    except PySparkException as error:
        raise _refused(error) from None
    except grpc.RpcError as error:
        raise ShuzhiError(
            [
                Problem(
                    what=Text("连不上 Spark 服务", "the Spark server cannot be reached"),
                    where=type(error).__name__,
                    todo=Text(
                        "检查 city.yml 里 engine 的 remote 与服务是否启动",
                        "check `remote` in city.yml, and that the server runs",
                    ),
                )
            ]
        ) from None


def _refused(error: PySparkException) -> ShuzhiError:
    message = str(error).split("\n")[0]
    if not isinstance(error, AnalysisException | ParseException):
        message = _VALUES.sub("…", message)
    return ShuzhiError(
        [
            Problem(
                what=Text("引擎拒绝了这条语句", "the engine refused the statement"),
                where=type(error).__name__,
                why=Text(message, message),
                todo=Text("按原因修改 SQL 或数据", "mend the SQL or the data as it says"),
            )
        ]
    )
