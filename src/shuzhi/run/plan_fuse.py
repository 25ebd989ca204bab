"""Fuse as steps: characters, addresses, then entities by exact keys and, where sources say who their rows are about,
by everything they say."""

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.acted import ANSWER
from shuzhi.fuse import exact, golden, mentions, resolve
from shuzhi.fuse.characters import CHARACTER, characters
from shuzhi.fuse.companies import COMPANY
from shuzhi.fuse.identified import identified
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.mentions import Mentioned
from shuzhi.fuse.persons import PERSON
from shuzhi.govern.quality import PROBLEM
from shuzhi.packs.outcome_sources import problem_table
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.schema import City, Source
from shuzhi.run.plan_kept import begun_step, fact_builds, form_builds
from shuzhi.run.plan_places import PARSED, located, place_steps
from shuzhi.run.plan_relations import relation_steps
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

SCOPE = Scope(
    name="fuse",
    reads=("standard.*", "problem.*", "reference.*", "linkage.*", "entity.*", str(ANSWER)),
    writes=("entity.*", "fused.*", "linkage.*", "problem.entity.*"),
)
TITLES = {"person": Text("人员", "people"), "company": Text("企业", "companies")}


def fuse_steps(city: City, *, key: str, as_of: date, marks: Marks) -> list[Step]:
    """Addresses; companies and people by exact keys, or fused where the city's sources declare whom they speak of."""
    told = {kind.name: _mentioned(city, kind) for kind in (COMPANY, PERSON)}
    somewhere = located(city)
    steps = []
    if somewhere or any(told.values()):
        build = Build(table=CHARACTER, make=lambda _: characters())
        scope = Scope(name="run:reference", reads=(), writes=("reference.*",))
        title = Text("汉字音形", "how characters sound and look")
        steps.append(marks.step("characters", title, scope, [build]))
        steps += place_steps(city, somewhere, key=key, as_of=as_of, marks=marks)
    for kind in (COMPANY, PERSON):
        if not told[kind.name]:
            steps.append(_exact(city, kind, key, marks))
            continue
        steps.append(begun_step(kind, TITLES[kind.name], _named(city), SCOPE, marks))
        steps.append(_fused(city, kind, told[kind.name], key=key, as_of=as_of, marks=marks))
    identifying = [found_rows(source) for source in city.sources if source.fused]
    if identifying:
        title = Text("归并后的各表", "rows with the identifiers found")
        steps.append(marks.step("fused", title, SCOPE, identifying))
        kinds = [kind for kind in (COMPANY, PERSON) if told[kind.name]]
        steps += relation_steps(city, kinds, key=key, marks=marks)
    return steps


def conflict_tables(city: City) -> list[TableName]:
    """Where the values are told that golden records do not believe, of every kind that is fused."""
    return [problem_table(kind.entity) for kind in (COMPANY, PERSON) if _mentioned(city, kind)]


def found_rows(source: Source) -> Build:
    """``fused.<source>``: the rows of a source that says whom they are about, with the identifiers found."""
    assert source.fused is not None
    query = identified([*source.columns, "_batch", "_row"], _told(source))
    columns = {name: column.element for name, column in source.columns.items()}
    columns |= {**source.added, "_batch": "code", "_row": "integer"}
    return Build(table=source.fused, query=query, contract=Contract(columns=columns), named=True)


def _mentioned(city: City, kind: Kind) -> list[Mentioned]:
    return [one for source in city.sources for of, one in _told(source) if of is kind]


def _told(source: Source) -> list[tuple[Kind, Mentioned]]:
    declared = [(COMPANY, who) for who in source.companies] + [(PERSON, who) for who in source.people]
    return [
        (
            kind,
            Mentioned(
                source=source.name,
                table=source.standard,
                problems=TableName("problem", source.name),
                columns=who.said,
                authority=who.authority,
            ),
        )
        for kind, who in declared
    ]


def _held_in(city: City, element: str) -> list[tuple[TableName, str]]:
    return [
        (source.standard, name)
        for source in city.sources
        for name, column in source.columns.items()
        if column.element == element
    ]


def _exact(city: City, kind: Kind, key: str, marks: Marks) -> Step:
    query = exact.entities(kind.name, kind.identifier, _held_in(city, kind.identifier), key=key)
    said = [exp.alias_(sql.null("VARCHAR"), name, quoted=True) for name in kind.golden]
    query = exp.select("*", *said).from_(query.subquery("e"))
    told = TITLES[kind.name]
    title = Text(f"归集{told.zh}", f"{told.en} by identifier")
    return marks.step(f"entity:{kind.name}", title, SCOPE, [_entity(kind.entity, query, kind.name)])


