"""What a feed may say: where a source's rows come from when nobody sends a file. The source says what they mean."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Condition, Model, Words

Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]


class Secret(Model):
    """口令 | Where a password or token is kept: never in a file of the city."""

    env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = Field(
        default=None, description="环境变量名 | the environment variable that holds it"
    )
    file: Words | None = Field(
        default=None,
        description="只有运行者可读的文件（权限 600） | a file only its owner may read (mode 600)",
    )

    @model_validator(mode="after")
    def _one(self) -> "Secret":
        if (self.env is None) == (self.file is None):
            raise PydanticCustomError("secret", "needs either env or file")
        return self


class Database(Model):
    """数据库 | A table or view of a department's database."""

    address: Words = Field(
        description="如 postgresql://用户@主机:5432/库，mysql://…，sqlite:///文件；其他同 SQLAlchemy；不写口令 | "
        "such as postgresql://user@host:5432/database; others as SQLAlchemy writes them; without the password"
    )
    password: Secret | None = Field(default=None, description="口令 | the password")
    table: Words = Field(description="表或视图，可写“模式.表” | the table or view; schema.table")
    columns: Mapping[Words, Words] = Field(
        default={},
        description="库里的列名 → 表头；不写则全部按原名 | column -> header; none = all of them by their names",
    )
    where: Condition | None = Field(
        default=None,
        description="只取符合此条件的行（库自己的 SQL） | only such rows, in the database's own SQL",
    )
    how: Literal["full", "appended", "changed"] = Field(
        default="full",
        description="full 每次全取；appended 只增不改，按 cursor 接着取；changed 有改有删，按 key 比对后只取有变化的 | "
        "full: all of it each time; appended: rows only come, taken up after the cursor; changed: rows change and go, "
        "compared by key, and only what differs is taken",
    )
    key: tuple[Words, ...] = Field(
        default=(),
        description="库里的唯一键列 | the columns that make a row unique, as the database calls them",
    )
    cursor: Words | None = Field(
        default=None,
        description="appended：只增的时间或序号列；changed：每次修改都变的列（更新时间、版本号） | "
        "appended: a time or number that only grows; changed: a column that every change of the row changes",
    )
    lookback: Annotated[float, Field(ge=0)] = Field(
        default=3600,
        description="appended：回看多少（时间列为秒，序号列为个数），以免漏掉晚提交的行 | "
        "how far back is read again (seconds, or numbers), so that rows committed late are not missed",
    )
    part: Annotated[int, Field(ge=1000, le=5_000_000)] = Field(
        default=100_000, description="每个批次大约多少行 | about how many rows make one batch"
    )
    rows_per_second: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="每秒至多取多少行 | most rows taken in a second"
    )
    hours: tuple[Hours, ...] = Field(
        default=(), description="只在这些时段取，如 22:00-06:00 | only in these hours; none = at any time"
    )

    @field_validator("address")
    @classmethod
    def _no_password(cls, value: str) -> str:
        try:
            told = urlsplit(value)
            password, _ = told.password, told.port
        except ValueError as error:
            raise PydanticCustomError("no_address", "is no address: {why}", {"why": str(error)}) from None
        if not re.match(r"[a-z][a-z0-9+]*://", value, re.IGNORECASE):
            raise PydanticCustomError("no_address", "is no address: it begins like postgresql://")
        if password is not None:
            raise PydanticCustomError(
                "holds_password", "must not hold the password: name where it is kept in `password`"
            )
        return value

    @model_validator(mode="after")
    def _named(self) -> "Database":
        if self.how != "full" and not self.key:
            raise PydanticCustomError("feed_key", "appended and changed need a key")
        if self.how == "appended" and self.cursor is None:
            raise PydanticCustomError("feed_key", "appended needs a cursor")
        return self


class FeedFile(Model):
    """接入 | feeds/<来源>.yml of a city: where one source's rows come from. File stem = the source's name."""

    database: Database = Field(description="数据库 | a database")
