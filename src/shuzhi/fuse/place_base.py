"""The address base: what all of the city's addresses together say of where each of them is, on one ladder of road or
village, house number or compound, building, unit and room."""

from collections.abc import Mapping

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse.place_spelling import MEANT
from shuzhi.fuse.places import FIELDS

SITED = TableName("linkage", "place_sited")
LADDER = TableName("linkage", "place_ladder")

LEVELS: Mapping[str, Text] = {
    "county": Text("区县", "county"),
    "town": Text("乡镇街道", "town"),
    "village": Text("村、社区", "village"),
    "road": Text("道路", "road"),
    "number": Text("门牌", "house number"),
    "compound": Text("院落、小区", "compound"),
    "building": Text("楼栋", "building"),
    "unit": Text("单元", "unit"),
    "room": Text("户室", "room"),
}
"""How near an address comes, from far to near."""
REASONS: Mapping[str, Text] = {
    "county_by_town": Text("没写区县，由乡镇街道得知", "the county is known by the town"),
    "county_by_street": Text(
        "没写区县，全市只有一处这样的路或院落", "the county is known: only one has such a street"
    ),
    "road_meant": Text(
        "路名与库中同音或形近的唯一一条不同一字", "the road is the only one that sounds or looks so"
    ),
    "village_meant": Text(
        "村名与库中同音或形近的唯一一个不同一字", "the village is the only one that sounds or looks so"
    ),
    "compound_meant": Text(
        "院落名与库中同音或形近的唯一一个不同一字", "the compound is the only one that sounds or looks so"
    ),
    "compound_by_number": Text("这个门牌只有这一个院落", "the number has one compound only"),
    "number_by_compound": Text("这个院落只有这一个门牌", "the compound has one number only"),
    "number_unlike": Text(
        "门牌号与该院落的不同，以院落为准", "another number than the compound's, which is believed"
    ),
    "unit_by_room": Text(
        "没写楼栋或单元，此处只有这一个室号", "the building or unit is known: only one has such a room"
    ),
    "room_open": Text(
        "没写单元，几个单元都有这个室号", "several units have such a room, and none is written"
    ),
    "beside": Text("写的是旁边、对面，不是此处", "it says beside or opposite, which is not here"),
    "by_parcel": Text("由宗地号得知", "known by the parcel"),
    "by_grid": Text("由网格得知", "known by the grid cell"),
    "by_postcode": Text("由邮政编码得知", "known by the postcode"),
}
"""Why an address is taken for a place it does not spell out."""


def _no(number: str) -> str:
    return f"case when {number} = '' or {number} like '%弄' then {number} else {number} || '号' end"


_NUMBER = (
    f"case when road <> '' and number <> '' then road || '|' || {_no('number')} || '|' || side_road "
    f"|| {_no('side_number')} "
    "when village <> '' and road = '' and team || number <> '' "
    f"then village || '|' || case when team <> '' then team || '组' else '' end || '|' || {_no('number')} else '' end"
)
_COMPOUND = "case when compound <> '' then compound || '|' || section else '' end"
FIRM = 5
"""Of those who say where a compound is, one in so many must agree for it to be known."""


_ONE = "(s.n = '' or agreed is not null or split_part(s.n, '|', 1) = split_part(its, '|', 1))"
"""The number that is written beside a compound may be wrong, the road may not."""
_ITS = f"(coalesce(numbers, 0) = 1 and {_ONE})"


