"""An inquiry as one query over the indicator's table: a syntax tree, in the portable subset, that any engine runs.

Numerator and denominator are counted for every group as wholes and divided last, so that no ratio is ever averaged.
The period's buckets are written into the query, so that a month without rows is a row: zero of a count where the
table knows of the month at all, missing otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from shuzhi.analyse.indicators.definition import Counted, Indicator
from shuzhi.analyse.indicators.form import MOST_ROWS, By, Inquiry
from shuzhi.analyse.indicators.groups import group_key, is_of
from shuzhi.analyse.indicators.periods import DAY, Period, Step, buckets, compared
from shuzhi.core import sql
from shuzhi.core.workdays import Calendar

STEPS: tuple[Step, ...] = ("previous_year", "previous")


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


def compiled(indicator: Indicator, inquiry: Inquiry, known: Known) -> exp.Select:
    """The query of an inquiry that is ``settled``. Its outputs are ``columns.outputs(...)``, in that order."""
    steps = [step for step in STEPS if step in inquiry.compare]
    parts: dict[str, exp.Select] = {"now": _counted(indicator, inquiry, known.period, by=inquiry.by)}
    for step in steps:
        assert known.period is not None, "what has no time is not compared"
        earlier = compared(known.period, inquiry.grain, step)
        parts[_then(step)] = _counted(indicator, inquiry, earlier, by=inquiry.by)
    if "share" in inquiry.compare:
        parts["whole"] = _counted(indicator, inquiry, known.period, by=())
    parts["spine"] = _spine(inquiry, indicator, known, steps)
    parts["cells"] = _cells(indicator, inquiry, steps)
    told = _told(indicator, inquiry, steps)
    parts["told"] = exp.select(*_named(told)).from_("cells")
    if inquiry.top is not None and inquiry.grain is not None and inquiry.by:
        parts["led"] = _led(indicator, inquiry)
    select = _chosen(inquiry, exp.select(*[_of("told", name) for name in told]).from_("told"))
    for name, query in parts.items():
        select = select.with_(name, query, copy=False)
    return select


def rows_behind(indicator: Indicator, inquiry: Inquiry, known: Known, columns: Sequence[str]) -> exp.Select:
    """The table's rows that the number is counted from (of a ratio, those it is divided by), newest first."""
    select = exp.select(*map(sql.column, columns)).from_(indicator.table.tree)
    select = _where(select, indicator, inquiry, known.period)
    whole = indicator.counted[-1]
    if whole.where is not None:
        select = select.where(whole.where.copy())
    order = [exp.Ordered(this=sql.column(indicator.time), desc=True)] if indicator.time else []
    order += [exp.Ordered(this=sql.column(name)) for name in ("_batch", "_row") if name in columns]
    return select.order_by(*order) if order else select


def extent(indicator: Indicator) -> exp.Select:
    """The first and the last day the table knows of."""
    assert indicator.time is not None, indicator.name
    days = {
        "first": exp.Min(this=sql.column(indicator.time)),
        "last": exp.Max(this=sql.column(indicator.time)),
    }
    return exp.select(*_named(days)).from_(indicator.table.tree)


def _named(outputs: Mapping[str, exp.Expr]) -> list[exp.Expr]:
    return [exp.alias_(tree.copy(), name, quoted=True) for name, tree in outputs.items()]


def _then(step: Step) -> str:
    return f"then_{step}"


def _keys(by: Sequence[By]) -> list[str]:
    return [f"d{place}" for place in range(len(by))]


def _counted(
    indicator: Indicator, inquiry: Inquiry, period: Period | None, *, by: Sequence[By]
) -> exp.Select:
    """Per bucket and group: n, what is counted, and m, what it is divided by."""
    keys = {key: group_key(indicator, each) for key, each in zip(_keys(by), by, strict=True)}
    if inquiry.grain is not None and indicator.time is not None:
        bucket = f"cast(date_trunc('{inquiry.grain}', x) as date)"
        keys = {"bucket": sql.fill(bucket, x=sql.column(indicator.time))} | keys
    amounts = dict(zip(("n", "m"), map(_amount, indicator.counted), strict=False))
    select = exp.select(*_named(keys | amounts)).from_(indicator.table.tree)
    return _where(select, indicator, inquiry, period).group_by(*[tree.copy() for tree in keys.values()])


