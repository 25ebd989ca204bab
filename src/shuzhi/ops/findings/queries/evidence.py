"""The evidence of a finding, read from the lake there and then with the reader's own roles, for its purpose."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.errors import conflict
from shuzhi.ops.findings.deciding import Made, deciding, made_from
from shuzhi.ops.findings.rules import rule_named
from shuzhi.ops.findings.sight import seen
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.run.explain import Exhibit, explain
from shuzhi.secure.gateway import Lake

MOST = 200
_MADE: dict[str, Made] = {}
"""Lineage, by the run it was read after: it changes with runs only."""


def evidence(by: Access, finding: str, *, lines: bool = False) -> dict[str, Any]:
    """Signals, and rows side by side by department, the deciding columns marked. Raises Refused, Missing, Conflict.

    ``withheld``: the grants give none of it. ``lines``: with the lines of the departments' files, which takes longer.
    """
    found, _, mine = seen(by, finding)
    held = lake()
    if held is None or found.gone is not None:
        raise conflict(
            Text("数据湖里已没有这个疑点", "the lake no longer has this finding"),
            f"finding:{finding}",
            Text("只能看到抄下的内容和处置", "what was copied and decided is all there is"),
        )
    try:
        told = explain(desk_of(by, mine.purpose, held), city(), finding, lines=lines)
    except Refused:
        return {"signals": [], "exhibits": [], "withheld": True}
    rule = rule_named(found.scenario, found.rule)
    spoke = [str(row["because"]) for row in told.signals]
    decided = deciding(rule, found.scenario, _lineage(held, mine.copy.run), spoke) if rule else set()
    by_source: dict[str, set[str]] = {}
    for table, column in decided:
        by_source.setdefault(table.name, set()).add(column)
    return {
        "signals": [{"weight": row["weight"], "because": row["because"]} for row in told.signals],
        "exhibits": grouped(told.exhibits, by_source),
        "withheld": False,
    }


def grouped(exhibits: Iterable[Exhibit], decided: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    """Rows of one kind from one department together, in the order of departments."""
    ordered = sorted(exhibits, key=lambda shown: (shown.source.owner, shown.source.name, shown.evidence))
    kinds = groupby(ordered, key=lambda shown: (shown.source.name, shown.evidence))
    return [_group(list(rows), decided) for _, rows in kinds]


def _group(rows: list[Exhibit], decided: Mapping[str, set[str]]) -> dict[str, Any]:
    """One department's rows of one kind. A row that is withheld has no values."""
    source = rows[0].source
    columns = [name for name in source.columns if not name.startswith("_")]
    mine = decided.get(source.name, set())
    return {
        "evidence": rows[0].evidence,
        "table": source.name,
        "department": source.owner,
        "source": source.title,
        "basis": source.basis,
        "columns": [{"name": name, "deciding": name in mine} for name in columns],
        "rows": [
            {
                "place": row.place,
                "batch": row.batch,
                "row": row.record,
                "values": None if row.values is None else [_said(row.values.get(name)) for name in columns],
            }
            for row in rows[:MOST]
        ],
        "total": len(rows),
    }


def _said(value: object) -> str | None:
    if isinstance(value, bool):
        return "是" if value else "否"
    return None if value is None else str(value)


def _lineage(held: Lake, run: str) -> Made:
    if run not in _MADE:
        made = made_from(held)
        _MADE.clear()
        _MADE[run] = made
    return _MADE[run]
