"""The rungs of the address base: the places on the way of each address under their ids, and the base itself."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.datum import middle
from shuzhi.fuse.place_base import LADDER
from shuzhi.fuse.place_spelling import REGION

RUNG = TableName("linkage", "place_rung")
ADDRESS = TableName("entity", "address")
PLACE = TableName("entity", "place")
CHANGE = TableName("entity", "place_change")

_KEYS = ("road", "number", "site", "building", "unit", "room")


def rungs(key: str) -> exp.Query:
    """LADDER with the ids of the places on the way (``id_road`` and so on, NULL where there is none), ``place``, the
    nearest, its ``level``, and ``house``, the building or whatever stands for it."""
    admin = sql.parse("coalesce(region, nullif(code, ''))")
    named = exp.select(
        "*",
        *(exp.alias_(_id(sql.column(f"k_{name}"), key, "at"), f"id_{name}") for name in _KEYS),
        exp.alias_(_id(admin, key, "region"), "id_region"),
        exp.alias_(_id(sql.parse("nullif(code, '')"), key, "region"), "id_county"),
        exp.alias_(admin.copy(), "admin"),
    ).from_(LADDER.tree)
    inner = tuple(reversed(_KEYS))
    whens = " ".join(f"when id_{name} is not null then {_level(name)}" for name in inner)
    query = sql.query(
        f"""
        select *, coalesce({", ".join(f"id_{name}" for name in inner)}, id_region) as place,
               coalesce(id_building, id_number, id_site) as house, case {whens} else {_ADMIN} end as level
        from named
        """
    )
    return query.with_("named", as_=named)


_ADMIN = (
    "case when length(admin) = 12 then 'village' when length(admin) = 9 then 'town' "
    "when admin <> '' then 'county' end"
)


def _level(rung: str, of: str = "") -> str:
    column = {"site": "kind", "road": "street_kind"}.get(rung)
    return f"{of}{column}" if column else f"'{rung}'"


def _id(key_of: exp.Expr, key: str, mark: str) -> exp.Expr:
    marked = exp.DPipe(this=sql.literal(f"{mark}|"), expression=key_of.copy())
    return sql.fill("case when k is not null then i end", k=key_of, i=ids.subject_id("place", marked, key))


_AT_SITE = "replace(l.number_at, '|', '') || replace(l.compound_at, '|', '')"
_AT_BUILDING = f"{_AT_SITE} || case when l.building_at <> '' then l.building_at || '栋' else '' end"
_AT_UNIT = f"{_AT_BUILDING} || case when l.unit_at <> '' then l.unit_at || '单元' else '' end"
_NAMED = {
    "road": "l.street",
    "number": "replace(l.number_at, '|', '')",
    "site": _AT_SITE,
    "building": _AT_BUILDING,
    "unit": _AT_UNIT,
    "room": f"{_AT_UNIT} || l.room || '室'",
}


def _path(keys: Sequence[str]) -> str:
    """The ids from the county to the place, a stroke behind each."""
    region = "case when length(l.admin) = 12 then l.id_region || '/' else '' end"
    return f"coalesce(l.id_county || '/', '') || {region} || " + " || ".join(
        f"coalesce(l.id_{name} || '/', '')" for name in keys
    )


def base(label: TableName, key: str) -> exp.Query:
    """Rows of ``entity.place``: each place with its ``level``, ``name``, the place around it (``within``) and all
    those around it (``path``), the code of
    its county, the ``region`` (grid cell, village, town or county) it is in, a point where rows tell one, and how many
    ``addresses`` and ``rows`` are at it or in it."""
    parts = []
    for at, rung in enumerate(_KEYS):
        outer = ", ".join(f"l.id_{name}" for name in reversed(_KEYS[:at]))
        around = "case when length(l.admin) = 12 then l.id_region else l.id_county end"
        parts.append(
            f"select l.id_{rung} as place, {_level(rung, 'l.')} as level, "
            f"coalesce(r.name, l.county) || {_NAMED[rung]} as name, "
            f"coalesce({outer + ', ' if outer else ''}{around}) as within, {_path(_KEYS[: at + 1])} as path, "
            f"l.code, l.rows, l.grid, l.region, l.longitude, "
            f"l.latitude, case when l.place = l.id_{rung} then 1 else 0 end as here "
            f"from l left join region r on r.code = l.code and r.until is null where l.id_{rung} is not null"
        )
    parts += [
        f"select l.{of}, {_ADMIN.replace('admin', code)}, r.name, {around}, {path}, l.code, l.rows, "
        f"cast(null as varchar), "
        f"{code}, cast(null as double), cast(null as double), case when l.place = l.{of} then 1 else 0 end "
        f"from l join region r on r.code = {code} and r.until is null {where}"
        for of, code, around, path, where in (
            (
                "id_region",
                "l.admin",
                "l.id_county",
                "l.id_county || '/' || l.id_region || '/'",
                "where l.admin <> l.code",
            ),
            ("id_county", "l.code", "cast(null as varchar)", "l.id_county || '/'", ""),
        )
    ]
    # A grid cell that rows name is a place, be there no address that says no more than it.
    county = sql.text(_id(sql.parse("substr(g.label, 1, 6)"), key, "region"))
    parts.append(
        f"select g.place, g.level, r.name, {county}, {county} || '/' || g.place || '/', substr(g.label, 1, 6), "
        "0, cast(null as varchar), g.label, cast(null as double), cast(null as double), 0 from g "
        "join region r on r.code = g.label and r.until is null where g.kind = 'grid' and length(g.label) > 6"
    )
    query = sql.query(
        f"""
        with rung as ({" union all ".join(parts)}), place as (
            select place, min(level) as level, min(name) as name, min(within) as within, min(path) as path,
                   min(code) as code,
                   case when min(grid) = max(grid) and min(level) in {_HOUSED} then min(grid) end as grid,
                   case when min(region) = max(region) and min(level) <> 'road' then min(region) end as region,
                   coalesce({_here("longitude")}, {middle("longitude")}) as longitude,
                   coalesce({_here("latitude")}, {middle("latitude")}) as latitude,
                   count(*) as addresses, cast(sum(rows) as bigint) as rows
            from rung group by place
        )
        select p.place, p.level, p.name, p.within, p.path, nullif(p.code, '') as code,
               coalesce(p.grid, a.grid, b.grid, c.grid, p.region, nullif(p.code, '')) as region,
               {_inherited("longitude")}, {_inherited("latitude")}, p.addresses, p.rows
        from place p left join place a on a.place = p.within left join place b on b.place = a.within
        left join place c on c.place = b.within
        """
    )
    return sql.reading(query, l=RUNG, region=REGION, g=label)


def _here(at: str) -> str:
    return middle(f"case when here = 1 then {at} end")


def _inherited(at: str) -> str:
    return (
        f"coalesce(p.{at}, "
        + ", ".join(f"case when {of}.level in {_HOUSED} then {of}.{at} end" for of in ("a", "b", "c"))
        + f") as {at}"
    )


_HOUSED = "('number', 'compound', 'building', 'unit', 'room')"
"""What has a grid cell; a road goes through several."""
