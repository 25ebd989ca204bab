"""Reading with what an open emergency adds to one's grants. Every such reading is a record of its own."""

from dataclasses import replace

from django.db import transaction

from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.emergencies.models import Emergency
from shuzhi.ops.people.access import Access
from shuzhi.run.read import Desk, desk
from shuzhi.secure.gateway import Lake
from shuzhi.secure.policy import Grant, Who


def open_now(login: str, purpose: str) -> list[Emergency]:
    """The user's emergencies for the purpose, looked up now: none outlives its end by a second."""
    return list(
        Emergency.objects.filter(
            asked_by__login=login, purpose=purpose, state=Emergency.State.OPEN, ends_at__gt=now()
        )
    )


def desk_of(by: Access, purpose: str, held: Lake) -> Desk:
    """Where the user puts questions for the purpose: his grants, and what is open to him in an emergency."""
    plain = desk(held, city(), by.reader(purpose), today())
    found = open_now(by.login, purpose)
    if not found:
        return plain
    with transaction.atomic():
        for each in found:
            record(
                by=by.login,
                action="emergencies.read",
                object=f"emergency:{each.pk}",
                about={"purpose": purpose},
            )
    added = [
        Grant(who=Who(user=by.login), tables=tuple(each.tables), purpose=each.purpose, mask="none")
        for each in found
    ]
    return replace(plain, policy=replace(plain.policy, grants=[*plain.policy.grants, *added]))
