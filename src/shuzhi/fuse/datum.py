"""Points between reference systems: WGS-84, CGCS2000, GCJ-02 and BD-09, as SQL over a longitude and a latitude.

CGCS2000 and WGS-84 differ by centimetres and are taken for one. GCJ-02 (the maps of AMap, Tencent) moves a point by
hundreds of metres by a formula that became known; BD-09 (Baidu) adds another. Back is found by three rounds of
subtraction, within a millimetre. Longitudes and latitudes outside China stay as they are.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from sqlglot import exp

from shuzhi.core import sql

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Point = tuple[exp.Expr, exp.Expr]

_A, _EE = 6378245.0, 0.00669342162296594323
_PI = 3.14159265358979324
_IN_CHINA = "lon between 72.004 and 137.8347 and lat between 0.8293 and 55.8271"
_X, _Y = "(lon - 105.0)", "(lat - 35.0)"


def _waves(of: str, *terms: tuple[float, float]) -> str:
    return " + ".join(f"{size} * sin({of} * {_PI} * {times})" for size, times in terms)


_COMMON = f"({_waves(_X, (20.0, 6.0), (20.0, 2.0))}) * 2.0 / 3.0"
_NORTH = (
    f"(-100.0 + 2.0 * {_X} + 3.0 * {_Y} + 0.2 * {_Y} * {_Y} + 0.1 * {_X} * {_Y} + 0.2 * sqrt(abs({_X})) + {_COMMON} "
    f"+ ({_waves(_Y, (20.0, 1.0), (40.0, 1 / 3))}) * 2.0 / 3.0 "
    f"+ ({_waves(_Y, (160.0, 1 / 12), (320.0, 1 / 30))}) * 2.0 / 3.0)"
)
_EAST = (
    f"(300.0 + {_X} + 2.0 * {_Y} + 0.1 * {_X} * {_X} + 0.1 * {_X} * {_Y} + 0.1 * sqrt(abs({_X})) + {_COMMON} "
    f"+ ({_waves(_X, (20.0, 1.0), (40.0, 1 / 3))}) * 2.0 / 3.0 "
    f"+ ({_waves(_X, (150.0, 1 / 12), (300.0, 1 / 30))}) * 2.0 / 3.0)"
)
_MAGIC = f"(1 - {_EE} * sin(lat * {_PI} / 180.0) * sin(lat * {_PI} / 180.0))"
_DLAT = f"{_NORTH} * 180.0 / (({_A} * (1 - {_EE})) / ({_MAGIC} * sqrt({_MAGIC})) * {_PI})"
_DLON = f"{_EAST} * 180.0 / ({_A} / sqrt({_MAGIC}) * cos(lat * {_PI} / 180.0) * {_PI})"


def _moved(point: Point) -> Point:
    """WGS-84 to GCJ-02."""
    return (
        sql.fill(f"case when {_IN_CHINA} then lon + {_DLON} else lon end", lon=point[0], lat=point[1]),
        sql.fill(f"case when {_IN_CHINA} then lat + {_DLAT} else lat end", lon=point[0], lat=point[1]),
    )


_TURN = _PI * 3000.0 / 180.0


def _baidu(point: Point) -> Point:
    """GCJ-02 to BD-09."""
    far = f"(sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * {_TURN}))"
    angle = f"(atan2(lat, lon) + 0.000003 * cos(lon * {_TURN}))"
    return (
        sql.fill(f"{far} * cos({angle}) + 0.0065", lon=point[0], lat=point[1]),
        sql.fill(f"{far} * sin({angle}) + 0.006", lon=point[0], lat=point[1]),
    )


def middle(degrees: str) -> str:
    """The mean of a group's ``degrees`` to five places, in whole centimetres first: the same in whatever order rows
    come, where a mean of fractions differs by the last place now and then."""
    return f"round(avg(cast(round({degrees} * 10000000) as bigint)) / 10000000.0, 5)"


Step = Callable[[Point], Point]
_LON, _LAT = sql.column("longitude", "p"), sql.column("latitude", "p")


def selected(points: exp.Query, *, of: Datum, to: Datum, keep: Sequence[str]) -> exp.Query:
    """The columns to keep, ``longitude`` and ``latitude``, converted from one system to the other."""
    query = points
    for step, back in _steps(of, to):
        query = _back(query, step, keep) if back else _made(query, step((_LON, _LAT)), keep)
    return query


def _steps(of: Datum, to: Datum) -> list[tuple[Step, bool]]:
    order = {"wgs84": 0, "cgcs2000": 0, "gcj02": 1, "bd09": 2}
    ladder: list[Step] = [_moved, _baidu]
    if order[of] <= order[to]:
        return [(ladder[rung], False) for rung in range(order[of], order[to])]
    return [(ladder[rung], True) for rung in range(order[of] - 1, order[to] - 1, -1)]


def _back(query: exp.Query, step: Step, keep: Sequence[str]) -> exp.Query:
    """The point that the step moves to this one: three guesses, each better by what the last one missed."""
    wanted = {"longitude": "wanted_longitude", "latitude": "wanted_latitude"}
    also = [exp.alias_(sql.column(name, "p"), other) for name, other in wanted.items()]
    guess: exp.Query = exp.select("*", *also).from_(query.subquery("p"))
    for _ in range(3):
        there = step((_LON, _LAT))
        better = (
            sql.fill("x + w - t", x=_LON, w=sql.column("wanted_longitude", "p"), t=there[0]),
            sql.fill("x + w - t", x=_LAT, w=sql.column("wanted_latitude", "p"), t=there[1]),
        )
        guess = _made(guess, better, [*keep, *wanted.values()])
    return _made(guess, (_LON, _LAT), keep)


def _made(query: exp.Query, point: Point, keep: Sequence[str]) -> exp.Query:
    kept = [exp.alias_(sql.column(name, "p"), name, quoted=True) for name in keep]
    made = [
        exp.alias_(tree.copy(), name) for tree, name in zip(point, ("longitude", "latitude"), strict=True)
    ]
    return exp.select(*kept, *made).from_(query.subquery("p"))
