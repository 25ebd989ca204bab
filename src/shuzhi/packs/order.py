"""In which order a scenario's tables and steps are made: read from the SQL itself."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import TableName, tables_read
from shuzhi.core.text import Text
from shuzhi.packs import workday_macros
from shuzhi.packs.files import StepCall
from shuzhi.packs.platform_tables import WORKDAY
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import RuleFile, Scenario, TableFile


def makers(scenarios: Sequence[Scenario]) -> dict[TableName, TableFile | StepCall]:
    """What makes each scenario table: its SQL file or the step whose output it is."""
    made: dict[TableName, TableFile | StepCall] = {}
    for scenario in scenarios:
        made.update({table.name: table for table in scenario.tables})
        made.update({full_name(step.output): step for step in scenario.steps})
    return made


def reads(maker: TableFile | RuleFile | StepCall) -> set[TableName]:
    """The tables it needs first."""
    if isinstance(maker, StepCall):
        return {full_name(table) for table in maker.inputs.values()}
    return tables_read(maker.query) | ({WORKDAY} if workday_macros.calls(maker.query) else set())


def build_order(scenarios: Sequence[Scenario]) -> list[TableFile | StepCall]:
    """Tables and steps of all scenarios, each after what it reads; otherwise as the folders list them.

    Raises ShuzhiError naming the circle when tables need each other.
    """
    made = makers(scenarios)
    needs = {name: sorted(reads(maker) & made.keys(), key=list(made).index) for name, maker in made.items()}
    circle = circle_in(needs)
    if circle:
        raise ShuzhiError([told(circle, made, scenarios)])
    return [made[name] for name in TopologicalSorter(needs).static_order()]


def circle_in(needs: Mapping[TableName, Sequence[TableName]]) -> list[TableName]:
    """Tables that need each other, in order, beginning with the first by name; empty when there are none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = list(error.args[1])[:-1][::-1]
        start = circle.index(min(circle))
        return circle[start:] + circle[:start]
    return []


def told(
    circle: Sequence[TableName],
    made: Mapping[TableName, TableFile | StepCall],
    scenarios: Sequence[Scenario],
) -> Problem:
    """The circle as a problem, at its first member."""
    path = " → ".join(str(name) for name in (*circle, circle[0]))
    return Problem(
        what=Text(f"表互相依赖：{path}", f"tables need each other: {path}"),
        where=_where(made[circle[0]], scenarios),
        todo=Text(
            "拆出公共部分，断开其中一处引用", "move the shared part to a table of its own to break the circle"
        ),
    )


def _where(maker: TableFile | StepCall, scenarios: Sequence[Scenario]) -> str:
    if isinstance(maker, TableFile):
        return maker.places.at()
    scenario = next(scenario for scenario in scenarios if maker in scenario.steps)
    return scenario.places.at("steps", scenario.steps.index(maker))
