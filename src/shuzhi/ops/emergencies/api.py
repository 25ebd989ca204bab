"""Emergencies over the API: asking, deciding, ending, and reading while one is open."""

from datetime import datetime
from typing import Any, Literal

from ninja import Router, Schema

from shuzhi.core.text import Text
from shuzhi.ops.answer import Answer
from shuzhi.ops.city import city
from shuzhi.ops.clock import now
from shuzhi.ops.emergencies import actions
from shuzhi.ops.emergencies.models import Emergency
from shuzhi.ops.emergencies.reading import desk_of, open_now
from shuzhi.ops.errors import conflict
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import not_allowed
from shuzhi.ops.people.administration import AUDIT, SECURITY
from shuzhi.ops.people.auth import Call
from shuzhi.ops.people.models import User
from shuzhi.run.read import policy

router = Router(tags=["emergencies"])

_MOST_ROWS = 500


class EmergencyIn(Schema):
    reason: str
    purpose: str
    tables: list[str]
    hours: int


class EmergencyOut(Answer):
    emergency: int
    asked_by: str
    asked_at: datetime
    reason: str
    purpose: str
    tables: list[str]
    owners: list[str]
    hours: int
    state: Literal["asked", "open", "refused", "ended"]
    decided_by: str | None
    ends_at: datetime | None
    may: list[Literal["decide", "end", "read"]]


class TableChoice(Answer):
    """A table by its full name, and who owns it."""

    table: str
    owners: list[str]


class EmergencyChoices(Answer):
    """What somebody may ask for, and within which bounds."""

    purposes: list[str]
    tables: list[TableChoice]
    most_tables: int
    most_hours: int
    least_reason: int


class Allowed(Schema):
    allow: bool


class Asked(Schema):
    sql: str


class Rows(Answer):
    rows: list[dict[str, str | None]]
    more: bool


@router.get("", response=list[EmergencyOut])
def emergencies(request: Call) -> object:
    """One's own; for the security and the audit administrator everybody's. The last first."""
    user = request.auth.user
    found = Emergency.objects.select_related("asked_by", "decided_by")
    if user.administrator not in {SECURITY, AUDIT}:
        found = found.filter(asked_by=user)
    return [_plain(each, user) for each in found[:200]]


@router.get("/choices", response=EmergencyChoices)
def choices(request: Call) -> object:
    """Registered purposes and the tables there are: names, for who holds a post."""
    if not request.auth.places:
        raise not_allowed("emergencies.ask")
    known = policy(city())
    return {
        "purposes": sorted(known.purposes),
        "tables": [
            {"table": str(table), "owners": actions.owners_of([str(table)])}
            for table in sorted(known.columns, key=str)
        ],
        "most_tables": actions.MOST_TABLES,
        "most_hours": actions.MOST_HOURS,
        "least_reason": actions.LEAST_REASON,
    }


@router.post("", response=EmergencyOut)
def ask(request: Call, said: EmergencyIn) -> object:
    made = actions.ask(
        by=request.auth, reason=said.reason, purpose=said.purpose, tables=said.tables, hours=said.hours
    )
    return _plain(made, request.auth.user)


@router.post("/{int:emergency}/decide", response=EmergencyOut)
def decide(request: Call, emergency: int, said: Allowed) -> object:
    """Allow or refuse what another has asked for: for the security administrator."""
    return _plain(
        actions.decide(by=request.auth.user, emergency=emergency, allow=said.allow), request.auth.user
    )


@router.post("/{int:emergency}/end", response=EmergencyOut)
def end(request: Call, emergency: int) -> object:
    return _plain(actions.end(by=request.auth.user, emergency=emergency), request.auth.user)


@router.post("/{int:emergency}/ask", response=Rows)
def read(request: Call, emergency: int, said: Asked) -> object:
    """Put a query while one's emergency is open; through the gateway, like every other."""
    found = Emergency.objects.filter(pk=emergency, asked_by=request.auth.user).first()
    live = found is not None and found.pk in {each.pk for each in open_now(request.auth.login, found.purpose)}
    held = lake()
    if found is None or not live or held is None:
        raise conflict(Text("没有开放的应急访问", "no emergency of yours is open"), f"emergency:{emergency}")
    answer = desk_of(request.auth, found.purpose, held).ask(said.sql)
    rows = answer.rows.slice(0, _MOST_ROWS).to_pylist()
    told = [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]
    return {"rows": told, "more": answer.more or answer.rows.num_rows > _MOST_ROWS}


def _may(of: Emergency, user: User) -> list[str]:
    """What the user may do with it now."""
    if of.state == Emergency.State.ASKED:
        return ["decide"] if user.administrator == SECURITY and of.asked_by_id != user.pk else []
    if of.state != Emergency.State.OPEN or of.ends_at is None or of.ends_at <= now():
        return []
    mine = ["read"] if of.asked_by_id == user.pk else []
    return [*mine, "end"] if user.pk in {of.asked_by_id, of.decided_by_id} else mine


def _plain(of: Emergency, user: User) -> dict[str, Any]:
    over = of.state == Emergency.State.OPEN and of.ends_at is not None and of.ends_at <= now()
    return {
        "emergency": of.pk,
        "asked_by": of.asked_by.login,
        "asked_at": of.asked_at,
        "reason": of.reason,
        "purpose": of.purpose,
        "tables": of.tables,
        "owners": actions.owners_of(of.tables),
        "hours": of.hours,
        # Over at its end, whether or not the job that notes it has come by.
        "state": Emergency.State.ENDED if over else of.state,
        "decided_by": of.decided_by.login if of.decided_by else None,
        "ends_at": of.ends_at,
        "may": _may(of, user),
    }
