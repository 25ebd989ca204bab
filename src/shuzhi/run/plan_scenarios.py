"""A city's scenarios as steps: their tables, their Python, their rules."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi.act import findings as act
from shuzhi.analyse import nearby
from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.code import step_function
from shuzhi.packs.files import StepCall
from shuzhi.packs.macros import expanded
from shuzhi.packs.order import build_order
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, RuleFile, Scenario, TableFile
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope


def scenario_steps(city: City, as_of: date, marks: Marks) -> list[Step]:
    """Every scenario's tables and Python steps, each after what it reads; then every rule's hits."""
    owners = {
        id(maker): scenario for scenario in city.scenarios for maker in (*scenario.tables, *scenario.steps)
    }
    steps = []
    for maker in build_order(city.scenarios):
        scenario = owners[id(maker)]
        build, also = (
            _python(scenario, maker)
            if isinstance(maker, StepCall)
            else (_table(scenario, maker, as_of, _order(city, maker.name)), "")
        )
        title = maker.title if isinstance(maker, TableFile) else Text(maker.step, maker.step)
        steps.append(marks.step(f"table:{build.table}", title, _scope(scenario), [build], also, waits=True))
    for scenario in city.scenarios:
        for rule in scenario.rules:
            build = _hits(scenario, rule, as_of)
            steps.append(marks.step(f"rule:{build.table}", rule.title, _scope(scenario), [build], waits=True))
    return steps


def _scope(scenario: Scenario) -> Scope:
    return Scope(
        name=f"scenario:{scenario.name}",
        reads=tuple(map(str, scenario.inputs)),
        writes=(f"{scenario.name}.*",),
    )


def _order(city: City, table: TableName) -> tuple[exp.Expr, ...]:
    """A table that a layer of the map shows lies by month and place; any other as it comes."""
    for scenario in city.scenarios:
        for layer in scenario.layers:
            if full_name(layer.table) == table and layer.longitude and layer.latitude:
                return tuple(nearby.order_of(layer.longitude, layer.latitude, layer.time))
    return ()


def _table(scenario: Scenario, table: TableFile, as_of: date, order: tuple[exp.Expr, ...]) -> Build:
    contract = Contract(
        columns=table.columns,
        key=table.key,
        not_null=table.not_null,
        at_least=table.rows.min,
        at_most=table.rows.max,
        where=table.places.at(),
    )
    query = expanded(table.query, parameters=scenario.parameters, as_of=as_of)
    return Build(table=table.name, query=query, contract=contract, named=not table.kept, order=order)


def _python(scenario: Scenario, call: StepCall) -> tuple[Build, object]:
    function = step_function(call.step, scenario.folder)
    inputs = {name: full_name(table) for name, table in call.inputs.items()}

    def make(tables: Mapping[TableName, pa.Table]) -> pa.Table:
        return function({name: tables[table] for name, table in inputs.items()}, call.parameters)

    contract = Contract(
        columns=call.columns or {},
        at_least=call.rows.min if call.rows else None,
        at_most=call.rows.max if call.rows else None,
        where=scenario.places.at("steps"),
    )
    build = Build(table=full_name(call.output), make=make, reads=tuple(inputs.values()), contract=contract)
    return build, [_code(function), call.parameters]


def _code(function: Callable[..., object]) -> list[str]:
    """The text of the step's module and its neighbours: a step whose code has changed is done again."""
    file = inspect.getsourcefile(function)
    neighbours = sorted(Path(file).parent.glob("*.py")) if file else []
    return [path.read_text(encoding="utf-8") for path in neighbours]


def _hits(scenario: Scenario, rule: RuleFile, as_of: date) -> Build:
    identity = (rule.subject, *rule.identity)
    contract = Contract(
        key=identity,
        not_null=(rule.subject,),
        at_least=rule.rows.min,
        at_most=rule.rows.max,
        where=rule.places.at(),
    )
    query = expanded(rule.query, parameters=scenario.parameters, as_of=as_of)
    return Build(table=TableName(scenario.name, rule.rule), query=query, contract=contract)


def rules_of(city: City, as_of: date) -> list[act.Rule]:
    """The rules as the act stage knows them: where their hits are, and how hits are scored and told."""
    return [
        act.Rule(
            scenario=scenario.name,
            name=rule.rule,
            hits=TableName(scenario.name, rule.rule),
            subject_kind=rule.subject_kind,
            subject=rule.subject,
            identity=rule.identity,
            reason=rule.reason,
            clause=rule.clause,
            base=rule.score.base,
            signals=tuple(_signals(scenario, rule, as_of)),
            evidence=tuple(_evidence_columns(rule.query)),
            region=rule.region,
            point=rule.point,
            amount=rule.amount,
        )
        for scenario in city.scenarios
        for rule in scenario.rules
    ]


def _signals(scenario: Scenario, rule: RuleFile, as_of: date) -> list[act.Signal]:
    """Signals with the macros of their conditions expanded: a condition is expanded as the WHERE of a query."""
    found = []
    for signal in rule.score.signals:
        asked = exp.select("1").where(sql.parse(signal.when, rule.places.at()))
        where = expanded(asked, parameters=scenario.parameters, as_of=as_of).args["where"]
        found.append(act.Signal(when=where.this, weight=signal.weight, because=signal.because))
    return found


def _evidence_columns(query: exp.Query) -> list[str]:
    """Outputs made by ``evidence()``, there or further in under the same name."""
    made = {
        alias.alias
        for alias in query.find_all(exp.Alias)
        if isinstance(alias.this, exp.Anonymous) and alias.this.name.lower() == "evidence"
    }
    return [output.alias_or_name for output in query.selects if output.alias_or_name in made]
