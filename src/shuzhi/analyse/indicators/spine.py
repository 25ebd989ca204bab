"""The buckets of an inquiry as rows of the query itself, with what the table knows of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.analyse.indicators.periods import DAY, Period, Step, buckets, compared
from shuzhi.core import sql
from shuzhi.core.workdays import Calendar


@dataclass(frozen=True, kw_only=True)
class Known:
    """What has to be known of the world to compile: the days asked about (None: an indicator without time), the first
    and the last day the table knows of, and the working days."""

    period: Period | None = None
    first: date | None = None
    last: date | None = None
    calendar: Calendar | None = None

    def part(self, asked: Period) -> Period | None:
        """Those of the days that the table knows of."""
        if self.first is None or self.last is None:
            return None
        known = Period(max(asked.since, self.first), min(asked.end, self.last + DAY))
        return known if known.since < known.end else None

    def days(self, asked: Period, indicator: Indicator) -> int | None:
        """The days to divide by, of those the table knows of."""
        known = self.part(asked)
        if known is None or not isinstance(indicator.per, str):
            return None
        if indicator.per == "days" or self.calendar is None:
            return known.days
        return self.calendar.working_days_between(known.since - DAY, known.until).value


def spine(inquiry: Inquiry, indicator: Indicator, known: Known, steps: Sequence[Step]) -> exp.Select:
    """The buckets asked for, a row each: name and begin, whether the table knows of it (1 or 0), its days; of each
    comparison the begin, whether that is known, its days."""
    types = {"label": "varchar", "bucket": "date", "known": "bigint", "days": "bigint"}
    for step in steps:
        types |= {f"{step}_bucket": "date", f"{step}_known": "bigint", f"{step}_days": "bigint"}
    lines = [
        exp.Tuple(expressions=[_cell(cell) for cell in line])
        for line in _lines(inquiry, indicator, known, steps)
    ]
    names = [exp.to_identifier(name, quoted=True) for name in types]
    values = exp.Values(
        expressions=lines, alias=exp.TableAlias(this=exp.to_identifier("v", quoted=True), columns=names)
    )
    typed = {name: exp.cast(sql.column(name), type_, dialect=sql.DIALECT) for name, type_ in types.items()}
    return exp.select(*[exp.alias_(tree, name, quoted=True) for name, tree in typed.items()]).from_(values)


def _lines(
    inquiry: Inquiry, indicator: Indicator, known: Known, steps: Sequence[Step]
) -> list[list[str | int | None]]:
    if known.period is None:
        return [["", None, 1, None]]
    if inquiry.grain is None:
        line: list[str | int | None] = ["", None, *_fact(indicator, known, known.period)]
        for step in steps:
            line += [None, *_fact(indicator, known, compared(known.period, None, step))]
        return [line]
    lines = []
    for bucket in buckets(known.period, inquiry.grain):
        line = [bucket.label, str(bucket.start), *_fact(indicator, known, bucket.period)]
        for step in steps:
            before = bucket.before(step)
            if before is None:
                line += [None, 0, None]
            else:
                line += [str(before), *_fact(indicator, known, compared(bucket.period, inquiry.grain, step))]
        lines.append(line)
    return lines


def _fact(indicator: Indicator, known: Known, period: Period) -> tuple[int, int | None]:
    return int(known.part(period) is not None), known.days(period, indicator)


def _cell(cell: str | int | None) -> exp.Expr:
    return exp.null() if cell is None else sql.literal(cell)
