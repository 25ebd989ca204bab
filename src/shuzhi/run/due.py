"""The calendar of what is due: each source's last periods, whether it came in time, and when it is due next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shuzhi.collect.dues import Due, dues
from shuzhi.collect.layout import sent_by
from shuzhi.core import sql
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.core.workdays import not_announced
from shuzhi.packs.platform_tables import ARRIVAL, RUN, WITHDRAWN
from shuzhi.packs.schema import City, Source
from shuzhi.run import ledger
from shuzhi.run.feeds import last_pull
from shuzhi.run.sent import folder_name
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

MOST = 12
"""Periods looked back on."""
SOON = 2
"""Working days before it is due at which something is due soon."""
State = Literal["in time", "soon", "open", "late", "never", "no rhythm"]
STATES: Mapping[State, Text] = {
    "in time": Text("按时", "in time"),
    "soon": Text("将到期", "due soon"),
    "open": Text("待报送", "to be sent"),
    "late": Text("逾期（工作日）", "late (working days)"),
    "never": Text("从未报送（工作日）", "never came (working days)"),
    "no rhythm": Text("不定期", "irregular"),
}
_READING = Scope(name="run:due", reads=(str(ARRIVAL), str(WITHDRAWN), str(RUN)), writes=())

Sent = Mapping[str, tuple[str, str | None, date]]
"""Batch -> its source, who sent it (None: the source's own department), the day on which he said that it is right."""
Came = Mapping[tuple[str, str | None], set[date]]
"""Source, and the folder of who sent -> days. None: it came otherwise (a feed, a folder, the source's department)."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a source stands with who owes it: its department, or where others send it, one of them.

    ``days``: working days it is late, or has until it is due. ``pulled``: when its feed last brought all there was, if
    it has a feed; what it brought may have been nothing new.
    """

    source: Source
    sender: str
    state: State
    dues: Sequence[Due]
    day: date
    last: date | None
    asked: Due | None
    days: int
    pulled: datetime | None

    @property
    def in_time(self) -> int:
        return sum(each.state(self.day) == "in time" for each in self.dues)

    @property
    def judged(self) -> int:
        """Periods of which it is known whether they came in time."""
        return sum(each.state(self.day) != "open" for each in self.dues)


def standings(
    lake: Lake, city: City, sources: Sequence[Source], day: date, *, sent: Sent | None = None
) -> tuple[list[Standing], list[Problem]]:
    """How these sources stand on ``day``, and years whose days off are not announced yet. A source that several
    departments send stands once for each; what came otherwise than from one of them may hold all, and counts for all.

    ``sent``: files confirmed on the page; they count from that day on, whenever a run landed them.
    """
    came, since = _came(lake, sent or {})
    found = []
    years: set[int] = set()
    for source in sources:
        for sender in senders(city, source):
            own = set() if sender == source.owner else came.get((source.name, folder_name(sender)), set())
            days = sorted(own | came.get((source.name, None), set()))
            begun = days[0] if days else since
            counted = dues(source.cadence, source.within, days, begun, day, city.calendar, most=MOST)
            years |= set(counted.unannounced)
            found.append(_standing(city, source, sender, counted.value, days, day))
    return found, [not_announced(year) for year in sorted(years)]


def senders(city: City, source: Source) -> Sequence[str]:
    """The departments that owe the source: those with a duty in its ``senders``; where there are none, its own."""
    others = [each.name for each in city.departments if set(each.duties) & set(source.senders)]
    return others or [source.owner]


def _standing(
    city: City, source: Source, sender: str, told: Sequence[Due], came: Sequence[date], day: date
) -> Standing:
    missing = [each for each in told if each.state(day) == "missing"]
    waiting = [each for each in told if each.state(day) == "open"]
    asked = missing[-1] if missing else waiting[0] if waiting else None
    days = 0 if asked is None else abs(city.calendar.working_days_between(day, asked.due).value)
    if source.cadence == "once":
        state: State = "no rhythm"
    elif missing:
        state = "late" if came else "never"
        days = city.calendar.working_days_between(missing[0].due, day).value
    elif asked is None:
        state = "in time"
    else:
        state = "soon" if days <= SOON else "open"
    return Standing(
        source=source, sender=sender, state=state, dues=told, day=day, last=came[-1] if came else None, asked=asked,
        days=days, pulled=last_pull(city, source.name),
    )  # fmt: skip


def _came(lake: Lake, sent: Sent) -> tuple[Came, date]:
    """The days on which something came that nobody took back; and the city's first day."""
    pipeline = Pipeline(lake=lake, scope=_READING)
    back = {each.batch for each in ledger.withdrawn(pipeline)}
    first = date.max
    days: dict[tuple[str, str | None], set[date]] = {}
    if pipeline.exists(RUN):
        began = pipeline.fetch(sql.query("select min(as_of) as day from meta.run")).to_pylist()[0]["day"]
        first = date.fromisoformat(began) if began else first
    arrived = pipeline.fetch(sql.query(_ARRIVED)).to_pylist() if pipeline.exists(ARRIVAL) else []
    landed = {
        row["batch"]: (row["source"], sent_by(row["file"]), date.fromisoformat(row["day"])) for row in arrived
    }
    for batch, (source, sender, day) in (landed | dict(sent)).items():
        if batch not in back:
            days.setdefault((source, sender), set()).add(day)
    return days, first


_ARRIVED = (
    "select batch, source, min(file) as file, min(arrived) as day from meta.arrival group by batch, source"
)
