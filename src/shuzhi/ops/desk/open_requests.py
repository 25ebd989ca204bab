"""That something about the open requests has changed: what keeps them in memory looks again."""

import threading

_changed = threading.Event()


def changed() -> None:
    """Called after each change, from whatever thread."""
    _changed.set()


def wait(seconds: float) -> bool:
    """Wait for a change, so long at most. True when there was one since the last call."""
    found = _changed.wait(seconds)
    _changed.clear()
    return found
