"""The lake's catalogue, which holds the keys of its files: locked in the lake's folder, open only in memory.

All processes of this machine work on one copy in a folder that is memory, never disk. The writer locks it into the
lake's folder after commits, so rarely that it costs a twentieth of its time, before files are removed, and at the
end. A killed process loses nothing; when the machine fails, the lake is what was last locked: the next run goes on
from there.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shuzhi.core import crypto
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

SEALED = "catalogue.sealed"
RUNTIME = "SHUZHI_RUNTIME"
"""Environment variable: the folder in memory, where /dev/shm is too small or is emptied at sign-out."""

_PURPOSE = "lake catalogue"
_ENDINGS = ("", "-wal", "-shm", "-journal")
_TICK = 0.05
"""Seconds within which two writings may bear the same time."""
_SHARE = 20
"""Of so many seconds at most one is spent on locking."""


class Catalogue:
    """The catalogue of the lake in ``folder``. ``path`` is the copy in memory, an SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._sealed = folder / SEALED
        self._open = folder / "catalogue.sqlite"
        """Where lakes made before catalogues were locked had it in clear: the next writer takes it over."""
        self._home = _home(folder)
        self.path = self._home / "catalogue.sqlite"
        self._mark = self._home / "mark.json"
        self._not_before = 0.0

    def open(self, *, make: bool) -> bool:
        """Bring the copy into memory, unless it is there. False when there is no lake and none is to be made."""
        with self._alone():
            if self._sealed.exists():
                if not self._follows():
                    self._unseal()
                if make:
                    self._unlink_open()
                return True
            if not make:
                return False
            self._clear()
            with contextlib.closing(sqlite3.connect(self.path)) as file:
                if self._open.exists():
                    with contextlib.closing(sqlite3.connect(self._open)) as before:
                        before.backup(file)
                # Without WAL a second process stalls by whole seconds (decisions.md).
                file.execute("pragma journal_mode=wal")
            self._seal()
            self._unlink_open()
        return True

    def touched(self) -> tuple[object, ...] | None:
        """The same as before only if nothing was committed in between; None when it is too early to tell.

        The files are not opened: to close one would let go of the locks DuckDB's SQLite holds on it in this process.
        """
        found = [_stat(self.path.with_name(self.path.name + ending)) for ending in ("", "-wal")]
        written = max((each.st_mtime for each in found if each), default=0.0)
        if time.time() - written < _TICK:
            return None
        return tuple((each.st_ino, each.st_size, each.st_mtime_ns) if each else None for each in found)

    def is_made(self) -> bool:
        """Whether a lake is in it: the file is there a moment before its writer has made it one."""
        with contextlib.closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as file:
            told = file.execute(
                "select count(*) from sqlite_master where name = 'ducklake_snapshot'"
            ).fetchone()
        return bool(told[0])

    def seal_in_time(self) -> None:
        """Lock what was committed, unless that was done a moment ago."""
        if time.monotonic() >= self._not_before:
            self.seal()

    def seal(self) -> None:
        """Lock the catalogue as it is after the last commit. Only for the one who holds the lake's write lock."""
        # Whoever opens the lake just now must not see a mark and a locked file that do not belong together.
        with self._alone():
            self._seal()

    def _seal(self) -> None:
        began = time.monotonic()
        locked = crypto.lock(self.snapshot(), _PURPOSE)
        # Both, until the new one is in place: a copy that follows either of them is this one.
        crypto.write_whole(self._mark, json.dumps([*self._known()[-1:], _fingerprint(locked)]).encode())
        crypto.write_whole(self._sealed, locked)
        self._not_before = time.monotonic() + _SHARE * (time.monotonic() - began)

    def snapshot(self) -> bytes:
        """The catalogue as an SQLite file, as of its last commit, whoever is writing."""
        with contextlib.closing(sqlite3.connect(self.path)) as file:
            return file.serialize()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._home.exists():
            _forget_those_gone(self._home.parent)
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_ours(self._home)
        (self._home / "of").write_text(str(self._sealed.parent.resolve()))
        with (self._home / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _follows(self) -> bool:
        """Whether the copy in memory comes from what is locked in the folder: not from a lake that was there before."""
        return self.path.exists() and _fingerprint(self._sealed.read_bytes()) in self._known()

    def _known(self) -> list[str]:
        return list(json.loads(self._mark.read_text())) if self._mark.exists() else []

    def _unseal(self) -> None:
        locked = self._sealed.read_bytes()
        content = crypto.unlock(locked, _PURPOSE, self._sealed.name)
        self._clear()
        fresh = self.path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        crypto.write_whole(self._mark, json.dumps([_fingerprint(locked)]).encode())
        fresh.replace(self.path)

    def _unlink_open(self) -> None:
        for ending in _ENDINGS:
            self._open.with_name(self._open.name + ending).unlink(missing_ok=True)

    def _clear(self) -> None:
        for ending in _ENDINGS:
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._mark.unlink(missing_ok=True)


@dataclass(frozen=True)
class Snapshot:
    """A lake as of one commit: its catalogue, locked, as the file ``sealed``, and the files that this one names."""

    sealed: Path
    content: bytes
    files: tuple[Path, ...]


def snapshot(folder: Path) -> Snapshot | None:
    """The lake as of its last commit, whoever is writing. None when there is none.

    Raises FileNotFoundError when a file went between the commit and the look: take another.
    """
    catalogue = Catalogue(folder)
    if not catalogue.open(make=False):
        return None
    content = catalogue.snapshot()
    named = _files_named(content)
    found = {path.name: path for path in (folder / "data").rglob("*.parquet") if path.name in named}
    if missing := named - found.keys():
        raise FileNotFoundError(min(missing))
    return Snapshot(folder / SEALED, crypto.lock(content, _PURPOSE), tuple(sorted(found.values())))


def _files_named(catalogue: bytes) -> set[str]:
    with contextlib.closing(sqlite3.connect(":memory:")) as file:
        # In memory there is no write-ahead log: the header (bytes 18 and 19) has to say so.
        file.deserialize(catalogue[:18] + b"\x01\x01" + catalogue[20:])
        tables = {name for (name,) in file.execute("select name from sqlite_master")}
        rows = [
            row
            for table in ("ducklake_data_file", "ducklake_delete_file")
            if table in tables
            for row in file.execute(f"select path from {table}")
        ]
    return {Path(path).name for (path,) in rows}


def _forget_those_gone(memory: Path) -> None:
    """Copies of lakes that are no more."""
    for of in memory.glob("*/of"):
        if not Path(of.read_text()).exists():
            shutil.rmtree(of.parent, ignore_errors=True)


def _home(folder: Path) -> Path:
    told = os.environ.get(RUNTIME)
    memory = Path(told) if told else Path("/dev/shm")  # noqa: S108  memory, closed to others below
    if not memory.is_dir():
        raise ShuzhiError(
            [
                Problem(
                    what=Text("没有内存中的目录", "there is no folder in memory"),
                    where=str(memory),
                    why=Text(
                        "湖的目录含文件密钥，只在内存中打开",
                        "the lake's catalogue holds keys: it is opened in memory only",
                    ),
                    todo=Text(
                        "用 SHUZHI_RUNTIME 指定一个 tmpfs 目录", "name a tmpfs folder by SHUZHI_RUNTIME"
                    ),
                )
            ]
        )
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
    return memory / f"shuzhi-{os.getuid()}" / name


def _check_ours(home: Path) -> None:
    """Anybody may make folders in memory: one that another account prepared is not used."""
    for each in (home.parent, home):
        found = each.lstat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077 or each.is_symlink():
            raise ShuzhiError(
                [
                    Problem(
                        what=Text(
                            "这个内存目录属于别的账号，或别人能进入",
                            "this folder in memory is another's, or open to others",
                        ),
                        where=str(each),
                        todo=Text("请系统管理员删除它", "ask the administrator to remove it"),
                    )
                ]
            )


def _stat(path: Path) -> os.stat_result | None:
    with contextlib.suppress(FileNotFoundError):
        return path.stat()
    return None


def _fingerprint(locked: bytes) -> str:
    """The end of what is locked is a seal over all of it, another each time."""
    return locked[-16:].hex()
