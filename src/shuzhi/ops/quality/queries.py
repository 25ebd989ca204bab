"""What the page of data quality shows: scores, what breaks which rule, whose it is. Counts of tables one is told of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern.measured import ALL, CITY, DIMENSION, RESULT, TREND
from shuzhi.govern.quality import PROBLEM
from shuzhi.govern.rules import DIMENSIONS
from shuzhi.ops.catalogue.queries import Sight, sight
from shuzhi.ops.errors import missing
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.run.inventory import TableEntry
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

COUNTING = Scope(name="ops:quality", reads=(str(RESULT), str(DIMENSION), str(TREND), str(PROBLEM)), writes=())
RUNS = 24
"""Runs shown of each trend."""
FORMULA = Text(
    "每条规则得分 = 1 − 不合的行数 ÷ 核对的行数；表的每个维度取其各条规则的平均，表取其各维度的平均，"
    "部门和全市取其各表的平均。",
    "A rule scores 1 − failing rows ÷ rows it was asked of; a table's dimension is the mean of its rules, "
    "a table the mean of its dimensions, a department and the city the mean of their tables.",
)
_REASONS = {(element.name, each.code): each for element in ELEMENTS for each in element.invalid}
_CONFLICT = Text("与更权威的来源不一致", "the source with more authority says otherwise")
Out = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A rule that some rows break, of a table the reader is told of."""

    entry: TableEntry
    result: Out

    @property
    def key(self) -> tuple[str, str]:
        return self.result["table"], self.result["rule"]


def overview(by: Access) -> Out:
    """Scores of the city, of each department and table, how they went, and how the formula goes."""
    seen, held = sight(by), lake()
    found = _rows(held, DIMENSION) if held and seen else []
    scores: dict[tuple[str, str], list[Out]] = defaultdict(list)
    for row in found:
        scores[row["level"], row["name"]].append(row)
    tables = [entry for name, entry in _sources(seen).items() if ("table", name) in scores]
    return {
        "city": _scored(scores.get((CITY, CITY), [])),
        "departments": [
            {"name": name, **_scored(rows)}
            for (level, name), rows in sorted(scores.items(), key=_worst)
            if level == "department"
        ],
        "tables": [
            {
                "table": str(entry.name),
                "title": entry.title,
                "owner": entry.about["owner"],
                **_scored(scores["table", entry.name.name]),
            }
            for entry in sorted(
                tables, key=lambda entry: _worst((("", ""), scores["table", entry.name.name]))
            )
        ],
        "trend": _trend(held) if held and seen else [],
        "problems": len(broken(by)),
        "dimensions": [{"dimension": name, "title": title} for name, title in DIMENSIONS.items()],
        "formula": FORMULA,
    }


def broken(by: Access, *, owner: str = "", dimension: str = "", table: str = "") -> list[Broken]:
    """The rules that rows break, the one that most rows break first."""
    seen, held = sight(by), lake()
    if seen is None or held is None:
        return []
    known = _sources(seen)
    rows = [row for row in _rows(held, RESULT) if row["failing"] and row["table"] in known]
    wanted = {"owner": owner, "dimension": dimension, "table": table.removeprefix("standard.")}
    kept = [row for row in rows if all(not value or row[name] == value for name, value in wanted.items())]
    kept.sort(key=lambda row: (-row["failing"], row["table"], row["rule"]))
    return [Broken(entry=known[row["table"]], result=row) for row in kept]


def rule_of(by: Access, table: str, rule: str) -> Broken:
    """One rule of a table, broken or kept. Raises Missing."""
    seen, held = sight(by), lake()
    known = _sources(seen)
    name = table.removeprefix("standard.")
    rows = _rows(held, RESULT) if held else []
    found = next((row for row in rows if (row["table"], row["rule"]) == (name, rule)), None)
    if found is None or name not in known:
        raise missing(Text("没有这条质量规则", "there is no such quality rule"), f"{table} {rule}")
    return Broken(entry=known[name], result=found)


