"""Who is related to an entity and how it is connected with another, each step with its source and date, as one reader
may see it for a purpose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.fuse.companies import COMPANY
from shuzhi.fuse.control import CONTROL
from shuzhi.fuse.relations import HOLDING, RELATION, SHARED
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.entities import cases
from shuzhi.ops.entities.kinds import HUBS, kind_named
from shuzhi.ops.people.access import Access
from shuzhi.run.read import Desk

CROWD = 50
"""More than so many have it in common: that connects nobody with anybody."""
SHOWN = 200
STEPS = 6
"""The longest way that is looked for; by way of a shared telephone is two steps."""
REACHED = 2_000
WAYS = 5
Row = dict[str, Any]


def related(desk: Desk, entity: str) -> list[Row]:
    """Each with whom the entity has a relation, at once or through what they have in common. Nothing where the grants
    give no relations."""
    try:
        direct = _relations(desk, [entity])
    except Refused:
        return []
    hubs = {row["r"]: row for row in direct if row["r_kind"] in HUBS}
    told = [(row, _other(row, entity)) for row in direct if row["r_kind"] not in HUBS]
    others = _relations(desk, hubs) if hubs else []
    told += [(row, (row["l_kind"], row["l"], row["l_name"])) for row in others if row["l"] != entity]
    called = _companies(desk, [other[1] for _, other in told])
    return [
        {**_said(row), "who": entity if row["l"] == entity else row["l"], **_party(other, called)}
        for row, other in told[:SHOWN]
    ]


def held(desk: Desk, entity: str) -> dict[str, list[Row]]:
    """Who holds the company and what the entity holds, at once and through others together, the most first."""
    mine = exp.select("*").from_(HOLDING.tree)
    order = (exp.Ordered(this=sql.column("share"), desc=True), sql.column("levels"))
    try:
        above = desk.rows(
            mine.where(sql.column("company").eq(sql.literal(entity))).order_by(*order).limit(SHOWN)
        )
        below = desk.rows(mine.where(sql.column("l").eq(sql.literal(entity))).order_by(*order).limit(SHOWN))
        people = _people(desk, above)
    except Refused:
        return {"holders": [], "holds": []}
    called = _companies(desk, [row["l"] for row in above] + [row["company"] for row in below])
    return {
        "holders": [
            {**_party((row["l_kind"], row["l"], people.get(row["l"])), called), **_share(row)}
            for row in above
            if row["l"] != entity
        ],
        "holds": [
            {**_party(("company", row["company"], None), called), **_share(row)}
            for row in below
            if row["company"] != entity
        ],
    }


def control(desk: Desk, entity: str) -> dict[str, list[Row]]:
    """Who controls the company, alone or in concert, and what the entity controls, with others or without."""
    found = exp.select("*").from_(CONTROL.tree).order_by("company", "bloc", "l").limit(SHOWN)
    try:
        above = desk.rows(found.where(sql.column("company").eq(sql.literal(entity))))
        below = desk.rows(found.where(sql.column("l").eq(sql.literal(entity))))
        people = _people(desk, above)
    except Refused:
        return {"controllers": [], "controls": []}
    called = _companies(desk, [row["l"] for row in above] + [row["company"] for row in below])
    return {
        "controllers": [
            {**_party((row["l_kind"], row["l"], people.get(row["l"])), called), **_votes(row)}
            for row in above
        ],
        "controls": [{**_party(("company", row["company"], None), called), **_votes(row)} for row in below],
    }


def ways(by: Access, kind: str, entity: str, to: str, purpose: str) -> list[list[Row]]:
    """The shortest ways from one entity to another over relations the reader may see, each step with its source and
    date; none where there is none of ``STEPS`` steps. Who asked is recorded."""
    by.require("profiles.read")
    of = kind_named(kind)
    cases.desk_for(by, of, to, purpose)
    desk, _ = cases.desk_for(by, of, entity, purpose)
    came = _spread(desk, entity, to)
    found = list(_back(came, to, entity))[:WAYS] if to in came else []
    with transaction.atomic():
        about = {"purpose": purpose, "to": to, "found": len(found)}
        record(by=by.login, action="profiles.ways", object=f"{kind}:{entity}", about=about)
    nodes = {row[end] for way in found for row in way for end in ("l", "r")}
    called = _companies(desk, nodes)
    people = {
        row[end]: row[f"{end}_name"]
        for way in found
        for row in way
        for end in ("l", "r")
        if row[f"{end}_name"]
    }
    return [[_step(row, at, called, people) for row, at in _walked(way, entity)] for way in found]


def _spread(desk: Desk, start: str, goal: str) -> dict[str, list[Row]]:
    """Breadth first, a question to the lake for each step: of each node reached the relations by which it first was."""
    came: dict[str, list[Row]] = {start: []}
    edge = [start]
    for _ in range(STEPS):
        fresh: dict[str, list[Row]] = defaultdict(list)
        rows = _relations(desk, edge)
        sizes: dict[str, int] = defaultdict(int)
        for row in rows:
            sizes[row["r"]] += 1
        for row in rows:
            if row["r_kind"] in HUBS and sizes[row["r"]] > CROWD:
                continue
            for here, there in ((row["l"], row["r"]), (row["r"], row["l"])):
                if here in came and there not in came:
                    fresh[there].append(row)
        came |= fresh
        edge = sorted(fresh)
        if goal in came or not edge or len(came) > REACHED:
            break
    return came


def _back(came: Mapping[str, list[Row]], node: str, start: str) -> Iterable[list[Row]]:
    if node == start:
        yield []
        return
    for row in came[node]:
        before = row["l"] if row["r"] == node else row["r"]
        for way in _back(came, before, start):
            yield [*way, row]


def _walked(way: Sequence[Row], start: str) -> Iterable[tuple[Row, str]]:
    """Each relation with the node it leads to."""
    at = start
    for row in way:
        at = row["r"] if row["l"] == at else row["l"]
        yield row, at


def _step(row: Row, at: str, called: Mapping[str, str], people: Mapping[str, str]) -> Row:
    end = "l" if row["l"] == at else "r"
    return {**_said(row), "who": row["l"], **_party((row[f"{end}_kind"], at, people.get(at)), called)}


def _relations(desk: Desk, nodes: Iterable[str]) -> list[Row]:
    """Relations at either end of which is one of the nodes, in one order for good."""
    among = [sql.literal(node) for node in sorted(set(nodes))]
    if not among:
        return []
    query = (
        exp.select("*")
        .from_(RELATION.tree)
        .where(exp.or_(sql.column("l").isin(*among), sql.column("r").isin(*among)))
    )
    return desk.rows(query.order_by("relation", "l", "r", "part").limit(REACHED * 5))


def _people(desk: Desk, rows: Sequence[Row]) -> dict[str, str]:
    """Names of those who hold or decide, as sources of relations say them."""
    told = _relations(desk, [row["l"] for row in rows])
    return {row["l"]: row["l_name"] for row in told if row["l_name"]}


def _other(row: Row, entity: str) -> tuple[str, str, str | None]:
    end = "r" if row["l"] == entity else "l"
    return row[f"{end}_kind"], row[end], row[f"{end}_name"]


def _companies(desk: Desk, nodes: Iterable[str]) -> dict[str, str]:
    """Names of those of the nodes that are companies."""
    among = [sql.literal(node) for node in sorted(set(nodes)) if node.startswith("C")]
    if not among:
        return {}
    query = exp.select(COMPANY.name, "name").from_(COMPANY.entity.tree)
    try:
        rows = desk.rows(query.where(sql.column(COMPANY.name).isin(*among)))
    except Refused:
        return {}
    return {row[COMPANY.name]: row["name"] for row in rows if row["name"]}


def _party(of: tuple[str, str, str | None], called: Mapping[str, str]) -> Row:
    kind, entity, name = of
    return {"kind": kind, "entity": entity, "name": called.get(entity, name)}


def _share(row: Row) -> Row:
    return {"share": row["share"], "levels": row["levels"]}


def _votes(row: Row) -> Row:
    return {**_share(row), "parties": row["parties"]}


def _said(row: Row) -> Row:
    """The relation in words, and who says so since when."""
    source = next((one for one in city().sources if one.name == row["source"]), None)
    called = next(
        (one.relation for one in (source.relations if source else ()) if one.relation.zh == row["relation"]),
        None,
    )
    shared = next((text for text in SHARED.values() if text.zh == row["relation"]), None)
    return {
        "shared": row["r_kind"] in HUBS,
        "relation": called or shared or Text(row["relation"], row["relation"]),
        "part": row["part"],
        "share": row["share"],
        "seen": row["seen"],
        "source": source.title if source else None,
        "department": source.owner if source else None,
    }
