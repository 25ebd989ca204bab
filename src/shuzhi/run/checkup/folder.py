"""A folder nobody described, as a small city: each kind of file in it a source, its columns' elements guessed."""

import glob
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from shuzhi.collect.intake import JSON_LINES, WORKBOOKS, find_files
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.govern.match import Guess
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.propose import UNSURE, guessed_columns

TABULAR = (".csv", ".tsv", ".parquet", *WORKBOOKS, *JSON_LINES)
SCENARIO = "checkup"
NOBODY = "未注明部门"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Files of one name (but for figures in it), one folder and one set of columns. ``owner`` is the folder."""

    name: str
    owner: str
    files: tuple[str, ...]
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, kw_only=True)
class Folder:
    """What stands in a folder: kinds of tables, files that could not be read (with why), files of other sorts."""

    kinds: tuple[Kind, ...]
    unread: tuple[Problem, ...]
    others: tuple[str, ...]


def survey(folder: Path) -> Folder:
    """Look at every file below the folder. Raises ShuzhiError when there is none to read."""
    seen: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, list[Guess]]]] = {}
    unread: list[Problem] = []
    others: list[str] = []
    for path in find_files(folder, ["**/*"]):
        name = path.relative_to(folder).as_posix()
        if not _is_tabular(path):
            others.append(name)
            continue
        try:
            guessed = guessed_columns(path)
        except ShuzhiError as error:
            unread += error.problems
            continue
        key = (
            path.relative_to(folder).parent.as_posix(),
            _stem(path),
            tuple(guess.column for guess in guessed),
        )
        seen.setdefault(key, []).append((name, guessed))
    if not seen:
        raise ShuzhiError([*unread, _nothing(folder)])
    return Folder(kinds=tuple(_named(seen)), unread=tuple(unread), others=tuple(others))


def as_city(found: Folder, data: Path, work: Path) -> City:
    """The folder's kinds as the sources of a city whose files and lake stand in ``work``."""
    owners = sorted({kind.owner for kind in found.kinds})
    city = {
        "name": {"zh": data.name, "en": data.name},
        "data": str(data.resolve()),
        "departments": [{"name": owner} for owner in owners],
        "scenarios": [SCENARIO],
    }
    text = Text("数据体检", "data check-up")
    scenario = {
        "title": {"zh": text.zh, "en": text.en},
        "question": {"zh": text.zh, "en": text.en},
        "owner": owners[0],
        "decision": text.zh,
        "harm": text.zh,
        "purpose": {"name": text.zh, "basis": text.zh, "retention": "1y"},
        "inputs": [f"standard.{kind.name}" for kind in found.kinds],
    }
    home = work / "scenarios" / SCENARIO
    (home / "sources").mkdir(parents=True)
    _write(work / "city.yml", city)
    _write(home / "scenario.yml", scenario)
    for kind in found.kinds:
        _write(home / "sources" / f"{kind.name}.yml", _source(kind))
    return load_city(work)


def _source(kind: Kind) -> dict[str, object]:
    return {
        "title": {"zh": kind.name, "en": kind.name},
        "owner": kind.owner,
        "basis": "数据体检",
        "cadence": "once",
        "licence": "数据体检",
        "files": [glob.escape(file) for file in kind.files],
        "columns": {guess.column: _taken_for(guess) for guess in kind.guesses},
    }


def _taken_for(guess: Guess) -> str:
    """The element; plain text where a person would be asked to look, for nobody is."""
    return guess.element.name if guess.confidence >= UNSURE else "text"


def _named(seen: Mapping[tuple[str, str, tuple[str, ...]], Sequence[tuple[str, list[Guess]]]]) -> list[Kind]:
    taken: set[str] = set()
    kinds = []
    for (parent, stem, _), files in seen.items():
        owner = NOBODY if parent == "." else parent.split("/")[0]
        wanted = re.sub(r"\W+", "_", stem).strip("_") or "表"
        name, number = wanted, 1
        while name.lower() in taken:
            number += 1
            name = f"{wanted}_{number}"
        taken.add(name.lower())
        kinds.append(
            Kind(name=name, owner=owner, files=tuple(file for file, _ in files), guesses=tuple(files[0][1]))
        )
    return kinds


def _is_tabular(path: Path) -> bool:
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return plain.suffix.lower() in TABULAR


def _stem(path: Path) -> str:
    """The name without what tells one month's file from the next."""
    stem = path.name.split(".")[0]
    return re.sub(r"[\d_-]+$", "", stem) or stem


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _nothing(folder: Path) -> Problem:
    return Problem(
        what=Text("这里没有可以体检的表", "there is no table here to check"),
        where=str(folder),
        why=Text(
            f"只看这些文件：{' '.join(TABULAR)} 及其 .gz",
            f"only these files are read: {' '.join(TABULAR)}, or .gz of them",
        ),
        todo=Text(
            "换一个目录，或把数据另存为其中一种", "name another folder, or save the data as one of them"
        ),
    )
