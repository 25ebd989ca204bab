"""What a reader is told beside an indicator's number: the rows behind it, and how it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuzhi.analyse.indicators.form import Cell, Freshness
from shuzhi.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Rows of the table a number is counted from, as the reader may see them; ``more``: there are others."""

    names: tuple[str, ...]
    titles: tuple[Text, ...]
    rows: Sequence[Sequence[Cell]]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Explained:
    """How a number is counted: in words, as SQL, from which table of whom. ``rows``: the reader's grants leave out
    those that do not meet it. ``export``: it may leave the platform as a file."""

    definition: Text
    said: Text
    sql: str
    table: str
    table_title: Text
    owner: str
    freshness: Freshness
    snapshot: str | None
    rows: str | None
    export: bool
