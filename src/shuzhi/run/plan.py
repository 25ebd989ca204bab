"""A city as a list of steps: the whole loop from landed tables to the judging, each step with its fingerprint."""

from collections.abc import Sequence
from datetime import date

from shuzhi.act import findings as act
from shuzhi.core.contract import Contract
from shuzhi.core.elements import regions
from shuzhi.core.text import Text
from shuzhi.packs.outcome_sources import PUBLISHED, collected, problem_table
from shuzhi.packs.platform_tables import PLATFORM, REGION, WORKDAY
from shuzhi.packs.schema import City
from shuzhi.run.ledger import Batch, Done
from shuzhi.run.plan_fuse import conflict_tables, fuse_steps
from shuzhi.run.plan_history import history_steps
from shuzhi.run.plan_judging import acted_steps, judging_steps, work_steps
from shuzhi.run.plan_models import model_steps
from shuzhi.run.plan_quality import quality_steps, result_steps
from shuzhi.run.plan_scenarios import rules_of, scenario_steps
from shuzhi.run.plan_standard import LandedColumns, standard_steps
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope


def plan(
    city: City, *, batches: Sequence[Batch], landed: LandedColumns, done: Done, key: str, as_of: date
) -> list[Step]:
    """Every step of the loop after landing, in an order in which each finds what it reads."""
    marks = Marks()
    sources = [source for source, _ in collected(city)]
    steps = [_reference(city, marks), _workdays(city, marks)]
    steps += standard_steps(sources, batches=batches, landed=landed, as_of=as_of, done=done, marks=marks)
    steps += acted_steps(marks)
    steps += fuse_steps(city, key=key, as_of=as_of, marks=marks)
    conflicts = conflict_tables(city)
    steps += quality_steps(sources, [*map(problem_table, PUBLISHED), *conflicts], as_of, marks)
    steps += history_steps(city.sources, batches, as_of, marks)
    steps += result_steps(city.sources, batches, conflicts, as_of, marks)
    steps += scenario_steps(city, as_of, marks)
    rules = rules_of(city, as_of)
    if rules:
        steps.append(_findings(rules, key, as_of, marks))
        steps += judging_steps(city, rules, key, as_of, marks)
    return [*steps, *model_steps(city, marks), *work_steps(marks)]


def _reference(city: City, marks: Marks) -> Step:
    table = regions([vars(region) for region in city.regions])
    build = Build(table=REGION, make=lambda _: table)
    scope = Scope(name="run:reference", reads=(), writes=("reference.*",))
    return marks.step("reference", Text("参考数据", "reference data"), scope, [build], table.to_pylist())


def _workdays(city: City, marks: Marks) -> Step:
    build = Build(table=WORKDAY, make=lambda _: city.calendar.table())
    scope = Scope(name="run:reference", reads=(), writes=("reference.*",))
    title = Text("工作日历", "the calendar of working days")
    return marks.step("workdays", title, scope, [build], city.calendar.mark)


def _findings(rules: Sequence[act.Rule], key: str, as_of: date, marks: Marks) -> Step:
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
