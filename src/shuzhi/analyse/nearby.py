"""What happened near here, in this period: areas and periods as conditions, and the map's questions as queries.

Everything is arithmetic on two columns of degrees, so that every engine answers alike and a table sorted by
``order_of`` is read only where it may match. Distances are planar around the circle's middle: at 50 km they are wrong
by less than 0.3%.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName

DEGREE = 111_320.0
"""Metres of one degree of latitude; of longitude, at the equator."""
MOST_CORNERS = 1_000
BAND = 0.01
"""Degrees of latitude that lie together in a table sorted for the map."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """Everything between two longitudes and two latitudes."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Everything within ``metres`` of a point."""

    longitude: float
    latitude: float
    metres: float


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Everything inside the rings, holes left out (even-odd). At most MOST_CORNERS corners."""

    rings: tuple[tuple[tuple[float, float], ...], ...]


Area = Box | Circle | Shape


@dataclass(frozen=True, kw_only=True)
class Points:
    """A table of places: its columns of longitude, latitude and, if it has one, day. ``where``: only these rows."""

    table: TableName
    longitude: str
    latitude: str
    time: str | None = None
    where: exp.Expr | None = None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """A table counted per region: rows, or a column added up; fewer than ``smallest`` are not told."""

    table: TableName
    region: str
    time: str | None = None
    sum: str | None = None
    smallest: int | None = None
    where: exp.Expr | None = None


@dataclass(frozen=True, kw_only=True)
class Period:
    """From the first to the last day, both included; None is open."""

    since: date | None = None
    until: date | None = None


ALWAYS = Period()


def order_of(longitude: str, latitude: str, time: str | None) -> list[exp.Expr]:
    """How a table of places lies: month by month, in each from south to north in bands, then by longitude."""
    keys = [f"floor(latitude / {BAND})", "longitude"]
    if time is not None:
        keys.insert(0, "year(day) * 12 + month(day)")
    named = {
        "longitude": sql.column(longitude),
        "latitude": sql.column(latitude),
        "day": sql.column(time or latitude),
    }
    return [sql.fill(key, **named) for key in keys]


def listed(layer: Points, area: Area | None, period: Period, columns: Sequence[str], most: int) -> exp.Select:
    """The newest places, at most ``most``, and under ``of`` how many there are of them."""
    told = [exp.alias_(sql.column(name), name, quoted=True) for name in dict.fromkeys(columns)]
    total = exp.alias_(sql.parse("count(*) over ()"), "of", quoted=True)
    query = exp.select(*told, total).from_(layer.table.tree).where(_matching(layer, area, period))
    newest = [sql.column(layer.time)] if layer.time else []
    order = [exp.Ordered(this=key, desc=True, nulls_first=False) for key in newest]
    order += [exp.Ordered(this=sql.column(name)) for name in (layer.latitude, layer.longitude, *columns)]
    return query.order_by(*order).limit(most)


def drawn(layer: Points, area: Area | None, period: Period, most: int) -> exp.Select:
    """``x``, ``y`` and ``day`` (since 1970; 0 without one) of places; ``most`` and one where there are more."""
    day = "datediff('day', date '1970-01-01', cast(d as date))" if layer.time else "0"
    asked = {"x": "x", "y": "y", "day": f"cast({day} as integer)"}
    named = _named(layer)
    told = [exp.alias_(sql.fill(text, **named), name, quoted=True) for name, text in asked.items()]
    return exp.select(*told).from_(layer.table.tree).where(_matching(layer, area, period)).limit(most + 1)


def binned(layer: Points, area: Area | None, period: Period, cell: float) -> exp.Select:
    """``x``, ``y`` (the middle of a cell of so many degrees) and ``n``: where there are too many to draw each."""
    named = _named(layer)
    across, up = (sql.fill(f"floor({axis} / {cell!r})", **named) for axis in ("x", "y"))
    inner = exp.select(exp.alias_(across, "across", quoted=True), exp.alias_(up, "up", quoted=True))
    inner = inner.from_(layer.table.tree).where(_matching(layer, area, period))
    told = {"x": f"(across + 0.5) * {cell!r}", "y": f"(up + 0.5) * {cell!r}", "n": "count(*)"}
    outputs = [exp.alias_(sql.parse(text), name, quoted=True) for name, text in told.items()]
    return exp.select(*outputs).from_(inner.subquery("cells")).group_by("across", "up")


def facts(layer: Points | Counts) -> exp.Select:
    """One row: ``first`` and ``last`` day, ``rows``, and how many of them are ``placed`` on the map."""
    placed = layer.longitude if isinstance(layer, Points) else layer.region
    day = sql.column(layer.time) if layer.time else sql.null("DATE")
    outputs = {"first": "min(d)", "last": "max(d)", "rows": "count(*)", "placed": "count(p)"}
    told = [
        exp.alias_(sql.fill(text, d=day, p=sql.column(placed)), name, quoted=True)
        for name, text in outputs.items()
    ]
    query = exp.select(*told).from_(layer.table.tree)
    return query.where(layer.where.copy()) if layer.where is not None else query


def counted(layer: Counts, period: Period, *, digits: int, within: str = "") -> exp.Select:
    """``region`` (codes cut to so many digits) and ``n``; n is empty where it would tell of too few."""
    code = exp.func("substr", sql.column(layer.region), sql.literal(1), sql.literal(digits))
    number = sql.fill("sum(s)", s=sql.column(layer.sum)) if layer.sum else sql.parse("count(*)")
    if layer.smallest is not None:
        number = sql.fill(f"case when count(*) >= {layer.smallest:d} then n end", n=number)
    conditions = [exp.func("length", sql.column(layer.region)) >= digits, *_when(layer.time, period)]
    if within:
        conditions.append(
            exp.func("starts_with", sql.column(layer.region), sql.literal(within), dialect=sql.DIALECT)
        )
    if layer.where is not None:
        conditions.append(layer.where.copy())
    told = [exp.alias_(code, "region", quoted=True), exp.alias_(number, "n", quoted=True)]
    return exp.select(*told).from_(layer.table.tree).where(exp.and_(*conditions)).group_by(code.copy())


def inside(area: Area, longitude: str, latitude: str) -> exp.Expr:
    """The condition that a place is in the area: first the box around it, which a sorted table can skip by."""
    box = around(area)
    named = {"x": sql.column(longitude), "y": sql.column(latitude)}
    text = f"x between {box.west!r} and {box.east!r} and y between {box.south!r} and {box.north!r}"
    if isinstance(area, Circle):
        east, north = _metres(area.latitude)
        across, up = f"(x - {area.longitude!r}) * {east!r}", f"(y - {area.latitude!r}) * {north!r}"
        text += f" and {across} * {across} + {up} * {up} <= {area.metres * area.metres!r}"
    if isinstance(area, Shape):
        text += f" and ({' + '.join(_crossings(area))}) % 2 = 1"
    # Parsed here: fill keeps what it has parsed, and no two areas are alike.
    return sql.fill(sql.parse(text.replace("--", "- -")), **named)


def around(area: Area) -> Box:
    """The smallest box that holds the area."""
    if isinstance(area, Box):
        return area
    if isinstance(area, Circle):
        east, north = _metres(area.latitude)
        across, up = area.metres / east, area.metres / north
        return Box(
            west=area.longitude - across, east=area.longitude + across,
            south=area.latitude - up, north=area.latitude + up,
        )  # fmt: skip
    corners = [corner for ring in area.rings for corner in ring]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(west=min(xs), east=max(xs), south=min(ys), north=max(ys))


def _metres(latitude: float) -> tuple[float, float]:
    """Metres of a degree of longitude there, and of latitude."""
    return DEGREE * math.cos(math.radians(latitude)), DEGREE


def _crossings(shape: Shape) -> list[str]:
    """For every edge: 1 where a line from the place to the east crosses it."""
    told = []
    for ring in shape.rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if y1 == y2:
                continue
            low, high = min(y1, y2), max(y1, y2)
            at = f"{x1!r} + (y - {y1!r}) * {(x2 - x1) / (y2 - y1)!r}"
            told.append(f"case when y >= {low!r} and y < {high!r} and x < {at} then 1 else 0 end")
    return told or ["0"]


def _matching(layer: Points, area: Area | None, period: Period) -> exp.Expr:
    conditions = [_when(layer.time, period), []]
    if area is not None:
        conditions.append([inside(area, layer.longitude, layer.latitude)])
    else:
        conditions.append([sql.fill("x is not null", **_named(layer))])
    if layer.where is not None:
        conditions.append([layer.where.copy()])
    return exp.and_(*[condition for some in conditions for condition in some])


def _when(time: str | None, period: Period) -> list[exp.Expr]:
    if time is None:
        return []
    bounds = [("d >= b", period.since), ("d <= b", period.until)]
    return [
        sql.fill(text, d=sql.column(time), b=exp.cast(sql.literal(day.isoformat()), "date"))
        for text, day in bounds
        if day is not None
    ]


def _named(layer: Points) -> Mapping[str, exp.Expr]:
    named = {"x": sql.column(layer.longitude), "y": sql.column(layer.latitude)}
    return {**named, "d": sql.column(layer.time)} if layer.time else named
