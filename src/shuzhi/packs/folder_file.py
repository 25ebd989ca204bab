"""What a feed says of files that are fetched, or carried, to us: in whatever format a department has them."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Model, Words
from shuzhi.packs.secret_file import Secret

HostKey = Annotated[
    str, Field(pattern=r"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}$")
]


class _Left(Model):
    """What is said of files somebody leaves for us, wherever that is."""

    names: tuple[Words, ...] = Field(
        default=("*",), description="收哪些文件名，可用通配 | which names are taken, as globs"
    )
    settled: Annotated[float, Field(ge=0)] = Field(
        default=60, description="多少秒没有再写才取 | seconds without a change after which a file is whole"
    )
    most_bytes: Annotated[int, Field(ge=1)] = Field(
        default=2 << 30, description="一个文件至多多少字节 | most bytes of a file"
    )


class Folder(_Left):
    """文件夹 | A folder a department leaves files in: a mounted share, a drop box. What is fetched stays there too."""

    path: Words = Field(description="文件夹，可相对城市目录 | the folder; may be below the city's")


class Sftp(_Left):
    """SFTP | A folder of a department's SFTP server. What is fetched stays there too."""

    address: Words = Field(description="sftp://用户@主机:端口/文件夹，不写口令 | without the password")
    host_keys: Annotated[tuple[HostKey, ...], Field(min_length=1)] = Field(
        description="服务器的公钥（ssh-keyscan 给出，与该部门核对过）；换钥期间可写两个 | "
        "the server's public keys, as ssh-keyscan tells them and the department confirmed; two while it changes them"
    )
    password: Secret | None = Field(default=None, description="口令 | the password")
    key: Secret | None = Field(
        default=None, description="或者：我方的 OpenSSH 私钥 | or our private key, as OpenSSH writes it"
    )

    @field_validator("address")
    @classmethod
    def _whole(cls, value: str) -> str:
        try:
            told = urlsplit(value)
            whole = (
                told.scheme == "sftp" and told.hostname and told.username and told.path and (told.port or 22)
            )
        except ValueError:
            whole = None
        if not whole:
            raise PydanticCustomError("sftp_address", "is no address: sftp://user@host:port/folder")
        if told.password is not None:
            raise PydanticCustomError("holds_password", "must not hold a password")
        return value

    @model_validator(mode="after")
    def _one(self) -> "Sftp":
        if (self.password is None) == (self.key is None):
            raise PydanticCustomError("sign_in", "needs either password or key")
        return self


class Package(Model):
    """摆渡包 | Signed packages that somebody carries across a 网闸; `shuzhi package receive` takes them in."""

    sender: Words = Field(description="送出方，须与包里写的一致 | who sends them, as they say it")
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")] = Field(
        description="送出方的公钥（shuzhi package key 给出） | his public key, as `shuzhi package key` tells it"
    )
