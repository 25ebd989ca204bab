"""Addresses told apart by what all of the city's addresses together say: the county that one leaves out, the road that
another misspells. What stays in doubt stays open."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.characters import CHARACTER
from shuzhi.fuse.datum import middle
from shuzhi.fuse.places import FIELDS

TOLD = TableName("linkage", "place_told")
SPELT = TableName("linkage", "place_spelt")
COUNTIED = TableName("linkage", "place_countied")
NAME = TableName("linkage", "place_name")
MEANT = TableName("linkage", "place_meant")
REGION = TableName("reference", "region")

LONGEST = 8
"""How many characters of a name are heard and looked at."""
_VILLAGE_ENDS = "(村民委员会|居民委员会|村委会|居委会|社区)$"
_TURNING = "[^东西南北中前后左右上下内外新老大小一二三四五六七八九十0-9A-Z]"
"""All but the characters whose change makes another road: 还珠南路 is not 还珠北路."""
_KINDS = ("road", "village", "compound")


def told(said: TableName) -> exp.Query:
    """Of each distinct address of ``said``: ``rows``, ``sources`` that write it, whether a ``register`` of addresses
    does, the ``grid`` and the point that all rows with it agree on."""
    query = sql.query(
        f"""
        select address, cast(sum(1) as bigint) as rows, count(distinct "table") as sources, max(register) as register,
               case when min(grid) = max(grid) then min(grid) end as grid,
               {middle("longitude")} as longitude, {middle("latitude")} as latitude
        from said where address is not null group by address
        """
    )
    return sql.reading(query, said=said)


def spelt(place: TableName, home: Sequence[str]) -> exp.Query:
    """Parsed addresses with ``code`` of the county ('' where unknown), ``region``, the code of the town or village, and
    ``found``: how the county was found where it is not written. ``home``: how the codes of the city's own counties
    begin; a county of the same name elsewhere is another."""
    among = ", ".join(f"'{start}'" for start in home) or "''"
    fields = ", ".join(f'p."{name}"' for name in FIELDS)
    query = sql.query(
        f"""
        with region_of as (
            select code, level, case when substr(code, 1, 4) in ({among}) then 1 else 0 end as home,
                   case when level = 'village' then regexp_replace(name, '{_VILLAGE_ENDS}', '村', 'g')
                        else name end as name
            from region where until is null
        ), called as (
            select name, code, home from region_of where level = 'county'
            union all
            select substr(name, 1, length(name) - 1), code, home from region_of
            where level = 'county' and length(name) > 2
        ), nearest as (
            select name, code, home, max(home) over (partition by name) as best from called
        ), county as (
            select name, min(code) as code from nearest where home = best group by name having min(code) = max(code)
        ), inside as (
            select level, name, substr(code, 1, 6) as county, min(code) as code from region_of
            where level in ('town', 'village') group by level, name, substr(code, 1, 6) having min(code) = max(code)
        ), alone as (
            select name, min(code) as code from region_of where level = 'town' and home = 1
            group by name having min(code) = max(code)
        ), only_ as (
            select min(code) as code from region_of where level = 'county' and home = 1 having min(code) = max(code)
        )
        select p.written, {fields}, t.rows, t.sources, t.register, t.grid, t.longitude, t.latitude,
               coalesce(c.code, substr(a.code, 1, 6), o.code, '') as code, coalesce(v.code, w.code, a.code) as region,
               case when c.code is null and a.code is not null then 'county_by_town' else '' end as found
        from place p join told t on t.address = p.written
        left join county c on c.name = p.county
        left join alone a on p.county = '' and a.name = p.town
        left join only_ o on p.county = ''
        left join inside w on w.level = 'town' and w.name = p.town and w.county = c.code
        left join inside v on v.level = 'village' and v.name = p.village
             and v.county = coalesce(c.code, substr(a.code, 1, 6))
             and (p.town = '' or w.code is null or substr(v.code, 1, 9) = w.code)
        """
    )
    return sql.reading(query, place=place, told=TOLD, region=REGION)


def countied() -> exp.Query:
    """SPELT with the county that the road and number, the compound, the road or the village is in, where only one
    county has such, and a village by the name of its town where another town of the county has one called so."""
    plain = ", ".join(
        'case when h.village is not null then s.town || s.village else s.village end as "village"'
        if name == "village"
        else f's."{name}"'
        for name in FIELDS
    )
    only = "having min(code) = max(code)"
    query = sql.query(
        f"""
        with sure as (
            select * from s where code <> ''
        ), by_number as (
            select road, number, min(code) as code from sure where road <> '' and number <> ''
            group by road, number {only}
        ), by_compound as (
            select compound, min(code) as code from sure where compound <> '' group by compound {only}
        ), by_road as (
            select road, min(code) as code from sure where road <> '' group by road {only}
        ), by_village as (
            select village, min(code) as code from sure where village <> '' group by village {only}
        ), homonym as (
            select code, village from sure where village <> '' and town <> '' group by code, village
            having min(town) <> max(town)
        ), open_ as (
            select written, case when number <> '' then road end as n_road, number, compound,
                   case when number = '' and compound = '' then road end as r_road,
                   case when road = '' and compound = '' then village end as v_village
            from s where code = '' and county = '' and road || compound || village <> ''
        )
        select s.written, {plain}, s.rows, s.sources, s.register, s.grid, s.longitude, s.latitude, s.region,
               coalesce(nullif(s.code, ''), n.code, c.code, r.code, v.code, '') as code,
               case when s.found <> '' then ' ' || s.found
                    when s.code = '' and coalesce(n.code, c.code, r.code, v.code) is not null then ' county_by_street'
                    else '' end as reasons
        from s left join open_ o on o.written = s.written
        left join homonym h on h.code = s.code and h.village = s.village
        left join by_number n on n.road = o.n_road and n.number = o.number
        left join by_compound c on c.compound = o.compound
        left join by_road r on r.road = o.r_road
        left join by_village v on v.village = o.v_village
        """
    )
    return sql.reading(query, s=SPELT)


def names() -> exp.Query:
    """Names of roads, villages and compounds, each with the one it is taken for: a county's one well-known name that
    sounds or looks like a rare one, and turns the same way. Only where there is exactly one."""
    said = " union all ".join(
        f"select '{kind}' as kind, code, \"{kind}\" as name, rows, sources, register from s "
        f"where \"{kind}\" <> '' and code <> ''"
        for kind in _KINDS
    )
    places = range(1, LONGEST + 1)

    def spoken(form: str) -> str:
        each = (f"coalesce(c{place}.{form}, substr(n.name, {place}, 1))" for place in places)
        return f"{' || '.join(each)} || substr(n.name, {LONGEST + 1})"

    joins = " ".join(
        f"left join character c{place} on c{place}.character = substr(n.name, {place}, 1)" for place in places
    )
    query = sql.query(
        f"""
        with said as ({said}), named as (
            select kind, code, name, sum(rows) as rows, max(sources) as sources, max(register) as register
            from said group by kind, code, name
        ), heard as (
            select n.*, length(n.name) as size, regexp_replace(n.name, '{_TURNING}', '', 'g') as turns,
                   {spoken("loose")} as sound, {spoken("shape")} as shape
            from named n {joins}
        ), alike as (
            select l.kind, l.code, l.name, r.name as meant from heard l join heard r
              on r.kind = l.kind and r.code = l.code and r.size = l.size and r.turns = l.turns and r.sound = l.sound
            where r.name <> l.name and l.register = 0 and (r.register = 1 or (r.sources > 1 and r.rows >= 10 * l.rows))
            union
            select l.kind, l.code, l.name, r.name from heard l join heard r
              on r.kind = l.kind and r.code = l.code and r.size = l.size and r.turns = l.turns and r.shape = l.shape
            where r.name <> l.name and l.register = 0 and (r.register = 1 or (r.sources > 1 and r.rows >= 10 * l.rows))
        )
        select kind, code, name, min(meant) as meant from alike group by kind, code, name having count(*) = 1
        """
    )
    return sql.reading(query, s=COUNTIED, character=CHARACTER)


def meant() -> exp.Query:
    """COUNTIED with names as they are meant, and ``reasons``: the words of REASONS, a blank before each."""
    fields = ", ".join(
        f'coalesce({kind}_.meant, s."{kind}") as "{kind}"' if kind in _KINDS else f's."{kind}"'
        for kind in FIELDS
    )
    mended = " || ".join(
        f"case when {kind}_.meant is not null then ' {kind}_meant' else '' end" for kind in _KINDS
    )
    joins = " ".join(
        f"left join name {kind}_ on {kind}_.kind = '{kind}' and {kind}_.code = s.code and {kind}_.name = s.\"{kind}\""
        for kind in _KINDS
    )
    query = sql.query(
        f"""
        select s.written, {fields}, s.rows, s.register, s.grid, s.longitude, s.latitude, s.code, s.region,
               s.reasons || {mended} as reasons
        from s {joins}
        """
    )
    return sql.reading(query, s=COUNTIED, name=NAME)
