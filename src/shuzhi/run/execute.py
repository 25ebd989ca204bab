"""Steps, executed: each in one transaction with its contract and its record; a step already done is not done again.
One that breaks its contract is held as it was, and the others go on."""

import time
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.ports import Progress
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.govern import contract as contracts
from shuzhi.run import ledger
from shuzhi.run.step import Build, Step
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

AT_RISK = 10.0
"""Seconds of work a kill may cost: steps are committed together until they have taken so long."""

LEDGER = Scope(name="run", reads=("meta.*",), writes=("meta.*",))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a run says while it works. ``share`` is of the running step, ``name``, ``place`` of ``steps``."""

    title: Text
    place: int
    steps: int
    name: str = ""
    share: float = 0.0
    rows: int | None = None
    skipped: bool = False
    problems: tuple[Problem, ...] = ()


Tell = Callable[[Told], None]


@dataclass(frozen=True, kw_only=True)
class Executed:
    """``rows``: what each step holds that has ever been done. ``broken``: steps that could not be done, by name, with
    what is wrong. ``held``: these and all that wait for them, whose tables are as the last run left them, or not there.
    """

    rows: Mapping[str, int]
    broken: Mapping[str, Sequence[Problem]]
    held: Sequence[Step]


class _Broken(Exception):
    def __init__(self, step: str, problems: Sequence[Problem]) -> None:
        super().__init__(step)
        self.step, self.problems = step, problems


def execute(lake: Lake, steps: Sequence[Step], tell: Tell) -> Executed:
    """Bring every step up to date, in order.

    A step whose fingerprint is the recorded one, and whose tables are there, is left alone. One that breaks its
    contract is held, its tables as they were, and so is every step that waits for them; the others go on (ADR 74).
    """
    broken: dict[str, Sequence[Problem]] = {}
    told: set[str] = set()

    def once(event: Told) -> None:
        # What was rolled back with a broken step is done, not told, again.
        if event.name not in told:
            tell(event)
        if event.rows is not None:
            told.add(event.name)

    while True:
        try:
            held = _through(lake, steps, broken, once)
        except _Broken as found:
            broken[found.step] = found.problems
        else:
            break
    book = Pipeline(lake=lake, scope=LEDGER)
    done = ledger.steps(book)
    _retire(lake, book, steps, done)
    rows = {step.name: done[step.name][1] for step in steps if step.name in done}
    return Executed(rows=rows, broken=broken, held=held)


def _through(
    lake: Lake, steps: Sequence[Step], broken: Mapping[str, Sequence[Problem]], tell: Tell
) -> list[Step]:
    """Go through all steps but those known to be broken, and those that wait for them: they are returned."""
    book = Pipeline(lake=lake, scope=LEDGER)
    done = ledger.steps(book)
    held: list[Step] = []
    late: set[TableName] = set()
    # Tables of what is held, and all made from them since.
    behind: set[TableName] = set()
    # A commit costs as much as a small step: steps share one, until a kill would cost too much work.
    with ExitStack() as unsaved:
        begun = None
        for place, step in enumerate(steps, start=1):
            told = Told(name=step.name, title=step.title, place=place, steps=len(steps))
            pipeline = Pipeline(lake=lake, scope=step.scope)
            if step.name in broken or _must_wait(pipeline, step, late):
                held.append(step)
                late |= step.makes
                behind |= step.makes
                continue
            if _is_done(pipeline, step, done):
                tell(replace(told, share=1.0, rows=done[step.name][1], skipped=True))
                continue
            tell(told)
            if begun is None:
                unsaved.enter_context(book.transaction())
                begun = time.monotonic()
            try:
                rows, warnings = _run(pipeline, step, partial(_share, tell, told))
            except Refused:
                raise
            except ShuzhiError as error:
                raise _Broken(step.name, error.problems) from error
            mark = step.mark
            if behind and step.reads & behind:
                # Made again by the next run, even where nothing else that it depends on changes.
                mark = ""
                behind |= step.makes
            done[step.name] = (mark, rows)
            if time.monotonic() - begun > AT_RISK:
                ledger.record_steps(book, done)
                unsaved.close()
                begun = None
            tell(replace(told, share=1.0, rows=rows, problems=tuple(warnings)))
        if begun is not None:
            ledger.record_steps(book, done)
    return held


def _must_wait(pipeline: Pipeline, step: Step, late: Set[TableName]) -> bool:
    """Whether it reads what is held, unless it takes tables as they are, and they are there."""
    return bool(late) and any(
        table in late and (step.waits or not pipeline.exists(table)) for table in step.reads
    )


def _share(tell: Tell, told: Told, share: float) -> None:
    tell(replace(told, share=share))


def _is_done(pipeline: Pipeline, step: Step, done: Mapping[str, tuple[str, int]]) -> bool:
    same = done.get(step.name, ("", 0))[0] == step.mark
    return same and all(pipeline.exists(build.table) for build in step.builds)


def _run(pipeline: Pipeline, step: Step, share: Progress) -> tuple[int, list[Problem]]:
    with pipeline.watched(share):
        answer = pipeline.fetch(step.asks) if step.asks is not None else None
        made = [_build(pipeline, build, answer) for build in step.builds]
    return made[-1][0], [problem for _, problems in made for problem in problems]


def _build(pipeline: Pipeline, build: Build, answer: pa.Table | None) -> tuple[int, list[Problem]]:
    """Make the table and check its contract. Returns its rows and what there is to warn of."""
    if build.begins and pipeline.exists(build.table):
        return 0, []
    rows = _made(pipeline, build, answer)
    problems = contracts.row_problems(build.table, build.contract, _counted(pipeline, build, rows))
    if stopping := contracts.stopping(problems):
        raise ShuzhiError(stopping)
    return rows, problems


def _made(pipeline: Pipeline, build: Build, answer: pa.Table | None) -> int:
    if build.make is not None:
        tables = {table: pipeline.fetch(exp.select("*").from_(table.tree)) for table in build.reads}
        return pipeline.replace_arrow(build.table, build.make(tables))
    query = build.choose(answer) if build.choose is not None and answer is not None else build.query
    assert query is not None
    if build.contract.columns:
        problems = contracts.column_problems(build.table, build.contract, pipeline.describe(query))
        if problems:
            raise ShuzhiError(problems)
    put = pipeline.append if build.grows else pipeline.name if build.named else pipeline.replace
    made = contracts.conform(query, build.contract)
    return put(build.table, made.order_by(*build.order) if build.order else made)


def _counted(pipeline: Pipeline, build: Build, rows: int) -> Mapping[str, int | None]:
    if not build.contract.key and not build.contract.not_null:
        return {"rows": rows}
    (counted,) = pipeline.fetch(contracts.counts(build.table, build.contract)).to_pylist()
    return dict(counted)


def _retire(lake: Lake, book: Pipeline, steps: Sequence[Step], done: dict[str, tuple[str, int]]) -> None:
    """Tables of steps that the city no longer has are dropped, with their records."""
    kept = {build.table for step in steps for build in step.builds}
    gone = set(done) - {step.name for step in steps} - {ledger.CATALOGUE}
    if not gone:
        return
    with book.transaction():
        for name in sorted(gone):
            del done[name]
        ledger.record_steps(book, done)
        cleaner = Pipeline(lake=lake, scope=Scope(name="run:retire", reads=("*",), writes=("*",)))
        for table in sorted(cleaner.tables()):
            if table not in kept and table.schema not in {"landed", "meta", "quality"}:
                cleaner.drop(table)
