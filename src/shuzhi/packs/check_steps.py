"""Calls of Python steps: the step exists, reads what it may, and writes into its own scenario."""

import ast
from collections.abc import Iterator, Mapping

from sqlglot import exp

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_query import Reading, table_problem
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.known import Columns
from shuzhi.packs.scenario_reader import full_name, shown
from shuzhi.packs.schema import Scenario
from shuzhi.packs.steps import STEPS

FACADE = "shuzhi.packs.api"


def check_steps(scenario: Scenario, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Every step named in scenario.yml, and the imports of steps.py."""
    own, problems = _own_steps(scenario)
    yield from problems
    reading = Reading(query=exp.Select(), places=scenario.places, scenario=scenario, tables=tables)
    made = {table.name for table in scenario.tables}
    answering = {call.output for siting in scenario.sitings for call in siting.calls(scenario.name)}
    for place, call in enumerate(each for each in scenario.steps if each.output not in answering):
        at = scenario.places.at
        known = sorted({*STEPS, *(own or ())})
        if own is not None and call.step not in known:
            there = listed(known) or "—"
            yield Problem(
                what=Text(f"没有步骤“{call.step}”", f"there is no step “{call.step}”"),
                where=at("steps", place, "step"),
                todo=did_you_mean(call.step, known, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )
        for argument, table in call.inputs.items():
            problem = table_problem(reading, full_name(table), where=at("steps", place, "inputs", argument))
            if problem is not None:
                yield problem
        output = full_name(call.output)
        if output.schema != scenario.name:
            yield Problem(
                what=Text(
                    f"步骤只能写入本场景：“{output}”", f"a step writes to its own scenario only: “{output}”"
                ),
                where=at("steps", place, "output"),
                todo=Text(f"写成 {scenario.name}.{output.name}", f"write {scenario.name}.{output.name}"),
            )
        if output in made:
            yield Problem(
                what=Text(f"“{output}”已由别处产出", f"“{output}” is made elsewhere already"),
                where=at("steps", place, "output"),
                todo=Text("换一个表名", "use another name"),
            )
        made.add(output)


def _own_steps(scenario: Scenario) -> tuple[list[str] | None, list[Problem]]:
    """Public functions of the scenario's steps.py, read without running it."""
    path = scenario.folder / "steps.py"
    if not path.is_file():
        return [], []
    file = shown(path)
    try:
        module = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        reason = str(getattr(error, "msg", error))
        return None, [
            Problem(
                what=Text("steps.py 无法读取", "steps.py cannot be read"),
                where=f"{file}:{getattr(error, 'lineno', None) or 1}",
                why=Text(reason, reason),
                todo=Text("改正 Python 语法", "mend the Python"),
            )
        ]
    steps = [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    return steps, [
        Problem(
            what=Text(
                f"steps.py 只能从平台导入 {FACADE}", f"steps.py imports {FACADE} only from the platform"
            ),
            where=f"{file}:{line}",
            why=Text(f"导入了 {name}", f"it imports {name}"),
            todo=Text(f"改为 from {FACADE} import …", f"write from {FACADE} import …"),
        )
        for name, line in _imports(module)
        if name.split(".")[0] == "shuzhi" and name != FACADE
    ]


def _imports(module: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
