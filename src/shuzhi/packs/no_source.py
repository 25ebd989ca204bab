"""What a city's file is told that names a source there is not."""

from collections.abc import Collection

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean, listed


def no_source(name: str, where: str, sources: Collection[str], *, why: Text | None = None) -> Problem:
    there = listed(sources)
    return Problem(
        what=Text(f"没有来源“{name}”", f"there is no source “{name}”"),
        where=where,
        why=why,
        todo=did_you_mean(name, sources, otherwise=Text(f"可用：{there}", f"there are: {there}")),
    )
