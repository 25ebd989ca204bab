"""What is written in a transaction becomes visible at once, or never; and lasts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from shuzhi.engine.spark import SparkConnect
from tests.spec.engine.conftest import Reopen
from tests.spec.engine.rows import BENEFITS, people, rows_of, select

OTHER = TableName("标准 一", "其他")


class Interrupted(Exception):
    pass


def test_all_is_written_together(reopen: Reopen) -> None:
    lake = reopen()
    with lake.transaction():
        lake.replace_arrow(BENEFITS, people("甲"))
        lake.append_arrow(BENEFITS, people("乙"))
        lake.replace(OTHER, select('select count(*) as n from "标准 一"."低""保`发放"'))
    lake = reopen()
    assert lake.tables() == {BENEFITS, OTHER}
    assert rows_of(lake) == [{"姓 名": "乙"}, {"姓 名": "甲"}]
    assert rows_of(lake, OTHER) == [{"n": 2}]


def test_an_exception_inside_leaves_everything_as_it_was(reopen: Reopen) -> None:
    lake = reopen()
    lake.replace_arrow(BENEFITS, people("甲"))

    def interrupted() -> None:
        with lake.transaction():
            lake.replace_arrow(BENEFITS, people("乙", 村="东"))
            lake.replace_arrow(OTHER, people("丙"))
            lake.delete(BENEFITS, sql.parse("\"姓 名\" = '乙'"))
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()
    for opened in (lambda: lake, reopen):
        held = opened()
        assert held.tables() == {BENEFITS}
        assert rows_of(held) == [{"姓 名": "甲"}]


def test_a_statement_that_fails_ends_the_transaction_it_is_in(reopen: Reopen) -> None:
    lake = reopen()

    def failing() -> None:
        with lake.transaction():
            lake.replace_arrow(BENEFITS, people("甲"))
            lake.replace(OTHER, select('select 没有的列 from "标准 一"."低""保`发放"'))

    with pytest.raises(ShuzhiError):
        failing()
    assert lake.tables() == set()
    lake.replace_arrow(BENEFITS, people("乙"))
    assert rows_of(lake) == [{"姓 名": "乙"}]


def test_inside_a_transaction_its_own_writes_are_seen(lake: Engine) -> None:
    with lake.transaction():
        lake.replace_arrow(BENEFITS, people("甲"))
        assert rows_of(lake) == [{"姓 名": "甲"}]
        lake.drop(BENEFITS)
        assert lake.tables() == set()


def test_transactions_do_not_nest(lake: Engine) -> None:
    with lake.transaction(), pytest.raises(RuntimeError), lake.transaction():
        pass


def test_sweeping_loses_nothing(reopen: Reopen) -> None:
    lake = reopen()
    lake.replace_arrow(BENEFITS, people("甲"))
    lake.replace_arrow(BENEFITS, people("乙"))
    lake.sweep()
    assert rows_of(lake) == [{"姓 名": "乙"}]
    assert rows_of(reopen()) == [{"姓 名": "乙"}]


KILLED = """
import sys
from pathlib import Path
from shuzhi.engine.spark import SparkConnect
from tests.spec.engine.rows import BENEFITS, people
lake = SparkConnect(Path(sys.argv[1]), sys.argv[2])
with lake.transaction():
    lake.replace_arrow(BENEFITS, people("乙"))
    print("written", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_run_left_is_gone_after_the_next_opening(tmp_path: Path, spark_remote: str) -> None:
    """DuckLake's own leftovers are its catalogue's business; here the catalogue is ours."""
    lake = SparkConnect(tmp_path, spark_remote)
    lake.replace_arrow(BENEFITS, people("甲"))
    lake.close()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), spark_remote],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        os.kill(process.pid, signal.SIGKILL)
    assert len(list((tmp_path / "tables").iterdir())) == 2
    lake = SparkConnect(tmp_path, spark_remote)
    assert rows_of(lake) == [{"姓 名": "甲"}]
    assert len(list((tmp_path / "tables").iterdir())) == 1
    lake.close()


def test_one_process_writes_at_a_time(reopen: Reopen, opened: dict[str, object], tmp_path: Path) -> None:
    lake = reopen()
    with pytest.raises(ShuzhiError, match="另一个进程"):
        type(lake)(tmp_path / "lake", *(["sc://127.0.0.1:1"] if isinstance(lake, SparkConnect) else []))  # type: ignore[call-arg]
