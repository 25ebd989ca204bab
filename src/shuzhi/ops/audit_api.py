"""What the audit administrator sees: the chain, record by record, and whether it is whole."""

from typing import Any, Literal

from django.http import HttpResponse
from ninja import Router, Schema

from shuzhi.ops.answer import Answer
from shuzhi.ops.audit.actions import verify
from shuzhi.ops.audit.models import Record
from shuzhi.ops.audit_person import looks_at
from shuzhi.ops.city import city
from shuzhi.ops.errors import ProblemOut, Said, problems_out
from shuzhi.ops.matrix import Asked, cells, known_purposes, matrix
from shuzhi.ops.paging import CAP, Page, counted
from shuzhi.ops.people.administration import AUDIT, require
from shuzhi.ops.people.auth import Call
from shuzhi.secure import audit as lake_audit
from shuzhi.secure.gateway import AUDIT as LAKE_AUDIT

router = Router(tags=["audit"])

_PAGE = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RecordOut(Schema):
    number: int
    at: str
    by: str
    action: str
    object: str
    about: dict[str, Any]


class Chains(Schema):
    """Empty lists: the chain is whole."""

    operations: list[ProblemOut]
    lake: list[ProblemOut]


@router.get("/records", response=Page[RecordOut])
def records(request: Call, by: str = "", about: str = "", action: str = "", after: str = "") -> object:
    """Changes of state, newest first: by a login, about an object (``kind:id``), of an action or a family of them."""
    require(request.auth.user, AUDIT)
    found = Record.objects.order_by("-number")
    if by:
        found = found.filter(by=by)
    if about:
        found = found.filter(object=about)
    if action:
        found = found.filter(action__startswith=action)
    total, more = counted(found)
    if after.isdecimal():
        found = found.filter(number__lt=int(after))
    rows = list(found[: _PAGE + 1].values("number", "at", "by", "action", "object", "about"))
    return {
        "rows": rows[:_PAGE],
        "next": str(rows[_PAGE - 1]["number"]) if len(rows) > _PAGE else None,
        "total": total,
        "more": more,
    }


class AskedPerson(Schema):
    """``reason``: the citizen's request, or the case; it stays in the chain, the number does not."""

    id_number: str
    reason: str


class Look(Schema):
    """One time that somebody looked."""

    at: str
    by: str
    name: str
    departments: list[str]
    purpose: str
    act: str
    what: list[str]
    exported: bool


class PersonLooks(Schema):
    """``findings``: how many concern the person. ``others``: readings of tables that named nobody, and may hold him."""

    looks: list[Look]
    findings: int
    others: int
    since: str | None
    made_at: str


@router.post("/person", response=PersonLooks)
def looks_at_person(request: Call, said: AskedPerson) -> object:
    """Who has looked at this person's data, when, for what: newest first, from the first record on."""
    return looks_at(by=request.auth.user, id_number=said.id_number, reason=said.reason)


class CellOut(Answer):
    """What some people may see of one column. ``rows``: the condition, none where it is all rows."""

    people: str
    posts: str
    purpose: str
    table: str
    column: str
    element: str
    grade: str
    level: Literal["none", "partial", "general", "pseudonym", "full"]
    why: Said
    rows: str | None
    smallest: int | None
    export: bool
    granted_in: str


@router.get("/permissions", response=Page[CellOut])
def permissions(
    request: Call, person: str = "", purpose: str = "", table: str = "", column: str = "", after: str = ""
) -> object:
    """Who sees how much of which column, which rows, for what: for audit and security."""
    start = int(after) if after.isdecimal() else 0
    asked = Asked(person=person, purpose=purpose, table=table, column=column)
    found, total = cells(by=request.auth.user, asked=asked, after=start, limit=_PAGE)
    end = start + len(found)
    return {
        "rows": found,
        "next": str(end) if total > end else None,
        "total": min(total, CAP),
        "more": total > CAP,
    }


@router.get("/purposes", response=list[str])
def purposes(request: Call) -> object:
    """The purposes that data are read for, to choose from."""
    return known_purposes(by=request.auth.user)


@router.get("/matrix")
def permission_matrix(request: Call) -> HttpResponse:
    """Who may see which column of which table, how much of it, for what: a workbook, for audit and security."""
    answer = HttpResponse(matrix(by=request.auth.user), content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="permissions.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.post("/verify", response=Chains)
def verify_chains(request: Call) -> object:
    """Both chains, from the first record on: of what people changed, and of what was read and written in the lake."""
    require(request.auth.user, AUDIT)
    broken, lake_broken = verify(), lake_audit.verify(city().lake / LAKE_AUDIT)
    return {
        "operations": problems_out([broken])["problems"] if broken else [],
        "lake": problems_out([lake_broken])["problems"] if lake_broken else [],
    }
