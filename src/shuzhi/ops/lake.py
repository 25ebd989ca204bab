"""The city's lake as the server holds it: open to be read, once for the process, while runs write to it."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.city import city
from shuzhi.ops.clock import CHINA
from shuzhi.packs.platform_tables import RUN
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

log = logging.getLogger(__name__)
_SCOPE = Scope(name="ops:runs", reads=(str(RUN),), writes=())
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


@dataclass(frozen=True, kw_only=True)
class Run:
    """A finished run of the lake."""

    name: str
    finished: date


def last_run(held: Lake) -> Run | None:
    """The last finished one. None before the first.

    Asked every few seconds, by several: one small question, no listing of what tables there are.
    """
    finished = sql.query(
        "select run, finished from meta.run where status in ('done', 'held') order by run desc limit 1"
    )
    try:
        rows = Pipeline(lake=held, scope=_SCOPE).fetch(finished).to_pylist()
    except ShuzhiError:
        return None
    if not rows:
        return None
    return Run(
        name=rows[0]["run"],
        finished=datetime.fromisoformat(rows[0]["finished"]).astimezone(CHINA).date(),
    )
