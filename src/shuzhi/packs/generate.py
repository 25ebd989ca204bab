"""Fictional departments' files, as a city asks its scenarios for them."""

import shutil
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.code import generator
from shuzhi.packs.schema import City

MARK = ".generated"
"""In a data folder: everything here was generated, and may be thrown away and generated again."""


def generate(city: City) -> dict[str, int]:
    """Write the files of every scenario named under ``generate:`` into the data folder. Returns files per scenario.

    A data folder that holds anything not generated is left alone: ShuzhiError.
    """
    mark = city.data / MARK
    if city.data.exists() and any(city.data.iterdir()) and not mark.exists():
        raise ShuzhiError([_not_ours(city.data)])
    shutil.rmtree(city.data, ignore_errors=True)
    city.data.mkdir(parents=True)
    mark.touch()
    made: dict[str, int] = {}
    for scenario in city.scenarios:
        if scenario.name not in city.generate:
            continue
        write = generator(scenario.folder)
        if write is None:
            raise ShuzhiError([_no_generator(scenario.folder)])
        before = _files(city.data)
        write(city.data, **city.generate[scenario.name])
        made[scenario.name] = _files(city.data) - before
    return made


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _not_ours(folder: Path) -> Problem:
    return Problem(
        what=Text("数据目录里有不是生成出来的文件", "the data folder holds files that were not generated"),
        where=folder.name,
        todo=Text(
            "换一个 data 目录，或先移走这些文件", "choose another `data`, or move these files away first"
        ),
    )


def _no_generator(folder: Path) -> Problem:
    return Problem(
        what=Text("这个场景没有 generate.py", "this scenario has no generate.py"),
        where=folder.name,
        todo=Text("从 city.yml 的 generate 中去掉它", "take it out of `generate` in city.yml"),
    )
