"""Fuse as steps: characters, addresses, then entities by exact keys and, where sources say who their rows are about,
by everything they say."""

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.contract import Contract
from shuzhi.core.elements import regions
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import exact, golden, mentions, names, places, resolve
from shuzhi.fuse.address_parts import parts
from shuzhi.fuse.addresses import parsed
from shuzhi.fuse.characters import CHARACTER, characters
from shuzhi.fuse.mentions import Mentioned
from shuzhi.fuse.persons import PERSON
from shuzhi.packs.platform_tables import (
    ADDRESS,
    PERSON_CHANGE,
    PERSON_CONFLICT,
    PERSON_FACT,
    PERSON_LINK,
    PERSON_RECORD,
    PERSON_ROW,
    PLATFORM,
)
from shuzhi.packs.schema import City
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

SCOPE = Scope(
    name="fuse",
    reads=("standard.*", "problem.*", "reference.*", "linkage.*", "entity.*"),
    writes=("entity.*", "linkage.*"),
)
PLACE = TableName("linkage", "place")
_OF = resolve.Names("person")


def fuse_steps(city: City, *, key: str, as_of: date, marks: Marks) -> list[Step]:
    """Companies by exact keys; addresses; people by exact keys, or fused where the city's sources declare them."""
    steps = [_exact(city, exact.COMPANY, "company", "uscc", key, marks)]
    addresses = _held_in(city, "address")
    told = _mentioned(city)
    addresses += [(one.table, one.columns["address"]) for one in told if "address" in one.columns]
    if addresses or told:
        steps.append(_addresses(city, sorted(set(addresses)), key, marks))
    if not told:
        return [*steps, _exact(city, exact.PERSON, "person", "id_card", key, marks)]
    build = Build(table=CHARACTER, make=lambda _: characters())
    scope = Scope(name="run:reference", reads=(), writes=("reference.*",))
    steps.append(marks.step("characters", Text("汉字音形", "how characters sound and look"), scope, [build]))
    return [*steps, _begun(marks), _people(city, told, key=key, as_of=as_of, marks=marks)]


def _mentioned(city: City) -> list[Mentioned]:
    return [
        Mentioned(
            source=source.name,
            table=source.standard,
            problems=TableName("problem", source.name),
            columns=who.said,
            authority=who.authority,
        )
        for source in city.sources
        for who in source.people
    ]


def _held_in(city: City, element: str) -> list[tuple[TableName, str]]:
    return [
        (source.standard, name)
        for source in city.sources
        for name, column in source.columns.items()
        if column.element == element
    ]


def _exact(city: City, table: TableName, kind: str, identifier: str, key: str, marks: Marks) -> Step:
    query = exact.entities(kind, identifier, _held_in(city, identifier), key=key)
    if table == exact.PERSON:
        said = [exp.alias_(sql.null("VARCHAR"), name, quoted=True) for name in golden.GOLDEN]
        query = exp.select("*", *said).from_(query.subquery("e"))
    build = Build(table=table, query=query, contract=Contract(columns=PLATFORM[table], key=(kind,)))
    return marks.step(f"entity:{kind}", Text(f"归集实体 {kind}", f"entities: {kind}"), SCOPE, [build])


def _addresses(city: City, held_in: Sequence[tuple[TableName, str]], key: str, marks: Marks) -> Step:
    """Every address written anywhere, taken apart, with the code of its county and the id of its place."""
    nothing = exp.select(exp.alias_(sql.null("VARCHAR"), "written")).where("false")
    written = sql.union_all(
        [nothing]
        + [
            exp.select(exp.alias_(sql.column(column), "written")).from_(table.tree)
            for table, column in held_in
        ]
    )
    distinct = exp.select("written").distinct().from_(written.subquery("w")).where("written is not null")
    known = regions([vars(region) for region in city.regions]).to_pylist()
    towns = sorted({row["name"] for row in known if row["level"] == "town"})
    named = sorted(
        {(row["name"], row["level"]) for row in known if row["level"] in {"province", "city", "county"}}
    )
    made = places.keyed(places.standardised(parsed(distinct, parts(named, towns))))
    columns = PLATFORM[ADDRESS]
    place = ids.subject_id("place", sql.parse("coalesce(c.code, '') || '|' || p.house_key"), key)
    fields = [exp.alias_(sql.column(name, "p"), name, quoted=True) for name in places.FIELDS]
    query = sql.query(
        """
        select p.written as address, c.code from place p
        left join (
            select name, min(code) as code from reference.region where level = 'county' and until is null
            group by name having count(distinct code) = 1
        ) c on c.name = p.county
        """
    )
    query = sql.reading(query, place=PLACE)
    assert isinstance(query, exp.Select)
    query = query.select(
        exp.alias_(
            sql.fill("case when k is not null then i end", k=sql.column("house_key", "p"), i=place), "place"
        ),
        *fields,
    )
    builds = [
        Build(table=PLACE, query=made),
        Build(table=ADDRESS, query=query, contract=Contract(columns=columns, key=("address",))),
    ]
    return marks.step("entity:address", Text("解析地址", "addresses taken apart"), SCOPE, builds)


