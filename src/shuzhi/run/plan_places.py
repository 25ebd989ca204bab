"""Places as steps: what rows say of where they are, the address base that all of it together makes, and the place of
every row."""

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.elements import regions
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import place_base, place_rows, place_rungs, place_spelling, places, remade
from shuzhi.fuse.address_parts import Part, parts
from shuzhi.fuse.addresses import parsed
from shuzhi.fuse.place_rows import APPEARANCE, LABEL, SAID, Located
from shuzhi.fuse.place_rungs import ADDRESS, CHANGE, PLACE
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.schema import City, Source
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

SCOPE = Scope(
    name="fuse:places",
    reads=("standard.*", "reference.*", "linkage.*", "entity.*"),
    writes=("entity.*", "linkage.*"),
)
PARSED = TableName("linkage", "place")
NEW, OLD = TableName("linkage", "place_new"), TableName("linkage", "place_kept")
PARSED_COLUMNS = ("written", *places.FIELDS, "road_key", "house_key", "door_key")


def located(city: City) -> list[Located]:
    """Every column of the city that says where something is: declared under ``locations``, or an address as such."""
    return [one for source in city.sources for one in _located(source)]


def place_steps(city: City, told: Sequence[Located], *, key: str, as_of: date, marks: Marks) -> list[Step]:
    """The address base, and every row's place in it."""
    nothing = [_made(table, sql.nothing(tuple(PLATFORM[table])), begins=True) for table in (ADDRESS, CHANGE)]
    nothing.append(Build(table=PARSED, query=sql.nothing((*PARSED_COLUMNS, remade.HOW)), begins=True))
    written = exp.select(exp.alias_(sql.column("address"), "written")).from_(place_spelling.TOLD.tree)
    new = exp.select("written").from_(NEW.tree)
    made = places.keyed(places.standardised(parsed(new, _parts(city))))
    how = remade.way(made)
    addresses = _addresses()
    builds = [
        Build(table=SAID, query=place_rows.said(told)),
        Build(table=place_spelling.TOLD, query=place_spelling.told(SAID)),
        Build(table=NEW, query=remade.missing(PARSED, written, how)),
        Build(table=OLD, query=remade.still(PARSED, written, PARSED_COLUMNS, how)),
        Build(table=PARSED, query=remade.together(OLD, made, PARSED_COLUMNS, remade.mark(how))),
        Build(table=place_spelling.SPELT, query=place_spelling.spelt(PARSED, _home(city))),
        Build(table=place_spelling.COUNTIED, query=place_spelling.countied()),
        Build(table=place_spelling.NAME, query=place_spelling.names()),
        Build(table=place_spelling.MEANT, query=place_spelling.meant()),
        Build(table=place_base.SITED, query=place_base.sited()),
        Build(table=place_base.LADDER, query=place_base.ladder()),
        Build(table=place_rungs.RUNG, query=place_rungs.rungs(key)),
        _made(CHANGE, _changes(addresses, as_of), grows=True),
        _made(ADDRESS, addresses, "address"),
        _made(LABEL, place_rows.labels(key), "kind", "label"),
        _made(PLACE, place_rungs.base(LABEL, key), "place"),
        _made(APPEARANCE, place_rows.appearances()),
    ]
    return [
        marks.step("fuse:begun:place", Text("地址库准备", "before there is an address base"), SCOPE, nothing),
        marks.step("entity:place", Text("地址库", "the address base"), SCOPE, builds),
    ]


def _located(source: Source) -> list[Located]:
    declared = [
        Located(
            source=source.name, table=source.standard, datum=one.datum, register=one.registers, **one.said
        )
        for one in source.locations
    ]
    known = {one.address for one in declared}
    named = [who.address for who in (*source.companies, *source.people) if who.address is not None]
    named += [name for name, column in source.columns.items() if column.element == "address"]
    return declared + [
        Located(source=source.name, table=source.standard, address=name)
        for name in dict.fromkeys(named)
        if name not in known
    ]


def _parts(city: City) -> Sequence[Part]:
    known = regions([vars(region) for region in city.regions]).to_pylist()
    towns = sorted({row["name"] for row in known if row["level"] == "town"})
    named = {(row["name"], row["level"]) for row in known if row["level"] in {"province", "city", "county"}}
    return parts(sorted(named), towns)


def _home(city: City) -> list[str]:
    codes = [region.code for region in city.regions] + [one.region for one in city.departments if one.region]
    return sorted({code[:4] for code in codes if code[2:4] != "00"})


def _addresses() -> exp.Query:
    fields = ", ".join(f'p."{name}"' for name in places.FIELDS)
    query = sql.query(
        f"""
        select r.written as address, nullif(r.code, '') as code, r.place, r.house, r.level, trim(r.reasons) as reasons,
               {fields}
        from r join p on p.written = r.written
        """
    )
    return sql.reading(query, r=place_rungs.RUNG, p=PARSED)


def _changes(now: exp.Query, as_of: date) -> exp.Query:
    """Addresses that are another place than in the last run, so that whoever kept an id finds what became of it."""
    query = sql.query(
        "select b.address, b.place as before, n.place as now from b join n on n.address = b.address "
        "where coalesce(n.place, '') <> coalesce(b.place, '')"
    )
    query = sql.reading(query, b=ADDRESS).with_("n", as_=now)
    day = exp.cast(sql.literal(as_of.isoformat()), "DATE")
    return exp.select("*", exp.alias_(day, "as_of")).from_(query.subquery("changed"))


def _made(table: TableName, query: exp.Query, *keys: str, grows: bool = False, begins: bool = False) -> Build:
    contract = Contract(columns=PLATFORM[table], key=keys)
    return Build(table=table, query=query, contract=contract, grows=grows, begins=begins)
