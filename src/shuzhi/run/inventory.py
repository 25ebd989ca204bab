"""The catalogue as it is asked: every table and column with all that runs, files and readings tell of it.

How a table is shared and open is told by the files as they are now: what was narrowed, or signed, is so at once.

Names are not data. Who sees which: ``visible``, by docs/adr/0022.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlglot import exp

from shuzhi.core.elements import ELEMENTS, GRADES, Grade
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.measured import ALL, DIMENSION
from shuzhi.govern.quality import SCORE
from shuzhi.packs.catalogue_file import SharingKind
from shuzhi.packs.platform_tables import CHANGE, COLUMN, HELD, INFLUENCE, LINEAGE, RUN, TABLE
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City
from shuzhi.run.described import decided
from shuzhi.run.ledger import FINISHED, Batch, batches
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Policy, Reader, Scope

READS = Scope(
    name="run:inventory",
    reads=(
        str(TABLE),
        str(COLUMN),
        str(LINEAGE),
        str(INFLUENCE),
        str(CHANGE),
        str(SCORE),
        str(DIMENSION),
        "meta.batch",
        str(RUN),
        str(HELD),
    ),
    writes=(),
)
UNTOLD: Grade = "重要"
"""From this grade on even the name of a table is for those who may read it, and for its owner."""

PERSONAL: Grade = "一般3级"
"""From this grade on a table tells of persons or firms."""

_LABELS = {element.name: element.label for element in ELEMENTS}
Row = dict[str, Any]


class At(NamedTuple):
    """A column somewhere: a readable table's, a rule's hits', or one of a department's file."""

    table: str
    column: str


@dataclass(frozen=True, kw_only=True)
class ColumnEntry:
    """``valid``: the share of what is written that is right; ``filled``: the share of rows with something written.
    None where nobody counts."""

    name: str
    element: str | None
    label: Text
    type: str
    grade: Grade
    lowered: str | None
    filled: float | None = None
    valid: float | None = None


@dataclass(frozen=True, kw_only=True)
class TableEntry:
    """One table: ``about`` is its row of meta.table, ``score`` its one score of quality (docs/adr/0034)."""

    name: TableName
    title: Text
    about: Row
    columns: tuple[ColumnEntry, ...]
    score: float | None

    @property
    def grade(self) -> Grade:
        grade: Grade = self.about["grade"]
        return grade


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """All of it, as of the last run. ``up``: what each column was made from; ``down``: what was made from it;
    ``decided_by``: of which tables a column, or a table's rows (``*``), decides which rows there are. ``run``: the last
    finished one, and when (ISO); ``held``: the tables, and rules' hits, it could not make (rows of meta.held)."""

    tables: Mapping[str, TableEntry]
    up: Mapping[At, tuple[At, ...]]
    down: Mapping[At, tuple[At, ...]]
    decided_by: Mapping[At, tuple[str, ...]]
    changes: Sequence[Row]
    batches: Sequence[Batch]
    held: Sequence[Row] = ()
    run: str | None = None
    finished: str | None = None


