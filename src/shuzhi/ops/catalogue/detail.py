"""One table of the catalogue, with everything that is told of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.errors import Refused
from shuzhi.core.text import Text
from shuzhi.fuse.mentions import CONFLICT
from shuzhi.govern.history import DAY_ZERO, DEVIATION, KINDS
from shuzhi.govern.quality import PROBLEM
from shuzhi.ops.catalogue import signing
from shuzhi.ops.catalogue.held import used
from shuzhi.ops.catalogue.queries import Sight, decided, row, sight
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.packs.platform_tables import BATCH
from shuzhi.run.inventory import At, ColumnEntry, TableEntry, neighbours, permits
from shuzhi.run.read import desk
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Reader, Scope

COUNTING = Scope(name="ops:catalogue", reads=(str(PROBLEM), str(DEVIATION)), writes=())
BATCHES = 50
CHANGES = 50
_REASONS = {(element.name, each.code): each for element in ELEMENTS for each in element.invalid}
_DISPUTED = Text("与更权威的部门说法不同", "told otherwise by a department with more authority")
Out = dict[str, Any]


def detail(by: Access, table: str) -> Out:
    """The table, its columns, where it comes from and goes to, its batches, problems and users. Raises Missing."""
    seen = sight(by)
    entry = seen.tables.get(table) if seen else None
    if seen is None or entry is None:
        raise missing(Text("目录里没有这张表", "there is no such table in the catalogue"), table)
    about = entry.about
    return {
        **row(entry, "", used()),
        **decided(entry),
        "basis": about["basis"],
        "licence": about["licence"],
        "source": about["source"],
        "scenario": about["scenario"],
        "made": about["made"],
        "columns": [_column(seen, entry, at) for at in entry.columns],
        "made_from": [place(seen, name) for name in neighbours(seen.inventory, table, down=False)],
        "used_by": [place(seen, name) for name in neighbours(seen.inventory, table, down=True)],
        "needed_for": needed_for(seen, entry),
        "batches": _batches(seen, entry),
        "problems": _problems(entry),
        "deviations": _deviations(entry),
        "mine": _mine(seen, entry),
        "use": _use(table),
        "changes": [change for change in seen.inventory.changes if change["table"] == table][-CHANGES:],
        "signing": signing.told(by, table),
    }


def place(seen: Sight, table: str) -> Out:
    """A table, a rule's hits or a department's file, as a link of lineage. What is hidden from one is only counted."""
    schema, _, name = table.partition(".")
    if table in seen.tables:
        return {
            "table": table,
            "title": seen.tables[table].title,
            "kind": "table",
            "owner": seen.tables[table].about["owner"],
        }
    if schema == "landed":
        source = next((each for each in seen.held.city.sources if each.name == name), None)
        title = source.title if source else Text(name, name)
        return {"table": table, "title": title, "kind": "file", "owner": source.owner if source else ""}
    for scenario in seen.held.city.scenarios:
        rule = next((each for each in scenario.rules if each.rule == name), None)
        if scenario.name == schema and rule is not None:
            return {"table": table, "title": rule.title, "kind": "rule", "owner": scenario.owner}
    if table in seen.inventory.tables:
        return {
            "table": "",
            "title": Text("一张您不能看的表", "a table you may not see"),
            "kind": "hidden",
            "owner": "",
        }
    return {"table": table, "title": Text(name, name), "kind": "working", "owner": ""}


def needed_for(seen: Sight, entry: TableEntry) -> list[Out]:
    """The matters for which scenarios declare that they read it."""
    return [
        {
            "scenario": scenario.name,
            "title": scenario.title,
            "owner": scenario.owner,
            "purpose": scenario.purpose.name,
            "basis": scenario.purpose.basis,
        }
        for scenario in seen.held.city.scenarios
        if entry.name in scenario.inputs
    ]


def _column(seen: Sight, entry: TableEntry, column: ColumnEntry) -> Out:
    at = At(str(entry.name), column.name)
    return {
        "name": column.name,
        "element": column.element,
        "label": column.label,
        "type": column.type,
        "grade": column.grade,
        "lowered": column.lowered,
        "filled": column.filled,
        "valid": column.valid,
        "made_from": [origin(seen, each) for each in seen.inventory.up.get(at, ())],
        "used_by": len(seen.inventory.down.get(at, ())),
    }


def origin(seen: Sight, at: At) -> Out:
    """A column somewhere, as a link of lineage."""
    found = place(seen, at.table)
    return {"column": at.column if found["table"] else "", **found}


def _batches(seen: Sight, entry: TableEntry) -> list[Out]:
    """The last batches of a department's table. What its files are called is for those who may read meta.batch."""
    mine = [batch for batch in seen.inventory.batches if batch.source == entry.about["source"]]
    mine = sorted(mine, key=lambda batch: (batch.arrived, batch.file), reverse=True)[:BATCHES]
    named = _file_names(seen, [batch.batch for batch in mine]) if mine else {}
    return [
        {
            "batch": batch.batch,
            "arrived": batch.arrived,
            "records": batch.records,
            "landed": batch.landed,
            "quarantined": batch.quarantined,
            "set_aside": batch.set_aside,
            "sha256": batch.sha256,
            "file": named.get(batch.batch),
        }
        for batch in mine
    ]


