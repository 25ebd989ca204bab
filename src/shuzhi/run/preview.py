"""How a file would be read, found out in a process with hard limits, before anything of it is kept.

What somebody sends may be made to harm: the process that opens it has little memory and time, no keys in its
environment, and may write nothing but small files into a folder of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

SECONDS = 60
"""Of CPU; it is waited for three times as long."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A file, the name it would be collected under, the source's columns, and the layout it is read by."""

    path: str
    name: str
    columns: Mapping[str, tuple[str, tuple[str, ...]]]
    required: Sequence[str]
    known: Sequence[str]
    regions: Sequence[Mapping[str, Any]]
    as_of: str
    layout: Mapping[str, Any] | None = None


def headers_in(path: str, name: str, known: Sequence[str]) -> list[str]:
    """The fields of a form, by the same process and limits. Raises ShuzhiError."""
    answer = _asked("form", {"path": path, "name": name, "known": known}, name)
    headers: list[str] = answer["headers"]
    return headers


def preview(asked: Asked) -> dict[str, Any]:
    """Sheets with some of their rows, columns with what they hold, counts by reason.

    Raises ShuzhiError: with the file's problems, or when a limit was met.
    """
    began = time.monotonic()
    return _asked("file", asdict(asked), asked.name) | {"seconds": round(time.monotonic() - began, 2)}


def _asked(what: str, about: Mapping[str, Any], name: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "shuzhi.run.preview_process"],
                input=json.dumps({"what": what, "about": about}, ensure_ascii=False).encode(),
                capture_output=True,
                timeout=3 * SECONDS,
                check=False,
                cwd=home,
                env={"TMPDIR": home, "HOME": home, "LC_ALL": "C.UTF-8", "PATH": ""},
            )
        except subprocess.TimeoutExpired:
            raise ShuzhiError([_too_much(name)]) from None
    if done.returncode:
        raise ShuzhiError([_too_much(name)])
    answer: dict[str, Any] = json.loads(done.stdout)
    if "problems" in answer:
        raise ShuzhiError([_problem(each) for each in answer["problems"]])
    return answer


def _problem(told: Mapping[str, Any]) -> Problem:
    why = Text(**told["why"]) if told["why"] else None
    return Problem(what=Text(**told["what"]), where=told["where"], why=why, todo=Text(**told["todo"]))


def _too_much(name: str) -> Problem:
    return Problem(
        what=Text(
            "文件读不下来：用尽了限定的内存或时间，或已损坏",
            "the file could not be read within the limits of memory and time, or it is damaged",
        ),
        where=name,
        todo=Text(
            "在办公软件里打开，另存为 xlsx 或分成几份再报送；仍不行请联系系统管理员",
            "open it in an office program, save it as xlsx or in parts, and send it again; else tell the administrator",
        ),
    )
