"""From a request to an order."""

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.desk.actions.keeping import keep, not_now, take_up
from shuzhi.ops.desk.masking import masked
from shuzhi.ops.desk.models import Request
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import actions as orders
from shuzhi.ops.people.access import Access


@transaction.atomic
def open_order(*, by: Access, number: str, to: int | None = None) -> Request:
    """The request goes on as an order, in the flow for its category.

    Everybody who sees the order reads its text: names, telephones and homes are masked in it. Who handles it reads
    the request itself. ``to``: which department has the first step, when several answer for it.
    """
    held = take_up(by, number)
    if held.state != Request.State.NEW:
        raise not_now(held, Text("只有待处理的诉求可以立单", "only a new request becomes an order"))
    if not held.category:
        raise invalid(
            Text("立单前请先分类", "an order needs a category"),
            "category",
            Text("选择分类", "choose a category"),
        )
    title, body = masked([held.title, held.body])
    proposal = f"\n\n建议承办：{held.proposed.name}（{held.proposed_because}）" if held.proposed else ""
    matter = orders.of_request(
        category=held.category,
        title=("【紧急】" if held.urgency == Request.Urgency.URGENT else "") + title[:190],
        text=body[:4_500] + proposal.replace("（）", ""),
        region=held.region,
        place=held.place,
    )
    opens = any(place.department == held.department_id for place in by.where("orders.open"))
    order = orders.open_order(by=by, matter=matter, department=held.department_id if opens else None, to=to)
    held.order, held.state = order, Request.State.ORDERED
    return keep(by, held, "open_order", order=order.number)
