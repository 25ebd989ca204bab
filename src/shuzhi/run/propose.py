"""A department's file nobody has described yet, as a draft of its source file: from its headers and its values."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml
from sqlglot import exp

from shuzhi.collect.intake import plain_file, read_file
from shuzhi.collect.scan import scan
from shuzhi.core.elements import ELEMENTS, Element
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.govern.match import SAMPLE, Guess, guesses, measuring
from shuzhi.secure.gateway import file_reader

UNSURE = 0.6
"""Confidence below which a person is asked to look."""


def guessed_columns(file: Path, kinds: Sequence[Element] = ELEMENTS) -> list[Guess]:
    """What each column of the file most likely holds, from its header and its first rows."""
    reader = file_reader()
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as temp:
        found = scan(plain_file(file, Path(unpacked)))
        reading = read_file(
            source=file.stem,
            name=file.name,
            batch="draft",
            found=found,
            temp=Path(temp),
            files=reader,
        )
        first = exp.select("*").from_(reading.query.subquery("landed")).limit(SAMPLE)
        measured = reader.fetch(measuring(first, reading.columns, kinds)).to_pylist()
    return guesses(reading.columns, measured, kinds)


def draft(file: Path, guessed: Sequence[Guess]) -> str:
    """The source file to be completed: what only a person knows is left as 待填."""
    name, owner = _name(file), file.parent.name
    pattern = file.name if name == file.stem else f"{name}*{file.suffix}"
    lines = [
        f"# 草稿，依据 {file.name} 的表头和前 {SAMPLE} 行写成：逐列核对，填好“待填”，再运行 shuzhi check。",
        "title:",
        f"  zh: {_text(name)}",
        "  en: 待填",
        f"owner: {_text(owner)}",
        "basis: 待填",
        "cadence: monthly",
        "licence: 政务内部共享",
        "files:",
        f"  - {_text(f'{owner}/{pattern}')}",
        "columns:",
    ]
    for guess in guessed:
        ask = "  ← 请核对" if guess.confidence < UNSURE else ""
        told = f"{guess.reason.zh}，把握 {guess.confidence:.2f}{ask}"
        lines.append(f"  {_text(guess.column)}: {guess.element.name}  # {told}")
    return "\n".join([*lines, ""])


def write_draft(file: Path, text: str, folder: Path) -> Path:
    """Write the draft into a scenario's ``sources``; what is there is never overwritten."""
    target = folder / f"{_name(file)}.yml"
    if target.exists():
        raise ShuzhiError(
            [
                Problem(
                    what=Text("已有同名的来源文件", "there is a source file of that name"),
                    where=str(target),
                    why=Text("不覆盖已有的文件", "files that are there are never overwritten"),
                    todo=Text(
                        "去掉 --to 看草稿，再手工合并",
                        "leave out --to to see the draft, and merge it by hand",
                    ),
                )
            ]
        )
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def _name(file: Path) -> str:
    """The file's name without the year or month it is of."""
    return re.sub(r"[\d_-]+$", "", file.stem) or file.stem


def _text(value: str) -> str:
    """As YAML writes it: quoted where it would mean something else."""
    return str(yaml.safe_dump(value, allow_unicode=True, width=10**6)).splitlines()[0]
