"""What desk.yml names against the scenario: its tables, their columns, its steps."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_query import Reading, table_problem, unknown_column
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.desk_file import STEP_OF
from shuzhi.packs.known import Columns
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import Desk, Scenario


def check_desk(desk: Desk, scenario: Scenario, tables: Mapping[TableName, Columns]) -> Iterator[Problem]:
    """Tables are declared and have the columns named; steps are of the kind that can be asked at a desk."""
    reading = Reading(query=exp.Select(), places=scenario.places, scenario=scenario, tables=tables)
    for field, part in (("messages", desk.messages), ("replies", desk.replies)):
        if part is None or field in desk.places.lost:
            continue
        table = full_name(part.table)
        problem = table_problem(reading, table, where=desk.places.at(field, "table"))
        if problem is not None:
            yield problem
            continue
        known = tables[table]
        for key, column in vars(part).items():
            if key not in ("table", "within") and known is not None and column not in known:
                yield unknown_column(column, known, desk.places.at(field, key))
    within = desk.replies.within if desk.replies else None
    if within is not None and within not in scenario.parameters and "parameters" not in scenario.places.lost:
        yield Problem(
            what=Text(f"没有参数“{within}”", f"there is no parameter “{within}”"),
            where=desk.places.at("replies", "within"),
            todo=did_you_mean(
                within,
                list(scenario.parameters),
                otherwise=Text("在 parameters/ 里声明", "declare it in parameters/"),
            ),
        )
    for field, step in STEP_OF.items():
        named = getattr(desk, field)
        made = [call.output for call in scenario.steps if call.step == step]
        if named is not None and named not in made and "steps" not in scenario.places.lost:
            there = listed(made) or "—"
            yield Problem(
                what=Text(
                    f"“{named}”不是 {step} 步骤的产出", f"“{named}” is not the output of a {step} step"
                ),
                where=desk.places.at(field),
                todo=did_you_mean(
                    named, made, otherwise=Text(f"该步骤的产出：{there}", f"outputs of that step: {there}")
                ),
            )


def tables_of(desk: Desk | None) -> set[TableName]:
    """The tables that the desk itself reads."""
    parts = (desk.messages, desk.replies) if desk else ()
    return {full_name(part.table) for part in parts if part}