def _amount(counted: Counted) -> exp.Expr:
    """Only rows that meet its condition; of a sum without any, NULL."""
    held = sql.literal(1) if counted.column is None else sql.column(counted.column)
    if counted.where is not None:
        held = exp.Case().when(counted.where.copy(), held)
    match counted.kind:
        case "sum":
            return exp.Sum(this=held)
        case "distinct":
            return exp.Count(this=exp.Distinct(expressions=[held]))
        case "count":
            return exp.Count(this=held)


def _where(select: exp.Select, indicator: Indicator, inquiry: Inquiry, period: Period | None) -> exp.Select:
    conditions = [is_of(indicator, only) for only in inquiry.where]
    if indicator.where is not None:
        conditions.append(exp.paren(indicator.where.copy()))
    if indicator.time is not None and period is not None:
        days = {"since": sql.literal(str(period.since)), "until": sql.literal(str(period.end))}
        between = "x >= cast(since as date) and x < cast(until as date)"
        conditions.append(sql.fill(between, x=sql.column(indicator.time), **days))
    return select.where(*conditions) if conditions else select


def _spine(inquiry: Inquiry, indicator: Indicator, known: Known, steps: Sequence[Step]) -> exp.Select:
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
    return exp.select(*_named(typed)).from_(values)


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


def _cells(indicator: Indicator, inquiry: Inquiry, steps: Sequence[Step]) -> exp.Select:
    """Every bucket of every group, with n and m now and then."""
    keys = _keys(inquiry.by)
    sources = {"now": ("bucket", "known", "days")}
    sources |= {_then(step): (f"{step}_bucket", f"{step}_known", f"{step}_days") for step in steps}
    outputs: dict[str, exp.Expr] = {name: _of("spine", name) for name in ("label", "bucket")}
    outputs |= {key: _of("groups", key) for key in keys}
    for source, (_, known, days) in sources.items():
        outputs[f"{source}_n"] = _filled(indicator.value, source, "n", known)
        match indicator.per:
            case Counted() as per:
                outputs[f"{source}_m"] = _filled(per, source, "m", known)
            case None:
                outputs[f"{source}_m"] = sql.literal(1)
            case _:
                outputs[f"{source}_m"] = _of("spine", days)
    if "share" in inquiry.compare:
        outputs["whole_n"] = _of("whole", "n")
    select = exp.select(*_named(outputs)).from_("spine")
    if keys:
        select = select.join(_groups(sources, keys), join_type="cross", copy=False)
    for source, (bucket, _, _) in sources.items():
        select = select.join(source, on=_meets(inquiry, source, bucket, keys), join_type="left", copy=False)
    if "share" in inquiry.compare:
        select = select.join("whole", on=_meets(inquiry, "whole", "bucket", ()), join_type="left", copy=False)
    return select


def _groups(sources: dict[str, tuple[str, str, str]], keys: Sequence[str]) -> exp.Subquery:
    """Every group there is now or was then."""
    there = [exp.select(*map(sql.column, keys)).from_(source) for source in sources]
    return (
        exp.select(*map(sql.column, keys))
        .distinct()
        .from_(sql.union_all(there).subquery("there"))
        .subquery("groups")
    )


def _of(table: str, name: str) -> exp.Column:
    return sql.column(name, table)


def _meets(inquiry: Inquiry, source: str, bucket: str, keys: Sequence[str]) -> exp.Expr:
    same: list[exp.Expr] = [
        exp.NullSafeEQ(this=_of(source, key), expression=_of("groups", key)) for key in keys
    ]
    if inquiry.grain is not None:
        same.append(exp.EQ(this=_of(source, "bucket"), expression=_of("spine", bucket)))
    return exp.and_(*same) if same else exp.true()


def _filled(counted: Counted, source: str, name: str, known: str) -> exp.Expr:
    """What was counted; of a bucket without rows that the table knows of, a count is zero and a sum is missing."""
    amount = _of(source, name)
    if counted.kind == "sum":
        return amount
    return sql.fill("case when known = 1 then coalesce(n, 0) end", known=_of("spine", known), n=amount)


