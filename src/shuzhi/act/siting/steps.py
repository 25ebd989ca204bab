"""Steps: the sites of every plan, who is served by which, the plans in figures, and what more sites would cover."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from shuzhi.act.siting.access import accessibility
from shuzhi.act.siting.allocate import allocate
from shuzhi.act.siting.choose import Choice, choose, worth
from shuzhi.act.siting.columns import CURVE, PLANS, POINTS, SITES
from shuzhi.act.siting.compare import figures
from shuzhi.act.siting.network import Flags, Floats, Network
from shuzhi.act.siting.tables import Asked, Plan, asked

_TYPES = {
    "code": pa.string(), "text": pa.string(), "region_code": pa.string(), "integer": pa.int64(),
    "number": pa.float64(), "yes_no": pa.bool_(),
}  # fmt: skip
TRIFLE = 1e-9
"""Of demand: what is left of rounding."""


def choose_sites(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: every site under every plan: whether it is open, new, and how much demand it takes.

    Tables ``demand``, ``sites`` and, where distances are told, ``matrix``; parameters: those of ``siting/*.yml``. 差距:
    by how much anything could be better than the plan at most, a share; 0: it is the best; NULL where the plan names
    its sites itself.
    """
    of = asked(tables, parameters)
    return _together([_sites(of, plan) for plan in of.plans], SITES)


def allocate_demand(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: every point of demand under every plan: which site takes most of it, how far that is, what is covered.

    Tables: also ``chosen``, what ``choose_sites`` made. 距离 is the mean of what is served, NULL where nothing is.
    """
    of = asked(tables, parameters)
    return _together([_points(of, plan, _open(of, plan, tables["chosen"])) for plan in of.plans], POINTS)


def compare_plans(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: every plan in figures, of all demand (区划 NULL) and by region. Tables: those of ``allocate_demand``."""
    of = asked(tables, parameters)
    rows = [row for plan in of.plans for row in _figures(of, plan, tables["chosen"])]
    return _table(rows, PLANS)


def coverage_curve(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: how much demand 0, 1, 2 … more sites would cover at most, each found anew: the sites of one number need not
    be among those of the next. Tables and parameters: those of ``choose_sites``."""
    of = asked(tables, parameters)
    total = float(of.network.weight.sum())
    rows = []
    for add in range(min(of.curve, int(of.network.free.sum())) + 1):
        found = choose(of.network, "coverage", add, seconds=of.seconds)
        rows.append(
            {
                "增设": add,
                "覆盖": found.value,
                "覆盖率": found.value / total if total else None,
                "差距": found.gap,
            }
        )
    return _table(rows, CURVE)


def _sites(of: Asked, plan: Plan) -> dict[str, Any]:
    before = of.of(plan)
    found = (
        choose(before, plan.goal, plan.add, seconds=of.seconds)
        if plan.add
        else Choice(chosen=np.zeros(len(before.open), dtype=bool), value=worth(before, plan.goal), gap=0.0)
    )
    after = before.having(found.chosen)
    given = allocate(after, seconds=of.seconds)
    loads = np.bincount(given.site, weights=given.amount, minlength=len(after.open))
    count = len(after.open)
    return {
        "方案": [plan.name] * count,
        "站点": of.sites["site"],
        "名称": of.sites["name"],
        "经度": of.sites["longitude"],
        "纬度": of.sites["latitude"],
        "已有": of.network.open,
        "启用": after.open,
        "新增": after.open & ~of.network.open,
        "容量": of.sites["capacity"],
        "承担": np.where(after.open, loads, np.nan),
        "差距": [found.gap if plan.add else None] * count,
    }


def _points(of: Asked, plan: Plan, network: Network) -> dict[str, Any]:
    given = allocate(network, seconds=of.seconds)
    count = len(network.weight)
    far = network.distance[given.point, given.site]
    served = _sums(given.point, given.amount, count)
    ways = _sums(given.point, given.amount * far, count)
    covered = _sums(given.point, np.where(far <= network.within, given.amount, 0.0), count)
    # Whoever takes most of it stands last among its parts.
    order = np.lexsort((given.amount, given.point))
    main = np.full(count, -1)
    main[given.point[order]] = given.site[order]
    _, nearest = network.nearest()
    mean = np.divide(ways, served, out=np.where(network.weight > 0, np.nan, nearest), where=served > 0)
    names = np.array([*of.sites["site"].to_pylist(), None], dtype=object)
    return {
        "方案": [plan.name] * count,
        "需求点": of.demand["point"],
        "名称": of.demand["name"],
        "区划": of.demand["region"],
        "经度": of.demand["longitude"],
        "纬度": of.demand["latitude"],
        "需求": network.weight,
        "站点": names[main],
        "距离": np.where(np.isfinite(mean), mean, np.nan),
        "覆盖": covered,
        "未接": np.where(given.left > TRIFLE * max(1.0, network.weight.sum()), given.left, 0.0),
        "可及性": of.per * accessibility(network, of.decay),
    }


def _figures(of: Asked, plan: Plan, chosen: pa.Table) -> Iterator[dict[str, Any]]:
    network = _open(of, plan, chosen)
    given = allocate(network, seconds=of.seconds)
    far = network.distance[given.point, given.site]
    covered = _sums(given.point, np.where(far <= network.within, given.amount, 0.0), len(network.weight))
    access = of.per * accessibility(network, of.decay)
    regions = np.array(of.demand["region"].to_pylist(), dtype=object)
    whole = np.ones(len(network.weight), dtype=bool)
    told = sorted({region for region in regions if region is not None})
    gap = next((row["差距"] for row in chosen.to_pylist() if row["方案"] == plan.name), None)
    for region, here in [(None, whole), *((each, regions == each) for each in told)]:
        part = here[given.point]
        yield {
            "方案": plan.name,
            "区划": region,
            "启用": int(network.open.sum()) if region is None else None,
            "新增": int((network.open & ~of.network.open).sum()) if region is None else None,
            "差距": gap if region is None else None,
            **figures(
                weight=network.weight[here],
                covered=covered[here],
                left=given.left[here],
                distance=far[part],
                amount=given.amount[part],
                access=access[here],
            ),
        }


def _open(of: Asked, plan: Plan, chosen: pa.Table) -> Network:
    """The network with the sites that the plan opens, as they were chosen."""
    opened = {row["站点"] for row in chosen.to_pylist() if row["方案"] == plan.name and row["启用"]}
    flags: Flags = np.array([site in opened for site in of.sites["site"].to_pylist()], dtype=bool)
    return of.of(plan).having(flags)


def _sums(point: np.ndarray, amounts: Floats, count: int) -> Floats:
    return np.bincount(point, weights=amounts, minlength=count).astype(np.float64)


def _together(parts: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pa.Table:
    return pa.concat_tables(
        [
            pa.table({name: _array(part[name], _TYPES[kind]) for name, kind in columns.items()})
            for part in parts
        ]
    )


def _array(values: object, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(kind)
    return pa.array(values, kind, from_pandas=True)


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pa.Table:
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows], schema=schema)