def _fused(city: City, kind: Kind, told: Sequence[Mentioned], *, key: str, as_of: date, marks: Marks) -> Step:
    of = resolve.Names(kind.name)
    mention = kind.table("mention")
    form, record = of("form"), of("record")
    builds = [
        _entity(mention, mentions.mentions(kind, told, key=key), "record"),
        *form_builds(kind, _named(city)),
        Build(table=record, query=kind.prepared(mention, form, PARSED)),
        *(
            Build(table=part.table, query=part.query, make=part.make, reads=part.reads)
            for part in resolve.parts(kind.model, record, ANSWER)
        ),
    ]
    fact = kind.table("fact")
    builds += [
        *fact_builds(kind, resolve.entity_of(kind.model, record, key=key), as_of),
        _entity(kind.table("conflict"), golden.conflicts(kind.name, fact, kind.disputed)),
        _entity(kind.table("link"), exp.select("*").from_(of("pair").tree)),
        _entity(kind.table("weight"), exp.select("*").from_(of("weight").tree)),
        _entity(kind.table("review"), resolve.review(kind.model, mention)),
        _entity(kind.table("row"), _rows(kind, told, key)),
        _entity(
            kind.entity,
            golden.golden(kind.name, _everybody(city, kind, key), fact, kind.golden),
            kind.name,
        ),
        _entity(kind.table("appearance"), _appearances(kind, told), named=True),
        Build(
            table=problem_table(kind.entity),
            query=_losing(city, kind, told),
            contract=Contract(columns=PLATFORM[PROBLEM]),
        ),
    ]
    title = TITLES[kind.name]
    return marks.step(f"entity:{kind.name}", Text(f"归并{title.zh}", f"{title.en}, fused"), SCOPE, builds)


def _entity(
    table: TableName, query: exp.Query, *keys: str, grows: bool = False, named: bool = False
) -> Build:
    contract = Contract(columns=PLATFORM[table], key=keys)
    return Build(table=table, query=query, contract=contract, grows=grows, named=named)


def _named(city: City) -> list[str]:
    return sorted({region.name for region in city.regions})


def _everybody(city: City, kind: Kind, key: str) -> exp.Query:
    """Everybody with an identifier anywhere, and those that only other facts tell of."""
    held = _held_in(city, kind.identifier)
    identified = exact.entities(kind.name, kind.identifier, held, key=key)
    others = sql.query(
        f"""
        select r.{kind.name}, cast(null as varchar) as {kind.identifier}, count(distinct m.source) as tables
        from r join m on m.record = r.record
        group by r.{kind.name} having max(m.{kind.identifier}) is null
        """
    )
    others = sql.reading(others, r=kind.table("record"), m=kind.table("mention"))
    return sql.union_all([identified, others])


def _rows(kind: Kind, told: Sequence[Mentioned], key: str) -> exp.Query:
    """Rows without a valid identifier, and whose they were found to be."""
    query = sql.query(
        f"""
        select p.{kind.name}, p.{kind.identifier}, w."table", w."column", w._batch, w._row
        from w join r on r.record = w.record
        join (
            select r.{kind.name}, max(m.{kind.identifier}) as {kind.identifier}
            from r join m on m.record = r.record group by r.{kind.name}
        ) p on p.{kind.name} = r.{kind.name}
        """
    )
    query = sql.reading(query, r=kind.table("record"), m=kind.table("mention"))
    return query.with_("w", as_=mentions.rows_of(kind, told, key=key))


def _losing(city: City, kind: Kind, told: Sequence[Mentioned]) -> exp.Query:
    """Values of the departments' rows that the golden records do not believe."""
    declared = {source.name: source.columns for source in city.sources}
    elements = {name: {c: column.element for c, column in of.items()} for name, of in declared.items()}
    found = [mentions.losing(kind, one, elements[one.source]) for one in told]
    nothing = exp.select(*[sql.null("VARCHAR").as_(name, quoted=True) for name in PLATFORM[PROBLEM]]).where(
        "false"
    )
    return sql.union_all([query for query in found if query is not None] or [nothing])


def _appearances(kind: Kind, told: Sequence[Mentioned]) -> exp.Query:
    """Every row about an entity, by its identifier or without."""
    identified = [
        sql.reading(
            sql.query(
                f"""
                select e.{kind.name}, '{one.source}' as "table", t._batch, t._row
                from t_ t join e_ e on e.{kind.identifier} = t."{one.columns[kind.identifier]}"
                """
            ),
            t_=one.table,
            e_=kind.entity,
        )
        for one in told
        if kind.identifier in one.columns
    ]
    found = exp.select(kind.name, sql.column("table"), "_batch", "_row").from_(kind.table("row").tree)
    return sql.union_all([*identified, found])
