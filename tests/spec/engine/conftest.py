"""Engines opened on a lake of their own, for what an engine promises beyond answering queries."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shuzhi.core.ports import Engine
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.spark import SparkConnect
from tests.spec.conftest import Open
from tests.spec.engine.rows import BENEFITS, people

Reopen = Callable[[], Engine]


@pytest.fixture(params=("ducklake", "spark"))
def reopen(request: pytest.FixtureRequest, opened: dict[str, Open], tmp_path: Path) -> Iterator[Reopen]:
    """Opens the lake of this test; closes it first where it is open."""
    held: list[Engine] = []

    def told() -> Engine:
        while held:
            held.pop().close()
        held.append(opened[request.param](tmp_path / "lake"))
        return held[-1]

    yield told
    for engine in held:
        engine.close()


@pytest.fixture
def lake(reopen: Reopen) -> Engine:
    return reopen()


READERS: dict[str, Callable[[Path, str], Engine]] = {
    "ducklake": lambda folder, _: DuckLake(folder, read_only=True, threads=2),
    "spark": lambda folder, remote: SparkConnect(folder, remote, read_only=True),
}


@pytest.fixture(params=("ducklake", "spark"))
def written_and_read(
    request: pytest.FixtureRequest, tmp_path: Path, spark_remote: str
) -> Iterator[tuple[Engine, Engine]]:
    """A lake with one table, opened by its writer and by a reader."""
    writer: Engine = (
        DuckLake(tmp_path) if request.param == "ducklake" else SparkConnect(tmp_path, spark_remote)
    )
    writer.replace_arrow(BENEFITS, people("甲", "乙"))
    reader = READERS[request.param](tmp_path, spark_remote)
    yield writer, reader
    reader.close()
    writer.close()
