"""The judging as steps: what people did, what they concluded, what the rules and the work were worth."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from shuzhi.act import findings as act
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate import acted, advice, outcomes, precision, work
from shuzhi.packs.macros import value_on
from shuzhi.packs.outcome_sources import PUBLISHED, problem_table
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

BYS: tuple[work.By, ...] = ("rule", "department")


def acted_steps(marks: Marks) -> list[Step]:
    """What the ops side publishes, checked: rows that count, and the others among the problems."""
    steps = []
    for table, (kind, source) in PUBLISHED.items():
        contract = Contract(columns=kind.columns, key=(kind.key,), not_null=(kind.key,))
        builds = [
            Build(table=problem_table(table), query=acted.uncounted(kind, source.standard, table)),
            Build(table=table, query=acted.counted(kind, source.standard), contract=contract),
        ]
        scope = Scope(
            name=f"evaluate:{source.name}",
            reads=(str(source.standard),),
            writes=(str(table), str(problem_table(table))),
        )
        steps.append(marks.step(f"outcome:{table.name}", source.title, scope, builds))
    return steps


def judging_steps(city: City, rules: Sequence[act.Rule], key: str, as_of: date, marks: Marks) -> list[Step]:
    """What people concluded of the rules' findings, what the rules were worth, what their thresholds should be."""
    sources = _declared(city)
    kinds = {(rule.scenario, rule.name): rule.subject_kind for rule in rules}
    outcome = Build(
        table=outcomes.OUTCOME,
        query=outcomes.outcomes(sources, kinds, key=key),
        contract=Contract(columns=PLATFORM[outcomes.OUTCOME], key=("scenario", "rule", "subject")),
    )
    taken = Scope(
        name="run:outcomes",
        reads=(str(acted.DECISION), *(str(source.table) for source in sources)),
        writes=(str(outcomes.OUTCOME),),
    )
    judged = {
        precision.RULE_PRECISION: precision.rule_precision(),
        precision.FUNNEL: precision.funnel(),
        precision.TOP: precision.precision_at(),
        **{work.FUNNEL_BY[by]: work.funnel_by(by) for by in BYS},
    }
    thresholds = _thresholds(city, rules, as_of)
    advised = {advice.RULE_ADVICE: advice.advice(thresholds, key=key)}
    read = ("finding.finding", "outcome.*")
    return [
        marks.step("outcomes", Text("处理结果", "outcomes"), taken, [outcome]),
        marks.step("effect", Text("评估", "evaluation"), _judge(read), _builds(judged)),
        marks.step(
            "advice",
            Text("规则建议", "advice on rules"),
            _judge((*read, *(str(threshold.hits) for threshold in thresholds))),
            _builds(advised),
        ),
    ]


def work_steps(marks: Marks) -> list[Step]:
    """How people worked; needs no rules, for there are orders without."""
    made = {work.WORK[by]: work.work(by) for by in BYS} | {
        work.DISMISSAL[by]: work.dismissals(by) for by in BYS
    }
    return [marks.step("work", Text("办理情况", "work"), _judge(("outcome.*",)), _builds(made))]


def _judge(reads: tuple[str, ...]) -> Scope:
    return Scope(name="evaluate", reads=reads, writes=("effect.*",))


def _builds(made: Mapping[TableName, exp.Query]) -> list[Build]:
    return [
        Build(table=table, query=query, contract=Contract(columns=PLATFORM[table]))
        for table, query in made.items()
    ]


def _declared(city: City) -> list[outcomes.OutcomeSource]:
    return [
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


def _thresholds(city: City, rules: Sequence[act.Rule], as_of: date) -> list[advice.Threshold]:
    known = {(rule.scenario, rule.name): rule for rule in rules}
    found = []
    for scenario in city.scenarios:
        for file in scenario.rules:
            rule = known[scenario.name, file.rule]
            for declared in file.thresholds:
                current = value_on(scenario.parameters[declared.parameter].values, as_of)
                assert isinstance(current, int | float), "checked when the city was loaded"
                found.append(
                    advice.Threshold(
                        scenario=scenario.name,
                        rule=file.rule,
                        hits=rule.hits,
                        identity=(rule.subject, *rule.identity),
                        parameter=declared.parameter,
                        column=declared.column,
                        direction=declared.direction,
                        current=current,
                    )
                )
    return found