def told(each: Broken, order: Out | None) -> Out:
    """A broken rule in a list, with what is told of the order about it."""
    row = each.result
    return {
        "table": str(each.entry.name),
        "title": each.entry.title,
        "rule": row["rule"],
        "kind": row["kind"],
        "says": Text(row["zh"], row["en"]),
        "dimension": row["dimension"],
        "owner": row["owner"],
        "checked": row["checked"],
        "failing": row["failing"],
        "share": row["share"],
        "severity": row["severity"],
        "order": order,
    }


def reasons(each: Broken) -> list[Out]:
    """Why values of the rule's column are wrong, and how many: of rules that elements and fused entities bring."""
    held = lake()
    if held is None or each.result["kind"] not in ("valid", "believed"):
        return []
    counted = exp.select("element", "reason", "count(*) as found").from_(PROBLEM.tree).where(of_column(each))
    rows = Pipeline(lake=held, scope=COUNTING).fetch(counted.group_by("element", "reason")).to_pylist()
    return [
        {
            "found": row["found"],
            "why": known.text if (known := _REASONS.get((row["element"], row["reason"]))) else _CONFLICT,
            "todo": known.todo if known else None,
        }
        for row in sorted(rows, key=lambda row: (-row["found"], row["reason"]))
    ]


def of_column(each: Broken) -> exp.Expr:
    """The rows of ``quality.problem`` that the rule counted."""
    conflict = exp.column("reason").eq(sql.literal("conflict"))
    return exp.and_(
        sql.column("table").eq(sql.literal(each.result["table"])),
        sql.column("column").eq(sql.literal(each.result["columns"])),
        conflict if each.result["kind"] == "believed" else conflict.not_(),
    )


def rows_of(table: TableName) -> list[Out]:
    """Counts or scores as the last run made them, whoever asks: they say nothing of anybody."""
    held = lake()
    return _rows(held, table) if held else []


def results() -> list[Out]:
    """Every quality rule as the last run counted it."""
    return rows_of(RESULT)


def _sources(seen: Sight | None) -> Mapping[str, TableEntry]:
    """The departments' tables one is told of, by the names of their sources."""
    tables = seen.tables.values() if seen else ()
    return {entry.name.name: entry for entry in tables if entry.name.schema == "standard"}


def _scored(rows: Sequence[Out]) -> Out:
    of = {row["dimension"]: row for row in rows}
    whole = of.get(ALL)
    return {
        "score": whole["score"] if whole else None,
        "rules": whole["rules"] if whole else 0,
        "failing": whole["failing"] if whole else 0,
        "dimensions": [
            {"dimension": name, "score": of[name]["score"] if name in of else None} for name in DIMENSIONS
        ],
    }


def _worst(item: tuple[tuple[str, str], Sequence[Out]]) -> tuple[float, str]:
    """The lowest score first."""
    (_, name), rows = item
    return next((row["score"] for row in rows if row["dimension"] == ALL), 1.0), name


def _trend(held: Lake) -> list[Out]:
    """The city's scores run by run, the oldest first."""
    asked = exp.select("*").from_(TREND.tree).where(exp.column("level").eq(sql.literal(CITY)))
    pipeline = Pipeline(lake=held, scope=COUNTING)
    if not pipeline.exists(TREND):
        return []
    runs: dict[str, list[Out]] = defaultdict(list)
    for row in pipeline.fetch(asked).to_pylist():
        runs[row["run"]].append(row)
    return [{"as_of": rows[0]["as_of"], **_scored(rows)} for _, rows in sorted(runs.items())][-RUNS:]


def _rows(held: Lake, table: TableName) -> list[Out]:
    pipeline = Pipeline(lake=held, scope=COUNTING)
    if not pipeline.exists(table):
        return []
    rows: list[Out] = pipeline.fetch(exp.select("*").from_(table.tree)).to_pylist()
    return rows
