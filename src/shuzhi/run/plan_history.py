"""Each batch held against the earlier ones, as steps: a profile per source, then what its history speaks against."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from shuzhi.collect.layout import FED
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern import history
from shuzhi.govern.history import DEVIATION, Came, Deviation, deviations, profile_table
from shuzhi.govern.overdue import overdue
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
            (batch for batch in batches if batch.source == source.name),
            key=lambda batch: (batch.arrived, batch.file, batch.batch),
        )
        for source in sources
    }
    judged = [source for source in sources if sum(map(_is_period, came[source.name])) > 1]
    steps = [_profiled(source, marks) for source in judged]

    def found(read: Mapping[TableName, pa.Table]) -> pa.Table:
        rows: list[dict[str, object]] = []
        for source in sources:
            mine = _came(came[source.name], read.get(profile_table(source)))
            periods = [each for each in mine if each.counted]
            rows += _told(source, deviations(source, source.cadence, periods))
            rows += _told(source, overdue(source, source.cadence, mine, as_of))
        return pa.Table.from_pylist(rows, schema=DEVIATION_SCHEMA)

    build = Build(table=DEVIATION, make=found, reads=tuple(profile_table(source) for source in judged))
    scope = Scope(name="govern:history", reads=("profile.*",), writes=(str(DEVIATION),))
    title = Text("与往期对照", "batches held against earlier ones")
    order = [[batch.batch, batch.arrived] for source in sources for batch in came[source.name]]
    return [*steps, marks.step("quality:deviation", title, scope, [build], order, as_of.isoformat())]


def _is_period(batch: Batch) -> bool:
    """Parts of what a feed brought are no periods: that one is smaller than the others tells nothing. Only that
    nothing new has come for too long is told of them."""
    return batch.landed > 0 and not batch.file.startswith(f"{FED}/")


def _profiled(source: Source, marks: Marks) -> Step:
    table = profile_table(source)
    return marks.step(
        f"profile:{source.name}",
        Text(f"逐批清点 {source.title.zh}", f"count batches of {source.title.en}"),
        Scope(name=f"govern:{source.name}", reads=(str(source.standard),), writes=(str(table),)),
        [Build(table=table, query=history.profile(source))],
    )


def _came(batches: Sequence[Batch], profiles: pa.Table | None) -> list[Came]:
    """The batches as they came; of those that are periods with what was counted of them."""
    counted = {row["_batch"]: row for row in profiles.to_pylist()} if profiles is not None else {}
    return [
        Came(
            batch=batch.batch,
            arrived=date.fromisoformat(batch.arrived),
            counted=counted.get(batch.batch, {}) if _is_period(batch) else {},
        )
        for batch in batches
    ]


def _told(source: Source, found: Sequence[Deviation]) -> list[dict[str, object]]:
    return [
        {"table": source.name, "_batch": deviation.batch}
        | {name: value for name, value in vars(deviation).items() if name != "batch"}
        for deviation in found
    ]
