"""What is wrong with the data: a row for each invalid value, and scores for each column and table."""

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern.declared import (
    Column,
    Declared,
    columns,
    dictionary_table,
    landed_table,
    problem_table,
    standard_table,
    tally_table,
)
from shuzhi.govern.rules import QualityRule, counts, joined

PROBLEM = TableName("quality", "problem")
SCORE = TableName("quality", "score")
PROBLEM_COLUMNS = {
    "table": "VARCHAR", "_batch": "VARCHAR", "_row": "BIGINT", "column": "VARCHAR",
    "element": "VARCHAR", "reason": "VARCHAR", "value": "VARCHAR",
}  # fmt: skip
SCORE_SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("column", pa.string()),
        ("element", pa.string()),
        ("rows", pa.int64()),
        ("blank", pa.int64()),
        ("invalid", pa.int64()),
        ("share", pa.float64()),
    ]
)


def problems(
    source: Declared, landed: Collection[str], *, invalid: Collection[str] | None = None
) -> exp.Query:
    """Rows of ``quality.problem`` for one source, from its landed rows and the dictionaries.

    ``landed`` are the headers its landed table has. ``invalid``: the columns in which some value is invalid.
    The answer is the same without, at more cost.
    """
    parts = [
        _of_column(source, column)
        for column in columns(source, landed)
        if column.header is not None and column.element.costly and (invalid is None or column.name in invalid)
    ]
    return sql.union_all(parts) if parts else _none()


def tally(source: Declared, rules: Sequence[QualityRule] = ()) -> exp.Query:
    """One row: ``rows`` of the standard table, for column number n ``valid_<n>`` and ``invalid_<n>`` values, and for
    rule number n ``checked_<n>`` and ``failing_<n>``: everything in one pass over the table."""
    valid = exp.select(exp.alias_(sql.parse("count(*)"), "rows"))
    valid = valid.from_(exp.alias_(standard_table(source).tree, "s", table=True))
    invalid = exp.select().from_(problem_table(source).tree)
    for number, name in enumerate(source.columns):
        count = sql.fill("count(x)", x=sql.column(name, "s"))
        valid.select(exp.alias_(count, f"valid_{number}"), copy=False)
        told = sql.fill(
            "count(case when c = name then 1 end)", c=sql.column("column"), name=sql.literal(name)
        )
        invalid.select(exp.alias_(told, f"invalid_{number}"), copy=False)
    valid = joined(valid.select(*counts(rules), copy=False), rules)
    return exp.select("*").from_(valid.subquery("s")).join(invalid.subquery("p"), join_type="cross")


def scores(sources: Sequence[Declared], tallies: Mapping[TableName, pa.Table]) -> pa.Table:
    """Rows of ``quality.score``, one for each standard column: ``table``, ``column``, ``element``, ``rows``,
    ``blank`` (nothing written, or the column is missing), ``invalid``, and ``share``, the invalid ones among
    those written (NULL when none is)."""
    rows = []
    for source in sources:
        (counted,) = tallies[tally_table(source)].to_pylist()
        for number, (name, column) in enumerate(source.columns.items()):
            valid, invalid = counted[f"valid_{number}"], counted[f"invalid_{number}"]
            rows.append(
                {
                    "table": source.name,
                    "column": name,
                    "element": column.element,
                    "rows": counted["rows"],
                    "blank": counted["rows"] - valid - invalid,
                    "invalid": invalid,
                    "share": invalid / (valid + invalid) if valid + invalid else None,
                }
            )
    return pa.Table.from_pylist(rows, schema=SCORE_SCHEMA)


def _of_column(source: Declared, column: Column) -> exp.Select:
    header = sql.column(column.header or "", "l")
    return (
        exp.select(
            exp.alias_(sql.literal(source.name), "table", quoted=True),
            "l._batch",
            "l._row",
            exp.alias_(sql.literal(column.name), "column", quoted=True),
            exp.alias_(sql.literal(column.element.name), "element"),
            "d.reason",
            exp.alias_(header, "value"),
        )
        .from_(exp.alias_(landed_table(source).tree, "l", table=True))
        .join(
            exp.alias_(dictionary_table(column.element).tree, "d", table=True),
            on=sql.column("raw", "d").eq(header),
        )
        .where("d.reason is not null")
    )


def _none() -> exp.Select:
    outputs = [exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in PROBLEM_COLUMNS.items()]
    return exp.select(*outputs).where("false")