def sited() -> exp.Query:
    """MEANT with ``site``, the number or compound that the address is at, in one spelling however it is written; the
    ``road_at``, ``number_at`` and ``compound_at`` it is called by."""
    fields = ", ".join(f's."{name}"' for name in FIELDS)
    # A compound and a number that are said of each other and of no other are one place, and go by the number; a
    # compound of several numbers goes by its name; so does one of several at a number.
    query = sql.query(
        f"""
        with said as (
            select *, case when beside = '' then {_NUMBER} else '' end as n,
                   case when beside = '' then {_COMPOUND} else '' end as c from meant
        ), pair as (
            select code, n, c, sum(rows) as rows, max(register) as register from said
            where n <> '' and c <> '' and code <> '' group by code, n, c
        ), shared as (
            select *, sum(rows) over (partition by code, c) as of_c, sum(rows) over (partition by code, n) as of_n,
                   greatest(
                       max(register) over (partition by code, c), max(register) over (partition by code, n)
                   ) as known
            from pair
        ), firm as (
            select code, n, c from shared where register = 1
               or (known = 0 and rows * {FIRM} >= of_c and rows * {FIRM} >= of_n)
        ), by_c as (
            select code, c, count(*) as numbers, min(n) as n from firm group by code, c
        ), by_n as (
            select code, n, count(*) as compounds, min(c) as c from firm group by code, n
        ), known as (
            select s.*, case when s.c <> '' then s.c when b.compounds = 1 then b.c else '' end as k,
                   case when s.c = '' and b.compounds = 1 then ' compound_by_number' else '' end as how
            from said s left join by_n b on b.code = s.code and b.n = s.n and s.n <> ''
        ), placed as (
            select s.*, f.numbers, f.n as its, g.compounds, e.n as agreed
            from known s left join by_c f on f.code = s.code and f.c = s.k
            left join by_n g on g.code = s.code and g.n = f.n
            left join firm e on e.code = s.code and e.c = s.k and e.n = s.n
        )
        select s.written, {fields}, s.rows, s.register, s.grid, s.longitude, s.latitude, s.region, s.code,
               case when s.k = '' then s.n when {_ITS} and compounds = 1 then its
                    when s.n <> '' and (numbers is null or not {_ONE}) then s.n || '|' || s.k else s.k end as site,
               case when s.k = '' then 'number' else 'compound' end as kind,
               case when s.k = '' then s.n when {_ITS} then its
                    when s.n <> '' and (numbers is null or not {_ONE}) then s.n else '' end as number_at,
               s.k as compound_at,
               s.reasons || s.how
               || case when s.k <> '' and numbers = 1 and compounds = 1 and s.n = ''
                       then ' number_by_compound' else '' end
               || case when s.k <> '' and s.n <> '' and numbers = 1 and s.n <> its and {_ONE}
                       then ' number_unlike' else '' end
               || case when s.beside <> '' then ' beside' else '' end as reasons
        from placed s
        """
    )
    return sql.reading(query, meant=MEANT)


def ladder() -> exp.Query:
    """SITED with a key for each rung that the address reaches: ``k_road``, ``k_number``, ``k_site``, ``k_building``,
    ``k_unit``, ``k_room``; NULL where it does not, or where
    nothing tells the county. A building or unit that is not written is the only one there is."""
    query = sql.query(
        """
        with full_of as (
            select distinct code, site, building, unit, room from sited where site <> '' and room <> ''
        ), unit_of as (
            select code, site, building, room, min(unit) as unit, max(unit) as last from full_of where unit <> ''
            group by code, site, building, room
        ), door_of as (
            select code, site, room, min(building || '|' || unit) as door, max(building || '|' || unit) as last
            from full_of where building <> '' group by code, site, room
        ), whole as (
            select s.*,
                   case when s.building = '' and s.unit = '' and d.door = d.last then split_part(d.door, '|', 1)
                        else s.building end as building_at,
                   case when s.building = '' and s.unit = '' and d.door = d.last then split_part(d.door, '|', 2)
                        when s.unit = '' and u.unit = u.last then u.unit else s.unit end as unit_at,
                   s.unit = '' and s.room <> ''
                   and (u.unit <> u.last or (s.building = '' and d.door <> d.last)) as open_
            from sited s
            left join unit_of u on u.code = s.code and u.site = s.site and u.building = s.building
                 and u.room = s.room
            left join door_of d on d.code = s.code and d.site = s.site and d.room = s.room
        ), keyed as (
            select *, case when site <> '' then area || '|' || site end as k_site,
                   case when number_at <> '' then split_part(number_at, '|', 1) when site <> '' then ''
                        when road <> '' then road else village end as street
            from (select *, coalesce(nullif(code, ''), nullif(county, '')) as area from whole) w
        )
        select written, code, county, region, grid, longitude, latitude, rows, register, kind, street,
               case when street = village then 'village' else 'road' end as street_kind, number_at, compound_at,
               building_at, unit_at, room, open_,
               case when street <> '' and (street <> village or coalesce(length(region), 0) < 12)
                    then area || '|' || street end as k_road,
               case when number_at <> '' and site <> number_at then area || '|' || number_at end as k_number,
               k_site,
               case when building_at <> '' then k_site || '|B' || building_at end as k_building,
               case when unit_at <> '' then k_site || '|B' || building_at || '|U' || unit_at end as k_unit,
               case when room <> '' and not coalesce(open_, false)
                    then k_site || '|B' || building_at || '|U' || unit_at || '|R' || room end as k_room,
               reasons || case when building_at <> building or unit_at <> unit then ' unit_by_room' else '' end
               || case when coalesce(open_, false) then ' room_open' else '' end as reasons
        from keyed
        """
    )
    return sql.reading(query, sited=SITED)
