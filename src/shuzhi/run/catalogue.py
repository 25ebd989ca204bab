"""After the steps: what there is, which columns came from which, and how sensitive each therefore is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import date

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.elements import ELEMENTS, GRADES, Grade, element
from shuzhi.core.sql import TableName, tables_read
from shuzhi.govern.declared import columns as declared_columns
from shuzhi.govern.declared import dictionary_table, problem_table
from shuzhi.govern.history import DEVIATION
from shuzhi.govern.influence import ROWS, Influence, influences
from shuzhi.govern.lineage import Edge, edges, grade
from shuzhi.govern.measured import DIMENSION, EXAMPLE, RESULT
from shuzhi.govern.quality import PROBLEM, SCORE
from shuzhi.packs.contents import contents, own_grades
from shuzhi.packs.files import Lowered
from shuzhi.packs.grades import decided
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import CHANGE, COLUMN, INFLUENCE, LINEAGE, PLATFORM, RUN, TABLE
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City
from shuzhi.run.described import CHANGE_SCHEMA, TABLE_SCHEMA, changes, described
from shuzhi.run.execute import LEDGER, Executed
from shuzhi.run.ledger import CATALOGUE, batches, fingerprint, record_steps
from shuzhi.run.ledger import steps as recorded
from shuzhi.run.measures import rests_on
from shuzhi.run.step import Step
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope, matches

READER = Scope(name="govern:catalogue", reads=("*",), writes=("meta.*",))
_GOVERNED = {"standard", "dictionary", "problem", "tally", "profile", "quality"}
"""Schemas whose columns tell for themselves what they were made from."""
_LAST = (TABLE, COLUMN, CHANGE, LINEAGE, INFLUENCE, RUN)
"""What a run writes from here on: the first run's catalogue names them too."""
TOLD = (PROBLEM, SCORE, DEVIATION, RESULT, EXAMPLE, DIMENSION)
"""Tables in which everything is told that was judged."""


def record(lake: Lake, city: City, planned: Sequence[Step], made: Executed, *, as_of: date) -> None:
    """Write meta.table, meta.column, meta.lineage and what changed, unless all is as it was the last time.

    Of tables that are held as they were, so is what they were made from; of those not there yet nothing is told.
    """
    book, pipeline = Pipeline(lake=lake, scope=LEDGER), Pipeline(lake=lake, scope=READER)
    steps = [step for step in planned if step.makes <= pipeline.tables()]
    done = recorded(book)
    held = contents(city) | _workings(city)
    measured = rests_on(lake, city, as_of=as_of)
    told = sorted((str(table), sorted(columns.items())) for table, columns in held.items())
    lowered = _lowered(city)
    less = sorted(repr((table, sorted(columns.items()))) for table, columns in lowered.items())
    files = [(source.name, source.model_dump(mode="json", exclude={"path"})) for source, _ in collected(city)]
    mark = fingerprint(
        [
            told,
            less,
            _standards(city),
            files,
            city.catalogue.model_dump(mode="json"),
            city.signatures.model_dump(mode="json"),
            [step.mark for step in steps],
            [step.name for step in made.held],
            list(map(repr, measured)),
        ]
    )
    if done.get(CATALOGUE, ("", 0))[0] == mark:
        return
    kept = frozenset().union(*(step.makes for step in made.held))
    anew = [step for step in steps if not step.makes & kept]
    types = {build.table: pipeline.columns(build.table) for step in steps for build in step.builds}
    found = [*_declared(city, pipeline), *_written(pipeline, anew, types)]
    found += [
        Edge(full_name(row["table"]), row["column"], full_name(row["from_table"]), row["from_column"])
        for row in _as_it_was(pipeline, LINEAGE, kept)
    ]
    decided = [*_judged(found), *_decided(anew, types), *measured]
    decided += [
        Influence(full_name(row["table"]), full_name(row["from_table"]), row["from_column"])
        for row in _as_it_was(pipeline, INFLUENCE, kept)
    ]
    columns = _columns(city, held, lowered, steps, types, found)
    tables = _tables(city, pipeline, steps, made.rows, columns)
    with book.transaction():
        _note_changes(pipeline, TABLE, tables, as_of)
        _note_changes(pipeline, COLUMN, columns, as_of)
        pipeline.replace_arrow(LINEAGE, _lineage(found))
        pipeline.replace_arrow(INFLUENCE, _influence(decided))
        pipeline.replace_arrow(COLUMN, columns)
        pipeline.replace_arrow(TABLE, tables)
        record_steps(book, done | {CATALOGUE: (mark, len(found))})


def _standards(city: City) -> list[str]:
    """What of a column's element and grade its built-in element does not say."""
    told = [*city.own.items(), *own_grades(city).items(), *decided(city).items()]
    return sorted(repr((str(table), sorted(columns.items()))) for table, columns in told)


def _tables(
    city: City, pipeline: Pipeline, steps: Sequence[Step], rows: Mapping[str, int], columns: pa.Table
) -> pa.Table:
    grades = {
        (full_name(row["table"]), row["column"]): row["grade"]
        for row in columns.select(["table", "column", "grade"]).to_pylist()
    }
    counted = {step.builds[-1].table: rows.get(step.name, 0) for step in steps}
    for step in steps:
        for build in step.builds[:-1]:
            (row,) = pipeline.fetch(exp.select("count(*) as rows").from_(build.table.tree)).to_pylist()
            counted[build.table] = row["rows"]
    there = {*pipeline.tables(), *_LAST}
    held = {table: columns for table, columns in contents(city).items() if table in there}
    told = described(city, held, grades, counted, batches(pipeline))
    return pa.Table.from_pylist(told, schema=TABLE_SCHEMA)


