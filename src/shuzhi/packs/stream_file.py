"""What a feed says of events that come by themselves: from an MQTT broker, or posted to this server."""

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Model, Words
from shuzhi.packs.secret_file import Secret


class Events(Model):
    """事件 | What events look like, however they come."""

    columns: Mapping[Words, Words] = Field(
        default={},
        description="字段（可写路径 a/b）→ 表头；不写则全部按原名 | field (or path) -> header; none = all of them",
    )
    key: tuple[Words, ...] = Field(
        min_length=1,
        description="唯一键的表头，如设备和时间：重发的只留一条 | headers that make an event unique: device and time",
    )
    time: Words = Field(description="事件时间的表头（ISO 或 Unix 秒、毫秒） | the header of when it happened")
    part: Literal["hour", "day"] = Field(
        default="hour", description="一小时还是一天的事件为一批 | whether a batch is of an hour or a day"
    )


class Mqtt(Events):
    """消息 | Events from an MQTT broker, JSON objects or lists of them. `shuzhi intake listen` listens."""

    address: Annotated[str, Field(pattern=r"^mqtts?://")] = Field(
        description="如 mqtt://用户@主机:1883，mqtts:// 为加密；不写口令 | mqtt://user@host:1883; mqtts:// encrypted"
    )
    password: Secret | None = Field(default=None, description="口令 | the password")
    topics: tuple[Words, ...] = Field(
        min_length=1, description="主题，可用 + 和 # | topics, with + and # as wildcards"
    )
    version: Literal["3.1.1", "5"] = Field(default="5", description="MQTT 的版本 | which MQTT it speaks")
    client: Words | None = Field(
        default=None,
        description="对 broker 的客户端名，不写则 shuzhi-来源；不能改，离线期间的消息存在它名下 | "
        "the client's name to the broker, which keeps under it what comes while nobody listens",
    )
    topic: Words | None = Field(
        default=None, description="主题放在哪个表头下 | under which header the topic is kept"
    )

    @field_validator("address")
    @classmethod
    def _no_secret(cls, value: str) -> str:
        if urlsplit(value).password is not None:
            raise PydanticCustomError("holds_password", "must not hold a password")
        return value


class Push(Events):
    """推送 | Events posted to /api/intake/push/<source>: a JSON object or a list of them. `shuzhi serve` takes them."""

    token: Secret | None = Field(
        default=None, description="令牌：Authorization: Bearer | the token he sends, as Authorization: Bearer"
    )
    signature: Secret | None = Field(
        default=None,
        description="签名密钥：按 Standard Webhooks 以 HMAC-SHA256 签名 | "
        "the key he signs with, HMAC-SHA256 as Standard Webhooks says",
    )
    most_bytes: Annotated[int, Field(ge=1024, le=16 << 20)] = Field(
        default=1 << 20, description="一次至多多少字节 | most bytes of one post"
    )
    posts_per_second: Annotated[float, Field(gt=0, le=1000)] = Field(
        default=20, description="每秒至多几次 | most posts in a second"
    )

    @property
    def topic(self) -> None:
        """Events that are posted have no topic."""

    @model_validator(mode="after")
    def _trusted(self) -> "Push":
        if (self.token is None) == (self.signature is None):
            raise PydanticCustomError("push", "needs either a token or a signature")
        return self
