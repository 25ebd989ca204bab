"""What an attack is: a way to ask, the defence that stops it, and how one sees that it got through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.leaks.world import CLERK, HIDDEN, THERE, Person

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Attack:
    """``by`` is who gets through when ``defence`` is off. ``tells``: what else in an answer to him, and to ``also``,
    is a leak beside hidden values."""

    name: str
    sql: str
    defence: str
    by: Person = CLERK
    also: tuple[Person, ...] = ()
    tells: Callable[[Rows], bool] = lambda rows: False
    before: tuple[str, ...] = ()
    """Questions asked before, by the same reader."""


def leaked(who: Person, attack: Attack, rows: Rows, said: str) -> bool:
    """Whether an answer, or the words of an error, tell the reader something he may not know."""
    if who.is_blind:
        return bool(rows) or any(value in said for value in HIDDEN)
    cells = [str(cell) for row in rows for cell in row.values()]
    text = "\n".join([*cells, said])
    if any(value in text and value not in attack.sql for value in HIDDEN - who.sees):
        return True
    if not who.sees_there and any(cell == THERE for cell in cells):
        return True
    return who in (attack.by, *attack.also) and attack.tells(rows)


def some(rows: Rows) -> bool:
    """The answer has a row, or counts one."""
    return any(any(value not in (0, None, False) for value in row.values()) for row in rows)


def is_true(rows: Rows) -> bool:
    return any(
        value is True or (isinstance(value, int) and value > 0) for row in rows for value in row.values()
    )
