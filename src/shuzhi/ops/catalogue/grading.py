"""The worklist of grades: what is suggested of whose columns, and what stewards decided; deciding, audited."""

import threading
from collections.abc import Iterator
from typing import Any, Literal

import yaml
from django.db import transaction

from shuzhi.core.crypto import write_whole
from shuzhi.core.elements import GRADES, Grade, element
from shuzhi.core.text import Text
from shuzhi.govern.grading import IDENTIFIES, suggest
from shuzhi.ops.audit.actions import record
from shuzhi.ops.catalogue.held import held
from shuzhi.ops.city import city, read_again
from shuzhi.ops.clock import today
from shuzhi.ops.errors import invalid, missing
from shuzhi.ops.intake.rights import covers, require, source_of
from shuzhi.ops.people.access import Access
from shuzhi.packs.contents import own_grades
from shuzhi.packs.grades import FOLDER
from shuzhi.packs.schema import Source

GRADE = "catalogue.grade"
HEAD = (
    "# 人定的级别，由页面“分级”写入；shuzhi check 会检查。Grades that people decided, written by the page.\n"
)
Which = Literal["open", "decided", "all"]
Out = dict[str, Any]
_WRITING = threading.Lock()


def worklist(by: Access, which: Which, *, after: int, limit: int) -> Out:
    """Columns of the departments he is a steward of; those that should be graded highest first."""
    by.require(GRADE)
    rows = [
        row
        for source in city().sources
        if covers(by, GRADE, source)
        for row in _rows(source)
        if which == "all" or (row["open"] if which == "open" else row["decision"] is not None)
    ]
    rows.sort(key=lambda row: (-GRADES.index(row["suggested"] or row["grade"]), row["source"], row["column"]))
    return {
        "rows": rows[after : after + limit],
        "next": str(after + limit) if after + limit < len(rows) else None,
        "total": len(rows),
        "more": False,
    }


def decide(*, by: Access, source: str, column: str, grade: Grade, reason: str) -> None:
    """A steward of the source's department settles the grade of a column. From then on the gateway keeps to it."""
    about = source_of(source)
    require(by, GRADE, about)
    if column not in about.columns:
        raise missing(Text("这张表没有这一列", "the table has no such column"), f"{source}.{column}")
    if not reason.strip():
        raise invalid(
            Text("没有写明理由", "no reason is given"),
            "reason",
            Text("写明为什么是这一级", "say why it is of this grade"),
        )
    said = _said(about, column)
    if about.columns[column].element in IDENTIFIES and GRADES.index(grade) < GRADES.index(said):
        raise invalid(
            Text("能认出个人的列不能降级", "a column that says who is not lowered"),
            f"{source}.{column}",
            Text("可以维持或定得更高", "keep its grade, or raise it"),
        )
    told = {"grade": grade, "was": said, "reason": reason.strip(), "by": by.login, "decided": today()}
    with _WRITING:
        before = city().grades.get(source)
        columns = before.model_dump(mode="python")["columns"] if before else {}
        with transaction.atomic():
            plain = told | {"decided": today().isoformat()}
            record(by=by.login, action="catalogue.grade", object=f"{source}.{column}", about=plain)
            path = city().folder / FOLDER / f"{source}.yml"
            path.parent.mkdir(exist_ok=True)
            text = yaml.safe_dump({"columns": columns | {column: told}}, allow_unicode=True, sort_keys=False)
            write_whole(path, (HEAD + text).encode())
        read_again()


def _rows(source: Source) -> Iterator[Out]:
    now = held()
    entry = now.inventory.tables.get(str(source.standard)) if now else None
    rows = entry.about["rows"] if entry else None
    neighbours = {column.element for column in source.columns.values()}
    graded = city().grades.get(source.name)
    for name, column in source.columns.items():
        said = _said(source, name)
        found = suggest(name, column.element, said, neighbours, rows)
        decision = graded.columns.get(name) if graded else None
        stands = decision is not None and decision.holds(said)
        yield {
            "source": source.name,
            "table": str(source.standard),
            "title": source.title,
            "owner": source.owner,
            "column": name,
            "label": element(column.element).label,
            "said": said,
            "grade": decision.settled(said) if decision else said,
            "suggested": found.grade if found and not stands else None,
            "reasons": list(found.reasons) if found else [],
            "decision": decision and decision.model_dump(),
            "open": (found is not None and not stands) or (decision is not None and not stands),
        }


def _said(source: Source, column: str) -> Grade:
    """What its element says of a column's grade."""
    own = own_grades(city()).get(source.standard, {}).get(column)
    return own or element(source.columns[column].element).grade
