"""What a feed says of files that are fetched, or carried, to us: in whatever format a department has them."""

from typing import Annotated

from pydantic import Field

from shuzhi.packs.files import Model, Words


class Folder(Model):
    """文件夹 | A folder a department leaves files in: a mounted share, a drop box. What is fetched stays there too."""

    path: Words = Field(description="文件夹，可相对城市目录 | the folder; may be below the city's")
    names: tuple[Words, ...] = Field(
        default=("*",), description="收哪些文件名，可用通配 | which names are taken, as globs"
    )
    settled: Annotated[float, Field(ge=0)] = Field(
        default=60, description="多少秒没有再写才取 | seconds without a change after which a file is whole"
    )
    most_bytes: Annotated[int, Field(ge=1)] = Field(
        default=2 << 30, description="一个文件至多多少字节 | most bytes of a file"
    )


class Package(Model):
    """摆渡包 | Signed packages that somebody carries across a 网闸; `shuzhi package receive` takes them in."""

    sender: Words = Field(description="送出方，须与包里写的一致 | who sends them, as they say it")
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")] = Field(
        description="送出方的公钥（shuzhi package key 给出） | his public key, as `shuzhi package key` tells it"
    )
