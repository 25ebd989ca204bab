"""The one map over the API."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Query, Router

from shuzhi.analyse.nearby import Points
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid
from shuzhi.ops.map import asking, bases, ground
from shuzhi.ops.map import schemas as s
from shuzhi.ops.map.layers import Seen, one, seen
from shuzhi.ops.people.auth import Call

router = Router(tags=["map"])


@router.get("", response=s.MapOut)
def the_map(request: Call) -> object:
    """The city's map and the layers one may see."""
    told = city().map
    return {
        "city": city().name,
        "has_ground": told is not None,
        "fictional": told.fictional if told else False,
        "review": told.review if told else None,
        "layers": [_layer(each) for each in seen(request.auth)],
        "bases": bases.told(),
    }


@router.get("/ground", response={200: None})
def the_ground(request: HttpRequest) -> HttpResponse:
    """Boundaries and ground, as two GeoJSON collections: ``{regions, ground}``."""
    body, mark = ground.document()
    if request.headers.get("If-None-Match") == f'"{mark}"':
        return HttpResponseNotModified()
    answer = HttpResponse(body, content_type="application/json")
    answer["ETag"] = f'"{mark}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


@router.get("/base/{name}", response={206: None})
def base(request: HttpRequest, name: str) -> HttpResponse:
    """A part of a base map's file of tiles (PMTiles), as the Range of the request says."""
    return bases.part(request, name)


@router.get("/base/{name}/{sheet}/{zoom}/{column}/{row}", response={200: None})
def tile(request: HttpRequest, name: str, sheet: int, zoom: int, column: int, row: int) -> HttpResponse:  # noqa: ARG001
    """A tile of a base map that a map service gives: fetched by the product, within the city only."""
    return bases.sheet(name, sheet, (zoom, column, row))


@router.get("/found", response=list[s.LayerFound])
def found(request: Call, asked: Query[s.FoundIn]) -> object:
    """Everything that happened in the area and period, over the layers named (none: all of points), newest first."""
    area = asking.area_of(asked.circle, asked.polygon, asked.region, "")
    period = asking.period_of(asked.since, asked.until)
    wanted = [each for each in seen(request.auth) if isinstance(each.shown, Points)]
    if asked.layers:
        wanted = [each for each in wanted if each.name in asked.layers]
    return [asking.found(request.auth, each, area, period, asked.limit) for each in wanted]


@router.get("/points", response={200: None})
def points(
    request: Call, layer: str, box: str = "", since: date | None = None, until: date | None = None
) -> HttpResponse:
    """What to draw of a layer of points: float32 threes, ``X-Kind`` says whether of points (x, y, day since 1970) or
    of cells (x, y, how many)."""
    one_ = _of_kind(one(request.auth, layer), "points")
    told = asking.drawn(one_, asking.area_of("", "", "", box), asking.period_of(since, until))
    answer = HttpResponse(told.values, content_type="application/octet-stream")
    answer["X-Kind"] = told.kind
    return answer


@router.get("/counts", response=list[s.RegionCount])
def counts(request: Call, asked: Query[s.CountsIn]) -> object:
    """A layer that counts, per region of one level."""
    layer = _of_kind(one(request.auth, asked.layer), "counts")
    return asking.counts(layer, asked.level, asking.period_of(asked.since, asked.until), asked.within)


def _kind(layer: Seen) -> str:
    return "points" if isinstance(layer.shown, Points) else "counts"


def _of_kind(layer: Seen, kind: str) -> Seen:
    if _kind(layer) != kind:
        raise invalid(
            Text("图层不是这一种", "the layer is of the other kind"),
            f"layer:{layer.name}",
            Text("点用 points 和 found，计数用 counts", "points have points and found, counts have counts"),
        )
    return layer


def _layer(each: Seen) -> dict[str, object]:
    facts = each.facts()
    return {
        "name": each.name,
        "title": each.layer.title,
        "scenario": each.scenario.title,
        "kind": _kind(each),
        "first": facts["first"],
        "last": facts["last"],
        "placed": facts["placed"],
        "unplaced": facts["rows"] - facts["placed"],
        "smallest": each.layer.smallest,
        "summed": each.layer.sum,
    }
