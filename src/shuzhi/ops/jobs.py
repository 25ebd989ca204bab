"""What happens by itself: the explicit list of jobs, and the thread that runs them when they are due."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from django.db import close_old_connections

from shuzhi.ops.catalogue.signers import tell_signers
from shuzhi.ops.city import city, read_again
from shuzhi.ops.desk import suggester
from shuzhi.ops.desk.following import follow_orders
from shuzhi.ops.emergencies.actions import expire
from shuzhi.ops.findings.intake import follow_lake
from shuzhi.ops.findings.tally import count_again
from shuzhi.ops.intake.pushing import settle
from shuzhi.ops.intake.reminding import remind
from shuzhi.ops.intake.tidying import tidy
from shuzhi.ops.notices.outbox import deliver
from shuzhi.ops.orders import clock as order_clock
from shuzhi.ops.outcomes.publish import Publisher
from shuzhi.ops.people.actions import follow_city
from shuzhi.ops.quality.following import Follower
from shuzhi.ops.reports.actions import make_due

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A function called again and again. It finds what is due from the database alone, so that it may be late, early
    or killed; the wall clock is read by the job, never by the scheduler."""

    name: str
    every: float
    """Seconds between two runs."""
    run: Callable[[], object]


def _follow_files() -> None:
    if read_again():
        follow_city(city())


JOBS: Sequence[Job] = (
    Job(name="city", every=5, run=_follow_files),
    Job(name="catalogue.signing", every=20, run=tell_signers),
    Job(name="findings", every=5, run=follow_lake),
    Job(name="findings.tally", every=5, run=count_again),
    Job(name="quality.orders", every=5, run=Follower()),
    Job(name="orders", every=20, run=order_clock.tick),
    Job(name="notices", every=3, run=deliver),
    Job(name="outcomes", every=2, run=Publisher()),
    Job(name="emergencies", every=10, run=expire),
    Job(name="orders.tidy", every=3600, run=order_clock.tidy),
    Job(name="intake.tidy", every=3600, run=tidy),
    Job(name="intake.push", every=2, run=settle),
    Job(name="intake.remind", every=600, run=remind),
    Job(name="reports", every=600, run=make_due),
    Job(name="desk", every=20, run=follow_orders),
    Job(name="desk.learn", every=10, run=suggester.learn_after_run),
    Job(name="desk.open", every=1, run=suggester.keep_up),
)


class Scheduler:
    """One thread over the list of jobs. A job that fails is logged and tried again at its next turn."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="scheduler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _loop(self) -> None:
        due = {job.name: 0.0 for job in self._jobs}
        while not self._stop.is_set():
            for job in self._jobs:
                if due[job.name] <= monotonic() and not self._stop.is_set():
                    self._run(job)
                    due[job.name] = monotonic() + job.every
            self._stop.wait(0.5)

    def _run(self, job: Job) -> None:
        close_old_connections()
        try:
            job.run()
        except Exception:
            log.exception("job %s failed and will be tried again", job.name)
