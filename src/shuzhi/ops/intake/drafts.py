"""Files that were sent and are not in the department's folder yet, and what was seen in them: kept closed, for days."""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shuzhi.core.crypto import write_whole
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import Conflict, conflict
from shuzhi.ops.folder import ops_folder
from shuzhi.ops.intake.models import Submission
from shuzhi.packs.schema import Source
from shuzhi.run.land import known_headers
from shuzhi.run.preview import Asked, preview
from shuzhi.run.sent import Fixes, asked_layout, folder_of, own_layouts

TRIES = 3
"""Layouts of earlier files that are tried, the newest first."""
_READING = threading.BoundedSemaphore(2)
"""Each reading process may use gigabytes."""


def file_of(number: int, name: str) -> Path:
    """Where the file waits. Its name keeps its ending, by which some formats are known."""
    return ops_folder(city().folder) / "sent" / str(number) / f"file{Path(name).suffix}"


def put(path: Path, content: Iterable[bytes]) -> str:
    """The file, closed to other accounts. Its SHA-256."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in content:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def forget(number: int) -> None:
    shutil.rmtree(ops_folder(city().folder) / "sent" / str(number), ignore_errors=True)


def looked(of: Submission) -> dict[str, Any]:
    """What was seen last."""
    path = file_of(of.pk, of.name).parent / "look.json"
    if not path.is_file():
        raise conflict(
            Text("文件已不在待报送处", "the file no longer waits here"),
            f"submission:{of.pk}",
            Text("请重新报送", "send it again"),
        )
    told: dict[str, Any] = json.loads(path.read_bytes())
    return told


def look_first(of: Submission, source: Source) -> tuple[int, dict[str, Any]]:
    """Look at a new file: by the newest layout it fits, else afresh, with what is no longer as the newest says."""
    drift: list[dict[str, Any]] = []
    for number, layout in list(own_layouts(city(), source).items())[:TRIES]:
        name = f"{folder_of(source, number, of.department.name)}/{of.name}"
        try:
            seen = _preview(of, source, name, layout.model_dump(mode="json"))
        except Conflict:
            raise
        except ShuzhiError as error:
            drift = drift or [_plain(problem) for problem in error.problems]
        else:
            _keep(of, {"look": seen, "drift": [], "afresh": None})
            return number, seen
    seen = _preview(of, source, of.name, None)
    _keep(of, {"look": seen, "drift": drift, "afresh": seen})
    return 0, seen


def look_again(of: Submission, source: Source, fixes: Fixes) -> dict[str, Any]:
    """Look at it as somebody wants it read. What was seen before stays when it cannot be."""
    before = looked(of)
    afresh = before["afresh"] or _preview(of, source, of.name, None)
    layout = asked_layout(fixes, afresh).model_dump(mode="json") if fixes.some else None
    seen = afresh if layout is None else _preview(of, source, of.name, layout)
    _keep(of, {"look": seen, "drift": before["drift"], "afresh": afresh})
    return seen


def check(of: Submission, source: Source, name: str, layout: dict[str, Any]) -> dict[str, Any]:
    """Read it as the run will. Raises ShuzhiError when the layout does not fit."""
    return _preview(of, source, name, layout)


def _preview(of: Submission, source: Source, name: str, layout: dict[str, Any] | None) -> dict[str, Any]:
    with turn():
        return preview(
            Asked(
                path=str(file_of(of.pk, of.name)),
                name=name,
                columns={each: (column.element, column.headers) for each, column in source.columns.items()},
                required=source.required,
                known=sorted(known_headers(source)),
                regions=[region.model_dump(mode="json") for region in city().regions],
                as_of=(city().as_of or today()).isoformat(),
                layout=layout,
            )
        )


@contextmanager
def turn() -> Iterator[None]:
    """One of the few that read at a time. Raises Conflict when others take too long."""
    if not _READING.acquire(timeout=30):
        raise conflict(
            Text("正在读别的文件", "other files are being read"),
            "intake",
            Text("过一会儿再试", "try again in a while"),
        )
    try:
        yield
    finally:
        _READING.release()


def _keep(of: Submission, told: dict[str, Any]) -> None:
    path = file_of(of.pk, of.name).parent / "look.json"
    write_whole(path, json.dumps(told, ensure_ascii=False).encode())


def _plain(problem: Problem) -> dict[str, Any]:
    why = None if problem.why is None else problem.why._asdict()
    return {
        "what": problem.what._asdict(),
        "where": problem.where,
        "why": why,
        "todo": problem.todo._asdict(),
    }
