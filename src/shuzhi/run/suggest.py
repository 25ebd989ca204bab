"""What helps at a desk: learnt from the tables and parameters of a scenario, as its desk.yml names them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from shuzhi.analyse.reply_draft import Answered, Drafter, learn_drafts
from shuzhi.analyse.reply_quality import ReplyJudge, learn_replies
from shuzhi.analyse.similar import Message
from shuzhi.analyse.suggest import Lessons, Suggester, learn
from shuzhi.core import sql
from shuzhi.core.errors import Refused
from shuzhi.core.sql import TableName
from shuzhi.packs.desk_file import STEP_OF
from shuzhi.packs.files import StepCall
from shuzhi.packs.loader import load_city
from shuzhi.packs.platform_tables import REGION
from shuzhi.packs.scenario_reader import full_name
from shuzhi.packs.schema import City, Scenario
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.permit import Permit, permit
from shuzhi.secure.policy import Reader, Scope


def lessons(lake: Lake, scenario: Scenario) -> Lessons | None:
    """What the lake has for the scenario's desk. None while a table of it is missing: no run has made it yet."""
    told_by = scenario.desk
    if told_by is None:
        return None
    calls = {field: _call(scenario, field) for field in STEP_OF}
    messages = full_name(told_by.messages.table)
    labelled = _input(calls["category"], "labelled")
    regions = _input(calls["place"], "regions")
    needed = {table for table in (messages, labelled, regions) if table is not None} | {REGION}
    pipeline = Pipeline(lake=lake, scope=Scope(name="ops:desk", reads=tuple(map(str, needed)), writes=()))
    if not needed <= pipeline.tables():
        return None
    told = Lessons(
        messages=_rows(pipeline, messages, (told_by.messages.title, told_by.messages.body)),
        title=told_by.messages.title,
        body=told_by.messages.body,
        labelled=_rows(pipeline, labelled, ("*",)) if labelled else None,
        classify=_parameters(calls["category"]),
        department=_parameters(calls["department"]),
    )
    if regions is None:
        return told
    named = _rows(pipeline, regions, ("code", "name", "level"))
    every = _rows(pipeline, REGION, ("code", "name", "level", "parent", "until"))
    return Lessons(**{**vars(told), "regions": named, "coded": _within(every, named)})


@dataclass(frozen=True)
class Learnt:
    """What helps at a desk. ``judge`` and ``drafter`` are None where nothing has been answered yet."""

    suggester: Suggester
    judge: ReplyJudge | None
    drafter: Drafter | None


def learn_desk(folder: Path, answered_here: Sequence[Answered], open_messages: Sequence[Message]) -> Learnt:
    """Learnt from the city's lake, from replies the desk itself has sent, and with the messages open now.

    It takes seconds to a minute, all of a core: for a process of its own. Raises LookupError while the lake lacks a
    table that desk.yml names.
    """
    city = load_city(folder)
    scenario = city.desk_scenario
    if scenario is None:
        raise LookupError("no scenario of the city has a desk")
    with lake_of(city, read_only=True) as lake:
        learnt_from = lessons(lake, scenario)
        replies = [*answered(lake, scenario), *answered_here]
    if learnt_from is None:
        raise LookupError("the lake lacks a table that desk.yml names")
    return fit(learnt_from, replies, open_messages)


def fit(learnt_from: Lessons, answered: Sequence[Answered], open_messages: Sequence[Message]) -> Learnt:
    """Learnt from the lake and from replies, with the messages that are open now."""
    suggester = learn(learnt_from)
    suggester.open.add(open_messages)
    if not answered:
        return Learnt(suggester, None, None)
    judge = learn_replies([told.message for told in answered], [told.reply for told in answered])
    return Learnt(suggester, judge, learn_drafts(answered, suggester.open.finder))


def answered(lake: Lake, scenario: Scenario) -> list[Answered]:
    """Every earlier message of the scenario's desk that has a reply."""
    replies = scenario.desk.replies if scenario.desk else None
    if replies is None:
        return []
    table = full_name(replies.table)
    pipeline = Pipeline(lake=lake, scope=Scope(name="ops:desk", reads=(str(table),), writes=()))
    if table not in pipeline.tables():
        return []
    columns = (replies.id, replies.title, replies.body, replies.reply, replies.replied)
    rows = _rows(pipeline, table, columns).to_pylist()
    return [
        Answered(
            Message(str(row[replies.id]), row[replies.title] or "", row[replies.body] or ""),
            row[replies.reply],
            row[replies.replied],
        )
        for row in rows
        if row[replies.reply] and row[replies.replied]
    ]


def readable_replies(
    lake: Lake, city: City, scenario: Scenario, reader: Reader, ids: Collection[str], today: date
) -> set[str]:
    """Of these earlier replies those that the reader is given as they are, for the scenario's purpose."""
    replies = scenario.desk.replies if scenario.desk else None
    if replies is None or not ids:
        return set()
    table = full_name(replies.table)
    at = desk(lake, city, reader, today)
    found = permit(at.policy, reader, table, today)
    if not isinstance(found, Permit) or any(
        found.levels.get(column) != "none" for column in (replies.id, replies.reply)
    ):
        return set()
    told = sql.column(replies.id).isin(*[sql.literal(each) for each in sorted(ids)])
    query = exp.select(sql.column(replies.id), sql.column(replies.reply)).from_(table.tree).where(told)
    try:
        rows = at.rows(query)
    except Refused:
        return set()
    return {str(row[replies.id]) for row in rows if row[replies.reply]}


def _call(scenario: Scenario, field: str) -> StepCall | None:
    output = getattr(scenario.desk, field)
    made = (call for call in scenario.steps if call.step == STEP_OF[field] and call.output == output)
    return next(made, None) if output is not None else None


def _input(call: StepCall | None, name: str) -> TableName | None:
    return full_name(call.inputs[name]) if call is not None and name in call.inputs else None


def _parameters(call: StepCall | None) -> Mapping[str, object] | None:
    return call.parameters if call is not None else None


def _rows(pipeline: Pipeline, table: TableName, columns: tuple[str, ...]) -> pa.Table:
    outputs = [exp.Star() if name == "*" else sql.column(name) for name in dict.fromkeys(columns)]
    return pipeline.fetch(exp.select(*outputs).from_(table.tree))


def _within(every: pa.Table, named: pa.Table) -> pa.Table:
    """The regions in force that lie in one of those named: their towns and villages too."""
    alive = every.filter(pc.is_null(every["until"])).drop_columns(["until"])
    codes = pc.cast(alive["code"], pa.string())
    within = pc.is_in(codes, value_set=pc.cast(named["code"], pa.string()).combine_chunks())
    counties = pa.array([code for code in named["code"].to_pylist() if code[4:6] != "00"], pa.string())
    below = pc.is_in(pc.utf8_slice_codeunits(codes, 0, 6), value_set=counties)
    return alive.filter(pc.or_(within, below))
