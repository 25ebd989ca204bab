"""Exactly once: a phone that lost the answer sends again what it sent before."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.errors import conflict, invalid
from shuzhi.ops.orders.models import Once
from shuzhi.ops.people.access import Access

Answer = dict[str, Any]
MOST_KEY = 80


@transaction.atomic
def once(*, by: Access, key: str | None, asked: object, act: Callable[[], Answer]) -> Answer:
    """What ``act`` answers. Under a key ``by`` has used before it is not done again: the first answer is given again.

    Change, key and answer are one transaction. Raises Conflict when the key was used for something else.
    """
    if not key:
        return act()
    if len(key) > MOST_KEY:
        raise invalid(Text("键过长", "the key is too long"), "Idempotency-Key", Text("用 UUID", "use a UUID"))
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    kept, is_new = Once.objects.get_or_create(user=by.user, key=key, defaults={"asked": digest, "at": now()})
    if not is_new:
        if kept.asked != digest:
            raise conflict(
                Text("这个键已用于别的操作", "this key was used for something else"), "Idempotency-Key"
            )
        return dict(kept.answer or {})
    answer = act()
    Once.objects.filter(pk=kept.pk).update(answer=answer)
    return answer
