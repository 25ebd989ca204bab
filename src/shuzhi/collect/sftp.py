"""Files left on somebody else's SFTP server: a ``Place`` to fetch from. It is the server of the key declared, or none.

Nothing is written there, moved or deleted. A large file whose transfer broke off is taken up where it broke off, as
long as it is the same file (its size and time) there.
"""

import asyncio
import os
import stat
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import asyncssh

from shuzhi.collect.fetch import Left
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

_AT_ONCE = 4 << 20
PATIENCE = 60.0
"""Seconds a server may take to answer: to let us in, to list a folder, to give the next piece of a file."""


class Declared(Protocol):
    """What a feed says of the server, as ``packs.folder_file.Sftp`` does."""

    @property
    def address(self) -> str: ...
    @property
    def host_keys(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Sftp:
    """A folder of a server that we are signed in to. Names there may be UTF-8 or GB 18030; here they are text."""

    folder: bytes
    where: str
    client: asyncssh.SFTPClient
    run: Callable[[Coroutine[Any, Any, None]], None]
    names: dict[str, bytes] = field(default_factory=dict)

    def left(self) -> Sequence[Left]:
        found: list[Left] = []
        try:
            self.run(self._look(found))
        except (asyncssh.Error, OSError) as error:
            raise ShuzhiError([_no_folder(_told(error), self.where)]) from None
        return found

    async def _look(self, found: list[Left]) -> None:
        async with asyncio.timeout(PATIENCE):
            for each in await self.client.readdir(self.folder):
                raw = each.filename if isinstance(each.filename, bytes) else each.filename.encode()
                told = _left(_read(raw), each.attrs)
                # A name is a name in that folder and in ours, whatever the server says.
                if told is not None and not {"/", "\\", "\0"} & set(told.name):
                    self.names[told.name] = raw
                    found.append(told)

    def copy(self, name: str, to: Path, most: int) -> Left:
        told: list[Left] = []
        kept = to.with_name(f"{to.name}.kept")
        if kept.exists():
            kept.replace(to)
        else:
            to.write_bytes(b"")
        try:
            self.run(self._copy(name, to, most, told))
        except (asyncssh.Error, TimeoutError) as error:
            # Only what is surely on the disk is gone on from: a machine that lost its power may hold a tail of zeros.
            with to.open("rb") as file:
                os.fsync(file.fileno())
            to.replace(kept)
            raise OSError(0, _told(error).zh) from None
        return told[0]

    async def _copy(self, name: str, to: Path, most: int, told: list[Left]) -> None:
        async with asyncio.timeout(PATIENCE):
            file = await self.client.open(self.folder + b"/" + self.names[name], "rb", encoding=None)
        with to.open("ab") as out:
            while True:
                async with asyncio.timeout(PATIENCE):
                    piece = await file.read(_AT_ONCE, out.tell())
                if not piece:
                    break
                if out.tell() + len(piece) > most:
                    raise OSError(0, "larger than it was said to be")
                out.write(piece)  # type: ignore[arg-type]  # bytes, where no encoding is said
        async with asyncio.timeout(PATIENCE):
            after = _left(name, await file.stat())
            await file.close()
        if after is None:
            raise OSError(0, "no ordinary file any more")
        told.append(after)


@contextmanager
def signed_in(asked: Declared, secret: str, where: str, *, by_key: bool) -> Iterator[Sftp]:
    """Raises ShuzhiError when the server is not there, is not who it should be, or does not let us in."""
    with asyncio.Runner() as runner:
        try:
            connection, client = runner.run(_connected(asked, secret, by_key=by_key))
        except (asyncssh.Error, asyncssh.KeyImportError, OSError) as error:
            raise ShuzhiError([_no_server(error, where)]) from None
        try:
            yield Sftp(unquote(urlsplit(asked.address).path).encode(), where, client, runner.run)
        finally:
            connection.abort()


async def _connected(
    asked: Declared, secret: str, *, by_key: bool
) -> tuple[asyncssh.SSHClientConnection, asyncssh.SFTPClient]:
    address = urlsplit(asked.address)
    # Nothing of this machine's user counts: no configuration, agent, keys or known hosts of his.
    connection = await asyncssh.connect(
        str(address.hostname), address.port or 22, username=unquote(str(address.username)), config=None,
        known_hosts=([asyncssh.import_public_key(key) for key in asked.host_keys], [], []),
        client_keys=[asyncssh.import_private_key(secret + "\n")] if by_key else None,
        password=None if by_key else secret, agent_path=None, gss_auth=False, gss_kex=False,
        connect_timeout=PATIENCE, login_timeout=PATIENCE, keepalive_interval=15, keepalive_count_max=3,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            return connection, await connection.start_sftp_client(path_encoding=None)
    except BaseException:
        connection.abort()
        raise


def _read(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="backslashreplace")


def _left(name: str, told: asyncssh.SFTPAttrs) -> Left | None:
    """None of what is no ordinary file, or does not say how large it is and when it was written."""
    if (
        told.permissions is None
        or not stat.S_ISREG(told.permissions)
        or told.size is None
        or told.mtime is None
    ):
        return None
    return Left(name=name, size=told.size, at=told.mtime)


def _told(error: Exception) -> Text:
    """Our own words: what a server says of an error may be anything."""
    if isinstance(error, asyncssh.SFTPNoSuchFile):
        return Text("没有这个文件或文件夹", "there is no such file or folder")
    if isinstance(error, asyncssh.SFTPPermissionDenied):
        return Text("没有权限", "not allowed")
    if isinstance(error, TimeoutError):
        return Text("迟迟没有答复", "it did not answer in time")
    name = type(error).__name__
    return Text(f"连接断了（{name}）", f"the connection broke off ({name})")


def _no_server(error: Exception, where: str) -> Problem:
    what = Text("SFTP 服务器连不上", "the SFTP server cannot be reached")
    todo = Text("核对地址和网络；已入库的不变", "see to the address and the network; what is landed stays")
    why = _told(error)
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        what = Text(
            "SFTP 服务器不是登记的那一台，没有登录",
            "the SFTP server is not the one that was declared: not signed in",
        )
        why = Text("它的主机公钥不在 host_keys 里", "its key is none of `host_keys`")
        todo = Text(
            "问该部门是不是换了服务器；当面或电话核对 ssh-keygen -lf 的指纹后再改 host_keys",
            "ask the department whether its server is new; compare fingerprints by telephone, then change `host_keys`",
        )
    elif isinstance(error, asyncssh.PermissionDenied):
        what = Text("SFTP 服务器不让登录", "the SFTP server does not let us in")
        why = Text("用户名、口令或密钥不对", "the user, the password or the key is wrong")
        todo = Text("与该部门核对", "compare them with the department's")
    elif isinstance(error, asyncssh.KeyImportError):
        what = Text("密钥读不了", "a key cannot be read")
        why = Text(
            "host_keys 要 OpenSSH 的公钥；key 要没有口令的 OpenSSH 私钥",
            "`host_keys` are OpenSSH public keys; `key` is an OpenSSH private key without a passphrase",
        )
        todo = Text("改正", "mend it")
    return Problem(what=what, where=where, why=why, todo=todo)


def _no_folder(why: Text, where: str) -> Problem:
    return Problem(
        what=Text("SFTP 服务器上的文件夹打不开", "the folder of the SFTP server cannot be opened"),
        where=where,
        why=why,
        todo=Text("核对 address 里的路径和权限", "see to the path in `address`, and to permissions"),
    )
