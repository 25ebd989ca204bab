"""A folder's tables, examined: what is missing, wrong, doubtful, repeated, lost or told twice, the gravest first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.govern import profile
from shuzhi.packs.schema import City, Source
from shuzhi.run.checkup import trouble
from shuzhi.run.checkup.trouble import Filled
from shuzhi.run.ledger import Batch, batches
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

SORTS = (
    "quarantined", "invalid", "future", "lost", "differs", "repeated", "copied", "contradicted", "misspelt",
    "misshapen", "blank", "empty",
)  # fmt: skip
"""Sorts of trouble, the gravest first."""

BIRTH = re.compile(r"出生|生日|birth|\bdob\b|csrq", re.IGNORECASE)
"""Headers of days of birth: they tell nothing of how old a table is."""
MEANT = 0.5
"""Share of rows from which on a column is meant to be filled, so that a blank is missing."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it was found. ``newest``: the latest date in it. ``twins``: other departments' tables that hold the
    same columns, keys among them."""

    name: str
    owner: str
    batches: tuple[Batch, ...]
    rows: int
    columns: tuple[Filled, ...]
    newest: date | None
    twins: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One sort of problem in one column (None: whole rows). ``reason``: the element's code of what is invalid;
    ``witness``: what speaks against the values."""

    sort: str
    table: str
    owner: str
    column: str | None
    element: str | None
    reason: str | None
    witness: str | None
    example: str | None
    expected: str | None
    rows: int
    share: float


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """Tables as they are; troubles, the gravest first; and a row for each value that something speaks against:
    ``table``, ``file``, ``row``, ``column``, ``element``, ``sort``, ``reason``, ``value``, ``expected``,
    ``witness``."""

    tables: tuple[Table, ...]
    troubles: tuple[Trouble, ...]
    rows: pa.Table


def examine(lake: Lake, city: City, today: date) -> Checkup:
    """Everything the tables of the city's sources say against themselves and each other. The city was just run."""
    reads = ("landed.*", "standard.*", "quality.*", "meta.batch", "suspect.*")
    pipeline = Pipeline(lake=lake, scope=Scope(name="checkup", reads=reads, writes=("suspect.*",)))
    facts = {source.name: trouble.filled(pipeline, source) for source in city.sources}
    trouble.gather(pipeline, city, facts, today)
    arrived = batches(pipeline)
    twins = trouble.twins(city, facts)
    tables = tuple(
        Table(
            name=source.name,
            owner=source.owner,
            batches=tuple(batch for batch in arrived if batch.source == source.name),
            rows=facts[source.name][0].rows,
            columns=tuple(facts[source.name]),
            newest=_newest(facts[source.name]),
            twins=tuple((other, tuple(shared)) for other, shared in twins.get(source.name, {}).items()),
        )
        for source in city.sources
    )
    troubles = [*_of_values(pipeline, tables), *_of_rows(pipeline, city.sources, tables)]
    troubles.sort(key=lambda each: (SORTS.index(each.sort), -each.rows, each.table, each.column or ""))
    return Checkup(tables=tables, troubles=tuple(troubles), rows=pipeline.fetch(_ROWS))


_TOLD = sql.query(
    """
    select sort, "table", "column", reason, min(witness) as witness, count(*) as n,
           min(value) as example, arg_min(expected, value) as expected
    from suspect.problem
    group by sort, "table", "column", reason, case when sort in ('lost', 'differs') then witness end
    """
)
"""Only registers are witnesses of many rows; the others are as many as the values, and one of them is named."""

_ROWS = sql.query(
    """
    select p."table", b.file, p._row as "row", p."column", p.sort, p.reason, p.value, p.expected, p.witness, s.element
    from suspect.problem p
    left join meta.batch b on b.batch = p._batch
    left join quality.score s on s."table" = p."table" and s."column" = p."column"
    order by p."table", b.file, p._row, p."column", p.sort
    """
)


def _of_values(pipeline: Pipeline, tables: Sequence[Table]) -> Iterator[Trouble]:
    by_name = {table.name: table for table in tables}
    for row in pipeline.fetch(_TOLD).to_pylist():
        table = by_name[row["table"]]
        column = next((fact for fact in table.columns if fact.column == row["column"]), None)
        yield Trouble(
            sort=row["sort"],
            table=table.name,
            owner=table.owner,
            column=row["column"],
            element=column.element if column else None,
            reason=row["reason"],
            witness=row["witness"],
            example=row["example"],
            expected=row["expected"],
            rows=row["n"],
            share=row["n"] / max(table.rows, 1),
        )


def _of_rows(pipeline: Pipeline, sources: Sequence[Source], tables: Sequence[Table]) -> Iterator[Trouble]:
    for source, table in zip(sources, tables, strict=True):
        headers = [name for name in pipeline.columns(source.landed) if not name.startswith("_")]
        (copied,) = pipeline.fetch(profile.copies(source.landed, headers)).to_pylist()
        if copied["copies"]:
            yield _counted(table, "copied", None, copied["copies"])
        blank = _blank(pipeline, source)
        for fact in table.columns:
            written = fact.rows - blank[fact.column]
            if not written and fact.rows:
                yield _counted(table, "empty", fact, fact.rows)
            elif MEANT * fact.rows <= written < fact.rows:
                yield _counted(table, "blank", fact, blank[fact.column])


def _blank(pipeline: Pipeline, source: Source) -> dict[str, int]:
    scored = exp.select(sql.column("column"), "blank").from_(exp.table_("score", db="quality", quoted=True))
    scored = scored.where(sql.column("table").eq(sql.literal(source.name)))
    return {row["column"]: row["blank"] for row in pipeline.fetch(scored).to_pylist()}


def _counted(table: Table, sort: str, fact: Filled | None, rows: int) -> Trouble:
    return Trouble(
        sort=sort,
        table=table.name,
        owner=table.owner,
        column=fact.column if fact else None,
        element=fact.element if fact else None,
        reason=None,
        witness=None,
        example=None,
        expected=None,
        rows=rows,
        share=rows / max(table.rows, 1),
    )


def _newest(facts: Sequence[Filled]) -> date | None:
    latest = [
        fact.greatest
        for fact in facts
        if fact.element == "date" and fact.greatest and not BIRTH.search(fact.column)
    ]
    return max(map(date.fromisoformat, latest)) if latest else None
