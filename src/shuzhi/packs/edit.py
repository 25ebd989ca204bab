"""A file of the city edited on a page: whole or not at all, and only while the city loads with it (decision 11)."""

import difflib
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What a change makes of one of a city's files. ``city``: the city's folder."""

    city: Path
    path: Path
    before: str
    after: str

    @property
    def diff(self) -> str:
        """Unified, as people and ``patch`` read it."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            fromfile=f"a/{self.path.name}",
            tofile=f"b/{self.path.name}",
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )


def try_out(edited: Edit) -> City:
    """The city as it would be with the edit. Raises ShuzhiError if it would not load."""
    return load_city(edited.city, instead={edited.path: edited.after})


def apply(edited: Edit) -> None:
    """Write the file as edited: whole or not at all, in place of what the edit was made from and of nothing else.

    Raises ShuzhiError if the file has changed since, or if the city no longer loads with the edit.
    """
    with _alone(edited.path.parent):
        if edited.path.read_bytes() != edited.before.encode():
            raise ShuzhiError([_changed_since(edited.path)])
        try_out(edited)
        draft = edited.path.with_name(f".{edited.path.name}.{secrets.token_hex(4)}")
        try:
            with draft.open("xb") as file:
                file.write(edited.after.encode())
                os.fchmod(file.fileno(), edited.path.stat().st_mode & 0o777)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(edited.path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other edit of the folder is applied meanwhile."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _changed_since(path: Path) -> Problem:
    return Problem(
        what=Text(
            "文件已被别人改动，没有写入", "the file has been changed by somebody else; nothing was written"
        ),
        where=str(path),
        todo=Text("重新查看差异后再确认", "look at the difference again, then accept it"),
    )
