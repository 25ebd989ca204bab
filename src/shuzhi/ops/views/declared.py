"""The views that are declared, and what of them somebody may ask."""

import hashlib
from collections.abc import Iterator

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import missing
from shuzhi.ops.indicators.counting import counter
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import View
from shuzhi.packs.view_file import PanelFile

OF_CITY = "city"
"""Where the city's own views stand, beside the scenarios."""


def shown(by: Access) -> Iterator[tuple[str, View]]:
    """Every view of which he may ask something, as ``scope/name``, the city's own first."""
    may = askable(by)
    return (
        (name, view)
        for name, view in _all()
        if any(panel.asks and allowed(panel, may) for panel in view.panels)
    )


def declared(by: Access, name: str) -> View:
    """The view ``scope/name``. Raises Missing where there is none, or he may ask nothing of it."""
    found = dict(shown(by)).get(name)
    if found is None:
        raise missing(
            Text("没有这个视图，或者您看不到它", "there is no such view, or it is not for you"),
            f"view:{name}",
        )
    return found


def askable(by: Access) -> frozenset[str]:
    """The indicators he may ask."""
    return frozenset(offered.entry.name for offered in counter(by).offered())


def allowed(panel: PanelFile, may: frozenset[str]) -> bool:
    """Whether all that the panel asks is among them."""
    return all(asked.indicator in may for asked in panel.asks)


def mark_of(view: View) -> str:
    """What the view's file looks like now: another mark, another file."""
    return hashlib.sha256(view.path.read_bytes()).hexdigest()


def _all() -> Iterator[tuple[str, View]]:
    yield from ((f"{OF_CITY}/{view.name}", view) for view in city().views)
    for scenario in city().scenarios:
        yield from ((f"{scenario.name}/{view.name}", view) for view in scenario.views)
