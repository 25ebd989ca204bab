"""How people worked on findings and requests: what became of them, how fast, and how those who asked were served.

Per rule or per department, over all decisions and orders there are, also of findings a rule no longer makes: what a
rule is worth today is effect.rule_precision. A finding without a decision counts against nobody.
"""

from typing import Literal

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.evaluate.interval import wilson

By = Literal["rule", "department"]

WORK: dict[By, TableName] = {
    "rule": TableName("effect", "work_by_rule"),
    "department": TableName("effect", "work_by_department"),
}
DISMISSAL: dict[By, TableName] = {
    "rule": TableName("effect", "dismissal_by_rule"),
    "department": TableName("effect", "dismissal_by_department"),
}
FUNNEL_BY: dict[By, TableName] = {
    "rule": TableName("effect", "funnel_by_rule"),
    "department": TableName("effect", "funnel_by_department"),
}
REASONS = 10
"""So many reasons of dismissal are kept, the most frequent."""


def work(by: By) -> exp.Query:
    """Per scenario and rule or department.

    Of decisions: ``decided``, ``dismissed``, ``leads``, ``cases``, ``lead_rate`` (leads ÷ decided) with its Wilson 95%
    interval, working days from first seen to decided (median and nine in ten, nearest rank), ``amount`` and
    ``recovered`` of leads. Of orders: ``orders``, ``finished``, their working days, ``overdue`` and its share of all,
    ``rated``, ``satisfaction`` (mean of 1 to 5), ``repeats`` (orders about what an earlier one of theirs had settled),
    ``reopened`` (orders opened again at least once).
    """
    low, high = wilson("d.leads", "d.decided")
    return sql.query(f"""
        with {_days("decision_days", by, "days", "outcome.decision")},
        {_days("order_days", by, "working_days", "outcome.order", "closed is not null")},
        decisions as (
            select scenario, {by}, count(*) as decided,
                   sum(case when conclusion = '排除' then 1 else 0 end) as dismissed,
                   sum(case when conclusion <> '排除' then 1 else 0 end) as leads,
                   sum(case when conclusion = '立案' then 1 else 0 end) as cases,
                   sum(case when conclusion <> '排除' then amount end) as amount,
                   sum(case when conclusion <> '排除' then recovered end) as recovered
            from outcome.decision where {by} is not null group by scenario, {by}
        ),
        orders as (
            select scenario, {by}, count(*) as orders, sum(case when closed is not null then 1 else 0 end) as finished,
                   sum(case when overdue then 1 else 0 end) as overdue, count(satisfaction) as rated,
                   sum(satisfaction) as satisfied, sum(case when reopened > 0 then 1 else 0 end) as reopened
            from outcome."order" where {by} is not null group by scenario, {by}
        ),
        repeats as (
            select o.scenario, coalesce(e.{by}, o.{by}) as {by}, count(*) as repeats
            from outcome."order" o left join outcome."order" e on e."order" = o.repeat_of
            where o.repeat_of is not null group by o.scenario, coalesce(e.{by}, o.{by})
        ),
        there as (
            select scenario, {by} from decisions union select scenario, {by} from orders
            union select scenario, {by} from repeats where {by} is not null
        )
        select t.scenario, t.{by}, coalesce(d.decided, 0) as decided, coalesce(d.dismissed, 0) as dismissed,
               coalesce(d.leads, 0) as leads, coalesce(d.cases, 0) as cases,
               round(cast(d.leads as double) / d.decided, 4) as lead_rate,
               {low} as lead_rate_low, {high} as lead_rate_high, a.median as days_median, a.nine_in_ten as days_p90,
               d.amount, d.recovered, coalesce(o.orders, 0) as orders, coalesce(o.finished, 0) as finished,
               b.median as order_days_median, b.nine_in_ten as order_days_p90, coalesce(o.overdue, 0) as overdue,
               round(cast(o.overdue as double) / o.orders, 4) as overdue_share, coalesce(o.rated, 0) as rated,
               round(cast(o.satisfied as double) / nullif(o.rated, 0), 2) as satisfaction,
               coalesce(r.repeats, 0) as repeats, coalesce(o.reopened, 0) as reopened
        from there t
        left join decisions d on d.scenario = t.scenario and d.{by} = t.{by}
        left join decision_days a on a.scenario = t.scenario and a.{by} = t.{by}
        left join orders o on o.scenario = t.scenario and o.{by} = t.{by}
        left join order_days b on b.scenario = t.scenario and b.{by} = t.{by}
        left join repeats r on r.scenario = t.scenario and r.{by} = t.{by}
    """)


def dismissals(by: By) -> exp.Query:
    """Per scenario and rule or department its most frequent reasons of dismissal: how many, the share, the place."""
    return sql.query(f"""
        with counted as (
            select scenario, {by}, reason, count(*) as dismissed
            from outcome.decision where conclusion = '排除' and {by} is not null group by scenario, {by}, reason
        ),
        placed as (
            select scenario, {by}, reason, dismissed, sum(dismissed) over (partition by scenario, {by}) as all_of_them,
                   row_number() over (
                       partition by scenario, {by} order by dismissed desc, coalesce(reason, '')
                   ) as place
            from counted
        )
        select scenario, {by}, place, reason, dismissed,
               round(cast(dismissed as double) / all_of_them, 4) as share
        from placed where place <= {REASONS}
    """)


def funnel_by(by: By) -> exp.Query:
    """Per scenario, rule or department, and month in which the findings were first seen: how many of them became
    leads (线索), cases (立案), were closed (办结), with the amount of the leads and what was recovered of it (追回).

    One month's findings are followed to where they are today: recent months have not had their time yet.
    The month is NULL for findings that nobody has decided (of a department, so is the department).
    """
    undecided = "f.rule" if by == "rule" else "cast(null as varchar)"
    return sql.query(f"""
        with seen as (
            select scenario, {by}, substr(cast(first_seen as varchar), 1, 7) as "month",
                   case when conclusion <> '排除' then 1 else 0 end as is_lead,
                   case when conclusion = '立案' then 1 else 0 end as is_case,
                   case when conclusion <> '排除' and closed is not null then 1 else 0 end as is_closed,
                   case when conclusion <> '排除' then amount end as amount,
                   case when conclusion <> '排除' then recovered end as recovered
            from outcome.decision
            union all
            select f.scenario, {undecided}, cast(null as varchar), 0, 0, 0, cast(null as decimal(18, 2)),
                   cast(null as decimal(18, 2))
            from finding.finding f left join outcome.decision d on d.finding = f.finding
            where d.finding is null
        )
        select scenario, {by}, "month", count(*) as findings, sum(is_lead) as leads, sum(is_case) as cases,
               sum(is_closed) as closed, sum(amount) as amount, sum(recovered) as recovered
        from seen group by scenario, {by}, "month"
    """)


def _days(name: str, by: By, days: str, table: str, when: str = "true") -> str:
    """CTEs that end in ``name``: the median and the ninth decile of ``days``, both of them days that were."""
    schema, _, of = table.partition(".")
    return f"""
        {name}_ranked as (
            select scenario, {by}, {days} as days, count(*) over (partition by scenario, {by}) as n,
                   row_number() over (partition by scenario, {by} order by {days}) as place
            from {schema}."{of}" where {by} is not null and {days} is not null and {when}
        ),
        {name} as (
            select scenario, {by}, min(case when place * 2 >= n then days end) as median,
                   min(case when place * 10 >= n * 9 then days end) as nine_in_ten
            from {name}_ranked group by scenario, {by}
        )
    """
