"""Values as the data elements judge them: what somebody typed or a file holds, made uniform, valid or not, masked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import Element, Invalid
from shuzhi.core.sql import TableName
from shuzhi.govern.standardise import judged
from shuzhi.secure.gateway import file_reader

_WRITTEN = TableName("main", "written")


@dataclass(frozen=True, kw_only=True)
class Judged:
    """``value`` is None when blank or wrong. ``masked``: of the value, else of the text as it was written."""

    value: Any
    masked: str
    wrong: Invalid | None


def judge(kind: Element, texts: Collection[str], *, as_of: date) -> Mapping[str, Judged]:
    """What the element says of each text, by the text."""
    written = sorted({text for text in texts if text})
    if not written:
        return {}
    reader = file_reader()
    values = exp.Anonymous(
        this="unnest", expressions=[exp.Array(expressions=[sql.literal(text) for text in written])]
    )
    rows = exp.select(exp.alias_(values, "x", quoted=True))
    reader.run(exp.Create(this=_WRITTEN.tree, kind="TABLE", expression=rows))
    query = judged(kind, [(_WRITTEN, "x")], as_of=as_of).subquery("judged")
    shown = sql.fill("coalesce(cast(value as varchar), trim(raw))")
    masked = exp.alias_(sql.fill(kind.masks["partial"], x=shown), "masked", quoted=True)
    if kind.type != "VARCHAR":
        masked = exp.alias_(sql.literal(""), "masked", quoted=True)
    found = reader.fetch(exp.select("raw", "value", "reason", masked).from_(query)).to_pylist()
    ways = {way.code: way for way in kind.invalid}
    return {
        row["raw"]: Judged(
            value=row["value"],
            masked=row["masked"] or "",
            wrong=ways[row["reason"]] if row["reason"] else None,
        )
        for row in found
    }
