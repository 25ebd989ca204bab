"""What an indicator is, as far as counting needs it: the table, what is counted, by what, and when it happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from shuzhi.core.sql import TableName
from shuzhi.core.text import Text

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
"""From fine to coarse."""

Kind = Literal["count", "sum", "distinct"]
Days = Literal["days", "working_days"]
LEVELS: Mapping[str, int] = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}
"""Digits of a region's code (GB/T 2260, GB/T 10114) down to each level."""
PERCENT = "%"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Rows counted, a column summed, or its different values counted; of the rows that meet ``where``."""

    kind: Kind
    column: str | None = None
    where: exp.Expr | None = None

    @property
    def adds(self) -> bool:
        """Whether parts add up to the whole."""
        return self.kind != "distinct"


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """What an indicator can be split by. ``levels``: the ways to drill, coarse to fine; none for a plain column.

    ``above``: for a tree of departments, per level the department under which each one is counted.
    """

    name: str
    title: Text
    column: str
    levels: tuple[str, ...] = ()
    above: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One governed number. ``per``: what it is divided by, whole by whole: a ratio is never an average of ratios.

    ``time`` None: the table says how things stand, not when they happened. ``grain``: the finest that means something.
    ``ahead``: periods to come count, too, because it is a forecast.
    """

    name: str
    title: Text
    unit: Text
    table: TableName
    value: Counted
    per: Counted | Days | None
    where: exp.Expr | None
    time: str | None
    grain: Grain
    dimensions: tuple[Dimension, ...]
    ahead: bool = False

    @property
    def is_ratio(self) -> bool:
        return isinstance(self.per, Counted)

    @property
    def adds(self) -> bool:
        """Whether its parts by any dimension add up to it."""
        return self.value.adds and not self.is_ratio

    @property
    def percent(self) -> bool:
        return self.unit.zh == PERCENT

    @property
    def counted(self) -> tuple[Counted, ...]:
        """All it counts."""
        return (self.value, self.per) if isinstance(self.per, Counted) else (self.value,)

    def dimension(self, name: str) -> Dimension | None:
        return next((each for each in self.dimensions if each.name == name), None)

    @property
    def columns(self) -> frozenset[str]:
        """Columns of the table that the number itself rests on; a distinct count's own are in ``told_apart``."""
        trees = [self.where, *(each.where for each in self.counted)]
        named = {column.name for tree in trees if tree is not None for column in tree.find_all(exp.Column)}
        named |= {each.column for each in self.counted if each.column and each.kind != "distinct"}
        return frozenset(named | ({self.time} if self.time else set()))

    @property
    def told_apart(self) -> frozenset[str]:
        """Columns of which only needs to be known whether two values are the same."""
        return frozenset(each.column for each in self.counted if each.column and each.kind == "distinct")
