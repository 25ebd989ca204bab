"""Copies for readers: nobody can tell them from the tables, but by the time it takes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shuzhi.core import sql
from shuzhi.core.ports import Engine
from shuzhi.core.sql import TableName
from shuzhi.engine.duckdb import DuckLake
from shuzhi.engine.published import Copies, Copy
from tests.spec.engine.rows import BENEFITS, all_of, people, rows_of

VILLAGES = TableName("标准 一", "村")
NAMED = TableName("场景", "发放")
COPIED = {BENEFITS: ("姓 名",), VILLAGES: (), NAMED: ()}


def drop_and_make(lake: Engine) -> None:
    lake.drop(BENEFITS)
    lake.replace_arrow(BENEFITS, people("丁", "戊", "己"))


CHANGES: dict[str, Callable[[Engine], object]] = {
    "nothing": lambda lake: None,
    "another table": lambda lake: lake.append_arrow(TableName("别处", "表"), people("甲")),
    "rows added": lambda lake: lake.append_arrow(BENEFITS, people("丙")),
    "rows and a column added": lambda lake: lake.append_arrow(BENEFITS, people("丙", 村="东")),
    "a row deleted": lambda lake: lake.delete(BENEFITS, sql.parse("\"姓 名\" = '甲'")),
    "another content": lambda lake: lake.replace_arrow(BENEFITS, people("丁")),
    "dropped and made again": drop_and_make,
    "what a name stands for": lambda lake: lake.name(NAMED, all_of(VILLAGES)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_readers_are_told_what_the_lake_has_whatever_changed_since(
    written_and_read: tuple[Engine, Engine], change: str
) -> None:
    writer, reader = written_and_read
    writer.replace_arrow(VILLAGES, people("东村", "西村"))
    writer.name(NAMED, all_of(BENEFITS))
    for _ in range(2):
        writer.publish(COPIED)
        for table in COPIED:
            assert rows_of(reader, table) == rows_of(writer, table)
        CHANGES[change](writer)
        for table in COPIED:
            assert rows_of(reader, table) == rows_of(writer, table)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    with_copies = DuckLake(tmp_path)
    with_copies.replace_arrow(BENEFITS, people(*(f"户{n}" for n in range(500))))
    with_copies.publish({BENEFITS: ()})
    with_copies.close()
    return tmp_path


def rows_told(folder: Path) -> int:
    reader = DuckLake(folder, read_only=True)
    try:
        return len(rows_of(reader))
    finally:
        reader.close()


def test_the_copies_are_what_answers(published: Path) -> None:
    shutil.rmtree(published / "data")
    assert rows_told(published) == 500


def test_nobody_else_reads_the_copies(published: Path) -> None:
    for path in (published / "published").iterdir():
        assert "户7".encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_copies_that_cannot_be_opened_are_passed_over(published: Path) -> None:
    (published / "published" / "index").write_bytes(b"not locked by any key at hand")
    assert rows_told(published) == 500


def test_killed_while_copying_those_of_before_stay(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name for path in (published / "published").iterdir()}
    lake = DuckLake(published)
    lake.append_arrow(BENEFITS, people("后来"))
    with monkeypatch.context() as killed:
        killed.setattr(Copies, "_tell", killed_here)
        with pytest.raises(KeyboardInterrupt):
            lake.publish({BENEFITS: ()})
    lake.close()
    assert before < {path.name for path in (published / "published").iterdir()}
    assert rows_told(published) == 501
    lake = DuckLake(published)
    lake.publish({BENEFITS: ()})
    lake.close()
    assert len(list((published / "published").iterdir())) == len(before)
    assert rows_told(published) == 501


def killed_here(copies: Copies, good: list[Copy]) -> None:
    raise KeyboardInterrupt


def test_what_did_not_change_is_not_copied_again(published: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in (published / "published").glob("*.duckdb")}
    lake = DuckLake(published)
    lake.append_arrow(VILLAGES, people("东村"))
    lake.publish({BENEFITS: ()})
    lake.close()
    assert {
        path.name: path.stat().st_mtime_ns for path in (published / "published").glob("*.duckdb")
    } == before
