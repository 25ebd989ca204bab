"""The catalogue: locked on disk, open in memory; no commit is lost to a kill, an old copy or a thief."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.engine.catalogue import SEALED, Catalogue, snapshot


@contextmanager
def writing(folder: Path) -> Iterator[tuple[Catalogue, sqlite3.Connection]]:
    catalogue = Catalogue(folder)
    catalogue.open(make=True)
    connection = sqlite3.connect(catalogue.path)
    yield catalogue, connection
    connection.close()


def put(connection: sqlite3.Connection, value: str) -> None:
    connection.execute("create table if not exists t (x)")
    connection.execute("insert into t values (?)", [value])
    connection.commit()


def held(folder: Path) -> list[str]:
    with writing(folder) as (_, connection):
        return [x for (x,) in connection.execute("select x from t order by rowid")]


def test_what_was_committed_and_not_yet_locked_is_there_for_the_next(tmp_path: Path) -> None:
    with writing(tmp_path) as (catalogue, connection):
        put(connection, "一")
        catalogue.seal()
        put(connection, "二")
    assert held(tmp_path) == ["一", "二"]
    assert b"SQLite" not in (tmp_path / SEALED).read_bytes()


def test_after_the_memory_is_gone_it_is_what_was_last_locked(tmp_path: Path) -> None:
    with writing(tmp_path) as (catalogue, connection):
        put(connection, "一")
        catalogue.seal()
        put(connection, "二")
        home = catalogue.path.parent
    shutil.rmtree(home)
    assert held(tmp_path) == ["一"]


def test_a_lake_put_back_from_elsewhere_wins_over_what_memory_holds(tmp_path: Path) -> None:
    with writing(tmp_path) as (catalogue, connection):
        put(connection, "一")
        catalogue.seal()
        old = (tmp_path / SEALED).read_bytes()
        for value in ("二", "三"):
            put(connection, value)
            catalogue.seal()
    (tmp_path / SEALED).write_bytes(old)
    assert held(tmp_path) == ["一"]


def test_one_in_clear_is_taken_over_and_the_clear_one_goes(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as before:
        put(before, "旧")
    before.close()
    assert held(tmp_path) == ["旧"]
    assert [path.name for path in tmp_path.iterdir()] == [SEALED]


def test_a_changed_one_is_refused(tmp_path: Path) -> None:
    with writing(tmp_path) as (catalogue, connection):
        put(connection, "一")
        catalogue.seal()
        shutil.rmtree(catalogue.path.parent)
    content = bytearray((tmp_path / SEALED).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / SEALED).write_bytes(content)
    with pytest.raises(ShuzhiError, match="改动"):
        Catalogue(tmp_path).open(make=False)


def test_opening_while_another_locks_never_goes_back(tmp_path: Path) -> None:
    """A reader that mistook the copy in memory for another lake's would throw commits away."""
    stop = threading.Event()
    opened: list[bool] = []

    def read() -> None:
        while not stop.is_set():
            opened.append(Catalogue(tmp_path).open(make=False))

    with writing(tmp_path) as (catalogue, connection):
        catalogue.seal()
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for number in range(40):
            put(connection, str(number))
            catalogue.seal()
        stop.set()
        for reader in readers:
            reader.join()
        home = catalogue.path.stat().st_ino
    assert held(tmp_path) == [str(number) for number in range(40)]
    assert catalogue.path.stat().st_ino == home
    assert opened
    assert all(opened)


def test_a_snapshot_is_one_commit_and_names_its_files(tmp_path: Path) -> None:
    assert snapshot(tmp_path) is None
    with writing(tmp_path) as (_, connection):
        connection.execute("create table ducklake_data_file (path)")
        connection.execute("insert into ducklake_data_file values ('main/t/a.parquet')")
        connection.commit()
        with pytest.raises(FileNotFoundError):
            snapshot(tmp_path)
        (tmp_path / "data").mkdir()
        for name in ("a.parquet", "of_no_snapshot.parquet"):
            (tmp_path / "data" / name).write_bytes(b"x")
        taken = snapshot(tmp_path)
    assert taken is not None
    assert [path.name for path in taken.files] == ["a.parquet"]
