"""A port that is taken is told before anything is done: no database made, no password shown and lost."""

import socket
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.serve import serve


def test_a_taken_port_is_told_first(tmp_path: Path) -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(ShuzhiError) as refused:
            serve(tmp_path, host="127.0.0.1", port=port, demo=True, say=told.append)
    (problem,) = refused.value.problems
    assert str(port) in problem.what.zh
    assert f"--port {port + 1}" in problem.todo.en
    assert told == []
    assert list(tmp_path.iterdir()) == []
