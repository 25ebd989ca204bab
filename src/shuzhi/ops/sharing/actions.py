"""Asking for a table, answering, excepting: each one function, by somebody, atomic, audited, told."""

import threading
from datetime import date

from django.db import IntegrityError, transaction

from shuzhi.core.elements import MaskLevel
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.city import city, read_again
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import Conflict, conflict, invalid, missing
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.orders import times
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.people.models import Department, User
from shuzhi.ops.sharing.models import SharingRequest
from shuzhi.ops.sharing.rights import (
    ASK,
    NO_TABLE,
    State,
    in_the_way,
    kind_of,
    may,
    take,
    told,
    who_may_decide,
    who_may_lift,
)
from shuzhi.ops.wording import said
from shuzhi.packs.city_file import Grant, Reader
from shuzhi.packs.edit import Edit, apply
from shuzhi.packs.edit_grants import add_grant
from shuzhi.packs.owners import owner_of
from shuzhi.packs.scenario_reader import full_name

_WRITING = threading.Lock()
"""Grants are written by one at a time."""


def ask(*, by: Access, table: str, purpose: str, role: str, until: date, reason: str) -> SharingRequest:
    """A department of his asks for the table, for a purpose of the city. Raises Refused, Missing, ShuzhiError."""
    by.require(ASK)
    words = said(reason, "reason", most=1000)
    seen = sight(by)
    if seen is None or table not in seen.tables:
        raise missing(NO_TABLE, table)
    try:
        return _ask(by, table, purpose, role, until, words)
    except IntegrityError as error:
        again = Text("已经申请过，正在等答复", "it has been asked for already, and waits for an answer")
        raise conflict(again, table) from error


@transaction.atomic
def _ask(by: Access, table: str, purpose: str, role: str, until: date, reason: str) -> SharingRequest:
    owner = Department.objects.filter(name=owner_of(full_name(table), city()), is_active=True).first()
    mine = Department.objects.filter(pk__in=[place.department for place in by.where(ASK)]).order_by("path")
    department = next((each for each in mine if each != owner), None)
    if owner is None or department is None:
        own = Text("这是本部门的表，不用申请", "the table is one's own department's: nothing is to be asked")
        raise conflict(own, table)
    _shareable(table)
    _declared(purpose, role)
    if until <= today():
        late = Text("到期日要在今天之后", "the last day has to be after today")
        raise invalid(late, "until", Text("改日期", "choose another day"))
    made = SharingRequest.objects.create(
        table=table,
        purpose=purpose,
        role=role,
        department=department,
        owner=owner,
        until=until,
        reason=reason,
        asked_by=by.user,
        asked_at=now(),
        due=times.after(today(), city().catalogue.request_days),
    )
    about = {"purpose": purpose, "role": role, "until": until.isoformat(), "reason": reason}
    _note(by, made, "ask", **about)
    if in_the_way(made):
        waits = Text(
            "一件共享申请受“以供换用”所限，可签批例外",
            "a request for sharing is held up by give-to-get; an exception is yours to sign",
        )
        _tell(who_may_lift(made), waits)
    _tell(
        who_may_decide(made),
        Text(
            f"{department.name}申请共享一张表，请在 {made.due} 前答复",
            f"{department.name} asks for a table: please answer by {made.due}",
        ),
    )
    return made


def decide(*, by: Access, request: int, grant: bool, mask: MaskLevel | None, text: str) -> None:
    """The table's department answers. Granted, it is a grant in its name in city.yml, which nothing here takes back.

    What give-to-get has against it stops a grant, and leaves the request waiting. Raises Conflict, ShuzhiError.
    """
    words = said(text, "text", most=1000)
    with _WRITING:
        with transaction.atomic():
            one = take(by, request)
            _his(by, one, "decide")
            edited = _granted(by, one, mask) if grant else None
            one.state = State.GRANTED if grant else State.REFUSED
            one.mask, one.answer = (mask or "") if grant else "", words
            one.answered_by, one.answered_at = by.user, now()
            one.save()
            late = times.day(one.answered_at) > one.due
            _note(by, one, "grant" if grant else "refuse", mask=one.mask, late=late, reason=words)
            _tell([one.asked_by], _ANSWERED[grant])
            if edited is not None:
                # Last: a file that cannot be written takes the answer back with it.
                apply(edited)
        read_again()