def inventory(lake: Lake, city: City) -> Inventory:
    """What the last run wrote down. Empty before the first."""
    labels = {**_LABELS, **{name: own.title for name, own in city.standards.elements.items()}}
    pipeline = Pipeline(lake=lake, scope=READS)
    if not pipeline.exists(TABLE):
        return Inventory(tables={}, up={}, down={}, decided_by={}, changes=(), batches=())
    measured = {
        f"standard.{row['name']}": row["score"]
        for row in _rows(pipeline, DIMENSION)
        if (row["level"], row["dimension"]) == ("table", ALL)
    }
    scores = {At(f"standard.{row['table']}", row["column"]): row for row in _rows(pipeline, SCORE)}
    columns: dict[str, list[ColumnEntry]] = defaultdict(list)
    for row in _rows(pipeline, COLUMN):
        columns[row["table"]].append(_column(row, scores.get(At(row["table"], row["column"])), labels))
    up: dict[At, list[At]] = defaultdict(list)
    down: dict[At, list[At]] = defaultdict(list)
    for row in _rows(pipeline, LINEAGE):
        made, origin = At(row["table"], row["column"]), At(row["from_table"], row["from_column"])
        up[made].append(origin)
        down[origin].append(made)
    decides: dict[At, list[str]] = defaultdict(list)
    for row in _rows(pipeline, INFLUENCE):
        decides[At(row["from_table"], row["from_column"])].append(row["table"])
    done = [row for row in _rows(pipeline, RUN) if row["status"] in FINISHED] if pipeline.exists(RUN) else []
    last = max(done, key=lambda row: str(row["run"]), default=None)
    return Inventory(
        run=last["run"] if last else None,
        finished=last["finished"] if last else None,
        tables={
            row["table"]: _table(
                row | decided(city, full_name(row["table"])),
                columns[row["table"]],
                measured.get(row["table"]),
            )
            for row in sorted(_rows(pipeline, TABLE), key=lambda row: str(row["table"]))
        },
        up={at: tuple(sorted(set(found))) for at, found in up.items()},
        down={at: tuple(sorted(set(found))) for at, found in down.items()},
        decided_by={at: tuple(sorted(set(tables))) for at, tables in decides.items()},
        changes=sorted(
            _rows(pipeline, CHANGE), key=lambda row: (row["as_of"], row["table"], row["column"] or "")
        ),
        batches=batches(pipeline),
        held=_rows(pipeline, HELD) if pipeline.exists(HELD) else (),
    )


def visible(entry: TableEntry, policy: Policy, reader: Reader, today: date) -> bool:
    """Whether the reader is told that there is such a table."""
    if GRADES.index(entry.grade) < GRADES.index(UNTOLD):
        return True
    if entry.about["owner"] in {post.department for post in reader.posts}:
        return True
    return bool(permits(policy, reader, entry.name, today))


def permits(policy: Policy, reader: Reader, table: TableName, today: date) -> list[Permit]:
    """What the reader may see of the table, for each purpose for which he may see anything."""
    asked = (
        permit(policy, Reader(name=reader.name, posts=reader.posts, purpose=purpose), table, today)
        for purpose in sorted(policy.purposes)
    )
    return [found for found in asked if isinstance(found, Permit)]


def proposed(entry: TableEntry) -> tuple[SharingKind, Text]:
    """How a table about which nobody decided might be shared, and why. A proposal: people decide, in catalogue.yml."""
    most = "、".join(column.name for column in entry.columns if column.grade == entry.grade)
    why = Text(f"最敏感的列（{entry.grade}）：{most}", f"most sensitive columns ({entry.grade}): {most}")
    if GRADES.index(entry.grade) >= GRADES.index(UNTOLD):
        return "withheld", why
    plain = GRADES.index(entry.grade) < GRADES.index(PERSONAL)
    return "unconditional" if plain else "conditional", why


def neighbours(held: Inventory, table: str, *, down: bool) -> list[str]:
    """Tables, rules' hits and files one step from the table, in order of name: by its columns, or by its rows alone, as
    what a condition reads or Python is given."""
    edges = held.down if down else held.up
    found = {other.table for at, others in edges.items() if at.table == table for other in others}
    for at, made in held.decided_by.items():
        if down and at.table == table:
            found |= set(made)
        if not down and table in made:
            found.add(at.table)
    return sorted(found - {table})


def _rows(pipeline: Pipeline, table: TableName) -> list[Row]:
    rows: list[Row] = pipeline.fetch(exp.select("*").from_(table.tree)).to_pylist()
    return rows


def _column(row: Row, score: Row | None, labels: Mapping[str, Text]) -> ColumnEntry:
    return ColumnEntry(
        name=row["column"],
        element=row["element"],
        label=labels.get(row["element"] or "", Text("", "")),
        type=row["type"],
        grade=row["grade"],
        lowered=row["lowered"],
        filled=1 - score["blank"] / score["rows"] if score and score["rows"] else None,
        valid=1 - score["share"] if score and score["share"] is not None else None,
    )


def _table(row: Row, columns: Sequence[ColumnEntry], score: float | None) -> TableEntry:
    return TableEntry(
        name=full_name(row["table"]),
        title=Text(row["title"], row["title_en"]),
        about=row,
        columns=tuple(columns),
        score=score,
    )
