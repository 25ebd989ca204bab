"""Queries that people write are answered a few at a time: who finds no room in time is told so."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.engine.seal import AT_ONCE, Limits, room
from shuzhi.secure import gateway
from tests.leaks.world import CLERK, POLICY, TODAY, world


def test_one_more_than_there_is_room_for_waits_and_is_told(tmp_path: Path) -> None:
    query = "select count(*) as n from standard.名册"
    with world(tmp_path) as lake:

        def ask(seconds: int) -> int:
            limits = Limits(seconds=seconds)
            return gateway.ask(
                lake, CLERK.reader, query, policy=POLICY, today=TODAY, limits=limits
            ).rows.num_rows

        with ExitStack() as running:
            for _ in range(AT_ONCE):
                running.enter_context(room(0))
            with pytest.raises(ShuzhiError, match="别人的查询正在进行"):
                ask(1)
        assert ask(60) == 1
