"""Every spec runs on DuckLake, on a Spark Connect server in a process of its own, and against plain Python.

``SHUZHI_SPARK_REMOTE=sc://host:port`` runs the specs on that server (Apache Spark, say) instead of on Sail.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.spark import SparkConnect
from tests.spec.case import ENGINES, Case, Row, comparable

Answer = Callable[[Case], list[Row]]
Open = Callable[[Path], Engine]


@pytest.fixture(scope="session")
def spark_remote() -> Iterator[str]:
    remote = os.environ.get("SHUZHI_SPARK_REMOTE")
    if remote:
        yield remote
        return
    server = Path(__file__).parent / "spark_server.py"
    with subprocess.Popen(
        [sys.executable, str(server)],
        # Between two of its tests a worker may do others for longer than Sail keeps an idle session (20 minutes).
        env=os.environ | {"RUST_LOG": "off", "SAIL_SPARK__SESSION_TIMEOUT_SECS": "86400"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="session")
def opened(spark_remote: str) -> dict[str, Open]:
    """How each engine opens the lake in a folder."""
    return {
        "ducklake": lambda folder: DuckLake(folder, threads=2),
        "spark": lambda folder: SparkConnect(folder, spark_remote),
    }


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def engine(
    engine_name: str, opened: dict[str, Open], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine | None]:
    """The engine under test, one for all specs; None for plain Python."""
    if engine_name == "oracle":
        yield None
        return
    found = opened[engine_name](tmp_path_factory.mktemp(engine_name))
    yield found
    found.close()


@pytest.fixture
def answer(engine_name: str, engine: Engine | None, request: pytest.FixtureRequest) -> Answer:
    """A case's answer on the engine under test, with nothing in the lake but what the case gives."""

    def told(case: Case) -> list[Row]:
        if engine is None:
            return checked_oracle(case)
        gap = case.gaps.get(engine_name)
        if gap is not None:
            request.node.add_marker(pytest.mark.xfail(reason=str(gap), strict=True))
        holds(engine, case.tables)
        return comparable(engine.fetch(case.query).to_pylist(), ordered=case.ordered)

    return told


def holds(engine: Engine, tables: dict[TableName, pa.Table]) -> None:
    """Make the lake hold these tables and no others."""
    with engine.transaction():
        for table in engine.tables() - tables.keys():
            engine.drop(table)
        for table, rows in tables.items():
            engine.replace_arrow(table, rows)


def checked_oracle(case: Case) -> list[Row]:
    """The oracle's answer; it must name the query's columns, and leave what it is given as it is."""
    before = repr(case.given)
    rows = case.oracle(case.given)
    assert repr(case.given) == before, "the oracle changed its input"
    names = sql.output_names(case.query)
    if not any(isinstance(select, exp.Star) for select in case.query.selects):
        assert all(list(row) == names for row in rows), f"the oracle must answer with the columns {names}"
    return comparable(rows, ordered=case.ordered)
