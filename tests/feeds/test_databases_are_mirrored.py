"""A mirror of a department's table holds exactly what the table holds: every value, every change, every deletion."""

import pytest

from shuzhi.core.errors import ShuzhiError
from tests.feeds.conftest import Asked, Feed

CHANGED = Asked(how="changed", key=("流水号",), cursor="版本", part=1000)
APPENDED = Asked(how="appended", key=("流水号",), cursor="版本", part=1000)


def test_every_value_comes_as_the_database_writes_it(feed: Feed) -> None:
    feed.department.fill(0, 2500)
    odd = [
        (2500, "  两端有空格 ", "-1234567890123456.7891", "2026-02-28 23:59:59", '\\N,""\t\'', 1),
        (2501, "𠮷、㐂", "0.0001", None, "\r\n", 9007199254740993),
    ]
    feed.department.execute("insert into 支付 values (?, ?, ?, ?, ?, ?)", odd)
    pulled = feed.pull(Asked())
    assert (pulled.rows, pulled.taken) == (2502, 2502)
    if feed.department.kind == "sqlite":  # it keeps decimals as floating numbers
        assert [row[:2] + row[3:] for row in feed.rows()] == [row[:2] + row[3:] for row in feed.source()]
    else:
        assert feed.rows() == feed.source()


def test_headers_and_rows_are_the_feeds(feed: Feed) -> None:
    feed.department.fill(0, 100)
    feed.pull(Asked(columns={"流水号": "序号", "姓名": "姓名"}, where="流水号 < 10 or 流水号 = 50"))
    assert [row[0] for row in feed.rows()] == [*map(str, range(10)), "50"]
    assert len(feed.rows()[0]) == 2


def test_changes_and_deletions_are_taken_and_little_else(feed: Feed) -> None:
    feed.department.fill(0, 12_000)
    assert feed.pull(CHANGED).taken == 12_000
    feed.department.execute("update 支付 set 姓名 = '改名', 版本 = 2 where 流水号 = 7")
    feed.department.execute("delete from 支付 where 流水号 between 6000 and 6003")
    feed.department.fill(12_000, 12_010)
    pulled = feed.pull(CHANGED)
    assert pulled.rows == 12_006
    assert 0 < pulled.taken <= 12_000, "three places changed: at most three parts, of four times 1000 at most"
    assert [row[:2] for row in feed.rows()] == [row[:2] for row in feed.source()]
    assert feed.pull(CHANGED).taken == 0


def test_what_came_is_taken_up_and_late_rows_are_not_missed(feed: Feed) -> None:
    feed.department.fill(0, 5000, version=10)
    assert feed.pull(APPENDED).taken == 5000
    feed.department.fill(5000, 5200, version=20)
    feed.department.fill(5200, 5201, version=9)
    # Committed late, with an earlier version: within what is looked back on.
    pulled = feed.pull(Asked(how="appended", key=("流水号",), cursor="版本", lookback=100))
    assert pulled.rows == 5201
    assert [row[0] for row in feed.rows()] == [row[0] for row in feed.source()]


def test_old_parts_are_not_asked_about_again(feed: Feed) -> None:
    for version in range(1, 9):
        feed.department.fill(version * 1000, version * 1000 + 1000, version=version * 100)
    feed.pull(APPENDED)
    feed.department.execute("update 支付 set 姓名 = '改了也不看' where 流水号 = 1000")
    feed.department.fill(9000, 9001, version=900)
    assert 0 < feed.pull(APPENDED).taken < 8000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(table="没有的表"), "没有表"),
        (Asked(columns={"身份证号": "身份证号"}), "没有列“身份证号”"),
        (Asked(how="changed", key=("姓名",), cursor="版本"), "不是唯一键"),
        (Asked(how="changed", key=("备注",), cursor="版本"), "不是唯一键"),
        (Asked(where="没有的列 = 1"), "取数中断"),
    ],
)
def test_what_is_not_as_the_feed_says_is_refused(feed: Feed, asked: Asked, said: str) -> None:
    feed.department.fill(0, 300)
    with pytest.raises(ShuzhiError, match=said) as refused:
        feed.pull(asked)
    assert "feeds/支付.yml" in str(refused.value)
    assert "张" not in str(refused.value), "no value of the department's is told"


def test_a_source_that_is_suddenly_empty_changes_nothing(feed: Feed) -> None:
    feed.department.fill(0, 50)
    feed.pull(CHANGED)
    feed.department.execute("delete from 支付")
    with pytest.raises(ShuzhiError, match="上次有 50 行"):
        feed.pull(CHANGED)
    assert len(feed.rows()) == 50
    assert feed.pull(CHANGED, may_empty=True).rows == 0
    assert not list(feed.folder.glob("*.parquet"))


def test_rows_gone_from_a_table_that_only_grows_are_told(feed: Feed) -> None:
    feed.department.fill(0, 50)
    feed.pull(APPENDED)
    feed.department.execute("delete from 支付 where 流水号 = 49")
    with pytest.raises(ShuzhiError, match="少了行"):
        feed.pull(APPENDED)
    assert len(feed.rows()) == 50


# Nobody can write to SQLite while it is read.
@pytest.mark.parametrize("department", ["postgres", "mariadb"], indirect=True)
def test_one_snapshot_whatever_others_write_meanwhile(feed: Feed) -> None:
    feed.department.fill(0, 6000)
    before = feed.source()
    wrote: list[int] = []

    def meanwhile(_: int) -> None:
        if not wrote:
            wrote.append(1)
            feed.department.execute("delete from 支付 where 流水号 >= 3000")
            feed.department.execute("update 支付 set 姓名 = '改名', 版本 = 2")

    feed.pull(CHANGED, tell=meanwhile)
    assert wrote
    assert feed.rows() == before
    feed.pull(CHANGED)
    assert feed.rows() == feed.source()
