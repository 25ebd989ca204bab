"""Files fetched from where a department leaves them: each when nobody writes to it any more, whole or not at all.

What was fetched stays where it was left. A file that changes there is fetched again, and corrects what it said before;
one that is gone there is not gone here.
"""

import fnmatch
import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from shuzhi.core.crypto import write_whole
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

LIST = ".fetched.json"
_PASSING = ("*.tmp", "*.part", "*.partial", "*.crdownload", "~$*")
"""Names under which programs write what is not whole yet."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """A file somebody left: its name, how large it is, and when it was last written (seconds since 1970)."""

    name: str
    size: int
    at: float

    @property
    def mark(self) -> str:
        return f"{self.size} {self.at:.6f}"


class Place(Protocol):
    """Where files are left."""

    def left(self) -> Sequence[Left]:
        """Its ordinary files, by name; no links, no folders. Raises ShuzhiError when it cannot be looked at."""
        ...

    def copy(self, name: str, to: Path, most: int) -> Left:
        """Copy one, of at most so many bytes; as it was once that was done. Raises OSError; what it left beside ``to``
        by then (``<to>.kept``) is there when the same file is asked for again."""
        ...


class Declared(Protocol):
    """What a feed says of it, as ``packs.folder_file.Folder`` does."""

    @property
    def names(self) -> Sequence[str]: ...
    @property
    def settled(self) -> float: ...
    @property
    def most_bytes(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """How many files were fetched this time, and what is told of those that were not."""

    files: int
    problems: Sequence[Problem]


def fetch(
    place: Place, asked: Declared, folder: Path, where: str, *, clock: Callable[[], float] = time.time
) -> Fetched:
    """Bring into ``folder`` what is new or changed. Killed anywhere, each file is there whole, or comes again."""
    folder.mkdir(parents=True, exist_ok=True)
    known = dict(_known(folder))
    told: list[Problem] = []
    files = 0
    waits = set()
    for each in sorted(place.left(), key=lambda left: left.name):
        if not _wanted(each.name, asked) or known.get(each.name) == each.mark:
            continue
        if each.size > asked.most_bytes:
            told.append(_too_large(each, asked, where))
        elif clock() - each.at < asked.settled:
            told.append(_still_written(each, where))
        elif _copied(place, each, folder, asked, where, told):
            known[each.name] = each.mark
            files += 1
        else:
            waits.add(_half(folder, each).name)
    for left in folder.glob(".*.half*"):
        if left.name.removesuffix(".kept") not in waits:
            left.unlink()
    # Also when nothing was new: when it was looked at last is told.
    write_whole(folder / LIST, json.dumps(known, ensure_ascii=False, sort_keys=True).encode())
    return Fetched(files=files, problems=told)


def _known(folder: Path) -> Mapping[str, str]:
    path = folder / LIST
    found: Mapping[str, str] = json.loads(path.read_bytes()) if path.exists() else {}
    return found


def _wanted(name: str, asked: Declared) -> bool:
    if name.startswith(".") or any(fnmatch.fnmatch(name.lower(), each) for each in _PASSING):
        return False
    return any(fnmatch.fnmatch(name, each) for each in asked.names)


def _copied(place: Place, each: Left, folder: Path, asked: Declared, where: str, told: list[Problem]) -> bool:
    half = _half(folder, each)
    try:
        after = place.copy(each.name, half, asked.most_bytes)
        if after.mark != each.mark:
            told.append(_still_written(each, where))
            return False
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(folder / each.name)
    except OSError as error:
        told.append(_not_read(each, error, where))
        return False
    finally:
        half.unlink(missing_ok=True)
    return True


def _half(folder: Path, each: Left) -> Path:
    """Where it is copied to at first: a name of this very file, which no other one goes on from."""
    return folder / f".{sha256(f'{each.name} {each.mark}'.encode()).hexdigest()[:16]}.half"


@dataclass(frozen=True)
class Folder:
    """A folder of this machine: a share that is mounted, a drop box."""

    path: Path
    where: str

    def left(self) -> Sequence[Left]:
        try:
            return list(self._each())
        except OSError as error:
            raise ShuzhiError([_no_folder(self.path, error, self.where)]) from None

    def _each(self) -> Iterator[Left]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    told = entry.stat(follow_symlinks=False)
                    yield Left(name=entry.name, size=told.st_size, at=told.st_mtime)

    def copy(self, name: str, to: Path, most: int) -> Left:
        # Between the look and the copy it may have become a link to something else.
        number = os.open(self.path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file, to.open("wb") as out:
            if not stat.S_ISREG(os.fstat(number).st_mode) or os.fstat(number).st_size > most:
                raise OSError(0, "no ordinary file any more")
            shutil.copyfileobj(file, out, 1 << 20)
            told = os.fstat(number)
        return Left(name=name, size=told.st_size, at=told.st_mtime)


def _too_large(each: Left, asked: Declared, where: str) -> Problem:
    return Problem(
        what=Text(f"文件太大，没有取：{each.name}", f"a file is too large, and was not fetched: {each.name}"),
        where=where,
        why=Text(
            f"{each.size:,} 字节，上限 {asked.most_bytes:,}", f"{each.size:,} bytes of {asked.most_bytes:,}"
        ),
        todo=Text("请部门拆开，或改大 most_bytes", "ask for it in parts, or raise `most_bytes`"),
    )


def _still_written(each: Left, where: str) -> Problem:
    return Problem(
        what=Text(
            f"文件可能还在写，这次没有取：{each.name}", f"a file may still be written, and waits: {each.name}"
        ),
        where=where,
        todo=Text(
            "下次再取；总是这样就核对两边的时钟",
            "it is fetched next time; if it never is, compare the clocks",
        ),
        warning=True,
    )


def _not_read(each: Left, error: OSError, where: str) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        what=Text(f"文件取不下来：{each.name}", f"a file could not be fetched: {each.name}"),
        where=where,
        why=Text(reason, reason),
        todo=Text(
            "看看权限和磁盘；下次运行会再取", "look at permissions and the disk; the next run tries again"
        ),
    )


def _no_folder(path: Path, error: OSError, where: str) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        what=Text(f"文件夹打不开：{path.name}", f"the folder cannot be opened: {path.name}"),
        where=where,
        why=Text(reason, reason),
        todo=Text(
            "挂上共享，或改正 path；已入库的不变", "mount the share, or mend `path`; what is landed stays"
        ),
    )
