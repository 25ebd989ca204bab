"""What every pull tells, and what none may do in silence."""

from collections.abc import Callable
from dataclasses import dataclass

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

Tell = Callable[[int], None]
"""Told the rows taken so far."""


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a pull came to: the rows the mirror has now, and how many of them were taken from the source this time."""

    rows: int
    taken: int


def emptied(where: str, before: int) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    f"来源现在是空的，上次有 {before} 行",
                    f"the source is empty; last time it had {before} rows",
                ),
                where=where,
                todo=Text(
                    "已入库的保持不变。问清来源部门；确实清空了，用 shuzhi intake pull <城市> <来源> --may-empty",
                    "what is landed stays. Ask the department; if it is meant: "
                    "`shuzhi intake pull <city> <source> --may-empty`",
                ),
            )
        ]
    )
