"""Who may do what about a reported error: the owner answers, whoever reported it disputes, somebody above rules."""

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.errors import missing
from shuzhi.ops.orders import times
from shuzhi.ops.people.access import Access, people_in
from shuzhi.ops.people.models import Department, User

State = Correction.State
MENDS = ("intake.mend", "orders.handle")
"""Who mends a department's data, or handles its orders, answers for them."""


def answers_for(by: Access, department: int) -> bool:
    return any(place.department == department for permission in MENDS for place in by.where(permission))


def rules_over(by: Access, owner: Department) -> bool:
    """Whether he supervises a department above the owner. Nobody rules on his own department's answer."""
    return any(
        owner.path.startswith(place.path) and place.department != owner.pk
        for place in by.where("orders.supervise")
    )


def sees(by: Access, one: Correction) -> bool:
    return one.asked_by_id == by.user.pk or answers_for(by, one.owner_id) or rules_over(by, one.owner)


def may(by: Access, one: Correction) -> list[str]:
    """What is his to do now."""
    can = {
        "answer": one.state == State.ASKED and answers_for(by, one.owner_id),
        "dispute": one.state == State.REFUSED and one.asked_by_id == by.user.pk and _in_time(one),
        "rule": one.state == State.DISPUTED and rules_over(by, one.owner),
    }
    return [action for action, his in can.items() if his]


def take(by: Access, number: int) -> Correction:
    """The report, held until the transaction ends. Raises Missing where he may not know of it."""
    found = Correction.objects.select_for_update(of=("self",)).select_related("owner", "asked_by")
    one = found.filter(pk=number).first()
    if one is None or not sees(by, one):
        raise missing(Text("没有这条纠错", "there is no such correction"), f"correction:{number}")
    return one


def responsible(owner: Department) -> list[User]:
    """Who answers for the department; where it has nobody, who supervises it."""
    own = [user for permission in MENDS for user in people_in([owner.pk], permission=permission)]
    return own or people_in(above(owner), permission="orders.supervise")


def above(owner: Department) -> list[int]:
    """The departments above, from the top."""
    return [int(number) for number in owner.path.strip("/").split("/")][:-1]


def _in_time(one: Correction) -> bool:
    """A dispute has as many working days as the answer had."""
    assert one.answered_at is not None
    return today() <= times.after(times.day(one.answered_at), city().corrections.days)
