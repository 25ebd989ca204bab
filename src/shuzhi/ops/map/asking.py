"""The map's questions as an address says them, and answered: areas, periods, places found, counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import numpy as np

from shuzhi.analyse import nearby
from shuzhi.analyse.nearby import MOST_CORNERS, Area, Box, Circle, Counts, Period, Points, Shape
from shuzhi.core import ids
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.findings.sight import sights
from shuzhi.ops.map.ground import shape_of
from shuzhi.ops.map.layers import Seen
from shuzhi.ops.people.access import Access
from shuzhi.ops.regions import region_name
from shuzhi.packs.schema import Layer
from shuzhi.run.loop import KEY

MOST_DRAWN = 50_000
"""Points drawn one by one; more are counted by cells."""
CELLS = 160
"""Cells across the box where there are too many points to draw."""
FARTHEST = 200_000
"""Metres of the widest circle."""
LEVELS = {"county": 6, "town": 9}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """``kind`` points: x, y and day of each; cells: x, y of the middle and how many. Three float32 each, in a row."""

    kind: str
    values: bytes


def area_of(circle: str, polygon: str, region: str, box: str) -> Area | None:
    """The area an address names: ``lon,lat,metres``; corners ``lon,lat;…``; a region's code; ``west,south,east,north``.

    None where it names none. Raises ShuzhiError for what is no area.
    """
    if circle:
        longitude, latitude, metres = _numbers(circle, 3, "circle")
        _on_earth([(longitude, latitude)], "circle")
        if not 0 < metres <= FARTHEST:
            raise _no_area(
                "circle", Text(f"半径在 0 到 {FARTHEST} 米之间", f"a radius is 0 to {FARTHEST} metres")
            )
        return Circle(longitude=longitude, latitude=latitude, metres=metres)
    if polygon:
        corners = [(x, y) for x, y in (_numbers(part, 2, "polygon") for part in polygon.split(";"))]
        _on_earth(corners, "polygon")
        if not 3 <= len(corners) <= MOST_CORNERS:
            raise _no_area("polygon", Text(f"3 到 {MOST_CORNERS} 个角", f"3 to {MOST_CORNERS} corners"))
        return Shape(rings=(tuple(corners),))
    if region:
        return shape_of(region)
    if box:
        west, south, east, north = _numbers(box, 4, "box")
        _on_earth([(west, south), (east, north)], "box")
        return Box(west=west, south=south, east=east, north=north)
    return None


def found(by: Access, layer: Seen, area: Area | None, period: Period, most: int) -> dict[str, Any]:
    """The newest places of one layer in the area, how many there are, and the findings they lead to."""
    assert isinstance(layer.shown, Points)
    rows = layer.desk.rows(nearby.listed(layer.shown, area, period, list(layer.layer.columns.values()), most))
    leads = _findings(by, layer, rows)
    items = [_place(by, layer.layer, layer.shown, row, leads) for row in rows]
    return {"layer": layer.name, "total": rows[0]["of"] if rows else 0, "items": items}


def _place(
    by: Access, told: Layer, shown: Points, row: Mapping[str, Any], leads: Mapping[str, str]
) -> dict[str, Any]:
    columns = [column for column in told.shows if row[column] is not None]
    return {
        "longitude": row[shown.longitude],
        "latitude": row[shown.latitude],
        "day": row[shown.time] if shown.time else None,
        "label": _words(row[told.label]) if told.label else "",
        "shows": [
            {"name": column, "value": value if isinstance(value, bool) else _words(value)}
            for column in columns
            if (value := row[column]) is not None
        ],
        "finding": leads.get(str(row[told.finding.subject])) if told.finding else None,
        "place": row[told.place] if told.place and by.may("profiles.read") else None,
    }


def drawn(layer: Seen, area: Area | None, period: Period) -> Drawn:
    """What to draw of a layer of points: each, or cells with counts where they are too many."""
    assert isinstance(layer.shown, Points)
    points = layer.desk.table(nearby.drawn(layer.shown, area, period, MOST_DRAWN))
    if points.num_rows <= MOST_DRAWN:
        return Drawn(kind="points", values=_packed(points, ("x", "y", "day")))
    box = nearby.around(area) if area is not None else _whole(points)
    cell = max((box.east - box.west) / CELLS, 1e-4)
    cells = layer.desk.table(nearby.binned(layer.shown, area, period, cell))
    return Drawn(kind="cells", values=_packed(cells, ("x", "y", "n")))


def counts(layer: Seen, level: str, period: Period, within: str = "") -> list[dict[str, Any]]:
    """Per region of a level its number, most first; None where it would tell of too few."""
    assert isinstance(layer.shown, Counts)
    query = nearby.counted(layer.shown, period, digits=LEVELS[level], within=within)
    rows = [
        {
            "region": row["region"],
            "name": region_name(row["region"]),
            "n": None if row["n"] is None else float(row["n"]),
        }
        for row in layer.desk.rows(query)
        if row["region"]
    ]
    return sorted(rows, key=lambda row: (-(row["n"] or -1), row["region"]))


def period_of(since: date | None, until: date | None) -> Period:
    if since is not None and until is not None and since > until:
        raise invalid(
            Text("开始日期在结束日期之后", "the period ends before it begins"),
            "since",
            Text("调换两个日期", "swap the two days"),
        )
    return Period(since=since, until=until)


def _findings(by: Access, layer: Seen, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Of each subject, the newest finding that the user may see."""
    leads = layer.layer.finding
    if leads is None or not rows or not by.may("findings.read"):
        return {}
    kind = next(rule.subject_kind for rule in layer.scenario.rules if rule.rule == leads.rule)
    key = ids.read_key(city().folder / KEY)
    values = {str(row[leads.subject]) for row in rows if row[leads.subject] is not None}
    subjects = {ids.subject_of(kind, value, key): value for value in values}
    told: dict[str, str] = {}
    for sight in sights(by):
        there = Finding.objects.filter(
            sight.within, scenario=layer.scenario.name, rule=leads.rule, subject__in=subjects, gone=None
        )
        for subject, finding in there.order_by("first_seen", "id").values_list("subject", "id"):
            told[subjects[subject]] = finding
    return told


def _packed(table: Any, columns: Sequence[str]) -> bytes:  # noqa: ANN401  pyarrow publishes no types
    """Rows of float32 beside each other: a tenth of the same as JSON."""
    parts = [table.column(name).to_numpy(zero_copy_only=False).astype("<f4") for name in columns]
    return np.column_stack(parts).tobytes() if table.num_rows else b""


def _whole(points: Any) -> Box:  # noqa: ANN401
    xs, ys = (points.column(name).to_numpy() for name in ("x", "y"))
    return Box(west=float(xs.min()), east=float(xs.max()), south=float(ys.min()), north=float(ys.max()))


def _words(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _numbers(text: str, how_many: int, where: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != how_many or not all(map(isfinite, numbers)):
        raise _no_area(
            where, Text(f"要 {how_many} 个数，用逗号分隔", f"{how_many} numbers, separated by commas")
        )
    return numbers


def _on_earth(corners: Sequence[tuple[float, float]], where: str) -> None:
    if not all(-180 <= x <= 180 and -85 <= y <= 85 for x, y in corners):
        raise _no_area(where, Text("经度、纬度以度为单位", "longitudes and latitudes are in degrees"))


def _no_area(where: str, todo: Text) -> Exception:
    return invalid(Text("这不是一个范围", "this is no area"), where, todo)
