"""What the departments know of one person or company, each fact with its source and date, as one reader may see it."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.persons import PERSON
from shuzhi.ops.audit.actions import record
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.entities import cases, relating
from shuzhi.ops.entities.findings import findings_about
from shuzhi.ops.entities.kinds import LEAST, SAID, kind_named, opened, too_few
from shuzhi.ops.entities.places import places_of
from shuzhi.ops.entities.sources import as_text, said_by, source_named
from shuzhi.ops.errors import missing
from shuzhi.ops.people.access import Access
from shuzhi.packs.schema import Source
from shuzhi.run.read import Desk

ROWS = 50
"""Rows of one source that are shown."""
FOUND = 20


def found(by: Access, kind: str, purpose: str, words: str) -> list[dict[str, Any]]:
    """Entities whose name, as the reader may see it, has the words in it."""
    by.require("profiles.read")
    of = kind_named(kind)
    if len(words.strip()) < LEAST:
        raise too_few()
    named = exp.func("strpos", sql.column("name"), sql.literal(words.strip())) > 0
    query = exp.select(of.name, "name", "tables").from_(of.entity.tree).where(named)
    desk = desk_of(by, purpose, opened())
    if of is PERSON:
        desk = cases.within(desk, cases.people(by, purpose))
    rows = desk.rows(query.order_by("name", of.name).limit(FOUND))
    return [{"entity": row[of.name], "name": row["name"], "sources": row["tables"]} for row in rows]


def profile(by: Access, kind: str, entity: str, purpose: str) -> dict[str, Any]:
    """Everything on one page. Who looked is recorded. Raises Refused, Missing."""
    by.require("profiles.read")
    of = kind_named(kind)
    desk, ground = cases.desk_for(by, of, entity, purpose)
    believed = desk.rows(_of(of, entity, of.entity))
    with transaction.atomic():
        about = {"purpose": purpose, "found": bool(believed), **({"cases": ground} if ground else {})}
        record(by=by.login, action="profiles.read", object=f"{kind}:{entity}", about=about)
    if not believed:
        raise missing(Text("没有这个对象", "there is nobody of that id"), f"{kind}:{entity}")
    known = list(_known(desk, of, entity))
    return {
        "kind": kind,
        "entity": entity,
        "name": believed[0]["name"],
        "believed": [
            {"name": name, "label": SAID[name], "value": as_text(believed[0][name])}
            for name in (of.identifier, *of.golden)
        ],
        "facts": _facts(desk, of, entity),
        "known": known,
        "timeline": _timeline(known),
        "findings": findings_about(by, [entity], purpose),
        "places": places_of(desk, of, entity),
        "ground": ground,
        "relations": relating.related(desk, entity),
        **relating.held(desk, entity),
        **relating.control(desk, entity),
    }


def facts_to_take(by: Access, kind: str, entity: str, purpose: str) -> list[dict[str, Any]]:
    """What sources say of it, to be taken out in a file; recorded as a reading of its page. Raises Refused where the
    page may not be opened or the grants do not let facts out."""
    by.require("profiles.read")
    of = kind_named(kind)
    desk, ground = cases.desk_for(by, of, entity, purpose)
    facts = _told(desk.leaving(), of, entity)
    with transaction.atomic():
        about = {"purpose": purpose, "export": True, **({"cases": ground} if ground else {})}
        record(by=by.login, action="profiles.read", object=f"{kind}:{entity}", about=about)
    return facts


def _of(of: Kind, entity: str, table: TableName) -> exp.Select:
    return exp.select("*").from_(table.tree).where(sql.column(of.name).eq(sql.literal(entity)))


def _facts(desk: Desk, of: Kind, entity: str) -> list[dict[str, Any]]:
    """What is said of it. Nothing where the grants do not give facts."""
    try:
        return _told(desk, of, entity)
    except Refused:
        return []


def _told(desk: Desk, of: Kind, entity: str) -> list[dict[str, Any]]:
    """What is said of it, what is believed first. Raises Refused."""
    rows = desk.rows(_of(of, entity, of.table("fact")).order_by("attribute", "chosen desc", "value"))
    return [
        {
            "label": SAID[row["attribute"]],
            "value": as_text(row["value"]),
            "chosen": row["chosen"],
            "sources": row["sources"],
            "seen": row["seen"],
            **said_by(source_named(row["source"])),
        }
        for row in rows
    ]


def _known(desk: Desk, of: Kind, entity: str) -> Iterator[dict[str, Any]]:
    """Source by source the rows about it, the newest first; a source whose rows are not granted is told without."""
    where = _of(of, entity, of.table("appearance"))
    counted = exp.select(sql.column("table"), exp.alias_(sql.parse("count(*)"), "n")).from_(
        where.subquery("w")
    )
    for row in desk.rows(counted.group_by(sql.column("table")).order_by(sql.column("table"))):
        source = source_named(row["table"])
        dated = _dated(source, of)
        shown = [name for name in source.columns if not name.startswith("_")]
        places = where.where(sql.column("table").eq(sql.literal(source.name)))
        query = exp.select(*(sql.column(name, "s") for name in shown)).from_(
            exp.alias_(source.standard.tree, "s", table=True)
        )
        query = query.join(places.subquery("p"), on="p._batch = s._batch and p._row = s._row")
        if dated is not None:
            query = query.order_by(exp.Ordered(this=sql.column(dated, "s"), desc=True, nulls_first=False))
        try:
            rows: list[dict[str, Any]] | None = desk.rows(query.limit(ROWS))
        except Refused:
            rows = None
        yield {
            **said_by(source),
            "total": row["n"],
            "columns": shown,
            "rows": None if rows is None else [[as_text(each[name]) for name in shown] for each in rows],
            "dates": None if rows is None or dated is None else [as_text(each[dated]) for each in rows],
        }


def _timeline(known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """When which department saw it, the last first."""
    told = {
        (date, of["department"], of["source"])
        for of in known
        for date in of["dates"] or ()
        if date is not None
    }
    ordered = sorted(told, key=lambda one: (one[0], one[1], one[2].zh), reverse=True)
    return [
        {"date": date, "department": department, "source": source} for date, department, source in ordered
    ]


def _dated(source: Source, of: Kind) -> str | None:
    declared = source.companies if of.name == "company" else source.people
    return next((who.seen for who in declared if who.seen is not None), None)
