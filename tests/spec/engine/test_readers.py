"""A lake opened to be read, as a server holds it: many threads ask at once, while another process writes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.ports import Engine
from shuzhi.engine.catalogue import Catalogue
from shuzhi.engine.duckdb import DuckLake
from tests.spec.engine.rows import BENEFITS, people, rows_of, select


def test_threads_get_the_answers_to_their_own_questions(written_and_read: tuple[Engine, Engine]) -> None:
    _, reader = written_and_read

    def ask(number: int) -> bool:
        rows = reader.fetch(select(f'select *, {number} as n from "标准 一"."低""保`发放"')).to_pylist()
        return len(rows) == 2 and {row["n"] for row in rows} == {number}

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(40)))


def test_a_reader_sees_what_was_written_after_it_opened(written_and_read: tuple[Engine, Engine]) -> None:
    writer, reader = written_and_read
    assert len(rows_of(reader)) == 2
    writer.append_arrow(BENEFITS, people("丙", 村="东"))
    assert {row["姓 名"] for row in rows_of(reader)} == {"甲", "乙", "丙"}
    assert "村" in reader.columns(BENEFITS)
    writer.drop(BENEFITS)
    assert reader.tables() == set()


def test_a_lake_that_nobody_has_made_yet_is_none(tmp_path: Path) -> None:
    for begun in (False, True):
        if begun:
            Catalogue(tmp_path).open(make=True)
        with pytest.raises(ShuzhiError, match="还没有湖"):
            DuckLake(tmp_path, read_only=True)


def test_the_lakes_state_has_another_name_after_every_commit_and_only_then(tmp_path: Path) -> None:
    writer = DuckLake(tmp_path)
    writer.replace_arrow(BENEFITS, people("甲"))
    reader = DuckLake(tmp_path, read_only=True)
    names = [reader.snapshot()]
    for name in "乙丙丁戊己庚辛壬癸":
        writer.append_arrow(BENEFITS, people(name))
        names.append(reader.snapshot())
        assert reader.snapshot() == names[-1]
    assert len(set(names)) == 10
    reader.close()
    writer.close()


def test_a_lake_is_asked_as_of_an_older_snapshot(tmp_path: Path) -> None:
    writer = DuckLake(tmp_path)
    writer.replace_arrow(BENEFITS, people("甲"))
    told = writer.snapshot() or ""
    writer.replace_arrow(BENEFITS, people("乙", "丙"))
    writer.publish({BENEFITS: ("姓 名",)})
    then = DuckLake(tmp_path, read_only=True, at=int(told.split()[0]))
    assert [row["姓 名"] for row in rows_of(then)] == ["甲"]
    assert then.snapshot() == told.split()[0]
    then.close()
    with pytest.raises(ShuzhiError, match="没有快照 999"):
        DuckLake(tmp_path, read_only=True, at=999)
    writer.close()
