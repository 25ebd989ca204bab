"""What value of its threshold would have spared people a rule's dismissals: proposed only where chance would not do it.

Of a rule's findings that people judged, the strictest value is looked for that can be expected to keep ``keep`` percent
of the leads: if ``lost`` of ``leads`` fall at or below it, the next lead does with the chance (lost + 1) ÷ (leads + 1).
Any column offers such a value on the findings it was chosen from, so the choice is tried where it was not made: the
subjects are halved (by their keyed id), each half is judged by the value chosen on the other, and a change is proposed
only if there, too, far more dismissals than leads fall away. ``python -m bench.advice`` measures how often it errs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.evaluate.interval import wilson

RULE_ADVICE = TableName("effect", "rule_advice")


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A parameter that a rule compares a column of its hits with; ``identity`` makes a hit's finding id."""

    scenario: str
    rule: str
    hits: TableName
    identity: tuple[str, ...]
    parameter: str
    column: str
    direction: Literal["above", "below"]
    current: float


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What advice must fulfil.

    ``keep``: percent of the leads a value is to keep. ``least``: leads, and dismissals, there must be: 20, for with
    fewer than 19 leads not even a value that keeps them all can be expected to keep 95% of the next. ``spare``:
    percent of the dismissals a change spares at least, or it is not worth a person's attention.
    """

    keep: int = 95
    least: int = 20
    spare: int = 20


USUAL = Asked()

STEPS = (*((10**power, 1) for power in range(9, -1, -1)), (1, 10), (1, 100), (1, 1000))
"""A value is rounded to as few digits as find the same: to a multiple of the first ``multiple ÷ parts`` that does."""

ADVICE_COLUMNS = {
    "scenario": "code", "rule": "code", "parameter": "code", "column": "code", "direction": "code",
    "current": "number", "advice": "code", "proposed": "number", "judged": "integer", "leads": "integer",
    "dismissed": "integer", "kept_leads": "integer", "kept_low": "number", "kept_high": "number",
    "dropped_dismissals": "integer", "precision": "number", "precision_after": "number",
    "precision_after_low": "number", "precision_after_high": "number", "held_out_lost": "integer",
    "held_out_dropped": "integer", "undecided": "integer", "dropped_undecided": "integer",
}  # fmt: skip


def advice(thresholds: Sequence[Threshold], *, key: str, asked: Asked = USUAL) -> exp.Query:
    """One row per threshold, with the columns of ADVICE_COLUMNS.

    ``advice``: ``change`` (to ``proposed``), ``too_few`` judged to say, or ``no_gain`` that is not chance's.
    What a change would have done to the findings judged: ``kept_leads`` of ``leads`` with the Wilson 95% interval of
    the share, ``dropped_dismissals`` of ``dismissed``, the precision before and after. ``held_out_lost`` leads and
    ``held_out_dropped`` dismissals fell away where the value had not been chosen. ``undecided`` findings are there
    beside, of which ``dropped_undecided`` would no longer be found. All of it is NULL where nothing is proposed, but
    for the counts of what was judged.
    """
    if not thresholds:
        columns = [exp.alias_(sql.null("VARCHAR"), name, quoted=True) for name in ADVICE_COLUMNS]
        return exp.select(*columns).where(exp.false())
    told = sql.union_all([_told(threshold) for threshold in thresholds])
    measured = sql.union_all([_measured(threshold, key) for threshold in thresholds])
    return advised(told, measured, asked)


def advised(thresholds: exp.Query, measured: exp.Query, asked: Asked) -> exp.Query:
    """``advice`` of thresholds (scenario, rule, parameter, column, direction, sign, current) and of what their hits
    measured (scenario, rule, parameter, finding, x). The sign of a threshold from above is 1, from below -1, and it
    is in ``x``: what falls away is always the smaller."""
    query = sql.query(_SAID.format(**_chances(asked)))
    own = query.args["with_"]
    named = {"thresholds": thresholds, "measured": measured}
    first = [
        exp.CTE(this=tree, alias=exp.TableAlias(this=exp.to_identifier(name))) for name, tree in named.items()
    ]
    own.set("expressions", [*first, *own.expressions])
    return query


def _chances(asked: Asked) -> dict[str, object]:
    dropped_low, _ = wilson("held_out_dropped", "dismissed")
    _, lost_high = wilson("held_out_lost", "leads")
    _, held_high = wilson("leads - held_out_lost", "leads")
    kept_low, kept_high = wilson("leads - lost", "leads")
    after_low, after_high = wilson("leads - lost", "leads - lost + dismissed - dropped")
    return {
        **vars(asked), "dropped_low": dropped_low, "lost_high": lost_high, "held_high": held_high,
        "kept_low": kept_low, "kept_high": kept_high, "after_low": after_low, "after_high": after_high,
        "steps": " union all ".join(f"select {step[0]} as multiple, {step[1]} as parts" for step in STEPS),
    }  # fmt: skip


_SAID = """
    with judged as (
        select m.scenario, m.rule, m.parameter, m.x, case when substr(f.subject, 2, 1) < '8' then 0 else 1 end as half,
               coalesce(d.conclusion, o.conclusion) as conclusion
        from measured m
        join finding.finding f on f.finding = m.finding
        left join outcome.decision d on d.finding = m.finding
        left join outcome.outcome o on o.scenario = f.scenario and o.rule = f.rule and o.subject = f.subject
            and o.decided is null
    ),
    told as (
        select scenario, rule, parameter, x, half, case when conclusion = '排除' then 0 else 1 end as is_lead
        from judged where conclusion is not null
    ),
    folds as (select 0 as fold union all select 1 as fold union all select 2 as fold),
    cuts as (
        select t.scenario, t.rule, t.parameter, f.fold, t.x, sum(t.is_lead) as leads, sum(1 - t.is_lead) as dismissed
        from told t join folds f on f.fold = 2 or f.fold <> t.half
        group by t.scenario, t.rule, t.parameter, f.fold, t.x
    ),
    summed as (
        select scenario, rule, parameter, fold, x, dismissed,
               sum(leads) over (partition by scenario, rule, parameter, fold) as leads,
               sum(leads) over (partition by scenario, rule, parameter, fold order by x
                                rows between unbounded preceding and current row) as lost
        from cuts
    ),
    chosen as (
        select scenario, rule, parameter, fold, max(x) as x
        from summed
        where dismissed > 0
            and case when fold = 2 then (lost + 1) * 100 <= (leads + 1) * (100 - {keep})
                     else lost * 100 <= leads * (100 - {keep}) end
        group by scenario, rule, parameter, fold
    ),
    counted as (
        select t.scenario, t.rule, t.parameter, max(w.x) as x, count(*) as judged, sum(t.is_lead) as leads,
               sum(1 - t.is_lead) as dismissed, sum(case when t.x <= w.x then t.is_lead else 0 end) as lost,
               sum(case when t.x <= w.x then 1 - t.is_lead else 0 end) as dropped,
               sum(case when t.x <= h.x then t.is_lead else 0 end) as held_out_lost,
               sum(case when t.x <= h.x then 1 - t.is_lead else 0 end) as held_out_dropped
        from told t
        left join chosen w on w.scenario = t.scenario and w.rule = t.rule and w.parameter = t.parameter and w.fold = 2
        left join chosen h on h.scenario = t.scenario and h.rule = t.rule and h.parameter = t.parameter
            and h.fold = t.half
        group by t.scenario, t.rule, t.parameter
    ),
    beside as (
        select j.scenario, j.rule, j.parameter, min(case when j.x > c.x then j.x end) as x_after,
               sum(case when j.conclusion is null then 1 else 0 end) as undecided,
               sum(case when j.conclusion is null and j.x <= c.x then 1 else 0 end) as dropped_undecided
        from judged j
        left join counted c on c.scenario = j.scenario and c.rule = j.rule and c.parameter = j.parameter
        group by j.scenario, j.rule, j.parameter
    ),
    steps as ({steps}),
    rounded as (
        select c.scenario, c.rule, c.parameter, ceil(c.x * s.parts / s.multiple) * s.multiple / s.parts as x,
               row_number() over (
                   partition by c.scenario, c.rule, c.parameter order by s.multiple desc, s.parts
               ) as place
        from counted c
        join beside b on b.scenario = c.scenario and b.rule = c.rule and b.parameter = c.parameter
        join steps s on ceil(c.x * s.parts / s.multiple) * s.multiple / s.parts >= c.x
            and ceil(c.x * s.parts / s.multiple) * s.multiple / s.parts < b.x_after
    ),
    weighed as (
        select t.scenario, t.rule, t.parameter, t."column", t.direction, t.sign, t.current,
               coalesce(r.x, c.x) as x, coalesce(c.judged, 0) as judged, coalesce(c.leads, 0) as leads,
               coalesce(c.dismissed, 0) as dismissed, c.lost, c.dropped, c.held_out_lost, c.held_out_dropped,
               coalesce(b.undecided, 0) as undecided, b.dropped_undecided
        from thresholds t
        left join counted c on c.scenario = t.scenario and c.rule = t.rule and c.parameter = t.parameter
        left join beside b on b.scenario = t.scenario and b.rule = t.rule and b.parameter = t.parameter
        left join rounded r on r.scenario = t.scenario and r.rule = t.rule and r.parameter = t.parameter
            and r.place = 1
    ),
    said as (
        select *, case when leads < {least} or dismissed < {least} then 'too_few'
                       when x > sign * current and dropped * 100 >= dismissed * {spare} and {dropped_low} > {lost_high}
                            and {dropped_low} * 100 >= {spare} and {held_high} * 100 >= {keep} then 'change'
                       else 'no_gain' end as advice
        from weighed
    )
    select scenario, rule, parameter, "column", direction, current, advice,
           case when advice = 'change' then sign * x end as proposed, judged, leads, dismissed,
           case when advice = 'change' then leads - lost end as kept_leads,
           case when advice = 'change' then {kept_low} end as kept_low,
           case when advice = 'change' then {kept_high} end as kept_high,
           case when advice = 'change' then dropped end as dropped_dismissals,
           round(cast(leads as double) / nullif(judged, 0), 4) as "precision",
           case when advice = 'change' then round(cast(leads - lost as double) / (judged - lost - dropped), 4) end
               as precision_after,
           case when advice = 'change' then {after_low} end as precision_after_low,
           case when advice = 'change' then {after_high} end as precision_after_high,
           case when advice = 'change' then held_out_lost end as held_out_lost,
           case when advice = 'change' then held_out_dropped end as held_out_dropped, undecided,
           case when advice = 'change' then dropped_undecided end as dropped_undecided
    from said
