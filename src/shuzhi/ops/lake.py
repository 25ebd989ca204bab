"""The city's lake as the server holds it: open to be read, once for the process, while runs write to it."""

import logging
import threading
from contextlib import ExitStack

from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.city import city
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Lake

log = logging.getLogger(__name__)
_OPENING = threading.Lock()
_OPEN: list[Lake] = []
_KEPT = ExitStack()
"""Never closed: the lake is open as long as the process lives."""


def lake() -> Lake | None:
    """The lake, answering any thread from its newest snapshot. None until the city's first run has made it."""
    if not _OPEN:
        with _OPENING:
            if not _OPEN:
                try:
                    _OPEN.append(_KEPT.enter_context(lake_of(city(), read_only=True)))
                except ShuzhiError as error:
                    log.info("no lake to read yet: %s", error)
    return _OPEN[0] if _OPEN else None
