"""How good each table is: what every quality rule counted, and the six dimensions of GB/T 36344-2018 made of that.

The formula is open and the same everywhere. A rule's share is 1 - failing / checked. A table's dimension is the mean of
the shares of its rules there; a table is the mean of its dimensions; a department and the city are the mean of their
tables.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

import pyarrow as pa

from shuzhi.core.elements import element
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.declared import Declared
from shuzhi.govern.rules import DIMENSION_OF, Kind, QualityRule, Severity, severity

RESULT = TableName("quality", "result")
EXAMPLE = TableName("quality", "example")
DIMENSION = TableName("quality", "dimension")
TREND = TableName("meta", "quality_trend")
RESULT_COLUMNS = {
    "table": "code", "rule": "code", "kind": "code", "dimension": "code", "columns": "code", "owner": "code",
    "severity": "code", "zh": "code", "en": "code", "checked": "integer", "failing": "integer", "share": "number",
}  # fmt: skip
EXAMPLE_COLUMNS = {"table": "code", "rule": "code", "_batch": "code", "_row": "integer"}
DIMENSION_COLUMNS = {
    "level": "code", "name": "code", "dimension": "code", "score": "number", "rules": "integer", "checked": "integer",
    "failing": "integer",
}  # fmt: skip
TREND_COLUMNS = {"run": "code", "as_of": "date", **DIMENSION_COLUMNS}
ALL = "all"
"""The dimension that stands for all of them."""
CITY = "city"

_TYPES = {"code": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
Row = dict[str, Any]


def schema(columns: Mapping[str, str]) -> pa.Schema:
    return pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A department's table and what was counted of it. ``counted``: its row of the tally; ``scores``: its rows of
    quality.score by column; ``conflicts``: per disputed column how many values the golden record does not believe;
    ``batches``, ``odd``: how many came, and how many of them are unlike the earlier ones; ``late``: None where nothing
    is expected to come again; ``severity``: of the rules of which it is declared."""

    source: Declared
    owner: str
    filled: Sequence[str]
    rules: Sequence[QualityRule]
    counted: Mapping[str, int]
    scores: Mapping[str, Row]
    conflicts: Mapping[str, int]
    records: int
    quarantined: int
    batches: int
    odd: int
    late: bool | None
    severity: Mapping[str, Severity]


def results(tables: Sequence[Measured]) -> pa.Table:
    """Rows of ``quality.result``: every rule of every table: rows it was asked of, rows that break it."""
    rows = [row for table in tables for row in _of_table(table)]
    return pa.Table.from_pylist(rows, schema=schema(RESULT_COLUMNS))


def dimensions(found: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows of ``quality.dimension`` from those of ``quality.result``: of each table, department and of the city."""
    shares: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    owners: dict[str, str] = {}
    for row in found:
        if row["checked"]:
            shares[row["table"], row["dimension"]].append(row)
            owners[row["table"]] = row["owner"]
    told = [_score("table", table, dimension, rows) for (table, dimension), rows in sorted(shares.items())]
    of_tables: dict[str, list[Row]] = defaultdict(list)
    for row in told:
        of_tables[row["name"]].append(row)
    told += [_mean("table", table, ALL, rows) for table, rows in sorted(of_tables.items())]
    for level, of in (("department", owners), (CITY, dict.fromkeys(owners, CITY))):
        together: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in (row for row in told if row["level"] == "table"):
            together[of[row["name"]], row["dimension"]].append(row)
        told += [_mean(level, name, dimension, rows) for (name, dimension), rows in sorted(together.items())]
    return told


def _score(level: str, name: str, dimension: str, rows: Sequence[Mapping[str, Any]]) -> Row:
    return {
        "level": level,
        "name": name,
        "dimension": dimension,
        "score": mean(row["share"] for row in rows),
        "rules": len(rows),
        "checked": sum(row["checked"] for row in rows),
        "failing": sum(row["failing"] for row in rows),
    }


def _mean(level: str, name: str, dimension: str, rows: Sequence[Row]) -> Row:
    summed = {what: sum(row[what] for row in rows) for what in ("rules", "checked", "failing")}
    return {
        "level": level,
        "name": name,
        "dimension": dimension,
        "score": mean(row["score"] for row in rows),
        **summed,
    }


def _of_table(table: Measured) -> Iterator[Row]:
    yield from _inherited(table)
    for number, rule in enumerate(table.rules):
        counted = table.counted
        yield _row(
            table,
            rule.kind,
            rule.name,
            rule.columns,
            rule.says,
            counted[f"checked_{number}"],
            counted[f"failing_{number}"],
        )
    yield from _of_batches(table)


def _inherited(table: Measured) -> Iterator[Row]:
    """What elements and ``required`` ask of columns, and what other departments say of the same thing."""
    for name, column in table.source.columns.items():
        kind, counted = element(column.element), table.scores[name]
        written = counted["rows"] - counted["blank"]
        if kind.invalid:
            says = Text(
                f"{name} 符合数据元“{kind.label.zh}”（{kind.standard}）",
                f"{name} is a valid {kind.label.en} ({kind.standard})",
            )
            yield _row(table, "valid", f"valid:{name}", [name], says, written, counted["invalid"])
        if name in table.filled:
            says = Text(f"{name} 不空白", f"{name} is filled in")
            yield _row(table, "filled", f"filled:{name}", [name], says, counted["rows"], counted["blank"])
        if name in table.conflicts:
            says = Text(
                f"{name} 与更权威的来源一致（按登记的先后）",
                f"{name} agrees with the source that has more authority",
            )
            valid = written - counted["invalid"]
            yield _row(table, "believed", f"believed:{name}", [name], says, valid, table.conflicts[name])


def _of_batches(table: Measured) -> Iterator[Row]:
    says = Text("文件里的行都读得出", "every row of the files can be read")
    yield _row(table, "readable", "readable", [], says, table.records, table.quarantined)
    says = Text("各批与往期相符", "batches are like the earlier ones")
    yield _row(table, "history", "history", [], says, table.batches, table.odd)
    if table.late is not None:
        says = Text("按约定的频率报来", "it comes as often as agreed")
        yield _row(table, "timely", "timely", [], says, 1, int(table.late))


def _row(
    table: Measured,
    kind: Kind,
    name: str,
    columns: Sequence[str],
    says: Text,
    checked: int,
    failing: int,
) -> Row:
    return {
        "table": table.source.name,
        "rule": name,
        "kind": kind,
        "dimension": DIMENSION_OF[kind],
        "columns": "、".join(columns),
        "owner": table.owner,
        "severity": severity(kind, table.severity.get(name)),
        "zh": says.zh,
        "en": says.en,
        "checked": checked,
        "failing": failing,
        "share": 1 - failing / checked if checked else None,
    }