def _people(city: City, told: Sequence[Mentioned], *, key: str, as_of: date, marks: Marks) -> Step:
    mention, spelt, form, record = (_OF(what) for what in ("mention", "name", "form", "record"))
    both = sql.query("select name from m union select former as name from m")
    builds = [
        Build(table=mention, query=mentions.mentions(told, key=key)),
        Build(table=spelt, query=sql.reading(both, m=mention), named=True),
        Build(table=form, query=names.forms(spelt, "name")),
        Build(table=record, query=mentions.prepared(mention, form, PLACE)),
        *(
            Build(table=part.table, query=part.query, make=part.make, reads=part.reads, named=part.once)
            for part in resolve.parts(PERSON, record)
        ),
    ]
    now = resolve.entity_of(PERSON, record, key=key)
    facts = {
        "name": "m.name",
        "birth": mentions.BORN,
        "sex": mentions.SEX,
        "phone": "phone",
        "address": "address",
    }
    builds += [
        _entity(PERSON_CHANGE, _changes(now, as_of), grows=True),
        _entity(PERSON_RECORD, now, "record"),
        _entity(PERSON_FACT, golden.facts("person", mention, PERSON_RECORD, facts)),
        _entity(PERSON_CONFLICT, golden.conflicts("person", PERSON_FACT, ("name", "birth", "sex"))),
        _entity(PERSON_LINK, exp.select("*").from_(_OF("pair").tree)),
        _entity(PERSON_ROW, _rows(told, key)),
        _entity(
            exact.PERSON, golden.golden("person", _persons(city, key), PERSON_FACT, golden.GOLDEN), "person"
        ),
    ]
    return marks.step("entity:person", Text("归并人员", "people, fused"), SCOPE, builds)


def _begun(marks: Marks) -> Step:
    """Before the first run nobody had an entity."""
    builds = [
        _entity(
            table, exp.select(*[sql.null("VARCHAR").as_(name) for name in PLATFORM[table]]).where("false")
        )
        for table in (PERSON_RECORD, PERSON_CHANGE)
    ]
    return marks.step("fuse:begun", Text("归并准备", "before people are fused"), SCOPE, builds)


def _entity(table: TableName, query: exp.Query, *keys: str, grows: bool = False) -> Build:
    return Build(table=table, query=query, contract=Contract(columns=PLATFORM[table], key=keys), grows=grows)


def _changes(now: exp.Query, as_of: date) -> exp.Query:
    """Records that have another entity than in the last run: what was merged and split, so that it can be undone."""
    query = sql.query(
        "select b.record, b.person as before, n.person as now from b join n on n.record = b.record "
        "where n.person <> b.person"
    )
    query = sql.reading(query, b=PERSON_RECORD).with_("n", as_=now)
    day = exp.cast(sql.literal(as_of.isoformat()), "DATE")
    return exp.select("*", exp.alias_(day, "as_of")).from_(query.subquery("changed"))


def _persons(city: City, key: str) -> exp.Query:
    """Everybody with an identifier anywhere, and those that only other facts tell of."""
    identified = exact.entities("person", "id_card", _held_in(city, "id_card"), key=key)
    others = sql.query(
        """
        select r.person, cast(null as varchar) as id_card, count(distinct m.source) as tables
        from r join m on m.record = r.record
        group by r.person having max(m.id_card) is null
        """
    )
    return sql.union_all([identified, sql.reading(others, r=PERSON_RECORD, m=_OF("mention"))])


def _rows(told: Sequence[Mentioned], key: str) -> exp.Query:
    """Rows without a valid id number that were found to be somebody's all the same."""
    query = sql.query(
        """
        select p.person, p.id_card, w."table", w._batch, w._row
        from w join r on r.record = w.record
        join (
            select r.person, max(m.id_card) as id_card from r join m on m.record = r.record group by r.person
        ) p on p.person = r.person
        where p.id_card is not null
        """
    )
    query = sql.reading(query, r=PERSON_RECORD, m=_OF("mention"))
    return query.with_("w", as_=mentions.rows_of(told, key=key))
