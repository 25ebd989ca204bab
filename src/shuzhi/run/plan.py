"""A city as a list of steps: the whole loop from landed tables to the judging, each step with its fingerprint."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi import __version__
from shuzhi.act import findings as act
from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.elements import regions
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate import outcomes, precision
from shuzhi.fuse import exact
from shuzhi.govern import quality, standardise
from shuzhi.packs.code import step_function
from shuzhi.packs.files import Rows, StepCall
from shuzhi.packs.macros import expanded
from shuzhi.packs.order import build_order
from shuzhi.packs.platform_tables import PLATFORM, REGION
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, RuleFile, Scenario, Source, TableFile
from shuzhi.run.ledger import Batch, fingerprint
from shuzhi.run.step import Build, Step
from shuzhi.secure.policy import Scope

LandedColumns = Mapping[str, Sequence[str]]
"""Per source, the headers its landed table has."""


@dataclass
class _Marks:
    """Fingerprints of the tables planned so far: a step's own depends on those it reads."""

    of: dict[TableName, str] = field(default_factory=dict)

    def step(self, name: str, title: Text, scope: Scope, builds: Sequence[Build], *also: object) -> Step:
        own = {build.table for build in builds}
        read = {table for build in builds for table in _reads(build)} - own
        parts = [[str(build.table), _told(build), vars(build.contract)] for build in builds]
        mark = fingerprint(
            [__version__, name, parts, also, sorted((str(t), self.of.get(t, "")) for t in read)]
        )
        self.of.update(dict.fromkeys(own, mark))
        return Step(name=name, title=title, scope=scope, builds=tuple(builds), mark=mark)


def plan(city: City, *, batches: Sequence[Batch], landed: LandedColumns, key: str, as_of: date) -> list[Step]:
    """Every step of the loop after landing, in an order in which each finds what it reads."""
    marks = _Marks()
    for source in city.sources:
        held = sorted(batch.batch for batch in batches if batch.source == source.name)
        marks.of[source.landed] = fingerprint([held, list(landed.get(source.name, ()))])
    steps = [_reference(city, marks)]
    steps += [_standard(source, landed.get(source.name, ()), as_of, marks) for source in city.sources]
    steps += _quality(city, marks)
    steps += _entities(city, key, marks)
    steps += _scenarios(city, as_of, marks)
    rules = _rules(city, as_of)
    if rules:
        steps.append(_findings(rules, key, as_of, marks))
        steps += _judging(city, rules, key, marks)
    return steps


def _reference(city: City, marks: _Marks) -> Step:
    table = regions([vars(region) for region in city.regions])
    build = Build(table=REGION, make=lambda _: table)
    scope = Scope(name="run:reference", reads=(), writes=("reference.*",))
    return marks.step("reference", Text("参考数据", "reference data"), scope, [build], table.to_pylist())


def _standard(source: Source, landed: Sequence[str], as_of: date, marks: _Marks) -> Step:
    *dictionaries, (table, query) = standardise.builds(source, landed, as_of=as_of)
    rows = source.rows or Rows(min=0, max=2**62)
    contract = Contract(at_least=rows.min, at_most=rows.max, where=source.places.at())
    builds = [Build(table=name, query=judged, held=True) for name, judged in dictionaries]
    builds.append(Build(table=_problems_of(source), query=quality.problems(source, landed)))
    builds.append(Build(table=table, query=query, contract=contract))
    scope = Scope(
        name=f"govern:{source.name}",
        reads=(str(source.landed), "reference.*"),
        writes=(str(source.standard), str(_problems_of(source)), "dictionary.*"),
    )
    title = Text(f"标准化 {source.title.zh}", f"standardise {source.title.en}")
    return marks.step(f"standard:{source.name}", title, scope, builds)


def _problems_of(source: Source) -> TableName:
    return TableName("problem", source.name)


def _quality(city: City, marks: _Marks) -> list[Step]:
    parts = [
        exp.select(*PLATFORM[quality.PROBLEM]).from_(_problems_of(source).tree) for source in city.sources
    ]
    problem = Build(
        table=quality.PROBLEM,
        query=sql.union_all(parts),
        contract=Contract(columns=PLATFORM[quality.PROBLEM]),
    )
    score = Build(table=quality.SCORE, query=quality.scores(city.sources))
    seen = Scope(name="govern:quality", reads=("problem.*", "standard.*"), writes=("quality.*",))
    return [
        marks.step("quality:problem", Text("不合规的值", "invalid values"), seen, [problem]),
        marks.step("quality:score", Text("质量评分", "quality scores"), seen, [score]),
    ]