"""


def _told(threshold: Threshold) -> exp.Query:
    outputs = {
        "scenario": sql.literal(threshold.scenario),
        "rule": sql.literal(threshold.rule),
        "parameter": sql.literal(threshold.parameter),
        "column": sql.literal(threshold.column),
        "direction": sql.literal(threshold.direction),
        "sign": _double(_sign(threshold)),
        "current": _double(threshold.current),
    }
    return exp.select(*[exp.alias_(output, name, quoted=True) for name, output in outputs.items()])


def _measured(threshold: Threshold, key: str) -> exp.Query:
    value = exp.cast(sql.column(threshold.column), "double")
    identity = [sql.column(name) for name in threshold.identity]
    outputs = {
        "scenario": sql.literal(threshold.scenario),
        "rule": sql.literal(threshold.rule),
        "parameter": sql.literal(threshold.parameter),
        "finding": ids.finding_id(threshold.scenario, threshold.rule, identity, key),
        "x": sql.fill("sign * value", sign=_double(_sign(threshold)), value=value),
    }
    named = [exp.alias_(output, name, quoted=True) for name, output in outputs.items()]
    return exp.select(*named).from_(threshold.hits.tree).where(sql.fill("x is not null", x=value))


def _sign(threshold: Threshold) -> int:
    return 1 if threshold.direction == "above" else -1


def _double(value: float) -> exp.Expr:
    return sql.parse(f"cast('{value!r}' as double)")
