"""Views over the API. What a panel asks, the pages ask of the indicators: a view gives nobody a number by itself."""

from ninja import Router

from shuzhi.ops.people.auth import Call
from shuzhi.ops.views import actions
from shuzhi.ops.views import schemas as s
from shuzhi.ops.views.declared import allowed, askable, declared, mark_of, shown
from shuzhi.packs.view_file import PanelFile

router = Router(tags=["views"])


@router.get("", response=list[s.ViewListed])
def views(request: Call) -> object:
    """Every view of which the caller may ask something, the city's own first."""
    return [
        {
            "name": name,
            "title": view.title,
            "lead": view.lead,
            "panels": len(view.panels),
            "carousel": view.carousel,
        }
        for name, view in shown(request.auth)
    ]


@router.get("/{scope}/{name}", response=s.ViewOut)
def view(request: Call, scope: str, name: str) -> object:
    """One view. A panel the caller may not ask is named and stays empty."""
    found = declared(request.auth, f"{scope}/{name}")
    may = askable(request.auth)
    panels = [
        {name: getattr(panel, name) for name in ("kind", "title", "asks", "text")}
        | {"at": list(panel.at)}
        | {"allowed": allowed(panel, may)}
        for panel in found.panels
    ]
    told = {name: getattr(found, name) for name in ("title", "lead", "columns", "rows", "carousel")}
    edits = {"edits": request.auth.may_for_all(actions.EDIT), "mark": mark_of(found)}
    return told | edits | {"name": f"{scope}/{name}", "panels": panels}


@router.put("/{scope}/{name}", response=s.ViewOut)
def arrange(request: Call, scope: str, name: str, to: s.Arrangement) -> object:
    """Write the view as arranged into its file; open screens show it when they are loaded again."""
    panels = [
        (each.was, each.at)
        if each.was is not None
        else PanelFile.model_validate(each.model_dump(exclude={"was"}) | {"asks": each.asks})
        for each in to.panels
    ]
    actions.arrange(by=request.auth, name=f"{scope}/{name}", mark=to.mark, panels=panels)
    return view(request, scope, name)
