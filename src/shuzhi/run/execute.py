"""Steps, executed: each in one transaction with its contract and its record; a step already done is not done again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.govern import contract as contracts
from shuzhi.run import ledger
from shuzhi.run.step import Build, Step
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

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
    for place, step in enumerate(steps, start=1):
        pipeline = Pipeline(lake=lake, scope=step.scope)
        mark, rows = done.get(step.name, ("", 0))
        if mark == step.mark and all(pipeline.exists(build.table) for build in step.builds):
            tell(Told(title=step.title, place=place, steps=len(steps), share=1.0, rows=rows, skipped=True))
            continue
        tell(Told(title=step.title, place=place, steps=len(steps)))

        def share(value: float, step: Step = step, place: int = place) -> None:
            tell(Told(title=step.title, place=place, steps=len(steps), share=value))

        with pipeline.watched(share), pipeline.transaction():
            rows, warnings = _run(pipeline, step)
            done[step.name] = (step.mark, rows)
            ledger.record_steps(book, done)
        tell(
            Told(
                title=step.title,
                place=place,
                steps=len(steps),
                share=1.0,
                rows=rows,
                problems=tuple(warnings),
            )
        )
    _retire(lake, book, steps, done)
    return {step.name: done[step.name][1] for step in steps}


def _run(pipeline: Pipeline, step: Step) -> tuple[int, list[Problem]]:
    rows, warnings = 0, []
    for build in step.builds:
        rows = _build(pipeline, build)
        counted = _counted(pipeline, build, rows)
        problems = contracts.row_problems(build.table, build.contract, counted)
        if stopping := contracts.stopping(problems):
            raise ShuzhiError(stopping)
        warnings += problems
    return rows, warnings


def _build(pipeline: Pipeline, build: Build) -> int:
    if build.make is not None:
        tables = {table: pipeline.fetch(exp.select("*").from_(table.tree)) for table in build.reads}
        return pipeline.replace_arrow(build.table, build.make(tables))
    assert build.query is not None
    if build.contract.columns:
        problems = contracts.column_problems(build.table, build.contract, pipeline.describe(build.query))
        if problems:
            raise ShuzhiError(problems)
    return pipeline.replace(build.table, contracts.conform(build.query, build.contract))


def _counted(pipeline: Pipeline, build: Build, rows: int) -> Mapping[str, int | None]:
    if not build.contract.key and not build.contract.not_null:
        return {"rows": rows}
    (counted,) = pipeline.fetch(contracts.counts(build.table, build.contract)).to_pylist()
    return dict(counted)


def _retire(lake: Lake, book: Pipeline, steps: Sequence[Step], done: dict[str, tuple[str, int]]) -> None:
    """Tables of steps that the city no longer has are dropped, with their records."""
    kept = {build.table for step in steps for build in step.builds}
    gone = set(done) - {step.name for step in steps}
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
