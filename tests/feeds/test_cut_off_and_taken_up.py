"""Cut off at any moment, a pull leaves the mirror as it was, and the next one takes up what was taken whole."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shuzhi.collect.gentle import Gentle
from shuzhi.core.errors import ShuzhiError
from tests.feeds.conftest import Asked, Feed
from tests.feeds.test_databases_are_mirrored import CHANGED


class CutOff(BaseException):
    """As sudden as a kill: nobody catches it."""


@pytest.mark.parametrize("after", [1, 4000, 9000])
def test_killed_and_pulled_again(feed: Feed, after: int) -> None:
    feed.department.fill(0, 10_000)
    child = os.fork()
    if child == 0:
        feed.pull(CHANGED, tell=lambda taken: os._exit(9) if taken >= after else None)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not list(feed.folder.glob("*.parquet")), "nothing of a half pull is there to be landed"
    pulled = feed.pull(CHANGED)
    assert pulled.rows == 10_000
    assert pulled.taken < 10_000 or after == 1
    assert [row[0] for row in feed.rows()] == [row[0] for row in feed.source()]


def test_the_source_changed_after_the_cut(feed: Feed) -> None:
    feed.department.fill(0, 10_000)

    def cut(taken: int) -> None:
        if taken > 6000:
            raise CutOff

    with pytest.raises(CutOff):
        feed.pull(CHANGED, tell=cut)
    feed.department.execute("update 支付 set 姓名 = '改名', 版本 = 2 where 流水号 = 3")
    feed.department.execute("delete from 支付 where 流水号 = 2000")
    feed.pull(CHANGED)
    assert [row[:2] for row in feed.rows()] == [row[:2] for row in feed.source()]


@pytest.mark.parametrize("department", ["postgres"], indirect=True)  # how a server does it is its own way
def test_the_server_breaks_the_connection(feed: Feed) -> None:
    feed.department.fill(0, 20_000)

    def broken(taken: int) -> None:
        if taken > 5000:
            feed.department.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' "
                "and pid <> pg_backend_pid()"
            )

    with pytest.raises(ShuzhiError, match="取数中断"):
        feed.pull(CHANGED, tell=broken)
    assert feed.pull(CHANGED).taken < 20_000
    assert feed.rows() == feed.source()


@pytest.mark.parametrize("department", ["sqlite"], indirect=True)  # the mirror is the same for all
@pytest.mark.parametrize("nth", range(1, 12))
def test_a_publication_cut_off_is_carried_on_with(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    feed.department.fill(0, 3000)
    feed.pull(CHANGED)
    feed.department.execute("update 支付 set 版本 = 2 where 流水号 in (1, 2900)")
    count = [0]
    replace, unlink = Path.replace, Path.unlink

    def counted() -> None:
        count[0] += 1
        if count[0] == nth:
            raise CutOff

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda path, to: (counted(), replace(path, to))[1])
        patch.setattr(Path, "unlink", lambda path, **more: (counted(), unlink(path, **more))[1])
        with contextlib.suppress(CutOff):
            feed.pull(CHANGED)
    feed.pull(CHANGED)
    assert [row[0] for row in feed.rows()] == [row[0] for row in feed.source()]
    assert {row[5] for row in feed.rows()} == {"1", "2"}
    assert not (feed.folder / ".new").exists()


@pytest.mark.parametrize("department", ["sqlite"], indirect=True)
def test_only_in_the_hours_allowed(feed: Feed) -> None:
    feed.department.fill(0, 100)
    for hour, allowed in ((23, True), (3, True), (6, False), (12, False)):
        limits = Gentle(
            hours=("22:00-06:00",), rows_per_second=None, where="x",
            now=lambda hour=hour: datetime(2026, 6, 1, hour, tzinfo=UTC),
        )  # fmt: skip
        if allowed:
            assert feed.pull(Asked(), gentle=limits).rows == 100
        else:
            with pytest.raises(ShuzhiError, match="22:00-06:00") as refused:
                feed.pull(Asked(), gentle=limits)
            assert all(problem.warning for problem in refused.value.problems)


@pytest.mark.parametrize("department", ["sqlite"], indirect=True)
def test_no_faster_than_allowed(feed: Feed) -> None:
    feed.department.fill(0, 2000)
    slept: list[float] = []
    limits = Gentle(hours=(), rows_per_second=500, where="x", sleep=slept.append, clock=lambda: sum(slept))
    feed.pull(Asked(), gentle=limits)
    assert sum(slept) == pytest.approx(4.0)
