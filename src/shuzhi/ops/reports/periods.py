"""Which periods a report can be of today, and which of them is due."""

from shuzhi.analyse.indicators.periods import DAY, label, moved, start
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.packs.schema import Report

_OFFERED = {"month": 24, "quarter": 8, "year": 5}


def offered(report: Report) -> list[str]:
    """The periods that are over, the newest first, and the one that runs."""
    day = city().as_of or today()
    begin = start(day, report.grain)
    back = [moved(begin, report.grain, -number) for number in range(1, _OFFERED[report.grain] + 1)]
    return [*(label(each, report.grain) for each in back), label(begin, report.grain)]


def newest(report: Report) -> str | None:
    """The newest period that is over and whose day of delivery has come; None without a schedule."""
    if report.schedule is None:
        return None
    day = city().as_of or today()
    begin = start(day, report.grain)
    while True:
        due = city().calendar.add_working_days(begin - DAY, report.schedule.workday).value
        if due <= day:
            return label(moved(begin, report.grain, -1), report.grain)
        begin = moved(begin, report.grain, -1)
