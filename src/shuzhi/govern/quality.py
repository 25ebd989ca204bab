"""What is wrong with the data: a row for each invalid value, and scores for each column and table."""

from collections.abc import Collection, Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern.declared import Column, Declared, columns, dictionary_table, landed_table, standard_table

PROBLEM = TableName("quality", "problem")
SCORE = TableName("quality", "score")
PROBLEM_COLUMNS = {
    "table": "VARCHAR", "_batch": "VARCHAR", "_row": "BIGINT", "column": "VARCHAR",
    "element": "VARCHAR", "reason": "VARCHAR", "value": "VARCHAR",
}  # fmt: skip


def problems(source: Declared, landed: Collection[str]) -> exp.Query:
    """Rows of ``quality.problem`` for one source, after ``standardise.builds`` made its dictionaries.

    ``landed`` are the headers its landed table has. Costs one join with a few entries for each column.
    """
    parts = [_of_column(source, column) for column in columns(source, landed) if _judged(column)]
    return sql.union_all(parts) if parts else _none(PROBLEM_COLUMNS)


def scores(sources: Sequence[Declared]) -> exp.Query:
    """Rows of ``quality.score``, one for each standard column: ``table``, ``column``, ``element``, ``rows``,
    ``blank`` (nothing written, or the column is missing), ``invalid``, and ``share``, the invalid ones among
    those written (NULL when none is). Reads ``quality.problem``."""
    parts = [
        _score(source, name, column.element) for source in sources for name, column in source.columns.items()
    ]
    written = (
        sql.union_all(parts)
        if parts
        else _none(
            {
                "table": "VARCHAR",
                "column": "VARCHAR",
                "element": "VARCHAR",
                "rows": "BIGINT",
                "valid": "BIGINT",
            }
        )
    )
    return sql.query(
        """
        select c."table", c."column", c.element, c.rows, c.rows - c.valid - coalesce(p.invalid, 0) as blank,
               coalesce(p.invalid, 0) as invalid,
               coalesce(p.invalid, 0) / cast(nullif(c.valid + coalesce(p.invalid, 0), 0) as double) as share
        from counted c
        left join (
            select "table", "column", count(*) as invalid from quality.problem group by "table", "column"
        ) p on p."table" = c."table" and p."column" = c."column"
        """
    ).with_("counted", as_=written)


def _judged(column: Column) -> bool:
    return column.header is not None and column.element.costly


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
            exp.alias_(dictionary_table(source, column.element).tree, "d", table=True),
            on=sql.column("raw", "d").eq(header),
        )
        .where("d.reason is not null")
    )


def _score(source: Declared, name: str, kind: str) -> exp.Select:
    return exp.select(
        exp.alias_(sql.literal(source.name), "table", quoted=True),
        exp.alias_(sql.literal(name), "column", quoted=True),
        exp.alias_(sql.literal(kind), "element"),
        exp.alias_(sql.parse("count(*)"), "rows"),
        exp.alias_(sql.fill("count(x)", x=sql.column(name)), "valid"),
    ).from_(standard_table(source).tree)


def _none(names: dict[str, str]) -> exp.Select:
    outputs = [exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in names.items()]
    return exp.select(*outputs).where("false")
