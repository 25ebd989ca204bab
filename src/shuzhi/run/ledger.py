"""What the lake remembers of its runs: which batches are in, and which steps are done with which inputs.

A step's record is written in the step's own transaction: after a kill, a step is either done and recorded, or neither.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.packs.platform_tables import ARRIVAL, BATCH, RUN, STEP, WITHDRAWN
from shuzhi.secure.gateway import Pipeline

BATCH_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("batch", "source", "file", "sha256", "encoding", "recipe", "arrived")]
    + [(name, pa.int64()) for name in ("records", "landed", "quarantined", "set_aside", "repaired")]
)
WITHDRAWN_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("batch", "source", "file", "sha256", "by", "at", "because")]
)
ARRIVAL_SCHEMA = pa.schema([(name, pa.string()) for name in ("batch", "source", "file", "arrived")])
STEP_SCHEMA = pa.schema([("step", pa.string()), ("fingerprint", pa.string()), ("rows", pa.int64())])
RUN_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("run", "started", "finished", "as_of", "status")]
    + [("seconds", pa.float64())]
)

CATALOGUE = "catalogue"
"""What is recorded like a step when lineage and grades are written, which is after all steps."""

FINISHED = ("done", "held")
"""How a run ends that went through: with all of it done, or with some tables held as they were."""

Done = Mapping[str, tuple[str, int]]
"""Fingerprint and rows of every step that is done."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One file as landed. records = landed + quarantined + set_aside, always; of those landed some were repaired."""

    batch: str
    source: str
    file: str
    sha256: str
    encoding: str
    records: int
    landed: int
    quarantined: int
    set_aside: int = 0
    repaired: int = 0
    recipe: str = ""
    """Fingerprint of the layout it was read by; empty where there was none."""
    arrived: str = ""
    """The as-of date of the run that landed it (ISO)."""


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A batch that was taken back, by whom and why. Its content is not landed again."""

    batch: str
    source: str
    file: str
    sha256: str
    by: str
    at: str
    because: str


def batches(pipeline: Pipeline) -> list[Batch]:
    """Every batch in the lake, in order of source and file."""
    if not pipeline.exists(BATCH):
        return []
    query = exp.select(*map(sql.column, BATCH_SCHEMA.names)).from_(BATCH.tree)
    found = [Batch(**row) for row in pipeline.fetch(query).to_pylist()]
    return sorted(found, key=lambda batch: (batch.source, batch.file, batch.batch))


def withdrawn(pipeline: Pipeline) -> list[Withdrawn]:
    """Every batch that was taken back and not restored."""
    if not pipeline.exists(WITHDRAWN):
        return []
    query = exp.select(*map(sql.column, WITHDRAWN_SCHEMA.names)).from_(WITHDRAWN.tree)
    return sorted((Withdrawn(**row) for row in pipeline.fetch(query).to_pylist()), key=lambda each: each.at)


def record_withdrawn(pipeline: Pipeline, about: Withdrawn) -> None:
    pipeline.append_arrow(WITHDRAWN, pa.Table.from_pylist([vars(about)], schema=WITHDRAWN_SCHEMA))


def record_batch(pipeline: Pipeline, batch: Batch) -> None:
    pipeline.append_arrow(BATCH, pa.Table.from_pylist([vars(batch)], schema=BATCH_SCHEMA))


def record_arrival(pipeline: Pipeline, batch: Batch) -> None:
    """That it came, and when: stays when a later file takes its place, for who sends in time is asked of the past."""
    told = {name: getattr(batch, name) for name in ARRIVAL_SCHEMA.names}
    pipeline.append_arrow(ARRIVAL, pa.Table.from_pylist([told], schema=ARRIVAL_SCHEMA))


def forget_batch(pipeline: Pipeline, batch: str) -> None:
    pipeline.delete(BATCH, sql.column("batch").eq(sql.literal(batch)))


def steps(pipeline: Pipeline) -> dict[str, tuple[str, int]]:
    """Fingerprint and rows of every step that is done."""
    if not pipeline.exists(STEP):
        return {}
    query = exp.select(*map(sql.column, STEP_SCHEMA.names)).from_(STEP.tree)
    return {row["step"]: (row["fingerprint"], row["rows"]) for row in pipeline.fetch(query).to_pylist()}


def record_steps(pipeline: Pipeline, done: Mapping[str, tuple[str, int]]) -> None:
    rows = [
        {"step": step, "fingerprint": mark, "rows": count} for step, (mark, count) in sorted(done.items())
    ]
    pipeline.replace_arrow(STEP, pa.Table.from_pylist(rows, schema=STEP_SCHEMA))


def record_run(pipeline: Pipeline, run: Mapping[str, object]) -> None:
    pipeline.append_arrow(RUN, pa.Table.from_pylist([dict(run)], schema=RUN_SCHEMA))


def fingerprint(parts: Iterable[object]) -> str:
    """One mark for all a step depends on: its own text and the fingerprints of what it reads."""
    text = json.dumps(list(parts), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
