"""Which of the source's columns a header nobody knows most likely is: as somebody confirmed before, or by its values.

A proposal: nothing is taken for anything until whoever sends the file says so. What was confirmed with one file is
remembered for the next of the same department that has the same header, whatever table it is of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuzhi.core.text import Text
from shuzhi.govern.match import plain
from shuzhi.ops.city import city
from shuzhi.ops.clock import CHINA
from shuzhi.ops.intake.models import Submission
from shuzhi.packs.schema import Source

CONFIRMED, CONTRADICTED = 0.95, 0.6
"""How sure a mapping that was confirmed makes one, where the values look alike, and where they look like others."""
SURE = 0.5
FILES = 500
"""Files of a department that are asked, the last first."""
Out = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What somebody said once that a header is: a column of a source, with its element."""

    column: str
    element: str
    source: Text
    by: str
    at: datetime


def proposals(of: Submission, source: Source, columns: Sequence[Mapping[str, Any]]) -> dict[str, Out]:
    """Header -> the column it is proposed as, how sure that is (0 to 1) and why; each column is proposed once."""
    taken = {column["means"] for column in columns}
    left = {name: column.element for name, column in source.columns.items() if name not in taken}
    unknown = [column for column in columns if column["means"] is None]
    if not left or not unknown:
        return {}
    known = remembered(of.department_id)
    found = [
        *_confirmed(unknown, left, known),
        *_by_values(unknown, left),
    ]
    told: dict[str, Out] = {}
    for header, proposal in sorted(found, key=lambda each: -each[1]["confidence"]):
        if header not in told and proposal["column"] not in {each["column"] for each in told.values()}:
            told[header] = proposal
    return told


def remembered(department: int) -> dict[str, Remembered]:
    """What the department's people confirmed of its headers, the last word of each."""
    sources = {source.name: source for source in city().sources}
    found: dict[str, Remembered] = {}
    accepted = Submission.objects.filter(department=department, state=Submission.State.ACCEPTED)
    for each in accepted.exclude(fixes={}).select_related("sent_by").order_by("-id")[:FILES]:
        source = sources.get(each.source)
        for header, fix in each.fixes.get("columns", {}).items():
            column = source.columns.get(fix.get("means") or "") if source else None
            if source is not None and column is not None:
                found.setdefault(
                    plain(header),
                    Remembered(
                        column=fix["means"],
                        element=column.element,
                        source=source.title,
                        by=each.sent_by.name,
                        at=each.confirmed_at or each.at,
                    ),
                )
    return found


def _confirmed(
    unknown: Sequence[Mapping[str, Any]], left: Mapping[str, str], known: Mapping[str, Remembered]
) -> list[tuple[str, Out]]:
    told = []
    for column in unknown:
        said = known.get(plain(column["header"]))
        target = _target(said, left) if said else None
        if said is not None and target is not None:
            # Values of plain kinds look like nothing: only those that look like another element speak against it.
            alike = column["element"] in (said.element, "text")
            day = said.at.astimezone(CHINA).date().isoformat()
            why = Text(
                f"{day} {said.by}在“{said.source.zh}”中确认过这个表头就是“{said.column}”",
                f"on {day} {said.by} confirmed in “{said.source.en}” that this header is “{said.column}”",
            )
            against = Text("；但这一次的值不像", "; but the values of this file do not look like it")
            told.append(
                (
                    column["header"],
                    {
                        "column": target,
                        "confidence": CONFIRMED if alike else CONTRADICTED,
                        "why": why if alike else Text(why.zh + against.zh, why.en + against.en),
                    },
                )
            )
    return told


def _target(said: Remembered, left: Mapping[str, str]) -> str | None:
    """Its column where the source has it, else the only one of its element that is still without a header."""
    if left.get(said.column) == said.element:
        return said.column
    alike = [name for name, element in left.items() if element == said.element]
    return alike[0] if len(alike) == 1 and said.element != "text" else None


def _by_values(unknown: Sequence[Mapping[str, Any]], left: Mapping[str, str]) -> list[tuple[str, Out]]:
    """Where one unknown header and one column without a header are left for each other by what the values look like."""
    columns, seen = Counter(left.values()), Counter(each["element"] for each in unknown)
    told = []
    for column in unknown:
        element = column["element"]
        sure = column.get("confidence") or 0.0
        if columns[element] == seen[element] == 1 and element != "text" and sure > SURE:
            target = next(name for name, of in left.items() if of == element)
            reason = column["reason"]
            told.append(
                (
                    column["header"],
                    {
                        "column": target,
                        "confidence": sure,
                        "why": Text(
                            f"{reason['zh']}，来源里还没有表头的列只有“{target}”是这种值",
                            f"{reason['en']}; of the columns still without a header only “{target}” holds such",
                        ),
                    },
                )
            )
    return told
