"""The model register as a step: what this run measured of each model, and which figures left their limits."""

from collections.abc import Iterator

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.evaluate.models import FIGURE, MODEL_FIGURE, MODEL_WATCH, Measured, Watch, figures, watched
from shuzhi.packs.known import known_tables
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, ModelEntry, Scenario
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

_READING = Scope(name="run:models", reads=(str(MODEL_WATCH),), writes=())


def model_steps(city: City, marks: Marks) -> list[Step]:
    """Figures of every registered model, by period, and the watch over them."""
    measured = list(_measured(city))
    watches = [
        Watch(
            scenario=scenario.name,
            model=entry.name,
            place=place,
            figure=each.figure,
            method=each.method or method_of(scenario, entry) or "",
            part=each.part,
            keep=each.keep,
            limit=each.limit,
        )
        for scenario in city.scenarios
        for entry in scenario.models
        for place, each in enumerate(entry.watch)
    ]
    made = {MODEL_FIGURE: figures(measured), MODEL_WATCH: watched(watches)}
    builds = [
        Build(table=table, query=query, contract=Contract(columns=PLATFORM[table]))
        for table, query in made.items()
    ]
    read = (*dict.fromkeys(str(each.table) for each in measured), str(MODEL_FIGURE))
    scope = Scope(name="evaluate:models", reads=read, writes=(str(MODEL_FIGURE), str(MODEL_WATCH)))
    return [marks.step("models", Text("模型登记", "the model register"), scope, builds)]


def method_of(scenario: Scenario, entry: ModelEntry) -> str | None:
    """The method its step was told to use; None where the step knows only one."""
    step = next((step for step in scenario.steps if step.output == entry.output), None)
    return str(step.parameters["method"]) if step and "method" in step.parameters else None


def out_of_limits(lake: Lake, city: City) -> list[Problem]:
    """A warning for every watched figure beyond its limit, after a run."""
    out = exp.select("*").from_(MODEL_WATCH.tree).where(sql.parse("state = 'out'"))
    entries = {(scenario.name, entry.name): entry for scenario in city.scenarios for entry in scenario.models}
    reading = Pipeline(lake=lake, scope=_READING)
    rows = reading.fetch(out).to_pylist() if reading.exists(MODEL_WATCH) else []
    found = []
    for row in sorted(rows, key=lambda row: (row["scenario"], row["model"], row["place"])):
        entry = entries[row["scenario"], row["model"]]
        said = f"{row['figure']} {row['value']:.3g}"
        sides = {"above": ("低于", "is below"), "below": ("高于", "is over")}[row["keep"]]
        found.append(
            Problem(
                what=Text(
                    f"模型“{entry.title.zh}”：{said}，{sides[0]} {row['limit']:g}",
                    f"model “{entry.title.en}”: {said} {sides[1]} {row['limit']:g}",
                ),
                where=f"{row['scenario']}/models/{row['model']}",
                why=entry.watch[row["place"]].because,
                todo=Text(
                    f"{entry.owner} 复核；不再可用就改 retires 提前退役",
                    f"{entry.owner} reviews it; where it is of no use, bring retires forward",
                ),
                warning=True,
            )
        )
    return found


def _measured(city: City) -> Iterator[Measured]:
    tables = known_tables(city)
    for scenario in city.scenarios:
        for entry in scenario.models:
            for kind, named in (("figures", entry.figures), ("drift", entry.drift)):
                if named is None:
                    continue
                table = full_name(named)
                yield Measured(
                    scenario=scenario.name,
                    model=entry.name,
                    kind=kind,
                    method=method_of(scenario, entry) if kind == "figures" else None,
                    table=table,
                    parts=tuple(sorted((tables[table] or frozenset()) - set(FIGURE))),
                )
