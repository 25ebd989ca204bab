"""Tables that the last run could not make, or that wait for one of these: kept, so that pages can say so."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
from sqlglot import exp

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.platform_tables import HELD
from shuzhi.run.execute import Executed
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

_SCOPE = Scope(name="run:held", reads=(str(HELD),), writes=(str(HELD),))
_SCHEMA = pa.schema(
    [("table", pa.string()), ("since", pa.date32())]
    + [(f"{part}{language}", pa.string()) for part in ("what", "why", "todo") for language in ("", "_en")]
)
_NOTHING = Text("", "")


def record(lake: Lake, made: Executed, *, as_of: date) -> None:
    """Write ``meta.held`` anew: of each table since which as-of date, what is wrong, why, and what to do."""
    book = Pipeline(lake=lake, scope=_SCOPE)
    before = book.fetch(exp.select("*").from_(HELD.tree)).to_pylist() if book.exists(HELD) else []
    since = held(lake)
    now = [
        {"table": table, "since": since.get(table, as_of), **_words(problem)}
        for table, problem in _problems(made)
    ]
    if now != before or not book.exists(HELD):
        book.replace_arrow(HELD, pa.Table.from_pylist(now, schema=_SCHEMA))


def held(lake: Lake) -> dict[str, date]:
    """The tables, and rules' hits, that the last run could not make, each since which as-of date."""
    book = Pipeline(lake=lake, scope=_SCOPE)
    if not book.exists(HELD):
        return {}
    return {row["table"]: row["since"] for row in book.fetch(exp.select("*").from_(HELD.tree)).to_pylist()}


def _problems(made: Executed) -> Iterator[tuple[str, Problem]]:
    """Each held step's table with the first thing that is wrong; of one that waits, that it does."""
    for step in made.held:
        table = str(step.builds[-1].table)
        waits = Problem(
            what=Text("所依据的表没有做成，等它做成", "it waits for a table that was not made"),
            where=table,
            todo=Text("先处理所依据的表", "see to what it is made from"),
        )
        yield table, next(iter(made.broken.get(step.name, ())), waits)


def _words(problem: Problem) -> dict[str, str]:
    told = {"what": problem.what, "why": problem.why or _NOTHING, "todo": problem.todo}
    return {
        f"{part}{ending}": words
        for part, text in told.items()
        for ending, words in (("", text.zh), ("_en", text.en))
    }
