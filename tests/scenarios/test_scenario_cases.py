"""Every scenarios/*/tests/*.yml: given rows of departments' tables, the rule finds what a domain officer expects.

``given``: table of the scenario's sources, or of its Python steps -> rows; a column not told is NULL, and a value told
as a list makes one row of each (payments of several months). Row numbers (``_row``) count from 1 in each table.
``无效值`` stands for quality.problem, ``区划`` for reference.region, ``认定`` for
entity.person_row, ``企业认定`` for entity.company_row, ``企业``, ``关系``, ``地点`` and ``持股环`` for entity.company,
entity.relation, entity.place and entity.ring, ``控制关系`` for entity.control; working days are
those of the official calendar.
``findings``: in order of score, best first; each with its subject, its sentence, the yuan at stake where the rule says
any, and how many rows of each table are its evidence. Where it happened is told by the cases that give a ``区划``
or a ``地点``.
"""

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import yaml
from sqlglot import exp

from shuzhi.act import findings as act
from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.core.sql import TableName
from shuzhi.packs.calendar_file import official_calendar
from shuzhi.packs.files import StepCall
from shuzhi.packs.macros import expanded
from shuzhi.packs.order import build_order
from shuzhi.packs.scenario_reader import full_name, read_scenario
from shuzhi.packs.schema import RuleFile, Scenario
from shuzhi.packs.standards import bound, read_standards
from shuzhi.run.plan_fuse import found_rows

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CASES = sorted(SCENARIOS.glob("*/tests/*.yml"))
PROBLEM = {"table": "VARCHAR", "_batch": "VARCHAR", "_row": "BIGINT", "column": "VARCHAR", "value": "VARCHAR"}
ROW = {"table": "VARCHAR", "column": "VARCHAR", "_batch": "VARCHAR", "_row": "BIGINT"}
PERSON_ROW = {"person": "VARCHAR", "id_card": "VARCHAR", **ROW}
COMPANY = {"company": "VARCHAR", "uscc": "VARCHAR", "name": "VARCHAR"}
RELATION = dict.fromkeys(("l_kind", "l", "r_kind", "r", "relation"), "VARCHAR")
PLACE = {
    **dict.fromkeys(("place", "level", "name", "within", "region"), "VARCHAR"),
    **dict.fromkeys(("longitude", "latitude"), "DOUBLE"),
}  # fmt: skip
APPEARANCE = {**dict.fromkeys(("place", "company", "table", "_batch"), "VARCHAR"), "_row": "BIGINT"}
RING = {"company": "VARCHAR", "ring": "VARCHAR", "companies": "BIGINT", "share": "DOUBLE"}
CONTROL = {**dict.fromkeys(("bloc", "l_kind", "l", "company"), "VARCHAR"), "parties": "BIGINT"}
COMPANY_ROW = {"company": "VARCHAR", "uscc": "VARCHAR", **ROW}
REGION = {"code": "VARCHAR", "name": "VARCHAR", "level": "VARCHAR", "parent": "VARCHAR", "until": "DATE"}
Row = Mapping[str, Any]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_rule_finds_what_its_case_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    scenario = _scenario(path.parents[1])
    found = _findings(scenario, path.stem, case["given"], as_of=case["as_of"])
    if not {"区划", "地点"} & case["given"].keys():
        found = [{name: value for name, value in row.items() if name != "region"} for row in found]
    assert found == case["findings"]


@pytest.mark.parametrize(
    "folder", sorted({path.parents[1] for path in CASES}), ids=lambda folder: folder.name
)
def test_every_rule_has_a_case_with_a_violation_and_something_that_looks_like_one(folder: Path) -> None:
    cases = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("tests/*.yml")
    }
    assert {rule.rule for rule in _scenario(folder).rules} == cases.keys()
    assert [name for name, case in cases.items() if len(case["findings"]) < 2] == []


def _scenario(folder: Path) -> Scenario:
    problems: list[Any] = []
    ((scenario,), _) = bound([read_scenario(folder, problems)], read_standards([folder], problems), problems)
    assert problems == []
    return scenario


