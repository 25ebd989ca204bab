"""Govern as steps: a dictionary of judged values per element, then each source's standard table and its quality."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa
from sqlglot import exp

from shuzhi import __version__
from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.elements import Element
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern import quality, standardise
from shuzhi.govern.declared import columns, dictionary_table, problem_table
from shuzhi.govern.standardise import Place
from shuzhi.packs.files import Rows
from shuzhi.packs.platform_tables import REGION
from shuzhi.packs.schema import Source
from shuzhi.run.ledger import Batch, Done, fingerprint
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

LandedColumns = Mapping[str, Sequence[str]]
"""Per source, the headers its landed table has."""


def standard_steps(
    sources: Sequence[Source],
    *,
    batches: Sequence[Batch],
    landed: LandedColumns,
    as_of: date,
    done: Done,
    marks: Marks,
) -> list[Step]:
    """Dictionaries and standard tables, with their problems. ``done``: what the lake remembers of earlier steps."""
    declared = {source.landed: columns(source, landed.get(source.name, ())) for source in sources}
    kinds = standardise.judged_once(declared)
    for source in sources:
        mine = [batch for batch in batches if batch.source == source.name]
        held = sorted((batch.batch, batch.recipe, batch.repaired) for batch in mine)
        marks.of[source.landed] = fingerprint([held, list(landed.get(source.name, ()))])
    for kind, _ in kinds:
        # A standard table depends on how its values are judged, not on the values other sources wrote.
        judging = sql.text(standardise.judging(kind, as_of))
        marks.of[dictionary_table(kind)] = fingerprint([__version__, judging, marks.of[REGION]])
    standard = [_standard(source, landed.get(source.name, ()), marks) for source in sources]
    due = {
        source.landed
        for source, step in zip(sources, standard, strict=True)
        if done.get(step.name, ("", 0))[0] != step.mark
    }
    dictionaries = [_dictionary(kind, places, due, as_of, done, marks) for kind, places in kinds]
    return [*dictionaries, *standard]


def _dictionary(
    kind: Element, places: Sequence[Place], due: set[TableName], as_of: date, done: Done, marks: Marks
) -> Step:
    """What a dictionary says of a value stays true while values are judged alike: then only the values of tables
    that are due are judged, and it grows. How they are judged is part of the step's name."""
    table = dictionary_table(kind)
    name = f"dictionary:{kind.name}:{marks.of[table][:8]}"
    known = name in done
    asked = [place for place in places if place[0] in due] if known else places
    mark = fingerprint([name, sorted({marks.of[landed] for landed, _ in places})]) if asked else done[name][0]
    query = standardise.entries(kind, asked or places, as_of=as_of, known=known)
    scope = Scope(
        name=f"govern:{kind.name}",
        reads=(*sorted({str(landed) for landed, _ in places}), "reference.*", str(table)),
        writes=(str(table),),
    )
    title = Text(f"判别取值 {kind.label.zh}", f"judge values: {kind.label.en}")
    build = Build(table=table, query=query, grows=known)
    return Step(name=name, title=title, scope=scope, builds=(build,), mark=mark)


def _standard(source: Source, landed: Sequence[str], marks: Marks) -> Step:
    def problems(met: pa.Table) -> exp.Query:
        return quality.problems(source, landed, invalid=_nonzero(met, "invalid"))

    def standard(met: pa.Table) -> exp.Query:
        return standardise.standard(source, landed, altered=_nonzero(met, "altered"))

    rows = source.rows or Rows(min=0, max=2**62)
    builds = [
        Build(
            table=problem_table(source),
            query=quality.problems(source, landed),
            choose=problems,
        ),
        Build(
            table=source.standard,
            query=standardise.standard(source, landed),
            choose=standard,
            contract=Contract(at_least=rows.min, at_most=rows.max, where=source.places.at()),
        ),
    ]
    made = tuple(str(build.table) for build in builds)
    scope = Scope(name=f"govern:{source.name}", reads=(str(source.landed), "dictionary.*"), writes=made)
    title = Text(f"标准化 {source.title.zh}", f"standardise {source.title.en}")
    asks = standardise.met(source, landed)
    return marks.step(f"standard:{source.name}", title, scope, builds, asks=asks)


def _nonzero(met: pa.Table, count: str) -> set[str]:
    """The columns of which there is something to count."""
    return {row["column"] for row in met.to_pylist() if row[count]}
