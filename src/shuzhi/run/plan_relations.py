"""Relations as steps: who is what to whom, then who holds whom through others."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName, union_all
from shuzhi.core.text import Text
from shuzhi.fuse import control, relations
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.place_rungs import ADDRESS
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.schema import City, Source
from shuzhi.packs.source_file import Relation
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

SCOPE = Scope(
    name="fuse:relations",
    reads=("fused.*", "entity.*", "linkage.*"),
    writes=("entity.*", "linkage.holding_*", "linkage.controlled_*", str(control.PARTY)),
)
KINDS = {"bank_account": "account", "vehicle_plate": "vehicle"}
"""What a column's values tell apart that several have in common, by its element; else a number of the source's own."""


def relation_steps(city: City, kinds: Sequence[Kind], *, key: str, marks: Marks) -> list[Step]:
    """What sources declare, and what several of the fused ``kinds`` have in common."""
    declared = [
        relations.said(_said(source, one), key=key) for source in city.sources for one in source.relations
    ]
    parts = [*declared, relations.shared(kinds, ADDRESS, key=key)]
    found = union_all([exp.select("*").from_(part.subquery("part")) for part in parts])
    held = [Build(table=table, query=query) for table, query in relations.holdings()]
    concert = {one.relation.zh for source in city.sources for one in source.relations if one.concert}
    decided = [
        Build(table=control.PARTY, query=control.parties(concert, key=key)),
        *(Build(table=table, query=query) for table, query in control.levels()),
        _entity(control.CONTROL, control.control()),
    ]
    whole = [
        _entity(relations.HOLDING, relations.holding()),
        _entity(relations.RING, relations.rings()),
    ]
    return [
        marks.step("entity:relation", Text("关系", "relations"), SCOPE, [_entity(relations.RELATION, found)]),
        marks.step(
            "entity:holding", Text("穿透持股", "who holds whom through others"), SCOPE, [*held, *whole]
        ),
        marks.step("entity:control", Text("控制关系", "who controls whom"), SCOPE, decided),
    ]


def _entity(table: TableName, query: exp.Query) -> Build:
    return Build(table=table, query=query, contract=Contract(columns=PLATFORM[table]))


def _said(source: Source, one: Relation) -> relations.Said:
    assert source.fused is not None
    return relations.Said(
        source=source.name,
        table=source.fused,
        relation=one.relation.zh,
        who=_end(source, one.who),
        of=_end(source, one.of),
        who_named=_named(source, one.who),
        of_named=_named(source, one.of),
        part=one.part,
        share=one.share,
        seen=one.seen,
    )


def _end(source: Source, column: str) -> tuple[str, str]:
    """What kind of thing the column's values tell apart."""
    if column in {who.said.get("id_card", "id_card") for who in source.people}:
        return "person", column
    if column in {who.said.get("uscc", "uscc") for who in source.companies}:
        return "company", column
    return KINDS.get(source.columns[column].element, "group"), column


def _named(source: Source, column: str) -> str | None:
    """The column of the name of the person that the column identifies."""
    return next((who.name for who in source.people if who.said.get("id_card", "id_card") == column), None)
