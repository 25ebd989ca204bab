"""A city as a list of steps: the whole loop from landed tables to the judging, each step with its fingerprint."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from shuzhi.act import findings as act
from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.elements import regions
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import exact
from shuzhi.govern import quality, standardise
from shuzhi.packs.files import Rows
from shuzhi.packs.outcome_sources import PUBLISHED, collected, problem_table
from shuzhi.packs.platform_tables import PLATFORM, REGION, WORKDAY
from shuzhi.packs.schema import City, Source
from shuzhi.run.ledger import Batch, fingerprint
from shuzhi.run.plan_judging import acted_steps, judging_steps, work_steps
from shuzhi.run.plan_scenarios import rules_of, scenario_steps
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

LandedColumns = Mapping[str, Sequence[str]]
"""Per source, the headers its landed table has."""


def plan(city: City, *, batches: Sequence[Batch], landed: LandedColumns, key: str, as_of: date) -> list[Step]:
    """Every step of the loop after landing, in an order in which each finds what it reads."""
    marks = Marks()
    sources = [source for source, _ in collected(city)]
    for source in sources:
        held = sorted(batch.batch for batch in batches if batch.source == source.name)
        marks.of[source.landed] = fingerprint([held, list(landed.get(source.name, ()))])
    steps = [_reference(city, marks), _workdays(city, marks)]
    steps += [_standard(source, landed.get(source.name, ()), as_of, marks) for source in sources]
    steps += acted_steps(marks)
    steps += _quality(sources, marks)
    steps += _entities(city, key, marks)
    steps += scenario_steps(city, as_of, marks)
    rules = rules_of(city, as_of)
    if rules:
        steps.append(_findings(rules, key, as_of, marks))
        steps += judging_steps(city, rules, key, as_of, marks)
    return [*steps, *work_steps(marks)]


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


def _standard(source: Source, landed: Sequence[str], as_of: date, marks: Marks) -> Step:
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


def _quality(sources: Sequence[Source], marks: Marks) -> list[Step]:
    told = [*(_problems_of(source) for source in sources), *map(problem_table, PUBLISHED)]
    parts = [exp.select(*PLATFORM[quality.PROBLEM]).from_(table.tree) for table in told]
    problem = Build(
        table=quality.PROBLEM,
        query=sql.union_all(parts),
        contract=Contract(columns=PLATFORM[quality.PROBLEM]),
    )
    score = Build(table=quality.SCORE, query=quality.scores(sources))
    seen = Scope(name="govern:quality", reads=("problem.*", "standard.*"), writes=("quality.*",))
    return [
        marks.step("quality:problem", Text("不合规的值", "invalid values"), seen, [problem]),
        marks.step("quality:score", Text("质量评分", "quality scores"), seen, [score]),
    ]


def _entities(city: City, key: str, marks: Marks) -> list[Step]:
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
