"""``shuzhi init``: a small fictional city that runs, to edit from."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


def write_city(folder: Path) -> list[Path]:
    """Write the template city into ``folder``, which may not hold anything yet. Returns the files written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ShuzhiError(
            [
                Problem(
                    what=Text("目录不是空的", "the folder is not empty"),
                    where=str(folder),
                    why=Text("不覆盖已有的文件", "files that are there are never overwritten"),
                    todo=Text("换一个新目录", "name a new folder"),
                )
            ]
        )
    return list(_copied(files("shuzhi.packs") / "template", folder))


def _copied(source: Traversable, target: Path) -> Iterator[Path]:
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _copied(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())
            yield target / entry.name
