"""The list of orders as a file that leaves the platform: what was done, and nothing that anybody wrote.

An order's title is taken out where it is the name of a rule. What a citizen or a clerk typed stays.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from django.db import transaction

from shuzhi.core.ports import FileForm
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.orders import times
from shuzhi.ops.orders.queries.orders import Asked, Row, every
from shuzhi.ops.people.access import Access
from shuzhi.secure.gateway import write_rows

MOST = 100_000
"""Rows of one file."""
NEEDS = "statistics.read"
_TITLES: Mapping[str, Text] = {
    "number": Text("编号", "Number"),
    "matter": Text("事项（规则）", "Matter (rule)"),
    "category": Text("分类", "Category"),
    "flow": Text("流程", "Flow"),
    "step": Text("环节", "Step"),
    "state": Text("状态", "State"),
    "department": Text("承办部门", "Department"),
    "handler": Text("经办人", "Handler"),
    "region": Text("区划", "Region"),
    "opened": Text("立单日期", "Opened"),
    "due": Text("期限", "Due"),
    "overdue": Text("超期", "Overdue"),
    "closed": Text("办结日期", "Closed"),
    "conclusion": Text("结论", "Conclusion"),
}
_STATES: Mapping[str, Text] = {
    "open": Text("办理中", "open"),
    "suspended": Text("挂起", "suspended"),
    "closed": Text("办结", "closed"),
    "cancelled": Text("撤销", "cancelled"),
}


def exported(by: Access, asked: Asked, form: FileForm, *, english: bool) -> tuple[BinaryIO, int]:
    """The file, already without a name on the disk, and how many rows it has. Raises Refused."""
    by.require(NEEDS)
    rows = [_row(row, english=english) for row in every(by, asked, MOST)]
    table = pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in _TITLES]))
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        target = Path(folder) / f"made.{form}"
        write_rows(table, [_said(text, english=english) for text in _TITLES.values()], target)
        made = target.open("rb")
    with transaction.atomic():
        record(
            by=by.login, action="orders.export", object="orders:list", about={"form": form, "rows": len(rows)}
        )
    return made, len(rows)


def _row(row: Row, *, english: bool) -> dict[str, str | None]:
    state, said = _STATES.get(row["state"]), Text("是", "yes") if row["overdue"] else Text("否", "no")
    return {
        "number": row["number"],
        "matter": row["title"] if row["rule"] else None,
        "category": row["category"] or None,
        "flow": _said(row["flow"], english=english),
        "step": _said(row["step"], english=english),
        "state": _said(state, english=english) if state else row["state"],
        "department": row["department"],
        "handler": row["handler"],
        "region": row["region_name"],
        "opened": times.day(row["opened_at"]).isoformat(),
        "due": row["due"].isoformat() if row["due"] else None,
        "overdue": _said(said, english=english),
        "closed": times.day(row["closed_at"]).isoformat() if row["closed_at"] else None,
        "conclusion": row["conclusion"],
    }


def _said(text: Text, *, english: bool) -> str:
    return text.en if english else text.zh
