"""Each defence of the product switched off, for the harness alone: what it stops must then get through."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shuzhi.core import sql
from shuzhi.engine import duckdb as engine
from shuzhi.engine import problems
from shuzhi.secure import gateway, reading, rewrite, statistics
from shuzhi.secure.gateway import Lake
from shuzhi.secure.permit import Permit
from shuzhi.secure.policy import Policy, Purpose, Reader
from tests.leaks.attack import Attack
from tests.leaks.world import COLUMNS, POLICY, TODAY

Rows = list[dict[str, Any]]


def _everything(policy: Policy, reader: Reader, table: Any, today: Any) -> Permit:
    return Permit(
        table=table,
        purpose=Purpose(name=reader.purpose),
        rows=None,
        elements=COLUMNS[table],
        levels=dict.fromkeys(COLUMNS[table], "none"),
        why={},
        smallest=None,
        export=True,
        grants=(),
    )


def _off_rows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Permit, "condition", None)


def _off_masks(patch: pytest.MonkeyPatch) -> None:
    for module in (rewrite, statistics):
        patch.setattr(module, "masked", lambda column, element, permit, *, key: sql.column(column))


def _off_policy(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reading, "permit", _everything)


def _off_statistics(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        gateway,
        "_statistics",
        lambda lake, query, permits: reading.fetch(lake, rewrite.rewrite(query, permits, key=lake.key)),
    )


def _off_suppression(patch: pytest.MonkeyPatch) -> None:
    as_is = statistics.suppressed
    patch.setattr(statistics, "suppressed", lambda asked, rows, smallest: as_is(asked, rows, 0))
    patch.setattr(statistics, "DOMINANT", 2.0)
    _off_differencing(patch)


def _off_differencing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gateway.differencing, "admit", lambda *args, **kwargs: None)


def _off_errors(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(problems, "_ABOUT_SQL", (duckdb.Error,))
    patch.setattr(reading, "_scrubbed", lambda problem: problem)
    # A masked value in an error tells nothing: the mask is a second defence here.
    _off_masks(patch)


OFF: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "rows": _off_rows,
    "masks": _off_masks,
    "policy": _off_policy,
    "statistics": _off_statistics,
    "suppression": _off_suppression,
    "differencing": _off_differencing,
    "errors": _off_errors,
}


@contextmanager
def without(defence: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        OFF[defence](patch)
        yield


def composed(lake: Lake, reader: Reader, text: str) -> Rows:
    """As the platform's own pages ask: through gateway.read."""
    return gateway.read(lake, reader, sql.query(text), policy=POLICY, today=TODAY).to_pylist()


def exported(lake: Lake, reader: Reader, text: str) -> Rows:
    """As a file that leaves the platform."""
    query = sql.query(text)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "rows.parquet"
        titles = lake.engine.describe(query)
        gateway.export(lake, reader, query, list(titles), target, policy=POLICY, today=TODAY)
        rows: Rows = pq.read_table(target).to_pylist()
        return rows


def typed(lake: Lake, reader: Reader, text: str) -> Rows:
    """As a person types SQL: through gateway.ask; the sealed process stood in for by this one, which is faster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateway, "run_sealed", _unsealed)
        return gateway.ask(lake, reader, text, policy=POLICY, today=TODAY).rows.to_pylist()


def sealed(lake: Lake, reader: Reader, text: str) -> Rows:
    """As a person types SQL, in the real process."""
    return gateway.ask(lake, reader, text, policy=POLICY, today=TODAY).rows.to_pylist()


def _unsealed(query: str, tables: Mapping[Any, pa.Table], limits: Any) -> tuple[pa.Table, bool]:
    with duckdb.connect() as connection, problems.duckdb_told():
        for name, rows in tables.items():
            connection.execute(f'create schema if not exists "{name.schema}"')
            connection.register("_rows", rows)
            connection.execute(f'create table "{name.schema}"."{name.name}" as from _rows')
        return connection.execute(query).to_arrow_table(), False


def ungated(lake: Lake, attack: Attack) -> Rows:
    """The attack's text, straight on a connection to the lake that is open as the pipeline's is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "lock_down", lambda connection, folder: None)
        unlocked = engine.DuckLake(lake.folder, read_only=True)
    (lake.folder / "statistics.csv").write_text("a,b\n1,2\n")
    try:
        result = unlocked._connection.execute(attack.sql.replace("{folder}", str(lake.folder)))
        columns = [name for name, *_ in result.description or []]
        return [dict(zip(columns, row, strict=False)) for row in result.fetchall()]
    finally:
        unlocked.close()
