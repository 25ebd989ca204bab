"""The loop, once: land what is new, bring every step up to date, write down what was done."""

import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from shuzhi.core import ids
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.check_models import refuse_retired
from shuzhi.packs.schema import City
from shuzhi.run import catalogue, held, ledger, quality_trend
from shuzhi.run.execute import LEDGER, Executed, Tell, Told, execute
from shuzhi.run.feeds import pull_feeds
from shuzhi.run.gone import forget_gone
from shuzhi.run.land import land
from shuzhi.run.ledger import Batch
from shuzhi.run.look import look
from shuzhi.run.measures import judge_measures
from shuzhi.run.pending import carry_out
from shuzhi.run.plan import plan
from shuzhi.run.plan_models import out_of_limits
from shuzhi.run.published import publish
from shuzhi.secure.gateway import EngineSettings, Lake, Pipeline, open_lake

KEY = "secret.key"

SHOWN = 10
"""Tables that were not made, named in the error; of more it says how many."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a run did: every batch now in the lake, rows per step, files that could not be landed and other warnings."""

    batches: Sequence[Batch]
    rows: Mapping[str, int]
    problems: Sequence[Problem]
    seconds: float


class Held(ShuzhiError):
    """The run is through, but for what broke its contract and what waits for that. ``done``: what it did do."""

    def __init__(self, done: Done, made: Executed) -> None:
        tables = [str(step.builds[-1].table) for step in made.held]
        names = "、".join(tables[:SHOWN]) + (" …" if len(tables) > SHOWN else "")
        rest = Problem(
            what=Text(
                f"{len(tables)} 张表这次没有做成；其余各步都已完成",
                f"{len(tables)} tables were not made this time; everything else is done",
            ),
            where=names,
            todo=Text("改好上面的错误后再运行", "mend what is told above and run again"),
            warning=True,
        )
        super().__init__([*(problem for told in made.broken.values() for problem in told), rest])
        self.done = done


def lake_of(city: City, *, read_only: bool = False, at: int | None = None) -> AbstractContextManager[Lake]:
    """The city's lake, opened with the engine its file names. ``at``: as of that snapshot, to be read."""
    asked = city.engine
    settings = EngineSettings(remote=asked.address, memory=asked.memory, threads=asked.threads, at=at)
    key = city.folder / KEY
    return open_lake(
        city.lake, settings, read_only=read_only, key=ids.read_key(key) if key.exists() else None
    )


def run_city(city: City, *, as_of: date, tell: Tell, pull: bool = True) -> Done:
    """Take the city through the loop, its feeds first (unless ``pull`` is false).

    Running again changes nothing unless files, SQL or parameters changed.

    Raises Held, when all else is done, where a step breaks its contract: its tables, and those of steps that wait for
    it, stay as they were. ShuzhiError of a model that has retired, before anything is done.
    """
    refuse_retired(city, as_of)
    started = time.monotonic()
    begun = datetime.now(UTC)
    run = begun.strftime("%Y%m%dT%H%M%S%f")
    key = ids.read_key(city.folder / KEY)
    told: list[Problem] = list(city.calendar.is_working_day(as_of).warnings)

    def listen(event: Told) -> None:
        told.extend(event.problems)
        tell(event)

    if pull:
        # Before the lake is opened to be written: a gentle pull may take hours.
        pull_feeds(city, listen)
    with lake_of(city) as lake:
        status = "stopped"
        book = Pipeline(lake=lake, scope=LEDGER)
        try:
            book.sweep()
            known = {batch.batch for batch in ledger.batches(book)}
            carry_out(lake, city, told.extend)
            forget_gone(lake, city)
            landed = land(lake, city, listen, as_of=as_of)
            steps = plan(
                city,
                batches=landed.batches,
                landed=landed.columns,
                done=ledger.steps(book),
                key=key,
                as_of=as_of,
            )
            made = execute(lake, steps, listen)
            arrived = {batch.source: batch.file for batch in landed.batches if batch.batch not in known}
            told.extend(look(lake, city, landed.columns, arrived))
            told.extend(out_of_limits(lake, city))
            told.extend(judge_measures(lake, city, as_of=as_of))
            quality_trend.record(lake, run, as_of=as_of)
            held.record(lake, made, as_of=as_of)
            catalogue.record(lake, city, steps, made, as_of=as_of)
            publish(lake, city)
            status = "held" if made.held else "done"
        finally:
            ledger.record_run(
                book,
                {
                    "run": run,
                    "started": begun.isoformat(timespec="seconds"),
                    "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                    "as_of": as_of.isoformat(),
                    "status": status,
                    "seconds": round(time.monotonic() - started, 3),
                },
            )
    done = Done(batches=landed.batches, rows=made.rows, problems=told, seconds=time.monotonic() - started)
    if made.held:
        raise Held(done, made)
    return done
