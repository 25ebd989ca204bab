"""What the columns of a file hold before it lands: the source's columns, other elements, values that are wrong."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from shuzhi.collect.gather import Gathered
from shuzhi.collect.rows import reader
from shuzhi.core import sql
from shuzhi.core.elements import Element, regions
from shuzhi.core.ports import FileReader
from shuzhi.govern.match import Guess, guesses, matched, measuring
from shuzhi.govern.standardise import judging

Declared = Mapping[str, tuple[str, tuple[str, ...]]]
"""The source's columns: name -> element, further headers."""
EXAMPLES = 3


class Values:
    """The good rows of a file, to be asked about."""

    def __init__(
        self, gathered: Gathered, temp: Path, files: FileReader, own_regions: Sequence[Mapping[str, Any]]
    ) -> None:
        self._files = files
        self._rows, self._regions = temp / "rows.parquet", temp / "regions.parquet"
        self.columns = gathered.columns()
        pq.write_table(_good_rows(gathered, self.columns), self._rows, compression="none")
        pq.write_table(regions(own_regions), self._regions)

    def guessed(self, headers: Sequence[str]) -> dict[str, Guess]:
        """What each of these columns most likely holds."""
        if not headers:
            return {}
        rows = exp.select("*").from_(reader("read_parquet", self._rows))
        found = guesses(headers, self._files.fetch(measuring(rows, headers)).to_pylist())
        return dict(zip(headers, found, strict=True))

    def filled(self) -> dict[str, int]:
        """How many rows of each column hold something."""
        if not self.columns:
            return {}
        counts = [
            exp.alias_(
                sql.fill("count(nullif(trim(x), ''))", x=sql.column(name)), f"filled_{place}", quoted=True
            )
            for place, name in enumerate(self.columns)
        ]
        row = self._files.fetch(exp.select(*counts).from_(reader("read_parquet", self._rows))).to_pylist()[0]
        return {name: row[f"filled_{place}"] for place, name in enumerate(self.columns)}

    def invalid(self, header: str, kind: Element, as_of: date) -> list[dict[str, Any]]:
        """The ways in which values of a column are wrong: how many rows, some of the values, where the first stands."""
        if not kind.costly:
            return []
        rows = reader("read_parquet", self._rows)
        written = (
            exp.select(exp.alias_(sql.column(header), "x"))
            .distinct()
            .from_(rows.copy())
            .where(sql.fill("x is not null", x=sql.column(header)))
        )
        judged = judging(kind, as_of).copy().with_("written_values", as_=written, copy=False)
        for table in list(judged.find_all(exp.Table)):
            if (table.db, table.name) == ("reference", "region"):
                # The city's regions, from a file: there is no lake here.
                known = (
                    exp.select("*").from_(reader("read_parquet", self._regions)).subquery(table.alias or None)
                )
                table.replace(known)
        query = (
            exp.select(
                "j.reason",
                "cast(count(*) as bigint) as rows",
                "min(r._line) as line",
                f"list_slice(list(distinct j.raw order by j.raw), 1, {EXAMPLES}) as examples",
            )
            .from_(exp.select("*").from_(rows).subquery("r"))
            .join(judged.subquery("j"), on=sql.column("raw", "j").eq(sql.column(header, "r")))
            .where("j.reason is not null")
            .group_by("j.reason")
            .order_by("rows desc", "j.reason")
        )
        found: list[dict[str, Any]] = self._files.fetch(query).to_pylist()
        return found


def meanings(declared: Declared, headers: Collection[str], means: Mapping[str, str]) -> dict[str, str]:
    """Which column of the source each header is: as the recipe says, else as the headers say themselves."""
    told = {header: column for header, column in means.items() if column and header in headers}
    open_columns = {name: about for name, about in declared.items() if name not in told.values()}
    silent = [header for header in headers if header not in means]
    found = matched(open_columns, silent)
    return told | {header: name for name, header in found.items() if header is not None}


def _good_rows(gathered: Gathered, columns: Sequence[str]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in columns])
    schema = schema.append(pa.field("_line", pa.int64())).append(pa.field("_row", pa.int64()))
    tables, counted = [schema.empty_table()], 0
    for part in gathered.parts:
        count = len(part.lines)
        arrays = [
            part.rows.column(name) if name in part.rows.column_names else pa.nulls(count, pa.string())
            for name in columns
        ]
        numbers = np.arange(counted + 1, counted + 1 + count, dtype=np.int64)
        rows = pa.table([*arrays, pa.array(part.lines, pa.int64()), pa.array(numbers)], schema=schema)
        wrong = part.reasons != None  # noqa: E711  element by element
        tables.append(rows.filter(pa.array(~wrong)))
        counted += count
    return pa.concat_tables(tables)
