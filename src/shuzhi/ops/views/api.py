"""Views over the API. What a panel asks, the pages ask of the indicators: a view gives nobody a number by itself."""

from collections.abc import Iterator

from ninja import Router

from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import missing
from shuzhi.ops.indicators.counting import counter
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.auth import Call
from shuzhi.ops.views import schemas as s
from shuzhi.packs.schema import View
from shuzhi.packs.view_file import PanelFile

router = Router(tags=["views"])
OF_CITY = "city"
"""Where the city's own views stand, beside the scenarios."""


@router.get("", response=list[s.ViewListed])
def views(request: Call) -> object:
    """Every view of which the caller may ask something, the city's own first."""
    may = _may(request.auth)
    return [
        {
            "name": name,
            "title": view.title,
            "lead": view.lead,
            "panels": len(view.panels),
            "carousel": view.carousel,
        }
        for name, view in _all()
        if any(panel.asks and _allowed(panel, may) for panel in view.panels)
    ]


@router.get("/{scope}/{name}", response=s.ViewOut)
def view(request: Call, scope: str, name: str) -> object:
    """One view. A panel the caller may not ask is named and stays empty."""
    found = dict(_all()).get(f"{scope}/{name}")
    may = _may(request.auth)
    if found is None or not any(panel.asks and _allowed(panel, may) for panel in found.panels):
        raise missing(
            Text("没有这个视图，或者您看不到它", "there is no such view, or it is not for you"),
            f"view:{scope}/{name}",
        )
    panels = [
        {name: getattr(panel, name) for name in ("kind", "title", "asks", "text")}
        | {"at": list(panel.at)}
        | {"allowed": _allowed(panel, may)}
        for panel in found.panels
    ]
    told = {name: getattr(found, name) for name in ("title", "lead", "columns", "rows", "carousel")}
    return told | {"name": f"{scope}/{name}", "panels": panels}


def _all() -> Iterator[tuple[str, View]]:
    yield from ((f"{OF_CITY}/{view.name}", view) for view in city().views)
    for scenario in city().scenarios:
        yield from ((f"{scenario.name}/{view.name}", view) for view in scenario.views)


def _may(by: Access) -> frozenset[str]:
    return frozenset(offered.entry.name for offered in counter(by).offered())


def _allowed(panel: PanelFile, may: frozenset[str]) -> bool:
    return all(asked.indicator in may for asked in panel.asks)
