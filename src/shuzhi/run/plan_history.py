"""Each batch held against the earlier ones, as steps: a profile per source, then what its history speaks against."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from shuzhi.collect.layout import FED
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern import history
from shuzhi.govern.history import DEVIATION, Came, Deviation, deviations, late, profile_table
from shuzhi.packs.schema import Source
from shuzhi.run.ledger import Batch
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

DEVIATION_SCHEMA = pa.schema(
    [
        (name, pa.float64() if kind == "number" else pa.string())
        for name, kind in history.DEVIATION_COLUMNS.items()
    ]
)


def history_steps(
    sources: Sequence[Source], batches: Sequence[Batch], as_of: date, marks: Marks
) -> list[Step]:
    """Profiles of the sources that came more than a few times, and ``quality.deviation`` for all of them."""
    came = {
        source.name: sorted(
            (batch for batch in batches if batch.source == source.name and batch.landed and not _fed(batch)),
            key=lambda batch: (batch.arrived, batch.file, batch.batch),
        )
        for source in sources
    }
    judged = [source for source in sources if len(came[source.name]) > 1]
    fed = {
        source.name: [
            Came(batch=batch.batch, arrived=date.fromisoformat(batch.arrived), counted={})
            for batch in batches
            if batch.source == source.name and _fed(batch)
        ]
        for source in sources
    }
    steps = [_profiled(source, marks) for source in judged]

    def found(read: Mapping[TableName, pa.Table]) -> pa.Table:
        rows = [row for source in judged for row in _rows(source, came[source.name], read, as_of)]
        for source in sources:
            rows += _told(source, late(source.cadence, fed[source.name], as_of))
        return pa.Table.from_pylist(rows, schema=DEVIATION_SCHEMA)

    build = Build(table=DEVIATION, make=found, reads=tuple(profile_table(source) for source in judged))
    scope = Scope(name="govern:history", reads=("profile.*",), writes=(str(DEVIATION),))
    title = Text("与往期对照", "batches held against earlier ones")
    order: list[list[str]] = [
        [batch.batch, batch.arrived] for source in judged for batch in came[source.name]
    ]
    order += [[each.batch, each.arrived.isoformat()] for source in sources for each in fed[source.name]]
    return [*steps, marks.step("quality:deviation", title, scope, [build], order, as_of.isoformat())]


def _fed(batch: Batch) -> bool:
    """Parts of what a feed brought are no periods: that one is smaller than the others tells nothing. Only that
    nothing new has come for too long is told of them."""
    return batch.file.startswith(f"{FED}/")


def _profiled(source: Source, marks: Marks) -> Step:
    table = profile_table(source)
    return marks.step(
        f"profile:{source.name}",
        Text(f"逐批清点 {source.title.zh}", f"count batches of {source.title.en}"),
        Scope(name=f"govern:{source.name}", reads=(str(source.standard),), writes=(str(table),)),
        [Build(table=table, query=history.profile(source))],
    )


def _rows(
    source: Source, batches: Sequence[Batch], read: Mapping[TableName, pa.Table], as_of: date
) -> list[dict[str, object]]:
    counted = {row["_batch"]: row for row in read[profile_table(source)].to_pylist()}
    came = [
        Came(batch=batch.batch, arrived=date.fromisoformat(batch.arrived), counted=counted[batch.batch])
        for batch in batches
        if batch.batch in counted
    ]
    return _told(source, deviations(source, source.cadence, came, as_of=as_of))


def _told(source: Source, found: Sequence[Deviation]) -> list[dict[str, object]]:
    return [
        {"table": source.name, "_batch": deviation.batch}
        | {name: value for name, value in vars(deviation).items() if name != "batch"}
        for deviation in found
    ]
