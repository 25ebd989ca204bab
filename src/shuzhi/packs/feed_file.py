"""What a feed may say: where a source's rows come from when nobody sends a file. The source says what they mean."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Condition, Model, Words
from shuzhi.packs.folder_file import Folder, Package, Sftp
from shuzhi.packs.secret_file import Secret
from shuzhi.packs.stream_file import Mqtt, Push

Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]


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


class Auth(Model):
    """认证 | How the API is told who asks."""

    kind: Literal["bearer", "basic", "header", "parameter"] = Field(
        description="bearer：Authorization: Bearer；basic：用户名和口令；header、parameter：放在某个请求头、参数里 | "
        "bearer, basic, or the secret in a header or parameter"
    )
    secret: Secret = Field(description="令牌或口令 | the token or password")
    name: Words | None = Field(
        default=None,
        description="basic 的用户名，header、parameter 的名称 | the user of basic; the header's or parameter's name",
    )

    @model_validator(mode="after")
    def _named(self) -> "Auth":
        if (self.kind == "bearer") != (self.name is None):
            raise PydanticCustomError("auth", "basic, header and parameter need a name, bearer has none")
        return self


class Paging(Model):
    """分页 | How one comes from page to page. The last page is the empty one, or that which completes `total`."""

    kind: Literal["page", "offset", "cursor", "next"] = Field(
        description="page 页码；offset 起始行号；cursor 答复里给的续取标记；next 答复里给的下一页地址 | "
        "by page number, by rows passed over, by a mark in the answer, by the next page's address in the answer"
    )
    parameter: Words | None = Field(
        default=None, description="页码、行号或标记的参数名 | the parameter that says which page"
    )
    first: int = Field(default=1, ge=0, description="第一页的页码 | the first page's number")
    size: Words | None = Field(default=None, description="每页行数的参数名 | the parameter of rows a page")
    rows: int = Field(default=500, ge=1, le=100_000, description="每页行数 | rows a page")
    path: Words | None = Field(
        default=None,
        description="cursor、next 在答复里的路径，如 page/next | where the mark or the address stands in the answer",
    )

    @model_validator(mode="after")
    def _said(self) -> "Paging":
        if (self.kind != "next" and self.parameter is None) or (
            self.kind in ("cursor", "next") and self.path is None
        ):
            raise PydanticCustomError(
                "paging", "page, offset and cursor need a parameter, cursor and next a path"
            )
        return self


class Since(Model):
    """只取新的 | Ask only for what came or changed since the last pull."""

    parameter: Words = Field(description="参数名 | the parameter that says since when")
    column: Words = Field(
        description="哪一列的最大值作为下次的起点 | the column whose largest value is asked from"
    )


class Api(Model):
    """接口 | A REST API that answers in JSON."""

    address: Annotated[str, Field(pattern=r"^https?://")] = Field(
        description="地址，不写令牌 | its address, without any token"
    )
    parameters: Mapping[Words, Words] = Field(default={}, description="固定的参数 | parameters always sent")
    headers: Mapping[Words, Words] = Field(default={}, description="固定的请求头 | headers always sent")
    auth: Auth | None = Field(default=None, description="认证 | how it is told who asks")
    records: Words | None = Field(
        default=None,
        description="记录在答复里的路径，如 data/rows；不写则答复本身是列表 | "
        "where the records are in the answer; none = the answer is the list",
    )
    total: Words | None = Field(
        default=None,
        description="总行数在答复里的路径；写了就核对 | where the answer says how many there are: it is held to it",
    )
    paging: Paging | None = Field(default=None, description="分页 | paging")
    columns: Mapping[Words, Words] = Field(
        default={},
        description="字段（可写路径 a/b）→ 表头；不写则全部按原名 | field (or path) -> header; none = all of them",
    )
    key: tuple[Words, ...] = Field(
        min_length=1, description="唯一键的表头：跨页重复的只留一条 | headers that make a record unique"
    )
    since: Since | None = Field(
        default=None,
        description="不写则每次全取 | none = all of it each time; deletions are seen only then",
    )
    requests_per_second: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="每秒至多问几次 | most requests in a second"
    )
    retries: Annotated[int, Field(ge=0, le=20)] = Field(
        default=5, description="一页失败后再试几次 | how often a page is tried again"
    )
    hours: tuple[Hours, ...] = Field(
        default=(), description="只在这些时段取，如 22:00-06:00 | only in these hours; none = at any time"
    )

    @field_validator("address")
    @classmethod
    def _no_secret(cls, value: str) -> str:
        told = urlsplit(value)
        if told.password is not None or told.username is not None:
            raise PydanticCustomError("holds_password", "must not hold a password")
        return value


KINDS = ("database", "api", "mqtt", "push", "folder", "sftp", "package")


class FeedFile(Model):
    """接入 | feeds/<来源>.yml of a city: where one source's rows come from. File stem = the source's name."""

    database: Database | None = Field(default=None, description="数据库 | a database")
    api: Api | None = Field(default=None, description="接口 | a REST API")
    mqtt: Mqtt | None = Field(default=None, description="消息 | events from an MQTT broker")
    push: Push | None = Field(default=None, description="推送 | events that are posted to this server")
    folder: Folder | None = Field(default=None, description="文件夹 | a folder in which files are left")
    sftp: Sftp | None = Field(default=None, description="SFTP | a folder of an SFTP server")
    package: Package | None = Field(default=None, description="摆渡包 | signed packages that are carried")

    @property
    def kind(self) -> str:
        """The one key that is said."""
        return next(name for name in KINDS if getattr(self, name) is not None)

    @property
    def columns(self) -> Mapping[str, str]:
        """What is asked for -> its header, where the feed says so; files that are fetched have headers of their own."""
        columns: Mapping[str, str] = getattr(getattr(self, self.kind), "columns", {})
        return columns

    @model_validator(mode="after")
    def _one(self) -> "FeedFile":
        if sum(getattr(self, name) is not None for name in KINDS) != 1:
            raise PydanticCustomError("feed", "needs one of {kinds}", {"kinds": ", ".join(KINDS)})
        return self
