"""What the departments know of one place (a building, a house, a room), each row with its source and date, as one
reader may see it for a purpose. Who lives there is told to nobody without a grant on people for that very purpose."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.fuse.companies import COMPANY
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.persons import PERSON
from shuzhi.fuse.place_base import LEVELS, REASONS
from shuzhi.fuse.place_rows import APPEARANCE, LABEL
from shuzhi.fuse.place_rungs import PLACE
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.entities.findings import findings_about
from shuzhi.ops.entities.kinds import LEAST, opened, too_few
from shuzhi.ops.entities.sources import as_text, said_by, source_named
from shuzhi.ops.errors import missing
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, Post
from shuzhi.ops.regions import region_name
from shuzhi.packs.answering import village_of
from shuzhi.packs.schema import Source
from shuzhi.run.read import Desk

ROWS = 50
FOUND = 20
SHOWN = 100
LABELS = {
    "parcel": Text("宗地号", "Parcel"),
    "grid": Text("网格", "Grid cell"),
    "postcode": Text("邮政编码", "Postcode"),
}
Row = dict[str, Any]


def found(by: Access, purpose: str, words: str) -> list[Row]:
    """Places whose name, without the city's own before it, has the words in it; the widest first."""
    by.require("profiles.read")
    asked = words.strip()
    for region in city().regions:
        if region.level in ("province", "city"):
            asked = asked.removeprefix(region.name)
    if len(asked) < LEAST:
        raise too_few()
    named = exp.func("strpos", sql.column("name"), sql.literal(asked)) > 0
    query = exp.select("place", "name", "level").from_(PLACE.tree).where(named)
    order = (sql.parse("length(name)"), sql.column("name"), sql.column("place"))
    rows = desk_of(by, purpose, opened()).rows(query.order_by(*order).limit(FOUND))
    return [_named(row) for row in rows]


def places_of(desk: Desk, kind: Kind, entity: str) -> list[Row]:
    """Where the rows about an entity are: each place with who says so. Nothing where no grant gives it."""
    about = _about(kind, entity)
    query = (
        exp.select("p.place", "p.name", "p.level", sql.column("table", "a"), "a.reasons")
        .distinct()
        .from_(exp.alias_(APPEARANCE.tree, "a", table=True))
        .join(about.subquery("e"), on='e."table" = a."table" and e._batch = a._batch and e._row = a._row')
        .join(exp.alias_(PLACE.tree, "p", table=True), on="p.place = a.place")
    )
    try:
        rows = desk.rows(query.order_by("p.name", sql.column("table", "a"), "a.reasons").limit(SHOWN))
    except Refused:
        return []
    return [
        {**_named(row), **said_by(source_named(row["table"])), "reasons": _reasons(row["reasons"])}
        for row in rows
    ]


def place_profile(by: Access, place: str, purpose: str) -> Row:
    """Everything on one page. Who looked is recorded. Raises Refused, Missing."""
    by.require("profiles.read")
    desk = desk_of(by, purpose, opened())
    believed = desk.rows(exp.select("*").from_(PLACE.tree).where(sql.column("place").eq(sql.literal(place))))
    with transaction.atomic():
        about = {"purpose": purpose, "found": bool(believed)}
        record(by=by.login, action="profiles.read", object=f"place:{place}", about=about)
    if not believed:
        raise missing(Text("没有这个地点", "there is no place of that id"), f"place:{place}")
    here = believed[0]
    at = [one for one in (here["path"] or "").split("/") if one]
    known = list(_known(desk, place, people=_may_see_people(desk)))
    companies = _entities(desk, COMPANY, place)
    findings = findings_about(by, [place, *(one["entity"] for one in companies)], purpose)
    return {
        **_named(here),
        "around": _around(desk, at[:-1]),
        "inside": _inside(desk, place),
        "longitude": here["longitude"],
        "latitude": here["latitude"],
        "labels": _labels(desk, place),
        "grid": _in_charge(here["region"]),
        "companies": companies,
        "people": _entities(desk, PERSON, place) if _may_see_people(desk) else None,
        "known": known,
        "timeline": _timeline(known, findings),
        "findings": findings,
    }


def _named(row: Mapping[str, Any]) -> Row:
    return {"place": row["place"], "name": row["name"], "level": LEVELS.get(row["level"], Text("", ""))}


def _around(desk: Desk, ids: list[str]) -> list[Row]:
    """The places around it, the widest first."""
    if not ids:
        return []
    query = exp.select("place", "name", "level").from_(PLACE.tree)
    rows = desk.rows(query.where(sql.column("place").isin(*(sql.literal(one) for one in ids))))
    return [_named(row) for row in sorted(rows, key=lambda row: ids.index(row["place"]))]


def _inside(desk: Desk, place: str) -> list[Row]:
    query = (
        exp.select("place", "name", "level")
        .from_(PLACE.tree)
        .where(sql.column("within").eq(sql.literal(place)))
    )
    return [_named(row) for row in desk.rows(query.order_by("length(name)", "name", "place").limit(SHOWN))]


def _labels(desk: Desk, place: str) -> list[Row]:
    query = exp.select("kind", "label").from_(LABEL.tree).where(sql.column("place").eq(sql.literal(place)))
    try:
        rows = desk.rows(query.order_by("kind", "label").limit(SHOWN))
    except Refused:
        return []
    return [{"label": LABELS[row["kind"]], "value": row["label"]} for row in rows]


