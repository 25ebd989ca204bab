"""Before a table leaves for the public: how well its people are hidden in it.

``quasi`` are the columns somebody could know of a neighbour (age, sex, village); rows alike in all of them are a class.
The measures are those of GB/T 42460-2023, annex D, and GB/T 37964-2019.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text

_SIZE = "·size"


@dataclass(frozen=True, kw_only=True)
class Risk:
    """``k``: rows of the smallest class. ``l``: fewest different values of the sensitive column in a class.

    ``unique``: share of rows alone in their class. ``below``: share in classes smaller than the k asked for.
    ``highest``, ``average``: how likely one row, or any row, is found by somebody who knows its quasi-identifiers.
    """

    rows: int
    classes: int
    k: int
    l: int | None  # noqa: E741 - its name everywhere
    unique: float
    below: float
    highest: float
    average: float


def measuring(table: exp.Query, quasi: Sequence[str], sensitive: str | None, *, k: int) -> exp.Select:
    """A query of one row that measures the rows of ``table``. Blanks are a value like any other."""
    counted: list[exp.Expr] = [exp.alias_(exp.Count(this=exp.Star()), _SIZE, quoted=True)]
    if sensitive is not None:
        # Blank is a value too: a class of one value and blanks tells more than one of two values, not less.
        values = exp.Count(this=exp.Distinct(expressions=[sql.column(sensitive)]))
        counted.append(exp.alias_(values, "·values", quoted=True))
    classes = exp.select(*counted).from_(table.subquery("published"))
    for column in quasi:
        classes = classes.group_by(sql.column(column))
    measures = {
        "rows": "coalesce(sum(n), 0)",
        "classes": "count(*)",
        "k": "coalesce(min(n), 0)",
        "unique": "coalesce(sum(case when n = 1 then 1 else 0 end), 0)",
        "below": f"coalesce(sum(case when n < {k:d} then n else 0 end), 0)",
    }
    told = [
        exp.alias_(sql.fill(measure, n=sql.column(_SIZE)), name, quoted=True)
        for name, measure in measures.items()
    ]
    if sensitive is not None:
        told.append(exp.alias_(exp.Min(this=sql.column("·values")), "l", quoted=True))
    return exp.select(*told).from_(classes.subquery("classes"))


def risk(measured: pa.Table) -> Risk:
    """What the one row of ``measuring`` says."""
    (row,) = measured.to_pylist()
    rows, classes, k = int(row["rows"]), int(row["classes"]), int(row["k"])
    return Risk(
        rows=rows,
        classes=classes,
        k=k,
        l=row.get("l"),
        unique=int(row["unique"]) / rows if rows else 0.0,
        below=int(row["below"]) / rows if rows else 0.0,
        highest=1 / k if k else 0.0,
        average=classes / rows if rows else 0.0,
    )


def objections(found: Risk, *, k: int, l: int | None = None, where: str) -> list[Problem]:  # noqa: E741
    """Why a table so measured may not be published. None: it may."""
    told = []
    if found.rows and found.k < k:
        share = f"{found.below:.1%}"
        told.append(
            Problem(
                what=Text(
                    f"最小的一类只有 {found.k} 行，少于 {k}；{share} 的行在这样的类里",
                    f"the smallest class has {found.k} rows, fewer than {k}; {share} of the rows are in such classes",
                ),
                where=where,
                todo=Text(
                    "把年龄、地区归得更粗，或去掉这些行",
                    "make ages and places coarser, or leave these rows out",
                ),
            )
        )
    if l is not None and found.rows and (found.l or 0) < l:
        told.append(
            Problem(
                what=Text(
                    f"有的类里敏感列只有 {found.l} 种值，少于 {l}",
                    f"in some class the sensitive column has {found.l} values, fewer than {l}",
                ),
                where=where,
                todo=Text("并类，或不公开敏感列", "merge classes, or leave the sensitive column out"),
            )
        )
    return told
