"""Files somebody leaves in a folder are fetched once each, whole, and again when they change; nothing else is."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from shuzhi.collect.fetch import Fetched, Folder, Left, fetch
from shuzhi.core.errors import ShuzhiError


@dataclass
class Asked:
    names: Sequence[str] = ("*.csv",)
    settled: float = 60
    most_bytes: int = 1000


@pytest.fixture
def box(tmp_path: Path) -> Path:
    (tmp_path / "投件").mkdir()
    return tmp_path / "投件"


def leave(box: Path, name: str, text: str, *, ago: float = 100) -> None:
    (box / name).write_text(text, encoding="utf-8")
    os.utime(box / name, (time.time() - ago,) * 2)


def once(box: Path, asked: Asked | None = None) -> Fetched:
    return fetch(Folder(box, "feeds/x.yml"), asked or Asked(), box.parent / "取件", "feeds/x.yml")


def got(box: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((box.parent / "取件").iterdir())
        if not path.name.startswith(".")
    }


def test_each_once_whole_and_again_when_it_changed(box: Path) -> None:
    leave(box, "一月.csv", "a")
    leave(box, "二月.csv", "b", ago=5)
    first = once(box)
    assert (first.files, [problem.warning for problem in first.problems]) == (1, [True])
    assert (once(box).files, got(box)) == (0, {"一月.csv": "a"})
    leave(box, "一月.csv", "c")
    leave(box, "二月.csv", "b", ago=61)
    assert once(box) == Fetched(files=2, problems=[])
    (box / "一月.csv").unlink()
    assert (once(box).files, got(box)) == (0, {"一月.csv": "c", "二月.csv": "b"})


def test_only_ordinary_files_of_the_names_said(box: Path) -> None:
    leave(box.parent, "别处.csv", "secret")
    (box / "link.csv").symlink_to(box.parent / "别处.csv")
    (box / "folder.csv").mkdir()
    os.mkfifo(box / "pipe.csv")
    for name in (".hidden.csv", "~$锁.csv", "一月.csv.part", "其他.xlsx"):
        leave(box, name, "x")
    leave(box, "大.csv", "x" * 1001)
    told = once(box)
    assert (told.files, got(box)) == (0, {})
    assert [(problem.what.zh, problem.warning) for problem in told.problems] == [
        ("文件太大，没有取：大.csv", False)
    ]


def test_a_file_written_to_while_it_is_copied_waits(box: Path) -> None:
    leave(box, "一月.csv", "a")

    class Busy(Folder):
        def copy(self, name: str, to: Path, most: int) -> Left:
            super().copy(name, to, most)
            leave(box, name, "ab")
            return super().copy(name, to, most)

    told = fetch(Busy(box, "x"), Asked(), box.parent / "取件", "x")
    assert (told.files, got(box)) == (0, {})
    assert once(box).files == 1
    assert got(box) == {"一月.csv": "ab"}


def test_a_share_that_is_not_mounted_is_told(box: Path) -> None:
    box.rmdir()
    with pytest.raises(ShuzhiError, match="投件"):
        once(box)
