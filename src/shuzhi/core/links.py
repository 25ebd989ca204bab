"""Keys by which a row of one table finds a row of another."""

from dataclasses import dataclass

from shuzhi.core.sql import TableName


@dataclass(frozen=True, kw_only=True)
class Link:
    """A column whose values are those of another table's key."""

    on: str
    table: TableName
    key: str