def _file_names(seen: Sight, wanted: Sequence[str]) -> dict[str, str]:
    held = lake()
    allowed = permits(seen.policy, seen.reader, BATCH, today())
    if held is None or not allowed:
        return {}
    reader = Reader(name=seen.reader.name, posts=seen.reader.posts, purpose=allowed[0].purpose.name)
    asked = exp.select("batch", "file").from_(BATCH.tree)
    asked = asked.where(sql.column("batch").isin(*map(sql.literal, wanted)))
    try:
        found = desk(held, seen.held.city, reader, today()).rows(asked)
    except Refused:
        return {}
    return {each["batch"]: each["file"] for each in found}


def _problems(entry: TableEntry) -> list[Out]:
    """How many values of which column are wrong, and why: counts, no value."""
    held = lake()
    if held is None or entry.about["source"] is None:
        return []
    counted = exp.select(
        '"column"', "element", "reason", "count(*) as found", "count(distinct _batch) as batches"
    )
    counted = counted.from_(PROBLEM.tree).where(sql.column("table").eq(sql.literal(entry.about["source"])))
    found = _counts(held, counted.group_by('"column"', "element", "reason"))
    rows = sorted(found, key=lambda each: (-each["found"], each["column"], each["reason"]))
    return [
        {
            "column": each["column"],
            "found": each["found"],
            "batches": each["batches"],
            "why": known.text
            if (known := _REASONS.get((each["element"], each["reason"])))
            else _DISPUTED
            if each["reason"] == CONFLICT
            else Text(each["reason"], each["reason"]),
            "todo": known.todo if known else None,
        }
        for each in rows
    ]


def _deviations(entry: TableEntry) -> list[Out]:
    """Batches that the table's own history speaks against: figures of whole batches, no value."""
    held = lake()
    if held is None or entry.about["source"] is None:
        return []
    mine = sql.column("table").eq(sql.literal(entry.about["source"]))
    found = _counts(held, exp.select("*").from_(DEVIATION.tree).where(mine))
    dates = {column.name for column in entry.columns if column.type.upper() == "DATE"}
    return [
        {
            "batch": each["_batch"],
            "column": each["column"],
            "what": KINDS[each["kind"]],
            **{name: _told(each, name, dates) for name in ("value", "low", "high")},
            "like": each["like"],
        }
        for each in sorted(found, key=lambda each: (each["_batch"], each["column"] or "", each["kind"]))
    ]


def _told(deviation: Out, name: str, dates: Collection[str]) -> str | None:
    """A figure of a batch as people read it."""
    value = deviation[name]
    if value is None:
        return None
    if deviation["kind"] == "filled":
        return f"{value:.1%}"
    if deviation["kind"] == "level" and deviation["column"] in dates:
        return (DAY_ZERO + timedelta(days=round(value))).isoformat()
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _counts(held: Lake, query: exp.Query) -> list[Out]:
    rows: list[Out] = Pipeline(lake=held, scope=COUNTING).fetch(query).to_pylist()
    return rows


def _mine(seen: Sight, entry: TableEntry) -> list[Out]:
    """What the reader himself may see of it, for which purpose."""
    return [
        {
            "purpose": each.purpose.name,
            "basis": each.purpose.basis,
            "some_rows": each.rows is not None,
            "statistics_of": each.smallest,
            "export": each.export,
            "levels": dict(each.levels),
        }
        for each in permits(seen.policy, seen.reader, entry.name, today())
    ]


def _use(table: str) -> Out | None:
    use = used().of.get(table)
    if use is None:
        return None
    return {"last": datetime.fromisoformat(use.last), "reads": use.reads, "readers": len(use.readers)}