def _findings(scenario: Scenario, name: str, given: Mapping[str, Sequence[Row]], *, as_of: date) -> list[Any]:
    """What one rule says of the given rows, by score. Plain DuckDB: nothing here but the scenario's SQL."""
    rule = next(rule for rule in scenario.rules if rule.rule == name)
    with duckdb.connect() as connection:
        connection.execute(
            "create schema standard; create schema quality; create schema reference; create schema entity; "
            "create schema fused"
        )
        connection.execute(f'create schema "{scenario.name}"')
        for source in scenario.sources:
            types = {column: element(found.element).type for column, found in source.columns.items()}
            _fill(
                connection,
                source.standard,
                {**types, "_batch": "VARCHAR", "_row": "BIGINT"},
                given.get(source.name, ()),
            )
        _fill(connection, TableName("quality", "problem"), PROBLEM, given.get("无效值", ()))
        _fill(connection, TableName("entity", "person_row"), PERSON_ROW, given.get("认定", ()))
        _fill(connection, TableName("entity", "company_row"), COMPANY_ROW, given.get("企业认定", ()))
        _fill(connection, TableName("entity", "company"), COMPANY, given.get("企业", ()))
        _fill(connection, TableName("entity", "relation"), RELATION, given.get("关系", ()))
        _fill(connection, TableName("entity", "place"), PLACE, given.get("地点", ()))
        for kind in ("place", "company"):
            _fill(connection, TableName("entity", f"{kind}_appearance"), APPEARANCE, ())
        _fill(connection, TableName("entity", "ring"), RING, given.get("持股环", ()))
        _fill(connection, TableName("entity", "control"), CONTROL, given.get("控制关系", ()))
        _fill(connection, TableName("reference", "region"), REGION, given.get("区划", ()))
        connection.register("workday", official_calendar().table())
        connection.execute("create table reference.workday as select * from workday")
        for source in scenario.sources:
            if source.fused:
                _create(connection, source.fused, found_rows(source).query)
        for table in build_order([scenario]):
            if isinstance(table, StepCall):
                made = full_name(table.output)
                types = {column: element(name).type for column, name in (table.columns or {}).items()}
                _fill(connection, made, types, given.get(made.name, ()))
            else:
                _create(
                    connection, table.name, expanded(table.query, parameters=scenario.parameters, as_of=as_of)
                )
        hits = TableName(scenario.name, name)
        _create(connection, hits, expanded(rule.query, parameters=scenario.parameters, as_of=as_of))
        score = act.score(
            rule.score.base, [_signal(scenario, signal, as_of) for signal in rule.score.signals]
        )
        told = exp.select(
            exp.cast(sql.column(rule.subject), "varchar").as_("subject"),
            act.reason(rule.reason).as_("reason"),
            "*",
        )
        query = told.from_(hits.tree).order_by(exp.Ordered(this=score, desc=True), sql.column(rule.subject))
        rows = connection.execute(sql.text(query)).to_arrow_table().to_pylist()
    return [_told(rule, row) for row in rows]


def _told(rule: RuleFile, row: Row) -> dict[str, Any]:
    amount = {"amount": float(row[rule.amount])} if rule.amount else {}
    region = {"region": row[rule.region]} if rule.region else {}
    return {
        "subject": row["subject"],
        "reason": row["reason"],
        **amount,
        **region,
        "evidence": _evidence(row),
    }


def _signal(scenario: Scenario, signal: Any, as_of: date) -> act.Signal:
    asked = exp.select("1").where(sql.parse(signal.when))
    where = expanded(asked, parameters=scenario.parameters, as_of=as_of).args["where"]
    return act.Signal(when=where.this, weight=signal.weight, because=signal.because)


def _evidence(row: Row) -> dict[str, int]:
    """Evidence column -> number of distinct rows."""
    lists = {name: {ref for ref in value if ref} for name, value in row.items() if isinstance(value, list)}
    return {name: len(refs) for name, refs in lists.items() if refs}


def _fill(
    connection: duckdb.DuckDBPyConnection, table: TableName, types: Mapping[str, str], rows: Sequence[Row]
) -> None:
    told = [one for row in rows for one in _spread(row)]
    assert {name for row in told for name in row} <= types.keys(), f"{table} has no such column"
    numbered = [{"_batch": table.name, "_row": number + 1, **row} for number, row in enumerate(told)]
    schema = pa.schema([(name, pa.string()) for name in types])
    texts = [{name: _text(row.get(name)) for name in types} for row in numbered]
    connection.register("told", pa.Table.from_pylist(texts, schema=schema))
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in types.items())
    connection.execute(f"create table {sql.text(table.tree)} as select {columns} from told")


def _spread(row: Row) -> list[dict[str, Any]]:
    lists = {name: value for name, value in row.items() if isinstance(value, list)}
    return [{**row, **dict(zip(lists, values, strict=True))} for values in itertools.product(*lists.values())]


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _create(connection: duckdb.DuckDBPyConnection, table: TableName, query: exp.Query) -> None:
    connection.execute(f"create table {sql.text(table.tree)} as {sql.text(query)}")
