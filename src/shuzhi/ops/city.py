"""The city this process serves, as its files say."""

import dataclasses
import logging
from functools import cache
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.folder import CITY, folder
from shuzhi.packs.loader import examine, load_city
from shuzhi.packs.schema import City

log = logging.getLogger(__name__)
_READ: dict[str, object] = {}
"""What the files looked like when they were last read."""


@cache
def city() -> City:
    """The city served, as its files say. Raises ShuzhiError when no city is named or its files are wrong."""
    instead = _READ.pop("instead", None)
    if isinstance(instead, City):
        return instead
    where = folder()
    if where is None:
        raise ShuzhiError(
            [
                Problem(
                    what=Text("没有指明城市", "no city is named"),
                    where=CITY,
                    todo=Text("用 shuzhi serve <城市目录> 启动", "start with `shuzhi serve <city folder>`"),
                )
            ]
        )
    read = load_city(where)
    _READ["stamp"] = _stamp(read)
    return read


def read_again() -> bool:
    """Read the files again if they have changed; True if they had. Files with mistakes are told in the log, and what
    was read before stays in force, but for grants that were taken back: policy never outlives the files."""
    stamp = _stamp(city())
    if stamp == _READ["stamp"]:
        return False
    _READ["stamp"] = stamp
    try:
        load_city(city().folder)
    except ShuzhiError as error:
        log.warning("the city's files have mistakes; only grants taken back are followed: %s", error)
        _READ["instead"] = _with_less(city())
        city.cache_clear()
        return False
    city.cache_clear()
    return True


def _with_less(held: City) -> City:
    """The city as it was, without the grants and purposes that its files, mistakes and all, no longer have."""
    said, _ = examine(held.folder)
    return dataclasses.replace(
        held,
        grants=tuple(grant for grant in held.grants if grant in said.grants),
        purposes=tuple(purpose for purpose in held.purposes if purpose in said.purposes),
    )


def _stamp(read: City) -> tuple[tuple[Path, int], ...]:
    own = (
        "*.yml",
        "*.py",
        "recipes/*.yml",
        "feeds/*.yml",
        "views/*.yml",
        "elements/*.yml",
        "codes/*.yml",
        "grades/*.yml",
    )
    said = [path for pattern in own for path in read.folder.glob(pattern)]
    for scenario in read.scenarios:
        said += [path for path in scenario.folder.rglob("*") if path.suffix in {".yml", ".sql", ".py"}]
    return tuple((path, path.stat().st_mtime_ns) for path in sorted(said))
