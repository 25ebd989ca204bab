"""The model register as pages show it: what the files say of each model, and what the last run measured of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.models import MODEL_FIGURE, MODEL_WATCH
from shuzhi.evaluate.precision import RULE_PRECISION
from shuzhi.evaluate.work import FUNNEL_BY
from shuzhi.ops.catalogue.queries import sight
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import missing
from shuzhi.ops.findings.rules import rule_title
from shuzhi.ops.lake import lake, last_run
from shuzhi.ops.people.access import Access
from shuzhi.packs.check_models import rules_on
from shuzhi.packs.order import makers, reads
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import ModelEntry, Scenario
from shuzhi.run.plan_models import method_of
from shuzhi.run.read import desk

Row = dict[str, Any]
SOON = timedelta(days=30)
"""So long before it retires a model is to be reviewed."""


def register(by: Access) -> list[Row]:
    """Every registered model: what the files say is nobody's secret; how its watched figures stand, where granted."""
    return [_entry(by, scenario, entry) for scenario, entry in _entries()]


def model(by: Access, scenario: str, name: str) -> Row:
    """One model with its figures, its data, the rules on it and what came of their findings. Raises Missing."""
    found = next((each for each in _entries() if (each[0].name, each[1].name) == (scenario, name)), None)
    if found is None:
        raise missing(Text("没有登记这个模型", "no such model is registered"), f"model:{scenario}/{name}")
    of, entry = found
    run = last_run(held) if (held := lake()) else None
    return {
        **_entry(by, of, entry),
        "purpose": entry.purpose,
        "data": list(entry.data),
        "measured": entry.measured,
        "impact": entry.impact,
        "appeals": entry.appeals,
        "question": of.question,
        "harm": of.harm,
        "step": next(step.step for step in of.steps if step.output == entry.output),
        "method": method_of(of, entry),
        "run": run.finished if run else None,
        "tables": _tables(by, of, entry),
        "figures": _of_model(by, MODEL_FIGURE, of, name),
        "watched": _watched(by, of, entry),
        "rules": [_rule(by, of, rule) for rule in rules_on(of, entry.output)],
    }


def _entries() -> Iterator[tuple[Scenario, ModelEntry]]:
    return ((scenario, entry) for scenario in city().scenarios for entry in scenario.models)


def _entry(by: Access, of: Scenario, entry: ModelEntry) -> Row:
    watched = _watched(by, of, entry)
    return {
        "scenario": of.name,
        "scenario_title": of.title,
        "model": entry.name,
        "title": entry.title,
        "output": entry.output,
        "owner": entry.owner,
        "registered": entry.registered,
        "reviewed": entry.reviewed,
        "retires": entry.retires,
        "state": state_of(entry, today()),
        "rules_on": len(rules_on(of, entry.output)),
        "watching": len(entry.watch),
        "out": None if watched is None else sum(each["state"] == "out" for each in watched),
    }


def state_of(entry: ModelEntry, day: date) -> str:
    """in_use, review (it retires soon) or retired."""
    if entry.retires <= day:
        return "retired"
    return "review" if entry.retires - SOON <= day else "in_use"


def _watched(by: Access, of: Scenario, entry: ModelEntry) -> list[Row] | None:
    """What is watched, as the last run found it. None where the user's grants do not give it."""
    if not entry.watch:
        return []
    rows = _of_model(by, MODEL_WATCH, of, entry.name)
    if rows is None:
        return None
    # The files may have been changed since the run: what is watched now is told, with what was measured of it.
    found = {(row["figure"], row["part"], row["keep"], row["limit"]): row for row in rows}
    told = [(each, found.get((each.figure, each.part, each.keep, each.limit))) for each in entry.watch]
    return [{**row, "because": each.because} for each, row in told if row is not None]


def _rule(by: Access, of: Scenario, rule: str) -> Row:
    """What became of the findings of a rule that rests on the model: None where it is not granted."""
    worth = _rows(by, RULE_PRECISION, of, rule=rule)
    months = _rows(by, FUNNEL_BY["rule"], of, rule=rule)
    return {
        "rule": rule,
        "title": rule_title(of.name, rule),
        "worth": worth[0] if worth else None,
        "months": sorted(months, key=lambda row: str(row["month"])) if months is not None else None,
    }


def _tables(by: Access, of: Scenario, entry: ModelEntry) -> list[Row]:
    """The departments' tables it rests on, with how much has come and when last; those one is told of."""
    seen = sight(by)
    told = seen.tables if seen else {}
    return [
        {
            "table": name,
            "title": told[name].title,
            "owner": told[name].about["owner"],
            "rows": told[name].about["rows"],
            "arrived": told[name].about["arrived"],
        }
        for name in map(str, _sources(of, entry))
        if name in told
    ]


def _sources(of: Scenario, entry: ModelEntry) -> Sequence[TableName]:
    """Tables the model's output is made of that no step of its scenario makes."""
    made = makers([of])
    seen: set[TableName] = set()
    open_ = [full_name(entry.output)]
    while open_:
        table = open_.pop()
        if table not in seen:
            seen.add(table)
            open_ += sorted(reads(made[table])) if table in made else []
    return sorted(seen - made.keys())


def _of_model(by: Access, table: TableName, of: Scenario, model: str) -> list[Row] | None:
    return _rows(by, table, of, model=model)


def _rows(by: Access, table: TableName, of: Scenario, **is_: str) -> list[Row] | None:
    """The scenario's rows of a table of judgements. None where no grant gives it, or no run has made it yet."""
    held = lake()
    if held is None:
        return None
    asked = {"scenario": of.name, **is_}
    mine = exp.and_(*[sql.column(name).eq(sql.literal(value)) for name, value in asked.items()])
    try:
        at = desk(held, city(), by.reader(of.purpose.name), today())
        return at.rows(exp.select("*").from_(table.tree).where(mine))
    except ShuzhiError:
        return None
