"""Files written, landed and counted, as the run layer would, into a table in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from shuzhi.collect.intake import check_unchanged, read_file
from shuzhi.collect.scan import scan
from shuzhi.core import ids
from shuzhi.core.ports import Landed, Reading
from shuzhi.engine.files import DuckDBFiles, append_reading


@dataclass(frozen=True)
class Outcome:
    """What a file became. ``rows`` are the values in file order, ``numbers`` their ``_row``."""

    path: Path
    reading: Reading
    landed: Landed
    rows: list[tuple[str | None, ...]]
    numbers: list[int]
    hashes: list[str]

    @property
    def bad(self) -> list[tuple[int, str, str]]:
        rejects = self.landed.rejects.to_pylist()
        return [(row["line"], row["reason"], row["content"]) for row in rejects]

    @property
    def total(self) -> int:
        return self.landed.landed + self.landed.rejects.num_rows


Land = Callable[..., Outcome]


@pytest.fixture
def land(tmp_path: Path) -> Iterator[Land]:
    """Write bytes to a file (or take the one already there), land it, and hand back what became of it."""
    connection = duckdb.connect()
    files = DuckDBFiles()
    number = iter(range(1000))

    def landing(data: bytes | None = None, *, name: str = "低保发放.csv", **more) -> Outcome:
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        temp = tmp_path / f"temp{next(number)}"
        temp.mkdir()
        found = scan(path)
        batch = ids.batch_id("低保发放", found.sha256)
        reading = read_file(
            source="低保发放", name=name, batch=batch, found=found, temp=temp, files=files, **more
        )
        columns = "".join('"{}" varchar, '.format(column.replace('"', '""')) for column in reading.columns)
        connection.execute(f"create or replace table t ({columns}_batch varchar, _row bigint, _hash varchar)")
        connection.execute("begin")
        landed = append_reading(connection, "t", reading)
        check_unchanged(found)
        connection.execute("commit")
        rows = connection.execute("select * from t order by _row").fetchall()
        assert {row[-3] for row in rows} <= {batch}
        return Outcome(
            path=path,
            reading=reading,
            landed=landed,
            rows=[row[:-3] for row in rows],
            numbers=[row[-2] for row in rows],
            hashes=[row[-1] for row in rows],
        )

    yield landing
    connection.close()
