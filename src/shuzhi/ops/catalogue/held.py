"""The catalogue as the server holds it: read once a run, searched in memory; readings counted as they happen."""

import threading
from dataclasses import dataclass

from shuzhi.ops.city import city
from shuzhi.ops.lake import lake, last_run
from shuzhi.packs.schema import City
from shuzhi.run.inventory import Inventory, inventory
from shuzhi.run.lookup import Lookup, lookup
from shuzhi.secure.gateway import AUDIT
from shuzhi.secure.usage import Uses, uses

_READING = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Held:
    """The catalogue after one run, under the city's files as they were read."""

    run: str
    city: City
    inventory: Inventory
    lookup: Lookup


_HELD: list[Held] = []
_USES: list[Uses] = []


def held() -> Held | None:
    """The catalogue as of the last finished run. None before the first."""
    open_lake = lake()
    run = last_run(open_lake) if open_lake else None
    if open_lake is None or run is None:
        return None
    with _READING:
        now = city()
        if not _HELD or _HELD[0].run != run.name or _HELD[0].city is not now:
            found = inventory(open_lake, now)
            _HELD[:] = [Held(run=run.name, city=now, inventory=found, lookup=lookup(found, now))]
        return _HELD[0]


def used() -> Uses:
    """Who read what, as of now."""
    with _READING:
        _USES[:] = [uses(city().lake / AUDIT, _USES[0] if _USES else None)]
        return _USES[0]
