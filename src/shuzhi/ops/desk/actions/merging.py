"""One matter told by several: merged into the request that is handled, and taken apart again."""

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.desk import following, sight
from shuzhi.ops.desk.actions.keeping import held_ones, keep, not_now, note, take_up
from shuzhi.ops.desk.models import Request, Telling
from shuzhi.ops.orders import actions as orders
from shuzhi.ops.people.access import Access


@transaction.atomic
def merge(*, by: Access, number: str, into: str, told: bool = False) -> Request:
    """The request goes the way of another open one; its caller is told so, and later what that one is answered.

    ``told``: the clerk has told him already, on the telephone.
    """
    main = _main(by, into)
    held_ones([number, main.number])
    held, main = take_up(by, number), _held(main)
    if held.state != Request.State.NEW:
        raise not_now(
            held, Text("只有待处理的诉求可以并入别的", "only a new request can be merged into another")
        )
    if held.pk == main.pk or main.state not in (Request.State.NEW, Request.State.ORDERED):
        raise not_now(main, Text("只能并入另一件在办的诉求", "it can only be merged into another open one"))
    # What had been merged into it goes along: nothing is two steps away from what is handled.
    Request.objects.filter(merged_into=held).update(merged_into=main)
    held.state, held.merged_into = Request.State.MERGED, main
    Telling.objects.create(
        request=held,
        about=Telling.About.MERGED,
        since=now(),
        told_by=by.user if told else None,
        told_at=now() if told else None,
    )
    if main.order is not None:
        words = f"又有一件相同的诉求并入：{held.number}（{held.get_channel_display()}）。"
        orders.comment(by=by, order=main.order.number, text=words)
    note(by, main, "merged_with", other=held.number)
    return keep(by, held, "merge", into=main.number, told=told)


@transaction.atomic
def unmerge(*, by: Access, number: str) -> Request:
    """It was another matter after all: the request stands alone again."""
    held = take_up(by, number)
    main = held.merged_into
    if main is None:
        raise not_now(held, Text("诉求没有并入别的", "it is not merged"))
    if held.tellings.filter(about=Telling.About.REPLY).exists():
        raise not_now(held, Text("已随同一件答复，不能再分开", "it was answered together with the other one"))
    held.tellings.all().delete()
    held.state, held.merged_into = Request.State.NEW, None
    note(by, main, "unmerged_from", other=held.number)
    return keep(by, held, "unmerge", of=main.number)


@transaction.atomic
def tell(*, by: Access, telling: int) -> Telling:
    """The caller has been told."""
    found = Telling.objects.select_for_update().filter(pk=telling).select_related("request").first()
    if found is None:
        raise sight.no_request(str(telling))
    held = take_up(by, found.request.number)
    if found.told_at is not None:
        raise not_now(held, Text("已经告知过", "he has been told already"))
    found.told_by, found.told_at = by.user, now()
    found.save()
    note(by, held, "tell", about=found.about)
    return found


def _main(by: Access, number: str) -> Request:
    """The request that number leads to: of one that is merged itself, what it was merged into."""
    found = Request.objects.select_related("department", "order", "merged_into__department").filter(
        number=number
    )
    into = found.first()
    if into is None or not sight.sees(by, into):
        raise sight.no_request(number)
    return into.merged_into or into


def _held(main: Request) -> Request:
    held = held_ones([main.number])[main.number]
    following.follow(held)
    return held