def _told(indicator: Indicator, inquiry: Inquiry, steps: Sequence[Step]) -> dict[str, exp.Expr]:
    """The columns people see, by name."""
    told: dict[str, exp.Expr] = {} if inquiry.grain is None else {"time": sql.column("label")}
    told |= {by.dimension: sql.column(key) for key, by in zip(_keys(inquiry.by), inquiry.by, strict=True)}
    value = told["value"] = _ratio(indicator, sql.column("now_n"), sql.column("now_m"))
    for step in steps:
        then = _ratio(indicator, sql.column(f"{_then(step)}_n"), sql.column(f"{_then(step)}_m"))
        told |= {step: then, f"{step}_change": _change(indicator, value, then)}
    if "cumulative" in inquiry.compare:
        told["cumulative"] = _ratio(indicator, _running("now_n", inquiry), _running("now_m", inquiry))
    if "share" in inquiry.compare:
        told["share"] = sql.fill(
            "100.0 * cast(n as double) / nullif(m, 0)", n=sql.column("now_n"), m=sql.column("whole_n")
        )
    if "rank" in inquiry.compare:
        told["rank"] = _rank(value, inquiry)
    return told


def _ratio(indicator: Indicator, n: exp.Expr, m: exp.Expr) -> exp.Expr:
    """The number of an n and an m: NULL where there is nothing to divide by."""
    if indicator.per is None:
        return n
    times = "100.0 * " if indicator.percent else ""
    return sql.fill(f"{times}cast(n as double) / nullif(m, 0)", n=n, m=m)


def _change(indicator: Indicator, now: exp.Expr, then: exp.Expr) -> exp.Expr:
    """In percent of what was; of a percentage, in points."""
    if indicator.percent:
        return sql.fill("n - t", n=now, t=then)
    return sql.fill("100.0 * (cast(n as double) - t) / nullif(abs(cast(t as double)), 0)", n=now, t=then)


def _running(name: str, inquiry: Inquiry) -> exp.Expr:
    """The sum up to a bucket; of one that is not known, nothing."""
    window = exp.Window(
        this=exp.Sum(this=sql.column(name)),
        partition_by=[sql.column(key) for key in _keys(inquiry.by)],
        order=exp.Order(expressions=[exp.Ordered(this=sql.column("bucket"))]),
    )
    return sql.fill("case when n is not null then w end", n=sql.column(name), w=window)


def _rank(value: exp.Expr, inquiry: Inquiry) -> exp.Expr:
    window = exp.Window(
        this=exp.Rank(),
        partition_by=[sql.column("label")] if inquiry.grain is not None else [],
        order=exp.Order(expressions=[exp.Ordered(this=value.copy(), desc=True, nulls_first=False)]),
    )
    return sql.fill("case when v is not null then w end", v=value, w=window)


def _led(indicator: Indicator, inquiry: Inquiry) -> exp.Select:
    """The groups with the most (or the fewest) of all buckets together."""
    keys = _keys(inquiry.by)
    wholes = [exp.Sum(this=sql.column(f"now_{name}")) for name in ("n", "m")]
    value = exp.Ordered(this=_ratio(indicator, *wholes), desc=not inquiry.fewest, nulls_first=False)
    ties = [exp.Ordered(this=sql.column(key), nulls_first=False) for key in keys]
    select = exp.select(*map(sql.column, keys)).from_("cells").group_by(*map(sql.column, keys))
    return select.order_by(value, *ties).limit(inquiry.top or 1)


def _chosen(inquiry: Inquiry, select: exp.Select) -> exp.Select:
    """Only groups beyond the limits, and the first so many, in an order that does not depend on the engine."""
    beyond = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE}
    for limit in inquiry.beyond:
        number = sql.fill("cast(x as double)", x=sql.literal(repr(limit.number)))
        select = select.where(beyond[limit.than](this=_of("told", limit.column), expression=number))
    keys = [exp.Ordered(this=_of("told", by.dimension), nulls_first=False) for by in inquiry.by]
    if inquiry.grain is not None:
        if inquiry.top is not None and inquiry.by:
            same = [
                exp.NullSafeEQ(this=_of("told", by.dimension), expression=_of("led", key))
                for key, by in zip(_keys(inquiry.by), inquiry.by, strict=True)
            ]
            select = select.join("led", on=exp.and_(*same), copy=False)
        return select.order_by(exp.Ordered(this=_of("told", "time")), *keys).limit(MOST_ROWS + 1)
    first = exp.Ordered(this=_of("told", "value"), desc=not inquiry.fewest, nulls_first=False)
    return select.order_by(first, *keys).limit(
        min(inquiry.top or MOST_ROWS, MOST_ROWS) + (inquiry.top is None)
    )
