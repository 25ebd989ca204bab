"""Engines opened on a lake of their own, for what an engine promises beyond answering queries."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shuzhi.core.ports import Engine
from tests.spec.conftest import Open

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