def _entities(city: City, key: str, marks: _Marks) -> list[Step]:
    scope = Scope(name="fuse:exact", reads=("standard.*",), writes=("entity.*",))
    steps = []
    for table, kind, identifier in ((exact.PERSON, "person", "id_card"), (exact.COMPANY, "company", "uscc")):
        held_in = [
            (source.standard, name)
            for source in city.sources
            for name, column in source.columns.items()
            if column.element == identifier
        ]
        query = exact.entities(kind, identifier, held_in, key=key)
        contract = Contract(columns=PLATFORM[table], key=(kind,))
        build = Build(table=table, query=query, contract=contract)
        steps.append(
            marks.step(f"entity:{kind}", Text(f"归集实体 {kind}", f"entities: {kind}"), scope, [build])
        )
    return steps


def _scenarios(city: City, as_of: date, marks: _Marks) -> list[Step]:
    owners = {
        id(maker): scenario for scenario in city.scenarios for maker in (*scenario.tables, *scenario.steps)
    }
    steps = []
    for maker in build_order(city.scenarios):
        scenario = owners[id(maker)]
        build, also = (
            _python(scenario, maker) if isinstance(maker, StepCall) else (_table(scenario, maker, as_of), "")
        )
        title = maker.title if isinstance(maker, TableFile) else Text(maker.step, maker.step)
        steps.append(marks.step(f"table:{build.table}", title, _scope(scenario), [build], also))
    for scenario in city.scenarios:
        for rule in scenario.rules:
            build = _hits(scenario, rule, as_of)
            steps.append(marks.step(f"rule:{build.table}", rule.title, _scope(scenario), [build]))
    return steps


def _scope(scenario: Scenario) -> Scope:
    return Scope(
        name=f"scenario:{scenario.name}",
        reads=tuple(map(str, scenario.inputs)),
        writes=(f"{scenario.name}.*",),
    )


def _table(scenario: Scenario, table: TableFile, as_of: date) -> Build:
    contract = Contract(
        columns=table.columns,
        key=table.key,
        not_null=table.not_null,
        at_least=table.rows.min,
        at_most=table.rows.max,
        where=table.places.at(),
    )
    query = expanded(table.query, parameters=scenario.parameters, as_of=as_of)
    return Build(table=table.name, query=query, contract=contract)


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


def _code(function: Callable[..., object]) -> str:
    """The text of the step's module: a step whose code has changed is done again."""
    file = inspect.getsourcefile(function)
    return Path(file).read_text(encoding="utf-8") if file else ""


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


def _rules(city: City, as_of: date) -> list[act.Rule]:
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


def _findings(rules: Sequence[act.Rule], key: str, as_of: date, marks: _Marks) -> Step:
    builds = [
        Build(
            table=act.SIGNAL,
            query=act.signals(rules, key=key),
            contract=Contract(columns=PLATFORM[act.SIGNAL]),
        ),
        Build(
            table=act.EVIDENCE,
            query=act.evidence(rules, key=key),
            contract=Contract(columns=PLATFORM[act.EVIDENCE]),
        ),
        Build(
            table=act.FINDING,
            query=act.findings(rules, as_of=as_of, key=key),
            contract=Contract(
                columns=PLATFORM[act.FINDING], key=("finding",), not_null=("finding", "subject", "reason")
            ),
        ),
    ]
    scope = Scope(name="act:findings", reads=tuple(str(rule.hits) for rule in rules), writes=("finding.*",))
    return marks.step("findings", Text("疑点", "findings"), scope, builds)


def _judging(city: City, rules: Sequence[act.Rule], key: str, marks: _Marks) -> list[Step]:
    sources = [
        outcomes.OutcomeSource(
            scenario=scenario.name,
            table=full_name(told.table),
            subject=told.subject,
            rule=told.rule,
            conclusion=told.conclusion,
            amount=told.amount,
        )
        for scenario in city.scenarios
        if (told := scenario.outcomes)
    ]
    if not sources:
        return []
    kinds = {(rule.scenario, rule.name): rule.subject_kind for rule in rules}
    outcome = Build(
        table=outcomes.OUTCOME,
        query=outcomes.outcomes(sources, kinds, key=key),
        contract=Contract(columns=PLATFORM[outcomes.OUTCOME]),
    )
    taken = Scope(
        name="run:outcomes", reads=tuple(str(source.table) for source in sources), writes=("outcome.*",)
    )
    judged = [
        Build(table=table, query=query, contract=Contract(columns=PLATFORM[table]))
        for table, query in (
            (precision.RULE_PRECISION, precision.rule_precision()),
            (precision.FUNNEL, precision.funnel()),
            (precision.TOP, precision.precision_at()),
        )
    ]
    judge = Scope(name="evaluate", reads=("finding.finding", "outcome.outcome"), writes=("effect.*",))
    return [
        marks.step("outcomes", Text("处理结果", "outcomes"), taken, [outcome]),
        marks.step("effect", Text("评估", "evaluation"), judge, judged),
    ]


def _reads(build: Build) -> set[TableName]:
    return set(build.reads) | (sql.tables_read(build.query) if build.query is not None else set())


def _told(build: Build) -> str:
    return sql.text(build.query) if build.query is not None else ""
