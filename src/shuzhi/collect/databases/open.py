"""A department's database, opened by its address; each driver is loaded where it is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from shuzhi.collect.databases.port import Database, no_driver

POSTGRES = ("postgresql", "postgres", "kingbase", "opengauss", "gaussdb")
MYSQL = ("mysql", "mariadb", "oceanbase", "tidb", "goldendb")


@contextmanager
def open_database(address: str, password: str | None, where: str) -> Iterator[Database]:
    """An open database. ``where`` is what messages call it. Raises ShuzhiError when it cannot be reached."""
    database = _opened(address, password, where)
    try:
        yield database
    finally:
        database.close()


def _opened(address: str, password: str | None, where: str) -> Database:
    kind = urlsplit(address).scheme.lower()
    try:
        if kind in POSTGRES:
            from shuzhi.collect.databases.postgres import Postgres  # noqa: PLC0415

            return Postgres(address, password, where)
        if kind in MYSQL:
            from shuzhi.collect.databases.mysql import MySQL  # noqa: PLC0415

            return MySQL(address, password, where)
        from shuzhi.collect.databases.others import Other  # noqa: PLC0415

        return Other(address, password, where)
    except ModuleNotFoundError as error:
        raise no_driver(where, str(error.name)) from None
