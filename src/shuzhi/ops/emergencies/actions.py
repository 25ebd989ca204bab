"""Asking, allowing, refusing, ending: each one function, by somebody, atomic, audited, and told to the owner."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.emergencies.models import Emergency
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.actions import SYSTEM
from shuzhi.ops.people.administration import SECURITY, require
from shuzhi.ops.people.models import User
from shuzhi.run.read import policy

MOST_TABLES = 5
MOST_HOURS = 72
LEAST_REASON = 10
State = Emergency.State

_DECIDED = Text("已经有人决定，或是您自己申请的", "it is decided, or you asked for it")
_OPENED = Text("贵部门的数据已开放应急访问", "your department's data are open to access in an emergency")
_ENDED = Text("对贵部门数据的应急访问已结束", "access in an emergency to your department's data has ended")


@transaction.atomic
def ask(*, by: Access, reason: str, purpose: str, tables: list[str], hours: int) -> Emergency:
    """Ask for access. Raises ShuzhiError when reason, purpose, tables or hours will not do."""
    if not by.places:
        raise invalid(
            Text("您没有岗位", "you hold no post"), by.login, Text("请安全管理员授予", "ask 安全管理员")
        )
    known = policy(city())
    names = {str(table) for table in known.columns}
    wrong = sorted(set(tables) - names)
    told = "、".join(wrong) or str(len(tables))
    if not 0 < len(set(tables)) <= MOST_TABLES or wrong:
        raise invalid(
            Text(f"表不对：{told}", f"these tables will not do: {told}"),
            "tables",
            Text(f"写明一至 {MOST_TABLES} 张表的全名", f"name one to {MOST_TABLES} tables in full"),
        )
    if purpose not in known.purposes:
        raise invalid(
            Text("用途没有登记", "the purpose is not registered"),
            "purpose",
            Text("选一个已登记的用途", "choose one that is"),
        )
    if len(reason.strip()) < LEAST_REASON or not 1 <= hours <= MOST_HOURS:
        raise invalid(
            Text(
                "缘由太短，或时限不在 1 至 72 小时", "the reason is too short, or it is not for 1 to 72 hours"
            ),
            "reason",
            Text("写明发生了什么、为什么等不及", "say what happened, and why it cannot wait"),
        )
    made = Emergency.objects.create(
        asked_by=by.user,
        asked_at=now(),
        reason=reason.strip(),
        purpose=purpose,
        tables=sorted(set(tables)),
        hours=hours,
    )
    _note(
        made,
        by.login,
        "ask",
        {"reason": made.reason, "purpose": purpose, "tables": made.tables, "hours": hours},
    )
    tell(
        User.objects.filter(administrator=SECURITY, is_active=True),
        kind="emergencies.asked",
        text=Text("有人申请应急访问，等您决定", "access in an emergency is asked for: decide on it"),
        link="/emergencies",
    )
    return made


@transaction.atomic
def decide(*, by: User, emergency: int, allow: bool) -> Emergency:
    """The second person, 安全管理员, allows or refuses. It begins now and ends by itself."""
    require(by, SECURITY)
    found = _locked(emergency)
    if found.state != State.ASKED or found.asked_by_id == by.pk:
        raise conflict(_DECIDED, f"emergency:{emergency}")
    found.decided_by, found.decided_at = by, now()
    found.state = State.OPEN if allow else State.REFUSED
    found.ends_at = now() + timedelta(hours=found.hours) if allow else None
    found.save()
    _note(
        found, by.login, "allow" if allow else "refuse", {"ends": found.ends_at and found.ends_at.isoformat()}
    )
    tell(
        [found.asked_by],
        kind="emergencies.decided",
        text=Text("您的应急访问申请已批准", "your access in an emergency is allowed")
        if allow
        else Text("您的应急访问申请未获批准", "your access in an emergency is refused"),
        link="/emergencies",
    )
    if allow:
        _tell_owners(found, _OPENED)
    return found


@transaction.atomic
def end(*, by: User, emergency: int) -> Emergency:
    """Whoever asked or decided ends it before its time."""
    found = _locked(emergency)
    if by.pk not in {found.asked_by_id, found.decided_by_id}:
        raise missing(Text("没有这次应急访问", "there is no such emergency"), str(emergency))
    if found.state != State.OPEN:
        raise conflict(Text("它没有开放", "it is not open"), f"emergency:{emergency}")
    found.state, found.ends_at = State.ENDED, min(now(), found.ends_at or now())
    found.save()
    _note(found, by.login, "end", {})
    _tell_owners(found, _ENDED)
    return found


def expire() -> None:
    """Note those whose time is over. Reading does not wait for this: it looks at the end itself."""
    over = Emergency.objects.filter(state=State.OPEN, ends_at__lte=now()).values_list("pk", flat=True)
    for number in list(over):
        with transaction.atomic():
            found = _locked(number)
            if found.state == State.OPEN:
                found.state = State.ENDED
                found.save()
                _note(found, SYSTEM, "expire", {})
                _tell_owners(found, _ENDED)


def _locked(emergency: int) -> Emergency:
    found = Emergency.objects.select_for_update().filter(pk=emergency).first()
    if found is None:
        raise missing(Text("没有这次应急访问", "there is no such emergency"), str(emergency))
    return found


def _note(of: Emergency, by: str, action: str, about: dict[str, object]) -> None:
    record(by=by, action=f"emergencies.{action}", object=f"emergency:{of.pk}", about=about)


def _tell_owners(of: Emergency, text: Text) -> None:
    """Everybody with a post in a department that owns one of the tables, and the audit administrators."""
    owners = set(owners_of(of.tables))
    day = today()
    held = Q(posts__department__name__in=owners, posts__since__lte=day)
    held &= Q(posts__until__isnull=True) | Q(posts__until__gte=day)
    people = User.objects.filter(held | Q(administrator=User.Administrator.AUDIT), is_active=True).distinct()
    tell(people, kind="emergencies.owner", text=text, link="/")


def owners_of(tables: Iterable[str]) -> list[str]:
    """The departments that own these tables: of a department's table its own, of a scenario's the scenario's."""
    served = city()
    own = {str(source.standard): source.owner for source in served.sources}
    own |= {str(source.landed): source.owner for source in served.sources}
    scenarios = {scenario.name: scenario.owner for scenario in served.scenarios}
    found = (own.get(table) or scenarios.get(table.split(".")[0]) for table in tables)
    return sorted({owner for owner in found if owner})
