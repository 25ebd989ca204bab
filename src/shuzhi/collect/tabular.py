"""What was gathered from a file's sheets, as a reading: good rows in a Parquet file, the others told with reasons."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from shuzhi.collect.gather import Gathered, Part
from shuzhi.collect.quarantine import SCHEMA, Quarantine
from shuzhi.collect.rows import SYSTEM, empty_file, landing, nothing, reader
from shuzhi.collect.scan import Scan
from shuzhi.core import sql
from shuzhi.core.ports import Reading

ROWS = "sheet.parquet"


def reading_of(gathered: Gathered, *, source: str, name: str, batch: str, found: Scan, temp: Path) -> Reading:
    """How to land what was gathered. Records are numbered as they were met, bad ones too."""
    columns = gathered.columns()
    told = Quarantine(source=source, file=name, batch=batch)
    counted, bad = _write(gathered.parts, columns, temp / ROWS, told)
    aside = [
        told.rows(
            line=pa.array(part.lines),
            reason=pa.array(part.reasons, pa.string()),
            content=part.content,
            sheet=pa.array([part.sheet or None] * len(part.lines), pa.string()),
        )
        for part in gathered.aside
    ]
    query: exp.Query = nothing(batch)
    if columns:
        query = landing(
            reader("read_parquet", temp / ROWS), columns=columns, batch=batch, row=sql.column("_record")
        )
    set_aside = pa.concat_tables([SCHEMA.empty_table(), *aside])
    return Reading(
        source=source,
        path=found.path,
        batch=batch,
        columns=columns,
        query=query,
        records=counted + set_aside.num_rows,
        quarantine=bad,
        set_aside=set_aside,
        warnings=(*gathered.notes, *(() if counted else (empty_file(name),))),
    )


def _write(
    parts: Sequence[Part], columns: Sequence[str], target: Path, told: Quarantine
) -> tuple[int, pa.Table]:
    schema = pa.schema([("_record", pa.int64()), *((name, pa.string()) for name in columns)])
    counted, bad = 0, [SCHEMA.empty_table()]
    # Read once, at once, by the engine: squeezing it would only cost time.
    with pq.ParquetWriter(
        target, schema, compression="none", use_dictionary=False, write_statistics=False
    ) as writer:
        for part in parts:
            numbers = pa.array(np.arange(counted + 1, counted + 1 + len(part.lines), dtype=np.int64))
            counted += len(part.lines)
            wrong = part.reasons != None  # noqa: E711  element by element
            good = pa.array(~wrong)
            arrays = [
                part.rows.column(name).combine_chunks()
                if name in part.rows.column_names
                else pa.nulls(len(numbers), pa.string())
                for name in columns
            ]
            rows = pa.table([numbers, *arrays], schema=schema)
            writer.write_table(rows.filter(good) if wrong.any() else rows)
            if wrong.any():
                reasons = [str(reason).partition(":") for reason in part.reasons[wrong]]
                bad.append(
                    told.rows(
                        line=pa.array(part.lines[wrong]),
                        number=numbers.filter(pa.array(wrong)),
                        sheet=pa.array([part.sheet or None] * len(reasons), pa.string()),
                        column=pa.array([column or None for _, _, column in reasons], pa.string()),
                        reason=pa.array([reason for reason, _, _ in reasons], pa.string()),
                        content=part.content,
                    )
                )
    return counted, pa.concat_tables(bad)


__all__ = ["SYSTEM", "reading_of"]
