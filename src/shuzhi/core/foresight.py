"""What every method that foresees is asked: learn what was known on a day, say what it expects, say why.

Methods (`foresee`) and the judging of them (`evaluate`) meet here and nowhere else: the judge knows no method.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

Floats = NDArray[np.float64]


class Reason(NamedTuple):
    """One feature's part in a prediction: its value, and how far it moves the log-odds from the usual."""

    feature: str
    value: object
    weight: float


class Fitted(Protocol):
    """A method that has learned. What it says depends on the items' features alone."""

    def predict(self, items: pa.Table) -> Floats:
        """The chance of each item."""
        ...

    def explain(self, items: pa.Table) -> list[list[Reason]]:
        """Per item its reasons, the weightiest first."""
        ...


class Method(Protocol):
    """A way to learn from items whose label is known."""

    def fit(self, known: pa.Table, features: "Features") -> Fitted: ...


@dataclass(frozen=True, kw_only=True)
class Features:
    """Columns of a table of items: what is predicted from what, and since when each could be known.

    ``as_of``: the day for whose morning a prediction is made. ``known``: feature -> column with the last day its value
    rests on, before ``as_of`` in every row (or empty: nothing was known). ``label_known``: the day the label was known.
    """

    item: str
    as_of: str
    label: str
    label_known: str
    known: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.known)


def refuse_peeking(items: pa.Table, features: Features, where: str = "features") -> None:
    """Raise ShuzhiError naming every feature that rests on a day not before the as-of date, or on no day told."""
    problems = []
    as_of = items[features.as_of].cast(pa.date32())
    for feature, column in features.known.items():
        missing = [name for name in (feature, column) if name not in items.column_names]
        if missing:
            problems.append(_not_there(feature, missing[0], where))
            continue
        late = pc.fill_null(pc.greater_equal(items[column].cast(pa.date32()), as_of), fill_value=False)
        count = pc.sum(late).as_py() or 0
        if count:
            first = items.filter(late).slice(0, 1).to_pylist()[0]
            problems.append(_peeks(feature, count, len(items), first, features, where))
    if problems:
        raise ShuzhiError(problems)


def by_item(table: pa.Table, features: Features) -> pa.Table:
    """The rows by item: no engine promises an order of rows, and what is learned, and who comes first of two alike,
    would depend on it."""
    return table.sort_by(features.item)


def known_by(items: pa.Table, features: Features, day: date) -> pa.Table:
    """Items whose label was known before ``day``: what a method may learn from then."""
    return items.filter(pc.less(items[features.label_known].cast(pa.date32()), pa.scalar(day, pa.date32())))


def _peeks(
    feature: str, count: int, whole: int, row: Mapping[str, object], features: Features, where: str
) -> Problem:
    item, as_of, known = row[features.item], row[features.as_of], row[features.known[feature]]
    return Problem(
        what=Text(
            f"特征“{feature}”用了基准日之后才知道的数据", f"feature “{feature}” peeks past the as-of date"
        ),
        where=where,
        why=Text(
            f"{whole} 行中有 {count} 行：如“{item}”的基准日是 {as_of}，这个特征却要到 {known} 才知道",
            f"in {count} of {whole} rows: “{item}” is judged as of {as_of}, but the feature rests on {known}",
        ),
        todo=Text(
            "只用基准日之前的数据重算这个特征", "make the feature from what was known before the as-of date"
        ),
    )


def _not_there(feature: str, column: str, where: str) -> Problem:
    return Problem(
        what=Text(f"特征“{feature}”没有列“{column}”", f"feature “{feature}” has no column “{column}”"),
        where=where,
        why=Text("每个特征都要说明它的值到哪一天为止", "every feature says up to which day its value rests"),
        todo=Text("补上这一列，或改正名称", "add the column, or mend its name"),
    )
