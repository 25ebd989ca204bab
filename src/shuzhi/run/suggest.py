"""What a desk's suggester learns from: the tables and parameters of a scenario, as its desk.yml names them."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from shuzhi.analyse.similar import Message
from shuzhi.analyse.suggest import Lessons, Suggester, learn
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.packs.desk_file import STEP_OF
from shuzhi.packs.files import StepCall
from shuzhi.packs.platform_tables import REGION
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, Scenario
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope


def desk_scenario(city: City) -> Scenario | None:
    """The first scenario that says how a desk is helped, if any does."""
    return next((scenario for scenario in city.scenarios if scenario.desk is not None), None)


def lessons(lake: Lake, scenario: Scenario) -> Lessons | None:
    """What the lake has for the scenario's desk. None while a table of it is missing: no run has made it yet."""
    desk = scenario.desk
    if desk is None:
        return None
    calls = {field: _call(scenario, field) for field in STEP_OF}
    messages = full_name(desk.messages.table)
    labelled = _input(calls["category"], "labelled")
    regions = _input(calls["place"], "regions")
    needed = {table for table in (messages, labelled, regions) if table is not None} | {REGION}
    pipeline = Pipeline(lake=lake, scope=Scope(name="ops:desk", reads=tuple(map(str, needed)), writes=()))
    if not needed <= pipeline.tables():
        return None
    told = Lessons(
        messages=_rows(pipeline, messages, (desk.messages.title, desk.messages.body)),
        title=desk.messages.title,
        body=desk.messages.body,
        labelled=_rows(pipeline, labelled, ("*",)) if labelled else None,
        classify=_parameters(calls["category"]),
        department=_parameters(calls["department"]),
    )
    if regions is None:
        return told
    named = _rows(pipeline, regions, ("code", "name", "level"))
    every = _rows(pipeline, REGION, ("code", "name", "level", "parent", "until"))
    return Lessons(**{**vars(told), "regions": named, "coded": _within(every, named)})


def fit(learnt_from: Lessons, open_messages: Sequence[Message]) -> Suggester:
    """The suggester, with the messages that are open now. It takes seconds to a minute: for a process of its own."""
    suggester = learn(learnt_from)
    suggester.open.add(open_messages)
    return suggester


def _call(scenario: Scenario, field: str) -> StepCall | None:
    output = getattr(scenario.desk, field)
    made = (call for call in scenario.steps if call.step == STEP_OF[field] and call.output == output)
    return next(made, None) if output is not None else None


def _input(call: StepCall | None, name: str) -> TableName | None:
    return full_name(call.inputs[name]) if call is not None and name in call.inputs else None


def _parameters(call: StepCall | None) -> Mapping[str, object] | None:
    return call.parameters if call is not None else None


def _rows(pipeline: Pipeline, table: TableName, columns: tuple[str, ...]) -> pa.Table:
    outputs = [exp.Star() if name == "*" else sql.column(name) for name in columns]
    return pipeline.fetch(exp.select(*outputs).from_(table.tree))


def _within(every: pa.Table, named: pa.Table) -> pa.Table:
    """The regions in force that lie in one of those named: their towns and villages too."""
    alive = every.filter(pc.is_null(every["until"])).drop_columns(["until"])
    codes = pc.cast(alive["code"], pa.string())
    within = pc.is_in(codes, value_set=pc.cast(named["code"], pa.string()).combine_chunks())
    counties = pa.array([code for code in named["code"].to_pylist() if code[4:6] != "00"], pa.string())
    below = pc.is_in(pc.utf8_slice_codeunits(codes, 0, 6), value_set=counties)
    return alive.filter(pc.or_(within, below))
