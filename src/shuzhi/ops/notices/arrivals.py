"""Waking the streams of those for whom there is something new."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_waiting: dict[int, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = defaultdict(set)
_lock = threading.Lock()


def arrived(users: Iterable[int]) -> None:
    """Wake the streams of these users, from whatever thread."""
    with _lock:
        woken = [waiter for user in users for waiter in _waiting.get(user, ())]
    for loop, event in woken:
        loop.call_soon_threadsafe(event.set)


@contextmanager
def waiting(user: int) -> Iterator[asyncio.Event]:
    """An event that is set whenever something may have arrived for the user."""
    waiter = (asyncio.get_running_loop(), asyncio.Event())
    with _lock:
        _waiting[user].add(waiter)
    try:
        yield waiter[1]
    finally:
        with _lock:
            _waiting[user].discard(waiter)
            if not _waiting[user]:
                del _waiting[user]
