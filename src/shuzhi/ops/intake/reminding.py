"""Reminding departments (催报) of what is due soon and what is late: once each for a due date, and nobody in vain."""

import logging
from collections.abc import Iterator

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now
from shuzhi.ops.intake.calendar import standing
from shuzhi.ops.intake.models import Reminder
from shuzhi.ops.intake.rights import APPROVE, SEND
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.people.access import people_in
from shuzhi.ops.people.actions import SYSTEM
from shuzhi.ops.people.models import Department, User
from shuzhi.run.due import Standing

log = logging.getLogger(__name__)
Kind = Reminder.Kind


def remind() -> None:
    """Tell of everything that is due soon or late today and was not told yet. One that fails leaves the others."""
    found, _ = standing(city().sources)
    told = set(Reminder.objects.values_list("source", "sender", "due", "kind"))
    for each, kind in _due(found):
        if each.asked is None or (each.source.name, each.sender, each.asked.due, kind) in told:
            continue
        try:
            _remind(each, kind)
        except Exception:
            log.exception("a reminder of %s failed and will be tried again", each.source.name)


def _due(found: list[Standing]) -> Iterator[tuple[Standing, str]]:
    for each in found:
        if each.state in ("late", "never"):
            yield each, Kind.LATE
        elif each.state == "soon" and each.source.cadence != "daily":
            # What is due every day is only told when it did not come.
            yield each, Kind.SOON


@transaction.atomic
def _remind(of: Standing, kind: str) -> None:
    assert of.asked is not None
    people = _people(of.sender)
    if not people:
        return
    due = of.asked.due
    Reminder.objects.create(
        source=of.source.name, sender=of.sender, due=due, kind=kind, at=now(), told=len(people)
    )
    record(
        by=SYSTEM,
        action="intake.remind",
        object=f"source:{of.source.name}",
        about={
            "sender": of.sender,
            "due": due.isoformat(),
            "period": of.asked.period,
            "kind": kind,
            "told": len(people),
        },
    )
    tell(people, kind=f"intake.{kind}", text=_words(of, kind), link="/intake/calendar")


def _people(sender: str) -> list[User]:
    """Those of the department that owes it who send its files, and those who approve them."""
    owner = list(Department.objects.filter(name=sender, is_active=True).values_list("pk", flat=True))
    found = {
        user.pk: user for permission in (SEND, APPROVE) for user in people_in(owner, permission=permission)
    }
    return list(found.values())


def _words(of: Standing, kind: str) -> Text:
    assert of.asked is not None
    title, period, due = of.source.title, of.asked.period, of.asked.due
    if kind == Kind.SOON:
        return Text(f"{title.zh}（{period}）应于 {due} 前报送", f"{title.en} ({period}) is due by {due}")
    if of.pulled is not None:
        return Text(
            f"{title.zh}（{period}）应于 {due} 前到，接入的库里没有新内容",
            f"{title.en} ({period}) was due by {due}: its feed brought nothing new",
        )
    return Text(
        f"{title.zh}（{period}）应于 {due} 前报送，还没有收到",
        f"{title.en} ({period}) was due by {due} and has not come",
    )
