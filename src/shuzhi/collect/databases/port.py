"""What is asked of a department's database: to be read, as text, in one snapshot."""

from collections.abc import Iterator, Mapping
from typing import Literal, Protocol

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

Kind = Literal["number", "time", "bytes", "bits", "text"]
"""What a column holds, as far as it matters for writing one of its values into a query."""


class Database(Protocol):
    """An open connection that only reads, every answer from the same snapshot where the database has snapshots."""

    dialect: str
    """SQLGlot's name of its SQL."""

    def kinds(self, schema: str, table: str) -> Mapping[str, Kind]:
        """The columns of a table or view, in order; none when it is not there or may not be read."""
        ...

    def as_text(self, value: exp.Expr, kind: Kind) -> exp.Expr:
        """The value written as text, exactly, by the database itself."""
        ...

    def as_value(self, text: str, kind: Kind) -> exp.Expr:
        """A text that ``as_text`` gave, to be compared with its column."""
        ...

    def read(self, query: exp.Select) -> Iterator[pa.RecordBatch]:
        """The rows of a query whose columns are all text, as they come."""
        ...

    def close(self) -> None: ...


def typed(text: str, kind: Kind) -> exp.Expr:
    """A value for databases that take a text for what its column holds."""
    return exp.Literal.number(text) if kind == "number" else exp.Literal.string(text)


def unreachable(where: str, error: Exception, secret: str | None) -> ShuzhiError:
    """No connection. What the driver says is told, without the password."""
    said = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
    why = said.replace(secret, "***") if secret else said
    return ShuzhiError(
        [
            Problem(
                what=Text("连不上数据库", "the database cannot be reached"),
                where=where,
                why=Text(why, why),
                todo=Text(
                    "核对 feeds 里的 address、口令和网络；已入库的数据不变，下次运行再取",
                    "see to the address in feeds, the password and the network; what is landed stays, and the next "
                    "run tries again",
                ),
            )
        ]
    )


def broken_off(where: str, code: str) -> ShuzhiError:
    """A query failed or the connection broke. Only the error's code is told: its text may quote people's data."""
    return ShuzhiError(
        [
            Problem(
                what=Text("取数中断", "the pull broke off"),
                where=where,
                why=Text(f"数据库的错误代码：{code}", f"the database's error code: {code}"),
                todo=Text(
                    "再运行一次：取完的部分不会重取，已入库的数据不变；总是中断请把代码告诉来源部门的管理员",
                    "run again: parts already taken are not taken again, what is landed stays; if it keeps failing, "
                    "tell the code to whoever runs the database",
                ),
            )
        ]
    )


def no_driver(where: str, missing: str) -> ShuzhiError:
    """The library that speaks to this kind of database is not installed."""
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    f"没有安装这种数据库的驱动：{missing}", f"the database's driver is missing: {missing}"
                ),
                where=where,
                todo=Text(
                    "安装 shuzhi[feeds]；Oracle、达梦等另装其 SQLAlchemy 驱动",
                    "install shuzhi[feeds]; for Oracle, 达梦 and others their SQLAlchemy driver as well",
                ),
            )
        ]
    )
