"""Which open requests have changed: told by whatever changed them, asked by what keeps them in memory."""

import threading
from collections.abc import Iterable

_lock = threading.Lock()
_changed: set[int] = set()


def changed(requests: Iterable[int]) -> None:
    """Called after each change, from whatever thread."""
    with _lock:
        _changed.update(requests)


def take_changed() -> set[int]:
    """The requests changed since the last call."""
    with _lock:
        taken = set(_changed)
        _changed.clear()
        return taken
