"""What fusing keeps from run to run, as tables: forms of names, entities of records, facts of entities."""

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import golden, remade, resolve
from shuzhi.fuse.kind import Kind
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope


def begun_step(kind: Kind, title: Text, regions: Sequence[str], scope: Scope, marks: Marks) -> Step:
    """Before the first run nobody had an entity, nothing was compared, and nothing was believed."""
    builds = [
        Build(
            table=table,
            query=sql.nothing(tuple(PLATFORM[table])),
            contract=Contract(columns=PLATFORM[table]),
            begins=True,
        )
        for table in (kind.table("record"), kind.table("change"), kind.table("fact"))
    ]
    of = resolve.Names(kind.name)
    forms = dict.fromkeys((*_forms(kind, regions).named_selects, remade.HOW), "VARCHAR")
    said = dict.fromkeys(("record", kind.name, remade.HOW), "VARCHAR")
    kept = [
        *resolve.begun(kind.name),
        (of("form"), forms),
        (of("said"), {**said, "authority": "BIGINT", "seen": "DATE"}),
    ]
    builds += [Build(table=table, query=sql.nothing(types), begins=True) for table, types in kept]
    called = Text(f"{title.zh}归并准备", f"before {title.en} are fused")
    return marks.step(f"fuse:begun:{kind.name}", called, scope, builds)


def form_builds(kind: Kind, regions: Sequence[str]) -> list[Build]:
    """Every name that is mentioned, prepared to be compared; those that the last run met are taken over."""
    of = resolve.Names(kind.name)
    both = sql.query("select name as written from m union select former as written from m")
    names = sql.reading(both, m=kind.table("mention"))
    made = _forms(kind, regions)
    columns, old = made.named_selects, of("form_kept")
    how = remade.way(made)
    return [
        Build(table=of("name"), query=remade.missing(of("form"), names, how)),
        Build(table=old, query=remade.still(of("form"), names, columns, how)),
        Build(table=of("form"), query=remade.together(old, made, columns, remade.mark(how))),
    ]


def fact_builds(kind: Kind, now: exp.Query, as_of: date) -> list[Build]:
    """Each record's entity as it is ``now``, which records changed theirs, and what is said of each entity. Of an
    entity of which the same records say the same, the facts of the last run stay."""
    of = resolve.Names(kind.name)
    fact, found, said, anew = kind.table("fact"), of("found"), of("said"), of("anew")
    told = golden.facts(kind.name, kind.table("mention"), kind.table("record"), kind.facts, anew)
    how = remade.way(told)
    columns, old = tuple(PLATFORM[fact]), of("fact_kept")
    return [
        Build(table=found, query=_found(kind, now)),
        _entity(kind.table("change"), _changes(kind, found, as_of), grows=True),
        _entity(kind.table("record"), exp.select("record", kind.name).from_(found.tree), "record"),
        Build(table=anew, query=remade.changed(kind.name, found, said, how)),
        Build(table=old, query=remade.unchanged(kind.name, fact, anew, columns)),
        _entity(fact, remade.together(old, told, columns)),
        Build(table=said, query=exp.select("*", remade.mark(how)).from_(found.tree)),
    ]


def _entity(table: TableName, query: exp.Query, *keys: str, grows: bool = False) -> Build:
    return Build(table=table, query=query, contract=Contract(columns=PLATFORM[table], key=keys), grows=grows)


def _forms(kind: Kind, regions: Sequence[str]) -> exp.Query:
    return kind.forms(resolve.Names(kind.name)("name"), "written", regions)


def _found(kind: Kind, now: exp.Query) -> exp.Query:
    """Each record's entity, and what of the record decides who is believed."""
    query = sql.query(
        f"select n.record, n.{kind.name}, m.authority, m.seen from n join m on m.record = n.record"
    )
    return sql.reading(query, m=kind.table("mention")).with_("n", as_=now)


def _changes(kind: Kind, found: TableName, as_of: date) -> exp.Query:
    """Records that have another entity than in the last run: what was merged and split, so that it can be undone."""
    query = sql.query(
        f"select b.record, b.{kind.name} as before, n.{kind.name} as now from b join n on n.record = b.record "
        f"where n.{kind.name} <> b.{kind.name}"
    )
    query = sql.reading(query, b=kind.table("record"), n=found)
    day = exp.cast(sql.literal(as_of.isoformat()), "DATE")
    return exp.select("*", exp.alias_(day, "as_of")).from_(query.subquery("changed"))
