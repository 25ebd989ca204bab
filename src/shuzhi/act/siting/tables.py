"""Tables of demand and sites as a network, and the plans that are compared on it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.act.distances import DETOUR, kilometres
from shuzhi.act.siting.access import Decay
from shuzhi.act.siting.choose import Goal
from shuzhi.act.siting.columns import NOW
from shuzhi.act.siting.network import Flags, Floats, Network
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Sites closed, sites opened by name, and how many more are to be found for a goal."""

    name: str
    close: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    add: int = 0
    goal: Goal = "coverage"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A siting as its tables and parameters tell it: the network as it stands, and what is asked of it."""

    demand: pa.Table
    sites: pa.Table
    network: Network
    plans: Sequence[Plan]
    decay: Decay
    per: float
    curve: int
    seconds: float

    def of(self, plan: Plan) -> Network:
        """The network before anything is added: with what the plan closes and opens."""
        names = self.sites["site"].to_pylist()
        close = np.isin(names, plan.close) if plan.close else np.zeros(len(names), dtype=bool)
        opened = np.isin(names, plan.open) if plan.open else np.zeros(len(names), dtype=bool)
        return replace(
            self.network,
            open=(self.network.open & ~close) | opened,
            free=self.network.free & ~opened,
        )


def asked(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> Asked:
    """Tables ``demand``, ``sites`` and, where distances are told, ``matrix``; parameters as ``siting/*.yml`` says them.

    Raises ShuzhiError for a point or site told twice, for demand below zero, and for plans naming sites that are not.
    """
    told: Mapping[str, Any] = parameters
    demand = _named(
        tables["demand"], told["demand"], ("point", "name", "weight", "longitude", "latitude", "region")
    )
    sites = _named(
        tables["sites"], told["sites"],
        ("site", "name", "longitude", "latitude", "existing", "capacity", "supply"),
    )  # fmt: skip
    for table, column in ((demand, "point"), (sites, "site")):
        _once(table[column].to_pylist(), column)
    weight = _numbers(demand["weight"], 0.0)
    if (weight < 0).any():
        raise ShuzhiError([_below_zero(str(demand["point"][int(np.flatnonzero(weight < 0)[0])].as_py()))])
    existing: Flags = pc.fill_null(sites["existing"], False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    capacity = _numbers(sites["capacity"], np.inf)
    supply = _numbers(sites["supply"], np.nan)
    network = Network(
        weight=weight,
        distance=_distances(demand, sites, tables.get("matrix"), told["distance"]),
        capacity=capacity,
        supply=np.where(np.isnan(supply), np.where(np.isfinite(capacity), capacity, 1.0), supply),
        open=existing,
        free=~existing,
        within=float(told["within"]),
    )
    plans = [Plan(name=NOW), *(_plan(each) for each in told.get("plans", ()))]
    known = set(sites["site"].to_pylist())
    for plan in plans:
        for site in (*plan.close, *plan.open):
            if site not in known:
                raise ShuzhiError([_no_site(plan.name, site)])
    access: Mapping[str, Any] = told.get("access") or {}
    decay = Decay(
        kind=access.get("decay", "none"),
        within=float(access.get("within") or told["within"]),
        steps=tuple((float(each["until"]), float(each["weight"])) for each in access.get("steps", ())),
    )
    return Asked(
        demand=demand,
        sites=sites,
        network=network,
        plans=plans,
        decay=decay,
        per=float(access.get("per", 1)),
        curve=int(told.get("curve", 0)),
        seconds=float(told.get("seconds", 60)),
    )


def _named(table: pa.Table, columns: Mapping[str, str | None], names: Sequence[str]) -> pa.Table:
    """The columns by what they are for; NULL where there is none for it."""
    return pa.table(
        {
            name: table[said].combine_chunks() if (said := columns.get(name)) else pa.nulls(len(table))
            for name in names
        }
    )


def _numbers(column: pa.ChunkedArray, otherwise: float) -> Floats:
    filled: Floats = pc.fill_null(column.cast(pa.float64()), otherwise).to_numpy()
    return filled


def _distances(demand: pa.Table, sites: pa.Table, matrix: pa.Table | None, told: Mapping[str, Any]) -> Floats:
    """As told pair by pair; else straight lines times the detour, in kilometres or, at a speed, minutes."""
    if matrix is None:
        points, others = (
            np.stack([_numbers(table[axis], np.nan) for axis in ("longitude", "latitude")], axis=1)
            for table in (demand, sites)
        )
        km = kilometres(points, others) * float(told.get("detour") or DETOUR)
        far = km if told["unit"] == "km" else km / float(told["kmh"]) * 60
        return np.where(np.isnan(far), np.inf, far)
    columns = told["matrix"]
    row, column = (
        pc.index_in(matrix[columns[part]], value_set=table[part])
        for part, table in (("point", demand), ("site", sites))
    )
    known = pc.and_(pc.is_valid(row), pc.is_valid(column)).to_numpy(zero_copy_only=False)
    far = np.full((len(demand), len(sites)), np.inf)
    far[
        pc.fill_null(row, 0).to_numpy(zero_copy_only=False)[known],
        pc.fill_null(column, 0).to_numpy(zero_copy_only=False)[known],
    ] = _numbers(matrix[columns["distance"]], np.inf)[known]
    return far


def _plan(told: Mapping[str, Any]) -> Plan:
    return Plan(
        name=str(told["name"]),
        close=tuple(map(str, told.get("close", ()))),
        open=tuple(map(str, told.get("open", ()))),
        add=int(told.get("add", 0)),
        goal=told.get("by") or "coverage",
    )


def _once(names: Sequence[str], column: str) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ShuzhiError([_twice(twice[0], column)])


def _twice(name: str, column: str) -> Problem:
    return Problem(
        what=Text(f"“{name}”有两行", f"“{name}” is told twice"),
        where=column,
        why=Text("需求点、站点各自只能有一行，否则要算两遍", "demand and sites count once each"),
        todo=Text("先在表里汇总或去重", "sum up or choose in the table first"),
    )


def _below_zero(point: str) -> Problem:
    return Problem(
        what=Text(f"需求点“{point}”的需求小于零", f"the demand of “{point}” is below zero"),
        where="demand.weight",
        todo=Text("在表里改正，没有需求写 0", "mend the table; no demand is 0"),
    )


def _no_site(plan: str, site: str) -> Problem:
    return Problem(
        what=Text(f"方案“{plan}”里的站点“{site}”不在站点表里", f"the plan “{plan}” names no site: “{site}”"),
        where="plans",
        todo=Text("改正编号，或把它补进站点表", "mend its id, or add it to the table of sites"),
    )
