"""The library of standards: data elements, where they stand and how well columns keep to them; code lists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, Element
from shuzhi.core.text import Text
from shuzhi.govern.measured import RESULT
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import City
from shuzhi.packs.standard_file import CityElement, CodeEntry, CodeList
from shuzhi.packs.standards import recognised
from shuzhi.run.inventory import ColumnEntry, TableEntry
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

COUNTING = Scope(name="ops:standards", reads=(str(RESULT),), writes=())
KEPT = ("valid", "like", "among", "coded", "between")
"""Kinds of rules that hold a column to its element."""
Out = dict[str, Any]


def overview(by: Access) -> Out:
    """Every element and every code list there is, with how many columns stand under each."""
    now, seen = city(), sight(by)
    held = _columns(seen)
    counted = _kept(seen)
    return {
        "elements": [
            _element(each, now.standards.elements.get(each.name)) | _conformance(held[each.name], counted)
            for each in recognised(now.standards)
        ],
        "lists": [_list(each) | {"used": len(_used(now, each.name))} for each in _lists(now)],
    }


def element(by: Access, name: str) -> Out:
    """One element: what it says, and every column of a department that stands under it. Raises Missing."""
    now, seen = city(), sight(by)
    found = next((each for each in recognised(now.standards) if each.name == name), None)
    if found is None:
        raise missing(Text("没有这个数据元", "there is no such data element"), name)
    own, counted = now.standards.elements.get(name), _kept(seen)
    held = _columns(seen)[name]
    base = _base(own) or found
    return {
        **_element(found, own),
        **_conformance(held, counted),
        "narrowed": _narrowed(own) if own else [],
        "refused": [{"why": each.text, "todo": each.todo} for each in base.invalid],
        "code_list": own.codes if own else None,
        "stands": [
            {
                "table": str(entry.name),
                "title": entry.title,
                "column": column.name,
                "owner": entry.about["owner"],
                **_share([counted.get((entry.name.name, column.name), (0, 0))]),
            }
            for entry, column in held
        ],
    }


def code_list(by: Access, name: str) -> Out:
    """One list: its codes, valid today or not, and the columns and elements held to it. Raises Missing."""
    now = city()
    found = now.standards.codes.get(name)
    if found is None:
        raise missing(Text("没有这张代码表", "there is no such code list"), name)
    told = sight(by)
    tables = told.tables if told else {}
    return {
        **_list(found),
        "codes": [_code(code, entry) for code, entry in found.codes.items()],
        "elements": [
            {"name": each.name, "title": each.title}
            for each in now.standards.elements.values()
            if each.codes == name
        ],
        "columns": [
            {"table": table, "title": tables[table].title, "column": column}
            for table, column in _used(now, name)
            if table in tables
        ],
    }


def _base(own: CityElement | None) -> Element | None:
    return next((each for each in ELEMENTS if own and each.name == own.based_on), None)


def _element(of: Element, own: CityElement | None) -> Out:
    return {
        "name": of.name,
        "title": of.label,
        "standard": of.standard,
        "based_on": base.label if (base := _base(own)) else None,
        "type": of.type,
        "unit": own.unit if own else None,
        "grade": of.grade,
        "headers": list(of.headers),
    }


def _narrowed(own: CityElement) -> list[Text]:
    """What is narrower about it, in words; its code list has a page of its own."""
    told = []
    if own.like:
        told.append(Text(f"写法：{own.like}", f"written as {own.like}"))
    if own.among:
        told.append(Text(f"取值：{'、'.join(own.among)}", f"one of {', '.join(own.among)}"))
    if own.digits:
        told.append(Text(f"按前 {own.digits} 位核对代码", f"codes are looked up by their first {own.digits}"))
    if own.between:
        low, high = own.between.min, own.between.max
        told.append(
            Text(
                f"范围：{'' if low is None else low} 至 {'' if high is None else high}",
                f"from {'…' if low is None else low} to {'…' if high is None else high}",
            )
        )
    return told


def _columns(seen: Sight | None) -> Mapping[str, list[tuple[TableEntry, ColumnEntry]]]:
    """Of each element the columns of departments' tables that one is told of."""
    found: dict[str, list[tuple[TableEntry, ColumnEntry]]] = defaultdict(list)
    for entry in seen.tables.values() if seen else ():
        if entry.name.schema == "standard":
            for column in entry.columns:
                found[column.element or ""].append((entry, column))
    return found


def _kept(seen: Sight | None) -> dict[tuple[str, str], tuple[int, int]]:
    """(source, column) -> checked, failing: of the strictest rule that holds the column to its element."""
    held = lake()
    if seen is None or held is None or not (pipeline := Pipeline(lake=held, scope=COUNTING)).exists(RESULT):
        return {}
    asked = exp.select(sql.column("table"), "rule", "kind", "checked", "failing").from_(RESULT.tree)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in pipeline.fetch(asked).to_pylist():
        if row["kind"] in KEPT and row["checked"]:
            at = (row["table"], row["rule"].partition(":")[2])
            found[at] = max(
                found.get(at, (0, 0)), (row["checked"], row["failing"]), key=lambda each: (each[1], each[0])
            )
    return found


def _conformance(
    held: Sequence[tuple[TableEntry, ColumnEntry]], counted: Mapping[tuple[str, str], tuple[int, int]]
) -> Out:
    told = [counted.get((entry.name.name, column.name), (0, 0)) for entry, column in held]
    return {"columns": len(held), "tables": len({entry.name for entry, _ in held}), **_share(told)}


def _share(told: Sequence[tuple[int, int]]) -> Out:
    """How many values were held to it, how many failed; the share that kept to it, None where none was asked."""
    checked, failing = sum(each[0] for each in told), sum(each[1] for each in told)
    return {"checked": checked, "failing": failing, "share": 1 - failing / checked if checked else None}


def _lists(now: City) -> list[CodeList]:
    return list(now.standards.codes.values())


def _list(of: CodeList) -> Out:
    day = today()
    return {
        "name": of.name,
        "title": of.title,
        "standard": of.standard,
        "count": len(of.codes),
        "valid": sum(_valid(entry, day) for entry in of.codes.values()),
    }


def _code(code: str, entry: CodeEntry) -> Out:
    return {"code": code, **entry.model_dump(exclude={"replaced_by"}), "replaced_by": list(entry.replaced_by),
            "valid": _valid(entry, today())}  # fmt: skip


def _valid(entry: CodeEntry, day: date) -> bool:
    return (entry.since is None or entry.since <= day) and (entry.until is None or day <= entry.until)


def _used(now: City, name: str) -> list[tuple[str, str]]:
    """The columns whose codes are looked up in the list."""
    return [
        (str(source.standard), column)
        for source in now.sources
        for column, coding in source.quality.codes.items()
        if coding.list == name
    ]
