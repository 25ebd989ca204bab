"""Telling people, and their saying that they have read it."""

from collections.abc import Iterable

from django.db import connection, transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import hold_chain
from shuzhi.ops.clock import now
from shuzhi.ops.notices import channels
from shuzhi.ops.notices.arrivals import arrived
from shuzhi.ops.notices.models import Delivery, Notice
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import User


def tell(users: Iterable[User], *, kind: str, text: Text, link: str) -> None:
    """A notice to each user, inside the transaction of what it tells of. ``text`` says nothing about any person."""
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is written in the transaction of what it tells of")
    there = {user.id: user for user in users if user.is_active}
    if not there:
        return
    # A stream goes on from the last number it saw: notices must become visible in the order of their numbers.
    hold_chain()
    at = now()
    made = Notice.objects.bulk_create(
        Notice(user=user, kind=kind, text={"zh": text.zh, "en": text.en}, link=link, at=at)
        for user in there.values()
    )
    Delivery.objects.bulk_create(
        Delivery(notice=notice, channel=channel, next_at=at)
        for notice in made
        for channel in channels.wanted(there[notice.user_id])
    )
    transaction.on_commit(lambda: arrived(there))


@transaction.atomic
def read(*, by: Access, up_to: int) -> int:
    """The user has read his notices up to this one. Says how many were new to him."""
    return Notice.objects.filter(user=by.user, id__lte=up_to, read_at__isnull=True).update(read_at=now())
