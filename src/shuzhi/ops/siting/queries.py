"""Sitings as pages show them: what was asked, and what the last run answered of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp

from shuzhi.act.siting.columns import NOW
from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import Scenario, Siting
from shuzhi.packs.siting_file import TABLES
from shuzhi.run.read import desk

Row = dict[str, Any]
NOW_TITLE = Text(NOW, "As it is")
FIGURES = {
    "demand": "需求", "covered": "覆盖", "share": "覆盖率", "mean": "平均", "p95": "九五分位", "furthest": "最远",
    "left": "未接", "access": "可及性", "access_lowest": "可及性末一成", "gini": "基尼",
}  # fmt: skip
PLACED = {"longitude": "经度", "latitude": "纬度"}
POINT = {
    "point": "需求点", "name": "名称", "region": "区划", **PLACED, "demand": "需求", "distance": "距离",
    "covered": "覆盖", "left": "未接", "access": "可及性",
}  # fmt: skip
SITE = {"site": "站点", "name": "名称", **PLACED, "capacity": "容量", "load": "承担"}


def sitings(by: Access) -> list[Row]:
    """Every siting his grants tell of."""
    told = [(of, each, _rows(by, of, each, "plans")) for of in city().scenarios for each in of.sitings]
    return [_row(of, each, plans) for of, each, plans in told if plans]


def siting(by: Access, scenario: str, name: str) -> Row:
    """One siting with its plans side by side. Raises Missing."""
    of, found = _found(scenario, name)
    plans = _rows(by, of, found, "plans") if of and found else []
    if of is None or found is None or not plans:
        raise _missing(scenario, name)
    sites = _rows(by, of, found, "sites")
    return {
        **_row(of, found, plans),
        "reference": found.reference,
        "demand": found.demand.title,
        "detour": None if found.distance.matrix else found.distance.detour,
        "kmh": None if found.distance.matrix else found.distance.kmh,
        "access": found.access.title if found.access else None,
        "plans": [_plan(found, each, plans, sites) for each in _names(found, plans)],
        "curve": sorted(
            (
                {"add": row["增设"], "covered": row["覆盖"], "share": row["覆盖率"], "gap": row["差距"]}
                for row in (_rows(by, of, found, "curve") if found.curve else [])
            ),
            key=lambda row: row["add"],
        ),
    }


def plan(by: Access, scenario: str, name: str, told: str) -> Row:
    """Sites and points under one plan. Raises Missing."""
    of, found = _found(scenario, name)
    sites = _rows(by, of, found, "sites", told) if of and found else []
    points = _rows(by, of, found, "points", told) if of and found else []
    if not sites and not points:
        raise _missing(scenario, name)
    return {
        "sites": [{**_renamed(row, SITE), "state": _state(row)} for row in sites],
        "points": [_renamed(row, POINT) for row in points],
    }


def _found(scenario: str, name: str) -> tuple[Scenario | None, Siting | None]:
    of = next((each for each in city().scenarios if each.name == scenario), None)
    return of, next((each for each in of.sitings if each.name == name), None) if of else None


def _row(of: Scenario, found: Siting, plans: Sequence[Row]) -> Row:
    whole = {row["方案"]: row["覆盖率"] for row in plans if row["区划"] is None}
    told = {name: share for name, share in whole.items() if isinstance(share, float)}
    best = max((name for name in told if name != NOW), key=told.__getitem__, default=None)
    return {
        "scenario": of.name,
        "scenario_title": of.title,
        "siting": found.name,
        "title": found.title,
        "question": found.question,
        "owner": found.owner,
        "sites": found.sites.title,
        "within": found.within,
        "unit": found.distance.unit,
        "now": whole.get(NOW),
        "best": told[best] if best else None,
        "best_plan": _title(found, best) if best else None,
    }


def _names(found: Siting, plans: Sequence[Row]) -> list[str]:
    """As the file lists them; one it does not have any more is told no longer."""
    there = {row["方案"] for row in plans}
    return [name for name in (NOW, *(each.title.zh for each in found.plans)) if name in there]


def _title(found: Siting, name: str) -> Text:
    return next((each.title for each in found.plans if each.title.zh == name), NOW_TITLE)


def _plan(found: Siting, name: str, plans: Sequence[Row], sites: Sequence[Row]) -> Row:
    mine = [row for row in plans if row["方案"] == name]
    whole: Row = next((row for row in mine if row["区划"] is None), {})
    here = [row for row in sites if row["方案"] == name]
    names = {region.code: region.name for region in city().regions}
    return {
        "plan": name,
        "title": _title(found, name),
        "by": next((each.by for each in found.plans if each.title.zh == name), None),
        "open": whole.get("启用"),
        "new": [str(row["名称"] or row["站点"]) for row in here if _state(row) == "new"],
        "closed": [str(row["名称"] or row["站点"]) for row in here if _state(row) == "closed"],
        "gap": whole.get("差距"),
        **_renamed(whole, FIGURES),
        "regions": [
            {"region": row["区划"], "name": names.get(row["区划"], row["区划"]), **_renamed(row, FIGURES)}
            for row in sorted(
                (row for row in mine if row["区划"] is not None), key=lambda row: str(row["区划"])
            )
        ],
    }


def _state(row: Row) -> str:
    if row["启用"]:
        return "new" if row["新增"] else "stands"
    return "closed" if row["已有"] else "candidate"


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    return {told: row.get(column) for told, column in names.items()}


def _rows(by: Access, of: Scenario, found: Siting, part: str, name: str | None = None) -> list[Row]:
    """Of a table it makes, the rows of one plan or of all; none where no grant gives it, or no run has made it yet."""
    held = lake()
    if held is None:
        return []
    asked = exp.select("*").from_(TableName(of.name, f"{found.name}{TABLES[part]}").tree)
    if name is not None:
        asked = asked.where(sql.column("方案").eq(sql.literal(name)))
    try:
        return desk(held, city(), by.reader(of.purpose.name), today()).rows(asked)
    except ShuzhiError:
        return []


def _missing(scenario: str, name: str) -> ShuzhiError:
    return missing(
        Text("没有这个选址，或对您不开放", "there is no such siting, or it is not for you to see"),
        f"siting:{scenario}/{name}",
    )
