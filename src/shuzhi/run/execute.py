"""Steps, executed: each in one transaction with its contract and its record; a step already done is not done again."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import Progress
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
    """What a run says while it works. ``share`` is of the running step, ``place`` of ``steps``."""

    title: Text
    place: int
    steps: int
    share: float = 0.0
    rows: int | None = None
    skipped: bool = False
    problems: tuple[Problem, ...] = ()


Tell = Callable[[Told], None]


def execute(lake: Lake, steps: Sequence[Step], tell: Tell) -> dict[str, int]:
    """Bring every step up to date, in order. Returns the rows each step holds.

    A step whose fingerprint is the recorded one, and whose tables are there, is left alone.
    Raises ShuzhiError when a contract is broken: that step's tables stay as they were.
    """
    book = Pipeline(lake=lake, scope=LEDGER)
    done = ledger.steps(book)
    # A commit costs as much as a small step: steps share one, until a kill would cost too much work.
    with ExitStack() as unsaved:
        begun = None
        for place, step in enumerate(steps, start=1):
            told = Told(title=step.title, place=place, steps=len(steps))
            pipeline = Pipeline(lake=lake, scope=step.scope)
            if _is_done(pipeline, step, done):
                tell(replace(told, share=1.0, rows=done[step.name][1], skipped=True))
                continue
            tell(told)
            if begun is None:
                unsaved.enter_context(book.transaction())
                begun = time.monotonic()
            rows, warnings = _run(pipeline, step, partial(_share, tell, told))
            done[step.name] = (step.mark, rows)
            if time.monotonic() - begun > AT_RISK:
                ledger.record_steps(book, done)
                unsaved.close()
                begun = None
            tell(replace(told, share=1.0, rows=rows, problems=tuple(warnings)))
        if begun is not None:
            ledger.record_steps(book, done)
    _retire(lake, book, steps, done)
    return {step.name: done[step.name][1] for step in steps}


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