def _note_changes(pipeline: Pipeline, table: TableName, now: pa.Table, as_of: date) -> None:
    """What differs from the last time goes into meta.change; the first time everything would."""
    if not pipeline.exists(CHANGE):
        pipeline.replace_arrow(CHANGE, CHANGE_SCHEMA.empty_table())
    if not pipeline.exists(table):
        return
    before = pipeline.fetch(exp.select("*").from_(table.tree)).to_pylist()
    found = changes(before, now.to_pylist(), columns=table == COLUMN, as_of=as_of)
    if found:
        pipeline.append_arrow(CHANGE, pa.Table.from_pylist(found, schema=CHANGE_SCHEMA))


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
            if build.query is None or build.table.schema in _GOVERNED:
                continue
            for table in tables_read(build.query) - types.keys():
                types[table] = pipeline.columns(table)
            read = {table: types[table] for table in tables_read(build.query)}
            found += edges(build.table, build.query, read)
    return found


def _as_it_was(pipeline: Pipeline, told: TableName, kept: Set[TableName]) -> list[dict[str, str]]:
    """What the last catalogue told of these tables."""
    if not kept or not pipeline.exists(told):
        return []
    rows: list[dict[str, str]] = pipeline.fetch(exp.select("*").from_(told.tree)).to_pylist()
    return [row for row in rows if full_name(row["table"]) in kept]


def _judged(found: Sequence[Edge]) -> list[Influence]:
    """A standard table has the rows of its landed one; what stands there is judged, and told in quality tables."""
    judged = [edge for edge in found if edge.from_table.schema == "landed"]
    rows = {Influence(edge.table, edge.from_table, ROWS) for edge in judged}
    told = {Influence(table, *edge[2:]) for table in TOLD for edge in judged}
    return sorted(rows | told)


def _decided(steps: Sequence[Step], types: Mapping[TableName, Mapping[str, str]]) -> list[Influence]:
    """What decides the rows of each table; of one that Python makes, everything it is given."""
    found: list[Influence] = []
    for build in (build for step in steps for build in step.builds):
        if build.query is None:
            found += [
                Influence(build.table, table, name)
                for table in build.reads
                for name in (ROWS, *types.get(table, ()))
            ]
        elif build.table.schema not in _GOVERNED:
            read = {table: types[table] for table in tables_read(build.query)}
            found += influences(build.table, build.query, read)
    return found


def _influence(found: Sequence[Influence]) -> pa.Table:
    rows = [
        {"table": str(each.table), "from_table": str(each.from_table), "from_column": each.from_column}
        for each in found
    ]
    schema = pa.schema([(name, pa.string()) for name in PLATFORM[INFLUENCE]])
    return pa.Table.from_pylist(rows, schema=schema)


def _workings(city: City) -> dict[TableName, Mapping[str, str]]:
    """Tables between landed and standard: nobody is granted them, and what they hold is graded all the same."""
    held: dict[TableName, Mapping[str, str]] = {
        dictionary_table(kind): {"raw": kind.name, "value": kind.name} for kind in ELEMENTS
    }
    for source, _ in collected(city):
        held[problem_table(source)] = PLATFORM[PROBLEM]
    return held


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


def _lowered(city: City) -> dict[TableName, Mapping[str, Lowered]]:
    """What files say is graded below what it was made from, with the reason and the approval."""
    told = {table.name: table.grades for scenario in city.scenarios for table in scenario.tables}
    return told | {
        full_name(step.output): step.grades for scenario in city.scenarios for step in scenario.steps
    }


def _columns(
    city: City,
    held: Mapping[TableName, Mapping[str, str]],
    lowered: Mapping[TableName, Mapping[str, Lowered]],
    steps: Sequence[Step],
    types: Mapping[TableName, Mapping[str, str]],
    found: Sequence[Edge],
) -> pa.Table:
    """Grades in the order tables are made, so that what a column derives from is graded before it."""
    own, settled = own_grades(city), decided(city)
    origins: dict[tuple[TableName, str], list[tuple[TableName, str]]] = defaultdict(list)
    for edge in found:
        origins[edge.table, edge.column].append((edge.from_table, edge.from_column))
    grades: dict[tuple[TableName, str], Grade] = {}
    rows = []
    for scope, build in ((step.scope, build) for step in steps for build in step.builds):
        # Of what Python makes nobody can tell which column came from which: each counts as made of all.
        opaque = build.query is None and build.table.schema not in _GOVERNED
        read = [made for (table, _), made in grades.items() if opaque and matches(table, scope.reads)]
        for column, type_ in types[build.table].items():
            at = (build.table, column)
            kind = held.get(build.table, {}).get(column)
            inherited = [grades[origin] for origin in origins[at] if origin in grades]
            said = own.get(build.table, {}).get(column)
            made = grade(
                element(kind).grade if kind else None, [*inherited, *read, *([said] if said else [])]
            )
            less = lowered.get(build.table, {}).get(column)
            said_so = settled.get(build.table, {}).get(column)
            grades[at], why = made, ""
            if less is not None:
                grades[at], why = less.grade, f"{less.approved} {less.approved_by}：{less.reason}"
            elif said_so is not None:
                grades[at], why = said_so.settled(made), f"{said_so.decided} {said_so.by}：{said_so.reason}"
            rows.append(
                {
                    "table": str(build.table),
                    "column": column,
                    "element": city.own.get(build.table, {}).get(column, kind),
                    "type": type_,
                    "grade": grades[at],
                    "inherited": made,
                    "lowered": why if GRADES.index(grades[at]) < GRADES.index(made) else None,
                }
            )
    schema = pa.schema([(name, pa.string()) for name in PLATFORM[COLUMN]])
    return pa.Table.from_pylist(rows, schema=schema)
