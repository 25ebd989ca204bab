"""A department with a real database: SQLite, PostgreSQL and MariaDB, each with the same table of payments."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pymysql
import pytest

from shuzhi.collect.databases.open import open_database
from shuzhi.collect.databases.pull import pull
from shuzhi.collect.gentle import Gentle
from shuzhi.collect.mirror import Mirror
from shuzhi.collect.pulled import Pulled, Tell
from tests import servers

Row = tuple[Any, ...]
TABLE = """create table 支付 (流水号 bigint primary key, 姓名 varchar(40), 金额 decimal(20, 4), 时间 {time},
    备注 text, 版本 bigint)"""


@dataclass
class Department:
    """Somebody else's database. ``execute`` commits at once, on a connection of its own."""

    kind: str
    address: str
    password: str | None
    port: int = 0

    def execute(self, text: str, rows: Sequence[Row] = ()) -> list[Row]:
        mark = "?" if self.kind == "sqlite" else "%s"
        with closing(self._connect()) as connection:
            cursor = connection.cursor()
            if rows:
                cursor.executemany(text.replace("?", mark), rows)
            else:
                cursor.execute(text)
            found = list(cursor.fetchall()) if cursor.description else []
            connection.commit()
            return found

    def fill(self, first: int, last: int, version: int = 1) -> None:
        rows = [
            (number, f"张{number % 97}", f"{number}.5000", f"2026-01-{1 + number % 28:02} 08:00:00",
             None if number % 5 == 0 else "" if number % 7 == 0 else '引"号,\n换行\\', version)
            for number in range(first, last)
        ]  # fmt: skip
        self.execute("insert into 支付 values (?, ?, ?, ?, ?, ?)", rows)

    def _connect(self) -> Any:
        if self.kind == "sqlite":
            return sqlite3.connect(self.address.removeprefix("sqlite:///"))
        if self.kind == "postgres":
            return psycopg.connect(self.address)
        return pymysql.connect(
            host="127.0.0.1", port=self.port, user="reader", password=servers.PASSWORD, database="yw",
            charset="utf8mb4",
        )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a feed says."""

    table: str = "支付"
    columns: dict[str, str] = field(default_factory=dict)
    where: str | None = None
    how: Any = "full"
    key: Sequence[str] = ()
    cursor: str | None = None
    lookback: float = 0
    part: int = 1000


@pytest.fixture(scope="session")
def _postgres() -> Iterator[int]:
    with servers.postgres() as port:
        yield port


@pytest.fixture(scope="session")
def _mariadb() -> Iterator[int]:
    with servers.mariadb() as port:
        yield port


@pytest.fixture(params=["sqlite", "postgres", "mariadb"])
def department(request: pytest.FixtureRequest, tmp_path: Path) -> Department:
    if request.param == "sqlite":
        made = Department("sqlite", f"sqlite:///{tmp_path}/department.db", None)
    else:
        port = request.getfixturevalue(f"_{request.param}")
        user = "postgresql://postgres" if request.param == "postgres" else "mariadb://reader"
        name = "postgres" if request.param == "postgres" else "yw"
        password = servers.PASSWORD if request.param == "mariadb" else None
        made = Department(request.param, f"{user}@127.0.0.1:{port}/{name}", password, port)
    made.execute("drop table if exists 支付")
    made.execute(TABLE.format(time="timestamp" if made.kind == "postgres" else "datetime"))
    return made


@dataclass
class Feed:
    """A department's table and our mirror of it."""

    department: Department
    folder: Path

    def pull(
        self, asked: Asked, *, tell: Tell = lambda _: None, gentle: Gentle | None = None, **more: bool
    ) -> Pulled:
        limits = gentle or Gentle(hours=(), rows_per_second=None, where="feeds/支付.yml")
        with (
            Mirror(self.folder).locked() as mirror,
            open_database(self.department.address, self.department.password, "feeds/支付.yml") as database,
        ):
            return pull(database, asked, mirror, limits, "feeds/支付.yml", tell=tell, **more)

    def rows(self) -> list[Row]:
        """What the mirror holds, by serial number."""
        parts = sorted(self.folder.glob("*.parquet"))
        table = pa.concat_tables([pq.read_table(part).replace_schema_metadata() for part in parts])
        return sorted((tuple(row.values()) for row in table.to_pylist()), key=lambda row: int(row[0]))

    def source(self) -> list[Row]:
        """What the department's table holds, as text."""
        found = self.department.execute(
            "select 流水号, 姓名, 金额, 时间, 备注, 版本 from 支付 order by 流水号"
        )
        return [tuple(None if value is None else str(value) for value in row) for row in found]


@pytest.fixture
def feed(department: Department, tmp_path: Path) -> Feed:
    return Feed(department, tmp_path / "接入" / "支付")
