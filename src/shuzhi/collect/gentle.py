"""How gently a source is read: so many rows a second at most, and only in the hours its owner allows."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


@dataclass
class Gentle:
    """The limits of one pull. ``now``, ``sleep`` and ``clock`` are the machine's own unless a test says otherwise."""

    hours: Sequence[str]
    rows_per_second: int | None
    where: str
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _begun: float | None = field(default=None, init=False)
    _rows: int = field(default=0, init=False)

    def check(self) -> None:
        """Raises ShuzhiError (a warning) outside the allowed hours."""
        if not self.hours:
            return
        now = self.now().strftime("%H:%M")
        if not any(_within(now, *span.split("-")) for span in self.hours):
            raise ShuzhiError([_not_now(self.hours, self.where)])

    def paced(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The batches, no faster than allowed."""
        for batch in batches:
            self._begun = self.clock() if self._begun is None else self._begun
            self._rows += batch.num_rows
            if self.rows_per_second is not None:
                early = self._rows / self.rows_per_second - (self.clock() - self._begun)
                if early > 0:
                    self.sleep(early)
            yield batch


def _within(now: str, start: str, end: str) -> bool:
    return start <= now < end if start <= end else now >= start or now < end


def _not_now(hours: Sequence[str], where: str) -> Problem:
    shown = "、".join(hours)
    return Problem(
        what=Text(f"现在不在允许取数的时段（{shown}）", f"not an hour in which rows may be taken ({shown})"),
        where=where,
        todo=Text(
            "到时再运行；已取完的部分会接着用", "run again then: parts already taken are not taken again"
        ),
        warning=True,
    )
