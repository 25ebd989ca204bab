"""Step: places near each other with more cases in the last days than their place and these days explain."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.foresight import Features, refuse_peeking
from shuzhi.foresee.bounds import Counts, Floats
from shuzhi.foresee.scan import Cluster, Scan, scan

METRES_PER_DEGREE = 111_195.0
SEED = 7
TOLD = {
    "聚集": pa.string(), "位次": pa.int64(), "中心": pa.string(), "经度": pa.float64(), "纬度": pa.float64(),
    "半径": pa.int64(), "起": pa.date32(), "止": pa.date32(), "天数": pa.int64(), "地点数": pa.int64(),
    "件数": pa.int64(), "期望": pa.float64(), "倍数": pa.float64(), "似然比": pa.float64(),
    "偶然概率": pa.float64(), "重现天数": pa.int64(), "地点": pa.string(),
}  # fmt: skip


def find_clusters(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: the likeliest space-time clusters of each series, each with how rarely chance alone would show it.

    Table ``cases``: a row per case. Parameters: ``by`` (columns that make a series; none: one series), ``place``,
    ``longitude``, ``latitude``, ``day`` (of the case), ``known`` (the last day its row rests on; refused by name where
    it is not before ``as_of``), ``as_of`` (column: the day of the look), ``history`` (days that count, default 91),
    ``every`` (days from look to look, default 1), and those of ``Scan``: ``radius`` (metres), ``days``, ``least``,
    ``share``, ``reach``, ``replicas``, ``enough``, ``most``.
    Returns a row per cluster and place in it: the ``by`` columns and those of ``TOLD``.
    重现天数: by chance alone, one as unlikely is seen once in so many days of looking, at all series together.
    """
    cases, by = tables["cases"], [str(name) for name in _list(parameters.get("by", []))]
    schema = pa.schema([*(cases.schema.field(name) for name in by), *TOLD.items()])
    if not len(cases):
        return schema.empty_table()
    named = {
        name: str(parameters[name]) for name in ("place", "longitude", "latitude", "day", "known", "as_of")
    }
    features = Features(
        item=named["place"],
        as_of=named["as_of"],
        label="",
        label_known="",
        known={named["day"]: named["known"]},
    )
    refuse_peeking(cases, features, "cases")
    look: date = pc.max(cases[named["as_of"]].cast(pa.date32())).as_py()
    keys = [(name, "ascending") for name in (*by, named["place"], named["day"])]
    cases = cases.sort_by([*keys, (named["longitude"], "ascending"), (named["latitude"], "ascending")])
    days = cases[named["day"]].cast(pa.date32()).to_numpy().astype("datetime64[D]")
    ago = (np.datetime64(look, "D") - days).astype(np.int64) - 1
    inside = (ago >= 0) & (ago < int(str(parameters.get("history", 91))))
    names, place = np.unique(np.array(cases[named["place"]].to_pylist(), dtype=str), return_inverse=True)
    where = _middles(place, cases[named["longitude"]].to_numpy(), cases[named["latitude"]].to_numpy())
    series = _series(cases, by)
    number = int(series.max()) + 1
    how = _how(parameters)
    rows = []
    for at in range(number):
        mine = np.flatnonzero((series == at) & inside)
        if not len(mine):
            continue
        found = scan(_metres(where), place[mine], ago[mine], how, [SEED, look.toordinal(), at])
        key = [cases[name][int(mine[0])].as_py() for name in by]
        for rank, cluster in enumerate(found, 1):
            told = _told(cluster, names, where, look, int(str(parameters.get("every", 1))) / number)
            told |= {"位次": rank, "聚集": "·".join(map(str, [*key, told["中心"], told["起"]]))}
            rows += [
                {**dict(zip(by, key, strict=True)), **told, "地点": str(name)}
                for name in names[cluster.places]
            ]
    return pa.Table.from_pylist(rows, schema=schema)


def _told(
    cluster: Cluster, names: np.ndarray, where: Floats, look: date, look_days: float
) -> dict[str, object]:
    centre = cluster.places[0]
    return {
        "中心": str(names[centre]),
        "经度": round(float(where[centre, 0]), 6),
        "纬度": round(float(where[centre, 1]), 6),
        "半径": round(cluster.radius),
        "起": look - timedelta(days=cluster.days),
        "止": look - timedelta(days=1),
        "天数": cluster.days,
        "地点数": len(cluster.places),
        "件数": cluster.observed,
        "期望": round(cluster.expected, 2),
        "倍数": round(cluster.observed / cluster.expected, 1),
        "似然比": round(cluster.ratio, 3),
        "偶然概率": round(cluster.chance, 6),
        "重现天数": int(look_days / cluster.chance),
    }


def _how(parameters: Mapping[str, object]) -> Scan:
    usual = Scan()
    named = [field.name for field in fields(Scan) if field.name in parameters]
    told: dict[str, Any] = {name: type(getattr(usual, name))(str(parameters[name])) for name in named}
    return replace(usual, **told)


def _series(cases: pa.Table, by: Sequence[str]) -> Counts:
    """Each row's series, numbered in the order of their keys: the rows are sorted by them."""
    changed = np.zeros(len(cases), dtype=bool)
    for name in by:
        values = np.array(cases[name].to_pylist(), dtype=object)
        changed[1:] |= values[1:] != values[:-1]
    return changed.cumsum()


def _middles(place: Counts, east: Floats, north: Floats) -> Floats:
    """Longitude and latitude of each place: the middle of its cases'."""
    size = np.bincount(place)
    return np.column_stack([np.bincount(place, weights=values) / size for values in (east, north)])


def _metres(where: Floats) -> Floats:
    """Metres east and north, as flat as a city is."""
    narrow = np.cos(np.radians(where[:, 1].mean()))
    return np.column_stack([where[:, 0] * narrow, where[:, 1]]) * METRES_PER_DEGREE


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value]
