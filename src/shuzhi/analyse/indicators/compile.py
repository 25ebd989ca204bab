"""An inquiry as one query over the indicator's table: a syntax tree, in the portable subset, that any engine runs.

Numerator and denominator are counted for every group as wholes and divided last, so that no ratio is ever averaged.
The period's buckets are written into the query, so that a month without rows is a row: zero of a count where the
table knows of the month at all, missing otherwise.
"""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from shuzhi.analyse.indicators.definition import Counted, Indicator
from shuzhi.analyse.indicators.form import MOST_ROWS, By, Inquiry
from shuzhi.analyse.indicators.groups import group_key, is_of
from shuzhi.analyse.indicators.periods import STEPS, Period, Step, compared
from shuzhi.analyse.indicators.spine import Known, spine
from shuzhi.core import sql


def compiled(indicator: Indicator, inquiry: Inquiry, known: Known) -> exp.Select:
    """The query of an inquiry that is ``settled``. Its outputs are ``columns.outputs(...)``, in that order."""
    parts = counted_cells(indicator, inquiry, known)
    told = _told(indicator, inquiry, _steps(inquiry))
    parts["told"] = exp.select(*named(told)).from_("cells")
    if inquiry.top is not None and inquiry.grain is not None and inquiry.by:
        parts["led"] = _led(indicator, inquiry)
    return with_parts(
        parts, _chosen(inquiry, exp.select(*[_of("told", name) for name in told]).from_("told"))
    )


def counted_cells(indicator: Indicator, inquiry: Inquiry, known: Known) -> dict[str, exp.Select]:
    """The parts of a query of which the last, ``cells``, has every bucket of every group (``d0``, ``d1``...), with what
    is counted and divided by, now (``now_n``, ``now_m``) and then (``then_previous_n``...)."""
    steps = _steps(inquiry)
    parts: dict[str, exp.Select] = {"now": _counted(indicator, inquiry, known.period, by=inquiry.by)}
    for step in steps:
        assert known.period is not None, "what has no time is not compared"
        earlier = compared(known.period, inquiry.grain, step)
        parts[then(step)] = _counted(indicator, inquiry, earlier, by=inquiry.by)
    if "share" in inquiry.compare:
        parts["whole"] = _counted(indicator, inquiry, known.period, by=())
    parts["spine"] = spine(inquiry, indicator, known, steps)
    parts["cells"] = _cells(indicator, inquiry, steps)
    return parts


def series(indicator: Indicator, inquiry: Inquiry, known: Known) -> exp.Select:
    """Every period of every group of an inquiry with a grain and one dimension, none cut off: period, place, value."""
    value = _ratio(indicator, sql.column("now_n"), sql.column("now_m"))
    told = {"period": sql.column("bucket"), "place": sql.column("d0"), "value": exp.cast(value, "double")}
    select = exp.select(*named(told)).from_("cells").where(sql.parse("d0 is not null"))
    return with_parts(counted_cells(indicator, inquiry, known), select)


def with_parts(parts: Mapping[str, exp.Select], select: exp.Select) -> exp.Select:
    """The query over the parts."""
    for name, query in parts.items():
        select = select.with_(name, query, copy=False)
    return select


def _steps(inquiry: Inquiry) -> list[Step]:
    return [step for step in STEPS if step in inquiry.compare]


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
    return exp.select(*named(days)).from_(indicator.table.tree)


def named(outputs: Mapping[str, exp.Expr]) -> list[exp.Expr]:
    """Outputs under their names."""
    return [exp.alias_(tree.copy(), name, quoted=True) for name, tree in outputs.items()]


def then(step: Step) -> str:
    """The source of what is counted of the days compared with."""
    return f"then_{step}"


def keys_of(by: Sequence[By]) -> list[str]:
    """Names of the groups' columns in ``cells``."""
    return [f"d{place}" for place in range(len(by))]


def _counted(
    indicator: Indicator, inquiry: Inquiry, period: Period | None, *, by: Sequence[By]
) -> exp.Select:
    """Per bucket and group: n, what is counted, and m, what it is divided by."""
    keys = {key: group_key(indicator, each) for key, each in zip(keys_of(by), by, strict=True)}
    if inquiry.grain is not None and indicator.time is not None:
        bucket = f"cast(date_trunc('{inquiry.grain}', x) as date)"
        keys = {"bucket": sql.fill(bucket, x=sql.column(indicator.time))} | keys
    amounts = dict(zip(("n", "m"), map(_amount, indicator.counted), strict=False))
    select = exp.select(*named(keys | amounts)).from_(indicator.table.tree)
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


def _cells(indicator: Indicator, inquiry: Inquiry, steps: Sequence[Step]) -> exp.Select:
    """Every bucket of every group, with n and m now and then."""
    keys = keys_of(inquiry.by)
    sources = {"now": ("bucket", "known", "days")}
    sources |= {then(step): (f"{step}_bucket", f"{step}_known", f"{step}_days") for step in steps}
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
    select = exp.select(*named(outputs)).from_("spine")
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
    told |= {by.dimension: sql.column(key) for key, by in zip(keys_of(inquiry.by), inquiry.by, strict=True)}
    value = told["value"] = _ratio(indicator, sql.column("now_n"), sql.column("now_m"))
    for step in steps:
        was = _ratio(indicator, sql.column(f"{then(step)}_n"), sql.column(f"{then(step)}_m"))
        told |= {step: was, f"{step}_change": _change(indicator, value, was)}
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


def _change(indicator: Indicator, now: exp.Expr, was: exp.Expr) -> exp.Expr:
    """In percent of what was; of a percentage, in points."""
    if indicator.percent:
        return sql.fill("n - t", n=now, t=was)
    return sql.fill("100.0 * (cast(n as double) - t) / nullif(abs(cast(t as double)), 0)", n=now, t=was)


def _running(name: str, inquiry: Inquiry) -> exp.Expr:
    """The sum up to a bucket; of one that is not known, nothing."""
    window = exp.Window(
        this=exp.Sum(this=sql.column(name)),
        partition_by=[sql.column(key) for key in keys_of(inquiry.by)],
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
    keys = keys_of(inquiry.by)
    wholes = [exp.Sum(this=sql.column(f"now_{name}")) for name in ("n", "m")]
    outputs = {key: sql.column(key) for key in keys} | {"whole": _ratio(indicator, *wholes)}
    groups = exp.select(*named(outputs)).from_("cells").group_by(*map(sql.column, keys))
    first = exp.Ordered(this=sql.column("whole"), desc=not inquiry.fewest, nulls_first=False)
    ties = [exp.Ordered(this=sql.column(key), nulls_first=False) for key in keys]
    select = exp.select(*map(sql.column, keys)).from_(groups.subquery("groups"))
    return select.order_by(first, *ties).limit(inquiry.top or 1)


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
                for key, by in zip(keys_of(inquiry.by), inquiry.by, strict=True)
            ]
            select = select.join("led", on=exp.and_(*same), copy=False)
        return select.order_by(exp.Ordered(this=_of("told", "time")), *keys).limit(MOST_ROWS + 1)
    first = exp.Ordered(this=_of("told", "value"), desc=not inquiry.fewest, nulls_first=False)
    return select.order_by(first, *keys).limit(
        min(inquiry.top or MOST_ROWS, MOST_ROWS) + (inquiry.top is None)
    )
