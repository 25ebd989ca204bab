"""The list of findings as a file that leaves the platform: through the gateway, and only where the grant says so."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.core import sql
from shuzhi.core.ports import FileForm
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import invalid
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.findings.queries.inbox import Asked, every
from shuzhi.ops.findings.sight import sight
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.ops.regions import region_name
from shuzhi.run.read import desk

MOST = 100_000
"""Rows of one file."""
_OF_THE_LAKE: Mapping[str, Text] = {
    "finding": Text("编号", "Number"),
    "rule": Text("规则", "Rule"),
    "reason": Text("理由", "Reason"),
    "score": Text("分", "Score"),
    "amount": Text("涉及金额（元）", "Yuan at stake"),
    "region": Text("区划", "Region"),
    "clause": Text("依据", "Clause"),
}
_OF_PEOPLE: Mapping[str, Text] = {
    "first_seen": Text("发现日期", "First seen"),
    "state": Text("状态", "State"),
    "department": Text("部门", "Department"),
    "assignee": Text("经办", "Assignee"),
    "conclusion": Text("结论", "Conclusion"),
}


def exported(by: Access, asked: Asked, form: FileForm, *, english: bool) -> tuple[BinaryIO, int]:
    """The file, already without a name on the disk, and how many rows it has. Raises Refused, ShuzhiError."""
    mine, held = sight(by, asked.audience), lake()
    if mine is None or held is None or not mine.shows("finding"):
        raise invalid(
            Text("没有可以导出的疑点", "there are no findings you can take out"),
            "findings",
            Text("您的授权要给出疑点的编号", "your grants have to give the number of a finding"),
        )
    ids = every(mine, asked, MOST)
    columns = [name for name in _OF_THE_LAKE if mine.shows(name)]
    query = exp.select(*map(sql.column, columns)).from_(FINDING.tree)
    if mine.shows("score"):
        query = query.order_by(exp.Ordered(this=sql.column("score"), desc=True), sql.column("finding"))
    titles = [_said(text, english=english) for text in _titles(columns)]
    reading = desk(held, city(), by.reader(mine.purpose), today())
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        target = Path(folder) / f"made.{form}"
        along = _Along(ids, english=english)
        rows = reading.take_out(query, titles, target, along=along)
        made = target.open("rb")
    with transaction.atomic():
        about = {"form": form, "purpose": mine.purpose, "rows": rows}
        record(by=by.login, action="findings.export", object=f"audience:{mine.audience.pk}", about=about)
    return made, rows


def _titles(columns: Sequence[str]) -> list[Text]:
    return [*(_OF_THE_LAKE[name] for name in columns), *_OF_PEOPLE.values()]


class _Along:
    """On the way out: only the findings of the list, codes by their names, and what people did about each."""

    def __init__(self, ids: Sequence[str], *, english: bool) -> None:
        self._rules = {
            each.rule: _said(each.title, english=english)
            for scenario in city().scenarios
            for each in scenario.rules
        }
        self._done = _done(ids)
        self._ids = pa.array(self._done["finding"], pa.string())

    def __call__(self, rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
        kinds = [
            pa.field(field.name, pa.string() if field.name in ("rule", "region") else field.type)
            for field in rows.schema
        ]
        schema = pa.schema([*kinds, *(pa.field(name, pa.string()) for name in _OF_PEOPLE)])
        return pa.RecordBatchReader.from_batches(schema, self._batches(rows, schema))

    def _batches(self, rows: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        for batch in rows:
            kept = batch.filter(pc.is_in(batch.column("finding"), value_set=self._ids))
            at = pc.index_in(kept.column("finding"), value_set=self._ids)
            own = [self._named(name, kept.column(name)) for name in kept.schema.names]
            people = [pa.array(self._done[name], pa.string()).take(at) for name in _OF_PEOPLE]
            yield pa.RecordBatch.from_arrays([*own, *people], schema=schema)

    def _named(self, name: str, column: pa.Array) -> pa.Array:
        """Codes as people call them, one look for each distinct value."""
        if name not in ("rule", "region"):
            return column
        coded = column.dictionary_encode()
        call = self._rules.get if name == "rule" else region_name
        named = pa.array(
            [(call(value) or value) if value else value for value in coded.dictionary.to_pylist()],
            pa.string(),
        )
        return named.take(coded.indices)


def _done(ids: Sequence[str]) -> dict[str, list[str | None]]:
    """What people did about these findings, column by column, in the list's order."""
    columns = ("id", "first_seen", "state", "department__name", "assignee__name", "conclusion")
    found: dict[str, tuple[Any, ...]] = {}
    for at in range(0, len(ids), 500):
        for row in Finding.objects.filter(pk__in=ids[at : at + 500]).values_list(*columns):
            found[row[0]] = row
    states = dict(Finding.State.choices)
    rows = [found[finding] for finding in ids if finding in found]
    return {
        "finding": [row[0] for row in rows],
        "first_seen": [row[1].isoformat() for row in rows],
        "state": [str(states[row[2]]) for row in rows],
        "department": [row[3] for row in rows],
        "assignee": [row[4] for row in rows],
        "conclusion": [row[5] for row in rows],
    }


def _said(text: Text, *, english: bool) -> str:
    return text.en if english else text.zh
