"""The process that opens what somebody sent: hard limits first, then the file.

python -I -m shuzhi.run.preview_process < request.json > answer.json
"""

import json
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from shuzhi.collect.gather import Gathered, gather
from shuzhi.collect.intake import format_of, plain_file, sheets_of
from shuzhi.collect.layout import letters
from shuzhi.collect.opens import hold
from shuzhi.collect.scan import scan
from shuzhi.collect.transcode import as_utf8, mixed_encodings
from shuzhi.core.elements import Element, element
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.recipe_file import LayoutFile
from shuzhi.run.form_headers import headers_of
from shuzhi.run.intake import columns_of
from shuzhi.run.preview import SECONDS, Asked
from shuzhi.run.preview_rows import reason_text, shown_sheets
from shuzhi.run.preview_values import Values, meanings
from shuzhi.secure.gateway import file_reader

MEMORY = 4 << 30
LARGEST_FILE = 1 << 30
"""Bytes of one file that the process may write."""


def _look(asked: Asked) -> dict[str, Any]:
    """What the file holds, as `preview` answers it."""
    layout = None if asked.layout is None else LayoutFile.model_validate(asked.layout, strict=False)
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as temp:
        found = scan(plain_file(Path(asked.path), Path(unpacked)))
        kind = format_of(found.path)
        if kind in ("parquet", "json lines"):
            raise ShuzhiError([_not_here(asked.name)])
        notes: list[Problem] = []
        if kind != "workbook":
            notes += mixed_encodings(as_utf8(found, Path(temp))[1], asked.name)
        sheets = list(sheets_of(found, Path(temp), asked.name, layout))
        gathered = gather(sheets, name=asked.name, known=asked.known, layout=layout)
        own = [
            {
                name: date.fromisoformat(said) if said and name in {"since", "until"} else said
                for name, said in each.items()
            }
            for each in asked.regions
        ]
        values = Values(gathered, Path(temp), file_reader(), own)
        told, missing = _columns(asked, layout, gathered, values)
    return {
        "format": kind,
        "encoding": None if kind == "workbook" else found.encoding,
        "sheets": shown_sheets(sheets, gathered),
        "columns": told,
        "missing": missing,
        "records": sum(len(part.lines) for part in gathered.parts),
        "bad": _counted(
            str(reason) for part in gathered.parts for reason in part.reasons if reason is not None
        ),
        "aside": _counted(str(reason) for part in gathered.aside for reason in part.reasons),
        "notes": [_plain(note) for note in (*notes, *gathered.notes)],
    }


def _form(path: str, name: str, known: Sequence[str]) -> dict[str, Any]:
    return {"headers": [header[:200] for header in headers_of(Path(path), name, known)]}


def _columns(
    asked: Asked, layout: LayoutFile | None, gathered: Gathered, values: Values
) -> tuple[list[dict[str, Any]], list[str]]:
    """Each column of the file with what it is taken for; and the source's columns that the file must have and lacks."""
    columns = {name: (kind, tuple(headers)) for name, (kind, headers) in asked.columns.items()}
    said = {} if layout is None else {name: column.means for name, column in layout.columns.items()}
    is_column = meanings(columns, values.columns, {name: means for name, means in said.items() if means})
    places, filled = columns_of(gathered), values.filled()
    guessed = values.guessed([header for header in values.columns if header not in is_column])
    told = []
    for header in values.columns:
        column, guess = is_column.get(header), guessed.get(header)
        kind = guess.element if guess else element(columns[is_column[header]][0])
        wrong = values.invalid(header, kind, date.fromisoformat(asked.as_of)) if column else []
        written, at = places.get(header, ("text", None))
        told.append(
            {
                "header": header,
                "at": at,
                "letter": letters(at - 1) if at else "",
                "kind": written,
                "means": column,
                "element": kind.name,
                "label": _said(kind.label),
                "reason": _said(guess.reason) if guess else None,
                "confidence": guess.confidence if guess else None,
                "filled": filled[header],
                "invalid": [_wrong(kind, each) for each in wrong],
            }
        )
    return told, [name for name in asked.required if name not in is_column.values()]


def _wrong(kind: Element, found: Mapping[str, Any]) -> dict[str, Any]:
    """One way in which values of a column are wrong, in words."""
    way = next(each for each in kind.invalid if each.code == found["reason"])
    return {
        "rows": found["rows"],
        "line": found["line"],
        "examples": [str(value)[:40] for value in found["examples"]],
        "why": _said(way.text),
        "todo": _said(way.todo),
    }


def _counted(reasons: Iterable[str]) -> list[dict[str, Any]]:

    return [
        {"reason": reason, "why": _said(reason_text(reason)), "rows": count}
        for reason, count in Counter(reasons).most_common()
    ]


def _said(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _plain(problem: Problem) -> dict[str, Any]:
    why = _said(problem.why) if problem.why else None
    return {"what": _said(problem.what), "where": problem.where, "why": why, "todo": _said(problem.todo)}


def _not_here(name: str) -> Problem:
    return Problem(
        what=Text("这种文件不在网页上报送", "files of this kind are not sent on the page"),
        where=name,
        todo=Text(
            "放进来源的数据目录，或报送工作簿、文本、JSON、XML",
            "put it into the source's data folder, or send a workbook, a text, JSON or XML",
        ),
    )


class _NoPandas(MetaPathFinder):
    """Arrow loads pandas where it is installed and needs nothing of it: half of the time a small file takes."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
        if fullname == "pandas":
            raise ImportError(fullname)


def _main() -> None:
    hold(resource.RLIMIT_AS, MEMORY)
    hold(resource.RLIMIT_CPU, SECONDS)
    hold(resource.RLIMIT_CORE, 0)
    hold(resource.RLIMIT_FSIZE, LARGEST_FILE)
    sys.meta_path.insert(0, _NoPandas())
    try:
        asked = json.load(sys.stdin)
        answer = _form(**asked["about"]) if asked["what"] == "form" else _look(Asked(**asked["about"]))
    except ShuzhiError as error:
        answer = {"problems": [_plain(each) for each in error.problems]}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    _main()
