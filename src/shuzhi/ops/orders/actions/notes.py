"""What is put beside an order: comments, what the citizen said, the order it repeats."""

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import telling
from shuzhi.ops.orders.actions.keeping import keep, note
from shuzhi.ops.orders.case import no_order, take
from shuzhi.ops.orders.models import Comment, Feedback, Order
from shuzhi.ops.orders.rights import require
from shuzhi.ops.orders.sight import sees
from shuzhi.ops.people.access import Access
from shuzhi.ops.wording import said


@transaction.atomic
def comment(*, by: Access, order: str, text: str) -> Comment:
    """Something said about the order, to everybody who sees it."""
    case = take(by, order)
    require("comment", case)
    made = Comment.objects.create(order=case.order, written_by=by.user, at=now(), text=said(text, "text"))
    note(case, "comment", comment=made.pk)
    return made


@transaction.atomic
def give_feedback(*, by: Access, order: str, satisfaction: int, words: str = "") -> Order:
    """What the citizen said of the handling, written down by the desk on his behalf."""
    case = take(by, order)
    require("feedback", case)
    if not 1 <= satisfaction <= 5:
        raise invalid(
            Text("满意度为 1 到 5", "satisfaction is 1 to 5"),
            "satisfaction",
            Text("重新选择", "choose again"),
        )
    Feedback.objects.create(
        order=case.order,
        round=case.order.reopened,
        satisfaction=satisfaction,
        note=said(words, "words", needed=False),
        given_by=by.user,
        at=now(),
    )
    case.order.asking, case.order.asking_due = Order.Asking.GIVEN, None
    telling.feedback_given(case.order, satisfaction)
    return keep(case, "feedback", satisfaction=satisfaction)


@transaction.atomic
def link(*, by: Access, order: str, repeats: str | None) -> Order:
    """Say which earlier order this one repeats; None: none."""
    case = take(by, order)
    require("link", case)
    earlier = Order.objects.filter(number=repeats).first() if repeats is not None else None
    if repeats is not None and (earlier is None or not sees(by, earlier)):
        raise no_order(repeats)
    if earlier is not None and earlier.pk >= case.order.pk:
        raise invalid(
            Text("重复的只能是更早的工单", "only an earlier order can be repeated"),
            "repeats",
            Text("选择更早的工单，或从那一单关联", "choose an earlier one, or link from the other one"),
        )
    case.order.repeat_of = earlier
    return keep(case, "link", repeats=repeats)
