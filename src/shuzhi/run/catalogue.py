"""After the steps: which columns came from which, and how sensitive each therefore is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa

from shuzhi.core.elements import Grade, element
from shuzhi.core.sql import TableName, tables_read
from shuzhi.govern.declared import columns as declared_columns
from shuzhi.govern.lineage import Edge, edges, grade
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import COLUMN, LINEAGE
from shuzhi.packs.schema import City
from shuzhi.run.contents import contents
from shuzhi.run.execute import LEDGER
from shuzhi.run.ledger import fingerprint, record_steps
from shuzhi.run.ledger import steps as recorded
from shuzhi.run.step import Step
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

READER = Scope(name="govern:catalogue", reads=("*",), writes=("meta.*",))
NAME = "catalogue"


def record(lake: Lake, city: City, steps: Sequence[Step]) -> None:
    """Write meta.lineage and meta.column, unless every step is as it was when they were last written."""
    book = Pipeline(lake=lake, scope=LEDGER)
    done = recorded(book)
    mark = fingerprint([step.mark for step in steps])
    if done.get(NAME, ("", 0))[0] == mark:
        return
    pipeline = Pipeline(lake=lake, scope=READER)
    builds = [build for step in steps for build in step.builds if not build.held]
    types = {build.table: pipeline.columns(build.table) for build in builds}
    found = [*_declared(city, pipeline), *_written(pipeline, steps, types)]
    with book.transaction():
        pipeline.replace_arrow(LINEAGE, _lineage(found))
        pipeline.replace_arrow(COLUMN, _columns(city, steps, types, found))
        record_steps(book, done | {NAME: (mark, len(found))})


def _declared(city: City, pipeline: Pipeline) -> list[Edge]:
    """Standard columns come from the landed column their source declares; the SQL goes by way of dictionaries."""
    return [
        Edge(source.standard, column.name, source.landed, column.header)
        for source, _ in collected(city)
        if pipeline.exists(source.landed)
        for column in declared_columns(source, pipeline.columns(source.landed))
        if column.header is not None
    ]


def _written(pipeline: Pipeline, steps: Sequence[Step], types: dict[TableName, dict[str, str]]) -> list[Edge]:
    found: list[Edge] = []
    for step in steps:
        for build in step.builds:
            if build.query is None or build.table.schema in {"standard", "dictionary", "problem", "quality"}:
                continue
            for table in tables_read(build.query) - types.keys():
                types[table] = pipeline.columns(table)
            read = {table: types[table] for table in tables_read(build.query)}
            found += edges(build.table, build.query, read)
    return found


def _lineage(found: Sequence[Edge]) -> pa.Table:
    rows = [
        {
            "table": str(edge.table),
            "column": edge.column,
            "from_table": str(edge.from_table),
            "from_column": edge.from_column,
        }
        for edge in found
    ]
    schema = pa.schema([(name, pa.string()) for name in ("table", "column", "from_table", "from_column")])
    return pa.Table.from_pylist(rows, schema=schema)


def _columns(
    city: City,
    steps: Sequence[Step],
    types: Mapping[TableName, Mapping[str, str]],
    found: Sequence[Edge],
) -> pa.Table:
    """Grades in the order tables are made, so that what a column derives from is graded before it."""
    origins: dict[tuple[TableName, str], list[tuple[TableName, str]]] = defaultdict(list)
    for edge in found:
        origins[edge.table, edge.column].append((edge.from_table, edge.from_column))
    held = contents(city)
    grades: dict[tuple[TableName, str], Grade] = {}
    rows = []
    for table in (build.table for step in steps for build in step.builds if not build.held):
        for column, type_ in types[table].items():
            kind = held.get(table, {}).get(column)
            inherited = [grades[origin] for origin in origins[table, column] if origin in grades]
            grades[table, column] = grade(element(kind).grade if kind else None, inherited)
            rows.append(
                {
                    "table": str(table),
                    "column": column,
                    "element": kind,
                    "type": type_,
                    "grade": grades[table, column],
                }
            )
    schema = pa.schema([(name, pa.string()) for name in ("table", "column", "element", "type", "grade")])
    return pa.Table.from_pylist(rows, schema=schema)