_ANSWERED = {
    True: Text("您的共享申请已批准", "your request for sharing is granted"),
    False: Text("您的共享申请未获批准", "your request for sharing is refused"),
}


def _granted(by: Access, one: SharingRequest, mask: MaskLevel | None) -> Edit:
    """The grant as it will stand in city.yml, in the name of the table's department."""
    # Of what is not to be seen nothing is granted.
    if mask is None or mask == "full":
        what = Text("没有选脱敏程度", "no level of masking is chosen")
        raise invalid(what, "mask", Text("选给到什么程度", "choose how much is given"))
    _shareable(one.table)
    if owed := in_the_way(one):
        raise Conflict(told(owed, one))
    grant = Grant(
        who=Reader(role=one.role, department=one.department.name),
        tables=(one.table,),
        purpose=one.purpose,
        mask=mask,
        until=one.until,
        by=one.owner.name,
    )
    return add_grant(city(), grant, comment=f"{by.login} {today().isoformat()}：共享申请 {one.pk}")


@transaction.atomic
def lift(*, by: Access, request: int, text: str) -> None:
    """Somebody above the department that asks excepts this one request from give-to-get, with a reason."""
    words = said(text, "text", most=1000)
    one = take(by, request)
    _his(by, one, "lift")
    owed = in_the_way(one)
    one.lifted, one.lifted_by, one.lifted_at = words, by.user, now()
    one.save()
    _note(by, one, "lift", reason=words, owing=[each.told.zh for each in owed])
    _tell(
        [one.asked_by, *who_may_decide(one)],
        Text("一件共享申请不再受“以供换用”所限", "give-to-get no longer holds up a request for sharing"),
    )


def _shareable(table: str) -> None:
    kind = kind_of(table)
    if kind in ("conditional", "unconditional"):
        return
    raise conflict(
        Text("不予共享的表不能申请", "a table that is not shared cannot be asked for")
        if kind == "withheld"
        else Text("这张表怎样共享还没有定", "nobody has decided how this table is shared"),
        table,
        Text("请数据归口部门先在目录里定共享属性", "its department has to decide in the catalogue first"),
    )


def _declared(purpose: str, role: str) -> None:
    purposes = {each.name for each in (*city().purposes, *(one.purpose for one in city().scenarios))}
    if purpose not in purposes:
        what = Text("用途没有登记", "the purpose is not registered")
        raise invalid(what, "purpose", Text("选一个已登记的用途", "choose one that is"))
    if role not in {each.name for each in city().roles}:
        what = Text("没有这个角色", "there is no such role")
        raise invalid(what, "role", Text("选一个角色", "choose a role"))


def _his(by: Access, one: SharingRequest, action: str) -> None:
    if action in may(by, one, in_the_way(one)):
        return
    if one.state != State.ASKED:
        now_is = State(one.state)
        raise conflict(
            Text(f"这件申请现在是“{now_is.label}”", f"the request is “{now_is.value}” now"), _object(one)
        )
    raise not_allowed(f"sharing.{action}")


def _object(one: SharingRequest) -> str:
    return f"sharing:{one.pk}"


def _note(by: Access, one: SharingRequest, action: str, **about: object) -> None:
    about = {"table": one.table, "department": one.department.name, **about}
    record(by=by.login, action=f"sharing.{action}", object=_object(one), about=about)


def _tell(people: list[User], text: Text) -> None:
    tell(people, kind="sharing", text=text, link="/sharing")