def _in_charge(region: str | None) -> Row | None:
    """The grid cell and who keeps it: people with a post there today. None where it is in no grid cell."""
    cell = village_of(region)
    department = Department.objects.filter(kind="grid", region=cell or "-", is_active=True).first()
    if cell is None or department is None:
        return None
    posts = Post.objects.filter(department=department, since__lte=today()).exclude(until__lt=today())
    held = posts.select_related("user", "role").order_by("user__name", "pk")
    return {
        "department": department.name,
        "region": region_name(cell),
        "people": [{"name": post.user.name, "role": post.role.name} for post in held if post.user.is_active],
    }


def _here(place: str) -> exp.Select:
    """Rows that are at the place or in it."""
    inside = exp.func("strpos", sql.column("path", "p"), sql.literal(f"{place}/")) > 0
    return (
        exp.select("p.name", sql.column("table", "a"), "a._batch", "a._row")
        .from_(exp.alias_(APPEARANCE.tree, "a", table=True))
        .join(exp.alias_(PLACE.tree, "p", table=True), on="p.place = a.place")
        .where(inside)
    )


def _may_see_people(desk: Desk) -> bool:
    """Whether the grants give people and where they appear, for the purpose: else nobody is listed at a place."""
    try:
        for table in (PERSON.entity, PERSON.table("appearance")):
            desk.rows(exp.select(PERSON.name).from_(table.tree).limit(1))
    except Refused:
        return False
    return True


def _entities(desk: Desk, kind: Kind, place: str) -> list[Row]:
    """Companies or people of whom rows are here, with the sources that say so."""
    query = (
        exp.select(f"c.{kind.name}", "e.name", sql.column("table", "h"))
        .distinct()
        .from_(_here(place).subquery("h"))
        .join(
            exp.alias_(kind.table("appearance").tree, "c", table=True),
            on='c."table" = h."table" and c._batch = h._batch and c._row = h._row',
        )
        .join(exp.alias_(kind.entity.tree, "e", table=True), on=f"e.{kind.name} = c.{kind.name}")
    )
    try:
        rows = desk.rows(
            query.order_by("e.name", f"c.{kind.name}", sql.column("table", "h")).limit(SHOWN * 5)
        )
    except Refused:
        return []
    told: dict[str, Row] = {}
    for row in rows:
        one = told.setdefault(row[kind.name], {"entity": row[kind.name], "name": row["name"], "sources": []})
        one["sources"].append(said_by(source_named(row["table"])))
    return list(told.values())[:SHOWN]


def _known(desk: Desk, place: str, *, people: bool) -> Iterator[Row]:
    """Source by source the rows that are here, the newest first. A source of people's homes is told without its rows,
    and without how many there are, unless people are granted."""
    here = _here(place)
    counted = exp.select(sql.column("table"), exp.alias_(sql.parse("count(*)"), "n")).from_(
        here.subquery("w")
    )
    for row in desk.rows(counted.group_by(sql.column("table")).order_by(sql.column("table"))):
        source = source_named(row["table"])
        shown = [name for name in source.columns if not name.startswith("_")]
        dated = _dated(source)
        rows = None if _homes(source) and not people else _rows(desk, source, here, shown, dated)
        yield {
            **said_by(source),
            "total": None if _homes(source) and not people else row["n"],
            "columns": shown,
            "rows": None if rows is None else [[as_text(one[name]) for name in shown] for one in rows],
            "dates": None if rows is None or dated is None else [as_text(one[dated]) for one in rows],
        }


def _rows(
    desk: Desk, source: Source, here: exp.Select, shown: list[str], dated: str | None
) -> list[Row] | None:
    at = here.where(sql.column("table", "a").eq(sql.literal(source.name))).subquery("p")
    query = exp.select(*(sql.column(name, "s") for name in shown)).from_(
        exp.alias_(source.standard.tree, "s", table=True)
    )
    query = query.join(at, on="p._batch = s._batch and p._row = s._row")
    if dated is not None:
        query = query.order_by(exp.Ordered(this=sql.column(dated, "s"), desc=True, nulls_first=False))
    try:
        return desk.rows(query.limit(ROWS))
    except Refused:
        return None


def _homes(source: Source) -> bool:
    """Whether the source says where people are."""
    return any(who.address is not None for who in source.people) or bool(
        source.people and not source.companies
    )


def _dated(source: Source) -> str | None:
    """When its rows are of: as they declare, else their last column with a day."""
    seen = [who.seen for who in (*source.companies, *source.people) if who.seen is not None]
    days = [name for name, column in source.columns.items() if column.element == "date"]
    return next(iter([*seen, *reversed(days)]), None)


def _timeline(known: list[Row], findings: list[Row]) -> list[Row]:
    """When which department saw something here, and when findings were made, the last first."""
    told = {
        (date, of["department"], of["source"])
        for of in known
        for date in of["dates"] or ()
        if date is not None
    }
    told |= {(str(one["seen"]), "", one["title"]) for one in findings}
    ordered = sorted(told, key=lambda one: (one[0], one[1], one[2].zh), reverse=True)
    return [{"date": date, "department": department, "source": what} for date, department, what in ordered]


def _reasons(codes: str | None) -> list[Text]:
    return [REASONS[code] for code in (codes or "").split() if code in REASONS]


def _about(kind: Kind, entity: str) -> exp.Select:
    of = exp.select(sql.column("table"), "_batch", "_row").from_(kind.table("appearance").tree)
    return of.where(sql.column(kind.name).eq(sql.literal(entity)))
