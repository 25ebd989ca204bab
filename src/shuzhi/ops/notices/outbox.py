"""Sending what leaves the house: tried until it arrives, later and later, and given up after two days."""

import logging
import os
from datetime import timedelta

from django.db.models import Q

from shuzhi.ops.clock import now
from shuzhi.ops.notices import channels
from shuzhi.ops.notices.models import Delivery

log = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long after each failure it is tried again."""
_SOME = 50


def deliver() -> None:
    """Send what is due. A channel that fails is left alone until the next turn: its server may be down.

    A delivery is sent outside any transaction and marked after; a crash between makes it come twice, never not at all.
    """
    for channel, send in channels.SENDS.items():
        if not os.environ.get(channels.MAIL if channel == "mail" else channels.WEBHOOK):
            continue
        # Far ahead of its longest wait, a time was set by a clock that was wrong.
        due = Q(next_at__lte=now()) | Q(next_at__gt=now() + 2 * WAITS[-1])
        waiting = Delivery.objects.filter(due, state=Delivery.State.WAITING, channel=channel, sent_at=None)
        for delivery in waiting.select_related("notice__user").order_by("next_at", "id")[:_SOME]:
            try:
                send(delivery.notice)
            except Exception as error:
                _failed(delivery, error)
                break
            Delivery.objects.filter(pk=delivery.pk).update(
                state=Delivery.State.SENT, sent_at=now(), tries=delivery.tries + 1, error=""
            )


def _failed(delivery: Delivery, error: Exception) -> None:
    tries = delivery.tries + 1
    given_up = tries > len(WAITS)
    log.warning("%s of notice %s failed (%s): %s", delivery.channel, delivery.notice_id, tries, error)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.GIVEN_UP if given_up else Delivery.State.WAITING,
        tries=tries,
        next_at=now() + WAITS[min(tries, len(WAITS)) - 1],
        error=f"{type(error).__name__}: {error}"[:200],
    )
