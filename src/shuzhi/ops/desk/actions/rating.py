"""What the caller said of how it was handled."""

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.desk.actions.keeping import keep, not_now, take_up
from shuzhi.ops.desk.models import Request
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import actions as orders
from shuzhi.ops.people.access import Access


@transaction.atomic
def rate(*, by: Access, number: str, satisfaction: int, words: str = "") -> Request:
    """Satisfied from 1 to 5: kept with the order that handled it, else with the request."""
    held = take_up(by, number)
    if held.order is not None:
        orders.give_feedback(by=by, order=held.order.number, satisfaction=satisfaction, words=words)
        return keep(by, held, "rate", order=held.order.number)
    if not 1 <= satisfaction <= 5:
        raise invalid(
            Text("满意度为 1 到 5", "satisfaction is 1 to 5"),
            "satisfaction",
            Text("重新选择", "choose again"),
        )
    if held.state != Request.State.ANSWERED or held.satisfaction is not None:
        raise not_now(held, Text("答复之后问一次", "he is asked once, after he was answered"))
    held.satisfaction = satisfaction
    return keep(by, held, "rate", satisfaction=satisfaction)
