"""Questions that the ORM puts together once. Asked again, only the values in them change.

Putting a question together costs Django a millisecond, several times what SQLite takes to answer it, and the same page
asks the same questions all day. The question stays declared as a QuerySet; its SQL is kept, and whose values go where.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, ParamSpec

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Asked = ParamSpec("Asked")
Row = tuple[Any, ...]
Value = int | float | str | list[int] | list[str] | None

KEPT = 128
"""Shapes of one question that are kept; the one not asked for longest is put together again."""

_NUMBER, _FRACTION, _WORD = 1_999_000_000, 1_999_000_000.5, "⟦value⟧"
"""What stands for values while a question is put together: no limit, no column and no word of ours."""


@dataclass(frozen=True)
class _Kept:
    """The SQL with its parameters: ``places`` says of which name, and at which place of its list, each value is."""

    compiler: SQLCompiler
    converters: dict[int, Any]
    names: tuple[str, ...]
    statement: str
    parameters: tuple[object, ...]
    places: tuple[tuple[int, str, int], ...]


class Prepared(Generic[Asked]):
    """A function that makes a QuerySet of ``values`` or ``values_list``, as a question.

    Its positional arguments are the question's shape: hashable. Its keyword arguments are the values: numbers and
    words, or lists of them, that stand in the QuerySet as they are; None is shape as well (there is no such filter).
    Whatever else a question is about (dates, decimals, prefixes) is shape.
    """

    def __init__(self, make: Callable[Asked, QuerySet[Any, Any]]) -> None:
        self._make = make
        self._kept = lru_cache(maxsize=KEPT)(self._put_together)

    def __call__(self, *shape: Asked.args, **values: Asked.kwargs) -> list[Row]:
        """The rows. Raises ValueError when a value is not to be found in the SQL: it would be ignored."""
        return self._rows(*self._asked(shape, values))

    def told(self, *shape: Asked.args, **values: Asked.kwargs) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        kept, parameters = self._asked(shape, values)
        return (
            [dict(zip(kept.names, row, strict=True)) for row in self._rows(kept, parameters)] if kept else []
        )

    def first(self, *shape: Asked.args, **values: Asked.kwargs) -> Row | None:
        """The first row of a question that is ordered, or can only have one."""
        return next(iter(self._rows(*self._asked(shape, values))), None)

    def count(self, *shape: Asked.args, **values: Asked.kwargs) -> int:
        """How many rows, up to the question's own limit."""
        kept, parameters = self._asked(shape, values)
        if kept is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from ({kept.statement}) counted", parameters)
            number: int = cursor.fetchone()[0]
        return number

    def _rows(self, kept: _Kept | None, parameters: list[Any]) -> list[Row]:
        if kept is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(kept.statement, parameters)
            rows: list[Row] = cursor.fetchall()
        if not kept.converters:
            return rows
        return [tuple(row) for row in kept.compiler.apply_converters(rows, kept.converters)]

    def _asked(self, shape: tuple[Any, ...], values: Mapping[str, Any]) -> tuple[_Kept | None, list[Any]]:
        said = {name: _padded(value) for name, value in values.items()}
        kept = self._kept(shape, tuple((name, *_kind(values[name], said[name])) for name in said))
        if kept is None:
            return None, []
        parameters = list(kept.parameters)
        for at, name, place in kept.places:
            parameters[at] = said[name][place]
        return kept, parameters

    def _put_together(
        self, shape: tuple[Hashable, ...], kinds: tuple[tuple[str, str, int], ...]
    ) -> _Kept | None:
        marks, values = _marked(kinds)
        found = self._make(*shape, **values)  # type: ignore[arg-type]
        compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            statement, parameters = compiler.as_sql()
        except EmptyResultSet:
            if [] in values.values() or not marks:
                return None
            raise ValueError(f"{self._make.__name__}: empty whatever its values") from None
        places = tuple(
            (at, *marks[parameter])
            for at, parameter in enumerate(parameters)
            if isinstance(parameter, int | float | str) and parameter in marks
        )
        lost = set(marks.values()) - {(name, place) for _, name, place in places}
        if lost or compiler.has_extra_select:
            raise ValueError(f"{self._make.__name__}: cannot be prepared; not in its SQL: {lost}")
        query = found.query
        names = query.selected or (*query.extra_select, *query.values_select, *query.annotation_select)
        converters = compiler.get_converters([column[0] for column in compiler.select or ()])
        return _Kept(compiler, converters, tuple(names), statement, tuple(parameters), places)


def prepared(make: Callable[Asked, QuerySet[Any, Any]]) -> Prepared[Asked]:
    """Decorates the function that declares the question."""
    return Prepared(make)


def _padded(value: Value) -> Sequence[object]:
    """A list becomes as long as the next power of two by repeating its last: so few lengths are put together."""
    if not isinstance(value, list):
        return (value,)
    some: list[object] = list(value)
    return some + some[-1:] * ((1 << max(len(some) - 1, 0).bit_length()) - len(some)) if some else some


def _kind(value: Value, padded: Sequence[object]) -> tuple[str, int]:
    """What can be told of a value without its being known."""
    if value is None:
        return "none", 0
    of = type(padded[0]).__name__ if padded else "int"
    return f"{of} list" if isinstance(value, list) else of, len(padded)


def _marked(
    kinds: tuple[tuple[str, str, int], ...],
) -> tuple[dict[object, tuple[str, int]], dict[str, Value]]:
    """A mark for every value, and the values as marks."""
    marks: dict[object, tuple[str, int]] = {}
    values: dict[str, Any] = {}
    for name, kind, size in kinds:
        of, _, many = kind.partition(" ")
        first = len(marks)
        some = [_MARKS[of](number) for number in range(first, first + size)] if size else []
        marks |= {mark: (name, place) for place, mark in enumerate(some)}
        values[name] = None if of == "none" else some if many else some[0]
    return marks, values


_MARKS: Mapping[str, Callable[[int], object]] = {
    "int": lambda number: _NUMBER + number,
    "float": lambda number: _FRACTION + number,
    "str": lambda number: f"{_WORD}{number}",
}
